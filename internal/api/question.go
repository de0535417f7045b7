package api

import (
	"hocso/internal/assess"
	"hocso/internal/course"
)

// Question is a question as learners may see it: no key, no feedback, no explanation, no accepted entries.
type Question struct {
	ID       string   `json:"id,omitempty" doc:"Of in-lesson questions only."`
	Type     string   `json:"type" enum:"single,multiple,truefalse,numeric,short"`
	HTML     string   `json:"html" doc:"The stem."`
	Choices  []Choice `json:"choices" nullable:"false" doc:"Answers or statements in the order of display; empty for typed answers."`
	Unit     string   `json:"unit,omitempty" doc:"Unit of a numeric answer."`
	Language string   `json:"language,omitempty" doc:"Language in which numbers are written."`
	Points   float64  `json:"points"`
}

// Choice is an answer or a statement. Its place in the list, from 0, is its name in answers.
type Choice struct {
	HTML string `json:"html"`
}

// question copies only what a learner may see. order is that of the display; nil is the order as written.
func (a *API) question(q *course.Question, order []int) Question {
	points, _ := q.Points.Rat().Float64()
	out := Question{Type: string(q.Type), HTML: a.html(q.Stem), Choices: []Choice{}, Points: points}
	switch q.Type {
	case course.Single, course.Multiple, course.TrueFalse:
		for place := range q.Choices {
			at := place
			if order != nil {
				at = order[place]
			}
			out.Choices = append(out.Choices, Choice{a.html(q.Choices[at].HTML)})
		}
	case course.Numeric:
		out.Unit, out.Language = q.Unit, q.Language
	case course.Short:
	}
	return out
}

// Answer is what a learner gives. Positions are those of the display, from 0.
type Answer struct {
	Choices []int   `json:"choices,omitempty" nullable:"false" maxItems:"100" doc:"Of single and multiple: positions."`
	Judged  []*bool `json:"judged,omitempty" nullable:"false" maxItems:"100" doc:"Of truefalse: one a statement; null is not judged."`
	Text    string  `json:"text,omitempty" maxLength:"2000" doc:"Of numeric and short."`
}

func (v Answer) domain() assess.Answer {
	out := assess.Answer{Choices: v.Choices, Text: v.Text}
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

// answerOf shows an answer; its positions are already those of the display. nil: none.
func answerOf(v assess.Answer) *Answer {
	if v.Blank() {
		return nil
	}
	out := &Answer{Choices: v.Choices, Text: v.Text}
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

// Verdict tells how one choice, statement or typed entry fared, after the answer.
type Verdict struct {
	Position int    `json:"position" doc:"Of the display, from 0; of typed answers -1."`
	Chosen   bool   `json:"chosen"`
	Right    bool   `json:"right" doc:"The key."`
	Correct  bool   `json:"correct" doc:"What was done agrees with the key."`
	Feedback string `json:"feedback,omitempty" doc:"HTML."`
}

// verdicts puts what assess says into the order of display.
func (a *API) verdicts(q *course.Question, order []int, vs []assess.ChoiceVerdict) []Verdict {
	typed := q.Type == course.Numeric || q.Type == course.Short
	byChoice := map[int]Verdict{}
	out := []Verdict{}
	for _, v := range vs {
		w := Verdict{Position: v.Choice, Chosen: v.Chosen, Right: v.Right, Correct: v.Correct, Feedback: a.html(v.Feedback)}
		if typed {
			w.Position = -1
			out = append(out, w)
		}
		byChoice[v.Choice] = w
	}
	if typed {
		return out
	}
	for place := range q.Choices {
		at := place
		if order != nil {
			at = order[place]
		}
		w := byChoice[at]
		w.Position = place
		out = append(out, w)
	}
	return out
}
