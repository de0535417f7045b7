package assess_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hocso/internal/assess"
	"hocso/internal/course"
	"hocso/internal/vntext"
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

// TestTypos: what is forgiven, and what is another answer.
func TestTypos(t *testing.T) {
	question := func(typos int, match string) *course.Question {
		return &course.Question{Type: course.Short, Match: match, Typos: typos, Choices: []course.Choice{
			{Text: "căn cước công dân"}, {Text: "căn cước", Right: true}, {Text: "thẻ căn cước 2024", Right: true},
		}}
	}
	tests := []struct {
		name, text, match string
		typos             int
		want              bool
	}{
		{"as written", "Căn cước", "", 1, true},
		{"not forgiven unless it is said", "căn cươcs", "", 0, false},
		{"one letter more", "căn cươcs", "", 1, true},
		{"one letter less", "căn cướ", "", 1, true},
		{"another letter", "can cuot", "", 1, true},
		{"a space left out", "cancuoc", "", 1, true},
		{"two letters", "can cuu", "", 1, false},
		{"two letters where two are forgiven", "can cuu", "", 2, true},
		{"a known slip stays one", "căn cước công dân", "", 2, false},
		{"a slip of the known slip", "căn cước công dâ", "", 2, false},
		{"digits are not forgiven", "thẻ căn cước 2025", "", 2, false},
		{"nor left out", "thẻ căn cước 202", "", 2, false},
		{"letters beside digits are", "the can cuot 2024", "", 1, true},
		{"a mark is a letter where marks count", "căn cưởc", assess.MatchMarks, 1, true},
		{"much longer", "căn cước " + strings.Repeat("x", 10_000), "", 2, false},
		{"blank", "", "", 2, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q := question(tt.typos, tt.match)
			if got := assess.Right(assess.Share(q, assess.Answer{Text: tt.text})); got != tt.want {
				t.Errorf("%q is right: %v", tt.text, got)
			}
		})
	}
}

// TestTyposProperty: whoever is right without forgiveness is right with it, and never is a text that is further away than
// what is forgiven.
func TestTyposProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.StringMatching(`[a-z]{8,12}`).Draw(t, "key")
		text := rapid.OneOf(rapid.Just(key), rapid.StringMatching(`[a-z]{6,13}`), rapid.Map(rapid.IntRange(0, 7), func(i int) string {
			return key[:i] + "q" + key[i+1:]
		})).Draw(t, "text")
		q := &course.Question{Type: course.Short, Choices: []course.Choice{{Text: key, Right: true}}}
		for q.Typos = range 3 {
			want := vntext.Distance(key, text) <= q.Typos
			if got := assess.Right(assess.Share(q, assess.Answer{Text: text})); got != want {
				t.Fatalf("%q for %q with %d typos: %v", text, key, q.Typos, got)
			}
		}
	})
}
