package credential

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hocso/internal/id"
)

func TestState(t *testing.T) {
	for _, tt := range []struct {
		c    Credential
		want string
	}{
		{Credential{}, Valid},
		{Credential{Revoked: 1, Why: "mistake"}, Revoked},
		{Credential{Revoked: 1, Why: "holder"}, Withdrawn},
		{Credential{Why: "mistake"}, Valid}, // a reason without a date revokes nothing
	} {
		if got := tt.c.State(); got != tt.want {
			t.Errorf("%+v: got %s", tt.c, got)
		}
	}
}

// TestSerialSurvivesCopying: what is printed, typed in lower case, with or without dashes, is the same serial.
func TestSerialSurvivesCopying(t *testing.T) {
	ids := id.NewSource(nil)
	rapid.Check(t, func(rt *rapid.T) {
		serial := ids.Code(serialLength)
		typed := Display(serial)
		if rapid.Bool().Draw(rt, "lower") {
			typed = strings.ToLower(typed)
		}
		if rapid.Bool().Draw(rt, "letters") {
			typed = strings.NewReplacer("0", "o", "1", "l").Replace(typed)
		}
		typed = strings.ReplaceAll(typed, "-", rapid.SampledFrom([]string{"", "-", " ", " - "}).Draw(rt, "dash"))
		if got := id.NormalCode(typed); got != serial {
			rt.Fatalf("%q became %q, want %q", typed, got, serial)
		}
	})
}

// TestSerialsHoldAHundredBits: 20 characters of 32 kinds; two alike among 20,000 would mean that they do not.
func TestSerialsHoldAHundredBits(t *testing.T) {
	ids, seen := id.NewSource(nil), map[string]bool{}
	for range 20_000 {
		s := ids.Code(serialLength)
		if len(s)*5 < 100 || seen[s] {
			t.Fatalf("%q", s)
		}
		seen[s] = true
	}
}
