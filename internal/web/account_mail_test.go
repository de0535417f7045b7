package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hocso/internal/notify"
)

// mailbox lets the site send mail, into memory.
func (s *site) mailbox() <-chan notify.Message {
	box := make(chan notify.Message, 8)
	out := notify.NewOutbox(func(_ context.Context, to, subject, text string) error {
		box <- notify.Message{To: to, Subject: subject, Text: text}
		return nil
	}, s.Log)
	s.Mail, s.BaseURL, s.Accounts.MailResets = out, "https://hocso.example", true
	go out.Run(s.t.Context())
	return box
}

func linkIn(t *testing.T, m notify.Message) string {
	t.Helper()
	_, rest, ok := strings.Cut(m.Text, "https://hocso.example")
	if !ok {
		t.Fatalf("no link in %q", m.Text)
	}
	link, _, _ := strings.Cut(rest, "\n")
	return link
}

func TestMail(t *testing.T) {
	s := newSite(t)
	form := goodRegistration()
	form.Set("contact", "chu@example.vn")
	c := s.public()
	c.post("/quen-mat-khau", url.Values{"contact": {"chu@example.vn"}}).want(http.StatusNotFound) // no mail server
	c.post("/dang-ky", form).want(http.StatusSeeOther)
	c.post("/tai-khoan/xac-minh", url.Values{}).want(http.StatusNotFound)
	box := s.mailbox()

	c.post("/tai-khoan/xac-minh", url.Values{}).want(http.StatusSeeOther)
	link := linkIn(t, <-box)
	ask := s.public().get(link).want(http.StatusOK)
	if got := c.get("/tai-khoan").text("main .tag"); got != "Chưa xác nhận" {
		t.Errorf("opening the link made it %q", got)
	}
	s.public().post(link, ask.form(link)).want(http.StatusSeeOther)
	if got := c.get("/tai-khoan").text("main .tag"); got != "Đã xác nhận" {
		t.Errorf("confirming made it %q", got)
	}

	known := s.public().post("/quen-mat-khau", url.Values{"contact": {"Chu@example.vn"}}).want(http.StatusSeeOther)
	m := <-box
	if m.To != "chu@example.vn" || strings.Contains(m.Subject+m.Text, "Vừ") {
		t.Errorf("mail %+v", m)
	}
	unknown := s.public().post("/quen-mat-khau", url.Values{"contact": {"ai@example.vn"}}).want(http.StatusSeeOther)
	if known.location() != unknown.location() || known.body != unknown.body {
		t.Error("known and unknown addresses are told apart")
	}
	reset := linkIn(t, m)
	if got := fields(s.public().post(reset, url.Values{"password": {"x"}}).want(http.StatusUnprocessableEntity)); !cmp.Equal(got, []string{"password"}) {
		t.Errorf("refused %v", got)
	}
	s.public().post(reset, url.Values{"password": {"nước mới chảy đá mòn"}}).want(http.StatusSeeOther)
	c.get("/tai-khoan").want(http.StatusSeeOther)
	s.public().get(reset).want(http.StatusGone)
	s.public().post(reset, url.Values{"password": {"nước mới chảy đá mòn"}}).want(http.StatusGone)
	s.public().get("/dat-lai/xxxxxxxx").want(http.StatusGone)
	s.public().get("/xac-minh-thu/xxxxxxxx").want(http.StatusGone)
	if got := fields(s.public().post("/quen-mat-khau", url.Values{"contact": {learnerContact}}).want(http.StatusUnprocessableEntity)); !cmp.Equal(got, []string{"contact"}) {
		t.Errorf("a number cannot get mail: refused %v", got)
	}
	select {
	case m := <-box:
		t.Errorf("somebody unknown got mail: %+v", m)
	default:
	}
}

func TestMailIsRationed(t *testing.T) {
	s := newSite(t)
	s.mailbox()
	for range 3 {
		s.public().post("/quen-mat-khau", url.Values{"contact": {"ai@example.vn"}}).want(http.StatusSeeOther)
	}
	page := s.public().post("/quen-mat-khau", url.Values{"contact": {"ai@example.vn"}}).want(http.StatusTooManyRequests)
	if page.header.Get("Retry-After") == "" || page.errorsOf()["contact"] == "" {
		t.Errorf("%v %v", page.header, page.errorsOf())
	}
}
