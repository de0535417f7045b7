package content

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"hocso/internal/course"
)

// bankNow is a file of the bank beside those of the base.
const bankNow = `---
title: Câu hỏi
---

# Câu hỏi

## Một {#cau-1 type=single competence=4.2 level=2}

Nhận tin lạ thì làm gì?

- [x] Gọi ngân hàng
- [ ] Bấm vào
  > Dễ mất tiền.

> Vì thế.
`

// replaceAll replaces the first of each pair of texts by the second.
func replaceAll(s string, pairs ...string) string { return strings.NewReplacer(pairs...).Replace(s) }

// loadWith loads the base course with some files more, or without those whose text is empty.
func loadWith(t *testing.T, files map[string]string) *Bundle {
	t.Helper()
	all := base(t)
	for name, text := range files {
		if text == "" {
			delete(all, name)
			continue
		}
		all[name] = &fstest.MapFile{Data: []byte(text)}
	}
	b, report := load(all)
	if b == nil {
		t.Fatalf("%v", lines(report))
	}
	return b
}

// againstReports are the findings of courses that change what was published.
func againstReports(t *testing.T) map[string]Report {
	t.Helper()
	const bank, lesson = "bank/07-them.md", "01-mo-dau/07-them.md"
	published := map[string]string{bank: bankNow, lesson: lessonFront + "Chữ.\n"}
	before := loadWith(t, published)
	other := loadWith(t, map[string]string{bank: replaceAll(bankNow, "#cau-1", "#cau-2")})
	editions := []course.Edition{{Number: 3, Course: before.Course}, {Number: 2, Course: other.Course}}
	out := map[string]Report{}
	for name, change := range map[string]map[string]string{
		"same":       {},
		"changed":    {bank: replaceAll(bankNow, "level=2", "level=1")},
		"doubted":    {bank: replaceAll(bankNow, "[x] Gọi ngân hàng", "[x] Báo ngân hàng")},
		"translated": {bank: replaceAll(bankNow, "level=2", "level=1"), "bank/07-them.en.md": "---\ntitle: Q\noriginal: \"0\"\n---\n\n# Q\n\n## One {#cau-1}\n\nWhat?\n\n- [x] Call the bank\n- [ ] Tap\n  > Money goes.\n\n> So.\n"},
		"reused":     {bank: replaceAll(bankNow, "#cau-1", "#cau-2", "[x] Gọi ngân hàng", "[ ] Gọi ngân hàng\n  > Sai.", "[ ] Bấm vào\n  > Dễ mất tiền.", "[x] Bấm vào")},
		"lesson":     {lesson: "", "01-mo-dau/08-moi.md": published[lesson]},
		"declared":   {lesson: "", "01-mo-dau/08-moi.md": replaceAll(published[lesson], "minutes:", "was: them\nminutes:")},
	} {
		files := maps.Clone(published)
		maps.Copy(files, change)
		out[name] = Against(loadWith(t, files), editions)
	}
	moved := map[string]string{}
	for name, f := range base(t) {
		if name != "course.md" && name[:3] == "01-" {
			moved[name], moved["01-khoi-dau"+name[len("01-mo-dau"):]] = "", string(f.Data)
		}
	}
	moved[bank] = bankNow
	out["module"] = Against(loadWith(t, moved), editions)
	return out
}

func TestAgainst(t *testing.T) {
	want := map[string][]string{
		"same": nil, "declared": nil,
		"changed":    {"E bank/07-them.md:7:9 version.question-changed"},
		"doubted":    {"W bank/07-them.md:7:9 version.question-doubted"},
		"translated": {"E bank/07-them.md:7:9 version.question-changed"},
		"reused":     {"E bank/07-them.md:7:9 version.question-reused"},
		"lesson":     {"E 01-mo-dau/08-moi.md:1:1 version.lesson-renamed"},
		"module":     {"E 01-khoi-dau/module.md:1:1 version.module-renamed"},
	}
	reports := againstReports(t)
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if diff := cmp.Diff(want[name], lines(reports[name])); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if got := reports["changed"].Findings[0].Text("vi"); got != "Câu `cau-1` nay hỏi điều khác bản 3 đang dùng: bậc. Đặt mã mới, chẳng hạn `{#cau-1-2}`, để số liệu của câu tính lại từ đầu; chỉ sửa lời văn thì giữ nguyên đáp án, năng lực và bậc." {
		t.Errorf("got %s", got)
	}
}
