package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"hocso/internal/authoring"
	"hocso/internal/clock"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/httpx"
	"hocso/internal/id"
)

func numberText(n int) string { return strconv.Itoa(n) }

func (w *Web) submitDraft(c *gin.Context) error {
	slug := c.Param("course")
	err := w.knows(c, slug)
	if err == nil {
		err = w.Authoring.Submit(c.Request.Context(), httpx.Caller(c), slug, c.PostForm("text"))
	}
	if e, ok := errors.AsType[*fault.Error](err); ok && e.Key == "authoring.faulty" { // the page lists what is wrong
		refusal := fault.New(fault.Invalid, "error.invalid")
		refusal.Fields = []fault.Field{{Name: "text", Key: e.Key, Args: e.Args}}
		return w.showStudio(c, refusal)
	}
	if fault.Is(err, fault.Invalid) {
		return w.showStudio(c, err)
	}
	if err != nil {
		return err
	}
	return done(c, studioURL(slug), "draft-submitted")
}

func (w *Web) withdrawDraft(c *gin.Context) error {
	slug := c.Param("course")
	if err := w.Authoring.Withdraw(c.Request.Context(), httpx.Caller(c), slug); err != nil {
		return err
	}
	return done(c, studioURL(slug), "draft-withdrawn")
}

// draftReviewPage shows a second person what a draft changes, in words and as pages.
type draftReviewPage struct {
	studio
	differences
	Findings  findingsView
	Notes     []authoring.Note
	Verify    []string
	May       bool // the caller may decide
	Submitted string
	Text      string
}

func (w *Web) reviewDraft(c *gin.Context) error { return w.showReview(c, nil) }

func (w *Web) showReview(c *gin.Context, refusal error) error {
	s, err := w.studio(c, "", nil)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if refusal != nil {
		if status, err = w.comeBack(c, &s.Layout, refusal, "text"); err != nil {
			return err
		}
	}
	s.Title = w.t(c, "editor.review-of", fault.Args{"title": s.Name})
	p := draftReviewPage{studio: s, Findings: s.findings(""), May: authoring.MayDecide(s.Caller, s.Draft), Verify: verifyOf(s.bundle.Course), Text: c.PostForm("text")}
	p.Submitted = strconv.FormatInt(int64(s.Draft.Submitted), 10)
	ctx := c.Request.Context()
	if p.Notes, err = w.Authoring.Store.DraftNotes(ctx, s.Draft.ID); err != nil {
		return err
	}
	before, old := &course.Course{}, []course.File(nil)
	p.From, p.To = w.t(c, "editor.nothing"), w.t(c, "editor.draft")
	v, err := w.writable(c) // a course of this name may have come from elsewhere since: it is not shown
	switch {
	case err == nil:
		p.From = w.t(c, "editor.version", fault.Args{"n": v.Number})
		if before, err = w.Catalog.Whole(ctx, v); err != nil {
			return err
		}
		if old, err = w.Catalog.Files(ctx, v.ID); err != nil {
			return err
		}
	case !fault.Is(err, fault.NotFound):
		return err
	}
	// Addresses of media differ in drafts: what is compared is compiled as it would be published.
	after, _, err := w.sketch(c, s.Slug, s.files, ContentURLs())
	if err != nil {
		return err
	}
	w.compareInto(&p.differences, s.Lang, before, after.Course, s.bundle.Course, old, s.files)
	return w.show(c, status, "editor-review", p)
}

// decideDraft publishes, sends back, or only says something.
func (w *Web) decideDraft(c *gin.Context) error {
	ctx, caller, slug := c.Request.Context(), httpx.Caller(c), c.Param("course")
	var err error
	what := "draft-noted"
	switch c.PostForm("viec") {
	case "duyet":
		return w.approveDraft(c, slug)
	case "tra":
		what = "draft-returned"
		err = w.Authoring.Return(ctx, caller, slug, c.PostForm("text"))
	default:
		err = w.Authoring.Comment(ctx, caller, slug, c.PostForm("text"))
	}
	if fault.Is(err, fault.Invalid) {
		return w.showReview(c, err)
	}
	if err != nil {
		return err
	}
	return done(c, studioURL(slug)+"/duyet", what)
}

// approveDraft publishes a draft. Facts that wait for confirmation are confirmed by whoever approves.
func (w *Web) approveDraft(c *gin.Context, slug string) error {
	s, err := w.studio(c, "", nil)
	if err != nil {
		return err
	}
	if authoring.MayDecide(s.Caller, s.Draft) && len(verifyOf(s.bundle.Course)) > 0 && c.PostForm("da-doi-chieu") == "" {
		return w.showReview(c, invalidField("da-doi-chieu", "proposal.unverified"))
	}
	submitted, err := strconv.ParseInt(c.PostForm("luc"), 10, 64)
	if err != nil {
		submitted = 0
	}
	over, err := id.Parse(c.PostForm("tren"))
	if err != nil {
		over = id.Zero
	}
	v, err := w.Authoring.Approve(c.Request.Context(), s.Caller, slug, authoring.Approval{Submitted: clock.Micro(submitted), Over: over, Text: c.PostForm("text")})
	if fault.Is(err, fault.Invalid) {
		return w.showReview(c, err)
	}
	if err != nil {
		return err
	}
	return done(c, studioURL(v.Slug), "draft-published")
}

// discardPage asks before a draft goes, and says whose work goes with it.
type discardPage struct {
	studio
	Files []authoring.File // that somebody saved since the draft was begun
}

func (w *Web) discardQuestion(c *gin.Context) error {
	s, err := w.studio(c, w.t(c, "editor.discard-title"), nil)
	if err != nil {
		return err
	}
	p := discardPage{studio: s}
	if p.Files, err = w.Authoring.Store.DraftFiles(c.Request.Context(), s.Draft.ID); err != nil {
		return err
	}
	p.Files = slices.DeleteFunc(p.Files, func(f authoring.File) bool { return f.By == "" })
	return w.show(c, http.StatusOK, "editor-discard", p)
}

func (w *Web) discardDraft(c *gin.Context) error {
	if err := w.Authoring.Discard(c.Request.Context(), httpx.Caller(c), c.Param("course")); err != nil {
		return err
	}
	return done(c, "/quan-ly/khoa-hoc", "draft-discarded")
}
