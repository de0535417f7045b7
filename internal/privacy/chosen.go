package privacy

import (
	"html"
	"slices"

	"hocso/internal/assess"
	"hocso/internal/course"
)

// chosen is what the person saw and took, as HTML: choices, pairs, options of menus, grades of criteria, items in the
// order they were put in. Judgements and typed texts speak for themselves.
func chosen(q *course.Question, a assess.Answer) []string {
	var out []string
	for _, i := range a.Choices {
		if i < len(q.Choices) { // anywhere else on a picture has no text
			out = append(out, q.Choices[i].HTML)
		}
	}
	for i, p := range a.Picks {
		if p > 0 {
			out = append(out, picked(q, i, p-1))
		}
	}
	return append(out, ranked(q, a.Ranks)...)
}

// picked is a row, gap or criterion with the choice that was picked for it.
func picked(q *course.Question, row, choice int) string {
	left, right := "", ""
	switch q.Type {
	case course.Matching:
		left, right = q.Pairs[row].HTML, q.Choices[choice].HTML
	case course.Cloze:
		left, right = html.EscapeString(q.Gaps[row].Label), html.EscapeString(q.Gaps[row].Choices[choice].Text)
	case course.Practical:
		left, right = q.Rubric.Criteria[row].HTML, html.EscapeString(q.Rubric.Columns[choice].Name)
	case course.Single, course.Multiple, course.TrueFalse, course.Short, course.Numeric, course.Ordering, course.Hotspot:
		// these have no picks
	}
	return left + " → " + right
}

// ranked are the items that were given a place, in the order of the places.
func ranked(q *course.Question, ranks []int) []string {
	at := make([]int, 0, len(ranks))
	for i, r := range ranks {
		if r > 0 {
			at = append(at, i)
		}
	}
	slices.SortStableFunc(at, func(x, y int) int { return ranks[x] - ranks[y] })
	out := make([]string, len(at))
	for i, item := range at {
		out[i] = q.Choices[item].HTML
	}
	return out
}
