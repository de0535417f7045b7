package document_test

import (
	"fmt"
	"strings"
	"testing"

	qr "github.com/piglig/go-qr"

	"hocso/internal/document"
)

// dark reads a path back into modules.
func dark(t *testing.T, c document.QR) map[[2]int]bool {
	t.Helper()
	out := map[[2]int]bool{}
	for _, part := range strings.Split(strings.TrimSuffix(c.Path, "z"), "z") {
		var x, y, run, back int
		if _, err := fmt.Sscanf(part, "M%d %dh%dv1h-%d", &x, &y, &run, &back); err != nil || run != back {
			t.Fatalf("part %q: %v", part, err)
		}
		for i := range run {
			out[[2]int{x + i, y}] = true
		}
	}
	return out
}

func TestQRDrawsEveryModule(t *testing.T) {
	const text = "http://127.0.0.1:8080/xac-thuc/0123456789ABCDEFGHJK"
	c, err := document.NewQR(text)
	if err != nil {
		t.Fatal(err)
	}
	want, err := qr.EncodeText(text, qr.Medium)
	if err != nil {
		t.Fatal(err)
	}
	margin := (c.Size - want.GetSize()) / 2
	if margin != 4 {
		t.Fatalf("the quiet zone is %d modules, want 4", margin)
	}
	got := dark(t, c)
	for y := range c.Size {
		for x := range c.Size {
			if w := want.GetModule(x-margin, y-margin); got[[2]int{x, y}] != w {
				t.Fatalf("module %d,%d is dark: %v, want %v", x, y, !w, w)
			}
		}
	}
}

func TestQRRefusesWhatNoCodeHolds(t *testing.T) {
	if _, err := document.NewQR(strings.Repeat("đ", 3000)); err == nil {
		t.Error("6,000 bytes were taken")
	}
}
