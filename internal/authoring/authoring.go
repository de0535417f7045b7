// Package authoring is how people write courses in the browser: a draft of files, a second person who reviews it, and
// the version that is published. It knows neither Markdown nor the database.
package authoring

import (
	"context"

	"hocso/internal/clock"
	"hocso/internal/course"
	"hocso/internal/id"
	"hocso/internal/org"
)

// State is where a draft stands.
type State string

// The states of a draft. A published or discarded one is gone.
const (
	Writing State = "writing"
	Review  State = "review" // nobody changes it until a second person has decided
)

// Kinds of notes.
const (
	NoteComment   = "note"
	NoteSubmitted = "submitted"
	NoteWithdrawn = "withdrawn"
	NoteReturned  = "returned"
	NoteApproved  = "approved"
)

// Draft is a course on its way to a version. A course has at most one.
type Draft struct {
	ID                   id.ID
	Slug                 string
	Unit                 id.ID
	UnitPath             org.Path
	UnitName             string
	Base                 id.ID // the version it was begun from; zero: a new course
	State                State
	Created, Changed     clock.Micro
	ChangedBy            id.ID // account
	Submitted            clock.Micro
	SubmittedBy, Creator id.ID // accounts
}

// File is a file of a draft. Data is nil in lists.
type File struct {
	Path     string
	Size     int64
	Revision int // grows with every change: whoever saves names the one that was read
	Changed  clock.Micro
	By       string // name of the person who changed it last; "" for what the draft began with
	Data     []byte
}

// Note is something said about a draft, or about the version that it became.
type Note struct {
	ID   id.ID
	Kind string
	Text string
	At   clock.Micro
	By   string // name
}

// Move is a change of a file's path.
type Move struct{ From, To string }

// Home is what the records know of a course's place, published or not.
type Home struct {
	ID      id.ID
	Unit    id.ID // zero: the course belongs to the top
	Version id.ID // zero: nothing is published
}

// Store keeps drafts. Look-ups return NotFound for what is absent. Changes of files and states return Conflict when the
// draft is not in the state that they need.
type Store interface {
	CourseHome(ctx context.Context, slug string) (Home, error)
	Unit(ctx context.Context, unit id.ID) (org.Unit, error)
	RootUnit(ctx context.Context) (org.Unit, error)

	Draft(ctx context.Context, slug string) (Draft, error)
	Drafts(ctx context.Context) ([]Draft, error)
	// AddDraft stores a draft with its first files. Conflict when the course has one.
	AddDraft(ctx context.Context, d Draft, files []course.File) error
	DraftFiles(ctx context.Context, draft id.ID) ([]File, error)
	DraftFile(ctx context.Context, draft id.ID, path string) (File, error)
	DraftSources(ctx context.Context, draft id.ID) ([]course.File, error)
	// DraftBlob finds a file of a draft by its content.
	DraftBlob(ctx context.Context, draft id.ID, hash course.Hash) (course.File, error)
	// PutDraftFile stores a file; revision 0 makes a new one. Conflict (key authoring.conflict) when another revision is stored.
	PutDraftFile(ctx context.Context, draft id.ID, f course.File, revision int, actor id.ID) error
	// MoveDraftFiles renames files together. Conflict (key authoring.taken) when a target is there.
	MoveDraftFiles(ctx context.Context, draft id.ID, moves []Move, actor id.ID) error
	DropDraftFiles(ctx context.Context, draft id.ID, paths []string, actor id.ID) error
	// SetDraftState moves a draft from one state to the other and notes why.
	SetDraftState(ctx context.Context, draft id.ID, to State, kind, text string, actor id.ID) error
	AddDraftNote(ctx context.Context, draft id.ID, text string, actor id.ID) error
	DraftNotes(ctx context.Context, draft id.ID) ([]Note, error)
	// TakeOver replaces files of a draft, each at its revision (0: there was none; no data: it goes), and puts the draft on
	// a base. Conflict (key authoring.conflict) when one of them has another revision.
	TakeOver(ctx context.Context, draft id.ID, files []File, base, actor id.ID) error
	// CloseDraft removes a draft that was published as a version: a new course becomes its unit's, and what was said goes on
	// with the version, an approval with its text last. A draft that was not submitted at the time that d names is another
	// one by now: it stays, begun from the version.
	CloseDraft(ctx context.Context, d Draft, version id.ID, text string, actor id.ID) error
	// DropDraft removes a draft that is discarded.
	DropDraft(ctx context.Context, d Draft, actor id.ID) error
	// VersionNotes lists what was said about the drafts that a course's versions were made of, the oldest first.
	VersionNotes(ctx context.Context, course id.ID) (map[id.ID][]Note, error)
}

// Press checks a folder of files and publishes it: it stands above the domain, because it reads Markdown.
type Press interface {
	// Faults counts what forbids publishing.
	Faults(ctx context.Context, slug string, files []course.File) (int, error)
	// Publish makes the files a version. Conflict (key authoring.faulty) when something forbids it.
	Publish(ctx context.Context, slug string, files []course.File, actor id.ID) (course.Version, error)
}
