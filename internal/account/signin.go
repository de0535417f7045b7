package account

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"time"

	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/vntext"
)

// Limits on guessing, the same for every way to sign in (web, API, codes).
const (
	nameFailures = 8 // per contact
	nameWindow   = 15 * time.Minute
	nameLock     = 15 * time.Minute
	fromFailures = 100 // per network address: many people share one at a commune's office
	fromWindow   = 15 * time.Minute
	fromLock     = 15 * time.Minute
)

// Device is where a request comes from.
type Device struct {
	Label   string // shown in the list of devices; ≤ 120 characters
	Address string // network address; kept only as a keyed hash, only while it is counted
}

// Tokens are what a signed-in client holds. Refresh is empty for browsers.
type Tokens struct {
	Session Session
	Token   string // opaque; a browser's cookie
	Refresh string
	Caller  *Caller
}

// TokenHash is what is stored of a token.
func TokenHash(token string) []byte {
	h := sha256.Sum256([]byte(token))
	return h[:]
}

func (s *Service) newToken() string { return base64.RawURLEncoding.EncodeToString(s.IDs.Bytes(32)) }

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
				With(fault.Args{"minutes": int(wait.Minutes()) + 1})
		}
	}
	return nil
}

// countFailure counts one wrong guess against a name and an address.
func (s *Service) countFailure(ctx context.Context, nameKey, fromKey string) error {
	if _, err := s.Store.CountFailure(ctx, nameKey, nameFailures, nameWindow, nameLock); err != nil {
		return err
	}
	_, err := s.Store.CountFailure(ctx, fromKey, fromFailures, fromWindow, fromLock)
	return err
}

// SignIn starts a session. A wrong name and a wrong password answer alike, in words and time.
// Error kinds: Invalid (fields contact, password), RateLimited, Unavailable.
func (s *Service) SignIn(ctx context.Context, contact, password string, d Device, api bool) (Tokens, error) {
	c, err := ParseContact("contact", contact)
	if err != nil {
		return Tokens{}, err
	}
	var form fault.Form
	if password == "" {
		form.Refuse("password", "password.missing")
		return Tokens{}, form.Err()
	}
	nameKey, fromKey := s.throttleKey("name", c.Kind+c.Value), s.throttleKey("from", d.Address)
	if err := s.guard(ctx, nameKey, fromKey); err != nil {
		return Tokens{}, err
	}
	a, err := s.Store.AccountByContact(ctx, c)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return Tokens{}, err
	}
	ok, err := s.Passwords.Check(ctx, password, a.PasswordHash)
	if err != nil {
		return Tokens{}, err
	}
	if !ok || a.Locked != 0 {
		if err := s.countFailure(ctx, nameKey, fromKey); err != nil {
			return Tokens{}, err
		}
		form.Refuse("contact", "signin.wrong")
		return Tokens{}, form.Err()
	}
	if err := s.Store.ClearFailures(ctx, nameKey); err != nil {
		return Tokens{}, err
	}
	return s.StartSession(ctx, a, d, api)
}

// StartSession signs an account in without a password: right after registration or a reset.
func (s *Service) StartSession(ctx context.Context, a Account, d Device, api bool) (Tokens, error) {
	t := Tokens{Token: s.newToken()}
	n := NewSession{
		ID: s.IDs.New(), TokenHash: TokenHash(t.Token), Account: a.ID, API: api,
		Device: label(d.Label), Life: lifeOf(a.Staff),
	}
	if api {
		t.Refresh = s.newToken()
		n.Refresh, n.Life = TokenHash(t.Refresh), RefreshLife
	}
	if err := s.Store.AddSession(ctx, n); err != nil {
		return Tokens{}, err
	}
	caller, err := s.Store.CallerByToken(ctx, n.TokenHash, clock.Now(s.Clock))
	if err != nil {
		return Tokens{}, err
	}
	t.Caller = caller
	t.Session = Session{ID: n.ID, API: api, Device: n.Device, Expires: caller.Expires}
	return t, nil
}

func lifeOf(staff bool) time.Duration {
	if staff {
		return StaffSessionLife
	}
	return SessionLife
}

// label cuts a device's name to what a list can show.
func label(s string) string {
	r := []rune(vntext.Normal(s))
	if len(r) > 120 {
		r = r[:120]
	}
	return string(r)
}

// Caller resolves a browser's token with the rights of this moment. Error kind: Unauthenticated.
// A session in use slides forward, at most once an hour.
func (s *Service) Caller(ctx context.Context, token string) (*Caller, error) {
	now := clock.Now(s.Clock)
	c, err := s.Store.CallerByToken(ctx, TokenHash(token), now)
	if fault.Is(err, fault.NotFound) || (err == nil && c.API) {
		return nil, fault.New(fault.Unauthenticated, "signin.needed")
	}
	if err != nil {
		return nil, err
	}
	if now.Sub(c.Seen) > time.Hour {
		if err := s.Store.Touch(ctx, c.Session, lifeOf(c.Staff)); err != nil && !fault.Is(err, fault.Unavailable) && !fault.Is(err, fault.Full) {
			return nil, err // reading goes on while storage cannot write
		}
	}
	return c, nil
}

// SignOut ends the caller's session.
func (s *Service) SignOut(ctx context.Context, c *Caller) error {
	return s.Store.RevokeSession(ctx, c.Account, c.Session)
}

// Sessions lists the caller's devices, the newest use first.
func (s *Service) Sessions(ctx context.Context, c *Caller) ([]Session, error) {
	return s.Store.Sessions(ctx, c.Account, clock.Now(s.Clock))
}
