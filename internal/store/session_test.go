package store

import (
	"bytes"
	"testing"
	"time"

	"hocso/internal/account"
	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/id"
)

// session signs a person in with a token, and for the API with a refresh token "r-"+token.
func (w *world) session(c *account.Caller, token string, api bool) id.ID {
	w.t.Helper()
	n := account.NewSession{ID: w.ids.New(), TokenHash: account.TokenHash(token), Account: c.Account, API: api, Device: "Điện thoại", Life: account.SessionLife}
	if api {
		n.Refresh = account.TokenHash("r-" + token)
	}
	if err := w.AddSession(w.t.Context(), n); err != nil {
		w.t.Fatal(err)
	}
	return n.ID
}

func TestSessions(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		now := func() clock.Micro { return clock.Now(w.clock) }
		a, b := w.person(1, w.hamlet), w.person(2, w.hamlet)
		browser, api := w.session(a, "a1", false), w.session(a, "a2", true)
		w.session(b, "b1", false)

		got, err := w.CallerByToken(ctx, account.TokenHash("a1"), now())
		must(t, err)
		if got.Account != a.Account || got.Person != a.Person || got.Session != browser || got.Unit != w.hamlet.ID ||
			!bytes.Equal(got.UnitPath, w.hamlet.Path) || got.API || got.Staff || got.Name != a.Name || len(got.Grants) != 0 {
			t.Errorf("caller: %+v", got)
		}
		_, err = w.CallerBySession(ctx, browser, now())
		wantKind(t, "a browser's session by its id, which is no secret", err, fault.NotFound)
		if got, err = w.CallerBySession(ctx, api, now()); err != nil || !got.API {
			t.Errorf("an API session: %+v, %v", got, err)
		}
		_, err = w.CallerByToken(ctx, account.TokenHash("x"), now())
		wantKind(t, "an unknown token", err, fault.NotFound)

		list, err := w.Sessions(ctx, a.Account, now())
		must(t, err)
		if len(list) != 2 || list[0].Device != "Điện thoại" {
			t.Errorf("sessions: %+v", list)
		}
		wantKind(t, "another's session", w.RevokeSession(ctx, b.Account, browser), fault.NotFound)
		must(t, w.RevokeSession(ctx, a.Account, browser))
		wantKind(t, "a session that ended", w.RevokeSession(ctx, a.Account, browser), fault.NotFound)

		w.clock.Advance(account.SessionLife - time.Hour)
		must(t, w.Touch(ctx, api, account.SessionLife))
		w.clock.Advance(2 * time.Hour)
		if _, err := w.CallerBySession(ctx, api, now()); err != nil {
			t.Errorf("a session in use: %v", err)
		}
		_, err = w.CallerByToken(ctx, account.TokenHash("b1"), now())
		wantKind(t, "a session out of use", err, fault.NotFound)
	})
}

func TestRevokeSessions(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		a := w.person(1, w.hamlet)
		open := func() int {
			list, err := w.Sessions(ctx, a.Account, clock.Now(w.clock))
			must(t, err)
			return len(list)
		}
		keep := w.session(a, "a1", false)
		w.session(a, "a2", false)
		must(t, w.RevokeSessions(ctx, a.Account, keep))
		if n := open(); n != 1 {
			t.Errorf("%d sessions left, want the one in use", n)
		}
		w.session(a, "a3", false)
		must(t, w.SetPassword(ctx, account.Change{Account: a.Account}, "$h$", id.Zero, id.Zero, "password-reset"))
		if n := open(); n != 0 {
			t.Errorf("%d sessions outlived a reset password", n)
		}
		acc, err := w.Account(ctx, a.Account)
		must(t, err)
		if acc.PasswordHash != "$h$" {
			t.Errorf("password hash %q", acc.PasswordHash)
		}
		wantKind(t, "nobody's password", w.SetPassword(ctx, account.Change{Account: w.ids.New()}, "x", id.Zero, id.Zero, "x"), fault.NotFound)
	})
}

func TestRefreshTokens(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		a := w.person(1, w.hamlet)
		session := w.session(a, "a", true)
		first, third := account.TokenHash("r-a"), account.TokenHash("sau")
		r, err := w.RefreshToken(ctx, first)
		must(t, err)
		if r.Session != session || r.Account != a.Account || r.Replaced != 0 || r.Dead || r.SuccessorUsed {
			t.Errorf("a fresh token: %+v", r)
		}
		n := together(t, 6, func(i int) error {
			ok, err := w.ReplaceRefresh(ctx, first, account.TokenHash(string(rune('s'+i))), "niêm phong", session, account.SessionLife)
			if err == nil && !ok {
				return fault.New(fault.Conflict, "another was first")
			}
			return err
		}, fault.Conflict)
		if n != 1 {
			t.Errorf("%d successors of one token", n)
		}
		if n := value[int](w, "SELECT count(*) FROM refresh_token"); n != 2 {
			t.Errorf("%d tokens, want the first and its successor", n)
		}
		r, err = w.RefreshToken(ctx, first)
		must(t, err)
		if r.Replaced == 0 || r.Successor != "niêm phong" || r.SuccessorUsed {
			t.Errorf("a replaced token: %+v", r)
		}
		successor := value[[]byte](w, "SELECT successor_hash FROM refresh_token WHERE replaced_at > 0")
		_, err = w.ReplaceRefresh(ctx, successor, third, "x", session, account.SessionLife)
		must(t, err)
		if r, err = w.RefreshToken(ctx, first); err != nil || !r.SuccessorUsed {
			t.Errorf("a token whose successor was used: %+v, %v", r, err)
		}
		must(t, w.RevokeSession(ctx, a.Account, session))
		if r, err = w.RefreshToken(ctx, third); err != nil || !r.Dead {
			t.Errorf("a token of an ended session: %+v, %v", r, err)
		}
		_, err = w.RefreshToken(ctx, account.TokenHash("lạ"))
		wantKind(t, "an unknown token", err, fault.NotFound)
	})
}

func TestCodes(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		a, b := w.person(1, w.hamlet), w.person(2, w.hamlet)
		newCode := func() account.Code {
			c := account.Code{
				ID: w.ids.New(), Account: a.Account, Purpose: account.PurposeReset, Hash: w.ids.Bytes(32),
				Life: account.ResetLife, Tries: account.ResetTries, Actor: b.Account,
			}
			must(t, w.AddCode(ctx, c))
			return c
		}
		old := newCode()
		code := newCode()
		for left := account.ResetTries - 1; left >= 0; left-- {
			got, hash, l, err := w.TryCode(ctx, a.Account, account.PurposeReset)
			must(t, err)
			if got != code.ID || !bytes.Equal(hash, code.Hash) || l != left {
				t.Errorf("try: code %s with %d tries left, want %s (not the void %s) with %d", got, l, code.ID, old.ID, left)
			}
		}
		_, _, _, err := w.TryCode(ctx, a.Account, account.PurposeReset)
		wantKind(t, "a sixth try", err, fault.NotFound)
		_, _, _, err = w.TryCode(ctx, b.Account, account.PurposeReset)
		wantKind(t, "another's code", err, fault.NotFound)

		code = newCode()
		if n := together(t, 5, func(int) error {
			return w.SetPassword(ctx, account.Change{Account: a.Account}, "$h$", code.ID, id.Zero, "password-reset")
		}, fault.Gone); n != 1 {
			t.Errorf("one code set %d passwords", n)
		}
		newCode()
		w.clock.Advance(account.ResetLife + time.Minute)
		_, _, _, err = w.TryCode(ctx, a.Account, account.PurposeReset)
		wantKind(t, "an expired code", err, fault.NotFound)
	})
}

func TestPurge(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		a := w.person(1, w.hamlet)
		w.session(a, "cũ", true)
		must(t, w.AddCode(ctx, account.Code{ID: w.ids.New(), Account: a.Account, Purpose: account.PurposeReset, Hash: []byte("x"), Life: time.Hour, Tries: 1}))
		_, err := w.CountFailure(ctx, "k", 9, time.Hour, time.Hour)
		must(t, err)
		w.clock.Advance(60 * 24 * time.Hour)
		w.session(a, "mới", true)
		must(t, w.Purge(ctx, clock.Now(w.clock).Add(-7*24*time.Hour)))
		for table, want := range map[string]int{"session": 1, "refresh_token": 1, "one_time_code": 0, "throttle": 0} {
			if n := value[int](w, "SELECT count(*) FROM "+table); n != want {
				t.Errorf("%s: %d rows after the purge, want %d", table, n, want)
			}
		}
	})
}
