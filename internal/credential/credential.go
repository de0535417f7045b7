// Package credential issues confirmations of completion that anyone can check by their serial.
package credential

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"unicode/utf8"

	"hocso/internal/account"
	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/learning"
	"hocso/internal/org"
	"hocso/internal/vntext"
)

// serialLength is in characters of 5 random bits: 100 bits, so that serials can neither be guessed nor listed.
const serialLength = 20

// States of a confirmation as the public sees them.
const (
	Valid     = "valid"
	Revoked   = "revoked"
	Withdrawn = "withdrawn" // at the holder's request
)

// Reasons of a revocation.
const (
	WhyMistake = "mistake" // it should not have been issued
	WhyFraud   = "fraud"   // the exam or the name was not the holder's
	WhyHolder  = "holder"  // the holder asked for it
)

// Reasons lists the reasons that an issuer can give.
func Reasons() []string { return []string{WhyMistake, WhyFraud, WhyHolder} }

// MaxReason is the longest explanation of a revocation, in characters.
const MaxReason = 500

// Credential is one confirmation ("giấy xác nhận hoàn thành"). It names the version and attempt it rests on.
type Credential struct {
	ID                                   id.ID
	Serial                               string // normal form, without dashes
	Person, CourseID, VersionID, Attempt id.ID
	Unit                                 id.ID    // the holder's, today
	UnitPath                             org.Path // of that unit
	Holder                               string   // the holder's name today; "" once erased
	Course                               string   // title of that version
	Version                              int
	Issuer                               string
	Issued, Revoked                      clock.Micro
	Why                                  string      // code of the revocation
	Erased                               clock.Micro // the holder's data were erased
}

// State is what anyone may know of it.
func (c *Credential) State() string {
	switch {
	case c.Revoked == 0:
		return Valid
	case c.Why == WhyHolder:
		return Withdrawn
	}
	return Revoked
}

// Told reports whether anyone may know more of it than its state: neither after it was withdrawn at the holder's request
// nor after the holder was erased.
func (c *Credential) Told() bool { return c.State() != Withdrawn && c.Erased == 0 }

// Display is a serial in groups of five, as it is printed.
func Display(serial string) string {
	var parts []string
	for ; len(serial) > 5; serial = serial[5:] {
		parts = append(parts, serial[:5])
	}
	return strings.Join(append(parts, serial), "-")
}

// Issue is a confirmation to be stored.
type Issue struct {
	ID, Enrolment, Person, Course, Version id.ID
	Unit                                   id.ID
	Completed                              clock.Micro // the completion that is confirmed: it may be taken back meanwhile
	Serial, Issuer                         string
}

// Revocation takes a confirmation back.
type Revocation struct {
	ID, Person, Course, Version, Attempt, Unit id.ID
	Actor                                      id.ID  // account; zero: the command line, or the server
	Why                                        string // one of Reasons
	Reason                                     string // in words; kept where it can be deleted
}

// Due is a completed enrolment without a confirmation.
type Due struct{ Enrolment id.ID }

// Store keeps confirmations. NotFound stands for what is absent.
type Store interface {
	// IssueCredential stores a confirmation unless the person holds a living one of the course, or the completion was taken back.
	IssueCredential(ctx context.Context, i Issue) error
	// RevokeCredential notes the fact; Conflict when it was revoked before.
	RevokeCredential(ctx context.Context, r Revocation) error
	CredentialBySerial(ctx context.Context, serial string) (*Credential, error)
	CredentialsOf(ctx context.Context, person id.ID) ([]*Credential, error)
	WithoutCredential(ctx context.Context) ([]Due, error)
	EnrolmentByID(ctx context.Context, enrolment id.ID) (learning.Enrolment, error)
}

// Service is confirmations.
type Service struct {
	Store  Store
	IDs    *id.Source
	Log    *slog.Logger
	Issuer func(ctx context.Context) (string, error) // name of the issuing body, a setting
}

// Issue confirms a completed enrolment; a second call changes nothing. Error kinds: Unavailable, Full.
func (s *Service) Issue(ctx context.Context, e learning.Enrolment) error {
	issuer, err := s.Issuer(ctx)
	if err != nil {
		return err
	}
	return s.Store.IssueCredential(ctx, Issue{
		ID: s.IDs.New(), Enrolment: e.ID, Person: e.Person, Course: e.CourseID, Version: e.VersionID, Unit: e.Unit,
		Completed: e.Completed, Serial: s.IDs.Code(serialLength), Issuer: issuer,
	})
}

// Completed issues right after a completion; a failure is logged, the sweep repeats it.
func (s *Service) Completed(ctx context.Context, e learning.Enrolment) {
	if err := s.Issue(ctx, e); err != nil {
		s.Log.ErrorContext(ctx, "issuing a confirmation", "enrolment", e.ID, "err", err)
	}
}

// Sweep issues what a crash between a completion and its confirmation has left.
func (s *Service) Sweep(ctx context.Context) error {
	due, err := s.Store.WithoutCredential(ctx)
	if err != nil {
		return err
	}
	for _, d := range due {
		e, err := s.Store.EnrolmentByID(ctx, d.Enrolment)
		if err != nil {
			return err
		}
		if err := s.Issue(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

// Check finds a confirmation by what is printed on it, for anyone. Error kind: NotFound.
func (s *Service) Check(ctx context.Context, typed string) (*Credential, error) {
	serial := id.NormalCode(typed)
	if len(serial) != serialLength {
		return nil, fault.Missing()
	}
	return s.Store.CredentialBySerial(ctx, serial)
}

// Mine lists the caller's confirmations, the newest first. Error kind: Unavailable.
func (s *Service) Mine(ctx context.Context, c *account.Caller) ([]*Credential, error) {
	return s.Store.CredentialsOf(ctx, c.Person)
}

// Own is the caller's own confirmation, for the printable page. Error kind: NotFound for others'.
func (s *Service) Own(ctx context.Context, c *account.Caller, typed string) (*Credential, error) {
	k, err := s.Check(ctx, typed)
	if err != nil {
		return nil, err
	}
	if k.Person != c.Person {
		return nil, fault.Missing()
	}
	return k, nil
}

// Of lists the confirmations of a person whom the caller was shown: account.Service.Find says who that is.
func (s *Service) Of(ctx context.Context, p account.Person) ([]*Credential, error) {
	return s.Store.CredentialsOf(ctx, p.Person)
}

// Revocable finds a confirmation that the caller may take back. A nil caller is the command line.
// Error kind: NotFound outside the caller's scope and for holders who were erased.
func (s *Service) Revocable(ctx context.Context, c *account.Caller, typed string) (*Credential, error) {
	k, err := s.Check(ctx, typed)
	if err != nil {
		return nil, err
	}
	if k.Erased != 0 || (c != nil && !c.MayIn(account.RevokePapers, k.UnitPath)) {
		return nil, fault.Missing()
	}
	return k, nil
}

// Revoke takes a confirmation back for good: whoever checks it learns that, and since when.
// Error kinds: NotFound as in Revocable, Invalid (fields why, reason), Conflict when it was revoked before.
func (s *Service) Revoke(ctx context.Context, c *account.Caller, typed, why, reason string) error {
	k, err := s.Revocable(ctx, c, typed)
	if err != nil {
		return err
	}
	reason = vntext.Normal(reason)
	var form fault.Form
	if !slices.Contains(Reasons(), why) {
		form.Refuse("why", "credential.why-missing")
	}
	switch n := utf8.RuneCountInString(reason); {
	case n == 0:
		form.Refuse("reason", "credential.reason-missing")
	case n > MaxReason:
		form.Refuse("reason", "credential.reason-long", fault.Args{"max": MaxReason})
	}
	if err := form.Err(); err != nil {
		return err
	}
	r := Revocation{
		ID: k.ID, Person: k.Person, Course: k.CourseID, Version: k.VersionID, Attempt: k.Attempt, Unit: k.Unit, Why: why, Reason: reason,
	}
	if c != nil {
		r.Actor = c.Account
	}
	return s.Store.RevokeCredential(ctx, r)
}
