package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hocso/internal/fault"
	"hocso/internal/httpx"
)

// keptTextPage carries what an author typed and could not save, so that it can be sent again or copied.
type keptTextPage struct {
	Layout
	Message, Text, Here, Revision, Action string
	SignIn                                bool
	Gone                                  bool // there is nothing any more that it could be saved to
}

// keepText answers a posted text that was not saved, and for which the editor has no page any more: the sign-in expired,
// the draft is in review or gone, storage does not answer. It reports whether it did.
func (w *Web) keepText(c *gin.Context, e *fault.Error) bool {
	if c.Request.Method != http.MethodPost || c.FullPath() != studioPattern+"/tep" || c.PostForm("text") == "" {
		return false
	}
	f := typedFile(c)
	l, err := w.layout(c, w.t(c, "editor.kept-title"))
	if err != nil { // storage cannot even be read: the page does without the site's name
		l = Layout{Title: w.t(c, "editor.kept-title"), Lang: httpx.Lang(c), Path: "/", Demo: w.Demo}
	}
	l.NoIndex, l.Bare, l.Styles = true, true, []string{"soan.css"}
	p := keptTextPage{
		Layout: l, Message: w.t(c, e.Key, e.Args), Text: string(f.Data), Here: f.Path, Revision: c.PostForm("ban"), Action: c.Request.URL.Path,
		SignIn: e.Kind == fault.Unauthenticated, Gone: e.Kind == fault.NotFound,
	}
	switch {
	case p.SignIn:
		p.Message = w.t(c, "editor.kept-sign-in")
	case p.Gone:
		p.Message = w.t(c, "editor.kept-gone")
	}
	if err := w.show(c, httpx.Status(e.Kind), "editor-kept", p); err != nil {
		w.Log.ErrorContext(c.Request.Context(), "the page that keeps a text failed", "err", err)
		return false
	}
	return true
}
