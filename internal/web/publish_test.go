package web

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing/fstest"

	"hocso/internal/content"
	"hocso/internal/course"
	"hocso/internal/i18n"
)

// publish makes a version of a course folder as the server does at start.
func (s *site) publish(ctx context.Context, fsys fs.FS, slug string) (course.Version, error) {
	b, report := content.Load(fsys, slug, s.Standards, ContentURLs())
	if report.HasErrors() {
		var out bytes.Buffer
		if err := report.Write(&out, i18n.EN); err != nil {
			return course.Version{}, err
		}
		return course.Version{}, fmt.Errorf("course %s: %s", slug, out.String())
	}
	d := course.Draft{Course: b.Course, Sources: b.Sources, Origin: course.Embedded, Release: "test"}
	for _, m := range b.Media {
		d.Media = append(d.Media, course.Medium{Hash: course.HashOf(m.Data), Type: m.Type, Data: m.Data})
	}
	return s.Catalog.Publish(ctx, d)
}

// changed is the test course with one word of one file replaced.
func (s *site) changed(file, from, to string) (fstest.MapFS, error) {
	out := fstest.MapFS{}
	err := fs.WalkDir(os.DirFS("testdata"), testCourse, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(filepath.Join("testdata", path))
		if path == testCourse+"/"+file {
			b = bytes.ReplaceAll(b, []byte(from), []byte(to))
		}
		out[path] = &fstest.MapFile{Data: b}
		return err
	})
	return out, err
}
