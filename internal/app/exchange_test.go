package app

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hocso/internal/content"
)

func write(t *testing.T, name, text string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

// TestNew: a skeleton can be seen and published at once, in either language and any framework, says what its author must
// still answer, and nothing is written over.
func TestNew(t *testing.T) {
	for _, lang := range []string{"vi", "en"} {
		dir := filepath.Join(t.TempDir(), "khoa-moi")
		for _, args := range [][]string{
			{"new", "course", dir, "--title", "Khóa: mới"},
			{"new", "module", dir, "Phần hai"},
			{"new", "lesson", filepath.Join(dir, map[string]string{"vi": "01-mo-dau", "en": "01-getting-started"}[lang]), "Bài tiếp"},
			{"new", "bank", dir, "Câu khó"},
		} {
			if code, _, errs := command(t, nil, append([]string{"--lang", lang}, args...)...); code != 0 {
				t.Fatalf("%v: %s", args, errs)
			}
		}
		if code, out, _ := command(t, nil, "check", dir); code != 0 || !strings.Contains(out, "0 lỗi, 0 cảnh báo") {
			t.Errorf("%s: %d %s", lang, code, out)
		}
		front, err := os.ReadFile(filepath.Join(dir, "course.md"))
		if err != nil || !strings.Contains(string(front), "verify:\n  - ") {
			t.Errorf("%s: what is the author to answer? %s %v", lang, front, err)
		}
		other := filepath.Join(t.TempDir(), "khung-khac")
		if code, _, errs := command(t, nil, "--lang", lang, "new", "course", other, "--standard", "ND224-2026-D77"); code != 0 {
			t.Fatal(errs)
		}
		if code, out, _ := command(t, nil, "check", other); code != 0 {
			t.Errorf("%s: in another framework: %s", lang, out)
		}
		if code, _, errs := command(t, nil, "new", "course", dir); code != 1 || !strings.Contains(errs, "course.md") {
			t.Errorf("a course was written over: %d %s", code, errs)
		}
		if code, _, _ := command(t, nil, "new", "module", t.TempDir(), "Lạc"); code != 1 {
			t.Error("a module outside of a course")
		}
	}
}

// TestImportQuestions: a bank file beside the course, a report in text and JSON, never over another file.
func TestImportQuestions(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "khoa")
	if code, _, errs := command(t, nil, "new", "course", dir); code != 0 {
		t.Fatal(errs)
	}
	gift := write(t, filepath.Join(t.TempDir(), "a.gift"), "// [id:cau-mau]\n::A::A? {=x ~y#z ####w}\n\nB {}\n")
	args := []string{"import", "questions", gift, "--course", dir, "--bank", "05-them", "--competence", "2.3", "--level", "2", "--format", "json"}
	code, out, errs := command(t, nil, args...)
	var report struct {
		Notes         []noteJSON
		Written       []string
		Kept, Changed int
		Lost          int
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil || code != 0 {
		t.Fatalf("%d %s %v", code, errs, err)
	}
	if report.Kept != 1 || report.Changed != 1 || report.Lost != 1 || len(report.Written) != 1 || report.Notes[0].Line != 2 {
		t.Errorf("%+v", report)
	}
	made, err := os.ReadFile(filepath.Join(dir, "bank", "05-them.md"))
	if err != nil || !strings.Contains(string(made), "## A {#cau-mau-2 type=single competence=2.3 level=2}") { // cau-mau is the lesson's
		t.Errorf("%s %v", made, err)
	}
	if code, _, errs := command(t, nil, args...); code != 1 || !strings.Contains(errs, "05-them.md") {
		t.Errorf("written over: %d %s", code, errs)
	}
	for _, bad := range [][]string{{"--competence", "9.9"}, {"--level", "9"}, {"--bank", "Tên"}} {
		if code, _, errs := command(t, nil, append(args[:len(args):len(args)], bad...)...); code != 1 || errs == "" {
			t.Errorf("%v: %d %s", bad, code, errs)
		}
	}
	empty := write(t, filepath.Join(t.TempDir(), "b.gift"), "Viết luận {}\n")
	if code, out, _ := command(t, nil, "import", "questions", empty, "--course", dir, "--bank", "06-trong"); code != 1 || !strings.Contains(out, "b.gift:1") {
		t.Errorf("nothing to import: %d %s", code, out)
	}
}

func TestImportFolder(t *testing.T) {
	from, to := t.TempDir(), filepath.Join(t.TempDir(), "khoa")
	write(t, filepath.Join(from, "01-a.md"), "# A\n\nChữ.\n")
	if code, out, errs := command(t, nil, "import", "folder", from, "--to", to); code != 0 || !strings.Contains(out, "01-a.md") {
		t.Fatalf("%d %s %s", code, out, errs)
	}
	if _, err := os.Stat(filepath.Join(to, "course.md")); err != nil {
		t.Error(err)
	}
	if code, _, errs := command(t, nil, "import", "folder", from, "--to", to); code != 1 || errs == "" {
		t.Error("written over")
	}
	if code, _, errs := command(t, nil, "import", "folder", t.TempDir(), "--to", t.TempDir()); code != 1 || !strings.Contains(errs, "Markdown") {
		t.Errorf("an empty folder: %d %s", code, errs)
	}
}

// TestImportFolderIntoAnother: a folder that holds anything is left as it is, whatever the names of its files, and so is a
// file of that name. An empty folder is as good as a new one.
func TestImportFolderIntoAnother(t *testing.T) {
	from, to := t.TempDir(), t.TempDir()
	write(t, filepath.Join(from, "01-a.md"), "# A\n\nChữ.\n")
	if code, _, errs := command(t, nil, "import", "folder", from, "--to", to); code != 0 {
		t.Errorf("an empty folder is refused: %s", errs)
	}
	full := t.TempDir()
	kept := write(t, filepath.Join(full, "ghi-chep.txt"), "của tôi")
	for lang, want := range map[string]string{"vi": "không trống. Chọn một thư mục mới", "en": "is not empty. Choose a new folder"} {
		code, out, errs := command(t, nil, "--lang", lang, "import", "folder", from, "--to", full)
		if code != 1 || out != "" || !strings.Contains(errs, full) || !strings.Contains(errs, want) {
			t.Errorf("%d %s %s", code, out, errs)
		}
	}
	if entries, err := os.ReadDir(full); err != nil || len(entries) != 1 {
		t.Errorf("%v %v", entries, err)
	}
	if code, _, errs := command(t, nil, "import", "folder", from, "--to", kept); code != 1 || !strings.Contains(errs, "ghi-chep.txt đã có") {
		t.Errorf("a file: %d %s", code, errs)
	}
}

// TestExport: of a folder, and of a published version, whose very folder comes back.
func TestExport(t *testing.T) {
	data, out := t.TempDir(), t.TempDir()
	const course = "../../courses/mot-gio-chuyen-doi-so"
	for _, kind := range []string{"gift", "moodle-xml", "booklet"} {
		to := filepath.Join(out, kind)
		if code, _, errs := command(t, nil, "export", kind, course, "--to", to); code != 0 {
			t.Fatalf("%s: %s", kind, errs)
		}
		if info, err := os.Stat(to); err != nil || info.Size() < 10_000 {
			t.Errorf("%s: %v", kind, err)
		}
		if code, _, _ := command(t, nil, "export", kind, course, "--to", to); code != 1 {
			t.Errorf("%s was written over", kind)
		}
	}
	if code, _, errs := command(t, nil, "migrate", "--data", data); code != 0 { // publishing makes no database
		t.Fatal(errs)
	}
	if code, _, errs := command(t, nil, "publish", course, "--data", data, "--yes"); code != 0 {
		t.Fatal(errs)
	}
	if code, _, errs := command(t, nil, "export", "--data", data, "folder", "mot-gio-chuyen-doi-so", "--to", filepath.Join(out, "folder")); code != 0 {
		t.Fatal(errs)
	}
	want, err := content.Sources(os.DirFS("../../courses"), "mot-gio-chuyen-doi-so")
	if err != nil {
		t.Fatal(err)
	}
	got, err := content.Sources(os.DirFS(out), "folder")
	if err != nil || len(got) != len(want) {
		t.Fatalf("%d files of %d, %v", len(got), len(want), err)
	}
	for i := range want {
		if got[i].Path != want[i].Path || !bytes.Equal(got[i].Data, want[i].Data) {
			t.Errorf("%s is not what was published", want[i].Path)
		}
	}
	if code, _, errs := command(t, nil, "export", "--data", data, "gift", "khong-co", "--to", filepath.Join(out, "x")); code != 1 || !strings.Contains(errs, "khong-co") {
		t.Errorf("no such course: %d %s", code, errs)
	}
}
