package web

import (
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/gin-gonic/gin"

	"hocso/internal/account"
	"hocso/internal/fault"
	"hocso/internal/httpx"
	"hocso/internal/org"
)

func (w *Web) accountRoutes() []Route {
	return []Route{
		{"GET", "/dang-ky", "", w.registerForm},
		{"POST", "/dang-ky", "", w.register},
		{"GET", "/dang-nhap", "", w.signInForm},
		{"POST", "/dang-nhap", "", w.signIn},
		{"POST", "/dang-xuat", "", w.signOut},
		{"GET", "/khoi-tao/:token", "", w.firstAdminForm},
		{"POST", "/khoi-tao/:token", "", w.firstAdmin},

		{"GET", "/quen-mat-khau", "", w.forgotForm},
		{"POST", "/quen-mat-khau", "", w.forgot},
		{"GET", "/dat-lai", "", w.resetForm},
		{"POST", "/dat-lai", "", w.reset},
		{"GET", "/dat-lai/:token", "", w.mailResetForm},
		{"POST", "/dat-lai/:token", "", w.mailReset},
		{"GET", "/xac-minh-thu/:token", "", w.mailVerifyForm},
		{"POST", "/xac-minh-thu/:token", "", w.mailVerify},

		{"GET", "/tai-khoan", account.Learn, w.profile},
		{"POST", "/tai-khoan/xac-minh", account.Learn, w.askVerify},
		{"GET", "/tai-khoan/mat-khau", account.Learn, w.passwordForm},
		{"POST", "/tai-khoan/mat-khau", account.Learn, w.changePassword},
		{"GET", "/tai-khoan/sua", account.Learn, w.correctForm},
		{"POST", "/tai-khoan/sua", account.Learn, w.correct},
		{"GET", "/tai-khoan/du-lieu", account.Learn, w.ownData},
		{"GET", "/tai-khoan/xoa", account.Learn, w.eraseForm},
		{"POST", "/tai-khoan/xoa", account.Learn, w.erase},
		{"GET", "/tai-khoan/thiet-bi", account.Learn, w.devices},
		{"POST", "/tai-khoan/thiet-bi/:id/thoat", account.Learn, w.signOutDevice},
		{"POST", "/tai-khoan/thiet-bi/thoat-het", account.Learn, w.signOutEverywhere},
	}
}

// cookieLife is how long browsers keep the session's cookie: the longest they do. Whether the session behind it is
// still good, the server decides at every request, so that one in use slides on.
const cookieLife = 400 * 24 * time.Hour

// start is where people go who came from nowhere in particular.
const start = "/cua-toi"

// next is where a form leads when it is done: back to where the person came from.
func next(ve string) string {
	if ve == "" {
		return start
	}
	return local(ve)
}

// enter gives the browser its session and leads on.
func (w *Web) enter(c *gin.Context, t account.Tokens, to string) error {
	httpx.SetSession(c, w.Secure, t.Token, cookieLife)
	c.Redirect(http.StatusSeeOther, to)
	return nil
}

// done leads to a page that says what was done; what is one of the words of doneKey.
func done(c *gin.Context, page, what string) error {
	c.Redirect(http.StatusSeeOther, page+"?xong="+url.QueryEscape(what))
	return nil
}

// doneNote is the words for what was done before the page, "" when nothing was.
func (w *Web) doneNote(c *gin.Context) string {
	what := c.Query("xong")
	switch what {
	case "password", "device", "devices", "mail", "verified", "locked", "opened", "moved", "granted", "revoked", "unit", "unit-changed", "unit-closed",
		"settings", "corrected", "erased", "erased-person", "paper-revoked",
		"draft-begun", "course-begun", "file-saved", "file-added", "file-moved", "file-deleted", "question-added", "scenario-added", "part-added", "translation-added", "draft-submitted",
		"draft-withdrawn", "draft-noted", "draft-returned", "draft-published", "draft-discarded", "draft-taken-over",
		"accepted", "rejected", "moved-on", "handed", "judged", "judgement-corrected":
		return w.t(c, "done."+what)
	}
	return ""
}

// comeBack makes a form page of a refusal: 422 with every refused field, or 429 at the first field when too much was
// tried. Any other error is handed on.
func (w *Web) comeBack(c *gin.Context, l *Layout, err error, first string) (status int, rest error) {
	e, ok := errors.AsType[*fault.Error](err)
	if ok && e.Kind == fault.RateLimited {
		httpx.SetRetryAfter(c.Writer.Header(), e)
		l.Errors = []FieldError{{ID: first, Text: w.t(c, e.Key, e.Args)}}
		return http.StatusTooManyRequests, nil
	}
	return http.StatusUnprocessableEntity, w.refused(c, l, err, nil)
}

// own is the layout of pages about one account: nobody's search engine keeps them.
func (w *Web) own(c *gin.Context, titleKey string) (Layout, error) {
	l, err := w.layout(c, w.t(c, titleKey))
	l.NoIndex = true
	return l, err
}

// choice is an option of a select.
type choice struct {
	Value, Text string
	Selected    bool
}

// choices makes options of codes whose words stand under prefix.
func (w *Web) choices(c *gin.Context, prefix string, codes []string, selected string) []choice {
	out := make([]choice, len(codes))
	for i, v := range codes {
		out[i] = choice{v, w.t(c, prefix+v), v == selected}
	}
	return out
}

// root is the top of the tree. Error kind: Conflict before the first administrator was created.
func (w *Web) root(c *gin.Context) (org.Unit, error) {
	root, err := w.Org.Root(c.Request.Context())
	if fault.Is(err, fault.NotFound) {
		return root, fault.New(fault.Conflict, "first-admin.needed")
	}
	return root, err
}
