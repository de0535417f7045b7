package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/httpx"
)

// keepAnswer answers a posted answer that did not reach the attempt because the sign-in had expired or storage could
// not even be read: a page that carries the answer and lets the person send it again. It reports whether it did.
func (w *Web) keepAnswer(c *gin.Context, e *fault.Error) bool {
	if c.Request.Method != http.MethodPost || strings.TrimSuffix(c.FullPath(), "/dang-nhap") != answerPath {
		return false
	}
	switch e.Kind {
	case fault.Unauthenticated, fault.Unavailable, fault.Full, fault.Internal:
	default:
		return false
	}
	p := w.keptPageOf(c, e)
	p.SignIn = e.Kind == fault.Unauthenticated
	if p.SignIn {
		p.Message, p.Action = w.t(c, "exam.kept-sign-in"), p.Action+"/dang-nhap"
	}
	if err := w.show(c, httpx.Status(e.Kind), "exam-kept", p); err != nil {
		w.Log.ErrorContext(c.Request.Context(), "the page that keeps an answer failed", "err", err)
		return false
	}
	return true
}

func (w *Web) keptPageOf(c *gin.Context, e *fault.Error) *unsavedPage {
	l, err := w.layout(c, w.t(c, "exam.not-saved"))
	if err != nil { // storage cannot even be read: the page does without the site's name
		l = Layout{Title: w.t(c, "exam.not-saved"), Lang: httpx.Lang(c), Path: "/", Demo: w.Demo}
	}
	l.NoIndex, l.Bare = true, true
	c.PostForm("khoa") // reads the form, where nothing has read it yet
	p := &unsavedPage{Layout: l, Message: w.t(c, e.Key, e.Args), Action: strings.TrimSuffix(c.Request.URL.Path, "/dang-nhap")}
	for name, values := range c.Request.PostForm {
		if slices.Contains(answerFields(), strings.TrimRight(name, "0123456789")) {
			for _, v := range values {
				p.Fields = append(p.Fields, keptField{name, v})
			}
		}
	}
	slices.SortStableFunc(p.Fields, func(a, b keptField) int { return strings.Compare(a.Name, b.Name) })
	return p
}

// answerFields are the fields of a question's form, those of statements and parts ("y0", "n1", …) without their number.
func answerFields() []string {
	return []string{"khoa", "sequence", "chon", "y", "n", "x", "d", "nhap", "danh-dau", "ve", "toi"}
}

// signInAndSave signs in the person whose session ended during an exam and stores the answer that came along.
func (w *Web) signInAndSave(c *gin.Context) error {
	tokens, err := w.Accounts.SignIn(c.Request.Context(), c.PostForm("contact"), c.PostForm("password"), httpx.DeviceOf(c.Request.Context()), false)
	if err != nil {
		return w.stillKept(c, err)
	}
	httpx.SetSession(c, w.Secure, tokens.Token, tokens.Session.Expires.Sub(clock.Now(w.Clock)).Round(time.Second))
	httpx.WithCaller(c, tokens.Caller)
	c.Request.URL.Path = strings.TrimSuffix(c.Request.URL.Path, "/dang-nhap") // pages from here on post where answers go
	return w.examSave(c)
}

// stillKept shows the sign-in again, with everything but the password.
func (w *Web) stillKept(c *gin.Context, err error) error {
	e := httpx.Explain(c.Request.Context(), w.Log, err)
	p := w.keptPageOf(c, e)
	p.SignIn, p.Action, p.Contact = true, p.Action+"/dang-nhap", clip(c.PostForm("contact"), 200)
	if e.Kind == fault.Invalid {
		p.Message = w.t(c, "exam.kept-sign-in")
		if err := w.refused(c, &p.Layout, e, nil); err != nil {
			return err
		}
	}
	httpx.SetRetryAfter(c.Writer.Header(), e)
	return w.show(c, httpx.Status(e.Kind), "exam-kept", p)
}
