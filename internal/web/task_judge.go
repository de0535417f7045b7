package web

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"hocso/internal/assess"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/httpx"
	"hocso/internal/id"
	"hocso/internal/learning"
)

// worksPage lists what waits to be judged.
type worksPage struct {
	managed
	Rows     []learning.Waiting
	Later    bool
	NextPage string // address of what follows; "" at the end
}

func (w *Web) waitingWorks(c *gin.Context) error {
	after := id.Zero
	if text := c.Query("sau"); text != "" {
		var err error
		if after, err = parseID(text); err != nil {
			return err
		}
	}
	m, err := w.managed(c, w.t(c, "task.list.title"), "works")
	if err != nil {
		return err
	}
	rows, next, err := w.Learning.Waiting(c.Request.Context(), m.Caller, after)
	if err != nil {
		return err
	}
	return w.show(c, http.StatusOK, "manage-works", worksPage{m, rows, !after.IsZero(), nextPage(c.Request.URL, next)})
}

// workPage is what somebody has handed in, beside what it is judged by.
type workPage struct {
	managed
	Course  string // title
	Foreign string
	Task    *course.Question
	Rubric  rubricView
	Work    workView
	Own     []judgeRow
	Key     string
	Note    string      // what came in between
	Kept    []gradeView // what the caller found before somebody else did; not stored
}

// judgeRow is a criterion to be judged.
type judgeRow struct {
	partView
	Comment, CommentID string
}

// FirstID is the id of the row's first control, where an error leads.
func (r judgeRow) FirstID() string { return r.ID + "_1" }

// URL is the page's address.
func (p workPage) URL() string { return "/quan-ly/bai-nop/" + p.Work.ID.String() }

// workOf is the round that the address names. Error kind: NotFound outside the caller's scope, and for one's own.
func (w *Web) workOf(c *gin.Context, j learning.Judgement) (workPage, error) {
	handIn, err := parseID(c.Param("id"))
	if err != nil {
		return workPage{}, err
	}
	sub, err := w.Learning.Submission(c.Request.Context(), httpx.Caller(c), handIn, httpx.Lang(c))
	if err != nil {
		return workPage{}, err
	}
	m, err := w.managed(c, w.t(c, "task.judge.title", fault.Args{"name": sub.Name}), "works")
	if err != nil {
		return workPage{}, err
	}
	shown := sub.Published.Course.In(httpx.Lang(c))
	place, _, _ := shown.Question(sub.Task.ID)
	p := workPage{
		managed: m, Course: shown.Title, Foreign: foreign(m.Lang, lessonLanguage(shown, place.Lesson)), Task: sub.Task, Rubric: rubricOf(sub.Task),
		Work: viewOf(sub.Task, sub.Work), Key: w.key(),
	}
	for i, part := range partsOf(sub.Task, assess.InLesson(sub.Task), assess.Answer{Picks: j.Grades}, "") {
		for n := range part.Options {
			part.Options[n].Text += fmt.Sprintf(" (%d)", sub.Task.Rubric.Columns[n].Points)
		}
		p.Own = append(p.Own, judgeRow{part, given(j.Comments, i), "y" + strconv.Itoa(i)})
	}
	return p, nil
}

func (w *Web) submission(c *gin.Context) error {
	p, err := w.workOf(c, learning.Judgement{})
	if err != nil {
		return err
	}
	return w.show(c, http.StatusOK, "manage-work", p)
}

// judgeWork stores a judgement. Whoever comes second sees what was stored, and what they had found themselves.
func (w *Web) judgeWork(c *gin.Context) error {
	p, err := w.workOf(c, learning.Judgement{})
	if err != nil {
		return err
	}
	j := givenJudgement(c, p.Task)
	j.Key = contentKey(c, "judge", p.URL(), fmt.Sprint(j.Changes, j.Grades), fmt.Sprintf("%q", j.Comments))
	refusal := w.Learning.Judge(c.Request.Context(), p.Caller, p.Work.ID, j)
	if refusal == nil {
		return done(c, "/quan-ly/bai-nop", "judged")
	}
	if p, err = w.workOf(c, j); err != nil {
		return err
	}
	if e, ok := errors.AsType[*fault.Error](refusal); ok && e.Kind == fault.Conflict {
		p.Note = w.t(c, e.Key, e.Args)
		if p.Work.Judged != 0 {
			p.Kept = gradesOf(p.Task.Rubric, j.Grades, j.Comments)
		}
		return w.show(c, http.StatusConflict, "manage-work", p)
	}
	if err := w.refused(c, &p.Layout, refusal, p.ids()); err != nil {
		return err
	}
	return w.show(c, http.StatusUnprocessableEntity, "manage-work", p)
}

// ids are the controls behind the fields of a judgement.
func (p workPage) ids() map[string]string {
	out := map[string]string{}
	for i, r := range p.Own {
		out["grade-"+strconv.Itoa(i+1)], out["comment-"+strconv.Itoa(i+1)] = r.FirstID(), r.CommentID
	}
	return out
}

// givenJudgement reads the form: "n0" the grade of the first criterion, "y0" the comment on it, "lan" what was read.
func givenJudgement(c *gin.Context, q *course.Question) learning.Judgement {
	var a assess.Answer
	readParts(&a, q, c.PostForm)
	j := learning.Judgement{Grades: a.Picks}
	j.Changes, _ = strconv.Atoi(c.PostForm("lan")) // what is no number names no round
	for i := range q.Rubric.Criteria {
		j.Comments = append(j.Comments, clip(c.PostForm("y"+strconv.Itoa(i)), 8*learning.MaxComment))
	}
	return j
}
