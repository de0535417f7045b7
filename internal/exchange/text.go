package exchange

import (
	"html"
	"regexp"
	"strings"
	"unicode/utf8"

	"hocso/internal/content"
	"hocso/internal/vntext"
)

// anyTag is a tag of HTML, for texts of which only the words matter.
var anyTag = regexp.MustCompile(`<[a-zA-Z/!][^>]*>`)

// textOf is the words of an HTML text in one line.
func textOf(h string) string {
	return vntext.Normal(html.UnescapeString(anyTag.ReplaceAllString(h, " ")))
}

// clip shortens a text that a note quotes.
func clip(s string) string {
	const limit = 60
	s = vntext.Normal(s)
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	return string([]rune(s)[:limit-1]) + "…"
}

// fromMarkdown is Markdown of other systems as HTML; what is too odd to be read is taken literally.
func fromMarkdown(md string) string {
	_, h, err := content.Plain([]byte(md))
	if err != nil || h == "" {
		return html.EscapeString(md)
	}
	return strings.ReplaceAll(h, content.SpriteMark, "")
}

// lastParagraph parts the last "<p>" of an HTML text from what stands before it. A text of one block is all last.
func lastParagraph(h string) (before, last string) {
	h = strings.TrimSpace(h)
	if !strings.HasSuffix(h, "</p>") {
		return "", h
	}
	i := strings.LastIndex(h, "<p>")
	if i < 0 {
		return "", h
	}
	return strings.TrimSpace(h[:i]), h[i+len("<p>") : len(h)-len("</p>")]
}

// squeezed has no line breaks but in preformatted text: for formats whose lines mean something.
func squeezed(h string) string {
	var b strings.Builder
	for h != "" {
		i := strings.Index(h, "<pre>")
		if i < 0 {
			i = len(h)
		}
		b.WriteString(strings.Join(strings.FieldsFunc(h[:i], func(r rune) bool { return r == '\n' }), " "))
		h = h[i:]
		end := strings.Index(h, "</pre>")
		if end < 0 {
			end = len(h)
		}
		b.WriteString(h[:end])
		h = h[end:]
	}
	return b.String()
}

// simple is the text of an HTML text that says no more than that; false when it has markup or signs that HTML gives a meaning.
func simple(h string) (string, bool) {
	h = strings.TrimSpace(h)
	if inner, ok := strings.CutPrefix(h, "<p>"); ok {
		if h, ok = strings.CutSuffix(inner, "</p>"); !ok {
			return "", false
		}
	}
	if strings.ContainsAny(h, "<>") {
		return "", false
	}
	text := html.UnescapeString(h)
	if strings.ContainsAny(text, "<>&[") {
		return "", false
	}
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == '\n' }), " "), true
}
