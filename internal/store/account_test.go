package store

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hocso/internal/account"
	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/org"
)

func wantKind(t *testing.T, what string, err error, k fault.Kind) {
	t.Helper()
	if !fault.Is(err, k) {
		t.Errorf("%s: %v, want %v", what, err, k)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// together runs n calls at the same time and returns how many gave no error; others must be of one of the kinds.
func together(t *testing.T, n int, call func(i int) error, kinds ...fault.Kind) int {
	t.Helper()
	var wg sync.WaitGroup
	var good atomic.Int64
	begin := make(chan struct{})
	for i := range n {
		wg.Go(func() {
			<-begin
			err := call(i)
			if err == nil {
				good.Add(1)
				return
			}
			for _, k := range kinds {
				if fault.Is(err, k) {
					return
				}
			}
			t.Errorf("call %d: %v", i, err)
		})
	}
	close(begin)
	wg.Wait()
	return int(good.Load())
}

func TestRegister(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		n := w.newAccount(1, w.hamlet)
		n.Verified, n.Role, n.RoleUnit, n.Actor = true, account.Manager, w.commune.ID, n.ID
		must(t, w.Register(ctx, n))
		a, err := w.Account(ctx, n.ID)
		must(t, err)
		want := n.Account
		want.UnitPath, want.UnitName, want.Staff, want.Created = w.hamlet.Path, w.hamlet.Name, true, a.Created
		if diff := cmp.Diff(want, a); diff != "" || a.Created == 0 {
			t.Errorf("account (-want +got):\n%s", diff)
		}
		byContact, err := w.AccountByContact(ctx, n.Contact)
		must(t, err)
		if byContact.ID != n.ID {
			t.Errorf("found %s by contact, want %s", byContact.ID, n.ID)
		}
		contacts, err := w.Contacts(ctx, n.ID)
		must(t, err)
		if len(contacts) != 1 || contacts[0].Contact != n.Contact || contacts[0].Verified == 0 || contacts[0].VerifiedBy != n.ID {
			t.Errorf("contacts: %+v", contacts)
		}
		grants, err := w.Grants(ctx, n.ID)
		must(t, err)
		if diff := cmp.Diff([]account.Grant{{Role: account.Manager, Unit: w.commune.ID, Path: w.commune.Path, Name: w.commune.Name}}, grants); diff != "" {
			t.Errorf("grants (-want +got):\n%s", diff)
		}

		again := w.newAccount(1, w.hamlet)
		err = w.Register(ctx, again)
		if e, ok := errors.AsType[*fault.Error](err); !ok || e.Kind != fault.Invalid || len(e.Fields) != 1 || e.Fields[0].Name != "contact" {
			t.Errorf("a taken contact: %v", err)
		}
		_, err = w.Account(ctx, again.ID)
		wantKind(t, "an account that was refused", err, fault.NotFound)
		_, err = w.AccountByContact(ctx, account.Contact{Kind: account.Email, Value: n.Contact.Value})
		wantKind(t, "an unknown contact", err, fault.NotFound)
		w.healthy()
	})
}

func TestOneContactOneAccount(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		if n := together(t, 8, func(int) error { return w.Register(t.Context(), w.newAccount(1, w.hamlet)) }, fault.Invalid); n != 1 {
			t.Errorf("%d accounts with one contact", n)
		}
	})
}

// TestFirstAdministrator: the link makes the root and its administrator, once.
func TestFirstAdministrator(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		code := account.Code{ID: w.ids.New(), Purpose: account.PurposeFirstAdmin, Hash: []byte("băm"), Life: time.Hour, Tries: 1}
		must(t, w.AddCode(ctx, code))
		found, _, err := w.CodeByHash(ctx, code.Hash, code.Purpose, clock.Now(w.clock))
		must(t, err)
		if found != code.ID {
			t.Fatalf("found %s", found)
		}
		n := together(t, 4, func(i int) error {
			root := org.Unit{ID: w.ids.New(), Name: "Tỉnh", Kind: org.Province}
			root.Path = root.ID[:]
			a := w.newAccount(10+i, root)
			a.NewRoot, a.UseCode, a.Role, a.RoleUnit = &root, code.ID, account.Administrator, root.ID
			return w.Register(ctx, a)
		}, fault.Gone)
		if n != 1 {
			t.Errorf("the link made %d administrators", n)
		}
		_, _, err = w.CodeByHash(ctx, code.Hash, code.Purpose, clock.Now(w.clock))
		wantKind(t, "a used link", err, fault.NotFound)
	})
}

func TestContactVerification(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		a, b := w.person(1, w.hamlet), w.person(2, w.hamlet)
		contacts, err := w.Contacts(ctx, a.Account)
		must(t, err)
		mine := contacts[0].Contact
		must(t, w.VerifyContact(ctx, account.Change{Actor: b.Account, Account: a.Account}, mine))
		first, err := w.Contacts(ctx, a.Account)
		must(t, err)
		w.clock.Advance(time.Hour)
		must(t, w.VerifyContact(ctx, account.Change{Account: a.Account}, mine))
		second, err := w.Contacts(ctx, a.Account)
		must(t, err)
		if diff := cmp.Diff(first, second); diff != "" || first[0].VerifiedBy != b.Account {
			t.Errorf("a confirmed contact changed (-first +second):\n%s", diff)
		}
		wantKind(t, "another's contact", w.VerifyContact(ctx, account.Change{Account: b.Account}, mine), fault.NotFound)
	})
}

func TestGrants(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		a, b := w.person(1, w.hamlet), w.person(2, w.hamlet)
		ch := account.Change{Actor: b.Account, Account: a.Account, Unit: a.Unit}
		w.session(a, "trước", false)
		must(t, w.Grant(ctx, ch, account.Administrator, w.province.ID))
		must(t, w.Grant(ctx, ch, account.Administrator, w.province.ID))
		must(t, w.Grant(ctx, ch, account.Author, w.province.ID))
		if n := value[int](w, "SELECT count(*) FROM role_grant"); n != 2 {
			t.Errorf("%d grants after giving two roles", n)
		}
		if n := value[int](w, "SELECT count(*) FROM audit WHERE action = 'role-granted'"); n != 2 {
			t.Errorf("%d audit lines of two grants", n)
		}
		caller, err := w.CallerByToken(ctx, account.TokenHash("trước"), clock.Now(w.clock))
		must(t, err)
		if !caller.Staff || len(caller.Grants) != 2 || !caller.MayIn(account.GrantRoles, w.hamlet.Path) {
			t.Errorf("the open session did not get the right at once: %+v", caller)
		}
		if left := caller.Expires.Sub(clock.Now(w.clock)); left > account.StaffSessionLife {
			t.Errorf("a staff member's session lives for %v", left)
		}

		wantKind(t, "a role not held", w.Revoke(ctx, ch, account.Manager, w.province.ID), fault.NotFound)
		must(t, w.Revoke(ctx, ch, account.Author, w.province.ID))
		wantKind(t, "the last administrator's role", w.Revoke(ctx, ch, account.Administrator, w.province.ID), fault.Conflict)
		if n, err := w.Administrators(ctx); n != 1 || err != nil {
			t.Errorf("%d administrators, %v", n, err)
		}
		w.healthy()
	})
}

// TestLastAdministrator: two who take the role from each other at the same time leave one.
func TestLastAdministrator(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		people := []*account.Caller{w.person(1, w.hamlet), w.person(2, w.hamlet)}
		for range 10 {
			for _, p := range people {
				must(t, w.Grant(ctx, account.Change{Account: p.Account}, account.Administrator, w.province.ID))
			}
			n := together(t, 2, func(i int) error {
				return w.Revoke(ctx, account.Change{Actor: people[i].Account, Account: people[1-i].Account}, account.Administrator, w.province.ID)
			}, fault.Conflict)
			if left, err := w.Administrators(ctx); n != 1 || left != 1 || err != nil {
				t.Fatalf("%d of 2 revoked, %d left, %v", n, left, err)
			}
		}
	})
}

// TestAdministratorsWhoCannotActDoNotCount: neither a locked account nor one of a commune can mend the province.
func TestAdministratorsWhoCannotActDoNotCount(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		last, locked, local := w.person(1, w.hamlet), w.person(2, w.hamlet), w.person(3, w.hamlet)
		must(t, w.Grant(ctx, account.Change{Account: last.Account}, account.Administrator, w.province.ID))
		must(t, w.Grant(ctx, account.Change{Account: locked.Account}, account.Administrator, w.province.ID))
		must(t, w.Grant(ctx, account.Change{Account: local.Account}, account.Administrator, w.hamlet.ID))
		must(t, w.SetLocked(ctx, account.Change{Account: locked.Account}, true))
		wantKind(t, "taking the last one's role", w.Revoke(ctx, account.Change{Account: last.Account}, account.Administrator, w.province.ID), fault.Conflict)
		wantKind(t, "locking the last one", w.SetLocked(ctx, account.Change{Account: last.Account}, true), fault.Conflict)
		must(t, w.SetLocked(ctx, account.Change{Account: local.Account}, true))
		must(t, w.SetLocked(ctx, account.Change{Account: locked.Account}, false))
		must(t, w.SetLocked(ctx, account.Change{Account: last.Account}, true))
		if n, err := w.Administrators(ctx); n != 1 || err != nil {
			t.Errorf("%d administrators, %v", n, err)
		}
	})
}

func TestLock(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		a := w.person(1, w.hamlet)
		w.session(a, "phiên", false)
		ch := account.Change{Account: a.Account, Unit: a.Unit}
		must(t, w.SetLocked(ctx, ch, true))
		_, err := w.CallerByToken(ctx, account.TokenHash("phiên"), clock.Now(w.clock))
		wantKind(t, "a locked account's session", err, fault.NotFound)
		must(t, w.SetLocked(ctx, ch, false))
		_, err = w.CallerByToken(ctx, account.TokenHash("phiên"), clock.Now(w.clock))
		wantKind(t, "a session from before the lock", err, fault.NotFound)
		wantKind(t, "an unknown account", w.SetLocked(ctx, account.Change{Account: w.ids.New()}, true), fault.NotFound)
	})
}

// TestMoveKeepsOldFacts: what happened in a unit stays with it.
func TestMoveKeepsOldFacts(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		c := w.person(1, w.hamlet)
		e := w.enrol(c)
		must(t, w.Move(ctx, account.Change{Account: c.Account}, c.Person, w.commune.ID, "to-cnscd"))
		if got := value[id.ID](w, "SELECT unit_id FROM record WHERE kind = 'enrolled'"); got != w.hamlet.ID {
			t.Errorf("the enrolment's fact moved to %s", got)
		}
		if got := value[id.ID](w, "SELECT unit_id FROM delta"); got != w.hamlet.ID {
			t.Errorf("the enrolment's count moved to %s", got)
		}
		moved, err := w.EnrolmentByID(ctx, e.ID)
		must(t, err)
		if moved.Unit != w.commune.ID || moved.Audience != "to-cnscd" {
			t.Errorf("today the person is in %s, %s", moved.Unit, moved.Audience)
		}
		wantKind(t, "an unknown person", w.Move(ctx, account.Change{}, w.ids.New(), w.commune.ID, "x"), fault.NotFound)
		w.healthy()
	})
}

func TestThrottle(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		const limit, window, lock = 3, 10 * time.Minute, time.Hour
		count := func() bool {
			late, err := w.CountFailure(ctx, "khóa", limit, window, lock)
			must(t, err)
			return late
		}
		count()
		if count() {
			t.Error("locked before the limit")
		}
		w.clock.Advance(window + time.Minute)
		count()
		if count() {
			t.Error("failures from before the window still count")
		}
		if until, err := w.Throttled(ctx, "khóa"); until != 0 || err != nil {
			t.Errorf("locked until %d, %v", until, err)
		}
		if count() {
			t.Error("the failure that locks is late")
		}
		until, err := w.Throttled(ctx, "khóa")
		must(t, err)
		if d := until.Sub(clock.Now(w.clock)); d < lock-time.Minute || d > lock {
			t.Errorf("locked for %v, want %v", d, lock)
		}
		if until, err := w.Throttled(ctx, "khác"); until != 0 || err != nil {
			t.Errorf("another key: %d, %v", until, err)
		}
		if !count() {
			t.Error("a failure after the lock is not late")
		}
		if again, err := w.Throttled(ctx, "khóa"); again != until || err != nil {
			t.Errorf("a late failure moved the lock from %d to %d, %v", until, again, err)
		}
		must(t, w.ClearFailures(ctx, "khóa"))
		must(t, w.ClearFailures(ctx, "khóa"))
		if until, err := w.Throttled(ctx, "khóa"); until != 0 || err != nil {
			t.Errorf("cleared, but locked until %d, %v", until, err)
		}
	})
}

// TestThrottleTableTellsNobody: a wrong password is counted, and neither number nor address can be read from the counters.
func TestThrottleTableTellsNobody(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		_, err := w.accounts().SignIn(t.Context(), "0912345678", "sai rồi nhé", account.Device{Address: "203.0.113.9"}, false)
		wantKind(t, "a wrong password", err, fault.Invalid)
		if n := value[int](w, "SELECT count(*) FROM throttle"); n != 3 {
			t.Errorf("%d counters: there are the name from there, the name, the address", n)
		}
		if n := value[int](w, "SELECT count(*) FROM throttle WHERE key LIKE '%912345678%' OR key LIKE '%203.0.113%'"); n != 0 {
			t.Errorf("%d counters tell what they count", n)
		}
	})
}

// TestThrottleCountsEveryone: of guesses at the same time, those up to the limit count and all others are late.
func TestThrottleCountsEveryone(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		var late atomic.Int64
		together(t, 12, func(int) error {
			l, err := w.CountFailure(t.Context(), "k", 4, time.Hour, time.Hour)
			if l {
				late.Add(1)
			}
			return err
		})
		if late.Load() != 8 {
			t.Errorf("of 12 guesses with a limit of 4 %d were late", late.Load())
		}
	})
}
