package httpx

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"hocso/internal/fault"
	"hocso/internal/id"
)

func TestStatusOfEveryKind(t *testing.T) {
	for k, want := range map[fault.Kind]int{
		fault.Internal: 500, fault.Invalid: 422, fault.Unauthenticated: 401, fault.Forbidden: 403, fault.NotFound: 404,
		fault.Conflict: 409, fault.Gone: 410, fault.TooLarge: 413, fault.RateLimited: 429, fault.Mismatch: 422,
		fault.Unavailable: 503, fault.Full: 507,
	} {
		if got := Status(k); got != want {
			t.Errorf("%s: got %d, want %d", k, got, want)
		}
	}
}

// TestExplainHidesDetail: what was not made for people becomes "internal", and its text goes to the log only.
func TestExplainHidesDetail(t *testing.T) {
	var logged bytes.Buffer
	log := slog.New(slog.NewJSONHandler(&logged, nil))
	e := Explain(context.Background(), log, errors.New("SELECT secret FROM account"))
	if e.Kind != fault.Internal || e.Key != "error.internal" {
		t.Errorf("got %v %q", e.Kind, e.Key)
	}
	if !strings.Contains(logged.String(), "SELECT secret") {
		t.Error("the cause was not logged")
	}
	if e := Explain(context.Background(), log, &http.MaxBytesError{Limit: 2048}); e.Kind != fault.TooLarge || e.Args["limit"] != "2 KB" {
		t.Errorf("a body over the limit: got %v %v", e.Kind, e.Args)
	}
}

// TestClientThatHangsUp: who closes the window is no failure of ours.
func TestClientThatHangsUp(t *testing.T) {
	var logged bytes.Buffer
	log := slog.New(slog.NewJSONHandler(&logged, nil))
	ctx, leave := context.WithCancel(t.Context())
	leave()
	gone := fault.New(fault.Unavailable, "error.unavailable").Because(ctx.Err())
	if e := Explain(ctx, log, gone); e.Kind != fault.Unavailable {
		t.Errorf("got %v", e.Kind)
	}
	if strings.Contains(logged.String(), "ERROR") || !strings.Contains(logged.String(), "hung up") {
		t.Errorf("a client that hung up: %s", logged.String())
	}
	Explain(t.Context(), log, gone) // the same error while the client waits is ours
	if !strings.Contains(logged.String(), "ERROR") {
		t.Error("a failure was not logged as one")
	}
}

func TestRetryAfter(t *testing.T) {
	for _, tt := range []struct {
		err  *fault.Error
		want string
	}{
		{fault.New(fault.Unavailable, "x").After(1500 * time.Millisecond), "2"},
		{fault.New(fault.Full, "x"), "1"},
		{fault.New(fault.RateLimited, "x").After(15 * time.Minute), "900"},
		{fault.New(fault.NotFound, "x").After(time.Minute), ""},
	} {
		h := http.Header{}
		SetRetryAfter(h, tt.err)
		if got := h.Get("Retry-After"); got != tt.want {
			t.Errorf("%v: got %q, want %q", tt.err, got, tt.want)
		}
	}
}

// engine is the base chain with a few routes, as the composition builds it.
func engine(t *testing.T, log *slog.Logger, secure bool) *gin.Engine {
	t.Helper()
	gin.SetMode(gin.TestMode)
	e := gin.New()
	e.Use(Base(Options{Log: log, IDs: id.NewSource(nil), Secure: secure})...)
	fail := func(c *gin.Context, err error) {
		f := Explain(c.Request.Context(), log, err)
		c.String(Status(f.Kind), "%s", f.Key)
	}
	e.Use(RefuseLarge(fail), SameOrigin(fail), Locale)
	e.GET("/ok/:name", Wrap(func(c *gin.Context) error { c.String(200, "%s", Lang(c)); return nil }, fail))
	e.GET("/fail", Wrap(func(*gin.Context) error { return fault.Missing() }, fail))
	e.GET("/panic", func(*gin.Context) { panic("inside") })
	e.POST("/body", Wrap(func(c *gin.Context) error {
		_, err := c.GetRawData()
		if err == nil {
			c.String(200, "taken")
		}
		return err
	}, fail))
	return e
}

func serve(e http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	e.ServeHTTP(w, r)
	return w
}

func TestBaseChain(t *testing.T) {
	var logged bytes.Buffer
	e := engine(t, slog.New(slog.NewJSONHandler(&logged, nil)), true)

	w := serve(e, httptest.NewRequest(http.MethodGet, "/ok/Lò-Thị-Ánh?sdt=0912345678", nil))
	for name, want := range map[string]string{
		"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Strict-Transport-Security": "max-age=31536000",
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	policy := w.Header().Get("Content-Security-Policy")
	if !strings.Contains(policy, "script-src 'self'") || strings.Contains(policy, "unsafe-inline") {
		t.Errorf("content security policy: %q", policy)
	}
	if w.Header().Get("X-Request-Id") == "" || !strings.Contains(logged.String(), w.Header().Get("X-Request-Id")) {
		t.Error("the request's id is not in the answer and the log")
	}
	if !strings.Contains(logged.String(), `"took_ms":`) {
		t.Errorf("the time it took has no unit: %s", logged.String())
	}
	if s := logged.String(); strings.Contains(s, "0912345678") || strings.Contains(s, "Ánh") || !strings.Contains(s, `"/ok/:name"`) {
		t.Errorf("the access log must hold the route's pattern and nothing personal: %s", s)
	}
	if got := serve(e, httptest.NewRequest(http.MethodGet, "/fail", nil)); got.Code != 404 || got.Body.String() != "error.not-found" {
		t.Errorf("a handler's error: got %d %q", got.Code, got.Body)
	}
}

func TestPanicIsAnswered(t *testing.T) {
	var logged bytes.Buffer
	w := serve(engine(t, slog.New(slog.NewJSONHandler(&logged, nil)), false), httptest.NewRequest(http.MethodGet, "/panic", nil))
	if w.Code != 500 || strings.Contains(w.Body.String(), "inside") || strings.Contains(w.Body.String(), "goroutine") {
		t.Errorf("got %d %q", w.Code, w.Body)
	}
	if !strings.Contains(logged.String(), "inside") {
		t.Error("the panic was not logged")
	}
}

func TestBodyLimit(t *testing.T) {
	e := engine(t, slog.New(slog.DiscardHandler), false)
	send := func(body string, declared bool) int {
		r := httptest.NewRequest(http.MethodPost, "/body", strings.NewReader(body))
		if !declared {
			r.ContentLength = -1
		}
		return serve(e, r).Code
	}
	if got := send(strings.Repeat("x", DefaultBody), true); got != 200 {
		t.Errorf("a body of the limit: got %d", got)
	}
	if got := send(strings.Repeat("x", DefaultBody+1), true); got != 413 {
		t.Errorf("a declared body over the limit: got %d", got)
	}
	if got := send(strings.Repeat("x", DefaultBody+1), false); got != 413 {
		t.Errorf("an undeclared body over the limit: got %d", got)
	}
}

func TestCrossSitePostIsRefused(t *testing.T) {
	e := engine(t, slog.New(slog.DiscardHandler), false)
	for _, tt := range []struct {
		name, site, origin string
		want               int
	}{
		{"no browser", "", "", 200},
		{"own page", "same-origin", "http://example.com", 200},
		{"another site", "cross-site", "https://evil.example", 403},
		{"another site, old browser", "", "https://evil.example", 403},
	} {
		r := httptest.NewRequest(http.MethodPost, "http://example.com/body", strings.NewReader("a"))
		if tt.site != "" {
			r.Header.Set("Sec-Fetch-Site", tt.site)
		}
		if tt.origin != "" {
			r.Header.Set("Origin", tt.origin)
		}
		if got := serve(e, r).Code; got != tt.want {
			t.Errorf("%s: got %d, want %d", tt.name, got, tt.want)
		}
	}
}

func TestLanguage(t *testing.T) {
	e := engine(t, slog.New(slog.DiscardHandler), false)
	for cookie, want := range map[string]string{"": "vi", "en": "en", "EN": "en", "fr": "vi", "../x": "vi"} {
		r := httptest.NewRequest(http.MethodGet, "/ok/a", nil)
		r.Header.Set("Accept-Language", "en-US") // what phones announce is not asked
		if cookie != "" {
			r.AddCookie(&http.Cookie{Name: "lang", Value: cookie})
		}
		if got := serve(e, r).Body.String(); got != want {
			t.Errorf("cookie %q: got %q, want %q", cookie, got, want)
		}
	}
}

func TestDeviceNames(t *testing.T) {
	for ua, want := range map[string]string{
		"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36":           "Chrome, Android",
		"Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120 Safari/537.36 Edg/120":               "Edge, Windows",
		"Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/110 Mobile Safari/537.36 Zalo android": "Zalo, Android",
		"curl/8.0": "curl",
		"":         "?",
	} {
		if got := browser(ua); got != want {
			t.Errorf("%q: got %q, want %q", ua, got, want)
		}
	}
}
