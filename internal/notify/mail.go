// Package notify tells people things outside the pages: by mail.
package notify

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/wneessen/go-mail"
)

// patience bounds one delivery to the mail server.
const patience = 20 * time.Second

// Mail is the way to a mail server (RFC 5321).
type Mail struct {
	Host, Port string
	User       string // "" when the server takes mail without a sign-in
	Password   string
	From       string // address of the sender
}

// Send delivers one plain-text message. A password is never sent over a line that is not encrypted; port 465 is
// encrypted from the first byte (RFC 8314).
func (m Mail) Send(ctx context.Context, to, subject, text string) error {
	port, err := strconv.Atoi(m.Port)
	if err != nil {
		return fmt.Errorf("notify: the port %q is no number", m.Port)
	}
	msg := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if err := msg.From(m.From); err != nil {
		return fmt.Errorf("notify: sender: %w", err)
	}
	if err := msg.To(to); err != nil {
		return fmt.Errorf("notify: receiver: %w", err)
	}
	msg.Subject(subject)
	msg.SetDate()
	msg.SetMessageID()
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no holiday reply comes back
	msg.SetBodyString(mail.TypeTextPlain, text)

	client, err := mail.NewClient(m.Host, m.options(port)...)
	if err != nil {
		return fmt.Errorf("notify: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := client.DialAndSendWithContext(ctx, msg); err != nil {
		return fmt.Errorf("notify: %w", err)
	}
	return nil
}

func (m Mail) options(port int) []mail.Option {
	opts := []mail.Option{mail.WithPort(port), mail.WithTimeout(patience), mail.WithTLSPolicy(mail.TLSOpportunistic)}
	if port == 465 {
		opts = append(opts, mail.WithSSL())
	}
	if m.User != "" {
		opts = append(opts, mail.WithTLSPolicy(mail.TLSMandatory), mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover),
			mail.WithUsername(m.User), mail.WithPassword(m.Password))
	}
	return opts
}
