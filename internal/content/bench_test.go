package content

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

// bigExam draws from all the bank: rows that overlap, rows for each of the claims, and whole scenarios.
func bigExam(scenarios int) string {
	var b strings.Builder
	b.WriteString("exam:\n  title: Bài thi lớn\n  minutes: 180\n  pass: 70\n  claims:\n")
	for _, code := range bigCodes[:4] {
		fmt.Fprintf(&b, "    - { competence: %q, level: 2 }\n", code)
	}
	b.WriteString("  draw:\n")
	for _, code := range bigCodes[:4] {
		fmt.Fprintf(&b, "    - { competence: %q, level: 2, count: 5 }\n", code)
	}
	for n := range 36 {
		fmt.Fprintf(&b, "    - { competence: [%q, %q, \"4.2\"], level: [1, 3], count: 5 }\n", bigCodes[n%7], bigCodes[(n+n/7+1)%7])
	}
	if scenarios > 0 {
		b.WriteString(strings.Repeat("    - { scenario: any, parts: 2, count: 10 }\n", 5))
	}
	return b.String()
}

var bigCodes = []string{"1.1", "1.2", "1.3", "2.3", "4.1", "4.10", "4.2"} // of testSet

// bigCourse is a course like real ones: lessons of some screens with two questions each, a bank for the rest, of which
// so many are scenarios of two questions, and an exam.
func bigCourse(lessons, questions, scenarios int) fstest.MapFS {
	fsys := fstest.MapFS{}
	put := func(name, text string) { fsys["khoa-lon/"+name] = &fstest.MapFile{Data: []byte(text)} }
	put("course.md", `---
title: Khóa lớn
summary: Một khóa rất dài
language: vi
audience: [nguoi-dan]
hours: 100
standard: TT02-2025
completion: { lessons: all, exam: pass }
`+bigExam(scenarios)+`---

Khóa để đo.
`)
	put("glossary.md", "---\ntitle: Từ ngữ\n---\n\n## Mã OTP {#ma-otp}\n\nMã dùng một lần.\n")
	asked := 0
	question := func(mark string) string {
		asked++
		return fmt.Sprintf(`%s Câu %d {#q%d type=single competence=%s level=%d}

Số %d gọi đến và xin mã OTP. Bác nên làm gì **trước tiên**?

- [x] Ngắt máy, tự gọi lại số in trên thẻ
  > Đúng. Số do mình tự tìm mới đáng tin, lần thứ %d.
- [ ] Đọc mã cho họ để khỏi bị khóa
  > Mã là chìa khóa của tài khoản, không ai được hỏi.
- [ ] Nhắn lại hỏi xem họ là ai
  > Kẻ gian sẽ trả lời rất trơn tru.

> Không đọc mã cho ai, kể cả người xưng là ngân hàng.

`, mark, asked, asked, bigCodes[asked%7], asked/7%3+1, asked, asked)
	}
	for n := range lessons {
		module := fmt.Sprintf("%02d-phan-%d", n/25+1, n/25+1)
		if n%25 == 0 {
			put(module+"/module.md", fmt.Sprintf("---\ntitle: Phần %d\n---\n\nMở đầu.\n", n/25+1))
		}
		var b strings.Builder
		fmt.Fprintf(&b, "---\ntitle: Bài số %d\nsummary: Nội dung của bài số %d\nminutes: 8\ncompetences: [{ code: \"4.2\", level: 2 }]\n---\n\n", n, n)
		for s := range 4 {
			fmt.Fprintf(&b, "## Mục %d\n\n%s\n\n", s, strings.Repeat("Kẻ lừa đảo không cần *giỏi máy tính*, chỉ cần ta **vội**. Xem [mã OTP](../glossary.md#ma-otp). ", 6))
			b.WriteString("| Dấu hiệu | Việc nên làm |\n|---|---|\n| Hối thúc | Dừng lại |\n| Đường dẫn lạ | Không bấm |\n\n1. Đọc kỹ.\n2. Hỏi người thân.\n\n")
		}
		b.WriteString(question("##"))
		b.WriteString(question("##"))
		put(fmt.Sprintf("%s/%02d-bai-%d.md", module, n%25+1, n), b.String())
	}
	for file := 1; asked < questions; file++ {
		var b strings.Builder
		fmt.Fprintf(&b, "---\ntitle: Ngân hàng %d\n---\n\n", file)
		for range min(100, questions-asked) {
			if scenarios > 0 && questions-asked > 1 {
				scenarios--
				fmt.Fprintf(&b, "## Chuyện %d {#s%d type=scenario}\n\nChuyện số %d.\n\n", asked, asked, asked)
				b.WriteString(question("###") + question("###"))
				continue
			}
			b.WriteString(question("##"))
		}
		put(fmt.Sprintf("bank/%02d-cau.md", file), b.String())
	}
	return fsys
}

// BenchmarkCheck is the goal of the format's tools: 1,000 lessons and 10,000 questions in at most 5 s on two cores, with an
// exam that claims, and also where nearly all of the bank is scenarios.
func BenchmarkCheck(b *testing.B) {
	for _, bank := range []struct {
		name                 string
		questions, scenarios int
	}{{"questions", 10_000, 0}, {"scenarios", 12_500, 5000}} {
		b.Run(bank.name, func(b *testing.B) {
			fsys, std := bigCourse(1000, bank.questions, bank.scenarios), testSet()
			for b.Loop() {
				if r := Check(fsys, std, URLs{}); r.HasErrors() {
					b.Fatal(r.Findings[0])
				}
			}
		})
	}
}

// BenchmarkDraft is what a save costs before a preview shows it: a course of 100 lessons read again as a whole.
func BenchmarkDraft(b *testing.B) {
	fsys, std := bigCourse(100, 1000, 50), testSet()
	for b.Loop() {
		if bundle, r := LoadDraft(fsys, "khoa-lon", std, URLs{}); bundle == nil {
			b.Fatal(r.Findings[0])
		}
	}
}
