package app

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hocso/internal/account"
	"hocso/internal/assess"
	"hocso/internal/config"
	"hocso/internal/store"
)

// hall is a server in which many people sit an exam at once.
type hall struct {
	base   string
	client *http.Client
	seats  []seat
}

// seat is one person with an exam under way: the address of question 1 and the session's cookie.
type seat struct{ question, cookie string }

// newHall starts a server that commits at most batch requests together, each commit delay later than the disk.
func newHall(b *testing.B, people, batch int, delay *atomic.Int64) *hall {
	b.Helper()
	log := slog.New(slog.DiscardHandler)
	a, err := open(b.Context(), config.Config{Data: b.TempDir(), Addr: "127.0.0.1:0"}, log, func(o *store.Options) {
		o.Batch, o.BeforeCommit = batch, func() { time.Sleep(time.Duration(delay.Load())) }
	})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(a.store.Close)
	demo, err := a.seedDemo(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	if err := a.publisher().embedded(b.Context(), a.courses); err != nil {
		b.Fatal(err)
	}
	engine, err := a.engine(demo)
	if err != nil {
		b.Fatal(err)
	}
	server := httptest.NewServer(engine)
	b.Cleanup(server.Close)
	transport := &http.Transport{MaxIdleConnsPerHost: people, MaxConnsPerHost: people}
	b.Cleanup(transport.CloseIdleConnections)
	h := &hall{base: server.URL, client: &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}, seats: make([]seat, people)}
	for i := range h.seats {
		h.seats[i] = sitDown(b, a, i)
	}
	return h
}

// sitDown registers, enrols and begins the exam of the first course.
func sitDown(b *testing.B, a *App, i int) seat {
	b.Helper()
	ctx := b.Context()
	root, err := a.org.Root(ctx)
	if err != nil {
		b.Fatal(err)
	}
	t, err := a.accounts.Register(ctx, account.Registration{
		Name: "Lò Văn Inh", Contact: fmt.Sprintf("nguoi%d@example.vn", i), Password: "mua-tre-dong-gieng", Consent: true,
	}, root, account.Device{Address: fmt.Sprintf("10.0.%d.%d", i/250, i%250)}, false)
	if err != nil {
		b.Fatal(err)
	}
	p, err := a.catalog.Current(ctx, "mot-gio-chuyen-doi-so")
	if err != nil {
		b.Fatal(err)
	}
	if err := a.learning.Enrol(ctx, t.Caller, p.Slug, assess.Key{}); err != nil {
		b.Fatal(err)
	}
	attempt, err := a.assess.Start(ctx, t.Caller, p.CourseID, assess.Key{})
	if err != nil {
		b.Fatal(err)
	}
	return seat{"/bai-thi/" + attempt.String() + "/cau/1", "hocso=" + t.Token}
}

// answer saves one answer as a browser without JavaScript does, and returns when it is acknowledged.
func (h *hall) answer(b *testing.B, s seat, sequence int64) time.Duration {
	form := url.Values{"khoa": {fmt.Sprint(sequence)}, "sequence": {fmt.Sprint(sequence)}, "danh-dau": {"1"}}
	r, err := http.NewRequestWithContext(b.Context(), http.MethodPost, h.base+s.question, strings.NewReader(form.Encode()))
	if err != nil {
		b.Error(err)
		return 0
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Cookie", s.cookie)
	begin := time.Now()
	res, err := h.client.Do(r)
	if err != nil {
		b.Error(err)
		return 0
	}
	defer res.Body.Close()
	if _, err := io.Copy(io.Discard, res.Body); err != nil || res.StatusCode != http.StatusSeeOther {
		b.Errorf("status %d, %v", res.StatusCode, err)
	}
	return time.Since(begin)
}

// round lets everybody answer n times, all at once.
func (h *hall) round(b *testing.B, n int, sequence *atomic.Int64) (all time.Duration, each []time.Duration) {
	each = make([]time.Duration, n*len(h.seats))
	var wg sync.WaitGroup
	begin := time.Now()
	for i, s := range h.seats {
		wg.Go(func() {
			for k := range n {
				each[i*n+k] = h.answer(b, s, sequence.Add(1))
			}
		})
	}
	wg.Wait()
	return time.Since(begin), each
}

// BenchmarkDurableAnswer compares whole answers (HTTP, session, rights, facts, summaries, fsync) of 256 connections that
// share commits with one transaction for each answer, in turn in one run: on the disk as it is (goal: ≥ 2 times as many),
// and with 2 ms added to every commit (goal: ≥ 8 times).
func BenchmarkDurableAnswer(b *testing.B) {
	const people, answers = 256, 4
	var delay, sequence atomic.Int64
	grouped, single := newHall(b, people, 0, &delay), newHall(b, people, 1, &delay)
	for _, c := range []struct {
		name  string
		delay time.Duration
	}{{"disk", 0}, {"plus-2ms", 2 * time.Millisecond}} {
		b.Run(c.name, func(b *testing.B) {
			delay.Store(int64(c.delay))
			var shared, alone time.Duration
			var waits []time.Duration
			for b.Loop() {
				all, each := grouped.round(b, answers, &sequence)
				shared, waits = shared+all, append(waits, each...)
				all, _ = single.round(b, answers, &sequence)
				alone += all
			}
			slices.Sort(waits)
			n := float64(people * answers * b.N)
			b.ReportMetric(n/shared.Seconds(), "grouped/s")
			b.ReportMetric(n/alone.Seconds(), "one-by-one/s")
			b.ReportMetric(alone.Seconds()/shared.Seconds(), "times")
			b.ReportMetric(float64(waits[len(waits)*99/100].Milliseconds()), "p99-ms")
			b.ReportMetric(0, "ns/op")
		})
	}
}
