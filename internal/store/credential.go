package store

import (
	"context"

	"hocso/internal/credential"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/store/db"
)

var _ credential.Store = (*Store)(nil)

// IssueCredential stores a confirmation; the unique index keeps a person from holding two of a course.
func (s *Store) IssueCredential(ctx context.Context, i credential.Issue) error {
	return s.write(ctx, func(tx *Tx) error {
		holder, err := tx.PersonState(ctx, i.Person)
		if err != nil || holder.ErasedAt != 0 { // erased between the completion and now: there is nobody to confirm
			return readErr(err)
		}
		if held, err := tx.HoldCompleted(ctx, i.Enrolment, i.Completed); err != nil || held == 0 {
			return err
		}
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

// RevokeCredential takes a confirmation back; the words of the reason go into evidence. Error kind: Conflict when it was
// taken back before.
func (s *Store) RevokeCredential(ctx context.Context, r credential.Revocation) error {
	return s.write(ctx, func(tx *Tx) error {
		done, err := tx.revoke(ctx, r)
		if err == nil && !done {
			return fault.New(fault.Conflict, "credential.revoked-before")
		}
		return err
	})
}

func (tx *Tx) revoke(ctx context.Context, r credential.Revocation) (done bool, err error) {
	n, err := tx.Queries.RevokeCredential(ctx, tx.Now, r.Why, r.ID)
	if err != nil || n == 0 {
		return false, err
	}
	f := fact{
		kind: factRevoked, person: r.Person, actor: r.Actor, course: r.Course, version: r.Version, attempt: r.Attempt, unit: r.Unit,
		subject: r.ID.String(), data: codes{"why": r.Why},
	}
	if r.Reason != "" {
		f.evidence = []byte(r.Reason)
	}
	if err := tx.record(ctx, f); err != nil {
		return false, err
	}
	return true, tx.audit(ctx, entry{
		actor: r.Actor, action: "credential-revoked", target: r.ID, unit: r.Unit, data: codes{"why": r.Why},
	})
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
		Unit: r.UnitID, UnitPath: r.Path, Holder: r.Name, Course: r.Title, Version: int(r.Number), Issuer: r.Issuer,
		Issued: r.IssuedAt, Revoked: r.RevokedAt, Why: r.RevokedWhy, Erased: r.ErasedAt,
	}
}
