package web

import (
	"context"
	"encoding/hex"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"hocso/internal/cache"
	"hocso/internal/clock"
	"hocso/internal/course"
	"hocso/internal/httpx"
	"hocso/internal/id"
	"hocso/internal/org"
)

// Bounds of what is kept in memory, in bytes. A lesson page takes about 60 KB with its compressed form.
const (
	keptPages = 8 << 20
	keptMedia = 4 << 20
	maxMedium = 512 << 10 // larger files are read from the store each time
)

// currentFor is how long a course's current version is remembered for visitors: what another replica publishes is seen
// that much later. People who are enrolled read their own version and are not concerned.
const currentFor = time.Second

// pageKey names the shared part of a page: everything it is made of but the person.
type pageKey struct {
	version id.ID
	page    string // "" is the course's page, else "module/lesson"
	lang    string
	text    string // language wanted for the course's texts
	site    org.Site
}

// keptPage is a page rendered once: shared parts deflated, the personal ones ready to be put between them.
type keptPage struct {
	*httpx.Spliced
	public []byte // the visitors' page as one gzip stream
	plain  func(slot string) []byte
	etag   string // of public
	slots  *lessonSlots
}

// kept is what the pages keep in memory. All of it can be made again.
type kept struct {
	pages  *cache.Cache[pageKey, *keptPage]
	media  *cache.Cache[course.Hash, *keptMedium]
	motifs *cache.Cache[course.Hash, string] // by the compiled course
	clock  clock.Clock

	mu      sync.Mutex
	current map[string]remembered
}

type remembered struct {
	version course.Version
	read    time.Time
}

func newKept(c clock.Clock) *kept {
	return &kept{
		pages:   cache.New[pageKey](keptPages, func(p *keptPage) int { return p.Size() + len(p.public) + p.slots.size() }),
		media:   cache.New[course.Hash](keptMedia, func(m *keptMedium) int { return len(m.raw) + len(m.gzip) }),
		motifs:  cache.New[course.Hash, string](4096, nil),
		clock:   c,
		current: map[string]remembered{},
	}
}

// currentVersion is the current version of a course, as visitors see it. Error kind: NotFound.
func (w *Web) currentVersion(ctx context.Context, slug string) (course.Version, error) {
	k := w.kept
	now := k.clock.Now()
	k.mu.Lock()
	r, ok := k.current[slug]
	k.mu.Unlock()
	if d := now.Sub(r.read); ok && d >= 0 && d < currentFor {
		return r.version, nil
	}
	v, err := w.Catalog.CurrentVersion(ctx, slug)
	if err != nil {
		return v, err
	}
	k.mu.Lock()
	k.current[slug] = remembered{v, now} // only what exists, so strangers cannot make it grow
	k.mu.Unlock()
	return v, nil
}

// keep gives a page from memory or makes it. Requests that come meanwhile wait for the one that makes it.
func (w *Web) keep(ctx context.Context, k pageKey, render func(context.Context) (*keptPage, error)) (*keptPage, error) {
	return w.kept.pages.Get(ctx, k, render)
}

// newKeptPage cuts a rendered page at its slots and assembles the visitors' form of it.
func newKeptPage(rendered []byte, public func(slot string) []byte) (*keptPage, error) {
	s, err := httpx.NewSpliced(rendered)
	if err != nil {
		return nil, err
	}
	p := &keptPage{Spliced: s, plain: public}
	if p.public, err = deflated(s.Bytes(public)); err != nil { // in one piece: smaller than put together
		return nil, err
	}
	sum := course.HashOf(p.public)
	p.etag = `"` + hex.EncodeToString(sum[:12]) + `"`
	return p, nil
}

// writePublic sends the visitors' page. Browsers keep it but ask each time, and learn with 304 that it is the same;
// for whom it is depends on the cookie, so nobody between may keep it.
func (p *keptPage) writePublic(c *gin.Context) {
	h := c.Writer.Header()
	h["Cache-Control"] = []string{"private, no-cache"}
	h["Vary"] = []string{"Cookie, Accept-Encoding"}
	h["Content-Type"] = []string{"text/html; charset=utf-8"}
	body := p.public
	if httpx.AcceptsGzip(c.Request) {
		h["Content-Encoding"] = []string{"gzip"}
		h["Etag"] = []string{p.etag}
		if c.GetHeader("If-None-Match") == p.etag {
			delete(h, "Content-Encoding")
			c.Status(http.StatusNotModified)
			return
		}
	} else {
		body = p.Bytes(p.plain)
	}
	h["Content-Length"] = []string{strconv.Itoa(len(body))}
	c.Status(http.StatusOK)
	if c.Request.Method != http.MethodHead {
		c.Writer.Write(body) //nolint:errcheck // the client has gone
	}
}
