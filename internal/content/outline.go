package content

import (
	"io/fs"

	"hocso/internal/standard"
)

// Outline is what one must know of a course to add to it. It can be had of a course with errors.
type Outline struct {
	Slug, Title, Standard, Language string
	IDs                             map[string]bool // of its questions and scenarios
}

// OutlineOf reads the course whose folder fsys is. Finding errors is what Load is for.
func OutlineOf(fsys fs.FS, std *standard.Set) Outline {
	l := newLoader(".", std, URLs{})
	_ = l.load(fsys) // its findings are for others to tell
	o := Outline{Slug: l.slug, Title: l.course.Title, Standard: l.course.Standard, Language: l.language(), IDs: map[string]bool{}}
	for _, questions := range [][]placed{l.inLessons, l.inBank, l.scenarios} {
		for _, q := range questions {
			o.IDs[q.ID] = true
		}
	}
	return o
}

// FileName reports whether a file of a course may have this name.
func FileName(name string) bool { return fileName.MatchString(name) }
