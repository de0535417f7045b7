package course

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hocso/internal/standard"
)

// reading is a course of two modules with questions, tasks, facts and two translations.
func reading() *Course {
	q := func(id string, t Type) Question { return Question{ID: id, Type: t, Points: One()} }
	return &Course{
		Slug: "k", Title: "Khóa", Summary: "Tóm tắt", Body: "<p>Thân</p>", Language: "vi", Verify: []string{"điều một"},
		Modules: []Module{
			{Slug: "mot", Title: "Phần một", Lessons: []Lesson{
				{Slug: "a", Title: "Bài a", Questions: []Question{q("q1", Single), q("lam", Practical)}, Verify: []string{"điều hai"}},
				{Slug: "b", Title: "Bài b"},
			}},
			{Slug: "hai", Title: "Phần hai", Lessons: []Lesson{{Slug: "a", Title: "Bài khác", Questions: []Question{q("q2", Short), q("q3", Cloze)}}}},
		},
		Glossary: []Term{{"otp", "OTP", "Mã"}},
		Translations: []Translation{
			{
				Language: "en", Title: "Course", Summary: "Short", Body: "<p>Body</p>", Modules: map[string]Module{"mot": {Title: "Part one"}},
				Lessons: map[string]Lesson{"mot/a": {Slug: "a", Title: "Lesson a", Language: "en", Questions: []Question{q("q1", Single)}}, "hai/a": {Slug: "a", Title: "Other", Language: "en"}},
				Stale:   []string{"hai/a"},
			},
			{Language: "hmn", Lessons: map[string]Lesson{"mot/b": {Slug: "b", Title: "Zaj b", Language: "hmn"}}, Glossary: []Term{{"otp", "OTP", "Tus lej"}}},
		},
	}
}

// TestReadingInALanguage: what is translated is read so, the rest in the original, and each lesson says which.
func TestReadingInALanguage(t *testing.T) {
	for lang, want := range map[string]string{
		"vi":  "vi Khóa [Phần một: Bài a/, Bài b/] [Phần hai: Bài khác/] Mã",
		"en":  "en Course [Part one: Lesson a/en, Bài b/vi] [Phần hai: Other/en] Mã",
		"hmn": "vi Khóa [Phần một: Bài a/vi, Zaj b/hmn] [Phần hai: Bài khác/vi] Tus lej",
		"fr":  "vi Khóa [Phần một: Bài a/, Bài b/] [Phần hai: Bài khác/] Mã",
		"":    "vi Khóa [Phần một: Bài a/, Bài b/] [Phần hai: Bài khác/] Mã",
	} {
		c := reading()
		in := c.In(lang)
		got := in.TextLanguage() + " " + in.Title
		for _, m := range in.Modules {
			var lessons []string
			for _, l := range m.Lessons {
				lessons = append(lessons, l.Title+"/"+l.Language)
			}
			got += " [" + m.Title + ": " + strings.Join(lessons, ", ") + "]"
		}
		if got += " " + in.Glossary[0].HTML; got != want {
			t.Errorf("%s:\n got %s\nwant %s", lang, got, want)
		}
		if diff := cmp.Diff(reading(), c, cmp.AllowUnexported(Course{}, Points{}), cmp.Comparer(func(a, b Points) bool { return a.Decimal() == b.Decimal() })); diff != "" {
			t.Errorf("%s: reading changed the course\n%s", lang, diff)
		}
		if a, b := placesOf(in), placesOf(c); !slices.Equal(a, b) {
			t.Errorf("%s: places %v, want %v", lang, a, b)
		}
	}
}

func placesOf(c *Course) (out []string) {
	for _, p := range c.Places() {
		out = append(out, fmt.Sprint(p.Number, p.Key()))
	}
	return out
}

// TestStatesOfTranslations: which lessons can be read in what, and what is missing or outdated.
func TestStatesOfTranslations(t *testing.T) {
	c := reading()
	if got := c.Languages(); !slices.Equal(got, []string{"vi", "en", "hmn"}) {
		t.Error(got)
	}
	for lesson, want := range map[string]string{"mot/a": "vi en", "mot/b": "vi hmn", "hai/a": "vi en", "hai/b": "vi"} {
		if got := strings.Join(c.Reads(lesson), " "); got != want {
			t.Errorf("%s is read in %s, want %s", lesson, got, want)
		}
	}
	for lesson, want := range map[string]string{"mot/a": Fresh, "mot/b": Untranslated, "hai/a": Outdated} {
		if got := c.Translations[0].State(lesson); got != want {
			t.Errorf("%s is %s, want %s", lesson, got, want)
		}
	}
}

// TestLookingUp: lessons and questions are found by their names and by no other, and counted by what they are.
func TestLookingUp(t *testing.T) {
	c := reading()
	for name, want := range map[[2]string]string{{"mot", "a"}: "1 Bài a", {"hai", "a"}: "3 Bài khác", {"mot", "c"}: "", {"ba", "a"}: "", {"", ""}: ""} {
		p, ok := c.Find(name[0], name[1])
		got := ""
		if ok {
			got = fmt.Sprintf("%d %s", p.Number, p.Lesson.Title)
		}
		if got != want {
			t.Errorf("%v: %q, want %q", name, got, want)
		}
	}
	for id, want := range map[string]string{"q1": "mot/a", "lam": "mot/a", "q3": "hai/a", "q4": "", "": ""} {
		p, q, ok := c.Question(id)
		if ok != (want != "") || ok && (p.Key() != want || q.ID != id) {
			t.Errorf("%s: %v, %v", id, p, ok)
		}
	}
	if c.Lessons() != 3 || c.PracticeCount() != 3 || c.PracticalCount() != 1 {
		t.Errorf("%d lessons, %d questions, %d tasks", c.Lessons(), c.PracticeCount(), c.PracticalCount())
	}
	if got := c.Facts(); !slices.Equal(got, []Fact{{"", "điều một"}, {"mot/a", "điều hai"}}) {
		t.Errorf("%+v", got)
	}
}

// TestRowsOfScenarios: a row for scenarios takes parts of scenarios only, one for questions takes none of them.
func TestRowsOfScenarios(t *testing.T) {
	ref := standard.Ref{Framework: standard.TT02, Code: "4.2"}
	alone := &Question{Competence: ref, Level: 2, Type: Single, File: "01.md"}
	part := func(id string, parts int) *Question {
		return &Question{Competence: ref, Level: 2, Type: Single, Scenario: &Scenario{ID: id, Part: 1, Parts: parts}}
	}
	plain := Row{Competences: []standard.Ref{ref}, Low: 1, High: 2, Count: 1}
	for name, tt := range map[string]struct {
		row  Row
		q    *Question
		want bool
	}{
		"a question":                     {plain, alone, true},
		"a part for a question":          {plain, part("s", 2), false},
		"any scenario":                   {Row{Scenario: AnyScenario, Parts: 2}, part("s", 2), true},
		"any scenario of three":          {Row{Scenario: AnyScenario, Parts: 3}, part("s", 2), false},
		"one scenario":                   {Row{Scenario: "s", Parts: 2}, part("s", 2), true},
		"another scenario":               {Row{Scenario: "z", Parts: 2}, part("s", 2), false},
		"a question for a scenario":      {Row{Scenario: AnyScenario, Parts: 2}, alone, false},
		"of its file":                    {Row{Competences: plain.Competences, Low: 2, High: 2, From: "01.md"}, alone, true},
		"of another file":                {Row{Competences: plain.Competences, Low: 2, High: 2, From: "02.md"}, alone, false},
		"of its type":                    {Row{Competences: plain.Competences, Low: 2, High: 2, Types: []Type{Short, Single}}, alone, true},
		"of another type":                {Row{Competences: plain.Competences, Low: 2, High: 2, Types: []Type{Short}}, alone, false},
		"below its level":                {Row{Competences: plain.Competences, Low: 1, High: 1}, alone, false},
		"above its level":                {Row{Competences: plain.Competences, Low: 3, High: 8}, alone, false},
		"of no competence":               {Row{Low: 1, High: 8}, alone, false},
		"of a framework's own like code": {Row{Competences: []standard.Ref{{Framework: standard.Decree, Code: "4.2"}}, Low: 1, High: 8}, alone, false},
	} {
		if got := tt.row.Fits(tt.q); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	e := Exam{Draw: []Row{{Count: 3}, {Scenario: AnyScenario, Parts: 3, Count: 2}, {Scenario: "s", Parts: 2, Count: 1}}}
	if got := e.Size(); got != 11 {
		t.Errorf("a draw of %d questions", got)
	}
}

// TestPointsStayExact: what authors write comes back from JSON and as a decimal, digit by digit.
func TestPointsStayExact(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		whole, part := rapid.IntRange(0, 9999).Draw(rt, "whole"), rapid.IntRange(1, 9999).Draw(rt, "part")
		written := strings.TrimRight(fmt.Sprintf("%d.%04d", whole, part), "0")
		p, err := ParsePoints(written)
		if err != nil {
			rt.Fatal(err)
		}
		b, err := json.Marshal(p)
		if err != nil {
			rt.Fatal(err)
		}
		var back Points
		if err := json.Unmarshal(b, &back); err != nil || back.Decimal() != written || p.Decimal() != written {
			rt.Fatalf("%s became %s and %s, %v", written, p.Decimal(), back.Decimal(), err)
		}
	})
	for _, s := range []string{"", "0", "-1", "một", "1 2", "1,5", "0.0"} {
		if p, err := ParsePoints(s); err == nil {
			t.Errorf("%q is %s points", s, p.Decimal())
		}
	}
	if p := (Points{}); p.Decimal() != "1" {
		t.Errorf("nothing said counts %s", p.Decimal())
	}
	if third, err := ParsePoints("1/3"); err != nil || third.Decimal() != "0.3333" {
		t.Errorf("a third is %s, %v", third.Decimal(), err)
	}
	p := One()
	p.Rat().SetInt64(7)
	if p.Decimal() != "1" {
		t.Error("a copy changes the value")
	}
}

// TestFillGaps: each gap gets its text, in order, and the rest of the stem stays as it is.
func TestFillGaps(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		pieces := rapid.SliceOfN(rapid.StringOf(rapid.RuneFrom([]rune("ab<>&{1}ộ "))), 1, 5).Draw(rt, "pieces")
		var asked []int
		got := FillGaps(strings.Join(pieces, GapMark), func(i int) string {
			asked = append(asked, i)
			return fmt.Sprint("\x01", i, "\x02")
		})
		want := pieces[0]
		for i, p := range pieces[1:] {
			if asked[i] != i {
				rt.Fatalf("asked for %v", asked)
			}
			want += fmt.Sprint("\x01", i, "\x02") + p
		}
		if got != want || len(asked) != len(pieces)-1 {
			rt.Fatalf("got %q, want %q", got, want)
		}
	})
}
