package notify

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"hocso/internal/fault"
)

// to writes a message to somebody.
func to(name string) func(context.Context) (Message, error) {
	return func(context.Context) (Message, error) { return Message{To: name, Subject: "a", Text: "b"}, nil }
}

// refusing is a mail server that answers one command with an error.
func refusing(t *testing.T, verb, answer string) (port string) {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			fmt.Fprint(c, "220 test\r\n")
			for r := bufio.NewReader(c); ; {
				line, err := r.ReadString('\n')
				if err != nil {
					break
				}
				switch said := strings.ToUpper(line); {
				case strings.HasPrefix(said, verb):
					fmt.Fprint(c, answer+"\r\n")
				case strings.HasPrefix(said, "EHLO"):
					fmt.Fprint(c, "250-test\r\n250 8BITMIME\r\n")
				default:
					fmt.Fprint(c, "250 fine\r\n")
				}
			}
			c.Close()
		}
	}()
	_, port, err = net.SplitHostPort(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// TestLogNamesNobody: who asked for a mail that could not be sent does not stand in the log, whatever the mail server
// says; why it could not be sent does.
func TestLogNamesNobody(t *testing.T) {
	for verb, answer := range map[string]string{
		"RCPT": "550 5.1.1 <anh@example.vn>: no such user", "MAIL": "451 4.3.0 try again", "DATA": "554 5.7.1 anh@example.vn refused",
	} {
		port := refusing(t, verb, answer)
		var log bytes.Buffer
		m := Mail{Host: "127.0.0.1", Port: port, From: "hocso@example.vn"}
		ctx, stop := context.WithCancel(t.Context())
		o := NewOutbox(func(ctx context.Context, to, subject, text string) error {
			defer stop()
			return m.Send(ctx, to, subject, text)
		}, slog.New(slog.NewTextHandler(&log, nil)))
		if err := o.Post(to("anh@example.vn")); err != nil {
			t.Fatal(err)
		}
		o.Run(ctx)
		if got := log.String(); strings.Contains(strings.ToLower(got), "anh@example.vn") || !strings.Contains(got, "a mail was not sent") || !strings.Contains(got, answer[:3]) {
			t.Errorf("%s: log %q", verb, got)
		}
	}
}

// TestOutboxKeepsOrder: messages are written and sent one after another, in the order in which they were asked for.
func TestOutboxKeepsOrder(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var mu sync.Mutex
	var sent []string
	busy := 0
	o := NewOutbox(func(_ context.Context, to, _, _ string) error {
		mu.Lock()
		defer mu.Unlock()
		if busy--; busy != 0 {
			t.Error("two at once")
		}
		if sent = append(sent, to); len(sent) == 9 {
			stop()
		}
		return nil
	}, slog.New(slog.DiscardHandler))
	for i := range 9 {
		err := o.Post(func(context.Context) (Message, error) {
			mu.Lock()
			defer mu.Unlock()
			busy++
			return Message{To: fmt.Sprint(i)}, nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	o.Run(ctx)
	if got := strings.Join(sent, ""); got != "012345678" {
		t.Error(got)
	}
}

// TestFullOutbox: when too many wait, whoever asks is told to come back, at once; when one is sent there is room again.
func TestFullOutbox(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	taken, free := make(chan struct{}), make(chan struct{})
	o := NewOutbox(func(context.Context, string, string, string) error {
		taken <- struct{}{}
		<-free
		return nil
	}, slog.New(slog.DiscardHandler))
	done := make(chan struct{})
	go func() { o.Run(ctx); close(done) }()
	if err := o.Post(to("a")); err != nil {
		t.Fatal(err)
	}
	<-taken // the first one is with the mail server; now the queue fills up
	n := 0
	for o.Post(to("b")) == nil {
		if n++; n > 10_000 {
			t.Fatal("the queue has no bound")
		}
	}
	err := o.Post(to("c"))
	var e *fault.Error
	if !errors.As(err, &e) || e.Kind != fault.Unavailable || e.RetryAfter < time.Second {
		t.Errorf("%+v", err)
	}
	free <- struct{}{}
	<-taken // the next one has left the queue
	if err := o.Post(to("d")); err != nil {
		t.Errorf("with room again: %v", err)
	}
	stop()
	close(free)
	for more := true; more; {
		select {
		case <-taken:
		case <-done:
			more = false
		}
	}
}

// TestShutdown: what is being sent is told that the server stops, and nothing more is begun.
func TestShutdown(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	o := NewOutbox(func(ctx context.Context, to, _, _ string) error {
		if to != "a" {
			t.Errorf("%s was begun", to)
		}
		stop()
		<-ctx.Done()
		return ctx.Err()
	}, slog.New(slog.DiscardHandler))
	if err := o.Post(to("a")); err != nil {
		t.Fatal(err)
	}
	o.Run(ctx) // comes back
}

// TestSendStops: a mail server that says nothing does not hold the outbox longer than its context.
func TestSendStops(t *testing.T) {
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer stop()
	begun := time.Now()
	if err := (Mail{Host: "127.0.0.1", Port: port, From: "hocso@example.vn"}).Send(ctx, "anh@example.vn", "a", "b"); err == nil {
		t.Error("sent to nobody")
	}
	if took := time.Since(begun); took > patience/2 {
		t.Errorf("it took %v", took)
	}
}
