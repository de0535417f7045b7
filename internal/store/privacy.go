package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"

	"hocso/internal/account"
	"hocso/internal/clock"
	"hocso/internal/credential"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/privacy"
	"hocso/internal/store/db"
	"hocso/internal/vntext"
)

var _ privacy.Store = (*Store)(nil)

// Correct mends a person's name and contact. Confirmations show the name that the person has today; a new contact is
// unverified, and what was sent to the old one is void. Error kinds: NotFound, Invalid (field contact) for one that is
// another account's.
func (s *Store) Correct(ctx context.Context, c account.Change, x account.Corrected) error {
	return s.write(ctx, func(tx *Tx) error {
		if x.Name != "" {
			err := changed(tx.RenamePerson(ctx, db.RenamePersonParams{
				Name: x.Name, SortKey: vntext.SortKey(x.Name), Folded: vntext.Fold(x.Name), ID: x.Person,
			}))
			if err != nil {
				return err
			}
			if err := tx.audit(ctx, entry{actor: c.Actor, action: "name-corrected", target: c.Account, unit: c.Unit}); err != nil {
				return err
			}
		}
		if x.New.Kind == "" {
			return nil
		}
		return tx.correctContact(ctx, c, x)
	})
}

func (tx *Tx) correctContact(ctx context.Context, c account.Change, x account.Corrected) error {
	if x.Old.Kind != "" {
		if err := changed(tx.DropContact(ctx, x.Old.Kind, x.Old.Value, c.Account)); err != nil {
			return err
		}
	}
	if err := tx.addContact(ctx, c.Account, x.New, "contact.of-another"); err != nil {
		return err
	}
	if err := tx.VoidAllCodes(ctx, tx.Now, c.Account); err != nil {
		return err
	}
	return tx.audit(ctx, entry{
		actor: c.Actor, action: "contact-corrected", target: c.Account, unit: c.Unit, data: codes{"kind": x.New.Kind},
	})
}

// OpenExams lists the attempts of a person that are not submitted.
func (s *Store) OpenExams(ctx context.Context, person id.ID) ([]id.ID, error) {
	return get(s.q.OpenExamsOf(ctx, person))
}

// Erase deletes everything that names a person and leaves the id as a pseudonym. Erasing somebody again only takes
// away what came in between. Error kinds: NotFound, Conflict while an exam is open and for the last administrator.
func (s *Store) Erase(ctx context.Context, e privacy.Erasure) (first bool, err error) {
	err = s.write(ctx, func(tx *Tx) error {
		var err error
		first, err = tx.erase(ctx, e)
		return err
	})
	return first, err
}

func (tx *Tx) erase(ctx context.Context, e privacy.Erasure) (first bool, err error) {
	marked, err := tx.MarkErased(ctx, vntext.SortKey(""), tx.Now, e.Person)
	if err != nil {
		return false, err
	}
	p, err := tx.PersonState(ctx, e.Person)
	if err != nil {
		return false, readErr(err)
	}
	open, err := tx.OpenExamsOf(ctx, e.Person)
	if err != nil {
		return false, err
	}
	if marked > 0 && len(open) > 0 {
		return false, fault.New(fault.Conflict, "privacy.exam-open")
	}
	if !p.AccountID.IsZero() {
		drop := func() error { return tx.dropAccount(ctx, p.AccountID) }
		if e.By == privacy.ByList { // decided before; a database without an administrator offers to create one
			err = drop()
		} else {
			err = tx.keepAdministrator(ctx, drop)
		}
		if err != nil {
			return false, err
		}
	}
	withdrawn, err := tx.forget(ctx, e, p.UnitID)
	if err != nil || marked == 0 {
		return false, err
	}
	return true, tx.audit(ctx, entry{
		actor: e.Actor, action: "person-erased", target: p.AccountID, unit: p.UnitID,
		data: codes{"by": string(e.By), "person": e.Person.String(), "withdrawn": withdrawn},
	})
}

// dropAccount deletes the ways to sign in and what hangs on them.
func (tx *Tx) dropAccount(ctx context.Context, accountID id.ID) error {
	for _, drop := range []func(context.Context, id.ID) error{
		tx.DropRefreshTokens, tx.DropSessions, tx.DropCodes, tx.DropGrants, tx.DropContacts, tx.DropClientKeys, tx.ForgetDraftNotes,
		tx.ForgetVersionNotes, tx.DropAccount,
	} {
		if err := drop(ctx, accountID); err != nil {
			return err
		}
	}
	return nil
}

// forget deletes a person's free texts and withdraws their consent and confirmations; it returns how many of these.
func (tx *Tx) forget(ctx context.Context, e privacy.Erasure, unit id.ID) (withdrawn int, err error) {
	for _, forget := range []func(context.Context, id.ID) error{tx.ForgetPractice, tx.ForgetAnswers, tx.ForgetClientKeys} {
		if err := forget(ctx, e.Person); err != nil {
			return 0, err
		}
	}
	if err := tx.DeleteEvidence(ctx, []byte{}, tx.Now, e.Person); err != nil {
		return 0, err
	}
	if err := tx.WithdrawConsents(ctx, tx.Now, e.Person); err != nil {
		return 0, err
	}
	live, err := tx.LiveCredentialsOf(ctx, e.Person)
	if err != nil {
		return 0, err
	}
	for _, k := range live {
		_, err := tx.revoke(ctx, credential.Revocation{
			ID: k.ID, Person: e.Person, Course: k.CourseID, Version: k.VersionID, Attempt: k.AttemptID, Unit: unit,
			Actor: e.Actor, Why: credential.WhyHolder,
		})
		if err != nil {
			return 0, err
		}
	}
	return len(live), nil
}

// Erased lists who was erased since an instant, the first first.
func (s *Store) Erased(ctx context.Context, since clock.Micro) ([]privacy.Erased, error) {
	rows, err := get(s.q.ErasedSince(ctx, since))
	return each(rows, func(r db.ErasedSinceRow) privacy.Erased { return privacy.Erased{Person: r.ID, At: r.ErasedAt} }), err
}

// Scrub empties SQLite's write-ahead log: what was deleted stands in its older pages until then. The file's own pages
// were overwritten when the rows were deleted. PostgreSQL tidies up by itself (autovacuum). Error kind: Unavailable when
// somebody reads for so long that the log cannot be emptied now.
func (s *Store) Scrub(ctx context.Context) (err error) {
	if s.Engine() != "sqlite" {
		return nil
	}
	// A connection of its own: it waits for the writer's turn and for readers, as the writer waits for it.
	pool, err := sql.Open("sqlite", sqliteDSN(filepath.Join(s.dir, "hocso.db"), false))
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	var busy, pages, moved int
	if err := pool.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &pages, &moved); err != nil {
		return storageErr(err)
	}
	if busy != 0 {
		return fault.New(fault.Unavailable, "error.unavailable").After(retryAfter).Because(errors.New("store: the log is being read"))
	}
	return nil
}

// Consents lists what a person has agreed to.
func (s *Store) Consents(ctx context.Context, person id.ID) ([]privacy.Consent, error) {
	rows, err := get(s.q.Consents(ctx, person))
	return each(rows, func(r db.ConsentsRow) privacy.Consent {
		return privacy.Consent{Version: r.TextVersion, Given: r.GivenAt, Withdrawn: r.WithdrawnAt}
	}), err
}

// Events lists a person's records with the free texts and pictures behind them, the oldest first. Exam questions are not
// named: their bank is secret.
func (s *Store) Events(ctx context.Context, person id.ID) ([]privacy.Event, error) {
	rows, err := get(s.q.RecordsOf(ctx, person))
	return each(rows, func(r db.RecordsOfRow) privacy.Event {
		e := privacy.Event{Kind: r.Kind, Course: r.Slug, Unit: r.UnitName, Attempt: r.AttemptID, Happened: r.HappenedAt}
		if r.Kind == factPictured {
			e.Photo = r.Body
		} else {
			e.Text = string(r.Body)
		}
		switch r.Kind {
		case factOpened, factLessonCompleted, factPractised, factHandedIn, factPictured, factJudged, factCorrected:
			e.Subject = r.Subject
		}
		return e
	}), err
}

// AuditAbout lists the audit lines about a thing, the oldest first.
func (s *Store) AuditAbout(ctx context.Context, target id.ID) ([]privacy.AuditLine, error) {
	rows, err := get(s.q.AuditAbout(ctx, target))
	return each(rows, func(r db.AuditAboutRow) privacy.AuditLine {
		return privacy.AuditLine{At: r.At, Actor: r.ActorID, Action: r.Action, Data: r.Data}
	}), err
}

// Notes lists what an account has said about drafts and the versions that came of them, the oldest first.
func (s *Store) Notes(ctx context.Context, account id.ID) ([]privacy.Note, error) {
	rows, err := get(s.q.DraftNotesBy(ctx, account))
	return each(rows, func(r db.DraftNotesByRow) privacy.Note {
		return privacy.Note{Course: r.Slug, Text: r.Body, At: r.CreatedAt}
	}), err
}

// NoteCopy notes that somebody's data were copied by another person.
func (s *Store) NoteCopy(ctx context.Context, c account.Change) error {
	return s.write(ctx, func(tx *Tx) error {
		return tx.audit(ctx, entry{actor: c.Actor, action: "data-copied", target: c.Account, unit: c.Unit})
	})
}
