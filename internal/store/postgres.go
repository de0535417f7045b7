package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/store/db"
)

// postgres gives each request a transaction of its own; PostgreSQL groups commits by itself.
type postgres struct {
	store   *Store
	pool    *sql.DB
	waiting atomic.Int64
	warned  sync.Map // *pgconn.PgConn → true: the server sent a warning
}

func (p *postgres) name() string { return "postgres" }

// notice hears what the server says beside its answers.
func (p *postgres) notice(c *pgconn.PgConn, n *pgconn.Notice) {
	if n.SeverityUnlocalized == "WARNING" {
		p.warned.Store(c, true)
	}
}

// takeWarning reports whether the server warned on this connection since the last look.
func (p *postgres) takeWarning(conn *sql.Conn) (warned bool, err error) {
	err = conn.Raw(func(c any) error {
		sc, ok := c.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("store: %T is not a pgx connection", c)
		}
		_, warned = p.warned.LoadAndDelete(sc.Conn().PgConn())
		return nil
	})
	return warned, err
}

// tries of a transaction that lost against another one.
const tries = 5

func (p *postgres) write(ctx context.Context, _ bool, fn func(*Tx) error) error {
	start := time.Now() //nolint:forbidigo // how long the request has waited, not what time it is
	defer p.waiting.Add(-1)
	if p.waiting.Add(1) > queueSize {
		return busy()
	}
	var err error
	for range tries {
		err = p.transact(ctx, start, fn)
		if !isRetryable(err) && !errors.Is(err, errKeyRace) {
			break
		}
	}
	return storageErr(err)
}

// transact waits for a connection as long as the caller does. Once begun the request is completed: a cancelled wait for
// COMMIT would leave the outcome unknown.
func (p *postgres) transact(ctx context.Context, start time.Time, fn func(*Tx) error) (err error) {
	conn, err := p.pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close() //nolint:errcheck // it goes back to the pool
	ctx = context.WithoutCancel(ctx)
	tx, err := conn.BeginTx(ctx, nil)
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
	now, err := p.now(ctx, tx)
	if err != nil {
		return err
	}
	arrived := now.Add(-time.Since(start))
	if err := fn(&Tx{Queries: db.New(steady{tx}), ids: p.store.ids, Now: now, Arrived: arrived}); err != nil {
		return err
	}
	return p.commit(conn, tx)
}

// commit returns nil only for a commit without a warning: a server whose wait for its standby was cut short answers
// success and a warning, and the change may be lost with the server.
func (p *postgres) commit(conn *sql.Conn, tx *sql.Tx) error {
	if _, err := p.takeWarning(conn); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	if warned, err := p.takeWarning(conn); err != nil || warned {
		return fault.New(fault.Unavailable, "error.unavailable").After(retryAfter).
			Because(errors.Join(err, errors.New("store: the server warned on COMMIT")))
	}
	return nil
}

// now is the server's clock, so that replicas with different clocks decide alike.
func (p *postgres) now(ctx context.Context, on db.DBTX) (now clock.Micro, err error) {
	const q = "SELECT CAST(floor(extract(epoch FROM clock_timestamp()) * 1000000) AS BIGINT)"
	err = on.QueryRowContext(ctx, q).Scan(&now)
	return now.Add(p.offset()), err
}

// offset is what tests add to the server's clock: the distance of their clock from the machine's.
func (p *postgres) offset() time.Duration {
	if o, ok := p.store.clock.(interface{ Offset() time.Duration }); ok {
		return o.Offset()
	}
	return 0
}

func (p *postgres) ping(ctx context.Context) error {
	return p.write(ctx, false, touch(ctx))
}

func (p *postgres) close() {}
