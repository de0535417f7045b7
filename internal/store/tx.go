package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/store/db"
)

// Tx is one durable change. Its statements are SQL only: hashing, scoring and rendering come before.
type Tx struct {
	*db.Queries
	raw db.DBTX
	ids *id.Source
	// Now is the decision time: on SQLite the clock as the writer takes the request, on PostgreSQL the
	// server's clock read once in the transaction, so that replicas with different clocks decide alike.
	Now clock.Micro
	// Arrived is when the request came, on the same clock as Now: a request that came in time but queued is not late.
	Arrived clock.Micro
}

// write runs fn in a transaction of its own. It returns nil only when the change is durable.
// Error kinds: Unavailable, Full, and whatever fn returns.
func (s *Store) write(ctx context.Context, fn func(*Tx) error) error {
	return s.engine.write(ctx, false, fn)
}

// writeLow is write for long jobs: on SQLite it waits until no person's request is queued.
func (s *Store) writeLow(ctx context.Context, fn func(*Tx) error) error {
	return s.engine.write(ctx, true, fn)
}

// get runs a query that reads one row and maps the absence of the row to NotFound.
func get[T any](v T, err error) (T, error) { return v, readErr(err) }

// readErr turns what a driver says into the words of fault.
func readErr(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sql.ErrNoRows):
		return fault.Missing().Because(err)
	}
	return storageErr(err)
}

const retryAfter = 5 * time.Second

// storageErr tells a full disk and a database that cannot be reached from bugs in queries.
func storageErr(err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*fault.Error](err); ok {
		return err
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fault.New(fault.Unavailable, "error.unavailable").After(retryAfter).Because(err)
	}
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		switch e.Code() & 0xff {
		case sqlite3.SQLITE_FULL:
			return fault.New(fault.Full, "error.disk-full").After(time.Minute).Because(err)
		case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_CORRUPT,
			sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_INTERRUPT:
			return fault.New(fault.Unavailable, "error.unavailable").After(retryAfter).Because(err)
		}
		return fmt.Errorf("store: %w", err)
	}
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		switch e.Code[:2] {
		case "53": // insufficient resources; 53100 is a full disk
			if e.Code == "53100" {
				return fault.New(fault.Full, "error.disk-full").After(time.Minute).Because(err)
			}
			return fault.New(fault.Unavailable, "error.unavailable").After(retryAfter).Because(err)
		case "57", "58", "08", "25", "40", "55": // shut-down, I/O, connection, read-only replica, rollback, lock
			return fault.New(fault.Unavailable, "error.unavailable").After(retryAfter).Because(err)
		}
		return fmt.Errorf("store: %w", err)
	}
	if e, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return fault.New(fault.Unavailable, "error.unavailable").After(retryAfter).Because(e)
	}
	if errors.Is(err, sql.ErrConnDone) || errors.Is(err, sql.ErrTxDone) || pgconn.Timeout(err) || pgconn.SafeToRetry(err) {
		return fault.New(fault.Unavailable, "error.unavailable").After(retryAfter).Because(err)
	}
	return fmt.Errorf("store: %w", err)
}

// isStorage reports whether the whole batch is lost: the engine may have rolled back by itself.
func isStorage(err error) bool {
	e := storageErr(err)
	return fault.Is(e, fault.Full) || fault.Is(e, fault.Unavailable)
}

// isUnique reports a violated unique index, by code and never by text.
func isUnique(err error) bool {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || e.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
	}
	e, ok := errors.AsType[*pgconn.PgError](err)
	return ok && e.Code == "23505"
}

// isRetryable reports a PostgreSQL transaction that may succeed when run again.
func isRetryable(err error) bool {
	e, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (e.Code == "40001" || e.Code == "40P01")
}

// Key is a client's name for one write: sent again, the same reply comes back and nothing is stored twice.
type Key struct {
	Caller id.ID  // whose key it is; replies are replayed only to the same caller
	Key    string // ≤ 128 characters; "" means the client gave none
	Body   []byte // SHA-256 of what was asked
}

// once runs fn unless the key was used before; then reply is what fn wrote into it that time.
// Error kind: Mismatch when the key came with another body.
func once[T any](ctx context.Context, tx *Tx, k Key, reply *T, fn func() error) error {
	if k.Key == "" {
		return fn()
	}
	old, err := tx.ClientKey(ctx, k.Caller, k.Key)
	switch {
	case err == nil:
		if string(old.BodyHash) != string(k.Body) {
			return fault.New(fault.Mismatch, "error.key-reused")
		}
		if err := json.Unmarshal([]byte(old.Reply), reply); err != nil {
			return fmt.Errorf("store: kept reply: %w", err)
		}
		return nil
	case !errors.Is(err, sql.ErrNoRows):
		return err
	}
	if err := fn(); err != nil {
		return err
	}
	b, err := json.Marshal(reply)
	if err != nil {
		return fmt.Errorf("store: keeping a reply: %w", err)
	}
	err = tx.AddClientKey(ctx, db.AddClientKeyParams{
		Caller: k.Caller, Key: k.Key, BodyHash: k.Body, Reply: string(b), CreatedAt: tx.Now,
	})
	if isUnique(err) {
		return errKeyRace
	}
	return err
}
