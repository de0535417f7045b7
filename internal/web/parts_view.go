package web

import (
	"fmt"
	"html"
	"strconv"
	"strings"

	"hocso/internal/assess"
	"hocso/internal/course"
	"hocso/internal/fault"
)

// partView is a part of a question that is answered by itself: a left cell of a matching question, an item to be put in
// its place, a gap. It holds no key; Mark and Feedback are filled in after an answer only.
type partView struct {
	Written        int    // position in the question as written; not for display
	ID, Name       string // of the control
	HTML           string // what stands before the control; of a gap the text from the gap before
	After          string // of the last gap: the rest of the text
	Label          string // of a gap: its name, plain text
	Rank           bool   // the options are places
	Grades         bool   // the options are the grades of a criterion
	Typed, Number  bool   // a gap to type into, and whether a number is wanted
	Text           string
	Options        []partOption
	Mark, Feedback string // as of an askChoice
}

type partOption struct {
	Value  int // from 1
	Text   string
	Chosen bool
	HTML   string // of a grade: what it looks like
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
				v.Options = append(v.Options, partOption{place + 1, q.Choices[choice].Text, given(shown.Picks, i) == place+1, ""})
			}
			out = append(out, v)
		}
	case course.Ordering:
		for place, choice := range it.Order {
			v := partView{Written: choice, HTML: q.Choices[choice].HTML, Name: "x" + strconv.Itoa(place), Rank: true}
			for n := range len(it.Order) {
				v.Options = append(v.Options, partOption{n + 1, strconv.Itoa(n + 1), given(shown.Ranks, place) == n+1, ""})
			}
			out = append(out, v)
		}
	case course.Cloze:
		out = gapsOf(q, shown)
	case course.Practical:
		for i, c := range q.Rubric.Criteria {
			v := partView{Written: i, HTML: c.HTML, Name: "n" + strconv.Itoa(i), Grades: true}
			for n, column := range q.Rubric.Columns {
				v.Options = append(v.Options, partOption{n + 1, column.Name, given(shown.Picks, i) == n+1, c.Cells[n]})
			}
			out = append(out, v)
		}
	case course.Single, course.Multiple, course.TrueFalse, course.Numeric, course.Short, course.Hotspot: // one field, or one a choice
	}
	for i := range out {
		out[i].ID = prefix + out[i].Name
	}
	return out
}

// gapsOf cuts the stem at its gaps.
func gapsOf(q *course.Question, shown assess.Answer) []partView {
	texts := strings.Split(q.Stem, course.GapMark)
	out := make([]partView, len(q.Gaps))
	for i, g := range q.Gaps {
		v := partView{
			Written: i, HTML: texts[i], Label: g.Label, Name: "d" + strconv.Itoa(i), Typed: g.Type != course.Single,
			Number: g.Type == course.Numeric, Text: given(shown.Texts, i),
		}
		for n, c := range g.Choices {
			if !v.Typed { // what is accepted of a typed gap is the key
				v.Options = append(v.Options, partOption{n + 1, c.Text, given(shown.Picks, i) == n+1, ""})
			}
		}
		if i == len(q.Gaps)-1 {
			v.After = texts[i+1]
		}
		out[i] = v
	}
	return out
}

// stemOf is a stem for reading only: gaps are numbered spaces.
func stemOf(q *course.Question) string {
	return course.FillGaps(q.Stem, func(i int) string { return "(" + strconv.Itoa(i+1) + ") …" })
}

// partScripts are the scripts that make a type easier to answer in an exam; every type can be answered without. Lessons
// have them anyway.
func partScripts(t course.Type) []string {
	if t == course.Ordering || t == course.Hotspot {
		return []string{"hoi.js"}
	}
	return nil
}

// given is what an answer gives to a part, zero for nothing.
func given[T any](list []T, i int) (v T) {
	if i < len(list) {
		v = list[i]
	}
	return v
}

// readParts reads the fields of the parts of a question into an answer: what was chosen in each, from 1, or typed. Empty
// is 0, and what no form of ours sends is -1, which nothing takes.
func readParts(a *assess.Answer, q *course.Question, field func(string) string) {
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
		a.Picks = read("n", len(q.Pairs))
	case course.Practical:
		a.Picks = read("n", len(q.Rubric.Criteria))
	case course.Ordering:
		a.Ranks = read("x", len(q.Choices))
	case course.Cloze:
		a.Picks, a.Texts = make([]int, len(q.Gaps)), make([]string, len(q.Gaps))
		for i, g := range q.Gaps {
			switch v := field("d" + strconv.Itoa(i)); {
			case v == "":
			case g.Type == course.Single:
				a.Picks[i] = place(v)
			default:
				a.Texts[i] = clip(v, 4*assess.MaxText+1)
			}
		}
	case course.Single, course.Multiple, course.TrueFalse, course.Numeric, course.Short, course.Hotspot:
	}
}

// openParts counts the parts of a begun answer that were given nothing; shared reports whether two items are given one
// place.
func openParts(q *course.Question, a assess.Answer) (open int, shared bool) {
	if a.Blank() {
		return 0, false
	}
	seen := map[int]bool{}
	parts := max(len(q.Pairs), len(q.Gaps))
	if q.Type == course.Practical {
		parts = len(q.Rubric.Criteria)
	}
	for i := range parts {
		if given(a.Picks, i) == 0 && given(a.Texts, i) == "" {
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

// partly says how many statements or parts of a question are answered; "" where all are, or none.
func (w *Web) partly(lang string, q *course.Question, a assess.Answer) string {
	open, _ := openParts(q, a)
	of := max(len(q.Pairs), len(q.Gaps), len(a.Ranks))
	if !a.Blank() {
		for _, j := range a.Judged {
			of++
			if j == assess.Unjudged {
				open++
			}
		}
	}
	if open == 0 {
		return ""
	}
	return w.I18n.T(lang, "exam.partly", fault.Args{"done": of - open, "of": of})
}

// partWords says in plain text what was given to each part, items by their places.
func partWords(parts []partView) []string {
	var out []string
	for place := range len(parts) {
		for i, p := range parts {
			if p.Text != "" && i == place {
				out = append(out, p.Label+": "+p.Text)
			}
			for _, o := range p.Options {
				switch {
				case !o.Chosen:
				case p.Rank && o.Value == place+1:
					out = append(out, o.Text+". "+plain(p.HTML, 60))
				case !p.Rank && i == place && p.Label != "":
					out = append(out, p.Label+": "+o.Text)
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
	case course.Cloze:
		for i, g := range q.Gaps {
			v := keyPart{HTML: html.EscapeString(fmt.Sprintf("(%d) %s", i+1, g.Label)), Yours: given(a.Texts, i), Key: acceptedIn(g)}
			if n := given(a.Picks, i); n > 0 {
				v.Yours = g.Choices[n-1].Text
			}
			out = append(out, v)
		}
	case course.Single, course.Multiple, course.TrueFalse, course.Numeric, course.Short, course.Hotspot, course.Practical:
	}
	for i, v := range assess.Verdict(q, a) {
		if i < len(out) {
			out[i].Correct, out[i].Feedback = v.Correct, v.Feedback
		}
	}
	return out
}

// acceptedIn is what is right in a gap.
func acceptedIn(g course.Gap) string {
	var out []string
	for _, c := range g.Choices {
		if c.Right {
			out = append(out, c.Text)
		}
	}
	return strings.Join(out, "; ")
}
