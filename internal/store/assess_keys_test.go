package store

import (
	"testing"

	"hocso/internal/assess"
	"hocso/internal/fault"
)

// TestKeysOfAnExam: a key that was used for a save neither starts nor ends an exam; the one that started or ended it gives the
// same reply again, whatever has happened since.
func TestKeysOfAnExam(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		c := w.person(1, w.hamlet)
		w.enrol(c)
		key := func(key, body string) assess.Key { return assess.Key{Key: key, Body: []byte(body)} }
		started, ended := key("bat-dau", "start"), key("nop", "submit")
		attempt, err := w.assess.Start(ctx, c, w.course.CourseID, started)
		must(t, err)
		a := w.attempt(c, attempt)
		_, err = w.save(c, attempt, 1, w.answer(a.Items[0], true), false, 0, key("luu", "save"))
		must(t, err)

		_, err = w.assess.Start(ctx, c, w.course.CourseID, key("luu", "start"))
		wantKind(t, "a start with the key of a save", err, fault.Mismatch)
		_, err = w.assess.Submit(ctx, c, attempt, key("luu", "submit"))
		wantKind(t, "a submission with the key of a save", err, fault.Mismatch)
		if w.attempt(c, attempt).Submitted != 0 {
			t.Fatal("the exam was submitted all the same")
		}
		first, err := w.assess.Submit(ctx, c, attempt, ended)
		must(t, err)
		for range 2 {
			again, err := w.assess.Submit(ctx, c, attempt, ended)
			must(t, err)
			if again.Receipt != first.Receipt || again.Submitted != first.Submitted {
				t.Errorf("submitted again: %+v", again)
			}
		}
		_, err = w.assess.Submit(ctx, c, attempt, key("luu", "submit"))
		wantKind(t, "a submission with the key of a save, of an exam that is over", err, fault.Mismatch)
		if replayed, err := w.assess.Start(ctx, c, w.course.CourseID, started); err != nil || replayed != attempt {
			t.Errorf("the start again: %s of %s, %v", replayed, attempt, err)
		}
		w.healthy()
	})
}
