package token

import (
	"context"
	"encoding/base64"
)

// JWK is a public key (RFC 7517, RFC 8037).
type JWK struct {
	KeyType   string `json:"kty" doc:"Always OKP."`
	Curve     string `json:"crv" doc:"Always Ed25519."`
	X         string `json:"x" doc:"The public key, base64url."`
	KeyID     string `json:"kid" doc:"What the header of a token names."`
	Use       string `json:"use" doc:"Always sig."`
	Algorithm string `json:"alg" doc:"Always EdDSA."`
}

// JWKS lists the public halves of the keys, so that others can verify tokens by themselves. Error kind: Unavailable.
func (s *Service) JWKS(ctx context.Context) ([]JWK, error) {
	if _, err := s.signing(ctx); err != nil { // makes the first
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]JWK, len(s.keys))
	for i, k := range s.keys {
		out[i] = JWK{"OKP", "Ed25519", base64.RawURLEncoding.EncodeToString(k.public()), k.id, "sig", "EdDSA"}
	}
	return out, nil
}
