package web

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"hocso/internal/authoring"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/id"
)

// historyPage lists the published versions of a course.
type historyPage struct {
	managed
	Slug     string
	Name     string
	Current  int
	Versions []pastVersion
	Drafted  bool
}

// pastVersion is a version with who wrote it and what was said about it.
type pastVersion struct {
	course.Version
	Author string // who submitted its draft; "" when it was not written in the browser
	Before int    // the version before it; 0: none
	Notes  []authoring.Note
}

// pastVersions lists the versions of a course, the newest first.
func (w *Web) pastVersions(ctx context.Context, courseID id.ID) ([]pastVersion, error) {
	versions, err := w.Catalog.History(ctx, courseID)
	if err != nil {
		return nil, err
	}
	notes, err := w.Authoring.Store.VersionNotes(ctx, courseID)
	if err != nil {
		return nil, err
	}
	out := make([]pastVersion, len(versions))
	for i, v := range versions {
		out[i] = pastVersion{Version: v, Notes: notes[v.ID]}
		if i+1 < len(versions) {
			out[i].Before = versions[i+1].Number
		}
		for _, n := range out[i].Notes {
			if n.Kind == authoring.NoteSubmitted && v.Origin == course.Editor { // else somebody brought the version back
				out[i].Author = n.By
			}
		}
	}
	return out, nil
}

func (w *Web) history(c *gin.Context) error {
	v, err := w.writable(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	m, err := w.managed(c, w.t(c, "editor.history-of", fault.Args{"title": v.Title}), "courses")
	if err != nil {
		return err
	}
	p := historyPage{managed: m, Slug: v.Slug, Name: v.Title, Current: v.Number}
	if p.Versions, err = w.pastVersions(ctx, v.CourseID); err != nil {
		return err
	}
	_, err = w.Authoring.Draft(ctx, m.Caller, v.Slug)
	if p.Drafted = err == nil; err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	return w.show(c, http.StatusOK, "editor-history", p)
}

// comparePage lays two versions beside each other.
type comparePage struct {
	managed
	differences
	Slug string
}

func (w *Web) compare(c *gin.Context) error {
	ctx := c.Request.Context()
	var courses [2]*course.Course
	var files [2][]course.File
	var slug string
	var words [2]string
	for i, name := range []string{"tu", "den"} {
		v, err := w.versionOf(c, c.Query(name))
		if err != nil {
			return err
		}
		full, err := w.Catalog.Version(ctx, v.ID)
		if err != nil {
			return err
		}
		slug, words[i] = v.Slug, w.t(c, "editor.version", fault.Args{"n": v.Number})
		if courses[i], err = w.Catalog.Whole(ctx, full.Version); err != nil {
			return err
		}
		if files[i], err = w.Catalog.Files(ctx, v.ID); err != nil {
			return err
		}
	}
	m, err := w.managed(c, w.t(c, "editor.compare-of", fault.Args{"from": words[0], "to": words[1]}), "courses")
	if err != nil {
		return err
	}
	m.Styles = []string{"soan.css"}
	p := comparePage{managed: m, Slug: slug, differences: differences{From: words[0], To: words[1]}}
	w.compareInto(&p.differences, m.Lang, courses[0], courses[1], courses[1], files[0], files[1])
	return w.show(c, http.StatusOK, "editor-compare", p)
}
