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

// sameText holds when nobody could see or feel the difference.
func sameText(a, b *Question) bool {
	return bytes.Equal(a.read().Canonical(), b.read().Canonical())
}

// read is a question as a reader takes it in: words without tags.
func (q *Question) read() Question {
	words := func(html string) string { return strings.Join(Words(html), " ") }
	out := *q
	out.Stem, out.Explanation, out.File = words(q.Stem), words(q.Explanation), ""
	out.Choices = readChoices(q.Choices)
	out.Pairs = slices.Clone(q.Pairs)
	for i := range out.Pairs {
		p := &out.Pairs[i]
		p.HTML, p.Feedback = words(p.HTML), words(p.Feedback)
	}
	out.Gaps = slices.Clone(q.Gaps)
	for i := range out.Gaps {
		out.Gaps[i].Choices = readChoices(out.Gaps[i].Choices)
	}
	if q.Rubric != nil {
		rubric := Rubric{Columns: q.Rubric.Columns}
		for _, c := range q.Rubric.Criteria {
			read := Criterion{HTML: words(c.HTML)}
			for _, cell := range c.Cells {
				read.Cells = append(read.Cells, words(cell))
			}
			rubric.Criteria = append(rubric.Criteria, read)
		}
		out.Rubric = &rubric
	}
	if q.Scenario != nil {
		of := *q.Scenario
		of.Stem = words(of.Stem)
		out.Scenario = &of
	}
	if len(q.In) > 0 {
		out.In = map[string]Question{}
		for lang, o := range q.In {
			out.In[lang] = o.read()
		}
	}
	return out
}

func readChoices(choices []Choice) []Choice {
	out := slices.Clone(choices)
	for i := range out {
		c := &out[i]
		c.HTML, c.Feedback = strings.Join(Words(c.HTML), " "), strings.Join(Words(c.Feedback), " ")
	}
	return out
}
