package content

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"
)

// FuzzSketch: what somebody sees of a lesson that is being written, whatever stands in it, can do no harm: nothing of it
// acts, fetches from elsewhere or leads to a script.
func FuzzSketch(f *testing.F) {
	for _, seed := range []string{
		"[a](<\x01javascript:x>) <a href=x onclick=y>b</a>\n\n<script>x</script>\n", "![a](https://a.vn/b.png) ![b](data:,x) <kbd>c\n\n</sub>\n",
		"## a {#b type=single}\n\n<b>?\n\n- [x] <i>c\n  > [d](vbscript:e)\n- [ ] f\n", "[a]: javascript:x\n\n[a] <javascript:y> <x@y.z>\n", "$\\text{<b>}$ | <br onload=x>\n",
		"## a {#b type=hotspot}\n\n![c](//d.vn/e.svg)\n\n- [x] f `rect 0 0 1 1`\n", "| <img src=x> | [b](java\tscript:c) |\n|---|---|\n| `<script>` | d |\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		root := fstest.MapFS{
			"k/course.md":              {Data: []byte("---\ntitle: K\n---\n\n# K\n\n" + body)},
			"k/01-mo-dau/module.md":    {Data: []byte("---\ntitle: M\n---\n")},
			"k/01-mo-dau/01-bai.md":    {Data: []byte(lessonFront + body)},
			"k/bank/01-cau-hoi.md":     {Data: []byte(bankFront + body)},
			"k/glossary.md":            {Data: []byte("---\ntitle: T\n---\n\n# T\n\n## a {#a}\n\n" + body)},
			"k/01-mo-dau/01-bai.en.md": {Data: []byte("---\ntitle: E\n---\n\n# E\n\n" + body)},
		}
		b, _ := LoadSketch(root, "k", testSet(), URLs{})
		if b == nil {
			t.Fatal("nothing to show")
		}
		tame(t, b.Course.Body)
		for _, lang := range b.Course.Languages() {
			for _, p := range b.Course.In(lang).Places() {
				for _, block := range p.Lesson.Blocks {
					tame(t, block.HTML)
				}
				for _, q := range p.Lesson.Questions {
					tame(t, q.Stem+q.Explanation)
					for _, c := range q.Choices {
						tame(t, c.HTML+c.Feedback)
					}
				}
			}
		}
		for _, term := range b.Course.Glossary {
			tame(t, term.HTML)
		}
	})
}

// tame holds HTML that need not be whole to having nothing that acts, as browsers read it: addresses without the spaces and
// control characters that they leave out.
func tame(t *testing.T, s string) {
	t.Helper()
	for z := html.NewTokenizer(strings.NewReader(s)); z.Next() != html.ErrorToken; {
		tok := z.Token()
		if tok.Type != html.StartTagToken && tok.Type != html.SelfClosingTagToken {
			continue
		}
		if slices.Contains(strings.Fields("script style iframe object embed form input button textarea link meta base template frame applet portal"), tok.Data) {
			t.Errorf("<%s> in %q", tok.Data, s)
		}
		for _, a := range tok.Attr {
			address := strings.ToLower(strings.Map(func(r rune) rune {
				if r <= ' ' {
					return -1
				}
				return r
			}, a.Val))
			scheme, _, found := strings.Cut(address, ":")
			switch leads := a.Key == "href" || a.Key == "src" || a.Key == "srcset"; {
			case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "formaction", a.Key == "srcdoc",
				leads && found && slices.Contains([]string{"javascript", "vbscript", "data", "file"}, scheme),
				a.Key != "href" && leads && (found && strings.HasPrefix(scheme, "http") || strings.HasPrefix(address, "//")):
				t.Errorf("%s=%q in %q", a.Key, a.Val, s)
			}
		}
	}
}
