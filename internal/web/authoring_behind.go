package web

import (
	"github.com/gin-gonic/gin"

	"hocso/internal/authoring"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/httpx"
	"hocso/internal/id"
)

// late is what was published since a draft was begun and would be taken back with it.
type late struct {
	authoring.Behind
	Text    string // from which version to which
	Now     string // the published version, in words
	Compare string // address of what it changed; "" for a draft that was begun as a new course
	Here    bool   // the file that is open is one of those
}

// lateOf tells what publishing a draft would take back; nil: nothing.
func (w *Web) lateOf(c *gin.Context, s studio) (*late, error) {
	ctx := c.Request.Context()
	b, err := w.Authoring.Behind(ctx, s.Caller, s.Draft, s.files)
	if err != nil || !b.Late() {
		return nil, err
	}
	now, err := w.Catalog.Version(ctx, b.Version)
	if err != nil {
		return nil, err
	}
	words := func(v course.Version) string { return w.t(c, "editor.version", fault.Args{"n": v.Number}) }
	l := &late{Behind: b, Now: words(now.Version)}
	args := fault.Args{"now": l.Now, "time": moment(s.Lang, now.Published)}
	if s.Draft.Base.IsZero() {
		l.Text = w.t(c, "editor.behind-new", args)
		return l, nil
	}
	base, err := w.Catalog.Version(ctx, s.Draft.Base)
	if err != nil {
		return nil, err
	}
	args["base"] = words(base.Version)
	l.Text = w.t(c, "editor.behind", args)
	l.Compare = studioURL(s.Slug) + "/so-sanh?tu=" + numberText(base.Number) + "&den=" + numberText(now.Number)
	return l, nil
}

// takeOver brings what was published since into the draft.
func (w *Web) takeOver(c *gin.Context) error {
	slug := c.Param("course")
	version, err := id.Parse(c.PostForm("tren"))
	if err != nil {
		version = id.Zero // which is never the published one
	}
	if err := w.Authoring.TakeOver(c.Request.Context(), httpx.Caller(c), slug, version); err != nil {
		return err
	}
	return done(c, studioURL(slug), "draft-taken-over")
}

// knows refuses to submit a draft that takes published changes back, unless the form says that its author knows. Error
// kinds: NotFound; Invalid (field tren).
func (w *Web) knows(c *gin.Context, slug string) error {
	ctx, caller := c.Request.Context(), httpx.Caller(c)
	d, err := w.Authoring.Draft(ctx, caller, slug)
	if err != nil {
		return err
	}
	files, err := w.Authoring.Store.DraftSources(ctx, d.ID)
	if err != nil {
		return err
	}
	b, err := w.Authoring.Behind(ctx, caller, d, files)
	if err == nil && b.Late() && c.PostForm("tren") != b.Version.String() {
		err = invalidField("tren", "authoring.behind")
	}
	return err
}
