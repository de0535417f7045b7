package store

import (
	"context"
	"time"

	"hocso/internal/account"
	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/store/db"
	"hocso/internal/vntext"
)

var _ account.Store = (*Store)(nil)

// Register stores an account with everything that belongs to it, in one step. Error kinds: Gone, Invalid, NotFound when
// the unit has been closed.
func (s *Store) Register(ctx context.Context, n account.NewAccount) error {
	return s.write(ctx, func(tx *Tx) error {
		if !n.UseCode.IsZero() {
			if err := used(tx.UseCode(ctx, tx.Now, n.UseCode)); err != nil {
				return err
			}
		}
		if n.NewRoot != nil {
			if err := addUnit(ctx, tx, *n.NewRoot, n.ID); err != nil {
				return err
			}
		}
		if err := tx.addPerson(ctx, n); err != nil {
			return err
		}
		if n.Role == "" || n.Role == account.Learner {
			return nil
		}
		return tx.grant(ctx, account.Change{Actor: n.Actor, Account: n.ID, Unit: n.Unit}, n.Role, n.RoleUnit)
	})
}

func (tx *Tx) addPerson(ctx context.Context, n account.NewAccount) error {
	err := tx.AddPerson(ctx, db.AddPersonParams{
		ID: n.Person, Name: n.Name, SortKey: vntext.SortKey(n.Name), Folded: vntext.Fold(n.Name),
		UnitID: n.Unit, Audience: n.Audience, CreatedAt: tx.Now,
	})
	if err != nil {
		return err
	}
	if err := tx.stillOpen(ctx, n.Unit); err != nil {
		return err
	}
	err = tx.AddAccount(ctx, db.AddAccountParams{
		ID: n.ID, PersonID: n.Person, PasswordHash: n.PasswordHash, CreatedAt: tx.Now, CreatedBy: n.Actor,
	})
	if err != nil {
		return err
	}
	if err := tx.addContact(ctx, n.ID, n.Contact, "contact.taken"); err != nil {
		return err
	}
	if n.Verified {
		_, err := tx.VerifyContact(ctx, db.VerifyContactParams{
			VerifiedAt: tx.Now, VerifiedBy: n.Actor, AccountID: n.ID, Kind: n.Contact.Kind, Value: n.Contact.Value,
		})
		if err != nil {
			return err
		}
	}
	if n.Consent != "" {
		err := tx.AddConsent(ctx, db.AddConsentParams{ID: tx.ids.New(), PersonID: n.Person, TextVersion: n.Consent, GivenAt: tx.Now})
		if err != nil {
			return err
		}
	}
	actor := n.Actor
	if actor.IsZero() && n.Consent != "" {
		actor = n.ID
	}
	return tx.audit(ctx, entry{actor: actor, action: "account-created", target: n.ID, unit: n.Unit, data: codes{"consent": n.Consent}})
}

// addContact gives an account a contact. Error kind: Invalid when another one has it, which the message taken says.
func (tx *Tx) addContact(ctx context.Context, accountID id.ID, c account.Contact, taken string) error {
	added, err := tx.AddContact(ctx, db.AddContactParams{Kind: c.Kind, Value: c.Value, AccountID: accountID, CreatedAt: tx.Now})
	if err == nil && added == 0 {
		var form fault.Form
		form.Refuse("contact", taken)
		return form.Err()
	}
	return err
}

// used maps "no row changed" to Gone.
func used(changed int64, err error) error {
	if err == nil && changed == 0 {
		return fault.New(fault.Gone, "link.used")
	}
	return err
}

// Account finds an account. Error kind: NotFound.
func (s *Store) Account(ctx context.Context, accountID id.ID) (account.Account, error) {
	r, err := get(s.q.Account(ctx, accountID))
	return account.Account{
		ID: r.ID, Person: r.PersonID, Name: r.Name, Unit: r.UnitID, UnitPath: r.Path, UnitName: r.UnitName,
		Audience: r.Audience, PasswordHash: r.PasswordHash, Locked: r.LockedAt, Staff: r.Staff, Created: r.CreatedAt,
	}, err
}

// AccountByContact finds an account by what its owner signs in with. Error kind: NotFound.
func (s *Store) AccountByContact(ctx context.Context, c account.Contact) (account.Account, error) {
	r, err := get(s.q.AccountByContact(ctx, c.Kind, c.Value))
	if err != nil {
		return account.Account{}, err
	}
	return s.Account(ctx, r.ID)
}

// Contacts lists an account's contacts, phones first.
func (s *Store) Contacts(ctx context.Context, accountID id.ID) ([]account.ContactState, error) {
	rows, err := get(s.q.Contacts(ctx, accountID))
	return each(rows, func(r db.ContactsRow) account.ContactState {
		return account.ContactState{
			Contact:  account.Contact{Kind: r.Kind, Value: r.Value},
			Verified: r.VerifiedAt, VerifiedBy: r.VerifiedBy,
		}
	}), err
}

// VerifyContact confirms a contact; one that is confirmed already stays as it is. Error kind: NotFound.
func (s *Store) VerifyContact(ctx context.Context, c account.Change, contact account.Contact) error {
	return s.write(ctx, func(tx *Tx) error {
		owner, err := tx.AccountByContact(ctx, contact.Kind, contact.Value)
		if err != nil {
			return readErr(err)
		}
		if owner.ID != c.Account {
			return fault.Missing()
		}
		n, err := tx.VerifyContact(ctx, db.VerifyContactParams{
			VerifiedAt: tx.Now, VerifiedBy: c.Actor, AccountID: c.Account, Kind: contact.Kind, Value: contact.Value,
		})
		if err != nil || n == 0 {
			return err
		}
		return tx.audit(ctx, entry{actor: c.Actor, action: "contact-verified", target: c.Account, unit: c.Unit, data: codes{"kind": contact.Kind}})
	})
}

// Grants lists an account's roles.
func (s *Store) Grants(ctx context.Context, accountID id.ID) ([]account.Grant, error) {
	rows, err := get(s.q.Grants(ctx, accountID))
	return each(rows, func(r db.GrantsRow) account.Grant {
		return account.Grant{Role: account.Role(r.Role), Unit: r.UnitID, Path: r.Path, Name: r.UnitName}
	}), err
}

func (tx *Tx) grant(ctx context.Context, c account.Change, role account.Role, unit id.ID) error {
	n, err := tx.AddGrant(ctx, db.AddGrantParams{
		ID: tx.ids.New(), AccountID: c.Account, Role: string(role), UnitID: unit, GrantedAt: tx.Now, GrantedBy: c.Actor,
	})
	if err != nil || n == 0 {
		return err
	}
	if err := tx.stillOpen(ctx, unit); err != nil {
		return err
	}
	if err := tx.staffChanged(ctx, c.Account); err != nil {
		return err
	}
	return tx.audit(ctx, entry{actor: c.Actor, action: "role-granted", target: c.Account, unit: unit, data: codes{"role": string(role)}})
}

// staffChanged brings the account's flag and the life of its open sessions in line with its roles.
func (tx *Tx) staffChanged(ctx context.Context, accountID id.ID) error {
	if err := tx.SetStaff(ctx, accountID); err != nil {
		return err
	}
	return tx.ShortenSessions(ctx, tx.Now.Add(account.StaffSessionLife), accountID)
}

// Grant gives a role; giving it twice changes nothing. Error kind: NotFound when the account is gone or the unit has been
// closed.
func (s *Store) Grant(ctx context.Context, c account.Change, role account.Role, unit id.ID) error {
	return s.write(ctx, func(tx *Tx) error {
		if _, err := tx.Account(ctx, c.Account); err != nil { // erased since it was looked up
			return readErr(err)
		}
		return tx.grant(ctx, c, role, unit)
	})
}

// Revoke takes a role away. Error kinds: NotFound when it was not held, Conflict for the last administrator's.
func (s *Store) Revoke(ctx context.Context, c account.Change, role account.Role, unit id.ID) error {
	return s.write(ctx, func(tx *Tx) error {
		err := tx.keepAdministrator(ctx, func() error {
			return changed(tx.RevokeGrant(ctx, db.RevokeGrantParams{RevokedAt: tx.Now, AccountID: c.Account, Role: string(role), UnitID: unit}))
		})
		if err != nil {
			return err
		}
		if err := tx.SetStaff(ctx, c.Account); err != nil {
			return err
		}
		return tx.audit(ctx, entry{actor: c.Actor, action: "role-revoked", target: c.Account, unit: unit, data: codes{"role": string(role)}})
	})
}

// keepAdministrator makes a change unless it leaves nobody who can act for the whole deployment. Error kind: Conflict.
func (tx *Tx) keepAdministrator(ctx context.Context, change func() error) error {
	if err := tx.LockAdministrators(ctx); err != nil {
		return err
	}
	before, err := tx.CountAdministrators(ctx)
	if err != nil {
		return err
	}
	if err := change(); err != nil {
		return err
	}
	after, err := tx.CountAdministrators(ctx)
	if err == nil && before > 0 && after == 0 {
		return fault.New(fault.Conflict, "people.last-administrator")
	}
	return err
}

// SetLocked locks or opens an account; locking ends its sessions. Error kinds: NotFound, Conflict for the last
// administrator's.
func (s *Store) SetLocked(ctx context.Context, c account.Change, locked bool) error {
	return s.write(ctx, func(tx *Tx) error {
		at, action := clock.Micro(0), "account-opened"
		if locked {
			at, action = tx.Now, "account-locked"
			if _, err := tx.RevokeSessions(ctx, tx.Now, c.Account, id.Zero); err != nil {
				return err
			}
		}
		err := tx.keepAdministrator(ctx, func() error { return changed(tx.LockAccount(ctx, at, c.Account)) })
		if err != nil {
			return err
		}
		return tx.audit(ctx, entry{actor: c.Actor, action: action, target: c.Account, unit: c.Unit})
	})
}

// Move puts a person into another unit. Facts stored before keep the unit of their time. Error kind: NotFound, also when
// the unit has been closed.
func (s *Store) Move(ctx context.Context, c account.Change, person, unit id.ID, audience string) error {
	return s.write(ctx, func(tx *Tx) error {
		if err := changed(tx.MovePerson(ctx, unit, audience, person)); err != nil {
			return err
		}
		if err := tx.stillOpen(ctx, unit); err != nil {
			return err
		}
		return tx.audit(ctx, entry{actor: c.Actor, action: "person-moved", target: c.Account, unit: unit, data: codes{"audience": audience}})
	})
}

// Administrators counts the administrators of the top unit whose accounts are not locked.
func (s *Store) Administrators(ctx context.Context) (int, error) {
	n, err := get(s.q.CountAdministrators(ctx))
	return int(n), err
}

// SetPassword stores a hash, uses up the code and ends every session but one. Error kinds: Gone, NotFound.
func (s *Store) SetPassword(ctx context.Context, c account.Change, hash string, code, except id.ID, action string) error {
	return s.write(ctx, func(tx *Tx) error {
		if !code.IsZero() {
			if err := used(tx.UseCode(ctx, tx.Now, code)); err != nil {
				return err
			}
		}
		if err := changed(tx.SetPassword(ctx, hash, c.Account)); err != nil {
			return err
		}
		if _, err := tx.RevokeSessions(ctx, tx.Now, c.Account, except); err != nil {
			return err
		}
		return tx.audit(ctx, entry{actor: c.Actor, action: action, target: c.Account, unit: c.Unit})
	})
}

// Throttled is the time until which a key is locked, 0 when it is not.
func (s *Store) Throttled(ctx context.Context, key string) (clock.Micro, error) {
	r, err := get(s.q.Throttle(ctx, key))
	if fault.Is(err, fault.NotFound) {
		return 0, nil
	}
	return r.LockedUntil, err
}

// CountFailure counts one failure within a window and locks at the limit. late: the key was locked before this failure came.
func (s *Store) CountFailure(ctx context.Context, key string, limit int, window, lock time.Duration) (late bool, err error) {
	err = s.write(ctx, func(tx *Tx) error {
		r, err := tx.CountFailure(ctx, key, tx.Now, tx.Now.Add(-window))
		late = r.LockedUntil > tx.Now
		if err != nil || late || int(r.Failures) < limit {
			return err
		}
		return tx.LockThrottle(ctx, tx.Now.Add(lock), tx.Now, key)
	})
	return late, err
}

// ClearFailures forgets a key. A key without failures costs no write.
func (s *Store) ClearFailures(ctx context.Context, key string) error {
	if _, err := get(s.q.Throttle(ctx, key)); err != nil {
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		return err
	}
	return s.write(ctx, func(tx *Tx) error { return tx.ClearThrottle(ctx, key) })
}
