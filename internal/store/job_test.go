package store

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"hocso/internal/job"
)

// hall is one database, the copies of the binary that run tasks over it, and what they log.
type hall struct {
	*world
	mu  sync.Mutex
	log strings.Builder
}

func (h *hall) Write(b []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.log.Write(b)
}

func (h *hall) logged() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.log.String()
}

// start runs tasks as one more copy of the binary until stop is called, which returns when every task has ended.
func (h *hall) start(t *testing.T, tasks ...job.Task) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	r := &job.Runner{Store: h.world, Holder: h.ids.New(), Log: slog.New(slog.NewTextHandler(h, nil))}
	ended := make(chan struct{})
	go func() { r.Run(ctx, tasks); close(ended) }()
	stop = func() { cancel(); <-ended }
	t.Cleanup(stop)
	return stop
}

// every is a task that sends to a channel at each turn, until its runner stops.
func every(name string, turns chan<- string, say string) job.Task {
	return job.Task{Name: name, Every: time.Millisecond, Run: func(ctx context.Context) error {
		select {
		case turns <- say:
		case <-ctx.Done():
		}
		return nil
	}}
}

func next(t *testing.T, turns <-chan string) string {
	t.Helper()
	select {
	case s := <-turns:
		return s
	case <-time.After(30 * time.Second):
		t.Fatal("no turn came")
		return ""
	}
}

// TestOneCopyWorks: of two copies one does the task; when it stops the other goes on at its next turn.
func TestOneCopyWorks(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		h := &hall{world: w}
		turns := make(chan string)
		stop := h.start(t, every("đóng bài", turns, "first"))
		if got := next(t, turns); got != "first" {
			t.Fatalf("the %s copy worked", got)
		}
		refused := make(chan string, 1)
		h.start(t, every("đóng bài", turns, "second"), every("việc khác", refused, "second"))
		next(t, refused) // the second copy is at work
		for range 20 {
			if got := next(t, turns); got != "first" {
				t.Fatalf("the %s copy worked without the lease", got)
			}
		}
		stop()
		for next(t, turns) != "second" { // what the first had begun may still come
		}
	})
}

// TestFailureIsNotTheEnd: a task that fails is logged and tried again; others go on meanwhile.
func TestFailureIsNotTheEnd(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		h := &hall{world: w}
		turns, others := make(chan string), make(chan string)
		bad := every("hỏng", turns, "tried")
		run := bad.Run
		bad.Run = func(ctx context.Context) error {
			_ = run(ctx)
			return errors.New("đĩa đầy")
		}
		stop := h.start(t, bad, every("lành", others, "done"))
		for range 3 {
			next(t, turns)
			next(t, others)
		}
		stop()
		if log := h.logged(); !strings.Contains(log, "level=ERROR") || !strings.Contains(log, "đĩa đầy") || strings.Contains(log, "lành") {
			t.Errorf("logged:\n%s", log)
		}
	})
}

// TestStopWaits: Run returns only after the task has come to its end, so that nothing writes to a closed store;
// being told to stop is no failure.
func TestStopWaits(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		h := &hall{world: w}
		begun, ended := make(chan struct{}), false
		stop := h.start(t, job.Task{Name: "dài", Every: time.Hour, Run: func(ctx context.Context) error {
			close(begun)
			<-ctx.Done()
			ended = true
			return ctx.Err()
		}})
		<-begun
		stop()
		if !ended {
			t.Error("the task was left running")
		}
		if log := h.logged(); log != "" {
			t.Errorf("logged:\n%s", log)
		}
		free, err := h.TakeLease(t.Context(), "dài", h.ids.New(), time.Minute)
		if err != nil || !free {
			t.Errorf("the lease was not given back: %v, %v", free, err)
		}
	})
}
