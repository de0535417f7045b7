package store

import (
	"maps"
	"slices"
	"testing"

	"hocso/internal/assess"
	"hocso/internal/clock"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/learning"
)

// renamed is an edition whose second lesson says something else and whose first has another name.
func renamed() course.Draft {
	d := draft(2)
	l := &d.Course.Modules[0].Lessons[0]
	l.Slug, l.Was = "01-mot-moi", "01-mot"
	return d
}

// TestMoveOn: who moves keeps what still counts; what was done before goes on naming the version it was done on.
func TestMoveOn(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		h := newHistory(w)
		c := h.people[0]
		must(t, h.do(op{Kind: "finish", Right: true})) // completed, confirmed, with a passed attempt
		before, err := w.Enrolment(ctx, c.Person, w.course.CourseID)
		must(t, err)
		next, err := w.catalog.Publish(ctx, renamed())
		must(t, err)

		st, err := w.learning.Study(ctx, c, courseSlug)
		must(t, err)
		newer, err := w.learning.Newer(ctx, st)
		must(t, err)
		if newer == nil || newer.Number != 2 || len(newer.Changes.Lessons) != 2 || newer.Bank {
			t.Fatalf("offered: %+v", newer)
		}
		wantKind(t, "a version that is not the current one", w.learning.MoveOn(ctx, c, courseSlug, w.ids.New(), assess.Key{}), fault.Conflict)
		together(t, 4, func(int) error { return w.learning.MoveOn(ctx, c, courseSlug, next.ID, key("k", "m")) })
		must(t, w.learning.MoveOn(ctx, c, courseSlug, next.ID, assess.Key{}))
		if n := value[int](w, "SELECT count(*) FROM record WHERE kind = 'moved-on'"); n != 1 {
			t.Errorf("%d facts of one move", n)
		}
		st, err = w.learning.Study(ctx, c, courseSlug)
		must(t, err)
		if got := slices.Collect(maps.Keys(st.Progress.Lessons)); st.Published.ID != next.ID || !slices.Equal(got, []string{"01-mo-dau/01-mot-moi"}) {
			t.Errorf("on version %d with progress of %v", st.Published.Number, got)
		}
		if st.Progress.Completed != before.Completed || st.Progress.ExamsPassed != 1 {
			t.Errorf("the completion was %v and is %v", before.Completed, st.Progress.Completed)
		}
		if newer, err = w.learning.Newer(ctx, st); newer != nil || err != nil {
			t.Errorf("offered again: %+v, %v", newer, err)
		}
		for table, n := range map[string]int{"attempt": 1, "credential": 1} {
			if got := value[int](w, "SELECT count(*) FROM "+table+" WHERE version_id = (SELECT v.id FROM course_version v WHERE v.number = 1)"); got != n {
				t.Errorf("%d rows of %s name the version they were made on, want %d", got, table, n)
			}
		}
		// What comes from a page of the old version is not taken for the new one.
		step := learning.Step{Caller: c, Lesson: "01-mo-dau/02-hai"}
		wantKind(t, "a lesson of the old version", w.CompleteLesson(ctx, before, step), fault.Conflict)
		must(t, w.learning.CompleteLesson(ctx, c, courseSlug, "01-mo-dau", "02-hai", assess.Key{}))
		w.healthy()

		third, err := w.catalog.Publish(ctx, draft(4))
		must(t, err)
		must(t, w.learning.MoveOn(ctx, c, courseSlug, third.ID, assess.Key{}))
		w.healthy()
	})
}

// TestMoveOnWaitsForTheExam: nobody moves away from under an open attempt, and no attempt begins on a version that the
// person has left.
func TestMoveOnWaitsForTheExam(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		c := w.person(1, w.hamlet)
		e := w.enrol(c)
		a := w.start(c)
		next, err := w.catalog.Publish(ctx, draft(2))
		must(t, err)
		wantKind(t, "moving amid an exam", w.learning.MoveOn(ctx, c, courseSlug, next.ID, assess.Key{}), fault.Conflict)
		_, err = w.assess.Submit(ctx, c, a.ID, assess.Key{})
		must(t, err)
		must(t, w.learning.MoveOn(ctx, c, courseSlug, next.ID, assess.Key{}))
		late := assess.Start{
			ID: w.ids.New(), Caller: c, Course: e.CourseID, Version: e.VersionID, Minutes: 20,
			Allow: func([]assess.Past, clock.Micro) error { return nil },
		}
		_, err = w.StartAttempt(ctx, late)
		wantKind(t, "an attempt drawn from the version before", err, fault.Conflict)
		w.healthy()
	})
}

// TestDoctorFollowsMoves: a move that did not happen, or one that happened otherwise, is found.
func TestDoctorFollowsMoves(t *testing.T) {
	lived := newWorld(t)
	ctx, c := t.Context(), lived.person(1, lived.hamlet)
	lived.enrol(c)
	must(t, lived.learning.CompleteLesson(ctx, c, courseSlug, "01-mo-dau", "01-mot", assess.Key{}))
	next, err := lived.catalog.Publish(ctx, renamed())
	must(t, err)
	must(t, lived.learning.MoveOn(ctx, c, courseSlug, next.ID, assess.Key{}))
	lived.healthy()
	lived.Close()
	files, err := databaseIn(lived.opts.Dir)
	must(t, err)
	for name, query := range map[string]string{
		"another version": "UPDATE enrolment SET version_id = (SELECT v.id FROM course_version v WHERE v.number = 1)",
		"an old name":     "UPDATE lesson_progress SET lesson = '01-mo-dau/01-mot'",
		"a lost fact":     "DELETE FROM record WHERE kind = 'moved-on'",
		"another mapping": "UPDATE record SET data = '{}' WHERE kind = 'moved-on'",
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			writeFiles(t, dir, files)
			w := openWorld(t, Options{Dir: dir})
			w.sql(query)
			if len(w.differences()) == 0 {
				t.Error("the doctor finds nothing")
			}
		})
	}
}
