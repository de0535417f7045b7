package web

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"log/slog"
	"strings"
	"sync/atomic"
	"time"

	"hocso/internal/content"
	"hocso/internal/course"
	"hocso/internal/i18n"
	"hocso/internal/id"
	"hocso/internal/standard"
)

// PreviewDeps is what a folder's preview is made from. There is no database in it.
type PreviewDeps struct {
	FS        fs.FS  // the folder that holds the course's folder, and "_shared" where courses share passages
	Slug      string // the course's folder
	Standards *standard.Set
	I18n      *i18n.Catalog
	Assets    fs.FS
	IDs       *id.Source
	Log       *slog.Logger
	Lang      string // of the pages, until the reader chooses
}

// Preview serves the course of a folder as learners will see it, with what authors need around it.
type Preview struct {
	PreviewDeps
	web  *Web
	seen atomic.Pointer[reading]
}

// reading is one reading of the folder. It never changes; next is closed when a newer one is there.
type reading struct {
	number int
	stamp  [sha256.Size]byte
	good   *content.Bundle // the last one without errors: nil until there is one
	report content.Report
	took   time.Duration
	media  map[string]*content.Media // of good, by hash
	next   chan struct{}
}

// NewPreview parses the templates and reads the folder for the first time.
func NewPreview(d PreviewDeps) (*Preview, error) {
	r, err := newRenderer(d.Assets, d.I18n)
	if err != nil {
		return nil, err
	}
	p := &Preview{PreviewDeps: d, web: &Web{Deps: Deps{Standards: d.Standards, I18n: d.I18n, IDs: d.IDs, Log: d.Log}, r: r}}
	stamp, err := p.stamp()
	if err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	p.read(stamp)
	return p, nil
}

// LookEvery is how often the folder is looked at: with the time of a reading, far below a second from saved to seen.
const LookEvery = 200 * time.Millisecond

// Watch looks at the folder at every tick and reads the course again when a file has changed, until ctx ends.
func (p *Preview) Watch(ctx context.Context, ticks <-chan time.Time) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks:
			p.Look()
		}
	}
}

// Look reads the course again if a file has changed since. It reports whether one had. A folder that cannot be looked
// at keeps what was read: programs that save by renaming take files away for a moment.
func (p *Preview) Look() bool {
	stamp, err := p.stamp()
	if err != nil || stamp == p.seen.Load().stamp {
		return false
	}
	p.read(stamp)
	return true
}

// stamp tells the state of the folder by names, sizes and times, without opening a file.
func (p *Preview) stamp() ([sha256.Size]byte, error) {
	h := sha256.New()
	for _, dir := range []string{p.Slug, "_shared"} {
		err := fs.WalkDir(p.FS, dir, func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil && dir == "_shared":
				return fs.SkipAll
			case err != nil:
				return err
			case d.IsDir() && strings.HasPrefix(d.Name(), ".") && path != dir:
				return fs.SkipDir
			case d.IsDir():
				return nil
			}
			info, err := d.Info()
			if err != nil {
				return nil //nolint:nilerr // it has gone since: the next look sees that
			}
			fmt.Fprintf(h, "%s\x00%d\x00%d\n", path, info.Size(), info.ModTime().UnixNano())
			return nil
		})
		if err != nil {
			return [sha256.Size]byte{}, err
		}
	}
	return [sha256.Size]byte(h.Sum(nil)), nil
}

// read makes the next reading; what was good stays while the folder has errors.
func (p *Preview) read(stamp [sha256.Size]byte) {
	start := time.Now() //nolint:forbidigo // how long it took, not what time it is
	bundle, report := content.LoadDraft(p.FS, p.Slug, p.Standards, ContentURLs())
	now := &reading{stamp: stamp, good: bundle, report: report, took: time.Since(start), next: make(chan struct{})}
	old := p.seen.Load()
	if old != nil {
		now.number = old.number + 1
	}
	if bundle == nil && old != nil {
		now.good, now.media = old.good, old.media
	} else if bundle != nil {
		now.media = map[string]*content.Media{}
		for i := range bundle.Media {
			now.media[bundle.Media[i].Hash] = &bundle.Media[i]
		}
	}
	p.seen.Store(now)
	if old != nil {
		close(old.next)
	}
}

// stale reports whether the pages are older than the folder, which has errors.
func (r *reading) stale() bool { return r.report.HasErrors() }

// published is the course as pages take it.
func (r *reading) published() *course.Published {
	if r.good == nil {
		return nil
	}
	return publishedOf(r.good)
}

// publishedOf makes of a bundle what pages are filled from. Its version has no number: it was never published.
func publishedOf(b *content.Bundle) *course.Published {
	v := course.Version{Slug: b.Course.Slug, Title: b.Course.Title, Language: b.Course.Language, Lessons: b.Course.Lessons()}
	for _, pl := range b.Course.Places() {
		v.Minutes += pl.Lesson.Minutes
		v.Bytes += int64(pl.Lesson.Bytes)
	}
	return &course.Published{Version: v, Course: b.Course}
}
