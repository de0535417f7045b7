package store

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/privacy"
)

func TestErasureList(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "chưa có")
	l := NewErasureList(dir)
	if got, err := l.Read(); len(got) != 0 || err != nil {
		t.Errorf("without a file: %v, %v", got, err)
	}
	ids := id.NewSource(nil)
	lines := []privacy.Erased{{Person: ids.New(), At: 1_700_000_000_000_001}, {Person: ids.New(), At: 1_700_000_000_000_000}}
	must(t, l.Add(lines[:1]))
	file := filepath.Join(dir, "erasures.txt")
	f, err := os.OpenFile(file, os.O_APPEND|os.O_WRONLY, 0)
	must(t, err)
	_, err = f.WriteString("2026-11-22T10:00:00Z 019a8f3a-0000-70") // torn by a crash
	must(t, err)
	must(t, f.Close())
	if got, err := l.Read(); !cmp.Equal(got, lines[:1]) || err != nil {
		t.Errorf("with a torn line: %v, %v", got, err)
	}
	must(t, l.Ready())
	if got, err := l.Read(); !cmp.Equal(got, lines[:1]) || err != nil {
		t.Errorf("made ready: %v, %v", got, err)
	}
	must(t, l.Add(lines[1:]))
	if got, err := l.Read(); !cmp.Equal(got, lines) || err != nil {
		t.Errorf("read %v, %v; want %v", got, err, lines)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read the list: %v, %v", info, err)
	}
	for _, bad := range []string{"x\n", "2026-11-22T10:00:00Z\n", "2026-11-22T10:00:00Z x\n", "hôm qua 019a8f3a-0000-7000-8000-000000000000\n"} {
		must(t, os.WriteFile(file, []byte("\n"+bad), 0o600))
		if _, err := l.Read(); err == nil || !strings.Contains(err.Error(), "line 2") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// TestErasureListInTheWay: what keeps the list from being written is told before anybody is erased.
func TestErasureListInTheWay(t *testing.T) {
	dir := t.TempDir()
	must(t, os.Mkdir(filepath.Join(dir, "erasures.txt"), 0o700))
	wantKind(t, "a folder in its place", NewErasureList(dir).Ready(), fault.Unavailable)
	wantKind(t, "a full disk", listErr(syscall.ENOSPC), fault.Full)
}
