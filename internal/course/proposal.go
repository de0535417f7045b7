package course

import (
	"context"
	"strings"
	"time"

	"hocso/internal/clock"
	"hocso/internal/id"
)

// State is what became of a proposal.
type State string

// The states of proposals.
const (
	Waiting  State = "waiting"  // for a person to decide
	Faulty   State = "faulty"   // it has findings that forbid publishing
	Accepted State = "accepted" // published
	Rejected State = "rejected" // not to be offered again
	Replaced State = "replaced" // by a later one of the same source
)

// Proposal is what a source brings for a course and nobody has published yet.
type Proposal struct {
	ID               id.ID
	Slug, Title      string
	Manifest         Hash
	Origin           string
	From             string // the folder, address or file, as people know it
	Release          string // of the binary, for embedded courses
	State            State
	Created, Decided clock.Micro
	Actor, DecidedBy id.ID // accounts; zero: the server
	Unit             id.ID // whose authors write the course if it is new; zero: those of the top
}

// Open reports whether it still waits for somebody.
func (p Proposal) Open() bool { return p.State == Waiting || p.State == Faulty }

// Proposals keeps proposals. Look-ups return NotFound for what is absent.
type Proposals interface {
	// AddProposal keeps one with its files and closes what the same source proposed before. A source's proposal that was
	// rejected stays so and is returned as it is, unless a person brings it again.
	AddProposal(ctx context.Context, p Proposal, files []File) (Proposal, error)
	Proposal(ctx context.Context, proposal id.ID) (Proposal, error)
	// OpenProposals lists what waits, the newest first.
	OpenProposals(ctx context.Context) ([]Proposal, error)
	// Rejected reports whether somebody has rejected these sources, whichever source brought them.
	Rejected(ctx context.Context, slug string, manifest Hash) (bool, error)
	ProposalSources(ctx context.Context, proposal id.ID) ([]File, error)
	// ProposalFile finds a file of a proposal by its content.
	ProposalFile(ctx context.Context, proposal id.ID, hash Hash) (File, error)
	// Decide notes that an open proposal was accepted or rejected. Error kind: Conflict when it is not open any more.
	Decide(ctx context.Context, proposal id.ID, s State, actor id.ID) error
	// Withdraw closes what a source without a person proposed for a course: it brings nothing new any more.
	Withdraw(ctx context.Context, slug, origin string) error
}

// NewerRelease reports whether release a was built after release b, as far as both say when.
func NewerRelease(a, b string) bool {
	t, err := released(a)
	u, err2 := released(b)
	return err == nil && err2 == nil && t.After(u)
}

// released reads the time that ends a release's name.
func released(s string) (time.Time, error) {
	return time.Parse(time.RFC3339, s[strings.LastIndexByte(s, ' ')+1:])
}
