package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hocso/internal/account"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/httpx"
)

func (w *Web) learnRoutes() []Route {
	const lesson = "/khoa-hoc/:course/:module/:lesson"
	return []Route{
		{http.MethodGet, "/khoa-hoc/:course", "", w.course},
		{http.MethodPost, "/khoa-hoc/:course/ghi-danh", account.Learn, w.enrol},
		{http.MethodPost, "/khoa-hoc/:course/ban-moi", account.Learn, w.moveOn},
		{http.MethodGet, "/khoa-hoc/:course/tu-ngu", "", w.glossary},
		{http.MethodGet, lesson, "", w.lesson},
		{http.MethodPost, lesson + "/xong", account.Learn, w.completeLesson},
		{http.MethodPost, lesson + "/hoi/:question", "", w.practise},
		{http.MethodGet, lesson + "/hoi/:question", "", w.practised},
	}
}

// course shows a course as a list of tasks. Visitors get the kept page.
func (w *Web) course(c *gin.Context) error {
	if httpx.Caller(c) == nil {
		return w.publicCourse(c)
	}
	st, err := w.Learning.Study(c.Request.Context(), httpx.Caller(c), c.Param("course"))
	if err != nil {
		return err
	}
	l, err := w.layout(c, st.Published.Course.Title)
	if err != nil {
		return err
	}
	l.Text = textLang(c, st.Published.Course)
	v := w.courseFrame(l, st.Published)
	v.Key, v.Done = w.key(), w.doneNote(c)
	if st.Progress != nil {
		if err := w.courseProgress(c.Request.Context(), &v, st); err != nil {
			return err
		}
	}
	return w.show(c, http.StatusOK, "course", v)
}

func (w *Web) publicCourse(c *gin.Context) error {
	ctx := c.Request.Context()
	v, err := w.currentVersion(ctx, c.Param("course"))
	if err != nil {
		return err
	}
	l, err := w.layout(c, "")
	if err != nil {
		return err
	}
	if l.Text, err = w.publicTextLang(c, v.ID); err != nil {
		return err
	}
	kept, err := w.keptCourse(ctx, l, v)
	if err != nil {
		return err
	}
	kept.writePublic(c)
	return nil
}

// enrol puts the person on the course and comes back to where the button was pressed.
func (w *Web) enrol(c *gin.Context) error {
	slug := c.Param("course")
	if err := w.Learning.Enrol(c.Request.Context(), httpx.Caller(c), slug, formKey(c, slug)); err != nil {
		return err
	}
	to := "/khoa-hoc/" + slug
	if back := local(c.PostForm("ve")); back != "/" {
		to = back
	}
	c.Redirect(http.StatusSeeOther, to)
	return nil
}

// moveOn puts the person on the newer version that the page has shown.
func (w *Web) moveOn(c *gin.Context) error {
	slug, ctx := c.Param("course"), c.Request.Context()
	if _, err := w.Catalog.CurrentVersion(ctx, slug); err != nil {
		return err
	}
	version, err := parseID(c.PostForm("ban"))
	if err != nil {
		return fault.New(fault.Conflict, "course.move-stale")
	}
	if err := w.Learning.MoveOn(ctx, httpx.Caller(c), slug, version, formKey(c, slug, version.String())); err != nil {
		return err
	}
	return done(c, "/khoa-hoc/"+slug, "moved-on")
}

// lesson shows a lesson. What everyone sees alike comes from memory; per request only the session and the progress are
// read and put in.
func (w *Web) lesson(c *gin.Context) error {
	caller := httpx.Caller(c)
	if caller == nil {
		return w.publicLesson(c)
	}
	ctx := c.Request.Context()
	st, err := w.Learning.Study(ctx, caller, c.Param("course"))
	if err != nil {
		return err
	}
	pl, ok := st.Published.Course.Find(c.Param("module"), c.Param("lesson"))
	if !ok {
		return w.moved(c, st.Published)
	}
	if c.Request.Method == http.MethodGet {
		if err := w.Learning.Opened(ctx, caller, st, pl); err != nil {
			return err
		}
	}
	l, err := w.layout(c, "")
	if err != nil {
		return err
	}
	l.Text = textLang(c, st.Published.Course)
	kept, err := w.keptLesson(ctx, l, st.Published, pl)
	if err != nil {
		return err
	}
	c.Writer.Header()["Cache-Control"] = []string{"no-store"}
	kept.Write(c.Writer, c.Request, http.StatusOK, kept.slots.fill(caller, st.Progress, w.key()))
	return nil
}

func (w *Web) publicLesson(c *gin.Context) error {
	ctx := c.Request.Context()
	v, err := w.currentVersion(ctx, c.Param("course"))
	if err != nil {
		return err
	}
	l, err := w.layout(c, "")
	if err != nil {
		return err
	}
	if l.Text, err = w.publicTextLang(c, v.ID); err != nil {
		return err
	}
	key := pageKey{version: v.ID, page: c.Param("module") + "/" + c.Param("lesson"), lang: l.Lang, text: l.Text, site: l.Site}
	kept, ok := w.kept.pages.Peek(key)
	if !ok {
		p, err := w.Catalog.Version(ctx, v.ID)
		if err != nil {
			return err
		}
		pl, ok := p.Course.Find(c.Param("module"), c.Param("lesson"))
		if !ok {
			return w.moved(c, p)
		}
		if kept, err = w.keptLesson(ctx, l, p, pl); err != nil {
			return err
		}
	}
	kept.writePublic(c)
	return nil
}

// moved leads from the former slugs of a module and a lesson to the present ones. Error kind: NotFound.
func (w *Web) moved(c *gin.Context, p *course.Published) error {
	module, lesson := c.Param("module"), c.Param("lesson")
	for _, pl := range p.Course.Places() {
		m, l := pl.Module, pl.Lesson
		if (m.Slug == module || m.Was == module) && (l.Slug == lesson || l.Was == lesson) {
			c.Redirect(http.StatusMovedPermanently, lessonURL(p.Slug, pl))
			return nil
		}
	}
	return fault.Missing()
}

// glossaryPage explains the words of a course.
type glossaryPage struct {
	Layout
	Course  *course.Course
	Foreign string
}

func (w *Web) glossary(c *gin.Context) error {
	st, err := w.Learning.Study(c.Request.Context(), httpx.Caller(c), c.Param("course"))
	if err != nil {
		return err
	}
	co := st.Published.Course.In(textLang(c, st.Published.Course))
	if len(co.Glossary) == 0 {
		return fault.Missing()
	}
	l, err := w.layout(c, w.t(c, "glossary.title"))
	if err != nil {
		return err
	}
	l.Section = "courses"
	l.Description = w.t(c, "glossary.of", fault.Args{"course": co.Title})
	return w.show(c, http.StatusOK, "glossary", glossaryPage{
		Layout: l, Course: co, Foreign: foreign(l.Lang, co.TextLanguage()),
	})
}
