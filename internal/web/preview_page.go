package web

import (
	"bytes"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/httpx"
	"hocso/internal/i18n"
)

// previewCSP is the pages' own policy, but for frames of this origin: a lesson is shown in two widths at once.
const previewCSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; media-src 'self'; " +
	"frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"

// previewStrip stands on every page of a preview: how the folder is, and what is shown of it.
type previewStrip struct {
	Number   int // of the reading
	Stale    bool
	Took     time.Duration
	Findings findingsView
	Keys     bool // keys are shown
	Offline  bool // as a learner without network
	Path     string
}

// previewPage shows a page of the course in two widths, with the tree beside it.
type previewPage struct {
	Layout
	Course  *course.Course // nil while there was never one without errors
	Shown   string         // address of the page in the frames
	Modules []previewModule
	Bank    int
	Terms   bool
	Budget  int64
}

type previewModule struct {
	Title   string
	Lessons []previewLesson
}

// previewLesson is a line of the tree: a lesson and what it weighs.
type previewLesson struct {
	step
	Weight  int64
	Heavy   bool
	Minutes int
}

// Handler serves the preview. Requests that name another host are refused: a page of the internet cannot read along.
func (p *Preview) Handler() http.Handler {
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	e.Use(httpx.Base(httpx.Options{Log: p.Log, IDs: p.IDs})...)
	e.Use(p.only, p.locale)
	fail := p.fail
	for path, h := range map[string]httpx.Handler{
		"/": p.overview, "/che-do": p.mode, "/ngan-hang": p.bank, "/su-kien": p.events, "/tinh/:name": p.web.r.serveStatic,
		"/tep/:hash/:name": p.medium, "/ngon-ngu/:lang": p.web.language, "/favicon.ico": p.web.favicon,
		"/khoa-hoc/:course": p.course, "/khoa-hoc/:course/tu-ngu": p.glossary, "/khoa-hoc/:course/:module/:lesson": p.lesson,
	} {
		e.GET(path, httpx.Wrap(h, fail))
	}
	e.POST("/khoa-hoc/:course/:module/:lesson/hoi/:question", httpx.Wrap(p.answer, fail))
	e.NoRoute(httpx.Wrap(func(*gin.Context) error { return fault.New(fault.NotFound, "preview.elsewhere") }, fail))
	return e
}

// only lets in requests to this machine by its own names.
func (p *Preview) only(c *gin.Context) {
	host, _, err := net.SplitHostPort(c.Request.Host)
	if err != nil {
		host = c.Request.Host
	}
	if ip := net.ParseIP(strings.Trim(host, "[]")); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		c.AbortWithStatus(http.StatusForbidden)
		return
	}
	h := c.Writer.Header()
	h.Set("Content-Security-Policy", previewCSP)
	h.Set("X-Frame-Options", "SAMEORIGIN")
}

func (p *Preview) locale(c *gin.Context) {
	if _, err := c.Cookie("lang"); err != nil && p.Lang == i18n.EN {
		c.Request.AddCookie(&http.Cookie{Name: "lang", Value: p.Lang}) //nolint:gosec // read by the next step only
	}
	httpx.Locale(c)
}

// layout is the frame of a page, with the strip unless the page is in a frame whose own page has it.
func (p *Preview) layout(c *gin.Context, r *reading, title string) Layout {
	l := Layout{Title: title, Lang: httpx.Lang(c), Path: c.Request.URL.Path, NoIndex: true}
	if inFrame(c) {
		return l
	}
	prefix := p.Slug + "/"
	l.Preview = &previewStrip{
		Number: r.number, Stale: r.stale(), Took: r.took, Keys: on(c, "dap-an"), Offline: on(c, "khong-mang"), Path: c.Request.URL.RequestURI(),
		Findings: findingsOf(l.Lang, r.report, func(f string) string { return strings.TrimPrefix(f, prefix) }, func(string, int) string { return "" }),
	}
	l.Scripts, l.Styles = []string{"xem.js"}, []string{"soan.css"}
	return l
}

// inFrame reports whether the browser asks for the content of a frame.
func inFrame(c *gin.Context) bool { return c.GetHeader("Sec-Fetch-Dest") == "iframe" }

// on reports whether a mode is chosen, in the address or by the cookie that mode sets.
func on(c *gin.Context, mode string) bool {
	if v, ok := c.GetQuery(mode); ok {
		return v == "1"
	}
	v, err := c.Cookie("xem-" + mode)
	return err == nil && v == "1"
}

// mode turns keys, or the view without network, on or off and comes back.
func (p *Preview) mode(c *gin.Context) error {
	for _, m := range []string{"dap-an", "khong-mang"} {
		if v, ok := c.GetQuery(m); ok && (v == "0" || v == "1") {
			http.SetCookie(c.Writer, &http.Cookie{ //nolint:gosec // plain http on this machine
				Name: "xem-" + m, Value: v, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode,
			})
		}
	}
	c.Redirect(http.StatusSeeOther, local(c.Query("ve")))
	return nil
}

func (p *Preview) overview(c *gin.Context) error {
	r := p.seen.Load()
	if inFrame(c) && r.good != nil {
		c.Redirect(http.StatusSeeOther, "/khoa-hoc/"+r.good.Course.Slug)
		return nil
	}
	v := previewPage{Layout: p.layout(c, r, p.Slug), Budget: course.LessonBudget}
	v.Bare = true
	if pub := r.published(); pub != nil {
		v.Course, v.Title, v.Bank, v.Terms = pub.Course, pub.Title, len(pub.Course.Bank), len(pub.Course.Glossary) > 0
		v.Modules = treeOf(pub)
		v.Shown = shownPath(c.Query("trang"), pub)
	}
	return p.show(c, "preview", v)
}

// shownPath is the page to put into the frames: one of the course, else its first lesson.
func shownPath(asked string, pub *course.Published) string {
	base := "/khoa-hoc/" + pub.Slug
	asked, _, _ = strings.Cut(local(asked), "?")
	if asked == base || asked == "/ngan-hang" || strings.HasPrefix(asked, base+"/") {
		return asked
	}
	if places := pub.Course.Places(); len(places) > 0 {
		return lessonURL(pub.Slug, places[0])
	}
	return base
}

func treeOf(pub *course.Published) []previewModule {
	var out []previewModule
	for _, pl := range pub.Course.Places() {
		if n := len(out); n == 0 || out[n-1].Title != pl.Module.Title {
			out = append(out, previewModule{Title: pl.Module.Title})
		}
		m := &out[len(out)-1]
		w := int64(pl.Lesson.Bytes)
		m.Lessons = append(m.Lessons, previewLesson{step: *stepTo(pub.Slug, pl), Weight: w, Heavy: w > course.LessonBudget, Minutes: pl.Lesson.Minutes})
	}
	return out
}

// course, lesson, glossary and bank are the pages as learners get them, signed in to nothing.
func (p *Preview) course(c *gin.Context) error {
	r, pub, err := p.asked(c)
	if err != nil {
		return err
	}
	l := p.layout(c, r, "")
	l.Text = textLang(c, pub.Course)
	return p.show(c, "course", p.web.courseFrame(l, pub))
}

func (p *Preview) lesson(c *gin.Context) error {
	r, pub, err := p.asked(c)
	if err != nil {
		return err
	}
	pl, ok := pub.Course.Find(c.Param("module"), c.Param("lesson"))
	if !ok {
		return fault.Missing()
	}
	l := p.layout(c, r, "")
	l.Text = textLang(c, pub.Course)
	v := p.web.lessonFrame(l, pub, pl)
	v.Scripts, v.End.State = l.Scripts, endPublic // answers are looked up here, not sent
	if on(c, "dap-an") {
		p.web.withKeys(&v)
	}
	return p.show(c, "lesson", v)
}

func (p *Preview) glossary(c *gin.Context) error {
	r, pub, err := p.asked(c)
	if err != nil {
		return err
	}
	co := pub.Course.In(textLang(c, pub.Course))
	if len(co.Glossary) == 0 {
		return fault.Missing()
	}
	l := p.layout(c, r, p.web.t(c, "glossary.title"))
	return p.show(c, "glossary", glossaryPage{Layout: l, Course: co, Foreign: foreign(l.Lang, co.TextLanguage())})
}

// bankPage lists the exam questions, which no page of a learner ever does.
type bankPage struct {
	Layout
	Course    *course.Course
	Questions []bankQuestion
	Keys      bool
}

type bankQuestion struct {
	Ask *askView
	Key *keyView
}

func (p *Preview) bank(c *gin.Context) error {
	r := p.seen.Load()
	pub := r.published()
	if pub == nil {
		return fault.New(fault.NotFound, "preview.never")
	}
	v := bankPage{Layout: p.layout(c, r, p.web.t(c, "preview.bank")), Course: pub.Course, Keys: on(c, "dap-an")}
	v.Questions = p.web.bankOf(v.Lang, pub.Course.Bank)
	return p.show(c, "preview-bank", v)
}

// bankOf makes the exam questions readable one below the other.
func (w *Web) bankOf(lang string, bank []course.Question) []bankQuestion {
	out := make([]bankQuestion, len(bank))
	for i := range bank {
		ask := newAsk(&bank[i], "")
		ask.Number, ask.Count = i+1, len(bank)
		out[i] = bankQuestion{ask, w.keyOf(lang, &bank[i])}
	}
	return out
}

// answer leads to the key: a preview keeps no answers.
func (p *Preview) answer(c *gin.Context) error {
	path, question, _ := strings.Cut(c.Request.URL.Path, "/hoi/")
	c.Redirect(http.StatusSeeOther, path+"?dap-an=1#"+url.PathEscape(question))
	return nil
}

// asked is the reading in which the course of the address stands.
func (p *Preview) asked(c *gin.Context) (*reading, *course.Published, error) {
	r := p.seen.Load()
	pub := r.published()
	switch {
	case pub == nil:
		return nil, nil, fault.New(fault.NotFound, "preview.never")
	case pub.Slug != c.Param("course"):
		return nil, nil, fault.New(fault.NotFound, "preview.elsewhere")
	}
	return r, pub, nil
}

func (p *Preview) show(c *gin.Context, page string, data any) error {
	b, err := p.web.r.execute(httpx.Lang(c), page, data)
	if err != nil {
		return err
	}
	if page != "preview" && on(c, "khong-mang") {
		b = p.seen.Load().offline(b, p.web.t(c, "preview.no-picture"), p.web.t(c, "preview.no-sound"))
		c.Writer.Header().Set("Content-Security-Policy", strings.Replace(previewCSP, "script-src 'self'", "script-src 'none'", 1))
	}
	send(c, http.StatusOK, b)
	return nil
}

// fail keeps the strip on pages that say why there is no other.
func (p *Preview) fail(c *gin.Context, err error) {
	e := httpx.Explain(c.Request.Context(), p.Log, err)
	l := p.layout(c, p.seen.Load(), p.web.t(c, "error.title-"+e.Kind.String()))
	page := errorPage{Layout: l, Message: p.web.t(c, e.Key, e.Args), Status: httpx.Status(e.Kind)}
	b, err := p.web.r.execute(l.Lang, "error", page)
	if err != nil {
		p.Log.ErrorContext(c.Request.Context(), "the error page failed", "err", err)
	}
	send(c, page.Status, b)
}

// medium serves pictures, sound and downloads of the last good reading.
func (p *Preview) medium(c *gin.Context) error {
	m, ok := p.seen.Load().media[c.Param("hash")]
	if !ok {
		return fault.Missing()
	}
	h := c.Writer.Header()
	h.Set("Content-Type", m.Type)
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	if kind, _, _ := strings.Cut(m.Type, "/"); !slices.Contains([]string{"image", "audio", "video", "text"}, kind) {
		h.Set("Content-Disposition", `attachment; filename="`+fileName(m.Name)+`"`)
	}
	http.ServeContent(c.Writer, c.Request, "", time.Time{}, bytes.NewReader(m.Data))
	return nil
}
