package store

import (
	"context"
	"database/sql"

	"hocso/internal/clock"
	"hocso/internal/id"
	"hocso/internal/store/db"
)

// Tx is one durable change. Its statements are SQL only: hashing, scoring and rendering come before.
type Tx struct {
	*db.Queries
	ids *id.Source
	// Now is the decision time: on SQLite the clock as the writer takes the request, on PostgreSQL the
	// server's clock read once in the transaction, so that replicas with different clocks decide alike.
	Now clock.Micro
	// Arrived is when the request came, on the same clock as Now: a request that came in time but queued is not late.
	Arrived clock.Micro
}

// write runs fn in a transaction of its own. It returns nil only when the change is durable. fn may run more than
// once, so what it leaves behind for its caller it sets every time.
// Error kinds: Unavailable, Full, and whatever fn returns.
func (s *Store) write(ctx context.Context, fn func(*Tx) error) error {
	return s.engine.write(ctx, false, fn)
}

// writeLow is write for long jobs: on SQLite people's requests go before it.
func (s *Store) writeLow(ctx context.Context, fn func(*Tx) error) error {
	return s.engine.write(ctx, true, fn)
}

// steady runs statements to their end: what has begun is completed, whatever becomes of the caller meanwhile. A
// cancelled statement would take the writer's whole batch, or the outcome of a COMMIT, with it.
type steady struct{ on db.DBTX }

func (s steady) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return s.on.ExecContext(context.WithoutCancel(ctx), query, args...)
}

func (s steady) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	return s.on.PrepareContext(context.WithoutCancel(ctx), query)
}

func (s steady) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return s.on.QueryContext(context.WithoutCancel(ctx), query, args...)
}

func (s steady) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return s.on.QueryRowContext(context.WithoutCancel(ctx), query, args...)
}

// from is where a page begins that follows after: the zero ID would be NULL, which nothing is greater than.
func from(after id.ID) id.ID {
	if after.IsZero() {
		return id.ID{15: 1}
	}
	return after
}

// each converts rows.
func each[A, B any](rows []A, f func(A) B) []B {
	if rows == nil {
		return nil
	}
	out := make([]B, len(rows))
	for i, r := range rows {
		out[i] = f(r)
	}
	return out
}
