package api

import (
	"context"
	"net/http"
	"time"

	"hocso/internal/account"
	"hocso/internal/credential"
)

// Credential is a confirmation of completion as anyone may see it who has its serial.
type Credential struct {
	Serial  string     `json:"serial" doc:"As it is printed, in groups of five."`
	State   string     `json:"state" enum:"valid,revoked,withdrawn"`
	Holder  string     `json:"holder,omitempty" doc:"Absent when withdrawn at the holder's request."`
	Course  string     `json:"course"`
	Version int        `json:"version"`
	Issuer  string     `json:"issuer"`
	Issued  *time.Time `json:"issued"`
	Revoked *time.Time `json:"revoked,omitempty"`
}

func credentialOf(c *credential.Credential) Credential {
	out := Credential{
		Serial: credential.Display(c.Serial), State: c.State(), Course: c.Course, Version: c.Version, Issuer: c.Issuer,
		Issued: when(c.Issued), Revoked: when(c.Revoked),
	}
	if out.State != credential.Withdrawn {
		out.Holder = c.Holder
	}
	return out
}

func (a *API) credentialOps() {
	add(a, op{
		id: "credentials", method: http.MethodGet, path: "/me/credentials", tag: "credentials", access: signed, who: account.Learn,
	}, a.credentials)
	add(a, op{id: "credential", method: http.MethodGet, path: "/credentials/{serial}", tag: "credentials"}, a.credential)
}

func (a *API) credentials(ctx context.Context, in *struct{ Paging }) (*reply[List[Credential]], error) {
	all, err := a.Credentials.Mine(ctx, caller(ctx))
	if err != nil {
		return nil, err
	}
	return ok(page(each(all, credentialOf), in.Paging, func(c Credential) string { return c.Serial }))
}

func (a *API) credential(ctx context.Context, in *struct {
	Serial string `path:"serial" maxLength:"60"`
}) (*reply[Credential], error) {
	c, err := a.Credentials.Check(ctx, in.Serial)
	if err != nil {
		return nil, err
	}
	return ok(credentialOf(c), nil)
}
