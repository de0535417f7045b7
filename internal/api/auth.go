package api

import (
	"context"
	"net/http"

	"hocso/internal/account"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/token"
)

// Tokens are what a signed-in program holds.
type Tokens struct {
	AccessToken  string `json:"accessToken"`
	TokenType    string `json:"tokenType"`
	ExpiresIn    int    `json:"expiresIn"`
	RefreshToken string `json:"refreshToken"`
	Session      id.ID  `json:"session"`
	Account      id.ID  `json:"account"`
}

func (a *API) tokens(ctx context.Context, t account.Tokens) (Tokens, error) {
	sub := token.Subject{Account: t.Caller.Account, Session: t.Session.ID}
	access, life, err := a.Tokens.Issue(ctx, sub, t.Session.Expires)
	return Tokens{
		AccessToken: access, TokenType: "Bearer", ExpiresIn: int(life.Seconds()), RefreshToken: t.Refresh,
		Session: sub.Session, Account: sub.Account,
	}, err
}

type signInInput struct {
	Body struct {
		Contact  string `json:"contact" maxLength:"300"`
		Password string `json:"password" maxLength:"1000"`
	}
}

type refreshInput struct {
	Body struct {
		RefreshToken string `json:"refreshToken" maxLength:"200"`
	}
}

type registerInput struct {
	Body struct {
		Name     string `json:"name" maxLength:"1000"`
		Contact  string `json:"contact" maxLength:"300"`
		Password string `json:"password" maxLength:"1000"`
		Consent  bool   `json:"consent"`
		Audience string `json:"audience,omitempty" maxLength:"60"`
		Unit     *id.ID `json:"unit,omitempty" format:"uuid"`
	}
}

type resetInput struct {
	Body struct {
		Contact  string `json:"contact" maxLength:"300"`
		Code     string `json:"code" maxLength:"60"`
		Password string `json:"password" maxLength:"1000"`
	}
}

func (a *API) authOps() {
	limited := []int{http.StatusTooManyRequests}
	add(a, op{id: "sign-in", method: http.MethodPost, path: "/auth/token", tag: "auth", access: blind, errors: limited}, a.signIn)
	add(a, op{id: "refresh", method: http.MethodPost, path: "/auth/refresh", tag: "auth", access: blind, errors: []int{http.StatusUnauthorized}}, a.refresh)
	add(a, op{id: "sign-out", method: http.MethodPost, path: "/auth/logout", tag: "auth", access: signed, who: account.Learn}, a.signOut)
	add(a, op{
		id: "register", method: http.MethodPost, path: "/registrations", tag: "auth", access: blind, status: http.StatusCreated,
		errors: []int{http.StatusTooManyRequests, http.StatusConflict},
	}, a.register)
	add(a, op{id: "reset-password", method: http.MethodPost, path: "/auth/reset", tag: "auth", access: blind, errors: limited}, a.reset)
}

func (a *API) signIn(ctx context.Context, in *signInInput) (*reply[Tokens], error) {
	t, err := a.Accounts.SignIn(ctx, in.Body.Contact, in.Body.Password, device(ctx), true)
	if err != nil {
		return nil, err
	}
	return ok(a.tokens(ctx, t))
}

func (a *API) refresh(ctx context.Context, in *refreshInput) (*reply[Tokens], error) {
	t, err := a.Accounts.Refresh(ctx, in.Body.RefreshToken)
	if err != nil {
		return nil, err
	}
	return ok(a.tokens(ctx, t))
}

func (a *API) signOut(ctx context.Context, _ *none) (*done, error) {
	return empty(a.Accounts.SignOut(ctx, caller(ctx)))
}

func (a *API) register(ctx context.Context, in *registerInput) (*reply[Tokens], error) {
	root, err := a.Org.Root(ctx)
	if fault.Is(err, fault.NotFound) {
		return nil, fault.New(fault.Conflict, "api.not-set-up")
	}
	if err != nil {
		return nil, err
	}
	r := account.Registration{
		Name: in.Body.Name, Contact: in.Body.Contact, Password: in.Body.Password, Consent: in.Body.Consent, Audience: in.Body.Audience,
	}
	if in.Body.Unit != nil {
		if r.Unit, err = a.openUnit(ctx, *in.Body.Unit); err != nil {
			return nil, err
		}
	}
	t, err := a.Accounts.Register(ctx, r, root, device(ctx), true)
	if err != nil {
		return nil, err
	}
	return ok(a.tokens(ctx, t))
}

// openUnit is a unit that people may register with. Error kind: Invalid.
func (a *API) openUnit(ctx context.Context, unit id.ID) (id.ID, error) {
	u, err := a.Org.Today(ctx, unit)
	if fault.Is(err, fault.NotFound) {
		var form fault.Form
		form.Refuse("unit", "unit.none")
		return id.Zero, form.Err()
	}
	return u.ID, err
}

func (a *API) reset(ctx context.Context, in *resetInput) (*done, error) {
	_, err := a.Accounts.Reset(ctx, in.Body.Contact, in.Body.Code, in.Body.Password, device(ctx))
	return empty(err)
}
