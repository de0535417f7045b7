package account

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/vntext"
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

// SignIn starts a session. A wrong name, a wrong password and a locked account answer alike, in words and time.
// Error kinds: Invalid (fields contact, password), RateLimited, Unavailable.
func (s *Service) SignIn(ctx context.Context, contact, password string, d Device, api bool) (Tokens, error) {
	var form fault.Form
	c, err := ParseContact("contact", contact)
	if err != nil {
		form.Refuse("contact", fieldKey(err))
	}
	if password == "" {
		form.Refuse("password", "password.missing")
	}
	if err := form.Err(); err != nil {
		return Tokens{}, err
	}
	g := s.guesses("password", c.Kind+c.Value, d)
	if err := g.guard(ctx); err != nil {
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
	if err := g.guard(ctx); err != nil { // again: a burst of guesses passed the first one together
		return Tokens{}, err
	}
	if !ok || a.Locked != 0 {
		if err := g.failed(ctx); err != nil {
			return Tokens{}, err
		}
		form.Refuse("contact", "signin.wrong")
		return Tokens{}, form.Err()
	}
	if err := g.succeeded(ctx); err != nil {
		return Tokens{}, err
	}
	return s.StartSession(ctx, a, d, api)
}

// StartSession signs an account in without a password: right after registration or a reset.
// Error kinds: Unavailable, Full.
func (s *Service) StartSession(ctx context.Context, a Account, d Device, api bool) (Tokens, error) {
	t := Tokens{Token: s.newToken()}
	n := NewSession{
		ID: s.IDs.New(), TokenHash: TokenHash(t.Token), Account: a.ID, API: api,
		Device: label(d.Label), Life: lifeOf(a.Staff),
	}
	if api {
		t.Refresh = s.newToken()
		n.Refresh = TokenHash(t.Refresh)
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

// SignOut ends the caller's session. Error kinds: NotFound when it has ended already, Unavailable, Full.
func (s *Service) SignOut(ctx context.Context, c *Caller) error {
	return s.Store.RevokeSession(ctx, c.Account, c.Session)
}

// Sessions lists the caller's devices, the newest use first. Error kind: Unavailable.
func (s *Service) Sessions(ctx context.Context, c *Caller) ([]Session, error) {
	return s.Store.Sessions(ctx, c.Account, clock.Now(s.Clock))
}
