package account

import (
	"context"
	"crypto/subtle"
	"math"

	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/id"
)

// ChangePassword replaces the caller's password and ends every other session.
// Error kinds: Invalid (fields old, password), RateLimited, Unavailable.
func (s *Service) ChangePassword(ctx context.Context, c *Caller, old, password string, d Device) error {
	a, err := s.Store.Account(ctx, c.Account)
	if err != nil {
		return err
	}
	var form fault.Form
	if old == "" {
		form.Refuse("old", "password.missing")
	}
	if err := s.guesses("old-password", c.Account.String(), d).guard(ctx); err != nil {
		return err
	}
	if err := s.newPassword(ctx, &form, a, password); err != nil {
		return err
	}
	if err := s.ConfirmPassword(ctx, c, "old", old, d); err != nil {
		return err
	}
	hash, err := s.Passwords.Hash(ctx, password)
	if err != nil {
		return err
	}
	return s.Store.SetPassword(ctx, Change{c.Account, c.Account, c.Unit}, hash, id.Zero, c.Session, "password-changed")
}

// ConfirmPassword asks whether it is still the account's owner who sits before an open session.
// Error kinds: Invalid (the field), RateLimited, Unavailable.
func (s *Service) ConfirmPassword(ctx context.Context, c *Caller, field, password string, d Device) error {
	var form fault.Form
	if password == "" {
		form.Refuse(field, "password.missing")
		return form.Err()
	}
	g := s.guesses("old-password", c.Account.String(), d)
	if err := g.guard(ctx); err != nil {
		return err
	}
	a, err := s.Store.Account(ctx, c.Account)
	if err != nil {
		return err
	}
	ok, err := s.Passwords.Check(ctx, password, a.PasswordHash)
	if err != nil {
		return err
	}
	if err := g.guard(ctx); err != nil { // again: a burst of guesses passed the first one together
		return err
	}
	if !ok {
		if err := g.failed(ctx); err != nil {
			return err
		}
		form.Refuse(field, "password.old-wrong")
	}
	return form.Err()
}

// newPassword refuses what others would guess of this person, together with what form has refused before.
func (s *Service) newPassword(ctx context.Context, form *fault.Form, a Account, password string) error {
	contacts, err := s.Store.Contacts(ctx, a.ID)
	if err != nil {
		return err
	}
	own := make([]Contact, len(contacts))
	for i, c := range contacts {
		own[i] = c.Contact
	}
	checkPassword(form, password, a.Name, own...)
	return form.Err()
}

// MakeResetCode makes the 8-digit code that a manager reads out or prints; it voids the codes before it.
// A nil caller is the command line. Error kinds: NotFound outside the caller's scope, Forbidden for an account that
// holds a role the caller may not grant.
func (s *Service) MakeResetCode(ctx context.Context, c *Caller, account id.ID) (string, error) {
	a, ch, err := s.change(ctx, c, HelpPeople, account)
	switch {
	case err != nil:
		return "", err
	case a.Locked != 0:
		return "", fault.New(fault.Conflict, "people.locked")
	}
	code := s.IDs.Digits(ResetDigits)
	return code, s.Store.AddCode(ctx, Code{
		ID: s.IDs.New(), Account: account, Purpose: PurposeReset, Hash: s.codeHash(account, code),
		Life: ResetLife, Tries: ResetTries, Actor: ch.Actor,
	})
}

// codeHash is keyed and bound to the account: eight digits alone could be looked up in a table.
func (s *Service) codeHash(account id.ID, code string) []byte {
	return []byte(s.throttleKey("code", account.String()+code))
}

// Reset sets a new password with a code. An unknown contact and a wrong code answer alike, in words and time.
// Error kinds: Invalid (fields contact, code, password), RateLimited, Unavailable, Gone when the code was used meanwhile.
func (s *Service) Reset(ctx context.Context, contact, code, password string, d Device) (Account, error) {
	c, err := ParseContact("contact", contact)
	var form fault.Form
	if err != nil {
		form.Refuse("contact", fieldKey(err))
	}
	code = id.NormalCode(code)
	if code == "" {
		form.Refuse("code", "code.missing")
	}
	checkPassword(&form, password, "", c)
	if err := form.Err(); err != nil {
		return Account{}, err
	}
	g := s.guesses("code", c.Kind+c.Value, d)
	if err := g.guard(ctx); err != nil {
		return Account{}, err
	}
	hash, err := s.Passwords.Hash(ctx, password) // before the look-up: known and unknown contacts cost the same
	if err != nil {
		return Account{}, err
	}
	a, codeID, err := s.tryCode(ctx, c, code)
	if err != nil {
		return Account{}, err
	}
	if codeID.IsZero() {
		if err := g.failed(ctx); err != nil {
			return Account{}, err
		}
		form.Refuse("code", "code.wrong")
		return Account{}, form.Err()
	}
	if err := s.Store.SetPassword(ctx, Change{a.ID, a.ID, a.Unit}, hash, codeID, id.Zero, "password-reset"); err != nil {
		return Account{}, err
	}
	if err := g.succeeded(ctx); err != nil {
		return Account{}, err
	}
	return a, s.guesses("password", c.Kind+c.Value, d).succeeded(ctx)
}

// tryCode returns a zero code when the contact, the account's state or the code is not right. Where there is no code
// to take a try of, it writes as much as a try does: the disk's time would tell who has one.
func (s *Service) tryCode(ctx context.Context, c Contact, typed string) (Account, id.ID, error) {
	a, err := s.Store.AccountByContact(ctx, c)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return Account{}, id.Zero, err
	}
	code, hash, _, err := s.Store.TryCode(ctx, a.ID, PurposeReset)
	if fault.Is(err, fault.NotFound) {
		_, err := s.Store.CountFailure(ctx, s.throttleKey("no-code", c.Kind+c.Value), math.MaxInt32, tryWindow, 0)
		return a, id.Zero, err
	}
	if err != nil {
		return a, id.Zero, err
	}
	if a.Locked != 0 || subtle.ConstantTimeCompare(hash, s.codeHash(a.ID, typed)) != 1 {
		return a, id.Zero, nil
	}
	return a, code, nil
}

// AskMail counts a wish for a mailed link. It says nothing of whether the contact is known: the link itself is made
// by MailToken, out of the request's time. Error kinds: Invalid (field contact), RateLimited.
func (s *Service) AskMail(ctx context.Context, contact string, d Device) (Contact, error) {
	c, err := ParseContact("contact", contact)
	if err != nil {
		return c, err
	}
	if c.Kind != Email {
		var form fault.Form
		form.Refuse("contact", "contact.mail")
		return c, form.Err()
	}
	to, from := s.throttleKey("mail", c.Value), s.throttleKey("mail-from", d.Address)
	if err := s.guard(ctx, to, from); err != nil {
		return c, err
	}
	if _, err := s.Store.CountFailure(ctx, to, mailTries, tryWindow, lockTime); err != nil {
		return c, err
	}
	_, err = s.Store.CountFailure(ctx, from, formTries, tryWindow, lockTime)
	return c, err
}

// MailToken makes the secret of a mailed link: for resetting a password or for confirming the address. It voids the
// ones before it. An unknown address or a locked account gives "" and no error.
func (s *Service) MailToken(ctx context.Context, to Contact, purpose string) (string, error) {
	a, err := s.Store.AccountByContact(ctx, to)
	if fault.Is(err, fault.NotFound) || (err == nil && (a.Locked != 0 || to.Kind != Email)) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	token := s.newToken()
	return token, s.Store.AddCode(ctx, Code{
		ID: s.IDs.New(), Account: a.ID, Purpose: purpose, Hash: TokenHash(token), Life: MailLinkLife, Tries: 1,
	})
}

// MailLinkOpen reports whether a mailed link still works. Error kind: Gone.
func (s *Service) MailLinkOpen(ctx context.Context, token, purpose string) error {
	_, _, err := s.Store.CodeByHash(ctx, TokenHash(token), purpose, clock.Now(s.Clock))
	return gone(err)
}

// ResetByMail sets a new password with a mailed link. Error kinds: Invalid (field password), Gone.
func (s *Service) ResetByMail(ctx context.Context, token, password string) (Account, error) {
	code, account, err := s.Store.CodeByHash(ctx, TokenHash(token), PurposeMailReset, clock.Now(s.Clock))
	if err != nil {
		return Account{}, gone(err)
	}
	a, err := s.Store.Account(ctx, account)
	if err != nil {
		return Account{}, err
	}
	if a.Locked != 0 {
		return Account{}, fault.New(fault.Gone, "link.used")
	}
	var form fault.Form
	if err := s.newPassword(ctx, &form, a, password); err != nil {
		return Account{}, err
	}
	hash, err := s.Passwords.Hash(ctx, password)
	if err != nil {
		return Account{}, err
	}
	return a, s.Store.SetPassword(ctx, Change{a.ID, a.ID, a.Unit}, hash, code, id.Zero, "password-reset")
}
