package fault

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestKindOf(t *testing.T) {
	missing := Missing()
	for _, tt := range []struct {
		err  error
		want Kind
	}{
		{missing, NotFound},
		{fmt.Errorf("store: %w", missing), NotFound},
		{errors.New("disk on fire"), Internal},
		{New(Full, "x").Because(missing), Full}, // the outer one decides
	} {
		if got := KindOf(tt.err); got != tt.want {
			t.Errorf("%v: got %s, want %s", tt.err, got, tt.want)
		}
	}
	if Is(nil, Internal) {
		t.Error("no error is not an internal one")
	}
}

func TestCopiesLeaveTheOriginal(t *testing.T) {
	base := New(Unavailable, "error.busy")
	cause := errors.New("queue full")
	derived := base.With(Args{"n": 1}).After(time.Second).Because(cause)
	if base.Args != nil || base.RetryAfter != 0 || base.Cause != nil {
		t.Errorf("the original changed: %+v", base)
	}
	if !errors.Is(derived, cause) || derived.RetryAfter != time.Second || derived.Args["n"] != 1 {
		t.Errorf("got %+v", derived)
	}
}

func TestFormGathersEveryField(t *testing.T) {
	var f Form
	if f.Err() != nil {
		t.Fatal("an empty form has nothing refused")
	}
	f.Refuse("name", "name.missing")
	f.Refuse("password", "password.short", Args{"min": 8})
	e, ok := errors.AsType[*Error](f.Err())
	if !ok {
		t.Fatal("no fault.Error")
	}
	want := []Field{{Name: "name", Key: "name.missing"}, {Name: "password", Key: "password.short", Args: Args{"min": 8}}}
	if diff := cmp.Diff(want, e.Fields); diff != "" {
		t.Error(diff)
	}
	if e.Kind != Invalid || e.Args["count"] != 2 {
		t.Errorf("got %s %v", e.Kind, e.Args)
	}
}

func TestEveryKindHasAName(t *testing.T) {
	seen := map[string]bool{}
	for k := Internal; k <= Full; k++ {
		if s := k.String(); seen[s] || s == "" || s[0] == 'k' {
			t.Errorf("kind %d is called %q", k, s)
		} else {
			seen[s] = true
		}
	}
}
