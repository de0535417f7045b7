package assess

import (
	"math/big"
	"slices"

	"hocso/internal/course"
)

// Share is the part of the question's points that the answer earns, exactly, from 0 to 1, by the table of the
// course format. A blank answer and one that does not fit the question earn 0; with scoring=all everything
// below 1 is 0.
func Share(q *course.Question, a Answer) *big.Rat {
	a, err := Accept(q, a)
	if err != nil || a.Blank() {
		return new(big.Rat)
	}
	share := partial(q, a)
	if share.Sign() < 0 || (q.AllOrNone && !Right(share)) {
		return new(big.Rat)
	}
	return share
}

// Right reports whether a share is the whole: the answer was fully right.
func Right(share *big.Rat) bool { return share.Cmp(big.NewRat(1, 1)) == 0 }

// partial is the share before the floor of 0. The answer is accepted and not blank.
func partial(q *course.Question, a Answer) *big.Rat {
	switch q.Type {
	case course.Single:
		return ratio(count(q.Choices[a.Choices[0]].Right), 1)
	case course.Multiple:
		return multiple(q, a)
	case course.TrueFalse:
		return trueFalse(q, a)
	case course.Numeric, course.Short:
		i := matched(q, a.Text)
		return ratio(count(i >= 0 && q.Choices[i].Right), 1)
	}
	return new(big.Rat)
}

// multiple is chosen right ÷ all right − chosen wrong ÷ all wrong, so choosing everything earns 0.
func multiple(q *course.Question, a Answer) *big.Rat {
	var right, wrong, hit, slip int
	for i, c := range q.Choices {
		chosen := count(slices.Contains(a.Choices, i))
		if c.Right {
			right, hit = right+1, hit+chosen
		} else {
			wrong, slip = wrong+1, slip+chosen
		}
	}
	return new(big.Rat).Sub(ratio(hit, right), ratio(slip, wrong))
}

// trueFalse is (judged right − judged wrong) ÷ statements; what is left unjudged counts neither way.
func trueFalse(q *course.Question, a Answer) *big.Rat {
	sum := 0
	for i, c := range q.Choices {
		switch {
		case a.Judged[i] == Unjudged:
		case (a.Judged[i] == JudgedTrue) == c.Right:
			sum++
		default:
			sum--
		}
	}
	return ratio(sum, len(q.Choices))
}

// matched is the position of the first item, top to bottom, that a typed answer meets: it decides. -1: none.
func matched(q *course.Question, text string) int {
	if q.Type == course.Short {
		return slices.IndexFunc(q.Choices, func(c course.Choice) bool { return ShortEqual(q.Match, c.Text, text) })
	}
	v, ok := ParseNumber(q.Language, text, q.Unit)
	if !ok {
		return -1
	}
	return slices.IndexFunc(q.Choices, func(c course.Choice) bool {
		r, err := NumericKey(q.Language, c.Text)
		return err == nil && r.Contains(v)
	})
}

// ChoiceVerdict tells, after an answer, how one choice, statement or typed entry fared. It holds the key: it is
// for pages after the answer (lesson) or after submission (exam) only.
type ChoiceVerdict struct {
	Choice   int    // position in the question as written
	Chosen   bool   // chosen; a statement: judged; a typed answer: this item was met
	Right    bool   // the key: a right choice, a true statement, an accepted entry
	Correct  bool   // what the learner did agrees with the key; leaving a wrong choice alone does
	Feedback string // HTML to show now, "" for none
}

// Verdict lists every choice or statement in the order written. Feedback is shown for what was chosen and for a
// right choice of a multiple that was missed; statements always show theirs. A typed answer gives
// the one item that it met, or nothing. An answer that does not fit the question counts as blank.
func Verdict(q *course.Question, a Answer) []ChoiceVerdict {
	a, err := Accept(q, a)
	if err != nil {
		a = Answer{}
	}
	if q.Type == course.Numeric || q.Type == course.Short {
		return typedVerdict(q, a)
	}
	out := make([]ChoiceVerdict, len(q.Choices))
	for i, c := range q.Choices {
		v := ChoiceVerdict{Choice: i, Right: c.Right}
		show := true
		if q.Type == course.TrueFalse {
			v.Chosen = i < len(a.Judged) && isJudged(a.Judged[i])
			v.Correct = v.Chosen && (a.Judged[i] == JudgedTrue) == c.Right
		} else {
			v.Chosen = slices.Contains(a.Choices, i)
			v.Correct = v.Chosen == c.Right
			show = v.Chosen || (q.Type == course.Multiple && c.Right)
		}
		if show {
			v.Feedback = c.Feedback
		}
		out[i] = v
	}
	return out
}

func typedVerdict(q *course.Question, a Answer) []ChoiceVerdict {
	if a.Blank() {
		return nil
	}
	i := matched(q, a.Text)
	if i < 0 {
		return nil
	}
	c := q.Choices[i]
	return []ChoiceVerdict{{Choice: i, Chosen: true, Right: c.Right, Correct: c.Right, Feedback: c.Feedback}}
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

// ratio is a ÷ b, and 0 when b is 0.
func ratio(a, b int) *big.Rat {
	if b == 0 {
		return new(big.Rat)
	}
	return big.NewRat(int64(a), int64(b))
}
