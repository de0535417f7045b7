package source

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hocso/internal/course"
)

// written puts a course into a folder of the disk. Each writing has a time of its own.
func written(t *testing.T, dir string, fsys fs.FS, at int) {
	t.Helper()
	err := fs.WalkDir(fsys, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(fsys, path)
		if err != nil {
			return err
		}
		to := filepath.Join(dir, path)
		if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(to, b, 0o600); err != nil {
			return err
		}
		when := time.Unix(int64(1_700_000_000+at), 0)
		return os.Chtimes(to, when, when)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestWatcher: a course is proposed once its files rest, and again only when they have changed.
func TestWatcher(t *testing.T) {
	w := newWorld(t)
	dir := t.TempDir()
	var told []string
	watch := &Watcher{Desk: w.Desk, Dir: dir, Told: func(_ string, o Outcome, err error) {
		state := string(o.Proposal.State)
		switch {
		case err != nil:
			state = err.Error()
		case o.Published():
			state = "published"
		case o.Gone:
			state = "gone"
		}
		told = append(told, state)
	}}
	look := func(want ...string) {
		t.Helper()
		told = nil
		if err := watch.Look(t.Context()); err != nil {
			t.Fatal(err)
		}
		if strings.Join(told, " ") != strings.Join(want, " ") {
			t.Errorf("told %v, want %v", told, want)
		}
	}
	look()
	written(t, dir, with(), 1)
	look() // they may still be written
	look("published")
	look()
	written(t, dir, with("Chữ", "Lời"), 2)
	look()
	written(t, dir, with("Chữ", "Văn"), 3) // meanwhile again
	look()
	look("published")
	if n := w.number(); n != 2 {
		t.Errorf("version %d: what was half done was published", n)
	}
	written(t, dir, with("[x] Gọi", "[ ] Gọi"), 4)
	look()
	look(string(course.Faulty))
	look()
	if n := len(w.open()); n != 1 {
		t.Errorf("%d proposals show the findings", n)
	}
	if err := os.RemoveAll(filepath.Join(dir, slug)); err != nil {
		t.Fatal(err)
	}
	look("gone")
	look()
	if n := len(w.open()); n != 0 || w.number() != 2 {
		t.Errorf("%d proposals of a course that is gone, version %d", n, w.number())
	}
	if err := (&Watcher{Desk: w.Desk, Dir: filepath.Join(dir, "absent")}).Look(t.Context()); err == nil {
		t.Error("a folder that is not there was watched in silence")
	}
}

// TestWatcherBegunAnew: a folder that holds what it held before the server was restarted undoes nothing.
func TestWatcherBegunAnew(t *testing.T) {
	w := newWorld(t)
	dir := t.TempDir()
	written(t, dir, with(), 1)
	looks := func() (got []Outcome) {
		t.Helper()
		watch := &Watcher{Desk: w.Desk, Dir: dir, Told: func(_ string, o Outcome, err error) {
			if err != nil {
				t.Error(err)
			}
			got = append(got, o)
		}}
		for range 3 {
			if err := watch.Look(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		return got
	}
	if got := looks(); len(got) != 1 || !got[0].Published() {
		t.Fatalf("first: %+v", got)
	}
	w.propose(Offer{FS: with("Chữ", "Lời"), Origin: course.Editor, Actor: w.admin, Decided: true})
	if got := looks(); len(got) != 1 || !got[0].Past || w.number() != 2 {
		t.Errorf("after a restart version %d: %+v", w.number(), got)
	}
	written(t, dir, with("Chữ", "Văn"), 2)
	if got := looks(); len(got) != 1 || got[0].Proposal.State != course.Waiting || w.number() != 2 {
		t.Errorf("a new text over an approved one: version %d: %+v", w.number(), got)
	}
}
