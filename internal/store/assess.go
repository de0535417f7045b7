package store

import (
	"context"
	"encoding/json"
	"fmt"
	"math/big"
	"time"

	"hocso/internal/assess"
	"hocso/internal/clock"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/standard"
	"hocso/internal/store/db"
)

var _ assess.Store = (*Store)(nil)

// StartAttempt stores a drawn attempt, or returns the one that is open.
func (s *Store) StartAttempt(ctx context.Context, st assess.Start) (attempt id.ID, err error) {
	key := Key{Caller: st.Caller.Account, Key: st.Key.Key, Body: st.Key.Body}
	err = s.write(ctx, func(tx *Tx) error {
		return once(ctx, tx, key, &attempt, func() error {
			var err error
			attempt, err = tx.startAttempt(ctx, st)
			return err
		})
	})
	return attempt, err
}

func (tx *Tx) startAttempt(ctx context.Context, st assess.Start) (id.ID, error) {
	e, err := tx.Enrolment(ctx, st.Caller.Person, st.Course)
	if err != nil {
		return id.Zero, readErr(err)
	}
	if open, err := tx.OpenAttempt(ctx, e.ID); err == nil {
		return open, nil
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
		attempt: st.ID, unit: e.UnitID, data: codes{"number": len(past) + 1, "questions": len(st.Items)}, clientKey: st.Key.Key,
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
func (s *Store) SaveAnswer(ctx context.Context, sv assess.Save) (saved assess.Saved, err error) {
	key := Key{Caller: sv.Caller.Account, Key: sv.Key.Key, Body: sv.Key.Body}
	err = s.write(ctx, func(tx *Tx) error {
		return once(ctx, tx, key, &saved, func() error {
			var err error
			saved, err = tx.saveAnswer(ctx, sv)
			return err
		})
	})
	return saved, err
}

func (tx *Tx) saveAnswer(ctx context.Context, sv assess.Save) (assess.Saved, error) {
	a, err := tx.CountSave(ctx, sv.Attempt, sv.Caller.Person)
	if err != nil {
		return assess.Saved{}, tx.notOpen(ctx, sv, readErr(err))
	}
	if tx.Arrived > a.DeadlineAt.Add(assess.Grace) {
		return assess.Saved{}, fault.New(fault.Conflict, "exam.late")
	}
	item, err := tx.ItemQuestion(ctx, sv.Attempt, int32(sv.Position)) //nolint:gosec // ≤ 200
	if err != nil {
		return assess.Saved{}, readErr(err)
	}
	if sv.Sequence == 0 {
		sv.Sequence = item.Sequence + 1
	}
	answer, err := json.Marshal(sv.Answer)
	if err != nil {
		return assess.Saved{}, fmt.Errorf("store: %w", err)
	}
	saved := assess.Saved{At: tx.Now, Sequence: sv.Sequence}
	n, err := tx.SaveAnswer(ctx, db.SaveAnswerParams{
		Answer: string(answer), Flagged: sv.Flagged, AnsweredAt: tx.Now, Sequence: sv.Sequence, AttemptID: sv.Attempt, Position: int32(sv.Position), //nolint:gosec // ≤ 200
	})
	if err != nil || n == 0 { // n = 0: an older save that arrived after a newer one
		return saved, err
	}
	return saved, tx.record(ctx, answeredFact(sv, a, item.Question))
}

// answeredFact keeps choices in the record; typed text goes into evidence.
func answeredFact(sv assess.Save, a db.CountSaveRow, question string) fact {
	data := codes{"position": sv.Position, "sequence": sv.Sequence, "flagged": sv.Flagged}
	f := fact{
		kind: factAnswered, person: sv.Caller.Person, actor: sv.Caller.Account, course: a.CourseID, version: a.VersionID,
		attempt: sv.Attempt, unit: sv.Caller.Unit, subject: question, data: data, clientKey: sv.Key.Key,
	}
	f.keepAnswer(sv.Answer)
	return f
}

// notOpen says why no open attempt was there to save into.
func (tx *Tx) notOpen(ctx context.Context, sv assess.Save, err error) error {
	if !fault.Is(err, fault.NotFound) {
		return err
	}
	a, e := tx.Attempt(ctx, sv.Attempt)
	if e == nil && a.PersonID == sv.Caller.Person {
		return fault.New(fault.Conflict, "exam.submitted")
	}
	return err
}

// Submit closes an attempt with its scores unless something was saved since it was read.
func (s *Store) Submit(ctx context.Context, sub assess.Submission) (done bool, err error) {
	a := sub.Attempt
	err = s.write(ctx, func(tx *Tx) error {
		n, err := tx.SubmitAttempt(ctx, db.SubmitAttemptParams{
			SubmittedAt: tx.Now, EndedBy: sub.EndedBy, Receipt: sub.Receipt, Answered: int32(sub.Answered), //nolint:gosec // ≤ 200
			Points: sub.Grade.Points.RatString(), MaxPoints: sub.Grade.Max.RatString(), Passed: sub.Grade.Passed, Rules: sub.Rules,
			ID: a.ID, Saves: a.Saves,
		})
		if err != nil || n == 0 {
			return err
		}
		done = true
		if err := tx.keepScores(ctx, sub); err != nil {
			return err
		}
		return tx.countSubmission(ctx, sub)
	})
	return done, err
}

func (tx *Tx) keepScores(ctx context.Context, sub assess.Submission) error {
	for i, share := range sub.Shares {
		if err := tx.SetShare(ctx, share.RatString(), sub.Attempt.ID, int32(i+1)); err != nil { //nolint:gosec // ≤ 200
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
		subject: sub.Receipt, data: codes{"by": sub.EndedBy, "answered": sub.Answered},
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

// Expired lists attempts whose time had run out before an instant.
func (s *Store) Expired(ctx context.Context, before clock.Micro) ([]assess.Due, error) {
	rows, err := get(s.q.ExpiredAttempts(ctx, before))
	return each(rows, func(r db.ExpiredAttemptsRow) assess.Due { return assess.Due{Attempt: r.ID, Person: r.PersonID} }), err
}

// Attempt reads a person's attempt with its items. Error kind: NotFound, also for another person's.
func (s *Store) Attempt(ctx context.Context, person, attempt id.ID) (*assess.Attempt, error) {
	r, err := get(s.q.Attempt(ctx, attempt))
	if err != nil {
		return nil, err
	}
	if r.PersonID != person {
		return nil, fault.Missing()
	}
	a := attemptOf(r)
	rows, err := get(s.q.AttemptItems(ctx, attempt))
	if err != nil {
		return nil, err
	}
	a.Items = make([]assess.Item, len(rows))
	for i, row := range rows {
		if a.Items[i], err = itemOf(row); err != nil {
			return nil, fmt.Errorf("store: attempt %s, question %d: %w", attempt, row.Position, err)
		}
	}
	return a, nil
}

// Attempts lists a person's attempts without their items, the newest first.
func (s *Store) Attempts(ctx context.Context, person id.ID) ([]*assess.Attempt, error) {
	rows, err := get(s.q.Attempts(ctx, person))
	return each(rows, func(r db.AttemptsRow) *assess.Attempt { return attemptOf(db.AttemptRow(r)) }), err
}

func attemptOf(r db.AttemptRow) *assess.Attempt {
	return &assess.Attempt{
		ID: r.ID, Enrolment: r.EnrolmentID, Person: r.PersonID, CourseID: r.CourseID, VersionID: r.VersionID, Course: r.Slug, Unit: r.UnitID,
		Number: int(r.Number), Started: r.StartedAt, Deadline: r.DeadlineAt, Submitted: r.SubmittedAt, EndedBy: r.EndedBy,
		Receipt: r.Receipt, Saves: r.Saves, Answered: int(r.Answered), Points: rat(r.Points), Max: rat(r.MaxPoints),
		Passed: r.Passed, Rules: r.Rules,
	}
}

func itemOf(r db.AttemptItemsRow) (assess.Item, error) {
	it := assess.Item{
		Position: int(r.Position), Question: r.Question, Level: int(r.Level), Flagged: r.Flagged,
		Answered: r.Answer != "", At: r.AnsweredAt, Sequence: r.Sequence, Share: rat(r.Share),
	}
	it.Hash = course.Hash(r.QuestionHash)
	var err error
	if it.Competence, err = standard.ParseRef(r.Competence); err != nil {
		return it, err
	}
	if it.Points, err = course.ParsePoints(r.Points); err != nil {
		return it, err
	}
	if err := json.Unmarshal([]byte(r.ChoiceOrder), &it.Order); err != nil {
		return it, err
	}
	if r.Answer != "" {
		return it, json.Unmarshal([]byte(r.Answer), &it.Answer)
	}
	return it, nil
}

// rat reads an exact fraction; "" is nil: not scored yet.
func rat(s string) *big.Rat {
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return nil
	}
	return r
}
