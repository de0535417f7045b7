package web

import (
	"html"
	"strings"
	"unicode/utf8"
)

// plain is the text of published HTML without its tags, cut at a word to at most max runes. The HTML comes from an
// allow-list, so a tag ends at the first ">".
func plain(markup string, max int) string {
	var b strings.Builder
	for markup != "" {
		text, rest, tag := strings.Cut(markup, "<")
		b.WriteString(text)
		if !tag {
			break
		}
		name, after, _ := strings.Cut(rest, ">")
		if !inline(name) {
			b.WriteByte(' ')
		}
		markup = after
	}
	s := strings.Join(strings.Fields(html.UnescapeString(b.String())), " ")
	if utf8.RuneCountInString(s) <= max {
		return s
	}
	cut := string([]rune(s)[:max])
	if i := strings.LastIndexByte(cut, ' '); i > 0 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;:.") + "…"
}

// inline reports whether a tag stands within a word or sentence, so that removing it leaves no gap.
func inline(tag string) bool {
	tag = strings.TrimPrefix(tag, "/")
	tag, _, _ = strings.Cut(tag, " ")
	switch tag {
	case "b", "strong", "em", "i", "code", "kbd", "a", "span", "abbr", "sub", "sup", "mark", "small", "del", "s", "u":
		return true
	}
	return false
}
