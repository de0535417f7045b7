package app

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"hocso/internal/content"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/i18n"
	"hocso/internal/source"
)

// embedded proposes what the binary brings, course by course: one that cannot be published keeps none of the others
// from being served. A course that was edited here stays; the administrator is offered the difference.
func (a *App) embedded(ctx context.Context) error {
	for _, slug := range content.Courses(a.courses) {
		out, err := a.desk.Propose(ctx, source.Offer{FS: a.courses, Slug: slug, Origin: course.Embedded, From: a.desk.Release})
		if err == nil && out.Report.HasErrors() {
			err = reportError(out.Report)
		}
		if fault.Is(err, fault.Unavailable) || fault.Is(err, fault.Full) || ctx.Err() != nil {
			return err
		}
		if err != nil {
			a.log.Error("an embedded course was not published", "course", slug, "err", err)
		}
	}
	return nil
}

func reportError(r content.Report) error {
	var b bytes.Buffer
	if err := r.Write(&b, i18n.EN); err != nil {
		return err
	}
	return fmt.Errorf("the course has errors:\n%s", b.String())
}

// folder splits a path into the file system that Load reads and the course's slug.
func folder(dir string) (fs.FS, string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, "", fmt.Errorf("app: %w", err)
	}
	return os.DirFS(filepath.Dir(abs)), filepath.Base(abs), nil
}

func (r *run) publish(ctx context.Context, a *App) error {
	fsys, slug, err := folder(r.Publish.Dir)
	if err != nil {
		return err
	}
	out, err := a.desk.Propose(ctx, source.Offer{
		FS: fsys, Slug: slug, Origin: course.Folder, From: r.Publish.Dir, Decided: true,
		Confirmed: func(facts []course.Fact) bool { return r.confirmed(a, facts) },
	})
	if err != nil {
		return err
	}
	if err := r.tell(a, slug, out); err != nil {
		return err
	}
	switch {
	case out.Unconfirmed:
		return fault.New(fault.Conflict, "cli.not-confirmed")
	case !out.Published() && !out.Same:
		return errFailed
	}
	return nil
}

// confirmed lists the facts that somebody must have checked, and asks whether that was done.
func (r *run) confirmed(a *App, facts []course.Fact) bool {
	fmt.Fprintln(r.out, r.say(a, "cli.facts", nil))
	for _, f := range facts {
		fmt.Fprintln(r.out, "  -", strings.TrimPrefix(f.Place+": ", ": ")+f.Text)
	}
	if r.Publish.Yes {
		return true
	}
	fmt.Fprint(r.out, r.say(a, "cli.confirm-facts", nil), " ")
	answer, err := bufio.NewReader(r.in).ReadString('\n')
	return (err == nil || errors.Is(err, io.EOF)) && slices.Contains([]string{"c", "co", "có", "y", "yes"}, strings.ToLower(strings.TrimSpace(answer)))
}

// tell prints what became of an offer: findings first.
func (r *run) tell(a *App, slug string, out source.Outcome) error {
	if out.Gone {
		fmt.Fprintln(r.out, r.say(a, "cli.published-gone", fault.Args{"slug": slug}))
		return nil
	}
	if out.Past {
		fmt.Fprintln(r.out, r.say(a, "cli.published-past", fault.Args{"slug": slug}))
		return nil
	}
	if out.Same {
		fmt.Fprintln(r.out, r.say(a, "cli.published-same", fault.Args{"slug": slug}))
		return nil
	}
	if err := out.Report.Write(r.out, r.Lang); err != nil {
		return err
	}
	switch {
	case out.Published():
		fmt.Fprintln(r.out, r.say(a, "cli.published", fault.Args{"slug": out.Version.Slug, "number": out.Version.Number}))
	case out.Proposal.State == course.Waiting:
		fmt.Fprintln(r.out, r.say(a, "cli.proposed", fault.Args{"slug": slug}))
	}
	return nil
}

// watch publishes a course or a folder of courses whenever files change, until the command is interrupted.
func (r *run) watch(ctx context.Context, a *App) error {
	w := &source.Watcher{Desk: a.desk, Dir: r.Publish.Dir, Decided: true, Told: func(slug string, out source.Outcome, err error) {
		if err == nil {
			err = r.tell(a, slug, out)
		}
		if err != nil {
			r.explain(err)
		}
	}}
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	for {
		if err := w.Look(ctx); err != nil && ctx.Err() == nil {
			a.log.Error("watching a folder", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// sync publishes the courses of a repository. What differs from the binary's own courses waits for an administrator.
func (r *run) sync(ctx context.Context, a *App) error {
	failed := false
	err := a.git(r.Sync.URL, r.Sync.Branch).Sync(ctx, func(slug string, out source.Outcome, err error) {
		if err == nil {
			err = r.tell(a, slug, out)
		}
		if err != nil {
			r.explain(err)
		}
		failed = failed || err != nil || out.Report.HasErrors()
	})
	if err == nil && failed {
		err = errFailed
	}
	return err
}
