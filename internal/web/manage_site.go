package web

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"hocso/internal/account"
	"hocso/internal/authoring"
	"hocso/internal/clock"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/httpx"
	"hocso/internal/org"
	"hocso/internal/source"
)

// settingsPage changes what the site says of itself.
type settingsPage struct {
	managed
	Province, Issuer, Help, Cut string
}

func (w *Web) settingsForm(c *gin.Context) error {
	site, err := w.Sites.Site(c.Request.Context())
	if err != nil {
		return err
	}
	return w.showSettings(c, site, strconv.Itoa(site.Cut), nil)
}

func (w *Web) showSettings(c *gin.Context, site org.Site, cut string, refusal error) error {
	if !atTop(httpx.Caller(c)) {
		return fault.Missing()
	}
	m, err := w.managed(c, w.t(c, "manage.settings.title"), "settings")
	if err != nil {
		return err
	}
	status := http.StatusOK
	if refusal != nil {
		if status, err = w.comeBack(c, &m.Layout, refusal, "province"); err != nil {
			return err
		}
	}
	return w.show(c, status, "manage-settings", settingsPage{m, site.Province, site.Issuer, site.Help, cut})
}

func (w *Web) settings(c *gin.Context) error {
	caller := httpx.Caller(c)
	if !atTop(caller) {
		return fault.Missing()
	}
	site := org.Site{Province: c.PostForm("province"), Issuer: c.PostForm("issuer"), Help: c.PostForm("help")}
	cut := c.PostForm("cut")
	if n, err := strconv.Atoi(strings.Trim(cut, " %")); err == nil && n != 0 {
		site.Cut = n
	} else {
		site.Cut = -1 // refused with the other fields
	}
	if err := w.Sites.Change(c.Request.Context(), site, caller.Account); err != nil {
		return w.showSettings(c, site, cut, err)
	}
	return done(c, "/quan-ly/cai-dat", "settings")
}

// versionsPage lists the courses and their versions.
type versionsPage struct {
	managed
	Proposals []course.Proposal // that wait and are the caller's to see
	Drafts    []draftLine
	Courses   []courseHistory
	MaxZip    int // MB
}

// draftLine is a draft that the caller may write.
type draftLine struct {
	Slug, Title string
	Review      bool
	Changed     clock.Micro
}

type courseHistory struct {
	course.Version // the current one
	History        []course.Version
	Translations   *translationTable // nil: the course has none
	Edit           bool              // the caller may write it
}

func (w *Web) courseVersions(c *gin.Context) error {
	ctx := c.Request.Context()
	m, err := w.managed(c, w.t(c, "manage.courses.title"), "courses")
	if err != nil {
		return err
	}
	p := versionsPage{managed: m, MaxZip: source.MaxZip >> 20}
	if p.Proposals, err = w.proposals(ctx, m.Caller); err != nil {
		return err
	}
	if p.Drafts, err = w.drafts(ctx, m.Caller); err != nil {
		return err
	}
	current, err := w.Catalog.List(ctx, course.Filter{})
	if err != nil {
		return err
	}
	for _, v := range current {
		one, err := w.courseHistory(ctx, m.Caller, v)
		if err != nil {
			return err
		}
		p.Courses = append(p.Courses, one)
	}
	return w.show(c, http.StatusOK, "manage-courses", p)
}

func (w *Web) courseHistory(ctx context.Context, caller *account.Caller, v course.Version) (courseHistory, error) {
	out := courseHistory{Version: v}
	published, err := w.Catalog.Version(ctx, v.ID)
	if err != nil {
		return out, err
	}
	out.Translations = newTranslationTable(published.Course)
	if out.History, err = w.Catalog.History(ctx, v.CourseID); err != nil {
		return out, err
	}
	_, _, err = w.Authoring.Course(ctx, caller, v.Slug)
	if out.Edit = err == nil; fault.Is(err, fault.NotFound) {
		err = nil
	}
	return out, err
}

// drafts lists those that the caller may write.
func (w *Web) drafts(ctx context.Context, caller *account.Caller) ([]draftLine, error) {
	drafts, err := w.Authoring.Drafts(ctx, caller)
	if err != nil {
		return nil, err
	}
	var out []draftLine
	for _, d := range drafts {
		f, err := w.Authoring.Store.DraftFile(ctx, d.ID, "course.md")
		if err != nil {
			return nil, err
		}
		out = append(out, draftLine{d.Slug, titleOf(course.File{Path: f.Path, Data: f.Data}), d.State == authoring.Review, d.Changed})
	}
	return out, nil
}
