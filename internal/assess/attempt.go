package assess

import (
	"context"
	"errors"
	"math/big"
	"time"

	"hocso/internal/account"
	"hocso/internal/clock"
	"hocso/internal/course"
	"hocso/internal/id"
	"hocso/internal/standard"
)

// Grace is how long after the displayed deadline an answer that was on its way still counts (DESIGN §5). It is not displayed.
const Grace = 5 * time.Second

// How an attempt ended.
const (
	ByPerson = "person"
	ByTime   = "time"
)

// Attempt is one sitting of an exam. The draw, the order, the clock and the row are the server's.
type Attempt struct {
	ID, Enrolment, Person, CourseID, VersionID id.ID
	Course                                     string // slug
	Unit                                       id.ID  // the person's unit now
	Number                                     int
	Started, Deadline, Submitted               clock.Micro // Submitted 0: open
	EndedBy, Receipt                           string
	Saves                                      int64
	Answered                                   int      // not left blank; after submission
	Points, Max                                *big.Rat // after submission
	Passed                                     bool
	Rules                                      string // JSON of the settings its result rests on
	Items                                      []Item
}

// Open reports whether answers are still taken at an instant.
func (a *Attempt) Open(now clock.Micro) bool { return a.Submitted == 0 && now <= a.Deadline.Add(Grace) }

// Item is one question of an attempt, in the order in which it is shown.
type Item struct {
	Position   int // from 1
	Question   string
	Hash       course.Hash
	Order      []int // display order of the choices
	Competence standard.Ref
	Level      int
	Points     course.Points
	Answer     Answer
	Answered   bool // an answer that is not blank is stored
	Flagged    bool
	At         clock.Micro // of the last save
	Sequence   int64       // of the last save
	Share      *big.Rat    // after submission
}

// Asked is one question of an attempt and how much there is besides.
type Asked struct {
	Item   Item
	Of     int // questions of the attempt
	Others int // of them answered, without this one
}

// Past is an attempt as the limits see it.
type Past struct {
	ID                 id.ID
	Number             int
	Deadline           clock.Micro
	Started, Submitted clock.Micro
	Passed             bool
}

// Key is a client's name for one write and the hash of what it asked.
type Key struct {
	Key  string
	Body []byte
}

// Start is a drawn attempt to be stored.
type Start struct {
	ID      id.ID
	Caller  *account.Caller
	Course  id.ID
	Version id.ID
	Seed    Seed
	Minutes int
	Items   []Item
	Key     Key
	// Allow decides within the transaction whether another attempt may begin.
	Allow func(past []Past, now clock.Micro) error
}

// Save is one answer to one question.
type Save struct {
	Attempt  id.ID
	Caller   *account.Caller
	Position int
	Answer   Answer
	Flagged  bool
	// Sequence orders the saves of one question: an older one never replaces a newer one. 0 means the next.
	Sequence int64
	Key      Key
}

// Saved is the server's word that an answer is on the disk.
type Saved struct {
	At       clock.Micro `json:"at"`
	Sequence int64       `json:"sequence"`
}

// Submission closes an attempt with its scores.
type Submission struct {
	Attempt  *Attempt // as it was read; stored only if nothing was saved since
	EndedBy  string
	Receipt  string
	Shares   []*big.Rat // by item
	Grade    Grade
	Answered int
	Rules    string
	Actor    id.ID           // account; zero: the server, on time-out
	Device   id.ID           // session; zero with Actor
	Caller   *account.Caller // nil: the server
	Key      Key             // of the caller
}

// Result is a submitted attempt with everything that its page shows.
type Result struct {
	Attempt *Attempt
	Exam    *course.Exam
	Version course.Version
	Grade   Grade
	Rules   Rules
	// TriesLeft is how many attempts of the exam the caller may still begin; -1: no limit.
	TriesLeft int
	// Sitting: another attempt of the exam is open.
	Sitting bool
}

// ErrNotOver says that the database's clock, which decides, has not reached the end of an attempt yet.
var ErrNotOver = errors.New("assess: the attempt's time is not over")

// Store keeps attempts. Every look-up by attempt is bounded by the person; others' answer NotFound.
type Store interface {
	// StartAttempt stores s, or returns the open attempt of the enrolment. NotFound without an enrolment; what Allow returns.
	StartAttempt(ctx context.Context, s Start) (id.ID, error)
	Attempt(ctx context.Context, person, attempt id.ID) (*Attempt, error)
	// Asked is an attempt without its items, and one of them; NotFound also for a position that there is not.
	Asked(ctx context.Context, person, attempt id.ID, position int32) (*Attempt, Asked, error)
	Attempts(ctx context.Context, person id.ID) ([]*Attempt, error)
	History(ctx context.Context, person, course id.ID) (version id.ID, past []Past, err error)
	// SaveAnswer stores an answer. NotFound, Mismatch, Conflict when late, submitted, or not newer than another answer.
	SaveAnswer(ctx context.Context, s Save) (Saved, error)
	// Submit stores a submission; false when something was saved or submitted since it was read. ErrNotOver when it
	// ends an attempt by time before its time.
	Submit(ctx context.Context, s Submission) (bool, error)
	// KeepKey notes the key of a command that found nothing left to do. Error kind: Mismatch.
	KeepKey(ctx context.Context, c *account.Caller, k Key) error
	// Levels reads what a submitted attempt stated for each claim, without the evidence by level.
	Levels(ctx context.Context, attempt id.ID) ([]Level, error)
	Expired(ctx context.Context, before clock.Micro) ([]Due, error)
}

// Due is an attempt whose time has run out.
type Due struct{ Attempt, Person id.ID }
