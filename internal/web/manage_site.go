package web

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/httpx"
	"hocso/internal/org"
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
	Courses []courseHistory
}

type courseHistory struct {
	course.Version // the current one
	History        []course.Version
	Translations   *translationTable // nil: the course has none
}

func (w *Web) courseVersions(c *gin.Context) error {
	ctx := c.Request.Context()
	m, err := w.managed(c, w.t(c, "manage.courses.title"), "courses")
	if err != nil {
		return err
	}
	p := versionsPage{managed: m}
	current, err := w.Catalog.List(ctx, course.Filter{})
	if err != nil {
		return err
	}
	for _, v := range current {
		h, err := w.Catalog.History(ctx, v.CourseID)
		if err != nil {
			return err
		}
		published, err := w.Catalog.Version(ctx, v.ID)
		if err != nil {
			return err
		}
		p.Courses = append(p.Courses, courseHistory{v, h, newTranslationTable(published.Course)})
	}
	return w.show(c, http.StatusOK, "manage-courses", p)
}
