package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hocso/internal/assess"
	"hocso/internal/clock"
	"hocso/internal/credential"
	"hocso/internal/httpx"
	"hocso/internal/privacy"
)

func TestPeopleCorrectTheirOwnNameAndContact(t *testing.T) {
	s := newSite(t)
	serial := s.things(learnerContact)["serial"]
	c := s.as(learnerContact)
	form := c.get("/tai-khoan/sua").want(http.StatusOK).form("/tai-khoan/sua")
	if form.Get("name") != "Lò Thị Ánh" || form.Get("contact") != "0100 000 001" {
		t.Errorf("the form begins with %v", form)
	}
	form.Set("name", "")
	form.Set("contact", "123")
	refused := c.post("/tai-khoan/sua", form).want(http.StatusUnprocessableEntity)
	if got := fields(refused); !cmp.Equal(got, []string{"contact", "name", "old"}) {
		t.Errorf("refused %v", got)
	}
	form.Set("name", "Lò Thị Ánh Đào")
	form.Set("contact", "0987 000 111")
	for _, wrong := range []string{"", "mật khẩu khác"} {
		form.Set("old", wrong)
		back := c.post("/tai-khoan/sua", form).want(http.StatusUnprocessableEntity)
		if got := fields(back); !cmp.Equal(got, []string{"old"}) || back.form("/tai-khoan/sua").Get("name") != "Lò Thị Ánh Đào" {
			t.Errorf("%q: refused %v, came back with %v", wrong, got, back.form("/tai-khoan/sua"))
		}
	}
	form.Set("old", testPassword)
	c.post("/tai-khoan/sua", form).want(http.StatusSeeOther)
	page := c.get("/tai-khoan?xong=corrected").want(http.StatusOK)
	if main := page.text("main"); !strings.Contains(main, "Lò Thị Ánh Đào") || !strings.Contains(main, "0987 000 111") || !strings.Contains(main, "Chưa xác nhận") {
		t.Errorf("the account shows %q", main)
	}
	if got := s.public().get("/xac-thuc/" + serial).want(http.StatusOK).text("main dl"); !strings.Contains(got, "Lò Thị Ánh Đào") {
		t.Errorf("the confirmation names %q, not the name of today as the form says", got)
	}
	signIn := url.Values{"contact": {"0987000111"}, "password": {testPassword}}
	s.public().post("/dang-nhap", signIn).want(http.StatusSeeOther)
	form.Set("contact", adminContact)
	if got := fields(c.post("/tai-khoan/sua", form).want(http.StatusUnprocessableEntity)); !cmp.Equal(got, []string{"contact"}) {
		t.Errorf("another account's number: refused %v", got)
	}
}

func TestManagersCorrectNamesInTheirUnit(t *testing.T) {
	s := newSite(t)
	manager, path := s.as(managerContact), s.personPage(learnerContact)
	if len(manager.get(path).want(http.StatusOK).all("a[href="+path+"/sua]")) != 1 {
		t.Error("the page does not offer it")
	}
	form := manager.get(path + "/sua").want(http.StatusOK).form(path + "/sua")
	form.Set("name", " ")
	if got := fields(manager.post(path+"/sua", form).want(http.StatusUnprocessableEntity)); !cmp.Equal(got, []string{"name"}) {
		t.Errorf("refused %v", got)
	}
	form.Set("name", "Lò Văn Ánh")
	manager.post(path+"/sua", form).want(http.StatusSeeOther)
	if a := s.person(learnerContact); a.Name != "Lò Văn Ánh" {
		t.Errorf("named %q", a.Name)
	}
	manager.post(s.personPage(otherContact)+"/sua", form).want(http.StatusNotFound)
	manager.post(s.personPage(managerContact)+"/sua", form).want(http.StatusForbidden) // their own name is for their own page
}

func dataOf(t *testing.T, p *reply) privacy.Copy {
	t.Helper()
	p.want(http.StatusOK)
	var d privacy.Copy
	if err := json.Unmarshal([]byte(p.body), &d); err != nil {
		t.Fatal(err)
	}
	want := `attachment; filename="hocso-du-lieu-` + clock.Of(d.Made).Local().Format("2006-01-02") + `.json"` // the day in Vietnam
	if got := p.header.Get("Content-Disposition"); got != want || p.header.Get("Cache-Control") != "no-store" {
		t.Errorf("disposition %q, want %q; caching %q", got, want, p.header.Get("Cache-Control"))
	}
	return d
}

func TestDataAreDownloaded(t *testing.T) {
	s := newSite(t)
	for clock.Now(s.clock).Time().Day() == clock.Now(s.clock).Local().Day() { // it is tomorrow in Vietnam
		s.clock.Advance(time.Hour)
	}
	s.things(learnerContact)
	s.things(otherContact)
	mine := dataOf(t, s.as(learnerContact).get("/tai-khoan/du-lieu"))
	if mine.Account.Name != "Lò Thị Ánh" || len(mine.Attempts) != 1 || len(mine.Confirmations) != 1 || len(mine.Courses) != 1 {
		t.Errorf("the copy holds %+v", mine)
	}
	admin, path := s.as(adminContact), s.personPage(learnerContact)
	page := admin.get(path).want(http.StatusOK)
	theirs := dataOf(t, admin.post(path+"/du-lieu", page.form(path+"/du-lieu")))
	last := theirs.Audit[len(theirs.Audit)-1]
	if theirs.Account != mine.Account && theirs.Account.Name != mine.Account.Name || last.Action != "data-copied" || last.By != "staff" {
		t.Errorf("%+v; the last audit line %+v", theirs.Account, last)
	}
	manager := s.as(managerContact)
	manager.post(path+"/du-lieu", url.Values{}).want(http.StatusNotFound)
	if main := manager.get(path).text("main"); strings.Contains(main, "Tải dữ liệu") || strings.Contains(main, "Xóa tài khoản") || strings.Contains(main, "Thu hồi") {
		t.Error("a manager is offered what they may not do")
	}
}

func TestPeopleEraseThemselves(t *testing.T) {
	s := newSite(t)
	serial := s.things(learnerContact)["serial"]
	c, phone := s.as(learnerContact), s.as(learnerContact)
	page := c.get("/tai-khoan/xoa").want(http.StatusOK)
	for _, want := range []string{"không lấy lại được", "rút lại theo yêu cầu của người nhận", "Đang có bài thi làm dở"} {
		if !strings.Contains(page.text("main"), want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	form := page.form("/tai-khoan/xoa")
	for _, wrong := range []string{"", "mật khẩu khác"} {
		form.Set("password", wrong)
		if got := fields(c.post("/tai-khoan/xoa", form).want(http.StatusUnprocessableEntity)); !cmp.Equal(got, []string{"password"}) {
			t.Errorf("%q: refused %v", wrong, got)
		}
	}
	form.Set("password", testPassword)
	if got := fields(c.post("/tai-khoan/xoa", form).want(http.StatusConflict)); !cmp.Equal(got, []string{"ket-thuc"}) {
		t.Errorf("amid an exam: refused %v", got)
	}
	form.Set("ket-thuc", "co")
	to := c.post("/tai-khoan/xoa", form).want(http.StatusSeeOther).location()
	if c.cookies[httpx.CookieName(false)] != "" {
		t.Error("the browser keeps its session")
	}
	if got := c.get(to).want(http.StatusOK).text("[role=status]"); !strings.Contains(got, "Đã xóa tài khoản") {
		t.Errorf("%s says %q", to, got)
	}
	if loc := phone.get("/cua-toi").want(http.StatusSeeOther).location(); !strings.HasPrefix(loc, "/dang-nhap") {
		t.Errorf("another device is led to %q", loc)
	}
	s.public().post("/dang-nhap", url.Values{"contact": {learnerContact}, "password": {testPassword}}).want(http.StatusUnprocessableEntity)
	check := s.public().get("/xac-thuc/" + serial).want(http.StatusOK)
	if main := check.text("main"); !strings.Contains(main, "rút lại theo yêu cầu của người nhận") || strings.Contains(main, "Lò Thị Ánh") || strings.Contains(main, "Khóa thử") {
		t.Errorf("the public check says %q", main)
	}
	if got := names(s.as(adminContact).get("/quan-ly")); strings.Contains(strings.Join(got, ","), "Ánh") {
		t.Errorf("the list of people has %v", got)
	}
}

func TestAdministratorsEraseAtRequest(t *testing.T) {
	s := newSite(t)
	if err := s.Learning.Enrol(t.Context(), s.as(learnerContact).caller(), testCourse, assess.Key{}); err != nil {
		t.Fatal(err)
	}
	admin, path := s.as(adminContact), s.personPage(learnerContact)
	form := admin.get(path + "/xoa").want(http.StatusOK).form(path + "/xoa")
	if got := fields(admin.post(path+"/xoa", form).want(http.StatusUnprocessableEntity)); !cmp.Equal(got, []string{"asked"}) {
		t.Errorf("refused %v", got)
	}
	form.Set("asked", "co")
	s.as(managerContact).post(path+"/xoa", form).want(http.StatusNotFound)
	to := admin.post(path+"/xoa", form).want(http.StatusSeeOther).location()
	if got := admin.get(to).want(http.StatusOK).text("[role=status]"); !strings.Contains(got, "Đã xóa") {
		t.Errorf("%s says %q", to, got)
	}
	admin.get(path).want(http.StatusNotFound)
	// Themselves only with their password, and never the last one.
	own := s.personPage(adminContact)
	admin.post(own+"/xoa", form).want(http.StatusConflict)
	if strings.Contains(admin.get(own).text("main"), "Xóa tài khoản") {
		t.Error("administrators are offered to erase themselves here")
	}
	last := admin.post("/tai-khoan/xoa", url.Values{"password": {testPassword}}).want(http.StatusConflict)
	if !strings.Contains(last.text("main"), "quản trị viên duy nhất") {
		t.Errorf("the last administrator reads %q", last.text("main"))
	}
	admin.get("/quan-ly/cai-dat").want(http.StatusOK)
}

func TestConfirmationIsRevoked(t *testing.T) {
	s := newSite(t)
	serial := s.things(learnerContact)["serial"]
	admin, path := s.as(adminContact), s.personPage(learnerContact)
	revoke := path + "/giay/" + serial + "/thu-hoi"
	if len(admin.get(path).want(http.StatusOK).all("a[href="+revoke+"]")) != 1 {
		t.Error("the person's page does not offer it")
	}
	form := admin.get(revoke).want(http.StatusOK).form(revoke)
	if got := fields(admin.post(revoke, form).want(http.StatusUnprocessableEntity)); !cmp.Equal(got, []string{"reason", "why"}) {
		t.Errorf("refused %v", got)
	}
	form.Set("why", credential.WhyFraud)
	form.Set("reason", strings.Repeat("x", credential.MaxReason+1))
	back := admin.post(revoke, form).want(http.StatusUnprocessableEntity)
	if got := fields(back); !cmp.Equal(got, []string{"reason"}) || len(back.all("input[value=fraud][checked]")) != 1 {
		t.Errorf("refused %v", got)
	}
	form.Set("reason", "Người khác thi hộ, có biên bản")
	s.as(managerContact).post(revoke, form).want(http.StatusNotFound)
	admin.post(s.personPage(otherContact)+"/giay/"+serial+"/thu-hoi", form).want(http.StatusNotFound)
	admin.post(revoke, form).want(http.StatusSeeOther)
	admin.post(revoke, form).want(http.StatusConflict)
	main := s.public().get("/xac-thuc/" + serial).want(http.StatusOK).text("main")
	if !strings.Contains(main, "Giấy này đã bị thu hồi") || !strings.Contains(main, "Nơi cấp đã thu hồi ngày ") || strings.Contains(main, "biên bản") {
		t.Errorf("the public check says %q", main)
	}
	for _, page := range []string{s.as(learnerContact).get("/giay/" + serial).text("main"), s.as(learnerContact).get("/cua-toi").text("main")} {
		if !strings.Contains(page, "thu hồi") {
			t.Errorf("the holder reads %q", page)
		}
	}
	if tag := admin.get(path).text("main .tag.bad"); tag != "Đã thu hồi" {
		t.Errorf("the person's page says %q", tag)
	}
}

// TestCorrectionToAnothersNumber: whoever mends a number has an account already and is not told to sign in.
func TestCorrectionToAnothersNumber(t *testing.T) {
	s := newSite(t)
	manager, learner := s.as(managerContact), s.as(learnerContact)
	mend := s.personPage(learnerContact) + "/sua"
	form := url.Values{"name": {"Lò Thị Ánh"}, "contact": {otherContact}, "old": {testPassword}}
	for who, p := range map[string]*reply{"the manager": manager.post(mend, form), "the learner": learner.post("/tai-khoan/sua", form)} {
		got := p.want(http.StatusUnprocessableEntity).errorsOf()["contact"]
		if !strings.Contains(got, "thuộc về một tài khoản khác") || strings.Contains(got, "đăng nhập") {
			t.Errorf("%s reads %q", who, got)
		}
	}
}

// TestConsentSaysWhatThePrivacyPageSays: what people agree to names all that is kept and everyone who can see it.
func TestConsentSaysWhatThePrivacyPageSays(t *testing.T) {
	s := newSite(t)
	card := s.public().get("/dang-ky").text("section.card")
	for _, want := range []string{"nhóm đối tượng", "tên trình duyệt", "Ai có mã giấy xác nhận"} {
		if !strings.Contains(card, want) {
			t.Errorf("the card lacks %q: %s", want, card)
		}
	}
	if page := s.public().get("/rieng-tu").text("main"); !strings.Contains(page, "Ai có mã giấy xác nhận") {
		t.Error("the privacy page names it otherwise")
	}
}
