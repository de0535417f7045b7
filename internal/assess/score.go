package assess

import (
	"math/big"
	"slices"
	"strings"

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
	case course.Hotspot:
		if Several(q) {
			return multiple(q, a)
		}
		chosen := a.Choices[0]
		return ratio(count(chosen < len(q.Choices) && q.Choices[chosen].Right), 1)
	case course.TrueFalse:
		return trueFalse(q, a)
	case course.Numeric, course.Short:
		i := matched(q, a.Text)
		return ratio(count(i >= 0 && q.Choices[i].Right), 1)
	case course.Cloze:
		right := 0
		for i := range q.Gaps {
			met := inGap(q, a, i)
			right += count(met >= 0 && q.Gaps[i].Choices[met].Right)
		}
		return ratio(right, len(q.Gaps))
	case course.Matching:
		return matching(q, a)
	case course.Practical:
		return ratio(RubricPoints(q, a))
	case course.Ordering:
		return ordering(a)
	}
	return new(big.Rat)
}

// multiple is chosen right ÷ all right − chosen wrong ÷ all wrong, so choosing everything earns 0. What is chosen elsewhere
// on a picture is one wrong choice more.
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
	if slices.Contains(a.Choices, len(q.Choices)) {
		wrong, slip = max(wrong, 1), slip+1
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

// matching is right rows ÷ rows with a left cell.
func matching(q *course.Question, a Answer) *big.Rat {
	right := 0
	for i, p := range q.Pairs {
		right += count(a.Picks[i] == p.Choice+1)
	}
	return ratio(right, len(q.Pairs))
}

// ordering is (pairs in right order − pairs in wrong order) ÷ all pairs. A pair with an item that has no place, or with
// two items at one place, counts neither way.
func ordering(a Answer) *big.Rat {
	n, sum := len(a.Ranks), 0
	for i, first := range a.Ranks {
		for _, second := range a.Ranks[i+1:] {
			switch {
			case first == 0 || second == 0:
			case first < second:
				sum++
			case first > second:
				sum--
			}
		}
	}
	return ratio(sum, n*(n-1)/2)
}

// RubricPoints are the points that the grades of a practical task come to, and the most that there are.
func RubricPoints(q *course.Question, a Answer) (got, most int) {
	for i := range q.Rubric.Criteria {
		most += q.Rubric.Columns[0].Points
		if i < len(a.Picks) && a.Picks[i] > 0 {
			got += q.Rubric.Columns[a.Picks[i]-1].Points
		}
	}
	return got, most
}

// matched is the position of the first item, top to bottom, that a typed answer meets: it decides. -1: none. A short answer
// that meets none may still be a slip of one.
func matched(q *course.Question, text string) int {
	if q.Type == course.Short {
		return shortMatch(q, text)
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

// inGap is the position of the option chosen in a menu or met by what was typed into a gap, -1 for none.
func inGap(q *course.Question, a Answer, i int) int {
	g := q.Gaps[i]
	switch {
	case g.Type == course.Single && a.Picks != nil:
		return a.Picks[i] - 1
	case g.Type == course.Single || a.Texts == nil || a.Texts[i] == "":
		return -1
	}
	return matched(&course.Question{Type: g.Type, Language: q.Language, Choices: g.Choices}, a.Texts[i])
}

// ChoiceVerdict tells, after an answer, how one choice, statement, left cell, item, gap or typed entry fared. It holds the
// key: it is for pages after the answer (lesson) or after submission (exam) only.
type ChoiceVerdict struct {
	Choice   int    // position in the question as written
	Chosen   bool   // chosen; a statement: judged; a left cell, an item, a gap: given something; a typed answer: this item was met
	Right    bool   // the key: a right choice, a true statement, an accepted entry
	Correct  bool   // what the learner did agrees with the key; leaving a wrong choice alone does
	Feedback string // HTML to show now, "" for none
}

// Verdict lists every choice, statement, left cell, item or gap in the order written. Feedback is shown for what was chosen
// and, where several are right, for a right one that was missed; statements, left cells and items always show theirs, and a left
// cell also what its right cell says as a distractor. A typed answer gives the one item that it met, or nothing. An answer
// that does not fit the question counts as blank.
func Verdict(q *course.Question, a Answer) []ChoiceVerdict {
	a, err := Accept(q, a)
	if err != nil {
		a = Answer{}
	}
	switch q.Type {
	case course.Numeric, course.Short:
		return typedVerdict(q, a)
	case course.Matching:
		return pairVerdicts(q, a)
	case course.Ordering:
		return rankVerdicts(q, a)
	case course.Cloze:
		return gapVerdicts(q, a)
	case course.Practical: // the rubric says it all
		return nil
	case course.Single, course.Multiple, course.TrueFalse, course.Hotspot:
	}
	out := make([]ChoiceVerdict, Places(q))
	for i := range out {
		var c course.Choice // anywhere else on a picture, behind the areas
		if i < len(q.Choices) {
			c = q.Choices[i]
		}
		v := ChoiceVerdict{Choice: i, Right: c.Right}
		show := true
		if q.Type == course.TrueFalse {
			v.Chosen = i < len(a.Judged) && isSet(a.Judged[i])
			v.Correct = v.Chosen && (a.Judged[i] == JudgedTrue) == c.Right
		} else {
			v.Chosen = slices.Contains(a.Choices, i)
			v.Correct = v.Chosen == c.Right
			show = v.Chosen || (Several(q) && c.Right)
		}
		if show {
			v.Feedback = c.Feedback
		}
		out[i] = v
	}
	return out
}

func pairVerdicts(q *course.Question, a Answer) []ChoiceVerdict {
	out := make([]ChoiceVerdict, len(q.Pairs))
	for i, p := range q.Pairs {
		v := ChoiceVerdict{Choice: i, Feedback: p.Feedback}
		if a.Picks != nil && a.Picks[i] != 0 {
			v.Chosen, v.Correct = true, a.Picks[i] == p.Choice+1
			if own := q.Choices[a.Picks[i]-1].Feedback; own != "" && !v.Correct {
				v.Feedback = strings.TrimSpace(own + "\n" + p.Feedback)
			}
		}
		out[i] = v
	}
	return out
}

// rankVerdicts tells of each item whether it stands at its own place.
func rankVerdicts(q *course.Question, a Answer) []ChoiceVerdict {
	out := make([]ChoiceVerdict, len(q.Choices))
	for i, c := range q.Choices {
		v := ChoiceVerdict{Choice: i, Feedback: c.Feedback}
		if a.Ranks != nil {
			v.Chosen, v.Correct = a.Ranks[i] != 0, a.Ranks[i] == i+1
		}
		out[i] = v
	}
	return out
}

func gapVerdicts(q *course.Question, a Answer) []ChoiceVerdict {
	out := make([]ChoiceVerdict, len(q.Gaps))
	for i, g := range q.Gaps {
		v := ChoiceVerdict{Choice: i, Chosen: a.Texts != nil && a.Texts[i] != ""}
		if met := inGap(q, a, i); met >= 0 {
			v.Chosen, v.Correct, v.Feedback = true, g.Choices[met].Right, g.Choices[met].Feedback
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
