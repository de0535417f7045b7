package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"hocso/internal/account"
	"hocso/internal/assess"
	"hocso/internal/clock"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/httpx"
	"hocso/internal/id"
	"hocso/internal/learning"
)

// answerPath is where answers are posted to. Fail knows it: an answer that meets a closed door is carried along.
const answerPath = "/bai-thi/:id/cau/:n"

func (w *Web) examRoutes() []Route {
	return []Route{
		{Method: http.MethodGet, Path: "/cua-toi", Who: account.Learn, Handler: w.mine},
		{Method: http.MethodGet, Path: "/khoa-hoc/:course/thi", Who: account.Learn, Handler: w.examLobby},
		{Method: http.MethodPost, Path: "/khoa-hoc/:course/thi", Who: account.Learn, Handler: w.examStart},
		{Method: http.MethodGet, Path: "/bai-thi/:id", Who: account.Learn, Handler: w.examResume},
		{Method: http.MethodGet, Path: answerPath, Who: account.Learn, Handler: w.examQuestion},
		{Method: http.MethodPost, Path: answerPath, Who: account.Learn, Handler: w.examSave},
		{Method: http.MethodPost, Path: answerPath + "/dang-nhap", Handler: w.signInAndSave},
		{Method: http.MethodGet, Path: "/bai-thi/:id/xem-lai", Who: account.Learn, Handler: w.examReview},
		{Method: http.MethodPost, Path: "/bai-thi/:id/nop", Who: account.Learn, Handler: w.examSubmit},
		{Method: http.MethodGet, Path: "/bai-thi/:id/bien-nhan", Who: account.Learn, Handler: w.examReceipt},
		{Method: http.MethodGet, Path: "/bai-thi/:id/ket-qua", Who: account.Learn, Handler: w.examResult},
		{Method: http.MethodGet, Path: "/bai-thi/:id/dap-an", Who: account.Learn, Handler: w.examKeys},
		{Method: http.MethodGet, Path: "/giay/:serial", Who: account.Learn, Handler: w.paper},
		{Method: http.MethodGet, Path: "/xac-thuc", Handler: w.checkForm},
		{Method: http.MethodGet, Path: "/xac-thuc/:serial", Handler: w.check},
	}
}

func attemptPath(attempt string, more ...string) string {
	return strings.Join(append([]string{"/bai-thi/" + attempt}, more...), "/")
}

func questionPath(attempt string, n int) string { return attemptPath(attempt, "cau", strconv.Itoa(n)) }

func seeOther(c *gin.Context, path string) error {
	c.Redirect(http.StatusSeeOther, path)
	return nil
}

// examLobby shows the page from which an exam is begun; who is not enrolled is offered to enrol first.
func (w *Web) examLobby(c *gin.Context) error {
	caller, err := httpx.Need(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	st, err := w.Learning.Study(ctx, caller, c.Param("course"))
	if err != nil {
		return err
	}
	if st.Published.Course.Exam == nil {
		return fault.Missing()
	}
	l, err := w.layout(c, st.Published.Course.Exam.Title)
	if err != nil {
		return err
	}
	l.Section = "courses"
	bank, err := w.Catalog.Bank(ctx, st.Published.Version)
	if err != nil {
		return err
	}
	p := lobbyPageOf(l, st, bank)
	p.Key = w.key()
	if st.Progress == nil {
		return w.show(c, http.StatusOK, "exam-start", p)
	}
	lobby, err := w.Assess.Lobby(ctx, caller, st.Published.CourseID)
	if err != nil {
		return err
	}
	attempts, err := w.Assess.Attempts(ctx, caller)
	if err != nil {
		return err
	}
	p.enter(l.Lang, lobby, attempts, clock.Now(w.Clock))
	return w.show(c, http.StatusOK, "exam-start", p)
}

func lobbyPageOf(l Layout, st *learning.Study, bank []course.Question) *lobbyPage {
	e := st.Published.Course.Exam
	p := &lobbyPage{
		Layout: l, Slug: st.Published.Slug, CourseTitle: st.Published.Course.Title, Exam: e, Size: e.Size(),
		Enrolled: st.Progress != nil, TriesLeft: -1,
	}
	for i := range bank {
		if slices.ContainsFunc(e.Draw, func(r course.Row) bool { return r.Fits(&bank[i]) }) {
			p.Multiple = p.Multiple || assess.Several(&bank[i])
			p.Judging = p.Judging || bank[i].Type == course.TrueFalse
			p.Ordering = p.Ordering || bank[i].Type == course.Ordering
		}
	}
	if e.Attempts > 0 {
		p.TriesLeft = e.Attempts
	}
	return p
}

// enter fills in where an enrolled caller stands.
func (p *lobbyPage) enter(lang string, l *assess.Lobby, attempts []*assess.Attempt, now clock.Micro) {
	p.TriesLeft, p.NoTries = l.TriesLeft, l.TriesLeft == 0
	if l.NotBefore > now {
		p.NotBefore = l.NotBefore
	}
	for _, a := range l.Past {
		p.Passed = p.Passed || a.Passed
		if a.ID == l.Open {
			p.Open, p.OpenUntil = a.ID.String(), a.Deadline
		}
	}
	for _, a := range attempts {
		if a.CourseID == l.Published.CourseID && a.Submitted != 0 {
			p.Past = append(p.Past, pastRow{
				ID: a.ID.String(), Number: a.Number, Ended: endOf(a), Score: score(lang, a.Points, a.Max), Passed: a.Passed,
			})
		}
	}
}

// endOf is when an attempt ended for the person who sat it: time does not run on while the server comes to submit it.
func endOf(a *assess.Attempt) clock.Micro {
	if a.EndedBy == assess.ByTime {
		return min(a.Submitted, a.Deadline)
	}
	return a.Submitted
}

// examStart draws an exam, or leads to the attempt that is open already.
func (w *Web) examStart(c *gin.Context) error {
	caller, err := httpx.Need(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	v, err := w.Catalog.CurrentVersion(ctx, c.Param("course"))
	if err != nil {
		return err
	}
	attempt, err := w.Assess.Start(ctx, caller, v.CourseID, formKey(c, v.CourseID.String()))
	switch {
	case err == nil:
		return seeOther(c, attemptPath(attempt.String()))
	case fault.Is(err, fault.Conflict), fault.Is(err, fault.NotFound): // no tries, a wait, not enrolled: the page says it
		if fault.Is(err, fault.NotFound) {
			st, serr := w.Learning.Study(ctx, caller, c.Param("course"))
			if serr != nil || st.Published.Course.Exam == nil {
				return err
			}
		}
		return seeOther(c, "/khoa-hoc/"+v.Slug+"/thi")
	}
	return err
}

// sitting reads the caller's attempt that the path names. One whose time has run out comes back submitted.
func (w *Web) sitting(c *gin.Context) (*assess.Sitting, error) {
	caller, err := httpx.Need(c)
	if err != nil {
		return nil, err
	}
	attempt, err := id.Parse(c.Param("id"))
	if err != nil {
		return nil, fault.Missing()
	}
	return w.Assess.Sitting(c.Request.Context(), caller, attempt)
}

// position is the number of the question that the path names. Error kind: NotFound.
func position(c *gin.Context, sit *assess.Sitting) (int, error) {
	n, err := strconv.Atoi(c.Param("n"))
	if err != nil || n < 1 || n > len(sit.Items) {
		return 0, fault.Missing()
	}
	return n, nil
}

// examResume goes on where the attempt stands: at the first blank question, at the review, or at the receipt.
func (w *Web) examResume(c *gin.Context) error {
	sit, err := w.sitting(c)
	if err != nil {
		return err
	}
	if sit.Submitted != 0 {
		return seeOther(c, attemptPath(sit.ID.String(), "bien-nhan"))
	}
	for _, it := range sit.Items {
		if !it.Answered {
			return seeOther(c, questionPath(sit.ID.String(), it.Position))
		}
	}
	return seeOther(c, attemptPath(sit.ID.String(), "xem-lai"))
}

// examQuestion asks one question. Back from a submitted attempt, or after its time, it leads to the receipt.
func (w *Web) examQuestion(c *gin.Context) error {
	sit, err := w.sitting(c)
	if err != nil {
		return err
	}
	n, err := position(c, sit)
	if err != nil {
		return err
	}
	if sit.Submitted != 0 {
		return seeOther(c, attemptPath(sit.ID.String(), "bien-nhan"))
	}
	l, err := w.layout(c, w.t(c, "exam.question-of", fault.Args{"n": n, "of": len(sit.Items)}))
	if err != nil {
		return err
	}
	it := sit.Items[n-1]
	p := w.questionPageOf(l, sit, n, it.ToDisplay(it.Answer), it.Flagged)
	p.ToReview = c.Query("ve") == "xem-lai"
	p.Just = just(c, sit)
	return w.showQuestion(c, http.StatusOK, p)
}

func (w *Web) showQuestion(c *gin.Context, status int, p *questionPage) error {
	p.Scripts = append(partScripts(p.Type), "exam.js")
	return w.show(c, status, "exam-question", p)
}

// just says what is stored of the question that was answered on the page before. The address only names it; what is
// said comes from the attempt.
func just(c *gin.Context, sit *assess.Sitting) *justSaved {
	n, err := strconv.Atoi(c.Query("da-luu"))
	if err != nil || n < 1 || n > len(sit.Items) || sit.Items[n-1].At == 0 {
		return nil
	}
	it := sit.Items[n-1]
	return &justSaved{N: n, At: it.At, Understood: understoodOf(sit.Questions[n-1], it.Answer.Text)}
}
