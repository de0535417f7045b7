package account

import (
	"context"
	"slices"
	"unicode/utf8"

	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/org"
	"hocso/internal/vntext"
)

// Registration is what a person gives to have their progress kept.
type Registration struct {
	Name     string
	Contact  string
	Password string
	Consent  bool
	Audience string // "" means nguoi-dan
	Unit     id.ID  // zero means the root
}

// maxName is the longest full name, in characters: the longest on record in Vietnam are about 60.
const maxName = 100

func checkName(form *fault.Form, name string) string {
	name = vntext.Normal(name)
	switch n := utf8.RuneCountInString(name); {
	case n == 0:
		form.Refuse("name", "name.missing")
	case n > maxName:
		form.Refuse("name", "name.long", fault.Args{"max": maxName})
	}
	return name
}

// check gathers every refused field at once.
func (s *Service) check(r Registration, root org.Unit) (NewAccount, error) {
	var form fault.Form
	n := NewAccount{Account: Account{ID: s.IDs.New(), Person: s.IDs.New(), Unit: r.Unit, Audience: r.Audience}}
	n.Name = checkName(&form, r.Name)
	c, err := ParseContact("contact", r.Contact)
	if err != nil {
		form.Refuse("contact", fieldKey(err))
	}
	n.Contact = c
	checkPassword(&form, "password", r.Password, n.Name, c)
	if !r.Consent {
		form.Refuse("consent", "consent.missing")
	}
	if n.Audience == "" {
		n.Audience = Audiences()[0]
	}
	if !slices.Contains(Audiences(), n.Audience) {
		form.Refuse("audience", "audience.unknown")
	}
	if n.Unit.IsZero() {
		n.Unit = root.ID
	}
	n.Consent = ConsentVersion
	return n, form.Err()
}

// fieldKey is the message of the first refused field.
func fieldKey(err error) string {
	if e, ok := err.(*fault.Error); ok && len(e.Fields) > 0 { //nolint:errorlint // made here, never wrapped
		return e.Fields[0].Key
	}
	return "error.invalid"
}

// Register creates a learner's account and signs it in. The contact stays unverified until a code or a manager
// confirms it. Error kinds: Invalid (every refused field), RateLimited, Unavailable, Conflict before the first administrator.
func (s *Service) Register(ctx context.Context, r Registration, root org.Unit, d Device, api bool) (Tokens, error) {
	from := s.throttleKey("register", d.Address)
	if err := s.guard(ctx, from); err != nil {
		return Tokens{}, err
	}
	n, err := s.check(r, root)
	if err != nil {
		return Tokens{}, err
	}
	if n.PasswordHash, err = s.Passwords.Hash(ctx, r.Password); err != nil {
		return Tokens{}, err
	}
	if err := s.Store.Register(ctx, n); err != nil {
		return Tokens{}, err
	}
	if _, err := s.Store.CountFailure(ctx, from, fromFailures, fromWindow, fromLock); err != nil {
		return Tokens{}, err
	}
	return s.StartSession(ctx, n.Account, d, api)
}

// Create makes an account from the command line or for a demonstration: verified, with a role if one is given.
// Error kind: Invalid.
func (s *Service) Create(ctx context.Context, r Registration, root org.Unit, role Role, unit id.ID) (Account, error) {
	r.Consent = true
	n, err := s.check(r, root)
	if err != nil {
		return Account{}, err
	}
	n.Consent, n.Verified, n.Role, n.RoleUnit = "", true, role, unit
	n.Staff = role != "" && role != Learner
	if n.PasswordHash, err = s.Passwords.Hash(ctx, r.Password); err != nil {
		return Account{}, err
	}
	return n.Account, s.Store.Register(ctx, n)
}

// FirstAdminToken makes the one-time link's secret with which the first administrator is created.
// Error kind: Conflict when there is an administrator already.
func (s *Service) FirstAdminToken(ctx context.Context) (string, error) {
	n, err := s.Store.Administrators(ctx)
	if err != nil {
		return "", err
	}
	if n > 0 {
		return "", fault.New(fault.Conflict, "first-admin.exists")
	}
	t := s.newToken()
	return t, s.Store.AddCode(ctx, Code{
		ID: s.IDs.New(), Purpose: PurposeFirstAdmin, Hash: TokenHash(t), Life: FirstAdminLife, Tries: 1,
	})
}

// FirstAdminOpen reports whether a first-administrator link still works. Error kind: Gone.
func (s *Service) FirstAdminOpen(ctx context.Context, token string) error {
	_, _, err := s.Store.CodeByHash(ctx, TokenHash(token), PurposeFirstAdmin, clock.Now(s.Clock))
	return gone(err)
}

func gone(err error) error {
	if fault.Is(err, fault.NotFound) {
		return fault.New(fault.Gone, "link.used").Because(err)
	}
	return err
}

// CreateFirstAdmin uses the link up: it creates the root unit and its administrator in one step.
// Error kinds: Invalid, Gone.
func (s *Service) CreateFirstAdmin(ctx context.Context, token string, r Registration, unitName, kind string, d Device) (Tokens, error) {
	code, _, err := s.Store.CodeByHash(ctx, TokenHash(token), PurposeFirstAdmin, clock.Now(s.Clock))
	if err != nil {
		return Tokens{}, gone(err)
	}
	root, unitErr := org.New(s.IDs, org.Unit{}, unitName, kind)
	n, err := s.check(r, root)
	if unitErr != nil || err != nil {
		return Tokens{}, joinForms(err, unitErr)
	}
	root.From = clock.Now(s.Clock)
	n.Unit, n.Verified, n.Staff = root.ID, true, true
	n.Role, n.RoleUnit, n.NewRoot, n.UseCode = Administrator, root.ID, &root, code
	if n.PasswordHash, err = s.Passwords.Hash(ctx, r.Password); err != nil {
		return Tokens{}, err
	}
	if err := s.Store.Register(ctx, n); err != nil {
		return Tokens{}, err
	}
	return s.StartSession(ctx, n.Account, d, false)
}

// joinForms makes one Invalid error of two; the unit's field "name" is "unit" here, beside the person's "name".
func joinForms(person, unit error) error {
	var form fault.Form
	for _, err := range []error{person, unit} {
		e, ok := err.(*fault.Error) //nolint:errorlint // made here, never wrapped
		if !ok {
			continue
		}
		for _, f := range e.Fields {
			if err == unit && f.Name == "name" { //nolint:errorlint // which of the two it is
				f.Name = "unit"
			}
			form.Refuse(f.Name, f.Key, f.Args)
		}
	}
	return form.Err()
}
