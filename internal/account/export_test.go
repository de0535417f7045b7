package account

import "context"

// Limits and counters, for tests over a real database: hashing a password for each of a thousand guesses would take minutes.
const (
	PairTries       = pairTries
	PairTriesNarrow = pairTriesNarrow
	NameTries       = nameTries
	NameWindow      = nameWindow
	AddressTries    = addressTries
	AddressLock     = addressLock
	LockTime        = lockTime
)

// Guess is the counters of one name from one address.
type Guess struct{ guesses }

// Guesses names the counters of a name as seen from an address.
func (s *Service) Guesses(what, name, address string) Guess {
	return Guess{s.guesses(what, name, Device{Address: address})}
}

// Guard refuses an address that has guessed too often.
func (g Guess) Guard(ctx context.Context) error { return g.guard(ctx) }

// Failed counts a wrong guess.
func (g Guess) Failed(ctx context.Context) error { return g.failed(ctx) }

// Succeeded forgets what this address got wrong.
func (g Guess) Succeeded(ctx context.Context) error { return g.succeeded(ctx) }

// ThrottleKey is the name of a counter in the table.
func (s *Service) ThrottleKey(kind, value string) string { return s.throttleKey(kind, value) }
