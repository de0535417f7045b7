package web

import (
	"net/http"
	"strings"
	"testing"

	"hocso/internal/assess"
)

// movesTo publishes the test course with a text in the second lesson replaced, and moves a person there in another window.
func (s *site) movesTo(c *client, old, other string) {
	s.t.Helper()
	fsys, err := s.changed("01-bat-dau/02-bai-hai.md", old, other)
	if err != nil {
		s.t.Fatal(err)
	}
	v, err := s.publish(s.t.Context(), fsys, testCourse)
	if err != nil {
		s.t.Fatal(err)
	}
	if err := s.Learning.MoveOn(s.t.Context(), c.caller(), testCourse, v.ID, assess.Key{}); err != nil {
		s.t.Fatal(err)
	}
}

// TestHandInAfterMoving: what was written for the task of an older version is not handed in to that of the newer one, and
// comes back beside the task as it is now.
func TestHandInAfterMoving(t *testing.T) {
	s := newSite(t)
	c := enrolled(s, learnerContact)
	form := c.get(taskAt).want(http.StatusOK).form(taskAt)
	s.movesTo(c, "Giúp một người mở ứng dụng", "Giúp hai người mở ứng dụng")
	form.Set("text", "Tôi giúp một người.")
	p := c.sends(taskAt, form, photoOf(t)).want(http.StatusConflict)
	if !strings.Contains(p.text("[role=alert]"), "đã chuyển sang bản mới") || !strings.Contains(p.text("main"), "Giúp hai người") {
		t.Error(p.text("main"))
	}
	again := p.form(taskAt)
	if again.Get("text") != "Tôi giúp một người." || c.state() != "Nộp bài" {
		t.Error("the text is gone, or it was handed in", again)
	}
	c.sends(taskAt, again, nil).want(http.StatusSeeOther)
}

// TestHandInToWhatIsGone: the text comes back also where the newer version has no such task, or has it elsewhere.
func TestHandInToWhatIsGone(t *testing.T) {
	s := newSite(t)
	c := enrolled(s, learnerContact)
	form := c.get(taskAt).want(http.StatusOK).form(taskAt)
	form.Set("text", "Tôi giúp <b>một</b> người.")
	s.movesTo(c, "#kt-nop", "#kt-nop-khac")
	p := c.sends(taskAt, form, nil).want(http.StatusConflict)
	if got := p.text("textarea"); got != "Tôi giúp <b>một</b> người." || !strings.Contains(p.text("[role=alert]"), "không còn bài thực hành này") {
		t.Error(p.text("main"))
	}
	c.get(taskAt).want(http.StatusNotFound)
	form.Set("ban", "2")
	c.sends(taskAt, form, nil).want(http.StatusNotFound)
}

// TestHandInToWhatIsElsewhere: the page leads to the lesson where the task is now.
func TestHandInToWhatIsElsewhere(t *testing.T) {
	s := newSite(t)
	c := enrolled(s, learnerContact)
	form := c.get(taskAt).want(http.StatusOK).form(taskAt)
	form.Set("text", "Xong")
	elsewhere := strings.Replace(taskAt, "/bai-hai/", "/bai-mot/", 1)
	form.Set("ban", "99")
	p := c.sends(elsewhere, form, nil).want(http.StatusConflict)
	if got := attrOf(p.one("main a.btn"), "href"); got != taskAt || p.text("textarea") != "Xong" {
		t.Error(got, p.text("main"))
	}
}
