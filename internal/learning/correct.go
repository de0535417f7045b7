package learning

import (
	"context"
	"unicode/utf8"

	"hocso/internal/account"
	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/id"
)

// MaxReason is the longest reason of a correction, in runes.
const MaxReason = 1_000

// PastJudgement is a judgement as it stood before it was corrected.
type PastJudgement struct {
	Judged   clock.Micro
	Judge    id.ID    // account
	Grades   []int    // by criterion, the column of the rubric from 1
	Comments []string // by criterion; nil without any
	Points   int
	Passed   bool
	Reason   string // why it was corrected; "" once deleted
}

// Correction is another judgement in the place of the one that stands. Judgement.Changes says nothing here: what was judged
// is not replaced.
type Correction struct {
	Judgement
	Corrections int    // of the round as it was read
	Reason      string // in words; the learner reads it
}

// Corrected is a correction to be stored.
type Corrected struct {
	Judged
	Corrections int
	Reason      string
}

// Correct puts another judgement in the place of the one that stands, which stays in the history. What rests on it follows:
// a course is completed, or its completion and the confirmation of it are taken back. Whoever may judge may correct, and
// only the last round: what came after it is judged by itself. Error kinds: NotFound, Invalid (fields grade-1, comment-1 …,
// reason), Conflict (not judged, handed in again, or corrected since it was read), Mismatch, Unavailable, Full.
func (s *Service) Correct(ctx context.Context, c *account.Caller, handIn id.ID, cor Correction) error {
	sub, err := s.Submission(ctx, c, handIn, "")
	if err != nil {
		return err
	}
	if sub.Judged == 0 {
		return fault.New(fault.Conflict, "task.not-judged")
	}
	var form fault.Form
	out := Corrected{Judged: judged(&form, sub, cor.Judgement), Corrections: cor.Corrections, Reason: paragraphs(cor.Reason)}
	switch n := utf8.RuneCountInString(out.Reason); {
	case n == 0:
		form.Refuse("reason", "task.reason-missing")
	case n > MaxReason:
		form.Refuse("reason", "task.long", fault.Args{"max": MaxReason})
	}
	if err := form.Err(); err != nil {
		return err
	}
	out.Caller = c
	if err := s.Store.CorrectJudgement(ctx, out); err != nil {
		return err
	}
	if err := s.Unsettle(ctx, sub.Enrolment); err != nil {
		return err
	}
	return s.Settle(ctx, Enrolment{ID: sub.Enrolment})
}

// Unsettle takes a completion back once the practical tasks do not carry it any more: nothing else that it rests on can be
// lost. The version on which it was reached decides. It is safe to call at any time and any number of times.
func (s *Service) Unsettle(ctx context.Context, enrolment id.ID) error {
	e, err := s.Store.EnrolmentByID(ctx, enrolment)
	if err != nil || e.Completed == 0 {
		return err
	}
	version, err := s.Store.CompletedOn(ctx, e)
	if err != nil {
		return err
	}
	on, err := s.Catalog.Version(ctx, version)
	if err != nil {
		return err
	}
	p, err := s.Store.Progress(ctx, e)
	if err != nil {
		return err
	}
	if err := s.tasks(ctx, p); err != nil {
		return err
	}
	if st := StandingOf(on.Course, p); st.PracticalDone >= st.PracticalNeeded {
		return nil
	}
	return s.Store.WithdrawCompletion(ctx, e)
}

// unsettleAll takes back what a crash between a correction and what follows from it has left, and settles what comes after.
func (s *Service) unsettleAll(ctx context.Context, since clock.Micro) error {
	after := id.Zero
	for {
		ids, err := s.Store.Overturned(ctx, since, after)
		if err != nil || len(ids) == 0 {
			return err
		}
		for _, e := range ids {
			if err := s.Unsettle(ctx, e); err != nil {
				return err
			}
			after = e
		}
	}
}
