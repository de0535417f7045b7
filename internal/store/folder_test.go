//go:build linux

package store

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"hocso/internal/privacy"
)

// serviceFolder is a folder that belongs to a service's user: another one where the test runs as root, else one's own.
func serviceFolder(t *testing.T) (dir string, uid, gid int) {
	t.Helper()
	dir, uid, gid = t.TempDir(), os.Getuid(), os.Getgid()
	if uid == 0 {
		uid, gid = 65532, 65533
		must(t, os.Chown(dir, uid, gid))
	}
	return dir, uid, gid
}

// TestFilesOfTheFolder: only the owner of the folder reads what is made in it, also when root has made it.
func TestFilesOfTheFolder(t *testing.T) {
	dir, uid, gid := serviceFolder(t)
	o := Options{Dir: dir}
	s, err := Open(t.Context(), o)
	must(t, err)
	defer s.Close()
	must(t, s.Ping(t.Context()))
	must(t, s.Backup(t.Context(), o, filepath.Join(dir, "backup.db")))
	l := NewErasureList(dir)
	must(t, l.Ready())
	must(t, l.Add([]privacy.Erased{{At: 1}}))
	for _, name := range []string{"hocso.db", "hocso.db-wal", "hocso.db-shm", "backup.db", "erasures.txt"} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Error(err)
			continue
		}
		of := info.Sys().(*syscall.Stat_t)
		if int(of.Uid) != uid || int(of.Gid) != gid || info.Mode().Perm() != 0o600 {
			t.Errorf("%s belongs to %d:%d, %s", name, of.Uid, of.Gid, info.Mode())
		}
	}
}

// TestBackupElsewhere: a copy outside the folder is of who made it.
func TestBackupElsewhere(t *testing.T) {
	dir, _, _ := serviceFolder(t)
	elsewhere, _, _ := serviceFolder(t)
	s, err := Open(t.Context(), Options{Dir: dir})
	must(t, err)
	defer s.Close()
	file := filepath.Join(elsewhere, "backup.db")
	must(t, s.Backup(t.Context(), Options{Dir: dir}, file))
	info, err := os.Stat(file)
	must(t, err)
	if of := info.Sys().(*syscall.Stat_t); int(of.Uid) != os.Getuid() {
		t.Errorf("the copy belongs to %d", of.Uid)
	}
}
