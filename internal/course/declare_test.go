package course

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCheckAgainst(t *testing.T) {
	older := taught() // b0 was in version 1 and left with version 2
	older.Bank = append(older.Bank, older.Bank[0])
	older.Bank[2].ID = "b0"
	for name, tt := range map[string]struct {
		change func(*Course)
		want   []Undeclared
	}{
		"nothing":           {func(*Course) {}, nil},
		"mended":            {func(c *Course) { c.Bank[0].Stem = "<p>Làm gì?</p>" }, nil},
		"changed in a bank": {func(c *Course) { c.Bank[0].Level = 3 }, []Undeclared{{Case: QuestionChanged, ID: "b1", Number: 2, Aspects: []Aspect{AspectLevel}}}},
		"changed in a lesson": {
			func(c *Course) { c.Modules[0].Lessons[0].Questions[0].Level = 3 },
			[]Undeclared{{Case: QuestionChanged, ID: "q1", Lesson: "mot/a", Number: 2, Aspects: []Aspect{AspectLevel}}},
		},
		"another id":   {func(c *Course) { c.Bank[0].Level, c.Bank[0].ID = 3, "b1-2" }, nil},
		"back as was":  {func(c *Course) { c.Bank[0].ID = "b0" }, nil},
		"reused":       {func(c *Course) { c.Bank[0].ID, c.Bank[0].Type = "b0", Multiple }, []Undeclared{{Case: QuestionReused, ID: "b0", Number: 1, Aspects: []Aspect{AspectType}}}},
		"lesson":       {func(c *Course) { c.Modules[0].Lessons[1].Slug = "be" }, []Undeclared{{Case: LessonRenamed, ID: "mot/be", Was: "mot/b", Number: 2}}},
		"named lesson": {func(c *Course) { c.Modules[0].Lessons[1].Slug, c.Modules[0].Lessons[1].Was = "be", "b" }, nil},
		"other lesson": {func(c *Course) { c.Modules[0].Lessons[1] = Lesson{Slug: "be", Title: "Khác"} }, nil},
		"module":       {func(c *Course) { c.Modules[0].Slug = "mo" }, []Undeclared{{Case: ModuleRenamed, ID: "mo", Was: "mot", Number: 2}}},
		"named module": {func(c *Course) { c.Modules[0].Slug, c.Modules[0].Was = "mo", "mot" }, nil},
		"moved lesson": {func(c *Course) {
			c.Modules[1].Lessons = append(c.Modules[1].Lessons, c.Modules[0].Lessons[1])
			c.Modules[0].Lessons = c.Modules[0].Lessons[:1]
		}, nil},
	} {
		next := taught()
		tt.change(next)
		if diff := cmp.Diff(tt.want, CheckAgainst([]Edition{{2, taught()}, {1, older}}, next)); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
	if got := CheckAgainst(nil, taught()); got != nil {
		t.Errorf("a first version contradicts %v", got)
	}
}

// TestOlderVersionIsNoContradiction: what an older version had comes back without a word against it, names and questions.
func TestOlderVersionIsNoContradiction(t *testing.T) {
	rename := func(c *Course) {
		c.Modules[0].Lessons[1].Slug, c.Modules[0].Lessons[1].Was = "b-moi", "b"
	}
	for name, change := range map[string]func(*Course){
		"a lesson":              rename,
		"a module":              func(c *Course) { c.Modules[0].Slug, c.Modules[0].Was = "mo-dau", "mot" },
		"both":                  func(c *Course) { rename(c); c.Modules[0].Slug, c.Modules[0].Was = "mo-dau", "mot" },
		"a lesson less":         func(c *Course) { rename(c); c.Modules[0].Lessons = c.Modules[0].Lessons[1:] },
		"a reworded key":        func(c *Course) { c.Bank[0].Choices[0].HTML = "<p>Gọi ngay số của ngân hàng in trên thẻ</p>" },
		"a question that broke": func(c *Course) { c.Bank[0].Level = 3 }, // before this was checked
		"an id that went":       func(c *Course) { c.Bank[0].ID = "b1-2" },
	} {
		second := taught()
		change(second)
		editions := []Edition{{2, second}, {1, taught()}}
		if got := CheckAgainst(editions, taught()); got != nil {
			t.Errorf("%s: %+v", name, got)
		}
	}
	second := taught()
	rename(second)
	kept := Diff(second, taught()).Kept(second)
	if kept["mot/b-moi"] != "mot/b" || kept["mot/a"] != "mot/a" {
		t.Errorf("progress goes to %v", kept)
	}
}

// TestRenamedLessonsAreToldRight: the remedy names the lesson of the same title, and of several that are alike the one
// that is most alike; one that has its own former self is nobody else's.
func TestRenamedLessonsAreToldRight(t *testing.T) {
	called := func(c *Course, slugs ...string) *Course {
		for i, s := range slugs {
			c.Modules[0].Lessons[i].Slug = s
		}
		return c
	}
	first := called(taught(), "x-a", "x-b")
	second := called(taught(), "y-b", "y-a")
	second.Modules[0].Lessons[0].Title, second.Modules[0].Lessons[1].Title = "Bài b", "Bài a"
	want := []Undeclared{{Case: LessonRenamed, ID: "mot/y-b", Was: "mot/x-b", Number: 1}, {Case: LessonRenamed, ID: "mot/y-a", Was: "mot/x-a", Number: 1}}
	slices.SortFunc(want, func(a, b Undeclared) int { return strings.Compare(a.ID, b.ID) })
	byID := func(got []Undeclared) []Undeclared {
		slices.SortFunc(got, func(a, b Undeclared) int { return strings.Compare(a.ID, b.ID) })
		return got
	}
	if diff := cmp.Diff(want, byID(CheckAgainst([]Edition{{1, first}}, second))); diff != "" {
		t.Errorf("by title:\n%s", diff)
	}
	for i, title := range []string{"Một", "Hai"} {
		second.Modules[0].Lessons[i].Title = title
	}
	first.Modules[0].Lessons[1].Blocks[0].HTML += "<p>Chỉ ở bài b.</p>"
	second.Modules[0].Lessons[0].Blocks[0].HTML += "<p>Chỉ ở bài b!</p>"
	if diff := cmp.Diff(want, byID(CheckAgainst([]Edition{{1, first}}, second))); diff != "" {
		t.Errorf("by words:\n%s", diff)
	}
}
