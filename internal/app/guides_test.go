package app

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	guideCommand = regexp.MustCompile(`(?m)^(?: {4})?(sudo -u hocso )?hocso ([a-z]+ .*)$`)
	shellWord    = regexp.MustCompile(`"[^"]*"|(?:\$\([^)]*\)|\S)+`)
)

// TestGuides: whoever copies a command out of a guide reaches the data that the guide's server has, as its user.
func TestGuides(t *testing.T) {
	course, err := filepath.Abs("../../courses/mot-gio-chuyen-doi-so")
	if err != nil {
		t.Fatal(err)
	}
	for _, guide := range []string{"huong-dan/quan-tri.md", "guides/administrator.md", "operations.md"} {
		text, err := os.ReadFile(filepath.Join("../../docs", guide))
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for _, m := range guideCommand.FindAllStringSubmatch(string(text), -1) {
			line, _, _ := strings.Cut(m[2], " #")
			line, _, _ = strings.Cut(line, " > ")
			args := shellWord.FindAllString(line, -1)
			if slices.Contains([]string{"is", "compresses", "serve", "check"}, args[0]) {
				continue
			}
			found++
			dir := t.TempDir()
			at := slices.Index(args, "--data")
			if at < 0 || args[at+1] != "/var/lib/hocso" || m[1] == "" {
				t.Errorf("%s: %s", guide, m[0])
				continue
			}
			args[at+1] = dir
			for i, a := range args {
				if args[i] = strings.Trim(a, `"`); strings.HasSuffix(a, "to/course") || strings.HasSuffix(a, "khoa-hoc") {
					args[i] = course
				}
			}
			if code, _, errs := command(t, nil, args...); code != 1 || !strings.Contains(errs, dir) && !strings.Contains(errs, "--root") {
				t.Errorf("%s: %s: %d, %s", guide, m[0], code, errs)
			}
		}
		if found < 4 {
			t.Errorf("%s: %d commands", guide, found)
		}
	}
}

// TestWhereTheTrialIs: a command that finds no real data names the trial's, if these are there.
func TestWhereTheTrialIs(t *testing.T) {
	t.Chdir(t.TempDir())
	if _, _, errs := command(t, nil, "doctor"); strings.Contains(errs, "hocso-demo") {
		t.Error(errs)
	}
	if code, _, errs := command(t, nil, "migrate", "--data", "hocso-demo"); code != 0 {
		t.Fatal(errs)
	}
	for lang, want := range map[string]string{"vi": "chỉ có dữ liệu chạy thử", "en": "only a trial"} {
		code, _, errs := command(t, nil, "doctor", "--lang", lang)
		if code != 1 || !strings.Contains(errs, want) || !strings.Contains(errs, "--data hocso-demo") {
			t.Errorf("%d, %s", code, errs)
		}
	}
	if _, err := os.Stat("hocso-data"); err == nil {
		t.Error("a folder was made")
	}
}
