package notify

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"strings"
	"testing"

	"hocso/internal/fault"
)

// smtpServer takes one message, without encryption, and gives what it was sent.
func smtpServer(t *testing.T) (port string, got <-chan string) {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	out := make(chan string, 1)
	go func() {
		c, err := l.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		talk(c, out)
	}()
	_, port, err = net.SplitHostPort(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port, out
}

func talk(c net.Conn, out chan<- string) {
	r := bufio.NewReader(c)
	fmt.Fprint(c, "220 test\r\n")
	var said strings.Builder
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		said.WriteString(line)
		switch verb, _, _ := strings.Cut(strings.ToUpper(strings.TrimSpace(line)), " "); verb {
		case "EHLO":
			fmt.Fprint(c, "250-test\r\n250 8BITMIME\r\n")
		case "DATA":
			fmt.Fprint(c, "354 go on\r\n")
			for {
				line, err := r.ReadString('\n')
				if err != nil || line == ".\r\n" {
					break
				}
				said.WriteString(line)
			}
			fmt.Fprint(c, "250 taken\r\n")
			out <- said.String()
		case "QUIT":
			fmt.Fprint(c, "221 bye\r\n")
			return
		default:
			fmt.Fprint(c, "250 fine\r\n")
		}
	}
}

func TestSend(t *testing.T) {
	port, got := smtpServer(t)
	m := Mail{Host: "127.0.0.1", Port: port, From: "hocso@example.vn"}
	if err := m.Send(t.Context(), "anh@example.vn", "Học số: đặt lại mật khẩu", "Chào bạn,\n\nhttps://hocso.example/dat-lai/abc\n"); err != nil {
		t.Fatal(err)
	}
	said := <-got
	if !strings.Contains(said, "MAIL FROM:<hocso@example.vn>") || !strings.Contains(said, "RCPT TO:<anh@example.vn>") {
		t.Errorf("envelope in %q", said)
	}
	_, data, _ := strings.Cut(said, "DATA\r\n")
	msg, err := mail.ReadMessage(strings.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	subject, err := (&mime.WordDecoder{}).DecodeHeader(msg.Header.Get("Subject"))
	if err != nil || subject != "Học số: đặt lại mật khẩu" {
		t.Errorf("subject %q, %v", subject, err)
	}
	if msg.Header.Get("Date") == "" || msg.Header.Get("Message-Id") == "" || msg.Header.Get("Auto-Submitted") != "auto-generated" {
		t.Errorf("header %v", msg.Header)
	}
	text, err := io.ReadAll(quotedprintable.NewReader(msg.Body))
	if err != nil || !bytes.Contains(text, []byte("Chào bạn,")) || !bytes.Contains(text, []byte("https://hocso.example/dat-lai/abc")) {
		t.Errorf("text %q, %v", text, err)
	}
}

func TestSendRefuses(t *testing.T) {
	port, _ := smtpServer(t)
	good := Mail{Host: "127.0.0.1", Port: port, From: "hocso@example.vn"}
	for name, tc := range map[string]struct {
		change func(*Mail)
		to     string
	}{
		"port":                      {func(m *Mail) { m.Port = "smtp" }, "anh@example.vn"},
		"sender":                    {func(m *Mail) { m.From = "hocso" }, "anh@example.vn"},
		"receiver":                  {func(*Mail) {}, "anh@example.vn\r\nBcc: all@example.vn"},
		"password without a cipher": {func(m *Mail) { m.User, m.Password = "u", "p" }, "anh@example.vn"},
	} {
		m := good
		tc.change(&m)
		if err := m.Send(t.Context(), tc.to, "x", "x"); err == nil {
			t.Errorf("%s: sent", name)
		}
	}
}

func TestOutbox(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	var log bytes.Buffer
	sent := make(chan Message, 4)
	o := NewOutbox(func(_ context.Context, to, subject, text string) error {
		sent <- Message{to, subject, text}
		if to == "bad@example.vn" {
			return errors.New("no such box")
		}
		return nil
	}, slog.New(slog.NewTextHandler(&log, nil)))
	write := func(m Message, err error) func(context.Context) (Message, error) {
		return func(context.Context) (Message, error) { return m, err }
	}
	for _, w := range []func(context.Context) (Message, error){
		write(Message{}, nil), // nobody to write to
		write(Message{To: "never@example.vn"}, errors.New("storage is away")),
		write(Message{To: "bad@example.vn"}, nil),
		write(Message{"anh@example.vn", "a", "b"}, nil),
	} {
		if err := o.Post(w); err != nil {
			t.Fatal(err)
		}
	}
	done := make(chan struct{})
	go func() { o.Run(ctx); close(done) }()
	if m := <-sent; m.To != "bad@example.vn" {
		t.Errorf("first %+v", m)
	}
	if m := <-sent; m != (Message{"anh@example.vn", "a", "b"}) {
		t.Errorf("then %+v", m)
	}
	stop()
	<-done
	if got := log.String(); strings.Count(got, "a mail was not sent") != 2 || strings.Contains(got, "@example.vn") {
		t.Errorf("log %q", got)
	}
	for range waiting {
		if err := o.Post(write(Message{}, nil)); err != nil {
			t.Fatal(err)
		}
	}
	if err := o.Post(write(Message{}, nil)); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a full outbox answers %v", err)
	}
}
