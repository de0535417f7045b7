package store

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/privacy"
)

// ErasureList is the list of erasures: a text file beside the database, never in it, so that restoring an older database
// brings nobody back. A line is the time of the erasure and the person's id, which names nobody any more.
type ErasureList struct{ path string }

var _ privacy.List = (*ErasureList)(nil)

// NewErasureList is the list of a data folder. The file is made with its first line.
func NewErasureList(dir string) *ErasureList { return &ErasureList{filepath.Join(dir, "erasures.txt")} }

// Read gives the list in the order of its lines; without a file it is empty. A last line without its end was torn by a
// crash: its erasure stands in the database, from where it is added again. Any other line that cannot be read is an
// error: somebody's erasure would be forgotten. Error kind: Unavailable.
func (l *ErasureList) Read() ([]privacy.Erased, error) {
	b, err := os.ReadFile(l.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		err = fmt.Errorf("store: the list of erasures: %w", err)
		return nil, fault.New(fault.Unavailable, "cli.list-unreadable").With(fault.Args{"file": l.path}).Because(err)
	}
	whole := b[:bytes.LastIndexByte(b, '\n')+1]
	var out []privacy.Erased
	n := 0
	for line := range strings.Lines(string(whole)) {
		n++
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		e, err := erasureLine(line)
		if err != nil {
			err = fmt.Errorf("store: %s, line %d: %w", l.path, n, err)
			return nil, fault.New(fault.Unavailable, "cli.list-damaged").With(fault.Args{"file": l.path, "line": n}).Because(err)
		}
		out = append(out, e)
	}
	return out, nil
}

func erasureLine(line string) (e privacy.Erased, err error) {
	when, who, _ := strings.Cut(line, " ")
	at, err := time.Parse(time.RFC3339Nano, when)
	if err != nil {
		return e, err
	}
	e.At = clock.Of(at)
	e.Person, err = id.Parse(who)
	return e, err
}

// Ready reports whether the list can be written now, by writing as much as a line takes: a line without its end, which
// Read leaves out and Add cuts off. Error kinds: Unavailable, Full.
func (l *ErasureList) Ready() error {
	return l.append(strings.Repeat(" ", len(time.RFC3339Nano)+len(id.Zero.String())+1))
}

// Add appends lines and returns when they are on the disk. Error kinds: Unavailable, Full.
func (l *ErasureList) Add(lines []privacy.Erased) error {
	var b strings.Builder
	for _, e := range lines {
		fmt.Fprintf(&b, "%s %s\n", e.At.Time().Format(time.RFC3339Nano), e.Person)
	}
	return l.append(b.String())
}

func (l *ErasureList) append(text string) (err error) {
	defer func() {
		if err != nil {
			err = listErr(err)
		}
	}()
	dir := filepath.Dir(l.path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := createOrOpen(l.path, os.O_APPEND)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := flock(f, true); err != nil { // the command line may erase while the server does
		return err
	}
	if err := dropTorn(f); err != nil {
		return err
	}
	if _, err := f.WriteString(text); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return syncFile(dir) // the name too
}

// listErr tells people to come back: nobody is erased while it cannot be written down.
func listErr(err error) error {
	err = fmt.Errorf("store: the list of erasures: %w", err)
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fault.New(fault.Full, "error.disk-full").After(retryAfterFull).Because(err)
	}
	return fault.New(fault.Unavailable, "error.unavailable").After(retryAfter).Because(err)
}

// dropTorn cuts off a last line without its end, so that the next one does not stick to it.
func dropTorn(f *os.File) error {
	b, err := os.ReadFile(f.Name())
	if err != nil {
		return err
	}
	end := bytes.LastIndexByte(b, '\n') + 1
	if end == len(b) {
		return nil
	}
	return f.Truncate(int64(end))
}
