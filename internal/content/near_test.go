package content

import (
	"strings"
	"testing"
	"testing/fstest"
)

// TestRemediesNameNothingFar: a remedy names what may have been meant, and never what would be the next error.
func TestRemediesNameNothingFar(t *testing.T) {
	const front = "---\ntitle: Bài một\nsummary: Bài thứ nhất.\nminutes: 10\ncompetences:\n  - { code: \"4.2\", level: 2 }\n---\n\n# Bài một\n\n"
	for _, tt := range []struct{ body, key, says, not string }{
		{"[a](02-khong.md)", "link.missing", "Đặt tệp vào đúng chỗ đó", "gần nhất"},
		{"[a](01-bay.md)", "link.missing", "gần nhất là `01-bai.md`", ""},
		{"[a](../bank/01-cau-hoy.md)", "link.missing", "Đặt tệp", "gần nhất"},
		{"[a](../01-cau-hoi.md)", "link.missing", "Đặt tệp", "bank/"},
		{"[](../../_shared/01-cau-hoi.md \"include\")", "link.missing", "Đặt tệp", "bank/"},
		{"[](../../_shared/nhak.md \"include\")", "link.missing", "gần nhất là `../../_shared/nhac.md`", ""},
		{"[a](cong-cu.exe)", "link.missing", "Đặt tệp", "gần nhất"},
		{"[a](#xa-lac-hoan-toan)", "link.anchor", "Sửa phần sau dấu", "gần nhất"},
		{"> [!LUUY]\n> Chữ.", "callout.unknown", "NOTE", "gần nhất"},
		{"> [!NOET]\n> Chữ.", "callout.unknown", "NOTE", "gần nhất"},
		{"> [!WARNNG]\n> Chữ.", "callout.unknown", "gần nhất là `WARNING`", ""},
		{"```zzzzzzz\nx\n```", "code.language", "để trống", "gần nhất"},
		{"$\\zzzzzzzz$", "math.command", "hướng dẫn soạn bài;", "gần nhất"},
		{"## Mục {#a phong-chu=to}", "heading.unknown", "Xóa nó", "hoặc sửa"},
	} {
		files := base(t)
		files["01-mo-dau/01-bai.md"] = &fstest.MapFile{Data: []byte(front + tt.body + "\n")}
		files["01-mo-dau/cong-cy.exe"] = &fstest.MapFile{Data: []byte("x")}
		files["../_shared/nhac.md"] = &fstest.MapFile{Data: []byte("---\ntitle: Nhắc\n---\n\nChữ.\n")}
		_, report := load(files)
		told := false
		for _, f := range report.Findings {
			if f.Key != tt.key {
				continue
			}
			told = true
			_, vi := f.Words("vi")
			if !strings.Contains(vi, tt.says) || tt.not != "" && strings.Contains(vi, tt.not) {
				t.Errorf("%s: %q", tt.body, vi)
			}
			if _, en := f.Words("en"); strings.Contains(en, "nearest") != strings.Contains(vi, "gần nhất") || strings.Contains(en, "``") {
				t.Errorf("%s: %q, %q", tt.body, vi, en)
			}
		}
		if !told {
			t.Errorf("%s: found %v", tt.body, lines(report))
		}
	}
}

// TestNoRemedyNamesNothing: no message suggests an empty name, whatever is wrong.
func TestNoRemedyNamesNothing(t *testing.T) {
	for name, files := range faulty(t) {
		_, report := load(files)
		for _, f := range report.Findings {
			for _, lang := range []string{"vi", "en"} {
				if _, remedy := f.Words(lang); strings.Contains(remedy, "là ``") || strings.Contains(remedy, "is ``") {
					t.Errorf("%s: %s: %q", name, f.Key, remedy)
				}
			}
		}
	}
}
