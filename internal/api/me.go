package api

import (
	"context"
	"net/http"
	"time"

	"hocso/internal/account"
	"hocso/internal/id"
)

// Role is a role within a unit and everything below it.
type Role struct {
	Role string `json:"role" enum:"learner,author,manager,administrator"`
	Unit id.ID  `json:"unit" format:"uuid"`
	Name string `json:"unitName,omitempty"`
}

func rolesOf(gs []account.Grant) []Role {
	return each(gs, func(g account.Grant) Role { return Role{string(g.Role), g.Unit, g.Name} })
}

// Me is the caller.
type Me struct {
	Account  id.ID     `json:"account"`
	Person   id.ID     `json:"person"`
	Session  id.ID     `json:"session"`
	Name     string    `json:"name"`
	Audience string    `json:"audience"`
	Unit     id.ID     `json:"unit"`
	UnitName string    `json:"unitName"`
	Contacts []Contact `json:"contacts" nullable:"false"`
	Roles    []Role    `json:"roles" nullable:"false"`
}

// Session is a signed-in device.
type Session struct {
	ID      id.ID      `json:"id"`
	Kind    string     `json:"kind" enum:"browser,api"`
	Device  string     `json:"device"`
	Created *time.Time `json:"created"`
	Seen    *time.Time `json:"seen"`
	Expires *time.Time `json:"expires"`
	Current bool       `json:"current"`
}

type passwordInput struct {
	Body struct {
		Old      string `json:"old" maxLength:"1000"`
		Password string `json:"password" maxLength:"1000"`
	}
}

type idInput struct {
	ID string `path:"id" maxLength:"60"`
}

func (a *API) meOps() {
	mine := func(id, method, path string, errors ...int) op {
		return op{id: id, method: method, path: path, tag: "me", access: signed, who: account.Learn, errors: errors}
	}
	add(a, mine("me", http.MethodGet, "/me"), a.me)
	add(a, mine("change-password", http.MethodPost, "/me/password", http.StatusTooManyRequests), a.changePassword)
	add(a, mine("sessions", http.MethodGet, "/me/sessions"), a.sessions)
	add(a, mine("end-session", http.MethodDelete, "/me/sessions/{id}"), a.endSession)
	add(a, mine("end-other-sessions", http.MethodDelete, "/me/sessions"), a.endOtherSessions)
}

func (a *API) me(ctx context.Context, _ *none) (*reply[Me], error) {
	c := caller(ctx)
	u, err := a.Org.Unit(ctx, c.Unit)
	if err != nil {
		return nil, err
	}
	contacts, grants, err := a.Accounts.Own(ctx, c)
	if err != nil {
		return nil, err
	}
	return ok(Me{
		Account: c.Account, Person: c.Person, Session: c.Session, Name: c.Name, Audience: c.Audience, Unit: c.Unit, UnitName: u.Name,
		Contacts: each(contacts, contactOf), Roles: rolesOf(grants),
	}, nil)
}

func (a *API) changePassword(ctx context.Context, in *passwordInput) (*done, error) {
	return empty(a.Accounts.ChangePassword(ctx, caller(ctx), in.Body.Old, in.Body.Password, device(ctx)))
}

func (a *API) sessions(ctx context.Context, in *struct{ Paging }) (*reply[List[Session]], error) {
	all, err := a.Accounts.Sessions(ctx, caller(ctx))
	if err != nil {
		return nil, err
	}
	return ok(page(each(all, func(s account.Session) Session {
		kind := "browser"
		if s.API {
			kind = "api"
		}
		return Session{
			ID: s.ID, Kind: kind, Device: s.Device, Created: when(s.Created), Seen: when(s.Seen), Expires: when(s.Expires),
			Current: s.ID == caller(ctx).Session,
		}
	}), in.Paging, func(s Session) string { return s.ID.String() }))
}

func (a *API) endSession(ctx context.Context, in *idInput) (*done, error) {
	session, err := parseID(in.ID)
	if err != nil {
		return nil, err
	}
	return empty(a.Accounts.SignOutDevice(ctx, caller(ctx), session))
}

func (a *API) endOtherSessions(ctx context.Context, _ *none) (*done, error) {
	return empty(a.Accounts.SignOutEverywhere(ctx, caller(ctx)))
}
