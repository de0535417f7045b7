package store

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"hocso/internal/account"
	"hocso/internal/assess"
	"hocso/internal/clock"
	"hocso/internal/fault"
)

// TestCloseLetsGo: a connection that is closed before its statements would keep files and locks.
func TestCloseLetsGo(t *testing.T) {
	w := newWorld(t)
	wr := w.engine.(*writer)
	w.person(1, w.hamlet)
	w.healthy()
	wantKind(t, "a batch that lost its transaction", w.write(t.Context(), func(*Tx) error {
		return wr.exec(t.Context(), "ROLLBACK")
	}), fault.Unavailable)
	w.person(2, w.hamlet)
	open := func() (names []string) {
		fds, err := os.ReadDir("/proc/self/fd")
		must(t, err)
		for _, fd := range fds {
			name, err := os.Readlink("/proc/self/fd/" + fd.Name())
			if err == nil && strings.HasPrefix(name, w.opts.Dir) {
				names = append(names, filepath.Base(name))
			}
		}
		return names
	}
	if len(open()) < 3 {
		t.Fatalf("an open database holds only %v", open())
	}
	w.Close()
	if still := open(); len(still) > 0 {
		t.Errorf("a closed database still holds %v", still)
	}
}

// TestDiskFull: a full disk refuses writes and nothing else, and with room again everything goes on.
func TestDiskFull(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=16m"); err != nil {
		t.Skipf("a small disk cannot be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	copySeeded(t, dir)
	w := openWorld(t, Options{Dir: dir})
	defer w.Close() // before the disk goes
	ctx := t.Context()
	c := w.person(1, w.hamlet)
	w.enrol(c)
	a := w.start(c)
	w.session(c, "phiên", false)
	acks, n := map[ack]bool{}, int64(0)
	save := func() error {
		saved, err := w.SaveAnswer(ctx, assess.Save{
			Attempt: a.ID, Caller: c, Position: 1, Sequence: n + 1, Answer: assess.Answer{Text: strings.Repeat("chữ ", 4000)},
		})
		if err == nil {
			n = saved.Sequence
			acks[ack{Position: 1, Sequence: n}] = true
		}
		return err
	}
	must(t, save())
	for range 2 {
		filler := fill(t, dir)
		var err error
		for range 2_000 { // what room the log still has
			if err = save(); err != nil {
				break
			}
		}
		if e, ok := errors.AsType[*fault.Error](err); !ok || e.Kind != fault.Full || e.RetryAfter <= 0 {
			t.Fatalf("after %d answers on a full disk: %v", n, err)
		}
		wantKind(t, "the next one", save(), fault.Full)
		for range 2_000 { // it is smaller: a little room may be left for it
			if err = w.Ping(ctx); err != nil {
				break
			}
		}
		wantKind(t, "being ready", err, fault.Full)
		if got := w.attempt(c, a.ID); got.Items[0].Sequence != n {
			t.Errorf("reading on a full disk: sequence %d, want %d", got.Items[0].Sequence, n)
		}
		if _, err := w.CallerByToken(ctx, account.TokenHash("phiên"), clock.Now(w.clock)); err != nil {
			t.Errorf("signing in on a full disk: %v", err)
		}
		must(t, os.Remove(filler))
		must(t, save())
		must(t, save())
	}
	w.Close()
	nothingLost(t, w.opts, acks)
}

// fill leaves no byte free.
func fill(t *testing.T, dir string) string {
	t.Helper()
	f, err := os.Create(filepath.Join(dir, "đầy"))
	must(t, err)
	defer f.Close()
	for size := 1 << 20; size > 0; {
		if _, err := f.Write(make([]byte, size)); err != nil {
			size /= 2
		}
	}
	return f.Name()
}

// TestSyncFails: where the disk reports an error, nobody is told that their answer is on it.
func TestSyncFails(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Fatal("strace is not here: .ci/needs installs it")
	}
	dir := t.TempDir()
	copySeeded(t, dir)
	o := Options{Dir: dir}
	acks := map[ack]bool{}
	c := childOf(t, examinee(t, o), acks)
	if a := c.ask("save"); a.Refused != "" {
		t.Fatalf("an answer on a good disk: %+v", a)
	}
	stop := inject(t, strace, c.cmd.Process.Pid, "fsync,fdatasync:error=EIO")
	for range 3 {
		if a := c.ask("save"); a.Refused != "unavailable" {
			t.Errorf("an answer whose sync failed: %+v", a)
		}
		if a := c.ask("read"); a.Refused != "" {
			t.Errorf("reading meanwhile: %+v", a)
		}
	}
	stop()
	for range 3 {
		if a := c.ask("save"); a.Refused != "" {
			t.Errorf("an answer once the disk is well: %+v", a)
		}
	}
	c.kill()
	nothingLost(t, o, acks)
}

// inject makes system calls of a process fail until stop is called.
func inject(t *testing.T, strace string, pid int, what string) (stop func()) {
	t.Helper()
	calls, _, _ := strings.Cut(what, ":")
	cmd := exec.Command(strace, "-f", "-p", fmt.Sprint(pid), "-o", os.DevNull, "-e", "trace="+calls, "-e", "inject="+what)
	said, err := cmd.StderrPipe()
	must(t, err)
	must(t, cmd.Start())
	lines := bufio.NewScanner(said)
	for attached := false; !attached; attached = strings.Contains(lines.Text(), "attached") {
		if !lines.Scan() {
			_ = cmd.Wait()
			t.Skipf("strace may not attach here: %s", lines.Text())
		}
	}
	go io.Copy(io.Discard, said)
	return func() {
		must(t, cmd.Process.Signal(syscall.SIGINT))
		_ = cmd.Wait() // it says that it was interrupted
	}
}
