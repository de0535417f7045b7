package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/store/db"
)

// errBadConn makes database/sql throw a connection away.
var errBadConn = driver.ErrBadConn

// postgres gives each request a transaction of its own; PostgreSQL groups commits by itself.
type postgres struct {
	store *Store
	pool  *sql.DB
}

func (p *postgres) name() string { return "postgres" }

// tries of a transaction that lost against another one.
const tries = 5

func (p *postgres) write(ctx context.Context, _ bool, fn func(*Tx) error) error {
	start := time.Now() //nolint:forbidigo // how long the request has waited, not what time it is
	var err error
	for range tries {
		if e := ctx.Err(); e != nil {
			return storageErr(e)
		}
		// Once begun it is completed: a cancelled wait for COMMIT would leave the outcome unknown.
		err = p.transact(context.WithoutCancel(ctx), start, fn)
		if !isRetryable(err) && !errors.Is(err, errKeyRace) {
			break
		}
	}
	return storageErr(err)
}

// errKeyRace says that the same client key was stored by another request meanwhile: run again, its reply is there now.
var errKeyRace = errors.New("store: the client key was used at the same time")

func (p *postgres) transact(ctx context.Context, start time.Time, fn func(*Tx) error) (err error) {
	tx, err := p.pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("store: panic in a write: %v\n%s", r, debug.Stack())
		}
		if err != nil {
			if e := tx.Rollback(); e != nil && !errors.Is(e, sql.ErrTxDone) {
				err = errors.Join(err, e)
			}
		}
	}()
	var now clock.Micro
	const q = "SELECT CAST(floor(extract(epoch FROM clock_timestamp()) * 1000000) AS BIGINT)"
	if err := tx.QueryRowContext(ctx, q).Scan(&now); err != nil {
		return err
	}
	now = now.Add(p.offset())
	arrived := now.Add(-time.Since(start))
	if err := fn(&Tx{Queries: db.New(tx), raw: tx, ids: p.store.ids, Now: now, Arrived: arrived}); err != nil {
		return err
	}
	return tx.Commit()
}

// offset is what tests add to the server's clock: the distance of their clock from the machine's.
func (p *postgres) offset() time.Duration {
	if o, ok := p.store.clock.(interface{ Offset() time.Duration }); ok {
		return o.Offset()
	}
	return 0
}

func (p *postgres) ping(ctx context.Context) error {
	var readOnly bool
	err := p.pool.QueryRowContext(ctx, "SELECT pg_is_in_recovery()").Scan(&readOnly)
	if err == nil && readOnly {
		return fault.New(fault.Unavailable, "error.unavailable").After(retryAfter)
	}
	return storageErr(err)
}

func (p *postgres) close() {}
