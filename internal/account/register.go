package account

import (
	"context"
	"errors"
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
	checkPassword(&form, r.Password, n.Name, c)
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
	if e, ok := errors.AsType[*fault.Error](err); ok && len(e.Fields) > 0 {
		return e.Fields[0].Key
	}
	return "error.invalid"
}

// Register creates a learner's account and signs it in. The contact stays unverified until a code or a manager
// confirms it. A contact that has an account already is refused by name: without a channel to the person that cannot
// be hidden, so what is counted is every try, not only the successful ones. Whoever registers again with the right
// password (a button pressed twice, a lost reply) is signed in.
// Error kinds: Invalid (every refused field), RateLimited, Unavailable.
func (s *Service) Register(ctx context.Context, r Registration, root org.Unit, d Device, api bool) (Tokens, error) {
	from := s.throttleKey("register", d.Address)
	if err := s.guard(ctx, from); err != nil {
		return Tokens{}, err
	}
	n, err := s.check(r, root)
	if err != nil {
		return Tokens{}, err
	}
	if _, err := s.Store.CountFailure(ctx, from, formTries, tryWindow, lockTime); err != nil {
		return Tokens{}, err
	}
	if n.PasswordHash, err = s.Passwords.Hash(ctx, r.Password); err != nil {
		return Tokens{}, err
	}
	taken := s.Store.Register(ctx, n)
	if fault.Is(taken, fault.Invalid) {
		t, err := s.SignIn(ctx, r.Contact, r.Password, d, api)
		if fault.Is(err, fault.Invalid) {
			return Tokens{}, taken
		}
		return t, err
	}
	if taken != nil {
		return Tokens{}, taken
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
	_, err := s.firstAdminCode(ctx, token)
	return err
}

// firstAdminCode is the link's code. An administrator who came another way meanwhile has made the link void.
func (s *Service) firstAdminCode(ctx context.Context, token string) (id.ID, error) {
	code, _, err := s.Store.CodeByHash(ctx, TokenHash(token), PurposeFirstAdmin, clock.Now(s.Clock))
	if err != nil {
		return id.Zero, gone(err)
	}
	n, err := s.Store.Administrators(ctx)
	if err == nil && n > 0 {
		err = fault.New(fault.Gone, "link.used")
	}
	return code, err
}

func gone(err error) error {
	if fault.Is(err, fault.NotFound) {
		return fault.New(fault.Gone, "link.used").Because(err)
	}
	return err
}

// FirstAdmin is what the first administrator gives.
type FirstAdmin struct {
	Registration
	Root     org.Unit // the top of the tree if there is one already; zero: it is created
	UnitName string
	UnitKind string
}

// CreateFirstAdmin uses the link up: it creates the administrator, and the root unit where there is none, in one step.
// Error kinds: Invalid (fields of a registration, unit, kind), Gone.
func (s *Service) CreateFirstAdmin(ctx context.Context, token string, f FirstAdmin, d Device, api bool) (Tokens, error) {
	code, err := s.firstAdminCode(ctx, token)
	if err != nil {
		return Tokens{}, err
	}
	root, unitErr := f.Root, error(nil)
	if root.ID.IsZero() {
		root, unitErr = org.New(s.IDs, org.Unit{}, f.UnitName, f.UnitKind)
		root.From = clock.Now(s.Clock)
	}
	n, err := s.check(f.Registration, root)
	if err := joinForms(unitErr, err); err != nil {
		return Tokens{}, err
	}
	n.Unit, n.Verified, n.Staff = root.ID, true, true
	n.Role, n.RoleUnit, n.UseCode = Administrator, root.ID, code
	if f.Root.ID.IsZero() {
		n.NewRoot = &root
	}
	if n.PasswordHash, err = s.Passwords.Hash(ctx, f.Password); err != nil {
		return Tokens{}, err
	}
	if err := s.Store.Register(ctx, n); err != nil {
		return Tokens{}, err
	}
	return s.StartSession(ctx, n.Account, d, api)
}

// joinForms makes one Invalid error of two forms on one page; the unit's field "name" is "unit" there, beside the
// person's "name". Any other error is handed on.
func joinForms(unit, person error) error {
	var form fault.Form
	for i, err := range []error{unit, person} {
		if err == nil {
			continue
		}
		e, ok := errors.AsType[*fault.Error](err)
		if !ok || e.Kind != fault.Invalid {
			return err
		}
		for _, f := range e.Fields {
			if i == 0 && f.Name == "name" {
				f.Name = "unit"
			}
			form.Refuse(f.Name, f.Key, f.Args)
		}
	}
	return form.Err()
}
