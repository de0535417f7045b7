package account_test

import (
	"fmt"
	"log/slog"
	"testing"
	"time"

	"hocso/internal/account"
	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/store"
	"hocso/internal/testpg"
)

// guessing is the counting of guesses over a real database.
type guessing struct {
	*account.Service
	t     testing.TB
	clock *clock.Fake
}

// forEachEngine runs a test on SQLite and, where a server is named, on PostgreSQL.
func forEachEngine(t *testing.T, test func(t *testing.T, g guessing)) {
	t.Helper()
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) { test(t, newGuessing(t, store.Options{Dir: t.TempDir()})) })
	t.Run("postgres", func(t *testing.T) { test(t, newGuessing(t, store.Options{DB: testpg.Database(t)})) })
}

func newGuessing(t testing.TB, o store.Options) guessing {
	t.Helper()
	f := clock.NewFrozen(time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC))
	o.Clock, o.IDs, o.Log = f, id.NewSource(nil), slog.New(slog.DiscardHandler)
	db, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	return guessing{&account.Service{Store: db, Clock: f, Secret: []byte("s")}, t, f}
}

// wrong counts a wrong guess. Whether it was counted, or came too late, is no error here.
func (g guessing) wrong(guess account.Guess) {
	g.t.Helper()
	if err := guess.Failed(g.t.Context()); err != nil {
		g.t.Fatal(err)
	}
}

// open reports whether guesses are looked at.
func (g guessing) open(guess account.Guess) bool {
	g.t.Helper()
	err := guess.Guard(g.t.Context())
	if err != nil && !fault.Is(err, fault.RateLimited) {
		g.t.Fatal(err)
	}
	return err == nil
}

// tries is how many wrong guesses an address has before it is locked.
func (g guessing) tries(name, address string) int {
	g.t.Helper()
	guess := g.Guesses("password", name, address)
	n := 0
	for ; g.open(guess); n++ {
		if n > 1000 {
			g.t.Fatal("never locked")
		}
		g.wrong(guess)
	}
	return n
}

func TestGuessingLocksTheAddressNotTheName(t *testing.T) {
	forEachEngine(t, func(t *testing.T, g guessing) {
		if got := g.tries("anh", "10.0.0.1"); got != account.PairTries {
			t.Errorf("%d tries", got)
		}
		for name, guess := range map[string]account.Guess{
			"the owner elsewhere":      g.Guesses("password", "anh", "10.0.0.2"),
			"another name from there":  g.Guesses("password", "binh", "10.0.0.1"),
			"a manager's code instead": g.Guesses("code", "anh", "10.0.0.1"),
		} {
			if !g.open(guess) {
				t.Errorf("%s: locked as well", name)
			}
		}
		if err := g.Guesses("password", "anh", "10.0.0.1").Failed(t.Context()); !fault.Is(err, fault.RateLimited) {
			t.Errorf("a guess that was compared while the lock came: %v", err)
		}
		g.clock.Advance(account.LockTime + time.Second)
		if got := g.tries("anh", "10.0.0.1"); got != account.PairTries {
			t.Errorf("%d tries after the lock", got)
		}
	})
}

// TestGuessingFromManyAddressesNeverLocksTheOwnerOut: guesses from many addresses narrow each of them; the owner's own
// address still has its tries.
func TestGuessingFromManyAddressesNeverLocksTheOwnerOut(t *testing.T) {
	forEachEngine(t, func(t *testing.T, g guessing) {
		const addresses = 40
		total := 0
		for i := range addresses {
			total += g.tries("anh", fmt.Sprintf("10.0.0.%d", i))
		}
		if most := account.NameTries + account.PairTries + addresses*account.PairTriesNarrow; total > most || total < account.NameTries {
			t.Errorf("%d addresses had %d guesses, at most %d", addresses, total, most)
		}
		if !g.open(g.Guesses("password", "anh", "192.0.2.1")) {
			t.Error("the owner is kept out")
		}
		if got := g.tries("anh", "192.0.2.2"); got != account.PairTriesNarrow {
			t.Errorf("%d tries while the name is guessed at", got)
		}
		g.clock.Advance(account.NameWindow + time.Second)
		if got := g.tries("anh", "192.0.2.2"); got != account.PairTries {
			t.Errorf("%d tries when it is over", got)
		}
	})
}

// TestGuessingAtManyNames: one address that tries many names is stopped as well, for a short while.
func TestGuessingAtManyNames(t *testing.T) {
	forEachEngine(t, func(t *testing.T, g guessing) {
		n := 0
		for ; n < 2*account.AddressTries; n++ {
			guess := g.Guesses("password", fmt.Sprint("name ", n), "10.0.0.1")
			if !g.open(guess) {
				break
			}
			g.wrong(guess)
		}
		if n != account.AddressTries {
			t.Errorf("%d names", n)
		}
		g.clock.Advance(account.AddressLock + time.Second)
		if !g.open(g.Guesses("password", "anh", "10.0.0.1")) {
			t.Error("the lock does not end")
		}
	})
}

func TestSuccessForgetsOwnMistakes(t *testing.T) {
	forEachEngine(t, func(t *testing.T, g guessing) {
		guess := g.Guesses("password", "anh", "10.0.0.1")
		for range account.PairTries - 1 {
			g.wrong(guess)
		}
		if err := guess.Succeeded(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := g.tries("anh", "10.0.0.1"); got != account.PairTries {
			t.Errorf("%d tries after a success", got)
		}
	})
}

func TestThrottleKeysAreTheDeploymentsOwn(t *testing.T) {
	s, other := &account.Service{Secret: []byte("s")}, &account.Service{Secret: []byte("another deployment")}
	if s.ThrottleKey("name", "anh") == other.ThrottleKey("name", "anh") || s.ThrottleKey("a", "b") == s.ThrottleKey("b", "a") {
		t.Error("keys are not bound to the deployment and the kind")
	}
}
