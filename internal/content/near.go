package content

import (
	"math"
	"strings"

	"hocso/internal/vntext"
)

// maxCandidates bounds what one suggestion costs.
const maxCandidates = 300

// nearest is the candidate with the fewest edits to s; "" when there are none.
func nearest(s string, candidates []string) string {
	best, least := "", math.MaxInt
	for _, c := range candidates[:min(len(candidates), maxCandidates)] {
		if d := vntext.Distance(clip(strings.ToLower(s), 64), clip(strings.ToLower(c), 64)); d < least {
			best, least = c, d
		}
	}
	return best
}

// clip is at most n bytes of s, cut between characters.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "")
}
