package content

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"hocso/internal/course"
)

func translatedFiles(t *testing.T) fstest.MapFS {
	t.Helper()
	files := base(t)
	add := func(name, text string) { files[name] = &fstest.MapFile{Data: []byte(text)} }
	add("01-mo-dau/01-bai.md", lessonFront+"Chữ.\n\n## Mục {#muc}\n\n[Sau](02-hai.md#muc-hai)\n\n### Câu {#cau type=numeric unit=\"ngày\" level=3}\n\nMấy?\n\n- [x] 1,5\n\n> Vì.\n")
	add("01-mo-dau/02-hai.md", strings.ReplaceAll(lessonFront, "Bài một", "Bài hai")+"## Mục hai\n\nChữ.\n")
	p := &page{raw: files["01-mo-dau/01-bai.md"].Data}
	add("01-mo-dau/01-bai.en.md", "---\ntitle: Lesson one\nsummary: The first.\noriginal: \""+p.mark()+"\"\n---\n\n# Lesson one\n\nText.[^1]\n\n[^1]: Note.\n\n"+
		"## Part {#muc}\n\n[Next](02-hai.md#section-two), [contents](../course.md)\n\n### Question {#cau unit=\"days\"}\n\nHow many?\n\n- [x] 1.5\n- [x] 2\n\n> Because.\n")
	add("01-mo-dau/02-hai.en.md", "---\ntitle: Lesson two\nsummary: The second.\noriginal: \"000000000000\"\n---\n\n# Lesson two\n\n## Section two\n\nText.\n")
	add("01-mo-dau/module.en.md", "---\ntitle: Opening\n---\n\n# Opening\n")
	add("course.en.md", "---\ntitle: Sample course\nsummary: Small.\n---\n\n# Sample course\n\nWelcome.\n")
	add("glossary.md", "---\ntitle: Từ\n---\n\n# Từ\n\n## Mã {#ma}\n\nNghĩa.\n")
	add("glossary.en.md", "---\ntitle: Words\n---\n\n# Words\n\n## Code {#ma}\n\nMeaning.\n")
	add("01-mo-dau/02-hai.hmn.md", "---\ntitle: Ob\nsummary: Ob.\n---\n\n# Ob\n\nLus.\n")
	add("bank/01-cau-hoi.en.md", "---\ntitle: Questions\n---\n\n# Questions\n\n## OTP {#ma-otp}\n\nWho may know it?\n\n- [x] Its owner.\n- [ ] The bank.\n  > Never.\n\n> Tell nobody.\n")
	add("01-mo-dau/01-bai.en.muc.mp3", "ID3 english")
	add("01-mo-dau/01-bai.en.mp3", "ID3 all")
	return files
}

func TestTranslations(t *testing.T) {
	b, r := load(translatedFiles(t))
	if b == nil {
		t.Fatal(lines(r))
	}
	want := []string{
		"W 01-mo-dau/02-hai.en.md:4:11 translation.stale", "W 01-mo-dau/02-hai.hmn.md:1:1 translation.unmarked",
		"W 01-mo-dau/module.en.md:1:1 translation.unmarked", "W bank/01-cau-hoi.en.md:1:1 translation.unmarked",
		"W course.en.md:1:1 translation.unmarked", "W glossary.en.md:1:1 translation.unmarked", "W glossary.md:7:1 glossary.unused",
	}
	if got := lines(r); !slices.Equal(got, want) {
		t.Errorf("findings %v", got)
	}
	if got := b.Course.Languages(); !slices.Equal(got, []string{"vi", "en", "hmn"}) {
		t.Errorf("languages %v", got)
	}
	en := b.Course.In("en")
	if en.Title != "Sample course" || en.TextLanguage() != "en" || en.Language != "vi" || !strings.Contains(en.Body, "Welcome") || en.Modules[0].Title != "Opening" || en.Glossary[0].Name != "Code" {
		t.Errorf("course %+v", en)
	}
	one := en.Modules[0].Lessons[0]
	if one.Title != "Lesson one" || one.Language != "en" || one.Minutes != 10 || one.Slug != "bai" {
		t.Errorf("lesson %+v", one)
	}
	html := one.Blocks[0].HTML
	for _, part := range []string{"?tieng=en#section-two", `"/khoa-hoc?tieng=en"`, "01-bai.en.muc.mp3", "01-bai.en.mp3", "Listen", `<h2 id="muc">Part</h2>`} {
		if !strings.Contains(html, part) {
			t.Errorf("no %s in %s", part, html)
		}
	}
	q := one.Questions[0]
	if q.Type != course.Numeric || q.Unit != "days" || q.Level != 3 || q.Language != "en" || len(q.Choices) != 2 || b.Course.Modules[0].Lessons[0].Questions[0].Unit != "ngày" {
		t.Errorf("question %+v", q)
	}
	hmn := b.Course.In("hmn")
	if l := hmn.Modules[0].Lessons; l[0].Language != "vi" || l[0].Title != "Bài một" || l[1].Language != "hmn" || hmn.Title != "Khóa mẫu" || hmn.TextLanguage() != "vi" {
		t.Errorf("fallback %+v", l)
	}
	if in := b.Course.Bank[0].In["en"]; in.Choices[0].Text != "Its owner." || in.Competence != b.Course.Bank[0].Competence || in.File != b.Course.Bank[0].File {
		t.Errorf("bank %+v", in)
	}
	if tr := b.Course.Translations[0]; tr.State("mo-dau/bai") != course.Fresh || tr.State("mo-dau/hai") != course.Outdated || tr.State("mo-dau/ba") != course.Untranslated {
		t.Errorf("states of %+v", tr.Stale)
	}
	if got := b.Course.Reads("mo-dau/hai"); !slices.Equal(got, []string{"vi", "en", "hmn"}) {
		t.Errorf("lesson two reads in %v", got)
	}
	if b.Course.In("km") != b.Course {
		t.Error("a language that nothing is in changes the course")
	}
}

// TestBeginTranslation: what a translation begins with has no findings, of every kind of file, and notes its original.
func TestBeginTranslation(t *testing.T) {
	files := translatedFiles(t)
	for name := range files {
		if _, _, ok := Translated(name); ok || strings.HasSuffix(name, ".mp3") {
			delete(files, name)
		}
	}
	files["01-mo-dau/01-bai.md"] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(string(files["01-mo-dau/01-bai.md"].Data), "1,5", "15"))}
	_, before := load(files)
	begun := 0
	for _, name := range []string{"course.md", "glossary.md", "01-mo-dau/module.md", "01-mo-dau/01-bai.md", "bank/01-cau-hoi.md"} {
		to, ok := TranslationPath(name, "en")
		if !ok {
			t.Fatal(name)
		}
		text, ok := BeginTranslation(files[name].Data)
		if !ok {
			t.Fatal(name)
		}
		files[to] = &fstest.MapFile{Data: text}
		begun++
	}
	b, r := load(files)
	if b == nil || !slices.Equal(lines(r), lines(before)) {
		t.Fatalf("findings %v, before %v", lines(r), lines(before))
	}
	if got := b.Course.Languages(); begun != 5 || !slices.Equal(got, []string{"vi", "en"}) {
		t.Errorf("languages %v", got)
	}
	if got := b.Course.In("en").Modules[0].Lessons[0]; got.Title != "Bài một" || got.Language != "en" || len(got.Questions) != 1 {
		t.Errorf("lesson %+v", got)
	}
	for _, text := range []string{"", "# Không có đầu\n", "---\ntitle: [\n---\n", "---\nsummary: x\n---\n", "\x00"} {
		if _, ok := BeginTranslation([]byte(text)); ok {
			t.Errorf("%q has a beginning", text)
		}
	}
}

// TestBeginTranslationQuotes: titles and texts come over as they are, whatever they hold.
func TestBeginTranslationQuotes(t *testing.T) {
	text, ok := BeginTranslation([]byte("\ufeff---\r\ntitle: 'Nói: \"không\" \\ # 100%'\r\nsummary: >\r\n  hai\r\n  dòng\r\n---\r\n\r\n# Nói\r\n"))
	p := &page{raw: text, log: &log{}}
	p.clean()
	p.splitFront()
	if !ok || p.front.text("title") != `Nói: "không" \ # 100%` || p.front.text("summary") != "hai dòng" || !strings.HasSuffix(string(text), "---\n\n# Nói\n") {
		t.Errorf("%v %s", ok, text)
	}
}

func TestTranslationPath(t *testing.T) {
	for _, tt := range []struct{ original, lang, want string }{
		{"course.md", "en", "course.en.md"},
		{"01-a/02-b.md", "hmn", "01-a/02-b.hmn.md"},
		{"01-a/02-b.en.md", "fr", ""},
		{"a.svg", "en", ""},
		{"course.md", "", ""},
		{"course.md", "xyzw", ""},
		{"course.md", "../en", ""},
		{"course.md", "en.en", ""},
		{"course.md", "EN", ""},
	} {
		if got, ok := TranslationPath(tt.original, tt.lang); ok != (tt.want != "") || ok && got != tt.want {
			t.Errorf("%s in %q: %q, %v", tt.original, tt.lang, got, ok)
		}
	}
}
