package web

import (
	"net/http"
	"strings"
	"testing"
)

// TestTwoJudges: the second one is told, sees what was stored and what they had found themselves.
func TestTwoJudges(t *testing.T) {
	s := newSite(t)
	c, m, admin := enrolled(s, learnerContact), s.as(managerContact), s.as(adminContact)
	at := worksAt + "/" + s.handedIn(c, "Xong").ID.String()
	first, second := m.get(at).form(at), admin.get(at).form(at)
	m.post(at, judgement(first, []string{"1", "1"}, "Tốt lắm.")).want(http.StatusSeeOther)
	m.post(at, first).want(http.StatusSeeOther) // the button pressed twice
	p := admin.post(at, judgement(second, []string{"3", "2"}, "Tôi thấy khác.")).want(http.StatusConflict)
	if got := p.text("[role=alert]"); !strings.HasPrefix(got, "Có người vừa chấm bài này trước bạn.") {
		t.Error(got)
	}
	tables := p.all("table")
	if len(tables) != 2 || !strings.Contains(textOf(tables[0]), "Tốt lắm.") || !strings.Contains(textOf(tables[1]), "Tôi thấy khác.") {
		t.Error(p.text("main"))
	}
	if got := c.get(taskAt).text("main"); strings.Contains(got, "Tôi thấy khác.") || !strings.Contains(got, "Tốt lắm.") {
		t.Error(got)
	}
}

// TestReplacedWhileItIsJudged: the judge is shown the new version with the grades kept.
func TestReplacedWhileItIsJudged(t *testing.T) {
	s := newSite(t)
	c, m := enrolled(s, learnerContact), s.as(managerContact)
	at := worksAt + "/" + s.handedIn(c, "Bản đầu").ID.String()
	form := judgement(m.get(at).form(at), []string{"1", "2"}, "Hay.")
	learner := c.get(taskAt).form(taskAt)
	c.handsIn("Bản sau", nil, "drop").want(http.StatusSeeOther)
	p := m.post(at, form).want(http.StatusConflict)
	if got := p.form(at); got.Get("n0") != "1" || got.Get("n1") != "2" || got.Get("y0") != "Hay." || got.Get("lan") != "2" {
		t.Error(got)
	}
	if p.text(".line") != "Bản sau" || len(p.all("main img")) != 0 {
		t.Error(p.text("main"))
	}
	m.post(at, p.form(at)).want(http.StatusSeeOther)
	learner.Set("text", "Bản cuối")
	late := c.sends(taskAt, learner, nil).want(http.StatusConflict)
	if !strings.Contains(late.text("[role=alert]"), "đã đạt") {
		t.Error(late.text("main"))
	}
}

// TestJudgedWhileItIsReplaced: what the learner wrote stays in the form for the next round.
func TestJudgedWhileItIsReplaced(t *testing.T) {
	s := newSite(t)
	c, m := enrolled(s, learnerContact), s.as(managerContact)
	at := worksAt + "/" + s.handedIn(c, "Bản đầu").ID.String()
	form := c.get(taskAt).form(taskAt)
	m.judges(at, []string{"3", "3"}, "").want(http.StatusSeeOther)
	form.Set("text", "Bản sau")
	p := c.sends(taskAt, form, nil).want(http.StatusConflict)
	if got := p.form(taskAt); got.Get("text") != "Bản sau" || got.Get("lan") != "2" || !strings.Contains(p.text("[role=alert]"), "vừa được chấm") {
		t.Error(got, p.text("main"))
	}
	c.sends(taskAt, p.form(taskAt), nil).want(http.StatusSeeOther)
}
