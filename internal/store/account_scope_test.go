package store_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"hocso/internal/account"
	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/org"
	"hocso/internal/store"
	"hocso/internal/testpg"
)

const password = "con trâu đi trước"

// world is the service over a real database, with a clock that stands until it is moved. Two communes lie below a province,
// a hamlet below the first of them.
type world struct {
	*account.Service
	t     testing.TB
	db    *store.Store
	clock *clock.Fake
	n     int

	province, commune, hamlet, other org.Unit
}

// forEachEngine runs a test on SQLite and, where a server is named, on PostgreSQL.
func forEachEngine(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) { test(t, newWorld(t, store.Options{Dir: t.TempDir()})) })
	t.Run("postgres", func(t *testing.T) { test(t, newWorld(t, store.Options{DB: testpg.Database(t)})) })
}

func newWorld(t testing.TB, o store.Options) *world {
	t.Helper()
	w := &world{t: t, clock: clock.NewFrozen(time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC))}
	ids := id.NewSource(nil)
	o.Clock, o.IDs = w.clock, ids
	var err error
	w.db, err = store.Open(t.Context(), o)
	w.must(err)
	t.Cleanup(w.db.Close)
	w.Service = &account.Service{Store: w.db, IDs: ids, Clock: w.clock, Passwords: account.NewPasswords(), Secret: []byte("bí mật"), MailResets: true}
	unit := func(parent org.Unit, name, kind string) org.Unit {
		u, err := org.New(ids, parent, name, kind)
		w.must(err)
		w.must(w.db.AddUnit(t.Context(), u, id.Zero))
		return u
	}
	w.province = unit(org.Unit{}, "Tỉnh Sông Lam", org.Province)
	w.commune, w.other = unit(w.province, "Xã Bản Mây", org.Commune), unit(w.province, "Xã Tân Hòa", org.Commune)
	w.hamlet = unit(w.commune, "Thôn Nà Pục", org.Hamlet)
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// person is somebody of a unit with roles, without a password.
func (w *world) person(u org.Unit, grants ...account.Grant) *account.Caller {
	w.t.Helper()
	w.n++
	n := account.NewAccount{
		Account: account.Account{
			ID: w.IDs.New(), Person: w.IDs.New(), Name: fmt.Sprint("Lò Thị Ánh ", w.n), Unit: u.ID, Audience: "nguoi-dan", PasswordHash: "$argon2id$",
		},
		Contact: account.Contact{Kind: account.Phone, Value: fmt.Sprintf("+849%08d", w.n)},
	}
	w.must(w.db.Register(w.t.Context(), n))
	for _, g := range grants {
		w.must(w.db.Grant(w.t.Context(), account.Change{Account: n.ID, Unit: u.ID}, g.Role, g.Unit))
	}
	return &account.Caller{Account: n.ID, Person: n.Person, Session: w.IDs.New(), Name: n.Name, Unit: u.ID, UnitPath: u.Path, Grants: grants}
}

// member is a learner of the hamlet with the password above.
func (w *world) member(contact string) account.Account {
	w.t.Helper()
	r := account.Registration{Name: "Vì Văn " + contact, Contact: contact, Password: password, Unit: w.hamlet.ID}
	a, err := w.Create(w.t.Context(), r, w.province, "", id.Zero)
	w.must(err)
	return a
}

func role(r account.Role, u org.Unit) account.Grant {
	return account.Grant{Role: r, Unit: u.ID, Path: u.Path}
}

// from is a device at an address.
func from(address string) account.Device { return account.Device{Label: "máy", Address: address} }

// answer is the kind of an error and the fields that it refuses, "" for none.
func answer(err error) string {
	if err == nil {
		return ""
	}
	out := fault.KindOf(err).String()
	if e, ok := errors.AsType[*fault.Error](err); ok {
		for _, f := range e.Fields {
			out += " " + f.Name
		}
	}
	return out
}

// second is the error of a call that answers with something else too.
func second[T any](_ T, err error) error { return err }

// scopeCase is a caller with a role somewhere, or somebody to whom something is done.
type scopeCase struct {
	name string
	c    *account.Caller
	at   org.Unit // where the role holds; where the person is
	role account.Role
}

// TestScopeOfRoles calls everything that can be done to a person as every role of every unit, to people of every unit with
// every role. What must come of it is written here once more, by the units' names: NotFound out of the caller's subtree,
// Forbidden for those with a role that the caller could not have given.
func TestScopeOfRoles(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		below := map[string][]string{
			"Tỉnh Sông Lam": {"Tỉnh Sông Lam", "Xã Bản Mây", "Thôn Nà Pục", "Xã Tân Hòa"}, "Xã Bản Mây": {"Xã Bản Mây", "Thôn Nà Pục"},
			"Thôn Nà Pục": {"Thôn Nà Pục"}, "Xã Tân Hòa": {"Xã Tân Hòa"},
		}
		units := []org.Unit{w.province, w.commune, w.hamlet, w.other}
		roles := []account.Role{account.Learner, account.Author, account.Manager, account.Administrator}
		people := func() (out []scopeCase) {
			for _, u := range units {
				for _, r := range roles {
					var grants []account.Grant
					if r != account.Learner {
						grants = append(grants, role(r, u))
					}
					out = append(out, scopeCase{string(r) + " of " + u.Name, w.person(u, grants...), u, r})
				}
			}
			return out
		}
		callers, targets := people(), people()
		elsewhere := w.person(w.hamlet, role(account.Author, w.other)) // of one unit, with a role in another
		targets = append(targets, scopeCase{"author of another commune", elsewhere, w.hamlet, account.Author})

		actions := []struct {
			name string
			who  []account.Role
			rank bool // those above are refused
			do   func(c *account.Caller, to id.ID) error
		}{
			{"look at", []account.Role{account.Manager, account.Administrator}, false, func(c *account.Caller, to id.ID) error { return second(w.Find(ctx, c, to)) }},
			{"make a code for", []account.Role{account.Manager, account.Administrator}, true, func(c *account.Caller, to id.ID) error { return second(w.MakeResetCode(ctx, c, to)) }},
			{"rename", []account.Role{account.Manager, account.Administrator}, true, func(c *account.Caller, to id.ID) error {
				return w.Correct(ctx, c, to, account.Correction{Name: "Tên mới"})
			}},
			{"lock", []account.Role{account.Administrator}, true, func(c *account.Caller, to id.ID) error { return w.SetLocked(ctx, c, to, false) }},
			{"answer a request of", []account.Role{account.Administrator}, true, func(c *account.Caller, to id.ID) error {
				_, _, err := w.MayChange(ctx, c, account.AnswerRequests, to)
				return err
			}},
		}
		calls := 0
		for _, a := range actions {
			for _, c := range callers {
				for _, to := range targets {
					want := fault.NotFound.String()
					inScope := slices.Contains(a.who, c.role) && slices.Contains(below[c.at.Name], to.at.Name)
					roleAt := to.at.Name
					if to.c == elsewhere {
						roleAt = w.other.Name
					}
					gives := c.role == account.Administrator && slices.Contains(below[c.at.Name], roleAt)
					switch {
					case !inScope:
					case a.rank && to.role != account.Learner && !gives:
						want = fault.Forbidden.String()
					default:
						want = ""
					}
					calls++
					if got := answer(a.do(c.c, to.c.Account)); got != want {
						t.Errorf("%s may %s the %s: %q, want %q", c.name, a.name, to.name, got, want)
					}
				}
			}
		}
		if calls < 1000 {
			t.Errorf("only %d calls", calls)
		}
	})
}
