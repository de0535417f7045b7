//go:build linux

package app_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// nobody is the user of the container image (USER in the Dockerfile). No
// ordinary account has this number.
const nobody = 65532

// TestImage runs the release binary as the container image does: alone in an
// otherwise empty root, as a user without rights, with nothing to write to but
// /data. It stands in for a build of the image where no container engine is at
// hand, and shows that the binary needs no library, no shell, no /tmp, no
// /etc/passwd and no time zone files.
func TestImage(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the release binary")
	}
	if os.Getuid() != 0 {
		t.Skip("only root may change the root directory")
	}
	root := t.TempDir()
	// t.TempDir is closed to others; the server is another. The folders above are
	// out of its sight and may stay closed.
	if err := os.Chmod(root, 0o755); err != nil {
		t.Fatal(err)
	}
	buildRelease(t, filepath.Join(root, "hocso"))
	data := filepath.Join(root, "data")
	if err := os.Mkdir(data, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(data, nobody, nobody); err != nil {
		t.Fatal(err)
	}

	t.Run("version", func(t *testing.T) {
		out, err := inImage(t.Context(), root, "version").CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		if !strings.Contains(string(out), "hocso") {
			t.Errorf("version printed %q", out)
		}
	})

	t.Run("demo", func(t *testing.T) {
		address := freeAddress(t)
		server := start(t, inImage(t.Context(), root, "demo", "--addr", address, "--data", "/data"))
		if err := server.waitReady(t.Context(), "http://"+address+"/readyz"); err != nil {
			t.Fatalf("%v\n%s", err, server.stop())
		}

		// HEALTHCHECK of the Dockerfile.
		health := func(address string) error {
			command := inImage(t.Context(), root, "health")
			command.Env = append(command.Env, "HOCSO_ADDR="+address)
			return command.Run()
		}
		if err := health(address); err != nil {
			t.Errorf("health of a ready server: %v", err)
		}
		if err := health(freeAddress(t)); err == nil {
			t.Error("health finds a server well where there is none")
		}

		// The orderly end is part of what the image promises: engines send SIGTERM.
		if err := server.end(30 * time.Second); err != nil {
			t.Fatalf("%v\n%s", err, server.stop())
		}
	})
}

// buildRelease builds the binary as `make build` and the Dockerfile do.
func buildRelease(t *testing.T, to string) {
	t.Helper()
	build := exec.CommandContext(t.Context(), "../../.ci/build", to)
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
}

// inImage is a command of the binary with the file system, the user and the
// environment that the Dockerfile gives it.
func inImage(ctx context.Context, root string, args ...string) *exec.Cmd {
	command := exec.CommandContext(ctx, "/hocso", args...)
	// Looked up before the change of root, where there is no such file.
	command.Err = nil
	command.Dir = "/data"
	command.Env = []string{"TMPDIR=/data", "SQLITE_TMPDIR=/data"}
	command.SysProcAttr = &syscall.SysProcAttr{
		Chroot:     root,
		Credential: &syscall.Credential{Uid: nobody, Gid: nobody, Groups: []uint32{}},
	}
	return command
}

// process is a started command, its output, and how it ended.
type process struct {
	command *exec.Cmd
	output  bytes.Buffer  // to be read once done is closed
	done    chan struct{} // closed when the process has gone
	err     error         // of Wait; to be read once done is closed
}

func start(t *testing.T, command *exec.Cmd) *process {
	t.Helper()
	p := &process{command: command, done: make(chan struct{})}
	command.Stdout, command.Stderr = &p.output, &p.output
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		p.err = command.Wait()
		close(p.done)
	}()
	t.Cleanup(func() { p.stop() })
	return p
}

// stop ends the process at once, if it still runs, and returns what it said.
func (p *process) stop() string {
	_ = p.command.Process.Kill()
	<-p.done
	return p.output.String()
}

// end asks the process to end, and wants it to do so with status 0.
func (p *process) end(within time.Duration) error {
	if err := p.command.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	select {
	case <-p.done:
		return p.err
	case <-time.After(within):
		return fmt.Errorf("still running %s after SIGTERM", within)
	}
}

// waitReady asks until the server answers 200. It gives up when the process
// has ended or after a minute, which covers the first publishing of the
// courses on a loaded machine.
func (p *process) waitReady(ctx context.Context, url string) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	last := fmt.Errorf("%s was never asked", url)
	for {
		select {
		case <-p.done:
			return fmt.Errorf("the server ended by itself: %w", p.err)
		case <-ctx.Done():
			return fmt.Errorf("not ready: %w", last)
		case <-tick.C:
		}
		if last = ask(ctx, url); last == nil {
			return nil
		}
	}
}

// freeAddress is a loopback address on which nothing listens.
func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().String()
}

func ask(ctx context.Context, url string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, 4096))
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s answered %s: %s", url, response.Status, body)
	}
	return err
}
