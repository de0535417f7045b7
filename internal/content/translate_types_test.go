package content

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

// translatedQuestion checks a question of the bank with its translation and gives what is found in the translation, as
// "line:column key" with lines from the question's heading, and the translation where it can be published.
func translatedQuestion(t *testing.T, lang, original, attrs, body string) (found, stem string) {
	t.Helper()
	const front = "---\ntitle: Câu hỏi\n---\n\n# Câu hỏi\n\n"
	all := base(t)
	all["bank/01-cau-hoi.md"] = &fstest.MapFile{Data: []byte(front + original)}
	all["bank/hinh.svg"] = &fstest.MapFile{Data: []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><title>a</title><desc>b</desc></svg>`)}
	p := &page{raw: all["bank/01-cau-hoi.md"].Data}
	const englishFront = "---\ntitle: Questions\noriginal: \"%s\"\n---\n\n# Questions\n\n## Question {#cau%s}\n\n"
	all["bank/01-cau-hoi."+lang+".md"] = &fstest.MapFile{Data: fmt.Appendf(nil, englishFront, p.mark(), strings.TrimRight(" "+attrs, " "))}
	all["bank/01-cau-hoi."+lang+".md"].Data = append(all["bank/01-cau-hoi."+lang+".md"].Data, body+"\n\n> Why.\n"...)
	b, report := load(all)
	var keys []string
	for _, f := range report.Findings {
		if !strings.HasSuffix(f.File, "."+lang+".md") {
			t.Errorf("in the original: %s", f.Key)
		}
		keys = append(keys, fmt.Sprintf("%d:%d %s", f.Line-8+1, f.Column, f.Key))
	}
	if b != nil {
		stem = b.Course.Bank[0].In[lang].Stem
	}
	return strings.Join(keys, "; "), stem
}

// TestTranslatedTypes: an attempt stores the places of answers, so for every type what stands in a place must mean the same
// in every language; what is typed is the language's own.
func TestTranslatedTypes(t *testing.T) {
	const (
		differs = "1:1 translation.answers"
		why     = "\n\n> Vì thế.\n"
		no      = "\n  > No."
	)
	question := func(attrs, body string) string {
		return "## Câu {#cau competence=4.2 level=2" + strings.TrimRight(" "+attrs, " ") + "}\n\n" + body + why
	}
	single := question("type=single", "Hỏi?\n\n- [x] một\n- [ ] hai\n  > Không.")
	multiple := question("type=multiple", "Chọn tất cả ý đúng.\n\n- [x] một\n- [x] hai\n- [ ] ba\n  > Không.")
	truefalse := question("type=truefalse", "Đúng không?\n\n- [x] Một.\n  > Phải.\n- [ ] Hai.\n  > Không.")
	numeric := question("type=numeric unit=kg", "Mấy?\n\n- [x] 1,5")
	short := question("type=short match=marks", "Gì?\n\n- [x] `mã`")
	matching := question("type=matching", "Ghép.\n\n| a | b |\n|---|---|\n| một | 1 |\n| hai | 2 |\n| ba | 3 |")
	ordering := question("type=ordering", "Xếp.\n\n1. một\n2. hai\n3. ba")
	cloze := question("type=cloze", "Điền {1} và {2}.\n\n1. chỗ\n   - [x] một\n   - [ ] hai\n     > Không.\n2. số\n   - [x] 1,5")
	hotspot := question("type=hotspot", "Đâu?\n\n![Hai ô.](hinh.svg)\n\n- [x] trái `rect 0 0 50 100`\n- [ ] phải `rect 50 0 50 100`\n  > Không.")
	for _, tt := range []struct{ name, original, attrs, body, found string }{
		{"single", single, "", "What?\n\n- [x] one\n- [ ] two" + no, ""},
		{"single, turned round", single, "", "What?\n\n- [ ] one" + no + "\n- [x] two", differs},
		{"single, one more", single, "", "What?\n\n- [x] one\n- [ ] two" + no + "\n- [ ] three" + no, differs},
		{"single, the type said again", single, "type=single level=2", "What?\n\n- [x] one\n- [ ] two" + no, ""},
		{"single, another level", single, "level=3", "What?\n\n- [x] one\n- [ ] two" + no, "1:19 translation.attribute"},
		{"single, an attribute more", single, "points=2", "What?\n\n- [x] one\n- [ ] two" + no, "1:19 translation.attribute"},
		{"multiple", multiple, "", "Choose all that apply.\n\n- [x] one\n- [x] two\n- [ ] three" + no, ""},
		{"multiple, untold", multiple, "", "What?\n\n- [x] one\n- [x] two\n- [ ] three" + no, "1:1 question.choose-all"},
		{"multiple, in another place", multiple, "", "Choose all that apply.\n\n- [x] one\n- [ ] two" + no + "\n- [x] three", differs},
		{"truefalse", truefalse, "", "True?\n\n- [x] One." + no + "\n- [ ] Two." + no, ""},
		{"truefalse, turned round", truefalse, "", "True?\n\n- [ ] One." + no + "\n- [x] Two." + no, differs},
		{"truefalse, only verdicts", truefalse, "", "True?\n\n- [x] True" + no + "\n- [ ] False." + no, "5:3 truefalse.verdict; 7:3 truefalse.verdict"},
		{"numeric", numeric, "", "How many?\n\n- [x] 1.5", ""},
		{"numeric, another unit", numeric, "unit=lb", "How many?\n\n- [x] 3.3\n- [ ] 5" + no, ""},
		{"numeric, in the original's notation", numeric, "", "How many?\n\n- [x] 1,5", "5:3 numeric.key-notation"},
		{"short", short, "", "What?\n\n- [x] `code`\n- [x] `pin`", ""},
		{"short, another comparison", short, "match=exact", "What?\n\n- [x] `code`", "1:19 translation.attribute"},
		{"matching", matching, "", "Match.\n\n| a | b |\n|---|---|\n| one | I |\n| two | II |\n| three | III |", ""},
		{"matching, other rows", matching, "", "Match.\n\n| a | b |\n|---|---|\n| one | I |\n| two | I |\n| three | II |\n| | III |", differs},
		{"matching, a row less", matching, "", "Match.\n\n| a | b |\n|---|---|\n| one | I |\n| two | II |\n| | III |", differs},
		{"ordering", ordering, "", "Order.\n\n1. one\n2. two\n3. three", ""},
		{"ordering, one more", ordering, "", "Order.\n\n1. one\n2. two\n3. three\n4. four", differs},
		{"cloze", cloze, "", "Fill {1} and {2}.\n\n1. place\n   - [x] one\n   - [ ] two\n     > No.\n2. number\n   - [x] 1.5\n   - [x] 2", ""},
		{"cloze, turned round", cloze, "", "Fill {1} and {2}.\n\n1. place\n   - [ ] one\n     > No.\n   - [x] two\n2. number\n   - [x] 1.5", differs},
		{"cloze, a word for a number", cloze, "", "Fill {1} and {2}.\n\n1. place\n   - [x] one\n   - [ ] two\n     > No.\n2. number\n   - [x] one and a half", differs},
		{"hotspot", hotspot, "", "Where?\n\n![Two.](hinh.svg)\n\n- [x] left `rect 0 0 50 100`\n- [ ] right `rect 50 0 50 100`" + no, ""},
		{"hotspot, another area", hotspot, "", "Where?\n\n![Two.](hinh.svg)\n\n- [x] left `rect 0 0 40 100`\n- [ ] right `rect 50 0 50 100`" + no, differs},
	} {
		found, stem := translatedQuestion(t, "en", tt.original, tt.attrs, tt.body)
		if found != tt.found {
			t.Errorf("%s: found %q, want %q", tt.name, found, tt.found)
		}
		words, _, _ := strings.Cut(tt.body, "\n")
		if words, _, _ = strings.Cut(words, " {"); (tt.found == "") != strings.Contains(stem, words) {
			t.Errorf("%s: the translation asks %q", tt.name, stem)
		}
	}
}

// TestOwnWordsForSeveralAnswers: whether a stem says that several answers are right can be told in Vietnamese and English;
// in other languages nobody is asked for the words of these two.
func TestOwnWordsForSeveralAnswers(t *testing.T) {
	const original = "## Câu {#cau type=multiple competence=4.2 level=2}\n\nChọn tất cả ý đúng.\n\n- [x] một\n- [x] hai\n- [ ] ba\n  > Không.\n\n> Vì thế.\n"
	const body = "Xaiv txhua qhov yog.\n\n- [x] ib\n- [x] ob\n- [ ] peb\n  > Tsis yog."
	if found, stem := translatedQuestion(t, "hmn", original, "", body); found != "" || !strings.Contains(stem, "Xaiv") {
		t.Errorf("found %q, the translation asks %q", found, stem)
	}
	for language, want := range map[string]bool{"vi": true, "en": true, "en-GB": true, "km": false} {
		all := base(t)
		all["course.md"].Data = []byte(strings.Replace(string(all["course.md"].Data), "language: vi", "language: "+language, 1))
		all["bank/01-cau-hoi.md"].Data = []byte("---\ntitle: Câu hỏi\n---\n\n# Câu hỏi\n\n" + strings.Replace(original, "Chọn tất cả ý đúng", "Hỏi gì", 1))
		_, report := load(all)
		if got := strings.Join(keysOf(report), " "); (got == "question.choose-all") != want {
			t.Errorf("%s: %q", language, got)
		}
	}
}
