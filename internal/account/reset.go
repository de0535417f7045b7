package account

import (
	"context"
	"crypto/subtle"

	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/id"
)

// ChangePassword replaces the caller's password and ends every other session.
// Error kinds: Invalid (fields old, password), RateLimited, Unavailable.
func (s *Service) ChangePassword(ctx context.Context, c *Caller, old, password string, d Device) error {
	nameKey, fromKey := s.throttleKey("change", c.Account.String()), s.throttleKey("from", d.Address)
	if err := s.guard(ctx, nameKey, fromKey); err != nil {
		return err
	}
	a, err := s.Store.Account(ctx, c.Account)
	if err != nil {
		return err
	}
	var form fault.Form
	checkPassword(&form, "password", password, c.Name, Contact{})
	if err := form.Err(); err != nil {
		return err
	}
	ok, err := s.Passwords.Check(ctx, old, a.PasswordHash)
	if err != nil {
		return err
	}
	if !ok {
		if err := s.countFailure(ctx, nameKey, fromKey); err != nil {
			return err
		}
		form.Refuse("old", "password.old-wrong")
		return form.Err()
	}
	hash, err := s.Passwords.Hash(ctx, password)
	if err != nil {
		return err
	}
	return s.Store.SetPassword(ctx, Change{c.Account, c.Account, c.Unit}, hash, id.Zero, c.Session, "password-changed")
}

// MakeResetCode makes the 8-digit code that a manager reads out or prints; it voids the codes before it.
// A nil caller is the command line. Error kinds: NotFound outside the caller's scope, Forbidden for an account that
// holds a role the caller may not grant.
func (s *Service) MakeResetCode(ctx context.Context, c *Caller, account id.ID) (string, error) {
	ch, err := s.change(ctx, c, HelpPeople, account)
	if err != nil {
		return "", err
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
// Error kinds: Invalid, RateLimited, Unavailable.
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
	checkPassword(&form, "password", password, "", c)
	if err := form.Err(); err != nil {
		return Account{}, err
	}
	nameKey, fromKey := s.throttleKey("name", c.Kind+c.Value), s.throttleKey("from", d.Address)
	if err := s.guard(ctx, nameKey, fromKey); err != nil {
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
		if err := s.countFailure(ctx, nameKey, fromKey); err != nil {
			return Account{}, err
		}
		form.Refuse("code", "code.wrong")
		return Account{}, form.Err()
	}
	if err := s.Store.SetPassword(ctx, Change{a.ID, a.ID, a.Unit}, hash, codeID, id.Zero, "password-reset"); err != nil {
		return Account{}, err
	}
	return a, s.Store.ClearFailures(ctx, nameKey)
}

// tryCode returns a zero code when the contact, the account's state or the code is not right.
func (s *Service) tryCode(ctx context.Context, c Contact, typed string) (Account, id.ID, error) {
	a, err := s.Store.AccountByContact(ctx, c)
	if fault.Is(err, fault.NotFound) {
		return Account{}, id.Zero, nil
	}
	if err != nil {
		return Account{}, id.Zero, err
	}
	code, hash, _, err := s.Store.TryCode(ctx, a.ID, PurposeReset)
	if fault.Is(err, fault.NotFound) {
		return a, id.Zero, nil
	}
	if err != nil {
		return a, id.Zero, err
	}
	if a.Locked != 0 || subtle.ConstantTimeCompare(hash, s.codeHash(a.ID, typed)) != 1 {
		return a, id.Zero, nil
	}
	return a, code, nil
}

// MailToken makes the secret of a mailed link for a contact: resetting a password or confirming the address.
// An unknown address gives "" and no error. Error kinds: RateLimited, Unavailable.
func (s *Service) MailToken(ctx context.Context, contact, purpose string, d Device) (token string, to Contact, err error) {
	c, err := ParseContact("contact", contact)
	if err != nil {
		return "", c, err
	}
	key := s.throttleKey("mail", c.Value)
	if err := s.guard(ctx, key, s.throttleKey("from", d.Address)); err != nil {
		return "", c, err
	}
	if _, err := s.Store.CountFailure(ctx, key, 3, fromWindow, fromLock); err != nil {
		return "", c, err
	}
	a, err := s.Store.AccountByContact(ctx, c)
	if fault.Is(err, fault.NotFound) || (err == nil && (a.Locked != 0 || c.Kind != Email)) {
		return "", c, nil
	}
	if err != nil {
		return "", c, err
	}
	token = s.newToken()
	return token, c, s.Store.AddCode(ctx, Code{
		ID: s.IDs.New(), Account: a.ID, Purpose: purpose, Hash: TokenHash(token), Life: MailLinkLife, Tries: 1,
	})
}

// ResetByMail sets a new password with a mailed link. Error kinds: Invalid, Gone.
func (s *Service) ResetByMail(ctx context.Context, token, password string) (Account, error) {
	code, account, err := s.Store.CodeByHash(ctx, TokenHash(token), PurposeMailReset, clock.Now(s.Clock))
	if err != nil {
		return Account{}, gone(err)
	}
	a, err := s.Store.Account(ctx, account)
	if err != nil {
		return Account{}, err
	}
	var form fault.Form
	checkPassword(&form, "password", password, a.Name, Contact{})
	if err := form.Err(); err != nil {
		return Account{}, err
	}
	hash, err := s.Passwords.Hash(ctx, password)
	if err != nil {
		return Account{}, err
	}
	return a, s.Store.SetPassword(ctx, Change{a.ID, a.ID, a.Unit}, hash, code, id.Zero, "password-reset")
}
