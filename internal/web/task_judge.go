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

// worksPage lists what waits to be judged, or was.
type worksPage struct {
	managed
	Rows     []learning.Waiting
	Judged   bool // those that were judged
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
	list, judged := w.Learning.Waiting, c.Query("xem") == "da-cham"
	if judged {
		list = w.Learning.JudgedWorks
	}
	rows, next, err := list(c.Request.Context(), m.Caller, after)
	if err != nil {
		return err
	}
	return w.show(c, http.StatusOK, "manage-works", worksPage{m, rows, judged, !after.IsZero(), nextPage(c.Request.URL, next)})
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
	Reason  string      // of a correction
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
	if err = w.Learning.Judge(c.Request.Context(), p.Caller, p.Work.ID, j); err == nil {
		return done(c, "/quan-ly/bai-nop", "judged")
	}
	return w.notJudged(c, "manage-work", learning.Correction{Judgement: j}, err)
}

// correction is the form of another judgement, filled with the one that stands. Error kind: Conflict where none does.
func (w *Web) correction(c *gin.Context) error {
	p, err := w.workOf(c, learning.Judgement{})
	if err != nil {
		return err
	}
	if p.Work.Judged == 0 {
		return fault.New(fault.Conflict, "task.not-judged")
	}
	if p, err = w.workOf(c, learning.Judgement{Grades: p.Work.Work.Grades, Comments: p.Work.Comments}); err != nil {
		return err
	}
	return w.show(c, http.StatusOK, "manage-correct", p)
}

// correctWork puts another judgement in the place of the one that stands.
func (w *Web) correctWork(c *gin.Context) error {
	p, err := w.workOf(c, learning.Judgement{})
	if err != nil {
		return err
	}
	cor := learning.Correction{Judgement: givenJudgement(c, p.Task), Reason: clip(c.PostForm("reason"), 8*learning.MaxReason)}
	if cor.Corrections, err = strconv.Atoi(c.PostForm("sua")); err != nil {
		cor.Corrections = -1 // names no judgement
	}
	cor.Key = contentKey(c, "correct", p.URL(), fmt.Sprint(cor.Corrections, cor.Grades), fmt.Sprintf("%q", cor.Comments), cor.Reason)
	if err = w.Learning.Correct(c.Request.Context(), p.Caller, p.Work.ID, cor); err == nil {
		return done(c, p.URL(), "judgement-corrected")
	}
	return w.notJudged(c, "manage-correct", cor, err)
}

// notJudged shows the form again with what was refused; or, when something came in between, the round as it is now beside
// what the caller had found.
func (w *Web) notJudged(c *gin.Context, page string, given learning.Correction, refusal error) error {
	p, err := w.workOf(c, given.Judgement)
	if err != nil {
		return err
	}
	p.Reason = given.Reason
	if e, ok := errors.AsType[*fault.Error](refusal); ok && e.Kind == fault.Conflict {
		p.Note = w.t(c, e.Key, e.Args)
		if p.Work.Judged != 0 {
			p.Kept = gradesOf(p.Task.Rubric, given.Grades, given.Comments)
		}
		return w.show(c, http.StatusConflict, "manage-work", p)
	}
	if err := w.refused(c, &p.Layout, refusal, p.ids()); err != nil {
		return err
	}
	return w.show(c, http.StatusUnprocessableEntity, page, p)
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
