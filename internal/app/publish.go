package app

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"hocso/internal/content"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/i18n"
	"hocso/internal/standard"
	"hocso/internal/web"
)

// publisher proposes sources of courses as versions.
type publisher struct {
	catalog   *course.Catalog
	standards *standard.Set
	release   string
	log       *slog.Logger
}

// embedded publishes what the binary brings, course by course: one that cannot be published keeps none of the others
// from being served. A course whose current version came from a folder is somebody's own work and stays.
func (p publisher) embedded(ctx context.Context, fsys fs.FS) error {
	for _, slug := range content.Courses(fsys) {
		if err := p.one(ctx, fsys, slug); err != nil {
			if fault.Is(err, fault.Unavailable) || fault.Is(err, fault.Full) || ctx.Err() != nil {
				return err
			}
			p.log.Error("an embedded course was not published", "course", slug, "err", err)
		}
	}
	return nil
}

func (p publisher) one(ctx context.Context, fsys fs.FS, slug string) error {
	sources, err := content.Sources(fsys, slug)
	if err != nil {
		return err
	}
	known, err := p.catalog.Known(ctx, slug, course.Manifest(sources))
	if err != nil || known { // brings nothing new, or is older than what was published since
		return err
	}
	v, err := p.catalog.CurrentVersion(ctx, slug)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	if v.Origin == course.Folder {
		p.log.Info("an embedded course differs from the one published from a folder, which stays", "course", slug)
		return nil
	}
	bundle, report := content.Load(fsys, slug, p.standards, web.ContentURLs())
	if report.HasErrors() {
		var b bytes.Buffer
		if err := report.Write(&b, i18n.EN); err != nil {
			return err
		}
		return fmt.Errorf("the course has errors:\n%s", b.String())
	}
	_, err = p.publish(ctx, bundle, course.Embedded)
	return err
}

func (p publisher) publish(ctx context.Context, b *content.Bundle, origin string) (course.Version, error) {
	d := course.Draft{Course: b.Course, Sources: b.Sources, Origin: origin, Release: p.release}
	for _, m := range b.Media {
		d.Media = append(d.Media, course.Medium{Hash: course.HashOf(m.Data), Type: m.Type, Data: m.Data})
	}
	v, err := p.catalog.Publish(ctx, d)
	if err == nil {
		p.log.Info("published", "course", v.Slug, "version", v.Number, "lessons", v.Lessons)
	}
	return v, err
}

// folder splits a path into the file system that Load reads and the course's slug.
func folder(dir string) (fs.FS, string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, "", fmt.Errorf("app: %w", err)
	}
	return os.DirFS(filepath.Dir(abs)), filepath.Base(abs), nil
}
