// Package vntext knows Vietnamese text: one form on the way in, one fold for search and slugs,
// names in the order in which people are called.
package vntext

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Normal is s in NFC (TCVN 6909 means precomposed letters), without invisible characters,
// with runs of white space made one space and the ends trimmed. It is for single-line values.
func Normal(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.Cf, r), unicode.IsControl(r), r == utf8.RuneError:
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(norm.NFC.String(s)), " ") // last: what was between two letters may be gone now
}

// Fold is what search and slugs compare: no marks, đ as d, lower case. FTS5 and goldmark fold neither.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == 'đ' || r == 'Đ':
			b.WriteByte('d')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// maxSlug is in bytes: names of folders and addresses stay readable.
const maxSlug = 64

// Slug is the folded text as lower-case ASCII words joined by "-", at most 64 bytes.
// Text without a letter or digit gives "".
func Slug(s string) string {
	var b strings.Builder
	dash := false
	for _, r := range Fold(s) {
		if r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			if dash && b.Len() > 0 {
				b.WriteByte('-')
			}
			dash = false
			b.WriteRune(r)
			continue
		}
		dash = true
	}
	slug := b.String()
	return strings.TrimRight(slug[:min(len(slug), maxSlug)], "-")
}

// GivenName is the last word of a full name: how a Vietnamese person is addressed, also formally.
func GivenName(name string) string {
	if i := strings.LastIndexByte(name, ' '); i >= 0 {
		return name[i+1:]
	}
	return name
}

// SortKey orders people by given name, then by the words before it, in Vietnamese order
// (An, Ảnh, Ánh, Ăn, Ân … Dương, Đà). Both engines compare the stored bytes alike. The keys are in the
// records of people: who changes them must write them anew, and until then doctor names every person.
func SortKey(name string) []byte {
	given := GivenName(name)
	rest := strings.TrimSuffix(strings.TrimSuffix(name, given), " ")
	return append(collationKey(given), collationKey(rest)...)
}
