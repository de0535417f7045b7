package exchange

import (
	"math"
	"math/big"
	"strconv"
	"strings"

	"hocso/internal/assess"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/vntext"
)

// mark is what another system gives for one answer: percent of the question's points.
type mark struct {
	right    bool
	fraction float64
}

// number reads a decimal with a dot; 0 for what is none.
func number(s string) float64 {
	v, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return 0
	}
	return v
}

// weights notes when answers gave other marks than they will: ours are fixed by the type.
func (r *reader) weights(it *item, marks []mark) {
	right, wrong := 0, 0
	for _, m := range marks {
		if m.right {
			right++
		} else {
			wrong++
		}
	}
	for _, m := range marks {
		want := 0.0
		switch {
		case it.Type == course.Single && m.right:
			want = 100
		case it.Type == course.Single:
		case m.right:
			want = 100 / float64(right)
		default:
			want = -100 / float64(wrong)
		}
		if math.Abs(m.fraction-want) > 0.001 {
			r.note(Changed, it.line, "marks", nil)
			return
		}
	}
}

// entry adds an accepted or a known wrong text.
func (r *reader) entry(it *item, text, weight, feedback string) {
	if strings.Contains(strings.ReplaceAll(text, `\*`, ""), "*") {
		if strings.Trim(text, "* ") == "" {
			r.note(Lost, it.line, "other-answers", nil)
			return
		}
		r.note(Changed, it.line, "wildcard", fault.Args{"text": clip(text)})
	}
	plain := vntext.Normal(strings.ReplaceAll(text, `\*`, "*"))
	it.Choices = append(it.Choices, course.Choice{Text: plain, Right: r.full(it.line, weight), Feedback: feedback})
}

// full reports whether a weight in percent is that of a right answer. Half right is not.
func (r *reader) full(line int, weight string) bool {
	if weight == "" {
		return true
	}
	v := number(weight)
	if v > 0 && v < 99.999 {
		r.note(Changed, line, "half-right", fault.Args{"weight": weight})
	}
	return v >= 99.999
}

// numberKey is an accepted or known wrong number: low to high, or mid and how far off.
type numberKey struct {
	a, b             *big.Rat
	ends             bool
	weight, feedback string
}

// decimal reads a decimal number with a dot, exactly. Exponents are for machines and could be huge.
func decimal(s string) (*big.Rat, bool) {
	s = strings.TrimSpace(strings.ReplaceAll(s, "−", "-"))
	s = strings.TrimPrefix(s, "+")
	digits := strings.Trim(s, "-.0123456789") == "" && len(s) < 60
	if v, err := strconv.ParseFloat(s, 64); !digits && err == nil && math.Abs(v) < 1e15 && (v == 0 || math.Abs(v) > 1e-9) { // 1E-5
		s, digits = strconv.FormatFloat(v, 'f', -1, 64), true
	}
	if !digits {
		return nil, false
	}
	return new(big.Rat).SetString(s)
}

func rangeKey(low, high string) (numberKey, bool) {
	a, ok1 := decimal(low)
	b, ok2 := decimal(high)
	if !ok1 || !ok2 || a.Cmp(b) > 0 {
		return numberKey{}, false
	}
	return numberKey{a: a, b: b, ends: true}, true
}

func aroundKey(value, tolerance string) (numberKey, bool) {
	a, ok1 := decimal(value)
	b, ok2 := decimal(tolerance)
	return numberKey{a: a, b: b}, ok1 && ok2 && b.Sign() >= 0
}

// number adds a number as it is written in the course's language.
func (r *reader) number(it *item, k numberKey) {
	lang := r.options.Language
	text := assess.FormatNumber(lang, k.a)
	switch {
	case k.ends:
		text += ".." + assess.FormatNumber(lang, k.b)
	case k.b.Sign() > 0:
		text += " ± " + assess.FormatNumber(lang, k.b)
	}
	it.Choices = append(it.Choices, course.Choice{HTML: text, Text: text, Right: r.full(it.line, k.weight), Feedback: k.feedback})
}

// keyOf reads a key of ours back; false when it is none, which the check would have found.
func keyOf(q course.Question, c course.Choice) (numberKey, bool) {
	v, err := assess.NumericKey(q.Language, c.Text)
	if err != nil {
		return numberKey{}, false
	}
	if strings.Contains(c.Text, "..") {
		return numberKey{a: v.Low, b: v.High, ends: true}, true
	}
	half := new(big.Rat).Quo(new(big.Rat).Sub(v.High, v.Low), big.NewRat(2, 1))
	return numberKey{a: new(big.Rat).Add(v.Low, half), b: half}, true
}

// exact writes every digit of a decimal, with a dot.
func exact(v *big.Rat) string {
	places, _ := v.FloatPrec()
	return v.FloatString(places)
}

// around is the key as a number and how far off it may be.
func (k numberKey) around() numberKey {
	if !k.ends {
		return k
	}
	half := new(big.Rat).Quo(new(big.Rat).Sub(k.b, k.a), big.NewRat(2, 1))
	k.a, k.b, k.ends = new(big.Rat).Add(k.a, half), half, false
	return k
}
