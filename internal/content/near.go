package content

import (
	"math"
	"strings"
)

// maxCandidates bounds what one suggestion costs.
const maxCandidates = 300

// nearest is the candidate with the fewest edits to s; "" when there are none.
func nearest(s string, candidates []string) string {
	best, least := "", math.MaxInt
	for _, c := range candidates[:min(len(candidates), maxCandidates)] {
		if d := distance(clip(strings.ToLower(s), 64), clip(strings.ToLower(c), 64)); d < least {
			best, least = c, d
		}
	}
	return best
}

// distance is the number of inserted, deleted and replaced characters between two texts (Levenshtein).
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		corner := row[0]
		row[0] = i + 1
		for j := range y {
			replaced := corner
			if x[i] != y[j] {
				replaced++
			}
			corner = row[j+1]
			row[j+1] = min(row[j+1]+1, row[j]+1, replaced)
		}
	}
	return row[len(y)]
}

// clip is at most n bytes of s, cut between characters.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "")
}
