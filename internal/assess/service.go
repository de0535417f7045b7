package assess

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/big"
	"slices"
	"time"

	"hocso/internal/account"
	"hocso/internal/clock"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/standard"
)

// Service runs exams.
type Service struct {
	Store     Store
	Catalog   *course.Catalog
	Standards *standard.Set
	IDs       *id.Source
	Clock     clock.Clock
	Log       *slog.Logger
	// Cut gives the share right, in percent, at which a level is stated; nil is that of DefaultRules.
	Cut func(ctx context.Context) (int, error)
	// Submitted is told after an attempt was closed; the composition connects it to learning.
	Submitted func(ctx context.Context, a *Attempt)
}

// Lobby is what the start page of an exam tells.
type Lobby struct {
	Published *course.Published
	Past      []Past
	Open      id.ID       // the attempt to go on with; zero: none
	NotBefore clock.Micro // 0: now
	TriesLeft int         // -1: no limit
	Ready     error       // nil when an attempt may begin now
}

// Lobby shows the exam of the version that the caller is enrolled in. An open attempt whose time has run out is
// submitted first, so that it counts as what it is. Error kinds: NotFound without an enrolment or exam, Unavailable, Full.
func (s *Service) Lobby(ctx context.Context, c *account.Caller, courseID id.ID) (*Lobby, error) {
	version, past, err := s.history(ctx, c, courseID)
	if err != nil {
		return nil, err
	}
	p, err := s.Catalog.Version(ctx, version)
	if err != nil {
		return nil, err
	}
	if p.Course.Exam == nil {
		return nil, fault.Missing()
	}
	now := clock.Now(s.Clock)
	l := &Lobby{Published: p, Past: past, TriesLeft: triesLeft(p.Course.Exam, past), NotBefore: notBefore(p.Course.Exam, past)}
	if l.Open = openOf(past); l.Open.IsZero() {
		l.Ready = allow(p.Course.Exam, past, now)
	}
	return l, nil
}

// history reads the attempts of an enrolment after submitting one that is over.
func (s *Service) history(ctx context.Context, c *account.Caller, courseID id.ID) (version id.ID, past []Past, err error) {
	version, past, err = s.Store.History(ctx, c.Person, courseID)
	if err != nil {
		return version, nil, err
	}
	open := openOf(past)
	if open.IsZero() {
		return version, past, nil
	}
	sit, err := s.Sitting(ctx, c, open)
	if err != nil || sit.Submitted == 0 {
		return version, past, err
	}
	return s.Store.History(ctx, c.Person, courseID)
}

// openOf is the attempt that was not submitted yet; the unique index keeps it from being two.
func openOf(past []Past) id.ID {
	for _, a := range past {
		if a.Submitted == 0 {
			return a.ID
		}
	}
	return id.Zero
}

func triesLeft(e *course.Exam, past []Past) int {
	if e.Attempts == 0 {
		return -1
	}
	return max(0, e.Attempts-len(past))
}

// notBefore is when the wait after the last attempt is over, 0 when there is none. An attempt ends at its deadline at
// the latest, also if the server came to submit it later.
func notBefore(e *course.Exam, past []Past) clock.Micro {
	if len(past) == 0 || e.WaitHours == 0 {
		return 0
	}
	last := past[len(past)-1]
	end := last.Deadline
	if last.Submitted != 0 {
		end = min(end, last.Submitted)
	}
	return end.Add(time.Duration(e.WaitHours) * time.Hour)
}

// allow is the rule for another attempt: tries left, and the wait after the last one over.
func allow(e *course.Exam, past []Past, now clock.Micro) error {
	if triesLeft(e, past) == 0 {
		return fault.New(fault.Conflict, "exam.no-tries").With(fault.Args{"max": e.Attempts})
	}
	if t := notBefore(e, past); t > now {
		return fault.New(fault.Conflict, "exam.wait").With(fault.Args{"until": t.Local().Format("15:04 02/01/2006")})
	}
	return nil
}

// Start draws an exam and begins its clock, or returns the attempt that is open already: pressing twice, a second tab
// and a lost reply all lead to the same attempt. Error kinds: NotFound, Conflict (no tries, wait), Mismatch, Unavailable.
func (s *Service) Start(ctx context.Context, c *account.Caller, courseID id.ID, k Key) (id.ID, error) {
	l, err := s.Lobby(ctx, c, courseID)
	if err != nil {
		return id.Zero, err
	}
	if k.Key == "" { // else the kept reply comes first, and the transaction decides the same
		switch {
		case !l.Open.IsZero():
			return l.Open, nil
		case l.Ready != nil:
			return id.Zero, l.Ready
		}
	}
	e := l.Published.Course.Exam
	bank, err := s.Catalog.Bank(ctx, l.Published.Version)
	if err != nil {
		return id.Zero, err
	}
	seed := Seed(s.IDs.Bytes(len(Seed{})))
	drawn, err := Draw(e, bank, seed)
	if err != nil {
		return id.Zero, err
	}
	return s.Store.StartAttempt(ctx, Start{
		ID: s.IDs.New(), Caller: c, Course: courseID, Version: l.Published.ID, Seed: seed, Minutes: e.Minutes,
		Items: itemsOf(drawn), Key: k,
		Allow: func(past []Past, now clock.Micro) error { return allow(e, past, now) },
	})
}

func itemsOf(drawn []Drawn) []Item {
	items := make([]Item, len(drawn))
	for i, d := range drawn {
		q := d.Question
		items[i] = Item{
			Position: i + 1, Question: q.ID, Hash: course.HashOf(q.Canonical()), Order: d.Order,
			Competence: q.Competence, Level: q.Level, Points: q.Points,
		}
	}
	return items
}

// Submit closes the caller's attempt and scores it; submitting twice gives the same receipt.
// Error kinds: NotFound, Mismatch when the key was used for something else, Unavailable, Full.
func (s *Service) Submit(ctx context.Context, c *account.Caller, attempt id.ID, k Key) (*Attempt, error) {
	sit, err := s.Sitting(ctx, c, attempt)
	if err != nil {
		return nil, err
	}
	if sit.Submitted == 0 {
		err = s.close(ctx, sit, ByPerson, c, k)
	} else {
		err = s.Store.KeepKey(ctx, c, k)
	}
	if err != nil {
		return nil, err
	}
	return s.Store.Attempt(ctx, c.Person, attempt)
}

// closeTries bounds how often an attempt is scored again because an answer came in between.
const closeTries = 20

// close scores what was read and stores it if nothing was saved since; otherwise it reads again. Scoring happens
// before the writer's queue, the guard inside it. A nil caller is the server.
func (s *Service) close(ctx context.Context, sit *Sitting, endedBy string, c *account.Caller, k Key) error {
	for range closeTries {
		sub, err := s.score(ctx, sit, endedBy, c)
		if err != nil {
			return err
		}
		sub.Caller, sub.Key = c, k
		done, err := s.Store.Submit(ctx, sub)
		if err != nil {
			return err
		}
		person, attempt := sit.Person, sit.ID
		if sit, err = s.sitting(ctx, person, attempt); err != nil {
			return err
		}
		if done && s.Submitted != nil {
			s.Submitted(ctx, sit.Attempt)
		}
		if sit.Submitted != 0 {
			return nil
		}
	}
	return fault.New(fault.Unavailable, "error.busy").After(time.Second) // somebody saves without end
}

func (s *Service) score(ctx context.Context, sit *Sitting, endedBy string, c *account.Caller) (Submission, error) {
	rules, err := s.rules(ctx)
	if err != nil {
		return Submission{}, err
	}
	kept, err := json.Marshal(rules)
	if err != nil {
		return Submission{}, fmt.Errorf("assess: %w", err)
	}
	sub := Submission{
		Attempt: sit.Attempt, EndedBy: endedBy, Receipt: s.IDs.Code(10), Rules: string(kept),
		Shares: make([]*big.Rat, len(sit.Items)),
	}
	if c != nil {
		sub.Actor, sub.Device = c.Account, c.Session
	}
	scored := make([]Scored, len(sit.Items))
	for i, it := range sit.Items {
		sub.Shares[i] = Share(sit.Questions[i], it.Answer)
		if !it.Answer.Blank() {
			sub.Answered++
		}
		scored[i] = Scored{Question: it.Question, Competence: it.Competence, Level: it.Level, Points: it.Points, Share: sub.Shares[i]}
	}
	sub.Grade = GradeOf(sit.Published.Course.Exam, scored, sub.Answered, s.Standards, rules)
	return sub, nil
}

// rules are the settings of this moment; a result keeps those that it rests on.
func (s *Service) rules(ctx context.Context) (Rules, error) {
	rules := DefaultRules()
	if s.Cut == nil {
		return rules, nil
	}
	var err error
	rules.CutPercent, err = s.Cut(ctx)
	return rules, err
}

// Result reads the result of the caller's submitted attempt. Error kinds: NotFound, Conflict while it is open.
func (s *Service) Result(ctx context.Context, c *account.Caller, attempt id.ID) (*Result, *Sitting, error) {
	sit, err := s.Sitting(ctx, c, attempt)
	if err != nil {
		return nil, nil, err
	}
	if sit.Submitted == 0 {
		return nil, sit, fault.New(fault.Conflict, "exam.not-submitted")
	}
	rules := DefaultRules()
	if err := json.Unmarshal([]byte(sit.Rules), &rules); err != nil {
		return nil, nil, fmt.Errorf("assess: rules of attempt %s: %w", sit.ID, err)
	}
	scored := make([]Scored, len(sit.Items))
	for i, it := range sit.Items {
		scored[i] = Scored{Question: it.Question, Competence: it.Competence, Level: it.Level, Points: it.Points, Share: it.Share}
	}
	g := GradeOf(sit.Published.Course.Exam, scored, sit.Answered, s.Standards, rules)
	_, past, err := s.history(ctx, c, sit.CourseID)
	if err != nil {
		return nil, nil, err
	}
	exam := sit.Published.Course.Exam
	return &Result{
		Attempt: sit.Attempt, Exam: exam, Version: sit.Published.Version, Grade: g, Rules: rules,
		TriesLeft: triesLeft(exam, past), Sitting: !openOf(past).IsZero(),
	}, sit, nil
}

// Stated lists the levels that a submitted attempt states, for the public check of a confirmation that rests on it:
// the levels only, not what was answered. An attempt that is not there states none. Error kind: Unavailable.
func (s *Service) Stated(ctx context.Context, attempt id.ID) ([]Level, error) {
	all, err := s.Store.Levels(ctx, attempt)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(l Level) bool { return !l.Stated || l.Level == 0 }), nil
}

// Attempts lists the caller's attempts of all courses, the newest first, without their items. Error kind: Unavailable.
func (s *Service) Attempts(ctx context.Context, c *account.Caller) ([]*Attempt, error) {
	return s.Store.Attempts(ctx, c.Person)
}

// CloseExpired submits what it has for every attempt whose time has run out, also if nobody comes back.
// It returns how many it closed. One that cannot be scored keeps none of the others waiting.
// Error kinds: Unavailable and Full, which end the round; else Internal, of every attempt that was not closed.
func (s *Service) CloseExpired(ctx context.Context) (int, error) {
	due, err := s.Store.Expired(ctx, clock.Now(s.Clock).Add(-Grace))
	if err != nil {
		return 0, err
	}
	closed := 0
	var failed []error
	for _, d := range due {
		sit, err := s.sitting(ctx, d.Person, d.Attempt)
		if err == nil && sit.Submitted == 0 {
			err = s.close(ctx, sit, ByTime, nil, Key{})
		}
		switch {
		case err == nil:
			closed++
		case errors.Is(err, ErrNotOver): // the database's clock is behind ours: the next round takes it
		case fault.Is(err, fault.Unavailable), fault.Is(err, fault.Full):
			return closed, err
		default:
			failed = append(failed, fmt.Errorf("assess: closing attempt %s: %w", d.Attempt, err))
		}
	}
	return closed, errors.Join(failed...)
}

// ShowKeys reports whether keys and feedback of a submitted attempt may be shown: by the blueprint's setting, for
// after-close only once no attempt of the caller's is left to begin (never, where tries are without limit), and never
// while another attempt is open, whose questions come from the same bank.
func (r *Result) ShowKeys(triesLeft int) bool {
	switch {
	case r.Sitting:
		return false
	case r.Exam.Show == course.ShowAfterSubmit:
		return true
	case r.Exam.Show == course.ShowAfterClose:
		return triesLeft == 0
	}
	return false
}
