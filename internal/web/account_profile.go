package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hocso/internal/account"
	"hocso/internal/fault"
	"hocso/internal/httpx"
	"hocso/internal/id"
)

// profilePage shows people their own account.
type profilePage struct {
	Layout
	Done     string
	Contacts []account.ContactState
	Mail     bool // an address can be confirmed by mail
	Unit     string
	Grants   []account.Grant
	Devices  int
}

func (w *Web) profile(c *gin.Context) error {
	ctx, caller := c.Request.Context(), httpx.Caller(c)
	l, err := w.own(c, "account.profile.title")
	if err != nil {
		return err
	}
	p := profilePage{Layout: l, Done: w.doneNote(c), Mail: w.Accounts.MailResets}
	unit, err := w.Org.Unit(ctx, caller.Unit)
	if err != nil {
		return err
	}
	p.Unit = unit.Name
	if p.Contacts, p.Grants, err = w.Accounts.Own(ctx, caller); err != nil {
		return err
	}
	devices, err := w.Accounts.Sessions(ctx, caller)
	if err != nil {
		return err
	}
	p.Devices = len(devices)
	return w.show(c, http.StatusOK, "account-profile", p)
}

// passwordPage changes one's own password.
type passwordPage struct {
	Layout
	Min int
}

func (w *Web) passwordForm(c *gin.Context) error { return w.showPassword(c, nil) }

func (w *Web) showPassword(c *gin.Context, refusal error) error {
	l, err := w.own(c, "account.password.title")
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
	return w.show(c, status, "account-password", passwordPage{l, account.MinPassword})
}

func (w *Web) changePassword(c *gin.Context) error {
	ctx := c.Request.Context()
	err := w.Accounts.ChangePassword(ctx, httpx.Caller(c), c.PostForm("old"), c.PostForm("password"), httpx.DeviceOf(ctx))
	if err != nil {
		return w.showPassword(c, err)
	}
	return done(c, "/tai-khoan", "password")
}

// askVerify mails a link to the caller's own address.
func (w *Web) askVerify(c *gin.Context) error {
	ctx := c.Request.Context()
	if !w.Accounts.MailResets {
		return fault.Missing()
	}
	contact, err := w.Accounts.UnverifiedMail(ctx, httpx.Caller(c))
	if err != nil {
		return err
	}
	if err := w.mailLink(c, contact, account.PurposeMailVerify); err != nil {
		return err
	}
	return done(c, "/tai-khoan", "mail")
}

// devicesPage lists where the account is signed in.
type devicesPage struct {
	Layout
	Done    string
	Devices []account.Session
	Here    id.ID
}

func (w *Web) devices(c *gin.Context) error {
	l, err := w.own(c, "account.devices.title")
	if err != nil {
		return err
	}
	list, err := w.Accounts.Sessions(c.Request.Context(), l.Caller)
	if err != nil {
		return err
	}
	return w.show(c, http.StatusOK, "account-devices", devicesPage{l, w.doneNote(c), list, l.Caller.Session})
}

func (w *Web) signOutDevice(c *gin.Context) error {
	session, err := id.Parse(c.Param("id"))
	if err != nil {
		return fault.Missing()
	}
	caller := httpx.Caller(c)
	if err := w.Accounts.SignOutDevice(c.Request.Context(), caller, session); err != nil {
		return err
	}
	if session == caller.Session {
		httpx.ClearSession(c, w.Secure)
		c.Redirect(http.StatusSeeOther, "/")
		return nil
	}
	return done(c, "/tai-khoan/thiet-bi", "device")
}

func (w *Web) signOutEverywhere(c *gin.Context) error {
	if err := w.Accounts.SignOutEverywhere(c.Request.Context(), httpx.Caller(c)); err != nil {
		return err
	}
	return done(c, "/tai-khoan/thiet-bi", "devices")
}
