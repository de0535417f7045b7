package app

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"hocso/internal/content"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/standard"
	"hocso/internal/web"
)

// check prints every finding of all folders together; warnings alone are a success.
func (r *run) check() error {
	std, err := content.Standards(standardsFS())
	if err != nil {
		return err
	}
	var all content.Report
	for _, dir := range r.Check.Dir {
		report, err := checkDir(dir, std)
		if err != nil {
			return err
		}
		all.Findings = append(all.Findings, report.Findings...)
	}
	switch r.Check.Format {
	case "json":
		err = all.WriteJSON(r.out, r.Lang)
	case "sarif":
		err = all.WriteSARIF(r.out, r.Lang, readBuild().Version)
	default:
		err = all.Write(r.out, r.Lang)
	}
	if err == nil && all.HasErrors() {
		err = errFailed
	}
	return err
}

// checkDir checks a folder of courses or one course; files are named from where the command was started. A course is read from the folder above its own when that has
// passages which courses share.
func checkDir(dir string, std *standard.Set) (content.Report, error) {
	parent, slug, err := folder(dir)
	if err != nil {
		return content.Report{}, err
	}
	_, one := fs.Stat(parent, slug+"/course.md")
	if _, err := fs.Stat(parent, "_shared"); one == nil && err == nil {
		_, report := content.LoadDraft(parent, slug, std, web.ContentURLs())
		return report.Under(filepath.ToSlash(filepath.Dir(dir))), nil
	}
	return content.Check(os.DirFS(dir), std, web.ContentURLs()).Under(filepath.ToSlash(dir)), nil
}

func (r *run) publish(ctx context.Context, a *App) error {
	fsys, slug, err := folder(r.Publish.Dir)
	if err != nil {
		return err
	}
	bundle, report := content.Load(fsys, slug, a.standards, web.ContentURLs())
	if err := report.Write(r.out, r.Lang); err != nil {
		return err
	}
	if report.HasErrors() {
		return errFailed
	}
	if facts := bundle.Course.Facts(); len(facts) > 0 && !r.confirmed(a, facts) {
		return fault.New(fault.Conflict, "cli.not-confirmed")
	}
	before, err := a.catalog.CurrentVersion(ctx, slug)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	v, err := a.publisher().publish(ctx, bundle, course.Folder)
	if err != nil {
		return err
	}
	said := "cli.published"
	if v.ID == before.ID {
		said = "cli.unchanged"
	}
	fmt.Fprintln(r.out, r.say(a, said, fault.Args{"slug": v.Slug, "number": v.Number}))
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
