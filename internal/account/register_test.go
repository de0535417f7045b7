package account

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/org"
)

func invalid(fields ...string) error {
	var form fault.Form
	for _, f := range fields {
		form.Refuse(f, "key."+f)
	}
	return form.Err()
}

func fieldsOf(err error) []string {
	var out []string
	if e, ok := errors.AsType[*fault.Error](err); ok {
		for _, f := range e.Fields {
			out = append(out, f.Name)
		}
	}
	return out
}

func TestJoinForms(t *testing.T) {
	for _, tc := range []struct {
		name         string
		unit, person error
		want         []string
	}{
		{"neither", nil, nil, nil},
		{"the unit", invalid("name", "kind"), nil, []string{"unit", "kind"}},
		{"the person", nil, invalid("name", "password"), []string{"name", "password"}},
		{"both", invalid("name"), invalid("name", "contact"), []string{"unit", "name", "contact"}},
	} {
		err := joinForms(tc.unit, tc.person)
		if (err == nil) != (tc.want == nil) || !cmp.Equal(fieldsOf(err), tc.want) {
			t.Errorf("%s: %v, fields %v, want %v", tc.name, err, fieldsOf(err), tc.want)
		}
	}
	broken := errors.New("broken")
	if err := joinForms(broken, invalid("name")); !errors.Is(err, broken) {
		t.Errorf("another error was swallowed: %v", err)
	}
	if err := joinForms(nil, fault.New(fault.Unavailable, "error.busy")); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a fault that is no form was swallowed: %v", err)
	}
}

func TestRegistrationIsCheckedWhole(t *testing.T) {
	s := &Service{IDs: id.NewSource(nil)}
	root := org.Unit{ID: s.IDs.New()}
	_, err := s.check(Registration{Contact: "12", Password: "abc", Audience: "kings"}, root)
	if got := fieldsOf(err); !cmp.Equal(got, []string{"name", "contact", "password", "consent", "audience"}) {
		t.Errorf("fields %v", got)
	}
	n, err := s.check(Registration{Name: "  Giàng  A Páo ", Contact: "0912 345 678", Password: "mua-tre-dong-gieng", Consent: true}, root)
	if err != nil {
		t.Fatal(err)
	}
	if n.Name != "Giàng A Páo" || n.Audience != "nguoi-dan" || n.Unit != root.ID || n.Consent != ConsentVersion || n.Verified {
		t.Errorf("%+v", n)
	}
}
