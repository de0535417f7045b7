package httpx

import (
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
)

// Metrics counts requests and their time by route pattern and status; paths and people are not in it.
func Metrics(reg prometheus.Registerer) gin.HandlerFunc {
	took := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "hocso_http_request_seconds", Help: "Time to answer a request, by method, route pattern and status.",
		Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .3, 1, 5},
	}, []string{"method", "route", "status"})
	inFlight := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "hocso_http_requests_in_flight", Help: "Requests being answered now.",
	})
	reg.MustRegister(took, inFlight)
	return func(c *gin.Context) {
		start := time.Now() //nolint:forbidigo // how long it took, not what time it is
		inFlight.Inc()
		defer inFlight.Dec()
		c.Next()
		route := c.FullPath()
		if route == "" {
			route = "(none)"
		}
		took.WithLabelValues(c.Request.Method, route, strconv.Itoa(c.Writer.Status())).Observe(time.Since(start).Seconds())
	}
}
