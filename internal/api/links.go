package api

import (
	"cmp"
	"context"
	"net/http"

	"hocso/internal/account"
	"hocso/internal/fault"
	"hocso/internal/httpx"
	"hocso/internal/notify"
)

type contactInput struct {
	Body struct {
		Contact string `json:"contact" maxLength:"300"`
	}
}

type linkInput struct {
	Body struct {
		Token string `json:"token" maxLength:"200"`
	}
}

type linkResetInput struct {
	Body struct {
		Token    string `json:"token" maxLength:"200"`
		Password string `json:"password" maxLength:"1000"`
	}
}

type firstAdminInput struct {
	Body struct {
		Token    string `json:"token" maxLength:"200"`
		Unit     string `json:"unitName,omitempty" maxLength:"1000"`
		Kind     string `json:"kind,omitempty" maxLength:"60"`
		Name     string `json:"name" maxLength:"1000"`
		Contact  string `json:"contact" maxLength:"300"`
		Password string `json:"password" maxLength:"1000"`
		Consent  bool   `json:"consent"`
	}
}

// linkOps are what one-time links do. Their secrets travel in bodies: addresses stand in logs of proxies.
func (a *API) linkOps() {
	post := func(id, path string, errors ...int) op {
		return op{id: id, method: http.MethodPost, path: path, tag: "auth", access: blind, errors: errors}
	}
	add(a, post("mail-reset-link", "/auth/reset-link", http.StatusNotFound, http.StatusTooManyRequests), a.mailResetLink)
	add(a, post("reset-by-link", "/auth/reset-by-link", http.StatusGone), a.resetByLink)
	add(a, op{
		id: "mail-verify-link", method: http.MethodPost, path: "/me/verification", tag: "me", access: signed, who: account.Learn,
		errors: []int{http.StatusNotFound, http.StatusTooManyRequests},
	}, a.mailVerifyLink)
	add(a, post("verify-by-link", "/auth/verify-by-link", http.StatusGone), a.verifyByLink)
	first := post("first-administrator", "/first-administrator", http.StatusGone)
	first.status = http.StatusCreated
	add(a, first, a.firstAdministrator)
}

func (a *API) mailLink(ctx context.Context, contact, purpose string) error {
	links := notify.Links{Accounts: a.Accounts, Box: a.Mail, I18n: a.I18n, BaseURL: a.BaseURL}
	return links.Send(ctx, contact, purpose, httpx.LangOf(ctx), device(ctx))
}

// mailResetLink gives known and unknown addresses the same answer after the same time.
func (a *API) mailResetLink(ctx context.Context, in *contactInput) (*done, error) {
	return empty(a.mailLink(ctx, in.Body.Contact, account.PurposeMailReset))
}

func (a *API) resetByLink(ctx context.Context, in *linkResetInput) (*done, error) {
	_, err := a.Accounts.ResetByMail(ctx, in.Body.Token, in.Body.Password)
	return empty(err)
}

func (a *API) mailVerifyLink(ctx context.Context, _ *none) (*done, error) {
	contact, err := a.Accounts.UnverifiedMail(ctx, caller(ctx))
	if err != nil {
		return nil, err
	}
	return empty(a.mailLink(ctx, contact, account.PurposeMailVerify))
}

func (a *API) verifyByLink(ctx context.Context, in *linkInput) (*done, error) {
	return empty(a.Accounts.VerifyByMail(ctx, in.Body.Token))
}

// firstAdministrator sets a deployment up and signs its administrator in.
func (a *API) firstAdministrator(ctx context.Context, in *firstAdminInput) (*reply[Tokens], error) {
	root, err := a.Org.Root(ctx)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return nil, err
	}
	b := in.Body
	f := account.FirstAdmin{
		Registration: account.Registration{Name: b.Name, Contact: b.Contact, Password: b.Password, Consent: b.Consent, Audience: "can-bo-cong-chuc-vien-chuc"},
		Root:         root, UnitName: b.Unit, UnitKind: b.Kind,
	}
	t, err := a.Accounts.CreateFirstAdmin(ctx, b.Token, f, device(ctx), true)
	if err != nil {
		return nil, err
	}
	// The administrator exists by now and can name the site by hand: a failure is only noted.
	if err := a.Sites.NameAfter(ctx, cmp.Or(root.Name, b.Unit), t.Caller.Account); err != nil {
		a.Log.WarnContext(ctx, "the site's name was not set", "err", err)
	}
	return ok(a.tokens(ctx, t))
}
