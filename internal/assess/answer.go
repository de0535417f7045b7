// Package assess turns answers into results: what an answer earns, which questions an exam draws, what a
// blueprint can promise, which level the answers show. The rules are pure and know neither clock nor store.
package assess

import (
	"slices"
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
	Choices []int  `json:"c,omitempty"` // single, multiple
	Judged  []int8 `json:"j,omitempty"` // truefalse: one a statement
	Text    string `json:"t,omitempty"` // numeric, short
}

// Blank reports whether nothing was answered. A truefalse with every statement unjudged is blank.
func (a Answer) Blank() bool {
	return len(a.Choices) == 0 && !slices.ContainsFunc(a.Judged, isJudged) && tidy(a.Text) == ""
}

func isJudged(j int8) bool { return j != Unjudged }

// Accept gives the answer's normal form, the only one that is stored: choices sorted and unique, one judgement a
// statement, text in NFC and trimmed; blank parts are nil. An answer that does not fit the question is a
// fault.Invalid error whose only field is "answer". Accepting what was accepted changes nothing.
func Accept(q *course.Question, a Answer) (Answer, error) {
	out := Answer{Choices: slices.Compact(slices.Sorted(slices.Values(a.Choices))), Text: tidy(a.Text)}
	if slices.ContainsFunc(a.Judged, isJudged) {
		out.Judged = slices.Clone(a.Judged)
	}
	if key, args := misfit(q, out); key != "" {
		var f fault.Form
		f.Refuse("answer", key, args)
		return Answer{}, f.Err()
	}
	if out.Judged != nil {
		out.Judged = append(out.Judged, make([]int8, len(q.Choices)-len(out.Judged))...)
	}
	return out, nil
}

// misfit is the key of the reason why a tidied answer cannot be one to q, "" when it can.
func misfit(q *course.Question, a Answer) (string, fault.Args) {
	var chooses, judges, types bool
	switch q.Type {
	case course.Single, course.Multiple:
		chooses = true
	case course.TrueFalse:
		judges = true
	case course.Numeric, course.Short:
		types = true
	}
	n := len(q.Choices)
	switch {
	case !chooses && a.Choices != nil, !judges && a.Judged != nil, !types && a.Text != "":
		return "answer.other-type", nil
	case slices.ContainsFunc(a.Choices, func(c int) bool { return c < 0 || c >= n }),
		slices.ContainsFunc(a.Judged, func(j int8) bool { return j < Unjudged || j > JudgedFalse }), len(a.Judged) > n:
		return "answer.unknown-choice", nil
	case q.Type == course.Single && len(a.Choices) > 1:
		return "answer.one-only", nil
	case utf8.RuneCountInString(a.Text) > MaxText:
		return "answer.too-long", fault.Args{"max": MaxText}
	}
	return "", nil
}

// tidy is text as it is kept and compared: one line, single spaces, NFC. The second NFC joins a mark to the letter
// before it once an invisible character between them is gone.
func tidy(s string) string { return norm.NFC.String(vntext.Normal(s)) }
