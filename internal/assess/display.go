package assess

import (
	"slices"

	"hocso/internal/fault"
)

// FromDisplay reads an answer whose positions are those of the display, from 0, as the question refers to its choices.
// Learners and their programs know display positions only: the order as written would give the bank away piece by piece.
// Error kind: Invalid (field answer) for a position that is not shown. Whether the answer fits the question is Accept's to say.
func (it Item) FromDisplay(a Answer) (Answer, error) {
	if it.Order == nil { // a typed answer shows no choices; Accept refuses any
		return a, nil
	}
	out := Answer{Text: a.Text}
	if outside(a.Choices, 0, len(it.Order)-1) || outside(a.Picks, 0, len(it.Order)) ||
		len(a.Judged) > len(it.Order) || len(a.Ranks) > len(it.Order) {
		return Answer{}, unknownPlace()
	}
	for _, place := range a.Choices {
		out.Choices = append(out.Choices, it.Order[place])
	}
	for _, place := range a.Picks {
		if place > 0 {
			place = it.Order[place-1] + 1
		}
		out.Picks = append(out.Picks, place)
	}
	out.Judged, out.Ranks = written(it.Order, a.Judged), written(it.Order, a.Ranks)
	return out, nil
}

// written puts what was given to each choice on display into the order written.
func written[T any](order []int, shown []T) []T {
	if shown == nil {
		return nil
	}
	out := make([]T, len(order))
	for place, v := range shown {
		out[order[place]] = v
	}
	return out
}

// shown is the reverse of written.
func shown[T any](order []int, written []T) []T {
	if written == nil {
		return nil
	}
	out := make([]T, len(order))
	for place, choice := range order {
		if choice < len(written) {
			out[place] = written[choice]
		}
	}
	return out
}

func unknownPlace() error {
	var f fault.Form
	f.Refuse("answer", "answer.unknown-choice")
	return f.Err()
}

// ToDisplay gives a stored answer by the positions of the display, from 0, in ascending order. It undoes FromDisplay.
func (it Item) ToDisplay(a Answer) Answer {
	if it.Order == nil {
		return a
	}
	out := Answer{Text: a.Text}
	for place, choice := range it.Order {
		if slices.Contains(a.Choices, choice) {
			out.Choices = append(out.Choices, place)
		}
	}
	for _, choice := range a.Picks {
		if choice > 0 {
			choice = slices.Index(it.Order, choice-1) + 1
		}
		out.Picks = append(out.Picks, choice)
	}
	out.Judged, out.Ranks = shown(it.Order, a.Judged), shown(it.Order, a.Ranks)
	return out
}
