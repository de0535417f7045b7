package assess_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"math/big"
	"testing"
	"time"

	"hocso/internal/account"
	"hocso/internal/assess"
	"hocso/internal/clock"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/standard"
)

// shelf holds one published version whose bank is one question.
type shelf struct {
	course.Store
	version course.Version
	blobs   map[course.Hash][]byte
}

func (s shelf) Version(context.Context, id.ID) (course.Version, error) { return s.version, nil }
func (s shelf) Blob(_ context.Context, h course.Hash) ([]byte, error)  { return s.blobs[h], nil }

// desk holds attempts in memory and answers submissions as it is told.
type desk struct {
	assess.Store
	attempts map[id.ID]*assess.Attempt
	order    []assess.Due
	submit   func(a *assess.Attempt) (bool, error)
	closed   []id.ID
}

func (d *desk) Attempt(_ context.Context, _, attempt id.ID) (*assess.Attempt, error) {
	a := *d.attempts[attempt]
	return &a, nil
}

func (d *desk) Expired(context.Context, clock.Micro) ([]assess.Due, error) { return d.order, nil }

func (d *desk) History(context.Context, id.ID, id.ID) (id.ID, []assess.Past, error) {
	var past []assess.Past
	for _, due := range d.order {
		a := d.attempts[due.Attempt]
		past = append(past, assess.Past{ID: a.ID, Number: a.Number, Deadline: a.Deadline, Submitted: a.Submitted})
	}
	return id.ID{9}, past, nil
}

func (d *desk) Submit(_ context.Context, s assess.Submission) (bool, error) {
	done, err := d.submit(s.Attempt)
	if done {
		d.attempts[s.Attempt.ID].Submitted = s.Attempt.Deadline
		d.closed = append(d.closed, s.Attempt.ID)
	}
	return done, err
}

// newExam is a service over a desk with attempts that ended a minute ago, each of the one question named.
func newExam(t *testing.T, exam course.Exam, questions ...string) (*assess.Service, *desk) {
	t.Helper()
	now := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)
	d := &desk{attempts: map[id.ID]*assess.Attempt{}, submit: func(*assess.Attempt) (bool, error) { return true, nil }}
	for i, q := range questions {
		a := &assess.Attempt{
			ID: id.ID{byte(i + 1)}, Number: i + 1, Deadline: clock.Of(now.Add(-time.Minute)),
			Items: []assess.Item{{Position: 1, Question: q, Competence: code("2.3"), Level: 1, Points: course.One(), Order: []int{0, 1}}},
		}
		d.attempts[a.ID] = a
		d.order = append(d.order, assess.Due{Attempt: a.ID})
	}
	blob := func(v any) (course.Hash, []byte) {
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return course.HashOf(b), b
	}
	s := shelf{blobs: map[course.Hash][]byte{}}
	h, b := blob(course.Course{Exam: &exam})
	s.version.Compiled, s.blobs[h] = h, b
	h, b = blob([]course.Question{*question(course.Single, "x-")})
	s.version.Bank, s.blobs[h] = h, b
	return &assess.Service{
		Store: d, Catalog: course.NewCatalog(s), Standards: standard.NewSet(nil, nil), IDs: id.NewSource(nil),
		Clock: clock.NewFrozen(now), Log: slog.New(slog.DiscardHandler),
	}, d
}

func TestCloseExpiredPassesOverWhatCannotBeScored(t *testing.T) {
	s, d := newExam(t, course.Exam{}, "q", "not-in-the-bank", "q")
	n, err := s.CloseExpired(t.Context())
	if n != 2 || err == nil || len(d.closed) != 2 {
		t.Errorf("closed %d (%v), error %v: want the two good ones and an error for the other", n, d.closed, err)
	}
}

func TestCloseExpiredStopsWhileStorageRefuses(t *testing.T) {
	s, d := newExam(t, course.Exam{}, "q", "q")
	tries := 0
	d.submit = func(*assess.Attempt) (bool, error) {
		tries++
		return false, fault.New(fault.Full, "error.disk-full")
	}
	if n, err := s.CloseExpired(t.Context()); n != 0 || !fault.Is(err, fault.Full) || tries != 1 {
		t.Errorf("closed %d, error %v after %d tries", n, err, tries)
	}
}

// The database's clock decides: a replica whose clock runs ahead takes nobody's time away.
func TestAnAttemptIsNotEndedByAClockThatRunsAhead(t *testing.T) {
	s, d := newExam(t, course.Exam{}, "q")
	d.submit = func(*assess.Attempt) (bool, error) { return false, assess.ErrNotOver }
	if n, err := s.CloseExpired(t.Context()); n != 0 || err != nil {
		t.Errorf("closed %d, error %v", n, err)
	}
	sit, err := s.Sitting(t.Context(), &account.Caller{}, id.ID{1})
	if err != nil || sit.Submitted != 0 {
		t.Errorf("sitting %+v, error %v, want it open", sit, err)
	}
}

func TestSubmittingGivesUpWhenSomebodySavesWithoutEnd(t *testing.T) {
	s, d := newExam(t, course.Exam{}, "q")
	d.submit = func(*assess.Attempt) (bool, error) { return false, nil }
	if _, err := s.Submit(t.Context(), &account.Caller{}, id.ID{1}, assess.Key{}); !fault.Is(err, fault.Unavailable) {
		t.Errorf("error %v, want unavailable", err)
	}
}

func TestWaitBeginsAtTheDeadlineAtTheLatest(t *testing.T) {
	s, d := newExam(t, course.Exam{WaitHours: 2}, "q")
	a := d.attempts[id.ID{1}]
	for _, tt := range []struct {
		name      string
		submitted time.Duration // after the deadline
		want      time.Duration
	}{
		{"in time", -10 * time.Minute, -10 * time.Minute},
		{"closed an hour late", time.Hour, 0},
		{"not closed yet", 0, 0},
	} {
		a.Submitted = a.Deadline.Add(tt.submitted)
		if tt.submitted == 0 {
			a.Submitted = 0
		}
		l, err := s.Lobby(t.Context(), &account.Caller{}, id.ID{})
		if err != nil {
			t.Fatal(err)
		}
		if want := a.Deadline.Add(tt.want + 2*time.Hour); l.NotBefore != want {
			t.Errorf("%s: not before %v, want %v", tt.name, l.NotBefore.Time(), want.Time())
		}
	}
}

func TestShowKeys(t *testing.T) {
	for _, tt := range []struct {
		show string
		left int
		open bool
		want bool
	}{
		{course.ShowAfterSubmit, 2, false, true},
		{course.ShowAfterSubmit, 2, true, false},
		{course.ShowAfterClose, 1, false, false},
		{course.ShowAfterClose, 0, true, false},
		{course.ShowAfterClose, 0, false, true},
		{course.ShowAfterClose, -1, false, false},
		{course.ShowScore, 0, false, false},
		{"", 0, false, false},
	} {
		r := &assess.Result{Exam: &course.Exam{Show: tt.show}, Sitting: tt.open, Grade: assess.Grade{Points: new(big.Rat)}}
		if got := r.ShowKeys(tt.left); got != tt.want {
			t.Errorf("show=%q, %d left, another open %v: %v", tt.show, tt.left, tt.open, got)
		}
	}
}
