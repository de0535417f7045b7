package content

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hocso/internal/course"
	"hocso/internal/standard"
)

// formulaTexts are texts with formulas where authors write them.
func formulaTexts() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		pieces := []string{
			"chữ ", "$x^2$", "$\\frac{1}{n+1}$ ", " $a_1 * b_1$", "$\\text{nếu đúng}$", "**$S$** ", " *$\\sum_{i=1}^n x_i$*", "($3,5$)", "$\\%$", "`$x$` ", "\\$5 ", "5\\$ ",
			"[$x$](https://a.vn) ", "$a < b$", "$\"$ ", "$\\mathbb{R}$ và ", "US\\$ ", "<kbd>a</kbd>", ", ", "… ",
		}
		return "a " + strings.TrimSpace(strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 6).Draw(t, "pieces"), "")) + " z"
	})
}

// formulaBlocks are blocks with formulas in lines and on lines of their own.
func formulaBlocks() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		a, b := formulaTexts().Draw(t, "a"), formulaTexts().Draw(t, "b")
		return rapid.SampledFrom([]string{
			a, a + "\n" + b, a + "\n\n" + b, "* " + a + "\n* " + b, "> " + a, "$$ x = \\frac{a}{b} $$", a + "\n\n$$\n\\sum_{i=1}^{n}\n  x_i\n$$\n\n" + b,
			"* " + a + "\n\n  $$ x^2 $$\n\n* b", "1. " + a + "\n   $$ y $$\n2. b", "> $$ \\sqrt{x} $$\n>\n> " + b, a + "\n$$ \\begin{cases} 1 & 2 \\\\ 3 & 4 \\end{cases} $$",
			"| x | y |\n|---|---|\n| " + a + " | $\\mid$ |",
		}).Draw(t, "shape")
	})
}

// everyType are questions of the types whose answers stand in lists, tables and pictures, as authors write them in a bank.
func everyType() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		kind := rapid.SampledFrom([]string{"single", "truefalse", "matching", "ordering", "cloze", "hotspot"}).Draw(t, "type")
		texts := rapid.SliceOfNDistinct(formulaTexts(), 3, 3, rapid.ID[string]).Draw(t, "answers")
		block := func(label, prefix string) string { return prefixed(formulaBlocks().Draw(t, label), prefix) }
		list := func(first string, areas ...string) string {
			out := ""
			for i, text := range texts {
				mark := "- [ ] "
				if i == 0 {
					mark = first
				}
				if i < len(areas) {
					text += areas[i]
				}
				out += mark + text + "\n" + block("feedback", "  > ") + "\n"
			}
			return out
		}
		body := map[string]func() string{
			"single":    func() string { return list("- [x] ") },
			"truefalse": func() string { return list("- [ ] ") },
			"hotspot": func() string {
				return "![Ba *ô* vuông](a.svg" + rapid.SampledFrom([]string{"", ` "Hình 1. Ba \"ô\""`}).Draw(t, "caption") + ")\n\n" +
					list("- [x] ", " `rect 0 0 30.5 100`", " `circle 50 45.5 15`", " `rect 70 0 30 50`")
			},
			"matching": func() string {
				return "| a | b | c |\n|---|---|---|\n| " + texts[0] + " | " + texts[1] + " | x |\n| b | " + texts[2] + " | |\n| | " + formulaTexts().Draw(t, "alone") + " | y |\n"
			},
			"ordering": func() string {
				return "1. " + texts[0] + "\n2. " + texts[1] + "\n   > " + formulaTexts().Draw(t, "feedback") + "\n3. " + texts[2] + "\n"
			},
			"cloze": func() string {
				return "Điền {1} và $x$ {2}.\n\n1. chỗ\n   - [x] " + texts[0] + "\n   - [ ] " + texts[1] + "\n" + block("feedback", "     > ") + "\n2. số\n   - [x] 1,5\n"
			},
		}[kind]
		return "## Câu {#cau type=" + kind + " competence=4.2 level=2}\n\n" + formulaBlocks().Draw(t, "stem") + "\n\nHỏi gì?\n\n" + body() + "\n" + block("explanation", "> ") + "\n"
	})
}

// TestWriteKeepsFormulas: a question of any type reads the same after it was written, formulas and areas with it.
func TestWriteKeepsFormulas(t *testing.T) {
	tried, accepted := 0, 0
	refused := map[string]int{}
	rapid.Check(t, func(rt *rapid.T) {
		md := everyType().Draw(rt, "question")
		tried++
		bundle, report := withFile(t, "bank/01-cau-hoi.md", []byte(bankFront+md))
		if bundle == nil {
			refused[keysOf(report)[0]]++
			return
		}
		accepted++
		want := bundle.Course.Bank
		text, lost := writeQuestions(want, WriteOptions{Standard: standard.TT02, Link: written(bundle, URLs{}, "bank")})
		if len(lost) > 0 {
			rt.Fatalf("lost %v of\n%s\nwritten as\n%s", lost, md, text)
		}
		again, report := withFile(t, "bank/01-cau-hoi.md", []byte(bankFront+text))
		if again == nil {
			rt.Fatalf("%s\n%s", said(report), text)
		}
		if d := cmp.Diff(want, again.Course.Bank, pointsEqual); d != "" {
			rt.Fatalf("%s\nwritten as\n%s\n%s", md, text, d)
		}
	})
	if accepted*2 < tried {
		t.Errorf("only %d of %d questions were good ones: %v", accepted, tried, refused)
	}
}

// TestWriteKeepsTasks: a practical task, whoever judges it, reads the same after it was written, at any depth of heading.
func TestWriteKeepsTasks(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		grades := rapid.SliceOfNDistinct(rapid.IntRange(1, 20), 1, 4, rapid.ID[int]).Draw(rt, "grades")
		slices.SortFunc(grades, func(a, b int) int { return b - a })
		q := course.Question{
			ID: "viec", Type: course.Practical, Title: rapid.SampledFrom([]string{"Việc", "C# {1}", "*Việc*"}).Draw(rt, "title"), Level: 2, Points: course.One(),
			Language: "vi", File: "01-mo-dau/01-bai.md",
			Stem: "<ol>\n<li>Mở máy.</li>\n<li>Gõ <code>a|b</code>, che tên.</li>\n</ol>", Explanation: "<p>Đạt khi đủ.</p>", Rubric: &course.Rubric{},
		}
		q.Competence = standard.Ref{Framework: standard.TT02, Code: rapid.SampledFrom([]string{"4.2", "4.10"}).Draw(rt, "competence")}
		for i, points := range append(grades, 0) {
			name := rapid.SampledFrom([]string{"Tốt", "Đủ (rõ)", "50% | một nửa", "Chưa *hẳn*", "x"}).Draw(rt, "grade")
			q.Rubric.Columns = append(q.Rubric.Columns, course.RubricColumn{Name: name + strings.Repeat(" i", i), Points: points})
		}
		cell := rapid.SampledFrom([]string{"đủ", "một | hai", "<strong>rõ</strong>", "<code>a|b</code>", `<math alttext="x &lt; 2"><mi>x</mi><mo>&lt;</mo><mn>2</mn></math>`, "a &lt; b"})
		for range rapid.IntRange(1, 3).Draw(rt, "criteria") {
			c := course.Criterion{HTML: cell.Draw(rt, "criterion")}
			for range q.Rubric.Columns {
				c.Cells = append(c.Cells, cell.Draw(rt, "cell"))
			}
			q.Rubric.Criteria = append(q.Rubric.Criteria, c)
		}
		if rapid.Bool().Draw(rt, "handed in") {
			q.HandIn = &course.HandIn{Photo: rapid.Bool().Draw(rt, "photo"), Pass: rapid.IntRange(1, q.Rubric.Most()).Draw(rt, "pass")}
		}
		md, lost := WriteQuestion(q, WriteOptions{Standard: standard.TT02, Heading: 2})
		if len(lost) > 0 {
			rt.Fatalf("lost %v of %s", lost, md)
		}
		again, report := withFile(t, "01-mo-dau/01-bai.md", []byte(lessonFront+md))
		if again == nil || len(report.Findings) > 0 {
			rt.Fatalf("%s\n%s", said(report), md)
		}
		if d := cmp.Diff([]course.Question{q}, again.Course.Modules[0].Lessons[0].Questions, pointsEqual); d != "" {
			rt.Fatalf("%s\n%s", md, d)
		}
	})
}

// TestWriteForeignFormulas: a formula of another system is kept where it says itself in TeX that we know, else it is named
// among what was left out; the words around it stay.
func TestWriteForeignFormulas(t *testing.T) {
	for _, tt := range []struct{ html, want, lost string }{
		{`a <math alttext="x^2"><mi>y</mi></math> b`, "a $x^2$ b", ""},
		{`a <math alttext=" x  +
 1 "></math>`, "a $x + 1$", ""},
		{`<math display="block" alttext="x^2"></math>`, "$$ x^2 $$", ""},
		{`<p>a</p><div><math display="block" alttext="x"></math></div>b`, "a\n\n$$ x $$\n\nb", ""},
		{`<table><tr><td><math display="block" alttext="x"></math><td>b</table>`, "| $x$ | b |\n|---|---|", ""},
		{`a <math><mi>x</mi></math> b`, "a  b", "<math>"},
		{`a <math alttext=""></math> b`, "a  b", "<math>"},
		{`a <math alttext="\khong{x}"></math> b`, "a  b", "<math>"},
		{`a <math alttext="{"></math> b`, "a  b", "<math>"},
		{`độ<math alttext="x"></math>`, "độx", "<math>"},
		{`a <math alttext="x"></math>5`, "a x5", "<math>"},
		{`a <math alttext="x $ y"></math>`, `a x \$ y`, "<math>"},
		{`<math display="block" alttext="x $$ y"></math>`, "", "<math>"},
		{`<b><math alttext="x"></math></b> và <math alttext="y"></math>`, "**$x$** và $y$", ""},
	} {
		w := newMDWriter(nil)
		if got := strings.Join(w.blocks(w.read(tt.html), false), "\n"); strings.ReplaceAll(got, "  ", " ") != strings.ReplaceAll(tt.want, "  ", " ") || strings.Join(w.lost, " ") != tt.lost {
			t.Errorf("%s: %q, lost %v", tt.html, got, w.lost)
		}
	}
}
