package store

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"hocso/internal/account"
	"hocso/internal/fault"
)

// TestRestoredBackupForgetsAgain: somebody who was erased after the backup was made is erased again from the restored
// database, as the list beside it says, down to the bytes of its files; nobody else is.
func TestRestoredBackupForgetsAgain(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	gone, _ := w.marked()
	stays := w.graduate(2)
	w.privacy.List = NewErasureList(w.opts.Dir)
	backup := filepath.Join(t.TempDir(), "hocso.db")
	must(t, w.Backup(ctx, w.opts, backup))
	w.erase(gone)
	w.Close()

	dir := t.TempDir()
	for to, from := range map[string]string{"hocso.db": backup, "erasures.txt": filepath.Join(w.opts.Dir, "erasures.txt")} {
		b, err := os.ReadFile(from)
		must(t, err)
		must(t, os.WriteFile(filepath.Join(dir, to), b, 0o600))
	}
	after := openWorld(t, Options{Dir: dir})
	after.privacy.List = NewErasureList(dir)
	if a, err := after.Account(ctx, gone.Account); err != nil || a.Name != markName {
		t.Fatalf("the backup does not have the person: %+v, %v", a, err)
	}
	for _, want := range []int{1, 0} { // nothing is left to do for the second start
		if n, err := after.privacy.Replay(ctx); n != want || err != nil {
			t.Errorf("erased %d again, want %d; %v", n, want, err)
		}
	}
	_, err := after.Account(ctx, gone.Account)
	wantKind(t, "the erased account", err, fault.NotFound)
	if left := after.markedColumns(marks()); len(left) > 0 {
		t.Errorf("words of the person stand in %v", left)
	}
	for _, name := range []string{"hocso.db", "hocso.db-wal"} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		must(t, err)
		for _, word := range marks() {
			if bytes.Contains(b, []byte(word)) {
				t.Errorf("%q stands in %s", word, name)
			}
		}
	}
	if k := after.paper(stays); k.Holder != stays.Name || !k.Told() {
		t.Errorf("another person's confirmation became %+v", k)
	}
	again := after.newAccount(9, after.hamlet)
	again.Contact = account.Contact{Kind: account.Phone, Value: "+84" + markPhone}
	must(t, after.Register(ctx, again)) // the number is free for whoever has it now
	after.healthy()
}
