package assess_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"hocso/internal/assess"
	"hocso/internal/course"
	"hocso/internal/standard"
)

// shownAs draws the order in which an exam shows a question: that of a blueprint which asks nothing else.
func shownAs(t *rapid.T, q *course.Question) assess.Item {
	e := &course.Exam{Draw: []course.Row{{Competences: []standard.Ref{q.Competence}, Low: 1, High: 8, Count: 1}}}
	drawn, err := assess.Draw(e, []course.Question{*q}, assess.Seed(rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "seed")))
	if err != nil {
		t.Fatal(err)
	}
	return assess.Item{Order: drawn[0].Order}
}

// TestOrderingNeverStartsRight: neither in an exam nor in a lesson do the items stand in their right order.
func TestOrderingNeverStartsRight(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := orderingQuestion(t)
		q.ID = rapid.StringMatching(`[a-z]{1,9}`).Draw(t, "id")
		for _, it := range []assess.Item{shownAs(t, q), assess.InLesson(q)} {
			if slices.IsSorted(it.Order) || len(it.Order) != len(q.Choices) {
				t.Fatalf("shown as %v", it.Order)
			}
		}
	})
}

// TestLessonsShowTheOrderWritten, but of questions whose order is the key.
func TestLessonsShowTheOrderWritten(t *testing.T) {
	for _, kind := range []course.Type{course.Single, course.Multiple, course.TrueFalse} {
		if order := assess.InLesson(question(kind, "x---")).Order; !slices.Equal(order, []int{0, 1, 2, 3}) {
			t.Errorf("%s is shown as %v", kind, order)
		}
	}
	if order := assess.InLesson(question(course.Hotspot, "x--")).Order; !slices.Equal(order, []int{0, 1, 2, 3}) {
		t.Errorf("areas and what is elsewhere are shown as %v", order)
	}
	if order := assess.InLesson(typed(course.Short, "+a")).Order; order != nil {
		t.Errorf("typed answers are shown as %v", order)
	}
	q := match(6, 0, 1, 2, 3, 4, 5)
	orders := map[int]bool{}
	for _, id := range []string{"a", "b", "c", "d", "e"} {
		q.ID = id
		orders[assess.InLesson(q).Order[0]] = true
		if !slices.Equal(assess.InLesson(q).Order, assess.InLesson(q).Order) {
			t.Error("two readers see two orders")
		}
	}
	if len(orders) < 2 {
		t.Error("the right column is not shuffled")
	}
}

// TestDisplayNeverChangesTheShare: an answer given by what was on display earns what it is worth, in whatever order it
// was shown, and comes back to the page as it was given.
func TestDisplayNeverChangesTheShare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := listedQuestion(t)
		a := fittingAnswer(t, q)
		it := shownAs(t, q)
		shown := it.ToDisplay(a)
		back, err := it.FromDisplay(shown)
		if err != nil {
			t.Fatal(err)
		}
		if s, u := assess.Share(q, a), assess.Share(q, back); s.Cmp(u) != 0 {
			t.Fatalf("%+v earns %s, shown as %+v %s", a, s, shown, u)
		}
		for i, p := range shown.Picks {
			if it.Order != nil && p > 0 && it.Order[p-1] != a.Picks[i]-1 {
				t.Fatalf("the pick %d is shown as %d of %v", a.Picks[i], p, it.Order)
			}
		}
		for place, r := range shown.Ranks {
			if r != a.Ranks[it.Order[place]] {
				t.Fatalf("places %v are shown as %v in the order %v", a.Ranks, shown.Ranks, it.Order)
			}
		}
	})
}

// TestOneChoiceForAllEarnsOnlyItsOwn: to give every left cell the same right one earns the rows to which it belongs.
func TestOneChoiceForAllEarnsOnlyItsOwn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := matchingQuestion(t)
		q.AllOrNone = false
		c := rapid.IntRange(0, len(q.Choices)-1).Draw(t, "choice")
		own := 0
		for _, p := range q.Pairs {
			if p.Choice == c {
				own++
			}
		}
		if got := assess.Share(q, pick(slices.Repeat([]int{c + 1}, len(q.Pairs))...)); got.Cmp(rat(int64(own), int64(len(q.Pairs)))) != 0 {
			t.Fatalf("earns %s, %d of %d rows are its own", got, own, len(q.Pairs))
		}
	})
}

// TestOppositeOrdersEarnOnce: an order and its reverse never both earn something, so guessing earns nothing on average.
func TestOppositeOrdersEarnOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := orderingQuestion(t)
		q.AllOrNone = false
		n := len(q.Choices)
		places := make([]int, n)
		for i := range places {
			places[i] = i + 1
		}
		places = rapid.Permutation(places).Draw(t, "places")
		reversed := make([]int, n)
		for i, p := range places {
			reversed[i] = n + 1 - p
		}
		if s, u := assess.Share(q, rank(places...)), assess.Share(q, rank(reversed...)); s.Sign() > 0 && u.Sign() > 0 {
			t.Fatalf("%v earns %s, its reverse %s", places, s, u)
		}
	})
}
