package assess

import (
	"math/rand/v2"
	"slices"

	"hocso/internal/course"
	"hocso/internal/fault"
)

// Seed decides a draw. It is made once per attempt by the service and stored with the attempt.
type Seed [32]byte

// Drawn is one question of an attempt.
type Drawn struct {
	Question *course.Question // points into the bank
	Order    []int            // Order[i] is the choice shown at place i; nil for typed answers, which show none
	Row      int              // of the blueprint, from 0
}

// Draw picks the questions of one attempt: the rows in order, no question twice, no two of one apart group, scenarios
// whole. Each
// question is picked at random among those that leave the rest of the blueprint possible, in a random order of
// the rows, so no row always gets what several of them want. The same exam, bank and seed give the same draw. When no
// draw exists the error is fault.Conflict "exam.cannot-draw".
func Draw(e *course.Exam, bank []course.Question, seed Seed) ([]Drawn, error) {
	s := newSupply(e, bank)
	if s.fill() > 0 {
		return nil, fault.New(fault.Conflict, "exam.cannot-draw")
	}
	rng := rand.New(rand.NewChaCha8(seed)) //nolint:gosec // seeded with 256 secret bits; reproducible on purpose
	picked := make([][]int, len(e.Draw))
	for _, row := range shuffledRows(e, rng) {
		picked[row] = append(picked[row], s.pick(row, rng))
	}
	var out []Drawn
	for row, qs := range picked {
		for _, q := range qs {
			for _, part := range s.whole(q) {
				out = append(out, Drawn{Question: part, Order: displayOrder(part, rng), Row: row})
			}
		}
	}
	return out, nil
}

// shuffledRows names each row once per question it draws, in random order.
func shuffledRows(e *course.Exam, rng *rand.Rand) []int {
	var rows []int
	for i, r := range e.Draw {
		for range r.Count {
			rows = append(rows, i)
		}
	}
	rng.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	return rows
}

// displayOrder is how choices are shown: in any order where the author lets them be shuffled, the right column of a
// matching question always in any, the items of an ordering one in any but the right one.
func displayOrder(q *course.Question, rng *rand.Rand) []int {
	order := asWritten(q)
	switch q.Type {
	case course.Single, course.Multiple:
		if !q.Shuffle {
			return order
		}
	case course.Matching, course.Ordering:
	case course.TrueFalse, course.Numeric, course.Short, course.Cloze, course.Hotspot, course.Practical:
		return order
	}
	rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	for q.Type == course.Ordering && len(order) > 1 && slices.IsSorted(order) {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	}
	return order
}

// asWritten is the order of the author; nil where the question itself has nothing to choose from.
func asWritten(q *course.Question) []int {
	if q.Type == course.Numeric || q.Type == course.Short || q.Type == course.Cloze || q.Type == course.Practical {
		return nil
	}
	order := make([]int, Places(q))
	for i := range order {
		order[i] = i
	}
	return order
}

// InLesson is how a question is shown in a lesson, to everyone alike: as its author wrote it, except where that order
// would be the key.
func InLesson(q *course.Question) Item {
	if q.Type == course.Matching || q.Type == course.Ordering {
		rng := rand.New(rand.NewChaCha8(course.HashOf([]byte(q.ID)))) //nolint:gosec // an order of display, the same on every page
		return Item{Order: displayOrder(q, rng)}
	}
	return Item{Order: asWritten(q)}
}
