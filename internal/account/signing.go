package account

import "hocso/internal/clock"

// PurposeAccess names the keys that sign access tokens of the API.
const PurposeAccess = "jwt"

// SigningKey is a private key as a deployment keeps it. Every key ever kept verifies; the newest signs.
type SigningKey struct {
	ID      string // the "kid" of tokens
	Private []byte // seed of an Ed25519 key, 32 bytes
	Created clock.Micro
}
