package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"hocso/internal/fault"
)

// Backup writes a consistent copy of a SQLite database to a new file while the server goes on working. The copy is
// compacted and holds no trace of deleted rows. Error kinds: Invalid for PostgreSQL, which brings its own tools
// (pg_dump), and when the file exists; Unavailable, Full.
func (s *Store) Backup(ctx context.Context, o Options, path string) error {
	if s.Engine() != "sqlite" {
		return fault.New(fault.Invalid, "cli.backup-postgres")
	}
	// A connection of its own: the writer's must not wait, and readers may not write files.
	pool, err := s.pool("sqlite", sqliteDSN(filepath.Join(o.Dir, "hocso.db"), false), 1)
	if err != nil {
		return err
	}
	// The empty file comes first, so that no moment's copy can be read by others; SQLite writes into an empty one.
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fault.New(fault.Invalid, "cli.backup-exists")
	}
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	if beside(path, o.Dir) {
		inherit(f, path)
	}
	_, err = pool.ExecContext(ctx, "VACUUM INTO $1", path)
	if err = errors.Join(storageErr(err), f.Close()); err != nil {
		return errors.Join(err, os.Remove(path)) // half a copy is none
	}
	if err := syncFile(path); err != nil {
		return err
	}
	return syncFile(filepath.Dir(path)) // the name too
}

// syncFile returns when the file is on the disk.
func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	if err := f.Sync(); err != nil {
		f.Close() //nolint:errcheck // the sync's error says more
		return fmt.Errorf("store: %w", err)
	}
	return f.Close()
}
