package content

import (
	"html"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// canon is a text form of cleaned nodes in which two that read alike are equal: looks are left out, white space is single.
func canon(kids []*element) string {
	var c canonical
	c.write(kids, false)
	return strings.TrimSpace(c.String())
}

// canonical is written with single spaces.
type canonical struct {
	strings.Builder
	space bool // the last thing written was a space
}

func (c *canonical) put(s string) {
	if s != "" {
		c.WriteString(s)
		c.space = s[len(s)-1] == ' '
	}
}

func (c *canonical) write(kids []*element, code bool) {
	for _, k := range kids {
		switch k.tag {
		case "":
			c.text(k.text, code)
			continue
		case "figure":
			c.write(k.kids, code)
			continue
		case "math":
			c.put("<math " + html.EscapeString(oneLine(k.attrs["alttext"])) + ">")
			continue
		}
		c.put("<" + k.tag)
		for _, name := range []string{"href", "src", "alt", "title"} {
			if v := oneLine(k.attrs[name]); v != "" {
				c.put(" " + name + "=" + html.EscapeString(v))
			}
		}
		c.put(">")
		c.write(k.kids, code || k.tag == "code")
		if !slices.Contains([]string{"br", "img"}, k.tag) {
			c.put("</" + k.tag + ">")
		}
	}
}

func (c *canonical) text(s string, code bool) {
	if code {
		c.put(html.EscapeString(strings.ReplaceAll(s, "\n", " ")))
		return
	}
	for i, word := range strings.FieldsFunc(" "+s+" ", func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '\r' }) {
		if (i > 0 || isSpace(s[0])) && !c.space {
			c.put(" ")
		}
		c.put(html.EscapeString(word))
	}
	if s != "" && isSpace(s[len(s)-1]) && !c.space {
		c.put(" ")
	}
}

func isSpace(b byte) bool { return b == ' ' || b == '\n' || b == '\t' || b == '\r' }

// reads reports whether Markdown reads back as one paragraph of the wanted form. What goldmark could take long over is
// not tried.
func (w *mdWriter) reads(md, want string) bool {
	p := &page{raw: []byte(md), text: []byte(md), log: &log{}}
	p.index()
	if !p.bounded() {
		return false
	}
	w.html.page = p
	doc := w.html.md.Parser().Parse(text.NewReader(p.text))
	n := doc.FirstChild()
	if n == nil || n.NextSibling() != nil || n.Kind() != ast.KindParagraph {
		return false
	}
	_ = ast.Walk(n, func(n ast.Node, _ bool) (ast.WalkStatus, error) {
		switch v := n.(type) {
		case *ast.Image:
			v.SetAttributeString(pictureAttr, &Media{})
			v.Destination = escapeAddress(unescape(v.Destination))
		case *ast.Link:
			v.Destination = escapeAddress(unescape(v.Destination))
		}
		return ast.WalkContinue, nil
	})
	return canon(readHTML(w.html.html(children(n)...)).kids) == want
}

// escapeAddress is an address as it stands in HTML.
func escapeAddress(s string) []byte { return util.URLEscape([]byte(strings.TrimSpace(s)), false) }
