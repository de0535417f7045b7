// Package cache keeps in memory what was used last. All of it can be made again.
package cache

import (
	"context"
	"errors"
	"math"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// Cache holds values up to a total weight; those that were not used for longest go first.
type Cache[K comparable, V any] struct {
	most  int
	weigh func(V) int

	mu     sync.Mutex
	kept   *simplelru.LRU[K, V]
	weight int
	making map[K]*making[V]
}

// making is a value on its way, for which others may wait.
type making[V any] struct {
	done  chan struct{}
	value V
	err   error
}

// errLost is what those get who waited for a load that panicked.
var errLost = errors.New("cache: the value that was waited for was not made")

// New makes a cache of at most so much weight; weigh must give a value the same weight each time. A nil weigh counts
// values.
func New[K comparable, V any](most int, weigh func(V) int) *Cache[K, V] {
	if weigh == nil {
		weigh = func(V) int { return 1 }
	}
	c := &Cache[K, V]{most: most, weigh: weigh, making: map[K]*making[V]{}}
	c.kept, _ = simplelru.NewLRU(math.MaxInt, func(_ K, v V) { c.weight -= c.weigh(v) }) // fails on sizes below 1 only
	return c
}

// Peek gives a value that is in memory.
func (c *Cache[K, V]) Peek(k K) (V, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.kept.Get(k)
}

// Get gives a value from memory or loads it. Requests that come meanwhile wait for the one that loads; it goes on to the
// end also when its own request is cancelled. Errors are not kept.
func (c *Cache[K, V]) Get(ctx context.Context, k K, load func(context.Context) (V, error)) (V, error) {
	c.mu.Lock()
	if v, ok := c.kept.Get(k); ok {
		c.mu.Unlock()
		return v, nil
	}
	m, others := c.making[k]
	if !others {
		m = &making[V]{done: make(chan struct{}), err: errLost}
		c.making[k] = m
	}
	c.mu.Unlock()
	if !others {
		c.load(context.WithoutCancel(ctx), k, m, load)
		return m.value, m.err
	}
	select {
	case <-m.done:
		return m.value, m.err
	case <-ctx.Done():
		var none V
		return none, ctx.Err()
	}
}

func (c *Cache[K, V]) load(ctx context.Context, k K, m *making[V], load func(context.Context) (V, error)) {
	defer func() { // also when load panics
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.making, k)
		if m.err == nil {
			c.keep(k, m.value)
		}
		close(m.done)
	}()
	m.value, m.err = load(ctx)
}

// keep adds a value and drops the oldest ones that are too much; one that is too much by itself is not kept.
func (c *Cache[K, V]) keep(k K, v V) {
	w := c.weigh(v)
	if w > c.most {
		return
	}
	c.weight += w
	c.kept.Add(k, v)
	for c.weight > c.most {
		c.kept.RemoveOldest()
	}
}
