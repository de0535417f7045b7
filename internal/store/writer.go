package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/store/db"
)

// Limits of the writer (DESIGN §5).
const (
	batchSize = 256
	queueSize = 2048
	turnLimit = 2 * time.Millisecond // a turn over this is logged: it holds up everybody behind it
)

// writer is the one connection that writes to SQLite. Requests that queue while a commit is on its way to the
// disk share the next one, so the disk's latency is paid once for all of them. Every request has a savepoint:
// one that fails takes nothing of the others with it. No request is acknowledged before its commit.
type writer struct {
	store *Store
	pool  *sql.DB
	conn  *sql.Conn
	stmts *prepared
	high  chan *request
	low   chan *request
	stop  chan struct{}
	done  chan struct{}
	once  sync.Once

	mu     sync.RWMutex
	closed bool
}

type request struct {
	ctx     context.Context
	fn      func(*Tx) error
	arrived clock.Micro
	reply   chan error
}

func newWriter(ctx context.Context, s *Store, pool *sql.DB) (*writer, error) {
	w := &writer{
		store: s, pool: pool,
		high: make(chan *request, queueSize), low: make(chan *request, 16),
		stop: make(chan struct{}), done: make(chan struct{}),
	}
	if err := w.connect(ctx); err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	go w.run()
	return w, nil
}

func (w *writer) name() string { return "sqlite" }

// connect takes a fresh connection and checks that the file can be read.
func (w *writer) connect(ctx context.Context) error {
	w.drop()
	conn, err := w.pool.Conn(ctx)
	if err != nil {
		return err
	}
	var n int
	if err := conn.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master").Scan(&n); err != nil {
		return errors.Join(err, conn.Close())
	}
	w.conn, w.stmts = conn, newPrepared(conn)
	return nil
}

// drop ends the connection for good: after a failed write its state is not to be trusted.
func (w *writer) drop() {
	if w.conn == nil {
		return
	}
	err := w.conn.Raw(func(any) error { return errBadConn })
	if err != nil && !errors.Is(err, errBadConn) {
		w.store.log.Warn("dropping the writer's connection", "err", err)
	}
	if err := w.conn.Close(); err != nil && !errors.Is(err, sql.ErrConnDone) {
		w.store.log.Warn("closing the writer's connection", "err", err)
	}
	w.conn = nil
}

// write queues fn and waits for the commit that holds it.
func (w *writer) write(ctx context.Context, low bool, fn func(*Tx) error) error {
	r := &request{ctx: ctx, fn: fn, arrived: clock.Now(w.store.clock), reply: make(chan error, 1)}
	if err := w.enqueue(r, low); err != nil {
		return err
	}
	return <-r.reply
}

func (w *writer) enqueue(r *request, low bool) error {
	w.mu.RLock() // held over the send, so that close sees every request that was taken
	defer w.mu.RUnlock()
	busy := fault.New(fault.Unavailable, "error.busy").After(retryAfter)
	if w.closed {
		return busy
	}
	if low {
		select {
		case w.low <- r:
			return nil
		case <-r.ctx.Done():
			return storageErr(r.ctx.Err())
		}
	}
	select {
	case w.high <- r:
		return nil
	default:
		return busy
	}
}

func (w *writer) run() {
	defer close(w.done)
	for {
		first, ok := w.next()
		if !ok {
			w.drop()
			return
		}
		w.batch(w.drain(first))
	}
}

// next waits for a request; a person's goes before a job's. It ends when the writer was closed and all is done.
func (w *writer) next() (*request, bool) {
	select {
	case r := <-w.high:
		return r, true
	default:
	}
	select {
	case r := <-w.high:
		return r, true
	case r := <-w.low:
		return r, true
	case <-w.stop:
	}
	select { // closed: finish what was taken before
	case r := <-w.high:
		return r, true
	case r := <-w.low:
		return r, true
	default:
		return nil, false
	}
}

// drain takes what is waiting and waits for nothing.
func (w *writer) drain(first *request) []*request {
	batch := []*request{first}
	for len(batch) < batchSize {
		select {
		case r := <-w.high:
			batch = append(batch, r)
		default:
			return batch
		}
	}
	return batch
}

// batch runs the requests in one transaction and answers them after its commit.
func (w *writer) batch(rs []*request) {
	ctx := context.Background() //nolint:contextcheck // a request's cancellation must not tear the others' transaction
	results := make([]error, len(rs))
	if err := w.transact(ctx, rs, results); err != nil {
		w.store.log.Error("a batch was not stored", "requests", len(rs), "err", err)
		lost := storageErr(err)
		if !isStorage(err) {
			lost = fault.New(fault.Unavailable, "error.unavailable").After(retryAfter).Because(err)
		}
		for i := range results {
			results[i] = lost
		}
		w.drop() // reopened and checked before the next batch
	}
	for i, r := range rs {
		r.reply <- results[i]
	}
}

func (w *writer) transact(ctx context.Context, rs []*request, results []error) error {
	if w.conn == nil {
		if err := w.connect(ctx); err != nil {
			return err
		}
	}
	if err := w.exec(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	for i, r := range rs {
		if err := r.ctx.Err(); err != nil { // cancelled before its turn
			results[i] = storageErr(err)
			continue
		}
		err := w.turn(ctx, r)
		if err != nil && isStorage(err) {
			return err
		}
		results[i] = err
	}
	return w.exec(ctx, "COMMIT")
}

// turn runs one request inside its savepoint. A storage error comes back as it is; the caller gives up the batch.
func (w *writer) turn(ctx context.Context, r *request) error {
	if err := w.exec(ctx, "SAVEPOINT request"); err != nil {
		return err
	}
	start := time.Now() //nolint:forbidigo // how long the turn took, not what time it is
	err := w.call(r)
	if d := time.Since(start); d > turnLimit {
		w.store.log.LogAttrs(ctx, slog.LevelDebug, "slow turn of the writer", slog.Duration("took", d))
	}
	if err != nil {
		if isStorage(err) {
			return err
		}
		if e := w.exec(ctx, "ROLLBACK TO request"); e != nil {
			return e
		}
	}
	if e := w.exec(ctx, "RELEASE request"); e != nil {
		return e
	}
	return err
}

// call keeps a panic in a request from taking the writer down.
func (w *writer) call(r *request) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("store: panic in a write: %v\n%s", p, debug.Stack())
		}
	}()
	now := clock.Now(w.store.clock)
	return r.fn(&Tx{Queries: db.New(w.stmts), raw: w.stmts, ids: w.store.ids, Now: now, Arrived: r.arrived})
}

func (w *writer) exec(ctx context.Context, q string) error {
	_, err := w.stmts.ExecContext(ctx, q)
	return err
}

func (w *writer) ping(ctx context.Context) error {
	return w.write(ctx, false, func(tx *Tx) error { return nil })
}

// close stops taking requests and returns when every one that was taken has its answer.
func (w *writer) close() {
	w.once.Do(func() {
		w.mu.Lock()
		w.closed = true
		w.mu.Unlock()
		close(w.stop)
	})
	<-w.done
}
