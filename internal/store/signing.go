package store

import (
	"context"

	"hocso/internal/account"
	"hocso/internal/store/db"
)

// SigningKeys lists the keys of a purpose, the oldest first.
func (s *Store) SigningKeys(ctx context.Context, purpose string) ([]account.SigningKey, error) {
	rows, err := get(s.q.SigningKeys(ctx, purpose))
	return each(rows, func(r db.SigningKeysRow) account.SigningKey {
		return account.SigningKey{ID: r.ID, Private: r.Private, Created: r.CreatedAt}
	}), err
}

// AddSigningKey keeps a key; from now on it signs. The audit tells its id, never the key.
func (s *Store) AddSigningKey(ctx context.Context, purpose string, k account.SigningKey) error {
	return s.write(ctx, func(tx *Tx) error {
		err := tx.AddSigningKey(ctx, db.AddSigningKeyParams{ID: k.ID, Purpose: purpose, Private: k.Private, CreatedAt: tx.Now})
		if err != nil {
			return err
		}
		return tx.audit(ctx, entry{action: "signing-key-made", data: codes{"purpose": purpose, "key": k.ID}})
	})
}
