package web

import (
	"fmt"
	"html"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hocso/assets"
	"hocso/internal/content"
	"hocso/internal/course"
	"hocso/internal/i18n"
	"hocso/internal/vntext"
)

// formTexts are what people type into a line.
func formTexts() *rapid.Generator[string] {
	return rapid.StringMatching("[ -~đĐăơưế“”…–]{1,30}").Filter(func(s string) bool {
		plain := vntext.Normal(s)
		return strings.ContainsFunc(vntext.Fold(plain), func(r rune) bool { return 'a' <= r && r <= 'z' }) && !typedGap.MatchString(plain) &&
			!markLike.MatchString(plain)
	})
}

// markLike is text that the check takes for markup gone wrong, wherever it stands: it is refused in words.
var markLike = regexp.MustCompile(`\]\(|\[\^|\$|^(dung|sai)`)

// numbered is a text that no other number gives.
func numbered(t *rapid.T, n int) string { return strconv.Itoa(n) + " " + formTexts().Draw(t, "text") }

// filled draws a form of a kind whose fields are right.
func filled(t *rapid.T, kind string) map[string]string {
	text := func(name string) string { return formTexts().Draw(t, name) }
	v := map[string]string{
		"loai": kind, "title": "Câu " + text("title"), "stem": text("stem") + "\r\n\r\nChọn tất cả ý đúng.", "explanation": text("why") + "\n\n" + text("more"), "competence": "2.3",
		"level": strconv.Itoa(rapid.IntRange(1, 6).Draw(t, "level")), "hinh": "01-bat-dau/hinh.svg", "alt": text("alt"), "unit": rapid.SampledFrom([]string{"", "đồng / m²", "km"}).Draw(t, "unit"),
	}
	rows := rapid.IntRange(3, 6).Draw(t, "rows")
	at := rapid.IntRange(0, 2).Draw(t, "blank") // rows before the first one that is filled in
	if kind == string(course.Cloze) {
		at = 0
		for n := range rows {
			v["stem"] += " " + gapName(n+1)
		}
	}
	v["hang"] = strconv.Itoa(rows + at)
	for n := range rows {
		row := strconv.Itoa(n + at)
		v["a"+row], v["f"+row] = numbered(t, n), text("feedback")
		switch {
		case kind == string(course.Single) && n == 1:
			v["r"] = row
		case kind != string(course.Single) && (n == 0 || n > 1 && rapid.Bool().Draw(t, "right")):
			v["r"+row] = "1"
		}
		fillRow(t, v, kind, row, n)
	}
	return v
}

// fillRow draws what the columns of one kind hold.
func fillRow(t *rapid.T, v map[string]string, kind, row string, n int) {
	text := func(name string) string { return formTexts().Draw(t, name) }
	switch kind {
	case string(course.Numeric):
		v["a"+row] = rapid.SampledFrom([]string{"1.500,5", "-3", "1..2,5", "7 ± 1"}).Draw(t, "key") + strings.Repeat("0", n+1)
	case string(course.Short):
		v["khop"], v["sai"] = rapid.SampledFrom([]string{"", "loose", "marks", "exact"}).Draw(t, "match"), rapid.SampledFrom([]string{"", "0", "1", "2"}).Draw(t, "typos")
		v["a"+row] = []string{"đăng nhập tài khoản", "bấm nút quay lại", "gọi tổng đài hỗ trợ", "tắt máy rồi bật lên", "chụp màn hình gửi con", "đọc kỹ thư báo mới"}[n] + " " + text("entry")
	case string(course.Matching):
		v["b"+row] = numbered(t, rapid.IntRange(0, 2).Draw(t, "same"))
		if n > 1 && rapid.Bool().Draw(t, "distractor") {
			v["a"+row] = ""
		}
	case string(course.Cloze):
		right := func() string { return "đúng " + strings.ReplaceAll(text("right"), " > ", " ") }
		v["b"+row] = right() + " > " + text("because") + "\r\n"
		if rapid.Bool().Draw(t, "menu") {
			v["d"+row] = "sai một " + strings.ReplaceAll(text("wrong"), " > ", " ") + " > " + text("why not") + "\nsai hai > không"
		} else {
			v["b"+row] += "khác\n"
		}
	case string(course.Hotspot):
		v["b"+row] = rapid.SampledFrom([]string{"%d,5 10 9 20", "rect %d 10 8.25 20", "%d; 10; 5%%; 30%%", "circle %[2]d 50 4,5"}).Draw(t, "area")
		v["b"+row] = strings.Split(fmt.Sprintf(v["b"+row], 15*n, 15*n+7), "%!")[0]
	case string(course.Practical):
		v["buoc"], v["cham"], v["dat"] = text("step")+"\n\n"+text("step")+"\n", rapid.SampledFrom([]string{"self", "text", "photo"}).Draw(t, "by"), "2"
		for g := range grades {
			if g != 1 {
				v[gradeName(g)], v[cellName(g)+row] = "Mức "+strconv.Itoa(g), text("cell")
			}
		}
	}
}

// plainText is what a text says, whatever tags are in it.
func plainText(s string) string {
	return vntext.Normal(html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(s, " ")))
}

// sayings are everything that a question says, as plain text.
func sayings(q course.Question) map[string]any {
	list := func(choices []course.Choice) (out []string) {
		for _, c := range choices {
			one := fmt.Sprint(c.Text, "|", c.Right, "|", plainText(c.Feedback))
			if c.Area != nil {
				one += fmt.Sprint("|", *c.Area)
			}
			out = append(out, one)
		}
		return out
	}
	said := map[string]any{
		"id": q.ID, "type": q.Type, "title": q.Title, "competence": q.Competence, "level": q.Level, "stem": plainText(q.Stem), "why": plainText(q.Explanation),
		"unit": q.Unit, "typos": q.Typos, "match": q.Match, "choices": list(q.Choices), "hand in": q.HandIn,
	}
	for i, p := range q.Pairs {
		said["pair "+strconv.Itoa(i)] = fmt.Sprint(p.Text, "|", p.Choice, "|", plainText(p.Feedback))
	}
	for i, g := range q.Gaps {
		said["gap "+strconv.Itoa(i)] = append(list(g.Choices), g.Label)
	}
	if q.Picture != nil {
		said["alt"] = q.Picture.Alt
	}
	if q.Rubric != nil {
		said["columns"] = q.Rubric.Columns
		for i, c := range q.Rubric.Criteria {
			said["criterion "+strconv.Itoa(i)] = plainText(c.HTML + "|" + strings.Join(c.Cells, "|"))
		}
	}
	return said
}

// reads is a small course with a question in its lesson.
func reads(t *testing.T, rt *rapid.T, file, md string) *course.Course {
	t.Helper()
	common, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	svg, err := os.ReadFile("testdata/khoa-thu/01-bat-dau/hinh.svg")
	if err != nil {
		t.Fatal(err)
	}
	text, first, err := withQuestion(file, lessonText("Bài", "Bài", "Chữ."), "", md)
	if err != nil {
		t.Fatal(err)
	}
	folder := fstest.MapFS{
		"khoa-thu/course.md":            {Data: []byte("---\ntitle: Khóa\nsummary: Khóa.\nlanguage: vi\naudience: [nguoi-dan]\nhours: 1\nstandard: TT02-2025\ncompletion: { lessons: all }\n---\n\n# Khóa\n")},
		"khoa-thu/01-bat-dau/module.md": {Data: []byte(titled("Phần"))},
		"khoa-thu/01-bat-dau/hinh.svg":  {Data: svg},
		"khoa-thu/" + file:              {Data: []byte(text)},
	}
	b, report := content.LoadSketch(folder, "khoa-thu", common.Standards, content.URLs{})
	for _, f := range report.Findings {
		if f.Severity == content.Error && f.File == "khoa-thu/"+file && f.Line >= first {
			rt.Fatalf("%d: %s: %s\n%s", f.Line, f.Key, f.Text("en"), md)
		}
	}
	return b.Course
}

// TestFormsWriteWhatIsTyped: of every kind, what is typed becomes Markdown that has no errors and says the same.
func TestFormsWriteWhatIsTyped(t *testing.T) {
	for _, form := range questionForms() {
		if form.Kind == scenarioForm {
			continue
		}
		t.Run(form.Kind, func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) {
				const file = "01-bat-dau/01-bai-mot.md"
				typed := filled(rt, form.Kind)
				f := newSentForm(func(name string) string { return typed[name] }, file, true)
				f.Pictures = []string{"01-bat-dau/hinh.svg"}
				if f.Kind != form.Kind {
					rt.Fatalf("read as %s", f.Kind)
				}
				q, err := f.question("cau-moi", &course.Course{Standard: "TT02-2025", Language: "vi"})
				if err != nil {
					rt.Fatalf("%v of %v", f.wrong, typed)
				}
				md, lost := content.WriteQuestion(q, content.WriteOptions{Standard: "TT02-2025"})
				if len(lost) > 0 {
					rt.Fatalf("lost %v", lost)
				}
				got, ok := questionIn(reads(t, rt, file, md), "cau-moi")
				if !ok {
					rt.Fatalf("not read:\n%s", md)
				}
				if d := cmp.Diff(sayings(q), sayings(*got)); d != "" {
					rt.Fatalf("%s\n%s", md, d)
				}
			})
		})
	}
}

// TestFormsHaveWords: every key that a form names stands in both languages.
func TestFormsHaveWords(t *testing.T) {
	c, err := i18n.Load(assets.FS, "i18n")
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, f := range questionForms() {
		keys = append(keys, "question-type."+f.Kind, f.Stem, f.StemHint, f.Explanation, f.Row)
		for _, field := range slices.Concat(f.Fields, f.Columns) {
			keys = append(keys, field.Words, field.Hint, field.Given)
			for _, o := range field.Options {
				keys = append(keys, field.Words+"."+o)
			}
		}
	}
	for _, p := range formPlaces() {
		keys = append(keys, p.Words)
	}
	for _, key := range keys {
		if key != "" && !slices.Contains(c.Keys(i18n.VI), key) {
			t.Errorf("no message %q", key)
		}
	}
}

func TestTypedArea(t *testing.T) {
	rect := func(x, y, w, h float64) *course.Area { return &course.Area{X: x, Y: y, W: w, H: h} }
	for typed, want := range map[string]*course.Area{
		"10 20 30 15": rect(10, 20, 30, 15), "10, 20, 30, 15": rect(10, 20, 30, 15), "10,5; 20; 30%; 15%": rect(10.5, 20, 30, 15), "rect 0 0 100 100": rect(0, 0, 100, 100),
		"50 50 10": {X: 50, Y: 50, R: 10}, "Circle 50 50 10": {X: 50, Y: 50, R: 10}, "": nil, "10 20": nil, "10 20 30 0": nil, "10 20 0": nil, "10 20 0.001": nil,
		"-1 2 3 4": nil, "1 2 3 101": nil, "nan 1 1 1": nil, "a b c d": nil, "1 2 3 4 5": nil, "10,20,30,15": nil,
	} {
		if d := cmp.Diff(want, typedArea(typed)); d != "" {
			t.Errorf("%q: %s", typed, d)
		}
	}
}
