package content

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"hocso/internal/course"
	"hocso/internal/standard"
)

// TestWriteKeepsStems: each construct that a stem may hold reads the same after it was written, with the addresses as
// authors write them.
func TestWriteKeepsStems(t *testing.T) {
	for name, stem := range map[string]string{
		"a figure":                  "![Hai ô](hinh.svg \"Hình 1. \\\"Hai\\\" ô\")",
		"a figure without words":    "![Hai ô](hinh.svg)",
		"a picture in a line":       "Trong câu ![hai ô](hinh.svg) nhỏ.",
		"a picture of a link":       "[![Hai ô](hinh.svg)](https://a.vn)",
		"a picture elsewhere":       "![Ba ô](../01-mo-dau/khac.svg)",
		"a download":                "Tải [phiếu *mới*](phieu.csv \"Mẫu\") về.",
		"links of the course":       "Xem [bài](../01-mo-dau/01-bai.md), [mục](../01-mo-dau/01-bai.md#muc), [khóa](../course.md), [phần](../01-mo-dau/module.md), [từ](../glossary.md#ma-otp).",
		"links of the web":          "Xem [trang](https://a.vn/x_(y)?b=c&d=e#f \"Tên \\\"x\\\"\"), <https://a.vn/>, <a@b.vn>, [số](tel:113).",
		"an exclamation and a link": "Nhanh\\! [nối](https://a.vn) nhé\\![nối](https://a.vn)",
		"a definition list":         "Từ một\n: Nghĩa **đậm**.\n: Nghĩa hai.\n\nTừ hai\n\n: Đoạn một.\n\n  Đoạn hai.",
		"code of a language":        "```sql\nSELECT 'a' -- b\n```",
		"code with fences":          "````text\n```\nmã\n```\n````",
		"code with backticks":       "Gõ `` `a` ``, `` ` `` và ```` ``` ````.",
		"code with spaces":          "Gõ `  a  ` và ` a`.",
		"a table of many things":    "| | **B** |\n|---|---|\n| `a\\|b` | x \\| y |\n| <kbd>Tab</kbd> | [n](https://a.vn) |",
		"lists within each other":   "* a\n  1. b\n     + c\n\n       d\n  2. e\n* f",
		"a list that begins later":  "7) a\n8) b",
		"lists one after another":   "* a\n\n+ b\n\n1. c\n\n1) d",
		"quotes within each other":  "> a\n>\n> > b\n> >\n> > * c",
		"a rule":                    "a\n\n***\n\nb",
		"breaks":                    "a\\\nb<br>c<br/>d",
		"marks within words":        "a**b**c*d*e~~f~~g_h_i",
		"marks within marks":        "***a*** **b *c* d** *e **f** g*",
		"signs that are text":       "\\# a\n\n1\\. b \\- c\n\n\\> d\n\n\\| e |\n\na\\\n\\+ f\\\n\\=== g",
		"signs of other systems":    "C:\\\\Windows \\<b> &amp;lt; \\$5 \\`x\\` \\[a\\] \\*c\\* d\\_ www\\.a.vn a\\@b.vn {1}",
		"all allowed tags":          "<kbd>a</kbd> H<sub>2</sub>O x<sup>2</sup> <abbr title=\"Một “hai”\">b</abbr>",
	} {
		files := base(t)
		put := func(name, text string) { files[name] = &fstest.MapFile{Data: []byte(text)} }
		svg := svgOpen + "</svg>"
		put("01-mo-dau/01-bai.md", lessonFront+"## Mục\n\n[từ](../glossary.md#ma-otp)\n")
		put("01-mo-dau/khac.svg", strings.Replace(svg, "<desc>b", "<desc>c", 1))
		put("glossary.md", "---\ntitle: Từ\n---\n\n# Từ\n\n## Mã OTP {#ma-otp}\n\nMã.\n")
		put("bank/hinh.svg", svg)
		put("bank/phieu.csv", "a,b")
		put("bank/01-cau-hoi.md", bankFront+"## Câu {#cau type=short competence=4.2 level=2}\n\nHỏi.\n\n"+stem+"\n\n- [x] `a`\n\n> Vì.\n")
		b, report := load(files)
		if b == nil {
			t.Errorf("%s: %v", name, lines(report))
			continue
		}
		md, lost := writeQuestions(b.Course.Bank, WriteOptions{Standard: standard.TT02, Link: written(b, URLs{}, "bank")})
		put("bank/01-cau-hoi.md", bankFront+md)
		again, report := load(files)
		if again == nil || len(lost) > 0 {
			t.Errorf("%s: lost %v, %v\n%s", name, lost, lines(report), md)
			continue
		}
		if d := cmp.Diff(b.Course.Bank, again.Course.Bank, pointsEqual); d != "" {
			t.Errorf("%s, written as\n%s\n%s", name, md, d)
		}
		twice, _ := writeQuestions(again.Course.Bank, WriteOptions{Standard: standard.TT02, Link: written(again, URLs{}, "bank")})
		if twice != md {
			t.Errorf("%s: written again it is\n%s\nnot\n%s", name, twice, md)
		}
	}
}

// TestWriteWhatIsThere: parts that are missing are left out, for the check to ask for, and nothing is made up.
func TestWriteWhatIsThere(t *testing.T) {
	choice := func(text string, right bool) course.Choice { return course.Choice{Text: text, Right: right} }
	for name, tt := range map[string]struct {
		q       course.Question
		o       WriteOptions
		want    string
		missing string
	}{
		"nothing": {course.Question{Type: course.Single}, WriteOptions{}, "##  {type=single shuffle=no}\n", ""},
		"texts without HTML": {
			course.Question{ID: "cau", Type: course.Short, Title: "Tên # {1}", Level: 3, Match: "exact", Stem: "Gì?", Choices: []course.Choice{choice("a`b", true), choice(" c  d ", false)}},
			WriteOptions{Heading: 4},
			"#### Tên \\# \\{1} {#cau type=short level=3 match=exact}\n\nGì?\n\n- [x] ``a`b``\n- [ ] `c d`\n", "",
		},
		"a code of another framework": {
			course.Question{ID: "cau", Type: course.TrueFalse, Competence: standard.Ref{Framework: "X", Code: "1.1"}, Unit: `a"b`, Apart: "nhom", AllOrNone: true},
			WriteOptions{Standard: "Y"},
			"##  {#cau type=truefalse competence=X:1.1 scoring=all apart=nhom unit=\"a”b\"}\n", "",
		},
		"an answer of paragraphs": {
			course.Question{Type: course.Single, Shuffle: true, Choices: []course.Choice{{HTML: "<p>a</p>"}, {HTML: "<p>b</p><p>c</p>"}, {HTML: "d<br>e\nf"}, {HTML: "<ul><li>g</li></ul>", Feedback: "h"}}},
			WriteOptions{},
			"##  {type=single}\n\n- [ ] a\n- [ ] b  c\n- [ ] d<br>e\n  f\n- [ ] g\n  > h\n", "",
		},
		"an English table": {
			course.Question{Type: course.Matching, Language: "en-GB", Stem: "<table><tr><td>a</td></tr></table>b", Choices: []course.Choice{choice("x|y", false), choice("z", false)}, Pairs: []course.Pair{{Text: "l", Choice: 1, Feedback: "<p>f</p>"}}},
			WriteOptions{},
			"##  {type=matching}\n\na\n\nb\n\n| Left | Right | Feedback |\n|---|---|---|\n|  | x\\|y |  |\n| l | z | f |\n", "<table>",
		},
		"an English task": {
			course.Question{Type: course.Practical, Language: "en", Rubric: &course.Rubric{Columns: []course.RubricColumn{{Name: "Good | fine", Points: 2}, {Name: "No", Points: 0}}, Criteria: []course.Criterion{{HTML: "a", Cells: []string{"b", "c"}}}}},
			WriteOptions{},
			"##  {type=practical assess=self}\n\n| Criterion | Good \\| fine (2) | No (0) |\n|---|---|---|\n| a | b | c |\n", "",
		},
		"a task without a rubric":     {course.Question{Type: course.Practical}, WriteOptions{}, "##  {type=practical assess=self}\n", ""},
		"a picture from nowhere":      {course.Question{Type: course.Hotspot, Stem: "a", Picture: &course.Picture{Src: "/x", Alt: "b"}}, WriteOptions{}, "##  {type=hotspot}\n\na\n", "<img>"},
		"a pair of nothing":           {course.Question{Type: course.Matching, Pairs: []course.Pair{{Text: "a", Choice: 3}}}, WriteOptions{}, "##  {type=matching}\n\n| Vế trái | Vế phải |\n|---|---|\n", ""},
		"a table of unequal rows":     {course.Question{Type: course.Single, Stem: "<table><tr><td>a<td>b<tr><td>c<tr><td>d<td>e<td>f</table>"}, WriteOptions{}, "##  {type=single shuffle=no}\n\n| a | b |\n|---|---|\n| c |  |\n| d | e |\n", "<td>"},
		"a quote with its source":     {course.Question{Type: course.Single, Stem: "<figure><blockquote>a</blockquote><figcaption><b>b</b></figcaption></figure>"}, WriteOptions{}, "##  {type=single shuffle=no}\n\n> a\n\n**b**\n", ""},
		"a table of nothing":          {course.Question{Type: course.Single, Stem: "a<table><tr></table>"}, WriteOptions{}, "##  {type=single shuffle=no}\n\na\n", ""},
		"two pictures of a figure":    {course.Question{Type: course.Single, Stem: "<figure><img src=a.svg alt=x><img src=b.svg alt=y><figcaption>c</figcaption></figure>"}, WriteOptions{}, "##  {type=single shuffle=no}\n\n![x](a.svg)![y](b.svg)\n\nc\n", ""},
		"a language that is no plain": {course.Question{Type: course.Single, Stem: "<pre><code class=\"language-a b\">x<br>y</code></pre>"}, WriteOptions{}, "##  {type=single shuffle=no}\n\n```\nx\ny\n```\n", ""},
	} {
		md, lost := WriteQuestion(tt.q, tt.o)
		slices.Sort(lost)
		if got := strings.Join(lost, " "); md != tt.want || got != tt.missing {
			t.Errorf("%s: %q, lost %q\nwant %q, lost %q", name, md, got, tt.want, tt.missing)
		}
	}
}
