package assess_test

import (
	"testing"

	"hocso/internal/assess"
)

func TestShortEqual(t *testing.T) {
	tests := []struct {
		name, a, b          string
		loose, marks, exact bool
	}{
		{"same", "Hà Nội", "Hà Nội", true, true, true},
		{"case", "Hà Nội", "hÀ NỘI", true, true, false},
		{"no marks", "Hà Nội", "ha noi", true, false, false},
		{"đ", "Đồng", "dong", true, false, false},
		{"đ in capitals", "đồng", "ĐỒNG", true, true, false},
		{"tone placement oa", "hoà", "hòa", true, true, false},
		{"tone placement oe", "khoẻ", "khỏe", true, true, false},
		{"tone placement uy in capitals", "THUỶ", "thủy", true, true, false},
		{"another tone", "hoà", "hoá", true, false, false},
		{"horn is no tone", "ơa", "oa", true, false, false},
		{"NFD", "Hà Nội", "Ha\u0300 No\u0323\u0302i", true, true, true},
		{"spaces", "Hà Nội", "  Hà \t  Nội ", true, true, true},
		{"no-break space", "Hà Nội", "Hà\u00a0Nội", true, true, true},
		{"zero-width space", "Hà Nội", "Hà\u200b Nội", true, true, true},
		{"final full stop", "Hà Nội", "Hà Nội.", true, true, true},
		{"final marks", "Hà Nội", "Hà Nội ?!…", true, true, true},
		{"dot inside", "gov.vn", "govvn", false, false, false},
		{"leading dot", ".vn", "vn", false, false, false},
		{"only punctuation is kept", "?", "!", false, false, false},
		{"only punctuation", "?", "?", true, true, true},
		{"another word", "Hà Nội", "Hà Nam", false, false, false},
		{"part of it", "Hà Nội", "Hà", false, false, false},
		{"blank", "", "Hà", false, false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for match, want := range map[string]bool{
				"": tt.loose, assess.MatchLoose: tt.loose, assess.MatchMarks: tt.marks, assess.MatchExact: tt.exact,
			} {
				if got := assess.ShortEqual(match, tt.a, tt.b); got != want {
					t.Errorf("%q: %q and %q equal: %v, want %v", match, tt.a, tt.b, got, want)
				}
			}
		})
	}
}

func FuzzShortEqual(f *testing.F) {
	f.Add("Hà Nội", "ha noi.")
	f.Add("hoà", "hòa")
	f.Add("K\u212a", "Đ\u0300\u200d\u0301")
	f.Fuzz(func(t *testing.T, a, b string) {
		stricter := false
		for _, match := range []string{assess.MatchExact, assess.MatchMarks, assess.MatchLoose} {
			equal := assess.ShortEqual(match, a, b)
			if equal != assess.ShortEqual(match, b, a) || !assess.ShortEqual(match, a, a) {
				t.Fatalf("%s: %q and %q are not compared alike in both directions", match, a, b)
			}
			if stricter && !equal {
				t.Fatalf("%s refuses %q and %q, which a stricter match takes", match, a, b)
			}
			stricter = equal
		}
	})
}
