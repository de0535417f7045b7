package store

import (
	"context"

	"hocso/internal/fault"
	"hocso/internal/learning"
	"hocso/internal/store/db"
)

// movedOn is the answer to something done on a version that the person has left meanwhile, in another window.
func movedOn(rows int64, err error) error {
	if err == nil && rows == 0 {
		return fault.New(fault.Conflict, "course.moved-on")
	}
	return err
}

// MoveOn puts an enrolment on a newer version: what was read of lessons that stayed counts on, under their names there.
// Doing it twice changes nothing. Error kind: Conflict while an attempt is open, a confirmation is on its way, or the
// enrolment is on another version than either.
func (s *Store) MoveOn(ctx context.Context, e learning.Enrolment, m learning.MoveOn) error {
	return s.write(ctx, func(tx *Tx) error {
		return once(ctx, tx, m.Caller, m.Key, &nothing{}, func() error { return tx.moveOn(ctx, e, m) })
	})
}

func (tx *Tx) moveOn(ctx context.Context, e learning.Enrolment, m learning.MoveOn) error {
	n, err := tx.SetEnrolmentVersion(ctx, db.SetEnrolmentVersionParams{
		VersionID: m.Version, LastLesson: m.Kept[e.LastLesson], LastAt: tx.Now, ID: e.ID, VersionID_2: e.VersionID,
	})
	if err != nil {
		return err
	}
	if n == 0 {
		return tx.whyNotMoved(ctx, e, m)
	}
	if _, err := tx.OpenAttempt(ctx, e.ID); !absent(err) {
		if err == nil {
			err = fault.New(fault.Conflict, "course.move-exam")
		}
		return err
	}
	renamed, dropped, err := tx.carry(ctx, e, m.Kept)
	if err != nil {
		return err
	}
	return tx.record(ctx, fact{
		kind: factMovedOn, person: e.Person, actor: m.Caller.Account, course: e.CourseID, version: m.Version, unit: m.Caller.Unit,
		subject: e.VersionID.String(), data: codes{"renamed": renamed, "dropped": dropped}, clientKey: m.Key.Key,
	})
}

func (tx *Tx) whyNotMoved(ctx context.Context, e learning.Enrolment, m learning.MoveOn) error {
	now, err := tx.EnrolmentByID(ctx, e.ID)
	if err != nil {
		return readErr(err)
	}
	switch now.VersionID {
	case m.Version:
		return nil
	case e.VersionID:
		return fault.New(fault.Conflict, "course.move-confirming")
	}
	return fault.New(fault.Conflict, "course.moved-on")
}

// carry writes the progress of lessons anew under their new names, without those that are to be read again.
func (tx *Tx) carry(ctx context.Context, e learning.Enrolment, kept map[string]string) (renamed map[string]string, dropped []string, err error) {
	rows, err := tx.LessonProgress(ctx, e.ID)
	if err != nil {
		return nil, nil, err
	}
	if err := tx.ClearLessonProgress(ctx, e.ID); err != nil {
		return nil, nil, err
	}
	renamed, dropped = map[string]string{}, []string{}
	for _, r := range rows {
		key, ok := kept[r.Lesson]
		if !ok {
			dropped = append(dropped, r.Lesson)
			continue
		}
		if key != r.Lesson {
			renamed[r.Lesson] = key
		}
		err := tx.AddLessonProgress(ctx, db.AddLessonProgressParams{EnrolmentID: e.ID, Lesson: key, OpenedAt: r.OpenedAt, CompletedAt: r.CompletedAt})
		if err != nil {
			return nil, nil, err
		}
	}
	return renamed, dropped, nil
}
