package account

import (
	"context"
	"slices"

	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/org"
)

// Person is an account as those see it who answer for it.
type Person struct {
	Account
	Contacts []ContactState
	Grants   []Grant
}

// Find shows an account to the caller. Error kind: NotFound outside the caller's scope.
func (s *Service) Find(ctx context.Context, c *Caller, account id.ID) (Person, error) {
	a, err := s.scoped(ctx, c, SeePeople, account)
	if err != nil {
		return Person{}, err
	}
	p := Person{Account: a}
	if p.Contacts, err = s.Store.Contacts(ctx, account); err != nil {
		return Person{}, err
	}
	p.Grants, err = s.Store.Grants(ctx, account)
	return p, err
}

// ByContact finds an account by what its owner signs in with, for the command line.
// Error kinds: Invalid, NotFound.
func (s *Service) ByContact(ctx context.Context, contact string) (Account, error) {
	c, err := ParseContact("contact", contact)
	if err != nil {
		return Account{}, err
	}
	return s.Store.AccountByContact(ctx, c)
}

// scoped is the account if it lies in a subtree where the caller has the permission; a nil caller is the command line.
func (s *Service) scoped(ctx context.Context, c *Caller, p Permission, account id.ID) (Account, error) {
	a, err := s.Store.Account(ctx, account)
	if err != nil {
		return Account{}, err
	}
	if c != nil && !c.MayIn(p, a.UnitPath) {
		return Account{}, fault.Missing()
	}
	return a, nil
}

// change checks that the caller may change the account: in scope, and not one that stands above the caller.
func (s *Service) change(ctx context.Context, c *Caller, p Permission, account id.ID) (Account, Change, error) {
	a, err := s.scoped(ctx, c, p, account)
	if err != nil {
		return Account{}, Change{}, err
	}
	ch := Change{Account: a.ID, Unit: a.Unit}
	if c == nil {
		return a, ch, nil
	}
	ch.Actor = c.Account
	grants, err := s.Store.Grants(ctx, account)
	if err != nil {
		return Account{}, Change{}, err
	}
	if !c.Outranks(grants) {
		return Account{}, Change{}, fault.New(fault.Forbidden, "people.above-you")
	}
	return a, ch, nil
}

// MayChange finds an account that the caller may act on with a permission; a nil caller is the command line.
// Error kinds: NotFound outside the caller's scope, Forbidden for one that stands above the caller.
func (s *Service) MayChange(ctx context.Context, c *Caller, p Permission, account id.ID) (Account, Change, error) {
	return s.change(ctx, c, p, account)
}

// Correct mends a person's name and contact. Confirmations show the name of today; a new contact is unverified.
// Error kinds: NotFound, Forbidden, Invalid (fields name, contact).
func (s *Service) Correct(ctx context.Context, c *Caller, account id.ID, x Correction) error {
	a, ch, err := s.change(ctx, c, HelpPeople, account)
	if err != nil {
		return err
	}
	var form fault.Form
	v, err := s.corrected(ctx, &form, a, x)
	if err == nil {
		err = form.Err()
	}
	if err != nil || v == (Corrected{Person: a.Person}) {
		return err
	}
	return s.Store.Correct(ctx, ch, v)
}

// CorrectOwn mends the caller's own name and contact. Error kinds: Invalid (fields name, contact, old), RateLimited,
// Unavailable.
func (s *Service) CorrectOwn(ctx context.Context, c *Caller, x Correction, password string, d Device) error {
	a, err := s.Store.Account(ctx, c.Account)
	if err != nil {
		return err
	}
	var form fault.Form
	v, err := s.corrected(ctx, &form, a, x)
	if err != nil {
		return err
	}
	if password == "" {
		form.Refuse("old", "password.missing")
	}
	if err := form.Err(); err != nil {
		return err
	}
	if err := s.ConfirmPassword(ctx, c, "old", password, d); err != nil || v == (Corrected{Person: a.Person}) {
		return err
	}
	return s.Store.Correct(ctx, Change{Actor: c.Account, Account: c.Account, Unit: c.Unit}, v)
}

// corrected is what a correction changes; form gathers every refused field.
func (s *Service) corrected(ctx context.Context, form *fault.Form, a Account, x Correction) (Corrected, error) {
	v := Corrected{Person: a.Person}
	if x.Name != "" {
		if name := checkName(form, x.Name); name != a.Name {
			v.Name = name
		}
	}
	have, err := s.Store.Contacts(ctx, a.ID)
	if err != nil {
		return v, err
	}
	if x.Contact != "" {
		switch c, err := ParseContact("contact", x.Contact); {
		case err != nil:
			form.Refuse("contact", fieldKey(err))
		case !slices.ContainsFunc(have, func(k ContactState) bool { return k.Contact == c }):
			v.New = c
		}
	}
	if v.New != (Contact{}) && len(have) > 0 {
		v.Old = have[0].Contact
	}
	return v, nil
}

// VerifyContact notes that the caller has confirmed a contact in person; one that is confirmed already stays as it is.
// Error kinds: NotFound, also for a contact that is not the account's; Forbidden.
func (s *Service) VerifyContact(ctx context.Context, c *Caller, account id.ID, contact Contact) error {
	_, ch, err := s.change(ctx, c, HelpPeople, account)
	if err != nil {
		return err
	}
	contacts, err := s.Store.Contacts(ctx, account)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(contacts, func(have ContactState) bool { return have.Contact == contact }) {
		return fault.Missing()
	}
	return s.Store.VerifyContact(ctx, ch, contact)
}

// VerifyByMail confirms an address by its mailed link. Opening the link twice does no harm. Error kind: Gone.
func (s *Service) VerifyByMail(ctx context.Context, token string) error {
	_, account, err := s.Store.CodeByHash(ctx, TokenHash(token), PurposeMailVerify, clock.Now(s.Clock))
	if err != nil {
		return gone(err)
	}
	contacts, err := s.Store.Contacts(ctx, account)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(contacts, func(c ContactState) bool { return c.Kind == Email })
	if i < 0 {
		return fault.New(fault.Gone, "link.used")
	}
	return s.Store.VerifyContact(ctx, Change{Account: account}, contacts[i].Contact)
}

// UnverifiedMail is the caller's own address that waits to be confirmed. Error kind: NotFound without one.
func (s *Service) UnverifiedMail(ctx context.Context, c *Caller) (string, error) {
	contacts, err := s.Store.Contacts(ctx, c.Account)
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(contacts, func(k ContactState) bool { return k.Kind == Email && k.Verified == 0 })
	if i < 0 {
		return "", fault.Missing()
	}
	return contacts[i].Value, nil
}

// SetLocked locks an account (its sessions end at once) or opens it again.
// Error kinds: NotFound, Forbidden, Conflict for one's own and for the last administrator's.
func (s *Service) SetLocked(ctx context.Context, c *Caller, account id.ID, locked bool) error {
	_, ch, err := s.change(ctx, c, LockPeople, account)
	if err != nil {
		return err
	}
	if c != nil && c.Account == account {
		return fault.New(fault.Conflict, "people.not-yourself")
	}
	return s.Store.SetLocked(ctx, ch, locked)
}

// Move puts a person into another unit of the caller's scope and another audience.
// Error kinds: NotFound, Forbidden, Invalid.
func (s *Service) Move(ctx context.Context, c *Caller, account id.ID, unit org.Unit, audience string) error {
	a, ch, err := s.change(ctx, c, HelpPeople, account)
	if err != nil {
		return err
	}
	if unit.To != 0 || (c != nil && !c.MayIn(HelpPeople, unit.Path)) {
		return fault.Missing()
	}
	var form fault.Form
	if !slices.Contains(Audiences(), audience) {
		form.Refuse("audience", "audience.unknown")
		return form.Err()
	}
	return s.Store.Move(ctx, ch, a.Person, unit.ID, audience)
}

// Grant gives a role within a unit. It acts at once, also on open sessions.
// Error kinds: NotFound outside scope, Forbidden, Invalid for an unknown role.
func (s *Service) Grant(ctx context.Context, c *Caller, account id.ID, role Role, unit org.Unit) error {
	if unit.To != 0 {
		return fault.Missing()
	}
	ch, err := s.roleChange(ctx, c, account, role, unit)
	if err != nil {
		return err
	}
	return s.Store.Grant(ctx, ch, role, unit.ID)
}

// Revoke takes a role away; sessions lose it at once. Nobody takes the administrator's role from themselves: so there
// is always one left who may give it, the caller. Error kinds: as Grant, Conflict for one's own administrator's role
// and, on the command line, for the last one.
func (s *Service) Revoke(ctx context.Context, c *Caller, account id.ID, role Role, unit org.Unit) error {
	ch, err := s.roleChange(ctx, c, account, role, unit)
	if err != nil {
		return err
	}
	if role == Administrator && c != nil && c.Account == account {
		return fault.New(fault.Conflict, "people.not-yourself")
	}
	if role == Administrator && c == nil {
		n, err := s.Store.Administrators(ctx)
		if err != nil {
			return err
		}
		if n <= 1 {
			return fault.New(fault.Conflict, "people.last-administrator")
		}
	}
	return s.Store.Revoke(ctx, ch, role, unit.ID)
}

func (s *Service) roleChange(ctx context.Context, c *Caller, account id.ID, role Role, unit org.Unit) (Change, error) {
	if !role.Known() || role == Learner {
		var form fault.Form
		form.Refuse("role", "people.role-unknown")
		return Change{}, form.Err()
	}
	_, ch, err := s.change(ctx, c, GrantRoles, account)
	if err != nil {
		return Change{}, err
	}
	if c != nil && !c.MayIn(GrantRoles, unit.Path) {
		return Change{}, fault.Missing()
	}
	return ch, nil
}

// SignOutEverywhere ends every session of the caller but the one in use.
func (s *Service) SignOutEverywhere(ctx context.Context, c *Caller) error {
	return s.Store.RevokeSessions(ctx, c.Account, c.Session)
}

// SignOutDevice ends one session of the caller's own. Error kind: NotFound.
func (s *Service) SignOutDevice(ctx context.Context, c *Caller, session id.ID) error {
	return s.Store.RevokeSession(ctx, c.Account, session)
}

// Own is the caller's own contacts and roles.
func (s *Service) Own(ctx context.Context, c *Caller) ([]ContactState, []Grant, error) {
	contacts, err := s.Store.Contacts(ctx, c.Account)
	if err != nil {
		return nil, nil, err
	}
	grants, err := s.Store.Grants(ctx, c.Account)
	return contacts, grants, err
}
