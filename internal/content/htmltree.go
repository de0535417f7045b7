package content

import (
	"html"
	"slices"
	"strings"
)

// element is a node of an HTML text: an element, or a text when it has no tag. The text may come from anywhere: what
// is not well-formed is read as browsers would about read it, and nothing of it is ever shown before goldmark made it anew.
type element struct {
	tag   string // lower case; "" for a text
	raw   string // the start tag as written
	attrs map[string]string
	text  string // of a text, with character references resolved
	kids  []*element
}

// maxTree bounds how deep elements may lie within each other; deeper ones are taken for children of the deepest.
const maxTree = 64

// htmlReader reads HTML from left to right.
type htmlReader struct {
	s    string
	open []*element      // from the root to where reading is
	text strings.Builder // read and not yet a node
}

// readHTML reads any text as HTML. It takes time and space linear in the text.
func readHTML(s string) *element {
	r := &htmlReader{s: s, open: []*element{{tag: "body"}}}
	for r.s != "" {
		i := strings.IndexByte(r.s, '<')
		if i < 0 {
			r.addText(r.s)
			break
		}
		r.addText(r.s[:i])
		r.s = r.s[i:]
		r.markup()
	}
	r.flush()
	return r.open[0]
}

func (r *htmlReader) top() *element { return r.open[len(r.open)-1] }

func (r *htmlReader) addText(raw string) { r.text.WriteString(raw) }

// flush makes a node of the text before a tag.
func (r *htmlReader) flush() {
	if r.text.Len() == 0 {
		return
	}
	top := r.top()
	top.kids = append(top.kids, &element{text: html.UnescapeString(strings.ReplaceAll(r.text.String(), "\x00", ""))})
	r.text.Reset()
}

// markup reads what begins with "<": a tag, a comment, or a sign that is no markup.
func (r *htmlReader) markup() {
	s := r.s
	switch {
	case strings.HasPrefix(s, "<!--"):
		if end := strings.Index(s[4:], "-->"); end >= 0 {
			r.s = s[4+end+3:]
			return
		}
		r.s = ""
	case len(s) > 1 && (s[1] == '!' || s[1] == '?'):
		_, r.s, _ = strings.Cut(s, ">")
	case len(s) > 2 && s[1] == '/' && isLetter(s[2]):
		name, rest, _ := strings.Cut(s[2:], ">")
		r.s = rest
		r.flush()
		r.end(strings.ToLower(strings.TrimSpace(name)))
	case len(s) > 1 && isLetter(s[1]):
		r.start()
	default:
		r.addText("<")
		r.s = s[1:]
	}
}

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }

// start reads a start tag with its attributes.
func (r *htmlReader) start() {
	r.flush()
	e := &element{attrs: map[string]string{}}
	i := 1 + until(r.s[1:], " \t\r\n/>")
	e.tag = strings.ToLower(r.s[1:i])
	for i < len(r.s) && r.s[i] != '>' {
		n := attribute(r.s[i:], e.attrs)
		i += n
	}
	end := min(i+1, len(r.s))
	e.raw, r.s = r.s[:end], r.s[end:]
	r.implied(e.tag)
	top := r.top()
	top.kids = append(top.kids, e)
	switch {
	case slices.Contains([]string{"script", "style", "title", "textarea", "noscript", "template"}, e.tag): // what it holds is no text to read
		closing := indexFold(r.s, "</"+e.tag)
		if closing < 0 {
			r.s = ""
			return
		}
		_, r.s, _ = strings.Cut(r.s[closing:], ">")
	case isVoid(e.tag), strings.HasSuffix(e.raw, "/>"), len(r.open) >= maxTree:
	default:
		r.open = append(r.open, e)
	}
}

func isVoid(tag string) bool {
	return slices.Contains([]string{"br", "hr", "img", "input", "col", "source", "track", "wbr", "embed", "meta", "link", "area", "base", "use"}, tag)
}

// indexFold is the place of an ASCII text in s whatever its case, or -1.
func indexFold(s, what string) int {
	for i := 0; i+len(what) <= len(s); i++ {
		if s[i] == '<' && strings.EqualFold(s[i:i+len(what)], what) {
			return i
		}
	}
	return -1
}

// until is the length of s up to the first of some signs.
func until(s, signs string) int {
	if i := strings.IndexAny(s, signs); i >= 0 {
		return i
	}
	return len(s)
}

// attribute reads one attribute, or skips one byte that is none, and says how far it went, at least 1.
func attribute(s string, into map[string]string) int {
	if strings.IndexByte(" \t\r\n/=\"'", s[0]) >= 0 {
		return 1
	}
	n := until(s, " \t\r\n/=>")
	name := strings.ToLower(s[:n])
	rest := strings.TrimLeft(s[n:], " \t\r\n")
	if !strings.HasPrefix(rest, "=") {
		into[name] = ""
		return max(n, 1)
	}
	rest = strings.TrimLeft(rest[1:], " \t\r\n")
	used := len(s) - len(rest)
	if rest != "" && (rest[0] == '"' || rest[0] == '\'') {
		end := strings.IndexByte(rest[1:], rest[0])
		if end < 0 {
			end = len(rest) - 1
		}
		into[name] = html.UnescapeString(rest[1 : 1+end])
		return min(used+end+2, len(s))
	}
	end := until(rest, " \t\r\n>")
	into[name] = html.UnescapeString(rest[:end])
	return max(used+end, 1)
}

// implied closes what a start tag ends without saying so.
func (r *htmlReader) implied(tag string) {
	closes := map[string][]string{
		"li": {"li"}, "dt": {"dt", "dd"}, "dd": {"dt", "dd"}, "tr": {"td", "th", "tr"}, "td": {"td", "th"}, "th": {"td", "th"},
		"tbody": {"td", "th", "tr", "thead"},
	}[tag]
	if isBlock(tag) {
		closes = append(slices.Clone(closes), "p")
	}
	for i := len(r.open) - 1; i > 0; i-- {
		switch name := r.open[i].tag; {
		case slices.Contains(closes, name):
			r.open = r.open[:i]
		case slices.Contains([]string{"ul", "ol", "table", "dl", "blockquote", "div", "td", "th"}, name):
			return
		}
	}
}

// end closes an element and everything that is open within it; what was not open is not closed.
func (r *htmlReader) end(tag string) {
	for i := len(r.open) - 1; i > 0; i-- {
		if r.open[i].tag == tag {
			r.open = r.open[:i]
			return
		}
	}
}

// isBlock reports whether an element stands on lines of its own.
func isBlock(tag string) bool {
	return slices.Contains([]string{
		"p", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "table", "thead", "tbody", "tfoot", "tr", "hr", "figure", "div", "section", "article",
		"header", "footer", "main", "center", "h1", "h2", "h3", "h4", "h5", "h6", "address", "aside", "body", "html", "details", "summary", "form", "fieldset", "caption",
		"formula", // of ours: see cleanFormula
	}, tag)
}

// all lists the descendants with one of the tags, in order; it does not look into those it found.
func (e *element) all(tags ...string) []*element {
	var out []*element
	for _, k := range e.kids {
		if slices.Contains(tags, k.tag) {
			out = append(out, k)
			continue
		}
		out = append(out, k.all(tags...)...)
	}
	return out
}

// plain is the text of an element and all below it.
func (e *element) plain() string {
	var b strings.Builder
	e.writePlain(&b)
	return b.String()
}

func (e *element) writePlain(b *strings.Builder) {
	if e.tag == "" {
		b.WriteString(e.text)
	}
	if e.tag == "br" || isBlock(e.tag) {
		b.WriteByte(' ')
	}
	switch e.tag {
	case "img":
		b.WriteString(e.attrs["alt"])
	case "math", "formula":
		b.WriteString(e.attrs["alttext"])
	}
	for _, k := range e.kids {
		k.writePlain(b)
	}
}
