// Package credential issues confirmations of completion that anyone can check by their serial.
package credential

import (
	"context"
	"log/slog"
	"strings"

	"hocso/internal/account"
	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/learning"
)

// serialLength is in characters of 5 random bits: 100 bits, so that serials can neither be guessed nor listed.
const serialLength = 20

// States of a confirmation as the public sees them.
const (
	Valid     = "valid"
	Revoked   = "revoked"
	Withdrawn = "withdrawn" // at the holder's request
)

// Credential is one confirmation ("giấy xác nhận hoàn thành"). It names the version and attempt it rests on.
type Credential struct {
	ID                                   id.ID
	Serial                               string // normal form, without dashes
	Person, CourseID, VersionID, Attempt id.ID
	Holder                               string
	Course                               string // title of that version
	Version                              int
	Issuer                               string
	Issued, Revoked                      clock.Micro
	Why                                  string // code of the revocation
}

// State is what anyone may know of it.
func (c *Credential) State() string {
	switch {
	case c.Revoked == 0:
		return Valid
	case c.Why == "holder":
		return Withdrawn
	}
	return Revoked
}

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
	Serial, Issuer                         string
}

// Due is a completed enrolment without a confirmation.
type Due struct{ Enrolment id.ID }

// Store keeps confirmations. NotFound stands for what is absent.
type Store interface {
	// IssueCredential stores a confirmation unless the person holds a living one of the course.
	IssueCredential(ctx context.Context, i Issue) error
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
		Serial: s.IDs.Code(serialLength), Issuer: issuer,
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
