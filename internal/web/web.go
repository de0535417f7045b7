// Package web serves the HTML pages: complete without JavaScript, Vietnamese first.
package web

import (
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	gopath "path"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"hocso/internal/account"
	"hocso/internal/assess"
	"hocso/internal/authoring"
	"hocso/internal/clock"
	"hocso/internal/course"
	"hocso/internal/credential"
	"hocso/internal/fault"
	"hocso/internal/httpx"
	"hocso/internal/i18n"
	"hocso/internal/id"
	"hocso/internal/learning"
	"hocso/internal/notify"
	"hocso/internal/org"
	"hocso/internal/privacy"
	"hocso/internal/source"
	"hocso/internal/standard"
)

// Deps is what the pages are served from.
type Deps struct {
	Accounts    *account.Service
	Org         *org.Service
	Sites       *org.Sites
	Catalog     *course.Catalog
	Desk        *source.Desk
	Learning    *learning.Service
	Assess      *assess.Service
	Credentials *credential.Service
	Authoring   *authoring.Service
	Privacy     *privacy.Service
	Standards   *standard.Set
	I18n        *i18n.Catalog
	IDs         *id.Source
	Clock       clock.Clock
	Log         *slog.Logger
	Assets      fs.FS
	Guides      fs.FS // user guides in Markdown
	Secure      bool  // https
	Demo        bool
	DemoPeople  []DemoPerson   // shown on the sign-in page of a demonstration
	Mail        *notify.Outbox // used only while Accounts.MailResets is set
	BaseURL     string         // how people reach the server, for links in mail; never taken from a request
}

// DemoPerson is a made-up person that visitors of a demonstration may sign in as.
type DemoPerson struct{ Role, Name, Contact, Password string }

// Web is the HTML front.
type Web struct {
	Deps
	r      *renderer
	kept   *kept
	guides []guidePair
	pages  map[string]bool // routes that can be opened, not only posted to

	photos    sync.Mutex    // held by the one picture of an author that is decoded
	reading   chan struct{} // a place for each draft that is read at a time
	unpacking chan struct{} // held by the one upload that is being unpacked
}

// readings is how many drafts are read at a time: people who learn need the processor too.
const readings = 2

// New parses the templates and renders the user guides. It fails when one of them cannot be read.
func New(d Deps) (*Web, error) {
	r, err := newRenderer(d.Assets, d.I18n)
	if err != nil {
		return nil, err
	}
	guides, err := readGuides(d.Guides)
	if err != nil {
		return nil, err
	}
	w := &Web{
		Deps: d, r: r, kept: newKept(d.Clock), guides: guides, pages: map[string]bool{},
		reading: make(chan struct{}, readings), unpacking: make(chan struct{}, 1),
	}
	for _, route := range w.Routes() {
		w.pages[route.Path] = w.pages[route.Path] || route.Method == http.MethodGet
	}
	return w, nil
}

// pagePath is the page that a request belongs to, for links that come back to it: its own, or for a route that only takes
// forms the nearest page above it.
func (w *Web) pagePath(c *gin.Context) string {
	path, route := c.Request.URL.Path, c.FullPath()
	if c.Request.Method == http.MethodGet || c.Request.Method == http.MethodHead || route == "" {
		return path
	}
	for !w.pages[route] && route != "/" && route != "." {
		path, route = gopath.Dir(path), gopath.Dir(route)
	}
	return path
}

// layout fills the part of a page that every page has.
func (w *Web) layout(c *gin.Context, title string) (Layout, error) {
	site, err := w.Sites.Site(c.Request.Context())
	if err != nil {
		return Layout{}, err
	}
	return Layout{
		Title: title, Lang: httpx.Lang(c), Path: w.pagePath(c), Caller: httpx.Caller(c), Site: site, Demo: w.Demo,
	}, nil
}

// t is a message in the request's language.
func (w *Web) t(c *gin.Context, key string, args ...fault.Args) string {
	var a fault.Args
	if len(args) > 0 {
		a = args[0]
	}
	return w.I18n.T(httpx.Lang(c), key, a)
}

// show renders a page that is made for this request.
func (w *Web) show(c *gin.Context, status int, page string, data any) error {
	b, err := w.r.execute(httpx.Lang(c), page, data)
	if err != nil {
		return err
	}
	send(c, status, b)
	return nil
}

// refused fills a layout with the fields of an Invalid error, or hands any other error on. Form pages call it to come
// back with every value kept. ids maps a field's name to the id of its input where they differ.
func (w *Web) refused(c *gin.Context, l *Layout, err error, ids map[string]string) error {
	e, ok := err.(*fault.Error) //nolint:errorlint // an Invalid error comes as it was made
	if !ok || e.Kind != fault.Invalid || len(e.Fields) == 0 {
		return err
	}
	for _, f := range e.Fields {
		id := f.Name
		if v, ok := ids[f.Name]; ok {
			id = v
		}
		l.Errors = append(l.Errors, FieldError{ID: id, Text: w.t(c, f.Key, f.Args)})
	}
	return nil
}

// errorPage is what people see when a request cannot be answered.
type errorPage struct {
	Layout
	Message, Detail, RequestID string
	Status                     int
	SignIn                     bool
}

// Fail answers an error as a page: the right status, what happened, what to do, never an internal detail.
func (w *Web) Fail(c *gin.Context, err error) {
	e := httpx.Explain(c.Request.Context(), w.Log, err)
	if e.Kind == fault.Unauthenticated && c.Request.Method == http.MethodGet {
		c.Redirect(http.StatusSeeOther, "/dang-nhap?ve="+url.QueryEscape(c.Request.URL.RequestURI()))
		return
	}
	httpx.SetRetryAfter(c.Writer.Header(), e)
	if w.keepAnswer(c, e) || w.keepText(c, e) {
		return
	}
	l, lerr := w.layout(c, w.t(c, "error.title-"+e.Kind.String()))
	if lerr != nil { // storage cannot even be read: the page does without the site's name
		l = Layout{Title: w.t(c, "error.title-"+e.Kind.String()), Lang: httpx.Lang(c), Path: "/", Demo: w.Demo}
	}
	l.NoIndex = true
	p := errorPage{
		Layout: l, Message: w.t(c, e.Key, e.Args), RequestID: httpx.RequestIDOf(c.Request.Context()), Status: httpx.Status(e.Kind),
		SignIn: e.Kind == fault.Unauthenticated,
	}
	for _, f := range e.Fields {
		p.Detail = strings.TrimSpace(p.Detail + " " + w.t(c, f.Key, f.Args))
	}
	if err := w.show(c, p.Status, "error", p); err != nil {
		w.Log.ErrorContext(c.Request.Context(), "the error page failed", "err", err)
		c.String(p.Status, "%s", p.Message)
	}
}

// WrongMethod answers a request whose address takes other methods only; Allow names them already.
func (w *Web) WrongMethod(c *gin.Context) {
	httpx.Locale(c)
	title := w.t(c, "error.title-method")
	l, err := w.layout(c, title)
	if err != nil { // storage cannot even be read: the page does without the site's name
		l = Layout{Title: title, Lang: httpx.Lang(c), Demo: w.Demo}
	}
	l.NoIndex, l.Path = true, "/" // the address cannot be opened in another language either
	p := errorPage{Layout: l, Message: w.t(c, "error.method"), RequestID: httpx.RequestIDOf(c.Request.Context()), Status: http.StatusMethodNotAllowed}
	if err := w.show(c, p.Status, "error", p); err != nil {
		w.Log.ErrorContext(c.Request.Context(), "the error page failed", "err", err)
		c.String(p.Status, "%s", p.Message)
	}
}

// local is a path on this site to come back to; anything else becomes "/".
func local(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") ||
		strings.ContainsAny(next, "\\\r\n\t") {
		return "/"
	}
	return next
}

// key is a fresh client key for a form: pressing the button twice, or a lost reply, stores once.
func (w *Web) key() string { return w.IDs.Code(20) }

func formKey(c *gin.Context, body ...string) assess.Key {
	return assess.Key{Key: clip(c.PostForm("khoa"), 128), Body: bodyHash(c.FullPath(), body)}
}

func bodyHash(route string, body []string) []byte {
	h := course.HashOf([]byte(fmt.Sprintf("%s\x00%q", route, body)))
	return h[:]
}

// clip cuts a text to at most n bytes, between two characters.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
