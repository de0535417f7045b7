package web

import (
	"cmp"
	"fmt"
	"net/http"
	"reflect"
	"strconv"

	"github.com/gin-gonic/gin"

	"hocso/internal/account"
	"hocso/internal/assess"
	"hocso/internal/clock"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/httpx"
	"hocso/internal/id"
)

// posted is an answer as a form or script sent it.
type posted struct {
	n        int
	shown    assess.Answer // by display positions
	flagged  bool
	sequence int64
	partial  bool // sent by the script: it wants data, not a page
}

// readPosted reads the fields of a question's form. What no form of ours sends becomes a place that is not shown; without
// the hidden fields it is no form of ours, and a blank in it is nobody's answer. Error kind: Invalid.
func readPosted(c *gin.Context, n int, q *course.Question) (posted, error) {
	p := posted{n: n, flagged: c.PostForm("danh-dau") != "", partial: c.GetHeader("X-Partial") != ""}
	sequence, err := strconv.ParseInt(cmp.Or(c.PostForm("sequence"), "0"), 10, 64)
	if err != nil || c.PostForm("khoa") == "" {
		return p, fault.New(fault.Invalid, "error.form")
	}
	p.sequence = sequence
	switch q.Type {
	case course.Single, course.Multiple, course.Hotspot:
		for _, v := range c.PostFormArray("chon") {
			p.shown.Choices = append(p.shown.Choices, place(v))
		}
	case course.TrueFalse:
		p.shown.Judged = make([]int8, len(q.Choices))
		for i := range p.shown.Judged {
			if v := c.PostForm("y" + strconv.Itoa(i)); v != "" {
				p.shown.Judged[i] = int8(min(place(v), int(assess.JudgedFalse)+1)) //nolint:gosec // -1 to 3
			}
		}
	case course.Numeric, course.Short:
		p.shown.Text = c.PostForm("nhap")
	case course.Matching, course.Ordering, course.Cloze, course.Practical:
		readParts(&p.shown, q, c.PostForm)
	}
	return p, nil
}

func place(v string) int {
	n, err := strconv.Atoi(v)
	if err != nil || n < 0 || len(v) > 3 {
		return -1
	}
	return n
}

// examSave stores one answer and leads on. An answer that cannot be stored comes back on the page, with the reason.
func (w *Web) examSave(c *gin.Context) error {
	caller, err := httpx.Need(c)
	if err != nil {
		return err
	}
	seat, err := w.seat(c, caller)
	if err != nil {
		return err
	}
	p, err := readPosted(c, seat.Item.Position, seat.Question)
	if err != nil {
		return err
	}
	answer, err := seat.Item.FromDisplay(p.shown)
	if err != nil {
		return w.notSaved(c, p, err)
	}
	if seat.Attempt.Submitted != 0 {
		return w.tooLate(c, seat, answer)
	}
	key := formKey(c, seat.Attempt.ID.String(), c.Param("n"), answerBody(p))
	saved, err := w.Assess.Save(c.Request.Context(), caller, seat, answer, p.flagged, p.sequence, key)
	if err != nil {
		return w.notSaved(c, p, err)
	}
	if p.partial {
		return w.savedPartial(c, seat, p, saved)
	}
	return seeOther(c, nextPath(c, seat, p))
}

// seat is the question that the path names. Error kind: NotFound.
func (w *Web) seat(c *gin.Context, caller *account.Caller) (*assess.Seat, error) {
	attempt, err := id.Parse(c.Param("id"))
	if err != nil {
		return nil, fault.Missing()
	}
	n, err := strconv.Atoi(c.Param("n"))
	if err != nil {
		return nil, fault.Missing()
	}
	return w.Assess.Seat(c.Request.Context(), caller, attempt, n)
}

// answerBody is what a client key stands for.
func answerBody(p posted) string {
	return strconv.FormatInt(p.sequence, 10) + "\x00" + strconv.FormatBool(p.flagged) + "\x00" + fmt.Sprintf("%#v", p.shown)
}

// nextPath is where a saved answer leads: where the person wants to go, back to the review, or to the next question.
// A number that could not be read is asked again, once.
func nextPath(c *gin.Context, seat *assess.Seat, p posted) string {
	attempt := seat.Attempt.ID.String()
	u := understoodOf(seat.Question, p.shown.Text)
	if u != nil && u.Number == "" && p.shown.Text != seat.Item.Answer.Text {
		return questionPath(attempt, p.n) + "?da-luu=" + strconv.Itoa(p.n)
	}
	to, err := strconv.Atoi(c.PostForm("toi"))
	switch {
	case err == nil && to >= 1 && to <= seat.Of:
	case c.PostForm("ve") == "xem-lai" || p.n == seat.Of:
		return attemptPath(attempt, "xem-lai")
	default:
		to = p.n + 1
	}
	return questionPath(attempt, to) + "?da-luu=" + strconv.Itoa(p.n)
}

// savedData is the answer to the script: what is on the disk, and the clock.
type savedData struct {
	Text       string `json:"text"`
	Understood string `json:"understood,omitempty"`
	Sequence   int64  `json:"sequence"`
	Blank      bool   `json:"blank"`
	Partly     string `json:"partly,omitempty"`
	Counts     string `json:"counts"`
	End        int64  `json:"end"`
	Now        int64  `json:"now"`
}

func (w *Web) savedPartial(c *gin.Context, seat *assess.Seat, p posted, saved assess.Saved) error {
	d := savedData{
		Text: w.t(c, "exam.saved-at", fault.Args{"time": saved.At.Local().Format("15:04")}), Sequence: saved.Sequence,
		Blank: p.shown.Blank(), Partly: w.partly(httpx.Lang(c), seat.Question, p.shown), End: int64(seat.Attempt.Deadline) / 1000, Now: int64(clock.Now(w.Clock)) / 1000,
	}
	if u := understoodOf(seat.Question, p.shown.Text); u != nil {
		d.Understood = w.understoodText(c, u)
	}
	answered := seat.Others
	if !d.Blank {
		answered++
	}
	d.Counts = w.t(c, "exam.counts", fault.Args{"answered": answered, "blank": seat.Of - answered})
	c.Header("Cache-Control", "no-store")
	c.JSON(http.StatusOK, d)
	return nil
}

func (w *Web) understoodText(c *gin.Context, u *numberRead) string {
	if u.Number == "" {
		return w.t(c, "exam.not-understood", fault.Args{"typed": u.Typed})
	}
	return w.t(c, "exam.understood", fault.Args{"number": u.Number})
}

// notSaved brings the question back with the answer that was not stored and what to do about it.
func (w *Web) notSaved(c *gin.Context, p posted, err error) error {
	sit, serr := w.sitting(c)
	if serr != nil {
		return serr
	}
	e := httpx.Explain(c.Request.Context(), w.Log, err)
	l, lerr := w.layout(c, w.t(c, "exam.question-of", fault.Args{"n": p.n, "of": len(sit.Items)}))
	if lerr != nil {
		return lerr
	}
	page := w.questionPageOf(l, sit, p.n, p.shown, p.flagged)
	page.ToReview = c.PostForm("ve") == "xem-lai"
	page.Sequence = p.sequence
	switch {
	case e.Key == "exam.superseded":
		if kept, ok := e.Args["sequence"].(int64); ok {
			page.Sequence = kept + 1 // pressed again, this answer replaces the other one
		}
		page.Notice = &notice{"warn", w.t(c, "exam.not-saved"), w.t(c, e.Key, e.Args)}
	case e.Kind == fault.Conflict: // late, or submitted meanwhile
		return w.closed(c, sit.Attempt, e.Key == "exam.late")
	case e.Kind == fault.Invalid:
		if err := w.refused(c, &page.Layout, e, answerField(sit.Questions[p.n-1].Type)); err != nil {
			return err
		}
	case e.Kind == fault.Unavailable, e.Kind == fault.Full, e.Kind == fault.Internal, e.Kind == fault.Mismatch:
		page.Notice = &notice{"bad", w.t(c, "exam.not-saved"), w.t(c, e.Key, e.Args)}
	default:
		return e
	}
	httpx.SetRetryAfter(c.Writer.Header(), e)
	return w.showQuestion(c, httpx.Status(e.Kind), page)
}

// answerField leads the summary of errors to the field that holds the answer.
func answerField(t course.Type) map[string]string {
	id := "nhap"
	switch t {
	case course.Single, course.Multiple, course.Hotspot:
		id = "chon-0"
	case course.TrueFalse:
		id = "y0-1"
	case course.Matching:
		id = "n0"
	case course.Ordering:
		id = "x0"
	case course.Cloze:
		id = "d0"
	case course.Numeric, course.Short, course.Practical:
	}
	return map[string]string{"answer": id, "sequence": id}
}

// tooLate answers an answer to a submitted attempt. What is stored already was saved by the same request before: the
// reply was lost, nothing else. Anything else was not stored, and the page says so.
func (w *Web) tooLate(c *gin.Context, seat *assess.Seat, answer assess.Answer) error {
	kept, err := assess.Accept(seat.Question, answer)
	if err == nil && seat.Item.At != 0 && reflect.DeepEqual(kept, seat.Item.Answer) {
		return seeOther(c, attemptPath(seat.Attempt.ID.String(), "bien-nhan"))
	}
	return w.closed(c, seat.Attempt, seat.Attempt.EndedBy == assess.ByTime)
}

func (w *Web) closed(c *gin.Context, a *assess.Attempt, byTime bool) error {
	title := "exam.submitted-title"
	if byTime {
		title = "exam.late-title"
	}
	l, err := w.layout(c, w.t(c, title))
	if err != nil {
		return err
	}
	l.NoIndex, l.Section = true, "mine"
	return w.show(c, http.StatusConflict, "exam-closed", &closedPage{
		Layout: l, Attempt: a.ID.String(), ByTime: byTime, At: min(a.Deadline, clock.Now(w.Clock)),
	})
}
