// Package job runs what recurs in the background: each task under a lease, so that of several copies of the binary
// over one database only one does it at a time.
package job

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"hocso/internal/id"
)

// Task is work that is safe to repeat.
type Task struct {
	Name  string
	Every time.Duration
	Run   func(ctx context.Context) error
}

// Store grants leases.
type Store interface {
	// TakeLease gives or prolongs a lease; false when another holder has it.
	TakeLease(ctx context.Context, name string, holder id.ID, length time.Duration) (bool, error)
	DropLease(ctx context.Context, name string, holder id.ID) error
}

// Runner runs tasks until its context ends.
type Runner struct {
	Store  Store
	Holder id.ID // of this copy
	Log    *slog.Logger
}

// Run blocks until ctx ends and every task has come to its end.
func (r *Runner) Run(ctx context.Context, tasks []Task) {
	var wg sync.WaitGroup
	for _, t := range tasks {
		wg.Go(func() { r.loop(ctx, t) })
	}
	wg.Wait()
}

func (r *Runner) loop(ctx context.Context, t Task) {
	tick := time.NewTicker(t.Every)
	defer tick.Stop()
	for {
		r.once(ctx, t)
		select {
		case <-ctx.Done():
			if err := r.Store.DropLease(context.WithoutCancel(ctx), t.Name, r.Holder); err != nil {
				r.Log.Warn("dropping a lease", "task", t.Name, "err", err)
			}
			return
		case <-tick.C:
		}
	}
}

// once runs a task if its lease can be had; a failure is logged and the next turn tries again.
func (r *Runner) once(ctx context.Context, t Task) {
	ok, err := r.Store.TakeLease(ctx, t.Name, r.Holder, 3*t.Every+time.Minute)
	if err == nil && ok {
		err = t.Run(ctx)
	}
	if err != nil && ctx.Err() == nil {
		r.Log.Error("a background task failed", "task", t.Name, "err", err)
	}
}
