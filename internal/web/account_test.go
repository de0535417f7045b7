package web

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hocso/internal/account"
	"hocso/internal/httpx"
)

// fields are the refused fields of a page, sorted.
func fields(p *reply) []string { return slices.Sorted(maps.Keys(p.errorsOf())) }

func goodRegistration() url.Values {
	return url.Values{
		"name": {"Vừ Bá Chư"}, "contact": {"0987 654 321"}, "password": {"nước chảy đá mòn"}, "consent": {"co"}, "audience": {"nguoi-dan"},
	}
}

func TestRegister(t *testing.T) {
	s := newSite(t)
	c := s.public()
	page := c.get("/dang-ky?ve=/khoa-hoc/" + testCourse).want(http.StatusOK)
	form := page.form("/dang-ky")
	if form.Get("consent") != "" || len(page.all("input[name=consent]")) != 1 {
		t.Errorf("the consent is asked for and never given beforehand: %v", form)
	}
	maps.Copy(form, goodRegistration())
	c.post("/dang-ky", form).want(http.StatusSeeOther)
	if who := c.caller(); who.Name != "Vừ Bá Chư" || who.Staff || len(who.Grants) != 0 {
		t.Errorf("signed in as %+v", who)
	}
	profile := c.get("/tai-khoan").want(http.StatusOK)
	if got := profile.text("main .tag"); got != "Chưa xác nhận" {
		t.Errorf("a new number is %q", got)
	}
	if got := profile.text("main dl"); !strings.Contains(got, "0987 654 321") || !strings.Contains(got, "Tỉnh Sông Lam") {
		t.Errorf("profile %q", got)
	}
}

func TestRegisterComesBackWhereItWas(t *testing.T) {
	s := newSite(t)
	for ve, want := range map[string]string{
		"/khoa-hoc/khoa-thu?x=1": "/khoa-hoc/khoa-thu?x=1", "": "/cua-toi", "//evil.example": "/", "https://evil.example/": "/", `/\evil`: "/",
	} {
		c := s.public()
		form := c.get("/dang-ky?ve=" + url.QueryEscape(ve)).form("/dang-ky")
		maps.Copy(form, goodRegistration())
		form.Set("contact", "09876"+string(rune('0'+len(ve)%10))+"4321")
		if got := c.post("/dang-ky", form).want(http.StatusSeeOther).location(); got != want {
			t.Errorf("ve %q leads to %q, want %q", ve, got, want)
		}
	}
}

// TestOnlyTheBoxAgrees: any other value than the form's own is no consent.
func TestOnlyTheBoxAgrees(t *testing.T) {
	s := newSite(t)
	form := goodRegistration()
	form.Set("consent", "khong")
	if got := fields(s.public().post("/dang-ky", form).want(http.StatusUnprocessableEntity)); !cmp.Equal(got, []string{"consent"}) {
		t.Errorf("refused %v", got)
	}
}

func TestRegisterKeepsWhatWasTyped(t *testing.T) {
	s := newSite(t)
	for name, tc := range map[string]struct {
		change url.Values
		want   []string
	}{
		"nothing":    {url.Values{"name": {" "}, "contact": {""}, "password": {""}, "consent": {""}}, []string{"consent", "contact", "name", "password"}},
		"number":     {url.Values{"contact": {"0912 34"}}, []string{"contact"}},
		"address":    {url.Values{"contact": {"chu@localhost"}}, []string{"contact"}},
		"taken":      {url.Values{"contact": {learnerContact}}, []string{"contact"}},
		"short":      {url.Values{"password": {"ngắn"}}, []string{"password"}},
		"own number": {url.Values{"password": {"0987654321"}}, []string{"password"}},
		"own name":   {url.Values{"password": {"vubachu"}, "name": {"Vừ Bá Chư"}}, []string{"password"}},
		"long name":  {url.Values{"name": {strings.Repeat("Ấ ", 101)}}, []string{"name"}},
		"no consent": {url.Values{"consent": {""}}, []string{"consent"}},
		"audience":   {url.Values{"audience": {"vua-chua"}}, []string{"audience"}},
	} {
		t.Run(name, func(t *testing.T) {
			form := goodRegistration()
			maps.Copy(form, tc.change)
			page := s.public().post("/dang-ky", form).want(http.StatusUnprocessableEntity)
			if got := fields(page); !cmp.Equal(got, tc.want) {
				t.Errorf("refused %v, want %v", got, tc.want)
			}
			back := page.form("/dang-ky")
			if back.Get("name") != form.Get("name") || back.Get("contact") != form.Get("contact") || back.Get("consent") != form.Get("consent") {
				t.Errorf("came back with %v", back)
			}
			if back.Get("password") != "" || strings.Contains(page.body, `value="`+form.Get("password")+`"`) && form.Get("password") != "" {
				t.Error("the password was sent back")
			}
			if !strings.HasPrefix(page.text("title"), "Lỗi:") {
				t.Errorf("title %q", page.text("title"))
			}
		})
	}
}

// A button pressed twice, or a reply that was lost, leaves one account and its owner signed in.
func TestRegisterTwice(t *testing.T) {
	s := newSite(t)
	s.public().post("/dang-ky", goodRegistration()).want(http.StatusSeeOther)
	again := s.public()
	again.post("/dang-ky", goodRegistration()).want(http.StatusSeeOther)
	if again.caller().Name != "Vừ Bá Chư" {
		t.Errorf("signed in as %q", again.caller().Name)
	}
	other := goodRegistration()
	other.Set("password", "mật khẩu của người khác")
	stranger := s.public()
	if got := fields(stranger.post("/dang-ky", other).want(http.StatusUnprocessableEntity)); !cmp.Equal(got, []string{"contact"}) {
		t.Errorf("refused %v", got)
	}
	if _, ok := stranger.cookies[httpx.CookieName(false)]; ok {
		t.Error("a stranger was signed in")
	}
}

func TestSignIn(t *testing.T) {
	s := newSite(t)
	c := s.public()
	form := c.get("/dang-nhap?ve=/tai-khoan").want(http.StatusOK).form("/dang-nhap")
	form.Set("contact", "+84 100 000 001")
	form.Set("password", testPassword)
	in := c.post("/dang-nhap", form).want(http.StatusSeeOther)
	if in.location() != "/tai-khoan" {
		t.Errorf("leads to %q", in.location())
	}
	for _, k := range (&http.Response{Header: in.header}).Cookies() {
		if !k.HttpOnly || k.SameSite != http.SameSiteLaxMode || k.Path != "/" || k.MaxAge < int(account.SessionLife.Seconds()) {
			t.Errorf("cookie %+v", k)
		}
	}
	c.get("/tai-khoan").want(http.StatusOK)
	if got := c.get("/dang-nhap?ve=/tai-khoan").want(http.StatusSeeOther).location(); got != "/tai-khoan" {
		t.Errorf("signed in already: leads to %q", got)
	}
	c.post("/dang-xuat", url.Values{}).want(http.StatusSeeOther)
	if got := c.get("/tai-khoan").want(http.StatusSeeOther).location(); got != "/dang-nhap?ve=%2Ftai-khoan" {
		t.Errorf("signed out: leads to %q", got)
	}
	c.post("/dang-xuat", url.Values{}).want(http.StatusSeeOther)
}

// A wrong password, an unknown number and a locked account get the same answer, byte for byte.
func TestSignInTellsNothing(t *testing.T) {
	s := newSite(t)
	admin := s.as(adminContact).caller()
	locked, err := s.Accounts.ByContact(t.Context(), otherContact)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Accounts.SetLocked(t.Context(), admin, locked.ID, true); err != nil {
		t.Fatal(err)
	}
	pages := map[string]string{}
	for name, form := range map[string]url.Values{
		"wrong password": {"contact": {learnerContact}, "password": {"không phải mật khẩu"}},
		"unknown":        {"contact": {"0100000099"}, "password": {testPassword}},
		"locked":         {"contact": {otherContact}, "password": {testPassword}},
	} {
		c := s.public()
		page := c.post("/dang-nhap", form).want(http.StatusUnprocessableEntity)
		pages[name] = strings.ReplaceAll(page.body, form.Get("contact"), "CONTACT")
		if len(c.cookies) != 0 || !cmp.Equal(fields(page), []string{"contact"}) {
			t.Errorf("%s: cookies %v, fields %v", name, c.cookies, fields(page))
		}
	}
	for name, body := range pages {
		if body != pages["unknown"] {
			t.Errorf("%s differs from unknown", name)
		}
	}
}

func TestSignInLocksTheGuesserOut(t *testing.T) {
	s := newSite(t)
	guess := url.Values{"contact": {learnerContact}, "password": {"đoán mò thôi"}}
	right := url.Values{"contact": {learnerContact}, "password": {testPassword}}
	guesser, owner := s.public(), s.public()
	for range 8 {
		guesser.post("/dang-nhap", guess).want(http.StatusUnprocessableEntity)
	}
	page := guesser.post("/dang-nhap", right).want(http.StatusTooManyRequests)
	if got := page.header.Get("Retry-After"); got != "900" {
		t.Errorf("Retry-After %q", got)
	}
	if words := page.errorsOf()["contact"]; !strings.Contains(words, "15 phút") {
		t.Errorf("words %q", words)
	}
	if page.form("/dang-nhap").Get("contact") != learnerContact {
		t.Error("what was typed is gone")
	}
	owner.post("/dang-nhap", url.Values{"contact": {otherContact}, "password": {testPassword}}).want(http.StatusSeeOther)
	owner.cookies = map[string]string{}
	elsewhere, err := s.Accounts.SignIn(t.Context(), learnerContact, testPassword, account.Device{Address: "198.51.100.7"}, false)
	if err != nil || elsewhere.Token == "" {
		t.Errorf("the owner is kept out elsewhere: %v", err)
	}
	s.clock.Advance(16 * time.Minute)
	guesser.post("/dang-nhap", right).want(http.StatusSeeOther)
}

func TestPasswordChange(t *testing.T) {
	s := newSite(t)
	here, there := s.as(learnerContact), s.as(learnerContact)
	for name, tc := range map[string]struct {
		form url.Values
		want []string
	}{
		"nothing":   {url.Values{}, []string{"old", "password"}},
		"wrong old": {url.Values{"old": {"sai rồi nhé"}, "password": {"nước chảy đá mòn"}}, []string{"old"}},
		"own phone": {url.Values{"old": {testPassword}, "password": {learnerContact}}, []string{"password"}},
	} {
		page := here.post("/tai-khoan/mat-khau", tc.form).want(http.StatusUnprocessableEntity)
		if got := fields(page); !cmp.Equal(got, tc.want) {
			t.Errorf("%s: refused %v, want %v", name, got, tc.want)
		}
	}
	there.get("/tai-khoan").want(http.StatusOK)
	done := here.post("/tai-khoan/mat-khau", url.Values{"old": {testPassword}, "password": {"nước chảy đá mòn"}}).want(http.StatusSeeOther)
	if got := here.get(done.location()).want(http.StatusOK).text(".note.ok"); got == "" {
		t.Error("nothing says that it was done")
	}
	there.get("/tai-khoan").want(http.StatusSeeOther)
	if page := s.public().post("/dang-nhap", url.Values{"contact": {learnerContact}, "password": {testPassword}}); page.status != http.StatusUnprocessableEntity {
		t.Errorf("the old password answers %d", page.status)
	}
}

func TestDevices(t *testing.T) {
	s := newSite(t)
	here, there, third := s.as(learnerContact), s.as(learnerContact), s.as(learnerContact)
	stranger := s.as(otherContact)
	page := here.get("/tai-khoan/thiet-bi").want(http.StatusOK)
	if rows := page.all("main tbody tr"); len(rows) != 3 {
		t.Fatalf("%d devices", len(rows))
	}
	out := "/tai-khoan/thiet-bi/" + there.caller().Session.String() + "/thoat"
	stranger.post(out, url.Values{}).want(http.StatusNotFound)
	stranger.post("/tai-khoan/thiet-bi/x/thoat", url.Values{}).want(http.StatusNotFound)
	there.get("/tai-khoan").want(http.StatusOK)
	here.post(out, page.form(out)).want(http.StatusSeeOther)
	there.get("/tai-khoan").want(http.StatusSeeOther)
	here.post("/tai-khoan/thiet-bi/thoat-het", url.Values{}).want(http.StatusSeeOther)
	third.get("/tai-khoan").want(http.StatusSeeOther)
	own := "/tai-khoan/thiet-bi/" + here.caller().Session.String() + "/thoat"
	if got := here.post(own, url.Values{}).want(http.StatusSeeOther).location(); got != "/" {
		t.Errorf("signing oneself out leads to %q", got)
	}
	stranger.get("/tai-khoan").want(http.StatusOK)
}

// Staff sessions end after 12 hours without use, and slide while they are used; learners' last 30 days.
func TestSessionsSlide(t *testing.T) {
	s := newSite(t)
	manager, idle, learner := s.as(managerContact), s.as(managerContact), s.as(learnerContact)
	for range 5 {
		s.clock.Advance(11 * time.Hour)
		manager.get("/tai-khoan").want(http.StatusOK)
	}
	idle.get("/tai-khoan").want(http.StatusSeeOther)
	s.clock.Advance(13 * time.Hour)
	manager.get("/tai-khoan").want(http.StatusSeeOther)
	for range 3 {
		s.clock.Advance(25 * 24 * time.Hour)
		learner.get("/tai-khoan").want(http.StatusOK)
	}
	s.clock.Advance(31 * 24 * time.Hour)
	learner.get("/tai-khoan").want(http.StatusSeeOther)
}

func TestResetByCode(t *testing.T) {
	s := newSite(t)
	manager := s.as(managerContact)
	learner := s.person(learnerContact)
	page := manager.post("/quan-ly/nguoi/"+learner.ID.String()+"/ma", url.Values{}).want(http.StatusOK)
	code := page.text("#ma")
	c := s.public()
	if got := fields(c.post("/dat-lai", url.Values{}).want(http.StatusUnprocessableEntity)); !cmp.Equal(got, []string{"code", "contact", "password"}) {
		t.Errorf("refused %v", got)
	}
	try := func(contact, code string) *reply {
		return c.post("/dat-lai", url.Values{"contact": {contact}, "code": {code}, "password": {"nước chảy đá mòn"}})
	}
	unknown := try("0100000099", code).want(http.StatusUnprocessableEntity)
	wrong := try(learnerContact, "00000000").want(http.StatusUnprocessableEntity)
	if unknown.errorsOf()["code"] != wrong.errorsOf()["code"] || len(fields(unknown)) != 1 {
		t.Errorf("unknown %v, wrong %v", unknown.errorsOf(), wrong.errorsOf())
	}
	old := s.as(learnerContact)
	try(learnerContact, code).want(http.StatusSeeOther) // with its space, as it is printed
	c.get("/tai-khoan").want(http.StatusOK)
	old.get("/tai-khoan").want(http.StatusSeeOther)
	try(learnerContact, code).want(http.StatusUnprocessableEntity)
	s.public().post("/dang-nhap", url.Values{"contact": {learnerContact}, "password": {"nước chảy đá mòn"}}).want(http.StatusSeeOther)
}

func TestResetCodeEnds(t *testing.T) {
	s := newSite(t)
	learner := s.person(learnerContact)
	fresh := func() string {
		code, err := s.Accounts.MakeResetCode(t.Context(), nil, learner.ID)
		if err != nil {
			t.Fatal(err)
		}
		return code
	}
	reset := func(code string) *reply {
		return s.public().post("/dat-lai", url.Values{"contact": {learnerContact}, "code": {code}, "password": {"nước chảy đá mòn"}})
	}
	first := fresh()
	second := fresh()
	if first != second {
		reset(first).want(http.StatusUnprocessableEntity)
	}
	s.clock.Advance(25 * time.Hour)
	reset(second).want(http.StatusUnprocessableEntity)

	third := fresh()
	for range 5 {
		reset("1" + third[1:7] + "x").want(http.StatusUnprocessableEntity)
	}
	s.clock.Advance(20 * time.Minute) // the guesser's lock is over, the code stays void
	reset(third).want(http.StatusUnprocessableEntity)

	// Who is locked out by guessing at the password can still use a code.
	for range 9 {
		s.public().post("/dang-nhap", url.Values{"contact": {learnerContact}, "password": {"đoán mò thôi"}})
	}
	s.public().post("/dang-nhap", url.Values{"contact": {learnerContact}, "password": {testPassword}}).want(http.StatusTooManyRequests)
	reset(fresh()).want(http.StatusSeeOther)
	s.public().post("/dang-nhap", url.Values{"contact": {learnerContact}, "password": {"nước chảy đá mòn"}}).want(http.StatusSeeOther)
}

// person is the account of a contact.
func (s *site) person(contact string) account.Account {
	s.t.Helper()
	a, err := s.Accounts.ByContact(s.t.Context(), contact)
	if err != nil {
		s.t.Fatal(err)
	}
	return a
}
