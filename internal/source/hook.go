package source

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"hocso/internal/clock"
)

// Hook is the address that a code host calls after a push. It answers at once; the synchronisation follows. The request
// is signed as GitHub, Gitea and Forgejo do: HMAC-SHA256 of the body in X-Hub-Signature-256.
type Hook struct {
	Secret []byte
	Clock  clock.Clock
	// Wanted asks for a synchronisation and does not wait for it.
	Wanted func()

	mu    sync.Mutex
	calls []clock.Micro   // of the last minute
	seen  map[string]bool // deliveries and signatures
	order []string
}

const (
	hookPerMinute = 30
	hookRemembers = 2000
	hookBody      = 1 << 20
)

// ServeHTTP answers 202 for a call that was taken, 200 for one that came before, 401 without the right signature, 429
// for too many.
func (h *Hook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !h.allowed() {
		w.Header().Set("Retry-After", "60")
		http.Error(w, "too many calls", http.StatusTooManyRequests)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, hookBody))
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		http.Error(w, "too large", http.StatusRequestEntityTooLarge)
		return
	}
	if err != nil || !h.signed(r.Header.Get("X-Hub-Signature-256"), body) {
		http.Error(w, "no valid signature", http.StatusUnauthorized)
		return
	}
	delivery := r.Header.Get("X-GitHub-Delivery")
	if delivery == "" {
		delivery = r.Header.Get("X-Gitea-Delivery")
	}
	// The delivery's id is not signed: a copy of the body under another id is known by its signature.
	if !h.first("id "+delivery[:min(len(delivery), 100)], "body "+r.Header.Get("X-Hub-Signature-256")) {
		w.WriteHeader(http.StatusOK)
		return
	}
	h.Wanted()
	w.WriteHeader(http.StatusAccepted)
}

// allowed counts the calls of a minute, right and wrong ones.
func (h *Hook) allowed() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	now := clock.Now(h.Clock)
	for len(h.calls) > 0 && h.calls[0] < now.Add(-time.Minute) {
		h.calls = h.calls[1:]
	}
	if len(h.calls) >= hookPerMinute {
		return false
	}
	h.calls = append(h.calls, now)
	return true
}

// signed compares in constant time.
func (h *Hook) signed(header string, body []byte) bool {
	given, err := hex.DecodeString(strings.TrimPrefix(header, "sha256="))
	if err != nil || len(h.Secret) == 0 {
		return false
	}
	m := hmac.New(sha256.New, h.Secret)
	m.Write(body)
	return hmac.Equal(given, m.Sum(nil))
}

// first notes the names of a call; false when one of them came before.
func (h *Hook) first(names ...string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.seen == nil {
		h.seen = map[string]bool{}
	}
	fresh := true
	for _, n := range names {
		if n == "id " {
			continue
		}
		fresh = fresh && !h.seen[n]
		if !h.seen[n] {
			h.seen[n] = true
			h.order = append(h.order, n)
		}
	}
	for len(h.order) > hookRemembers {
		delete(h.seen, h.order[0])
		h.order = h.order[1:]
	}
	return fresh
}
