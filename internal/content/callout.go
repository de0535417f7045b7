package content

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"

	"hocso/internal/fault"
)

// calloutLine is the first line of a callout; goldmark sees an ordinary quote.
var calloutLine = regexp.MustCompile(`^\[!([A-Za-z]*)\](.*)$`)

const calloutAttr = "callout"

// callout is a kind of note with its look.
type callout struct{ name, class, icon, vi, en string }

func callouts() []callout {
	return []callout{
		{"NOTE", "note", "info", "Nên biết", "Good to know"},
		{"TIP", "note ok", "ok", "Mẹo", "Tip"},
		{"IMPORTANT", "note", "flag", "Điều cần nhớ", "Remember"},
		{"WARNING", "note warn", "warn", "Cẩn thận", "Be careful"},
		{"CAUTION", "note bad", "bad", "Nguy hiểm", "Danger"},
	}
}

// readCallout marks a quote that is a callout and takes its first line out.
func (p *page) readCallout(q *ast.Blockquote, inQuestion bool) {
	first, ok := q.FirstChild().(*ast.Paragraph)
	if !ok || first.Lines().Len() == 0 {
		return
	}
	line := first.Lines().At(0)
	m := calloutLine.FindStringSubmatch(strings.TrimRight(string(line.Value(p.text)), " \n"))
	if m == nil {
		return
	}
	names := make([]string, 0, 5)
	for _, c := range callouts() {
		names = append(names, c.name)
		if strings.EqualFold(c.name, m[1]) {
			q.SetAttributeString(calloutAttr, c)
		}
	}
	switch _, known := q.AttributeString(calloutAttr); {
	case inQuestion:
		p.at(line.Start, "callout.question", nil)
	case !known:
		p.at(line.Start, "callout.unknown", fault.Args{"name": clip(m[1], 40), "near": nearOr(nearest(m[1], names))})
	case m[2] != "":
		p.at(line.Start, "callout.line", fault.Args{"name": strings.ToUpper(m[1])})
	}
	for _, c := range children(first) {
		if at := posOf(c); at >= line.Stop {
			break
		}
		first.RemoveChild(first, c)
	}
	if !first.HasChildren() {
		q.RemoveChild(q, first)
	}
	if !q.HasChildren() {
		p.at(line.Start, "callout.empty", nil)
	}
}

func (w *writer) quote(out util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	v, _ := n.AttributeString(calloutAttr)
	c, ok := v.(callout)
	switch {
	case ok && entering:
		return put(out, `<div class="`, c.class, `"><svg class="i" aria-hidden="true"><use href="`, SpriteMark, "#", c.icon,
			`"/></svg><p class="t">`, w.say(c.vi, c.en), "</p>\n")
	case ok:
		return put(out, "</div>\n")
	case entering:
		return put(out, "<blockquote>\n")
	}
	return put(out, "</blockquote>\n")
}
