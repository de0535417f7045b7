package vntext

import "unicode"

// Distance is the number of inserted, deleted and replaced characters between two texts (V. I. Levenshtein, Soviet Physics
// Doklady 10, 1966). It takes time in proportion to the product of their lengths.
func Distance(a, b string) int {
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

// Letters is the number of letters in s.
func Letters(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}
