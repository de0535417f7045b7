package cache_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"

	"hocso/internal/cache"
)

func constant(v int) func(context.Context) (int, error) {
	return func(context.Context) (int, error) { return v, nil }
}

func TestGetLoadsOnce(t *testing.T) {
	c := cache.New[string, int](10, nil)
	if _, ok := c.Peek("a"); ok {
		t.Error("something is there before anything was loaded")
	}
	for i := range 3 {
		if v, err := c.Get(t.Context(), "a", constant(i)); v != 0 || err != nil {
			t.Errorf("time %d: %d, %v", i, v, err)
		}
	}
	if v, ok := c.Peek("a"); v != 0 || !ok {
		t.Errorf("peeked %d, %v", v, ok)
	}
}

// TestOthersWait: a hundred requests for what is not there yet load it once, also when the first hangs up.
func TestOthersWait(t *testing.T) {
	c := cache.New[string, int](10, nil)
	begun, release := make(chan struct{}), make(chan struct{})
	var loads atomic.Int32
	load := func(ctx context.Context) (int, error) {
		loads.Add(1)
		close(begun)
		<-release
		return 7, ctx.Err()
	}
	first, hangUp := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() { _, _ = c.Get(first, "a", load) })
	<-begun
	for range 100 {
		wg.Go(func() {
			if v, err := c.Get(t.Context(), "a", load); v != 7 || err != nil {
				t.Errorf("got %d, %v", v, err)
			}
		})
	}
	impatient, leave := context.WithCancel(t.Context())
	leave()
	if _, err := c.Get(impatient, "a", load); !errors.Is(err, context.Canceled) {
		t.Errorf("somebody who left waited on: %v", err)
	}
	hangUp()
	close(release)
	wg.Wait()
	if n := loads.Load(); n != 1 {
		t.Errorf("loaded %d times", n)
	}
}

func TestErrorsAreNotKept(t *testing.T) {
	c := cache.New[string, int](10, nil)
	broken := errors.New("đĩa hỏng")
	if _, err := c.Get(t.Context(), "a", func(context.Context) (int, error) { return 1, broken }); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	if v, err := c.Get(t.Context(), "a", constant(2)); v != 2 || err != nil {
		t.Errorf("after an error: %d, %v", v, err)
	}
}

// TestPanicLeavesNobodyWaiting: whoever waits for a load that panics gets an error, and the next one loads anew.
func TestPanicLeavesNobodyWaiting(t *testing.T) {
	c := cache.New[string, int](10, nil)
	begun, release, fell := make(chan struct{}), make(chan struct{}), make(chan any)
	go func() {
		defer func() { fell <- recover() }()
		_, _ = c.Get(t.Context(), "a", func(context.Context) (int, error) { close(begun); <-release; panic("hỏng") })
	}()
	<-begun
	waited := make(chan error)
	go func() {
		_, err := c.Get(t.Context(), "a", func(context.Context) (int, error) { return 0, errors.New("was asked too late") })
		waited <- err
	}()
	close(release)
	if p := <-fell; p != "hỏng" {
		t.Errorf("the panic became %v", p)
	}
	if err := <-waited; err == nil {
		t.Error("a value came out of a panic")
	}
	if v, err := c.Get(t.Context(), "a", constant(3)); v != 3 || err != nil {
		t.Errorf("afterwards: %d, %v", v, err)
	}
}

// TestBound: the newest used values that fit together are kept, as a list of what was used shows.
func TestBound(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		most := rapid.IntRange(1, 30).Draw(rt, "most")
		c := cache.New[int, int](most, func(v int) int { return v })
		var used []int // keys, the last used at the end; a key weighs itself
		for _, k := range rapid.SliceOfN(rapid.IntRange(1, 12), 1, 40).Draw(rt, "asked") {
			if v, err := c.Get(rt.Context(), k, constant(k)); v != k || err != nil {
				rt.Fatalf("%d: %d, %v", k, v, err)
			}
			used = slices.DeleteFunc(used, func(u int) bool { return u == k })
			if k <= most { // what is too much by itself drops nothing
				used = append(used, k)
			}
			for sum(used) > most {
				used = used[1:]
			}
			for key := 1; key <= 12; key++ {
				if got, want := peeks(c, key, used), slices.Contains(used, key); got != want {
					rt.Fatalf("after %d: %d is kept: %v, want %v; used %v", k, key, got, want, used)
				}
			}
		}
	})
}

// peeks asks for a key without making it the last used one: it asks for all that are used, in their order, afterwards.
func peeks(c *cache.Cache[int, int], key int, used []int) bool {
	_, ok := c.Peek(key)
	for _, u := range used {
		c.Peek(u)
	}
	return ok
}

func sum(list []int) (n int) {
	for _, v := range list {
		n += v
	}
	return n
}
