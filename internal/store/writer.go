package store

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
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
	lowQueue  = 16
	lowEvery  = 32              // batches after which a job's request goes first once, so that none waits for ever
	checkTime = 3 * time.Second // bounds how long people wait for the check of a file after an I/O error
)

// writer is the one connection that writes to SQLite. Requests that queue while a commit is on its way to the
// disk share the next one, so the disk's latency is paid once for all of them. Every request has a savepoint:
// one that fails takes nothing of the others with it. No request is acknowledged before its commit.
type writer struct {
	store *Store
	pool  *sql.DB
	conn  *sql.Conn // nil after a failed batch
	stmts *prepared
	high  chan *request
	low   chan *request
	stop  chan struct{}
	done  chan struct{}
	once  sync.Once

	suspect bool // the last batch failed in a way that may have hurt the file
	highRun int  // batches since a job's request was taken

	most         int    // requests of one batch
	beforeCommit func() // nil but in benchmarks

	mu     sync.RWMutex
	closed bool
}

type request struct {
	ctx     context.Context
	fn      func(*Tx) error
	arrived clock.Micro
	reply   chan error
}

func newWriter(ctx context.Context, s *Store, pool *sql.DB, o Options) (*writer, error) {
	w := &writer{
		store: s, pool: pool, most: cmp.Or(o.Batch, batchSize), beforeCommit: o.BeforeCommit,
		high: make(chan *request, queueSize), low: make(chan *request, lowQueue),
		stop: make(chan struct{}), done: make(chan struct{}),
	}
	if err := w.connect(ctx); err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	go w.run() //nolint:contextcheck // the writer outlives the call that opened it
	return w, nil
}

func (w *writer) name() string { return "sqlite" }

// write queues fn and waits for the commit that holds it.
func (w *writer) write(ctx context.Context, low bool, fn func(*Tx) error) error {
	r, err := w.enqueue(ctx, low, fn)
	if err != nil {
		return err
	}
	return <-r.reply
}

func (w *writer) enqueue(ctx context.Context, low bool, fn func(*Tx) error) (*request, error) {
	r := &request{ctx: ctx, fn: fn, arrived: clock.Now(w.store.clock), reply: make(chan error, 1)}
	w.mu.RLock() // held over the send, so that close sees every request that was taken
	defer w.mu.RUnlock()
	if w.closed {
		return nil, busy()
	}
	if low {
		select {
		case w.low <- r:
			return r, nil
		case <-ctx.Done():
			return nil, storageErr(ctx.Err())
		}
	}
	select {
	case w.high <- r:
		return r, nil
	default:
		return nil, busy()
	}
}

func (w *writer) run() {
	defer close(w.done)
	defer w.drop()
	for {
		first, ok := w.next()
		if !ok {
			return
		}
		w.batch(w.drain(first))
	}
}

// next waits for a request; a person's goes before a job's. It ends when the writer was closed and all is done.
func (w *writer) next() (*request, bool) {
	if w.highRun++; w.highRun > lowEvery {
		select {
		case r := <-w.low:
			w.highRun = 0
			return r, true
		default:
		}
	}
	select {
	case r := <-w.high:
		return r, true
	default:
	}
	select {
	case r := <-w.high:
		return r, true
	case r := <-w.low:
		w.highRun = 0
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
	for len(batch) < w.most {
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
	ctx := context.Background() //nolint:forbidigo // a request's cancellation must not tear the others' transaction
	results := make([]error, len(rs))
	if err := w.transact(ctx, rs, results); err != nil {
		w.store.log.Error("a batch was not stored", "requests", len(rs), "err", err)
		lost := storageErr(err)
		if kind := fault.KindOf(lost); kind != fault.Full && kind != fault.Unavailable {
			lost = fault.New(fault.Unavailable, "error.unavailable").After(retryAfter).Because(err)
		}
		for i := range results {
			results[i] = lost
		}
		w.suspect = !fault.Is(lost, fault.Full)
		w.drop() // reopened and checked before the next batch
	}
	w.store.metrics.batch.Observe(float64(len(rs)))
	for i, r := range rs {
		r.reply <- results[i]
	}
}

// transact fills results with each request's own error; the error that it returns is the whole batch's.
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
		own, err := w.turn(ctx, r)
		if err != nil {
			return err
		}
		results[i] = storageErr(own)
	}
	if w.beforeCommit != nil {
		w.beforeCommit()
	}
	defer w.store.metrics.since(w.store.metrics.commit, time.Now()) //nolint:forbidigo // how long it took, not what time it is
	return w.exec(ctx, "COMMIT")
}

// turn runs one request inside its savepoint. own is the request's failure, err the batch's.
func (w *writer) turn(ctx context.Context, r *request) (own, err error) {
	if err := w.exec(ctx, "SAVEPOINT request"); err != nil {
		return nil, err
	}
	start := time.Now() //nolint:forbidigo // how long the turn took, not what time it is
	own = w.call(r)
	w.store.metrics.since(w.store.metrics.turn, start)
	if own != nil {
		if _, lost := trouble(own); lost {
			return nil, own
		}
		if err := w.exec(ctx, "ROLLBACK TO request"); err != nil {
			return nil, err
		}
	}
	return own, w.exec(ctx, "RELEASE request")
}

// call keeps a panic in a request from taking the writer down.
func (w *writer) call(r *request) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("store: panic in a write: %v\n%s", p, debug.Stack())
		}
	}()
	return r.fn(&Tx{Queries: db.New(steady{w.stmts}), ids: w.store.ids, Now: clock.Now(w.store.clock), Arrived: r.arrived})
}

func (w *writer) exec(ctx context.Context, q string) error {
	_, err := w.stmts.ExecContext(ctx, q)
	return err
}

// connect takes a fresh connection and checks that the file can be read; after an I/O error also what is in it.
func (w *writer) connect(ctx context.Context) error {
	conn, err := w.pool.Conn(ctx)
	if err != nil {
		return err
	}
	if err := w.check(ctx, conn); err != nil {
		return errors.Join(err, conn.Close())
	}
	w.conn, w.stmts, w.suspect = conn, newPrepared(conn), false
	return nil
}

// check reads the schema. Where pages may not have reached the disk as they were written, it lets SQLite look over the
// file for checkTime: all of a small one, the first part of a large one.
func (w *writer) check(ctx context.Context, conn *sql.Conn) error {
	var n int
	if err := conn.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master").Scan(&n); err != nil || !w.suspect {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()
	var verdict string
	err := conn.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&verdict)
	if err != nil && ctx.Err() != nil {
		return nil
	}
	if err == nil && verdict != "ok" {
		return fmt.Errorf("the database file is damaged: %s", verdict)
	}
	return err
}

// drop ends the connection for good: after a failed write its state is not to be trusted.
func (w *writer) drop() {
	if w.conn == nil {
		return
	}
	if err := w.stmts.close(); err != nil {
		w.store.log.Warn("closing the writer's statements", "err", err)
	}
	err := w.conn.Raw(func(any) error { return driver.ErrBadConn })
	if !errors.Is(err, driver.ErrBadConn) {
		w.store.log.Warn("dropping the writer's connection", "err", err)
	}
	if err := w.conn.Close(); err != nil && !errors.Is(err, sql.ErrConnDone) {
		w.store.log.Warn("closing the writer's connection", "err", err)
	}
	w.conn = nil
}

// ping passes through the queue like any write, but does not outwait its caller.
func (w *writer) ping(ctx context.Context) error {
	r, err := w.enqueue(ctx, false, touch(ctx))
	if err != nil {
		return err
	}
	select {
	case err := <-r.reply:
		return err
	case <-ctx.Done():
		return storageErr(ctx.Err())
	}
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
