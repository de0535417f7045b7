package account

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/base64"

	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/id"
)

// CallerBySession resolves an access token's session with the rights of this moment. Error kind: Unauthenticated.
func (s *Service) CallerBySession(ctx context.Context, session id.ID) (*Caller, error) {
	c, err := s.Store.CallerBySession(ctx, session, clock.Now(s.Clock))
	if fault.Is(err, fault.NotFound) {
		return nil, fault.New(fault.Unauthenticated, "signin.needed")
	}
	return c, err
}

// Refresh exchanges a refresh token for its successor. For 60 s, or until the successor is used, the old token gives
// the same successor again: a reply that was lost does no harm. After that its use means that it was copied, and
// the whole session ends. Error kind: Unauthenticated.
func (s *Service) Refresh(ctx context.Context, token string) (Tokens, error) {
	refused := fault.New(fault.Unauthenticated, "signin.needed")
	hash := TokenHash(token)
	r, err := s.Store.RefreshToken(ctx, hash)
	if fault.Is(err, fault.NotFound) {
		return Tokens{}, refused
	}
	if err != nil {
		return Tokens{}, err
	}
	now := clock.Now(s.Clock)
	if r.Dead || r.Expires <= now {
		return Tokens{}, refused
	}
	if r.Replaced == 0 {
		c, err := s.CallerBySession(ctx, r.Session)
		if err != nil {
			return Tokens{}, err
		}
		next := s.newToken()
		ok, err := s.Store.ReplaceRefresh(ctx, hash, TokenHash(next), seal(token, next), r.Session, lifeOf(c.Staff))
		if err != nil {
			return Tokens{}, err
		}
		if ok {
			return s.refreshed(ctx, r.Session, next)
		}
		if r, err = s.Store.RefreshToken(ctx, hash); err != nil { // another request was first
			return Tokens{}, err
		}
	}
	if r.SuccessorUsed || now.Sub(r.Replaced) > RefreshGrace {
		if err := s.Store.RevokeSession(ctx, r.Account, r.Session); err != nil && !fault.Is(err, fault.NotFound) {
			return Tokens{}, err
		}
		return Tokens{}, refused
	}
	next, err := unseal(token, r.Successor)
	if err != nil {
		return Tokens{}, err
	}
	return s.refreshed(ctx, r.Session, next)
}

func (s *Service) refreshed(ctx context.Context, session id.ID, refresh string) (Tokens, error) {
	c, err := s.CallerBySession(ctx, session)
	if err != nil {
		return Tokens{}, err
	}
	return Tokens{Session: Session{ID: session, API: true, Expires: c.Expires}, Refresh: refresh, Caller: c}, nil
}

// seal encrypts the successor under the token before it, so that the table alone opens nothing.
// Each key is used once, so a fixed nonce is sound.
func seal(token, next string) string {
	return base64.RawURLEncoding.EncodeToString(gcm(token).Seal(nil, make([]byte, 12), []byte(next), nil))
}

func unseal(token, sealed string) (string, error) {
	b, err := base64.RawURLEncoding.DecodeString(sealed)
	if err != nil {
		return "", fault.New(fault.Internal, "error.internal").Because(err)
	}
	next, err := gcm(token).Open(nil, make([]byte, 12), b, nil)
	if err != nil {
		return "", fault.New(fault.Internal, "error.internal").Because(err)
	}
	return string(next), nil
}

func gcm(token string) cipher.AEAD {
	key := sha256.Sum256([]byte("successor\x00" + token))
	block, err := aes.NewCipher(key[:])
	if err != nil { // 32 bytes are a key
		panic(err) //nolint:forbidigo // the key's length is fixed above
	}
	aead, err := cipher.NewGCM(block)
	if err != nil { // AES has the block size that GCM needs
		panic(err) //nolint:forbidigo // the key's length is fixed above
	}
	return aead
}
