package account

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"math"
	"time"

	"hocso/internal/clock"
	"hocso/internal/fault"
)

// Limits on guessing, the same for every way in (pages, API, codes).
//
// A lock on the name alone would hand strangers a way to keep anyone out: eight wrong guesses every quarter of an
// hour. So what is locked is the name as seen from one network address, and wrong passwords, wrong codes and wrong
// old passwords are counted apart: a person who was locked out by guessing can still use the code of a manager. Guesses
// that come from many addresses at once do not lock the name either; they only narrow every address to a few tries,
// which leaves the owner's own tries open and an attacker with K addresses pairTriesNarrow·K guesses a quarter of an
// hour, all of them behind the hashing queue. What is left open on purpose: someone behind the owner's own address
// can lock the two of them out for lockTime, and not longer at a time.
const (
	pairTries       = 8               // wrong guesses at one name from one address
	pairTriesNarrow = 3               // the same while the name is being guessed at from many addresses
	nameTries       = 100             // wrong guesses at one name from anywhere, after which its addresses are narrowed
	nameWindow      = time.Hour       // in which they are counted, and for which the narrowing holds
	addressTries    = 300             // at any names from one address: an office or a mobile network shares one
	addressLock     = 5 * time.Minute // short, because it holds up everyone behind the address
	formTries       = 100             // registrations, or wishes for mail, from one address: a class registers in one room
	mailTries       = 3               // mailed links to one address; the last one sent stays good
	tryWindow       = 15 * time.Minute
	lockTime        = 15 * time.Minute
)

// throttleKey hides what is counted: the table tells nobody which numbers exist.
func (s *Service) throttleKey(kind, value string) string {
	m := hmac.New(sha256.New, s.Secret)
	m.Write([]byte(kind + "\x00" + value))
	return kind + ":" + hex.EncodeToString(m.Sum(nil)[:16])
}

// guard refuses when a key is locked. Error kind: RateLimited.
func (s *Service) guard(ctx context.Context, keys ...string) error {
	now := clock.Now(s.Clock)
	for _, k := range keys {
		until, err := s.Store.Throttled(ctx, k)
		if err != nil {
			return err
		}
		if until > now {
			wait := until.Sub(now)
			return fault.New(fault.RateLimited, "signin.locked").After(wait).
				With(fault.Args{"count": int(math.Ceil(wait.Minutes()))})
		}
	}
	return nil
}

// guesses counts what is tried against one name from one address.
type guesses struct {
	s                   *Service
	pair, name, address string // keys
}

// guesses names the counters. what tells apart the secrets that are guessed at.
func (s *Service) guesses(what, name string, d Device) guesses {
	return guesses{
		s: s, pair: s.throttleKey(what+"-pair", name+"\x00"+d.Address), name: s.throttleKey(what+"-name", name),
		address: s.throttleKey("from", d.Address),
	}
}

// guard refuses an address that has guessed too often. Error kind: RateLimited.
func (g guesses) guard(ctx context.Context) error { return g.s.guard(ctx, g.pair, g.address) }

// failed counts one wrong guess. What it writes does not depend on whether the name exists. A guess that was compared
// while another one locked the pair is not told to be wrong: of a burst, only those before the lock are answered.
// Error kind: RateLimited.
func (g guesses) failed(ctx context.Context) error {
	tries := pairTries
	until, err := g.s.Store.Throttled(ctx, g.name)
	if err != nil {
		return err
	}
	if until > clock.Now(g.s.Clock) {
		tries = pairTriesNarrow
	}
	late, err := g.s.Store.CountFailure(ctx, g.pair, tries, tryWindow, lockTime)
	if err != nil {
		return err
	}
	if late {
		return g.guard(ctx)
	}
	if _, err := g.s.Store.CountFailure(ctx, g.name, nameTries, nameWindow, nameWindow); err != nil {
		return err
	}
	_, err = g.s.Store.CountFailure(ctx, g.address, addressTries, tryWindow, addressLock)
	return err
}

// succeeded forgets what this address got wrong before. The name's count stays: it is others' guessing.
func (g guesses) succeeded(ctx context.Context) error { return g.s.Store.ClearFailures(ctx, g.pair) }
