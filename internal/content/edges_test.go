package content

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"hocso/internal/course"
)

// TestAnswersOfBlocks: an answer is one paragraph with feedback; whatever else stands in its place is told where it stands.
func TestAnswersOfBlocks(t *testing.T) {
	const no = "\n  > Không."
	gaps, list := "", ""
	for i := range 41 {
		gaps += fmt.Sprintf("{%d} ", i+1)
		list += fmt.Sprintf("%d. chỗ\n    - [x] a\n", i+1)
	}
	runQuestions(t, []questionCase{
		{"a second paragraph", "", "Hỏi gì?\n\n- [x] a\n\n  b\n- [ ] c" + no, "", "7:3 answer.blocks"},
		{"a list in an answer", "", "Hỏi gì?\n\n- [x] a\n  - b\n- [ ] c" + no, "", "6:3 answer.blocks"},
		{"code in an answer", "", "Hỏi gì?\n\n- [x] a\n  ```\n  b\n  ```\n- [ ] c" + no, "", "6:3 answer.blocks"},
		{"a table in an answer", "", "Hỏi gì?\n\n- [x] a\n\n  | b |\n  |---|\n- [ ] c" + no, "", "7:3 answer.blocks"},
		{"text behind the feedback", "", "Hỏi gì?\n\n- [x] a\n- [ ] c" + no + "\n\n  d", "", "9:3 answer.blocks"},
		{"feedback in two quotes", "", "Hỏi gì?\n\n- [x] a\n- [ ] c" + no + "\n\n  > Cũng không.", "single: +a -c", ""},
		{"code for a step", "type=ordering", "Xếp.\n\n1. a\n2. b\n3.     c", "", "7:8 answer.blocks"},
		{"a list for a step", "type=ordering", "Xếp.\n\n1. a\n2. b\n3. - c", "", "7:4 answer.blocks"},
		{"a step of two lines", "type=ordering", "Xếp.\n\n1. a\n2. b\n   c\n3. d", "ordering: -a -b c -d", "7:4 answer.joined"},
		{"40 gaps", "type=cloze", "Điền " + strings.Replace(gaps, "{41} ", "", 1) + "\n\n" + strings.Split(list, "41. ")[0], "cloze:" + strings.Repeat(" [chỗ short a/true]", 40), ""},
		{"41 gaps", "type=cloze", "Điền " + gaps + "\n\n" + list, "", "5:1 answers.limit"},
		{"41 answers of a gap", "type=cloze", "Điền {1}\n\n1. chỗ\n" + strings.Repeat("   - [x] a\n", 41), "", "5:4 answers.limit"},
		{"two answers of a gap alike", "type=cloze", "Điền {1}\n\n1. chỗ\n   - [x] a\n   - [x] a", "", "7:6 answer.equal"},
		{"a gap's slip without a word", "type=cloze", "Điền {1}\n\n1. chỗ\n   - [x] a\n   - [ ] b", "", "7:6 answer.feedback"},
		{"a gap's address", "type=cloze", "Điền {1}\n\n1. chỗ\n   - [x] https://a.vn", "cloze: [chỗ short https://a.vn/true]", "6:6 short.link"},
		{"a gap without a label", "type=cloze", "Điền {1}\n\n1. - [x] a", "", "5:1 cloze.item"},
		{"a gap without answers", "type=cloze", "Điền {1}\n\n1. chỗ", "", "5:1 cloze.item"},
		{"a gap with a paragraph more", "type=cloze", "Điền {1}\n\n1. chỗ\n   - [x] a\n\n   b", "", "5:1 cloze.item"},
		{"gap answers at the margin", "type=cloze", "Điền {1}\n\n1. chỗ\n\n- [x] a", "", "7:1 cloze.indent"},
		{"gaps in a table", "type=cloze", "| a {1} |\n|---|\n| b |\n\n1. chỗ\n   - [x] a", "", "3:5 cloze.place; 7:1 cloze.count"},
		{"gaps in a link", "type=cloze", "[a {1}](https://a.vn)\n\n1. chỗ\n   - [x] a", "", "3:4 cloze.place; 5:1 cloze.count"},
		{"gap one twice", "type=cloze", "Điền {1} và {1}\n\n1. chỗ\n   - [x] a\n2. nơi\n   - [x] b", "", "3:13 cloze.order"},
		{"no gap", "type=cloze", "Điền.\n\n1. chỗ\n   - [x] a", "", "5:1 cloze.count"},
		{"no list of gaps", "type=cloze", "Điền {1}.", "", "1:1 cloze.none"},
	})
}

// TestFrontMatterValues: what may stand for a text, and what is told of it.
func TestFrontMatterValues(t *testing.T) {
	for front, want := range map[string]string{
		"title: Bài một":              "Bài một",
		"title: \"Bài: một # hai\"":   "Bài: một # hai",
		"title: 'Bài ''một'''":        "Bài 'một'",
		"title: 2025":                 "2025",
		"title: 1.50":                 "1.50",
		"title: true":                 "true",
		"title: >\n  Bài\n  một":      "Bài một",
		"title: |\n  Bài\n  một":      "Bài một",
		"title:   Bài   một  ":        "Bài một",
		"title: Bài một # chú thích":  "Bài một !front.hash",
		"title: [a]":                  "!front.text",
		"title: {a: b}":               "!front.text",
		"title:":                      "!front.required",
		"title: ''":                   "",
		"title: ~":                    "!front.required",
		"title: a\ntitle: b":          "!front.repeated",
		"title: a\nTitle: b":          "!front.unknown",
		"- title":                     "!front.syntax",
		"chữ":                         "!front.syntax",
		"title: a: b":                 "!front.syntax",
		"title: \"a":                  "!front.syntax",
		"title: a\n...\n%YAML\n":      "!front.syntax",
		"a:\n" + deep(9) + "title: b": "!front.depth",
	} {
		files := base(t)
		files["01-mo-dau/module.md"] = &fstest.MapFile{Data: []byte("---\n" + front + "\n---\n\nChữ.\n")}
		b, report := load(files)
		var keys []string
		for _, k := range keysOf(report) {
			if k != "heading.no-title" {
				keys = append(keys, "!"+k)
			}
		}
		got := strings.Join(keys, " ")
		if b != nil {
			got = strings.TrimSpace(b.Course.Modules[0].Title + " " + got)
		}
		if got != want {
			t.Errorf("%q: %q, want %q", front, got, want)
		}
	}
}

// deep are keys within each other.
func deep(n int) string {
	out := ""
	for i := range n {
		out += strings.Repeat("    ", i+1) + "a:\n"
	}
	return out
}

// TestHiddenFiles: what tools leave in a folder is neither read nor part of the course.
func TestHiddenFiles(t *testing.T) {
	files := base(t)
	for _, name := range []string{".git/HEAD.md", ".git/Ảnh.PNG", ".DS_Store", "01-mo-dau/.bai.md.swp", "bank/.01-cau.md", ".obsidian/x.md"} {
		files[name] = &fstest.MapFile{Data: []byte("\xff\x00")}
	}
	b, report := load(files)
	if b == nil || len(report.Findings) > 0 {
		t.Fatal(lines(report))
	}
	if slices.ContainsFunc(b.Sources, func(f File) bool { return strings.Contains("/"+f.Path, "/.") }) {
		t.Error("a hidden file is part of the version")
	}
}

// TestTranslatedStories: the parts of a scenario are read with the story of their own language.
func TestTranslatedStories(t *testing.T) {
	part := func(title, id, of, ask, yes, no string) string {
		return "### " + title + " {#" + id + of + "}\n\n" + ask + "\n\n- [x] " + yes + "\n- [ ] " + no + "\n  > " + no + ".\n\n> " + yes + ".\n\n"
	}
	files := base(t)
	files["bank/01-cau-hoi.md"] = &fstest.MapFile{Data: []byte("---\ntitle: Câu hỏi\n---\n\n# Câu hỏi\n\n## Chuyện {#chuyen type=scenario}\n\nBà nhận tin.\n\n" +
		part("Một", "mot", " type=single competence=4.2 level=2", "Làm gì?", "dừng", "bấm") + part("Hai", "hai", " type=single competence=4.2 level=2", "Rồi sao?", "hỏi", "chờ"))}
	files["bank/01-cau-hoi.en.md"] = &fstest.MapFile{Data: []byte("---\ntitle: Questions\n---\n\n# Questions\n\n## Story {#chuyen}\n\nShe got a message.\n\n" +
		part("One", "mot", "", "What now?", "stop", "tap") + part("Two", "hai", "", "And then?", "ask", "wait"))}
	b, report := load(files)
	if b == nil {
		t.Fatal(lines(report))
	}
	for i, q := range b.Course.Bank {
		en := q.In["en"]
		if en.Scenario == nil || en.Scenario.Stem != "<p>She got a message.</p>" || en.Scenario.Part != i+1 || en.Scenario.Parts != 2 || en.Scenario.ID != "chuyen" {
			t.Errorf("part %d: %+v", i+1, en.Scenario)
		}
		if q.Scenario.Stem != "<p>Bà nhận tin.</p>" || !strings.Contains(q.Stem+en.Stem, "?") || q.Stem == en.Stem {
			t.Errorf("the original of part %d: %+v", i+1, q)
		}
	}
	files["bank/01-cau-hoi.en.md"].Data = []byte(strings.Replace(string(files["bank/01-cau-hoi.en.md"].Data), "{#hai}", "{#ba}", 1))
	if _, report := load(files); !slices.Contains(keysOf(report), "translation.missing") || !slices.Contains(keysOf(report), "translation.extra") {
		t.Error(lines(report))
	}
}

// TestOnePassageInManyPlaces: a passage is read once and shown in each place, below the heading that it stands under.
func TestOnePassageInManyPlaces(t *testing.T) {
	files := base(t)
	include := "[Nhắc](../../_shared/nhac.md \"include\")\n"
	files["01-mo-dau/01-bai.md"] = &fstest.MapFile{Data: []byte(lessonFront + include)}
	files["01-mo-dau/02-bai-hai.md"] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(lessonFront, "Bài một", "Bài hai") + "## Mục\n\n### Sâu\n\n" + include)}
	files["../_shared/nhac.md"] = &fstest.MapFile{Data: []byte("---\ntitle: Nhắc\n---\n\n# Nhắc\n\n## Điều nhớ\n\n[hỏng](khong-co.md)\n")}
	_, report := load(files)
	if diff := cmp.Diff([]string{"E _shared/nhac.md:9:1 link.missing"}, lines(report)); diff != "" {
		t.Error("what is wrong with a passage is told once", diff)
	}
	files["../_shared/nhac.md"].Data = []byte("---\ntitle: Nhắc\n---\n\n# Nhắc\n\n## Điều nhớ\n\nChữ.\n")
	b, report := load(files)
	if b == nil {
		t.Fatal(lines(report))
	}
	for i, want := range []string{"<h2 id=\"dieu-nho\">Điều nhớ</h2>", "<h4 id=\"dieu-nho\">Điều nhớ</h4>"} {
		if html := b.Course.Modules[0].Lessons[i].Blocks[0].HTML; !strings.Contains(html, want) {
			t.Errorf("lesson %d: no %s in %s", i+1, want, html)
		}
	}
}

// TestAgainstFindsTheHeading: a question that changed is told at its own heading, also where other ids begin like it and
// where pictures and shared files lie in the folder.
func TestAgainstFindsTheHeading(t *testing.T) {
	bank := "---\ntitle: Câu hỏi\n---\n\n# Câu hỏi {#cau-0}\n\nchữ {#cau-1 trong đoạn\n\n"
	for _, id := range []string{"cau-10", "cau-1-a", "cau-1"} {
		bank += "## Câu {#" + id + " type=single competence=4.2 level=2}\n\nHỏi " + id + "?\n\n- [x] một " + id + "\n- [ ] hai\n  > Không.\n\n> Vì.\n\n"
	}
	files := map[string]string{"bank/00-hinh.csv": "{#cau-1", "bank/07-them.md": bank}
	before := loadWith(t, files)
	files["bank/07-them.md"] = strings.Replace(bank, "{#cau-1 type=single competence=4.2 level=2", "{#cau-1 type=single competence=4.2 level=3", 1)
	report := Against(loadWith(t, files), []course.Edition{{Number: 1, Course: before.Course}})
	if diff := cmp.Diff([]string{"E bank/07-them.md:29:9 version.question-changed"}, lines(report)); diff != "" {
		t.Error(diff)
	}
	if f := report.Findings[0]; f.Quote[f.Caret+len("Câu")-2:] == "" || !strings.HasPrefix(string([]rune(f.Quote)[f.Caret:]), "#cau-1 ") {
		t.Errorf("the caret stands at %d of %q", f.Caret, f.Quote)
	}
}

// TestReportsTogether: findings of several reports stand in the order of files and places, under the folder they were
// checked from.
func TestReportsTogether(t *testing.T) {
	a := Report{Findings: []Finding{{File: "b.md", Line: 2, Key: "file.tab"}, {File: "b.md", Line: 9, Key: "file.tab"}}}
	b := Report{Findings: []Finding{{File: "a.md", Line: 7, Key: "file.nul"}, {File: "b.md", Line: 5, Severity: Warning, Key: "image.heavy"}}}
	got := lines(a.With(b).Under("khoa/mot"))
	want := []string{"E khoa/mot/a.md:7:0 file.nul", "E khoa/mot/b.md:2:0 file.tab", "W khoa/mot/b.md:5:0 image.heavy", "E khoa/mot/b.md:9:0 file.tab"}
	if diff := cmp.Diff(want, got); diff != "" || a.Findings[0].File != "b.md" {
		t.Error(diff)
	}
	if errors, warnings := a.With(b).Count(); errors != 3 || warnings != 1 {
		t.Errorf("%d errors, %d warnings", errors, warnings)
	}
}

// TestNamesOfFiles: what a file of a course may be called, and what pages may show or offer of it.
func TestNamesOfFiles(t *testing.T) {
	for name, want := range map[string]bool{"a.md": true, "01-bai.en.md": true, "a_b-c.d.svg": true, "0": true, "": false, ".a": false, "-a": false, "A.md": false, "bài.md": false, "a b": false, "a/b": false} {
		if got := FileName(name); got != want || want && !fs.ValidPath(name) {
			t.Errorf("%q: %v", name, got)
		}
	}
	for name, want := range map[string]string{
		"a.svg": "image/svg+xml", "A.PNG": "image/png", "a.b.jpeg": "image/jpeg", "a.vtt": "text/vtt; charset=utf-8", "a.csv": "text/csv; charset=utf-8",
		"a.html": "", "a.js": "", "a.svgz": "", "a": "", "svg": "", "a.md": "", "a.exe": "", "": "",
	} {
		if got, ok := MediaType(name); got != want || ok != (want != "") {
			t.Errorf("%q: %q, %v", name, got, ok)
		}
	}
}
