package api

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"hocso/internal/notify"
)

// TestMailedLinks: what the pages do by mail can be done here, and answers tell nobody whether an address is known.
func TestMailedLinks(t *testing.T) {
	s := newSite(t)
	c := s.public()
	c.post("/registrations", map[string]any{"name": "Vừ Bá Chư", "contact": "chu@example.vn", "password": testPassword, "consent": true}).want(http.StatusCreated)
	box := make(chan notify.Message, 4)
	s.Mail = notify.NewOutbox(func(_ context.Context, to, subject, text string) error {
		box <- notify.Message{To: to, Subject: subject, Text: text}
		return nil
	}, s.Log)
	s.BaseURL, s.Accounts.MailResets = "https://hocso.example", true
	go s.Mail.Run(t.Context())

	s.as("chu@example.vn").post("/me/verification", nil).want(http.StatusNoContent)
	c.post("/auth/verify-by-link", map[string]any{"token": tokenIn(t, <-box)}).want(http.StatusNoContent)
	me := into[Me](s.as("chu@example.vn").get("/me").want(http.StatusOK))
	if len(me.Contacts) != 1 || me.Contacts[0].Verified == nil {
		t.Errorf("%+v", me.Contacts)
	}
	s.as("chu@example.vn").post("/me/verification", nil).want(http.StatusNotFound) // nothing is left to confirm

	for _, contact := range []string{"khong-ai@example.vn", "chu@example.vn"} {
		c.post("/auth/reset-link", map[string]any{"contact": contact}).want(http.StatusNoContent)
	}
	m := <-box
	if m.To != "chu@example.vn" {
		t.Fatalf("a mail to %q", m.To)
	}
	link := tokenIn(t, m)
	c.post("/auth/reset-by-link", map[string]any{"token": link, "password": "x"}).problem(http.StatusUnprocessableEntity, "error.invalid")
	c.post("/auth/reset-by-link", map[string]any{"token": link, "password": "ba-con-trau-den"}).want(http.StatusNoContent)
	c.post("/auth/reset-by-link", map[string]any{"token": link, "password": "ba-con-trau-den"}).want(http.StatusGone)
	c.post("/auth/token", map[string]any{"contact": "chu@example.vn", "password": "ba-con-trau-den"}).want(http.StatusOK)
}

func tokenIn(t *testing.T, m notify.Message) string {
	t.Helper()
	_, rest, ok := strings.Cut(m.Text, "https://hocso.example/")
	if !ok {
		t.Fatalf("no link in %q", m.Text)
	}
	link, _, _ := strings.Cut(rest, "\n")
	return link[strings.LastIndexByte(link, '/')+1:]
}

// TestTotals: figures are those of the scope, and nothing is told of a unit outside it.
func TestTotals(t *testing.T) {
	s := newSite(t)
	s.as(learner).sit() // enrols
	if got := into[PeopleTotals](s.as(manager).get("/people-totals").want(http.StatusOK)); got.Enrolments != 1 || got.Year == 0 {
		t.Errorf("%+v", got)
	}
	if got := into[PeopleTotals](s.as(admin).get("/people-totals?unit=" + s.units["xã khác"].ID.String()).want(http.StatusOK)); got.Enrolments != 0 {
		t.Errorf("of another commune: %+v", got)
	}
	s.as(manager).get("/people-totals?unit="+s.units["xã khác"].ID.String()).problem(http.StatusNotFound, "api.not-found")
}
