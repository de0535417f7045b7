package content

import (
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"hocso/internal/course"
)

// slowest is how much processor time a check may take in tests. The promise is 250 ms for what is accepted, on a machine of its own; test
// machines are shared. Time is not judged in short mode, which runs under the race detector, 20 times slower.
const slowest = time.Second

// spent is the processor time of this process: what a check costs, however busy the machine is with other things.
func spent() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// withFile is the base course with other bytes for one of its files.
func withFile(t testing.TB, name string, data []byte) (*Bundle, Report) {
	t.Helper()
	raw, err := os.ReadFile("testdata/base.txtar")
	if err != nil {
		t.Fatal(err)
	}
	root := fstest.MapFS{}
	var file *fstest.MapFile
	for line := range strings.Lines(string(raw)) {
		if rest, ok := strings.CutPrefix(line, "-- "); ok {
			file = &fstest.MapFile{}
			root["khoa-hoc/"+strings.TrimSuffix(rest, " --\n")] = file
			continue
		}
		file.Data = append(file.Data, line...)
	}
	root["khoa-hoc/bank/a.svg"] = &fstest.MapFile{Data: []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>a</title><desc>b</desc></svg>`)}
	root["khoa-hoc/"+name] = &fstest.MapFile{Data: data}
	start := spent()
	bundle, report := Load(root, "khoa-hoc", testSet(), URLs{})
	if took := spent() - start; took > slowest && !testing.Short() {
		t.Errorf("%d bytes took %v", len(data), took)
	}
	sound(t, bundle, report)
	return bundle, report
}

// sound holds a result to what is promised of every one: findings point into the file and have words; a bundle exists
// exactly when there are no errors, it holds every file that it shows, and its HTML can do no harm.
func sound(t testing.TB, bundle *Bundle, report Report) {
	t.Helper()
	if (bundle == nil) != report.HasErrors() {
		t.Errorf("bundle %v, errors %v", bundle != nil, report.HasErrors())
	}
	for _, f := range report.Findings {
		if _, ok := messages()[f.Key]; !ok || f.Line < 0 || f.File == "" {
			t.Errorf("odd finding %+v", f)
		}
		if n := utf8.RuneCountInString(f.Quote); !utf8.ValidString(f.Quote) || f.Caret < 0 || f.Caret > n {
			t.Errorf("caret %d outside of %q", f.Caret, f.Quote)
		}
	}
	if bundle == nil {
		return
	}
	c := bundle.Course
	for _, m := range bundle.Media { // smaller forms of a picture are made of it anew
		if !strings.Contains(m.Path, "@") && !slices.ContainsFunc(bundle.Sources, func(f File) bool { return f.Path == m.Path }) {
			t.Errorf("%s is shown and no part of the version", m.Path)
		}
	}
	harmless(t, c.Body)
	for _, m := range c.Modules {
		harmless(t, m.Body)
		for _, l := range m.Lessons {
			for i, b := range l.Blocks {
				harmless(t, b.HTML)
				if (b.HTML == "") == (b.Question == "") || i > 0 && b.HTML != "" && l.Blocks[i-1].HTML != "" {
					t.Errorf("block %d is not HTML or a question in turn", i)
				}
			}
			for _, q := range l.Questions {
				answerable(t, q)
			}
		}
	}
	for _, q := range c.Bank {
		answerable(t, q)
		for _, in := range q.In {
			answerable(t, in)
		}
	}
	for _, tr := range c.Translations {
		harmless(t, tr.Body)
		for _, l := range tr.Lessons {
			for _, b := range l.Blocks {
				harmless(t, b.HTML)
			}
			for _, q := range l.Questions {
				answerable(t, q)
			}
		}
	}
}

// answerable holds a compiled question to the rules of its type.
func answerable(t testing.TB, q course.Question) {
	t.Helper()
	right := 0
	for _, c := range q.Choices {
		harmless(t, c.HTML)
		harmless(t, c.Feedback)
		if c.Right {
			right++
		}
	}
	if s := q.Scenario; s != nil {
		harmless(t, s.Stem)
		if s.Stem == "" || s.ID == "" || s.Part < 1 || s.Part > s.Parts || s.Parts < fewestParts {
			t.Errorf("a part of no scenario: %+v", s)
		}
	}
	harmless(t, q.Stem)
	harmless(t, q.Explanation)
	for i, p := range q.Pairs {
		harmless(t, p.HTML)
		harmless(t, p.Feedback)
		if p.Text == "" || p.Choice < 0 || p.Choice >= len(q.Choices) || slices.ContainsFunc(q.Pairs[:i], func(o course.Pair) bool { return o.Text == p.Text }) {
			t.Errorf("pair %d of %+v", i, q)
		}
	}
	gaps := strings.Count(q.Stem, course.GapMark) == len(q.Gaps)
	for _, g := range q.Gaps {
		menu := 0
		for _, c := range g.Choices {
			harmless(t, c.HTML)
			harmless(t, c.Feedback)
			if c.Right {
				menu++
			}
		}
		gaps = gaps && g.Label != "" && menu > 0 && (g.Type == course.Single) == (menu == 1 && len(g.Choices) > 1)
	}
	spots := q.Picture != nil && q.Picture.Width > 0 && q.Picture.Alt != ""
	for _, c := range q.Choices {
		spots = spots && c.Area != nil
	}
	all := len(q.Choices)
	ok := map[course.Type]bool{
		course.Single: right == 1 && all > 1, course.Multiple: right > 0 && right < all && all > 2,
		course.TrueFalse: all > 0, course.Numeric: right > 0, course.Short: right > 0,
		course.Matching: len(q.Pairs) > 1 && all > 0, course.Ordering: all > 2 && right == 0,
		course.Cloze: gaps && len(q.Gaps) > 0, course.Hotspot: spots && all > 1 && right > 0,
		course.Practical: q.Rubric != nil && len(q.Rubric.Criteria) > 0 && len(q.Rubric.Columns) > 1,
	}[q.Type]
	if !ok || q.ID == "" || q.Stem == "" || q.Explanation == "" || q.Level < 1 || q.Level > 8 || q.Competence.Code == "" {
		t.Errorf("a question that cannot be asked: %+v", q)
	}
}

// harmless holds compiled HTML to an allow-list of tags, attributes and addresses, and to being balanced.
func harmless(t testing.TB, s string) {
	t.Helper()
	tags := strings.Fields("p h2 h3 h4 h5 h6 a strong em del code pre br hr ul ol li blockquote img figure figcaption table thead tbody tr th td " +
		"div dl dt dd kbd sub sup abbr small section svg use " +
		"audio video track source details summary span math mi mn mo mtext mspace mrow mfrac msqrt mroot msub msup msubsup munder mover munderover mtable mtr mtd")
	attrs := strings.Fields("href src alt width height id class title role aria-label aria-hidden scope data-th loading download start " +
		"srcset sizes controls preload kind srclang label type display alttext mathvariant stretchy accent linethickness")
	empty := []string{"br", "hr", "img", "use", "source", "track"}
	var open []string
	z := html.NewTokenizer(strings.NewReader(strings.ReplaceAll(strings.ReplaceAll(s, SpriteMark, "/sprite"), course.GapMark, "")))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		tok := z.Token()
		switch kind {
		case html.CommentToken, html.DoctypeToken:
			t.Errorf("a comment in %q", s)
		case html.StartTagToken, html.SelfClosingTagToken:
			if !slices.Contains(tags, tok.Data) {
				t.Errorf("tag %s in %q", tok.Data, s)
				return
			}
			for _, a := range tok.Attr {
				fine := slices.Contains(attrs, a.Key) || tok.Data == "code" && a.Key == "class"
				if u, err := url.Parse(a.Val); (a.Key == "href" || a.Key == "src") &&
					(err != nil || !slices.Contains([]string{"", "http", "https", "mailto", "tel"}, u.Scheme)) {
					fine = false
				}
				if !fine {
					t.Errorf("attribute %s=%q in %q", a.Key, a.Val, s)
					return
				}
			}
			if kind == html.StartTagToken && !slices.Contains(empty, tok.Data) {
				open = append(open, tok.Data)
			}
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != tok.Data {
				t.Errorf("</%s> closes %v in %q", tok.Data, open, s)
				return
			}
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		t.Errorf("%v is open at the end of %q", open, s)
	}
}

// The fuzz targets run a whole check, so minimising an input takes long: use -fuzzminimizetime=10x.
func FuzzQuestion(f *testing.F) {
	f.Add("## Câu {#cau type=single competence=4.2 level=2}\n\nHỏi?\n\n- [x] Một\n- [ ] Hai\n  > Không.\n\n> Vì thế.\n")
	f.Add("## Câu {#cau type=multiple competence=4.10 level=1 points=0.5 scoring=all}\n\nChọn tất cả ý đúng?\n\n- [x] Một\n- [x] Hai\n- [ ] Ba\n  > Không.\n\n> Vì thế.\n")
	f.Add("## Câu {#cau type=truefalse competence=\"ND224-2026-D77:77.2.a\" level=3}\n\nXét.\n\n- [x] Một\n  > Phải.\n\n> Vì thế.\n")
	f.Add("## Câu {#cau type=numeric competence=4.2 level=2 unit=\"đồng\"}\n\nMấy?\n\n- [x] 1.500 ± 2\n- [ ] 1..2\n  > Không.\n\n> Vì thế.\n")
	f.Add("## Câu {#cau type=short competence=4.2 level=2 match=exact}\n\nGì?\n\n- [x] `a.b`\n- [ ] <kbd>b</kbd>\n  > Không.\n\n> Vì thế.\n")
	f.Add("## Câu {#cau type=matching competence=4.2 level=2}\n\nGhép?\n\n| a | b | c |\n|-|-|-|\n| 1 | 2 | 3 |\n| x | `y` |\n|  | z |\n\n> Vì thế.\n")
	f.Add("## Câu {#cau type=ordering competence=4.2 level=2}\n\nXếp?\n\n1. Một\n   > Không.\n2. **Hai**\n3. Ba\n\n> Vì thế.\n")
	f.Add("## Câu {#cau type=hotspot competence=4.2 level=2}\n\n![a](a.svg)\n\nĐâu?\n\n- [x] Một `rect 0 0 50 50`\n- [ ] Hai `circle 75 75 .5e1`\n  > Không.\n\n> Vì thế.\n")
	f.Add("## Chuyện {#chuyen type=scenario}\n\nKể.\n\n### A {#a type=single competence=4.2 level=2}\n\nHỏi?\n\n- [x] Một\n- [ ] Hai\n  > Không.\n\n> Vì thế.\n\n### B {#b type=short competence=4.2 level=2}\n\nGì?\n\n- [x] Ba\n\n> Vì thế.\n")
	f.Add("## Việc {#viec type=practical competence=4.2 level=2 assess=self}\n\nLàm.\n\n| a | Tốt (2) | Chưa (0) |\n|-|-|-|\n| b | c | d |\n\n> Đạt.\n")
	f.Add("## Câu {#cau type=cloze competence=4.2 level=2}\n\nMột {1} và *hai {2}*, {3}.\n\n1. a\n   - [x] b\n   - [ ] c\n     > Không.\n2. d\n   - [x] 1,5\n3. e\n   - [x] `f`\n\n> Vì thế.\n")
	f.Add("## Câu {#cau type=single\n\n- [] a\n* [x]b\n      > c\n> d\n\n### e {x}\n\n| a |\n|-|\n| b |\n")
	f.Add("## `{` {#cau  level=“2”} ##\n\n[a](b \"include\") ![](c) <b>d</b> [^e]\n\n[^e]: f\n")
	f.Fuzz(func(t *testing.T, body string) {
		withFile(t, "bank/01-cau-hoi.md", []byte("---\ntitle: Câu hỏi\n---\n\n# Câu hỏi\n\n"+body))
		withFile(t, "01-mo-dau/01-bai.md", []byte(lessonFront+body))
	})
}

func FuzzFrontMatter(f *testing.F) {
	f.Add("title: Bài\nsummary: \"a: b # c\"\nminutes: 10\ncompetences:\n  - { code: \"4.2\", level: 2 }\nverify:\n  - a\n")
	f.Add("title: a: b\n- c\n\t{[}]\n")
	f.Add("title: >\n  a\n  b\naudience: [a, b]\nhours: .5e1\nwas: x\nlanguage: vi-VN\nstandard: TT02-2025\ncompletion: {lessons: all}\n")
	f.Add("exam:\n  title: a\n  minutes: 1\n  pass: 1\n  draw:\n    - { competence: \"4.2\", level: [1, 2], count: 1 }\n  claims: [{competence: \"4.2\", level: 8}]\n")
	f.Add("a: &x [*x]\n? b\n: !!int c\n<<: *x\n--- \n...\n%YAML 1.2\n'")
	f.Fuzz(func(t *testing.T, text string) {
		for _, name := range []string{"course.md", "01-mo-dau/01-bai.md", "01-mo-dau/module.md"} {
			withFile(t, name, []byte("---\n"+text+"\n---\n\n# Bài\n\nChữ.\n"))
		}
	})
}

// TestAnyBytes: whatever a file holds, the check neither panics nor takes long, and what it accepts is sound.
func TestAnyBytes(t *testing.T) {
	marks := []string{
		"[a](", "[", "]", "](", "*", "**a ", "_", "`", "``", "<", "<!--", "<br>", "<kbd>", "</kbd>", "![", "[a]: b\n", "~~", "&amp;", "{", "}",
		"# a\n", "## a {#b type=single}\n", "> ", "- ", "- [x] a\n", "- [ ] b\n", "  > c\n", "1. ", "|a|b|\n", "|-|-|\n", "www.a.b ",
		"http://a.b ", "a@b.c ", ": a\n", "[^1]", "[^1]: b\n", "\\", "  \n", "\n", "\n\n", "a", "chữ ", "===\n", "---\n", "```\n", "    ",
		"\t", "\r\n", "\x00", "\xff", "\u0302", "\ufeff", "> [!NOTE]\n", "![a](b.svg)", "(../glossary.md#c)",
		"$a$", "$\\frac{1}{2}$", "$$\n", "```sql\n", "[a](../../_shared/a.md \"include\")", "![a](b.mp3)", "<abbr title=\"a\">",
	}
	piece := rapid.Custom(func(t *rapid.T) string {
		s := rapid.SampledFrom(marks).Draw(t, "mark")
		return strings.Repeat(s, rapid.SampledFrom([]int{1, 1, 1, 2, 5, 300}).Draw(t, "times"))
	})
	rapid.Check(t, func(rt *rapid.T) {
		body := strings.Join(rapid.SliceOfN(piece, 0, 60).Draw(rt, "pieces"), "")
		name := rapid.SampledFrom([]string{"01-mo-dau/01-bai.md", "bank/01-cau-hoi.md", "course.md", "glossary.md", "01-mo-dau/module.md"}).Draw(rt, "file")
		front := rapid.SampledFrom([]string{lessonFront, "---\ntitle: a\n---\n", ""}).Draw(rt, "front")
		withFile(t, name, []byte(front+body))
		if t.Failed() {
			rt.Fatalf("%s: %q", name, front+body)
		}
	})
}

// TestWorstAccepted: blocks that lie just under the limits, repeated up to the size of a file, are read in time.
func TestWorstAccepted(t *testing.T) {
	if testing.Short() {
		t.Skip("judges time alone, see slowest")
	}
	worst := time.Duration(0)
	for _, unit := range []string{
		"[a]( ", "[ ", "*a **b ", "`a ``b ", "<a href=\" ", "<br> ", "www.a.b ", "http://a.b/( ", "[^1] ", "# a\n", "a\n===\n", "|a|a|a|a|a|a|\n",
		"~a ~~b ", "![ ", "[b]: c\n", "[a][b] ", "a\n: b\n", "<!-- ", "<![CDATA[", "[^x]: y\n", "> > > > a\n", "$a ", "$\\frac{1}{2}$ ", "$\\x$ ", "$$ a $$\n",
		"</kbd>", "> ", "```sql\nselect\n```\n", "a@b.c ", "*_", "&#1;", "## a {#b c=d}\n",
	} {
		for _, size := range []int{60, 1200, 16000} {
			block := strings.Repeat(unit, size/len(unit)) + "\n\n"
			if strings.HasPrefix(unit, "|") {
				block = "|a|a|a|a|a|a|\n|-|-|-|-|-|-|\n" + block
			}
			text := func(n int) []byte {
				return []byte(lessonFront + "[^1]: b\n\n" + strings.Repeat(block, n))
			}
			low, high := 0, (maxFile-1000)/len(block)
			for low < high {
				if mid := (low + high + 1) / 2; accepts(text(mid)) {
					low = mid
				} else {
					high = mid - 1
				}
			}
			t.Run(fmt.Sprintf("%q×%d×%d", unit, size, low), func(t *testing.T) {
				start := time.Now()
				withFile(t, "01-mo-dau/01-bai.md", text(low))
				worst = max(worst, time.Since(start))
			})
		}
	}
	t.Logf("the slowest took %v, with the checks of the test", worst)
}

func accepts(data []byte) bool {
	p := &page{raw: data, log: &log{}}
	if !p.clean() {
		return false
	}
	p.splitFront()
	return p.bounded()
}

// FuzzLesson: the prose of a lesson, with every construct that goldmark does not know.
func FuzzLesson(f *testing.F) {
	for _, seed := range []string{
		"$x^2$ và $$\n\\frac{1}{2}\n$$\n\n```sql\nSELECT 'a' -- b\n```\n", "> [!NOTE]\n> a\n\n[^1]: b\n\na[^1]\n\nc\n: d\n",
		"![a](b.mp3 \"c\")\n\n![a](../a.svg)\n\n[a](x.pdf)\n", "| a |  |\n|-|-|\n| $b$ | `c` |\n\n#### d\n", "[a](../../_shared/b.md \"include\")\n\n<kbd>a</kbd><br>\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		withFile(t, "01-mo-dau/01-bai.md", []byte(lessonFront+body))
		withFile(t, "01-mo-dau/01-bai.en.md", []byte("---\ntitle: a\nsummary: b\n---\n\n# a\n\n"+body))
	})
}
