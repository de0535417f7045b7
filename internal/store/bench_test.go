package store

import (
	"sync"
	"testing"
	"time"

	"hocso/internal/account"
	"hocso/internal/assess"
)

// BenchmarkDurableAnswer compares answers that share commits with one transaction for each answer, from 256 people at
// once, turn by turn in one run: on the disk as it is, and with 2 ms added to every commit.
func BenchmarkDurableAnswer(b *testing.B) {
	const people = 256
	w := newWorld(b)
	wr := w.engine.(*writer)
	callers, attempts := make([]*account.Caller, people), make([]*assess.Attempt, people)
	var wg sync.WaitGroup
	for i := range callers {
		wg.Go(func() {
			callers[i] = w.person(i, w.hamlet)
			w.enrol(callers[i])
			attempts[i] = w.start(callers[i])
		})
	}
	wg.Wait()
	sequence := int64(0)
	round := func(most int) time.Duration {
		wr.most = most
		sequence++
		start := time.Now()
		for i, c := range callers {
			wg.Go(func() {
				for _, it := range attempts[i].Items[:2] {
					_, err := w.SaveAnswer(b.Context(), assess.Save{
						Attempt: attempts[i].ID, Caller: c, Position: it.Position, Sequence: sequence, Answer: assess.Answer{Choices: []int{0}},
					})
					if err != nil {
						b.Error(err)
					}
				}
			})
		}
		wg.Wait()
		return time.Since(start)
	}
	for _, c := range []struct {
		name  string
		delay time.Duration
	}{{"disk", 0}, {"plus-2ms", 2 * time.Millisecond}} {
		b.Run(c.name, func(b *testing.B) {
			wr.beforeCommit = func() { time.Sleep(c.delay) }
			var group, single time.Duration
			for b.Loop() {
				group += round(batchSize)
				single += round(1)
			}
			answers := float64(2 * people * b.N)
			b.ReportMetric(answers/group.Seconds(), "grouped/s")
			b.ReportMetric(answers/single.Seconds(), "one-by-one/s")
			b.ReportMetric(single.Seconds()/group.Seconds(), "times")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// BenchmarkCaller is the one SELECT of every signed-in request.
func BenchmarkCaller(b *testing.B) {
	w := newWorld(b)
	c := w.person(1, w.hamlet)
	w.session(c, "phiên", false)
	hash := account.TokenHash("phiên")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := w.CallerByToken(b.Context(), hash, 1); err != nil {
			b.Fatal(err)
		}
	}
}
