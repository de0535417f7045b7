package app

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestCheckAgainstPublished: publishing and checking hold a course against what the database has.
func TestCheckAgainstPublished(t *testing.T) {
	data, dir := t.TempDir(), filepath.Join(t.TempDir(), "khoa-thu")
	write := func(name, text string) {
		t.Helper()
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run := func(args ...string) (int, string) {
		t.Helper()
		var out bytes.Buffer
		code := Main(t.Context(), append(args, "--data", data), func(string) string { return "" }, nil, &out, &out)
		return code, out.String()
	}
	const lesson = "---\ntitle: Bài\nsummary: Bài.\nminutes: 5\ncompetences: [{ code: \"4.2\", level: 1 }]\n---\n\n# Bài\n\n" +
		"## Hỏi {#hoi-1 type=single}\n\nNhận tin lạ thì làm gì?\n\n- [x] Gọi ngân hàng\n- [ ] Bấm vào\n  > Dễ mất tiền.\n\n> Vì thế.\n"
	write("course.md", "---\ntitle: Khóa thử\nsummary: Để thử.\nlanguage: vi\naudience: [nguoi-dan]\nhours: 1\nstandard: TT02-2025\n"+
		"completion: { lessons: all, exam: none }\n---\n\n# Khóa thử\n")
	write("01-mot/module.md", "---\ntitle: Một\n---\n\n# Một\n")
	write("01-mot/01-bai.md", lesson)

	if code, out := run("migrate"); code != 0 {
		t.Fatalf("migrate: %d\n%s", code, out)
	}
	if code, out := run("publish", dir); code != 0 || !strings.Contains(out, "phiên bản 1") {
		t.Fatalf("publish: %d\n%s", code, out)
	}
	if code, out := run("publish", dir); code != 0 || !strings.Contains(out, "không có gì mới") {
		t.Errorf("publish again: %d\n%s", code, out)
	}
	write("01-mot/01-bai.md", strings.Replace(lesson, "level: 1", "level: 2", 1))
	if code, out := run("check", dir); code != 0 {
		t.Errorf("the format has nothing against it: %d\n%s", code, out)
	}
	place := filepath.ToSlash(dir) + "/01-mot/01-bai.md:10:9: "
	for _, args := range [][]string{
		{"check", "--against", "published", dir},
		{"check", "--against", "khoa-thu", dir},
		{"check", "--against", "published", filepath.Dir(dir)},
	} {
		if code, out := run(args...); code != 1 || !strings.Contains(out, place) || !strings.Contains(out, "[version.question-changed]") {
			t.Errorf("%v: %d\n%s", args, code, out)
		}
	}
	if code, out := run("publish", dir); code != 1 || !strings.Contains(out, "version.question-changed") {
		t.Errorf("publish another level: %d\n%s", code, out)
	}
	if code, _ := run("check", "--against", "khong-co", dir); code != 1 {
		t.Errorf("an unknown course: %d", code)
	}
}

// TestCheckNamesFilesAsGiven: files are named as the folder was, so that a person, a program and a code host find
// them; addresses in SARIF are relative to the working folder also where the folder was given in full.
func TestCheckNamesFilesAsGiven(t *testing.T) {
	root := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		file := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const bad = "[a](khong-co.pdf)\n"
	for _, set := range []string{"mot khoa", "chung"} {
		write(set+"/khoa/course.md", "---\ntitle: Khóa\nsummary: Để thử.\nlanguage: vi\naudience: [nguoi-dan]\nhours: 1\nstandard: TT02-2025\ncompletion: { lessons: all, exam: none }\n---\n\n"+bad)
		write(set+"/khoa/01-mot/module.md", "---\ntitle: Một\n---\n")
		write(set+"/khoa/01-mot/01-bai.md", "---\ntitle: Bài\nsummary: Bài.\nminutes: 5\ncompetences: [{ code: \"4.2\", level: 1 }]\n---\n\n[](../../_shared/nhac.md \"include\")\n")
	}
	write("chung/_shared/nhac.md", "---\ntitle: Nhắc\n---\n\n"+bad)
	for _, tt := range []struct{ from, dir, want, uri string }{
		{".", "chung/khoa", "chung/khoa/course.md chung/_shared/nhac.md", "chung/khoa/course.md chung/_shared/nhac.md"},
		{".", "./mot khoa", "mot khoa/khoa/course.md", "mot%20khoa/khoa/course.md"},
		{".", "mot khoa/khoa/", "mot khoa/khoa/course.md", "mot%20khoa/khoa/course.md"},
		{"chung", "khoa", "khoa/course.md _shared/nhac.md", "khoa/course.md _shared/nhac.md"},
		{"chung/khoa", ".", "course.md ../_shared/nhac.md", "course.md ../_shared/nhac.md"},
		{"mot khoa", "../chung", "../chung/khoa/course.md ../chung/_shared/nhac.md", "../chung/khoa/course.md ../chung/_shared/nhac.md"},
		{".", root + "/chung", root + "/chung/khoa/course.md", "chung/khoa/course.md chung/_shared/nhac.md"},
		{"chung/khoa", root + "/chung/khoa", root + "/chung/_shared/nhac.md", "course.md file://" + root + "/chung/_shared/nhac.md"},
	} {
		t.Chdir(filepath.Join(root, tt.from))
		check := func(format string) string {
			code, out, errs := command(t, nil, "check", "--format", format, tt.dir)
			if code != 1 || errs != "" {
				t.Errorf("%s %s %s: %d\n%s%s", tt.from, format, tt.dir, code, out, errs)
			}
			return out
		}
		for _, name := range strings.Split(strings.ReplaceAll(tt.want, "mot ", "mot_"), " ") {
			name = strings.ReplaceAll(name, "mot_", "mot ")
			if out := check("text"); !strings.Contains("\n"+out, "\n"+name+":") {
				t.Errorf("in %s, check %s does not name %s:\n%s", tt.from, tt.dir, name, out)
			}
			if out := check("json"); !strings.Contains(out, `"file": "`+name+`"`) {
				t.Errorf("in %s, check %s does not name %s:\n%s", tt.from, tt.dir, name, out)
			}
		}
		for _, uri := range strings.Fields(tt.uri) {
			if out := check("sarif"); !strings.Contains(out, `"uri": "`+uri+`"`) {
				t.Errorf("in %s, check %s has no address %s:\n%s", tt.from, tt.dir, uri, out)
			}
		}
	}
}
