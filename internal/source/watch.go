package source

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"hocso/internal/content"
	"hocso/internal/course"
)

// Watcher proposes the courses of a folder whenever their files have changed and come to rest. It looks at times and
// sizes only, which every file system has; network folders and containers tell nobody when a file changes.
type Watcher struct {
	Desk *Desk
	Dir  string // of one course, or of several
	// Decided stands for Offer.Decided.
	Decided bool
	// Told hears what became of an offer; nil for nobody.
	Told func(slug string, o Outcome, err error)

	last map[string]string // fingerprints by slug, at the last look
	done map[string]string // as they were proposed
	held []string          // slugs, when it was last told what is missing
}

// Look is one look at the folder, to be repeated about every second. A course whose files are as they were at the last
// look, and not as they were proposed, is proposed. Error kinds: Unavailable, Full, so that the next look tries again.
func (w *Watcher) Look(ctx context.Context) error {
	if w.last == nil {
		w.last, w.done = map[string]string{}, map[string]string{}
	}
	fsys, slugs, err := Courses(w.Dir)
	if err != nil {
		return err
	}
	for _, slug := range slugs {
		now, err := fingerprint(fsys, slug)
		if err != nil {
			w.last[slug] = "" // half written: the next look sees
			continue
		}
		rested := w.last[slug] == now
		w.last[slug] = now
		if !rested || w.done[slug] == now {
			continue
		}
		out, err := w.Desk.Propose(ctx, Offer{FS: fsys, Slug: slug, Origin: course.Folder, From: w.Dir, Decided: w.Decided})
		if w.Told != nil {
			w.Told(slug, out, err)
		}
		if err != nil {
			return fmt.Errorf("source: %s: %w", slug, err)
		}
		w.done[slug] = now
	}
	return w.missing(ctx, slugs)
}

// missing tells of courses that the folder does not hold any more, once for each change of what it holds.
func (w *Watcher) missing(ctx context.Context, held []string) error {
	if w.Decided || slices.Equal(w.held, held) {
		return nil
	}
	gone, err := w.Desk.gone(ctx, course.Folder, w.Dir, held)
	if err != nil {
		return err
	}
	w.held = slices.Clone(held)
	for _, slug := range gone {
		delete(w.done, slug) // should it come back
		if w.Told != nil {
			w.Told(slug, Outcome{Gone: true}, nil)
		}
	}
	return nil
}

// Courses lists what a folder holds: itself when it is a course's, else those of its folders that are.
func Courses(dir string) (fs.FS, []string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, nil, fmt.Errorf("source: %w", err)
	}
	if _, err := os.Stat(filepath.Join(abs, "course.md")); err == nil {
		return os.DirFS(filepath.Dir(abs)), []string{filepath.Base(abs)}, nil
	}
	if _, err := os.Stat(abs); err != nil {
		return nil, nil, fmt.Errorf("source: %w", err)
	}
	fsys := os.DirFS(abs)
	return fsys, content.Courses(fsys), nil
}

// fingerprint tells whether anything in a course's folder, or in the shared one beside it, has changed.
func fingerprint(fsys fs.FS, slug string) (string, error) {
	var b strings.Builder
	for _, dir := range []string{slug, "_shared"} {
		files := 0
		err := fs.WalkDir(fsys, dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				if path == "_shared" {
					return fs.SkipAll // most have none
				}
				return err
			}
			if strings.HasPrefix(d.Name(), ".") && path != dir {
				if d.IsDir() {
					return fs.SkipDir
				}
				return nil
			}
			info, err := d.Info()
			if err != nil {
				return err
			}
			if files++; files > maxFiles {
				return fs.SkipAll // the check refuses it
			}
			fmt.Fprintf(&b, "%s %d %d\n", path, info.Size(), info.ModTime().UnixNano())
			return nil
		})
		if err != nil {
			return "", err
		}
	}
	h := course.HashOf([]byte(b.String()))
	return h.String(), nil
}
