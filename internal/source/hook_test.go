package source

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"hocso/internal/clock"
)

// TestHook: signed calls ask for one synchronisation each, copies and forgeries for none, and many calls are held off.
func TestHook(t *testing.T) {
	now, wanted := clock.NewFake(), 0
	h := &Hook{Secret: []byte("bi-mat-cua-kho-khoa-hoc"), Clock: now, Wanted: func() { wanted++ }}
	sign := func(secret, body string) string {
		m := hmac.New(sha256.New, []byte(secret))
		m.Write([]byte(body))
		return "sha256=" + hex.EncodeToString(m.Sum(nil))
	}
	call := func(body, signature, delivery string) int {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/hook/git", strings.NewReader(body))
		r.Header.Set("X-Hub-Signature-256", signature)
		r.Header.Set("X-Github-Delivery", delivery)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Code
	}
	const secret = "bi-mat-cua-kho-khoa-hoc"
	for _, tt := range []struct {
		name, body, signature, delivery string
		status, wanted                  int
	}{
		{"signed", "một", sign(secret, "một"), "1", 202, 1},
		{"delivered again", "một", sign(secret, "một"), "1", 200, 1},
		{"copied under another id", "một", sign(secret, "một"), "2", 200, 1},
		{"another push", "hai", sign(secret, "hai"), "3", 202, 2},
		{"without an id", "ba", sign(secret, "ba"), "", 202, 3},
		{"without an id again", "bốn", sign(secret, "bốn"), "", 202, 4},
		{"another secret", "năm", sign("khac", "năm"), "5", 401, 4},
		{"another body", "sáu", sign(secret, "năm"), "6", 401, 4},
		{"no signature", "bảy", "", "7", 401, 4},
		{"no hex", "tám", "sha256=xyz", "8", 401, 4},
		{"too large", strings.Repeat("x", hookBody+1), sign(secret, "x"), "9", 413, 4},
	} {
		if got := call(tt.body, tt.signature, tt.delivery); got != tt.status || wanted != tt.wanted {
			t.Errorf("%s: status %d, asked %d times; want %d, %d", tt.name, got, wanted, tt.status, tt.wanted)
		}
	}
	for range 10 * hookPerMinute { // from whoever knows the address only
		call("x", "", "")
		call("x", sign("khac", "x"), "")
	}
	if got := call("chín", sign(secret, "chín"), "10"); got != http.StatusAccepted || wanted != 5 {
		t.Errorf("after many calls of strangers: %d", got)
	}
	for range 10 * hookPerMinute { // somebody who has seen one
		call("chín", sign(secret, "chín"), "")
	}
	now.Advance(time.Minute + time.Second)
	for i := range hookPerMinute + 1 {
		body, want := "mười "+strconv.Itoa(i), http.StatusAccepted
		if i == hookPerMinute {
			want = http.StatusTooManyRequests
		}
		if got := call(body, sign(secret, body), ""); got != want {
			t.Errorf("signed call %d of a minute: %d, want %d", i+1, got, want)
		}
	}
	now.Advance(time.Minute + time.Second)
	last := "mười " + strconv.Itoa(hookPerMinute)
	if got := call(last, sign(secret, last), ""); got != http.StatusAccepted {
		t.Errorf("what was held off, a minute later: %d", got)
	}
}

// unread is a body that must not be asked for.
type unread struct{ *testing.T }

func (u unread) Read([]byte) (int, error) {
	u.Error("a body was read for nothing")
	return 0, io.EOF
}

// TestHookReadsNothingInVain: without the form of a signature, or announced too large, a body is not read.
func TestHookReadsNothingInVain(t *testing.T) {
	h := &Hook{Secret: []byte("bi-mat-cua-kho-khoa-hoc"), Clock: clock.NewFake(), Wanted: func() { t.Error("somebody was believed") }}
	for name, c := range map[string]struct {
		hook      *Hook
		signature string
		length    int64
		status    int
	}{
		"no signature":      {h, "", 5, 401},
		"a short one":       {h, "sha256=abcd", 5, 401},
		"another algorithm": {h, "sha1=" + strings.Repeat("a", 40), 5, 401},
		"too large":         {h, "sha256=" + strings.Repeat("a", 64), hookBody + 1, 413},
		"no secret":         {&Hook{Clock: h.Clock, Wanted: h.Wanted}, "sha256=" + strings.Repeat("a", 64), 5, 401},
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/hook/git", unread{t})
		r.ContentLength = c.length
		r.Header.Set("X-Hub-Signature-256", c.signature)
		w := httptest.NewRecorder()
		if c.hook.ServeHTTP(w, r); w.Code != c.status {
			t.Errorf("%s: %d, want %d", name, w.Code, c.status)
		}
	}
}

// TestHookTriesAgain: a call whose synchronisation failed may be delivered again; one that was served may not.
func TestHookTriesAgain(t *testing.T) {
	const secret = "bi-mat-cua-kho-khoa-hoc"
	h := &Hook{Secret: []byte(secret), Clock: clock.NewFake(), Wanted: func() {}}
	call := func(body string, want int) {
		t.Helper()
		m := hmac.New(sha256.New, []byte(secret))
		m.Write([]byte(body))
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/hook/git", strings.NewReader(body))
		r.Header.Set("X-Hub-Signature-256", "sha256="+hex.EncodeToString(m.Sum(nil)))
		r.Header.Set("X-Github-Delivery", "id của "+body)
		w := httptest.NewRecorder()
		if h.ServeHTTP(w, r); w.Code != want {
			t.Errorf("%s: status %d, want %d", body, w.Code, want)
		}
	}
	call("một", 202)
	end := h.Begin()
	call("hai", 202) // while the first is being fetched
	call("một", 200)
	end(errors.New("the repository does not answer"))
	call("một", 202)
	call("hai", 200) // its own synchronisation is yet to come
	h.Begin()(nil)
	call("một", 200)
	call("hai", 200)
	h.Begin()(errors.New("down again"))
	call("một", 200) // it was served
	(*Hook)(nil).Begin()(nil)
}
