package content

import (
	"math"
	"path"
	"strings"
	"unicode/utf8"

	"hocso/internal/vntext"
)

// maxCandidates bounds what one suggestion costs.
const maxCandidates = 300

// maxEdits is how far a suggestion may be when the shorter of the two names has n letters: what is further was not meant.
func maxEdits(n int) int { return min((n+3)/4, 4) }

// nearest is the candidate with the fewest edits to s; "" when none is near.
func nearest(s string, candidates []string) string {
	best, least := "", math.MaxInt
	for _, c := range candidates[:min(len(candidates), maxCandidates)] {
		if d, ok := edits(s, c); ok && d < least {
			best, least = c, d
		}
	}
	return best
}

// edits is the distance between two names in small letters; false when they are not near.
func edits(s, c string) (int, bool) {
	s, c = clip(strings.ToLower(s), 64), clip(strings.ToLower(c), 64)
	letters := min(utf8.RuneCountInString(s), utf8.RuneCountInString(c))
	d := vntext.Distance(s, c)
	return d, d < letters && d <= maxEdits(letters)
}

// nearestFile is the path whose file name, without its ending, is nearest to that of s, in the folder that is nearest
// to its own; "" when none is near.
func nearestFile(s string, candidates []string) string {
	stem := func(s string) string { return strings.TrimSuffix(path.Base(s), path.Ext(s)) }
	best, least := "", math.MaxInt
	for _, c := range candidates[:min(len(candidates), maxCandidates)] {
		d, ok := edits(stem(s), stem(c))
		if d = d<<8 + vntext.Distance(clip(path.Dir(s), 64), clip(path.Dir(c), 64)); ok && d < least {
			best, least = c, d
		}
	}
	return best
}

// nearOr ends a remedy with the name that is nearest to what was written. Where none is near it adds nothing.
type nearOr string

func (n nearOr) in(lang string) string {
	switch {
	case n == "":
		return ""
	case lang == "en":
		return "; the nearest is `" + string(n) + "`"
	}
	return "; gần nhất là `" + string(n) + "`"
}

// meantOr ends a remedy that takes something away with what may have been meant. Where nothing is near it adds nothing.
type meantOr string

func (n meantOr) in(lang string) string {
	switch {
	case n == "":
		return ""
	case lang == "en":
		return ", or write `" + string(n) + "` if that was meant"
	}
	return ", hoặc sửa thành `" + string(n) + "` nếu ý bạn là vậy"
}

// clip is at most n bytes of s, cut between characters.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "")
}
