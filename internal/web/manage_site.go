package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"hocso/internal/account"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/httpx"
	"hocso/internal/org"
	"hocso/internal/vntext"
)

// unitsPage shows the tree of the caller's scope and adds to it.
type unitsPage struct {
	managed
	Tops    []*unitNode
	Count   string
	Parents []choice // none: the caller may not add
	Kinds   []choice
	Name    string
}

// unitNode is a unit with those below it.
type unitNode struct {
	org.Unit
	Below []*unitNode
}

// tree hangs units, given in the order of the tree, below each other; siblings are sorted by name.
func tree(units []org.Unit) []*unitNode {
	var tops []*unitNode
	nodes := map[string]*unitNode{}
	for _, u := range units {
		n := &unitNode{Unit: u}
		nodes[string(u.Path)] = n
		if above, ok := nodes[string(u.Path[:len(u.Path)-len(u.ID)])]; ok {
			above.Below = append(above.Below, n)
		} else {
			tops = append(tops, n)
		}
	}
	byName := func(a, b *unitNode) int { return strings.Compare(vntext.Fold(a.Name), vntext.Fold(b.Name)) }
	for _, n := range nodes {
		slices.SortFunc(n.Below, byName)
	}
	slices.SortFunc(tops, byName)
	return tops
}

func (w *Web) units(c *gin.Context) error {
	return w.showUnits(c, unitsPage{}, org.Unit{}, org.Commune, nil)
}

func (w *Web) showUnits(c *gin.Context, p unitsPage, parent org.Unit, kind string, refusal error) error {
	m, err := w.managed(c, w.t(c, "manage.units.title"), "units")
	if err != nil {
		return err
	}
	status := http.StatusOK
	if refusal != nil {
		if status, err = w.comeBack(c, &m.Layout, refusal, "name"); err != nil {
			return err
		}
	}
	seen, err := w.unitsOf(c, account.SeePeople)
	if err != nil {
		return err
	}
	own, err := w.unitsOf(c, account.ManageUnits)
	if err != nil {
		return err
	}
	p.managed, p.Tops, p.Parents = m, tree(seen), unitChoices(own, parent)
	p.Count = w.t(c, "manage.units.count", fault.Args{"count": len(seen), "number": number(m.Lang, len(seen))})
	p.Kinds = w.choices(c, "unit.kind-", org.Kinds()[1:], kind)
	return w.show(c, status, "manage-units", p)
}

func (w *Web) addUnit(c *gin.Context) error {
	parent, err := w.unitOf(c, c.PostForm("parent"), account.ManageUnits)
	if err != nil {
		return err
	}
	name, kind := c.PostForm("name"), c.PostForm("kind")
	if _, err := w.Org.Add(c.Request.Context(), parent, name, kind, httpx.Caller(c).Account); err != nil {
		return w.showUnits(c, unitsPage{Name: name}, parent, kind, err)
	}
	return done(c, "/quan-ly/don-vi", "unit")
}

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
