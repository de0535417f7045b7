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
	for _, place := range a.Choices {
		if place < 0 || place >= len(it.Order) {
			return Answer{}, unknownPlace()
		}
		out.Choices = append(out.Choices, it.Order[place])
	}
	if len(a.Judged) > len(it.Order) {
		return Answer{}, unknownPlace()
	}
	if a.Judged != nil {
		out.Judged = make([]int8, len(it.Order))
		for place, judged := range a.Judged {
			out.Judged[it.Order[place]] = judged
		}
	}
	return out, nil
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
	if a.Judged != nil {
		out.Judged = make([]int8, len(it.Order))
		for place, choice := range it.Order {
			if choice < len(a.Judged) {
				out.Judged[place] = a.Judged[choice]
			}
		}
	}
	return out
}
