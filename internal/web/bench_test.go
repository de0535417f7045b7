package web

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
)

// discard takes an answer and forgets it.
type discard struct {
	header http.Header
	status int
	bytes  int
}

func (d *discard) Header() http.Header { return d.header }

func (d *discard) WriteHeader(status int) { d.status = status }

func (d *discard) Write(b []byte) (int, error) { d.bytes += len(b); return len(b), nil }

// BenchmarkLesson compares the two forms of a lesson's page with a bare Gin that sends the same bytes, in short turns of
// the same run. Sockets and HTTP parsing are left out, which both sides pay alike, so the ratio is far larger than that of
// whole processes, which DESIGN §10 sets a goal for and `make bench` prints: it is here to show what a change does.
func BenchmarkLesson(b *testing.B) {
	s := newSite(b)
	learner := enrolled(s, learnerContact)
	learner.get(lessonOne) // opened: later requests only read
	for _, who := range []struct {
		name string
		c    *client
	}{{"public", s.public()}, {"signed-in", learner}} {
		b.Run(who.name, func(b *testing.B) {
			who.c.header.Set("Accept-Encoding", "gzip")
			want := who.c.get(lessonOne)
			bare := bareGin([]byte(want.body))
			r := httptest.NewRequestWithContext(b.Context(), http.MethodGet, lessonOne, http.NoBody)
			r.Header.Set("Accept-Encoding", "gzip")
			for name, value := range who.c.cookies {
				r.AddCookie(&http.Cookie{Name: name, Value: value})
			}
			turn := func(h http.Handler, n int) time.Duration {
				begin := time.Now()
				for range n {
					w := &discard{header: http.Header{}}
					if h.ServeHTTP(w, r); w.status != http.StatusOK || w.bytes != len(want.body) {
						b.Fatalf("status %d, %d bytes, want %d", w.status, w.bytes, len(want.body))
					}
				}
				return time.Since(begin)
			}
			var ratios []float64
			b.ReportAllocs()
			b.ResetTimer()
			for left := b.N; left > 0; left -= 100 {
				n := min(left, 100)
				ours := turn(s.engine, n)
				b.StopTimer()
				ratios = append(ratios, float64(ours)/float64(max(turn(bare, n), 1)))
				s.logs.Reset()
				b.StartTimer()
			}
			slices.Sort(ratios)
			b.ReportMetric(ratios[len(ratios)/2], "×bare-gin")
		})
	}
}

// bareGin is a router that does nothing but send bytes.
func bareGin(body []byte) *gin.Engine {
	e := gin.New()
	e.GET(lessonOne, func(c *gin.Context) {
		c.Header("Content-Encoding", "gzip")
		c.Data(http.StatusOK, "text/html; charset=utf-8", body)
	})
	return e
}
