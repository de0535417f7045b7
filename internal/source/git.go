package source

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"hocso/internal/content"
	"hocso/internal/course"
	"hocso/internal/fault"
)

// gitTime bounds one synchronisation's use of the network.
const gitTime = 3 * time.Minute

// maxArchive bounds what a repository's tree may take on the disk.
const maxArchive = 512 << 20

// Git proposes the courses of a repository. It runs the system's git, which is not needed for anything else. Nothing of
// the repository is ever checked out, so that neither its links nor its hooks nor its settings do anything here.
type Git struct {
	Desk   *Desk
	URL    string   // https://…, ssh://…, user@host:path, or a folder
	Branch string   // "" for the repository's own
	Dir    string   // where fetched objects are kept; made when it is absent
	Env    []string // what git and ssh need of the environment, as NAME=value
}

var (
	scpLike = regexp.MustCompile(`^[A-Za-z0-9._-]+@[A-Za-z0-9.-]+:[^:]+$`)
	branch  = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._/-]*$`)
)

// Check refuses addresses and branches that git would take for something else. Error kind: Invalid.
func (g *Git) Check() error {
	u, err := url.Parse(g.URL)
	known := err == nil && (u.Scheme == "https" || u.Scheme == "ssh" || u.Scheme == "file") && !strings.HasPrefix(u.Host, "-")
	if !known && !scpLike.MatchString(g.URL) && !filepath.IsAbs(g.URL) {
		return fault.New(fault.Invalid, "git.url")
	}
	if g.Branch != "" && (!branch.MatchString(g.Branch) || strings.Contains(g.Branch, "..")) {
		return fault.New(fault.Invalid, "git.branch")
	}
	return nil
}

// Shown is the address without a password.
func (g *Git) Shown() string {
	if u, err := url.Parse(g.URL); err == nil {
		return u.Redacted()
	}
	return g.URL
}

// Sync fetches the branch's newest commit and proposes each of its courses, telling what became of them. Error kinds:
// Invalid for an address or branch that is none or cannot be fetched, Unavailable, Full.
func (g *Git) Sync(ctx context.Context, told func(slug string, o Outcome, err error)) error {
	if err := g.Check(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, gitTime)
	defer cancel()
	commit, archive, err := g.fetch(ctx)
	if err != nil {
		return err
	}
	defer os.Remove(archive) //nolint:errcheck // a temporary file
	z, err := zip.OpenReader(archive)
	if err != nil {
		return fmt.Errorf("source: %w", err)
	}
	defer z.Close() //nolint:errcheck // it was only read
	var errs []error
	held := content.Courses(z)
	for _, slug := range held {
		out, err := g.Desk.Propose(ctx, Offer{FS: z, Slug: slug, Origin: course.Git, From: g.Shown() + " " + commit[:12]})
		told(slug, out, err)
		errs = append(errs, err)
	}
	gone, err := g.Desk.gone(ctx, course.Git, g.Shown()+" ", held)
	for _, slug := range gone {
		told(slug, Outcome{Gone: true}, nil)
	}
	return errors.Join(append(errs, err)...)
}

// fetch brings the newest commit and writes its tree, or the folder "courses" of it, as an archive.
func (g *Git) fetch(ctx context.Context) (commit, archive string, err error) {
	if err := os.MkdirAll(g.Dir, 0o700); err != nil {
		return "", "", fmt.Errorf("source: %w", err)
	}
	if _, err := g.git(ctx, "init", "--quiet", "--bare", "."); err != nil {
		return "", "", err
	}
	ref := "HEAD"
	if g.Branch != "" {
		ref = "refs/heads/" + g.Branch
	}
	_, err = g.git(ctx, "fetch", "--quiet", "--depth=1", "--no-tags", "--no-recurse-submodules", "--no-write-commit-graph", "--", g.URL, ref)
	if err != nil {
		return "", "", err
	}
	commit, err = g.git(ctx, "rev-parse", "--verify", "--end-of-options", "FETCH_HEAD^{commit}")
	if err != nil {
		return "", "", err
	}
	tree := commit
	if _, err := g.git(ctx, "cat-file", "-e", commit+":courses"); err == nil {
		tree = commit + ":courses"
	}
	f, err := os.CreateTemp(g.Dir, "tree-*.zip")
	if err != nil {
		return "", "", fmt.Errorf("source: %w", err)
	}
	if err := f.Close(); err != nil {
		return "", "", fmt.Errorf("source: %w", err)
	}
	if _, err := g.git(ctx, "archive", "--format=zip", "-1", "--output="+f.Name(), tree); err != nil {
		return "", "", errors.Join(err, os.Remove(f.Name()))
	}
	if info, err := os.Stat(f.Name()); err != nil || info.Size() > maxArchive {
		return "", "", errors.Join(fault.New(fault.Invalid, "git.large"), err, os.Remove(f.Name()))
	}
	return commit, f.Name(), nil
}

// git runs one command and gives its output without the line's end.
func (g *Git) git(ctx context.Context, args ...string) (string, error) {
	safe := []string{
		"-c", "protocol.allow=never", "-c", "protocol.https.allow=always", "-c", "protocol.ssh.allow=always", "-c", "protocol.file.allow=always",
		"-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "gc.auto=0", "-c", "transfer.fsckObjects=true",
		"-c", "http.followRedirects=false", "-c", "safe.directory=*",
	}
	cmd := exec.CommandContext(ctx, "git", append(safe, args...)...) //nolint:gosec // address and branch are checked, and stand behind "--"
	cmd.Dir = g.Dir
	cmd.Env = append(slices.Clone(g.Env), "GIT_TERMINAL_PROMPT=0", "GIT_SSH_COMMAND=ssh -oBatchMode=yes", "GIT_DIR=.", "LC_ALL=C",
		"GIT_HTTP_LOW_SPEED_LIMIT=1000", "GIT_HTTP_LOW_SPEED_TIME=30")
	cmd.WaitDelay = 5 * time.Second
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &limited{&out, 1 << 20}, &limited{&said, 4 << 10}
	err := cmd.Run()
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return "", fault.New(fault.Invalid, "git.absent").Because(err)
	case ctx.Err() != nil:
		return "", fault.New(fault.Unavailable, "git.slow").Because(ctx.Err())
	case err != nil:
		return "", fault.New(fault.Invalid, "git.failed").With(fault.Args{"step": args[0]}).Because(fmt.Errorf("git: %w: %s", err, strings.TrimSpace(said.String())))
	}
	return strings.TrimSpace(out.String()), nil
}

// limited keeps the beginning of what is written.
type limited struct {
	to   *bytes.Buffer
	left int
}

func (l *limited) Write(p []byte) (int, error) {
	n := min(len(p), l.left)
	l.left -= n
	l.to.Write(p[:n])
	return len(p), nil
}
