package content

import (
	"bytes"
	"fmt"
	"path"
	"strings"

	"golang.org/x/text/language"
)

// TranslationPath is where the translation of a file into a language lies; ok is false for files that have none, and for
// what is no language.
func TranslationPath(original, lang string) (rel string, ok bool) {
	if _, _, already := Translated(original); already || path.Ext(original) != ".md" {
		return "", false
	}
	rel = strings.TrimSuffix(original, ".md") + "." + lang + ".md"
	_, err := language.Parse(lang)
	_, read, ok := Translated(rel)
	return rel, ok && err == nil && read == lang
}

// BeginTranslation is a translation to be written over: title, summary and the mark of the original, and the original's
// text. ok is false when the front matter of the original cannot be read.
func BeginTranslation(original []byte) (text []byte, ok bool) {
	p := &page{rel: "page.md", shown: "page.md", raw: original, log: &log{}}
	if p.clean() {
		p.splitFront()
	}
	title := p.front.text("title")
	if title == "" {
		return nil, false
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "---\ntitle: %q\n", title)
	if summary := p.front.text("summary"); summary != "" {
		fmt.Fprintf(&b, "summary: %q\n", summary)
	}
	fmt.Fprintf(&b, "original: %q\n---\n", p.mark())
	if behind := len(p.front.lines); behind < len(p.starts) {
		b.Write(p.text[p.starts[behind]:])
	}
	return b.Bytes(), true
}
