package course

import (
	"bytes"
	"slices"
	"strings"
)

// QuestionChange is a question that came, went or changed.
type QuestionChange struct {
	Kind   Kind // Changed: the same id asks for something else
	ID     string
	Title  string // now; before when it went. The author's, never shown to learners
	Lesson string // "module/lesson" now; "" in the bank, or when it went
	Bank   bool
	Why    []Aspect // of Changed
}

// Aspect is what makes a question another one. Its statistics would mix two questions, so it needs another id.
type Aspect string

// The aspects of a question's meaning.
const (
	AspectType       Aspect = "type"
	AspectCompetence Aspect = "competence"
	AspectLevel      Aspect = "level"
	AspectKey        Aspect = "key"
)

// placedQuestion is a question with its place.
type placedQuestion struct {
	*Question
	lesson string
	bank   bool
}

func questionsOf(c *Course, withBank bool) (order []string, byID map[string]placedQuestion) {
	byID = map[string]placedQuestion{}
	add := func(q placedQuestion) {
		order = append(order, q.ID)
		byID[q.ID] = q
	}
	for _, p := range c.Places() {
		for i := range p.Lesson.Questions {
			add(placedQuestion{&p.Lesson.Questions[i], p.Key(), false})
		}
	}
	if withBank {
		for i := range c.Bank {
			add(placedQuestion{&c.Bank[i], "", true})
		}
	}
	return order, byID
}

func diffQuestions(before, after *Course, pairs []lessonPair) []QuestionChange {
	banks := before.Bank != nil && after.Bank != nil
	oldOrder, old := questionsOf(before, banks)
	newOrder, now := questionsOf(after, banks)
	called := map[string]string{} // lessons' keys before, by those now
	for _, p := range pairs {
		called[p.isKey] = p.wasKey
	}
	var out []QuestionChange
	for _, id := range newOrder {
		q := now[id]
		c := QuestionChange{ID: id, Title: q.Title, Lesson: q.lesson, Bank: q.bank}
		was, ok := old[id]
		switch {
		case !ok:
			c.Kind = Added
		default:
			c.Why = Meaning(was.Question, q.Question)
			switch {
			case len(c.Why) > 0:
				c.Kind = Changed
			case !sameText(was.Question, q.Question):
				c.Kind = Mended
			case was.bank != q.bank || (!q.bank && was.lesson != called[q.lesson]):
				c.Kind = Renamed
			default:
				continue
			}
		}
		out = append(out, c)
	}
	for _, id := range oldOrder {
		if _, ok := now[id]; !ok {
			out = append(out, QuestionChange{Kind: Removed, ID: id, Title: old[id].Title, Bank: old[id].bank})
		}
	}
	return out
}

// Meaning tells in which aspects a question asks something else than another of the same id. Mended wording is none:
// answers that were reworded, put in another order, or joined by another wrong one leave the key as it was.
func Meaning(before, after *Question) []Aspect {
	var out []Aspect
	if before.Type != after.Type {
		out = append(out, AspectType)
	}
	if before.Competence != after.Competence {
		out = append(out, AspectCompetence)
	}
	if before.Level != after.Level {
		out = append(out, AspectLevel)
	}
	if before.Type == after.Type && !sameKey(before, after) {
		out = append(out, AspectKey)
	}
	return out
}

func sameKey(a, b *Question) bool {
	if a.Type == Numeric {
		return slices.Equal(entries(a, true), entries(b, true))
	}
	if a.Type == Short {
		return sameAccepted(a, b)
	}
	return sameRight(a.Choices, b.Choices, a.Type == TrueFalse)
}

// entries are the accepted (or known wrong) entries, sorted.
func entries(q *Question, right bool) []string {
	var out []string
	for _, c := range q.Choices {
		if c.Right == right {
			out = append(out, strings.Join(strings.Fields(c.Text), " "))
		}
	}
	slices.Sort(out)
	return out
}

// sameAccepted holds while nothing that was accepted is refused now, nor the reverse; more variants are a mending.
func sameAccepted(a, b *Question) bool {
	now, wrong := entries(b, true), entries(a, false)
	for _, e := range entries(a, true) {
		if !slices.Contains(now, e) {
			return false
		}
	}
	return !slices.ContainsFunc(now, func(e string) bool { return slices.Contains(wrong, e) })
}

// sameRight holds when every answer that stands in both is right or wrong in both, and the right ones that remain (all
// that remain, where each is judged by itself) are the same in number and near in words.
func sameRight(a, b []Choice, each bool) bool {
	left := slices.Clone(b)
	var gone []Choice
	for _, c := range a {
		i := slices.IndexFunc(left, func(o Choice) bool { return choiceText(o) == choiceText(c) })
		if i < 0 {
			if c.Right || each {
				gone = append(gone, c)
			}
			continue
		}
		if left[i].Right != c.Right {
			return false
		}
		left = slices.Delete(left, i, i+1)
	}
	come := slices.DeleteFunc(left, func(c Choice) bool { return !c.Right && !each })
	if len(gone) != len(come) {
		return false
	}
	for _, c := range gone {
		i := nearest(c, come)
		if i < 0 {
			return false
		}
		come = slices.Delete(come, i, i+1)
	}
	return true
}

// nearest is the answer that shares the most words with c, at least half of those of both; -1 when none does.
func nearest(c Choice, among []Choice) int {
	best, most := -1, 0
	w := strings.Fields(choiceText(c))
	for i, o := range among {
		if o.Right != c.Right {
			continue
		}
		v := strings.Fields(choiceText(o))
		all := len(w) + len(v)
		shared := all - wordsApart(w, v) // counts each shared word on both sides
		if 2*shared >= all && shared > most {
			best, most = i, shared
		}
	}
	return best
}

// choiceText is an answer as a reader takes it in: without case and punctuation, so that a mended slip is none.
func choiceText(c Choice) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(strings.Join(Words(c.HTML), " ")), func(r rune) bool {
		return strings.ContainsRune(" .,;:!?…“”\"'’()", r)
	}), " ")
}

// sameText holds when nobody could see or feel the difference.
func sameText(a, b *Question) bool {
	x, y := *a, *b
	for _, q := range []*Question{&x, &y} {
		q.Stem, q.Explanation = strings.Join(Words(q.Stem), " "), strings.Join(Words(q.Explanation), " ")
		q.Choices = slices.Clone(q.Choices)
		for i := range q.Choices {
			c := &q.Choices[i]
			c.HTML, c.Feedback = strings.Join(Words(c.HTML), " "), strings.Join(Words(c.Feedback), " ")
		}
		q.File = ""
	}
	return bytes.Equal(x.Canonical(), y.Canonical())
}
