package id

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestIDsSortByTime(t *testing.T) {
	s := NewSource(nil)
	last := s.New()
	for range 1000 {
		next := s.New()
		if bytes.Compare(next[:], last[:]) <= 0 {
			t.Fatalf("%s does not come after %s", next, last)
		}
		last = next
	}
}

// TestRoundTrips: an id survives text, JSON and the database.
func TestRoundTrips(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var i ID
		copy(i[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(rt, "id"))
		if got, err := Parse(i.String()); err != nil || got != i {
			rt.Fatalf("text: %s, %v", got, err)
		}
		b, err := json.Marshal(i)
		if err != nil {
			rt.Fatal(err)
		}
		var fromJSON ID
		if err := json.Unmarshal(b, &fromJSON); err != nil || fromJSON != i {
			rt.Fatalf("JSON: %s, %v", fromJSON, err)
		}
		v, err := i.Value()
		if err != nil {
			rt.Fatal(err)
		}
		fromDB := ID{1}
		if err := fromDB.Scan(v); err != nil || fromDB != i {
			rt.Fatalf("database: %s, %v", fromDB, err)
		}
	})
}

func TestZeroIsNull(t *testing.T) {
	if v, err := Zero.Value(); v != nil || err != nil {
		t.Errorf("got %v, %v", v, err)
	}
	if Zero.Ptr() != nil {
		t.Error("zero must be nil where there is a pointer")
	}
}

func TestWrongForms(t *testing.T) {
	for _, s := range []string{"", "x", strings.Repeat("0", 36), "{0191e0a0-0000-7000-8000-000000000000}", "0191e0a000007000800000000000000000000"} {
		if got, err := Parse(s); err == nil {
			t.Errorf("%q was read as %s", s, got)
		}
	}
	var i ID
	for _, v := range []any{[]byte{1, 2}, "text", int64(1)} {
		if err := i.Scan(v); err == nil {
			t.Errorf("%T was taken as an id", v)
		}
	}
}

func TestCodes(t *testing.T) {
	s := NewSource(nil)
	for _, n := range []int{1, 8, 10, 20} {
		c := s.Code(n)
		if len(c) != n || strings.Trim(c, "0123456789ABCDEFGHJKMNPQRSTVWXYZ") != "" {
			t.Errorf("a code of %d: %q", n, c)
		}
		if NormalCode(c) != c {
			t.Errorf("%q is not its own normal form", c)
		}
	}
	if a, b := s.Code(20), s.Code(20); a == b {
		t.Error("two codes are alike")
	}
}

func TestNormalCodeUndoesCopying(t *testing.T) {
	for typed, want := range map[string]string{
		"7k3m-92qd": "7K3M92QD", "o1I l-0": "01110", "ABC.DEF": "ABCDEF", "": "",
	} {
		if got := NormalCode(typed); got != want {
			t.Errorf("%q: got %q, want %q", typed, got, want)
		}
	}
}

// TestDigitsAreEven: with 100,000 digits each stands about 10,000 times; ± 500 is five standard deviations.
func TestDigitsAreEven(t *testing.T) {
	counts := map[rune]int{}
	for _, r := range NewSource(nil).Digits(100_000) {
		counts[r]++
	}
	for r := '0'; r <= '9'; r++ {
		if n := counts[r]; n < 9_500 || n > 10_500 {
			t.Errorf("digit %c stands %d times", r, n)
		}
	}
}

// TestNormalCodeOfCopies: what programs put around and between the characters of a code when it is copied does not count.
func TestNormalCodeOfCopies(t *testing.T) {
	for _, typed := range []string{
		"A1B2C-D3E4F", "a1b2c d3e4f", " A1B2C-D3E4F\n", "A1B2C\tD3E4F\r\n", "A1B2C\u00a0D3E4F", "A1B2C\u2011D3E4F", "A1B2C–D3E4F", "A1B2C\u200bD3E4F", "AIB2C.D3E4F", "alb2c-d3e4f",
	} {
		if got := NormalCode(typed); got != "A1B2CD3E4F" {
			t.Errorf("%q became %q", typed, got)
		}
	}
	if got := NormalCode("OOO-Đ!"); got != "000Đ!" {
		t.Errorf("what is no character of a code must stay, to be refused: %q", got)
	}
}
