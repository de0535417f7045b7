package app

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hocso/internal/config"
)

// command runs a command line with an environment, in an empty folder unless it names another.
func command(t *testing.T, env map[string]string, args ...string) (code int, out, errs string) {
	t.Helper()
	var stdout, stderr strings.Builder
	getenv := func(name string) string { return env[name] }
	code = Main(t.Context(), args, getenv, strings.NewReader("mua-tre-dong-gieng\n"), &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

// TestCommandsInTheWrongFolder: none makes a database there, or says that all is well.
func TestCommandsInTheWrongFolder(t *testing.T) {
	course, err := filepath.Abs("../../courses/mot-gio-chuyen-doi-so")
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"doctor"},
		{"backup", "x.db"},
		{"user", "reset", "0912345678"},
		{"user", "lock", "0912345678"},
		{"user", "role", "0912345678", "author"},
		{"user", "export", "0912345678"},
		{"user", "erase", "0912345678"},
		{"credential", "revoke", "7K3M9-2QDXA-B1C2D-3E4F5", "--why", "mistake", "--reason", "Cấp nhầm"},
		{"publish", course},
	} {
		dir := t.TempDir()
		t.Chdir(dir)
		code, out, errs := command(t, nil, args...)
		if code != 1 || out != "" || !strings.Contains(errs, "--data") {
			t.Errorf("%v: %d\n%s%s", args, code, out, errs)
		}
		if left, err := os.ReadDir(dir); len(left) != 0 || err != nil {
			t.Errorf("%v leaves %v, %v", args, left, err)
		}
	}
}

// TestTrialAndRealDataStayApart: passwords that the trial prints never open a real site.
func TestTrialAndRealDataStayApart(t *testing.T) {
	trial, real := t.TempDir(), t.TempDir()
	a, err := open(t.Context(), config.Config{Data: trial}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.seedDemo(t.Context()); err != nil {
		t.Fatal(err)
	}
	a.store.Close()
	if code, _, errs := command(t, nil, "user", "add", "0912345678", "--name", "Hà Thị Nga", "--role", "administrator", "--root", "Tỉnh Thử", "--data", real); code != 0 {
		t.Fatal(errs)
	}
	empty := t.TempDir() // opened for real, and nobody is in it yet
	if code, _, errs := command(t, nil, "migrate", "--data", empty); code != 0 {
		t.Fatal(errs)
	}
	if code, _, errs := command(t, nil, "migrate", "--data", trial); code != 0 { // changes no purpose
		t.Fatal(errs)
	}
	for _, args := range [][]string{{"serve", "--data", trial}, {"demo", "--data", real}, {"demo", "--data", empty}} {
		code, out, errs := command(t, map[string]string{"HOCSO_ADDR": "127.0.0.1:0"}, args...)
		if code != 1 || strings.Contains(out, "http") || !strings.Contains(errs, "--data") {
			t.Errorf("%v: %d\n%s%s", args, code, out, errs)
		}
	}
	if usualFolder("demo") == usualFolder("serve") {
		t.Error("the trial and the real site have the same folder")
	}
}

// TestFirstAccount: the command asks how the root is called and never makes up a name.
func TestFirstAccount(t *testing.T) {
	dir := t.TempDir()
	add := func(contact string, more ...string) (int, string) {
		code, _, errs := command(t, nil, append([]string{"user", "add", contact, "--name", "Hà Thị Nga", "--data", dir}, more...)...)
		return code, errs
	}
	if code, errs := add("0912345678"); code != 1 || !strings.Contains(errs, "--root") {
		t.Fatalf("without a unit: %d\n%s", code, errs)
	}
	if code, errs := add("0912345678", "--root", "Tỉnh Thử"); code != 0 {
		t.Fatal(errs)
	}
	if code, errs := add("0912345679"); code != 0 { // the root is there now
		t.Fatal(errs)
	}
	a, err := open(t.Context(), config.Config{Data: dir}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer a.store.Close()
	if root, err := a.org.Root(t.Context()); err != nil || root.Name != "Tỉnh Thử" {
		t.Errorf("the root is %q, %v", root.Name, err)
	}
}

// TestOneServerAFolder: a second one is refused while the first runs, and commands still write.
func TestOneServerAFolder(t *testing.T) {
	dir := t.TempDir()
	a, err := open(t.Context(), config.Config{Data: dir}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if err := a.store.Hold(); err != nil {
		t.Fatal(err)
	}
	env := map[string]string{"HOCSO_ADDR": "127.0.0.1:0"}
	for _, args := range [][]string{{"serve"}, {"demo"}, {"serve", "--lang", "en"}} {
		code, out, errs := command(t, env, append(args, "--data", dir)...)
		if code != 1 || out != "" || !strings.Contains(errs, dir) || !strings.Contains(errs, "--data") {
			t.Errorf("%v: %d\n%s%s", args, code, out, errs)
		}
	}
	if code, _, errs := command(t, nil, "user", "add", "0912345678", "--name", "Hà Thị Nga", "--root", "Tỉnh Thử", "--data", dir); code != 0 {
		t.Error(errs)
	}
	a.store.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // it starts, is told to stop, and stops
	var out, errs strings.Builder
	Main(ctx, []string{"serve", "--data", dir}, func(n string) string { return env[n] }, strings.NewReader(""), &out, &errs)
	if strings.Contains(errs.String(), dir) {
		t.Error(errs.String())
	}
}

// TestRestartOfATrial: the mark lets the trial itself in again.
func TestRestartOfATrial(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // it starts, is told to stop, and stops
	dir := t.TempDir()
	for range 2 {
		var out, errs strings.Builder
		getenv := map[string]string{"HOCSO_ADDR": "127.0.0.1:0", "HOCSO_DATA": dir}
		a, err := open(t.Context(), config.Config{Data: dir}, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		if demo, used, err := a.purpose(t.Context()); used && !demo || err != nil {
			t.Errorf("demo %v, used %v, %v", demo, used, err)
		}
		if _, err := a.seedDemo(t.Context()); err != nil {
			t.Fatal(err)
		}
		a.store.Close()
		Main(ctx, []string{"demo"}, func(n string) string { return getenv[n] }, strings.NewReader(""), &out, &errs)
		if strings.Contains(errs.String(), "--data") {
			t.Error(errs.String())
		}
	}
}

func TestBackupSaysWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	if code, _, errs := command(t, nil, "migrate", "--data", dir); code != 0 {
		t.Fatal(errs)
	}
	file := filepath.Join(t.TempDir(), "copy.db")
	if code, out, errs := command(t, nil, "backup", file, "--data", dir); code != 0 || out == "" {
		t.Fatalf("%d %s%s", code, out, errs)
	}
	code, _, errs := command(t, nil, "backup", file, "--data", dir)
	if code != 1 || !strings.Contains(errs, "không ghi đè") {
		t.Errorf("%d %s", code, errs)
	}
	if _, _, errs = command(t, nil, "backup", file, "--data", dir, "--lang", "en"); !strings.Contains(errs, "never overwrites") {
		t.Error(errs)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read the copy: %v, %v", info, err)
	}
	// A link that leads nowhere yet is no place for a copy: it would be written where others wait for it.
	link := filepath.Join(t.TempDir(), "link.db")
	if err := os.Symlink(filepath.Join(t.TempDir(), "elsewhere.db"), link); err != nil {
		t.Fatal(err)
	}
	if code, _, errs = command(t, nil, "backup", link, "--data", dir); code != 1 || !strings.Contains(errs, "không ghi đè") {
		t.Errorf("%d %s", code, errs)
	}
	if _, _, errs = command(t, nil, "user", "reset", "0912345678", "--data", dir); !strings.Contains(errs, "Không có tài khoản") {
		t.Error(errs)
	}
}

// TestMisuse: what is wrong with a command line or a setting is said in Vietnamese and English, with exit code 2.
func TestMisuse(t *testing.T) {
	for _, c := range []struct {
		args []string
		env  map[string]string
		want []string
	}{
		{args: []string{"chek"}, want: []string{"không hiểu chek", "unexpected argument chek", "hocso --help"}},
		{args: []string{"serve", "--adr", "x"}, want: []string{"không có tùy chọn --adr", "unknown flag --adr"}},
		{args: []string{"user", "reset"}, want: []string{`thiếu "<contact>"`, "expected"}},
		{args: []string{"user", "role", "09", "king"}, want: []string{"là một trong", "must be one of"}},
		{args: []string{"user", "add", "09"}, want: []string{"thiếu tùy chọn --name", "missing flags"}},
		{args: []string{"check", "/nowhere"}, want: []string{"không có /nowhere", "no such file"}},
		{
			args: []string{"serve"},
			env:  map[string]string{"HOCSO_ADDR": "nowhere", "HOCSO_SMTP_HOST": "mail.example", "HOCSO_DB": "mysql://u:secret@h/d"},
			want: []string{"HOCSO_ADDR", "HOCSO_SMTP_FROM", "HOCSO_URL", "HOCSO_DB", "chưa đúng dạng"},
		},
	} {
		code, out, errs := command(t, c.env, c.args...)
		for _, want := range c.want {
			if code != 2 || !strings.Contains(errs, want) || strings.Contains(errs, "secret") {
				t.Errorf("%v: %d, no %q in\n%s%s", c.args, code, want, out, errs)
			}
		}
	}
}

// TestHelp: every command, flag and argument is explained, in Vietnamese and in English.
func TestHelp(t *testing.T) {
	for _, args := range [][]string{
		{"--help"},
		{"demo", "--help"},
		{"serve", "--help"},
		{"check", "--help"},
		{"user", "add", "--help"},
		{"user", "lock", "--help"},
		{"user", "role", "--help"},
		{"user", "reset", "--help"},
		{"backup", "--help"},
		{"health", "--help"},
	} {
		code, out, errs := command(t, nil, args...)
		if code != 0 || errs != "" {
			t.Errorf("%v: %d, %s", args, code, errs)
		}
		for _, want := range []string{"Cách gọi / usage:", "Tùy chọn / flags:", "Xem trợ giúp của lệnh / help of the command."} {
			if !strings.Contains(out, want) {
				t.Errorf("%v: no %q in\n%s", args, want, out)
			}
		}
		for line := range strings.Lines(out) {
			if f := strings.Fields(line); len(f) == 1 && strings.HasPrefix(f[0], "<") {
				t.Errorf("%v: %s is not explained", args, f[0])
			}
		}
	}
}

// TestAddressForPeople: a server that listens everywhere prints an address that another machine can open.
func TestAddressForPeople(t *testing.T) {
	a := &App{}
	for _, listen := range []string{"0.0.0.0:8080", "[::]:8080", ":8080"} {
		got := a.base(listen)
		if strings.Contains(got, "0.0.0.0") || strings.Contains(got, "[::]") || strings.Contains(got, "//:") || !strings.HasSuffix(got, ":8080") {
			t.Errorf("%s: %s", listen, got)
		}
	}
	if got := a.base("10.1.2.3:80"); got != "http://10.1.2.3:80" {
		t.Error(got)
	}
	a.config.BaseURL = "https://hocso.example"
	if got := a.base("0.0.0.0:8080"); got != "https://hocso.example" {
		t.Error(got)
	}
}

// TestPublishTellsWhatIsUnchanged: nobody looks for a new version that there is not.
func TestPublishTellsWhatIsUnchanged(t *testing.T) {
	dir := t.TempDir()
	if code, _, errs := command(t, nil, "migrate", "--data", dir); code != 0 {
		t.Fatal(errs)
	}
	for _, want := range []string{"Đã xuất bản mot-gio-chuyen-doi-so", "không có gì mới"} {
		code, out, errs := command(t, nil, "publish", "../../courses/mot-gio-chuyen-doi-so", "--yes", "--data", dir)
		if code != 0 || !strings.Contains(out, want) {
			t.Errorf("want %q: %d\n%s%s", want, code, out, errs)
		}
	}
}
