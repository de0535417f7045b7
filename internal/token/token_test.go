package token

import (
	"context"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"maps"
	"strings"
	"testing"
	"time"

	"hocso/internal/account"
	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/id"
)

// keeper is a store in memory.
type keeper struct {
	keys  []account.SigningKey
	reads int
	err   error
}

func (k *keeper) SigningKeys(_ context.Context, purpose string) ([]account.SigningKey, error) {
	k.reads++
	if purpose != account.PurposeAccess {
		return nil, errors.New("another purpose")
	}
	return k.keys, k.err
}

func (k *keeper) AddSigningKey(_ context.Context, _ string, key account.SigningKey) error {
	k.keys = append(k.keys, key)
	return k.err
}

func newService(k *keeper, c clock.Clock) *Service {
	return &Service{Store: k, IDs: id.NewSource(nil), Clock: c}
}

// b64 is a part of a token.
func b64(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

type parts = map[string]any

// signed makes a token as an attacker or a careless issuer would.
func signed(key ed25519.PrivateKey, header, payload parts) string {
	text := b64(header) + "." + b64(payload)
	return text + "." + base64.RawURLEncoding.EncodeToString(ed25519.Sign(key, []byte(text)))
}

func changed(m parts, name string, v any) parts {
	m = maps.Clone(m)
	if v == nil {
		delete(m, name)
	} else {
		m[name] = v
	}
	return m
}

// TestMutants: every way in which a token can be wrong is refused, and the token that they were made from is taken.
func TestMutants(t *testing.T) {
	ctx, c, k := t.Context(), clock.NewFrozen(time.Unix(1_800_000_000, 0)), &keeper{}
	s := newService(k, c)
	want := Subject{Account: s.IDs.New(), Session: s.IDs.New()}
	good, _, err := s.Issue(ctx, want, clock.Now(c).Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	key := ed25519.NewKeyFromSeed(k.keys[0].Private)
	public := key.Public().(ed25519.PublicKey)
	_, foreign, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	now := c.Now().Unix()
	h := parts{"alg": "EdDSA", "typ": "at+jwt", "kid": k.keys[0].ID}
	p := parts{
		"iss": Issuer, "aud": []string{Audience}, "sub": want.Account.String(), "sid": want.Session.String(), "iat": now, "nbf": now, "exp": now + 900,
	}
	for name, control := range map[string]string{"issued": good, "made by hand": signed(key, h, p)} {
		if got, err := s.Verify(ctx, control); err != nil || got != want {
			t.Fatalf("control %s: %v, %v", name, got, err)
		}
	}
	hs256 := func(header parts) string {
		text := b64(header) + "." + b64(p)
		m := hmac.New(sha256.New, public)
		m.Write([]byte(text))
		return text + "." + base64.RawURLEncoding.EncodeToString(m.Sum(nil))
	}
	jwk := parts{"kty": "OKP", "crv": "Ed25519", "x": base64.RawURLEncoding.EncodeToString(foreign.Public().(ed25519.PublicKey))}
	cut := strings.LastIndexByte(good, '.')
	for name, token := range map[string]string{
		"none":                     b64(changed(h, "alg", "none")) + "." + b64(p) + ".",
		"None":                     b64(changed(h, "alg", "None")) + "." + b64(p) + ".",
		"none, old signature":      b64(changed(h, "alg", "none")) + "." + b64(p) + good[cut:],
		"HS256 with public key":    hs256(changed(h, "alg", "HS256")),
		"EdDSA said, HMAC done":    hs256(h),
		"foreign key":              signed(foreign, h, p),
		"foreign key in header":    signed(foreign, changed(h, "jwk", jwk), p),
		"right key, jwk header":    signed(key, changed(h, "jwk", jwk), p),
		"right key, jku header":    signed(key, changed(h, "jku", "https://evil.example/jwks"), p),
		"right key, x5u header":    signed(key, changed(h, "x5u", "https://evil.example/x"), p),
		"right key, crit header":   signed(key, changed(h, "crit", []string{"exp"}), p),
		"right key, b64 header":    signed(key, changed(h, "b64", false), p),
		"no kid":                   signed(key, changed(h, "kid", nil), p),
		"unknown kid":              signed(key, changed(h, "kid", "other"), p),
		"kid is a path":            signed(key, changed(h, "kid", "../../dev/null"), p),
		"kid is SQL":               signed(key, changed(h, "kid", "' OR 1=1 --"), p),
		"kid is a number":          signed(key, changed(h, "kid", 1), p),
		"another type":             signed(key, changed(h, "typ", "JWT"), p),
		"no type":                  signed(key, changed(h, "typ", nil), p),
		"expired":                  signed(key, h, changed(p, "exp", now-1)),
		"expires now":              signed(key, h, changed(p, "exp", now)),
		"no expiry":                signed(key, h, changed(p, "exp", nil)),
		"expiry is text":           signed(key, h, changed(p, "exp", "never")),
		"not yet":                  signed(key, h, changed(p, "nbf", now+60)),
		"no nbf":                   signed(key, h, changed(p, "nbf", nil)),
		"wrong issuer":             signed(key, h, changed(p, "iss", "other")),
		"no issuer":                signed(key, h, changed(p, "iss", nil)),
		"wrong audience":           signed(key, h, changed(p, "aud", []string{"other"})),
		"no audience":              signed(key, h, changed(p, "aud", nil)),
		"no subject":               signed(key, h, changed(p, "sub", nil)),
		"subject is no id":         signed(key, h, changed(p, "sub", "admin")),
		"no session":               signed(key, h, changed(p, "sid", nil)),
		"session is no id":         signed(key, h, changed(p, "sid", "1")),
		"payload changed":          b64(h) + "." + b64(changed(p, "sub", s.IDs.New().String())) + good[cut:],
		"signature cut":            good[:len(good)-4],
		"no signature":             good[:cut+1],
		"two parts":                good[:cut],
		"four parts":               good + ".x",
		"signature padded":         good + "==",
		"last character changed":   flip(good),
		"space inside":             strings.Replace(good, ".", ". ", 1),
		"empty":                    "",
		"dots":                     "..",
		"100 kB of dots":           strings.Repeat(".", 100_000),
		"100 kB in the header":     signed(key, changed(h, "pad", strings.Repeat("x", 100_000)), p),
		"nothing that is base64":   "§.§.§",
		"header is an array":       b64([]int{1}) + good[strings.IndexByte(good, '.'):],
		"payload is a JSON string": signed2(key, b64(h), b64("x")),
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := s.Verify(ctx, token); !fault.Is(err, fault.Unauthenticated) {
				t.Errorf("%v, %v; want unauthenticated", got, err)
			}
		})
	}
}

func signed2(key ed25519.PrivateKey, header, payload string) string {
	text := header + "." + payload
	return text + "." + base64.RawURLEncoding.EncodeToString(ed25519.Sign(key, []byte(text)))
}

// flip sets the unused bits of the last character: the same signature to a lenient decoder.
func flip(token string) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	at := strings.IndexByte(alphabet, token[len(token)-1])
	return token[:len(token)-1] + string(alphabet[at^1])
}

func TestLifeEndsWithTheSession(t *testing.T) {
	ctx, c := t.Context(), clock.NewFrozen(time.Unix(1_800_000_000, 0))
	s := newService(&keeper{}, c)
	sub := Subject{Account: s.IDs.New(), Session: s.IDs.New()}
	for _, tt := range []struct{ session, want time.Duration }{
		{time.Hour, account.AccessLife}, {5 * time.Minute, 5 * time.Minute},
	} {
		signed, life, err := s.Issue(ctx, sub, clock.Now(c).Add(tt.session))
		if err != nil || life != tt.want {
			t.Fatalf("%v, %v; want %v", life, err, tt.want)
		}
		c.Advance(tt.want - time.Second)
		if _, err := s.Verify(ctx, signed); err != nil {
			t.Errorf("a second before its end: %v", err)
		}
		c.Advance(time.Second)
		if _, err := s.Verify(ctx, signed); err == nil {
			t.Error("at its end it is still good")
		}
	}
}

// TestReplicas: a token of one copy of the program is good at another, also when the key is newer than its start.
func TestReplicas(t *testing.T) {
	ctx, c, k := t.Context(), clock.NewFrozen(time.Unix(1_800_000_000, 0)), &keeper{}
	one, two := newService(k, c), newService(k, c)
	sub := Subject{Account: one.IDs.New(), Session: one.IDs.New()}
	if _, err := two.JWKS(ctx); err != nil { // makes the first key
		t.Fatal(err)
	}
	if _, err := one.JWKS(ctx); err != nil {
		t.Fatal(err)
	}
	k.keys = append(k.keys, account.SigningKey{ID: "next", Private: make([]byte, ed25519.SeedSize)}) // a rotation elsewhere
	three := newService(k, c)
	signed, _, err := three.Issue(ctx, sub, clock.Now(c).Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	c.Advance(reloadEvery)
	for i, s := range []*Service{one, two} {
		if got, err := s.Verify(ctx, signed); err != nil || got != sub {
			t.Errorf("replica %d: %v, %v", i+1, got, err)
		}
	}
	keys, err := three.JWKS(ctx)
	if err != nil || len(keys) != 2 || keys[1].KeyID != "next" {
		t.Fatalf("%v, %v", keys, err)
	}
	for _, v := range keys {
		if x, err := base64.RawURLEncoding.DecodeString(v.X); err != nil || len(x) != ed25519.PublicKeySize {
			t.Errorf("key %s: %d bytes, %v", v.KeyID, len(x), err)
		}
	}
}

// TestUnknownKeysDoNotReachTheDatabase more than once in a while.
func TestUnknownKeysDoNotReachTheDatabase(t *testing.T) {
	ctx, c, k := t.Context(), clock.NewFrozen(time.Unix(1_800_000_000, 0)), &keeper{}
	s := newService(k, c)
	if _, err := s.JWKS(ctx); err != nil {
		t.Fatal(err)
	}
	_, foreign, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	before := k.reads
	for range 100 {
		token := signed(foreign, parts{"alg": "EdDSA", "typ": kind, "kid": s.IDs.Code(16)}, parts{})
		if _, err := s.Verify(ctx, token); err == nil {
			t.Fatal("a foreign token is good")
		}
	}
	if k.reads != before {
		t.Errorf("%d reads", k.reads-before)
	}
}

func TestStorageFailureIsNotTheTokensFault(t *testing.T) {
	ctx, c, k := t.Context(), clock.NewFrozen(time.Unix(1_800_000_000, 0)), &keeper{}
	s := newService(k, c)
	good, _, err := s.Issue(ctx, Subject{Account: s.IDs.New(), Session: s.IDs.New()}, clock.Now(c).Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	k.err = fault.New(fault.Unavailable, "error.unavailable")
	if _, err := newService(k, c).Verify(ctx, good); !fault.Is(err, fault.Unavailable) {
		t.Errorf("%v, want unavailable", err)
	}
	k.err, k.keys[0].Private = nil, []byte("short")
	if _, err := newService(k, c).Verify(ctx, good); err == nil {
		t.Error("a broken key verifies")
	}
}
