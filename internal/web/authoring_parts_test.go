package web

import (
	"net/http"
	"strings"
	"testing"
)

// TestReviewSaysOldAndNew: a reviewer reads what title, summary and audience were and are, and sees a key that moved.
func TestReviewSaysOldAndNew(t *testing.T) {
	s, author := drafted(t)
	page := author.get(studioPath + "/tep?ten=course.md").want(http.StatusOK)
	author.post(studioPath+"/tep", typed(page, func(text string) string {
		lines := strings.Split(text, "\n")
		for i, l := range lines {
			switch {
			case strings.HasPrefix(l, "title:"):
				lines[i] = "title: Tên mới của khóa"
			case strings.HasPrefix(l, "summary:"):
				lines[i] = "summary: Tóm tắt mới <b>."
			case strings.HasPrefix(l, "audience:"):
				lines[i] = "audience: [chuyen-trach]"
			}
		}
		return strings.Join(lines, "\n")
	})).want(http.StatusSeeOther)
	author.post(studioPath+"/tep", typed(author.get(openLesson), func(text string) string {
		at := strings.Index(text, "- [ ]")
		right := strings.Index(text, "- [x]")
		swap := []byte(text)
		swap[at+3], swap[right+3] = 'x', ' '
		return string(swap)
	})).want(http.StatusSeeOther)
	old, err := s.Catalog.CurrentVersion(t.Context(), testCourse)
	if err != nil {
		t.Fatal(err)
	}
	review := s.as(adminContact).get(studioPath + "/duyet").want(http.StatusOK)
	for _, want := range []struct{ selector, text string }{
		{"main ul del", old.Title},
		{"main ul ins", "Tên mới của khóa"},
		{"main ul ins", "Tóm tắt mới <b>."},
		{"main ul ins", s.I18n.T("vi", "audience.chuyen-trach", nil)},
		{"ul.chu del", "Đúng"},
		{"ul.chu ins", "Đúng"},
		{"ul.chu ins", "Sai"},
	} {
		found := false
		for _, n := range review.all(want.selector) {
			found = found || strings.Contains(textOf(n), want.text)
		}
		if !found {
			t.Errorf("no %s says %q: %s", want.selector, want.text, review.text("main"))
		}
	}
}
