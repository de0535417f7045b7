package web

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// corrects sends the form of another judgement, as it comes filled with the one that stands.
func (c *client) corrects(at string, grades []string, comment, reason string) *reply {
	c.s.t.Helper()
	form := c.get(at + "/sua").want(http.StatusOK).form(at + "/sua")
	form.Set("reason", reason)
	return c.post(at+"/sua", judgement(form, grades, comment))
}

// TestCorrectedJudgement: the learner reads the new judgement, that it was corrected and why, and may hand in again.
func TestCorrectedJudgement(t *testing.T) {
	s := newSite(t)
	c, m, admin := enrolled(s, learnerContact), s.as(managerContact), s.as(adminContact)
	at := worksAt + "/" + s.handedIn(c, "Xong").ID.String()
	m.get(at + "/sua").want(http.StatusConflict)
	m.judges(at, []string{"1", "1"}, "Tốt lắm.").want(http.StatusSeeOther)
	list := m.get(worksAt + "?xem=da-cham").want(http.StatusOK)
	if got := attrOf(list.one("tbody th a"), "href"); got != at || !strings.Contains(list.text("tbody"), "Đạt") {
		t.Error(list.text("main"))
	}
	filled := admin.get(at + "/sua").want(http.StatusOK).form(at + "/sua")
	if filled.Get("n0") != "1" || filled.Get("y0") != "Tốt lắm." || filled.Get("sua") != "0" {
		t.Error("the form does not begin with what stands", filled)
	}
	refused := m.corrects(at, []string{"3", "3"}, "Chưa tự bấm.", " ").want(http.StatusUnprocessableEntity)
	if d := cmp.Diff(map[string]string{"reason": "Viết lý do sửa."}, refused.errorsOf()); d != "" || refused.form(at+"/sua").Get("n0") != "3" {
		t.Error(d, refused.form(at+"/sua"))
	}
	if got := m.corrects(at, []string{"3", "3"}, "Chưa tự bấm.", "Tôi đọc <b>nhầm</b> bài.").want(http.StatusSeeOther).location(); got != at+"?xong=judgement-corrected" {
		t.Error(got)
	}
	filled.Set("reason", "Tôi cũng sửa.")
	late := admin.post(at+"/sua", judgement(filled, []string{"1", "2"}, "Khác.")).want(http.StatusConflict)
	if !strings.HasPrefix(late.text("[role=alert]"), "Có người vừa sửa kết quả này trước bạn.") || !strings.Contains(late.text("main"), "Khác.") {
		t.Error(late.text("main"))
	}
	if got := c.state(); got != "Chưa đạt Xem nhận xét, nộp lại" {
		t.Error(got)
	}
	page := c.get(taskAt).want(http.StatusOK)
	for _, want := range []string{"Kết quả chấm đã được sửa.", "Tôi đọc <b>nhầm</b> bài.", "Chưa tự bấm.", "Tốt lắm.", "0 trên 4 điểm", "4 trên 4 điểm"} {
		if !strings.Contains(page.text("main"), want) {
			t.Errorf("the learner does not see %q", want)
		}
	}
	if got := page.form(taskAt).Get("lan"); got != "2" {
		t.Errorf("the next round is %q", got)
	}
	c.handsIn("Lần hai", nil).want(http.StatusSeeOther)
	again := m.corrects(at, []string{"1", "1"}, "", "Muộn").want(http.StatusConflict)
	if !strings.Contains(again.text("[role=alert]"), "Người học đã nộp lại.") {
		t.Error(again.text("main"))
	}
	c.get(at + "/sua").want(http.StatusNotFound)
}
