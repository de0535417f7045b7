package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"hocso/internal/account"
	"hocso/internal/assess"
	"hocso/internal/id"
)

// things makes what a person owns: an attempt that is open, one device, one confirmation, and their account's id.
func (s *site) things(contact string) map[string]string {
	s.t.Helper()
	ctx, c := s.t.Context(), s.as(contact)
	caller := c.caller()
	if err := s.Learning.Enrol(ctx, caller, testCourse, assess.Key{}); err != nil {
		s.t.Fatal(err)
	}
	v, err := s.Catalog.CurrentVersion(ctx, testCourse)
	if err != nil {
		s.t.Fatal(err)
	}
	attempt, err := s.Assess.Start(ctx, caller, v.CourseID, assess.Key{})
	if err != nil {
		s.t.Fatal(err)
	}
	e, err := s.store.Enrolment(ctx, caller.Person, v.CourseID)
	if err != nil {
		s.t.Fatal(err)
	}
	if err := s.Credentials.Issue(ctx, e); err != nil {
		s.t.Fatal(err)
	}
	work := s.handedIn(c, "Xong")
	mine, err := s.Credentials.Mine(ctx, caller)
	if err != nil || len(mine) != 1 {
		s.t.Fatalf("confirmations: %v, %v", mine, err)
	}
	return map[string]string{
		"attempt": attempt.String(), "serial": mine[0].Serial, "session": caller.Session.String(), "account": caller.Account.String(),
		"unit": caller.Unit.String(), "work": work.ID.String(),
	}
}

// parameter names the kind of thing behind a route's parameter.
func parameter(path, name string) string {
	switch {
	case name == "id" && strings.HasPrefix(path, "/bai-thi/"):
		return "attempt"
	case name == "id" && strings.HasPrefix(path, "/quan-ly/nguoi/"):
		return "account"
	case name == "id" && strings.HasPrefix(path, "/quan-ly/khoa-hoc/de-xuat/"):
		return "proposal"
	case name == "id" && strings.Contains(path, "/bai-nop/"):
		return "work"
	case name == "question" && strings.Contains(path, "/nop/"):
		return "task"
	case name == "lesson" && strings.Contains(path, "/nop/"):
		return "taskLesson"
	case name == "id" && strings.HasPrefix(path, "/quan-ly/don-vi/"):
		return "unit"
	case name == "id" && strings.HasPrefix(path, "/tai-khoan/thiet-bi/"):
		return "session"
	case name == "id" && strings.HasPrefix(path, "/khung-nang-luc/"):
		return "standard"
	case name == "name" && strings.HasPrefix(path, "/tinh/"):
		return "static"
	case name == "name" && strings.HasPrefix(path, "/huong-dan/"):
		return "guide"
	case name == "name" && (strings.HasPrefix(path, "/tep/") || strings.HasPrefix(path, "/quan-ly/khoa-hoc/")):
		return "file"
	}
	return name
}

// fill puts things into a route's pattern; ok is false when a parameter has none of them.
func fill(pattern string, things map[string]string) (path string, ok bool) {
	parts := strings.Split(pattern, "/")
	for i, p := range parts {
		name, isParam := strings.CutPrefix(p, ":")
		if !isParam {
			continue
		}
		v, known := things[parameter(pattern, name)]
		if !known {
			return "", false
		}
		parts[i] = url.PathEscape(v)
	}
	return strings.Join(parts, "/"), true
}

// shared are the things that are nobody's: the same in every case.
func (s *site) shared() map[string]string {
	s.t.Helper()
	p, err := s.Catalog.Current(s.t.Context(), testCourse)
	if err != nil {
		s.t.Fatal(err)
	}
	place := p.Course.Places()[0]
	for _, pl := range p.Course.Places() {
		if len(pl.Lesson.Questions) > 0 {
			place = pl
			break
		}
	}
	if err := s.Authoring.Begin(s.t.Context(), s.as(authorContact).caller(), testCourse, p.Version); err != nil {
		s.t.Fatal(err)
	}
	static := ""
	for name := range s.r.static {
		static = name
		break
	}
	return map[string]string{
		"course": testCourse, "module": place.Module.Slug, "lesson": place.Lesson.Slug, "question": place.Lesson.Questions[0].ID,
		"n": "1", "lang": "vi", "standard": "TT02-2025", "static": static, "guide": "nguoi-hoc", "task": taskID, "taskLesson": "bai-hai", "proposal": s.proposed().ID.String(),
	}
}

func merged(maps ...map[string]string) map[string]string {
	out := map[string]string{}
	for _, m := range maps {
		for k, v := range m {
			out[k] = v
		}
	}
	return out
}

// absentThings exist nowhere; each is well-formed, so that only the look-up can refuse it.
func absentThings() map[string]string {
	none := id.NewSource(nil)
	return map[string]string{
		"course": "khong-co", "module": "khong-co", "lesson": "khong-co", "question": "khong-co", "n": "999", "lang": "xx", "standard": "KHONG-CO",
		"static": "khong-co.css", "guide": "khong-co", "token": "khong-co", "hash": strings.Repeat("0", 64), "file": "x.svg",
		"attempt": none.New().String(), "account": none.New().String(), "unit": none.New().String(), "session": none.New().String(), "serial": none.Code(20),
		"proposal": none.New().String(), "work": none.New().String(), "task": "khong-co", "taskLesson": "khong-co",
	}
}

// TestRouteMatrix calls every route of the router as every role on own, other people's and absent objects. What it
// asserts follows from the route's declared permission and the one table of roles, not from a list kept by hand.
func TestRouteMatrix(t *testing.T) {
	if testing.Short() {
		t.Skip("one request after another: the full suite walks them all")
	}
	calls := 0
	for role, contact := range map[string]string{
		"public": "", "learner": learnerContact, "author": authorContact, "manager": managerContact, "administrator": adminContact,
		elsewhere: otherContact,
	} {
		t.Run(role, func(t *testing.T) { calls += callEverything(t, role, contact) })
	}
	if calls < 1100 {
		t.Errorf("only %d calls: has the router lost routes?", calls)
	}
}

// elsewhere is an author of a commune: the course of the matrix and what is proposed for it are the province's.
const elsewhere = "author elsewhere"

// callEverything is one role's part, on a site of its own: some routes lock people or sign them out.
func callEverything(t *testing.T, role, contact string) (calls int) {
	s := newSite(t)
	shared, absent := s.shared(), absentThings()
	others := otherContact
	if role == elsewhere {
		s.authorOf(contact, "Xã Tân Hòa")
		others = learnerContact
	}
	owners := map[string]map[string]string{learnerContact: s.things(learnerContact), otherContact: s.things(otherContact)}
	kinds := map[string]map[string]string{
		"own":    merged(absent, shared, owners[learnerContact], owners[contact]),
		"others": merged(absent, shared, owners[others]),
		"absent": absent,
	}
	for _, route := range s.Routes() {
		for kind, things := range kinds {
			path, ok := fill(route.Path, things)
			if !ok {
				t.Fatalf("%s: a parameter without a recipe: say in parameter() and things() what it names", route.Path)
			}
			a := actor{role: role, client: s.public()}
			if contact != "" { // a fresh session each time: signing out is one of the routes
				a.client = s.as(contact)
				a.caller = a.client.caller()
			}
			a.check(t, s, route, kind, path)
			calls++
		}
	}
	return calls
}

type actor struct {
	role   string
	client *client
	caller *account.Caller
}

func (a actor) check(t *testing.T, s *site, route Route, kind, path string) {
	t.Helper()
	p := a.client.do(route.Method, path, formOf(route.Method))
	name := a.role + " " + route.Method + " " + path + " (" + kind + ")"
	switch {
	case p.status >= http.StatusInternalServerError:
		t.Errorf("%s: status %d: %s; log: %s", name, p.status, p.text("main"), lastError(s))
	case route.Who != "" && a.caller == nil:
		toSignIn := p.status == http.StatusSeeOther && strings.HasPrefix(p.location(), "/dang-nhap")
		if p.status != http.StatusUnauthorized && !toSignIn {
			t.Errorf("%s: the public was not asked to sign in: status %d to %q", name, p.status, p.location())
		}
	case route.Who != "" && !a.caller.May(route.Who):
		if p.status != http.StatusNotFound {
			t.Errorf("%s: status %d for a role without %s, want 404", name, p.status, route.Who)
		}
	case kind == "absent" && strings.Contains(route.Path, "/:") && !tolerant(route.Path):
		if p.status != http.StatusNotFound && p.status != http.StatusGone {
			t.Errorf("%s: status %d for what does not exist", name, p.status)
		}
	case a.role == elsewhere && ofCourse(route.Path):
		if p.status != http.StatusNotFound {
			t.Errorf("%s: status %d for another unit's course, want 404", name, p.status)
		}
	case kind == "others" && personal(route.Path) && !a.mayReach(route.Path):
		if p.status != http.StatusNotFound {
			t.Errorf("%s: status %d for another person's, want 404", name, p.status)
		}
	}
}

// lastError is the newest line of the log that tells of a failure.
func lastError(s *site) string {
	lines := strings.Split(strings.TrimSpace(s.logs.String()), "\n")
	for i := len(lines) - 1; i >= 0; i-- {
		if strings.Contains(lines[i], `"ERROR"`) {
			return lines[i]
		}
	}
	return ""
}

// tolerant are routes that answer anything: a language that is not there becomes Vietnamese, a question's address leads
// to its lesson, and a form that signs in again asks for the sign-in before it looks anything up.
func tolerant(path string) bool {
	return strings.HasPrefix(path, "/ngon-ngu/") || strings.HasSuffix(path, "/hoi/:question") || strings.HasSuffix(path, "/dang-nhap")
}

// personal reports whether a route names a thing that belongs to one person.
func personal(path string) bool {
	for _, prefix := range []string{"/bai-thi/:id", "/giay/:serial", "/tai-khoan/thiet-bi/:id", "/quan-ly/nguoi/:id", "/bai-nop/:id", "/quan-ly/bai-nop/:id"} {
		if strings.HasPrefix(path, prefix) && !strings.HasSuffix(path, "/dang-nhap") {
			return true
		}
	}
	return false
}

// ofCourse reports whether a route is for those who may write the course that it names.
func ofCourse(path string) bool {
	return strings.HasPrefix(path, "/quan-ly/khoa-hoc/:course/") || strings.HasPrefix(path, "/quan-ly/khoa-hoc/de-xuat/:id")
}

// mayReach: the other person of the matrix lives in the commune Tân Hòa, which is in the province's scope but not in
// that of the commune Bản Mây.
func (a actor) mayReach(path string) bool {
	return (strings.HasPrefix(path, "/quan-ly/nguoi/:id") || strings.Contains(path, "/bai-nop/:id")) && a.role == "administrator"
}

// formOf is a form with nothing in it: a route must refuse it in words, not fail.
func formOf(method string) url.Values {
	if method == http.MethodPost {
		return url.Values{}
	}
	return nil
}
