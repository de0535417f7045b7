package web

import (
	"context"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"hocso/internal/assess"
	"hocso/internal/clock"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/learning"
	"hocso/internal/standard"
)

// coursePage is a course as a list of tasks, with what it takes and gives beside it.
type coursePage struct {
	Layout
	Course  *course.Course
	Version course.Version
	Foreign string
	Modules []courseModule
	First   *step
	Exam    *examRow
	About   courseAbout

	Key       string
	Done      string
	Enrolled  bool
	Bar       template.HTML
	Text      string
	Practice  string // how many in-lesson questions are still needed, "" for none
	Next      *step  // nil: every lesson is done
	Completed clock.Micro
	Newer     *newerVersion // nil: nothing to move to
}

// newerVersion offers somebody on an older version the present one, in plain words.
type newerVersion struct {
	course.Version
	Lessons []changeGroup
	Exam    []string
	Going   bool // an attempt is open: it is submitted first
}

// courseModule is a part of the list. ID is an anchor that lessons link to.
type courseModule struct {
	ID, Title, Summary string
	Body               string // HTML
	Number             int
	Items              []lessonItem
}

// examRow is the last line of the list.
type examRow struct {
	Title, URL         string
	Questions, Minutes int
	Open, Passed       bool
	Going              bool   // an attempt is open
	Why                string // why it cannot begin now
	Tries              string
}

// courseAbout is the column beside the list.
type courseAbout struct {
	Minutes     int
	Audience    []string
	Competences []courseCompetence
	Standard    string // id of the framework that the competences are of
	StandardBy  string
	Maps        []courseMap
	Language    string
	Terms       bool
}

type courseCompetence struct {
	Name  string
	Level int
}

type courseMap struct {
	Framework, Title string
	Names            []string
	Official         bool
}

// courseFrame fills everything that does not depend on the person.
func (w *Web) courseFrame(l Layout, p *course.Published) coursePage {
	p = inLanguage(p, l.Text)
	l.Title, l.Description, l.Section = p.Course.Title, p.Course.Summary, "courses"
	v := coursePage{
		Layout: l, Course: p.Course, Version: p.Version, Foreign: foreign(l.Lang, p.Course.TextLanguage()), About: w.courseAbout(l.Lang, p),
	}
	for i, m := range p.Course.Modules {
		v.Modules = append(v.Modules, courseModule{ID: m.Slug, Title: m.Title, Summary: m.Summary, Body: m.Body, Number: i + 1})
	}
	for _, pl := range p.Course.Places() {
		s := stepTo(p.Slug, pl)
		s.URL += l.textQuery()
		if v.First == nil {
			v.First = s
		}
		i := slices.IndexFunc(v.Modules, func(m courseModule) bool { return m.ID == pl.Module.Slug })
		v.Modules[i].Items = append(v.Modules[i].Items, lessonItem{step: *s, Minutes: pl.Lesson.Minutes})
	}
	if e := p.Course.Exam; e != nil {
		v.Exam = &examRow{
			Title: e.Title, URL: "/khoa-hoc/" + p.Slug + "/thi", Questions: e.Size(), Minutes: e.Minutes,
			Why: w.I18n.T(l.Lang, "course-page.exam-enrol", nil),
		}
	}
	return v
}

func (w *Web) courseAbout(lang string, p *course.Published) courseAbout {
	a := courseAbout{Minutes: p.Minutes, Standard: p.Course.Standard, Terms: len(p.Course.Glossary) > 0, Language: languageName(p.Course.Language)}
	for _, t := range p.Course.Translations {
		a.Language += ", " + languageName(t.Language)
	}
	for _, code := range p.Course.Audience {
		a.Audience = append(a.Audience, w.audience(lang, code))
	}
	if f, ok := w.Standards.Framework(p.Course.Standard); ok {
		a.StandardBy = f.Title.In(lang)
		if f.Number != "" {
			a.StandardBy = f.Number
		}
	}
	for _, t := range targetsOf(p.Course) {
		if name, ok := w.Standards.Name(t.Ref); ok {
			a.Competences = append(a.Competences, courseCompetence{name.In(lang), t.Level})
		}
	}
	for _, m := range p.Course.Mapping {
		f, ok := w.Standards.Framework(m.Standard)
		if !ok {
			continue
		}
		to := courseMap{Framework: f.ID, Title: f.Number, Official: m.Official}
		if to.Title == "" {
			to.Title = f.Title.In(lang)
		}
		for _, code := range m.Codes {
			if name, ok := w.Standards.Name(standard.Ref{Framework: f.ID, Code: code}); ok {
				to.Names = append(to.Names, name.In(lang))
			}
		}
		a.Maps = append(a.Maps, to)
	}
	return a
}

// targetsOf lists the competences that the result states or, without an exam, that the lessons aim at, each at its
// highest level.
func targetsOf(c *course.Course) []course.Target {
	var all, out []course.Target
	if c.Exam != nil {
		all = c.Exam.Claims
	}
	if len(all) == 0 {
		for _, pl := range c.Places() {
			all = append(all, pl.Lesson.Competences...)
		}
	}
	for _, t := range all {
		i := slices.IndexFunc(out, func(o course.Target) bool { return o.Ref == t.Ref })
		if i < 0 {
			out = append(out, t)
		} else {
			out[i].Level = max(out[i].Level, t.Level)
		}
	}
	return out
}

// audience names a group of people; a code that the product does not know is shown as it is.
func (w *Web) audience(lang, code string) string {
	key := "audience." + code
	if s := w.I18n.T(lang, key, nil); s != key {
		return s
	}
	return code
}

// courseProgress fills in how far a person has come.
func (w *Web) courseProgress(ctx context.Context, v *coursePage, st *learning.Study) error {
	c, pr := st.Published.Course, st.Progress
	here := 0
	if next, ok := pr.Next(c); ok {
		v.Next, here = stepTo(st.Published.Slug, next), next.Number
	}
	marks := marksOf(c, pr, here)
	v.Enrolled, v.Completed = true, pr.Completed
	v.Bar, v.Text = barHTML(marks), w.doneText(v.Lang, marks)
	for m := range v.Modules {
		for i := range v.Modules[m].Items {
			it := &v.Modules[m].Items[i]
			it.Enrolled, it.Done, it.Here = true, marks[it.Number-1].done, it.Number == here
		}
	}
	s := learning.StandingOf(c, pr)
	if missing := s.PracticeNeeded - s.PracticeRight; missing > 0 && pr.Completed == 0 {
		v.Practice = w.I18n.T(v.Lang, "course-page.practice", fault.Args{"right": s.PracticeRight, "needed": s.PracticeNeeded})
	}
	if s.PracticalNeeded > s.PracticalDone && pr.Completed == 0 {
		v.Practice = strings.TrimSpace(v.Practice + " " + w.I18n.T(v.Lang, "course-page.practical", fault.Args{"done": s.PracticalDone, "needed": s.PracticalNeeded}))
	}
	waiting, failed := pr.PracticalOpen()
	if failed > 0 {
		v.Practice = strings.TrimSpace(v.Practice + " " + w.I18n.T(v.Lang, "course-page.practical-failed", fault.Args{"count": failed}))
	}
	if waiting > 0 {
		v.Practice = strings.TrimSpace(v.Practice + " " + w.I18n.T(v.Lang, "course-page.practical-waiting", fault.Args{"count": waiting}))
	}
	if err := w.courseNewer(ctx, v, st); err != nil {
		return err
	}
	if v.Exam == nil {
		return nil
	}
	lobby, err := w.Assess.Lobby(ctx, v.Caller, st.Published.CourseID)
	if err != nil {
		return fmt.Errorf("web: the exam of %s: %w", st.Published.Slug, err)
	}
	w.examState(v.Lang, v.Exam, lobby)
	if v.Newer != nil {
		v.Newer.Going = v.Exam.Going
	}
	return nil
}

// courseNewer fills in the version that the person is offered.
func (w *Web) courseNewer(ctx context.Context, v *coursePage, st *learning.Study) error {
	n, err := w.Learning.Newer(ctx, st)
	if err != nil || n == nil {
		return err
	}
	v.Newer = &newerVersion{Version: n.Version, Lessons: w.changedLessons(v.Lang, n.Changes), Exam: w.changedParts(v.Lang, n.Changes, true)}
	if n.Bank {
		v.Newer.Exam = append(v.Newer.Exam, w.I18n.T(v.Lang, "changes.bank", nil))
	}
	return nil
}

// examState says whether an attempt may begin and, if not, why.
func (w *Web) examState(lang string, row *examRow, l *assess.Lobby) {
	row.Passed = slices.ContainsFunc(l.Past, func(p assess.Past) bool { return p.Passed })
	row.Going = !l.Open.IsZero()
	row.Open, row.Why = l.Ready == nil, ""
	if e, ok := l.Ready.(*fault.Error); ok { //nolint:errorlint // the rule's own error
		row.Why = w.I18n.T(lang, e.Key, e.Args)
	}
	if l.TriesLeft > 0 && row.Open && !row.Going {
		row.Tries = w.I18n.T(lang, "course-page.tries", fault.Args{"count": l.TriesLeft})
	}
}

// keptCourse gives the visitors' page of a course, from memory or rendered.
func (w *Web) keptCourse(ctx context.Context, l Layout, version course.Version) (*keptPage, error) {
	k := pageKey{version: version.ID, lang: l.Lang, text: l.Text, site: l.Site}
	return w.keep(ctx, k, func(ctx context.Context) (*keptPage, error) {
		p, err := w.Catalog.Version(ctx, version.ID)
		if err != nil {
			return nil, err
		}
		b, err := w.r.execute(l.Lang, "course", w.courseFrame(l, p))
		if err != nil {
			return nil, err
		}
		return newKeptPage(b, func(string) []byte { return nil })
	})
}
