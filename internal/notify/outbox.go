package notify

import (
	"context"
	"log/slog"

	"hocso/internal/fault"
)

// waiting is how many messages may wait for the mail server.
const waiting = 256

// Outbox writes and sends messages one after another, out of the time of the requests that asked for them: how long
// an answer takes tells nobody whether an address is known. What waits is lost with the process; whoever asked asks
// again, and no secret of a link lies on a disk meanwhile.
type Outbox struct {
	send func(ctx context.Context, to, subject, text string) error
	jobs chan func(ctx context.Context) (Message, error)
	log  *slog.Logger
}

// Message is what is sent; To empty sends nothing.
type Message struct{ To, Subject, Text string }

// NewOutbox makes an outbox that sends by send, usually Mail.Send.
func NewOutbox(send func(ctx context.Context, to, subject, text string) error, log *slog.Logger) *Outbox {
	return &Outbox{send: send, jobs: make(chan func(context.Context) (Message, error), waiting), log: log}
}

// Post takes the writing of a message and returns at once. Error kind: Unavailable when too many wait.
func (o *Outbox) Post(write func(ctx context.Context) (Message, error)) error {
	select {
	case o.jobs <- write:
		return nil
	default:
		return fault.New(fault.Unavailable, "error.busy").After(patience)
	}
}

// Run writes and sends until ctx ends. A message that cannot be written or sent is logged, without its receiver.
func (o *Outbox) Run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case write := <-o.jobs:
			m, err := write(ctx)
			if err == nil && m.To != "" {
				err = o.send(ctx, m.To, m.Subject, m.Text)
			}
			if err != nil {
				o.log.ErrorContext(ctx, "a mail was not sent", "err", err)
			}
		}
	}
}
