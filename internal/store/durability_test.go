package store

import (
	"math/rand/v2"
	"testing"

	"hocso/internal/testpg"
)

// TestKill: whenever the process dies, what it has acknowledged is there, once, and everything derived agrees.
func TestKill(t *testing.T) {
	run := func(t *testing.T, o Options, kills int) {
		j := examinee(t, o)
		j.Loop = true
		acks := map[ack]bool{}
		seed := rand.Uint64()
		t.Logf("seed %d", seed)
		rng := rand.New(rand.NewPCG(seed, 1))
		for range kills {
			c := childOf(t, j, acks)
			for range 1 + rng.IntN(150) {
				if a, ok := c.hear(); !ok || a.Refused != "" {
					t.Fatalf("the process said %+v and went on: %v", a, ok)
				}
			}
			c.kill()
			nothingLost(t, o, acks)
		}
		t.Logf("%d answers acknowledged over %d kills", len(acks), kills)
	}
	kills := 20
	if testing.Short() {
		kills = 3
	}
	t.Run("sqlite", func(t *testing.T) {
		dir := t.TempDir()
		copySeeded(t, dir)
		run(t, Options{Dir: dir}, kills)
	})
	t.Run("postgres", func(t *testing.T) { run(t, Options{DB: testpg.Database(t)}, 3) })
}
