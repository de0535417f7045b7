package web

import (
	"context"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"hocso/internal/account"
	"hocso/internal/assess"
	"hocso/internal/clock"
	"hocso/internal/course"
	"hocso/internal/credential"
	"hocso/internal/fault"
	"hocso/internal/httpx"
	"hocso/internal/id"
	"hocso/internal/learning"
)

// result reads the result of the caller's attempt that the path names; sit is nil while it is open.
func (w *Web) result(c *gin.Context) (*account.Caller, *assess.Result, *assess.Sitting, error) {
	caller, err := httpx.Need(c)
	if err != nil {
		return nil, nil, nil, err
	}
	attempt, err := id.Parse(c.Param("id"))
	if err != nil {
		return nil, nil, nil, fault.Missing()
	}
	r, sit, err := w.Assess.Result(c.Request.Context(), caller, attempt)
	return caller, r, sit, err
}

// examResult shows the result; an attempt that is still open is gone on with.
func (w *Web) examResult(c *gin.Context) error {
	caller, r, sit, err := w.result(c)
	if fault.Is(err, fault.Conflict) {
		return seeOther(c, attemptPath(c.Param("id")))
	}
	if err != nil {
		return err
	}
	l, err := w.layout(c, w.t(c, "result.title", fault.Args{"exam": r.Exam.Title}))
	if err != nil {
		return err
	}
	l.NoIndex, l.Section = true, "mine"
	p := w.resultPageOf(l, r, sit)
	p.Address = w.address(c, c.Request.URL.Path)
	if err := w.standing(c.Request.Context(), p, caller, sit); err != nil {
		return err
	}
	if p.Courses, err = w.coursesFor(c.Request.Context(), below(askedOf(sit.Items), r.Rules.CutPercent), sit, caller); err != nil {
		return err
	}
	return w.show(c, http.StatusOK, "result", p)
}

func (w *Web) resultPageOf(l Layout, r *assess.Result, sit *assess.Sitting) *resultPage {
	g := r.Grade
	p := &resultPage{
		Layout: l, Attempt: sit.ID.String(), Slug: sit.Course, CourseTitle: sit.Published.Course.Title, ExamName: r.Exam.Title,
		Number: sit.Number, Passed: g.Passed, Points: g.Points, Max: g.Max, Percent: g.Percent, Pass: r.Exam.Pass,
		Cut: r.Rules.CutPercent, Ended: endOf(sit.Attempt), ByTime: sit.EndedBy == assess.ByTime, Of: len(sit.Items),
		Answered: g.Answered, Minutes: r.Exam.Minutes, Receipt: sit.Receipt, Levels: w.levelViews(l.Lang, g.Levels),
		Groups: w.groupViews(l.Lang, g.Groups), Frameworks: w.frameworksOf(l.Lang, r.Exam), Printed: clock.Now(w.Clock),
		Keys: r.ShowKeys(r.TriesLeft), Retry: r.TriesLeft != 0,
	}
	p.KeysLater = !p.Keys && r.Exam.Show != course.ShowScore
	inGroups := 0
	for _, v := range p.Groups {
		inGroups += v.Questions
	}
	p.Shared = inGroups > len(sit.Items)
	for _, v := range p.Levels {
		if !v.Stated {
			p.Unstated++
		}
	}
	for _, a := range askedOf(sit.Items) {
		if !slices.ContainsFunc(r.Exam.Claims, func(t course.Target) bool { return t.Ref == a.ref }) {
			p.Others = append(p.Others, shareView{
				Name: w.nameOf(l.Lang, a.ref), Code: a.ref.Code, Questions: a.questions, Right: a.right,
			})
		}
	}
	return p
}

// standing adds the confirmation, or what is still to do for it, and the lessons to learn next.
func (w *Web) standing(ctx context.Context, p *resultPage, caller *account.Caller, sit *assess.Sitting) error {
	st, err := w.Learning.Study(ctx, caller, sit.Course)
	if err != nil {
		return err
	}
	weak := below(askedOf(sit.Items), p.Cut)
	p.Next = w.lessonsFor(p.Lang, weak, st.Published, st.Progress)
	papers, err := w.Credentials.Mine(ctx, caller)
	if err != nil {
		return err
	}
	for _, k := range papers {
		if k.CourseID == sit.CourseID && k.State() == credential.Valid {
			p.Paper = paperRow(k)
			return nil
		}
	}
	if st.Progress != nil {
		s := learning.StandingOf(st.Published.Course, st.Progress)
		p.Missing, p.Practice, p.ExamAsked = &s, s.PracticeNeeded > 0, s.ExamNeeded == "pass" || s.ExamNeeded == "taken"
	}
	return nil
}

// searched bounds how many courses of the catalogue are read for what to learn next.
const searched = 12

// coursesFor picks other courses that teach what went worst, those of the caller's audience first.
func (w *Web) coursesFor(ctx context.Context, weak []asked, sit *assess.Sitting, caller *account.Caller) ([]nextCourse, error) {
	if len(weak) == 0 {
		return nil, nil
	}
	versions, err := w.Catalog.List(ctx, course.Filter{})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(versions, func(a, b course.Version) int {
		return order(slices.Contains(b.Audiences, caller.Audience)) - order(slices.Contains(a.Audiences, caller.Audience))
	})
	var out []nextCourse
	for i, v := range versions {
		if i == searched || len(out) == mostNext/2 {
			break
		}
		if v.CourseID == sit.CourseID {
			continue
		}
		p, err := w.Catalog.Version(ctx, v.ID)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(p.Course.Places(), func(pl course.Place) bool {
			return slices.ContainsFunc(weak, func(a asked) bool { return teaches(pl.Lesson, a.ref) })
		}) {
			out = append(out, nextCourse{Slug: v.Slug, Title: v.Title, Summary: v.Summary, Minutes: v.Minutes})
		}
	}
	return out, nil
}

func order(first bool) int {
	if first {
		return 1
	}
	return 0
}

// keysPage shows a submitted attempt's own answers with key and feedback.
type keysPage struct {
	Layout
	Attempt string
	Slug    string
	Rows    []keyRow
}

type keyRow struct {
	N           int
	Scenario    *course.Scenario // of its first part
	Stem        string           // HTML
	Word, Icon  string           // outcome: the last part of a message's key, and its icon
	Class       string
	Share       string
	Choices     []keyChoice
	Spots       *spotsView
	Parts       []keyPart
	Typed       string
	Understood  *numberRead
	Accepted    []string
	Feedback    string // of a typed answer that was met
	Explanation string
}

type keyChoice struct {
	HTML, Feedback        string
	Right, Chosen, Judged bool
	JudgedTrue, Correct   bool
	Statement, Elsewhere  bool
}

// examKeys shows own answers with key and feedback, only where and when the course lets them be seen.
func (w *Web) examKeys(c *gin.Context) error {
	_, r, sit, err := w.result(c)
	if fault.Is(err, fault.Conflict) {
		return fault.Missing()
	}
	if err != nil {
		return err
	}
	if !r.ShowKeys(r.TriesLeft) {
		return fault.Missing()
	}
	l, err := w.layout(c, w.t(c, "result.keys-title"))
	if err != nil {
		return err
	}
	l.NoIndex, l.Section = true, "mine"
	p := &keysPage{Layout: l, Attempt: sit.ID.String(), Slug: sit.Course}
	for i, it := range sit.Items {
		p.Rows = append(p.Rows, keyRowOf(l.Lang, it, sit.Questions[i].Read(l.Lang)))
	}
	return w.show(c, http.StatusOK, "answers", p)
}

func keyRowOf(lang string, it assess.Item, q *course.Question) keyRow {
	r := keyRow{
		N: it.Position, Stem: stemOf(q), Typed: it.Answer.Text, Understood: understoodOf(q, it.Answer.Text), Explanation: q.Explanation,
		Word: "wrong", Icon: "bad", Class: "bad",
	}
	if q.Scenario != nil && q.Scenario.Part == 1 {
		r.Scenario = q.Scenario
	}
	if it.Share == nil { // a submitted attempt has every share; a result without one is shown as wrong
		it.Share = assess.Share(q, it.Answer)
	}
	switch {
	case !it.Answered:
		r.Word, r.Icon, r.Class = "left-blank", "todo", "off"
	case assess.Right(it.Share):
		r.Word, r.Icon, r.Class = "right", "done", "ok"
	case it.Share.Sign() > 0:
		r.Word, r.Icon, r.Class = "partly", "doing", "warn"
		r.Share = decimal(lang, it.Share)
	}
	if r.Parts = keyParts(q, it.Answer); r.Parts != nil {
		return r
	}
	verdicts := assess.Verdict(q, it.Answer)
	if it.Order == nil {
		for _, ch := range q.Choices {
			if ch.Right {
				r.Accepted = append(r.Accepted, ch.HTML)
			}
		}
		if len(verdicts) > 0 {
			r.Feedback = verdicts[0].Feedback
		}
		return r
	}
	r.Spots = spotsOf(q, func(int) string { return "" }, func(choice int) string {
		switch v := verdicts[choice]; {
		case v.Right:
			return "ok"
		case v.Chosen:
			return "bad"
		}
		return ""
	})
	for _, written := range it.Order {
		v := verdicts[written]
		c, elsewhere := choiceAt(q, written)
		if elsewhere && !v.Chosen {
			continue
		}
		r.Choices = append(r.Choices, keyChoice{
			HTML: c.HTML, Elsewhere: elsewhere, Feedback: v.Feedback, Right: v.Right, Chosen: v.Chosen, Correct: v.Correct,
			Statement: q.Type == course.TrueFalse, Judged: q.Type == course.TrueFalse && v.Chosen,
			JudgedTrue: v.Chosen && v.Correct == v.Right,
		})
	}
	return r
}
