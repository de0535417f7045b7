package web

import "testing"

func TestPlain(t *testing.T) {
	for _, tt := range []struct {
		html string
		max  int
		want string
	}{
		{"<p>Một <strong>hai</strong> ba</p>", 50, "Một hai ba"},
		{"<p>Một</p><p>hai</p>", 50, "Một hai"},
		{"<code>a</code>b &amp; c", 50, "ab & c"},
		{"một hai ba bốn", 10, "một hai…"},
		{"một, hai", 6, "một…"},
		{"mộthaibabốn", 5, "mộtha…"},
		{"", 5, ""},
		{"a < b", 9, "a"},
	} {
		if got := plain(tt.html, tt.max); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.html, got, tt.want)
		}
	}
}
