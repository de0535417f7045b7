package api

import (
	"net/http"
	"strings"
	"testing"

	"hocso/internal/account"
	"hocso/internal/assess"
	"hocso/internal/credential"
	"hocso/internal/privacy"
)

// paper is a confirmation of a person, issued when it is first asked for.
func (s *site) paper(contact string) *credential.Credential {
	s.t.Helper()
	ctx, a := s.t.Context(), s.account(contact)
	c := &account.Caller{Account: a.ID, Person: a.Person, Unit: a.Unit}
	if err := s.Learning.Enrol(ctx, c, testCourse, assess.Key{}); err != nil {
		s.t.Fatal(err)
	}
	es, err := s.store.Enrolments(ctx, a.Person)
	if err != nil || len(es) != 1 {
		s.t.Fatalf("%d enrolments, %v", len(es), err)
	}
	if err := s.Credentials.Issue(ctx, es[0]); err != nil {
		s.t.Fatal(err)
	}
	all, err := s.Credentials.Mine(ctx, c)
	if err != nil || len(all) != 1 {
		s.t.Fatalf("%d confirmations, %v", len(all), err)
	}
	return all[0]
}

func TestCorrections(t *testing.T) {
	s := newSite(t)
	c, m := s.as(learner), s.as(manager)
	refused := c.post("/me/correction", map[string]any{"contact": "12", "name": " ", "old": testPassword}).problem(http.StatusUnprocessableEntity, "error.invalid")
	if len(refused.Errors) != 2 || refused.Errors[0].Pointer != "#/name" || refused.Errors[1].Pointer != "#/contact" {
		t.Errorf("%+v", refused.Errors)
	}
	refused = c.post("/me/correction", map[string]any{"name": "Lò Thị Đào", "old": "sai"}).problem(http.StatusUnprocessableEntity, "error.invalid")
	if len(refused.Errors) != 1 || refused.Errors[0].Pointer != "#/old" {
		t.Errorf("%+v", refused.Errors)
	}
	c.post("/me/correction", map[string]any{"name": "Lò Thị Đào", "old": testPassword}).want(http.StatusNoContent)
	subject := "/people/" + c.account.String()
	m.post(subject+"/correction", map[string]any{"contact": "dao@example.vn"}).want(http.StatusNoContent)
	if me := into[Me](c.get("/me")); me.Name != "Lò Thị Đào" || len(me.Contacts) != 1 || me.Contacts[0].Value != "dao@example.vn" || me.Contacts[0].Verified != nil {
		t.Errorf("%+v", me)
	}
	m.post("/people/"+s.account(other).ID.String()+"/correction", map[string]any{"name": "Ai"}).problem(http.StatusNotFound, "api.not-found")
}

func TestDataOfOneself(t *testing.T) {
	s := newSite(t)
	s.paper(other)
	serial := credential.Display(s.paper(learner).Serial)
	c := s.as(learner)
	c.sit()
	d := into[privacy.Copy](c.get("/me/data").want(http.StatusOK))
	if d.Account.Name != "Lò Thị Ánh" || len(d.Attempts) != 1 || len(d.Confirmations) != 1 || d.Confirmations[0].Serial != serial || len(d.Sessions) != 1 {
		t.Errorf("%+v", d)
	}
	boss := s.as(admin)
	theirs := into[privacy.Copy](boss.post("/people/"+c.account.String()+"/data", nil).want(http.StatusOK))
	if last := theirs.Audit[len(theirs.Audit)-1]; last.Action != "data-copied" || last.By != "staff" {
		t.Errorf("the copy was not noted: %+v", last)
	}
	s.as(manager).post("/people/"+c.account.String()+"/data", nil).problem(http.StatusForbidden, "api.forbidden")
}

func TestErasure(t *testing.T) {
	s := newSite(t)
	serial := s.paper(learner).Serial
	c := s.as(learner)
	attempt := c.sit()
	c.post("/me/erasure", map[string]any{"password": testPassword}).problem(http.StatusConflict, "privacy.exam-open")
	c.post("/me/erasure", map[string]any{"password": testPassword, "endExam": true}).want(http.StatusNoContent)
	c.get("/me").problem(http.StatusUnauthorized, "signin.needed")
	c.get("/attempts/" + attempt.ID.String()).want(http.StatusUnauthorized)
	s.public().post("/auth/token", map[string]any{"contact": learner, "password": testPassword}).want(http.StatusUnprocessableEntity)
	p := s.public().get("/credentials/" + serial).want(http.StatusOK)
	if k := into[Credential](p); k.State != credential.Withdrawn || k.Holder != "" || k.Course != "" || strings.Contains(p.body, "levels") {
		t.Errorf("the confirmation answers %s", p.body)
	}
	boss, subject := s.as(admin), "/people/"+s.account(other).ID.String()
	if e := boss.post(subject+"/erasure", map[string]any{"asked": false}).problem(http.StatusUnprocessableEntity, "error.invalid").Errors; len(e) != 1 || e[0].Pointer != "#/asked" {
		t.Errorf("%+v", e)
	}
	boss.post(subject+"/erasure", map[string]any{"asked": true}).want(http.StatusNoContent)
	boss.get(subject).problem(http.StatusNotFound, "api.not-found")
	boss.post("/people/"+boss.account.String()+"/erasure", map[string]any{"asked": true}).problem(http.StatusConflict, "people.not-yourself")
	boss.post("/me/erasure", map[string]any{"password": testPassword}).problem(http.StatusConflict, "people.last-administrator")
}

// TestRevocation: by an administrator of the holder's unit, with a reason; the answer says since when, and not why.
func TestRevocation(t *testing.T) {
	s := newSite(t)
	path := "/credentials/" + s.paper(learner).Serial
	body := map[string]any{"why": "fraud", "reason": "Người khác thi hộ"}
	boss := s.as(admin)
	boss.post("/people/"+s.account(manager).ID.String()+"/roles", map[string]any{"role": "administrator", "unit": s.units["xã khác"].ID}).want(http.StatusNoContent)
	s.as(manager).post(path+"/revocation", body).problem(http.StatusNotFound, "api.not-found") // an administrator elsewhere
	if e := boss.post(path+"/revocation", map[string]any{"why": "mistake", "reason": ""}).problem(http.StatusUnprocessableEntity, "error.invalid").Errors; len(e) != 1 || e[0].Pointer != "#/reason" {
		t.Errorf("%+v", e)
	}
	boss.post(path+"/revocation", body).want(http.StatusNoContent)
	boss.post(path+"/revocation", body).problem(http.StatusConflict, "credential.revoked-before")
	p := s.public().get(path).want(http.StatusOK)
	if k := into[Credential](p); k.State != credential.Revoked || k.Revoked == nil || k.Holder != "Lò Thị Ánh" || strings.Contains(p.body, "thi hộ") || strings.Contains(p.body, "fraud") {
		t.Errorf("%s", p.body)
	}
}
