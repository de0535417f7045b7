package assess

import (
	"math/big"
	"strings"
	"unicode/utf8"

	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/vntext"
)

// Range is what a numeric key accepts, both ends included.
type Range struct{ Low, High *big.Rat }

// Contains reports Low ≤ v ≤ High.
func (r Range) Contains(v *big.Rat) bool { return r.Low.Cmp(v) <= 0 && v.Cmp(r.High) <= 0 }

// NumericKey reads an author's key: a number, "a..b" or "a ± b", strictly in the notation of the course's language
// (vi 1.500,5; en 1,500.5). Errors are fault.Invalid: numeric.key-notation (text, try) for a number of the other
// notation, numeric.key-range (low, high) for ends in the wrong order, numeric.key (text) for anything else.
func NumericKey(lang, s string) (Range, error) {
	s = tidy(s)
	if strings.Contains(s, "...") { // an ellipsis, not a range down to ".5"
		return Range{}, fault.New(fault.Invalid, "numeric.key").With(fault.Args{"text": s})
	}
	if low, high, ok := strings.Cut(s, ".."); ok {
		return ends(lang, low, high)
	}
	if mid, off, ok := strings.Cut(s, "±"); ok {
		return around(lang, mid, off)
	}
	v, err := keyNumber(lang, s)
	return Range{v, v}, err
}

func ends(lang, low, high string) (Range, error) {
	a, err := keyNumber(lang, low)
	if err != nil {
		return Range{}, err
	}
	b, err := keyNumber(lang, high)
	if err != nil {
		return Range{}, err
	}
	if a.Cmp(b) > 0 {
		args := fault.Args{"low": FormatNumber(lang, a), "high": FormatNumber(lang, b)}
		return Range{}, fault.New(fault.Invalid, "numeric.key-range").With(args)
	}
	return Range{a, b}, nil
}

func around(lang, mid, off string) (Range, error) {
	m, err := keyNumber(lang, mid)
	if err != nil {
		return Range{}, err
	}
	d, err := keyNumber(lang, off)
	if err != nil {
		return Range{}, err
	}
	if d.Sign() < 0 {
		return Range{}, fault.New(fault.Invalid, "numeric.key").With(fault.Args{"text": mid + "±" + off})
	}
	return Range{new(big.Rat).Sub(m, d), new(big.Rat).Add(m, d)}, nil
}

func keyNumber(lang, s string) (*big.Rat, error) {
	s = strings.TrimSpace(s)
	own, other := notationOf(lang)
	if v, ok := own.parse(s); ok {
		return v, nil
	}
	if v, ok := other.parse(s); ok {
		args := fault.Args{"text": s, "try": FormatNumber(lang, v)}
		return nil, fault.New(fault.Invalid, "numeric.key-notation").With(args)
	}
	return nil, fault.New(fault.Invalid, "numeric.key").With(fault.Args{"text": s})
}

// ParseNumber reads a learner's entry: spaces anywhere, the unit before or after in any case and with or without
// marks, either minus, a full stop behind. Where the entry cannot be a number in the notation of the language it is read
// in the other: 1.5 in vi is 1,5 because it cannot be thousands, while 1.500 is 1500. At most MaxText runes.
func ParseNumber(lang, s, unit string) (*big.Rat, bool) {
	s = tidy(s)
	if utf8.RuneCountInString(s) > MaxText {
		return nil, false
	}
	if v, ok := learnerNumber(lang, s); ok {
		return v, true
	}
	s, unit = unitKey(s), unitKey(tidy(unit))
	if unit == "" {
		return nil, false
	}
	if rest, ok := strings.CutSuffix(s, unit); ok {
		if v, ok := learnerNumber(lang, rest); ok {
			return v, true
		}
	}
	if rest, ok := strings.CutPrefix(s, unit); ok {
		return learnerNumber(lang, rest)
	}
	return nil, false
}

// unitKey is the form in which an entry is searched for its unit: folded, without spaces or a full stop behind.
func unitKey(s string) string {
	return strings.TrimRight(strings.ReplaceAll(vntext.Fold(s), " ", ""), ".,")
}

func learnerNumber(lang, s string) (*big.Rat, bool) {
	s = strings.TrimPrefix(strings.ReplaceAll(s, " ", ""), "+")
	if n := len(s) - 1; n > 0 && (s[n] == '.' || s[n] == ',') {
		s = s[:n]
	}
	own, other := notationOf(lang)
	if v, ok := own.parse(s); ok {
		return v, true
	}
	return other.parse(s)
}

// Understood is how a typed number was understood, in the notation of the question's language and without the unit;
// false when it is no number. Pages repeat it before submission.
func Understood(q *course.Question, text string) (string, bool) {
	v, ok := ParseNumber(q.Language, text, q.Unit)
	if !ok {
		return "", false
	}
	return FormatNumber(q.Language, v), true
}

// notation is a way to write decimals.
type notation struct{ group, decimal string }

// notationOf gives the notation of a language (BCP 47) and the one it is mistaken for. Schools and offices in Việt Nam
// write 1.500,5 whatever the language of the course, so only English differs.
func notationOf(lang string) (own, other notation) {
	vietnamese, english := notation{".", ","}, notation{",", "."}
	if base, _, _ := strings.Cut(lang, "-"); strings.EqualFold(base, "en") {
		return english, vietnamese
	}
	return vietnamese, english
}

// parse reads a number without spaces. Thousands are grouped everywhere or nowhere, and never behind a leading 0.
func (n notation) parse(s string) (*big.Rat, bool) {
	negative := false
	for _, minus := range []string{"-", "−"} {
		if rest, ok := strings.CutPrefix(s, minus); ok {
			s, negative = rest, true
			break
		}
	}
	whole, frac, hasFrac := strings.Cut(s, n.decimal)
	whole, ok := n.ungroup(whole)
	if !ok || len(s) > MaxText || (hasFrac && !digits(frac)) || (whole == "" && !hasFrac) {
		return nil, false
	}
	v, ok := new(big.Rat).SetString("0" + whole + "." + frac + "0")
	if ok && negative {
		v.Neg(v)
	}
	return v, ok
}

// ungroup takes the group signs out of a whole part. An empty one is right (,5 is 0,5).
func (n notation) ungroup(s string) (string, bool) {
	parts := strings.Split(s, n.group)
	if len(parts) == 1 {
		return s, s == "" || digits(s)
	}
	for i, p := range parts {
		if !digits(p) || (i > 0 && len(p) != 3) || len(p) > 3 {
			return "", false
		}
	}
	return strings.Join(parts, ""), parts[0][0] != '0'
}

// digits reports whether s is ASCII digits, at least one.
func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// FormatNumber writes every digit of a decimal in the notation of a language, with thousands grouped.
func FormatNumber(lang string, v *big.Rat) string {
	own, _ := notationOf(lang)
	places, _ := v.FloatPrec()
	whole, frac, hasFrac := strings.Cut(new(big.Rat).Abs(v).FloatString(places), ".")
	var b strings.Builder
	if v.Sign() < 0 {
		b.WriteString("−")
	}
	for i := range len(whole) {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(own.group)
		}
		b.WriteByte(whole[i])
	}
	if hasFrac {
		b.WriteString(own.decimal + frac)
	}
	return b.String()
}
