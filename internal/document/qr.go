// Package document makes what is printed or carried away: codes that a phone reads.
package document

import (
	"fmt"
	"strings"

	qr "github.com/piglig/go-qr"
)

// quiet is the light margin that ISO/IEC 18004 asks for, in modules.
const quiet = 4

// QR is a code as one SVG path: a page draws it without an image file, a style or a script.
type QR struct {
	Size int    // width and height of the view box in modules, the quiet zone included
	Path string // the dark modules, as rectangles of one module's height
}

// NewQR encodes a text with 15 % error correction, enough for a creased sheet of paper. It fails on texts that are
// too long for a code, about 2,300 bytes.
func NewQR(text string) (QR, error) {
	code, err := qr.EncodeText(text, qr.Medium)
	if err != nil {
		return QR{}, fmt.Errorf("document: %w", err)
	}
	n := code.GetSize()
	var b strings.Builder
	for y := range n {
		for x := 0; x < n; x++ {
			run := 0
			for x+run < n && code.GetModule(x+run, y) {
				run++
			}
			if run > 0 {
				fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", x+quiet, y+quiet, run, run)
				x += run
			}
		}
	}
	return QR{Size: n + 2*quiet, Path: b.String()}, nil
}
