// Package assess turns answers into results: what an answer earns, which questions an exam draws, what a
// blueprint can promise, which level the answers show. The rules are pure and know neither clock nor store.
package assess

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/vntext"
)

// MaxText is the longest typed answer, in runes.
const MaxText = 200

// How a statement of a truefalse question was judged.
const (
	Unjudged    int8 = 0
	JudgedTrue  int8 = 1 // Đúng
	JudgedFalse int8 = 2 // Sai
)

// Answer is what a learner gave to one question. It refers to choices by their position in the question as
// written, from 0, never by the order of display, so that it means the same on every page and in every export.
type Answer struct {
	Choices []int  `json:"c,omitempty"` // single, multiple, hotspot: there len(Choices) is anywhere else on the picture
	Judged  []int8 `json:"j,omitempty"` // truefalse: one a statement
	Text    string `json:"t,omitempty"` // numeric, short
	Picks   []int  `json:"p,omitempty"` // matching, cloze, practical: the choice for each left cell, menu, criterion, from 1; 0 is none
	Ranks   []int  `json:"r,omitempty"` // ordering: the place of each item, from 1; 0 is none
	// Texts is what was typed into the gaps of a cloze question, one a gap; "" for menus.
	Texts []string `json:"x,omitempty"`
}

// Blank reports whether nothing was answered. A truefalse with every statement unjudged is blank.
func (a Answer) Blank() bool {
	return len(a.Choices) == 0 && !slices.ContainsFunc(a.Judged, isSet) && tidy(a.Text) == "" &&
		!slices.ContainsFunc(a.Picks, isSet) && !slices.ContainsFunc(a.Ranks, isSet) &&
		!slices.ContainsFunc(a.Texts, func(s string) bool { return tidy(s) != "" })
}

// isSet tells a judgement, a pick or a place from the 0 that stands for none.
func isSet[T int | int8](v T) bool { return v != 0 }

// Accept gives the answer's normal form, the only one that is stored: choices sorted and unique, one judgement a
// statement, one pick a left cell or gap, one place an item, text in NFC and trimmed; blank parts are nil. An answer that does
// not fit the question is a fault.Invalid error whose only field is "answer". Accepting what was accepted changes nothing.
func Accept(q *course.Question, a Answer) (Answer, error) {
	out := Answer{
		Choices: slices.Compact(slices.Sorted(slices.Values(a.Choices))), Text: tidy(a.Text),
		Judged: orNil(a.Judged), Picks: orNil(a.Picks), Ranks: orNil(a.Ranks), Texts: tidyAll(a.Texts),
	}
	if key, args := misfit(q, out); key != "" {
		var f fault.Form
		f.Refuse("answer", key, args)
		return Answer{}, f.Err()
	}
	out.Judged = filled(out.Judged, len(q.Choices))
	out.Picks = filled(out.Picks, len(q.Pairs)+len(q.Gaps)+criteria(q))
	out.Texts = filled(out.Texts, len(q.Gaps))
	out.Ranks = filled(out.Ranks, len(q.Choices))
	return out, nil
}

// orNil is a copy of the list, nil when everything in it is blank.
func orNil[T int | int8](list []T) []T {
	if !slices.ContainsFunc(list, isSet) {
		return nil
	}
	return slices.Clone(list)
}

// tidyAll tidies every text; nil when all are blank.
func tidyAll(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = tidy(s)
	}
	if strings.Join(out, "") == "" {
		return nil
	}
	return out
}

// filled makes a list that is not blank n long.
func filled[T int | int8 | string](list []T, n int) []T {
	if list == nil {
		return nil
	}
	return append(list, make([]T, n-len(list))...)
}

// fields are the parts of an answer that a type has.
type fields struct{ choices, judged, text, picks, ranks, texts bool }

func fieldsOf(t course.Type) fields {
	switch t {
	case course.Single, course.Multiple, course.Hotspot:
		return fields{choices: true}
	case course.TrueFalse:
		return fields{judged: true}
	case course.Numeric, course.Short:
		return fields{text: true}
	case course.Matching, course.Practical:
		return fields{picks: true}
	case course.Ordering:
		return fields{ranks: true}
	case course.Cloze:
		return fields{picks: true, texts: true}
	}
	return fields{}
}

// misfit is the key of the reason why a tidied answer cannot be one to q, "" when it can.
func misfit(q *course.Question, a Answer) (string, fault.Args) {
	has, n := fieldsOf(q.Type), len(q.Choices)
	switch {
	case !has.choices && a.Choices != nil, !has.judged && a.Judged != nil, !has.text && a.Text != "",
		!has.picks && a.Picks != nil, !has.ranks && a.Ranks != nil, !has.texts && a.Texts != nil:
		return "answer.other-type", nil
	case outside(a.Choices, 0, Places(q)-1), outside(a.Judged, Unjudged, JudgedFalse), len(a.Judged) > n,
		!picksFit(q, a.Picks), outside(a.Ranks, 0, n), len(a.Ranks) > n, !textsFit(q, a.Texts):
		return "answer.unknown-choice", nil
	case has.choices && !Several(q) && len(a.Choices) > 1:
		return "answer.one-only", nil
	case slices.ContainsFunc(append(a.Texts, a.Text), func(s string) bool { return utf8.RuneCountInString(s) > MaxText }):
		return "answer.too-long", fault.Args{"max": MaxText}
	}
	return "", nil
}

// Places is the number of choices that are shown: of a hotspot the areas and, behind them, anywhere else on the picture.
func Places(q *course.Question) int {
	if q.Type == course.Hotspot {
		return len(q.Choices) + 1
	}
	return len(q.Choices)
}

// criteria is the number of criteria of a practical task, 0 for questions.
func criteria(q *course.Question) int {
	if q.Rubric == nil {
		return 0
	}
	return len(q.Rubric.Criteria)
}

// Several reports whether more than one choice may be chosen.
func Several(q *course.Question) bool {
	right := 0
	for _, c := range q.Choices {
		right += count(c.Right)
	}
	return q.Type == course.Multiple || (q.Type == course.Hotspot && right > 1)
}

// picksFit reports whether each pick is 0 or one of what is shown for its left cell or gap; a typed gap shows nothing.
func picksFit(q *course.Question, picks []int) bool {
	if q.Type == course.Practical {
		return len(picks) <= criteria(q) && !outside(picks, 0, len(q.Rubric.Columns))
	}
	if q.Type != course.Cloze {
		return len(picks) <= len(q.Pairs) && !outside(picks, 0, len(q.Choices))
	}
	for i, p := range picks {
		if p != 0 && (i >= len(q.Gaps) || p < 0 || q.Gaps[i].Type != course.Single || p > len(q.Gaps[i].Choices)) {
			return false
		}
	}
	return len(picks) <= len(q.Gaps)
}

// textsFit reports whether texts stand for typed gaps only.
func textsFit(q *course.Question, texts []string) bool {
	for i, s := range texts {
		if s != "" && (i >= len(q.Gaps) || q.Gaps[i].Type == course.Single) {
			return false
		}
	}
	return len(texts) <= len(q.Gaps)
}

// outside reports whether a value lies under low or above high.
func outside[T int | int8](list []T, low, high T) bool {
	return slices.ContainsFunc(list, func(v T) bool { return v < low || v > high })
}

// tidy is text as it is kept and compared: one line, single spaces, NFC. The second NFC joins a mark to the letter
// before it once an invisible character between them is gone.
func tidy(s string) string { return norm.NFC.String(vntext.Normal(s)) }
