package web

import (
	"net/http"
	"strings"
	"testing"
)

// TestReviewShowsEveryPage: what a course says of itself, of a module, of a word, and an exam question are laid beside what
// they were, as lessons are.
func TestReviewShowsEveryPage(t *testing.T) {
	s, author := drafted(t)
	for file, change := range map[string][2]string{
		"course.md":                {"Làm được bài thi.", "Làm được bài thi cuối khóa."},
		"01-bat-dau/module.md":     {"Phần này có hai bài.", "Phần này có hai bài ngắn."},
		"glossary.md":              {"Dãy số dùng một lần", "Dãy sáu số dùng một lần"},
		"bank/01-cau-hoi.md":       {"- [x] Tra mã hồ sơ số 2.\n  > KHOA-PHANHOI-DUNG-2\n- [ ] Hỏi", "- [ ] Tra mã hồ sơ số 2.\n  > KHOA-PHANHOI-DUNG-2\n- [x] Hỏi"},
		"01-bat-dau/01-bai-mot.md": {"\n## ", "\nCâu vừa thêm.\n\n## "},
	} {
		page := author.get(studioPath + "/tep?ten=" + file).want(http.StatusOK)
		author.post(studioPath+"/tep", typed(page, func(text string) string {
			out := strings.Replace(text, change[0], change[1], 1)
			if out == text {
				t.Fatalf("%s has no %q", file, change[0])
			}
			return out
		})).want(http.StatusSeeOther)
	}
	review := s.as(adminContact).get(studioPath + "/duyet").want(http.StatusOK)
	pages := map[string]string{}
	for _, section := range review.all("section") {
		if id := attrOf(section, "aria-labelledby"); strings.HasPrefix(id, "bai-") {
			pages[textOf(review.one("#"+id))] = textOf(section)
		}
	}
	if len(pages) != 5 {
		t.Errorf("%d pages are laid beside each other", len(pages))
	}
	for title, says := range map[string][]string{
		"Khóa thử một":                 {"Làm được bài thi cuối khóa.", "Làm được bài thi."},
		"Bắt đầu":                      {"Phần này có hai bài ngắn."},
		"Mã OTP":                       {"Dãy sáu số dùng một lần", "Dãy số dùng một lần"},
		"de-mot-2: Câu một lựa chọn 2": {"Câu số 2: muốn biết hồ sơ đang ở đâu thì làm gì?", "Hỏi hàng xóm số 2."},
		"Bài thứ nhất":                 {"Câu vừa thêm."},
	} {
		found := ""
		for heading, text := range pages {
			if strings.Contains(heading, title) {
				found = text
			}
		}
		for _, want := range says {
			if !strings.Contains(found, want) {
				t.Errorf("the page of %q does not say %q: %s", title, want, found)
			}
		}
	}
}
