package store

import (
	"context"

	"hocso/internal/credential"
	"hocso/internal/id"
	"hocso/internal/store/db"
)

var _ credential.Store = (*Store)(nil)

// IssueCredential stores a confirmation; the unique index keeps a person from holding two of a course.
func (s *Store) IssueCredential(ctx context.Context, i credential.Issue) error {
	return s.write(ctx, func(tx *Tx) error {
		p := db.AddCredentialParams{
			ID: i.ID, Serial: i.Serial, PersonID: i.Person, CourseID: i.Course, VersionID: i.Version, Issuer: i.Issuer, IssuedAt: tx.Now,
		}
		passed, err := tx.PassedAttempt(ctx, i.Enrolment)
		switch {
		case err == nil:
			p.AttemptID = passed
		case !absent(err):
			return err
		}
		n, err := tx.AddCredential(ctx, p)
		if err != nil {
			return err
		}
		if n == 0 {
			return tx.heldAlready(ctx, i)
		}
		if err := tx.Confirm(ctx, tx.Now, i.Enrolment); err != nil {
			return err
		}
		err = tx.record(ctx, fact{
			kind: factConfirmed, person: i.Person, course: i.Course, version: i.Version, attempt: p.AttemptID, unit: i.Unit,
			subject: i.ID.String(), // the serial opens a page with a name: it stays out of the records
		})
		if err != nil {
			return err
		}
		return tx.audit(ctx, entry{action: "credential-issued", target: i.ID, unit: i.Unit})
	})
}

// heldAlready notes that the person holds a living confirmation. None found means that the serial was taken, by a
// chance of 1 in 2^100: the sweep comes back with another.
func (tx *Tx) heldAlready(ctx context.Context, i credential.Issue) error {
	held, err := tx.LiveCredential(ctx, i.Person, i.Course)
	if absent(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return tx.Confirm(ctx, held, i.Enrolment)
}

// CredentialBySerial finds a confirmation. Error kind: NotFound.
func (s *Store) CredentialBySerial(ctx context.Context, serial string) (*credential.Credential, error) {
	r, err := get(s.q.CredentialBySerial(ctx, serial))
	if err != nil {
		return nil, err
	}
	return credentialOf(r), nil
}

// CredentialsOf lists a person's, the newest first.
func (s *Store) CredentialsOf(ctx context.Context, person id.ID) ([]*credential.Credential, error) {
	rows, err := get(s.q.CredentialsOf(ctx, person))
	return each(rows, func(r db.CredentialsOfRow) *credential.Credential { return credentialOf(db.CredentialBySerialRow(r)) }), err
}

// WithoutCredential lists completed enrolments that were never confirmed.
func (s *Store) WithoutCredential(ctx context.Context) ([]credential.Due, error) {
	rows, err := get(s.q.CompletedWithout(ctx))
	return each(rows, func(e id.ID) credential.Due { return credential.Due{Enrolment: e} }), err
}

func credentialOf(r db.CredentialBySerialRow) *credential.Credential {
	return &credential.Credential{
		ID: r.ID, Serial: r.Serial, Person: r.PersonID, CourseID: r.CourseID, VersionID: r.VersionID, Attempt: r.AttemptID,
		Holder: r.Name, Course: r.Title, Version: int(r.Number), Issuer: r.Issuer, Issued: r.IssuedAt, Revoked: r.RevokedAt, Why: r.RevokedWhy,
	}
}
