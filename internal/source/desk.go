// Package source takes courses in from wherever they come: the binary, a folder, git, a zip, the editor. Every source
// proposes through one function, which checks, publishes, or keeps the proposal for a person to decide.
package source

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"slices"
	"strings"

	"hocso/internal/content"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/standard"
)

// Offer is a course's folder as a source brings it.
type Offer struct {
	FS     fs.FS
	Slug   string // the folder of the course in FS
	Origin string
	From   string // the folder, address or file, as people know it
	Actor  id.ID  // zero: the server or the command line
	Unit   id.ID  // whose authors write the course if it is new; zero: those of the top
	// Decided says that whoever brings it may publish and has asked for it. Without it nothing comes back that was published
	// or rejected before, and what one source brings over another's version waits for an administrator.
	Decided bool
	// Confirmed asks whether facts that the course's authors want held against official sources were; nil: nobody is there
	// to ask. Without it a course with such facts waits for an administrator, unless it came with the binary.
	Confirmed func(facts []course.Fact) bool
	// Hold keeps the offer as a proposal in any case, for its author to look at first.
	Hold bool
}

// Outcome is what became of an offer.
type Outcome struct {
	Report   content.Report
	Bundle   *content.Bundle // nil: it has errors, or brings nothing new
	Version  course.Version  // set when it was published
	Proposal course.Proposal // set when it was kept
	Same     bool            // nothing new: these sources are published, or Past
	Past     bool            // they were published and another version was put in their place, or they were rejected

	Gone        bool // the source does not hold the course any more; what it has published stays
	Unconfirmed bool // there are facts to hold against official sources, and nobody said that they were
}

// Published reports whether the offer is a version now.
func (o Outcome) Published() bool { return !o.Version.ID.IsZero() }

// Desk takes offers.
type Desk struct {
	Catalog   *course.Catalog
	Proposals course.Proposals
	Standards *standard.Set
	URLs      content.URLs
	Release   string // of this binary
	Log       *slog.Logger
}

// Check reads a course and holds it against what was published. The bundle is nil when the report has errors of the
// format. The error is storage's.
func (d *Desk) Check(ctx context.Context, fsys fs.FS, slug string) (*content.Bundle, content.Report, error) {
	return d.check(ctx, fsys, slug, content.Load)
}

// CheckDraft is Check without what takes long and only readers need.
func (d *Desk) CheckDraft(ctx context.Context, fsys fs.FS, slug string) (*content.Bundle, content.Report, error) {
	return d.check(ctx, fsys, slug, content.LoadDraft)
}

type loading = func(fs.FS, string, *standard.Set, content.URLs) (*content.Bundle, content.Report)

func (d *Desk) check(ctx context.Context, fsys fs.FS, slug string, load loading) (*content.Bundle, content.Report, error) {
	b, report := load(fsys, slug, d.Standards, d.URLs)
	if b == nil {
		return nil, report, nil
	}
	editions, err := d.Catalog.Editions(ctx, b.Course.Slug)
	if err != nil {
		return nil, report, err
	}
	return b, report.With(content.Against(b, editions)), nil
}

// Propose takes an offer: it is published, kept for a person to decide, or refused with findings. Offering the same
// again changes nothing. Error kinds: Conflict when somebody published meanwhile, Unavailable, Full; what is wrong with the course stands in the report.
func (d *Desk) Propose(ctx context.Context, o Offer) (Outcome, error) {
	files, err := content.Sources(o.FS, o.Slug)
	if err != nil {
		return Outcome{}, fmt.Errorf("source: %w", err)
	}
	manifest := course.Manifest(files)
	s, err := d.standing(ctx, o, manifest)
	if err != nil {
		return Outcome{}, err
	}
	if s.same || s.past {
		return Outcome{Same: true, Past: s.past}, d.withdraw(ctx, o)
	}
	out := Outcome{}
	if out.Bundle, out.Report, err = d.Check(ctx, o.FS, o.Slug); err != nil {
		return out, err
	}
	switch {
	case out.Report.HasErrors():
		return d.keep(ctx, o, out, files, course.Faulty)
	case o.Hold, o.mustAsk(s):
		return d.keep(ctx, o, out, files, course.Waiting)
	}
	if out.Unconfirmed = o.unconfirmed(out.Bundle.Course.Facts()); out.Unconfirmed {
		return d.keep(ctx, o, out, files, course.Waiting)
	}
	if out.Version, err = d.publish(ctx, out.Bundle, o, s.current.ID); err != nil {
		return out, err
	}
	return out, d.Proposals.Withdraw(ctx, o.Slug, o.Origin)
}

// standing is how an offer stands to what is published.
type standing struct {
	current course.Version // zero: the course is new
	same    bool           // it brings what is published
	past    bool           // it brings what was published or rejected before, or an older binary brings it
	back    bool           // somebody has put an older version in the place of a newer one
}

// standing compares an offer with what is published. Sources repeat what they hold, at each start and each hour: that they
// still hold what somebody has replaced or rejected here is no reason to bring it back. A person may ask for it.
func (d *Desk) standing(ctx context.Context, o Offer, manifest course.Hash) (s standing, err error) {
	s.current, err = d.Catalog.CurrentVersion(ctx, o.Slug)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return s, err
	}
	if s.same = err == nil && s.current.Manifest == manifest; s.same || o.Decided || o.Hold {
		return s, nil
	}
	if s.past, err = d.Proposals.Rejected(ctx, o.Slug, manifest); err != nil || s.past || s.current.ID.IsZero() {
		return s, err
	}
	number, err := d.Catalog.Known(ctx, o.Slug, manifest)
	if s.past = number > 0; err != nil || s.past {
		return s, err
	}
	history, err := d.Catalog.History(ctx, s.current.CourseID)
	for _, v := range history {
		s.past = s.past || o.Origin == course.Embedded && v.Origin == course.Embedded && course.NewerRelease(v.Release, d.Release)
		s.back = s.back || v.Number > s.current.Number
	}
	return s, err
}

// withdraw closes what a source has proposed and does not hold any more. What a newer binary has proposed stays, though an
// older one is started beside it.
func (d *Desk) withdraw(ctx context.Context, o Offer) error {
	if o.Decided || o.Hold || o.Origin == course.Embedded {
		return nil
	}
	open, err := d.Proposals.OpenProposals(ctx)
	if err != nil || !slices.ContainsFunc(open, func(p course.Proposal) bool {
		return p.Slug == o.Slug && p.Origin == o.Origin && p.Actor.IsZero()
	}) {
		return err
	}
	return d.Proposals.Withdraw(ctx, o.Slug, o.Origin)
}

// gone closes what a source has proposed for courses that it does not hold any more, and names those that it has published:
// they stay, because people learn from them. from is how the source's proposals begin to say where they come from.
func (d *Desk) gone(ctx context.Context, origin, from string, held []string) ([]string, error) {
	open, err := d.Proposals.OpenProposals(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range open {
		if p.Origin == origin && p.Actor.IsZero() && strings.HasPrefix(p.From, from) && !slices.Contains(held, p.Slug) {
			if err := d.Proposals.Withdraw(ctx, p.Slug, origin); err != nil {
				return nil, err
			}
		}
	}
	versions, err := d.Catalog.List(ctx, course.Filter{})
	var out []string
	for _, v := range versions {
		if v.Origin == origin && !slices.Contains(held, v.Slug) {
			out = append(out, v.Slug)
		}
	}
	return out, err
}

// mustAsk reports whether a person has to decide: where a source meets what another one has brought, or what somebody
// has brought back.
func (o Offer) mustAsk(s standing) bool {
	return !o.Decided && !s.current.ID.IsZero() && (o.Origin != s.current.Origin || s.back)
}

// unconfirmed reports whether facts are yet to be held against official sources. The binary's are its makers' work.
func (o Offer) unconfirmed(facts []course.Fact) bool {
	return len(facts) > 0 && o.Origin != course.Embedded && (o.Confirmed == nil || !o.Confirmed(facts))
}

func (d *Desk) keep(ctx context.Context, o Offer, out Outcome, files []course.File, st course.State) (Outcome, error) {
	if o.Decided && !o.Hold { // whoever asked is told at once
		return out, nil
	}
	p := course.Proposal{
		Slug: o.Slug, Title: o.Slug, Manifest: course.Manifest(files), Origin: o.Origin, From: o.From, Release: d.Release, State: st, Actor: o.Actor,
		Unit: o.Unit,
	}
	if out.Bundle != nil {
		p.Title = out.Bundle.Course.Title
	}
	var err error
	out.Proposal, err = d.Proposals.AddProposal(ctx, p, files)
	if err == nil {
		d.Log.InfoContext(ctx, "a course was proposed", "course", o.Slug, "origin", o.Origin, "from", o.From, "state", out.Proposal.State)
	}
	return out, err
}

// publish makes a version of an offer that was held against base. Error kinds: Conflict when nobody has asked for it and
// something else was published meanwhile, Unavailable, Full.
func (d *Desk) publish(ctx context.Context, b *content.Bundle, o Offer, base id.ID) (course.Version, error) {
	draft := course.Draft{Course: b.Course, Sources: b.Sources, Origin: o.Origin, Release: d.Release, Actor: o.Actor, Unit: o.Unit, Unasked: !o.Decided, Base: base}
	for _, m := range b.Media {
		draft.Media = append(draft.Media, course.Medium{Hash: course.HashOf(m.Data), Type: m.Type, Data: m.Data})
	}
	v, err := d.Catalog.Publish(ctx, draft)
	if err == nil {
		d.Log.InfoContext(ctx, "published", "course", v.Slug, "version", v.Number, "lessons", v.Lessons, "origin", o.Origin)
	}
	return v, err
}

// Review is a proposal as the person sees it who decides.
type Review struct {
	course.Proposal
	Current course.Version // zero: the course is new
	Base    course.Version // the newest version that the same source brought; zero: it brought none
	Number  int            // of the version that it would become: the next one, or that which had these files before
	Bundle  *content.Bundle
	Report  content.Report
	Changes course.Changes
	Files   []course.FileChange
}

// Review reads a proposal and compares it with the published version. Error kind: NotFound.
func (d *Desk) Review(ctx context.Context, proposal id.ID) (*Review, error) {
	p, err := d.Proposals.Proposal(ctx, proposal)
	if err != nil {
		return nil, err
	}
	files, err := d.Proposals.ProposalSources(ctx, proposal)
	if err != nil {
		return nil, err
	}
	r := &Review{Proposal: p}
	folder, err := Folder(p.Slug, files)
	if err != nil {
		return nil, err
	}
	if r.Bundle, r.Report, err = d.CheckDraft(ctx, folder, p.Slug); err != nil {
		return nil, err
	}
	var published []course.File
	r.Current, err = d.Catalog.CurrentVersion(ctx, p.Slug)
	if err == nil {
		published, err = d.Catalog.Files(ctx, r.Current.ID)
	}
	if err != nil && !fault.Is(err, fault.NotFound) {
		return nil, err
	}
	if r.Number, r.Base, err = d.standsAt(ctx, p, r.Current); err != nil {
		return nil, err
	}
	r.Files = course.DiffFiles(published, files)
	if r.Bundle == nil || r.Current.ID.IsZero() {
		return r, nil
	}
	whole, err := d.Catalog.Whole(ctx, r.Current)
	if err == nil {
		r.Changes = course.Diff(whole, r.Bundle.Course)
	}
	return r, err
}

// standsAt is the number of the version that a proposal would become, and the newest version that its source brought.
func (d *Desk) standsAt(ctx context.Context, p course.Proposal, current course.Version) (number int, base course.Version, err error) {
	if current.ID.IsZero() {
		return 1, base, nil
	}
	history, err := d.Catalog.History(ctx, current.CourseID)
	if err != nil {
		return 0, base, err
	}
	for _, v := range history { // the newest first
		number = max(number, v.Number+1)
		if v.Origin == p.Origin && base.ID.IsZero() {
			base = v
		}
	}
	known, err := d.Catalog.Known(ctx, p.Slug, p.Manifest)
	if known > 0 {
		number = known
	}
	return number, base, err
}

// Accept publishes a proposal. It is checked again: what was published since counts. Doing it twice publishes once.
// Error kinds: NotFound, Conflict when it is closed or has errors, Unavailable, Full.
func (d *Desk) Accept(ctx context.Context, proposal, actor id.ID) (course.Version, error) {
	p, err := d.Proposals.Proposal(ctx, proposal)
	if err != nil {
		return course.Version{}, err
	}
	if !p.Open() {
		return course.Version{}, fault.New(fault.Conflict, "proposal.decided")
	}
	files, err := d.Proposals.ProposalSources(ctx, proposal)
	if err != nil {
		return course.Version{}, err
	}
	folder, err := Folder(p.Slug, files)
	if err != nil {
		return course.Version{}, err
	}
	b, report, err := d.Check(ctx, folder, p.Slug)
	if err != nil {
		return course.Version{}, err
	}
	if report.HasErrors() {
		return course.Version{}, fault.New(fault.Conflict, "proposal.faulty")
	}
	v, err := d.publish(ctx, b, Offer{Origin: p.Origin, Actor: actor, Unit: p.Unit, Decided: true}, id.Zero)
	if err != nil {
		return v, err
	}
	return v, d.Proposals.Decide(ctx, proposal, course.Accepted, actor)
}

// Reject closes a proposal; the same sources are not offered again. Error kinds: NotFound, Conflict when it is closed.
func (d *Desk) Reject(ctx context.Context, proposal, actor id.ID) error {
	if _, err := d.Proposals.Proposal(ctx, proposal); err != nil {
		return err
	}
	return d.Proposals.Decide(ctx, proposal, course.Rejected, actor)
}
