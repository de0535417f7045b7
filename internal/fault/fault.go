// Package fault is the one error vocabulary of hocso: what went wrong, in words that the edge can
// translate, with nothing in it that a stranger may not read.
package fault

import (
	"errors"
	"fmt"
	"time"
)

// Kind says what the caller can do about an error. The HTTP status of each kind is decided at the edge (httpx).
type Kind uint8

// The kinds, from the caller's mistakes to ours.
const (
	Internal        Kind = iota // a bug or an unforeseen failure; detail is logged, never sent
	Invalid                     // the input cannot be taken as it is; Fields say where
	Unauthenticated             // no valid sign-in
	Forbidden                   // signed in, and known to exist to the caller, but not allowed
	NotFound                    // absent, or not the caller's to know of
	Conflict                    // the state of the thing forbids this now (late, already submitted, no tries left)
	Gone                        // it was there once and will not come back (used link, expired code)
	TooLarge                    // the body or a value is over its limit
	RateLimited                 // too many tries; RetryAfter says when to come back
	Mismatch                    // the same client key came with another body
	Unavailable                 // storage or a queue cannot take it now; nothing was stored; RetryAfter is set
	Full                        // the disk is full; nothing was stored
)

var kindNames = [...]string{
	"internal", "invalid", "unauthenticated", "forbidden", "not-found", "conflict", "gone",
	"too-large", "rate-limited", "mismatch", "unavailable", "full",
}

// String is the kind's stable name: problem documents and logs use it.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return fmt.Sprintf("kind(%d)", uint8(k))
}

// Args are the named values of a message, for example {"max": 40}. Values are text or numbers.
type Args map[string]any

// Field is one input that was refused. Name is the form's or JSON's field name; Key and Args are its message.
type Field struct {
	Name string
	Key  string
	Args Args
}

// Error is an error that a person may read once its Key is translated. Cause is for the log only.
type Error struct {
	Kind       Kind
	Key        string // a key of assets/i18n
	Args       Args
	Fields     []Field
	RetryAfter time.Duration // for RateLimited, Unavailable and Full; 0 means the edge's default
	Cause      error
}

// Error is for logs: kind, key, the refused fields' names and the cause.
func (e *Error) Error() string {
	s := e.Kind.String() + ": " + e.Key
	for _, f := range e.Fields {
		s += " [" + f.Name + ": " + f.Key + "]"
	}
	if e.Cause != nil {
		s += ": " + e.Cause.Error()
	}
	return s
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// New makes an error of a kind with a message key.
func New(k Kind, key string) *Error { return &Error{Kind: k, Key: key} }

// With returns a copy that carries the arguments of its message.
func (e *Error) With(args Args) *Error {
	c := *e
	c.Args = args
	return &c
}

// After returns a copy that says when to try again.
func (e *Error) After(d time.Duration) *Error {
	c := *e
	c.RetryAfter = d
	return &c
}

// Because returns a copy with a cause for the log.
func (e *Error) Because(cause error) *Error {
	c := *e
	c.Cause = cause
	return &c
}

// Missing is the one answer for what is absent and for what is not the caller's.
func Missing() *Error { return New(NotFound, "error.not-found") }

// KindOf is the kind of the first *Error in err's chain, Internal when there is none.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}

// Is reports whether err carries the kind.
func Is(err error, k Kind) bool { return err != nil && KindOf(err) == k }

// Form collects the refused fields of one input, so that a person is told of all of them at once.
type Form struct{ fields []Field }

// Refuse notes that a field cannot be taken, with the key of the message that says how to mend it.
func (f *Form) Refuse(name, key string, args ...Args) {
	field := Field{Name: name, Key: key}
	if len(args) > 0 {
		field.Args = args[0]
	}
	f.fields = append(f.fields, field)
}

// Err is nil when nothing was refused, otherwise an Invalid error with every field.
func (f *Form) Err() error {
	if len(f.fields) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Key: "error.invalid", Args: Args{"count": len(f.fields)}, Fields: f.fields}
}
