package web

import (
	"context"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"hocso/internal/account"
	"hocso/internal/authoring"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/httpx"
	"hocso/internal/id"
	"hocso/internal/org"
	"hocso/internal/source"
)

const proposalPath = "/quan-ly/khoa-hoc/de-xuat/"

func proposalURL(p course.Proposal) string { return proposalPath + p.ID.String() }

func (w *Web) proposalRoutes() []Route {
	const one = proposalPath + ":id"
	return []Route{
		{"GET", one, account.ReviewCourses, w.proposal},
		{"GET", one + "/tep/:hash/:name", account.ReviewCourses, w.proposalMedium},
		{"POST", one + "/chap-nhan", account.PublishCourses, w.acceptProposal},
		{"POST", one + "/tu-choi", account.PublishCourses, w.rejectProposal},
		{"POST", one + "/nhap", account.WriteCourses, w.draftProposal},
	}
}

// mayPublish reports whether the caller decides what everybody learns: only at the top of the tree.
func mayPublish(c *account.Caller) bool {
	return slices.ContainsFunc(c.Scopes(account.PublishCourses), func(p org.Path) bool { return org.Unit{Path: p}.Depth() == 0 })
}

// proposalPage shows what a source brings against what is published.
type proposalPage struct {
	managed
	Review    *source.Review
	Findings  findingsView
	Verify    []string
	Lessons   []changeGroup
	Questions []changeGroup
	Parts     []string
	Files     []fileDiff
	MoreFiles int // that are not shown
	Faulty    bool
	Content   *proposedContent
	Decides   bool             // the caller may
	Lost      authoring.Behind // what publishing it would take back of the published version
	Writes    bool             // the caller may open it as a draft, to bring both sides together
}

// fileDiff is a source file laid beside its former self.
type fileDiff struct {
	course.FileChange
	Groups [][]course.Line
	More   int // changed lines that are not shown
}

// What a page of differences shows at most: a reader of more takes the folder and a tool of their own.
const (
	shownFiles   = 80
	shownLines   = 400
	contextLines = 2
)

// proposals lists those that wait and that the caller may see.
func (w *Web) proposals(ctx context.Context, caller *account.Caller) ([]course.Proposal, error) {
	open, err := w.Desk.Proposals.OpenProposals(ctx)
	if err != nil {
		return nil, err
	}
	var out []course.Proposal
	for _, p := range open {
		switch err := w.Authoring.Sees(ctx, caller, p); {
		case err == nil:
			out = append(out, p)
		case !fault.Is(err, fault.NotFound):
			return nil, err
		}
	}
	return out, nil
}

// seen is the proposal of an address. Error kind: NotFound, also for one that is not the caller's to see.
func (w *Web) seen(c *gin.Context) (course.Proposal, error) {
	proposal, err := parseID(c.Param("id"))
	if err != nil {
		return course.Proposal{}, err
	}
	p, err := w.Desk.Proposals.Proposal(c.Request.Context(), proposal)
	if err != nil {
		return p, err
	}
	return p, w.Authoring.Sees(c.Request.Context(), httpx.Caller(c), p)
}

func (w *Web) proposal(c *gin.Context) error {
	offered, err := w.seen(c)
	if err != nil {
		return err
	}
	r, err := w.Desk.Review(c.Request.Context(), offered.ID)
	if err != nil {
		return err
	}
	m, err := w.managed(c, w.t(c, "proposal.title", fault.Args{"title": r.Title}), "courses")
	if err != nil {
		return err
	}
	m.Styles = []string{"soan.css"}
	p := proposalPage{
		managed: m, Review: r, Faulty: r.Report.HasErrors(), Decides: r.Open() && mayPublish(m.Caller),
		Findings: reportOf(m.Lang, r.Report), Lessons: w.changedLessons(m.Lang, r.Changes), Questions: w.changedQuestions(m.Lang, r.Changes),
		Parts: w.changedParts(m.Lang, r.Changes, false),
	}
	if r.Bundle != nil {
		p.Verify = verifyOf(r.Bundle.Course)
	}
	if p.Content, err = w.contentOf(c, m, r.Proposal, c.Query("ten")); err != nil {
		return err
	}
	if r.Open() && !r.Base.ID.IsZero() {
		if p.Lost, p.Writes, err = w.lostBy(c.Request.Context(), m.Caller, r); err != nil {
			return err
		}
	}
	p.Files, p.MoreFiles = fileDiffs(r.Files)
	return w.show(c, http.StatusOK, "manage-proposal", p)
}

// lostBy tells what publishing a proposal would take back that was published since its source last brought the course, and
// whether the caller may write the course.
func (w *Web) lostBy(ctx context.Context, caller *account.Caller, r *source.Review) (lost authoring.Behind, writes bool, err error) {
	files, err := w.Desk.Proposals.ProposalSources(ctx, r.ID)
	if err != nil {
		return lost, false, err
	}
	if lost, err = w.Authoring.Since(ctx, r.Base.ID, r.Current.ID, files); err != nil {
		return lost, false, err
	}
	_, _, err = w.Authoring.Course(ctx, caller, r.Slug)
	if fault.Is(err, fault.NotFound) {
		return lost, false, nil
	}
	return lost, err == nil, err
}

// draftProposal opens a proposal as a draft, begun from what its source brought before.
func (w *Web) draftProposal(c *gin.Context) error {
	p, err := w.seen(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	r, err := w.Desk.Review(ctx, p.ID)
	if err != nil {
		return err
	}
	if !r.Open() || r.Base.ID.IsZero() {
		return fault.New(fault.Conflict, "proposal.decided")
	}
	files, err := w.Desk.Proposals.ProposalSources(ctx, p.ID)
	if err != nil {
		return err
	}
	base := r.Base
	base.CourseID = r.Current.CourseID
	if err := w.Authoring.BeginWith(ctx, httpx.Caller(c), p.Slug, base, files); err != nil {
		return err
	}
	return done(c, studioURL(p.Slug), "draft-begun")
}

// verifyOf lists the facts that somebody has to confirm before publishing.
func verifyOf(c *course.Course) []string {
	out := slices.Clone(c.Verify)
	for _, pl := range c.Places() {
		for _, fact := range pl.Lesson.Verify {
			out = append(out, pl.Lesson.Title+": "+fact)
		}
	}
	return out
}

func fileDiffs(files []course.FileChange) (out []fileDiff, more int) {
	for i, f := range files {
		if i == shownFiles {
			return out, len(files) - i
		}
		d := fileDiff{FileChange: f}
		left := shownLines
		for _, g := range course.Around(f.Lines, contextLines) {
			if len(g) > left {
				d.More += len(g) - left
				g = g[:left]
			}
			if left -= len(g); len(g) > 0 {
				d.Groups = append(d.Groups, g)
			}
		}
		out = append(out, d)
	}
	return out, 0
}

// acceptProposal publishes. Facts that wait for confirmation are confirmed by whoever publishes.
func (w *Web) acceptProposal(c *gin.Context) error {
	proposal, err := w.toDecide(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	r, err := w.Desk.Review(ctx, proposal)
	if err != nil {
		return err
	}
	if r.Bundle != nil && len(verifyOf(r.Bundle.Course)) > 0 && c.PostForm("da-doi-chieu") == "" {
		return fault.New(fault.Conflict, "proposal.unverified")
	}
	if _, err := w.Desk.Accept(ctx, proposal, httpx.Caller(c).Account); err != nil {
		return err
	}
	return done(c, "/quan-ly/khoa-hoc", "accepted")
}

func (w *Web) rejectProposal(c *gin.Context) error {
	proposal, err := w.toDecide(c)
	if err != nil {
		return err
	}
	if err := w.Desk.Reject(c.Request.Context(), proposal, httpx.Caller(c).Account); err != nil {
		return err
	}
	return done(c, "/quan-ly/khoa-hoc", "rejected")
}

// toDecide is the proposal of an address, for somebody who may publish for everybody. Error kind: NotFound for others.
func (w *Web) toDecide(c *gin.Context) (id.ID, error) {
	if !mayPublish(httpx.Caller(c)) {
		return id.Zero, fault.Missing()
	}
	p, err := w.seen(c)
	return p.ID, err
}
