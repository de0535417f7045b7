// Package course holds what authors write, as immutable values: courses, modules, lessons, questions,
// exam blueprints. It knows neither Markdown nor the database.
package course

import (
	"encoding/json"
	"fmt"
	"math/big"

	"hocso/internal/standard"
)

// Course is one published or publishable course. HTML in it is safe to show: it comes from an allow-list.
type Course struct {
	Slug       string
	Title      string
	Summary    string
	Language   string // BCP 47
	Audience   []string
	Hours      float64
	Standard   string // id of the framework that bare competence codes belong to
	Mapping    []Mapping
	Completion Completion
	Exam       *Exam    // nil: no exam
	Verify     []string // facts a reviewer must confirm before publishing
	Body       string   // HTML of the course page
	Modules    []Module
	Glossary   []Term
	Bank       []Question // never leaves the server before submission

	Translations []Translation `json:",omitempty"`

	text string // what TextLanguage tells of a translation
	size int    // bytes of the compiled JSON it was read from; bounds what is kept in memory
}

// Mapping says which codes of another framework the course serves.
type Mapping struct {
	Standard string
	Codes    []string
	Official bool
}

// Completion is what it takes to have completed a course; everything stated must hold.
type Completion struct {
	Lessons  int // number of lessons; All means every one
	Practice int // percent of in-lesson questions answered fully right at least once; 0 asks for none
	// Practical asks for every practical task: judged by its learner at least once, or passed before another person.
	Practical bool   `json:",omitempty"`
	Exam      string // "pass", "taken" or "none"
}

// All as Completion.Lessons asks for every lesson.
const All = -1

// Fact is a statement that a reviewer must confirm against an official source before publishing.
type Fact struct{ Place, Text string } // Place is the lesson's key; "" for the course

// Facts lists what is yet to confirm, in the course and in each lesson.
func (c *Course) Facts() []Fact {
	var out []Fact
	for _, text := range c.Verify {
		out = append(out, Fact{"", text})
	}
	for _, p := range c.Places() {
		for _, text := range p.Lesson.Verify {
			out = append(out, Fact{p.Key(), text})
		}
	}
	return out
}

// Module is a part of a course.
type Module struct {
	Slug, Title, Summary string
	Was                  string // former slug
	Body                 string
	Lessons              []Lesson
}

// LessonBudget is what a lesson may weigh in bytes to be taken along: text and pictures, without sound and video.
const LessonBudget = 300 << 10

// Lesson is what is read in one sitting.
type Lesson struct {
	Slug, Title, Summary string
	Was                  string // former slug: progress follows it
	Minutes              int    // to read it and answer its questions
	Competences          []Target
	Verify               []string
	Blocks               []Block
	Questions            []Question // in-lesson questions, in order; keys stay on the server
	Stories              []Story    `json:",omitempty"` // of its scenarios; they stand in Blocks above their parts
	Language             string     `json:",omitempty"` // where it differs from the course's
	Bytes                int        // what the lesson's text and pictures weigh for a reader, gzip where it applies
}

// Target is a competence and the level aimed at, 1 to 8.
type Target struct {
	standard.Ref
	Level int
}

// Block is a stretch of a lesson: HTML, or the place of a question by its id.
type Block struct {
	HTML     string `json:",omitempty"`
	Question string `json:",omitempty"`
}

// Story is what several questions of a lesson are asked about.
type Story struct {
	ID    string
	HTML  string
	Parts []string // ids of its questions
}

// Term is an entry of the glossary.
type Term struct{ ID, Name, HTML string }

// Type is a kind of question. The texts are those of the course format.
type Type string

// The types that can be answered and scored.
const (
	Single    Type = "single"
	Multiple  Type = "multiple"
	TrueFalse Type = "truefalse"
	Numeric   Type = "numeric"
	Short     Type = "short"
	Matching  Type = "matching"
	Ordering  Type = "ordering"
	Cloze     Type = "cloze"
	Hotspot   Type = "hotspot"
)

// Practical is a task that is done away from the screen and judged by a rubric. It stands in lessons only, is never drawn
// and counts as no question.
const Practical Type = "practical"

// Types lists every type of question that can be drawn and scored.
func Types() []Type {
	return []Type{Single, Multiple, TrueFalse, Numeric, Short, Matching, Ordering, Cloze, Hotspot}
}

// Question is one item. Share rules per type are in assess.
type Question struct {
	ID          string
	Type        Type
	Title       string // the author's; not shown in exams
	Competence  standard.Ref
	Level       int
	Points      Points
	Stem        string // HTML
	Choices     []Choice
	Pairs       []Pair   `json:",omitempty"` // matching: the left cells; Choices are the different right ones
	Gaps        []Gap    `json:",omitempty"` // cloze: as they follow each other in the stem, where GapMark stands
	Picture     *Picture `json:",omitempty"` // hotspot: the picture whose areas the Choices are
	Rubric      *Rubric  `json:",omitempty"` // practical
	HandIn      *HandIn  `json:",omitempty"` // practical: judged by another person; nil: learners judge themselves
	Explanation string   // HTML
	Language    string   // language of numeric keys
	Shuffle     bool
	AllOrNone   bool   // scoring=all
	Apart       string // no two of the same group in one draw
	Unit        string // numeric
	Match       string // short: loose, marks, exact
	Typos       int    `json:",omitempty"` // short: edits, 0 to 2, by which an accepted entry may be missed
	File        string // bank file, for blueprint rows with from=
	// Scenario is the story that the question belongs to as one of its parts; nil for most, and in lessons, where the
	// story stands above its parts.
	Scenario *Scenario `json:",omitempty"`

	In map[string]Question `json:",omitempty"` // of the bank, in other languages; answers stand in the same places
}

// Choice is an answer, a statement, an accepted (or known wrong) entry, a right cell of a matching question, or an item of
// an ordering one, which stand in their right order.
type Choice struct {
	HTML     string // as shown
	Text     string // plain text: what numeric and short entries are compared with
	Right    bool
	Feedback string // HTML
	Area     *Area  `json:",omitempty"` // hotspot
}

// Points is a positive decimal number, kept exact.
type Points struct{ r *big.Rat }

// ParsePoints reads a positive decimal with a dot, for example "1" or "0.5".
func ParsePoints(s string) (Points, error) {
	r, ok := new(big.Rat).SetString(s)
	if !ok || r.Sign() <= 0 {
		return Points{}, fmt.Errorf("course: points %q are not a positive number", s)
	}
	return Points{r}, nil
}

// One is the default.
func One() Points { return Points{big.NewRat(1, 1)} }

// Rat is a copy of the value; the zero Points count 1.
func (p Points) Rat() *big.Rat {
	if p.r == nil {
		return big.NewRat(1, 1)
	}
	return new(big.Rat).Set(p.r)
}

// Decimal is the value as authors write it, with a dot: exact where it is a decimal, else to four places.
func (p Points) Decimal() string {
	places, exact := p.Rat().FloatPrec()
	if !exact {
		places = 4
	}
	return p.Rat().FloatString(places)
}

// MarshalText and UnmarshalText keep the value exact in JSON.
func (p Points) MarshalText() ([]byte, error) { return []byte(p.Rat().RatString()), nil }

// UnmarshalText reads what MarshalText wrote.
func (p *Points) UnmarshalText(b []byte) error {
	v, err := ParsePoints(string(b))
	*p = v
	return err
}

// Canonical is the question's content in one byte form: its hash names what a learner was asked.
func (q Question) Canonical() []byte {
	b, err := json.Marshal(q)
	if err != nil { // Question holds nothing that cannot be marshalled
		panic(err) //nolint:forbidigo // a bug in the type, not in its value
	}
	return b
}

// Lessons counts the lessons of all modules.
func (c *Course) Lessons() int {
	n := 0
	for _, m := range c.Modules {
		n += len(m.Lessons)
	}
	return n
}

// Place is a lesson's position in its course.
type Place struct {
	Module *Module
	Lesson *Lesson
	Number int // from 1, over the whole course
}

// Places lists the lessons in order of reading.
func (c *Course) Places() []Place {
	var out []Place
	for mi := range c.Modules {
		m := &c.Modules[mi]
		for li := range m.Lessons {
			out = append(out, Place{m, &m.Lessons[li], len(out) + 1})
		}
	}
	return out
}

// Find is the place of a lesson by module and lesson slug.
func (c *Course) Find(module, lesson string) (Place, bool) {
	for _, p := range c.Places() {
		if p.Module.Slug == module && p.Lesson.Slug == lesson {
			return p, true
		}
	}
	return Place{}, false
}

// Question finds an in-lesson question by id, with its lesson.
func (c *Course) Question(id string) (Place, *Question, bool) {
	for _, p := range c.Places() {
		for i := range p.Lesson.Questions {
			if p.Lesson.Questions[i].ID == id {
				return p, &p.Lesson.Questions[i], true
			}
		}
	}
	return Place{}, nil, false
}

// Key is the lesson's name within its course: "module/lesson".
func (p Place) Key() string { return p.Module.Slug + "/" + p.Lesson.Slug }

// PracticeCount counts the in-lesson questions of the course, without practical tasks.
func (c *Course) PracticeCount() int {
	return c.count(func(q *Question) bool { return q.Type != Practical })
}

// PracticalCount counts the practical tasks of the course.
func (c *Course) PracticalCount() int {
	return c.count(func(q *Question) bool { return q.Type == Practical })
}

// Judged reports whether another person judges any practical task of the course.
func (c *Course) Judged() bool {
	return c.count(func(q *Question) bool { return q.HandIn != nil }) > 0
}

func (c *Course) count(wanted func(*Question) bool) int {
	n := 0
	for _, p := range c.Places() {
		for i := range p.Lesson.Questions {
			if wanted(&p.Lesson.Questions[i]) {
				n++
			}
		}
	}
	return n
}
