package content

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hocso/internal/fault"
)

func TestParseBraces(t *testing.T) {
	type attrs map[string]string
	tests := []struct {
		raw   string
		id    string
		attrs attrs
		fault string
	}{
		{"Không có ngoặc", "", nil, ""},
		{"Mã {#ma}", "ma", nil, ""},
		{`Đủ {#a-1 type=single competence=4.10 unit="đồng / m²" level=2}  `, "a-1", attrs{"type": "single", "competence": "4.10", "unit": "đồng / m²", "level": "2"}, ""},
		{"Chấm {competence=77.2.dd}", "", attrs{"competence": "77.2.dd"}, ""},
		{"Khung {competence=\"ND224-2026-D77:77.2.a\"}", "", attrs{"competence": "ND224-2026-D77:77.2.a"}, ""},
		{`Ngoặc trong nháy {unit="}" id=x}`, "x", attrs{"unit": "}"}, ""},
		{"Mã `{x}` và ``a`{`` {#b}", "b", nil, ""},
		{`Thoát \{x`, "", nil, ""},
		{"Trống {}", "", nil, ""},
		{"Hở {#a", "", nil, "heading.unclosed"},
		{"Đóng {#a} ##", "", nil, "heading.after"},
		{"Cong {unit=“a”}", "", nil, "heading.value"},
		{"Phẩy {level=2,5}", "", nil, "heading.value"},
		{"Dấu {unit=đồng}", "", nil, "heading.value"},
		{"Trần {single}", "", nil, "heading.value"},
		{"Dính {unit=\"a\"b}", "", nil, "heading.value"},
		{"Rỗng {unit=}", "", nil, "heading.value"},
		{"Hai {#a id=b}", "", nil, "heading.repeated"},
		{"Lệch ` {#a}", "a", nil, ""},
	}
	for _, tt := range tests {
		b := parseBraces(tt.raw)
		if b.fault != tt.fault {
			t.Errorf("%s: fault %q, want %q", tt.raw, b.fault, tt.fault)
		}
		if tt.fault != "" {
			continue
		}
		got := attrs(nil)
		for _, a := range b.attrs {
			if got == nil {
				got = attrs{}
			}
			got[a.name] = a.value
		}
		if diff := cmp.Diff(tt.attrs, got); diff != "" || b.id != tt.id {
			t.Errorf("%s: id %q %s", tt.raw, b.id, diff)
		}
	}
}

func TestNesting(t *testing.T) {
	tests := map[string]int{
		"chữ":             0,
		"      thụt":      0,
		"- a":             1,
		"-a":              0,
		"> - 1. [^a]: b":  4,
		"    - a":         3,
		">>> a":           3,
		"1) a":            1,
		"12 a":            0,
		"* * *":           3,
		"------------":    0,
		"[a](b) - c":      0,
		"[^a] không phải": 0,
	}
	for line, want := range tests {
		if got := nesting([]byte(line)); got != want {
			t.Errorf("nesting(%q) = %d, want %d", line, got, want)
		}
	}
}

func TestNearest(t *testing.T) {
	known := []string{"title", "summary", "minutes"}
	for s, want := range map[string]string{"titel": "title", "SUMMERY": "summary", "phut": "title", "minute": "minutes"} {
		if got := nearest(s, known); got != want {
			t.Errorf("nearest(%q) = %q, want %q", s, got, want)
		}
	}
	if got := nearest("a", nil); got != "" {
		t.Errorf("nearest of nothing is %q", got)
	}
}

func TestRelative(t *testing.T) {
	for _, tt := range [][3]string{
		{".", "a.md", "a.md"},
		{"01-a", "01-a/b.svg", "b.svg"},
		{"01-a", "glossary.md", "../glossary.md"},
		{"01-a/hinh", "bank/x.md", "../../bank/x.md"},
	} {
		if got := relative(tt[0], tt[1]); got != tt[2] {
			t.Errorf("relative(%q, %q) = %q, want %q", tt[0], tt[1], got, tt[2])
		}
	}
}

func TestWriteReport(t *testing.T) {
	r := Report{Findings: []Finding{
		{Severity: Error, File: "k/course.md", Line: 2, Column: 3, Quote: "a đây", Caret: 2, Key: "front.unknown", Args: fault.Args{"key": "titel", "near": "title"}},
		{Severity: Warning, File: "k/bank/a.md", Key: "bank.longest", Args: fault.Args{"count": 4, "all": 6}},
	}}
	tests := map[string]string{
		"vi": `k/course.md:2:3: lỗi: Không có khóa ` + "`titel`" + ` [front.unknown]
    → Xóa dòng này, hoặc sửa thành ` + "`title`" + ` nếu ý bạn là vậy
    | a đây
    |   ^
k/bank/a.md:0:0: cảnh báo: 4 trong 6 câu một đáp án có đáp án đúng dài nhất [bank.longest]
    → Viết các lựa chọn dài ngang nhau; không quá một phần ba
1 lỗi, 1 cảnh báo
`,
		"en": `k/course.md:2:3: error: There is no key ` + "`titel`" + ` [front.unknown]
    → Remove it, or write ` + "`title`" + ` if that was meant
    | a đây
    |   ^
k/bank/a.md:0:0: warning: In 4 of 6 single questions the key is the longest answer [bank.longest]
    → Make the answers alike in length; at most a third
errors: 1, warnings: 1
`,
	}
	for lang, want := range tests {
		var b strings.Builder
		if err := r.Write(&b, lang); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, b.String()); diff != "" {
			t.Errorf("%s: -want +got\n%s", lang, diff)
		}
	}
	if got, want := r.Findings[0].Text("en"), "There is no key `titel`. Remove it, or write `title` if that was meant."; got != want {
		t.Errorf("Text = %q, want %q", got, want)
	}
}

func TestReportsForPrograms(t *testing.T) {
	r := Report{Findings: []Finding{
		{Severity: Error, File: "k/course.md", Line: 2, Column: 3, Quote: "a <b>", Key: "front.unknown", Args: fault.Args{"key": "titel", "near": "title"}},
		{Severity: Error, File: "k/course.md", Line: 5, Column: 1, Key: "front.unknown", Args: fault.Args{"key": "hour", "near": "hours"}},
		{Severity: Warning, File: "k/bank/a.md", Key: "bank.longest", Args: fault.Args{"count": 4, "all": 6}},
	}}.Under("khoa/./hoc")
	var b strings.Builder
	if err := r.WriteJSON(&b, "en"); err != nil {
		t.Fatal(err)
	}
	var plain struct {
		Findings         []jsonFinding
		Errors, Warnings int
	}
	if err := json.Unmarshal([]byte(b.String()), &plain); err != nil {
		t.Fatal(err)
	}
	want := jsonFinding{
		"error", "khoa/hoc/k/course.md", 2, 3, "front.unknown", "There is no key `titel`", "Remove it, or write `title` if that was meant", "a <b>",
	}
	if d := cmp.Diff(want, plain.Findings[0]); d != "" || plain.Errors != 2 || plain.Warnings != 1 {
		t.Errorf("%d errors, %d warnings, %s", plain.Errors, plain.Warnings, d)
	}
	b.Reset()
	if err := r.WriteSARIF(&b, "vi", "1"); err != nil {
		t.Fatal(err)
	}
	var sarif struct {
		Version string
		Runs    []struct {
			Tool    struct{ Driver struct{ Rules []sarifRule } }
			Results []sarifResult
		}
	}
	if err := json.Unmarshal([]byte(b.String()), &sarif); err != nil || sarif.Version != "2.1.0" || len(sarif.Runs) != 1 {
		t.Fatalf("%v in\n%s", err, b.String())
	}
	run := sarif.Runs[0]
	for i, res := range run.Results {
		if rule := run.Tool.Driver.Rules[res.Index]; rule.ID != res.Rule || rule.Default.Level != res.Level {
			t.Errorf("result %d of %s points to the rule %+v", i, res.Rule, rule)
		}
		if at := res.Locations[0].Physical; at.Artifact.URI != r.Findings[i].File || (at.Region != nil) != (r.Findings[i].Line > 0) {
			t.Errorf("result %d stands at %+v", i, at)
		}
	}
	if got := run.Results[1].Message.Text; got != r.Findings[1].Text("vi") || len(run.Tool.Driver.Rules) != 2 {
		t.Errorf("%q, %d rules", got, len(run.Tool.Driver.Rules))
	}
}

// TestCaretPoints: a finding far along a long line shows the part around it, with the caret under the right place.
func TestCaretPoints(t *testing.T) {
	line := strings.Repeat("đ", 400) + "X" + strings.Repeat("đ", 400)
	quote, caret := window(line, 401)
	if runes := []rune(quote); len(runes) > 150 || runes[caret] != 'X' {
		t.Errorf("caret %d in %q", caret, quote)
	}
}

func TestDescribe(t *testing.T) {
	for _, tt := range []struct {
		size         int
		vi, en, name string
	}{
		{1, "PDF, 1 KB", "PDF, 1 KB", "a.pdf"},
		{180 << 10, "DOCX, 180 KB", "DOCX, 180 KB", "a.docx"},
		{1258291, "ZIP, 1,2 MB", "ZIP, 1.2 MB", "a.zip"},
	} {
		m := &Media{Name: tt.name, Data: make([]byte, tt.size)}
		if vi, en := describe(m, "vi"), describe(m, "en"); vi != tt.vi || en != tt.en {
			t.Errorf("describe(%d) = %q, %q", tt.size, vi, en)
		}
	}
}

func TestWebPSize(t *testing.T) {
	lossy := "RIFF....WEBPVP8 ....\x00\x00\x00\x9d\x01\x2a\x40\x01\xc8\x00"
	lossless := "RIFF....WEBPVP8L....\x2f\x3f\xc1\x31\x00....."
	for name, data := range map[string]string{"lossy": lossy, "lossless": lossless} {
		if w, h, format := photoSize([]byte(data)); w != 320 || h != 200 || format != "webp" {
			t.Errorf("%s: %d×%d %s", name, w, h, format)
		}
	}
}

// TestEnglishCourse: what the compiler itself says follows the course's language.
func TestEnglishCourse(t *testing.T) {
	files := base(t)
	files["course.md"].Data = []byte(strings.Replace(string(files["course.md"].Data), "language: vi", "language: en", 1))
	files["01-mo-dau/01-bai.md"].Data = []byte(lessonFront + "Text.[^1]\n\n[^1]: Note.\n\n> [!TIP]\n> Try it.\n")
	b, r := load(files)
	if b == nil {
		t.Fatal(lines(r))
	}
	html := b.Course.Modules[0].Lessons[0].Blocks[0].HTML
	for _, want := range []string{`<p class="t">Tip</p>`, `aria-label="Notes"`, `title="Back to the text"`} {
		if !strings.Contains(html, want) {
			t.Errorf("no %s in %s", want, html)
		}
	}
}
