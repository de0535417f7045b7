package assess_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hocso/internal/assess"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/standard"
)

func claim(c string, level int) course.Target { return course.Target{Ref: code(c), Level: level} }

func TestProblems(t *testing.T) {
	type args = fault.Args
	span := func(count, low, high int) course.Row {
		return course.Row{Competences: []standard.Ref{code("2.3")}, Low: low, High: high, Count: count}
	}
	uneven := bankOf("1", "1", "1")
	uneven[2].Points = points("2")
	stories := bankOf("1", "2", "1", "2", "1")
	for i, id := range []string{"s1", "s1", "s2", "s2"} {
		stories[i].Scenario = &course.Scenario{ID: id, Part: i%2 + 1, Parts: 2}
	}
	heavy := slices.Clone(stories)
	heavy[3].Points = points("2")
	tests := []struct {
		name   string
		rows   []course.Row
		claims []course.Target
		bank   []course.Question
		want   []assess.Problem
	}{
		{"good", []course.Row{row(1, 1)}, nil, bankOf("1", "1", "1"), nil},
		{
			"too few",
			[]course.Row{row(1, 1), row(2, 2)},
			nil, bankOf("1", "1", "1", "2"),
			[]assess.Problem{{Row: 1, Key: "exam.row-too-few", Args: args{"row": 2, "need": 2, "have": 1}}},
		},
		{
			"apart counts once",
			[]course.Row{row(2, 1)},
			nil, bankOf("1/a", "1/a", "1/a"),
			[]assess.Problem{{Row: 0, Key: "exam.row-too-few", Args: args{"row": 1, "need": 2, "have": 1}}},
		},
		{
			"few candidates",
			[]course.Row{row(2, 1)},
			nil, bankOf("1", "1", "1", "1", "1"),
			[]assess.Problem{{Row: 0, Warning: true, Key: "exam.row-few-candidates", Args: args{"row": 1, "have": 5, "want": 6}}},
		},
		{
			"unequal points",
			[]course.Row{row(1, 1)},
			nil, uneven,
			[]assess.Problem{{Row: 0, Warning: true, Key: "exam.row-unequal-points", Args: args{"row": 1}}},
		},
		{
			"scenarios: too few",
			[]course.Row{{Scenario: "any", Parts: 2, Count: 3}},
			nil, stories,
			[]assess.Problem{{Row: 0, Key: "exam.row-too-few-scenarios", Args: args{"row": 1, "need": 3, "have": 2, "parts": 2}}},
		},
		{
			"scenarios: of other parts",
			[]course.Row{{Scenario: "any", Parts: 3, Count: 1}},
			nil, stories,
			[]assess.Problem{{Row: 0, Key: "exam.row-too-few-scenarios", Args: args{"row": 1, "need": 1, "have": 0, "parts": 3}}},
		},
		{
			"scenarios: few, and unequal",
			[]course.Row{{Scenario: "any", Parts: 2, Count: 1}},
			nil, heavy,
			[]assess.Problem{
				{Row: 0, Warning: true, Key: "exam.row-few-scenarios", Args: args{"row": 1, "have": 2, "want": 3}},
				{Row: 0, Warning: true, Key: "exam.row-unequal-points", Args: args{"row": 1}},
			},
		},
		{"a scenario by its id", []course.Row{{Scenario: "s2", Parts: 2, Count: 1}}, nil, stories, nil},
		{
			"parts come by no other row",
			[]course.Row{row(2, 1)},
			nil, stories,
			[]assess.Problem{{Row: 0, Key: "exam.row-too-few", Args: args{"row": 1, "need": 2, "have": 1}}},
		},
		{
			"parts count for a claim", []course.Row{{Scenario: "s1", Parts: 2, Count: 1}, {Scenario: "s2", Parts: 2, Count: 1}}, []course.Target{claim("2.3", 2)}, stories, nil,
		},
		{
			"each row alone, not together",
			[]course.Row{row(2, 1), span(2, 1, 2)},
			nil, bankOf("1", "1", "2"),
			[]assess.Problem{
				{Row: 0, Warning: true, Key: "exam.row-few-candidates", Args: args{"row": 1, "have": 2, "want": 6}},
				{Row: 1, Warning: true, Key: "exam.row-few-candidates", Args: args{"row": 2, "have": 3, "want": 6}},
				{Row: -1, Key: "exam.draw-impossible", Args: args{"need": 4, "have": 3}},
			},
		},
		{
			"claim holds in every draw",
			[]course.Row{row(2, 1), row(2, 2)},
			[]course.Target{claim("2.3", 2)},
			bankOf("1", "1", "1", "1", "1", "1", "2", "2", "2", "2", "2", "2"), nil,
		},
		{
			"claim holds only in lucky draws",
			[]course.Row{span(4, 1, 2)},
			[]course.Target{claim("2.3", 2)},
			bankOf("1", "1", "1", "2", "2", "2", "2", "2", "2", "2", "2", "2"),
			[]assess.Problem{{Row: -1, Key: "exam.claim-unsupported", Args: args{
				"competence": "TT02-2025:2.3", "level": 2, "have": 4, "need": 4, "at_level": 1, "need_at_level": 2,
			}}},
		},
		{
			"what is above the claim does not support it",
			[]course.Row{row(2, 2), row(2, 3)},
			[]course.Target{claim("2.3", 2)},
			bankOf("2", "2", "2", "2", "2", "2", "3", "3", "3", "3", "3", "3"),
			[]assess.Problem{{Row: -1, Key: "exam.claim-unsupported", Args: args{
				"competence": "TT02-2025:2.3", "level": 2, "have": 2, "need": 4, "at_level": 2, "need_at_level": 2,
			}}},
		},
		{
			"claim of level 7",
			[]course.Row{row(1, 7)},
			[]course.Target{claim("2.3", 7)},
			bankOf("7", "7", "7"),
			[]assess.Problem{{Row: -1, Key: "exam.claim-too-high", Args: args{"competence": "TT02-2025:2.3", "level": 7, "max": 6}}},
		},
		{
			"no draw, so nothing is said of the claim",
			[]course.Row{row(1, 1)},
			[]course.Target{claim("2.3", 1)},
			nil,
			[]assess.Problem{{Row: 0, Key: "exam.row-too-few", Args: args{"row": 1, "need": 1, "have": 0}}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := assess.Problems(&course.Exam{Draw: tt.rows, Claims: tt.claims}, tt.bank)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

// poorest is the least that any possible draw has, of the competence up to a level and at the level.
func poorest(e *course.Exam, bank []course.Question, c course.Target) (have, atLevel int) {
	have, atLevel = e.Size(), e.Size()
	everyDraw(e, bank, func(drawn []*course.Question) {
		n, at := 0, 0
		for _, q := range drawn {
			if q.Competence == c.Ref && q.Level <= c.Level {
				n++
				if q.Level == c.Level {
					at++
				}
			}
		}
		have, atLevel = min(have, n), min(atLevel, at)
	})
	return have, atLevel
}

// The reported evidence is what the poorest draw has, compared with trying every draw.
func TestClaimProblemTellsThePoorestDraw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := &course.Exam{}
		for range rapid.IntRange(1, 3).Draw(t, "rows") {
			e.Draw = append(e.Draw, blueprintRow(t, 2))
		}
		var bank []course.Question
		for i := range rapid.IntRange(2, 8).Draw(t, "bank") {
			bank = append(bank, bankQuestion(t, i))
		}
		if rapid.Bool().Draw(t, "scenarios") {
			e.Draw[0] = course.Row{Scenario: course.AnyScenario, Parts: 2, Count: 1}
			bank = append(append(bank, story(t, 10, 2)...), story(t, 20, 2)...)
			bank = rapid.Permutation(bank).Draw(t, "order")
		}
		c := claim("2.3", rapid.IntRange(1, 3).Draw(t, "level"))
		e.Claims = []course.Target{c}
		if _, err := assess.Draw(e, bank, seed(0)); err != nil {
			return
		}
		have, atLevel := poorest(e, bank, c)
		problems := assess.Problems(e, bank)
		i := slices.IndexFunc(problems, func(p assess.Problem) bool { return p.Key == "exam.claim-unsupported" })
		if supported := have >= course.MinScored && atLevel >= course.MinAtLevel; supported != (i < 0) {
			t.Fatalf("the poorest draw has %d and %d, the problems are %+v", have, atLevel, problems)
		}
		if i >= 0 && (problems[i].Args["have"] != have || problems[i].Args["at_level"] != atLevel) {
			t.Fatalf("the poorest draw has %d and %d, told are %+v", have, atLevel, problems[i].Args)
		}
	})
}

// A question apart from another may be evidence in one row and none in the other. The poorest draw then comes of
// moving questions between rows, which picking the poorest question of each row does not find.
func TestPoorestDrawMovesQuestionsBetweenRows(t *testing.T) {
	bank := bankOf("1/a", "1/a", "1", "1")
	bank[0].Competence = code("4.2")
	bank[1].Type, bank[3].Type = course.Multiple, course.Short
	e := &course.Exam{
		Draw: []course.Row{
			{Competences: []standard.Ref{code("2.3"), code("4.2")}, Low: 1, High: 1, Count: 2, Types: []course.Type{course.Single, course.Short}},
			{Competences: []standard.Ref{code("2.3")}, Low: 1, High: 1, Count: 1, Types: []course.Type{course.Single, course.Multiple}},
		},
		Claims: []course.Target{claim("2.3", 1)},
	}
	for range 20 {
		problems := assess.Problems(e, bank)
		last := problems[len(problems)-1]
		if last.Key != "exam.claim-unsupported" || last.Args["have"] != 2 {
			t.Fatalf("%+v, want evidence of 2: q0, q2 and q3", problems)
		}
	}
	if have, _ := poorest(e, bank, e.Claims[0]); have != 2 {
		t.Fatalf("trying every draw finds %d", have)
	}
}

// A claim without a problem can be stated from every draw.
func TestSupportedClaimsAreAlwaysStated(t *testing.T) {
	supported := 0
	rapid.Check(t, func(t *rapid.T) {
		e, bank := feasible(t)
		first := e.Draw[0]
		if first.Scenario != "" {
			first = blueprintRow(t, 1)
		}
		first.Competences, first.Count = first.Competences[:1], 4
		for i := range 6 {
			q := *question(course.Single, "x--")
			q.ID, q.Competence, q.File = "more"+string(rune('a'+i)), first.Competences[0], "01-a.md"
			q.Level = rapid.SampledFrom([]int{first.High, first.High, first.Low}).Draw(t, "level")
			bank = append(bank, q)
		}
		e.Draw = append(e.Draw, first)
		e.Claims = []course.Target{{Ref: first.Competences[0], Level: first.High}}
		if slices.ContainsFunc(assess.Problems(e, bank), func(p assess.Problem) bool { return !p.Warning }) {
			return
		}
		supported++
		for n := range 30 {
			drawn, err := assess.Draw(e, bank, seed(n))
			if err != nil {
				t.Fatal(err)
			}
			var items []assess.Scored
			for _, d := range drawn {
				items = append(items, assess.Scored{Competence: d.Question.Competence, Level: d.Question.Level, Share: rat(0, 1)})
			}
			got := assess.LevelOf(e.Claims[0], items, assess.DefaultRules())
			at := got.AtLevels[len(got.AtLevels)-1]
			if !got.Stated || got.Questions < course.MinScored || at.Level != first.High || at.Questions < course.MinAtLevel {
				t.Fatalf("seed %d does not support the claim: %+v", n, got)
			}
		}
	})
	if supported == 0 {
		t.Error("no blueprint supported its claim: nothing was tested")
	}
}
