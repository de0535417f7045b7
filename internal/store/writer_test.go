package store

import (
	"context"
	"database/sql"
	"errors"
	"testing"

	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/store/db"
	"hocso/internal/testpg"
)

// hold keeps the writer busy until free is called: what is queued meanwhile shares one batch.
func hold(t *testing.T, w *world) (free func()) {
	t.Helper()
	held, release, done := make(chan struct{}), make(chan struct{}), make(chan error)
	go func() { done <- w.write(t.Context(), func(*Tx) error { close(held); <-release; return nil }) }()
	<-held
	return func() { close(release); must(t, <-done) }
}

// queued puts a write into the queue and returns its answer to come.
func queued(ctx context.Context, t *testing.T, w *world, fn func(*Tx) error) <-chan error {
	t.Helper()
	r, err := w.engine.(*writer).enqueue(ctx, false, fn)
	must(t, err)
	return r.reply
}

func queuedLow(t *testing.T, w *world, fn func(*Tx) error) <-chan error {
	t.Helper()
	r, err := w.engine.(*writer).enqueue(t.Context(), true, fn)
	must(t, err)
	return r.reply
}

func put(ctx context.Context, key string) func(*Tx) error {
	return func(tx *Tx) error { return tx.PutSetting(ctx, key, "x", tx.Now) }
}

func settings(t *testing.T, w *world) map[string]string {
	t.Helper()
	s, err := w.Settings(t.Context())
	must(t, err)
	return s
}

// TestBatch: requests that share a commit do not share their failures.
func TestBatch(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	free := hold(t, w)
	own := errors.New("this request's own")
	good := queued(ctx, t, w, put(ctx, "tốt"))
	bad := queued(ctx, t, w, func(tx *Tx) error { return errors.Join(put(ctx, "hỏng")(tx), own) })
	panics := queued(ctx, t, w, func(tx *Tx) error {
		if err := put(ctx, "hoảng")(tx); err != nil {
			return err
		}
		panic("trong lượt ghi")
	})
	broken := queued(ctx, t, w, func(tx *Tx) error {
		return tx.AddUnit(ctx, db.AddUnitParams{ID: w.ids.New(), Name: "x", Kind: "province", Path: w.province.Path})
	})
	cancelled, cancel := context.WithCancel(ctx)
	ran := false
	dropped := queued(cancelled, t, w, func(*Tx) error { ran = true; return nil })
	cancel()
	last := queued(ctx, t, w, put(ctx, "cuối"))
	free()
	if err := <-good; err != nil {
		t.Errorf("a good request: %v", err)
	}
	if err := <-bad; !errors.Is(err, own) {
		t.Errorf("a failing request: %v", err)
	}
	if err := <-panics; err == nil || fault.KindOf(err) != fault.Internal {
		t.Errorf("a panic: %v", err)
	}
	if err := <-broken; err == nil || fault.KindOf(err) != fault.Internal {
		t.Errorf("a violated constraint: %v", err)
	}
	if err := <-dropped; !fault.Is(err, fault.Unavailable) || ran {
		t.Errorf("a request that was cancelled before its turn: %v, ran %v", err, ran)
	}
	if err := <-last; err != nil {
		t.Errorf("a request behind a panic: %v", err)
	}
	s := settings(t, w)
	if len(s) != 2 || s["tốt"] == "" || s["cuối"] == "" {
		t.Errorf("stored: %v", s)
	}
	must(t, w.write(ctx, put(ctx, "sau")))
}

// TestLostBatch: where the transaction itself is lost nobody of the batch is told that theirs is stored, nothing of it
// is, and the next batch finds a fresh connection.
func TestLostBatch(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	wr := w.engine.(*writer)
	for range 3 {
		free := hold(t, w)
		before := queued(ctx, t, w, put(ctx, "trước"))
		breaks := queued(ctx, t, w, func(*Tx) error { return wr.exec(ctx, "ROLLBACK") })
		behind := queued(ctx, t, w, put(ctx, "sau"))
		free()
		for _, r := range []<-chan error{before, breaks, behind} {
			wantKind(t, "a member of a lost batch", <-r, fault.Unavailable)
		}
		if s := settings(t, w); len(s) != 0 {
			t.Fatalf("stored of a lost batch: %v", s)
		}
	}
	must(t, w.write(ctx, put(ctx, "rồi")))
}

// TestBegunIsCompleted: a caller who goes away amid their turn takes nothing with them.
func TestBegunIsCompleted(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx, cancel := context.WithCancel(t.Context())
		err := w.write(ctx, func(tx *Tx) error {
			if err := put(ctx, "trước")(tx); err != nil {
				return err
			}
			cancel()
			return put(ctx, "sau")(tx)
		})
		if s := settings(t, w); err != nil || len(s) != 2 {
			t.Errorf("%v, stored %v", err, s)
		}
		wantKind(t, "a caller who has gone", w.write(ctx, put(ctx, "muộn")), fault.Unavailable)
	})
}

// TestPanic: the change is rolled back and the next one goes through.
func TestPanic(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		for range 20 { // more than there are connections
			err := w.write(ctx, func(tx *Tx) error {
				if err := put(ctx, "hoảng")(tx); err != nil {
					return err
				}
				panic("trong lượt ghi")
			})
			if err == nil || fault.KindOf(err) != fault.Internal {
				t.Fatalf("a panic: %v", err)
			}
		}
		must(t, w.write(ctx, put(ctx, "sau")))
		if s := settings(t, w); len(s) != 1 {
			t.Errorf("stored: %v", s)
		}
	})
}

// TestQueueFull: nobody waits for a turn that will not come soon.
func TestQueueFull(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	free := hold(t, w)
	var replies []<-chan error
	for range queueSize {
		replies = append(replies, queued(ctx, t, w, func(*Tx) error { return nil }))
	}
	err := w.write(ctx, func(*Tx) error { return nil })
	if e, ok := errors.AsType[*fault.Error](err); !ok || e.Kind != fault.Unavailable || e.RetryAfter <= 0 {
		t.Errorf("a full queue: %v", err)
	}
	wantKind(t, "the health check of a full queue", w.Ping(ctx), fault.Unavailable)
	free()
	for _, r := range replies {
		must(t, <-r)
	}
	must(t, w.Ping(ctx))
}

// TestPingDoesNotOutwait: the health check answers while the disk hangs.
func TestPingDoesNotOutwait(t *testing.T) {
	w := newWorld(t)
	free := hold(t, w)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	wantKind(t, "a check that cannot wait", w.Ping(ctx), fault.Unavailable)
	free()
}

// TestJobsGoLast, but they do go.
func TestJobsGoLast(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	free := hold(t, w)
	var order []string
	note := func(s string) func(*Tx) error { return func(*Tx) error { order = append(order, s); return nil } }
	wr := w.engine.(*writer)
	low := queuedLow(t, w, note("việc nền"))
	high := queued(ctx, t, w, note("người"))
	free()
	must(t, <-high)
	must(t, <-low)
	if len(order) != 2 || order[0] != "người" {
		t.Errorf("order: %v", order)
	}
	wr.most = 1 // every request is a batch
	free = hold(t, w)
	order = nil
	var replies []<-chan error
	for range lowEvery * 2 {
		replies = append(replies, queued(ctx, t, w, note("người")))
	}
	low = queuedLow(t, w, note("việc nền"))
	free()
	for _, r := range replies {
		must(t, <-r)
	}
	must(t, <-low)
	if order[len(order)-1] == "việc nền" {
		t.Error("a job waited until the last person was served")
	}
}

// TestCloseFinishes: what was taken is answered truly, what comes later is refused.
func TestCloseFinishes(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	free := hold(t, w)
	var replies []<-chan error
	for i := range 20 {
		replies = append(replies, queued(ctx, t, w, put(ctx, string(rune('a'+i)))))
	}
	closed := make(chan struct{})
	go func() { w.Close(); close(closed) }()
	free()
	<-closed
	for _, r := range replies {
		must(t, <-r)
	}
	wantKind(t, "a write after the end", w.write(ctx, put(ctx, "muộn")), fault.Unavailable)
	again := openWorld(t, w.opts)
	if s := settings(t, again); len(s) != 20 {
		t.Errorf("%d of 20 acknowledged writes are there", len(s))
	}
}

// TestLostConnection: a PostgreSQL that goes away is Unavailable, and used again when it is back.
func TestLostConnection(t *testing.T) {
	w := openWorld(t, Options{DB: testpg.Database(t)})
	ctx := t.Context()
	err := w.write(ctx, func(tx *Tx) error {
		w.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
		return put(ctx, "mất")(tx)
	})
	wantKind(t, "a connection that was cut", err, fault.Unavailable)
	for range 20 { // whatever dead connections the pool still has
		if err = w.write(ctx, put(ctx, "lại")); err == nil {
			break
		}
		wantKind(t, "a dead connection", err, fault.Unavailable)
	}
	if s := settings(t, w); err != nil || len(s) != 1 {
		t.Errorf("%v, stored %v", err, s)
	}
}

// TestWarningOnCommit: a server that warns on COMMIT, as one does whose wait for its standby was cut short, has not
// given its word.
func TestWarningOnCommit(t *testing.T) {
	w := openWorld(t, Options{DB: testpg.Database(t)})
	ctx := t.Context()
	pool, err := sql.Open("pgx", w.opts.DB)
	must(t, err)
	defer pool.Close()
	_, err = pool.ExecContext(ctx, `CREATE FUNCTION warn() RETURNS trigger LANGUAGE plpgsql AS $$
		BEGIN IF NEW.value = 'x' THEN RAISE WARNING 'canceling wait for synchronous replication'; END IF; RETURN NULL; END $$;
		CREATE CONSTRAINT TRIGGER warn AFTER INSERT OR UPDATE ON setting DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION warn()`)
	must(t, err)
	wantKind(t, "a commit with a warning", w.write(ctx, put(ctx, "cảnh báo")), fault.Unavailable)
	must(t, w.write(ctx, func(tx *Tx) error { return tx.PutSetting(ctx, "yên", "y", tx.Now) }))
}

// TestDeadlock: two transactions that lock crosswise both succeed.
func TestDeadlock(t *testing.T) {
	w := openWorld(t, Options{DB: testpg.Database(t)})
	ctx := t.Context()
	must(t, w.PutSettings(ctx, map[string]string{"a": "0", "b": "0"}, id.Zero))
	first := []chan struct{}{make(chan struct{}), make(chan struct{})}
	keys := []string{"a", "b"}
	n := together(t, 2, func(i int) error {
		tries := 0
		return w.write(ctx, func(tx *Tx) error {
			if err := put(ctx, keys[i])(tx); err != nil {
				return err
			}
			if tries++; tries == 1 { // each waits until the other holds its first row
				close(first[i])
				<-first[1-i]
			}
			return put(ctx, keys[1-i])(tx)
		})
	})
	if n != 2 {
		t.Errorf("%d of 2 succeeded", n)
	}
}
