package web

import (
	"context"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"hocso/internal/account"
	"hocso/internal/clock"
	"hocso/internal/course"
	"hocso/internal/id"
	"hocso/internal/learning"
	"hocso/internal/standard"
	"hocso/internal/vntext"
)

// homePage is the catalogue, with the one thing to do next above it.
type homePage struct {
	Layout
	Given           string // the name that people are called by
	Query, Audience string
	Audiences       []option
	Courses         []courseCard
	Total           int
	Now             *underWay   // the course to go on with
	First           *courseCard // for those who have none
	Doing, Done     int
}

// option is a choice of a list.
type option struct {
	Value, Text string
	Chosen      bool
}

// courseCard is a course of the catalogue.
type courseCard struct {
	course.Version
	Motif     string
	Foreign   string
	Enrolled  bool
	Text      string // how far
	Completed clock.Micro
}

// underWay is what a person is in the middle of.
type underWay struct {
	URL, Course, Text string
	Bar               template.HTML
	Next              *step // nil: the exam is left
	Minutes           int
}

// maxQuery is the longest search, in bytes: titles are shorter.
const maxQuery = 200

// home shows the catalogue.
func (w *Web) home(c *gin.Context) error {
	ctx := c.Request.Context()
	l, err := w.layout(c, w.t(c, "home.title"))
	if err != nil {
		return err
	}
	l.Description, l.Section, l.Hero = w.t(c, "home.description"), "courses", true
	v := homePage{Layout: l, Query: vntext.Normal(clip(c.Query("q"), maxQuery)), Audiences: w.audiences(l.Lang, c.Query("cho"))}
	if i := slices.IndexFunc(v.Audiences, func(o option) bool { return o.Chosen }); i >= 0 {
		v.Audience = v.Audiences[i].Value
	}
	found, err := w.Catalog.List(ctx, course.Filter{Query: v.Query, Audience: v.Audience})
	if err != nil {
		return err
	}
	mine, err := w.studies(ctx, l.Caller)
	if err != nil {
		return err
	}
	for _, version := range found {
		card, err := w.card(ctx, l.Lang, version, mine)
		if err != nil {
			return err
		}
		v.Courses = append(v.Courses, card)
	}
	w.hero(&v, mine)
	return w.show(c, http.StatusOK, "home", v)
}

func (w *Web) studies(ctx context.Context, caller *account.Caller) ([]*learning.Study, error) {
	if caller == nil {
		return nil, nil
	}
	return w.Learning.Mine(ctx, caller)
}

// audiences lists the groups that courses are for; one that nobody knows is not chosen.
func (w *Web) audiences(lang, chosen string) []option {
	var out []option
	for _, code := range account.Audiences() {
		out = append(out, option{Value: code, Text: w.audience(lang, code), Chosen: code == chosen})
	}
	return out
}

func (w *Web) card(ctx context.Context, lang string, v course.Version, mine []*learning.Study) (courseCard, error) {
	card := courseCard{Version: v, Foreign: foreign(lang, v.Language)}
	var err error
	if card.Motif, err = w.motif(ctx, v); err != nil {
		return card, err
	}
	i := slices.IndexFunc(mine, func(s *learning.Study) bool { return s.Published.CourseID == v.CourseID })
	if i < 0 {
		return card, nil
	}
	card.Enrolled, card.Completed = true, mine[i].Progress.Completed
	card.Text = w.doneText(lang, marksOf(mine[i].Published.Course, mine[i].Progress, 0))
	return card, nil
}

// motif is the pattern of the competence area that most lessons of a course aim at; the star where no area stands out
// or the framework has no pattern of its own.
func (w *Web) motif(ctx context.Context, v course.Version) (string, error) {
	return w.kept.motifs.Get(ctx, v.Compiled, func(ctx context.Context) (string, error) {
		p, err := w.Catalog.Version(ctx, v.ID)
		if err != nil {
			return "", err
		}
		return motifOf(p.Course), nil
	})
}

func motifOf(c *course.Course) string {
	count := map[string]int{}
	best, most, tie := "", 0, false
	for _, pl := range c.Places() {
		for _, t := range pl.Lesson.Competences {
			area, _, _ := strings.Cut(t.Code, ".")
			if t.Framework != standard.TT02 || len(area) != 1 || area[0] < '1' || area[0] > '6' {
				continue
			}
			count[area]++
			switch n := count[area]; {
			case n > most:
				best, most, tie = area, n, false
			case n == most:
				tie = true
			}
		}
	}
	if best == "" || tie {
		return "star"
	}
	return "w" + best
}

// hero chooses what stands on top: the course that is under way, else one to begin with.
func (w *Web) hero(v *homePage, mine []*learning.Study) {
	if v.Caller != nil {
		v.Given = vntext.GivenName(v.Caller.Name)
	}
	var enrolled []id.ID
	for _, s := range mine {
		enrolled = append(enrolled, s.Published.CourseID)
		if s.Progress.Completed != 0 {
			v.Done++
			continue
		}
		v.Doing++
		if v.Now == nil {
			v.Now = w.underWay(v.Lang, s)
		}
	}
	if v.Now != nil || v.Query != "" || v.Audience != "" {
		return
	}
	for i, card := range v.Courses {
		if !slices.Contains(enrolled, card.CourseID) && (v.First == nil || card.Minutes < v.First.Minutes) {
			v.First = &v.Courses[i]
		}
	}
}

func (w *Web) underWay(lang string, s *learning.Study) *underWay {
	here := 0
	u := &underWay{Course: s.Published.Course.Title, URL: "/khoa-hoc/" + s.Published.Slug}
	if next, ok := s.Progress.Next(s.Published.Course); ok {
		u.Next, u.Minutes, here = stepTo(s.Published.Slug, next), next.Lesson.Minutes, next.Number
	}
	marks := marksOf(s.Published.Course, s.Progress, here)
	u.Bar, u.Text = barHTML(marks), w.doneText(lang, marks)
	return u
}
