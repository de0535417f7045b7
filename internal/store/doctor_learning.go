package store

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"hocso/internal/clock"
	"hocso/internal/id"
	"hocso/internal/learning"
	"hocso/internal/store/db"
)

// learning walks through records and enrolments side by side, one person's course at a time.
func (d *doctor) learning(ctx context.Context) error {
	records := cursor[db.RecordsPageRow]{next: func(l *db.RecordsPageRow) ([]db.RecordsPageRow, error) {
		if l == nil {
			l = &db.RecordsPageRow{}
		}
		return d.RecordsPage(ctx, from(l.PersonID), from(l.CourseID), from(l.ID))
	}}
	enrolments := cursor[db.EnrolmentsPageRow]{next: func(l *db.EnrolmentsPageRow) ([]db.EnrolmentsPageRow, error) {
		if l == nil {
			l = &db.EnrolmentsPageRow{}
		}
		return d.EnrolmentsPage(ctx, from(l.PersonID), from(l.CourseID))
	}}
	trained := newTrained(d)
	for {
		r, err := records.head()
		if err != nil {
			return err
		}
		e, err := enrolments.head()
		if err != nil {
			return err
		}
		if r == nil && e == nil {
			break
		}
		t := firstOf(r, e)
		if err := trained.next(ctx, t.person); err != nil {
			return err
		}
		for ; r != nil && r.PersonID == t.person && r.CourseID == t.course; r, err = records.head() {
			if err := d.add(ctx, t, *r); err != nil {
				return err
			}
			records.drop()
		}
		if err != nil {
			return err
		}
		trained.add(t)
		if e == nil || e.PersonID != t.person || e.CourseID != t.course {
			d.report(Difference{"enrolment", t.key, "row", "one", "none"})
			continue
		}
		if err := d.enrolment(ctx, t, *e); err != nil {
			return err
		}
		enrolments.drop()
	}
	if err := trained.next(ctx, id.Zero); err != nil {
		return err
	}
	return d.astray(ctx)
}

// firstOf begins with whichever comes first by person and course.
func firstOf(r *db.RecordsPageRow, e *db.EnrolmentsPageRow) *taken {
	switch {
	case r == nil:
		return newTaken(e.PersonID, e.CourseID)
	case e == nil:
		return newTaken(r.PersonID, r.CourseID)
	}
	a, b := newTaken(r.PersonID, r.CourseID), newTaken(e.PersonID, e.CourseID)
	if c := bytes.Compare(a.person[:], b.person[:]); c < 0 || (c == 0 && bytes.Compare(a.course[:], b.course[:]) <= 0) {
		return a
	}
	return b
}

// astray reports rows that the walk does not come by.
func (d *doctor) astray(ctx context.Context) error {
	credentials, err := d.CredentialsAstray(ctx)
	if err != nil {
		return err
	}
	for _, k := range credentials {
		d.report(Difference{"credential", k.String(), "enrolment", "one", "none"})
	}
	works, err := d.HandInsAstray(ctx)
	if err != nil {
		return err
	}
	for _, k := range works {
		d.report(Difference{"hand_in", k.String(), "enrolment", "the person's in the course", "none"})
	}
	distinct, err := d.DistinctAstray(ctx)
	for _, p := range distinct {
		d.report(Difference{"distinct_person", p.PersonID.String(), "record", "a completion", "none"})
	}
	return err
}

// enrolment checks one person's course.
func (d *doctor) enrolment(ctx context.Context, t *taken, e db.EnrolmentsPageRow) error {
	p, err := d.version(ctx, e.VersionID)
	if err != nil {
		return err
	}
	if p == nil {
		d.report(Difference{"enrolment", t.key, "version_id", "a version that can be read", e.VersionID.String()})
		return nil
	}
	way := d.journey(t)
	progress, err := d.progress(ctx, t, e, way.lessons)
	if err != nil {
		return err
	}
	attempts, err := d.attempts(ctx, t, e, p)
	if err != nil {
		return err
	}
	if progress.Tasks, err = d.tasks(ctx, t, e); err != nil {
		return err
	}
	progress.ExamsTaken, progress.ExamsPassed = attempts.taken, len(attempts.passed)
	d.same("enrolment", t.key, "enrolled facts", 1, len(t.enrolled))
	done := t.standing()
	d.same("enrolment", t.key, "completed facts that stand", map[bool]int{true: 1}[done != nil], len(t.completed)-len(t.withdrawn))
	var enrolledAt, completedAt clock.Micro
	for _, f := range t.enrolled {
		first(&enrolledAt, f.StoredAt)
	}
	if done != nil {
		completedAt = done.StoredAt
	}
	d.same("enrolment", t.key, "version_id", way.version, e.VersionID)
	d.same("enrolment", t.key, "enrolled_at", enrolledAt, e.EnrolledAt)
	d.same("enrolment", t.key, "completed_at", completedAt, e.CompletedAt)
	d.same("enrolment", t.key, "exam_taken", attempts.taken, e.ExamTaken)
	d.same("enrolment", t.key, "exam_passed", len(attempts.passed), e.ExamPassed)
	if err := d.rule(ctx, t, p.Course, progress, way); err != nil {
		return err
	}
	return d.credentials(ctx, t, e, attempts)
}

// progress checks lessons and practice and returns what the records tell of them.
func (d *doctor) progress(ctx context.Context, t *taken, e db.EnrolmentsPageRow, told map[string]lessonFacts) (*learning.Progress, error) {
	p := &learning.Progress{Lessons: map[string]learning.LessonState{}, Practice: map[string]learning.PracticeState{}}
	lessons, err := d.LessonProgress(ctx, e.ID)
	if err != nil {
		return nil, err
	}
	rows := map[string]db.LessonProgressRow{}
	for _, l := range lessons {
		rows[l.Lesson] = l
		if _, ok := told[l.Lesson]; !ok {
			told[l.Lesson] = lessonFacts{}
		}
	}
	for lesson, f := range told {
		key := t.key + " " + lesson
		d.same("lesson_progress", key, "opened_at", f.opened, rows[lesson].OpenedAt)
		d.same("lesson_progress", key, "completed_at", f.completed, rows[lesson].CompletedAt)
		p.Lessons[lesson] = learning.LessonState{Opened: f.opened, Completed: f.completed}
	}
	practice, err := d.Practice(ctx, e.ID)
	if err != nil {
		return nil, err
	}
	kept := map[string]db.PracticeRow{}
	for _, r := range practice {
		kept[r.Question] = r
		entryOf(t.practice, r.Question)
	}
	for question, f := range t.practice {
		d.practice(t.key+" "+question, f, kept[question])
		if err := d.practised(ctx, t.key+" "+question, question, f.versions); err != nil {
			return nil, err
		}
		p.Practice[question] = learning.PracticeState{Tries: f.tries, Right: f.right}
	}
	return p, nil
}

func (d *doctor) practice(key string, f *practiceFacts, r db.PracticeRow) {
	d.same("practice", key, "tries", f.tries, r.Tries)
	d.same("practice", key, "last_at", f.last, r.LastAt)
	d.same("practice", key, "right_at", f.right, r.RightAt)
	if f.unknown && r.LastAnswer == blank {
		return
	}
	if !slices.Contains(f.answers, r.LastAnswer) {
		d.report(Difference{"practice", key, "last_answer", fmt.Sprintf("%q", f.answers), fmt.Sprintf("%q", r.LastAnswer)})
	}
}

// credentials checks the confirmations of one person's course.
func (d *doctor) credentials(ctx context.Context, t *taken, e db.EnrolmentsPageRow, sat sittings) error {
	rows, err := d.CredentialsIn(ctx, t.person, t.course)
	if err != nil {
		return err
	}
	confirmed := map[string]told{}
	for _, f := range t.confirmed {
		confirmed[f.Subject] = f
	}
	d.same("enrolment", t.key, "confirmed_at", t.confirmedAt(), e.ConfirmedAt)
	for _, k := range rows {
		key := k.ID.String()
		f, ok := confirmed[key]
		if !ok {
			d.report(Difference{"credential", key, "confirmed fact", "one", "none"})
			continue
		}
		delete(confirmed, key)
		d.same("credential", key, "version_id", f.VersionID, k.VersionID)
		d.same("credential", key, "attempt_id", f.AttemptID, k.AttemptID)
		d.same("credential", key, "issued_at", f.StoredAt, k.IssuedAt)
		d.same("credential", key, "revoked_at", t.revoked[key].StoredAt, k.RevokedAt)
		d.same("credential", key, "revoked_why", t.revoked[key].data.Why, k.RevokedWhy)
		d.same("credential", key, "course completed", true, t.standing() != nil || k.RevokedAt != 0 && len(t.completed) > 0)
		if !k.AttemptID.IsZero() {
			d.same("credential", key, "attempt passed", true, sat.passed[k.AttemptID])
		}
	}
	for key := range confirmed {
		d.report(Difference{"credential", key, "row", "one", "none"})
	}
	if t.standing() != nil && len(rows) == 0 && !d.erased[t.person] && d.now.Sub(t.last) >= settleTime {
		d.report(Difference{"credential", t.key, "row", "one for the completed course", "none"})
	}
	return nil
}

// confirmedAt is when the course was confirmed, since a confirmation was taken back with its completion; 0: not.
func (t *taken) confirmedAt() (at clock.Micro) {
	var anew told
	for _, f := range t.withdrawn {
		if f.data.Revoked && f.compare(anew) > 0 {
			anew = f
		}
	}
	for _, f := range t.confirmed {
		if f.compare(anew) > 0 {
			first(&at, f.StoredAt)
		}
	}
	return at
}
