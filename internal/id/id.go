// Package id makes the identifiers of everything hocso stores, and the secrets that it hands out.
package id

import (
	"crypto/rand"
	"database/sql/driver"
	"encoding/base32"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/google/uuid"
)

// ID is a UUIDv7 as 16 bytes. It tells the time it was made, so it is a name and never a secret.
// The zero ID names nothing.
type ID [16]byte

// Zero names nothing; as a database value it is NULL.
var Zero ID

// Source makes identifiers and secrets from one stream of random bytes, which tests replace.
type Source struct{ r io.Reader }

// NewSource reads from r; nil means the operating system's random bytes.
func NewSource(r io.Reader) *Source {
	if r == nil {
		r = rand.Reader
	}
	return &Source{r: r}
}

// New makes an identifier. It panics only when the operating system gives no random bytes.
func (s *Source) New() ID {
	u, err := uuid.NewV7FromReader(s.r)
	if err != nil {
		panic(fmt.Sprintf("id: no random bytes: %v", err)) //nolint:forbidigo // nothing may go on without randomness
	}
	return ID(u)
}

// Bytes reads n random bytes.
func (s *Source) Bytes(n int) []byte {
	b := make([]byte, n)
	if _, err := io.ReadFull(s.r, b); err != nil {
		panic(fmt.Sprintf("id: no random bytes: %v", err)) //nolint:forbidigo // nothing may go on without randomness
	}
	return b
}

// crockford leaves out I, L, O and U, so that a code read aloud or copied by hand stays what it was.
var crockford = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// Code makes a random code of n characters of 5 bits each, in upper case.
func (s *Source) Code(n int) string {
	return crockford.EncodeToString(s.Bytes((n*5 + 7) / 8))[:n]
}

// NormalCode undoes what people do to a code: spaces, dashes, lower case, O for 0, I and L for 1.
func NormalCode(code string) string {
	code = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || r == '.' || r == '\u200b' { // as they come along with a copied code
			return -1
		}
		return r
	}, strings.ToUpper(code))
	return strings.NewReplacer("O", "0", "I", "1", "L", "1").Replace(code)
}

// Digits makes a random number of n decimal digits, each equally likely.
func (s *Source) Digits(n int) string {
	out := make([]byte, 0, n)
	for len(out) < n {
		for _, b := range s.Bytes(n) {
			if b < 250 && len(out) < n { // 250 is a multiple of 10: no digit is favoured
				out = append(out, '0'+b%10)
			}
		}
	}
	return string(out)
}

// Parse reads the 36-character form. Anything else is an error.
func Parse(s string) (ID, error) {
	if len(s) != 36 {
		return Zero, errors.New("id: not 36 characters")
	}
	u, err := uuid.Parse(s)
	if err != nil {
		return Zero, fmt.Errorf("id: %w", err)
	}
	return ID(u), nil
}

// String is the 36-character form.
func (i ID) String() string { return uuid.UUID(i).String() }

// IsZero reports whether the ID names nothing.
func (i ID) IsZero() bool { return i == Zero }

// Ptr is nil for the zero ID: optional columns take it.
func (i ID) Ptr() *ID {
	if i.IsZero() {
		return nil
	}
	return &i
}

// Value gives the bytes to the database: the same BYTEA column on both engines.
func (i ID) Value() (driver.Value, error) {
	if i.IsZero() {
		return nil, nil
	}
	return i[:], nil
}

// Scan reads 16 bytes, or NULL as the zero ID.
func (i *ID) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*i = Zero
		return nil
	case []byte:
		if len(v) == len(i) {
			copy(i[:], v)
			return nil
		}
		return fmt.Errorf("id: %d bytes where 16 belong", len(v))
	default:
		return fmt.Errorf("id: cannot scan %T", src)
	}
}

// MarshalText and UnmarshalText carry the ID in JSON.
func (i ID) MarshalText() ([]byte, error) { return []byte(i.String()), nil }

// UnmarshalText reads the 36-character form.
func (i *ID) UnmarshalText(b []byte) error {
	v, err := Parse(string(b))
	if err != nil {
		return err
	}
	*i = v
	return nil
}
