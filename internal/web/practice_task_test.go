package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"hocso/internal/learning"
)

// TestPracticalTasksAreJudgedByThePerson: the rubric sums up, the task counts as no question, and the course waits for it.
func TestPracticalTasksAreJudgedByThePerson(t *testing.T) {
	s := newSite(t)
	c := enrolled(s, learnerContact)
	page := c.get(lessonTwo)
	if got := page.text("#kt-lam-that .mute"); got != "Bài thực hành" {
		t.Errorf("the task is numbered: %q", got)
	}
	if got := page.text("#kt-hinh .mute"); !strings.HasPrefix(got, "Câu 6 trên 6") {
		t.Errorf("the task is counted as a question: %q", got)
	}
	p := c.post(lessonTwo+"/hoi/kt-lam-that", url.Values{"n0": {"2"}, "n1": {"1"}}).want(http.StatusOK)
	if got := p.text("#kt-lam-that [role=status]"); got != "Bạn tự chấm 3 trên 4 điểm. Đạt khi được từ 3 điểm." {
		t.Errorf("verdict %q", got)
	}
	if got := p.form(lessonTwo + "/hoi/kt-lam-that#kt-lam-that"); got.Get("n0") != "2" || got.Get("n1") != "1" {
		t.Errorf("the grades are gone: %v", got)
	}
	if got := c.get(lessonTwo).text("#kt-lam-that .save"); got != "Bạn đã tự chấm bài này" {
		t.Errorf("state %q", got)
	}
	st, err := s.Learning.Study(t.Context(), c.caller(), testCourse)
	if err != nil {
		t.Fatal(err)
	}
	co := *st.Published.Course
	if got := learning.StandingOf(&co, st.Progress); got.PracticalNeeded != 0 || got.PracticalDone != 1 || got.PracticeRight != 0 {
		t.Errorf("%+v", got)
	}
	co.Completion.Practical = true
	if got := learning.StandingOf(&co, st.Progress); got.PracticalNeeded != 2 {
		t.Errorf("%+v", got)
	}
}
