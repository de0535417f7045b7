package course

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hocso/internal/vntext"
)

// likeness tells whether two texts say the same.
type likeness int

// From the best to the worst.
const (
	sameSense    likeness = iota // but for slips that were mended
	unsureSense                  // reworded: only a person can tell
	anotherSense                 // other numbers, a "không" more or less, or hardly a word of the first
)

// likely compares two texts as a reader takes them in.
func likely(was, is string) likeness {
	if was == is {
		return sameSense
	}
	a, b := wordsOf(was), wordsOf(is)
	a, apart := mendSlips(a, b)
	switch numbers := sameNumbers(a, b); {
	case numbers == anotherSense, turns(a) != turns(b):
		return anotherSense
	case len(apart.gone)+len(apart.come) == 0 && numbers == sameSense:
		return sameSense
	case near(textsOf(a), textsOf(b)) == 0:
		return anotherSense
	}
	return unsureSense
}

// turned compares what turns the sense of two texts round: their numbers and their negations.
func turned(was, is string) bool {
	a, b := wordsOf(was), wordsOf(is)
	a, _ = mendSlips(a, b)
	return sameNumbers(a, b) != sameSense || turns(a) != turns(b)
}

// word is a word or a number of a text, in lower case.
type word struct {
	text   string
	number bool
	turn   rune // 'n' for a negation, a sign of comparison; 0 for all others
}

// spaced finds numbers whose digits stand in groups with spaces: 15 000.
var spaced = regexp.MustCompile(`\b[1-9]\d{0,2}(?: \d{3})+\b`)

// figure finds numbers in words: 1.500,5, the 15 of 15kg.
var figure = regexp.MustCompile(`^[-−]?\d+(?:[.,]\d+)*|\d+(?:[.,]\d+)*`)

// wordsOf cuts a text into words and numbers. A picture is a word: its name and the hash of what it shows.
func wordsOf(text string) []word {
	var out []word
	add := func(s string) {
		for _, s := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(".,;:!?…“”\"'’‘()[]–—", r) }) {
			out = append(out, word{text: s})
		}
	}
	text = spaced.ReplaceAllStringFunc(strings.ToLower(text), func(s string) string { return strings.ReplaceAll(s, " ", "") })
	for _, s := range strings.Fields(text) {
		if strings.HasPrefix(s, "/") && strings.Count(s, "/") > 1 {
			out = append(out, word{text: path.Join(path.Base(path.Dir(s)), path.Base(s))})
			continue
		}
		end := 0
		for _, at := range figure.FindAllStringIndex(s, -1) {
			add(s[end:at[0]])
			out = append(out, word{text: plainNumber(s[at[0]:at[1]]), number: true})
			end = at[1]
		}
		add(s[end:])
	}
	for i := range out {
		out[i].turn = turnOf(out, i)
	}
	return out
}

// grouped are numbers whose digits stand in groups of three: a dot or a comma in them is no fraction's.
var grouped = regexp.MustCompile(`^[-−]?[1-9]\d{0,2}(?:[.,]\d{3})+$`)

func plainNumber(s string) string {
	s = strings.ReplaceAll(s, "−", "-")
	if grouped.MatchString(s) {
		return strings.NewReplacer(".", "", ",", "").Replace(s)
	}
	return strings.ReplaceAll(s, ",", ".")
}

// turnOf tells what the word at i turns round. Words that are part of another one turn nothing: không gian.
func turnOf(words []word, i int) rune {
	at := func(i int) string {
		if i < 0 || i >= len(words) {
			return ""
		}
		return words[i].text
	}
	before, w, after := at(i-1), at(i), at(i+1)
	switch w {
	case "không":
		if slices.Contains([]string{"gian", "khí", "quân"}, after) || before == "hàng" {
			return 0
		}
		return 'n'
	case "ko", "chưa", "đừng", "chớ", "chẳng", "not", "never", "no", "cannot", "don", "doesn", "isn", "aren", "won", "can't":
		return 'n'
	case "<", ">", "≤", "≥", "≠", "=":
		r, _ := utf8.DecodeRuneInString(w)
		return r
	}
	return 0
}

// turns is what turns the sense of a text round, sorted.
func turns(words []word) string {
	var out []rune
	for _, w := range words {
		if w.turn != 0 {
			out = append(out, w.turn)
		}
	}
	slices.Sort(out)
	return string(out)
}

// spelled are the numbers that are often written as words.
func spelled(number string) string {
	names := []string{"không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"}
	for i, figures := range []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"} {
		if figures == number {
			return names[i]
		}
	}
	return ""
}

// sameNumbers compares the numbers of two texts; unsure where one is written as a word in the other, or they stand in
// another order.
func sameNumbers(a, b []word) likeness {
	all := func(words []word) (out []string) {
		for _, w := range words {
			if w.number {
				out = append(out, w.text)
			}
		}
		return out
	}
	x, y := all(a), all(b)
	if slices.Equal(x, y) {
		return sameSense
	}
	gone, come := onlyIn(x, y), onlyIn(y, x)
	written := func(numbers []string, other []word) bool {
		for _, n := range numbers {
			if s := spelled(n); s == "" || !slices.ContainsFunc(other, func(w word) bool { return w.text == s }) {
				return false
			}
		}
		return true
	}
	if written(gone, b) && written(come, a) {
		return unsureSense
	}
	return anotherSense
}

// onlyIn are the elements of a beyond those of b.
func onlyIn(a, b []string) []string {
	rest := slices.Clone(b)
	var out []string
	for _, s := range a {
		if i := slices.Index(rest, s); i >= 0 {
			rest = slices.Delete(rest, i, i+1)
		} else {
			out = append(out, s)
		}
	}
	return out
}

// wordsApartOf are the words that stand in one of two texts only, or at another place.
type wordsApartOf struct{ gone, come []word }

// mendSlips gives back the first text with its slips as the second one mended them, and what else differs.
func mendSlips(a, b []word) ([]word, wordsApartOf) {
	var out []word
	var apart, run wordsApartOf
	flush := func() {
		switch {
		case joined(run.gone) == joined(run.come), slices.EqualFunc(run.gone, run.come, slip):
			out = append(out, run.come...)
		default:
			out = append(out, run.gone...)
			apart.gone, apart.come = append(apart.gone, run.gone...), append(apart.come, run.come...)
		}
		run = wordsApartOf{}
	}
	align(textsOf(a), textsOf(b), func(op Op, i, j int) {
		switch op {
		case Gone:
			run.gone = append(run.gone, a[i])
		case Come:
			run.come = append(run.come, b[j])
		case Kept:
			flush()
			out = append(out, b[j])
		}
	})
	flush()
	return out, apart
}

func textsOf(words []word) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = w.text
	}
	return out
}

// joined is a run of words without the spaces, so that words which were parted or joined are no other ones.
func joined(words []word) string {
	if slices.ContainsFunc(words, func(w word) bool { return w.number }) {
		return strings.Join(textsOf(words), " ")
	}
	return strings.Join(textsOf(words), "")
}

// syllable is the form of Vietnamese syllables without their marks.
var syllable = regexp.MustCompile(`^(?:ngh|ng|nh|gh|gi|kh|ch|th|tr|ph|qu|[bcdghklmnprstvx])?` +
	`(?:a|ai|ao|au|ay|e|eo|eu|i|ia|ieu?|iu|o|oa|oai|oay|oe|oi|u|ua|uay|ue|ui|uoi?|uou|uu|uy|uya|uye|y|yeu?)(?:ch|ng|nh|[cmnpt])?$`)

// Lengths from which a slip can be told from another word.
const (
	slipOfSyllable = 3 // where one of two words is a Vietnamese syllable and the other is none
	slipOfOther    = 5
)

// slip holds for two spellings of a word: other marks (sữa, sửa; ngan, ngân), or one letter more, less, other or swapped
// where one of them is no word of Vietnamese. What turns a sentence round, and numbers, must be spelt more plainly wrong.
func slip(a, b word) bool {
	if a.number || b.number || a.text == b.text {
		return a == b
	}
	x, y := vntext.Fold(a.text), vntext.Fold(b.text)
	if x == y {
		turn := cmp.Or(a.turn, b.turn) != 0
		return !turn || len(x) >= slipOfSyllable+1 && (a.text == x || b.text == y)
	}
	if strings.ContainsFunc(x+y, func(r rune) bool { return !unicode.IsLetter(r) }) {
		return false
	}
	from := slipOfOther
	switch first, second := isSyllable(a.text, x), isSyllable(b.text, y); {
	case first != second:
		from = slipOfSyllable
	case first:
		return false
	}
	return max(len(x), len(y)) >= from && (vntext.Distance(x, y) == 1 || swapped(x, y))
}

// isSyllable holds for what may be a Vietnamese word: of that form without marks, and no letter twice (chữữ, but not lưu).
func isSyllable(text, folded string) bool {
	var last rune
	for _, r := range text {
		if r == last {
			return false
		}
		last = r
	}
	return syllable.MatchString(folded)
}

// swapped holds for two texts of which one has two neighbouring letters of the other swapped.
func swapped(x, y string) bool {
	if len(x) != len(y) {
		return false
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	return i+1 < len(x) && x[i] == y[i+1] && x[i+1] == y[i] && x[i+2:] == y[i+2:]
}
