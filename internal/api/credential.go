package api

import (
	"context"
	"net/http"
	"time"

	"hocso/internal/account"
	"hocso/internal/assess"
	"hocso/internal/credential"
)

// Credential is a confirmation of completion as anyone may see it who has its serial.
type Credential struct {
	Serial  string     `json:"serial"`
	State   string     `json:"state" enum:"valid,revoked,withdrawn"`
	Holder  string     `json:"holder,omitempty"`
	Course  string     `json:"course,omitempty"`
	Version int        `json:"version,omitempty"`
	Issuer  string     `json:"issuer,omitempty"`
	Issued  *time.Time `json:"issued,omitempty"`
	Revoked *time.Time `json:"revoked,omitempty"`
	Levels  []Target   `json:"levels,omitempty" nullable:"false"`
}

func credentialOf(c *credential.Credential) Credential {
	out := Credential{Serial: credential.Display(c.Serial), State: c.State()}
	if out.State == credential.Revoked {
		out.Revoked = when(c.Revoked)
	}
	if c.Told() {
		out.Holder, out.Course, out.Version, out.Issuer, out.Issued = c.Holder, c.Course, c.Version, c.Issuer, when(c.Issued)
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
	return listed(all, err, credentialOf, in.Paging, func(c Credential) string { return c.Serial })
}

func (a *API) credential(ctx context.Context, in *struct {
	Serial string `path:"serial" maxLength:"60"`
},
) (*reply[Credential], error) {
	c, err := a.Credentials.Check(ctx, in.Serial)
	if err != nil {
		return nil, err
	}
	out := credentialOf(c)
	if !c.Told() || c.Attempt.IsZero() {
		return ok(out, nil)
	}
	stated, err := a.Assess.Stated(ctx, c.Attempt)
	if err != nil {
		return nil, err
	}
	out.Levels = each(stated, func(l assess.Level) Target { return Target{l.Competence.String(), l.Level} })
	return ok(out, nil)
}
