package source

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"slices"
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
	calls []clock.Micro   // signed ones that were taken in the last minute
	seen  map[string]bool // deliveries and signatures
	order []string
	open  []string // of seen: no synchronisation has ended well since
}

const (
	hookPerMinute = 30
	hookRemembers = 2000
	hookBody      = 1 << 20
)

// ServeHTTP answers 202 for a call that was taken, 200 for one that came before, 401 without the right signature, 429
// for too many. Only signed calls are counted: strangers could hold the code host off otherwise. What they cost is bounded
// by the size of a body, which is hashed as it comes in and kept nowhere; without the form of a signature it is not read.
func (h *Hook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := r.Header.Get("X-Hub-Signature-256")
	given, err := hex.DecodeString(strings.TrimPrefix(header, "sha256="))
	if err != nil || len(given) != sha256.Size || len(h.Secret) == 0 {
		http.Error(w, "no valid signature", http.StatusUnauthorized)
		return
	}
	if r.ContentLength > hookBody {
		http.Error(w, "too large", http.StatusRequestEntityTooLarge)
		return
	}
	m := hmac.New(sha256.New, h.Secret)
	_, err = io.Copy(m, http.MaxBytesReader(w, r.Body, hookBody))
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		http.Error(w, "too large", http.StatusRequestEntityTooLarge)
		return
	}
	if err != nil || !hmac.Equal(given, m.Sum(nil)) { // in constant time
		http.Error(w, "no valid signature", http.StatusUnauthorized)
		return
	}
	delivery := r.Header.Get("X-GitHub-Delivery")
	if delivery == "" {
		delivery = r.Header.Get("X-Gitea-Delivery")
	}
	// The delivery's id is not signed: a copy of the body under another id is known by its signature.
	status := h.take("id "+delivery[:min(len(delivery), 100)], "body "+hex.EncodeToString(given))
	switch status {
	case http.StatusTooManyRequests:
		w.Header().Set("Retry-After", "60")
		http.Error(w, "too many calls", status)
		return
	case http.StatusAccepted:
		h.Wanted()
	}
	w.WriteHeader(status)
}

// take notes a signed call under its names and gives the answer's status.
func (h *Hook) take(names ...string) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	names = slices.DeleteFunc(names, func(n string) bool { return n == "id " })
	if slices.ContainsFunc(names, func(n string) bool { return h.seen[n] }) {
		return http.StatusOK
	}
	now := clock.Now(h.Clock)
	for len(h.calls) > 0 && h.calls[0] < now.Add(-time.Minute) {
		h.calls = h.calls[1:]
	}
	if len(h.calls) >= hookPerMinute {
		return http.StatusTooManyRequests
	}
	h.calls = append(h.calls, now)
	if h.seen == nil {
		h.seen = map[string]bool{}
	}
	for _, n := range names {
		h.seen[n] = true
	}
	h.order, h.open = append(h.order, names...), append(h.open, names...)
	for len(h.order) > hookRemembers {
		delete(h.seen, h.order[0])
		h.order = h.order[1:]
	}
	return http.StatusAccepted
}

// Begin says that a synchronisation begins, and the function that it returns how it ended. After a failure the calls that
// asked for it count as if they had never come, so that the host's redelivery of one tries again. A nil hook has no calls.
func (h *Hook) Begin() (end func(error)) {
	if h == nil {
		return func(error) {}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	asked := h.open
	h.open = nil
	return func(err error) {
		if err == nil {
			return
		}
		h.mu.Lock()
		defer h.mu.Unlock()
		for _, n := range asked {
			delete(h.seen, n)
		}
		h.order = slices.DeleteFunc(h.order, func(n string) bool { return slices.Contains(asked, n) })
	}
}
