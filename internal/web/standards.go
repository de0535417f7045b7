package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"hocso/internal/fault"
	"hocso/internal/standard"
)

// frameworksPage lists the competence frameworks.
type frameworksPage struct {
	Layout
	Frameworks []standard.Framework
}

func (w *Web) frameworks(c *gin.Context) error {
	l, err := w.layout(c, w.t(c, "std.title"))
	if err != nil {
		return err
	}
	l.Description = w.t(c, "std.lead")
	return w.show(c, http.StatusOK, "frameworks", frameworksPage{l, w.Standards.Frameworks()})
}

// frameworkPage shows one framework with what it rests on.
type frameworkPage struct {
	Layout
	F      standard.Framework
	Areas  []areaView
	Linked bool // the crosswalk has rows of it
}

type areaView struct {
	standard.Area
	Sign        string // as printed
	Competences []competenceView
}

// competenceView sets the criteria whose wording is known apart from the codes that stand alone.
type competenceView struct {
	standard.Competence
	Worded []standard.Criterion
	Codes  string
}

func (w *Web) framework(c *gin.Context) error {
	f, ok := w.Standards.Framework(c.Param("id"))
	if !ok {
		return fault.Missing()
	}
	l, err := w.layout(c, "")
	if err != nil {
		return err
	}
	l.Title, l.Description = f.Title.In(l.Lang), f.Status.In(l.Lang)
	v := frameworkPage{Layout: l, F: f}
	for _, a := range f.Areas {
		v.Areas = append(v.Areas, newAreaView(a))
	}
	v.Linked = slices.ContainsFunc(w.Standards.Links(), func(k standard.Link) bool {
		return k.From.Framework == f.ID || k.To.Framework == f.ID
	})
	return w.show(c, http.StatusOK, "framework", v)
}

func newAreaView(a standard.Area) areaView {
	v := areaView{Area: a, Sign: a.Label}
	if v.Sign == "" {
		v.Sign = a.Code
	}
	for _, k := range a.Competences {
		cv := competenceView{Competence: k}
		var codes []string
		for _, cr := range k.Criteria {
			if cr.Text == (standard.Text{}) {
				codes = append(codes, cr.Code)
			} else {
				cv.Worded = append(cv.Worded, cr)
			}
		}
		cv.Codes = strings.Join(codes, ", ")
		v.Competences = append(v.Competences, cv)
	}
	return v
}

// crosswalkPage lists how frameworks compare, pair by pair.
type crosswalkPage struct {
	Layout
	From, To []option
	Chosen   bool // rows are shown; else only which pairs there are
	Pairs    []pairView
	Levels   []levelRow
}

type pairView struct {
	From, To string // names of the frameworks
	ID, URL  string
	Official int // rows that a legal text sets
	Rows     []linkRow
}

type linkRow struct {
	standard.Link
	FromName, ToName string
}

type levelRow struct {
	standard.LevelLink
	FromName, ToName string
}

func (w *Web) crosswalk(c *gin.Context) error {
	l, err := w.layout(c, w.t(c, "std.crosswalk"))
	if err != nil {
		return err
	}
	l.Description = w.t(c, "std.crosswalk-lead")
	from, to := c.Query("tu"), c.Query("den")
	v := crosswalkPage{
		Layout: l, From: w.linkedFrameworks(l.Lang, from), To: w.linkedFrameworks(l.Lang, to), Chosen: from != "" || to != "",
	}
	for _, k := range w.Standards.Links() {
		if between(k.From.Framework, k.To.Framework, from, to) {
			v.add(w, k)
		}
	}
	for _, k := range w.Standards.LevelLinks() {
		if between(k.From.Framework, k.To.Framework, from, to) {
			v.Levels = append(v.Levels, levelRow{k, w.frameworkName(l.Lang, k.From.Framework), w.frameworkName(l.Lang, k.To.Framework)})
		}
	}
	return w.show(c, http.StatusOK, "crosswalk", v)
}

// between reports whether a row is of the frameworks asked for; "" asks for any.
func between(from, to, wantFrom, wantTo string) bool {
	return (wantFrom == "" || from == wantFrom) && (wantTo == "" || to == wantTo)
}

func (v *crosswalkPage) add(w *Web, k standard.Link) {
	id := k.From.Framework + "_" + k.To.Framework
	i := slices.IndexFunc(v.Pairs, func(p pairView) bool { return p.ID == id })
	if i < 0 {
		i = len(v.Pairs)
		v.Pairs = append(v.Pairs, pairView{
			ID: id, From: w.frameworkName(v.Lang, k.From.Framework), To: w.frameworkName(v.Lang, k.To.Framework),
			URL: "/doi-chieu?tu=" + url.QueryEscape(k.From.Framework) + "&den=" + url.QueryEscape(k.To.Framework),
		})
	}
	if k.Official {
		v.Pairs[i].Official++
	}
	row := linkRow{Link: k}
	if name, ok := w.Standards.Name(k.From); ok {
		row.FromName = name.In(v.Lang)
	}
	if name, ok := w.Standards.Name(k.To); ok {
		row.ToName = name.In(v.Lang)
	}
	v.Pairs[i].Rows = append(v.Pairs[i].Rows, row)
}

// frameworkName is the short name of a framework: its number where it has one.
func (w *Web) frameworkName(lang, id string) string {
	f, ok := w.Standards.Framework(id)
	switch {
	case !ok:
		return w.relatedName(lang, id)
	case f.Number != "":
		return f.Number
	}
	return f.Title.In(lang)
}

// relatedName is the name of a text that is no framework here but stands near to one, short: what follows a colon is left out.
func (w *Web) relatedName(lang, id string) string {
	for _, f := range w.Standards.Frameworks() {
		for _, r := range f.Related {
			if r.ID == id {
				name, _, _ := strings.Cut(r.Title.In(lang), ":")
				return name
			}
		}
	}
	return id
}

// linkedFrameworks lists the frameworks that have rows in the crosswalk.
func (w *Web) linkedFrameworks(lang, chosen string) []option {
	var out []option
	for _, f := range w.Standards.Frameworks() {
		linked := slices.ContainsFunc(w.Standards.Links(), func(k standard.Link) bool {
			return k.From.Framework == f.ID || k.To.Framework == f.ID
		})
		if linked {
			out = append(out, option{Value: f.ID, Text: w.frameworkName(lang, f.ID), Chosen: f.ID == chosen})
		}
	}
	return out
}
