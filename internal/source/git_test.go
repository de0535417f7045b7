package source

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"hocso/internal/course"
	"hocso/internal/fault"
)

// repository is a git repository of the disk.
type repository struct {
	*testing.T
	dir string
}

func newRepository(t *testing.T) repository {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Fatal("git is not here: .ci/needs installs it")
	}
	r := repository{t, t.TempDir()}
	r.git("init", "--quiet", "--initial-branch=main", ".")
	return r
}

func (r repository) git(args ...string) string {
	r.Helper()
	cmd := exec.CommandContext(r.Context(), "git", append([]string{"-c", "user.name=A", "-c", "user.email=a@example.org"}, args...)...)
	cmd.Dir = r.dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		r.Fatalf("git %v: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

func (r repository) commit() string {
	r.Helper()
	r.git("add", "--all")
	r.git("commit", "--quiet", "--message", "m")
	return r.git("rev-parse", "HEAD")
}

func gitEnv() []string {
	return []string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME")}
}

// TestGitSync: the branch's newest commit is proposed, from the root or from the folder of courses, and nothing twice.
func TestGitSync(t *testing.T) {
	r := newRepository(t)
	w := newWorld(t)
	secret := filepath.Join(t.TempDir(), "secret.md")
	if err := os.WriteFile(secret, []byte("# bí mật"), 0o600); err != nil {
		t.Fatal(err)
	}
	g := &Git{Desk: w.Desk, URL: r.dir, Dir: filepath.Join(t.TempDir(), "git"), Env: gitEnv()}
	sync := func() (got []Outcome) {
		t.Helper()
		err := g.Sync(t.Context(), func(_ string, o Outcome, err error) {
			if err != nil {
				t.Error(err)
			}
			got = append(got, o)
		})
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	written(t, r.dir, with(), 1)
	commit := r.commit()
	if got := sync(); len(got) != 1 || got[0].Version.Number != 1 || got[0].Version.Origin != course.Git {
		t.Fatalf("first: %+v", got)
	}
	if got := sync(); len(got) != 1 || !got[0].Same {
		t.Errorf("again: %+v", got)
	}
	if err := os.Symlink(secret, filepath.Join(r.dir, slug, "01-mot", "02-la.md")); err != nil {
		t.Fatal(err)
	}
	written(t, r.dir, with("Chữ", "Lời"), 2)
	r.commit()
	got := sync()
	sources := w.proposedText(got[0])
	if strings.Contains(sources, "bí mật") {
		t.Error("a link led out of the repository")
	}
	r.git("checkout", "--quiet", "-b", "khac", commit)
	written(t, filepath.Join(r.dir, "courses"), with("Chữ", "Văn"), 3)
	r.commit()
	g.Branch = "khac"
	if got := sync(); len(got) != 1 || !got[0].Published() {
		t.Errorf("another branch, in a folder: %+v", got)
	}
	w.propose(Offer{FS: with("Chữ", "Của người"), Origin: course.Editor, Actor: w.admin, Decided: true})
	approved := w.number()
	r.git("checkout", "--quiet", "-b", "dau", commit)
	for _, g.Branch = range []string{"khac", "dau"} { // what it brought last, and what it brought first
		if got := sync(); len(got) != 1 || !got[0].Past || w.number() != approved {
			t.Errorf("a repository in which nothing has changed: version %d of %d, %+v", w.number(), approved, got)
		}
	}
	if left, err := filepath.Glob(filepath.Join(g.Dir, "tree-*")); len(left) != 0 || err != nil {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// proposedText is everything that an outcome has stored.
func (w *world) proposedText(o Outcome) string {
	w.Helper()
	var files []course.File
	var err error
	if o.Published() {
		files, err = w.Catalog.Files(w.Context(), o.Version.ID)
	} else {
		files, err = w.Proposals.ProposalSources(w.Context(), o.Proposal.ID)
	}
	if err != nil {
		w.Fatal(err)
	}
	var b strings.Builder
	for _, f := range files {
		b.Write(f.Data)
	}
	return b.String()
}

// TestGitRefuses: nothing that git would take for an option or a program of its own gets through, and what cannot be
// fetched is said in words.
func TestGitRefuses(t *testing.T) {
	for _, u := range []string{"", "-x", "--upload-pack=/bin/sh", "ext::sh -c id", "http://example.org/a.git", "khoa", "../khoa", "https://-x/a"} {
		if err := (&Git{URL: u}).Check(); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", u, err)
		}
	}
	for _, u := range []string{"https://example.org/a.git", "ssh://git@example.org/a", "git@example.org:a/b.git", "/srv/khoa", "file:///srv/khoa"} {
		if err := (&Git{URL: u}).Check(); err != nil {
			t.Errorf("%q: %v", u, err)
		}
	}
	for _, b := range []string{"-x", "a..b", "a b", "a:b", "^a"} {
		if err := (&Git{URL: "/srv/khoa", Branch: b}).Check(); !fault.Is(err, fault.Invalid) {
			t.Errorf("branch %q: %v", b, err)
		}
	}
	if got := (&Git{URL: "https://a:mat-khau@example.org/x"}).Shown(); strings.Contains(got, "mat-khau") {
		t.Errorf("shown as %s", got)
	}
	r := newRepository(t)
	written(t, r.dir, with(), 1)
	r.commit()
	for name, g := range map[string]*Git{
		"no repository": {URL: t.TempDir()},
		"no branch":     {URL: r.dir, Branch: "khong-co"},
	} {
		g.Dir, g.Env = t.TempDir(), gitEnv()
		if err := g.Sync(t.Context(), func(string, Outcome, error) {}); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestGitHoldsNoMore: a course that went or was renamed in the repository is named, what it proposed is closed, and what
// people learn from stays.
func TestGitHoldsNoMore(t *testing.T) {
	r := newRepository(t)
	w := newWorld(t)
	g := &Git{Desk: w.Desk, URL: r.dir, Dir: filepath.Join(t.TempDir(), "git"), Env: gitEnv()}
	sync := func() (gone []string) {
		t.Helper()
		err := g.Sync(t.Context(), func(slug string, o Outcome, err error) {
			if err != nil {
				t.Error(err)
			}
			if o.Gone {
				gone = append(gone, slug)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		return gone
	}
	written(t, r.dir, with(), 1)
	r.commit()
	if gone := sync(); len(gone) != 0 {
		t.Errorf("gone at once: %v", gone)
	}
	if err := os.CopyFS(filepath.Join(r.dir, "khoa-hong"), os.DirFS(filepath.Join(r.dir, slug))); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(r.dir, "khoa-hong", "course.md"), []byte("hỏng"), 0o600); err != nil {
		t.Fatal(err)
	}
	r.commit()
	sync()
	if open := w.open(); len(open) != 1 || open[0].Slug != "khoa-hong" {
		t.Fatalf("waiting: %+v", open)
	}
	r.git("rm", "--quiet", "-r", "khoa-hong")
	r.git("mv", slug, "khoa-moi")
	r.commit()
	if gone := sync(); len(gone) != 1 || gone[0] != slug {
		t.Errorf("gone: %v", gone)
	}
	if open := w.open(); len(open) != 0 {
		t.Errorf("still waiting: %+v", open)
	}
	if w.number() != 1 {
		t.Error("the course that people learn from is not there")
	}
}
