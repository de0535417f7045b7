package assess_test

import (
	"encoding/binary"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hocso/internal/assess"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/standard"
)

func seed(n int) assess.Seed {
	var s assess.Seed
	binary.LittleEndian.PutUint64(s[:], uint64(n))
	return s
}

// row draws count questions of 2.3 at a level.
func row(count, level int) course.Row {
	return course.Row{Competences: []standard.Ref{code("2.3")}, Low: level, High: level, Count: count}
}

// bankOf makes one question of 2.3 for each "level" or "level/apart".
func bankOf(specs ...string) []course.Question {
	var bank []course.Question
	for i, s := range specs {
		q := *question(course.Single, "x---")
		q.ID = fmt.Sprintf("q%d", i)
		if _, err := fmt.Sscanf(s, "%d/%s", &q.Level, &q.Apart); q.Level == 0 {
			panic(err)
		}
		bank = append(bank, q)
	}
	return bank
}

func ids(drawn []assess.Drawn) []string {
	var out []string
	for _, d := range drawn {
		out = append(out, d.Question.ID)
	}
	return out
}

// checkDraw verifies that a draw follows the blueprint.
func checkDraw(t fataler, e *course.Exam, drawn []assess.Drawn) {
	var rows []int
	for i, r := range e.Draw {
		rows = append(rows, slices.Repeat([]int{i}, r.Count*max(r.Parts, 1))...)
	}
	seen := map[string]bool{}
	for i, d := range drawn {
		if i >= len(rows) || d.Row != rows[i] {
			t.Fatalf("place %d is of row %d; the rows are %v", i, d.Row, rows)
		}
		if !e.Draw[d.Row].Fits(d.Question) {
			t.Fatalf("%s does not fit row %d", d.Question.ID, d.Row)
		}
		if part := d.Question.Scenario; part != nil && part.Part > 1 {
			before := drawn[i-1].Question.Scenario
			if before == nil || before.ID != part.ID || before.Part != part.Part-1 {
				t.Fatalf("part %d of %s does not follow the one before", part.Part, part.ID)
			}
		} else if part != nil && (i+part.Parts > len(drawn) || drawn[i+part.Parts-1].Question.Scenario == nil) {
			t.Fatalf("%s is not whole", part.ID)
		}
		for _, name := range []string{"id " + d.Question.ID, "apart " + d.Question.Apart} {
			if seen[name] {
				t.Fatalf("%s twice", name)
			}
			seen[name] = name != "apart "
		}
		checkOrder(t, d)
	}
	if len(drawn) != len(rows) {
		t.Fatalf("%d questions, want %d", len(drawn), len(rows))
	}
}

func checkOrder(t fataler, d assess.Drawn) {
	if d.Question.Type == course.Short || d.Question.Type == course.Numeric {
		if d.Order != nil {
			t.Fatalf("typed %s shows choices %v", d.Question.ID, d.Order)
		}
		return
	}
	if len(d.Order) != len(d.Question.Choices) {
		t.Fatalf("%s shows %v of %d choices", d.Question.ID, d.Order, len(d.Question.Choices))
	}
	for want, got := range slices.Sorted(slices.Values(d.Order)) {
		if want != got {
			t.Fatalf("%s shows %v, no permutation", d.Question.ID, d.Order)
		}
	}
	if (d.Question.Type == course.TrueFalse || !d.Question.Shuffle) && !slices.IsSorted(d.Order) {
		t.Fatalf("%s is shuffled: %v", d.Question.ID, d.Order)
	}
}

func TestDrawFollowsTheBlueprint(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, bank := feasible(t)
		for _, p := range assess.Problems(e, bank) {
			if !p.Warning {
				t.Fatalf("feasible by construction, but %+v", p)
			}
		}
		n := rapid.Int().Draw(t, "seed")
		drawn, err := assess.Draw(e, bank, seed(n))
		if err != nil {
			t.Fatalf("feasible by construction, but %v", err)
		}
		checkDraw(t, e, drawn)
		again, err := assess.Draw(e, bank, seed(n))
		if err != nil || !reflect.DeepEqual(drawn, again) {
			t.Fatalf("the same seed draws %v, then %v (%v)", drawn, again, err)
		}
	})
}

// Draw fails exactly when no draw exists, and Problems knows it beforehand.
func TestDrawFailsOnlyWhenNoneExists(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := &course.Exam{}
		for range rapid.IntRange(1, 3).Draw(t, "rows") {
			e.Draw = append(e.Draw, blueprintRow(t, 2))
		}
		var bank []course.Question
		for i := range rapid.IntRange(0, 7).Draw(t, "bank") {
			bank = append(bank, bankQuestion(t, i))
		}
		possible := false
		everyDraw(e, bank, func([]*course.Question) { possible = true })
		drawn, err := assess.Draw(e, bank, seed(rapid.Int().Draw(t, "seed")))
		if (err == nil) != possible {
			t.Fatalf("a draw exists: %v, error: %v", possible, err)
		}
		refused := slices.ContainsFunc(assess.Problems(e, bank), func(p assess.Problem) bool { return !p.Warning })
		if refused == possible {
			t.Fatalf("a draw exists: %v, an error among the problems: %v", possible, refused)
		}
		if possible {
			checkDraw(t, e, drawn)
		} else if !fault.Is(err, fault.Conflict) || drawn != nil {
			t.Fatalf("%v, %v", drawn, err)
		}
	})
}

// The only draw that exists is found, though it needs a question moved from row to row to row.
func TestDrawFindsTheOnlyOne(t *testing.T) {
	any3 := course.Row{Competences: []standard.Ref{code("2.3")}, Low: 1, High: 3, Count: 1}
	any2 := any3
	any2.High = 2
	e := &course.Exam{Draw: []course.Row{any3, any2, row(1, 1)}}
	for n := range 20 {
		drawn, err := assess.Draw(e, bankOf("1", "2", "3"), seed(n))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"q2", "q1", "q0"}, ids(drawn)); diff != "" {
			t.Fatalf("seed %d (-want +got):\n%s", n, diff)
		}
	}
}

func TestDrawImpossible(t *testing.T) {
	tests := map[string]struct {
		rows []course.Row
		bank []course.Question
	}{
		"empty bank":            {[]course.Row{row(1, 1)}, nil},
		"too few":               {[]course.Row{row(3, 1)}, bankOf("1", "1", "2")},
		"too few but for apart": {[]course.Row{row(2, 1)}, bankOf("1/a", "1/a")},
		"rows share their pool": {[]course.Row{row(1, 1), row(1, 1)}, bankOf("1", "2")},
		"absurd count":          {[]course.Row{row(1<<62, 1), row(1<<62, 1)}, bankOf("1", "1")},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			drawn, err := assess.Draw(&course.Exam{Draw: tt.rows}, tt.bank, seed(1))
			if !fault.Is(err, fault.Conflict) || drawn != nil {
				t.Errorf("%v, %v; want a conflict", ids(drawn), err)
			}
		})
	}
}

// Over many seeds every candidate comes about equally often, in each of two rows that share them, and every order of
// choices is seen.
func TestDrawSpreads(t *testing.T) {
	e := &course.Exam{Draw: []course.Row{row(2, 1), row(1, 1)}}
	bank := bankOf("1", "1", "1", "1", "1", "1", "1", "1", "1", "1")
	const draws = 2000
	first, second, orders := map[string]int{}, map[string]int{}, map[string]int{}
	for n := range draws {
		drawn, err := assess.Draw(e, bank, seed(n))
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range drawn {
			orders[fmt.Sprint(d.Order)]++
			if d.Row == 0 {
				first[d.Question.ID]++
			} else {
				second[d.Question.ID]++
			}
		}
	}
	within := func(name string, got map[string]int, kinds, total int) {
		want := total / kinds
		if len(got) != kinds {
			t.Errorf("%s: %d kinds, want %d", name, len(got), kinds)
		}
		for k, n := range got {
			if n < want*6/10 || n > want*14/10 {
				t.Errorf("%s: %s came %d times, want about %d", name, k, n, want)
			}
		}
	}
	within("row of two", first, 10, 2*draws)
	within("row of one", second, 10, draws)
	within("order of choices", orders, 24, 3*draws)
}

// Two rows that want the same question get it alike: neither is served first.
func TestDrawServesRowsAlike(t *testing.T) {
	e := &course.Exam{Draw: []course.Row{row(1, 1), row(1, 1)}}
	e.Draw[0].From, e.Draw[1].Types = "01-a.md", []course.Type{course.Multiple}
	bank := bankOf("1", "1", "1")
	bank[0].File, bank[1].File = "01-a.md", "01-a.md" // row 0 may draw q0 and q1, row 1 q0 and q2
	bank[0].Type, bank[2].Type = course.Multiple, course.Multiple
	const draws = 2000
	var got [2]int
	for n := range draws {
		drawn, err := assess.Draw(e, bank, seed(n))
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range drawn {
			if d.Question.ID == "q0" {
				got[d.Row]++
			}
		}
	}
	for i, n := range got { // served first, a row would have it in 1000 draws, the other in 500
		if n < draws*33/100 || n > draws*42/100 {
			t.Errorf("row %d has the shared question %d times of %d, want about 750", i, n, draws)
		}
	}
}

// BenchmarkDraw draws 30 questions in six rows from a bank of 120, every two of them apart.
func BenchmarkDraw(b *testing.B) {
	e := &course.Exam{}
	var specs []string
	for level := 1; level <= 6; level++ {
		e.Draw = append(e.Draw, row(5, level))
		for i := range 20 {
			specs = append(specs, fmt.Sprintf("%d/g%d-%d", level, level, i/2))
		}
	}
	bank := bankOf(specs...)
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		if _, err := assess.Draw(e, bank, seed(n)); err != nil {
			b.Fatal(err)
		}
	}
}
