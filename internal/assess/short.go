package assess

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"hocso/internal/vntext"
)

// How short answers are compared; "" is MatchLoose.
const (
	MatchLoose = "loose" // case and Vietnamese marks are ignored
	MatchMarks = "marks" // case is ignored
	MatchExact = "exact" // neither is
)

// ShortEqual compares two short answers after NFC, trimming, single spaces and without final punctuation. Marks on
// hoà and hòa are the same except under MatchExact: both ways of placing the tone are taught.
// Each way of matching accepts what the stricter one accepts.
func ShortEqual(match, a, b string) bool { return shortKey(match, a) == shortKey(match, b) }

// shortKey is the form in which equal answers are the same bytes.
func shortKey(match, s string) string {
	s = tidy(s)
	if bare := strings.TrimRight(s, ".,;:!?… "); bare != "" {
		s = bare
	}
	if match == MatchExact {
		return s
	}
	s = newTone(strings.ToLower(s))
	if match == MatchMarks {
		return s
	}
	return vntext.Fold(s)
}

// newTone moves the tone of oa, oe and uy from the first vowel (hòa, khỏe, thủy) to the second (hoà, khoẻ, thuỷ).
// It takes lower case and gives NFD, where the tone is a rune of its own behind its vowel.
func newTone(s string) string {
	rs := []rune(norm.NFD.String(s))
	for i := 0; i+2 < len(rs); i++ {
		switch string([]rune{rs[i], rs[i+2]}) {
		case "oa", "oe", "uy":
			if strings.ContainsRune(tones, rs[i+1]) {
				rs[i+1], rs[i+2] = rs[i+2], rs[i+1]
			}
		}
	}
	return string(rs)
}

// tones are the combining marks huyền, sắc, ngã, hỏi, nặng.
const tones = "\u0300\u0301\u0303\u0309\u0323"
