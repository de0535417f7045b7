package exchange

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"hocso/courses"
	"hocso/internal/content"
)

// courseWith compiles a course of our own with some files more, by their paths in it.
func courseWith(t testing.TB, files map[string]string) *content.Bundle {
	t.Helper()
	root := fstest.MapFS{
		"k/course.md":          {Data: []byte(front)},
		"k/01-a/module.md":     {Data: []byte("---\ntitle: A\n---\n\n# A\n")},
		"k/01-a/01-b.md":       {Data: []byte(lessonOf("Chữ."))},
		"k/bank/hinh-a.svg":    {Data: []byte(picture)},
		"k/bank/01-cau-hoi.md": {Data: []byte("---\ntitle: Câu\n---\n\n# Câu\n\n" + plainQuestion)},
	}
	for name, text := range files {
		root["k/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	b, report := content.Load(root, "k", standards(t), URLs())
	if b == nil {
		var out strings.Builder
		_ = report.Write(&out, "en")
		t.Fatal(out.String())
	}
	return b
}

const plainQuestion = "## Câu {#cau type=single competence=4.2 level=2}\n\nW?\n\n- [x] a\n- [ ] b\n  > Sai.\n\n> Vì thế.\n"

func lessonOf(text string) string {
	return "---\ntitle: B\nsummary: Tóm tắt B.\nminutes: 5\ncompetences: [{ code: \"4.2\", level: 1 }]\n---\n\n# B\n\n" + text + "\n"
}

// noted lists what an export says beside what it kept, as "kind key id".
func noted(r Report) string {
	var out []string
	for _, n := range r.Notes {
		if n.Kind != Kept {
			line := fmt.Sprintf("%s %s", n.Kind, strings.TrimPrefix(n.Key, "exchange."))
			if id, ok := n.Args["id"]; ok {
				line += fmt.Sprint(" ", id)
			}
			out = append(out, line)
		}
	}
	return strings.Join(out, "; ")
}

// TestExportLosses: what GIFT and Moodle have no words for is said, question by question.
func TestExportLosses(t *testing.T) {
	const explained = "\n> Vì thế.\n"
	question := func(attrs, body string) string {
		return "## T {#q competence=4.2 level=2 " + attrs + "}\n\n" + body + explained
	}
	for _, tt := range []struct{ name, question, gift, moodle string }{
		{"single", question("type=single", "X?\n\n- [x] a\n- [ ] b\n  > Sai.\n"), "", ""},
		{"all or nothing", question("type=multiple scoring=all", "X? Chọn tất cả ý đúng.\n\n- [x] a\n- [x] b\n- [ ] c\n  > Sai.\n"), "changed scoring q", "changed scoring q"},
		{"one statement", question("type=truefalse scoring=all", "X?\n\n- [x] Một ý.\n  > Phải.\n"), "", ""},
		{"statements", question("type=truefalse", "X?\n\n- [x] Một ý.\n  > Phải.\n- [ ] Hai ý.\n  > Chưa.\n"), "changed statements q", "changed statements q"},
		{"statements, all or nothing", question("type=truefalse scoring=all", "X?\n\n- [x] Một ý.\n  > Phải.\n- [ ] Hai ý.\n  > Chưa.\n"), "changed statements q; changed scoring q", "changed statements q; changed scoring q"},
		{"a text with an arrow", question("type=short", "X?\n\n- [x] `a -> b`\n"), "lost cannot-say q", ""},
		{"pairs with feedback", question("type=matching", "X?\n\n| a | b | Phản hồi |\n|---|---|---|\n| 1 | x | Tốt. |\n| 2 | y | |\n| 3 | z | |\n"), "lost answer-feedback q", "lost answer-feedback q"},
		{"pairs with markup on the right", question("type=matching", "X?\n\n| a | b |\n|---|---|\n| 1 | **x** |\n| 2 | y |\n| 3 | z |\n"), "lost right-markup q", "lost right-markup q"},
		{"pairs with an arrow on the right", question("type=matching", "X?\n\n| a | b |\n|---|---|\n| 1 | x -> y |\n| 2 | y |\n| 3 | z |\n"), "lost cannot-say q", ""},
		{"an order", question("type=ordering", "X?\n\n1. một\n2. hai\n3. ba\n"), "lost cannot-say q", ""},
		{"an order with feedback", question("type=ordering", "X?\n\n1. một\n   > Đầu tiên.\n2. hai\n3. ba\n"), "lost cannot-say q", "lost answer-feedback q"},
		{"gaps", question("type=cloze", "Chữ {1} nữa.\n\n1. chỗ trống\n   - [x] `a`\n"), "lost cannot-say q", ""},
		{"a picture to tap", question("type=hotspot", "X?\n\n![Hình](hinh-a.svg)\n\n- [x] Bên trái `rect 0 0 40 100`\n- [ ] Bên phải `rect 50 0 40 100`\n  > Sai.\n"), "lost cannot-say q", "lost cannot-say q"},
		{"a scenario", "## S {#s type=scenario}\n\nChuyện.\n\n### Một {#s-1 type=single competence=4.2 level=2}\n\nX?\n\n- [x] a\n- [ ] b\n  > Sai.\n" + explained +
			"\n### Hai {#s-2 type=single competence=4.2 level=2}\n\nY?\n\n- [ ] a\n  > Sai.\n- [x] b\n" + explained, "changed scenario s-1; changed scenario s-2", "changed scenario s-1; changed scenario s-2"},
		{"links into the course", question("type=single", "Xem [bài](../01-a/01-b.md) và [khóa](../course.md).\n\n- [x] a\n- [ ] b\n  > Sai.\n"), "lost own-link q; lost own-link q", "lost own-link q; lost own-link q"},
		{"links elsewhere", question("type=single", "Xem [trang](https://a.vn).\n\n- [x] a\n- [ ] b\n  > Sai.\n"), "", ""},
		{"a recording", question("type=single", "Nghe:\n\n![Lời](nghe.mp3)\n\n- [x] a\n- [ ] b\n  > Sai.\n"), "lost recording q", "lost recording q"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := courseWith(t, map[string]string{
				"bank/01-cau-hoi.md": "---\ntitle: Câu\n---\n\n# Câu\n\n" + tt.question, "bank/nghe.mp3": "ID3x", "bank/nghe.txt": "Lời chép.\n",
			})
			for _, f := range []struct {
				name, want string
				export     func(*content.Bundle) ([]byte, Report)
			}{{"GIFT", tt.gift, GIFT}, {"Moodle XML", tt.moodle, MoodleXML}} {
				data, report := f.export(b)
				if got := noted(report); got != f.want {
					t.Errorf("%s: notes %q, want %q", f.name, got, f.want)
				}
				for _, n := range report.Notes {
					if n.File != "bank/01-cau-hoi.md" {
						t.Errorf("%s: a note about %s", f.name, n.File)
					}
				}
				if strings.Contains(string(data), "hocso") {
					t.Errorf("%s: an address of ours is left\n%s", f.name, data)
				}
				if lost := strings.Contains(f.want, "cannot-say"); lost == strings.Contains(string(data), "Vì thế.") {
					t.Errorf("%s: the question is there %v\n%s", f.name, !lost, data)
				}
			}
		})
	}
}

// TestExportOrder: questions stand by file, those of the bank before those of lessons, each under a category of its own.
func TestExportOrder(t *testing.T) {
	in := func(id string) string { return strings.ReplaceAll(plainQuestion, "#cau", "#"+id) }
	b := courseWith(t, map[string]string{
		"bank/01-cau-hoi.md": "---\ntitle: Câu\n---\n\n# Câu\n\n" + in("mot") + "\n" + in("hai"), "bank/02-nua.md": "---\ntitle: Nữa\n---\n\n# Nữa\n\n" + in("ba"),
		"01-a/01-b.md": lessonOf(strings.ReplaceAll(in("bon"), "W?", "Y?")),
	})
	want := "k/bank/01-cau-hoi mot hai k/bank/02-nua ba k/a/b bon"
	for name, tt := range map[string]struct {
		export func(*content.Bundle) ([]byte, Report)
		parts  string
	}{
		"GIFT":       {GIFT, `\$CATEGORY: (\S+)|\[id:([a-z]+)\]`},
		"Moodle XML": {MoodleXML, `\$course\$/top/([^<]+)<|<idnumber>([a-z]+)<`},
	} {
		data, report := tt.export(b)
		var got []string
		for _, m := range regexp.MustCompile(tt.parts).FindAllStringSubmatch(string(data), -1) {
			got = append(got, m[1]+m[2])
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %v, want %s", name, got, want)
		}
		var files []string
		for _, n := range report.Notes {
			files = append(files, n.File)
		}
		if strings.Join(files, " ") != "bank/01-cau-hoi.md bank/01-cau-hoi.md bank/02-nua.md 01-a/01-b.md" {
			t.Errorf("%s: notes about %v", name, files)
		}
	}
}

// TestMoodleGrades: what a question is worth there, whole or in pieces, and each answer of it.
func TestMoodleGrades(t *testing.T) {
	for _, tt := range []struct{ question, grades, fractions string }{
		{plainQuestion, "1.0000000", "100 0"},
		{"## T {#q type=multiple competence=4.2 level=2 points=2.5}\n\nX? Chọn tất cả ý đúng.\n\n- [x] a\n- [x] b\n- [x] c\n- [ ] d\n  > Sai.\n- [ ] e\n  > Sai.\n\n> Vì.\n", "2.5000000", "33.33333 33.33333 33.33333 -50 -50"},
		{"## T {#q type=truefalse competence=4.2 level=2 points=2}\n\nX?\n\n- [x] Một ý.\n  > Phải.\n- [ ] Hai ý.\n  > Chưa.\n- [ ] Ba ý.\n  > Chưa.\n\n> Vì.\n", "0.6666667 0.6666667 0.6666667", "100 0 0 100 0 100"},
		{"## T {#q type=numeric competence=4.2 level=2}\n\nX?\n\n- [x] 5\n- [ ] 6\n  > Sai.\n\n> Vì.\n", "1.0000000", "100 0"},
		{"## T {#q type=ordering competence=4.2 level=2}\n\nX?\n\n1. a\n2. b\n3. c\n\n> Vì.\n", "1.0000000", "1.0000000 2.0000000 3.0000000"},
	} {
		data, _ := MoodleXML(courseWith(t, map[string]string{"bank/01-cau-hoi.md": "---\ntitle: Câu\n---\n\n# Câu\n\n" + tt.question}))
		all := func(re string) string {
			var out []string
			for _, m := range regexp.MustCompile(re).FindAllStringSubmatch(string(data), -1) {
				out = append(out, m[1])
			}
			return strings.Join(out, " ")
		}
		if got := all(`<defaultgrade>([^<]*)<`); got != tt.grades {
			t.Errorf("grades %s, want %s\n%s", got, tt.grades, tt.question)
		}
		if got := all(`fraction="([^"]*)"`); got != tt.fractions {
			t.Errorf("fractions %s, want %s\n%s", got, tt.fractions, tt.question)
		}
	}
}

// TestExportOfShippedCourses: every exam question of ours can be taken out and brought in again with nothing lost but
// what the formats cannot say.
func TestExportOfShippedCourses(t *testing.T) {
	if testing.Short() {
		t.Skip("one goroutine, and long: the full suite runs it")
	}
	std := standards(t)
	for _, slug := range content.Courses(courses.FS) {
		b, _ := content.Load(courses.FS, slug, std, URLs())
		for name, export := range map[string]func(*content.Bundle) ([]byte, Report){"a.gift": GIFT, "a.xml": MoodleXML} {
			data, out := export(b)
			files, in := Bank([]Source{{Name: name, Data: data}}, Options{Standard: b.Course.Standard, Language: "vi", Title: "Câu", Name: "01-cau"})
			if in.Count(Lost) > 0 || len(files) == 0 || in.Count(Kept) != out.Count(Kept) {
				t.Errorf("%s as %s: %d taken out, %d brought in, %s", slug, name, out.Count(Kept), in.Count(Kept), notesOf(in))
			}
		}
	}
}

// TestStoriesOfLessonsGoAlong: a story that stands above its parts in a lesson goes with each of them, where nothing stands above.
func TestStoriesOfLessonsGoAlong(t *testing.T) {
	part := func(id, asked string) string {
		return "\n### Phần " + id + " {#" + id + " type=single competence=4.2 level=2}\n\n" + asked + "\n\n- [x] a\n- [ ] b\n  > Sai.\n\n> Vì thế.\n"
	}
	b := courseWith(t, map[string]string{"01-a/01-b.md": lessonOf(
		"## Chuyện {#chuyen type=scenario}\n\nBà Sáo nghe máy.\n" + part("mot", "Bà làm gì trước?") + part("hai", "Rồi làm gì?") +
			"\n" + strings.NewReplacer("#cau", "#rieng", "W?", "Còn câu này?").Replace(plainQuestion),
	)})
	for name, export := range map[string]func(*content.Bundle) ([]byte, Report){"GIFT": GIFT, "Moodle XML": MoodleXML} {
		data, report := export(b)
		if n := strings.Count(string(data), "Bà Sáo nghe máy."); n != 2 {
			t.Errorf("%s tells the story %d times:\n%s", name, n, data)
		}
		if got := noted(report); got != "changed scenario mot; changed scenario hai" {
			t.Errorf("%s: %s", name, got)
		}
	}
	if n := len(b.Course.Modules[0].Lessons[0].Questions); n != 3 || b.Course.Modules[0].Lessons[0].Questions[0].Scenario != nil {
		t.Error("the course itself was changed")
	}
}
