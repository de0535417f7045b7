package web

import (
	"fmt"
	"html"
	"slices"
	"strconv"

	"hocso/internal/course"
	"hocso/internal/standard"
)

// keyView is what authors see of a question besides the question: its key, every feedback, the explanation. Learners'
// pages never hold it.
type keyView struct {
	ID, Title   string
	Type        string
	Competence  string
	Level       int
	Points      string
	Items       []keyItem
	Explanation string // HTML
}

// keyItem is an answer, a statement, an entry that is taken, a pair, a step in its place, or a criterion.
type keyItem struct {
	Right    bool
	Plain    bool   // neither right nor wrong
	Label    string // the gap or the place that it belongs to
	HTML     string
	Feedback string // HTML
}

// keyOf reads the key of a question.
func (w *Web) keyOf(lang string, q *course.Question) *keyView {
	k := &keyView{
		ID: q.ID, Title: q.Title, Type: string(q.Type), Level: q.Level, Points: decimal(lang, q.Points.Rat()), Explanation: q.Explanation,
		Competence: w.competence(lang, q.Competence),
	}
	k.Items = keyItems(q)
	return k
}

// leadOf is what is asked: the story that it belongs to, the text with its gaps numbered, the picture.
func leadOf(q *course.Question) string {
	lead := stemOf(q)
	if q.Scenario != nil {
		lead = q.Scenario.Stem + lead
	}
	if p := q.Picture; p != nil {
		lead += `<p><img src="` + html.EscapeString(p.Src) + `" alt="` + html.EscapeString(p.Alt) +
			`" width="` + strconv.Itoa(p.Width) + `" height="` + strconv.Itoa(p.Height) + `"></p>`
	}
	return lead
}

// keyItems lists what is right, what is wrong, and what is said to each.
func keyItems(q *course.Question) []keyItem {
	var out []keyItem
	switch q.Type {
	case course.Matching:
		for _, p := range q.Pairs {
			out = append(out, keyItem{Right: true, HTML: p.HTML + " <b>→</b> " + q.Choices[p.Choice].HTML, Feedback: p.Feedback})
		}
		for i, c := range q.Choices { // right cells that no left one belongs to
			if !slices.ContainsFunc(q.Pairs, func(p course.Pair) bool { return p.Choice == i }) {
				out = append(out, keyItem{HTML: c.HTML, Feedback: c.Feedback})
			}
		}
	case course.Ordering:
		for i, c := range q.Choices {
			out = append(out, keyItem{Plain: true, Label: strconv.Itoa(i+1) + ".", HTML: c.HTML, Feedback: c.Feedback})
		}
	case course.Cloze:
		for i, g := range q.Gaps {
			for _, c := range g.Choices {
				out = append(out, keyItem{Right: c.Right, Label: "(" + strconv.Itoa(i+1) + ")", HTML: c.HTML, Feedback: c.Feedback})
			}
		}
	case course.Practical:
		for _, c := range q.Rubric.Criteria {
			item := keyItem{Plain: true, HTML: c.HTML}
			for i, cell := range c.Cells {
				column := q.Rubric.Columns[i]
				item.Feedback += fmt.Sprintf("<p><b>%s (%d)</b> %s</p>", html.EscapeString(column.Name), column.Points, cell)
			}
			out = append(out, item)
		}
	case course.Single, course.Multiple, course.TrueFalse, course.Numeric, course.Short, course.Hotspot:
		for _, c := range q.Choices {
			out = append(out, keyItem{Right: c.Right, HTML: c.HTML, Feedback: c.Feedback})
		}
	}
	return out
}

// competence names a competence by its code and its words.
func (w *Web) competence(lang string, ref standard.Ref) string {
	if name, ok := w.Standards.Name(ref); ok {
		return ref.Code + " " + name.In(lang)
	}
	return ref.Code
}

// withKeys puts the keys beside the questions of a lesson.
func (w *Web) withKeys(v *lessonPage) {
	for i := range v.Blocks {
		if ask := v.Blocks[i].Ask; ask != nil {
			for q := range v.Place.Lesson.Questions {
				if one := &v.Place.Lesson.Questions[q]; one.ID == ask.ID {
					v.Blocks[i].Keys = w.keyOf(v.Lang, one)
				}
			}
		}
	}
}
