package content

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"hocso/internal/course"
)

// bankStart is the line of a bank file at which its first question stands.
const bankStart = 7

// asked reads one question of a bank, written without the explanation that all of them need. said is its answers, found
// what the check says of it as "line:column key", lines counted from its heading.
func asked(t *testing.T, attrs, body string) (q *course.Question, said, found string) {
	t.Helper()
	files := base(t)
	files["bank/01-cau-hoi.md"] = &fstest.MapFile{Data: []byte("---\ntitle: Câu hỏi\n---\n\n# Câu hỏi\n\n" +
		"## Câu {#cau competence=4.2 level=2" + strings.TrimRight(" "+attrs, " ") + "}\n\n" + body + "\n\n> Vì thế.\n")}
	files["bank/hinh.svg"] = &fstest.MapFile{Data: []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><title>a</title><desc>b</desc></svg>`)}
	b, report := load(files)
	var keys []string
	for _, f := range report.Findings {
		if strings.HasPrefix(f.File, "khoa-hoc/bank/01") && f.Key != "bank.position" {
			keys = append(keys, fmt.Sprintf("%d:%d %s", f.Line-bankStart+1, f.Column, f.Key))
		}
	}
	if b != nil {
		q = &b.Course.Bank[0]
		said = answersIn(q)
	}
	return q, said, strings.Join(keys, "; ")
}

// answersIn is the key of a question in one line.
func answersIn(q *course.Question) string {
	out := []string{string(q.Type) + ":"}
	for _, c := range q.Choices {
		mark := "-"
		if c.Right {
			mark = "+"
		}
		out = append(out, mark+c.Text)
	}
	for _, p := range q.Pairs {
		out = append(out, fmt.Sprintf("%s=%d", p.Text, p.Choice))
	}
	for _, g := range q.Gaps {
		out = append(out, fmt.Sprintf("[%s %s", g.Label, g.Type))
		for _, c := range g.Choices {
			out = append(out, fmt.Sprintf("%s/%v", c.Text, c.Right))
		}
		out[len(out)-1] += "]"
	}
	return strings.Join(out, " ")
}

type questionCase struct{ name, attrs, body, said, found string }

func runQuestions(t *testing.T, cases []questionCase) {
	t.Helper()
	for _, tt := range cases {
		t.Run(tt.name, func(t *testing.T) {
			_, said, found := asked(t, tt.attrs, tt.body)
			if said != tt.said || found != tt.found {
				t.Errorf("\n got %q %q\nwant %q %q", said, found, tt.said, tt.found)
			}
		})
	}
}

// TestChoiceQuestions: single, multiple and truefalse, with the edge of each rule.
func TestChoiceQuestions(t *testing.T) {
	const no = "\n  > Không."
	runQuestions(t, []questionCase{
		{"one right answer", "", "Hỏi gì?\n\n- [x] a\n- [ ] b" + no, "single: +a -b", ""},
		{"a capital X", "type=single", "Hỏi gì?\n\n- [X] a\n- [ ] b" + no, "single: +a -b", ""},
		{"blank lines between", "", "Hỏi gì?\n\n- [x] a\n\n- [ ] b\n\n  > Không.", "single: +a -b", ""},
		{"stars for dashes", "", "Hỏi gì?\n\n* [x] a\n* [ ] b" + no, "single: +a -b", ""},
		{"numbers", "", "Hỏi gì?\n\n1. [x] a\n2. [ ] b\n   > Không.", "single: +a -b", ""},
		{"an ordinary list before", "", "Hỏi gì?\n\n- c\n- d\n\nChọn:\n\n* [x] a\n* [ ] b" + no, "single: +a -b", ""},
		{"feedback of two lines", "", "Hỏi gì?\n\n- [ ] b\n  > Không.\n  > Không phải.\n- [x] a", "single: -b +a", ""},
		{"feedback that begins deeper", "", "Hỏi gì?\n\n- [x] a\n- [ ] b\n     > Không.", "single: +a -b", ""},
		{"feedback at the margin", "", "Hỏi gì?\n\n- [ ] b\n> Không.\n\n- [x] a", "", "1:1 single.count; 5:3 answer.feedback; 6:1 answer.margin; 8:1 answers.second"},
		{"two right answers are many", "", "Hỏi gì? Chọn tất cả ý đúng.\n\n- [x] a\n- [x] b\n- [ ] c" + no, "multiple: +a +b -c", ""},
		{"two right answers of a single", "type=single", "Hỏi gì?\n\n- [x] a\n- [x] b\n- [ ] c" + no, "", "1:1 single.count"},
		{"one right answer of many", "type=multiple", "Hỏi gì? Chọn tất cả ý đúng.\n\n- [x] a\n- [ ] b" + no + "\n- [ ] c" + no, "multiple: +a -b -c", ""},
		{"many, and nobody says so", "type=multiple", "Hỏi gì?\n\n- [x] a\n- [x] b\n- [ ] c" + no, "", "1:1 question.choose-all"},
		{"many, all right", "type=multiple", "Hỏi gì? Chọn tất cả ý đúng.\n\n- [x] a\n- [x] b\n- [x] c", "", "1:1 multiple.count"},
		{"many, none right", "type=multiple", "Hỏi gì? Chọn tất cả ý đúng.\n\n- [ ] a" + no + "\n- [ ] b" + no + "\n- [ ] c" + no, "", "1:1 multiple.count"},
		{"six answers", "", "Hỏi gì?\n\n- [x] a" + strings.Repeat("", 1) + "\n- [ ] b" + no + "\n- [ ] c" + no + "\n- [ ] d" + no + "\n- [ ] e" + no + "\n- [ ] g" + no, "single: +a -b -c -d -e -g", ""},
		{"seven answers", "", "Hỏi gì?\n\n- [x] a\n- [ ] b" + no + "\n- [ ] c" + no + "\n- [ ] d" + no + "\n- [ ] e" + no + "\n- [ ] g" + no + "\n- [ ] h" + no, "single: +a -b -c -d -e -g -h", "1:1 answers.many"},
		{"answers that differ in markup", "", "Hỏi gì?\n\n- [x] a\n- [ ] **a**" + no, "single: +a -a", ""},
		{"an answer of code", "", "Hỏi gì?\n\n- [x] `- [ ] a`\n- [ ] b" + no, "single: +- [ ] a -b", ""},
		{"no list", "", "Hỏi gì?", "", "1:1 answers.none"},
		{"no right answer", "", "Hỏi gì?\n\n- [ ] a" + no + "\n- [ ] b" + no, "", "1:1 single.count"},
		{"one statement", "type=truefalse", "Đúng không?\n\n- [x] Một ý." + no, "truefalse: +Một ý.", ""},
		{"statements that are all false", "type=truefalse", "Đúng không?\n\n- [ ] Một ý." + no + "\n- [ ] Hai ý." + no, "truefalse: -Một ý. -Hai ý.", ""},
		{"a statement without feedback", "type=truefalse", "Đúng không?\n\n- [x] Một ý.\n- [ ] Hai ý." + no, "", "5:3 answer.feedback-each"},
		{"a verdict for a statement", "type=truefalse", "Đúng không?\n\n- [x] ĐÚNG." + no + "\n- [ ] Sai" + no, "", "5:3 truefalse.verdict; 7:3 truefalse.verdict"},
		{"a verdict for an answer", "type=single", "Trái đất tròn?\n\n- [x] Đúng\n- [ ] Sai" + no, "single: +Đúng -Sai", ""},
		{"all of the above", "", "Hỏi gì?\n\n- [x] Tất cả các ý trên\n- [ ] b" + no, "single: +Tất cả các ý trên -b", "5:3 answer.all-of-them"},
		{"none of the above in English", "", "Hỏi gì?\n\n- [x] None of the above\n- [ ] b" + no, "single: +None of the above -b", "5:3 answer.all-of-them"},
	})
}

// TestEntryQuestions: numbers in the notation of the course and texts that may be typed.
func TestEntryQuestions(t *testing.T) {
	const no = "\n  > Không."
	runQuestions(t, []questionCase{
		{"numbers", "type=numeric", "Mấy?\n\n- [x] 1.500,5\n- [x] 3..5\n- [x] 7 ± 0,5\n- [x] -2\n- [x] −3", "numeric: +1.500,5 +3..5 +7 ± 0,5 +-2 +−3", ""},
		{"a known slip", "type=numeric", "Mấy?\n\n- [x] 5\n- [ ] 6" + no, "numeric: +5 -6", ""},
		{"a known slip without its word", "type=numeric", "Mấy?\n\n- [x] 5\n- [ ] 6", "", "6:3 answer.feedback"},
		{"only slips", "type=numeric", "Mấy?\n\n- [ ] 6" + no, "", "1:1 entry.count"},
		{"the other notation", "type=numeric", "Mấy?\n\n- [x] 4.2", "", "5:3 numeric.key-notation"},
		{"thousands that are none", "type=numeric", "Mấy?\n\n- [x] 15.00", "", "5:3 numeric.key-notation"},
		{"ends the wrong way round", "type=numeric", "Mấy?\n\n- [x] 5..3", "", "5:3 numeric.key-range"},
		{"one point", "type=numeric", "Mấy?\n\n- [x] 5..5", "numeric: +5..5", ""},
		{"a word", "type=numeric", "Mấy?\n\n- [x] năm", "", "5:3 numeric.key"},
		{"an ellipsis", "type=numeric", "Mấy?\n\n- [x] 3...5", "", "5:3 numeric.key"},
		{"a unit within", "type=numeric", "Mấy?\n\n- [x] 5 kg", "", "5:3 numeric.key"},
		{"a unit beside", `type=numeric unit="m²"`, "Mấy?\n\n- [x] 5", "numeric: +5", ""},
		{"a unit where none is", `type=short unit=kg`, "Mấy?\n\n- [x] `a`", "", "1:48 question.attr-of"},
		{"texts", "type=short", "Gì?\n\n- [x] `mã OTP`\n- [x] mật khẩu một lần\n- [ ] `mã PIN`" + no, "short: +mã OTP +mật khẩu một lần -mã PIN", ""},
		{"a text that is both", "type=short", "Gì?\n\n- [x] `Mã OTP`\n- [ ] `ma otp`" + no, "", "6:3 short.same"},
		{"a text that differs in marks", "type=short match=marks", "Gì?\n\n- [x] `Mã OTP`\n- [ ] `ma otp`" + no, "short: +Mã OTP -ma otp", ""},
		{"a text that differs in case", "type=short match=marks", "Gì?\n\n- [x] `Mã OTP`\n- [ ] `mã otp`" + no, "", "6:3 short.same"},
		{"a text that differs in case, exactly", "type=short match=exact", "Gì?\n\n- [x] `Mã OTP`\n- [ ] `mã otp`" + no, "short: +Mã OTP -mã otp", ""},
		{"an unknown comparison", "type=short match=fuzzy", "Gì?\n\n- [x] `a`", "", "1:48 question.word"},
		{"an address that becomes a link", "type=short", "Gì?\n\n- [x] https://a.vn", "short: +https://a.vn", "5:3 short.link"},
		{"an address in code", "type=short", "Gì?\n\n- [x] `https://a.vn`", "short: +https://a.vn", ""},
	})
}

// TestTableQuestions: matching, ordering and cloze.
func TestTableQuestions(t *testing.T) {
	const table = "Ghép.\n\n| a | b |\n|---|---|\n"
	runQuestions(t, []questionCase{
		{"pairs", "type=matching", table + "| 1 | x |\n| 2 | y |\n| 3 | z |", "matching: -x -y -z 1=0 2=1 3=2", ""},
		{"many to one", "type=matching", table + "| 1 | x |\n| 2 | x |\n| 3 | y |\n| | z |", "matching: -x -y -z 1=0 2=0 3=1", ""},
		{"a bar in a cell", "type=matching", table + "| 1 \\| 2 | x |\n| 2 | y |\n| 3 | z |", "matching: -x -y -z 1 | 2=0 2=1 3=2", ""},
		{"a third column", "type=matching", "Ghép.\n\n| a | b | c |\n|---|---|---|\n| 1 | x | Tốt. |\n| 2 | y |\n| 3 | z | |", "matching: -x -y -z 1=0 2=1 3=2", ""},
		{"two rights only", "type=matching", table + "| 1 | x |\n| 2 | y |", "matching: -x -y 1=0 2=1", "5:1 matching.few"},
		{"one full row", "type=matching", table + "| 1 | x |\n| | y |\n| | z |", "", "5:1 matching.rows"},
		{"an empty right", "type=matching", table + "| 1 | x |\n| 2 | |\n| 3 | z |", "", "5:1 matching.few; 8:1 matching.right-empty"},
		{"two lefts alike", "type=matching", table + "| 1 | x |\n| 1 | y |\n| 3 | z |", "", "8:1 matching.left-equal"},
		{"no table", "type=matching", "Ghép.", "", "1:1 matching.none"},
		{"an order", "type=ordering", "Xếp.\n\n1. một\n2. hai\n3. ba", "ordering: -một -hai -ba", ""},
		{"an order by other numbers", "type=ordering", "Xếp.\n\n3. một\n1. hai\n1. ba", "ordering: -một -hai -ba", ""},
		{"two of an order", "type=ordering", "Xếp.\n\n1. một\n2. hai", "", "5:1 ordering.count"},
		{"an order with boxes", "type=ordering", "Xếp.\n\n1. [x] một\n2. hai\n3. ba", "", "5:1 question.boxes"},
		{"an order of dashes", "type=ordering", "Xếp.\n\n- một\n- hai\n- ba", "", "1:1 ordering.none"},
		{"two alike in an order", "type=ordering", "Xếp.\n\n1. một\n2. một\n3. ba", "", "6:4 answer.equal"},
		{"a gap that is typed", "type=cloze", "Gõ {1} nhé.\n\n1. chỗ\n   - [x] `a`\n   - [x] b", "cloze: [chỗ short a/true b/true]", ""},
		{"a gap for a number", "type=cloze", "Gõ {1} nhé.\n\n1. chỗ\n   - [x] 1,5\n   - [x] 3..4", "cloze: [chỗ numeric 1,5/true 3..4/true]", ""},
		{"a gap that is chosen", "type=cloze", "Gõ {1} nhé.\n\n1. chỗ\n   - [x] a\n   - [ ] b\n     > Không.", "cloze: [chỗ single a/true b/false]", ""},
		{"gaps out of order", "type=cloze", "Gõ {2} và {1}.\n\n1. chỗ\n   - [x] `a`\n2. nơi\n   - [x] `b`", "", "3:4 cloze.order; 3:11 cloze.order"},
		{"fewer gaps than answers", "type=cloze", "Gõ {1}.\n\n1. chỗ\n   - [x] `a`\n2. nơi\n   - [x] `b`", "", "5:1 cloze.count"},
		{"a gap in code", "type=cloze", "Gõ `{1}`.\n\n1. chỗ\n   - [x] `a`", "", "3:5 cloze.place; 5:1 cloze.count"},
		{"a menu of two rights", "type=cloze", "Gõ {1}.\n\n1. chỗ\n   - [x] a\n   - [x] b\n   - [ ] c\n     > Không.", "", "5:4 cloze.menu"},
	})
}

// TestHotspotQuestions: areas within the picture that do not lie over each other.
func TestHotspotQuestions(t *testing.T) {
	ask := func(areas ...string) string {
		out := "Chạm đâu?\n\n![Hai ô.](hinh.svg)\n"
		for i, a := range areas {
			box := "\n- [ ] "
			if i == 0 {
				box = "\n- [x] "
			}
			out += box + fmt.Sprintf("Ô %d", i) + a + "\n  > Ở đó."
		}
		return out
	}
	runQuestions(t, []questionCase{
		{"side by side", "type=hotspot", ask(" `rect 0 0 50 100`", " `rect 50 0 50 100`"), "hotspot: +Ô 0 -Ô 1", ""},
		{"circles", "type=hotspot", ask(" `circle 20 50 15`", " `circle 80 50 15.5`"), "hotspot: +Ô 0 -Ô 1", ""},
		{"over each other", "type=hotspot", ask(" `rect 0 0 51 100`", " `rect 50 0 50 100`"), "", "9:3 hotspot.overlap"},
		{"a circle over a rect", "type=hotspot", ask(" `rect 0 0 50 100`", " `circle 60 50 15`"), "", "9:3 hotspot.overlap"},
		{"outside", "type=hotspot", ask(" `rect 0 0 40 100`", " `rect 61 0 40 100`"), "", "9:1 hotspot.outside"},
		{"a circle outside", "type=hotspot", ask(" `circle 14 50 15`", " `circle 80 50 15`"), "", "7:1 hotspot.outside"},
		{"too small to tap", "type=hotspot", ask(" `rect 0 0 13 100`", " `rect 50 0 50 100`"), "hotspot: +Ô 0 -Ô 1", "7:1 hotspot.small"},
		{"no area", "type=hotspot", ask("", " `rect 50 0 50 100`"), "", "7:1 hotspot.area"},
		{"an area that is none", "type=hotspot", ask(" `rect 0 0 40`", " `rect 50 0 50 100`"), "", "7:1 hotspot.area"},
		{"a decimal comma", "type=hotspot", ask(" `rect 0 0 40,5 100`", " `rect 50 0 50 100`"), "", "7:1 hotspot.area"},
		{"one area", "type=hotspot", ask(" `rect 0 0 40 100`"), "", "1:1 hotspot.count"},
		{"no picture", "type=hotspot", "Chạm đâu?\n\n- [x] a `rect 0 0 40 100`\n- [ ] b `rect 50 0 40 100`\n  > Không.", "", "1:1 hotspot.picture"},
	})
}

// TestQuestionAttributes: what may stand in the braces of a question, and what is said of what may not.
func TestQuestionAttributes(t *testing.T) {
	const body = "Hỏi gì?\n\n- [x] a\n- [ ] b\n  > Không."
	for _, tt := range []struct {
		attrs, found string
		holds        func(q *course.Question) bool
	}{
		{"", "", func(q *course.Question) bool {
			return q.Points.Decimal() == "1" && q.Shuffle && !q.AllOrNone && q.Apart == "" && q.Level == 2 && q.Competence.Code == "4.2"
		}},
		{"points=0.5", "", func(q *course.Question) bool { return q.Points.Decimal() == "0.5" }},
		{"points=2.25", "", func(q *course.Question) bool { return q.Points.Decimal() == "2.25" }},
		{"points=10", "", func(q *course.Question) bool { return q.Points.Decimal() == "10" }},
		{`points="2"`, "", func(q *course.Question) bool { return q.Points.Decimal() == "2" }},
		{"points=0", "1:37 question.points", nil},
		{"points=-1", "1:37 question.points", nil},
		{`points="0,5"`, "1:37 question.points", nil},
		{"points=0,5", "1:37 heading.value", nil},
		{"points=1e3", "1:37 question.points", nil},
		{"points=.5", "1:37 question.points", nil},
		{"points=12345", "1:37 question.points", nil},
		{"shuffle=no", "", func(q *course.Question) bool { return !q.Shuffle }},
		{"shuffle=yes", "1:37 question.word", nil},
		{"scoring=all", "", func(q *course.Question) bool { return q.AllOrNone }},
		{"scoring=partial", "", func(q *course.Question) bool { return !q.AllOrNone }},
		{"scoring=half", "1:37 question.word", nil},
		{"apart=nhom-1", "", func(q *course.Question) bool { return q.Apart == "nhom-1" }},
		{`apart="Nhóm 1"`, "1:37 question.apart", nil},
		{"type=single", "", func(q *course.Question) bool { return q.Type == course.Single }},
		{"type=sinlge", "1:37 question.type", nil},
		{"type=Single", "1:37 question.type", nil},
		{"unit=kg", "1:37 question.attr-of", nil},
		{"match=exact", "1:37 question.attr-of", nil},
		{"assess=self", "1:37 question.attr-of", nil},
		{"poinst=2", "1:37 heading.unknown", nil},
		{"level=3", "1:37 heading.repeated", nil},
		{"points=2 points=2", "1:46 heading.repeated", nil},
		{"single", "1:37 heading.value", nil},
	} {
		q, _, found := asked(t, tt.attrs, body)
		if found != tt.found {
			t.Errorf("%s: found %q, want %q", tt.attrs, found, tt.found)
		}
		if (tt.holds != nil) != (q != nil) || q != nil && !tt.holds(q) {
			t.Errorf("%s: %+v", tt.attrs, q)
		}
	}
}

// TestQuestionHeadings: where competence and level come from, and what a heading of a bank must say.
func TestQuestionHeadings(t *testing.T) {
	const body = "\n\nHỏi gì?\n\n- [x] a\n- [ ] b\n  > Không.\n\n> Vì thế.\n"
	for _, tt := range []struct{ heading, found, want string }{
		{"## Câu {#cau competence=4.2 level=2}", "", "TT02-2025:4.2 2"},
		{"## Câu {#cau competence=4.10 level=8}", "", "TT02-2025:4.10 8"},
		{`## Câu {#cau competence="4.10" level="1"}`, "", "TT02-2025:4.10 1"},
		{`## Câu {#cau competence=ND224-2026-D77:77.2.a level=1}`, "", "ND224-2026-D77:77.2.a 1"},
		{"## Câu {level=2 competence=4.2 #cau}", "", "TT02-2025:4.2 2"},
		{"## Câu *hay* {#cau competence=4.2 level=2}  ", "", "TT02-2025:4.2 2"},
		{"## Câu {#cau competence=4.3 level=2}", "1:14 course.competence", ""},
		{"## Câu {#cau competence=TT99:4.2 level=2}", "1:14 course.framework", ""},
		{"## Câu {#cau competence=4.2 level=0}", "1:29 question.level", ""},
		{"## Câu {#cau competence=4.2 level=9}", "1:29 question.level", ""},
		{"## Câu {#cau competence=4.2 level=2.0}", "1:29 question.level", ""},
		{"## Câu {#cau level=2}", "1:1 question.required", ""},
		{"## Câu {#cau competence=4.2}", "1:1 question.required", ""},
		{"## Câu {competence=4.2 level=2}", "1:1 question.id", ""},
		{"## Câu {#Cau competence=4.2 level=2}", "1:9 heading.id", ""},
		{"## Câu {#1 competence=4.2 level=2}", "1:9 heading.id", ""},
		{"## Câu {#a--b competence=4.2 level=2}", "1:9 heading.id", ""},
		{"## Câu {#cau competence=4.2 level=2} ##", "1:37 heading.after", ""},
		{"## Câu {#cau competence=4.2 level=2", "1:8 heading.unclosed", ""},
		{"## {#cau competence=4.2 level=2}", "1:1 heading.empty", ""},
	} {
		files := base(t)
		files["bank/01-cau-hoi.md"] = &fstest.MapFile{Data: []byte("---\ntitle: Câu hỏi\n---\n\n# Câu hỏi\n\n" + tt.heading + body)}
		b, report := load(files)
		var found []string
		for _, f := range report.Findings {
			if f.Key != "bank.position" {
				found = append(found, fmt.Sprintf("%d:%d %s", f.Line-bankStart+1, f.Column, f.Key))
			}
		}
		got := ""
		if b != nil {
			q := b.Course.Bank[0]
			got = fmt.Sprintf("%s %d", q.Competence, q.Level)
		}
		if strings.Join(found, "; ") != tt.found || got != tt.want {
			t.Errorf("%s: %q, found %q, want %q, %q", tt.heading, got, strings.Join(found, "; "), tt.want, tt.found)
		}
	}
}

// TestFindingsSayTheRemedy: for mistakes that authors make often, the words themselves, in both languages.
func TestFindingsSayTheRemedy(t *testing.T) {
	for _, tt := range []struct{ attrs, body, vi, en string }{
		{"poinst=2", "Hỏi gì?\n\n- [x] a\n- [ ] b\n  > Không.", "points", "points"},
		{"type=sinlge", "Hỏi gì?\n\n- [x] a\n- [ ] b\n  > Không.", "single", "single"},
		{"type=numeric", "Mấy?\n\n- [x] 4.2", "4,2", "4,2"},
		{"type=numeric", "Mấy?\n\n- [x] 5..3", "3", "3"},
		{"", "Hỏi gì?\n\n- [x] a\n- [] b", "[ ]", "[ ]"},
		{`apart="Nhóm 1"`, "Hỏi gì?\n\n- [x] a\n- [ ] b\n  > Không.", "nhom-1", "nhom-1"},
		{"", "Hỏi gì? Chọn hai.\n\n- [x] a\n- [x] b\n- [ ] c\n  > Không.", "Chọn tất cả ý đúng", "Choose all that apply"},
	} {
		files := base(t)
		files["bank/01-cau-hoi.md"] = &fstest.MapFile{Data: []byte("---\ntitle: Câu hỏi\n---\n\n# Câu hỏi\n\n## Câu {#cau competence=4.2 level=2 " + tt.attrs + "}\n\n" + tt.body + "\n\n> Vì thế.\n")}
		_, report := load(files)
		if len(report.Findings) == 0 {
			t.Errorf("%s %s: nothing was found", tt.attrs, tt.body)
			continue
		}
		for lang, want := range map[string]string{"vi": tt.vi, "en": tt.en} {
			if got := report.Findings[0].Text(lang); !strings.Contains(got, want) {
				t.Errorf("%s %s: %q does not name %q", tt.attrs, tt.body, got, want)
			}
		}
	}
}
