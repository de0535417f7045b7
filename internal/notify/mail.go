// Package notify tells people things outside the pages: by mail.
package notify

import (
	"context"
	"errors"
	"fmt"
	"regexp"
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

// Send delivers one plain-text message; its errors do not name the receiver. A password is never sent over a line that
// is not encrypted; port 465 is encrypted from the first byte (RFC 8314).
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
		return fmt.Errorf("notify: receiver: %w", unnamed(err, to))
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
	sent := make(chan error, 1)
	go func() { sent <- client.DialAndSendWithContext(ctx, msg) }()
	select {
	case err = <-sent:
	case <-ctx.Done(): // which the library heeds only while it dials
		err = ctx.Err()
	}
	if err != nil {
		return fmt.Errorf("notify: %w", unnamed(err, to))
	}
	return nil
}

// unnamed is an error for the log: servers and the library repeat the receiver's address, which is nobody's business there.
func unnamed(err error, to string) error {
	return errors.New(regexp.MustCompile("(?i)"+regexp.QuoteMeta(to)).ReplaceAllString(err.Error(), "…"))
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
