package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"hocso/internal/fault"
)

// Hold keeps a second server off SQLite's folder until the store is closed or the process ends. Commands go beside it:
// SQLite lets one write at a time. PostgreSQL is for several servers. Error kind: Conflict when a server holds it.
func (s *Store) Hold() error {
	if s.Engine() != "sqlite" {
		return nil
	}
	f, err := createOrOpen(filepath.Join(s.dir, "hocso.lock"), 0)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	err = flock(f, false)
	if err == nil {
		s.held = f
		return nil
	}
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = fault.New(fault.Conflict, "cli.served-already").With(fault.Args{"place": s.dir})
	}
	return errors.Join(err, f.Close())
}

// create makes a file that only its owner reads. It belongs to whom its folder belongs: root may run a command over the
// folder of a service, which must be able to open the file afterwards. Error: fs.ErrExist.
func create(path string, flag int) (*os.File, error) {
	f, err := os.OpenFile(path, flag|os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err == nil {
		inherit(f, path)
	}
	return f, err
}

// createOrOpen opens a file and makes it when there is none.
func createOrOpen(path string, flag int) (*os.File, error) {
	f, err := create(path, flag)
	if errors.Is(err, fs.ErrExist) {
		return os.OpenFile(path, flag|os.O_RDWR, 0)
	}
	return f, err
}

// createSQLite makes the empty file that SQLite fills; it gives the files beside it the same owner and mode.
func createSQLite(path string) error {
	f, err := create(path, 0)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return f.Close()
}

// beside reports whether a file stands in a folder, whatever the two paths look like.
func beside(path, dir string) bool {
	a, err := os.Stat(filepath.Dir(path))
	if err != nil {
		return false
	}
	b, err := os.Stat(dir)
	return err == nil && os.SameFile(a, b)
}
