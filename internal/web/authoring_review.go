package web

import (
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

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

// differences are what one set of sources changes against another.
type differences struct {
	From, To string // what is compared, in words
	Lessons  []lessonDiff
	Changes  course.Changes
	Files    []fileDiff
	More     int // files that are not shown
}

// lessonDiff is a lesson's page before and after, and its words with what came and went.
type lessonDiff struct {
	Title, Kind   string
	Before, After []sketchBlock
	Words         [][]course.Piece

	module, lesson string // slugs, of a lesson that is still there
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
	w.compareInto(&p.differences, s.Lang, before, after.Course, old, s.files)
	for i := range p.Lessons {
		if pl, ok := s.bundle.Course.Find(p.Lessons[i].module, p.Lessons[i].lesson); ok {
			p.Lessons[i].After = w.blocksOf(s.Lang, pl.Lesson)
		}
	}
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

// compareInto fills in what changed between two courses and their files.
func (w *Web) compareInto(d *differences, lang string, before, after *course.Course, old, now []course.File) {
	d.Changes = course.Diff(before, after)
	w.sayParts(lang, d.Changes.Parts, before, after)
	seen := map[string]*course.Lesson{}
	for _, pl := range before.Places() {
		seen[pl.Key()] = pl.Lesson
	}
	is := map[string]*course.Lesson{}
	for _, pl := range after.Places() {
		is[pl.Key()] = pl.Lesson
	}
	for _, l := range d.Changes.Lessons {
		one := lessonDiff{Title: l.Title, Kind: string(l.Kind)}
		var was, becomes []string
		if a := seen[l.Was]; a != nil {
			one.Before, was = w.blocksOf(lang, a), w.textsOf(lang, a)
		}
		if b := is[l.Key]; b != nil {
			one.After, becomes = w.blocksOf(lang, b), w.textsOf(lang, b)
			one.module, one.lesson, _ = strings.Cut(l.Key, "/")
		}
		one.Words = wordsOf(was, becomes)
		d.Lessons = append(d.Lessons, one)
	}
	d.Files, d.More = fileDiffs(course.DiffFiles(old, now))
}

// blockEnd is where a reader sees a line end in compiled HTML.
var blockEnd = regexp.MustCompile(`</(?:p|li|h[1-6]|tr|dt|dd|figcaption|pre)>`)

// textsOf are the lines that a reader sees of a lesson, questions with it: each answer, whether it is right, its feedback.
func (w *Web) textsOf(lang string, l *course.Lesson) []string {
	var out []string
	add := func(html string) {
		for _, part := range blockEnd.Split(html, -1) {
			if line := strings.Join(course.Words(part), " "); line != "" {
				out = append(out, line)
			}
		}
	}
	for _, b := range l.Blocks {
		add(b.HTML)
		for _, q := range l.Questions {
			if q.ID != b.Question {
				continue
			}
			add(leadOf(&q))
			for _, item := range keyItems(&q) {
				add(w.markOf(lang, item) + " " + item.Label + " " + item.HTML)
				add(item.Feedback)
			}
			add(q.Explanation)
		}
	}
	return out
}

// wordsOf lays two texts beside each other: lines that changed, each with its words. A line that follows the one that it
// replaced is compared with it.
func wordsOf(before, after []string) [][]course.Piece {
	var out [][]course.Piece
	lines := course.DiffLines(strings.Join(before, "\n"), strings.Join(after, "\n"))
	for i := 0; i < len(lines); {
		var gone, come []string
		for ; i < len(lines) && lines[i].Op == course.Gone; i++ {
			gone = append(gone, lines[i].Text)
		}
		for ; i < len(lines) && lines[i].Op == course.Come; i++ {
			come = append(come, lines[i].Text)
		}
		for n := range max(len(gone), len(come)) {
			out = append(out, course.DiffWords(at(gone, n), at(come, n)))
		}
		if len(gone)+len(come) == 0 {
			i++
		}
	}
	return out
}

func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
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
