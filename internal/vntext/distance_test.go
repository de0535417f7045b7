package vntext_test

import (
	"testing"

	"pgregory.net/rapid"

	"hocso/internal/vntext"
)

// TestDistance: the edit distance is a metric, and one edit is at most 1.
func TestDistance(t *testing.T) {
	word := rapid.StringMatching(`[abđ]{0,8}`)
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := word.Draw(t, "a"), word.Draw(t, "b"), word.Draw(t, "c")
		if (vntext.Distance(a, b) == 0) != (a == b) || vntext.Distance(a, b) != vntext.Distance(b, a) {
			t.Fatalf("%q %q: %d, %d", a, b, vntext.Distance(a, b), vntext.Distance(b, a))
		}
		if vntext.Distance(a, c) > vntext.Distance(a, b)+vntext.Distance(b, c) {
			t.Fatalf("%q %q %q: no triangle", a, b, c)
		}
		if vntext.Distance(a, a+"x") != 1 {
			t.Fatalf("one letter more is %d edits", vntext.Distance(a, a+"x"))
		}
	})
}
