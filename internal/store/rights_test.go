package store

import (
	"testing"
	"time"

	"hocso/internal/account"
	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/org"
)

// TestSessionsSlide: a session in use goes on, at most noted once an hour; an idle one ends; staff's are shorter.
func TestSessionsSlide(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx, s := t.Context(), w.accounts()
		a := w.member(s, "0912345001", w.hamlet)
		tokens := w.signedIn(s, a)
		for range 4 { // four uses twenty days apart outlive the thirty days
			w.clock.Advance(20 * 24 * time.Hour)
			if _, err := s.Caller(ctx, tokens.Token); err != nil {
				t.Fatal(err)
			}
		}
		before, err := s.Caller(ctx, tokens.Token)
		must(t, err)
		w.clock.Advance(50 * time.Minute)
		if c, err := s.Caller(ctx, tokens.Token); err != nil || c.Seen != before.Seen || c.Expires != before.Expires {
			t.Errorf("within the hour: %+v, want %+v, %v", c, before, err)
		}
		w.clock.Advance(account.SessionLife)
		_, err = s.Caller(ctx, tokens.Token)
		wantKind(t, "an idle session", err, fault.Unauthenticated)

		tokens = w.signedIn(s, a)
		must(t, s.Grant(ctx, nil, a.ID, account.Manager, w.commune))
		c, err := s.Caller(ctx, tokens.Token)
		must(t, err)
		if left := c.Expires.Sub(clock.Now(w.clock)); left > account.StaffSessionLife || !c.Staff || !c.May(account.SeePeople) {
			t.Errorf("a role given to an open session: %v left, %+v", left, c)
		}
		w.clock.Advance(account.StaffSessionLife + time.Minute)
		_, err = s.Caller(ctx, tokens.Token)
		wantKind(t, "staff idle over night", err, fault.Unauthenticated)
	})
}

// TestDevices: people end their own sessions, one or all but this one, and nobody else's.
func TestDevices(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx, s := t.Context(), w.accounts()
		a, b := w.member(s, "0912345001", w.hamlet), w.member(s, "0912345002", w.hamlet)
		one, two, three, others := w.signedIn(s, a), w.signedIn(s, a), w.signedIn(s, a), w.signedIn(s, b)
		alive := func(want ...bool) {
			t.Helper()
			for i, tokens := range []account.Tokens{one, two, three, others} {
				if _, err := s.Caller(ctx, tokens.Token); (err == nil) != want[i] {
					t.Errorf("session %d: %v, want alive %v", i, err, want[i])
				}
			}
		}
		wantKind(t, "another's session", s.SignOutDevice(ctx, one.Caller, others.Session.ID), fault.NotFound)
		must(t, s.SignOutDevice(ctx, one.Caller, two.Session.ID))
		alive(true, false, true, true)
		wantKind(t, "a session twice", s.SignOutDevice(ctx, one.Caller, two.Session.ID), fault.NotFound)
		if list, err := s.Sessions(ctx, one.Caller); err != nil || len(list) != 2 {
			t.Errorf("%+v, %v", list, err)
		}
		must(t, s.SignOutEverywhere(ctx, one.Caller))
		alive(true, false, false, true)
		must(t, s.SignOut(ctx, one.Caller))
		alive(false, false, false, true)
		must(t, s.SetLocked(ctx, nil, b.ID, true))
		alive(false, false, false, false)
		_, err := s.Caller(ctx, "")
		wantKind(t, "no token", err, fault.Unauthenticated)
	})
}

// TestPasswordsAreChanged: with the old one only; other devices end, this one stays; guessing is bounded.
func TestPasswordsAreChanged(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx, s := t.Context(), w.accounts()
		a := w.member(s, "0912345001", w.hamlet)
		here, there := w.signedIn(s, a), w.signedIn(s, a)
		from := account.Device{Address: "10.0.0.1"}
		for _, tt := range []struct{ old, next, want string }{
			{"", "", "old password.missing; password password.short"},
			{password, "ngắn", "password password.short"},
			{password, "0912345001", "password password.guessable"},
			{"không phải", "một mật khẩu khác", "old password.old-wrong"},
		} {
			if err := s.ChangePassword(ctx, here.Caller, tt.old, tt.next, from); fieldsOf(err) != tt.want {
				t.Errorf("%q, %q: %v, want %s", tt.old, tt.next, err, tt.want)
			}
		}
		must(t, s.ChangePassword(ctx, here.Caller, password, "một mật khẩu khác", from))
		_, err := s.Caller(ctx, here.Token)
		must(t, err)
		_, err = s.Caller(ctx, there.Token)
		wantKind(t, "the other device", err, fault.Unauthenticated)
		for range 7 { // one guess was made above
			if err := s.ChangePassword(ctx, here.Caller, password, "mật khẩu thứ ba", from); fieldsOf(err) != "old password.old-wrong" {
				t.Fatal(err)
			}
		}
		wantKind(t, "a ninth guess", s.ChangePassword(ctx, here.Caller, "một mật khẩu khác", "mật khẩu thứ ba", from), fault.RateLimited)
	})
}

// TestRefreshing: a refresh token is exchanged once; a lost reply does no harm for a minute, a copied token ends all.
func TestRefreshing(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx, s := t.Context(), w.accounts()
		a := w.member(s, "0912345001", w.hamlet)
		begin := func() account.Tokens {
			tokens, err := s.StartSession(ctx, a, account.Device{Label: "ứng dụng"}, true)
			must(t, err)
			return tokens
		}
		next := func(token string) string {
			t.Helper()
			tokens, err := s.Refresh(ctx, token)
			must(t, err)
			return tokens.Refresh
		}
		refused := func(what, token string) {
			t.Helper()
			_, err := s.Refresh(ctx, token)
			wantKind(t, what, err, fault.Unauthenticated)
		}

		first := begin()
		_, err := s.Caller(ctx, first.Token)
		wantKind(t, "an API session as a cookie", err, fault.Unauthenticated)
		second := next(first.Refresh)
		w.clock.Advance(account.RefreshGrace - 10*time.Second)
		if again := next(first.Refresh); again != second {
			t.Error("a lost reply is answered with another successor")
		}
		third := next(second)
		refused("a token whose successor was used", first.Refresh)
		refused("the session that its copy ended", third)
		_, err = s.CallerBySession(ctx, first.Session.ID)
		wantKind(t, "its access", err, fault.Unauthenticated)

		late := begin()
		successor := next(late.Refresh)
		w.clock.Advance(account.RefreshGrace + 10*time.Second)
		refused("a token after its grace", late.Refresh)
		refused("its successor", successor)

		out := begin()
		c, err := s.CallerBySession(ctx, out.Session.ID)
		must(t, err)
		must(t, s.SignOut(ctx, c))
		refused("after signing out", out.Refresh)
		refused("an unknown token", "x")
		old := begin()
		w.clock.Advance(account.SessionLife + time.Minute)
		refused("after a month", old.Refresh)
	})
}

// TestRightsOfRoles: what managers and administrators may do to whom, with the answer that tells the least.
func TestRightsOfRoles(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx, s := t.Context(), w.accounts()
		units := &org.Service{Store: w.Store, IDs: w.ids, Clock: w.clock}
		neighbour, err := units.Add(ctx, w.province, "Xã bên", org.Commune, id.Zero)
		must(t, err)
		staff := func(contact string, role account.Role, unit org.Unit) *account.Caller {
			a := w.member(s, contact, unit)
			must(t, s.Grant(ctx, nil, a.ID, role, unit))
			return w.signedIn(s, a).Caller
		}
		top, local, manager, author := staff("0912345001", account.Administrator, w.province), staff("0912345002", account.Administrator, w.commune),
			staff("0912345003", account.Manager, w.commune), staff("0912345004", account.Author, w.commune)
		learner, stranger := w.member(s, "0912345005", w.hamlet), w.member(s, "0912345006", neighbour)

		for _, tt := range []struct {
			name string
			err  error
			want fault.Kind
		}{
			{"an author looks at people", second(s.Find(ctx, author, learner.ID)), fault.NotFound},
			{"a manager looks beside", second(s.Find(ctx, manager, stranger.ID)), fault.NotFound},
			{"a manager makes a code beside", second(s.MakeResetCode(ctx, manager, stranger.ID)), fault.NotFound},
			{"a manager makes an administrator's code", second(s.MakeResetCode(ctx, manager, local.Account)), fault.Forbidden},
			{"a manager makes an author's code", second(s.MakeResetCode(ctx, manager, author.Account)), fault.Forbidden},
			{"a manager locks", s.SetLocked(ctx, manager, learner.ID, true), fault.NotFound},
			{"a manager gives a role", s.Grant(ctx, manager, learner.ID, account.Manager, w.hamlet), fault.NotFound},
			{"a manager moves beside", s.Move(ctx, manager, learner.ID, neighbour, "nguoi-dan"), fault.NotFound},
			{"a manager moves to nobody", s.Move(ctx, manager, learner.ID, w.hamlet, "ai đó"), fault.Invalid},
			{"an administrator locks beside", s.SetLocked(ctx, local, stranger.ID, true), fault.NotFound},
			{"an administrator locks the one above", s.SetLocked(ctx, local, top.Account, true), fault.NotFound},
			{"an administrator locks themselves", s.SetLocked(ctx, local, local.Account, true), fault.Conflict},
			{"an administrator gives a role above", s.Grant(ctx, local, learner.ID, account.Manager, w.province), fault.NotFound},
			{"an administrator gives no role", s.Grant(ctx, local, learner.ID, account.Learner, w.hamlet), fault.Invalid},
			{"an administrator gives an unknown role", s.Grant(ctx, local, learner.ID, "vua", w.hamlet), fault.Invalid},
			{"an administrator takes a role that nobody holds", s.Revoke(ctx, local, learner.ID, account.Manager, w.hamlet), fault.NotFound},
			{"an administrator leaves", s.Revoke(ctx, top, top.Account, account.Administrator, w.province), fault.Conflict},
			{"the command line takes the last one", s.Revoke(ctx, nil, top.Account, account.Administrator, w.province), fault.Conflict},
			{"the command line locks the last one", s.SetLocked(ctx, nil, top.Account, true), fault.Conflict},
		} {
			wantKind(t, tt.name, tt.err, tt.want)
		}

		must(t, s.Grant(ctx, local, learner.ID, account.Manager, w.hamlet))
		must(t, s.Grant(ctx, local, learner.ID, account.Manager, w.hamlet)) // twice changes nothing
		if p, err := s.Find(ctx, local, learner.ID); err != nil || len(p.Grants) != 1 || !p.Staff {
			t.Errorf("%+v, %v", p, err)
		}
		must(t, s.Revoke(ctx, local, learner.ID, account.Manager, w.hamlet))
		if p, err := s.Find(ctx, local, learner.ID); err != nil || len(p.Grants) != 0 || p.Staff {
			t.Errorf("%+v, %v", p, err)
		}
		must(t, s.Move(ctx, top, learner.ID, neighbour, "giao-vien"))
		_, err = s.Find(ctx, manager, learner.ID)
		wantKind(t, "who was moved away", err, fault.NotFound)
		if a, err := s.ByContact(ctx, "0912 345 005"); err != nil || a.Unit != neighbour.ID || a.Audience != "giao-vien" {
			t.Errorf("%+v, %v", a, err)
		}
		must(t, s.Move(ctx, top, learner.ID, w.hamlet, "nguoi-dan"))
		must(t, s.Move(ctx, top, stranger.ID, w.hamlet, "nguoi-dan"))
		must(t, units.Close(ctx, neighbour, id.Zero))
		closed, err := units.Unit(ctx, neighbour.ID)
		must(t, err)
		wantKind(t, "into a closed unit", s.Move(ctx, top, learner.ID, closed, "nguoi-dan"), fault.NotFound)
		wantKind(t, "a role in a closed unit", s.Grant(ctx, top, learner.ID, account.Manager, closed), fault.NotFound)
	})
}

// second is the error of a call that answers with something else too.
func second[T any](_ T, err error) error { return err }

// TestTheFirstAdministrator: the link makes one administrator and the top unit, once, within a day, and only while there
// is none.
func TestTheFirstAdministrator(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	st, err := Open(t.Context(), Options{Dir: dir, Clock: clock.NewFake(), IDs: id.NewSource(nil)})
	must(t, err)
	t.Cleanup(st.Close)
	f := clock.NewFake()
	s := &account.Service{Store: st, IDs: id.NewSource(nil), Clock: f, Passwords: account.NewPasswords(), Secret: []byte("bí mật")}
	ctx := t.Context()
	form := func(name, unit, kind string) account.FirstAdmin {
		return account.FirstAdmin{
			Registration: account.Registration{Name: name, Contact: "0912345001", Password: password, Consent: true}, UnitName: unit, UnitKind: kind,
		}
	}
	token, err := s.FirstAdminToken(ctx)
	must(t, err)
	f.Advance(account.FirstAdminLife + time.Minute)
	wantKind(t, "the link of yesterday", s.FirstAdminOpen(ctx, token), fault.Gone)
	f.Advance(-account.FirstAdminLife)
	must(t, s.FirstAdminOpen(ctx, token))

	_, err = s.CreateFirstAdmin(ctx, token, form("", "", "xứ"), account.Device{}, false)
	if got := fieldsOf(err); got != "unit unit.name-missing; kind unit.kind-unknown; name name.missing" {
		t.Error(got)
	}
	older := token
	token, err = s.FirstAdminToken(ctx)
	must(t, err)
	wantKind(t, "the link before the newest", s.FirstAdminOpen(ctx, older), fault.Gone)
	tokens, err := s.CreateFirstAdmin(ctx, token, form("Lò Thị Ánh", "Tỉnh Sông Lam", org.Province), account.Device{}, false)
	must(t, err)
	c := tokens.Caller
	if !c.Staff || !c.May(account.ManageSite) || !c.MayIn(account.GrantRoles, c.UnitPath) {
		t.Errorf("%+v", c)
	}
	root, err := st.RootUnit(ctx)
	if err != nil || root.Name != "Tỉnh Sông Lam" || root.ID != c.Unit {
		t.Errorf("%+v, %v", root, err)
	}
	_, err = s.CreateFirstAdmin(ctx, token, form("Kẻ lạ", "Tỉnh khác", org.Province), account.Device{}, false)
	wantKind(t, "the link again", err, fault.Gone)
	_, err = s.FirstAdminToken(ctx)
	wantKind(t, "another link", err, fault.Conflict)
}
