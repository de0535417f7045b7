package web

import (
	"hocso/internal/course"
	"hocso/internal/fault"
)

// changeGroup is one kind of change with what it concerns, in plain words.
type changeGroup struct {
	Title string
	Items []string
}

// changedLessons groups the lessons that changed, what is to be read first.
func (w *Web) changedLessons(lang string, changes course.Changes) []changeGroup {
	var out []changeGroup
	for _, k := range []course.Kind{course.Changed, course.Added, course.Mended, course.Renamed, course.Removed} {
		g := changeGroup{Title: w.I18n.T(lang, "changes.lesson-"+string(k), nil)}
		for _, l := range changes.Lessons {
			if l.Kind == k {
				g.Items = append(g.Items, l.Title)
			}
		}
		if len(g.Items) > 0 {
			out = append(out, g)
		}
	}
	return out
}

// changedParts tells what changed of the course as a whole; exam alone keeps to what a learner plans by.
func (w *Web) changedParts(lang string, changes course.Changes, examOnly bool) []string {
	var out []string
	for _, p := range changes.Parts {
		if examOnly && !p.Part.OfExam() {
			continue
		}
		key := "changes.part-" + string(p.Part)
		if p.Part == course.PartExam {
			key += map[bool]string{true: "-gone", false: "-new"}[p.To == ""]
		}
		out = append(out, w.I18n.T(lang, key, fault.Args{"from": p.From, "to": p.To}))
	}
	return out
}

// changedQuestions counts the questions that changed, by kind.
func (w *Web) changedQuestions(lang string, changes course.Changes) []changeGroup {
	var out []changeGroup
	for _, k := range []course.Kind{course.Changed, course.Added, course.Mended, course.Renamed, course.Removed} {
		g := changeGroup{Title: w.I18n.T(lang, "changes.question-"+string(k), nil)}
		for _, q := range changes.Questions {
			if q.Kind == k {
				g.Items = append(g.Items, q.ID)
			}
		}
		if len(g.Items) > 0 {
			out = append(out, g)
		}
	}
	return out
}
