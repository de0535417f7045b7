package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"hocso/internal/account"
	"hocso/internal/assess"
	"hocso/internal/fault"
	"hocso/internal/store/db"
)

// errKeyRace says that the same client key was stored by another request meanwhile: run again, its reply is there now.
var errKeyRace = errors.New("store: the client key was used at the same time")

// writeOnce runs fn in a transaction unless the caller used the key before, and returns what it gave that time.
func writeOnce[T any](ctx context.Context, s *Store, c *account.Caller, k assess.Key, fn func(*Tx) (T, error)) (reply T, err error) {
	err = s.write(ctx, func(tx *Tx) error {
		return once(ctx, tx, c, k, &reply, func() error {
			var err error
			reply, err = fn(tx)
			return err
		})
	})
	return reply, err
}

// KeepKey notes a key of a command that found nothing left to do. Error kind: Mismatch when it came with another body.
func (s *Store) KeepKey(ctx context.Context, c *account.Caller, k assess.Key) error {
	if k.Key == "" {
		return nil
	}
	_, err := writeOnce(ctx, s, c, k, func(*Tx) (bool, error) { return true, nil })
	return err
}

// once runs fn unless the caller used the key before; then reply is what fn wrote into it that time. Replies are
// replayed only to the same caller. Error kind: Mismatch when the key came with another body.
func once[T any](ctx context.Context, tx *Tx, c *account.Caller, k assess.Key, reply *T, fn func() error) error {
	if k.Key == "" {
		return fn()
	}
	old, err := tx.ClientKey(ctx, c.Account, k.Key)
	switch {
	case err == nil:
		if !bytes.Equal(old.BodyHash, k.Body) {
			return fault.New(fault.Mismatch, "error.key-reused")
		}
		if err := json.Unmarshal([]byte(old.Reply), reply); err != nil {
			return fmt.Errorf("store: kept reply: %w", err)
		}
		return nil
	case !absent(err):
		return err
	}
	if err := fn(); err != nil {
		return err
	}
	kept, err := json.Marshal(reply)
	if err != nil {
		return fmt.Errorf("store: keeping a reply: %w", err)
	}
	err = tx.AddClientKey(ctx, db.AddClientKeyParams{
		Caller: c.Account, Key: k.Key, BodyHash: append([]byte{}, k.Body...), Reply: string(kept), CreatedAt: tx.Now,
	})
	if isUnique(err) {
		return errKeyRace
	}
	return err
}
