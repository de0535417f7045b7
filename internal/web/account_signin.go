package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hocso/internal/httpx"
)

// signInPage lets people in; a demonstration shows who there is.
type signInPage struct {
	Layout
	Next, Contact string
	Done          string
	Mail          bool // forgotten passwords can be mended by mail
	People        []DemoPerson
}

func (w *Web) signInForm(c *gin.Context) error {
	if httpx.Caller(c) != nil {
		c.Redirect(http.StatusSeeOther, next(c.Query("ve")))
		return nil
	}
	return w.showSignIn(c, signInPage{Next: c.Query("ve"), Done: w.doneNote(c)}, nil)
}

func (w *Web) showSignIn(c *gin.Context, p signInPage, refusal error) error {
	l, err := w.layout(c, w.t(c, "account.signin.title"))
	if err != nil {
		return err
	}
	l.Scripts = []string{"password.js"}
	status := http.StatusOK
	if refusal != nil {
		if status, err = w.comeBack(c, &l, refusal, "contact"); err != nil {
			return err
		}
	}
	p.Layout, p.Mail, p.People = l, w.Accounts.MailResets, w.DemoPeople
	return w.show(c, status, "account-signin", p)
}

func (w *Web) signIn(c *gin.Context) error {
	ctx := c.Request.Context()
	t, err := w.Accounts.SignIn(ctx, c.PostForm("contact"), c.PostForm("password"), httpx.DeviceOf(ctx), false)
	if err != nil {
		return w.showSignIn(c, signInPage{Next: c.PostForm("ve"), Contact: c.PostForm("contact")}, err)
	}
	if old := httpx.Caller(c); old != nil { // signing in over another session ends that one
		if err := w.Accounts.SignOut(ctx, old); err != nil {
			w.Log.WarnContext(ctx, "the session before was not ended", "err", err)
		}
	}
	return w.enter(c, t, next(c.PostForm("ve")))
}

// signOut ends the session. Doing it twice, or without one, does no harm.
func (w *Web) signOut(c *gin.Context) error {
	if caller := httpx.Caller(c); caller != nil {
		if err := w.Accounts.SignOut(c.Request.Context(), caller); err != nil {
			return err
		}
	}
	httpx.ClearSession(c, w.Secure)
	c.Redirect(http.StatusSeeOther, "/")
	return nil
}
