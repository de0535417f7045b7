package store

import (
	"bytes"
	"testing"
	"time"

	"hocso/internal/id"
)

func TestLease(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		a, b := w.ids.New(), w.ids.New()
		take := func(name string, holder id.ID) bool {
			ok, err := w.TakeLease(ctx, name, holder, time.Minute)
			must(t, err)
			return ok
		}
		if !take("việc", a) || take("việc", b) || !take("khác", b) {
			t.Error("a lease is its holder's alone, each name by itself")
		}
		until := func() int64 { return value[int64](w, "SELECT until_at FROM lease WHERE name = 'việc'") }
		before := until()
		w.clock.Advance(10 * time.Second)
		if !take("việc", a) || until() != before {
			t.Error("a lease that is hardly used was written again")
		}
		w.clock.Advance(30 * time.Second)
		if !take("việc", a) || until() == before {
			t.Error("a lease that is half over was not prolonged")
		}
		w.clock.Advance(61 * time.Second)
		if !take("việc", b) || take("việc", a) {
			t.Error("a lease that ran out was not taken over")
		}
		must(t, w.DropLease(ctx, "việc", a))
		if take("việc", a) {
			t.Error("somebody gave away another's lease")
		}
		must(t, w.DropLease(ctx, "việc", b))
		if !take("việc", a) {
			t.Error("a lease that was given back is not free")
		}
	})
}

func TestLeaseIsTakenOnce(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		got := make([]bool, 12)
		together(t, len(got), func(i int) (err error) {
			got[i], err = w.TakeLease(t.Context(), "việc", w.ids.New(), time.Minute)
			return err
		})
		n := 0
		for _, ok := range got {
			if ok {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%d of %d hold the lease", n, len(got))
		}
	})
}

// TestSecretIsOne: replicas that ask for the first time at once get the same bytes.
func TestSecretIsOne(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		got := make([][]byte, 8)
		together(t, len(got), func(i int) (err error) {
			got[i], err = w.Secret(t.Context(), "thử", 32)
			return err
		})
		for _, s := range got {
			if len(s) != 32 || !bytes.Equal(s, got[0]) {
				t.Errorf("secrets %x and %x", got[0], s)
			}
		}
		other, err := w.Secret(t.Context(), "khác", 32)
		must(t, err)
		if bytes.Equal(other, got[0]) {
			t.Error("two purposes share a secret")
		}
	})
}

// TestSeal: lines are numbered without a gap whoever seals, and the head is signed once an hour.
func TestSeal(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		must(t, w.SignHead(ctx)) // nothing to sign
		together(t, 40, func(i int) error {
			if i%4 == 0 {
				_, err := w.Seal(ctx)
				return err
			}
			return w.PutSettings(ctx, map[string]string{"k": "v"}, id.Zero)
		})
		if _, err := w.Seal(ctx); err != nil {
			t.Fatal(err)
		}
		if n, err := w.Seal(ctx); n != 0 || err != nil {
			t.Errorf("sealed %d lines twice, %v", n, err)
		}
		lines := value[int](w, "SELECT count(*) FROM audit")
		if last := value[int](w, "SELECT max(number) FROM audit"); last != lines || lines < 30 {
			t.Errorf("the last of %d lines has number %d", lines, last)
		}
		heads := func() int { return value[int](w, "SELECT count(*) FROM audit_head") }
		must(t, w.SignHead(ctx))
		w.clock.Advance(2 * time.Hour)
		must(t, w.SignHead(ctx))
		if n := heads(); n != 1 {
			t.Errorf("%d heads of one state", n)
		}
		must(t, w.PutSettings(ctx, map[string]string{"k": "w"}, id.Zero))
		if _, err := w.Seal(ctx); err != nil {
			t.Fatal(err)
		}
		must(t, w.SignHead(ctx))
		must(t, w.PutSettings(ctx, map[string]string{"k": "x"}, id.Zero))
		if _, err := w.Seal(ctx); err != nil {
			t.Fatal(err)
		}
		must(t, w.SignHead(ctx))
		if n := heads(); n != 2 {
			t.Errorf("%d heads, want a second one after an hour and no third in the same hour", n)
		}
		w.healthy()
	})
}
