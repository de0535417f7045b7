package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hocso/internal/assess"
	"hocso/internal/clock"
	"hocso/internal/httpx"
	"hocso/internal/id"
	"hocso/internal/learning"
	"hocso/internal/vntext"
)

// mine shows what the caller is learning, what is next, and what was reached.
func (w *Web) mine(c *gin.Context) error {
	caller, err := httpx.Need(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	studies, err := w.Learning.Mine(ctx, caller)
	if err != nil {
		return err
	}
	attempts, err := w.Assess.Attempts(ctx, caller)
	if err != nil {
		return err
	}
	papers, err := w.Credentials.Mine(ctx, caller)
	if err != nil {
		return err
	}
	l, err := w.layout(c, w.t(c, "mine.title"))
	if err != nil {
		return err
	}
	l.NoIndex, l.Section = true, "mine"
	p := &minePage{Layout: l, Given: vntext.GivenName(caller.Name)}
	titles := map[id.ID]string{}
	for _, st := range studies {
		titles[st.Published.CourseID] = st.Published.Course.Title
		m := mineCourseOf(st, attempts, clock.Now(w.Clock))
		if m.Completed != 0 {
			p.Finished = append(p.Finished, m)
		} else {
			p.Underway = append(p.Underway, m)
		}
	}
	p.Results = mineResults(l.Lang, attempts, titles)
	for _, k := range papers {
		p.Papers = append(p.Papers, *paperRow(k))
	}
	return w.show(c, http.StatusOK, "mine", p)
}

// mineCourseOf says where a person stands in a course and what the next step is.
func mineCourseOf(st *learning.Study, attempts []*assess.Attempt, now clock.Micro) mineCourse {
	co, pr := st.Published.Course, st.Progress
	m := mineCourse{
		Slug: st.Published.Slug, Title: co.Title, Of: co.Lessons(), Done: pr.LessonsDone(co), Completed: pr.Completed,
		Standing: learning.StandingOf(co, pr),
	}
	m.Practice = m.Standing.PracticeNeeded > 0
	for _, a := range attempts {
		if a.CourseID == st.Published.CourseID && a.Open(now) {
			m.Open, m.OpenUntil = a.ID.String(), a.Deadline
		}
	}
	if next, ok := pr.Next(co); ok {
		m.NextTitle, m.NextMinutes = next.Lesson.Title, next.Lesson.Minutes
		m.NextHref = "/khoa-hoc/" + m.Slug + "/" + next.Key()
		return m
	}
	m.Exam = co.Exam != nil && !m.Standing.ExamPassed
	m.NextHref = "/khoa-hoc/" + m.Slug
	if m.Exam {
		m.NextHref += "/thi"
	}
	return m
}

func mineResults(lang string, attempts []*assess.Attempt, titles map[id.ID]string) []mineResult {
	var out []mineResult
	for _, a := range attempts {
		r := mineResult{ID: a.ID.String(), Title: titles[a.CourseID], Number: a.Number, Open: a.Submitted == 0}
		if !r.Open {
			r.Ended, r.Score, r.Passed = endOf(a), score(lang, a.Points, a.Max), a.Passed
		}
		out = append(out, r)
	}
	return out
}
