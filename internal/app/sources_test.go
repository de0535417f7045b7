package app

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"hocso/internal/config"
)

// heard is a log that is read line by line: whatever is written waits for its reader.
type heard chan string

func (h heard) Write(b []byte) (int, error) { h <- string(b); return len(b), nil }

// until reads on to a line with a text.
func (h heard) until(text string) {
	for !strings.Contains(<-h, text) {
	}
}

// TestRedeliveryTriesAgain: while the repository cannot be fetched, each delivery of the same call tries once more.
func TestRedeliveryTriesAgain(t *testing.T) {
	const secret = "bi-mat-cua-kho-khoa-hoc"
	repository := filepath.Join(t.TempDir(), "kho")
	lines := make(heard, 100)
	conf := config.Config{Data: t.TempDir(), Addr: "127.0.0.1:0"}
	conf.Sources.Git, conf.Sources.HookSecret, conf.Sources.Env = repository, secret, []string{"PATH=" + os.Getenv("PATH")}
	a, err := open(t.Context(), conf, slog.New(slog.NewTextHandler(lines, nil)))
	if err != nil {
		t.Fatal(err)
	}
	defer a.store.Close()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); a.syncLoop(ctx) }()
	defer func() { stop(); <-ended }()

	m := hmac.New(sha256.New, []byte(secret))
	m.Write([]byte("đẩy"))
	signature := "sha256=" + hex.EncodeToString(m.Sum(nil))
	deliver := func() {
		t.Helper()
		r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/hook/git", strings.NewReader("đẩy"))
		r.Header.Set("X-Hub-Signature-256", signature)
		w := httptest.NewRecorder()
		if a.hook.ServeHTTP(w, r); w.Code != http.StatusAccepted {
			t.Fatalf("status %d", w.Code)
		}
	}
	const failed = "synchronising with a repository"
	lines.until(failed) // at the start
	deliver()
	lines.until(failed)
	deliver()
	lines.until(failed)

	if err := os.CopyFS(filepath.Join(repository, "khoa-thu"), os.DirFS("../../docs/examples/tra-tien-o-cho")); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"init", "--quiet", "."}, {"add", "--all"}, {"-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "--message", "m"},
	} {
		cmd := exec.CommandContext(ctx, "git", args...)
		cmd.Dir = repository
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	deliver()
	lines.until("course=khoa-thu")
}
