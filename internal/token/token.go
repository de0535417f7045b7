// Package token signs and verifies the access tokens of the API: JWTs (RFC 7519, RFC 9068) with Ed25519 (RFC 8037)
// and nothing else. A token only names a session; whether that session and its rights still stand is asked per request.
package token

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"hocso/internal/account"
	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/id"
)

// What every token says of itself.
const (
	Issuer   = "hocso"
	Audience = "hocso-api"
	kind     = "at+jwt" // RFC 9068: keeps tokens that were made for something else out
	maxBytes = 2048     // ours have about 400
)

// reloadEvery bounds how often tokens with unknown keys can make the keys be read again.
const reloadEvery = 10 * time.Second

// KeyStore keeps the signing keys of the deployment.
type KeyStore interface {
	SigningKeys(ctx context.Context, purpose string) ([]account.SigningKey, error)
	AddSigningKey(ctx context.Context, purpose string, k account.SigningKey) error
}

// Service issues and verifies access tokens. It is safe for concurrent use.
type Service struct {
	Store KeyStore
	IDs   *id.Source
	Clock clock.Clock

	mu   sync.Mutex
	keys []key
	read time.Time
}

type key struct {
	id      string
	private ed25519.PrivateKey
}

func (k key) public() ed25519.PublicKey {
	return k.private.Public().(ed25519.PublicKey) //nolint:forcetypeassert // crypto/ed25519 says so
}

// Subject is whom a token stands for.
type Subject struct{ Account, Session id.ID }

type claims struct {
	jwt.RegisteredClaims
	Session string `json:"sid"`
}

// Issue signs a token that is good for account.AccessLife, and never beyond the end of its session.
// Error kinds: Unavailable, Full.
func (s *Service) Issue(ctx context.Context, sub Subject, sessionEnds clock.Micro) (signed string, life time.Duration, err error) {
	k, err := s.signing(ctx)
	if err != nil {
		return "", 0, err
	}
	now := s.Clock.Now()
	life = min(account.AccessLife, sessionEnds.Time().Sub(now))
	t := jwt.NewWithClaims(jwt.SigningMethodEdDSA, claims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: Issuer, Audience: jwt.ClaimStrings{Audience}, Subject: sub.Account.String(), ID: s.IDs.Code(16),
			IssuedAt: jwt.NewNumericDate(now), NotBefore: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(life)),
		},
		Session: sub.Session.String(),
	})
	t.Header["kid"], t.Header["typ"] = k.id, kind
	signed, err = t.SignedString(k.private)
	if err != nil {
		return "", 0, fmt.Errorf("token: %w", err)
	}
	return signed, life, nil
}

// Verify checks a token and says whom it stands for. Error kinds: Unauthenticated for everything that is wrong with
// the token, Unavailable when the keys cannot be read.
func (s *Service) Verify(ctx context.Context, signed string) (Subject, error) {
	refused := fault.New(fault.Unauthenticated, "signin.needed")
	if len(signed) > maxBytes {
		return Subject{}, refused
	}
	var c claims
	_, err := jwt.NewParser(
		jwt.WithValidMethods([]string{jwt.SigningMethodEdDSA.Alg()}), jwt.WithIssuer(Issuer), jwt.WithAudience(Audience),
		jwt.WithExpirationRequired(), jwt.WithNotBeforeRequired(), jwt.WithTimeFunc(s.Clock.Now), jwt.WithStrictDecoding(),
	).ParseWithClaims(signed, &c, func(t *jwt.Token) (any, error) { return s.verifying(ctx, t) })
	if err != nil {
		if storage, ok := errors.AsType[*fault.Error](err); ok {
			return Subject{}, storage
		}
		return Subject{}, refused.Because(err)
	}
	acc, err1 := id.Parse(c.Subject)
	session, err2 := id.Parse(c.Session)
	if err := errors.Join(err1, err2); err != nil {
		return Subject{}, refused.Because(err)
	}
	return Subject{Account: acc, Session: session}, nil
}

// verifying picks the key by its id alone; what else a header brings along (jwk, jku, x5u, crit) is refused.
func (s *Service) verifying(ctx context.Context, t *jwt.Token) (any, error) {
	for name := range t.Header {
		if name != "alg" && name != "kid" && name != "typ" {
			return nil, fmt.Errorf("token: header %q", name)
		}
	}
	kid, ok := t.Header["kid"].(string)
	if !ok || t.Header["typ"] != kind {
		return nil, errors.New("token: no kid, or another kind of token")
	}
	keys, err := s.known(ctx, kid)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(keys, func(k key) bool { return k.id == kid })
	if i < 0 {
		return nil, errors.New("token: unknown key")
	}
	return keys[i].public(), nil
}

// known are the keys, read again when kid is not among them: another replica may have made it.
func (s *Service) known(ctx context.Context, kid string) ([]key, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.Clock.Now()
	if slices.ContainsFunc(s.keys, func(k key) bool { return k.id == kid }) || (!s.read.IsZero() && now.Sub(s.read) < reloadEvery) {
		return s.keys, nil
	}
	return s.keys, s.load(ctx, now)
}

// signing is the newest key; the first is made when it is first needed.
func (s *Service) signing(ctx context.Context) (key, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.Clock.Now()
	if len(s.keys) == 0 {
		if err := s.load(ctx, now); err != nil {
			return key{}, err
		}
	}
	if len(s.keys) == 0 {
		made := account.SigningKey{ID: s.IDs.Code(16), Private: s.IDs.Bytes(ed25519.SeedSize)}
		if err := s.Store.AddSigningKey(ctx, account.PurposeAccess, made); err != nil {
			return key{}, err
		}
		if err := s.load(ctx, now); err != nil {
			return key{}, err
		}
	}
	return s.keys[len(s.keys)-1], nil
}

// load reads the keys; the caller holds the lock.
func (s *Service) load(ctx context.Context, now time.Time) error {
	kept, err := s.Store.SigningKeys(ctx, account.PurposeAccess)
	if err != nil {
		return err
	}
	keys := make([]key, len(kept))
	for i, k := range kept {
		if len(k.Private) != ed25519.SeedSize {
			return fmt.Errorf("token: key %s has %d bytes", k.ID, len(k.Private))
		}
		keys[i] = key{k.ID, ed25519.NewKeyFromSeed(k.Private)}
	}
	s.keys, s.read = keys, now
	return nil
}
