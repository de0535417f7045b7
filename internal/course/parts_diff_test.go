package course

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hocso/internal/standard"
)

// TestPartsOfACourse: each thing that a course says about itself is told by its name when it changes, and alone; only the
// exam and the rule of completion are what learners plan by.
func TestPartsOfACourse(t *testing.T) {
	ref := standard.Ref{Framework: "F", Code: "4.2"}
	whole := func() *Course {
		c := reading()
		c.Audience, c.Hours, c.Standard = []string{"nguoi-dan"}, 2, "F"
		c.Mapping = []Mapping{{Standard: "G", Codes: []string{"1"}}}
		c.Completion = Completion{Lessons: All, Exam: "pass"}
		c.Exam = &Exam{
			Title: "Thi", Minutes: 30, Attempts: 3, WaitHours: 24, Pass: 50, Show: ShowScore,
			Draw: []Row{{Competences: []standard.Ref{ref}, Low: 1, High: 2, Count: 2}}, Claims: []Target{{ref, 2}},
		}
		return c
	}
	for name, tt := range map[string]struct {
		change func(*Course)
		want   []PartChange
		exam   bool
	}{
		"title":                   {func(c *Course) { c.Title = "Khóa học" }, []PartChange{{Part: PartTitle}}, false},
		"summary":                 {func(c *Course) { c.Summary = "" }, []PartChange{{Part: PartSummary}}, false},
		"text":                    {func(c *Course) { c.Body = "<p>Khác</p>" }, []PartChange{{Part: PartBody}}, false},
		"tags of the text":        {func(c *Course) { c.Body = "<div><p>Thân</p></div>" }, nil, false},
		"language":                {func(c *Course) { c.Language = "en" }, []PartChange{{Part: PartLanguage}}, false},
		"audience":                {func(c *Course) { c.Audience = append(c.Audience, "can-bo") }, []PartChange{{Part: PartAudience}}, false},
		"hours":                   {func(c *Course) { c.Hours = 2.5 }, []PartChange{{Part: PartHours}}, false},
		"standard":                {func(c *Course) { c.Standard = "G" }, []PartChange{{Part: PartStandard}}, false},
		"mapping":                 {func(c *Course) { c.Mapping[0].Official = true }, []PartChange{{Part: PartMapping}}, false},
		"mapping gone":            {func(c *Course) { c.Mapping = nil }, []PartChange{{Part: PartMapping}}, false},
		"name of a module":        {func(c *Course) { c.Modules[0].Title = "Mở đầu" }, []PartChange{{Part: PartModules}}, false},
		"text of a module":        {func(c *Course) { c.Modules[1].Body = "<p>x</p>" }, []PartChange{{Part: PartModules}}, false},
		"order of modules":        {func(c *Course) { c.Modules[0], c.Modules[1] = c.Modules[1], c.Modules[0] }, []PartChange{{Part: PartModules}}, false},
		"word":                    {func(c *Course) { c.Glossary[0].HTML = "Mã một lần" }, []PartChange{{Part: PartGlossary}}, false},
		"words gone":              {func(c *Course) { c.Glossary = nil }, []PartChange{{Part: PartGlossary}}, false},
		"translated title":        {func(c *Course) { c.Translations[0].Title = "The course" }, []PartChange{{Part: PartLanguages}}, false},
		"translated module":       {func(c *Course) { c.Translations[0].Modules["hai"] = Module{Title: "Two"} }, []PartChange{{Part: PartLanguages}}, false},
		"translated word":         {func(c *Course) { c.Translations[1].Glossary[0].Name = "Tus" }, []PartChange{{Part: PartLanguages}}, false},
		"translated question":     {func(c *Course) { c.Translations[0].Lessons["mot/a"].Questions[0].Stem = "Who?" }, []PartChange{{Part: PartLanguages}}, false},
		"a language gone":         {func(c *Course) { c.Translations = c.Translations[:1] }, []PartChange{{Part: PartLanguages}}, false},
		"what is outdated":        {func(c *Course) { c.Translations[0].Stale = nil }, nil, false},
		"facts to confirm":        {func(c *Course) { c.Verify = nil }, nil, false},
		"completion":              {func(c *Course) { c.Completion.Practice = 80 }, []PartChange{{Part: PartCompletion}}, true},
		"practical tasks":         {func(c *Course) { c.Completion.Practical = true }, []PartChange{{Part: PartCompletion}}, true},
		"minutes":                 {func(c *Course) { c.Exam.Minutes = 45 }, []PartChange{{PartMinutes, "30", "45"}}, true},
		"attempts":                {func(c *Course) { c.Exam.Attempts = 0 }, []PartChange{{PartAttempts, "3", "0"}}, true},
		"time to wait":            {func(c *Course) { c.Exam.WaitHours = 1 }, []PartChange{{PartWait, "24", "1"}}, true},
		"what passes":             {func(c *Course) { c.Exam.Pass = 80 }, []PartChange{{PartPass, "50", "80"}}, true},
		"when keys are shown":     {func(c *Course) { c.Exam.Show = ShowAfterClose }, []PartChange{{PartShow, ShowScore, ShowAfterClose}}, true},
		"what is drawn":           {func(c *Course) { c.Exam.Draw[0].High = 3 }, []PartChange{{Part: PartDraw}}, true},
		"whole scenarios":         {func(c *Course) { c.Exam.Draw = []Row{{Scenario: AnyScenario, Parts: 2, Count: 1}} }, []PartChange{{Part: PartDraw}}, true},
		"what is claimed":         {func(c *Course) { c.Exam.Claims = nil }, []PartChange{{Part: PartClaims}}, true},
		"no exam":                 {func(c *Course) { c.Exam = nil }, []PartChange{{Part: PartExam, From: "Thi"}}, true},
		"the exam's title":        {func(c *Course) { c.Exam.Title = "Bài thi" }, nil, false},
		"a framework's own names": {func(c *Course) { c.Exam.Draw[0].Competences = []standard.Ref{{Framework: "G", Code: "4.2"}} }, []PartChange{{Part: PartDraw}}, true},
	} {
		before, after := whole(), whole()
		tt.change(after)
		got := Diff(before, after)
		if diff := cmp.Diff(Changes{Parts: tt.want}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		for _, p := range got.Parts {
			if p.Part.OfExam() != tt.exam {
				t.Errorf("%s: of the exam %v", name, p.Part.OfExam())
			}
		}
		if back := Diff(after, before); len(back.Parts) != len(tt.want) {
			t.Errorf("%s: going back changes %v", name, back.Parts)
		}
	}
}

// TestNoneIsNone: a list that is not there and an empty one, which JSON keeps apart and authors do not, are the same.
func TestNoneIsNone(t *testing.T) {
	none, empty := &Course{Exam: &Exam{}}, &Course{
		Mapping: []Mapping{}, Audience: []string{}, Modules: []Module{}, Glossary: []Term{}, Translations: []Translation{}, Verify: []string{},
		Exam: &Exam{Draw: []Row{}, Claims: []Target{}},
	}
	if there, back := Diff(none, empty), Diff(empty, none); !there.Empty() || !back.Empty() {
		t.Errorf("%+v, %+v", there, back)
	}
}

// TestTagsAreNoChange: another release of the program may write other tags around the same words; no question, of whatever
// type, counts as mended by it.
func TestTagsAreNoChange(t *testing.T) {
	words := func(wrap func(string) string) *Course {
		choice := func(s string) Choice { return Choice{HTML: wrap(s), Text: s, Right: true, Feedback: wrap("vì " + s)} }
		q := func(typ Type, change func(*Question)) Question {
			q := Question{ID: string(typ), Type: typ, Stem: wrap("hỏi gì"), Explanation: wrap("vì thế"), Choices: []Choice{choice("một"), choice("hai")}}
			change(&q)
			return q
		}
		none := func(*Question) {}
		questions := []Question{
			q(Single, none), q(Multiple, none), q(TrueFalse, none), q(Numeric, none), q(Short, none), q(Ordering, none),
			q(Matching, func(q *Question) { q.Pairs = []Pair{{HTML: wrap("trái"), Text: "trái", Feedback: wrap("phải")}} }),
			q(Cloze, func(q *Question) {
				q.Choices, q.Gaps = nil, []Gap{{Label: "chỗ", Type: Short, Choices: []Choice{choice("ba")}}}
			}),
			q(Hotspot, func(q *Question) { q.Picture = &Picture{Src: "/a", Alt: "hình"} }),
			q(Practical, func(q *Question) {
				q.Rubric = &Rubric{Columns: []RubricColumn{{"Tốt", 2}, {"Chưa", 0}}, Criteria: []Criterion{{HTML: wrap("việc"), Cells: []string{wrap("đủ"), wrap("thiếu")}}}}
			}),
		}
		c := &Course{Slug: "k", Modules: []Module{{Slug: "m", Lessons: []Lesson{{Slug: "a", Questions: questions}}}}}
		for i, q := range questions {
			q.ID += "-bank"
			q.Scenario = &Scenario{ID: "s", Stem: wrap("chuyện"), Part: i + 1, Parts: len(questions)}
			q.In = map[string]Question{"en": {Stem: wrap("what"), Choices: []Choice{choice("one")}, Rubric: q.Rubric}}
			c.Bank = append(c.Bank, q)
		}
		return c
	}
	before := words(func(s string) string { return "<p>" + s + "</p>" })
	after := words(func(s string) string { return `<div class="text"><p>` + s + "</p></div>" })
	if got := Diff(before, after); !got.Empty() {
		t.Errorf("%+v", got)
	}
	other := words(func(s string) string { return "<p>" + s + " nữa</p>" })
	if got := Diff(before, other); len(got.Questions) != 2*10 {
		t.Errorf("other words in 20 questions, %d told", len(got.Questions))
	}
}

// TestCompiledCoursesComeBack: what is stored of a course, read again, is the same to everybody who compares it.
func TestCompiledCoursesComeBack(t *testing.T) {
	for _, c := range []*Course{taught(), reading(), sample(), {}} {
		b, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		var back Course
		if err := json.Unmarshal(b, &back); err != nil {
			t.Fatal(err)
		}
		if got := Diff(c, &back); !got.Empty() {
			t.Errorf("%s: %+v", c.Slug, got)
		}
		if got := CheckAgainst([]Edition{{1, c}}, &back); len(got) > 0 {
			t.Errorf("%s: %+v", c.Slug, got)
		}
	}
}

// TestManifestIsOfASet: whatever the files, their order does not matter, and one byte, one name, one file more or less does.
func TestManifestIsOfASet(t *testing.T) {
	name := rapid.StringMatching(`[a-c]{1,2}(/[a-c]\.md)?`)
	rapid.Check(t, func(t *rapid.T) {
		paths := rapid.SliceOfNDistinct(name, 1, 5, rapid.ID[string]).Draw(t, "paths")
		var files []File
		for _, p := range paths {
			files = append(files, File{p, rapid.SliceOfN(rapid.Byte(), 0, 3).Draw(t, "data")})
		}
		want := Manifest(files)
		if got := Manifest(rapid.Permutation(files).Draw(t, "order")); got != want {
			t.Fatal("the order of files changes the manifest")
		}
		i := rapid.IntRange(0, len(files)-1).Draw(t, "file")
		change := func(f File) []File {
			out := append([]File{}, files...)
			out[i] = f
			return out
		}
		for what, other := range map[string][]File{
			"a byte more":   change(File{files[i].Path, append(append([]byte{}, files[i].Data...), 'x')}),
			"another name":  change(File{files[i].Path + "x", files[i].Data}),
			"a file more":   append(append([]File{}, files...), File{"moi", nil}),
			"a file less":   append(append([]File{}, files[:i]...), files[i+1:]...),
			"a name's byte": change(File{files[i].Path + "\x00", files[i].Data}),
		} {
			if Manifest(other) == want {
				t.Fatalf("%s gives the same manifest", what)
			}
		}
	})
}

// TestNewerRelease: which binary is newer is told by the time at the end of its name; without one nothing is newer.
func TestNewerRelease(t *testing.T) {
	const old, next, zone = "v1.2 abc 2026-01-02T03:04:05Z", "v1.1 2026-01-02T03:04:06Z", "2026-01-02T10:04:06+07:00"
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{next, old, true},
		{old, next, false},
		{old, old, false},
		{zone, old, true},
		{zone, next, false},
		{next, zone, false},
		{"", old, false},
		{next, "", false},
		{"v2", "v1", false},
		{"2026-01-02", old, false},
		{next, "dev 2026-13-01T00:00:00Z", false},
	} {
		if got := NewerRelease(tt.a, tt.b); got != tt.want {
			t.Errorf("%q after %q: %v", tt.a, tt.b, got)
		}
	}
}
