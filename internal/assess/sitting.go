package assess

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"hocso/internal/account"
	"hocso/internal/clock"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/id"
)

// Sitting is an attempt with its questions. Keys and feedback are in the questions: fronts show only what a
// learner may see (stem, choices in display order) until the attempt is submitted.
type Sitting struct {
	*Attempt
	Published *course.Published
	Questions []*course.Question // by item
}

// Sitting reads the caller's attempt. An open attempt whose time has run out is submitted first.
// Error kind: NotFound for others' attempts.
func (s *Service) Sitting(ctx context.Context, c *account.Caller, attempt id.ID) (*Sitting, error) {
	sit, err := s.sitting(ctx, c.Person, attempt)
	if err != nil {
		return nil, err
	}
	if sit.Submitted == 0 && !sit.Open(clock.Now(s.Clock)) {
		if err := s.close(ctx, sit, ByTime, nil, Key{}); err != nil && !errors.Is(err, ErrNotOver) {
			return nil, err
		}
		return s.sitting(ctx, c.Person, attempt)
	}
	return sit, nil
}

func (s *Service) sitting(ctx context.Context, person, attempt id.ID) (*Sitting, error) {
	a, err := s.Store.Attempt(ctx, person, attempt)
	if err != nil {
		return nil, err
	}
	p, bank, err := s.bank(ctx, a)
	if err != nil {
		return nil, err
	}
	byID := make(map[string]*course.Question, len(bank))
	for i := range bank {
		byID[bank[i].ID] = &bank[i]
	}
	sit := &Sitting{Attempt: a, Published: p, Questions: make([]*course.Question, len(a.Items))}
	for i, it := range a.Items {
		q, ok := byID[it.Question]
		if !ok {
			return nil, lost(a, it)
		}
		sit.Questions[i] = q
	}
	return sit, nil
}

// bank is the version that an attempt is on, with all its questions.
func (s *Service) bank(ctx context.Context, a *Attempt) (*course.Published, []course.Question, error) {
	p, err := s.Catalog.Version(ctx, a.VersionID)
	if err != nil {
		return nil, nil, err
	}
	bank, err := s.Catalog.Bank(ctx, p.Version)
	return p, bank, err
}

// lost is a question that the version of its attempt does not have: a published version never changes.
func lost(a *Attempt, it Item) error {
	return fmt.Errorf("assess: attempt %s: question %s is not in version %s", a.ID, it.Question, a.VersionID)
}

// Seat is one question of an attempt, which is all that an answer needs: hundreds answer at a time.
type Seat struct {
	Asked
	Attempt  *Attempt // without its items
	Question *course.Question
}

// MaxPosition bounds the number of questions of an attempt.
const MaxPosition = 10_000

// Seat reads one question of the caller's attempt; one whose time has run out is submitted first, as by Sitting.
// Error kind: NotFound for others' attempts and for a position that there is not.
func (s *Service) Seat(ctx context.Context, c *account.Caller, attempt id.ID, position int) (*Seat, error) {
	if position < 1 || position > MaxPosition {
		return nil, fault.Missing()
	}
	seat, err := s.seat(ctx, c.Person, attempt, position)
	if err != nil || seat.Attempt.Submitted != 0 || seat.Attempt.Open(clock.Now(s.Clock)) {
		return seat, err
	}
	if _, err := s.Sitting(ctx, c, attempt); err != nil {
		return nil, err
	}
	return s.seat(ctx, c.Person, attempt, position)
}

func (s *Service) seat(ctx context.Context, person, attempt id.ID, position int) (*Seat, error) {
	a, asked, err := s.Store.Asked(ctx, person, attempt, int32(position)) //nolint:gosec // ≤ MaxPosition
	if err != nil {
		return nil, err
	}
	_, bank, err := s.bank(ctx, a)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(bank, func(q course.Question) bool { return q.ID == asked.Item.Question })
	if i < 0 {
		return nil, lost(a, asked.Item)
	}
	return &Seat{Asked: asked, Attempt: a, Question: &bank[i]}, nil
}

// MaxSequence bounds the sequence numbers of saves: what a script's numbers hold exactly.
const MaxSequence = 1 << 53

// Save stores one answer of the caller's attempt durably before it returns. seat may be as old as the request: whether
// it is still open is asked again in the transaction. Error kinds: NotFound, Invalid (fields answer, sequence), Conflict
// when late, submitted, or older than another answer that is kept (nothing is stored), Mismatch, Unavailable, Full.
func (s *Service) Save(ctx context.Context, c *account.Caller, seat *Seat, answer Answer, flagged bool, sequence int64, k Key) (Saved, error) {
	if sequence < 0 || sequence > MaxSequence {
		var form fault.Form
		form.Refuse("sequence", "answer.sequence")
		return Saved{}, form.Err()
	}
	answer, err := Accept(seat.Question, answer)
	if err != nil {
		return Saved{}, err
	}
	return s.Store.SaveAnswer(ctx, Save{
		Attempt: seat.Attempt.ID, Caller: c, Position: seat.Item.Position, Answer: answer, Flagged: flagged, Sequence: sequence, Key: k,
	})
}
