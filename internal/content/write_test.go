package content

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hocso/courses"
	"hocso/internal/course"
	"hocso/internal/standard"
)

var pointsEqual = cmp.Comparer(func(a, b course.Points) bool { return a.Rat().Cmp(b.Rat()) == 0 })

const bankFront = "---\ntitle: Câu hỏi\n---\n\n# Câu hỏi\n\n"

// reread writes questions of a bank and reads them back.
func reread(t testing.TB, rt *rapid.T, questions []course.Question) ([]course.Question, string) {
	t.Helper()
	text, lost := writeQuestions(questions, WriteOptions{Standard: standard.TT02})
	if len(lost) > 0 {
		rt.Fatalf("lost %v of\n%+v", lost, questions)
	}
	md := bankFront + text
	bundle, report := withFile(t, "bank/01-cau-hoi.md", []byte(md))
	if bundle == nil {
		rt.Fatalf("%s\n%s", said(report), md)
	}
	return bundle.Course.Bank, md
}

func said(r Report) string {
	var b strings.Builder
	_ = r.Write(&b, "en")
	return b.String()
}

// TestWriteShipped: every exam question that is shipped reads the same after it was written.
func TestWriteShipped(t *testing.T) {
	if testing.Short() {
		t.Skip("one goroutine, and long: the full suite runs it")
	}
	std, err := Standards(courses.FS)
	if err != nil {
		t.Fatal(err)
	}
	all := 0
	for _, slug := range Courses(courses.FS) {
		bundle, report := Load(courses.FS, slug, std, URLs{})
		if bundle == nil {
			t.Fatal(said(report))
		}
		copied := fstest.MapFS{}
		for _, f := range bundle.Sources {
			copied[slug+"/"+f.Path] = &fstest.MapFile{Data: f.Data}
		}
		for _, m := range bundle.Media {
			copied[slug+"/"+m.Path] = &fstest.MapFile{Data: m.Data}
		}
		files := map[string][]course.Question{}
		for _, q := range bundle.Course.Bank {
			files[q.File] = append(files[q.File], q)
			all++
		}
		for name, questions := range files {
			text, lost := writeQuestions(questions, WriteOptions{Standard: bundle.Course.Standard, Link: written(bundle, URLs{}, "bank")})
			if len(lost) > 0 {
				t.Errorf("%s: lost %v", name, lost)
			}
			copied[slug+"/bank/"+name] = &fstest.MapFile{Data: []byte(bankFront + text)}
		}
		again, report := Load(copied, slug, std, URLs{})
		if again == nil {
			t.Fatal(said(report))
		}
		if d := cmp.Diff(bundle.Course.Bank, again.Course.Bank, pointsEqual); d != "" {
			t.Error(slug, d)
		}
	}
	if all < 50 {
		t.Errorf("only %d questions were compared", all)
	}
}

// inlines are texts that are hard to write back. Marks of emphasis do not touch each other: what goldmark makes of that
// is an accident that no other text repeats.
func inlines() *rapid.Generator[string] {
	pieces := []string{
		"chữ", "Đúng", " ", " ", " ", "c**đậm**c", "c*nghiêng*c", " **đậm**, ", "`mã`", "`` a`b ``", "c~~bỏ~~c", "[nối](https://a.vn/x_y?b=c&d=e)", "[nối](glossary.md \"tên\")",
		"<https://a.vn/>", "H<sub>2</sub>O", "<kbd>Ctrl</kbd>", "<br>", "\\*", "\\_", "\\[", "\\<", "&amp;amp;", "a_b", "1\\. ", "\\# ", "\\- ",
		"\\> ", "c***a***c", "c**a *b* c**c", "c*a **b***c", "*“a”* ", "x\\@y.vn", "0!\\@0.vn", "www\\.a.vn", "http\\://a.vn", "“”", "…", "!", "#", "{", "}", "|", "$", ":", "=",
		"~ ", "\\`", "<abbr title=\"Viết tắt\">VT</abbr>", "đ_", "_đ", "&copy;", "&#33;", "\u00a0x",
	}
	return rapid.Custom(func(t *rapid.T) string {
		s := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 8).Draw(t, "pieces"), "")
		return strings.TrimSpace("a" + s + "z")
	})
}

// paragraphs are blocks of a stem, a feedback or an explanation.
func blockTexts() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		a, b := inlines().Draw(t, "a"), inlines().Draw(t, "b")
		return rapid.SampledFrom([]string{
			a, a + "\n" + b, a + "\n\n" + b, "* " + a + "\n* " + b, "1. " + a + "\n\n   " + b + "\n2. x", "> " + a, "+ " + a + "\n  * " + b + "\n\n\n1) c",
			"```text\nx < *y*\n\n```` z\n```", "* x\n\n+ y\n\n* z", "5. a\n6. b\n\n1) c", "***", "a\\\nb", "term\n: " + a + "\n: b\n\nx\n\n: y", "x\n\n    mã\n      lùi",
			"| x | y |\n|---|---|\n| " + strings.ReplaceAll(a, "|", "\\|") + " | `a\\|b` |\n| | z |",
		}).Draw(t, "shape")
	})
}

func prefixed(s, prefix string) string {
	return prefix + strings.ReplaceAll(s, "\n", "\n"+prefix)
}

// markdownQuestions are questions as authors write them.
func markdownQuestions() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		kind := rapid.SampledFrom([]string{"single", "multiple", "truefalse", "short", "numeric", "matching", "ordering", "cloze", "scenario"}).Draw(t, "type")
		extra := rapid.SampledFrom([]string{"", " points=0.5", " shuffle=no", " scoring=all", " apart=nhom-a", ` competence="ND224-2026-D77:77.2.a"`}).Draw(t, "extra")
		if !strings.Contains(extra, "competence") {
			extra += " competence=4.10"
		}
		answers := []string{"- [x] ", "- [ ] ", "- [ ] "}
		texts := rapid.SliceOfNDistinct(inlines(), 3, 3, rapid.ID[string]).Draw(t, "answers")
		switch kind {
		case "short":
			texts = []string{"`a b`", "c\\*d", "`e``"}
			extra += rapid.SampledFrom([]string{"", " match=exact", " match=marks"}).Draw(t, "match")
		case "numeric":
			texts = []string{"1.500 ± 2", "-5", "1..2,5"}
			extra += rapid.SampledFrom([]string{"", ` unit="đồng / m²"`}).Draw(t, "unit")
		}
		if written, ok := otherQuestion(t, kind, extra, texts); ok {
			return written
		}
		var b strings.Builder
		fmt.Fprintf(&b, "## %s {#cau-%d type=%s level=3%s}\n\n", strings.ReplaceAll(rapid.SampledFrom([]string{"Tên", "C\\#", "a\\{b\\}", "*A* `b`", "1. x"}).Draw(t, "title"), "\n", " "), rapid.IntRange(1, 1<<40).Draw(t, "id"), kind, extra)
		fmt.Fprintf(&b, "Chọn tất cả ý đúng.\n\n%s\n\n", blockTexts().Draw(t, "stem"))
		for i, text := range texts {
			fmt.Fprintf(&b, "%s%s\n%s\n", answers[i], text, prefixed(blockTexts().Draw(t, "feedback"), "  > "))
		}
		fmt.Fprintf(&b, "\n%s\n\n", prefixed(blockTexts().Draw(t, "explanation"), "> "))
		return b.String()
	})
}

// otherQuestion is a question whose answers are no list with checkboxes.
func otherQuestion(t *rapid.T, kind, extra string, texts []string) (string, bool) {
	extra = strings.ReplaceAll(extra, " shuffle=no", "")
	stem, feedback := blockTexts().Draw(t, "stem"), inlines().Draw(t, "feedback")
	head := "## Tên {#cau type=" + kind + " level=3" + extra + "}\n\n" + stem + "\n\n"
	end := "\n" + prefixed(blockTexts().Draw(t, "explanation"), "> ") + "\n"
	cell := func(s string) string { return strings.ReplaceAll(s, "|", "\\|") }
	switch kind {
	case "matching":
		rows := "| a | b | c |\n|---|---|---|\n| " + cell(texts[0]) + " | x |  |\n| | " + cell(texts[1]) + " | " + cell(feedback) + " |\n| y | z | " + cell(feedback) + " |\n| " + cell(texts[2]) + " | x | |\n"
		return head + rows + end, true
	case "ordering":
		mark := rapid.SampledFrom([]string{".", ")"}).Draw(t, "mark")
		return head + "1" + mark + " " + texts[0] + "\n2" + mark + " " + texts[1] + "\n   > " + feedback + "\n3" + mark + " " + texts[2] + "\n" + end, true
	case "cloze":
		menu := "1. " + "Chỗ *một*\n   - [x] " + texts[0] + "\n   - [ ] " + texts[1] + "\n     > " + feedback + "\n"
		return head + "Điền {1} và **{2}**, {3}.\n\n" + menu + "2. # 2\n   - [x] `a b`\n3. Số\n   - [x] 1.500 ± 2\n" + end, true
	case "scenario":
		story := "## Chuyện {#chuyen type=scenario" + rapid.SampledFrom([]string{"", " apart=nhom", " scoring=all"}).Draw(t, "of") + "}\n\n" + stem + "\n\n"
		part := func(id string) string {
			return "### Phần {#" + id + " type=single competence=4.2 level=2 points=2}\n\nHỏi gì?\n\n- [x] một\n- [ ] hai\n  > " + feedback + "\n" + end + "\n"
		}
		return story + part("phan-a") + part("phan-b"), true
	}
	return "", false
}

// TestWriteProperty: any question that can be published reads the same after it was written.
func TestWriteProperty(t *testing.T) {
	tried, accepted := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		md := markdownQuestions().Draw(rt, "question")
		tried++
		bundle, _ := withFile(t, "bank/01-cau-hoi.md", []byte(bankFront+md))
		if bundle == nil {
			return
		}
		accepted++
		want := bundle.Course.Bank
		got, text := reread(t, rt, want)
		if d := cmp.Diff(want, got, pointsEqual); d != "" {
			rt.Fatalf("%s\nwritten as\n%s\n%s", md, text, d)
		}
	})
	if accepted*3 < tried {
		t.Errorf("only %d of %d questions were good ones", accepted, tried)
	}
}

// TestWriteInLesson: questions of lessons, practical tasks among them, read the same after they were written.
func TestWriteInLesson(t *testing.T) {
	text := "## Làm thật {#lam-that type=practical assess=self competence=4.2 level=2}\n\n1. Mở máy.\n2. Gõ `a|b`.\n\n" +
		"| Việc | Tốt nhất (4) | Được (2) | Chưa (0) |\n|---|---|---|---|\n| Tự gõ **địa chỉ** | không \\| nhìn | nhìn bài | nhờ *người* khác |\n\n> Đạt khi được từ 2 điểm.\n\n" +
		"## Nộp {#nop type=practical assess=teacher evidence=text pass=2 competence=4.2 level=2}\n\nKể lại.\n\n| Việc | Tốt (2) | Chưa (0) |\n|---|---|---|\n| Kể | đủ | thiếu |\n\n> Đạt khi kể đủ.\n\n" +
		"## Gõ {#go type=short match=marks typos=2 competence=4.2 level=2}\n\nGiấy gì?\n\n- [x] căn cước công dân\n\n> Vì thế.\n\n" +
		"## Hai {#hai type=single competence=4.2 level=2}\n\nHỏi?\n\n- [x] một\n- [ ] hai\n  > Không.\n\n> Vì thế.\n"
	before, report := withFile(t, "01-mo-dau/01-bai.md", []byte(lessonFront+text))
	if before == nil {
		t.Fatal(said(report))
	}
	want := before.Course.Modules[0].Lessons[0].Questions
	again := ""
	for i, q := range want {
		md, lost := WriteQuestion(q, WriteOptions{Standard: standard.TT02, Heading: 3 - i})
		if len(lost) > 0 {
			t.Errorf("%s: lost %v", q.ID, lost)
		}
		again += md + "\n"
	}
	after, report := withFile(t, "01-mo-dau/01-bai.md", []byte(lessonFront+again))
	if after == nil {
		t.Fatal(said(report), again)
	}
	if d := cmp.Diff(want, after.Course.Modules[0].Lessons[0].Questions, pointsEqual); d != "" {
		t.Error(again, d)
	}
	if len(want) != 4 || want[1].HandIn == nil || want[2].Typos != 2 {
		t.Errorf("%d questions", len(want))
	}
}

// TestWritePlain: whatever stands in a text is read back as that text.
func TestWritePlain(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.StringMatching("[ -~đĐăơư\u00a0“”…]{1,40}").Filter(func(s string) bool { return strings.Trim(s, " \u00a0") != "" }).Draw(rt, "text")
		w := newMDWriter(nil)
		md := w.inline([]*element{{text: text}})
		if len(w.lost) > 0 {
			rt.Fatalf("%q: lost %v, wrote %q", text, w.lost, md)
		}
		if !w.reads(md, canon([]*element{{text: text}})) {
			rt.Fatalf("%q: wrote %q", text, md)
		}
	})
}

// TestWriteCell: bars of a text stay what they are in a table, also where a line would begin with one.
func TestWriteCell(t *testing.T) {
	for text, want := range map[string]string{"a|b": `a\|b`, "|a": `\|a`, `\|a`: `\\\|a`, "# a": `\# a`, "||": `\|\|`} {
		w := newMDWriter(nil)
		if got := w.cell([]*element{{text: text}}); got != want || len(w.lost) > 0 {
			t.Errorf("%s: %s, lost %v", text, got, w.lost)
		}
	}
}

// TestWriteForeign: HTML from elsewhere is tamed, and what is left out is named.
func TestWriteForeign(t *testing.T) {
	for _, tt := range []struct{ html, want, lost string }{
		{"Một <b>hai</b>", "Một **hai**", ""},
		{"<p>a<p>b", "a\n\nb", ""},
		{"<div><span style=x>a</span></div><script>b()</script>", "a", "<script>"},
		{"<h2>a</h2>b", "**a**\n\nb", "<h2>"},
		{`<a href="javascript:x">a</a>`, "a", "<a>"},
		{`<img src="http://a/b.png" alt="hình">c`, "hìnhc", "<img>"},
		{`<img src="@@PLUGINFILE@@/b.png" alt="hình">`, "hình", "<img>"},
		{`<img src="b.png" alt="hình">`, "![hình](b.png)", ""},
		{"a < b & c &lt;d&gt;", "a \\< b & c \\<d>", ""},
		{"<b> a </b>b", "a b", "<em>"},
		{"<ul><li>a<li>b</ul>", "* a\n* b", ""},
		{"<table><tr><td>a|b<td>c<tr><td>d</table>", "| a\\|b | c |\n|---|---|\n| d |  |", ""},
		{"<!-- x -->a<!b>c", "ac", ""},
		{"a<br/>b", "a<br/>b", ""},
		{"1. a", "1\\. a", ""},
	} {
		w := newMDWriter(nil)
		if got := strings.Join(w.blocks(w.read(tt.html), false), "\n"); got != tt.want || strings.Join(w.lost, " ") != tt.lost {
			t.Errorf("%s: %q, lost %v", tt.html, got, w.lost)
		}
	}
}

// TestWrittenAddresses: addresses of compiled HTML lead back to the files that authors name.
func TestWrittenAddresses(t *testing.T) {
	_, files := archive(t, "testdata/good.txtar")
	files["01-mo-dau/mau.pdf"] = &fstest.MapFile{Data: []byte("x")}
	root := fstest.MapFS{}
	for name, f := range files {
		root["khoa-hoc/"+name] = f
	}
	bundle, report := Load(root, "khoa-hoc", testSet(), URLs{})
	if bundle == nil {
		t.Fatal(said(report))
	}
	back := written(bundle, URLs{}, "01-mo-dau")
	for address, want := range map[string]string{
		"/khoa-hoc": "../course.md", "/khoa-hoc/glossary": "../glossary.md", "/khoa-hoc/glossary#ma-otp": "../glossary.md#ma-otp",
		"/khoa-hoc/mo-dau/mot": "01-mot.md", "/khoa-hoc#mo-dau": "module.md", "https://a.vn": "https://a.vn", "/khac": "",
	} {
		if got, ok := back(address); ok != (want != "") || ok && got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
	if !slices.ContainsFunc(bundle.Media, func(m Media) bool {
		got, ok := back("/" + m.Hash + "/" + m.Name)
		return ok && strings.HasSuffix(got, m.Name)
	}) {
		t.Error("no picture has a way back")
	}
}

// FuzzWrite: any HTML becomes Markdown in time, and what comes out can be published as a stem.
func FuzzWrite(f *testing.F) {
	f.Add("<p>a<b>c</i> &amp; <img src=x alt='y'><table><tr><td>|</table><ul><li><pre><code>x")
	f.Add("<a href=\"https://x.vn/(a)\" title='\"'>b</a><h1>#</h1><blockquote>1. x</blockquote>")
	f.Add(strings.Repeat("<div>", 200) + strings.Repeat("<", 300) + strings.Repeat("<b>", 100))
	f.Fuzz(func(t *testing.T, html string) {
		q := course.Question{
			ID: "cau", Type: course.Single, Title: "Tên", Level: 2, Stem: "Hỏi. " + html, Explanation: "vì thế " + html,
			Choices: []course.Choice{{HTML: "một " + html, Right: true}, {HTML: "hai " + html, Feedback: "không " + html}},
		}
		q.Competence.Code = "4.2"
		md, _ := WriteQuestion(q, WriteOptions{})
		_, report := withFile(t, "bank/01-cau-hoi.md", []byte(bankFront+md))
		for _, finding := range report.Findings { // what an author must answer, or what no size permits
			known := slices.Contains([]string{
				"image.alt", "link.missing", "link.malformed", "answer.equal", "table.header", "answer.all-of-them", "answer.joined", "link.anchor",
				"link.outside", "image.type", "file.nfc", "media.unsupported", "link.not-shown", "link.type", "glossary.unused", "link.scheme",
			}, finding.Key) ||
				strings.HasPrefix(finding.Key, "scan.") || strings.HasPrefix(finding.Key, "file.")
			if finding.Severity == Error && !known {
				t.Errorf("%s: %s\n%s", finding.Key, finding.Text("en"), md)
			}
		}
	})
}
