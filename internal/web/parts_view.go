package web

import (
	"strconv"

	"hocso/internal/assess"
	"hocso/internal/course"
)

// partView is a part of a question that is answered by itself: a left cell of a matching question, an item to be put in
// its place. It holds no key; Mark and Feedback are filled in after an answer only.
type partView struct {
	Written        int    // position in the question as written; not for display
	ID, Name       string // of the control
	HTML           string // what stands before the control
	Rank           bool   // the options are places
	Options        []partOption
	Mark, Feedback string // as of an askChoice
}

type partOption struct {
	Value  int // from 1
	Text   string
	Chosen bool
}

// partsOf gives the parts of a question in the order of display with an answer by display positions; nil for types
// without parts. prefix begins the ids of the controls.
func partsOf(q *course.Question, it assess.Item, shown assess.Answer, prefix string) []partView {
	var out []partView
	switch q.Type {
	case course.Matching:
		for i, p := range q.Pairs {
			v := partView{Written: i, HTML: p.HTML, Name: "n" + strconv.Itoa(i)}
			for place, choice := range it.Order {
				v.Options = append(v.Options, partOption{place + 1, q.Choices[choice].Text, given(shown.Picks, i) == place+1})
			}
			out = append(out, v)
		}
	case course.Ordering:
		for place, choice := range it.Order {
			v := partView{Written: choice, HTML: q.Choices[choice].HTML, Name: "x" + strconv.Itoa(place), Rank: true}
			for n := range len(it.Order) {
				v.Options = append(v.Options, partOption{n + 1, strconv.Itoa(n + 1), given(shown.Ranks, place) == n+1})
			}
			out = append(out, v)
		}
	case course.Single, course.Multiple, course.TrueFalse, course.Numeric, course.Short: // one field, or one a choice
	}
	for i := range out {
		out[i].ID = prefix + out[i].Name
	}
	return out
}

// partScripts are the scripts that make a type easier to answer; every type can be answered without.
func partScripts(t course.Type) []string {
	if t == course.Ordering {
		return []string{"parts.js"}
	}
	return nil
}

// given is what an answer gives to a part, 0 for nothing.
func given(list []int, i int) int {
	if i < len(list) {
		return list[i]
	}
	return 0
}

// readParts reads the fields of the parts of a question: what was chosen in each, from 1. Empty is 0, and what no form of
// ours sends is -1, which nothing takes.
func readParts(q *course.Question, field func(string) string) (picks, ranks []int) {
	read := func(name string, n int) []int {
		out := make([]int, n)
		for i := range out {
			if v := field(name + strconv.Itoa(i)); v != "" {
				out[i] = place(v)
			}
		}
		return out
	}
	switch q.Type {
	case course.Matching:
		return read("n", len(q.Pairs)), nil
	case course.Ordering:
		return nil, read("x", len(q.Choices))
	case course.Single, course.Multiple, course.TrueFalse, course.Numeric, course.Short:
	}
	return nil, nil
}

// openParts counts the parts of a begun answer that were given nothing; shared reports whether two items are given one
// place.
func openParts(a assess.Answer) (open int, shared bool) {
	seen := map[int]bool{}
	for _, p := range a.Picks {
		if p == 0 {
			open++
		}
	}
	for _, r := range a.Ranks {
		if r == 0 {
			open++
		}
		shared = shared || (r != 0 && seen[r])
		seen[r] = true
	}
	return open, shared
}

// partWords says in plain text what was given to each part, items by their places.
func partWords(parts []partView) []string {
	var out []string
	for place := range len(parts) {
		for i, p := range parts {
			for _, o := range p.Options {
				switch {
				case !o.Chosen:
				case p.Rank && o.Value == place+1:
					out = append(out, o.Text+". "+plain(p.HTML, 60))
				case !p.Rank && i == place:
					out = append(out, plain(p.HTML, 60)+": "+o.Text)
				}
			}
		}
	}
	return out
}

// keyPart is a part of a question with what was given to it and what belongs to it, after submission.
type keyPart struct {
	HTML       string
	Yours, Key string // plain text; Yours is "" for nothing
	Correct    bool
	Feedback   string // HTML
}

// keyParts lists the parts of a question with their key: left cells as they stand, items in their right order.
func keyParts(q *course.Question, a assess.Answer) []keyPart {
	var out []keyPart
	switch q.Type {
	case course.Matching:
		for i, p := range q.Pairs {
			v := keyPart{HTML: p.HTML, Key: q.Choices[p.Choice].Text}
			if n := given(a.Picks, i); n > 0 {
				v.Yours = q.Choices[n-1].Text
			}
			out = append(out, v)
		}
	case course.Ordering:
		for i, c := range q.Choices {
			v := keyPart{HTML: c.HTML, Key: strconv.Itoa(i + 1)}
			if n := given(a.Ranks, i); n > 0 {
				v.Yours = strconv.Itoa(n)
			}
			out = append(out, v)
		}
	case course.Single, course.Multiple, course.TrueFalse, course.Numeric, course.Short:
	}
	for i, v := range assess.Verdict(q, a) {
		if i < len(out) {
			out[i].Correct, out[i].Feedback = v.Correct, v.Feedback
		}
	}
	return out
}
