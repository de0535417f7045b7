package web

import (
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

// keyItem is an answer, a statement, or an entry that is taken.
type keyItem struct {
	Right    bool
	HTML     string
	Feedback string // HTML
}

// keyOf reads the key of a question.
func (w *Web) keyOf(lang string, q *course.Question) *keyView {
	k := &keyView{
		ID: q.ID, Title: q.Title, Type: string(q.Type), Level: q.Level, Points: decimal(lang, q.Points.Rat()), Explanation: q.Explanation,
		Competence: w.competence(lang, q.Competence),
	}
	for _, c := range q.Choices {
		k.Items = append(k.Items, keyItem{Right: c.Right, HTML: c.HTML, Feedback: c.Feedback})
	}
	return k
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
