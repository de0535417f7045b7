package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"hocso/internal/course"
)

// TestStatementGoesBackToBlank: what was judged in an exam can be left open again, by the form alone.
func TestStatementGoesBackToBlank(t *testing.T) {
	_, c, attempt := underway(t)
	n := c.find(attempt, course.TrueFalse)
	path := questionPath(attempt, n)
	form := c.answer(attempt, n, true)
	of := 0
	for name := range form {
		if strings.HasPrefix(name, "y") {
			of++
		}
	}
	c.post(path, form).want(http.StatusSeeOther)
	page := c.get(path)
	if got := textOf(page.one(`input[name=y0][value=""]`).Parent); got != "Để trống" {
		t.Fatalf("a statement offers %q", got)
	}
	list := func() string { return textOf(page.all(".cells li")[n-1]) }
	if got := list(); !strings.Contains(got, "Đã trả lời") || strings.Contains(got, "ý") {
		t.Errorf("answered in full the list says %q", got)
	}
	form = page.form(path)
	form.Set("y0", "")
	c.post(path, form).want(http.StatusSeeOther)
	page = c.get(path)
	if len(page.all(`input[name=y0][value=""][checked]`)) != 1 {
		t.Error("the statement did not become blank")
	}
	want := fmt.Sprintf("%d trên %d ý", of-1, of)
	if got := list(); !strings.Contains(got, "Trả lời một phần: "+want) {
		t.Errorf("answered in part the list says %q", got)
	}
	if got := textOf(findAll(c.get(attemptPath(attempt, "xem-lai")).all("tbody tr")[n-1], ".tag")[0]); got != want {
		t.Errorf("the review says %q", got)
	}
	form = page.form(path)
	for i := range of {
		form.Set(fmt.Sprintf("y%d", i), "")
	}
	c.post(path, form).want(http.StatusSeeOther)
	page = c.get(path)
	if got := list(); !strings.Contains(got, "Chưa trả lời") {
		t.Errorf("left blank the list says %q", got)
	}
}

// TestPartsAreCounted: of questions with parts the list says how many are answered, the script as well.
func TestPartsAreCounted(t *testing.T) {
	_, c, attempt := underway(t)
	for kind, field := range map[course.Type]string{course.Matching: "n0", course.Ordering: "x0", course.Cloze: "d0"} {
		n := c.find(attempt, kind)
		path := questionPath(attempt, n)
		form := c.answer(attempt, n, true)
		form.Set(field, "")
		c.header.Set("X-Partial", "1")
		said := c.post(path, form).want(http.StatusOK).body
		c.header.Del("X-Partial")
		got := textOf(c.get(path).all(".cells li")[n-1])
		_, words, ok := strings.Cut(got, "Trả lời một phần: ")
		if !ok || !strings.Contains(said, `"partly":"`+words+`"`) || !strings.HasSuffix(words, " ý") {
			t.Errorf("%s: the list says %q, the script is told %s", kind, got, said)
		}
	}
}

// TestPracticeStatementGoesBackToBlank: the same in a lesson.
func TestPracticeStatementGoesBackToBlank(t *testing.T) {
	s := newSite(t)
	c := s.public()
	const name = `input[name=j0][value=""]`
	if got := textOf(c.get(lessonOne).one(name).Parent); got != "Để trống" {
		t.Fatalf("a statement offers %q", got)
	}
	page := c.post(lessonOne+"/hoi/kt-tung-y", url.Values{"j0": {""}, "j1": {"2"}}).want(http.StatusOK)
	if len(page.all("#kt-tung-y "+name+"[checked]")) != 1 || !strings.Contains(page.text("#kt-tung-y"), "Bạn chưa xét ý này.") {
		t.Error("the blank is not taken as one")
	}
}
