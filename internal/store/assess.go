package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"hocso/internal/assess"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/store/db"
)

var _ assess.Store = (*Store)(nil)

// StartAttempt stores a drawn attempt, or returns the one that is open.
func (s *Store) StartAttempt(ctx context.Context, st assess.Start) (id.ID, error) {
	return writeOnce(ctx, s, st.Caller, st.Key, func(tx *Tx) (id.ID, error) { return tx.startAttempt(ctx, st) })
}

func (tx *Tx) startAttempt(ctx context.Context, st assess.Start) (id.ID, error) {
	e, err := tx.Enrolment(ctx, st.Caller.Person, st.Course)
	if err != nil {
		return id.Zero, readErr(err)
	}
	if open, err := tx.OpenAttempt(ctx, e.ID); !absent(err) {
		return open, err
	}
	on, err := tx.TouchEnrolment(ctx, tx.Now, e.ID, st.Version)
	if err := movedOn(on, err); err != nil {
		return id.Zero, err
	}
	past, err := tx.past(ctx, e.ID)
	if err != nil {
		return id.Zero, err
	}
	if err := st.Allow(past, tx.Now); err != nil {
		return id.Zero, err
	}
	n, err := tx.AddAttempt(ctx, db.AddAttemptParams{
		ID: st.ID, EnrolmentID: e.ID, PersonID: st.Caller.Person, CourseID: st.Course, VersionID: st.Version,
		Number: int32(len(past) + 1), Seed: st.Seed[:], StartedAt: tx.Now, //nolint:gosec // a handful
		DeadlineAt: tx.Now.Add(time.Duration(st.Minutes) * time.Minute),
	})
	if err != nil {
		return id.Zero, err
	}
	if n == 0 { // another request of the same person was first: the unique index decided
		return get(tx.OpenAttempt(ctx, e.ID))
	}
	for _, it := range st.Items {
		if err := tx.addItem(ctx, st.ID, it); err != nil {
			return id.Zero, err
		}
	}
	return st.ID, tx.record(ctx, fact{
		kind: factStarted, person: st.Caller.Person, actor: st.Caller.Account, course: st.Course, version: st.Version,
		attempt: st.ID, unit: e.UnitID, device: st.Caller.Session, data: codes{"number": len(past) + 1, "questions": len(st.Items)}, clientKey: st.Key.Key,
	})
}

func (tx *Tx) addItem(ctx context.Context, attempt id.ID, it assess.Item) error {
	order, err := json.Marshal(it.Order)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	return tx.AddAttemptItem(ctx, db.AddAttemptItemParams{
		AttemptID: attempt, Position: int32(it.Position), Question: it.Question, QuestionHash: it.Hash[:], ChoiceOrder: string(order), //nolint:gosec // ≤ 200
		Competence: it.Competence.String(), Level: int32(it.Level), Points: it.Points.Rat().RatString(), //nolint:gosec // 1 to 8
	})
}

func (tx *Tx) past(ctx context.Context, enrolment id.ID) ([]assess.Past, error) {
	rows, err := tx.AttemptsOf(ctx, enrolment)
	return each(rows, pastOf), err
}

func pastOf(r db.AttemptsOfRow) assess.Past {
	return assess.Past{
		ID: r.ID, Number: int(r.Number), Started: r.StartedAt, Deadline: r.DeadlineAt, Submitted: r.SubmittedAt, Passed: r.Passed,
	}
}

// History is the enrolment's version and attempts. Error kind: NotFound without an enrolment.
func (s *Store) History(ctx context.Context, person, courseID id.ID) (id.ID, []assess.Past, error) {
	e, err := get(s.q.Enrolment(ctx, person, courseID))
	if err != nil {
		return id.Zero, nil, err
	}
	rows, err := get(s.q.AttemptsOf(ctx, e.ID))
	return e.VersionID, each(rows, pastOf), err
}

// SaveAnswer stores one answer: facts and state in one transaction, late or closed answers not at all.
func (s *Store) SaveAnswer(ctx context.Context, sv assess.Save) (assess.Saved, error) {
	return writeOnce(ctx, s, sv.Caller, sv.Key, func(tx *Tx) (assess.Saved, error) { return tx.saveAnswer(ctx, sv) })
}

func (tx *Tx) saveAnswer(ctx context.Context, sv assess.Save) (assess.Saved, error) {
	a, err := tx.CountSave(ctx, sv.Attempt, sv.Caller.Person)
	if absent(err) {
		return assess.Saved{}, tx.whyClosed(ctx, sv)
	}
	if err != nil {
		return assess.Saved{}, err
	}
	if tx.Arrived > a.DeadlineAt.Add(assess.Grace) {
		return assess.Saved{}, fault.New(fault.Conflict, "exam.late")
	}
	item, err := tx.ItemQuestion(ctx, sv.Attempt, int32(sv.Position)) //nolint:gosec // ≤ 200
	if err != nil {
		return assess.Saved{}, readErr(err)
	}
	answer, err := json.Marshal(sv.Answer)
	if err != nil {
		return assess.Saved{}, fmt.Errorf("store: %w", err)
	}
	switch {
	case sv.Sequence == 0:
		sv.Sequence = item.Sequence + 1
	case sv.Sequence <= item.Sequence:
		return superseded(sv, item, string(answer))
	}
	err = tx.SaveAnswer(ctx, db.SaveAnswerParams{
		Answer: string(answer), Flagged: sv.Flagged, AnsweredAt: tx.Now, Sequence: sv.Sequence, AttemptID: sv.Attempt, Position: int32(sv.Position), //nolint:gosec // ≤ 200
	})
	if err != nil {
		return assess.Saved{}, err
	}
	return assess.Saved{At: tx.Now, Sequence: sv.Sequence}, tx.record(ctx, answeredFact(sv, a, item.Question))
}

// superseded answers a save that came after another one of its sequence number or a later one. The same answer twice is
// kept already; a different one, from a second window or a delayed request, is never passed off as stored.
func superseded(sv assess.Save, item db.ItemQuestionRow, answer string) (assess.Saved, error) {
	if answer == item.Answer && sv.Flagged == item.Flagged {
		return assess.Saved{At: item.AnsweredAt, Sequence: item.Sequence}, nil
	}
	at := item.AnsweredAt.Local().Format("15:04")
	return assess.Saved{}, fault.New(fault.Conflict, "exam.superseded").With(fault.Args{"at": at, "sequence": item.Sequence})
}

// answeredFact keeps choices in the record; typed text goes into evidence.
func answeredFact(sv assess.Save, a db.CountSaveRow, question string) fact {
	data := codes{"position": sv.Position, "sequence": sv.Sequence, "flagged": sv.Flagged}
	f := fact{
		kind: factAnswered, person: sv.Caller.Person, actor: sv.Caller.Account, course: a.CourseID, version: a.VersionID,
		attempt: sv.Attempt, unit: sv.Caller.Unit, device: sv.Caller.Session, subject: question, data: data, clientKey: sv.Key.Key,
	}
	f.keepAnswer(sv.Answer)
	return f
}

// whyClosed says why no open attempt of the caller was there to save into.
func (tx *Tx) whyClosed(ctx context.Context, sv assess.Save) error {
	a, err := tx.Attempt(ctx, sv.Attempt)
	if err != nil {
		return readErr(err)
	}
	if a.PersonID != sv.Caller.Person {
		return fault.Missing()
	}
	return fault.New(fault.Conflict, "exam.submitted")
}

// Submit closes an attempt with its scores unless something was saved since it was read. Whether the time has run out
// is for the database's clock to say, not for that of one replica: until then a submission by time is assess.ErrNotOver.
func (s *Store) Submit(ctx context.Context, sub assess.Submission) (done bool, err error) {
	var kept bool
	err = s.write(ctx, func(tx *Tx) error {
		return once(ctx, tx, sub.Caller, sub.Key, &kept, func() error {
			var err error
			if done, err = tx.submit(ctx, sub); err == nil && !done {
				return errSavedSince
			}
			kept = done
			return err
		})
	})
	if errors.Is(err, errSavedSince) {
		return false, nil
	}
	return done, err
}

// errSavedSince says that an answer was saved since the attempt was read: no key is kept, because it is scored again.
var errSavedSince = errors.New("store: an answer was saved since")

func (tx *Tx) submit(ctx context.Context, sub assess.Submission) (done bool, err error) {
	a := sub.Attempt
	if sub.EndedBy == assess.ByTime && tx.Now <= a.Deadline.Add(assess.Grace) {
		return false, assess.ErrNotOver
	}
	n, err := tx.SubmitAttempt(ctx, db.SubmitAttemptParams{
		SubmittedAt: tx.Now, EndedBy: sub.EndedBy, Receipt: sub.Receipt, Answered: int32(sub.Answered), //nolint:gosec // ≤ 200
		Points: sub.Grade.Points.RatString(), MaxPoints: sub.Grade.Max.RatString(), Passed: sub.Grade.Passed, Rules: sub.Rules,
		ID: a.ID, Saves: a.Saves,
	})
	if err != nil || n == 0 {
		return false, err
	}
	if err := tx.keepScores(ctx, sub); err != nil {
		return false, err
	}
	return true, tx.countSubmission(ctx, sub)
}

func (tx *Tx) keepScores(ctx context.Context, sub assess.Submission) error {
	for i, share := range sub.Shares {
		if err := tx.SetShare(ctx, share.RatString(), sub.Attempt.ID, int32(i+1)); err != nil {
			return err
		}
	}
	for _, l := range sub.Grade.Levels {
		err := tx.AddLevelResult(ctx, db.AddLevelResultParams{
			AttemptID: sub.Attempt.ID, Competence: l.Competence.String(), Claimed: int32(l.Claimed), Stated: l.Stated, //nolint:gosec // 1 to 8
			Level: int32(l.Level), Low: int32(l.Low), High: int32(l.High), Questions: int32(l.Questions), Share: l.Right.RatString(), //nolint:gosec // small
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) countSubmission(ctx context.Context, sub assess.Submission) error {
	a := sub.Attempt
	passed := int32(0)
	if sub.Grade.Passed {
		passed = 1
	}
	if err := tx.CountExam(ctx, passed, tx.Now, a.Enrolment); err != nil {
		return err
	}
	f := fact{
		kind: factSubmitted, person: a.Person, actor: sub.Actor, course: a.CourseID, version: a.VersionID, attempt: a.ID, unit: a.Unit,
		device: sub.Device, subject: sub.Receipt, data: codes{"by": sub.EndedBy, "answered": sub.Answered},
	}
	if err := tx.record(ctx, f); err != nil {
		return err
	}
	f.kind, f.data = factScored, codes{
		"points": sub.Grade.Points.RatString(), "max": sub.Grade.Max.RatString(), "passed": sub.Grade.Passed,
	}
	if err := tx.record(ctx, f); err != nil {
		return err
	}
	if err := tx.delta(ctx, metricAttempts, a.Unit, a.CourseID, ""); err != nil || passed == 0 {
		return err
	}
	return tx.delta(ctx, metricPassed, a.Unit, a.CourseID, "")
}
