package web

import (
	"net/http"
	"strings"
	"testing"

	"hocso/internal/course"
)

// publishNewer publishes the test course with its first lesson written anew and a longer exam.
func (s *site) publishNewer() course.Version {
	s.t.Helper()
	fsys, err := s.changed("01-bat-dau/01-bai-mot.md", "Bác Páo nhận một", strings.Repeat("Câu này mới viết thêm. ", 8)+"Bác Páo nhận một")
	if err != nil {
		s.t.Fatal(err)
	}
	v, err := s.publish(s.t.Context(), fsys, testCourse)
	if err != nil {
		s.t.Fatal(err)
	}
	return v
}

// TestLearnerMovesOn: who learns an older version is told what a newer one brings, and keeps what still counts.
func TestLearnerMovesOn(t *testing.T) {
	s := newSite(t)
	c := enrolled(s, learnerContact)
	for _, lesson := range []string{lessonOne, lessonTwo} {
		c.post(lesson+"/xong", c.get(lesson).form(lesson+"/xong")).want(http.StatusSeeOther)
	}
	page := c.get("/khoa-hoc/" + testCourse).want(http.StatusOK)
	const action = "/khoa-hoc/" + testCourse + "/ban-moi"
	if len(page.all("form[action="+action+"]")) != 0 {
		t.Fatal("the newest version is offered to somebody who is on it")
	}
	s.publishNewer()
	page = c.get("/khoa-hoc/" + testCourse)
	offer := page.text(".note")
	if !strings.Contains(offer, "Khóa học có bản mới") || !strings.Contains(offer, "Đọc lại, vì nội dung đã khác nhiều Bài thứ nhất") {
		t.Fatalf("offered: %s", offer)
	}
	if got := s.public().get("/khoa-hoc/" + testCourse).text(".note"); strings.Contains(got, "bản mới") {
		t.Error("a visitor is offered to move")
	}
	form := page.form(action)
	to := c.post(action, form).want(http.StatusSeeOther).location()
	c.post(action, form).want(http.StatusSeeOther)
	page = c.get(to).want(http.StatusOK)
	if !strings.Contains(page.text(".note"), "Bạn đang học bản mới") || len(page.all("form[action="+action+"]")) != 0 {
		t.Errorf("after moving: %s", page.text(".note"))
	}
	st, err := s.Learning.Study(t.Context(), c.caller(), testCourse)
	if err != nil || st.Published.Number != 2 || st.Progress.LessonsDone(st.Published.Course) != 1 {
		t.Errorf("on version %d, %d lessons done, %v", st.Published.Number, st.Progress.LessonsDone(st.Published.Course), err)
	}
	form.Set("ban", "x")
	form.Del("khoa")
	c.post(action, form).want(http.StatusConflict)
}

// TestMovingWaitsForTheExam: amid an exam the offer says what to do first.
func TestMovingWaitsForTheExam(t *testing.T) {
	s := newSite(t)
	s.things(learnerContact) // an open attempt
	v := s.publishNewer()
	c := s.as(learnerContact)
	page := c.get("/khoa-hoc/" + testCourse).want(http.StatusOK)
	if !strings.Contains(page.text(".note"), "nộp bài thi đang làm") || len(page.all(".note form")) != 0 {
		t.Errorf("offered: %s", page.text(".note"))
	}
	c.post("/khoa-hoc/"+testCourse+"/ban-moi", map[string][]string{"ban": {v.ID.String()}}).want(http.StatusConflict)
}
