package store

import (
	"context"

	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/store/db"
)

var _ course.Proposals = (*Store)(nil)

// AddProposal keeps a proposal. Its files go in transactions of their own first.
func (s *Store) AddProposal(ctx context.Context, p course.Proposal, files []course.File) (course.Proposal, error) {
	blobs := make([][]byte, len(files))
	hashes := make([]course.Hash, len(files))
	for i, f := range files {
		blobs[i], hashes[i] = f.Data, course.HashOf(f.Data)
	}
	if err := s.keepBlobs(ctx, blobs); err != nil {
		return p, err
	}
	kept := id.Zero
	err := s.write(ctx, func(tx *Tx) (err error) {
		kept, err = tx.propose(ctx, p, files, hashes)
		return err
	})
	if err != nil {
		return p, err
	}
	return s.Proposal(ctx, kept)
}

func (tx *Tx) propose(ctx context.Context, p course.Proposal, files []course.File, hashes []course.Hash) (id.ID, error) {
	fresh := tx.ids.New()
	err := tx.AddProposal(ctx, db.AddProposalParams{
		ID: fresh, Slug: p.Slug, Title: p.Title, Manifest: p.Manifest[:], Origin: p.Origin, CameFrom: p.From, Release: p.Release,
		State: string(p.State), CreatedAt: tx.Now, CreatedBy: p.Actor, UnitID: p.Unit,
	})
	if err != nil {
		return id.Zero, err
	}
	row, err := tx.ProposalByManifest(ctx, p.Slug, p.Origin, p.Manifest[:])
	if err != nil {
		return id.Zero, err
	}
	switch {
	case row.ID == fresh:
	case p.Actor.IsZero() && (row.State == string(course.Rejected) || row.State == string(p.State)):
		return row.ID, nil
	default:
		err := tx.ReopenProposal(ctx, db.ReopenProposalParams{
			State: string(p.State), CreatedAt: tx.Now, CreatedBy: p.Actor, CameFrom: p.From, Release: p.Release, Title: p.Title, UnitID: p.Unit,
			ID: row.ID,
		})
		if err != nil {
			return id.Zero, err
		}
	}
	for i, f := range files {
		if err := tx.AddProposalFile(ctx, row.ID, f.Path, hashes[i][:]); err != nil {
			return id.Zero, err
		}
	}
	err = tx.ReplaceProposals(ctx, db.ReplaceProposalsParams{Slug: p.Slug, Origin: p.Origin, ID: row.ID, CreatedBy: p.Actor})
	if err != nil {
		return id.Zero, err
	}
	return row.ID, tx.audit(ctx, entry{
		actor: p.Actor, action: "course-proposed", target: row.ID,
		data: codes{"course": p.Slug, "manifest": p.Manifest.String(), "origin": p.Origin, "state": p.State},
	})
}

// Proposal finds one. Error kind: NotFound.
func (s *Store) Proposal(ctx context.Context, proposal id.ID) (course.Proposal, error) {
	r, err := get(s.q.Proposal(ctx, proposal))
	if err != nil {
		return course.Proposal{}, err
	}
	return proposalOf(r), nil
}

// OpenProposals lists what waits, the newest first.
func (s *Store) OpenProposals(ctx context.Context) ([]course.Proposal, error) {
	rows, err := get(s.q.OpenProposals(ctx))
	return each(rows, proposalOf), err
}

func proposalOf(r db.Proposal) course.Proposal {
	return course.Proposal{
		ID: r.ID, Slug: r.Slug, Title: r.Title, Manifest: course.Hash(r.Manifest), Origin: r.Origin, From: r.CameFrom, Release: r.Release,
		State: course.State(r.State), Created: r.CreatedAt, Decided: r.DecidedAt, Actor: r.CreatedBy, DecidedBy: r.DecidedBy,
		Unit: r.UnitID,
	}
}

// Rejected reports whether somebody has rejected these sources of a course.
func (s *Store) Rejected(ctx context.Context, slug string, manifest course.Hash) (bool, error) {
	n, err := get(s.q.RejectedProposals(ctx, slug, manifest[:]))
	return n > 0, err
}

// ProposalSources lists the files of a proposal, by path.
func (s *Store) ProposalSources(ctx context.Context, proposal id.ID) ([]course.File, error) {
	rows, err := get(s.q.ProposalSources(ctx, proposal))
	return each(rows, func(r db.ProposalSourcesRow) course.File { return course.File{Path: r.Path, Data: r.Bytes} }), err
}

// ProposalFile finds a file of a proposal by its content. Error kind: NotFound.
func (s *Store) ProposalFile(ctx context.Context, proposal id.ID, hash course.Hash) (course.File, error) {
	r, err := get(s.q.ProposalFile(ctx, proposal, hash[:]))
	return course.File{Path: r.Path, Data: r.Bytes}, err
}

// Decide closes an open proposal. Error kind: Conflict when somebody was first.
func (s *Store) Decide(ctx context.Context, proposal id.ID, st course.State, actor id.ID) error {
	return s.write(ctx, func(tx *Tx) error {
		n, err := tx.DecideProposal(ctx, db.DecideProposalParams{State: string(st), DecidedAt: tx.Now, DecidedBy: actor, ID: proposal})
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Conflict, "proposal.decided")
		}
		p, err := tx.Queries.Proposal(ctx, proposal)
		if err != nil {
			return readErr(err)
		}
		return tx.audit(ctx, entry{
			actor: actor, action: "proposal-" + string(st), target: proposal,
			data: codes{"course": p.Slug, "manifest": course.Hash(p.Manifest).String(), "origin": p.Origin},
		})
	})
}

// Withdraw closes what a source without a person proposed for a course.
func (s *Store) Withdraw(ctx context.Context, slug, origin string) error {
	return s.write(ctx, func(tx *Tx) error { return tx.CloseProposals(ctx, slug, origin) })
}
