package web

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"hocso/internal/account"
	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/httpx"
	"hocso/internal/privacy"
)

// correctPage corrects one's own name and contact.
type correctPage struct {
	Layout
	Name, Contact string
}

// sent is what a form says of a field. One that was emptied is not one that was left out.
func sent(c *gin.Context, field string) string {
	if v, ok := c.GetPostForm(field); ok && v == "" {
		return " "
	}
	return c.PostForm(field)
}

func (w *Web) correctForm(c *gin.Context) error {
	contacts, _, err := w.Accounts.Own(c.Request.Context(), httpx.Caller(c))
	if err != nil {
		return err
	}
	return w.showCorrect(c, correctPage{Name: httpx.Caller(c).Name, Contact: firstContact(contacts)}, nil)
}

// firstContact is the contact that a correction replaces, as people write it.
func firstContact(contacts []account.ContactState) string {
	if len(contacts) == 0 {
		return ""
	}
	return contacts[0].Display()
}

func (w *Web) showCorrect(c *gin.Context, p correctPage, refusal error) error {
	l, err := w.own(c, "account.correct.title")
	if err != nil {
		return err
	}
	l.Scripts = []string{"password.js"}
	status := http.StatusOK
	if refusal != nil {
		if status, err = w.comeBack(c, &l, refusal, "old"); err != nil {
			return err
		}
	}
	p.Layout = l
	return w.show(c, status, "account-correct", p)
}

func (w *Web) correct(c *gin.Context) error {
	ctx := c.Request.Context()
	x := account.Correction{Name: sent(c, "name"), Contact: sent(c, "contact")}
	if err := w.Accounts.CorrectOwn(ctx, httpx.Caller(c), x, c.PostForm("old"), httpx.DeviceOf(ctx)); err != nil {
		return w.showCorrect(c, correctPage{Name: c.PostForm("name"), Contact: c.PostForm("contact")}, err)
	}
	return done(c, "/tai-khoan", "corrected")
}

// ownData is a file with everything about the caller.
func (w *Web) ownData(c *gin.Context) error {
	d, err := w.Privacy.Own(c.Request.Context(), httpx.Caller(c))
	if err != nil {
		return err
	}
	return sendData(c, d)
}

// sendData answers with a copy as a file to be kept. Its name says nothing of whom it is about.
func sendData(c *gin.Context, d *privacy.Copy) error {
	file, err := d.JSON()
	if err != nil {
		return err
	}
	h := c.Writer.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="hocso-du-lieu-`+clock.Of(d.Made).Local().Format("2006-01-02")+`.json"`)
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Length", strconv.Itoa(len(file)))
	c.Status(http.StatusOK)
	if c.Request.Method != http.MethodHead {
		c.Writer.Write(file) //nolint:errcheck // the client has gone
	}
	return nil
}

// erasePage asks people once more before their data are erased.
type erasePage struct {
	Layout
	Exam bool // one is under way
	End  bool // it may be ended
}

func (w *Web) eraseForm(c *gin.Context) error { return w.showErase(c, nil) }

func (w *Web) showErase(c *gin.Context, refusal error) error {
	l, err := w.own(c, "account.erase.title")
	if err != nil {
		return err
	}
	l.Scripts = []string{"password.js"}
	status := http.StatusOK
	if refusal != nil {
		if status, err = w.examRefusal(c, &l, refusal, "password"); err != nil {
			return err
		}
	}
	exam, err := w.Privacy.ExamOpen(c.Request.Context(), l.Caller.Person)
	if err != nil {
		return err
	}
	return w.show(c, status, "account-erase", erasePage{l, exam, c.PostForm("ket-thuc") != ""})
}

// examRefusal is comeBack for erasures: an exam under way is something to say yes to.
func (w *Web) examRefusal(c *gin.Context, l *Layout, err error, first string) (status int, rest error) {
	if e, ok := errors.AsType[*fault.Error](err); ok && e.Key == "privacy.exam-open" {
		l.Errors = []FieldError{{ID: "ket-thuc", Text: w.t(c, e.Key)}}
		return http.StatusConflict, nil
	}
	return w.comeBack(c, l, err, first)
}

func (w *Web) erase(c *gin.Context) error {
	ctx := c.Request.Context()
	err := w.Privacy.EraseOwn(ctx, httpx.Caller(c), c.PostForm("password"), c.PostForm("ket-thuc") != "", httpx.DeviceOf(ctx))
	if err != nil {
		return w.showErase(c, err)
	}
	httpx.ClearSession(c, w.Secure)
	return done(c, "/rieng-tu", "erased")
}
