package api

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hocso/internal/account"
	"hocso/internal/id"
)

func TestSignInAndMe(t *testing.T) {
	s := newSite(t)
	p := s.public().post("/auth/token", map[string]any{"contact": "010 000 0003", "password": testPassword}).want(http.StatusOK)
	if len(p.header.Values("Set-Cookie")) > 0 {
		t.Error("the API sets a cookie")
	}
	tokens := into[Tokens](p)
	if tokens.TokenType != "Bearer" || tokens.ExpiresIn <= 0 || tokens.ExpiresIn > 900 || tokens.RefreshToken == "" {
		t.Errorf("%+v", tokens)
	}
	c := s.public().with("Authorization", "bearer "+tokens.AccessToken)
	me := into[Me](c.get("/me").want(http.StatusOK))
	if me.Account != tokens.Account || me.Session != tokens.Session || me.Name != "Nguyễn Thị Hạnh" || me.UnitName != "xã" {
		t.Errorf("%+v", me)
	}
	if len(me.Roles) != 1 || me.Roles[0].Role != "manager" || me.Roles[0].Unit != s.units["xã"].ID {
		t.Errorf("roles %+v", me.Roles)
	}
}

func TestWrongSignInsAnswerAlike(t *testing.T) {
	s := newSite(t)
	var fields [][]ProblemField
	for _, contact := range []string{learner, "0999999999"} {
		p := s.public().post("/auth/token", map[string]any{"contact": contact, "password": "sai-mat-khau"})
		fields = append(fields, p.problem(http.StatusUnprocessableEntity, "error.invalid").Errors)
	}
	if d := cmp.Diff(fields[0], fields[1]); d != "" || len(fields[0]) != 1 || fields[0][0].Pointer != "#/contact" {
		t.Errorf("known and unknown names differ: %s", d)
	}
	var last *answer
	for range 9 {
		last = s.public().post("/auth/token", map[string]any{"contact": learner, "password": "sai-mat-khau"})
	}
	last.problem(http.StatusTooManyRequests, "signin.locked")
	if last.header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
}

// TestBadTokens: the table of package token through the whole stack, and tokens that only the session betrays.
func TestBadTokens(t *testing.T) {
	s := newSite(t)
	good := s.as(learner).access
	control := func() {
		t.Helper()
		s.public().with("Authorization", "Bearer "+good).get("/me").want(http.StatusOK)
		s.public().with("Authorization", "Bearer "+good).get("/courses").want(http.StatusOK)
	}
	control()
	for name, header := range map[string]string{
		"empty":         "",
		"no scheme":     good,
		"basic":         "Basic " + good,
		"cut":           "Bearer " + good[:len(good)-3],
		"two":           "Bearer " + good + " " + good,
		"dots":          "Bearer " + strings.Repeat(".", 100_000),
		"cookie's form": "Bearer hocso=" + good,
	} {
		for _, path := range []string{"/me", "/courses"} { // public operations refuse a bad token too
			p := s.public().with("Authorization", header).get(path)
			p.problem(http.StatusUnauthorized, "signin.needed")
			if p.header.Get("WWW-Authenticate") != "Bearer" {
				t.Errorf("%s: no WWW-Authenticate", name)
			}
		}
	}
	twice := s.public()
	twice.header["Authorization"] = []string{"Bearer " + good, "Bearer " + good}
	twice.get("/me").want(http.StatusUnauthorized)
	control()
	s.clock.Advance(account.AccessLife + time.Second)
	s.public().with("Authorization", "Bearer "+good).get("/me").want(http.StatusUnauthorized)
}

// TestBrowserCookiesAreNothing: neither a browser's cookie nor its token opens the API.
func TestBrowserCookiesAreNothing(t *testing.T) {
	s := newSite(t)
	browser, err := s.Accounts.StartSession(t.Context(), s.account(admin), account.Device{}, false)
	if err != nil {
		t.Fatal(err)
	}
	s.public().with("Cookie", "hocso="+browser.Token).get("/me").want(http.StatusUnauthorized)
	s.public().with("Authorization", "Bearer "+browser.Token).get("/me").want(http.StatusUnauthorized)
	tokens, err := s.tokens(t.Context(), browser) // a well-signed token of a browser's session
	if err != nil {
		t.Fatal(err)
	}
	s.public().with("Authorization", "Bearer "+tokens.AccessToken).get("/me").want(http.StatusUnauthorized)
}

func (c *client) refresh(token string) *answer {
	return c.s.public().post("/auth/refresh", map[string]any{"refreshToken": token})
}

func TestRefreshRotates(t *testing.T) {
	s := newSite(t)
	c := s.as(learner)
	first := into[Tokens](c.refresh(c.refreshT).want(http.StatusOK))
	if first.RefreshToken == c.refreshT || first.Session.IsZero() {
		t.Fatal("the refresh token was not replaced")
	}
	s.clock.Advance(59 * time.Second)
	again := into[Tokens](c.refresh(c.refreshT).want(http.StatusOK)) // the reply was lost
	if again.RefreshToken != first.RefreshToken {
		t.Error("within a minute another successor came")
	}
	s.public().with("Authorization", "Bearer "+again.AccessToken).get("/me").want(http.StatusOK)
	into[Tokens](c.refresh(first.RefreshToken).want(http.StatusOK))
}

func TestReusedRefreshTokenEndsTheSession(t *testing.T) {
	for name, steal := range map[string]func(s *site, first Tokens, c *client){
		"after the grace":           func(s *site, _ Tokens, _ *client) { s.clock.Advance(61 * time.Second) },
		"after the successor's use": func(_ *site, first Tokens, c *client) { c.refresh(first.RefreshToken).want(http.StatusOK) },
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			c := s.as(learner)
			first := into[Tokens](c.refresh(c.refreshT).want(http.StatusOK))
			steal(s, first, c)
			c.get("/me").want(http.StatusOK)
			c.refresh(c.refreshT).problem(http.StatusUnauthorized, "signin.needed")
			c.get("/me").want(http.StatusUnauthorized)
			c.refresh(first.RefreshToken).want(http.StatusUnauthorized)
		})
	}
}

func TestRefreshTokensThatAreNone(t *testing.T) {
	s := newSite(t)
	c := s.as(learner)
	for _, token := range []string{"", "x", c.access, strings.Repeat("A", 43)} {
		if p := c.refresh(token); p.status != http.StatusUnauthorized && p.status != http.StatusUnprocessableEntity {
			t.Errorf("%q: %d", token, p.status)
		}
	}
	c.refresh(c.refreshT).want(http.StatusOK)
	s.clock.Advance(account.SessionLife + time.Hour)
	c.refresh(c.refreshT).want(http.StatusUnauthorized)
}

// TestRefreshSlides: as in a browser, staff stay signed in for 12 hours without use, learners for 30 days.
func TestRefreshSlides(t *testing.T) {
	s := newSite(t)
	for contact, life := range map[string]time.Duration{learner: account.SessionLife, manager: account.StaffSessionLife} {
		c := s.as(contact)
		token := c.refreshT
		for range 3 {
			s.clock.Advance(life - time.Hour)
			token = into[Tokens](c.refresh(token).want(http.StatusOK)).RefreshToken
		}
		s.clock.Advance(life + time.Hour)
		c.refresh(token).problem(http.StatusUnauthorized, "signin.needed")
	}
}

// TestAccessEndsAtOnce: what takes the right to be signed in away acts on the next request, not when the token expires.
func TestAccessEndsAtOnce(t *testing.T) {
	for name, end := range map[string]func(s *site, c *client){
		"sign-out": func(_ *site, c *client) { c.post("/auth/logout", nil).want(http.StatusNoContent) },
		"lock": func(s *site, c *client) {
			s.as(admin).post("/people/"+c.account.String()+"/lock", nil).want(http.StatusNoContent)
		},
		"password change elsewhere": func(s *site, _ *client) {
			s.as(learner).post("/me/password", map[string]any{"old": testPassword, "password": "moi-hoan-toan-9"}).want(http.StatusNoContent)
		},
		"sign-out everywhere else": func(s *site, _ *client) {
			s.as(learner).do(http.MethodDelete, "/me/sessions", nil).want(http.StatusNoContent)
		},
		"this device ended elsewhere": func(s *site, c *client) {
			session := into[Me](c.get("/me")).Session.String()
			s.as(learner).do(http.MethodDelete, "/me/sessions/"+session, nil).want(http.StatusNoContent)
		},
		"password reset": func(s *site, c *client) {
			code := into[ResetCode](s.as(manager).post("/people/"+c.account.String()+"/reset-code", nil).want(http.StatusOK))
			in := map[string]any{"contact": learner, "code": code.Code, "password": "moi-hoan-toan-9"}
			s.public().post("/auth/reset", in).want(http.StatusNoContent)
			s.public().post("/auth/reset", in).want(http.StatusUnprocessableEntity) // used up
			s.public().post("/auth/token", map[string]any{"contact": learner, "password": "moi-hoan-toan-9"}).want(http.StatusOK)
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			c := s.as(learner)
			c.get("/me").want(http.StatusOK)
			end(s, c)
			c.get("/me").problem(http.StatusUnauthorized, "signin.needed")
			c.refresh(c.refreshT).want(http.StatusUnauthorized)
		})
	}
}

func TestRightsChangeAtOnce(t *testing.T) {
	s := newSite(t)
	m, boss := s.as(manager), s.as(admin)
	subject := s.account(learner).ID.String()
	m.get("/people/" + subject).want(http.StatusOK)
	roles := "/people/" + m.account.String() + "/roles"
	boss.do(http.MethodDelete, roles+"/manager/"+s.units["xã"].ID.String(), nil).want(http.StatusNoContent)
	m.get("/people/"+subject).problem(http.StatusForbidden, "api.forbidden")
	boss.post(roles, map[string]any{"role": "manager", "unit": s.units["xã khác"].ID}).want(http.StatusNoContent)
	m.get("/people/"+subject).problem(http.StatusNotFound, "api.not-found") // a manager again, but of another commune
	m.get("/people/" + s.account(other).ID.String()).want(http.StatusOK)
}

func TestSessionsList(t *testing.T) {
	s := newSite(t)
	c := s.as(learner)
	s.as(learner)
	list := into[List[Session]](c.get("/me/sessions").want(http.StatusOK))
	current := 0
	for _, v := range list.Items {
		if v.Kind != "api" || v.Device != "test" || v.Expires == nil {
			t.Errorf("%+v", v)
		}
		if v.Current {
			current++
		}
	}
	if len(list.Items) != 2 || current != 1 {
		t.Errorf("%d sessions, %d current", len(list.Items), current)
	}
	theirs := into[Me](s.as(other).get("/me")).Session.String()
	c.do(http.MethodDelete, "/me/sessions/"+theirs, nil).problem(http.StatusNotFound, "api.not-found")
}

// TestRegistrationTakesNothingElse: fields that would make more of a person than a learner are refused, all by name.
func TestRegistrationTakesNothingElse(t *testing.T) {
	s := newSite(t)
	in := map[string]any{"name": "Vừ Mí Sính", "contact": "0912345678", "password": "ba-con-trau-den", "consent": true}
	for _, extra := range []string{"role", "roles", "unitId", "staff", "verified", "id", "person", "account", "created", "Locked", "$schema"} {
		more := map[string]any{extra: "administrator"}
		for k, v := range in {
			more[k] = v
		}
		p := s.public().post("/registrations", more).problem(http.StatusUnprocessableEntity, "error.invalid")
		if len(p.Errors) != 1 || p.Errors[0].Pointer != "#/"+extra && p.Errors[0].Pointer != "#/"+strings.ToLower(extra) && extra != "$schema" {
			t.Errorf("%s: %+v", extra, p.Errors)
		}
	}
	tokens := into[Tokens](s.public().post("/registrations", in).want(http.StatusCreated))
	c := s.public().with("Authorization", "Bearer "+tokens.AccessToken)
	me := into[Me](c.get("/me").want(http.StatusOK))
	if len(me.Roles) != 0 || me.Unit != s.units["tỉnh"].ID || me.Audience != "nguoi-dan" {
		t.Errorf("%+v", me)
	}
	c.get("/people/"+s.account(learner).ID.String()).problem(http.StatusForbidden, "api.forbidden")
}

func TestRegistrationSaysEveryField(t *testing.T) {
	s := newSite(t)
	p := s.public().with("Accept-Language", "en").post("/registrations", map[string]any{"name": " ", "contact": "12", "password": "1", "consent": false})
	v := p.problem(http.StatusUnprocessableEntity, "error.invalid")
	var got []string
	for _, e := range v.Errors {
		got = append(got, e.Pointer)
	}
	if d := cmp.Diff([]string{"#/name", "#/contact", "#/password", "#/consent"}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if p.header.Get("Content-Language") != "en" || v.Title != "Something needs to be corrected" {
		t.Errorf("%q in %q", v.Title, p.header.Get("Content-Language"))
	}
}

// TestRegistrationInAUnit: who registers may name the unit they belong to, one that is there today.
func TestRegistrationInAUnit(t *testing.T) {
	s := newSite(t)
	in := map[string]any{"name": "Vừ Mí Sính", "contact": "0912345678", "password": "ba-con-trau-den", "consent": true}
	for _, none := range []any{id.NewSource(nil).New(), id.Zero, "administrator"} {
		in["unit"] = none
		p := s.public().post("/registrations", in).problem(http.StatusUnprocessableEntity, "error.invalid")
		if len(p.Errors) != 1 || p.Errors[0].Pointer != "#/unit" {
			t.Errorf("%v: %+v", none, p.Errors)
		}
	}
	in["unit"] = s.units["xã"].ID
	tokens := into[Tokens](s.public().post("/registrations", in).want(http.StatusCreated))
	c := s.public().with("Authorization", "Bearer "+tokens.AccessToken)
	if me := into[Me](c.get("/me").want(http.StatusOK)); me.Unit != s.units["xã"].ID || len(me.Roles) != 0 {
		t.Errorf("%+v", me)
	}
	s.as(manager).get("/people/" + tokens.Account.String()).want(http.StatusOK)
}
