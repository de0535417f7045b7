package api

import (
	"context"
	"net/http"

	"hocso/internal/account"
	"hocso/internal/privacy"
)

type correctOwnInput struct {
	Body struct {
		Name    string `json:"name,omitempty" maxLength:"1000"`
		Contact string `json:"contact,omitempty" maxLength:"300"`
		Old     string `json:"old" maxLength:"1000"`
	}
}

type correctInput struct {
	ID   string `path:"id" maxLength:"60"`
	Body struct {
		Name    string `json:"name,omitempty" maxLength:"1000"`
		Contact string `json:"contact,omitempty" maxLength:"300"`
	}
}

type eraseOwnInput struct {
	Body struct {
		Password string `json:"password" maxLength:"1000"`
		EndExam  bool   `json:"endExam,omitempty"`
	}
}

type eraseInput struct {
	ID   string `path:"id" maxLength:"60"`
	Body struct {
		Asked   bool `json:"asked"`
		EndExam bool `json:"endExam,omitempty"`
	}
}

type revokeCredentialInput struct {
	Serial string `path:"serial" maxLength:"60"`
	Body   struct {
		Why    string `json:"why" enum:"mistake,fraud,holder"`
		Reason string `json:"reason" maxLength:"2000"`
	}
}

// rightsOps are what people are promised about their data.
func (a *API) rightsOps() {
	mine := func(id, method, path string, errors ...int) op {
		return op{id: id, method: method, path: path, tag: "me", access: signed, who: account.Learn, errors: errors}
	}
	add(a, mine("correct-me", http.MethodPost, "/me/correction", http.StatusTooManyRequests), a.correctOwn)
	add(a, mine("my-data", http.MethodGet, "/me/data"), a.ownData)
	add(a, mine("erase-me", http.MethodPost, "/me/erasure", http.StatusTooManyRequests, http.StatusConflict), a.eraseOwn)
	people := func(id, method, path string, who account.Permission, errors ...int) op {
		return op{id: id, method: method, path: path, tag: "people", access: signed, who: who, errors: errors}
	}
	add(a, people("correct-person", http.MethodPost, "/people/{id}/correction", account.HelpPeople), a.correct)
	add(a, people("person-data", http.MethodPost, "/people/{id}/data", account.AnswerRequests), a.personData)
	add(a, people("erase-person", http.MethodPost, "/people/{id}/erasure", account.AnswerRequests, http.StatusConflict), a.erase)
	add(a, op{
		id: "revoke-credential", method: http.MethodPost, path: "/credentials/{serial}/revocation", tag: "credentials", access: signed,
		who: account.RevokePapers, errors: []int{http.StatusConflict},
	}, a.revokeCredential)
}

func (a *API) correctOwn(ctx context.Context, in *correctOwnInput) (*done, error) {
	x := account.Correction{Name: in.Body.Name, Contact: in.Body.Contact}
	return empty(a.Accounts.CorrectOwn(ctx, caller(ctx), x, in.Body.Old, device(ctx)))
}

func (a *API) correct(ctx context.Context, in *correctInput) (*done, error) {
	k, err := parseID(in.ID)
	if err != nil {
		return nil, err
	}
	return empty(a.Accounts.Correct(ctx, caller(ctx), k, account.Correction{Name: in.Body.Name, Contact: in.Body.Contact}))
}

func (a *API) ownData(ctx context.Context, _ *none) (*reply[*privacy.Copy], error) {
	return ok(a.Privacy.Own(ctx, caller(ctx)))
}

func (a *API) personData(ctx context.Context, in *idInput) (*reply[*privacy.Copy], error) {
	k, err := parseID(in.ID)
	if err != nil {
		return nil, err
	}
	return ok(a.Privacy.Of(ctx, caller(ctx), k))
}

func (a *API) eraseOwn(ctx context.Context, in *eraseOwnInput) (*done, error) {
	return empty(a.Privacy.EraseOwn(ctx, caller(ctx), in.Body.Password, in.Body.EndExam, device(ctx)))
}

func (a *API) erase(ctx context.Context, in *eraseInput) (*done, error) {
	k, err := parseID(in.ID)
	if err != nil {
		return nil, err
	}
	return empty(a.Privacy.ErasePerson(ctx, caller(ctx), k, in.Body.Asked, in.Body.EndExam))
}

func (a *API) revokeCredential(ctx context.Context, in *revokeCredentialInput) (*done, error) {
	return empty(a.Credentials.Revoke(ctx, caller(ctx), in.Serial, in.Body.Why, in.Body.Reason))
}
