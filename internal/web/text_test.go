package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"hocso/internal/httpx"
)

// TestOnlyTextReachesHandlers: NUL and bytes that are no UTF-8, which PostgreSQL refuses, are answered before any handler
// of any route sees them, wherever they stand.
func TestOnlyTextReachesHandlers(t *testing.T) {
	s := newSite(t)
	reached := false
	routes := s.Routes()
	for i := range routes {
		routes[i].Who = ""
		routes[i].Handler = func(c *gin.Context) error { reached = true; c.Status(http.StatusNoContent); return nil }
	}
	s.engine = gin.New()
	s.engine.Use(httpx.Base(httpx.Options{Log: s.Log, IDs: s.IDs})...)
	s.mount(s.engine, routes)
	c := s.public()
	const part = "multipart/form-data; boundary=b"
	for _, r := range routes {
		good := fillAll(r.Path, "a")
		check := func(what string, send func() *reply, status int) {
			t.Helper()
			reached = false
			if p := send(); reached || p.status != status {
				t.Errorf("%s %s, %s: status %d, want %d; the handler was reached: %v", r.Method, r.Path, what, p.status, status, reached)
			}
		}
		if c.do(r.Method, good, formOf(r.Method)); !reached {
			t.Errorf("%s %s: the handler is not reached at all", r.Method, good)
		}
		for _, bad := range []string{"%00", "%ff", "a%c3"} {
			if strings.Contains(r.Path, ":") {
				check("path "+bad, func() *reply { return c.do(r.Method, fillAll(r.Path, bad), formOf(r.Method)) }, http.StatusNotFound)
			}
			check("value "+bad, func() *reply { return c.do(r.Method, good+"?x="+bad, formOf(r.Method)) }, http.StatusUnprocessableEntity)
			check("name "+bad, func() *reply { return c.do(r.Method, good+"?"+bad+"=x", formOf(r.Method)) }, http.StatusUnprocessableEntity)
			if r.Method != http.MethodPost {
				continue
			}
			raw, err := url.PathUnescape(bad)
			if err != nil {
				t.Fatal(err)
			}
			check("form "+bad, func() *reply { return c.post(good, url.Values{"khoa": {"k", raw}}) }, http.StatusUnprocessableEntity)
			check("field "+bad, func() *reply { return c.post(good, url.Values{raw: {"k"}}) }, http.StatusUnprocessableEntity)
			body := "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n" + raw + "\r\n--b--\r\n"
			check("part "+bad, func() *reply { return c.raw(good, part, body) }, http.StatusUnprocessableEntity)
		}
	}
}

// fillAll puts the same text into every parameter of a route's pattern.
func fillAll(pattern, text string) string {
	parts := strings.Split(pattern, "/")
	for i, p := range parts {
		if strings.HasPrefix(p, ":") {
			parts[i] = text
		}
	}
	return strings.Join(parts, "/")
}

func TestUnreadableAddressIsExplained(t *testing.T) {
	s := newSite(t)
	got := s.as(managerContact).get("/quan-ly?nhom=%ff").want(http.StatusUnprocessableEntity).text("main")
	if !strings.Contains(got, "ký tự không đọc được") {
		t.Errorf("the page says %q", got)
	}
}

func TestClipCutsBetweenCharacters(t *testing.T) {
	for n, want := range []string{"", "a", "a", "a", "aậ", "aậb", "aậb"} {
		if got := clip("aậb", n); got != want {
			t.Errorf("at %d: %q, want %q", n, got, want)
		}
	}
}
