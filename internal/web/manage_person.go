package web

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/gin-gonic/gin"

	"hocso/internal/account"
	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/httpx"
	"hocso/internal/learning"
)

// personPage shows one person to those who answer for them.
type personPage struct {
	managed
	P       account.Person
	Self    bool
	Above   bool // holds a role that the caller may not touch
	Courses []studyLine
	Papers  []*minePaper
}

// studyLine is a course of the person and how far they have come.
type studyLine struct {
	Title, Slug  string
	Lessons, All int
	Completed    clock.Micro
	ExamPassed   bool
}

// Allowed reports whether the caller may act on this person with a permission.
func (p personPage) Allowed(permission string) bool {
	return !p.Above && p.Caller.MayIn(account.Permission(permission), p.P.UnitPath)
}

// MayIn reports whether the caller has a permission where this person is, whatever roles the person holds.
func (p personPage) MayIn(permission string) bool {
	return p.Caller.MayIn(account.Permission(permission), p.P.UnitPath)
}

// RevokeURL asks whether a role is to be taken away.
func (p personPage) RevokeURL(g account.Grant) string {
	q := url.Values{"vai-tro": {string(g.Role)}, "don-vi": {g.Unit.String()}}
	return p.URL() + "/vai-tro/thu?" + q.Encode()
}

// MayRevoke reports whether the caller may take a role away: nobody does that to their own administrator's role.
func (p personPage) MayRevoke(g account.Grant) bool {
	return p.Allowed(string(account.GrantRoles)) && p.Caller.MayIn(account.GrantRoles, g.Path) &&
		(!p.Self || g.Role != account.Administrator)
}

// URL is the person's page.
func (p personPage) URL() string { return personURL(p.P.Account) }

func personURL(a account.Account) string { return "/quan-ly/nguoi/" + a.ID.String() }

// found is the person whom the address names, for pages and for what is done to them. Error kind: NotFound.
func (w *Web) found(c *gin.Context, titleKey string) (personPage, error) {
	who, err := parseID(c.Param("id"))
	if err != nil {
		return personPage{}, err
	}
	caller := httpx.Caller(c)
	person, err := w.Accounts.Find(c.Request.Context(), caller, who)
	if err != nil {
		return personPage{}, err
	}
	title := person.Name
	if titleKey != "" {
		title = w.t(c, titleKey, fault.Args{"name": person.Name})
	}
	m, err := w.managed(c, title, "people")
	return personPage{
		managed: m, P: person, Self: caller.Account == who, Above: !caller.Outranks(person.Grants),
	}, err
}

func (w *Web) person(c *gin.Context) error {
	p, err := w.found(c, "")
	if err != nil {
		return err
	}
	studies, err := w.Learning.Mine(c.Request.Context(), &account.Caller{Person: p.P.Person})
	if err != nil {
		return err
	}
	for _, s := range studies {
		p.Courses = append(p.Courses, lineOf(s))
	}
	papers, err := w.Credentials.Of(c.Request.Context(), p.P)
	if err != nil {
		return err
	}
	for _, k := range papers {
		p.Papers = append(p.Papers, paperRow(k))
	}
	return w.show(c, http.StatusOK, "manage-person", p)
}

func lineOf(s *learning.Study) studyLine {
	co := s.Published.Course
	return studyLine{
		Title: co.Title, Slug: s.Published.Slug, Lessons: s.Progress.LessonsDone(co), All: co.Lessons(),
		Completed: s.Progress.Completed, ExamPassed: s.Progress.ExamsPassed > 0,
	}
}

// codePage shows a one-time code, once. It is the answer to the form and not a page of its own: an address that
// shows a secret again would be one that leaks it.
type codePage struct {
	personPage
	Code, Host string
	Until      clock.Micro
}

func (w *Web) makeCode(c *gin.Context) error {
	p, err := w.found(c, "manage.code.title")
	if err != nil {
		return err
	}
	code, err := w.Accounts.MakeResetCode(c.Request.Context(), p.Caller, p.P.ID)
	if err != nil {
		return err
	}
	p.Path = p.URL()
	until := clock.Now(w.Clock).Add(account.ResetLife)
	return w.show(c, http.StatusOK, "manage-code", codePage{p, code[:4] + " " + code[4:], w.host(c), until})
}

// host is the address that people type, for paper.
func (w *Web) host(c *gin.Context) string {
	if u, err := url.Parse(w.BaseURL); err == nil && u.Host != "" {
		return u.Host
	}
	return c.Request.Host
}

func (w *Web) verifyContact(c *gin.Context) error {
	p, err := w.found(c, "")
	if err != nil {
		return err
	}
	i := slices.IndexFunc(p.P.Contacts, func(k account.ContactState) bool { return k.Kind == c.PostForm("loai") })
	if i < 0 {
		return fault.Missing()
	}
	if err := w.Accounts.VerifyContact(c.Request.Context(), p.Caller, p.P.ID, p.P.Contacts[i].Contact); err != nil {
		return err
	}
	return done(c, p.URL(), "verified")
}

// askPage asks before something that hits a person is done.
type askPage struct {
	personPage
	Effect, Button, Action string
	Hidden                 url.Values
}

// Values are the question's hidden fields.
func (p askPage) Values(name string) []string { return p.Hidden[name] }

func (w *Web) lockQuestion(c *gin.Context) error {
	p, err := w.found(c, "manage.lock.title")
	switch {
	case err != nil:
		return err
	case p.Self: // no button that the service refuses
		return fault.New(fault.Conflict, "people.not-yourself")
	case p.Above:
		return fault.New(fault.Forbidden, "people.above-you")
	}
	return w.show(c, http.StatusOK, "manage-question", askPage{
		p, w.t(c, "manage.lock.effect"), w.t(c, "manage.lock.button"), p.URL() + "/khoa", nil,
	})
}

func (w *Web) lock(c *gin.Context) error { return w.setLocked(c, true, "locked") }

func (w *Web) unlock(c *gin.Context) error { return w.setLocked(c, false, "opened") }

func (w *Web) setLocked(c *gin.Context, locked bool, what string) error {
	p, err := w.found(c, "")
	if err != nil {
		return err
	}
	if err := w.Accounts.SetLocked(c.Request.Context(), p.Caller, p.P.ID, locked); err != nil {
		return err
	}
	return done(c, p.URL(), what)
}
