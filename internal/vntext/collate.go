package vntext

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// What has a place of its own, in the order of CLDR for Vietnamese.
const (
	signs   = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$"
	letters = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
	tones   = "\u0300\u0309\u0303\u0301\u0323" // huyền, hỏi, ngã, sắc, nặng
)

// The bytes of a key. end is below every weight, so that a word comes before those that begin with it.
// A weight that a code point follows has a byte of its own in front, so that no weight begins another.
const (
	end = 0x00

	// First level: which letter.
	firstSign   = 0x02
	otherSign   = firstSign + len(signs) // its code point follows
	firstLetter = otherSign + 1
	otherLetter = firstLetter + len(letters) // its code point follows

	// Second level: tones. Third level: small letters and capitals.
	plain     = 0x02
	capital   = 0x03
	firstTone = 0x03
	otherMark = firstTone + len(tones) // its code point follows
)

// collationKey is bytes that compare as s does in Vietnamese: by the letters of the alphabet first, then by tones (none,
// huyền, hỏi, ngã, sắc, nặng), then small before capital. Letters of other alphabets come after z by their code points;
// a letter with a mark that Vietnamese does not know stands with the letter. Every key ends with a zero byte, and no key
// is the beginning of another one.
func collationKey(s string) []byte {
	var w weights
	for _, r := range norm.NFC.String(s) {
		if r < utf8.RuneSelf {
			w.letter(r)
			continue
		}
		for _, part := range spell(r) {
			if unicode.Is(unicode.Mn, part) {
				w.mark(part)
			} else {
				w.letter(part)
			}
		}
	}
	key := make([]byte, 0, len(w.letters)+len(w.tones.bytes)+len(w.cases.bytes)+3)
	key = append(append(key, w.letters...), end)
	key = append(append(key, w.tones.bytes...), end)
	return append(append(key, w.cases.bytes...), end)
}

// spell is a character as a letter of the alphabet and its tone: ậ as â and the dot.
func spell(r rune) []rune {
	parts := []rune(string(norm.NFD.Properties(utf8.AppendRune(nil, r)).Decomposition()))
	if len(parts) == 0 {
		return []rune{r}
	}
	for i, mark := range parts[1:] {
		if letter := joined(parts[0], mark); letter != 0 {
			parts[0] = letter
			return slices.Delete(parts, i+1, i+2)
		}
	}
	return parts
}

// joined is the letter of the alphabet that a mark makes of another one, 0 where it makes none.
func joined(letter, mark rune) rune {
	var from, to string // every letter of to takes two bytes
	switch mark {
	case '\u0306': // breve
		from, to = "aA", "ăĂ"
	case '\u0302': // circumflex
		from, to = "aAeEoO", "âÂêÊôÔ"
	case '\u031b': // horn
		from, to = "oOuU", "ơƠưƯ"
	}
	i := strings.IndexRune(from, letter)
	if i < 0 {
		return 0
	}
	whole, _ := utf8.DecodeRuneInString(to[2*i:])
	return whole
}

// weights are the three levels of a key.
type weights struct {
	letters      []byte
	tones, cases level
}

func (w *weights) letter(r rune) {
	small := unicode.ToLower(r)
	sign, letter := strings.IndexRune(signs, small), strings.IndexRune(letters, small)
	switch {
	case letter >= 0:
		w.letters = append(w.letters, byte(firstLetter+letter)) //nolint:gosec // at most otherLetter
	case sign >= 0:
		w.letters = append(w.letters, byte(firstSign+sign)) //nolint:gosec // at most otherSign
	case unicode.IsLetter(r):
		w.letters = appendRune(append(w.letters, byte(otherLetter)), small)
	default:
		w.letters = appendRune(append(w.letters, byte(otherSign)), r)
	}
	w.tones.plains++
	if r == small {
		w.cases.plains++
	} else {
		w.cases.add(capital)
	}
}

func (w *weights) mark(r rune) {
	if tone := strings.IndexRune(tones, r); tone >= 0 {
		w.tones.add(byte(firstTone + tone)) //nolint:gosec // at most otherMark
		return
	}
	w.tones.add(appendRune([]byte{byte(otherMark)}, r)...)
}

// appendRune writes a code point in three bytes, so that bytes compare as code points do.
func appendRune(b []byte, r rune) []byte {
	return append(b, byte(r>>16), byte(r>>8), byte(r)) //nolint:gosec // a code point has 21 bits
}

// level is the second or third level. What is plain at its end is never written: it is the lowest weight, so the
// order is the same without it, and most names end plainly.
type level struct {
	bytes  []byte
	plains int // not written yet
}

func (l *level) add(weight ...byte) {
	for ; l.plains > 0; l.plains-- {
		l.bytes = append(l.bytes, plain)
	}
	l.bytes = append(l.bytes, weight...)
}
