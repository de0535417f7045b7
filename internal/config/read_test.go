package config

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"hocso/internal/fault"
)

// TestPrecedence: what was said on the command line wins over the environment, and that over what is usual.
func TestPrecedence(t *testing.T) {
	for _, tt := range []struct {
		name, addr, data string
		env              map[string]string
		wantAddr, want   string
	}{
		{"nothing", "", "", nil, "127.0.0.1:8080", "usual"},
		{"the environment", "", "", map[string]string{"HOCSO_ADDR": ":1", "HOCSO_DATA": "b"}, ":1", "b"},
		{"the command line", ":2", "c", nil, ":2", "c"},
		{"both", ":2", "c", map[string]string{"HOCSO_ADDR": ":1", "HOCSO_DATA": "b"}, ":2", "c"},
		{"one of each", ":2", "", map[string]string{"HOCSO_ADDR": ":1", "HOCSO_DATA": "b"}, ":2", "b"},
		{"a command line that mends the environment", ":2", "", map[string]string{"HOCSO_ADDR": "nowhere"}, ":2", "usual"},
	} {
		c, err := Read(env(tt.env), tt.addr, tt.data, "usual")
		if err != nil || c.Addr != tt.wantAddr || c.Data != tt.want {
			t.Errorf("%s: %+v, %v", tt.name, c, err)
		}
	}
}

// TestReadTakesEverything: each variable has its place, and only those are asked for that the documentation names.
func TestReadTakesEverything(t *testing.T) {
	vars := map[string]string{
		"HOCSO_ADDR": "[::]:80", "HOCSO_DATA": "/d", "HOCSO_DB": "postgres://u:p@h/d", "HOCSO_URL": "https://hoc.example:8443/", "HOCSO_ADMIN_ADDR": "[::1]:9090",
		"HOCSO_SMTP_HOST": "mail.example", "HOCSO_SMTP_PORT": "465", "HOCSO_SMTP_USER": "u", "HOCSO_SMTP_PASSWORD": " p ", "HOCSO_SMTP_FROM": "a@b.vn",
		"HOCSO_PROXIES": "10.0.0.0/8, ::1,192.0.2.1", "HOCSO_COURSES": "/c", "HOCSO_GIT": "https://git.example/k", "HOCSO_GIT_BRANCH": "chinh",
		"HOCSO_HOOK_SECRET": "mười sáu ký tự trở lên",
	}
	for _, name := range []string{ // what git and ssh need
		"PATH", "HOME", "USER", "SSH_AUTH_SOCK", "TMPDIR", "https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY", "SYSTEMROOT", "USERPROFILE",
	} {
		vars[name] = "x"
	}
	asked := map[string]bool{}
	c, err := Read(func(name string) string { asked[name] = true; return vars[name] }, "", "", "usual")
	if err != nil {
		t.Fatal(err)
	}
	want := Config{
		Addr: "[::]:80", Data: "/d", DB: "postgres://u:p@h/d", BaseURL: "https://hoc.example:8443", Admin: "[::1]:9090",
		SMTP: SMTP{"mail.example", "465", "u", " p ", "a@b.vn"},
	}
	if proxies := strings.Join(c.Proxies, " "); proxies != "10.0.0.0/8 ::1 192.0.2.1" {
		t.Error(proxies)
	}
	if c.Proxies = nil; c.Addr != want.Addr || c.Data != want.Data || c.DB != want.DB || c.BaseURL != want.BaseURL || c.Admin != want.Admin || c.SMTP != want.SMTP || !c.Secure() {
		t.Errorf("%+v, want %+v", c, want)
	}
	s := c.Sources
	if s.Folder != "/c" || s.Git != "https://git.example/k" || s.Branch != "chinh" || s.HookSecret != "mười sáu ký tự trở lên" || len(s.Env) != 11 || s.Env[0] != "PATH=x" {
		t.Errorf("sources: %+v", s)
	}
	for name := range vars {
		if !asked[name] {
			t.Errorf("%s is not read", name)
		}
	}
	if len(asked) != len(vars) {
		t.Errorf("%d variables are read, %d are known here", len(asked), len(vars))
	}
	if c, err := Read(env(nil), "", "", "usual"); err != nil || c.SMTP.Port != "587" || c.Proxies != nil || c.Secure() {
		t.Errorf("%+v, %v", c, err)
	}
}

// TestRefusals: each setting by itself, and the message it is refused with.
func TestRefusals(t *testing.T) {
	for _, tt := range []struct{ name, value, want string }{
		{"HOCSO_ADDR", "8080", "config.addr"},
		{"HOCSO_ADDR", "::1:80:90", "config.addr"},
		{"HOCSO_ADDR", ":8080", ""},
		{"HOCSO_ADMIN_ADDR", "127.0.0.1:9090", ""},
		{"HOCSO_HOOK_SECRET", "mười sáu ký tự trở lên", "config.hook"}, // without a repository
		{"HOCSO_ADMIN_ADDR", "127.9.9.9:9090", ""},
		{"HOCSO_ADMIN_ADDR", ":9090", "config.admin-addr"},
		{"HOCSO_ADMIN_ADDR", "10.0.0.1:9090", "config.admin-addr"},
		{"HOCSO_ADMIN_ADDR", "localhost:9090", "config.admin-addr"},
		{"HOCSO_ADMIN_ADDR", "127.0.0.1", "config.admin-addr"},
		{"HOCSO_URL", "http://10.0.0.1:8080", ""},
		{"HOCSO_URL", "hoc.example", "config.url"},
		{"HOCSO_URL", "https://hoc.example/lop", "config.url"},
		{"HOCSO_URL", "ftp://hoc.example", "config.url"},
		{"HOCSO_URL", "https://", "config.url"},
		{"HOCSO_URL", "https://a b", "config.url"},
		{"HOCSO_DB", "postgresql://h/d", ""},
		{"HOCSO_DB", "host=h dbname=d", "config.db"},
		{"HOCSO_DB", "sqlite://x", "config.db"},
		{"HOCSO_PROXIES", "10.0.0.1", ""},
		{"HOCSO_PROXIES", "10.0.0.1/33", "config.proxies"},
		{"HOCSO_PROXIES", "proxy.example", "config.proxies"},
		{"HOCSO_PROXIES", " , ", ""},
	} {
		_, err := Read(env(map[string]string{tt.name: tt.value}), "", "", "usual")
		got := ""
		if e, ok := errors.AsType[*fault.Error](err); ok {
			if len(e.Fields) != 1 || !strings.HasPrefix(e.Fields[0].Name, tt.name) {
				t.Errorf("%s=%s: %v", tt.name, tt.value, err)
			}
			got = e.Fields[0].Key
		}
		if got != tt.want {
			t.Errorf("%s=%s: %q, want %q", tt.name, tt.value, got, tt.want)
		}
	}
}

// TestMailNeedsAnAddress: a link in a mail is read on another machine, from somebody.
func TestMailNeedsAnAddress(t *testing.T) {
	keys := func(vars map[string]string) (out []string) {
		_, err := Read(env(vars), "", "", "usual")
		if e, ok := errors.AsType[*fault.Error](err); ok {
			for _, f := range e.Fields {
				out = append(out, f.Key)
			}
		}
		return out
	}
	if got := keys(map[string]string{"HOCSO_SMTP_HOST": "m"}); !slices.Equal(got, []string{"config.smtp-from", "config.smtp-url"}) {
		t.Error(got)
	}
	if got := keys(map[string]string{"HOCSO_SMTP_FROM": "a@b.vn", "HOCSO_SMTP_USER": "u"}); got != nil {
		t.Error(got)
	}
}

// TestSecretsAreNotRepeated: what an operator mistyped is shown, but never a password.
func TestSecretsAreNotRepeated(t *testing.T) {
	_, err := Read(env(map[string]string{"HOCSO_DB": "mysql://u:bí-mật@h/d", "HOCSO_SMTP_HOST": "m", "HOCSO_SMTP_PASSWORD": "bí-mật"}), "", "", "usual")
	e, ok := errors.AsType[*fault.Error](err)
	if !ok {
		t.Fatal(err)
	}
	for _, f := range e.Fields {
		for _, v := range f.Args {
			if s, _ := v.(string); strings.Contains(s, "bí-mật") {
				t.Errorf("%s says %q", f.Name, s)
			}
		}
	}
}
