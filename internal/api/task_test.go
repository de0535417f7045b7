package api

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const taskID = "kt-nop"

const taskAt = "/courses/" + testCourse + "/tasks/" + taskID

// photo is a small picture.
var photo = sync.OnceValue(func() []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 6)), nil); err != nil {
		panic(err)
	}
	return b.Bytes()
})

func (c *client) handIn(text string, picture []byte) *answer {
	c.s.t.Helper()
	body := map[string]any{"text": text}
	if picture != nil {
		body["photo"] = picture
	}
	return c.post(taskAt+"/hand-ins", body)
}

// lastWork is the id of what the caller handed in last.
func (c *client) lastWork() string {
	c.s.t.Helper()
	return into[Task](c.get(taskAt).want(http.StatusOK)).HandIns[0].ID.String()
}

// TestTask goes through two rounds as programs do.
func TestTask(t *testing.T) {
	s := newSite(t)
	c, m := s.as(learner), s.as(manager)
	c.get(taskAt).problem(http.StatusConflict, "course.enrol-first")
	c.post("/courses/"+testCourse+"/enrolment", nil).want(http.StatusOK)
	empty := into[Task](c.get(taskAt).want(http.StatusOK))
	if empty.Explanation != "" || !empty.HasJudges || empty.OpenRound != 1 || len(empty.HandIns) != 0 ||
		cmp.Diff(&HandInRule{TakesPhoto: true, PassPoints: 3}, empty.Question.HandIn) != "" || len(empty.Question.Rubric.Criteria) != 2 {
		t.Errorf("%+v", empty)
	}
	for what, want := range map[string]struct {
		body    map[string]any
		key, at string
	}{
		"nothing":   {map[string]any{"text": " "}, "task.empty", "#/text"},
		"no photo":  {map[string]any{"text": "a", "photo": []byte("GIF89a")}, "task.picture-format", "#/photo"},
		"too much":  {map[string]any{"text": strings.Repeat("ă", 5001)}, "task.long", "#/text"},
		"bad round": {map[string]any{"text": "a", "round": -1}, "", "#/round"},
	} {
		p := c.post(taskAt+"/hand-ins", want.body).problem(http.StatusUnprocessableEntity, "error.invalid")
		if len(p.Errors) != 1 || p.Errors[0].Pointer != want.at || want.key != "" && p.Errors[0].Key != want.key {
			t.Errorf("%s: %+v", what, p.Errors)
		}
	}
	c.post(taskAt+"/hand-ins", map[string]any{"text": "a", "version": empty.Version + 1}).problem(http.StatusConflict, "task.moved-on")
	first := into[Task](c.handIn("Tôi đã làm", photo()).want(http.StatusOK))
	work := first.HandIns[0]
	if work.Text != "Tôi đã làm" || !work.HasPhoto || work.Round != 1 || work.JudgedAt != nil || work.Grades != nil || !strings.Contains(first.Explanation, "KHOA-NOP") {
		t.Errorf("%+v", first)
	}
	at := "/hand-ins/" + work.ID.String()
	for _, who := range []*client{c, m} {
		p := who.get(at + "/photo").want(http.StatusOK)
		if _, err := jpeg.Decode(strings.NewReader(p.body)); err != nil || p.header.Get("Content-Type") != "image/jpeg" || p.header.Get("X-Content-Type-Options") != "nosniff" {
			t.Error(err, p.header)
		}
	}
	s.as(other).get(at+"/photo").problem(http.StatusNotFound, "api.not-found")

	list := into[List[WaitingWork]](m.get("/hand-ins").want(http.StatusOK))
	if len(list.Items) != 1 || list.Items[0].ID != work.ID || list.Items[0].Course != testCourse || list.Next != "" {
		t.Errorf("%+v", list)
	}
	if n := into[WaitingCount](m.get("/hand-ins/count").want(http.StatusOK)); n.Count != 1 || n.More {
		t.Errorf("%+v", n)
	}
	m.get("/hand-ins?cursor=x").want(http.StatusUnprocessableEntity)
	sub := into[Submission](m.get(at).want(http.StatusOK))
	judge := func(grades string) *answer {
		return m.post(at+"/judgement", fmt.Sprintf(`{"changes": %d, "grades": %s, "comments": ["Nói rõ hơn"]}`, sub.Changes, grades))
	}
	if p := judge("[0]").problem(http.StatusUnprocessableEntity, "error.invalid"); len(p.Errors) != 1 || p.Errors[0].Pointer != "#/grades" {
		t.Errorf("%+v", p.Errors)
	}
	judge("[0, 3]").want(http.StatusUnprocessableEntity)
	judged := into[Submission](judge("[1, 2]").want(http.StatusOK))
	if judged.Passed || judged.Points != 1 || cmp.Diff([]int{1, 2}, judged.Grades) != "" || judged.JudgedAt == nil {
		t.Errorf("%+v", judged)
	}
	judge("[0, 0]").problem(http.StatusConflict, "task.judged-already")
	again := into[Task](c.get(taskAt).want(http.StatusOK))
	if again.OpenRound != 2 || cmp.Diff([]string{"Nói rõ hơn", ""}, again.HandIns[0].Comments) != "" {
		t.Errorf("%+v", again)
	}
	c.post(taskAt+"/hand-ins", `{"text": "Muộn", "round": 1}`).problem(http.StatusConflict, "task.judged-meanwhile")
	c.handIn("Lần hai", nil).want(http.StatusOK)
	at = "/hand-ins/" + c.lastWork()
	sub = into[Submission](m.get(at).want(http.StatusOK))
	judge("[0, 1]").want(http.StatusOK)
	if done := into[Task](c.get(taskAt).want(http.StatusOK)); done.OpenRound != 0 || !done.HandIns[0].Passed || len(done.HandIns) != 2 {
		t.Errorf("%+v", done)
	}
	c.handIn("Nữa", nil).problem(http.StatusConflict, "task.passed")
	c.post("/courses/"+testCourse+"/questions/"+taskID+"/answers", `{"answer": {"matched": [0, 0]}}`).problem(http.StatusConflict, "task.hand-in")
}

// TestCorrection: the judgement is replaced, the old one and the reason stay to be read, and who comes late is told.
func TestCorrection(t *testing.T) {
	s := newSite(t)
	c, m := s.as(learner), s.as(manager)
	c.post("/courses/"+testCourse+"/enrolment", nil).want(http.StatusOK)
	c.handIn("Xong", nil).want(http.StatusOK)
	at := "/hand-ins/" + c.lastWork()
	correct := func(who *client, corrections int, reason string) *answer {
		return who.post(at+"/correction", map[string]any{"corrections": corrections, "grades": []int{2, 2}, "comments": []string{"Chưa"}, "reason": reason})
	}
	correct(m, 0, "Đọc sót").problem(http.StatusConflict, "task.not-judged")
	m.post(at+"/judgement", `{"changes": 1, "grades": [0, 0]}`).want(http.StatusOK)
	if p := correct(m, 0, " ").problem(http.StatusUnprocessableEntity, "error.invalid"); len(p.Errors) != 1 || p.Errors[0].Pointer != "#/reason" || p.Errors[0].Key != "task.reason-missing" {
		t.Errorf("%+v", p.Errors)
	}
	correct(s.as(other), 0, "Đọc sót").want(http.StatusForbidden)
	got := into[Submission](correct(m, 0, "Đọc sót").want(http.StatusOK))
	if got.Passed || got.Corrections != 1 || cmp.Diff([]int{2, 2}, got.Grades) != "" {
		t.Errorf("%+v", got)
	}
	correct(m, 0, "Lần nữa").problem(http.StatusConflict, "task.corrected-meanwhile")
	seen := into[Task](c.get(taskAt).want(http.StatusOK))
	if seen.OpenRound != 2 || len(seen.HandIns[0].Earlier) != 1 {
		t.Fatalf("%+v", seen)
	}
	if e := seen.HandIns[0].Earlier[0]; !e.Passed || e.Reason != "Đọc sót" || cmp.Diff([]int{0, 0}, e.Grades) != "" || e.JudgedAt == nil {
		t.Errorf("%+v", e)
	}
	list := into[List[WaitingWork]](m.get("/hand-ins?judged=true").want(http.StatusOK))
	if len(list.Items) != 1 || list.Items[0].JudgedAt == nil || list.Items[0].Passed {
		t.Errorf("%+v", list)
	}
	c.handIn("Lần hai", nil).want(http.StatusOK)
	correct(m, 1, "Muộn").problem(http.StatusConflict, "task.handed-in-again")
}
