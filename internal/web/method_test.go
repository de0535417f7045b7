package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestWrongMethodIsSaid: every page that takes one method answers another one with 405, Allow and words.
func TestWrongMethodIsSaid(t *testing.T) {
	s := newSite(t)
	methods := map[string]string{}
	for _, r := range s.Routes() {
		methods[r.Path] += " " + r.Method
	}
	c := s.as(learnerContact)
	for path, taken := range methods {
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut} {
			if strings.Contains(taken, method) {
				continue
			}
			at := fillAll(path, "a")
			p := c.send(httptest.NewRequestWithContext(t.Context(), method, at, http.NoBody))
			if p.status != http.StatusMethodNotAllowed || !strings.Contains(p.header.Get("Allow"), strings.Fields(taken)[0]) {
				t.Errorf("%s %s: status %d, Allow %q", method, at, p.status, p.header.Get("Allow"))
			}
			if p.text("h1") != "Không mở được theo cách này" || !strings.Contains(p.text("main"), "bấm lại liên kết hoặc nút") {
				t.Errorf("%s %s: the page says %q", method, at, p.text("main"))
			}
		}
	}
}
