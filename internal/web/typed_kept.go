package web

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"hocso/internal/fault"
	"hocso/internal/httpx"
)

// keptTextPage carries what somebody typed and could not save, so that it can be sent again or copied.
type keptTextPage struct {
	Layout
	Message, Text, Here, Action string
	Fields                      []keptField // sent again as they are
	SignIn                      bool
	Gone                        bool // there is nothing any more that it could be saved to
}

// keeps reports whether people type at length into the forms of an address. Such forms have no passwords.
func keeps(path string) bool {
	return strings.HasPrefix(path, studioPattern) || strings.HasPrefix(path, "/quan-ly/bai-nop/") || path == handInPath
}

// keepText answers a posted text that was not saved, and for which there is no page any more: the sign-in expired, the
// draft is in review or gone, storage does not answer. It reports whether it did. A form that came from another site is
// not offered to be sent again.
func (w *Web) keepText(c *gin.Context, e *fault.Error) bool {
	if c.Request.Method != http.MethodPost || !keeps(c.FullPath()) || e.Kind == fault.Forbidden {
		return false
	}
	p := keptTextPage{
		Message: w.t(c, e.Key, e.Args), Action: c.Request.URL.Path, SignIn: e.Kind == fault.Unauthenticated, Gone: e.Kind == fault.NotFound,
	}
	if c.FullPath() == studioPattern+"/tep" {
		f := typedFile(c)
		p.Text, p.Here = string(f.Data), f.Path
		p.Fields = []keptField{{"ten", f.Path}, {"ban", c.PostForm("ban")}, {"viec", "luu"}}
	} else {
		c.PostForm("text") // reads the form, where nothing has read it yet
		p.Fields, p.Text = typedFields(c.Request.PostForm)
	}
	if p.Text == "" {
		return false
	}
	l, err := w.layout(c, w.t(c, "editor.kept-title"))
	if err != nil { // storage cannot even be read: the page does without the site's name
		l = Layout{Title: w.t(c, "editor.kept-title"), Lang: httpx.Lang(c), Path: "/", Demo: w.Demo}
	}
	p.Layout = l
	p.NoIndex, p.Bare, p.Styles = true, true, []string{"soan.css"}
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

// typedFields are the fields of a form, and what was typed into them as one text: whatever has more than one word.
func typedFields(form url.Values) (fields []keptField, text string) {
	var typed []string
	for _, name := range slices.Sorted(maps.Keys(form)) {
		for _, v := range form[name] {
			fields = append(fields, keptField{name, v})
			if v = strings.TrimSpace(v); strings.ContainsAny(v, " \n") {
				typed = append(typed, v)
			}
		}
	}
	return fields, strings.Join(typed, "\n\n")
}
