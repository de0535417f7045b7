package web

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"

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
	d := course.Draft{Course: b.Course, Origin: course.Embedded, Release: "test"}
	for _, f := range b.Sources {
		d.Sources = append(d.Sources, course.File(f))
	}
	for _, m := range b.Media {
		d.Media = append(d.Media, course.Medium{Hash: course.HashOf(m.Data), Type: m.Type, Data: m.Data})
	}
	return s.Catalog.Publish(ctx, d)
}
