package assess

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"hocso/internal/course"
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

// LeastLetters is how many letters an accepted text has at least where so many typing slips are forgiven: with fewer, a
// slip is another word (“chùa” and “chùm”).
func LeastLetters(typos int) int { return 5 * typos }

// shortMatch is the position of the item that a short answer meets, top to bottom. One that meets none is the accepted item
// to which it has the fewest edits, at most q.Typos, when it is not as near to a known slip. Digits are never forgiven:
// 113 and 114 are two numbers. -1: none.
func shortMatch(q *course.Question, text string) int {
	typed := shortKey(q.Match, text)
	best, least := -1, q.Typos+1
	for i, c := range q.Choices {
		key := shortKey(q.Match, c.Text)
		if key == typed {
			return i
		}
		if q.Typos == 0 || digitsOf(key) != digitsOf(typed) || len(typed) > len(key)+utf8.UTFMax*q.Typos {
			continue
		}
		if d := vntext.Distance(key, typed); d < least || d == least && best >= 0 && !c.Right {
			best, least = i, d
		}
	}
	if best >= 0 && q.Choices[best].Right {
		return best
	}
	return -1
}

// digitsOf is the digits of s alone.
func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

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
