package source

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/http/httptest"
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
	for range hookPerMinute {
		call("x", "", "")
	}
	if got := call("chín", sign(secret, "chín"), "10"); got != http.StatusTooManyRequests {
		t.Errorf("after many calls: %d", got)
	}
	now.Advance(time.Minute + time.Second)
	if got := call("chín", sign(secret, "chín"), "10"); got != http.StatusAccepted || wanted != 5 {
		t.Errorf("a minute later: %d", got)
	}
	if (&Hook{Clock: now}).signed(sign("", "a"), []byte("a")) {
		t.Error("a hook without a secret believes somebody")
	}
}
