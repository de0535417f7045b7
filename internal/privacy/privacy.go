// Package privacy keeps what people are promised about their data (DESIGN §8): a copy of everything, erasure with
// withdrawal of consent, and the list that makes an erasure outlive the restoring of an old backup.
package privacy

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"hocso/internal/account"
	"hocso/internal/assess"
	"hocso/internal/clock"
	"hocso/internal/credential"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/learning"
)

// By says at whose word somebody was erased.
type By string

// Whose word it was.
const (
	ByPerson By = "person" // their own, with their password
	ByStaff  By = "staff"  // an administrator's, or the command line's, at the person's request
	ByList   By = "list"   // the list of erasures, after an older database was restored
)

// Erasure is an erasure to be done.
type Erasure struct {
	Person id.ID
	Actor  id.ID // account; zero: the command line, or the list
	By     By
}

// Erased is an erasure that was done.
type Erased struct {
	Person id.ID
	At     clock.Micro
}

// Store erases and reads what a copy is made of.
type Store interface {
	// OpenExams lists the attempts of a person that are not submitted.
	OpenExams(ctx context.Context, person id.ID) ([]id.ID, error)
	// Erase deletes everything that names a person. first is false when they were erased before: then only what came in
	// between goes. NotFound; Conflict while an exam is open and for the last administrator.
	Erase(ctx context.Context, e Erasure) (first bool, err error)
	// Erased lists who was erased since an instant.
	Erased(ctx context.Context, since clock.Micro) ([]Erased, error)
	// Scrub takes the traces of deleted rows out of the database's own files.
	Scrub(ctx context.Context) error

	Consents(ctx context.Context, person id.ID) ([]Consent, error)
	Events(ctx context.Context, person id.ID) ([]Event, error)
	AuditAbout(ctx context.Context, target id.ID) ([]AuditLine, error)
	// Notes lists what an account has said about drafts of courses.
	Notes(ctx context.Context, account id.ID) ([]Note, error)
	NoteCopy(ctx context.Context, c account.Change) error
}

// List is the list of erasures, kept outside the database and its backups.
type List interface {
	Read() ([]Erased, error)
	// Ready writes as much as a line takes and leaves the list as it is. Error kinds: Unavailable, Full.
	Ready() error
	// Add returns when the lines are on the disk.
	Add(lines []Erased) error
}

// Service answers people's requests about their data.
type Service struct {
	Store       Store
	List        List
	Accounts    *account.Service
	Learning    *learning.Service
	Assess      *assess.Service
	Credentials *credential.Service
	Clock       clock.Clock
	Log         *slog.Logger
}

// ExamOpen reports whether an erasure would cut an exam short.
func (s *Service) ExamOpen(ctx context.Context, person id.ID) (bool, error) {
	open, err := s.open(ctx, person)
	return len(open) > 0, err
}

// open lists the open exams whose time is not over yet; the others are submitted on the way.
func (s *Service) open(ctx context.Context, person id.ID) (open []id.ID, err error) {
	all, err := s.Store.OpenExams(ctx, person)
	if err != nil {
		return nil, err
	}
	for _, attempt := range all {
		sit, err := s.Assess.Sitting(ctx, &account.Caller{Person: person}, attempt)
		if err != nil {
			return nil, err
		}
		if sit.Submitted == 0 {
			open = append(open, attempt)
		}
	}
	return open, nil
}

// EraseOwn erases the caller, who withdraws their consent with it. An exam that is open ends with what it holds, but only
// if endExam says that the caller was told. Error kinds: Invalid (field password), RateLimited, Conflict while an exam is
// open and for the last administrator, Unavailable, Full.
func (s *Service) EraseOwn(ctx context.Context, c *account.Caller, password string, endExam bool, d account.Device) error {
	if err := s.Accounts.ConfirmPassword(ctx, c, "password", password, d); err != nil {
		return err
	}
	return s.erase(ctx, Erasure{Person: c.Person, Actor: c.Account, By: ByPerson}, endExam)
}

// ErasePerson erases somebody who has asked for it; a nil caller is the command line. Error kinds: NotFound outside the
// caller's scope, Forbidden for an account that stands above the caller, Invalid (field asked) unless the caller says that
// the person has asked, Conflict as in EraseOwn and for one's own account, Unavailable, Full.
func (s *Service) ErasePerson(ctx context.Context, c *account.Caller, accountID id.ID, asked, endExam bool) error {
	a, ch, err := s.Accounts.MayChange(ctx, c, account.AnswerRequests, accountID)
	if err != nil {
		return err
	}
	if c != nil && c.Account == accountID {
		return fault.New(fault.Conflict, "people.not-yourself")
	}
	if !asked {
		var form fault.Form
		form.Refuse("asked", "privacy.asked-missing")
		return form.Err()
	}
	return s.erase(ctx, Erasure{Person: a.Person, Actor: ch.Actor, By: ByStaff}, endExam)
}

func (s *Service) erase(ctx context.Context, e Erasure, endExam bool) error {
	open, err := s.open(ctx, e.Person)
	if err != nil {
		return err
	}
	if len(open) > 0 && !endExam {
		return fault.New(fault.Conflict, "privacy.exam-open")
	}
	if err := s.List.Ready(); err != nil { // nobody is erased whom a restored backup would bring back
		return err
	}
	for _, attempt := range open {
		if _, err := s.Assess.Submit(ctx, &account.Caller{Person: e.Person, Account: e.Actor}, attempt, assess.Key{}); err != nil {
			return err
		}
	}
	if _, err := s.Store.Erase(ctx, e); err != nil {
		return err
	}
	// It is done. What follows makes it last, and Tidy repeats it if it cannot be done now.
	ctx = context.WithoutCancel(ctx)
	if err := errors.Join(s.complete(ctx), s.Store.Scrub(ctx)); err != nil {
		s.Log.ErrorContext(ctx, "after an erasure", "person", e.Person, "err", err)
	}
	return nil
}

// again is how long an erasure is repeated: longer than any request can be on its way.
const again = time.Hour

// Tidy brings the list up to date, erases once more what a request on its way may have stored of somebody erased within
// the last hour, and takes the traces out of the database's files. It is safe to call at any time.
func (s *Service) Tidy(ctx context.Context) error {
	if err := s.complete(ctx); err != nil {
		return err
	}
	recent, err := s.Store.Erased(ctx, clock.Now(s.Clock).Add(-again))
	if err != nil || len(recent) == 0 {
		return err
	}
	for _, e := range recent {
		if _, err := s.Store.Erase(ctx, Erasure{Person: e.Person, By: ByList}); err != nil {
			return err
		}
	}
	return s.Store.Scrub(ctx)
}

// complete adds to the list whom the database has erased and the list does not know: erased by another copy of the
// program, or right before a crash.
func (s *Service) complete(ctx context.Context) error {
	listed, err := s.List.Read()
	if err != nil {
		return err
	}
	known := make(map[id.ID]bool, len(listed))
	for _, e := range listed {
		known[e.Person] = true
	}
	all, err := s.Store.Erased(ctx, 1)
	if err != nil {
		return err
	}
	var missing []Erased
	for _, e := range all {
		if !known[e.Person] {
			missing = append(missing, e)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return s.List.Add(missing)
}

// Replay erases everybody on the list whom the database still knows, as it does after an older backup was restored, and
// then brings the list up to date. It returns how many it erased. Nothing may be served before.
func (s *Service) Replay(ctx context.Context) (erased int, err error) {
	listed, err := s.List.Read()
	if err != nil {
		return 0, err
	}
	done, err := s.Store.Erased(ctx, 1)
	if err != nil {
		return 0, err
	}
	gone := make(map[id.ID]bool, len(done))
	for _, e := range done {
		gone[e.Person] = true
	}
	var failed []error
	for _, e := range listed {
		if gone[e.Person] {
			continue
		}
		gone[e.Person] = true
		switch first, err := s.replayed(ctx, e.Person); {
		case fault.Is(err, fault.NotFound): // registered after the backup was made
		case err != nil:
			failed = append(failed, fmt.Errorf("privacy: erasing %s again: %w", e.Person, err))
		case first:
			erased++
		}
	}
	if err := errors.Join(failed...); err != nil {
		return erased, err
	}
	if erased == 0 {
		return 0, s.complete(ctx)
	}
	return erased, errors.Join(s.complete(ctx), s.Store.Scrub(ctx))
}

func (s *Service) replayed(ctx context.Context, person id.ID) (first bool, err error) {
	open, err := s.open(ctx, person)
	if err != nil {
		return false, err
	}
	for _, attempt := range open {
		if _, err := s.Assess.Submit(ctx, &account.Caller{Person: person}, attempt, assess.Key{}); err != nil {
			return false, err
		}
	}
	return s.Store.Erase(ctx, Erasure{Person: person, By: ByList})
}
