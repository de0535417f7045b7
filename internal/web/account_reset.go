package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hocso/internal/account"
	"hocso/internal/fault"
	"hocso/internal/httpx"
	"hocso/internal/notify"
)

// forgotPage says what to do about a forgotten password.
type forgotPage struct {
	Layout
	Mail    bool // a form for a mailed link
	Sent    bool
	Contact string
}

func (w *Web) forgotForm(c *gin.Context) error {
	return w.showForgot(c, forgotPage{Sent: w.Accounts.MailResets && c.Query("xong") != ""}, nil)
}

func (w *Web) showForgot(c *gin.Context, p forgotPage, refusal error) error {
	l, err := w.layout(c, w.t(c, "account.forgot.title"))
	if err != nil {
		return err
	}
	status := http.StatusOK
	if refusal != nil {
		if status, err = w.comeBack(c, &l, refusal, "contact"); err != nil {
			return err
		}
	}
	p.Layout, p.Mail = l, w.Accounts.MailResets
	return w.show(c, status, "account-forgot", p)
}

// forgot takes a wish for a mailed link. Known and unknown addresses get the same answer after the same time.
func (w *Web) forgot(c *gin.Context) error {
	if !w.Accounts.MailResets {
		return fault.Missing()
	}
	if err := w.mailLink(c, c.PostForm("contact"), account.PurposeMailReset); err != nil {
		return w.showForgot(c, forgotPage{Contact: c.PostForm("contact")}, err)
	}
	return done(c, "/quen-mat-khau", "mail")
}

// mailLink has a link written and sent, out of the time of this request.
func (w *Web) mailLink(c *gin.Context, contact, purpose string) error {
	links := notify.Links{Accounts: w.Accounts, Box: w.Mail, I18n: w.I18n, BaseURL: w.BaseURL}
	return links.Send(c.Request.Context(), contact, purpose, httpx.Lang(c), httpx.DeviceOf(c.Request.Context()))
}

// resetPage sets a new password, with a manager's code or a mailed link.
type resetPage struct {
	Layout
	ByMail        bool
	Action        string // where the form goes
	Contact, Code string
	Min           int
}

func (w *Web) showReset(c *gin.Context, p resetPage, first string, refusal error) error {
	l, err := w.own(c, "account.reset.title")
	if err != nil {
		return err
	}
	status := http.StatusOK
	if refusal != nil {
		if status, err = w.comeBack(c, &l, refusal, first); err != nil {
			return err
		}
	}
	l.Scripts = []string{"password.js"}
	if p.ByMail {
		l.Path = "/" // the link's secret goes into no other address
	}
	p.Layout, p.Min = l, account.MinPassword
	return w.show(c, status, "account-reset", p)
}

func (w *Web) resetForm(c *gin.Context) error {
	return w.showReset(c, resetPage{Action: "/dat-lai"}, "", nil)
}

func (w *Web) reset(c *gin.Context) error {
	ctx := c.Request.Context()
	contact, code := c.PostForm("contact"), c.PostForm("code")
	a, err := w.Accounts.Reset(ctx, contact, code, c.PostForm("password"), httpx.DeviceOf(ctx))
	if err != nil {
		return w.showReset(c, resetPage{Action: "/dat-lai", Contact: contact, Code: code}, "contact", err)
	}
	return w.startedAnew(c, a)
}

// startedAnew signs in whoever has just set a password.
func (w *Web) startedAnew(c *gin.Context, a account.Account) error {
	t, err := w.Accounts.StartSession(c.Request.Context(), a, httpx.DeviceOf(c.Request.Context()), false)
	if err != nil {
		return err
	}
	return w.enter(c, t, "/tai-khoan?xong=password")
}

func (w *Web) mailResetForm(c *gin.Context) error {
	token := c.Param("token")
	if err := w.Accounts.MailLinkOpen(c.Request.Context(), token, account.PurposeMailReset); err != nil {
		return err
	}
	return w.showReset(c, resetPage{ByMail: true, Action: "/dat-lai/" + token}, "", nil)
}

func (w *Web) mailReset(c *gin.Context) error {
	token := c.Param("token")
	a, err := w.Accounts.ResetByMail(c.Request.Context(), token, c.PostForm("password"))
	if err != nil {
		return w.showReset(c, resetPage{ByMail: true, Action: "/dat-lai/" + token}, "password", err)
	}
	return w.startedAnew(c, a)
}

// verifyPage asks for one press: a mail program that opens links by itself confirms nothing.
type verifyPage struct {
	Layout
	Action string
}

func (w *Web) mailVerifyForm(c *gin.Context) error {
	token := c.Param("token")
	if err := w.Accounts.MailLinkOpen(c.Request.Context(), token, account.PurposeMailVerify); err != nil {
		return err
	}
	l, err := w.own(c, "account.verify.title")
	if err != nil {
		return err
	}
	l.Path = "/"
	return w.show(c, http.StatusOK, "account-verify", verifyPage{l, "/xac-minh-thu/" + token})
}

func (w *Web) mailVerify(c *gin.Context) error {
	if err := w.Accounts.VerifyByMail(c.Request.Context(), c.Param("token")); err != nil {
		return err
	}
	if httpx.Caller(c) == nil {
		return done(c, "/dang-nhap", "verified")
	}
	return done(c, "/tai-khoan", "verified")
}
