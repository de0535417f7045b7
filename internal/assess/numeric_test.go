package assess_test

import (
	"errors"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hocso/internal/assess"
	"hocso/internal/course"
	"hocso/internal/fault"
)

func TestNumericKey(t *testing.T) {
	tests := []struct {
		lang, in  string
		low, high *big.Rat
	}{
		{"vi", "9", rat(9, 1), rat(9, 1)},
		{"vi", "1.500,5", rat(3001, 2), rat(3001, 2)},
		{"vi", "1500,5", rat(3001, 2), rat(3001, 2)},
		{"vi", "1.234.567", rat(1234567, 1), rat(1234567, 1)},
		{"vi", "4.200", rat(4200, 1), rat(4200, 1)},
		{"vi", "0,25", rat(1, 4), rat(1, 4)},
		{"vi", "007", rat(7, 1), rat(7, 1)},
		{"vi", "-3", rat(-3, 1), rat(-3, 1)},
		{"vi", "−3,5", rat(-7, 2), rat(-7, 2)},
		{"vi", "1..3", rat(1, 1), rat(3, 1)},
		{"vi", "1.500 .. 2.000", rat(1500, 1), rat(2000, 1)},
		{"vi", "-5..−3", rat(-5, 1), rat(-3, 1)},
		{"vi", "2..2", rat(2, 1), rat(2, 1)},
		{"vi", "10 ± 0,5", rat(19, 2), rat(21, 2)},
		{"vi", "10±0", rat(10, 1), rat(10, 1)},
		{"hmn", "1.500,5", rat(3001, 2), rat(3001, 2)},
		{"en", "1,500.5", rat(3001, 2), rat(3001, 2)},
		{"en-GB", "4.2", rat(21, 5), rat(21, 5)},
		{"en", "1.5..2.5", rat(3, 2), rat(5, 2)},
	}
	for _, tt := range tests {
		t.Run(tt.lang+" "+tt.in, func(t *testing.T) {
			got, err := assess.NumericKey(tt.lang, tt.in)
			if err != nil {
				t.Fatal(err)
			}
			if got.Low.Cmp(tt.low) != 0 || got.High.Cmp(tt.high) != 0 {
				t.Errorf("%s..%s, want %s..%s", got.Low, got.High, tt.low, tt.high)
			}
		})
	}
}

func TestNumericKeyRefuses(t *testing.T) {
	type args = fault.Args
	tests := []struct {
		lang, in, key string
		args          args
	}{
		{"vi", "4.2", "numeric.key-notation", args{"text": "4.2", "try": "4,2"}},
		{"vi", "0.500", "numeric.key-notation", args{"text": "0.500", "try": "0,5"}},
		{"vi", "1,500.5", "numeric.key-notation", args{"text": "1,500.5", "try": "1.500,5"}},
		{"vi", "1..4.2", "numeric.key-notation", args{"text": "4.2", "try": "4,2"}},
		{"en", "4,2", "numeric.key-notation", args{"text": "4,2", "try": "4.2"}},
		{"vi", "5..3", "numeric.key-range", args{"low": "5", "high": "3"}},
		{"vi", "3 ± -1", "numeric.key", args{"text": "3 ± -1"}},
		{"vi", "", "numeric.key", args{"text": ""}},
		{"vi", "chín", "numeric.key", args{"text": "chín"}},
		{"vi", "5 km", "numeric.key", args{"text": "5 km"}},
		{"vi", "1.50.000", "numeric.key", args{"text": "1.50.000"}},
		{"vi", "1.", "numeric.key", args{"text": "1."}},
		{"vi", "1e5", "numeric.key", args{"text": "1e5"}},
		{"vi", "1/2", "numeric.key", args{"text": "1/2"}},
		{"vi", "- 3", "numeric.key", args{"text": "- 3"}},
		{"vi", "1..", "numeric.key", args{"text": ""}},
		{"en", "0...5", "numeric.key", args{"text": "0...5"}},
	}
	for _, tt := range tests {
		t.Run(tt.lang+" "+tt.in, func(t *testing.T) {
			got, err := assess.NumericKey(tt.lang, tt.in)
			f, ok := errors.AsType[*fault.Error](err)
			if !ok {
				t.Fatalf("%v, %v; want a refusal", got, err)
			}
			if f.Kind != fault.Invalid || f.Key != tt.key {
				t.Errorf("%v %s, want %s", f.Kind, f.Key, tt.key)
			}
			if diff := cmp.Diff(tt.args, f.Args); diff != "" {
				t.Errorf("args (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseNumber(t *testing.T) {
	tests := []struct {
		lang, in, unit string
		want           *big.Rat // nil: no number
	}{
		{"vi", "1.5", "", rat(3, 2)}, // cannot be thousands
		{"vi", "1.500", "", rat(1500, 1)},
		{"vi", "1,500", "", rat(3, 2)},
		{"vi", "0.500", "", rat(1, 2)},
		{"vi", "1234.567", "", rat(1234567, 1000)},
		{"vi", "1,500.5", "", rat(3001, 2)},
		{"vi", "1,500,000", "", rat(1500000, 1)},
		{"vi", "1 500 000", "", rat(1500000, 1)},
		{"vi", "1\u00a0500", "", rat(1500, 1)},
		{"vi", "−3", "", rat(-3, 1)},
		{"vi", "- 3", "", rat(-3, 1)},
		{"vi", "+3", "", rat(3, 1)},
		{"vi", ",5", "", rat(1, 2)},
		{"vi", ".5", "", rat(1, 2)},
		{"vi", "9.", "", rat(9, 1)},
		{"vi", "1.500.", "", rat(1500, 1)},
		{"en", "1.500", "", rat(3, 2)},
		{"en", "1,500", "", rat(1500, 1)},
		{"en", "1,5", "", rat(3, 2)},
		{"vi", "1.500 đồng", "đồng", rat(1500, 1)},
		{"vi", "1.500đ\u00f4\u0300ng", "đồng", rat(1500, 1)}, // partly decomposed
		{"vi", "1.500 DONG.", "đồng", rat(1500, 1)},
		{"vi", "$ 5", "$", rat(5, 1)},
		{"vi", "30%", "%", rat(30, 1)},
		{"vi", "12 m2", "m2", rat(12, 1)},
		{"vi", "9 tháng 11", "tháng 11", rat(9, 1)},
		{"vi", "3 tr.", "tr.", rat(3, 1)},
		{"vi", "11", "11", rat(11, 1)},
		{"vi", "5 km", "đồng", nil},
		{"vi", "đồng", "đồng", nil},
		{"vi", "5 đồng", "", nil},
		{"vi", "ngày 9", "tháng 11", nil},
		{"vi", "", "", nil},
		{"vi", "-", "", nil},
		{"vi", ".", "", nil},
		{"vi", "..", "", nil},
		{"vi", "--3", "", nil},
		{"vi", "1.2.3", "", nil},
		{"vi", "1,2,3", "", nil},
		{"vi", "1e9", "", nil},
		{"vi", "0x10", "", nil},
		{"vi", "1/3", "", nil},
		{"vi", "١٢", "", nil},
		{"vi", strings.Repeat("1", 201), "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.lang+" "+tt.in, func(t *testing.T) {
			got, ok := assess.ParseNumber(tt.lang, tt.in, tt.unit)
			if ok != (tt.want != nil) || (ok && got.Cmp(tt.want) != 0) {
				t.Errorf("%v, %v; want %v", got, ok, tt.want)
			}
		})
	}
}

func TestUnderstood(t *testing.T) {
	tests := []struct {
		lang, in, want string
		ok             bool
	}{
		{"vi", "1.5", "1,5", true},
		{"vi", "1500", "1.500", true},
		{"vi", "1234567,250 đồng", "1.234.567,25", true},
		{"vi", "-0,5", "−0,5", true},
		{"vi", "-0", "0", true},
		{"vi", "123", "123", true},
		{"en", "1500.50", "1,500.5", true},
		{"vi", "một", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.lang+" "+tt.in, func(t *testing.T) {
			q := &course.Question{Type: course.Numeric, Language: tt.lang, Unit: "đồng"}
			if got, ok := assess.Understood(q, tt.in); got != tt.want || ok != tt.ok {
				t.Errorf("%q, %v; want %q, %v", got, ok, tt.want, tt.ok)
			}
		})
	}
}

// What the page repeats must mean what is scored, to the learner's eye and as a key.
func TestUnderstoodMeansTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := &course.Question{Type: course.Numeric, Language: rapid.SampledFrom([]string{"vi", "en"}).Draw(t, "lang"), Unit: "kg"}
		in := rapid.StringMatching(`[-−]?([0-9]{1,3}([.,][0-9]{3}){0,3}|[0-9]{1,12})([.,][0-9]{1,6})?( kg)?`).Draw(t, "entry")
		checkUnderstood(t, q, in)
	})
}

type fataler interface {
	Fatalf(format string, args ...any)
}

func checkUnderstood(t fataler, q *course.Question, in string) {
	v, ok := assess.ParseNumber(q.Language, in, q.Unit)
	shown, understood := assess.Understood(q, in)
	if ok != understood {
		t.Fatalf("%q is a number: %v, is understood: %v", in, ok, understood)
	}
	if !ok {
		return
	}
	if again, ok := assess.ParseNumber(q.Language, shown, q.Unit); len(shown) <= assess.MaxText && (!ok || again.Cmp(v) != 0) {
		t.Fatalf("%q is %s but shown as %q, which is %v", in, v, shown, again)
	}
	if key, err := assess.NumericKey(q.Language, shown); len(shown) <= assess.MaxText && (err != nil || key.Low.Cmp(v) != 0 || !key.Contains(v)) {
		t.Fatalf("%q as a key: %v, %v", shown, key, err)
	}
}

func FuzzParseNumber(f *testing.F) {
	for _, s := range []string{"1.500,5", "1.5", "−3", "9 tháng 11", "1,500.5", "$5", ".", "..5", "0,0000"} {
		f.Add("vi", s, "đồng")
	}
	f.Fuzz(func(t *testing.T, lang, s, unit string) {
		checkUnderstood(t, &course.Question{Type: course.Numeric, Language: lang, Unit: unit}, s)
	})
}

func FuzzNumericKey(f *testing.F) {
	for _, s := range []string{"1.500,5", "4.2", "1..3", "10 ± 0,5", "-5..−3", "...", "±", "1±2±3"} {
		f.Add("vi", s)
		f.Add("en", s)
	}
	f.Fuzz(func(t *testing.T, lang, s string) {
		r, err := assess.NumericKey(lang, s)
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				t.Fatalf("%q: %v", s, err)
			}
			return
		}
		if r.Low.Cmp(r.High) > 0 || !r.Contains(r.Low) || !r.Contains(r.High) {
			t.Fatalf("%q gives %s..%s", s, r.Low, r.High)
		}
		// A plain number means to the learner what it means to the author.
		if v, ok := assess.ParseNumber(lang, s, ""); r.Low == r.High && (!ok || v.Cmp(r.Low) != 0) && len(s) <= assess.MaxText {
			t.Fatalf("%q is %s as a key and %v typed", s, r.Low, v)
		}
	})
}
