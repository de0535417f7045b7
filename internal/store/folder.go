package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

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
