package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"hocso/internal/account"
	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/learning"
	"hocso/internal/org"
	"hocso/internal/store/db"
)

// HandIns lists every round of an enrolment, by question and number.
func (s *Store) HandIns(ctx context.Context, enrolment id.ID) ([]learning.HandIn, error) {
	rows, err := get(s.q.HandInsOf(ctx, enrolment))
	return each(rows, func(r db.HandInsOfRow) learning.HandIn {
		return learning.HandIn{
			ID: r.ID, Question: r.Question, Number: int(r.Number), Handed: r.HandedAt, Changed: r.ChangedAt, Changes: int(r.Changes),
			Picture: !r.PictureID.IsZero(), Counted: r.Counted, Judged: r.JudgedAt, Judge: r.JudgedBy, Points: int(r.Points), Passed: r.Passed,
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
		if out[i], err = workOf(db.WorkRow(r)); err != nil {
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
	return workOf(r)
}

func workOf(r db.WorkRow) (learning.Work, error) {
	w := learning.Work{
		HandIn: learning.HandIn{
			ID: r.ID, Question: r.Question, Number: int(r.Number), Handed: r.HandedAt, Changed: r.ChangedAt, Changes: int(r.Changes),
			Picture: !r.PictureID.IsZero(), Counted: r.Counted, Judged: r.JudgedAt, Judge: r.JudgedBy, Points: int(r.Points), Passed: r.Passed,
		},
		Enrolment: r.EnrolmentID, Person: r.PersonID, CourseID: r.CourseID, VersionID: r.VersionID,
		Name: r.Name, UnitName: r.UnitName, UnitPath: r.Path, Text: string(r.Text),
	}
	var err error
	if r.Grades != "" {
		err = json.Unmarshal([]byte(r.Grades), &w.Grades)
	}
	if len(r.Comments) > 0 {
		err = errors.Join(err, json.Unmarshal(r.Comments, &w.Comments))
	}
	if err != nil {
		return w, fmt.Errorf("store: hand-in %s: %w", r.ID, err)
	}
	return w, nil
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
	grades, err := json.Marshal(j.Grades)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	var comments []byte
	if j.Comments != nil {
		if comments, err = json.Marshal(j.Comments); err != nil {
			return fmt.Errorf("store: %w", err)
		}
	}
	return s.write(ctx, func(tx *Tx) error {
		return once(ctx, tx, j.Caller, j.Key, &nothing{}, func() error { return tx.judge(ctx, j, string(grades), comments) })
	})
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
	err = tx.record(ctx, fact{
		id: record, kind: factJudged, person: j.Work.Person, actor: j.Caller.Account, course: j.Work.CourseID, version: j.Work.VersionID,
		unit: person.UnitID, device: j.Caller.Session, subject: j.Work.Question, clientKey: j.Key.Key, evidence: comments,
		data: codes{"number": j.Work.Number, "grades": j.Grades, "earned": j.Points, "passed": j.Passed},
	})
	if err != nil {
		return err
	}
	return tx.delta(ctx, metricJudged, person.UnitID, j.Work.CourseID, "")
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

// waitingListing is what lists of rounds that wait are made of; its conditions let the index of those be used.
func waitingListing() listing {
	return listing{
		from: "hand_in h JOIN person p ON p.id = h.person_id AND h.judged_at = 0 AND p.erased_at = 0 JOIN unit u ON u.id = p.unit_id",
		key:  "h.id", columns: map[string]string{"path": "u.path", "person": "h.person_id"},
		orders: map[string][]string{"oldest": {"h.handed_at"}},
	}
}

// waitingLines reads what a line shows, for the keys of one page.
const waitingLines = `SELECT h.id, h.person_id, h.version_id, h.question, h.number, h.handed_at, h.changed_at, h.picture_id, h.counted, p.name, u.name
FROM hand_in h JOIN person p ON p.id = h.person_id JOIN unit u ON u.id = p.unit_id WHERE h.id IN (`

// Waiting lists a page of rounds that wait, the oldest first. Error kind: NotFound for an "after" that is not there.
func (s *Store) Waiting(ctx context.Context, scopes []org.Path, not, after id.ID) (works []learning.Work, more bool, err error) {
	l := waitingListing().list()
	l.under("path", scopes)
	l.is("person", "<>", not)
	if !after.IsZero() {
		w, err := s.Work(ctx, after)
		if err != nil {
			return nil, false, err
		}
		l.after("oldest", w.Handed, after)
	}
	keys, err := l.page("oldest", learning.WaitingPage+1)
	if err != nil {
		return nil, false, err
	}
	lines, err := s.reads.QueryContext(ctx, waitingLines+keys+") ORDER BY h.handed_at, h.id", l.args...)
	if err != nil {
		return nil, false, readErr(err)
	}
	works, err = waitingRows(lines)
	if len(works) > learning.WaitingPage {
		return works[:learning.WaitingPage], true, err
	}
	return works, false, err
}

func waitingRows(lines *sql.Rows) (works []learning.Work, err error) {
	defer func() { err = readErr(errors.Join(err, lines.Close())) }()
	for lines.Next() {
		var w learning.Work
		var picture id.ID
		var handed, changed clock.Micro
		err := lines.Scan(&w.ID, &w.Person, &w.VersionID, &w.Question, &w.Number, &handed, &changed, &picture, &w.Counted, &w.Name, &w.UnitName)
		if err != nil {
			return nil, err
		}
		w.Handed, w.Changed, w.Picture = handed, changed, !picture.IsZero()
		works = append(works, w)
	}
	return works, lines.Err()
}
