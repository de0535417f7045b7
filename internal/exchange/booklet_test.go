package exchange

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"hocso/assets"
	"hocso/courses"
	"hocso/internal/content"
	"hocso/internal/fault"
	"hocso/internal/i18n"
)

// TestBooklet: a shipped course becomes one page that needs nothing else and gives no key away.
func TestBooklet(t *testing.T) {
	if testing.Short() {
		t.Skip("one goroutine, and long: the full suite runs it")
	}
	std := standards(t)
	for _, slug := range content.Courses(courses.FS) {
		bundle, found := content.Load(courses.FS, slug, std, URLs())
		if bundle == nil {
			t.Fatal(found)
		}
		data, report := Booklet(bundle, BookletOptions{Lang: "vi"})
		page := string(data)
		for _, never := range []string{"hocso:/", "\x00", "SPRITE", "loading=", "<script", "<svg class"} {
			if strings.Contains(page, never) {
				t.Errorf("%s: the booklet has %q", slug, never)
			}
		}
		ids := map[string]bool{}
		for _, m := range regexp.MustCompile(`\sid="([^"]*)"`).FindAllStringSubmatch(page, -1) {
			if ids[m[1]] {
				t.Errorf("%s: the id %s stands twice", slug, m[1])
			}
			ids[m[1]] = true
		}
		for _, m := range regexp.MustCompile(`href="#([^"]*)"`).FindAllStringSubmatch(page, -1) {
			if !ids[m[1]] {
				t.Errorf("%s: nothing has the id %s", slug, m[1])
			}
		}
		for _, m := range regexp.MustCompile(`src="([^"]{0,20})`).FindAllStringSubmatch(page, -1) {
			if !strings.HasPrefix(m[1], "data:image/") {
				t.Errorf("%s: a picture from %s", slug, m[1])
			}
		}
		withKeys, _ := Booklet(bundle, BookletOptions{Lang: "en", Keys: true})
		words, allWords := textOf(page), textOf(string(withKeys))
		for _, p := range bundle.Course.Places() {
			var lesson strings.Builder // an explanation may say again what the lesson says
			for _, b := range p.Lesson.Blocks {
				lesson.WriteString(b.HTML)
			}
			prose := textOf(lesson.String())
			for _, q := range p.Lesson.Questions {
				why := textOf(q.Explanation)
				if strings.Contains(words, why) && !strings.Contains(prose, why) {
					t.Errorf("%s: the explanation of %s is printed without being asked for", slug, q.ID)
				}
				if !strings.Contains(allWords, why) {
					t.Errorf("%s: the explanation of %s is missing among the keys", slug, q.ID)
				}
			}
		}
		for _, q := range bundle.Course.Bank {
			if len(q.Choices) > 0 && strings.Contains(allWords, textOf(q.Stem)) && strings.Contains(allWords, q.Choices[0].Text) {
				t.Errorf("%s: the exam question %s is printed", slug, q.ID)
			}
		}
		if report.Count(Kept) != bundle.Course.Lessons() {
			t.Errorf("%s: %d lessons are reported", slug, report.Count(Kept))
		}
	}
}

// TestWords: every message has its words in both languages, and no argument is left open.
func TestWords(t *testing.T) {
	catalog, err := i18n.Load(assets.FS, "i18n")
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	call := regexp.MustCompile(`(?:note|add)\((?:Kept|Changed|Lost), .*?"([a-z-]+)", (?:nil|fault)|key :?= "([a-z-]+)"`)
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), "_test.go") || !strings.HasSuffix(e.Name(), ".go") {
			continue
		}
		src, err := os.ReadFile(e.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range call.FindAllStringSubmatch(string(src), -1) {
			used["exchange."+m[1]+m[2]] = true
		}
	}
	if len(used) < 40 {
		t.Fatalf("only %d keys were found", len(used))
	}
	for key := range used {
		for _, lang := range i18n.Languages() {
			if catalog.T(lang, key, nil) == key {
				t.Errorf("%s: no words for %s", lang, key)
			}
		}
	}
}

// TestReportIsSaid: a report reads as file, line, what became of it.
func TestReportIsSaid(t *testing.T) {
	catalog, err := i18n.Load(assets.FS, "i18n")
	if err != nil {
		t.Fatal(err)
	}
	_, report := Bank([]Source{{Name: "a.gift", Data: []byte("::A::A? {=x ~y}\n\nB {}")}}, plainOptions)
	for lang, want := range map[string]string{
		"vi": "a.gift:1: giữ nguyên: câu hỏi “A”, mã a\na.gift:1: thay đổi: câu a chưa có lời giải thích\na.gift:1: thay đổi: câu a chưa có phản hồi cho mỗi lựa chọn cần có\n" +
			"a.gift:3: không giữ được: “B”: hocso không có loại câu hỏi essay này\nGiữ nguyên 1, thay đổi 2, không giữ được 1.\n",
		"en": "a.gift:1: kept: question “A” as a\na.gift:1: changed: question a has no explanation yet\na.gift:1: changed: question a lacks feedback for some answers\n" +
			"a.gift:3: lost: “B”: hocso has no question of this type (essay)\nKept 1, changed 2, lost 1.\n",
	} {
		var b strings.Builder
		if err := report.Write(&b, func(key string, args fault.Args) string { return catalog.T(lang, key, args) }); err != nil || b.String() != want {
			t.Errorf("got\n%s\nwant\n%s", b.String(), want)
		}
	}
}
