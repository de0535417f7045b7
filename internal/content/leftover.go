package content

import (
	"regexp"
	"sort"
	"strings"

	"github.com/yuin/goldmark/ast"

	"hocso/internal/fault"
)

// Markup that goldmark left as text because it is not whole.
var (
	footnoteText = regexp.MustCompile(`\[\^[^\]\s]+\]`)
	linkText     = regexp.MustCompile(`\]\(`)
)

// inlineText is the text that stands directly in one node, and where in the page each run of it begins.
type inlineText struct {
	text strings.Builder
	runs []textRun
}

type textRun struct{ at, pos int } // offset in the text, offset in the page

func (t *inlineText) add(n *ast.Text, source []byte) {
	t.runs = append(t.runs, textRun{t.text.Len(), n.Segment.Start})
	t.text.Write(n.Segment.Value(source))
	if n.SoftLineBreak() || n.HardLineBreak() {
		t.text.WriteByte('\n')
	}
}

// pos is where in the page the byte at an offset of the text stands.
func (t *inlineText) pos(at int) int {
	run := t.runs[max(sort.Search(len(t.runs), func(i int) bool { return t.runs[i].at > at })-1, 0)]
	return run.pos + at - run.at
}

// leftOver reports each link, picture, formula and footnote in a text that is only the beginning of one, where it stands.
func (p *page) leftOver(t *inlineText) {
	text := t.text.String()
	s := strings.ReplaceAll(text, `\\`, "\x00\x00") // a backslash that is meant takes no other's meaning
	from := 0
	for _, m := range linkText.FindAllStringIndex(s, -1) {
		if escaped(s, m[0]) {
			continue
		}
		at := m[0]
		if open := strings.LastIndexByte(s[from:at], '['); open >= 0 {
			at = from + open
		}
		if at > from && s[at] == '[' && s[at-1] == '!' {
			at--
		}
		p.at(t.pos(at), "link.left-over", nil)
		from = m[1]
	}
	for _, m := range mathLike.FindAllStringIndex(strings.ReplaceAll(text, `\$`, "\x00\x00"), -1) {
		p.at(t.pos(m[0]), "math.left-over", fault.Args{"text": clip(text[m[0]:m[1]], 40)})
	}
	for _, m := range footnoteText.FindAllStringIndex(s, -1) {
		if !escaped(s, m[0]) {
			p.at(t.pos(m[0]), "footnote.undefined", fault.Args{"name": clip(s[m[0]:m[1]], 40)})
		}
	}
}

// escaped reports whether a backslash makes plain text of the character at an offset.
func escaped(s string, at int) bool { return at > 0 && s[at-1] == '\\' }
