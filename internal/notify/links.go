package notify

import (
	"context"

	"hocso/internal/account"
	"hocso/internal/fault"
	"hocso/internal/i18n"
)

// Links mails one-time links: to choose a new password, to confirm an address.
type Links struct {
	Accounts *account.Service
	Box      *Outbox
	I18n     *i18n.Catalog
	BaseURL  string // of the pages, without a slash at the end
}

// Send has a link written and sent, out of the time of the request that asked: known and unknown addresses get the same
// answer after the same time. Error kinds: NotFound while no mail server is set; Invalid (field contact), RateLimited,
// Unavailable.
func (l Links) Send(ctx context.Context, contact, purpose, lang string, d account.Device) error {
	if !l.Accounts.MailResets {
		return fault.Missing()
	}
	to, err := l.Accounts.AskMail(ctx, contact, d)
	if err != nil {
		return err
	}
	path := map[string]string{account.PurposeMailReset: "/dat-lai/", account.PurposeMailVerify: "/xac-minh-thu/"}[purpose]
	return l.Box.Post(func(ctx context.Context) (Message, error) {
		token, err := l.Accounts.MailToken(ctx, to, purpose)
		if err != nil || token == "" {
			return Message{}, err
		}
		args := fault.Args{"link": l.BaseURL + path + token}
		return Message{
			To: to.Value, Subject: l.I18n.T(lang, "mail."+purpose+"-subject", nil), Text: l.I18n.T(lang, "mail."+purpose+"-text", args),
		}, nil
	})
}
