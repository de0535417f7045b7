package app

import (
	"context"
	"os"
	"path/filepath"

	"hocso/internal/content"
	"hocso/internal/course"
	"hocso/internal/standard"
	"hocso/internal/web"
)

type checkCmd struct {
	placed `embed:""`

	Dir     []givenDir `arg:"" help:"Thư mục khóa học, hoặc thư mục chứa nhiều khóa / folder of a course, or of courses."`
	Format  string     `help:"Cách in: ${enum} / how to print: for people, programs, code hosts." enum:"text,json,sarif" default:"text"`
	Against string     `help:"So với bản đã xuất bản: published, hoặc mã khóa học / compare with what the database has published: published, or a course's slug." placeholder:"published|SLUG"`
}

// published as checkCmd.Against holds each course against the one of its own slug.
const published = "published"

// check prints every finding of all folders together; warnings alone are a success. The app is nil unless the courses
// are held against a database.
func (r *run) check(ctx context.Context, a *App) error {
	std, err := content.Standards(standardsFS())
	if err != nil {
		return err
	}
	var all content.Report
	for _, dir := range r.Check.Dir {
		report, err := checkDir(string(dir), std)
		if err == nil && a != nil {
			var past content.Report
			past, err = checkAgainst(ctx, a, string(dir), r.Check.Against)
			report = report.With(past)
		}
		if err != nil {
			return err
		}
		all.Findings = append(all.Findings, report.Findings...)
	}
	switch r.Check.Format {
	case "json":
		err = all.WriteJSON(r.out, r.Lang)
	case "sarif":
		err = addresses(all).WriteSARIF(r.out, r.Lang, readBuild().Version)
	default:
		err = all.Write(r.out, r.Lang)
	}
	if err == nil && all.HasErrors() {
		err = errFailed
	}
	return err
}

// checkDir checks a folder of courses or one course; files are named from where the command was started. A course is
// read from the folder above its own, for its name counts, and there lie the passages which courses share.
func checkDir(dir string, std *standard.Set) (content.Report, error) {
	parent, slug, err := folder(dir)
	if err != nil {
		return content.Report{}, err
	}
	if within(parent, slug+"/course.md") {
		_, report := content.LoadDraft(parent, slug, std, web.ContentURLs())
		return courseFiles(report, dir, slug), nil
	}
	return content.Check(os.DirFS(dir), std, web.ContentURLs()).Under(filepath.ToSlash(dir)), nil
}

// checkAgainst holds the course of a folder, or each of its courses, against what the database has published. What the
// format has against a course is left to checkDir.
func checkAgainst(ctx context.Context, a *App, dir, against string) (content.Report, error) {
	fsys, slug, err := folder(dir)
	if err != nil {
		return content.Report{}, err
	}
	slugs, one := []string{slug}, within(fsys, slug+"/course.md")
	if !one {
		fsys = os.DirFS(dir)
		slugs = content.Courses(fsys)
	}
	var all content.Report
	for _, s := range slugs {
		b, _ := content.LoadDraft(fsys, s, a.standards, web.ContentURLs())
		if b == nil {
			continue
		}
		editions, err := a.editions(ctx, s, against)
		if err != nil {
			return all, err
		}
		report := content.Against(b, editions)
		if one {
			report = courseFiles(report, dir, s)
		} else {
			report = report.Under(filepath.ToSlash(dir))
		}
		all = all.With(report)
	}
	return all, nil
}

// editions are the published versions that a folder is held against. Error kind: NotFound for a course that was named
// and is not there.
func (a *App) editions(ctx context.Context, slug, against string) ([]course.Edition, error) {
	if against != published {
		slug = against
		if _, err := a.catalog.CurrentVersion(ctx, slug); err != nil {
			return nil, err
		}
	}
	return a.catalog.Editions(ctx, slug)
}
