package app

import (
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hocso/internal/account"
	"hocso/internal/assess"
	"hocso/internal/config"
	"hocso/internal/credential"
	"hocso/internal/privacy"
)

// shell runs commands over one data folder.
type shell struct {
	t   *testing.T
	dir string
}

// run gives what a command prints; it must end with the exit code.
func (s shell) run(code int, args ...string) string {
	s.t.Helper()
	got, out, errs := command(s.t, nil, append(args, "--data", s.dir)...)
	if got != code {
		s.t.Fatalf("hocso %q: exit code %d, want %d\n%s%s", args, got, code, out, errs)
	}
	return out + errs
}

// TestRightsOnTheCommandLine: correct, copy, erase; then an older backup is put back, and nobody comes back with it.
func TestRightsOnTheCommandLine(t *testing.T) {
	s := shell{t, t.TempDir()}
	const boss, phone = "0912000001", "0912000002"
	s.run(0, "user", "add", boss, "--name", "Trần Quốc Bình", "--role", "administrator", "--root", "Tỉnh Thử")
	s.run(0, "user", "add", phone, "--name", "Vàng Thi Lạ")
	backup := filepath.Join(t.TempDir(), "cũ.db")
	s.run(0, "backup", backup)

	s.run(0, "user", "correct", phone, "--name", "Vàng Thị Lạ")
	s.run(1, "user", "correct", phone, "--name", " ")
	s.run(1, "user", "correct", phone, "--new", boss)
	if said := s.run(1, "user", "correct", phone); !strings.Contains(said, "--name") || !strings.Contains(said, "--new") {
		t.Errorf("correcting nothing says %q", said)
	}
	var c privacy.Copy
	if err := json.Unmarshal([]byte(s.run(0, "user", "export", phone)), &c); err != nil || c.Account.Name != "Vàng Thị Lạ" || c.Format != privacy.CopyFormat {
		t.Errorf("the copy: %+v, %v", c.Account, err)
	}
	if said := s.run(1, "user", "erase", phone); !strings.Contains(said, "Vàng Thị Lạ") || !strings.Contains(said, "Gõ lại "+phone) || !strings.Contains(said, "--yes") {
		t.Errorf("not typed again: %q", said)
	}
	s.run(0, "user", "export", phone)
	s.run(1, "user", "erase", boss, "--yes") // the last administrator
	var out strings.Builder
	if code := Main(t.Context(), []string{"user", "erase", phone, "--data", s.dir}, func(string) string { return "" }, strings.NewReader(phone+"\n"), &out, &out); code != 0 {
		t.Errorf("typed again: %d, %s", code, out.String())
	}
	s.run(1, "user", "erase", phone, "--yes")
	s.run(0, "doctor")

	for _, name := range []string{"hocso.db-wal", "hocso.db-shm"} {
		os.Remove(filepath.Join(s.dir, name))
	}
	old, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.dir, "hocso.db"), old, 0o600); err != nil {
		t.Fatal(err)
	}
	if said := s.run(0, "migrate"); !strings.Contains(said, "Đã xóa lại 1 người") {
		t.Errorf("migrating says %q", said)
	}
	if said := s.run(1, "user", "export", phone); !strings.Contains(said, "Không có tài khoản") {
		t.Errorf("the copy of nobody: %q", said)
	}
	s.run(0, "user", "export", boss)
	s.run(0, "doctor")
	if said := s.run(0, "migrate"); strings.Contains(said, "Đã xóa lại") {
		t.Errorf("migrating again says %q", said)
	}

	list := filepath.Join(s.dir, "erasures.txt")
	if err := os.WriteFile(list, []byte("hỏng\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[string]string{"vi": "Dòng 1 của " + list, "en": "Line 1 of " + list} {
		if said := s.run(1, "migrate", "--lang", lang); !strings.Contains(said, want) || strings.Contains(said, "unavailable") {
			t.Errorf("a list that cannot be read: %q", said)
		}
	}
}

func TestRevokeOnTheCommandLine(t *testing.T) {
	s := shell{t, t.TempDir()}
	s.run(0, "user", "add", "0912000001", "--name", "Vàng Thị Lạ", "--root", "Tỉnh Thử")
	ctx := t.Context()
	a, err := open(ctx, config.Config{Data: s.dir}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	serial := func() string {
		defer a.store.Close()
		if err := a.embedded(ctx); err != nil {
			t.Fatal(err)
		}
		acc, err := a.accounts.ByContact(ctx, "0912000001")
		if err != nil {
			t.Fatal(err)
		}
		c := &account.Caller{Account: acc.ID, Person: acc.Person, Unit: acc.Unit}
		if err := a.learning.Enrol(ctx, c, "mot-gio-chuyen-doi-so", assess.Key{}); err != nil {
			t.Fatal(err)
		}
		es, err := a.store.Enrolments(ctx, acc.Person)
		if err != nil {
			t.Fatal(err)
		}
		if err := a.credentials.Issue(ctx, es[0]); err != nil {
			t.Fatal(err)
		}
		all, err := a.credentials.Mine(ctx, c)
		if err != nil || len(all) != 1 {
			t.Fatalf("%d confirmations, %v", len(all), err)
		}
		return credential.Display(all[0].Serial)
	}()
	s.run(2, "credential", "revoke", serial, "--why", "mood", "--reason", "x")
	s.run(1, "credential", "revoke", "KHONG-CO", "--why", "mistake", "--reason", "x")
	s.run(0, "credential", "revoke", serial, "--why", "mistake", "--reason", "Cấp nhầm người")
	if said := s.run(1, "credential", "revoke", serial, "--why", "mistake", "--reason", "Cấp nhầm người"); !strings.Contains(said, "đã thu hồi") {
		t.Errorf("a second time: %q", said)
	}
}
