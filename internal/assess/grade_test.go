package assess_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hocso/internal/assess"
	"hocso/internal/course"
	"hocso/internal/standard"
)

// frameworks are a small circular, the decree with three groups, and a crosswalk by area and by competence.
func frameworks() *standard.Set {
	ref := func(f, c string) standard.Ref { return standard.Ref{Framework: f, Code: c} }
	return standard.NewSet([]standard.Framework{
		{ID: standard.TT02, Areas: []standard.Area{
			{Code: "1", Competences: []standard.Competence{{Code: "1.1"}, {Code: "1.2"}}},
			{Code: "2", Competences: []standard.Competence{{Code: "2.3"}}},
			{Code: "6", Competences: []standard.Competence{{Code: "6.1"}}},
		}},
		{ID: standard.Decree, Areas: []standard.Area{{Code: "77.2.a"}, {Code: "77.2.b"}, {Code: "77.2.c"}}},
	}, []standard.Link{
		{From: ref(standard.TT02, "1"), To: ref(standard.Decree, "77.2.c"), Relation: "close"},
		{From: ref(standard.TT02, "2.3"), To: ref(standard.Decree, "77.2.c"), Relation: "close"},
		{From: ref(standard.TT02, "2.3"), To: ref(standard.Decree, "77.2.b"), Relation: "partial"},
	})
}

func item(r standard.Ref, level int, pts string, a, b int64) assess.Scored {
	return assess.Scored{Competence: r, Level: level, Points: points(pts), Share: rat(a, b)}
}

func TestGradeOf(t *testing.T) {
	decreeA := standard.Ref{Framework: standard.Decree, Code: "77.2.a"}
	decreeB := standard.Ref{Framework: standard.Decree, Code: "77.2.b"}
	decreeC := standard.Ref{Framework: standard.Decree, Code: "77.2.c"}
	e := &course.Exam{Pass: 70, Claims: []course.Target{claim("2.3", 1), claim("1.1", 2)}}
	got := assess.GradeOf(e, []assess.Scored{
		item(code("2.3"), 1, "1", 1, 1), item(code("2.3"), 1, "1", 1, 1), item(code("2.3"), 1, "1", 1, 2), item(code("2.3"), 1, "1", 1, 1),
		item(code("1.2"), 2, "2", 1, 3), item(code("1.1"), 2, "0.5", 1, 1),
		item(decreeA, 1, "1", 0, 1),
		item(code("6.1"), 1, "1", 1, 1),
	}, 7, frameworks(), assess.DefaultRules())

	if got.Points.Cmp(rat(17, 3)) != 0 || got.Max.Cmp(rat(17, 2)) != 0 || got.Percent.Cmp(rat(200, 3)) != 0 {
		t.Errorf("%s of %s, %s %%; want 17/3 of 17/2, 200/3 %%", got.Points, got.Max, got.Percent)
	}
	if got.Passed || got.Answered != 7 {
		t.Errorf("passed %v, answered %d", got.Passed, got.Answered)
	}
	if len(got.Levels) != 2 || got.Levels[0].Competence != code("2.3") || got.Levels[0].Level != 1 || got.Levels[1].Stated {
		t.Errorf("levels %+v", got.Levels)
	}
	want := []assess.Group{
		{Ref: decreeA, Official: true, Questions: 1, Right: rat(0, 1), Competences: []standard.Ref{decreeA}},
		{Ref: decreeB, Questions: 4, Right: rat(7, 2), Competences: []standard.Ref{code("2.3")}},
		{Ref: decreeC, Questions: 6, Right: rat(29, 6), Competences: []standard.Ref{code("2.3"), code("1.2"), code("1.1")}},
	}
	if diff := cmp.Diff(want, got.Groups, sameRat()); diff != "" {
		t.Errorf("groups (-want +got):\n%s", diff)
	}
}

func TestPassedIsExact(t *testing.T) {
	third := item(code("2.3"), 1, "1", 1, 3)
	tests := []struct {
		name  string
		pass  int
		items []assess.Scored
		want  bool
	}{
		{"exactly the mark", 70, []assess.Scored{item(code("2.3"), 1, "7", 1, 1), item(code("2.3"), 1, "3", 0, 1)}, true},
		{"a hair under", 70, []assess.Scored{item(code("2.3"), 1, "6.999999", 1, 1), item(code("2.3"), 1, "3.000001", 0, 1)}, false},
		{"three thirds are one of three", 33, []assess.Scored{third, third, third}, true},
		{"three thirds are under 34 %", 34, []assess.Scored{third, third, third}, false},
		{"tenths add up", 30, []assess.Scored{item(code("2.3"), 1, "0.1", 1, 1), item(code("2.3"), 1, "0.2", 1, 1), item(code("2.3"), 1, "0.7", 0, 1)}, true},
		{"nothing asked is not passed", 0, nil, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := assess.GradeOf(&course.Exam{Pass: tt.pass}, tt.items, 0, frameworks(), assess.DefaultRules())
			if got.Passed != tt.want {
				t.Errorf("passed %v with %s %%", got.Passed, got.Percent)
			}
		})
	}
}

func TestGradeWithoutTheDecree(t *testing.T) {
	got := assess.GradeOf(&course.Exam{}, marks(1, "11"), 2, standard.NewSet(nil, nil), assess.DefaultRules())
	if got.Groups != nil || got.Levels != nil || got.Percent.Cmp(rat(100, 1)) != 0 {
		t.Errorf("%+v", got)
	}
}

func TestPercentStaysWithinBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items := anyItems(t)
		for i := range items {
			items[i].Points = points(rapid.SampledFrom([]string{"1", "0.5", "2", "0.33"}).Draw(t, "points"))
		}
		e := &course.Exam{Pass: rapid.IntRange(1, 100).Draw(t, "pass")}
		got := assess.GradeOf(e, items, len(items), frameworks(), assess.DefaultRules())
		if got.Percent.Sign() < 0 || got.Percent.Cmp(rat(100, 1)) > 0 || got.Points.Cmp(got.Max) > 0 {
			t.Fatalf("%s of %s: %s %%", got.Points, got.Max, got.Percent)
		}
		if want := len(items) > 0 && got.Percent.Cmp(rat(int64(e.Pass), 1)) >= 0; got.Passed != want {
			t.Fatalf("passed %v with %s of %d %%", got.Passed, got.Percent, e.Pass)
		}
	})
}
