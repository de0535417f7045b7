package store_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hocso/internal/account"
	"hocso/internal/fault"
)

// Bounds that people are told of (docs, the pages): not the service's own constants, so that a change of one is seen.
const (
	tries    = 8
	lockedIn = 15 * time.Minute
)

// ways are the doors at which a secret can be guessed; each is tried with a wrong one, or with the right one.
func ways(w *world, contact string, a account.Account) map[string]func(right bool, d account.Device) error {
	ctx := w.t.Context()
	here := &account.Caller{Account: a.ID, Person: a.Person, Session: w.IDs.New(), Unit: a.Unit}
	pick := func(right bool, good, bad string) string {
		if right {
			return good
		}
		return bad
	}
	return map[string]func(bool, account.Device) error{
		"signing in": func(right bool, d account.Device) error {
			return second(w.SignIn(ctx, contact, pick(right, password, "sai rồi nhé"), d, false))
		},
		"the old password": func(right bool, d account.Device) error {
			return w.ConfirmPassword(ctx, here, "old", pick(right, password, "sai rồi nhé"), d)
		},
		"a code": func(right bool, d account.Device) error {
			code := "00000000"
			if right {
				var err error
				code, err = w.MakeResetCode(ctx, nil, a.ID)
				w.must(err)
			}
			return second(w.Reset(ctx, contact, code, password, d))
		},
	}
}

// TestEveryDoorCounts: at each door eight wrong guesses lock this address out, to the minute, even with the right secret;
// the other doors and other addresses stay open. Afterwards everything begins anew.
func TestEveryDoorCounts(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		doors := ways(w, "0912345001", w.member("0912345001"))
		for name, try := range doors {
			home, away := from("10.0.0.1"), from("10.0.0.2")
			for n := range tries {
				if got := fault.KindOf(try(false, home)); got != fault.Invalid {
					t.Fatalf("%s, guess %d: %s", name, n+1, got)
				}
			}
			if got := answer(try(true, home)); got != "rate-limited" {
				t.Errorf("%s: the right secret while locked: %q", name, got)
			}
			for other, open := range doors {
				if got := fault.KindOf(open(false, home)); other != name && got != fault.Invalid {
					t.Errorf("guesses at %s: %s is %s", name, other, got)
				}
			}
			if got := answer(try(true, away)); got != "" {
				t.Errorf("%s: from another address: %q", name, got)
			}
			w.clock.Advance(lockedIn - time.Second)
			if got := answer(try(true, home)); got != "rate-limited" {
				t.Errorf("%s: a second before the end: %q", name, got)
			}
			w.clock.Advance(2 * time.Second)
			for range tries - 1 {
				if got := fault.KindOf(try(false, home)); got != fault.Invalid {
					t.Errorf("%s: the guesses before the lock still count: %s", name, got)
				}
			}
			if got := answer(try(true, home)); got != "" {
				t.Errorf("%s: the right secret in the end: %q", name, got)
			}
			w.clock.Advance(2 * time.Hour)
		}
	})
}

// TestSlowGuessesDoNotAdd: seven mistakes in a quarter of an hour, whenever they come again, keep nobody out.
func TestSlowGuessesDoNotAdd(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		try := ways(w, "0912345001", w.member("0912345001"))["signing in"]
		for range 3 {
			for range tries - 1 {
				if got := fault.KindOf(try(false, from("10.0.0.1"))); got != fault.Invalid {
					t.Fatal(got)
				}
			}
			w.clock.Advance(lockedIn + time.Second)
		}
		if got := answer(try(true, from("10.0.0.1"))); got != "" {
			t.Error(got)
		}
	})
}

// TestSuccessForgivesThisAddress: who gets in has their own mistakes forgotten, and only those from where they are.
func TestSuccessForgivesThisAddress(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		try := ways(w, "0912345001", w.member("0912345001"))["signing in"]
		for range tries - 1 {
			try(false, from("10.0.0.1"))
			try(false, from("10.0.0.2"))
		}
		w.must(try(true, from("10.0.0.1")))
		for range tries - 1 {
			if got := fault.KindOf(try(false, from("10.0.0.1"))); got != fault.Invalid {
				t.Fatalf("here the mistakes were not forgotten: %s", got)
			}
		}
		if got := fault.KindOf(try(false, from("10.0.0.2"))); got != fault.Invalid {
			t.Fatalf("the eighth mistake elsewhere: %s", got)
		}
		if got := answer(try(true, from("10.0.0.2"))); got != "rate-limited" {
			t.Errorf("elsewhere the mistakes were forgotten too: %q", got)
		}
	})
}

// TestABurstOfGuesses: forty guesses at the same moment are eight that are told to be wrong, and the right one among
// those that came too late is not told to be right.
func TestABurstOfGuesses(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		try := ways(w, "0912345001", w.member("0912345001"))["signing in"]
		var told, limited atomic.Int64
		var all sync.WaitGroup
		for range 40 {
			all.Go(func() {
				switch err := try(false, from("10.0.0.1")); fault.KindOf(err) {
				case fault.Invalid:
					told.Add(1)
				case fault.RateLimited:
					limited.Add(1)
				default:
					t.Errorf("a guess: %v", err)
				}
			})
		}
		all.Wait()
		if n := told.Load(); n != tries || n+limited.Load() != 40 {
			t.Errorf("%d of 40 were told, %d were refused", n, limited.Load())
		}
		if got := answer(try(true, from("10.0.0.1"))); got != "rate-limited" {
			t.Errorf("after the burst the right password: %q", got)
		}
	})
}

// TestFormsFromOneAddress: a class may register in one room; what comes after the hundredth form waits.
func TestFormsFromOneAddress(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		room, other := from("10.0.0.1"), from("10.0.0.2")
		ask := func(n int, d account.Device) error {
			return second(w.AskMail(ctx, fmt.Sprintf("ai-%d@vi-du.vn", n), d))
		}
		for n := range 100 {
			if err := ask(n, room); err != nil {
				t.Fatalf("wish %d: %v", n+1, err)
			}
		}
		if got := answer(ask(100, room)); got != "rate-limited" {
			t.Errorf("the next one: %q", got)
		}
		if got := answer(ask(100, other)); got != "" {
			t.Errorf("from another room: %q", got)
		}
		form := account.Registration{Name: "Lò Thị Ánh", Contact: "0912345002", Password: password, Consent: true}
		if got := answer(second(w.Register(ctx, form, w.province, room, false))); got != "" {
			t.Errorf("registering is counted apart from mail: %q", got)
		}
		w.clock.Advance(lockedIn + time.Second)
		if got := answer(ask(101, room)); got != "" {
			t.Errorf("a quarter of an hour later: %q", got)
		}
	})
}
