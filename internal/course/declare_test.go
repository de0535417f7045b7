package course

import (
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
