package content

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// TestLimitsAreAsDocumented: what is just within a limit of docs/authoring.md passes, and one more is found.
func TestLimitsAreAsDocumented(t *testing.T) {
	const lesson = "01-mo-dau/01-bai.md"
	svg := func(bytes int) string {
		const open, end = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>a</title><desc>b</desc><!--`, "--></svg>"
		return open + strings.Repeat("x", bytes-len(open)-len(end)) + end
	}
	filled := func(text, unit string, bytes int) string { // with empty lines, so that no block is long
		var b strings.Builder
		b.WriteString(text)
		for b.Len()+len(unit) <= bytes {
			b.WriteString(unit)
		}
		return b.String() + strings.Repeat("x", max(bytes-b.Len(), 0))
	}
	for _, tt := range []struct {
		name, key string
		most      int
		files     func(n int) map[string]string
	}{
		{"a file of 256 KiB", "file.too-large", 256 << 10, func(n int) map[string]string {
			return map[string]string{lesson: filled(lessonFront, strings.Repeat("chữ ", 50)+"\n\n", n)}
		}},
		{"8,000 lines", "file.lines", 8000, func(n int) map[string]string {
			return map[string]string{lesson: lessonFront + strings.Repeat("\n", n-strings.Count(lessonFront, "\n"))}
		}},
		{"16 quotes within each other", "scan.nesting", 16, func(n int) map[string]string {
			return map[string]string{lesson: lessonFront + strings.Repeat("> ", n) + "a\n"}
		}},
		{"16 lists within each other", "scan.nesting", 16, func(n int) map[string]string {
			return map[string]string{lesson: lessonFront + strings.Repeat("- ", n) + "a\n"}
		}},
		{"a paragraph of 16 KiB", "scan.block", 16 << 10, func(n int) map[string]string {
			const line = "mười sáu chữ cho đủ dài\n"
			text := strings.Repeat(line, n/len(line))
			return map[string]string{lesson: lessonFront + text + strings.Repeat("x", n-len(text)-1) + "\n"}
		}},
		{"12 columns", "scan.columns", 12, func(n int) map[string]string {
			return map[string]string{lesson: lessonFront + strings.Repeat("| a ", n) + "|\n" + strings.Repeat("|---", n) + "|\n" + strings.Repeat("| b ", n) + "|\n"}
		}},
		{"2,000 bytes without a space", "scan.word", 2000, func(n int) map[string]string {
			return map[string]string{lesson: lessonFront + "a " + strings.Repeat("x", n) + " b\n"}
		}},
		{"front matter of 32 KiB", "front.too-large", 32 << 10, func(n int) map[string]string {
			front, rest, _ := strings.Cut(lessonFront[len("---\n"):], "---\n\n")
			note := "# " + strings.Repeat("x", 900) + "\n"
			for len(front)+len(note) <= n {
				front += note
			}
			return map[string]string{lesson: "---\n" + front + "#" + strings.Repeat("x", max(n-len(front)-2, 0)) + "\n---\n\n" + rest}
		}},
		{"the name of a column of 60 letters", "table.header", 60, func(n int) map[string]string {
			return map[string]string{lesson: lessonFront + "| " + strings.Repeat("ộ", n) + " | b |\n|---|---|\n| c | d |\n"}
		}},
		{"a drawing of 20 KiB", "svg.heavy", 20 << 10, func(n int) map[string]string {
			return map[string]string{lesson: lessonFront + "![a](a.svg)\n", "01-mo-dau/a.svg": svg(n)}
		}},
		{"a photo of 100 KiB", "image.heavy", 100 << 10, func(n int) map[string]string {
			photo := pngOf(3)
			return map[string]string{lesson: lessonFront + "![a](a.png)\n", "01-mo-dau/a.png": photo + strings.Repeat("x", n-len(photo))}
		}},
		{"a recording of 4 MiB", "media.heavy", 4 << 20, func(n int) map[string]string {
			return map[string]string{lesson: lessonFront, "01-mo-dau/01-bai.mp3": "ID3" + strings.Repeat("x", n-3)}
		}},
		{"a download of 10 MiB", "media.too-large", 10 << 20, func(n int) map[string]string {
			return map[string]string{lesson: lessonFront + "[a](a.zip)\n", "01-mo-dau/a.zip": strings.Repeat("x", n)}
		}},
		{"40 statements", "answers.limit", 40, func(n int) map[string]string {
			text := "---\ntitle: Câu\n---\n\n# Câu\n\n## Câu {#cau type=truefalse competence=4.2 level=2}\n\nX?\n\n"
			for i := range n {
				text += fmt.Sprintf("- [%c] Ý số %d.\n  > Vì.\n", "x "[i%2], i)
			}
			return map[string]string{"bank/01-cau-hoi.md": text + "\n> Vì thế.\n"}
		}},
		{"40 criteria", "answers.limit", 40, func(n int) map[string]string {
			text := lessonFront + "## Làm {#lam type=practical assess=self}\n\n1. Làm.\n\n| Tiêu chí | Tốt (1) | Chưa (0) |\n|---|---|---|\n"
			for i := range n {
				text += fmt.Sprintf("| Việc %d | có | không |\n", i)
			}
			return map[string]string{lesson: text + "\n> Xong.\n"}
		}},
		{"an id of 64 letters", "heading.id", 64, func(n int) map[string]string {
			return map[string]string{lesson: lessonFront + "## Mục {#" + strings.Repeat("a", n) + "}\n\nChữ.\n"}
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, n := range []int{tt.most, tt.most + 1} {
				all := base(t)
				for name, text := range tt.files(n) {
					all[name] = &fstest.MapFile{Data: []byte(text)}
				}
				_, report := load(all)
				if found := slices.Contains(keysOf(report), tt.key); found != (n > tt.most) {
					t.Errorf("%d: %s found %v\n%.300s", n, tt.key, found, strings.Join(lines(report), "\n"))
				}
				for _, f := range report.Findings {
					if f.Key == tt.key && strings.HasSuffix(tt.key, ".limit") && (f.Args["all"] != n || f.Args["max"] != tt.most) {
						t.Errorf("%d of %d is told as %v", n, tt.most, f.Args)
					}
				}
			}
		})
	}
}

// TestOneFindingHidesNoOther: faults in different files and places of a course are all told at once.
func TestOneFindingHidesNoOther(t *testing.T) {
	faults := map[string]struct{ text, want string }{
		"course.md":           {"---\ntitle: Khóa mẫu\nsummary: Một khóa.\nlanguage: vi\naudience: [ai-do]\nhours: 1\nstandard: TT02-2025\ncompletion:\n  lessons: all\n---\n\n# Khóa mẫu\n", "E course.md:5:12 front.word"},
		"01-mo-dau/module.md": {"---\ntitle: Mở đầu\n---\n\n# Mở đầu\n\n[x](khong-co.md)\n", "E 01-mo-dau/module.md:7:1 link.missing"},
		"01-mo-dau/01-bai.md": {lessonFront + "## Một\n\n#### Ba\n\n<div>x</div>\n", "E 01-mo-dau/01-bai.md:12:1 heading.skip"},
		"bank/01-cau-hoi.md":  {"---\ntitle: Câu hỏi\n---\n\n# Câu hỏi\n\n## Câu {#cau competence=4.2 level=9}\n\nX?\n\n- [x] a\n- [ ] b\n  > Không.\n\n> Vì.\n", "E bank/01-cau-hoi.md:7:29 question.level"},
	}
	names := slices.Sorted(maps.Keys(faults))
	for mask := range 1 << len(names) {
		all := base(t)
		var want []string
		for i, name := range names {
			if mask&(1<<i) != 0 {
				all[name] = &fstest.MapFile{Data: []byte(faults[name].text)}
				want = append(want, faults[name].want)
			}
		}
		bundle, report := load(all)
		got := lines(report)
		for _, w := range want {
			if !slices.Contains(got, w) {
				t.Errorf("%s is not among\n%s", w, strings.Join(got, "\n"))
			}
		}
		if (bundle == nil) != (len(want) > 0) {
			t.Errorf("%d faults, bundle %v", len(want), bundle != nil)
		}
		if !slices.IsSortedFunc(report.Findings, func(a, b Finding) int { return strings.Compare(a.File, b.File) }) {
			t.Error("the findings are not in the order of the files")
		}
	}
}
