package store

import (
	"testing"

	"hocso/internal/account"
)

// BenchmarkCaller is the one SELECT of every signed-in request.
func BenchmarkCaller(b *testing.B) {
	w := newWorld(b)
	c := w.person(1, w.hamlet)
	w.session(c, "phiên", false)
	hash := account.TokenHash("phiên")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := w.CallerByToken(b.Context(), hash, 1); err != nil {
			b.Fatal(err)
		}
	}
}
