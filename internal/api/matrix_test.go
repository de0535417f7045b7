package api

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"hocso/internal/id"
)

// The objects that an operation is called on.
const (
	own    = "own"    // the caller's, or within the caller's scope
	others = "others" // another person's, or outside the scope
	absent = "absent" // nobody's
)

// scene is what one call of the matrix needs: a caller, and names for the path on each kind of object.
type scene struct {
	s      *site
	role   string
	caller *client
	attempts,
	people, units, sessions, serials, works map[string]string
}

// sceneOf sets the stage for a role: fresh sessions, open attempts of the caller and of another learner.
func sceneOf(s *site, role string) *scene {
	contacts := map[string]string{"learner": learner, "author": author, "manager": manager, "administrator": admin}
	v := &scene{s: s, role: role, caller: s.public()}
	nobody := id.NewSource(nil).New().String()
	stranger := s.as(other) // afresh: a call may have ended the sessions before
	v.people = map[string]string{own: s.account(learner).ID.String(), others: s.account(other).ID.String(), absent: nobody}
	v.units = map[string]string{own: s.units["tổ"].ID.String(), others: s.units["xã khác"].ID.String(), absent: nobody}
	v.sessions = map[string]string{own: nobody, others: into[Me](stranger.get("/me")).Session.String(), absent: nobody}
	v.attempts = map[string]string{own: nobody, others: stranger.sit().ID.String(), absent: nobody}
	stranger.handIn("Xong", nil).want(http.StatusOK)
	v.works = map[string]string{own: nobody, others: stranger.lastWork(), absent: nobody}
	v.serials = map[string]string{own: s.paper(learner).Serial, absent: strings.Repeat("0", 20)}
	if role != "public" {
		v.caller = s.as(contacts[role])
		v.attempts[own] = v.caller.sit().ID.String()
		theirs := map[string]*client{"learner": v.caller, "author": v.caller}[role]
		if theirs == nil { // whoever judges does not judge their own
			theirs = s.as(learner)
			theirs.post("/courses/"+testCourse+"/enrolment", nil).want(http.StatusOK)
		}
		theirs.handIn("Xong", photo()).want(http.StatusOK)
		v.works[own] = theirs.lastWork()
		v.sessions[own] = into[Me](s.as(contacts[role]).get("/me")).Session.String()
	}
	if role == "administrator" { // the province is the administrator's: nothing is outside
		delete(v.people, others)
		delete(v.works, others)
		delete(v.units, others)
	}
	return v
}

// fill puts names into a path; ok is false when the operation has no such object.
func (v *scene) fill(path, kind string) (string, bool) {
	courses := map[string]string{own: testCourse, absent: "khong-co"}
	for _, r := range []struct {
		prefix, param string
		names         map[string]string
	}{
		{"/attempts/", "id", v.attempts},
		{"/people/", "id", v.people},
		{"/units/", "id", v.units},
		{"/me/sessions/", "id", v.sessions},
		{"/hand-ins/", "id", v.works},
		{"/standards/", "id", map[string]string{own: "TT02-2025", absent: "khong-co"}},
		{"/courses/{slug}/questions/", "id", map[string]string{own: "kt-viec-truoc", absent: "khong-co"}},
		{"/courses/{slug}/tasks/", "id", map[string]string{own: taskID, absent: "khong-co"}},
		{"/courses/", "slug", courses},
		{"/credentials/", "serial", v.serials},
	} {
		if !strings.HasPrefix(path, r.prefix) || !strings.Contains(path, "{"+r.param+"}") {
			continue
		}
		name, has := r.names[kind]
		if !has {
			return "", false
		}
		path = strings.ReplaceAll(path, "{"+r.param+"}", name)
		if r.param == "id" && strings.HasPrefix(r.prefix, "/courses/") {
			path = strings.ReplaceAll(path, "{slug}", testCourse)
		}
	}
	path = strings.NewReplacer("{module}", "bat-dau", "{lesson}", "bai-mot", "{position}", "1", "{role}", "author", "{unit}", v.s.units["tổ"].ID.String()).Replace(path)
	return path, kind != others || strings.HasPrefix(path, "/attempts/") || strings.HasPrefix(path, "/people/") || strings.HasPrefix(path, "/me/sessions/") || strings.HasPrefix(path, "/hand-ins/") || strings.HasPrefix(path, "/units/")
}

// bodyOf is a body that the operation takes.
func (v *scene) bodyOf(o op) any {
	unit := v.s.units["tổ"].ID
	switch o.id {
	case "sign-in":
		return map[string]any{"contact": other, "password": testPassword}
	case "refresh":
		return map[string]any{"refreshToken": v.s.as(other).refreshT}
	case "register":
		return map[string]any{"name": "Vừ Mí Sính", "contact": "09" + id.NewSource(nil).Digits(8), "password": "ba-con-trau-den", "consent": true}
	case "reset-password":
		code := into[ResetCode](v.s.as(admin).post("/people/"+v.s.account(other).ID.String()+"/reset-code", nil).want(http.StatusOK))
		return map[string]any{"contact": other, "code": code.Code, "password": testPassword}
	case "mail-reset-link":
		return map[string]any{"contact": "ai@example.vn"}
	case "reset-by-link":
		return map[string]any{"token": "khong-phai-ma", "password": testPassword}
	case "verify-by-link":
		return map[string]any{"token": "khong-phai-ma"}
	case "first-administrator":
		return map[string]any{"token": "khong-phai-ma", "name": "Vừ Mí Sính", "contact": "0912345678", "password": "ba-con-trau-den", "consent": true}
	case "change-password":
		return map[string]any{"old": testPassword, "password": testPassword}
	case "practise":
		return map[string]any{"answer": Answer{Choices: []int{0}}}
	case "save-answer":
		return map[string]any{"answer": Answer{}, "flagged": true}
	case "hand-in":
		return map[string]any{"text": "Xong"}
	case "judge": // not passed, so that the next scene has something to hand in
		seen := into[Submission](v.s.as(admin).get("/hand-ins/" + v.works[own]))
		return map[string]any{"changes": max(seen.Changes, 1), "grades": []int{2, 2}}
	case "correct-judgement":
		boss := v.s.as(admin)
		seen := into[Submission](boss.get("/hand-ins/" + v.works[own]))
		boss.post("/hand-ins/"+v.works[own]+"/judgement", map[string]any{"changes": max(seen.Changes, 1), "grades": []int{2, 2}})
		return map[string]any{"corrections": seen.Corrections, "grades": []int{2, 2}, "reason": "Đọc sót"}
	case "verify-contact":
		return map[string]any{"contact": learner}
	case "grant-role":
		return map[string]any{"role": "author", "unit": unit}
	case "move-on":
		current, err := v.s.store.CurrentVersion(v.s.t.Context(), testCourse)
		if err != nil {
			v.s.t.Fatal(err)
		}
		return map[string]any{"id": current.ID}
	case "move-person":
		return map[string]any{"unit": unit, "audience": "nguoi-dan"}
	case "correct-me":
		return map[string]any{"name": into[Me](v.caller.get("/me")).Name, "old": testPassword}
	case "correct-person":
		return map[string]any{"name": "Lò Thị Ánh"}
	case "erase-me":
		return map[string]any{"password": "không phải", "endExam": true}
	case "erase-person":
		return map[string]any{"asked": false}
	case "revoke-credential":
		return map[string]any{"why": "mistake", "reason": "Cấp nhầm"}
	case "add-unit":
		return map[string]any{"parent": v.s.units["xã"].ID, "name": "Tổ mới", "kind": "team"}
	case "change-unit":
		return map[string]any{"name": "Tổ mang tên khác", "kind": "team"}
	case "change-site":
		return Site{Province: "Tỉnh Sông Lam", Issuer: "Sở", Help: "1022"}
	}
	return nil
}

// exceptions are operations whose answer on the caller's own object is not 2xx in the scene, and why.
func exceptions() map[string]int {
	return map[string]int{
		"result":     http.StatusConflict, // the attempt is open
		"review":     http.StatusNotFound, // the same
		"close-unit": http.StatusConflict, // people are in it

		"mail-reset-link":     http.StatusNotFound, // no mail server is set
		"mail-verify-link":    http.StatusNotFound, // the same
		"reset-by-link":       http.StatusGone,     // no link was mailed
		"verify-by-link":      http.StatusGone,     // the same
		"first-administrator": http.StatusGone,     // there is one

		// The people of the scene live on: a wrong password, and nobody has asked.
		"erase-me": http.StatusUnprocessableEntity, "erase-person": http.StatusUnprocessableEntity,
	}
}

// TestMatrix calls every operation as everyone on own, others' and absent objects: nobody gets in whom x-roles does not
// name, others' things and absent ones answer 404, and nothing fails with 5xx.
func TestMatrix(t *testing.T) {
	if testing.Short() {
		t.Skip("one request after another: the full suite walks them all")
	}
	s := newSite(t)
	calls := 0
	for _, role := range []string{"public", "learner", "author", "manager", "administrator"} {
		for _, o := range s.ops {
			v := sceneOf(s, role)
			for _, kind := range []string{absent, others, own} { // the own last: it may end the caller's session
				path, applies := v.fill(o.path, kind)
				if !applies || kind != own && !strings.Contains(o.path, "{") {
					continue
				}
				if o.id == "revoke-role" && kind == own { // there is something to take away
					s.as(admin).post("/people/"+v.people[own]+"/roles", v.bodyOf(op{id: "grant-role"})).want(http.StatusNoContent)
				}
				calls++
				p := v.caller.do(o.method, path, v.bodyOf(o))
				if want := wanted(o, role, kind); !slices.Contains(want, p.status) {
					t.Errorf("%s as %s on %s (%s): status %d, want %v: %.300s", o.id, role, kind, p.what, p.status, want, p.body)
				}
				if p.status >= 400 && p.header.Get("Content-Type") != problemType {
					t.Errorf("%s: %d is no problem document", o.id, p.status)
				}
			}
			if o.tag == "people" && o.writes() {
				s.reset()
			}
		}
	}
	if calls < 300 {
		t.Errorf("only %d calls", calls)
	}
}

// reset undoes what a call may have done to the people of the scene.
func (s *site) reset() {
	s.t.Helper()
	boss := s.as(admin)
	subject := "/people/" + s.account(learner).ID.String()
	boss.post(subject+"/unlock", nil).want(http.StatusNoContent)
	if p := into[Person](boss.get(subject).want(http.StatusOK)); len(p.Roles) > 0 {
		for _, r := range p.Roles {
			boss.do(http.MethodDelete, fmt.Sprintf("%s/roles/%s/%s", subject, r.Role, r.Unit), nil).want(http.StatusNoContent)
		}
	}
}

// wanted are the statuses that the declaration allows.
func wanted(o op, role, kind string) []int {
	roles := o.roles()
	switch {
	case o.access == signed && role == "public":
		return []int{http.StatusUnauthorized}
	case o.access == signed && !slices.Contains(roles, role):
		return []int{http.StatusForbidden}
	case kind != own:
		return []int{http.StatusNotFound}
	case strings.HasPrefix(o.path, "/courses/") && role == "public" || exceptions()[o.id] == 0:
		return []int{http.StatusOK, http.StatusCreated, http.StatusNoContent}
	}
	return []int{exceptions()[o.id]}
}
