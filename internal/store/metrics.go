package store

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// metrics tell how the writer is doing. A turn over 2 ms holds up everybody behind it (DESIGN §5).
type metrics struct {
	turn, commit, batch prometheus.Histogram
}

func newMetrics() *metrics {
	times := []float64{.0001, .00025, .0005, .001, .002, .005, .01, .02, .05, .1, .25, 1, 5}
	return &metrics{
		turn: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "hocso_write_turn_seconds", Help: "How long one request's statements took.", Buckets: times,
		}),
		commit: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "hocso_write_commit_seconds", Help: "How long a commit took to be on the disk.", Buckets: times,
		}),
		batch: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "hocso_write_batch_requests", Help: "Requests that shared one commit.", Buckets: []float64{1, 2, 4, 8, 16, 32, 64, 128, 256},
		}),
	}
}

func (m *metrics) since(h prometheus.Histogram, start time.Time) {
	h.Observe(time.Since(start).Seconds())
}

// Metrics are the collectors of the store, to be registered by the composition.
func (s *Store) Metrics() []prometheus.Collector {
	return []prometheus.Collector{s.metrics.turn, s.metrics.commit, s.metrics.batch}
}
