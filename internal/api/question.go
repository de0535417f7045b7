package api

import (
	"cmp"
	"slices"
	"strconv"

	"hocso/internal/assess"
	"hocso/internal/course"
)

// Question is a question as learners may see it: no key, no feedback, no explanation, no accepted entries.
type Question struct {
	ID      string   `json:"id,omitempty"`
	Type    string   `json:"type" enum:"single,multiple,truefalse,numeric,short,matching,ordering,cloze,hotspot,practical"`
	HTML    string   `json:"html"`
	Choices []Choice `json:"choices" nullable:"false"`
	Rows    []Choice `json:"rows,omitempty" nullable:"false"`
	Picture *Picture `json:"picture,omitempty"`
	Gaps    []Gap    `json:"gaps,omitempty" nullable:"false"`
	Rubric  *Rubric  `json:"rubric,omitempty"`

	HandIn   *HandInRule `json:"handIn,omitempty"`
	Unit     string      `json:"unit,omitempty"`
	Language string      `json:"language,omitempty"`
	Points   float64     `json:"points"`

	Scenario *Scenario `json:"scenario,omitempty"`
}

// Scenario is a story that questions following each other share.
type Scenario struct {
	HTML  string `json:"html"`
	Part  int    `json:"part"`
	Parts int    `json:"parts"`
}

// Choice is an answer, a statement, a cell or an item. Its place in the list, from 0, is its name in answers.
type Choice struct {
	HTML      string `json:"html"`
	Area      *Area  `json:"area,omitempty"`
	Elsewhere bool   `json:"elsewhere,omitempty"`
}

// Picture is a picture of which an area is chosen.
type Picture struct {
	Src     string `json:"src"`
	Alt     string `json:"alt"`
	Caption string `json:"caption,omitempty"`
	Width   int    `json:"width"`
	Height  int    `json:"height"`
}

// Area is a rectangle or, with r, a circle on a picture, in percent from the top left.
type Area struct {
	X float64 `json:"x"`
	Y float64 `json:"y"`
	W float64 `json:"w,omitempty"`
	H float64 `json:"h,omitempty"`
	R float64 `json:"r,omitempty"`
}

// Gap is a gap of a cloze question.
type Gap struct {
	Label   string   `json:"label"`
	Options []string `json:"options,omitempty" nullable:"false"`
	Number  bool     `json:"number,omitempty"`
}

// GapAnswer is what was given to a gap.
type GapAnswer struct {
	Option *int   `json:"option,omitempty"`
	Text   string `json:"text,omitempty" maxLength:"2000"`
}

// Rubric is what a practical task is judged by.
type Rubric struct {
	Columns  []RubricColumn    `json:"columns" nullable:"false"`
	Criteria []RubricCriterion `json:"criteria" nullable:"false"`
}

// RubricColumn is a grade.
type RubricColumn struct {
	Name   string `json:"name"`
	Points int    `json:"points"`
}

// RubricCriterion is one thing that is judged, and what each grade of it looks like.
type RubricCriterion struct {
	HTML  string   `json:"html"`
	Cells []string `json:"cells" nullable:"false"`
}

// question copies only what a learner may see, in the order of display.
func (a *API) question(q *course.Question, it assess.Item) Question {
	points, _ := q.Points.Rat().Float64()
	out := Question{Type: string(q.Type), HTML: a.html(gapped(q)), Choices: []Choice{}, Points: points}
	if s := q.Scenario; s != nil {
		out.Scenario = &Scenario{a.html(s.Stem), s.Part, s.Parts}
	}
	switch q.Type {
	case course.Single, course.Multiple, course.TrueFalse, course.Matching, course.Ordering, course.Hotspot:
		for _, p := range q.Pairs {
			out.Rows = append(out.Rows, Choice{HTML: a.html(p.HTML)})
		}
		out.Picture = (*Picture)(q.Picture)
		for _, at := range it.Order {
			if at == len(q.Choices) {
				out.Choices = append(out.Choices, Choice{Elsewhere: true})
				continue
			}
			c := q.Choices[at]
			out.Choices = append(out.Choices, Choice{HTML: a.html(c.HTML), Area: (*Area)(c.Area)})
		}
	case course.Numeric:
		out.Unit, out.Language = q.Unit, q.Language
	case course.Cloze:
		out.Language, out.Gaps = q.Language, each(q.Gaps, gapOf)
	case course.Practical:
		out.HandIn = handInRule(q)
		out.Rubric = &Rubric{
			Columns: each(q.Rubric.Columns, func(c course.RubricColumn) RubricColumn { return RubricColumn(c) }),
			Criteria: each(q.Rubric.Criteria, func(c course.Criterion) RubricCriterion {
				return RubricCriterion{a.html(c.HTML), each(c.Cells, a.html)}
			}),
		}
	case course.Short:
	}
	return out
}

func gapped(q *course.Question) string {
	return course.FillGaps(q.Stem, func(i int) string { return "{" + strconv.Itoa(i+1) + "}" })
}

// gapOf shows the options of a menu; what is accepted of a typed gap is the key.
func gapOf(g course.Gap) Gap {
	out := Gap{Label: g.Label, Number: g.Type == course.Numeric}
	if g.Type == course.Single {
		out.Options = each(g.Choices, func(c course.Choice) string { return c.Text })
	}
	return out
}

// Answer is what a learner gives. Positions are those of the display, from 0.
type Answer struct {
	Choices []int   `json:"choices,omitempty" nullable:"false" maxItems:"100"`
	Judged  []*bool `json:"judged,omitempty" nullable:"false" maxItems:"100"`
	Text    string  `json:"text,omitempty" maxLength:"2000"`
	Matched []*int  `json:"matched,omitempty" nullable:"false" maxItems:"100"`
	Places  []*int  `json:"places,omitempty" nullable:"false" maxItems:"100"`

	Gaps []GapAnswer `json:"gaps,omitempty" nullable:"false" maxItems:"100"`
}

func (v Answer) domain() assess.Answer {
	out := assess.Answer{Choices: v.Choices, Text: v.Text, Picks: fromOne(v.Matched), Ranks: fromOne(v.Places)}
	for _, g := range v.Gaps {
		out.Picks, out.Texts = append(out.Picks, fromOne([]*int{g.Option})[0]), append(out.Texts, g.Text)
	}
	for _, j := range v.Judged {
		switch {
		case j == nil:
			out.Judged = append(out.Judged, assess.Unjudged)
		case *j:
			out.Judged = append(out.Judged, assess.JudgedTrue)
		default:
			out.Judged = append(out.Judged, assess.JudgedFalse)
		}
	}
	return out
}

func gapAnswers(q *course.Question, v assess.Answer) []GapAnswer {
	out := make([]GapAnswer, len(q.Gaps))
	for i, p := range fromZero(v.Picks) {
		out[i].Option = p
	}
	for i, s := range v.Texts {
		out[i].Text = s
	}
	return out
}

// fromOne takes positions from 0, or null, as assess counts them: from 1, with 0 for none. What is below 0 stays wrong.
func fromOne(list []*int) []int {
	var out []int
	for _, p := range list {
		switch {
		case p == nil:
			out = append(out, 0)
		case *p < 0:
			out = append(out, -1)
		default:
			out = append(out, *p+1)
		}
	}
	return out
}

func fromZero(list []int) []*int {
	var out []*int
	for _, n := range list {
		var p *int
		if n > 0 {
			from := n - 1
			p = &from
		}
		out = append(out, p)
	}
	return out
}

// answerOf shows an answer; its positions are already those of the display. nil: none.
func answerOf(q *course.Question, v assess.Answer) *Answer {
	if v.Blank() {
		return nil
	}
	if q.Type == course.Cloze {
		return &Answer{Gaps: gapAnswers(q, v)}
	}
	out := &Answer{Choices: v.Choices, Text: v.Text, Matched: fromZero(v.Picks), Places: fromZero(v.Ranks)}
	for _, j := range v.Judged {
		var b *bool
		if j != assess.Unjudged {
			yes := j == assess.JudgedTrue
			b = &yes
		}
		out.Judged = append(out.Judged, b)
	}
	return out
}

// Verdict tells how one choice, statement, row, item or typed entry fared, after the answer.
type Verdict struct {
	Position int  `json:"position"`
	Chosen   bool `json:"chosen"`
	Right    bool `json:"right"`
	Key      *int `json:"key,omitempty"`

	Accepted []string `json:"accepted,omitempty" nullable:"false"`
	Correct  bool     `json:"correct"`
	Feedback string   `json:"feedback,omitempty"`
}

// verdicts puts what assess says into the order of display.
func (a *API) verdicts(q *course.Question, it assess.Item, vs []assess.ChoiceVerdict) []Verdict {
	out := []Verdict{}
	for _, v := range vs {
		w := Verdict{Position: v.Choice, Chosen: v.Chosen, Right: v.Right, Correct: v.Correct, Feedback: a.html(v.Feedback)}
		switch q.Type {
		case course.Numeric, course.Short:
			w.Position = -1
		case course.Matching:
			key := slices.Index(it.Order, q.Pairs[v.Choice].Choice)
			w.Key = &key
		case course.Ordering:
			w.Position, w.Key = slices.Index(it.Order, v.Choice), &v.Choice
		case course.Cloze:
			for _, c := range q.Gaps[v.Choice].Choices {
				if c.Right {
					w.Accepted = append(w.Accepted, c.Text)
				}
			}
		case course.Single, course.Multiple, course.TrueFalse, course.Hotspot, course.Practical:
			w.Position = slices.Index(it.Order, v.Choice)
		}
		out = append(out, w)
	}
	slices.SortFunc(out, func(a, b Verdict) int { return cmp.Compare(a.Position, b.Position) })
	return out
}
