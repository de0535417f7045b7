package api

import (
	"context"
	"net/http"
	"time"

	"hocso/internal/account"
	"hocso/internal/id"
	"hocso/internal/org"
)

// Person is an account as those see it who answer for it.
type Person struct {
	ID       id.ID      `json:"id"`
	Name     string     `json:"name"`
	Unit     id.ID      `json:"unit"`
	UnitName string     `json:"unitName"`
	Audience string     `json:"audience"`
	Contacts []Contact  `json:"contacts" nullable:"false"`
	Roles    []Role     `json:"roles" nullable:"false"`
	Created  *time.Time `json:"created"`
	Locked   *time.Time `json:"locked,omitempty"`
}

// PersonBrief is a person in a list.
type PersonBrief struct {
	ID        id.ID      `json:"id"`
	Name      string     `json:"name"`
	Unit      id.ID      `json:"unit"`
	UnitName  string     `json:"unitName"`
	Audience  string     `json:"audience"`
	Contact   *Contact   `json:"contact,omitempty"`
	Staff     bool       `json:"staff"`
	Locked    *time.Time `json:"locked,omitempty"`
	Courses   int        `json:"courses"`
	Completed int        `json:"completed"`
}

// Contact is a way to sign in.
type Contact struct {
	Kind     string     `json:"kind" enum:"phone,email"`
	Value    string     `json:"value"`
	Verified *time.Time `json:"verified,omitempty"`
}

// ResetCode is a one-time code to read out or print. It is shown once.
type ResetCode struct {
	Code      string `json:"code"`
	ExpiresIn int    `json:"expiresIn"`
	Tries     int    `json:"tries"`
}

type peopleInput struct {
	Limit    int    `query:"limit" minimum:"1" maximum:"50" default:"50"`
	Cursor   string `query:"cursor" maxLength:"400"`
	Query    string `query:"q" maxLength:"200"`
	Unit     string `query:"unit" maxLength:"60"`
	Audience string `query:"audience" maxLength:"60"`
	Role     string `query:"role" enum:"learner,author,manager,administrator"`
	Locked   bool   `query:"locked"`
}

type verifyInput struct {
	ID   string `path:"id" maxLength:"60"`
	Body struct {
		Contact string `json:"contact" maxLength:"300"`
	}
}

type grantInput struct {
	ID   string `path:"id" maxLength:"60"`
	Body struct {
		Role string `json:"role" enum:"author,manager,administrator"`
		Unit id.ID  `json:"unit" format:"uuid"`
	}
}

type revokeInput struct {
	ID   string `path:"id" maxLength:"60"`
	Role string `path:"role" maxLength:"60"`
	Unit string `path:"unit" maxLength:"60"`
}

type moveInput struct {
	ID   string `path:"id" maxLength:"60"`
	Body struct {
		Unit     id.ID  `json:"unit" format:"uuid"`
		Audience string `json:"audience" maxLength:"60"`
	}
}

// PeopleTotals counts what the people of a scope have done.
type PeopleTotals struct {
	Enrolments  int `json:"enrolments"`
	Completions int `json:"completions"`
	Trained     int `json:"trained"`
	Year        int `json:"year"`
}

type totalsInput struct {
	Unit string `query:"unit" maxLength:"60"`
}

func (a *API) peopleOps() {
	people := func(id, method, path string, who account.Permission, errors ...int) op {
		return op{id: id, method: method, path: path, tag: "people", access: signed, who: who, errors: errors}
	}
	add(a, people("people", http.MethodGet, "/people", account.SeePeople, http.StatusNotFound), a.people)
	add(a, people("people-totals", http.MethodGet, "/people-totals", account.SeePeople, http.StatusNotFound), a.peopleTotals)
	add(a, people("person", http.MethodGet, "/people/{id}", account.SeePeople), a.person)
	add(a, people("reset-code", http.MethodPost, "/people/{id}/reset-code", account.HelpPeople), a.resetCode)
	add(a, people("verify-contact", http.MethodPost, "/people/{id}/verification", account.HelpPeople), a.verifyContact)
	add(a, people("lock", http.MethodPost, "/people/{id}/lock", account.LockPeople, http.StatusConflict), a.lock)
	add(a, people("unlock", http.MethodPost, "/people/{id}/unlock", account.LockPeople, http.StatusConflict), a.unlock)
	add(a, people("grant-role", http.MethodPost, "/people/{id}/roles", account.GrantRoles), a.grant)
	add(a, people("revoke-role", http.MethodDelete, "/people/{id}/roles/{role}/{unit}", account.GrantRoles, http.StatusConflict), a.revoke)
	add(a, people("move-person", http.MethodPut, "/people/{id}/unit", account.HelpPeople), a.move)
}

func personOf(p account.Person) Person {
	return Person{
		ID: p.ID, Name: p.Name, Unit: p.Unit, UnitName: p.UnitName, Audience: p.Audience, Roles: rolesOf(p.Grants),
		Contacts: each(p.Contacts, contactOf),
		Created:  when(p.Created), Locked: when(p.Locked),
	}
}

func contactOf(c account.ContactState) Contact { return Contact{c.Kind, c.Display(), when(c.Verified)} }

// people lists the caller's scope by given name. The cursor is the last person's id.
func (a *API) people(ctx context.Context, in *peopleInput) (*reply[List[PersonBrief]], error) {
	f := account.PeopleFilter{Query: in.Query, Audience: in.Audience, Role: account.Role(in.Role), Locked: in.Locked}
	var err error
	if f.Unit, err = a.pathOf(ctx, in.Unit); err != nil {
		return nil, err
	}
	after := id.Zero
	if in.Cursor != "" {
		if after, err = id.Parse(in.Cursor); err != nil {
			return nil, badCursor()
		}
	}
	rows, next, err := a.Accounts.People(ctx, caller(ctx), f, after)
	if err != nil {
		return nil, err
	}
	if len(rows) > in.Limit {
		rows = rows[:in.Limit]
		next = rows[in.Limit-1].Person
	}
	out := List[PersonBrief]{Items: each(rows, personBrief)}
	if !next.IsZero() {
		out.Next = next.String()
	}
	return ok(out, nil)
}

// pathOf is the path of a unit that a query names, nil for none. Error kind: NotFound.
func (a *API) pathOf(ctx context.Context, unit string) (org.Path, error) {
	if unit == "" {
		return nil, nil
	}
	k, err := parseID(unit)
	if err != nil {
		return nil, err
	}
	u, err := a.Org.Unit(ctx, k)
	return u.Path, err
}

// peopleTotals counts the caller's scope, or a unit of it; what was recorded a moment ago is in it.
func (a *API) peopleTotals(ctx context.Context, in *totalsInput) (*reply[PeopleTotals], error) {
	path, err := a.pathOf(ctx, in.Unit)
	if err != nil {
		return nil, err
	}
	t, err := a.Accounts.PeopleTotals(ctx, caller(ctx), path)
	return ok(PeopleTotals{t.Enrolled, t.Completed, t.Trained, t.Year}, err)
}

func personBrief(r account.PersonRow) PersonBrief {
	out := PersonBrief{
		ID: r.Account, Name: r.Name, Unit: r.Unit, UnitName: r.UnitName, Audience: r.Audience, Staff: r.Staff, Locked: when(r.Locked),
		Courses: r.Courses, Completed: r.Completed,
	}
	if r.Contact.Kind != "" {
		c := contactOf(r.Contact)
		out.Contact = &c
	}
	return out
}

func (a *API) person(ctx context.Context, in *idInput) (*reply[Person], error) {
	k, err := parseID(in.ID)
	if err != nil {
		return nil, err
	}
	p, err := a.Accounts.Find(ctx, caller(ctx), k)
	if err != nil {
		return nil, err
	}
	return ok(personOf(p), nil)
}

func (a *API) resetCode(ctx context.Context, in *idInput) (*reply[ResetCode], error) {
	k, err := parseID(in.ID)
	if err != nil {
		return nil, err
	}
	code, err := a.Accounts.MakeResetCode(ctx, caller(ctx), k)
	if err != nil {
		return nil, err
	}
	return ok(ResetCode{code, int(account.ResetLife.Seconds()), account.ResetTries}, nil)
}

func (a *API) verifyContact(ctx context.Context, in *verifyInput) (*done, error) {
	k, err := parseID(in.ID)
	if err != nil {
		return nil, err
	}
	contact, err := account.ParseContact("contact", in.Body.Contact)
	if err != nil {
		return nil, err
	}
	return empty(a.Accounts.VerifyContact(ctx, caller(ctx), k, contact))
}

func (a *API) lock(ctx context.Context, in *idInput) (*done, error) {
	return a.setLocked(ctx, in.ID, true)
}

func (a *API) unlock(ctx context.Context, in *idInput) (*done, error) {
	return a.setLocked(ctx, in.ID, false)
}

func (a *API) setLocked(ctx context.Context, acc string, locked bool) (*done, error) {
	k, err := parseID(acc)
	if err != nil {
		return nil, err
	}
	return empty(a.Accounts.SetLocked(ctx, caller(ctx), k, locked))
}

func (a *API) grant(ctx context.Context, in *grantInput) (*done, error) {
	k, err := parseID(in.ID)
	if err != nil {
		return nil, err
	}
	u, err := a.Org.Unit(ctx, in.Body.Unit)
	if err != nil {
		return nil, err
	}
	return empty(a.Accounts.Grant(ctx, caller(ctx), k, account.Role(in.Body.Role), u))
}

func (a *API) revoke(ctx context.Context, in *revokeInput) (*done, error) {
	k, err := parseID(in.ID)
	if err != nil {
		return nil, err
	}
	unit, err := parseID(in.Unit)
	if err != nil {
		return nil, err
	}
	u, err := a.Org.Unit(ctx, unit)
	if err != nil {
		return nil, err
	}
	return empty(a.Accounts.Revoke(ctx, caller(ctx), k, account.Role(in.Role), u))
}

func (a *API) move(ctx context.Context, in *moveInput) (*done, error) {
	k, err := parseID(in.ID)
	if err != nil {
		return nil, err
	}
	u, err := a.Org.Unit(ctx, in.Body.Unit)
	if err != nil {
		return nil, err
	}
	return empty(a.Accounts.Move(ctx, caller(ctx), k, u, in.Body.Audience))
}
