package store

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hocso/internal/assess"
	"hocso/internal/clock"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/testpg"
)

// TestOneAttempt: pressing twice, second tabs and lost replies all lead to one attempt.
func TestOneAttempt(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		c := w.person(1, w.hamlet)
		_, err := w.assess.Start(ctx, c, w.course.CourseID, assess.Key{})
		wantKind(t, "an exam without an enrolment", err, fault.NotFound)
		w.enrol(c)
		ids := make([]id.ID, 12)
		together(t, len(ids), func(i int) (err error) {
			k := assess.Key{}
			if i%2 == 0 {
				k = key("bắt đầu", "x")
			}
			ids[i], err = w.assess.Start(ctx, c, w.course.CourseID, k)
			return err
		})
		for _, got := range ids {
			if got != ids[0] {
				t.Errorf("attempts %s and %s", ids[0], got)
			}
		}
		if n := value[int](w, "SELECT count(*) FROM attempt_item"); n != 6 {
			t.Errorf("%d items, want the 6 of one draw", n)
		}
		a := w.attempt(c, ids[0])
		if d := a.Deadline.Sub(a.Started); d != 20*time.Minute || a.Number != 1 || !a.Open(clock.Now(w.clock)) {
			t.Errorf("attempt %d lasts %v", a.Number, d)
		}
		version, past, err := w.History(ctx, c.Person, w.course.CourseID)
		must(t, err)
		if version != w.course.ID || len(past) != 1 || past[0].ID != a.ID || past[0].Submitted != 0 {
			t.Errorf("history: %s, %+v", version, past)
		}
		w.healthy()
	})
}

// TestAttemptsAreTheirOwners: everything about an attempt is absent for anybody else.
func TestAttemptsAreTheirOwners(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		a, b := w.person(1, w.hamlet), w.person(2, w.hamlet)
		w.enrol(a)
		at := w.start(a)
		_, err := w.Attempt(ctx, b.Person, at.ID)
		wantKind(t, "reading another's attempt", err, fault.NotFound)
		_, err = w.SaveAnswer(ctx, assess.Save{Attempt: at.ID, Caller: b, Position: 1})
		wantKind(t, "answering another's attempt", err, fault.NotFound)
		_, err = w.assess.Submit(ctx, b, at.ID, assess.Key{})
		wantKind(t, "submitting another's attempt", err, fault.NotFound)
		_, _, err = w.History(ctx, b.Person, w.course.CourseID)
		wantKind(t, "the history of somebody who is not enrolled", err, fault.NotFound)
		if list, err := w.Attempts(ctx, b.Person); len(list) != 0 || err != nil {
			t.Errorf("another's attempts: %v, %v", list, err)
		}
		if list, err := w.Attempts(ctx, a.Person); len(list) != 1 || err != nil {
			t.Errorf("own attempts: %v, %v", list, err)
		}
		if n := value[int](w, "SELECT saves FROM attempt"); n != 0 {
			t.Errorf("a stranger's save was counted")
		}
	})
}

// TestNoSaveIsLost: answers to all questions at the same time are all there, each with its fact.
func TestNoSaveIsLost(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		c := w.person(1, w.hamlet)
		w.enrol(c)
		a := w.start(c)
		const rounds = 5
		together(t, rounds*len(a.Items), func(i int) error {
			it := a.Items[i%len(a.Items)]
			_, err := w.save(c, a.ID, it.Position, w.answer(it, i%2 == 0), false, 0, assess.Key{})
			return err
		})
		for _, it := range w.attempt(c, a.ID).Items {
			if it.Sequence != rounds || !it.Answered {
				t.Errorf("question %d: the last of %d saves has sequence %d", it.Position, rounds, it.Sequence)
			}
		}
		w.healthy()
	})
}

// TestSequences: an older save never replaces a newer one, and the reply says what stands.
func TestSequences(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		c := w.person(1, w.hamlet)
		w.enrol(c)
		a := w.start(c)
		save := func(right bool, sequence int64, k assess.Key) (assess.Saved, error) {
			return w.save(c, a.ID, 1, w.answer(a.Items[0], right), false, sequence, k)
		}
		newest, err := save(true, 7, key("k", "7"))
		must(t, err)
		w.clock.Advance(time.Second)
		for name, again := range map[string]func() (assess.Saved, error){
			"an older save of it":     func() (assess.Saved, error) { return save(true, 3, assess.Key{}) },
			"the same save":           func() (assess.Saved, error) { return save(true, 7, assess.Key{}) },
			"the same save and key":   func() (assess.Saved, error) { return save(true, 7, key("k", "7")) },
			"another save, same key ": func() (assess.Saved, error) { return save(false, 9, key("k", "7")) },
		} {
			if got, err := again(); err != nil || got != newest {
				t.Errorf("%s: %+v, %v; want %+v", name, got, err, newest)
			}
		}
		for _, sequence := range []int64{3, 7} {
			_, err = save(false, sequence, assess.Key{})
			wantKind(t, "another answer that is not newer", err, fault.Conflict)
		}
		_, err = save(false, 9, key("k", "9"))
		wantKind(t, "another body under the same key", err, fault.Mismatch)
		if it := w.attempt(c, a.ID).Items[0]; it.Sequence != 7 || it.At != newest.At {
			t.Errorf("what stands: %+v", it)
		}
		if n := value[int](w, "SELECT count(*) FROM record WHERE kind = 'answered'"); n != 1 {
			t.Errorf("%d facts of one answer", n)
		}
		if next, err := save(false, 0, assess.Key{}); err != nil || next.Sequence != 8 {
			t.Errorf("a save without a sequence: %+v, %v", next, err)
		}
		_, err = w.SaveAnswer(ctx, assess.Save{Attempt: a.ID, Caller: c, Position: 99})
		wantKind(t, "a question that was not asked", err, fault.NotFound)
		w.healthy()
	})
}

// TestAskedIsThatOfTheAttempt: one question read by itself is what the whole attempt says of it.
func TestAskedIsThatOfTheAttempt(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		c, other := w.person(1, w.hamlet), w.person(2, w.hamlet)
		w.enrol(c)
		a := w.start(c)
		for i, answer := range []assess.Answer{w.answer(a.Items[0], true), w.answer(a.Items[1], false), {}} { // the third is left blank
			_, err := w.save(c, a.ID, i+1, answer, i == 1, 1, assess.Key{})
			must(t, err)
		}
		for position, others := range map[int]int{1: 1, 2: 1, 3: 2, 4: 2} {
			seat, err := w.assess.Seat(t.Context(), c, a.ID, position)
			must(t, err)
			if diff := cmp.Diff(w.attempt(c, a.ID).Items[position-1], seat.Item, cmp.AllowUnexported(course.Points{}), cmp.Comparer(func(a, b *big.Rat) bool { return a == b || a.Cmp(b) == 0 })); diff != "" {
				t.Errorf("question %d (-attempt +asked):\n%s", position, diff)
			}
			if seat.Of != len(a.Items) || seat.Others != others || seat.Question.ID != seat.Item.Question {
				t.Errorf("question %d: %d of %d others answered, want %d of %d", position, seat.Others, seat.Of, others, len(a.Items))
			}
		}
		for _, position := range []int{-1, 0, len(a.Items) + 1, 1 << 40} {
			_, err := w.assess.Seat(t.Context(), c, a.ID, position)
			wantKind(t, fmt.Sprintf("question %d", position), err, fault.NotFound)
		}
		_, err := w.assess.Seat(t.Context(), other, a.ID, 1)
		wantKind(t, "another person's attempt", err, fault.NotFound)
		w.clock.Advance(time.Duration(a.Deadline-a.Started)*time.Microsecond + assess.Grace + time.Second)
		seat, err := w.assess.Seat(t.Context(), c, a.ID, 1)
		must(t, err)
		if seat.Attempt.Submitted == 0 || seat.Attempt.EndedBy != assess.ByTime {
			t.Errorf("the time has run out and the attempt is open: %+v", seat.Attempt)
		}
	})
}

// TestOneSubmission: submitting from many sides gives one receipt, also amid saves.
func TestOneSubmission(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		c := w.person(1, w.hamlet)
		w.enrol(c)
		a := w.start(c)
		receipts := make([]string, 16)
		together(t, len(receipts), func(i int) error {
			if i%2 == 1 {
				it := a.Items[i%len(a.Items)]
				_, err := w.save(c, a.ID, it.Position, w.answer(it, true), false, 0, assess.Key{})
				return err
			}
			done, err := w.assess.Submit(ctx, c, a.ID, assess.Key{})
			if err == nil {
				receipts[i] = done.Receipt
			}
			return err
		}, fault.Conflict)
		slices.Sort(receipts)
		if r := slices.Compact(receipts); len(r) != 2 || r[0] != "" { // "" of the saves
			t.Errorf("receipts: %q", r)
		}
		_, err := w.save(c, a.ID, 1, assess.Answer{}, false, 0, assess.Key{})
		wantKind(t, "an answer after submission", err, fault.Conflict)
		stale := *a
		none := assess.Grade{Points: new(big.Rat), Max: new(big.Rat)}
		if done, err := w.Submit(ctx, assess.Submission{Attempt: &stale, EndedBy: assess.ByPerson, Grade: none}); done || err != nil {
			t.Errorf("a submission of what was read long ago: %v, %v", done, err)
		}
		w.healthy()
	})
}

// TestLate: what came in time counts though it had to wait; what came late is refused and leaves nothing.
func TestLate(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		c := w.person(1, w.hamlet)
		w.enrol(c)
		a := w.start(c)
		save := func() error {
			_, err := w.SaveAnswer(ctx, assess.Save{Attempt: a.ID, Caller: c, Position: 1, Answer: w.answer(a.Items[0], true)})
			return err
		}
		w.clock.Advance(20*time.Minute + assess.Grace - 4*time.Second) // four seconds for a slow machine
		if due, err := w.Expired(ctx, clock.Now(w.clock).Add(-assess.Grace)); len(due) != 0 || err != nil {
			t.Errorf("expired within the grace: %v, %v", due, err)
		}
		must(t, save())
		if _, err := w.Submit(ctx, assess.Submission{Attempt: a, EndedBy: assess.ByTime}); !errors.Is(err, assess.ErrNotOver) {
			t.Errorf("a time-out that a fast clock sees too early: %v", err)
		}
		w.clock.Advance(4 * time.Second)
		wantKind(t, "an answer after the grace", save(), fault.Conflict)
		if it := w.attempt(c, a.ID).Items[0]; it.Sequence != 1 {
			t.Errorf("the late answer was stored: %+v", it)
		}
		if due, err := w.Expired(ctx, clock.Now(w.clock).Add(-assess.Grace)); len(due) != 1 || due[0] != (assess.Due{Attempt: a.ID, Person: c.Person}) || err != nil {
			t.Errorf("expired: %v, %v", due, err)
		}
		if n, err := w.assess.CloseExpired(ctx); n != 1 || err != nil {
			t.Errorf("closed %d, %v", n, err)
		}
		if got := w.attempt(c, a.ID); got.EndedBy != assess.ByTime || got.Answered != 1 || got.Submitted == 0 {
			t.Errorf("closed by time: %+v", got)
		}
		w.healthy()
	})
}

// TestQueuedInTime: on SQLite a request that came in time and then stood in the queue is not late.
func TestQueuedInTime(t *testing.T) {
	w := newWorld(t)
	c := w.person(1, w.hamlet)
	w.enrol(c)
	a := w.start(c)
	sv := assess.Save{Attempt: a.ID, Caller: c, Position: 1, Answer: w.answer(a.Items[0], true), Sequence: 1}
	for _, late := range []bool{false, true} {
		held, free := make(chan struct{}), make(chan struct{})
		go w.write(t.Context(), func(*Tx) error { close(held); <-free; return nil })
		<-held
		arrived := 19 * time.Minute
		if late {
			arrived = 21 * time.Minute
			sv.Sequence = 2
		}
		now := clock.Now(w.clock)
		w.clock.Advance(a.Started.Add(arrived).Sub(now))
		done := make(chan error)
		r, err := w.engine.(*writer).enqueue(t.Context(), false, func(tx *Tx) error {
			_, err := tx.saveAnswer(t.Context(), sv)
			return err
		})
		must(t, err)
		w.clock.Advance(10 * time.Minute)
		go func() { done <- <-r.reply }()
		close(free)
		if err := <-done; fault.Is(err, fault.Conflict) != late {
			t.Errorf("arrived %v after the start, taken 10 minutes later: %v", arrived, err)
		}
	}
}

// TestReplicasDecideAlike: the clock of one replica is no deadline; PostgreSQL's is.
func TestReplicasDecideAlike(t *testing.T) {
	w := openWorld(t, Options{DB: testpg.Database(t)})
	ahead, err := compose(t.Context(), Options{DB: w.opts.DB, Clock: clock.NewFake()})
	must(t, err)
	ahead.t = t
	t.Cleanup(ahead.Close)
	c := w.person(1, w.hamlet)
	w.enrol(c)
	a := w.start(c)
	// The replica's own clock runs ahead, the server's stays: only the service sees the wrong time.
	wrong := clock.NewFake()
	wrong.Advance(time.Hour)
	ahead.assess.Clock = wrong
	if n, err := ahead.assess.CloseExpired(t.Context()); n != 0 || err != nil || w.attempt(c, a.ID).Submitted != 0 {
		t.Errorf("a replica an hour ahead closed %d exams, %v", n, err)
	}
	if _, err := ahead.SaveAnswer(t.Context(), assess.Save{Attempt: a.ID, Caller: c, Position: 1, Answer: w.answer(a.Items[0], true)}); err != nil {
		t.Errorf("an answer in time: %v", err)
	}
}

// TestCutIsASetting: a level is stated by the cut of the moment of submission, and stays so when the setting changes.
func TestCutIsASetting(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		cut := 60
		w.assess.Cut = func(context.Context) (int, error) { return cut, nil }
		c := w.person(1, w.hamlet)
		w.enrol(c)
		a := w.start(c)
		_, err := w.assess.Submit(ctx, c, a.ID, assess.Key{})
		must(t, err)
		cut = 90
		r, _, err := w.assess.Result(ctx, c, a.ID)
		must(t, err)
		if r.Rules.CutPercent != 60 {
			t.Errorf("the result rests on %d %%", r.Rules.CutPercent)
		}
		w.healthy()
	})
}
