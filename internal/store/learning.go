package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"hocso/internal/assess"
	"hocso/internal/clock"
	"hocso/internal/id"
	"hocso/internal/learning"
	"hocso/internal/store/db"
)

var _ learning.Store = (*Store)(nil)

// nothing is the reply of writes that have none to replay.
type nothing struct{}

// Enrol stores an enrolment once per person and course.
func (s *Store) Enrol(ctx context.Context, e learning.Enrol) error {
	return s.write(ctx, func(tx *Tx) error {
		return once(ctx, tx, e.Caller, e.Key, &nothing{}, func() error {
			n, err := tx.AddEnrolment(ctx, db.AddEnrolmentParams{
				ID: tx.ids.New(), PersonID: e.Caller.Person, CourseID: e.Course, VersionID: e.Version, EnrolledAt: tx.Now,
			})
			if err != nil || n == 0 {
				return err
			}
			err = tx.record(ctx, fact{
				kind: factEnrolled, person: e.Caller.Person, actor: e.Caller.Account, course: e.Course, version: e.Version,
				unit: e.Caller.Unit, device: e.Caller.Session, clientKey: e.Key.Key,
			})
			if err != nil {
				return err
			}
			return tx.delta(ctx, metricEnrolled, e.Caller.Unit, e.Course, "")
		})
	})
}

// Enrolment finds a person's enrolment. Error kind: NotFound.
func (s *Store) Enrolment(ctx context.Context, person, course id.ID) (learning.Enrolment, error) {
	r, err := get(s.q.Enrolment(ctx, person, course))
	return enrolmentOf(r), err
}

// EnrolmentByID finds an enrolment. Error kind: NotFound.
func (s *Store) EnrolmentByID(ctx context.Context, enrolment id.ID) (learning.Enrolment, error) {
	r, err := get(s.q.EnrolmentByID(ctx, enrolment))
	return enrolmentOf(db.EnrolmentRow(r)), err
}

// Enrolments lists a person's, the last used first.
func (s *Store) Enrolments(ctx context.Context, person id.ID) ([]learning.Enrolment, error) {
	rows, err := get(s.q.Enrolments(ctx, person))
	return each(rows, func(r db.EnrolmentsRow) learning.Enrolment { return enrolmentOf(db.EnrolmentRow(r)) }), err
}

func enrolmentOf(r db.EnrolmentRow) learning.Enrolment {
	return learning.Enrolment{
		ID: r.ID, Person: r.PersonID, CourseID: r.CourseID, VersionID: r.VersionID, Course: r.Slug, Unit: r.UnitID, Audience: r.Audience,
		Enrolled: r.EnrolledAt, LastAt: r.LastAt, Completed: r.CompletedAt, LastLesson: r.LastLesson,
		ExamsTaken: int(r.ExamTaken), ExamsPassed: int(r.ExamPassed),
	}
}

// Progress reads what was done in an enrolment.
func (s *Store) Progress(ctx context.Context, e learning.Enrolment) (*learning.Progress, error) {
	p := &learning.Progress{Enrolment: e, Lessons: map[string]learning.LessonState{}, Practice: map[string]learning.PracticeState{}}
	lessons, err := get(s.q.LessonProgress(ctx, e.ID))
	if err != nil {
		return nil, err
	}
	for _, l := range lessons {
		p.Lessons[l.Lesson] = learning.LessonState{Opened: l.OpenedAt, Completed: l.CompletedAt}
	}
	practice, err := get(s.q.Practice(ctx, e.ID))
	if err != nil {
		return nil, err
	}
	for _, r := range practice {
		st := learning.PracticeState{Tries: int(r.Tries), At: r.LastAt, Right: r.RightAt}
		if err := json.Unmarshal([]byte(r.LastAnswer), &st.Answer); err != nil {
			return nil, fmt.Errorf("store: practice of %s: %w", r.Question, err)
		}
		p.Practice[r.Question] = st
	}
	return p, nil
}

func stepFact(kind string, e learning.Enrolment, s learning.Step, subject string) fact {
	return fact{
		kind: kind, person: e.Person, actor: s.Caller.Account, course: e.CourseID, version: e.VersionID, unit: s.Caller.Unit,
		device: s.Caller.Session, subject: subject, data: codes{}, clientKey: s.Key.Key,
	}
}

// open notes the first opening as a fact, later ones only as the place to go on.
func (tx *Tx) open(ctx context.Context, e learning.Enrolment, s learning.Step) error {
	n, err := tx.OpenLesson(ctx, e.ID, s.Lesson, tx.Now)
	if err != nil {
		return err
	}
	if err := tx.SetLastLesson(ctx, s.Lesson, tx.Now, e.ID); err != nil || n == 0 {
		return err
	}
	return tx.record(ctx, stepFact(factOpened, e, s, s.Lesson))
}

// OpenLesson notes that a lesson was opened.
func (s *Store) OpenLesson(ctx context.Context, e learning.Enrolment, st learning.Step) error {
	return s.write(ctx, func(tx *Tx) error { return tx.open(ctx, e, st) })
}

// CompleteLesson notes that a lesson is done; a second time changes nothing.
func (s *Store) CompleteLesson(ctx context.Context, e learning.Enrolment, st learning.Step) error {
	return s.write(ctx, func(tx *Tx) error {
		return once(ctx, tx, st.Caller, st.Key, &nothing{}, func() error {
			if err := tx.open(ctx, e, st); err != nil {
				return err
			}
			n, err := tx.CompleteLesson(ctx, tx.Now, e.ID, st.Lesson)
			if err != nil || n == 0 {
				return err
			}
			return tx.record(ctx, stepFact(factLessonCompleted, e, st, st.Lesson))
		})
	})
}

// Practise stores an in-lesson answer.
func (s *Store) Practise(ctx context.Context, e learning.Enrolment, p learning.Practised) error {
	kept, err := json.Marshal(p.Answer)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	return s.write(ctx, func(tx *Tx) error {
		return once(ctx, tx, p.Caller, p.Key, &nothing{}, func() error {
			right := clock.Micro(0)
			if p.Right {
				right = tx.Now
			}
			err := tx.Queries.Practise(ctx, db.PractiseParams{
				EnrolmentID: e.ID, Question: p.Question, LastAnswer: string(kept), LastAt: tx.Now, RightAt: right,
			})
			if err != nil {
				return err
			}
			f := stepFact(factPractised, e, p.Step, p.Question)
			f.data["share"] = p.Share
			f.data["right"] = p.Right
			f.keepAnswer(p.Answer)
			return tx.record(ctx, f)
		})
	})
}

// keepAnswer puts choices into the record and typed text into evidence.
func (f *fact) keepAnswer(a assess.Answer) {
	switch {
	case a.Text != "":
		f.evidence = []byte(a.Text)
	case len(a.Texts) > 0:
		f.evidence = []byte(strings.Join(a.Texts, "\n"))
		f.data["gaps"], f.data["picks"] = len(a.Texts), a.Picks
	case len(a.Judged) > 0:
		f.data["judged"] = a.Judged
	case len(a.Picks) > 0:
		f.data["picks"] = a.Picks
	case len(a.Ranks) > 0:
		f.data["ranks"] = a.Ranks
	default:
		f.data["choices"] = a.Choices
	}
}

// CompleteCourse notes a completion with its summaries, once.
func (s *Store) CompleteCourse(ctx context.Context, e learning.Enrolment) (first bool, err error) {
	err = s.write(ctx, func(tx *Tx) error {
		n, err := tx.CompleteCourse(ctx, tx.Now, e.ID)
		first = n > 0
		if err != nil || !first {
			return err
		}
		trained, err := tx.trained(ctx, e.Person, e.Unit, e.CourseID, e.Audience)
		if err != nil {
			return err
		}
		err = tx.record(ctx, fact{
			kind: factCourseCompleted, person: e.Person, course: e.CourseID, version: e.VersionID, unit: e.Unit,
			data: codes{"audience": e.Audience, "trained": trained},
		})
		if err != nil {
			return err
		}
		return tx.delta(ctx, metricCompleted, e.Unit, e.CourseID, "")
	})
	return first, err
}

// Unsettled pages through enrolments that are not completed and changed since an instant.
func (s *Store) Unsettled(ctx context.Context, since clock.Micro, after id.ID) ([]id.ID, error) {
	return get(s.q.Unsettled(ctx, since, from(after)))
}
