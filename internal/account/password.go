package account

import (
	"context"
	"encoding/base64"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"hocso/internal/fault"
	"hocso/internal/vntext"
)

// Limits of a password, in characters. No composition rules, no forced change (NIST SP 800-63B-4).
const (
	MinPassword = 8
	MaxPassword = 128
)

// Passwords hashes with argon2id (19 MiB, t=2, p=1: OWASP's minimum). It runs at most one hash per core at a time
// and lets only so many wait, so that a storm of sign-ins starves neither memory nor lessons.
type Passwords struct {
	params  *argon2id.Params
	permits chan struct{}
	queue   chan struct{}
	dummy   string
	calm    *time.Timer
}

// calmAfter is how long nobody must have signed in before the memory of the hashes goes back to the system.
const calmAfter = 2 * time.Second

// NewPasswords makes a hasher with a permit per core and a queue of 64.
func NewPasswords() *Passwords {
	p := &Passwords{
		params:  &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32},
		permits: make(chan struct{}, runtime.GOMAXPROCS(0)),
		queue:   make(chan struct{}, runtime.GOMAXPROCS(0)+64),
		calm:    time.AfterFunc(calmAfter, debug.FreeOSMemory), // what the start has used goes too
	}
	zeros := func(n uint32) string { return base64.RawStdEncoding.EncodeToString(make([]byte, n)) }
	p.dummy = fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, p.params.Memory, p.params.Iterations,
		p.params.Parallelism, zeros(p.params.SaltLength), zeros(p.params.KeyLength))
	return p
}

func (p *Passwords) do(ctx context.Context, f func() error) error {
	busy := fault.New(fault.Unavailable, "error.busy").After(5 * time.Second)
	select {
	case p.queue <- struct{}{}:
		defer func() { <-p.queue }()
	default:
		return busy
	}
	select {
	case p.permits <- struct{}{}:
		defer func() { <-p.permits }()
	case <-ctx.Done():
		return busy.Because(ctx.Err())
	}
	defer p.calm.Reset(calmAfter)
	return f()
}

// Hash makes a PHC string. Error kind: Unavailable when too many are waiting.
func (p *Passwords) Hash(ctx context.Context, password string) (hash string, err error) {
	err = p.do(ctx, func() error {
		hash, err = argon2id.CreateHash(norm.NFC.String(password), p.params)
		return err
	})
	return hash, err
}

// Check compares. An empty hash costs the same time and is never right: an unknown name looks like a wrong password.
func (p *Passwords) Check(ctx context.Context, password, hash string) (ok bool, err error) {
	unknown := hash == ""
	if unknown {
		hash = p.dummy
	}
	err = p.do(ctx, func() error {
		ok, err = argon2id.ComparePasswordAndHash(norm.NFC.String(password), hash)
		return err
	})
	return ok && !unknown, err
}

// checkPassword notes what is wrong with a new password. name and contacts are the person's, as far as they are known.
func checkPassword(form *fault.Form, password, name string, contacts ...Contact) {
	switch n := passwordLength(password); {
	case n < MinPassword:
		form.Refuse("password", "password.short", fault.Args{"min": MinPassword})
	case n > MaxPassword:
		form.Refuse("password", "password.long", fault.Args{"max": MaxPassword})
	case guessable(vntext.Fold(password), vntext.Fold(name), contacts):
		form.Refuse("password", "password.guessable")
	}
}

// passwordLength counts characters as people see them; beyond the limit it stops caring.
func passwordLength(password string) int {
	if len(password) > MaxPassword*utf8.UTFMax*2 { // far over, and not worth normalising
		return MaxPassword + 1
	}
	return utf8.RuneCountInString(norm.NFC.String(password))
}

// guessable reports what a stranger tries first: lists of common passwords, one letter over and over, the person's
// own name, number or address.
func guessable(folded, name string, contacts []Contact) bool {
	first, _ := utf8.DecodeRuneInString(folded)
	if folded == "" || strings.Trim(folded, string(first)) == "" || common(folded) {
		return true
	}
	if name != "" && strings.ReplaceAll(folded, " ", "") == strings.ReplaceAll(name, " ", "") {
		return true
	}
	for _, c := range contacts {
		own := strings.TrimPrefix(c.Value, "+84")
		if own != "" && strings.Contains(folded, own) {
			return true
		}
		if local, _, ok := strings.Cut(c.Value, "@"); ok && folded == local {
			return true
		}
	}
	return false
}

// common reports the passwords that every guesser tries first and that are long enough to pass.
func common(folded string) bool {
	switch folded {
	case "12345678", "123456789", "1234567890", "87654321", "matkhau1", "matkhau123", "password", "password1",
		"qwertyuiop", "qwerty123", "11111111", "00000000", "anhyeuem", "emyeuanh", "vietnam123", "abcd1234", "abc12345", "1q2w3e4r":
		return true
	}
	return false
}
