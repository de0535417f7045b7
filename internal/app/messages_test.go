package app

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestServerMessages: what keeps a server from running is said in words, with what to do.
func TestServerMessages(t *testing.T) {
	taken, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := taken.Addr().String()
	dir := t.TempDir()
	ill := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }))
	defer ill.Close()
	illAddr := strings.TrimPrefix(ill.URL, "http://")
	said := func(want string, env map[string]string, args ...string) {
		t.Helper()
		if code, _, errs := command(t, env, args...); code != 1 || !strings.Contains(errs, want) {
			t.Errorf("%v: %d, no %q in %s", args, code, want, errs)
		}
	}
	said("đang có chương trình khác", nil, "serve", "--data", dir, "--addr", addr)
	said("Another program uses "+addr, nil, "serve", "--data", dir, "--addr", addr, "--lang", "en")
	said("Another program uses "+addr, map[string]string{"HOCSO_ADMIN_ADDR": addr}, "serve", "--data", dir, "--addr", "127.0.0.1:0", "--lang", "en")
	said("chưa ghi được dữ liệu (503", nil, "health", "--addr", illAddr)
	said("cannot write data now (503", nil, "health", "--addr", illAddr, "--lang", "en")
	if err := taken.Close(); err != nil {
		t.Fatal(err)
	}
	said("Không có máy chủ nào trả lời ở "+addr, nil, "health", "--addr", addr)
	said("No server answers at "+addr, nil, "health", "--addr", addr, "--lang", "en")
}

// TestRoleMessages: a unit or a role that is not there is called so.
func TestRoleMessages(t *testing.T) {
	s := shell{t, t.TempDir()}
	const boss, phone = "0912000001", "0912000002"
	s.run(0, "user", "add", boss, "--name", "Trần Quốc Bình", "--role", "administrator", "--root", "Tỉnh Thử")
	s.run(0, "user", "add", phone, "--name", "Vàng Thị Lạ")
	for _, unit := range []string{"zzz", "019a8f3a-0000-7000-8000-000000000000"} {
		if said := s.run(1, "user", "role", phone, "author", "--unit", unit); strings.Contains(said, "36") || strings.Contains(said, "trang") || strings.Count(strings.TrimSpace(said), "\n") > 0 {
			t.Errorf("%s: %q", unit, said)
		}
	}
	for lang, want := range map[string]string{"vi": "Vàng Thị Lạ không có vai trò này ở Tỉnh Thử", "en": "Vàng Thị Lạ does not have this role in Tỉnh Thử"} {
		if said := s.run(1, "user", "role", phone, "author", "--revoke", "--lang", lang); !strings.Contains(said, want) {
			t.Errorf("%q", said)
		}
	}
	s.run(0, "user", "role", phone, "author")
	s.run(0, "user", "role", phone, "author", "--revoke")
}
