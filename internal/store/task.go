package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"hocso/internal/account"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/learning"
	"hocso/internal/store/db"
)

// HandIns lists every round of an enrolment, by question and number.
func (s *Store) HandIns(ctx context.Context, enrolment id.ID) ([]learning.HandIn, error) {
	rows, err := get(s.q.HandInsOf(ctx, enrolment))
	return each(rows, func(r db.HandInsOfRow) learning.HandIn {
		return learning.HandIn{
			ID: r.ID, Question: r.Question, Number: int(r.Number), Handed: r.HandedAt, Changed: r.ChangedAt, Changes: int(r.Changes),
			Picture: !r.PictureID.IsZero(), Counted: r.Counted, Judged: r.JudgedAt, Judge: r.JudgedBy, Points: int(r.Points), Passed: r.Passed,
			Corrections: int(r.Corrections),
		}
	}), err
}

// Works lists the rounds of one task with what was written, the newest first.
func (s *Store) Works(ctx context.Context, enrolment id.ID, question string) ([]learning.Work, error) {
	rows, err := get(s.q.WorksOf(ctx, enrolment, question))
	if err != nil {
		return nil, err
	}
	out := make([]learning.Work, len(rows))
	for i, r := range rows {
		if out[i], err = s.workOf(ctx, db.WorkRow(r)); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Work is one round. Error kind: NotFound.
func (s *Store) Work(ctx context.Context, handIn id.ID) (learning.Work, error) {
	r, err := get(s.q.Work(ctx, handIn))
	if err != nil {
		return learning.Work{}, err
	}
	return s.workOf(ctx, r)
}

func (s *Store) workOf(ctx context.Context, r db.WorkRow) (learning.Work, error) {
	w := learning.Work{
		HandIn: learning.HandIn{
			ID: r.ID, Question: r.Question, Number: int(r.Number), Handed: r.HandedAt, Changed: r.ChangedAt, Changes: int(r.Changes),
			Picture: !r.PictureID.IsZero(), Counted: r.Counted, Judged: r.JudgedAt, Judge: r.JudgedBy, Points: int(r.Points), Passed: r.Passed,
			Corrections: int(r.Corrections),
		},
		Enrolment: r.EnrolmentID, Person: r.PersonID, CourseID: r.CourseID, VersionID: r.VersionID,
		Name: r.Name, UnitName: r.UnitName, UnitPath: r.Path, Text: string(r.Text),
	}
	var err error
	if w.Grades, w.Comments, err = judgementOf(r.ID, r.Grades, r.Comments); err != nil || w.Corrections == 0 {
		return w, err
	}
	w.Past, err = s.pastJudgements(ctx, r.ID)
	return w, err
}

// judgementOf reads what is kept of a judgement.
func judgementOf(handIn id.ID, grades string, comments []byte) (g []int, c []string, err error) {
	if grades != "" {
		err = json.Unmarshal([]byte(grades), &g)
	}
	if len(comments) > 0 {
		err = errors.Join(err, json.Unmarshal(comments, &c))
	}
	if err != nil {
		return nil, nil, fmt.Errorf("store: hand-in %s: %w", handIn, err)
	}
	return g, c, nil
}

// Picture is the picture of a round. Error kind: NotFound, also once it was deleted.
func (s *Store) Picture(ctx context.Context, handIn id.ID) ([]byte, error) {
	return get(s.q.Picture(ctx, handIn))
}

// JudgesOver counts accounts other than the person's own that hold one of the roles above their unit.
func (s *Store) JudgesOver(ctx context.Context, person id.ID, roles []account.Role) (int, error) {
	all := 0
	for _, r := range roles {
		n, err := get(s.q.JudgesOver(ctx, person, string(r)))
		if err != nil {
			return 0, err
		}
		all += int(n)
	}
	return all, nil
}

// HandIn begins a round or replaces the one that waits.
func (s *Store) HandIn(ctx context.Context, e learning.Enrolment, h learning.Handed) error {
	return s.write(ctx, func(tx *Tx) error {
		return once(ctx, tx, h.Caller, h.Key, &nothing{}, func() error {
			if err := tx.open(ctx, e, h.Step); err != nil {
				return err
			}
			last, err := tx.LastHandIn(ctx, e.ID, h.Question)
			if err != nil && !absent(err) {
				return err
			}
			return tx.handIn(ctx, e, h, last)
		})
	})
}

// handIn decides what the round is by the last one, whose Number is 0 when there is none.
func (tx *Tx) handIn(ctx context.Context, e learning.Enrolment, h learning.Handed, last db.LastHandInRow) error {
	waits := last.Number > 0 && last.JudgedAt == 0
	number := int(last.Number)
	if !waits {
		number++
	}
	switch {
	case last.Passed:
		return fault.New(fault.Conflict, "task.passed")
	case h.Number > 0 && h.Number < number:
		return fault.New(fault.Conflict, "task.judged-meanwhile")
	case h.Number > number:
		return fault.New(fault.Conflict, "task.other-round")
	}
	f := stepFact(factHandedIn, e, h.Step, h.Question)
	f.id, f.data["number"], f.data["begun"], f.data["counted"] = tx.ids.New(), number, !waits, h.Counted
	if h.Text != "" {
		f.evidence = []byte(h.Text)
	}
	if err := tx.record(ctx, f); err != nil {
		return err
	}
	picture, err := tx.keepPicture(ctx, e, h, number, last, waits)
	if err != nil {
		return err
	}
	if waits {
		return tx.replace(ctx, e, h, last, f.id, picture)
	}
	n, err := tx.AddHandIn(ctx, db.AddHandInParams{
		ID: tx.ids.New(), EnrolmentID: e.ID, PersonID: e.Person, CourseID: e.CourseID, VersionID: e.VersionID, Question: h.Question,
		Number: int32(number), HandedAt: tx.Now, RecordID: f.id, PictureID: picture, Counted: h.Counted, //nolint:gosec // a count of rounds
	})
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "task.other-round")
	}
	if err != nil {
		return err
	}
	return tx.delta(ctx, metricHandedIn, h.Caller.Unit, e.CourseID, "")
}

// keepPicture stores a new picture and gives the fact behind the picture that the round has from now on, zero for none.
func (tx *Tx) keepPicture(ctx context.Context, e learning.Enrolment, h learning.Handed, number int, last db.LastHandInRow, waits bool) (id.ID, error) {
	if h.Picture == nil {
		if waits && !h.DropPicture {
			return last.PictureID, nil
		}
		return id.Zero, nil
	}
	f := stepFact(factPictured, e, h.Step, h.Question)
	f.id, f.data["number"], f.evidence = tx.ids.New(), number, h.Picture
	return f.id, tx.record(ctx, f)
}

// replace puts what came now in the place of what waits, and deletes that.
func (tx *Tx) replace(ctx context.Context, e learning.Enrolment, h learning.Handed, last db.LastHandInRow, record, picture id.ID) error {
	n, err := tx.ReplaceHandIn(ctx, db.ReplaceHandInParams{
		VersionID: e.VersionID, ChangedAt: tx.Now, RecordID: record, PictureID: picture, Counted: h.Counted, ID: last.ID,
	})
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "task.judged-meanwhile")
	}
	if err != nil {
		return err
	}
	if err := tx.ForgetEvidence(ctx, []byte{}, tx.Now, last.RecordID); err != nil || last.PictureID == picture {
		return err
	}
	return tx.ForgetEvidence(ctx, []byte{}, tx.Now, last.PictureID)
}

// Judge stores a judgement unless there is one, or the round has been replaced since it was read.
func (s *Store) Judge(ctx context.Context, j learning.Judged) error {
	grades, comments, err := keptJudgement(j)
	if err != nil {
		return err
	}
	return s.write(ctx, func(tx *Tx) error {
		return once(ctx, tx, j.Caller, j.Key, &nothing{}, func() error { return tx.judge(ctx, j, grades, comments) })
	})
}

// keptJudgement is a judgement as it is kept; comments is nil without any.
func keptJudgement(j learning.Judged) (grades string, comments []byte, err error) {
	g, err := json.Marshal(j.Grades)
	if err == nil && j.Comments != nil {
		comments, err = json.Marshal(j.Comments)
	}
	if err != nil {
		return "", nil, fmt.Errorf("store: %w", err)
	}
	return string(g), comments, nil
}

func (tx *Tx) judge(ctx context.Context, j learning.Judged, grades string, comments []byte) error {
	if err := tx.BringForward(ctx, tx.Now, j.Work.Enrolment); err != nil {
		return err
	}
	record := tx.ids.New()
	n, err := tx.JudgeHandIn(ctx, db.JudgeHandInParams{
		JudgedAt: tx.Now, JudgedBy: j.Caller.Account, JudgementID: record, Grades: grades,
		Points: int32(j.Points), Passed: j.Passed, ID: j.Work.ID, Changes: int32(j.Changes), //nolint:gosec // small counts
	})
	if err != nil {
		return err
	}
	if n == 0 {
		return tx.whyNotJudged(ctx, j.Work.ID)
	}
	person, err := tx.EnrolmentByID(ctx, j.Work.Enrolment)
	if err != nil {
		return err
	}
	f := judgedFact(factJudged, j, person.UnitID)
	f.id, f.evidence, f.data["grades"], f.data["earned"], f.data["passed"] = record, comments, j.Grades, j.Points, j.Passed
	if err := tx.record(ctx, f); err != nil {
		return err
	}
	return tx.delta(ctx, metricJudged, person.UnitID, j.Work.CourseID, "")
}

// judgedFact is what facts about a judgement have in common.
func judgedFact(kind string, j learning.Judged, unit id.ID) fact {
	return fact{
		kind: kind, person: j.Work.Person, actor: j.Caller.Account, course: j.Work.CourseID, version: j.Work.VersionID, unit: unit,
		device: j.Caller.Session, subject: j.Work.Question, clientKey: j.Key.Key, data: codes{"number": j.Work.Number},
	}
}

func (tx *Tx) whyNotJudged(ctx context.Context, handIn id.ID) error {
	now, err := get(tx.Work(ctx, handIn))
	switch {
	case err != nil:
		return err
	case now.JudgedAt != 0:
		return fault.New(fault.Conflict, "task.judged-already")
	}
	return fault.New(fault.Conflict, "task.replaced")
}
