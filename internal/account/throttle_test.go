package account

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"hocso/internal/clock"
	"hocso/internal/fault"
)

// counters is the part of a store that guessing needs, by the rules of the throttle table.
type counters struct {
	Store
	clock clock.Clock
	rows  map[string]*counter
}

type counter struct {
	failures     int
	first, until clock.Micro
}

func (c *counters) Throttled(_ context.Context, key string) (clock.Micro, error) {
	if r, ok := c.rows[key]; ok {
		return r.until, nil
	}
	return 0, nil
}

func (c *counters) CountFailure(_ context.Context, key string, limit int, window, lock time.Duration) (bool, error) {
	now := clock.Now(c.clock)
	r, ok := c.rows[key]
	if !ok {
		r = &counter{first: now}
		c.rows[key] = r
	}
	if r.first < now.Add(-window) {
		r.failures, r.first = 0, now
	}
	if r.failures++; r.failures < limit {
		return false, nil
	}
	r.failures, r.first, r.until = 0, now, now.Add(lock)
	return true, nil
}

func (c *counters) ClearFailures(_ context.Context, key string) error {
	delete(c.rows, key)
	return nil
}

func newGuessing(t *testing.T) (*Service, *clock.Fake, *counters) {
	t.Helper()
	f := clock.NewFrozen(time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC))
	c := &counters{clock: f, rows: map[string]*counter{}}
	return &Service{Store: c, Clock: f, Secret: []byte("s")}, f, c
}

// tries is how many wrong guesses an address has before it is locked.
func tries(t *testing.T, s *Service, name, address string) int {
	t.Helper()
	g := s.guesses("password", name, Device{Address: address})
	for n := 0; ; n++ {
		if err := g.guard(t.Context()); err != nil {
			if !fault.Is(err, fault.RateLimited) {
				t.Fatal(err)
			}
			return n
		}
		if n > 1000 {
			t.Fatal("never locked")
		}
		if err := g.failed(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

func TestGuessingLocksTheAddressNotTheName(t *testing.T) {
	s, f, _ := newGuessing(t)
	if got := tries(t, s, "anh", "10.0.0.1"); got != pairTries {
		t.Errorf("%d tries", got)
	}
	for name, g := range map[string]guesses{
		"the owner elsewhere":      s.guesses("password", "anh", Device{Address: "10.0.0.2"}),
		"another name from there":  s.guesses("password", "binh", Device{Address: "10.0.0.1"}),
		"a manager's code instead": s.guesses("code", "anh", Device{Address: "10.0.0.1"}),
	} {
		if err := g.guard(t.Context()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	f.Advance(lockTime + time.Second)
	if got := tries(t, s, "anh", "10.0.0.1"); got != pairTries {
		t.Errorf("%d tries after the lock", got)
	}
}

// Guesses from many addresses narrow each of them; the owner's own address still has its tries.
func TestGuessingFromManyAddressesNeverLocksTheOwnerOut(t *testing.T) {
	s, f, _ := newGuessing(t)
	total := 0
	for i := range 200 {
		total += tries(t, s, "anh", fmt.Sprintf("10.0.%d.%d", i/250, i%250))
	}
	if most := nameTries + pairTries + 200*pairTriesNarrow; total > most {
		t.Errorf("200 addresses had %d guesses, at most %d", total, most)
	}
	owner := s.guesses("password", "anh", Device{Address: "192.0.2.1"})
	if err := owner.guard(t.Context()); err != nil {
		t.Errorf("the owner is kept out: %v", err)
	}
	if got := tries(t, s, "anh", "192.0.2.2"); got != pairTriesNarrow {
		t.Errorf("%d tries while the name is guessed at", got)
	}
	f.Advance(nameWindow + time.Second)
	if got := tries(t, s, "anh", "192.0.2.2"); got != pairTries {
		t.Errorf("%d tries when it is over", got)
	}
}

// One address that tries many names is stopped as well, for a short while.
func TestGuessingAtManyNames(t *testing.T) {
	s, f, _ := newGuessing(t)
	n := 0
	for ; n < 2*addressTries; n++ {
		g := s.guesses("password", fmt.Sprint("name ", n), Device{Address: "10.0.0.1"})
		if g.guard(t.Context()) != nil {
			break
		}
		if err := g.failed(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if n != addressTries {
		t.Errorf("%d names", n)
	}
	f.Advance(addressLock + time.Second)
	if err := s.guesses("password", "anh", Device{Address: "10.0.0.1"}).guard(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestSuccessForgetsOwnMistakes(t *testing.T) {
	s, _, _ := newGuessing(t)
	g := s.guesses("password", "anh", Device{Address: "10.0.0.1"})
	for range pairTries - 1 {
		if err := g.failed(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if err := g.succeeded(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := tries(t, s, "anh", "10.0.0.1"); got != pairTries {
		t.Errorf("%d tries after a success", got)
	}
}

func TestThrottleTableTellsNobody(t *testing.T) {
	s, _, c := newGuessing(t)
	if err := s.guesses("password", "phone+84912345678", Device{Address: "203.0.113.9"}).failed(t.Context()); err != nil {
		t.Fatal(err)
	}
	for key := range c.rows {
		if strings.Contains(key, "912345678") || strings.Contains(key, "203.0.113") {
			t.Errorf("key %q", key)
		}
	}
	other := &Service{Secret: []byte("another deployment")}
	if s.throttleKey("name", "anh") == other.throttleKey("name", "anh") || s.throttleKey("a", "b") == s.throttleKey("b", "a") {
		t.Error("keys are not bound to the deployment and the kind")
	}
}
