package course

import (
	"slices"

	"hocso/internal/standard"
)

// Exam is the blueprint of a course's exam. Its figures are settings of the course, never law.
type Exam struct {
	Title     string
	Minutes   int
	Attempts  int // 0: no limit
	WaitHours int // between the end of one attempt and the start of the next
	Pass      int // percent of points
	Show      string
	Draw      []Row
	Claims    []Target // competences whose level the result states, up to that level
}

// When keys and feedback appear.
const (
	ShowScore       = "score"
	ShowAfterSubmit = "after-submit"
	ShowAfterClose  = "after-close"
)

// AnyScenario in a row stands for every scenario of the bank.
const AnyScenario = "any"

// Row draws Count questions that fit it, or as many whole scenarios, shown in the order of the rows.
type Row struct {
	Competences []standard.Ref
	Low, High   int // levels, both included
	Count       int
	From        string // bank file, "" for all
	Types       []Type // empty for all

	Scenario string `json:",omitempty"` // AnyScenario or an id; nothing above but Count holds for such a row
	Parts    int    `json:",omitempty"` // that its scenarios have, exactly
}

// Fits reports whether the row may draw q; the parts of a scenario come by a row for scenarios only, all together.
func (r Row) Fits(q *Question) bool {
	if r.Scenario != "" {
		return q.Scenario != nil && r.Parts == q.Scenario.Parts && (r.Scenario == AnyScenario || r.Scenario == q.Scenario.ID)
	}
	return q.Scenario == nil && slices.Contains(r.Competences, q.Competence) &&
		r.Low <= q.Level && q.Level <= r.High &&
		(r.From == "" || r.From == q.File) &&
		(len(r.Types) == 0 || slices.Contains(r.Types, q.Type))
}

// Size is the number of questions of every draw.
func (e *Exam) Size() int {
	n := 0
	for _, r := range e.Draw {
		n += r.Count * max(r.Parts, 1)
	}
	return n
}

// Evidence that a level must rest on (DESIGN §7): at least MinScored scored questions of the competence,
// at least MinAtLevel of them at the level itself.
const (
	MinScored  = 4
	MinAtLevel = 2
	MaxByItems = 6 // levels 7 and 8 are shown by work, never by choice questions
)
