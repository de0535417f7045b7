package api

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hocso/internal/assess"
	"hocso/internal/course"
	"hocso/internal/id"
)

// rightAnswer is the full answer to a question of an attempt, by display positions; the test may know the bank.
func (s *site) rightAnswer(attempt id.ID, who *client, position int) assess.Answer {
	s.t.Helper()
	a := s.account(map[bool]string{true: learner, false: other}[who.account == s.account(learner).ID])
	t, err := s.store.Attempt(s.t.Context(), a.Person, attempt)
	if err != nil {
		s.t.Fatal(err)
	}
	p, err := s.Catalog.Current(s.t.Context(), testCourse)
	if err != nil {
		s.t.Fatal(err)
	}
	bank, err := s.Catalog.Bank(s.t.Context(), p.Version)
	if err != nil {
		s.t.Fatal(err)
	}
	it := t.Items[position-1]
	var out assess.Answer
	for _, q := range bank {
		if q.ID != it.Question {
			continue
		}
		for i, c := range q.Choices {
			switch {
			case q.Type == course.TrueFalse && c.Right:
				out.Judged = append(out.Judged, assess.JudgedTrue)
			case q.Type == course.TrueFalse:
				out.Judged = append(out.Judged, assess.JudgedFalse)
			case q.Type == course.Ordering:
				out.Ranks = append(out.Ranks, i+1)
			case c.Right && (q.Type == course.Numeric || q.Type == course.Short):
				out.Text = c.Text
			case c.Right:
				out.Choices = append(out.Choices, i)
			}
		}
		rightParts(&out, &q)
	}
	return it.ToDisplay(out)
}

// rightParts gives rows and gaps what belongs there.
func rightParts(a *assess.Answer, q *course.Question) {
	if q.Rubric != nil {
		a.Picks = slices.Repeat([]int{1}, len(q.Rubric.Criteria))
	}
	for _, p := range q.Pairs {
		a.Picks = append(a.Picks, p.Choice+1)
	}
	for _, g := range q.Gaps {
		pick, text := 0, g.Choices[0].Text
		if g.Type == course.Single {
			pick, text = slices.IndexFunc(g.Choices, func(c course.Choice) bool { return c.Right })+1, ""
		}
		a.Picks, a.Texts = append(a.Picks, pick), append(a.Texts, text)
	}
}

func saveBody(v assess.Answer, sequence int64) map[string]any {
	return map[string]any{"answer": payload(v), "sequence": sequence}
}

// payload is an answer as a client sends it.
func payload(v assess.Answer) *Answer {
	q := &course.Question{}
	if v.Texts != nil { // of gaps alone
		q.Type, q.Gaps = course.Cloze, make([]course.Gap, len(v.Texts))
	}
	if out := answerOf(q, v); out != nil {
		return out
	}
	return &Answer{}
}

// pass sits the exam of the test course with every answer right.
func (c *client) pass() Attempt {
	c.s.t.Helper()
	t := c.sit()
	for _, q := range t.Questions {
		right := c.s.rightAnswer(t.ID, c, q.Position)
		c.do(http.MethodPut, fmt.Sprintf("/attempts/%s/answers/%d", t.ID, q.Position), saveBody(right, 1)).want(http.StatusOK)
	}
	return into[Attempt](c.post("/attempts/"+t.ID.String()+"/submission", nil).want(http.StatusOK))
}

// TestTheWholeWay: enrol, learn, sit the exam, read the result, hold a confirmation that anyone can check.
func TestTheWholeWay(t *testing.T) {
	s := newSite(t)
	c := s.as(learner)
	t1 := c.pass()
	if t1.Submitted == nil || t1.Receipt == "" || len(t1.Questions) != 0 || t1.Answered != 5 {
		t.Fatalf("%+v", t1)
	}
	r := into[Result](c.get("/attempts/" + t1.ID.String() + "/result").want(http.StatusOK))
	if !*r.Passed || r.Percent != 100 || r.Receipt != t1.Receipt || len(r.Groups) == 0 {
		t.Errorf("%+v", r)
	}
	if len(r.Levels) != 1 || !r.Levels[0].Stated || *r.Levels[0].Level != 2 || r.Levels[0].Name == "" || len(r.Levels[0].Evidence) != 2 {
		t.Errorf("levels %+v", r.Levels)
	}
	v := into[Review](c.get("/attempts/" + t1.ID.String() + "/review").want(http.StatusOK))
	for _, q := range v.Questions {
		if q.Share != 1 || q.Answer == nil || !strings.Contains(q.Explanation, "KHOA-GIAITHICH") {
			t.Errorf("question %d: %+v", q.Position, q)
		}
		for i, w := range q.Verdicts {
			if w.Key != nil && (w.Position != i || !w.Correct || (q.Answer.Matched != nil && *w.Key != *q.Answer.Matched[i]) ||
				(q.Answer.Places != nil && *w.Key != *q.Answer.Places[i])) {
				t.Errorf("question %d: %+v", q.Position, w)
			}
			if (q.Type == "single" || q.Type == "multiple") && (w.Position != i || w.Chosen != w.Right || !w.Correct) {
				t.Errorf("question %d: %+v", q.Position, w)
			}
		}
	}
	course := into[Course](c.get("/courses/" + testCourse).want(http.StatusOK))
	for _, m := range course.Modules {
		for _, l := range m.Lessons {
			c.post(fmt.Sprintf("/courses/%s/lessons/%s/%s/completion", testCourse, m.Slug, l.Slug), nil).want(http.StatusOK)
			lesson := into[Lesson](c.get(fmt.Sprintf("/courses/%s/lessons/%s/%s", testCourse, m.Slug, l.Slug)).want(http.StatusOK))
			for _, b := range lesson.Blocks {
				if b.Question != nil && b.Question.HandIn == nil {
					c.practiseRight(b.Question.ID)
				}
			}
		}
	}
	p := into[Progress](c.get("/courses/" + testCourse + "/progress").want(http.StatusOK))
	if !p.Standing.Reached || p.Completed == nil || p.Next != "" || len(p.Lessons) != course.Lessons || !course.Enrolled {
		t.Errorf("%+v", p)
	}
	mine := into[List[Credential]](c.get("/me/credentials").want(http.StatusOK))
	if len(mine.Items) != 1 {
		t.Fatalf("%d confirmations", len(mine.Items))
	}
	got := into[Credential](s.public().get("/credentials/" + strings.ToLower(mine.Items[0].Serial)).want(http.StatusOK))
	if got.Holder != "Lò Thị Ánh" || got.State != "valid" || got.Issuer != "Sở" || got.Course != course.Title || len(got.Levels) != 1 {
		t.Errorf("%+v", got)
	}
	all := into[List[AttemptBrief]](c.get("/me/attempts").want(http.StatusOK))
	if len(all.Items) != 1 || all.Items[0].ID != t1.ID || !*all.Items[0].Passed {
		t.Errorf("%+v", all)
	}
}

// practiseRight answers an in-lesson question fully right; positions in lessons are those of the course.
func (c *client) practiseRight(question string) {
	c.s.t.Helper()
	p, err := c.s.Catalog.Current(c.s.t.Context(), testCourse)
	if err != nil {
		c.s.t.Fatal(err)
	}
	_, q, _ := p.Course.Question(question)
	var v assess.Answer
	for i, choice := range q.Choices {
		switch {
		case q.Type == course.TrueFalse && choice.Right:
			v.Judged = append(v.Judged, assess.JudgedTrue)
		case q.Type == course.TrueFalse:
			v.Judged = append(v.Judged, assess.JudgedFalse)
		case q.Type == course.Ordering:
			v.Ranks = append(v.Ranks, i+1)
		case choice.Right && (q.Type == course.Numeric || q.Type == course.Short):
			v.Text = choice.Text
		case choice.Right:
			v.Choices = append(v.Choices, i)
		}
	}
	rightParts(&v, q)
	v = assess.InLesson(q).ToDisplay(v)
	r := into[Checked](c.post("/courses/"+testCourse+"/questions/"+question+"/answers", map[string]any{"answer": payload(v)}).want(http.StatusOK))
	if !r.Right || r.Saved != (c.access != "") {
		c.s.t.Errorf("%s: %+v", question, r)
	}
}

// TestPublicPractice stores nothing and needs no account.
func TestPublicPractice(t *testing.T) {
	s := newSite(t)
	s.public().practiseRight("kt-viec-truoc")
	p := s.public().post("/courses/"+testCourse+"/questions/kt-viec-truoc/answers", map[string]any{"answer": map[string]any{}})
	if v := p.problem(http.StatusUnprocessableEntity, "error.invalid"); v.Errors[0].Pointer != "#/answer" {
		t.Errorf("%+v", v.Errors)
	}
	s.as(learner).get("/courses/"+testCourse+"/progress").problem(http.StatusNotFound, "api.not-found")
}

// TestAnswersComeBackAsGiven: a saved answer is shown by the same display positions, typed ones as text.
func TestAnswersComeBackAsGiven(t *testing.T) {
	s := newSite(t)
	c := s.as(learner)
	sit := c.sit()
	for _, q := range sit.Questions {
		v := Answer{}
		yes, no := true, false
		zero, two := 0, 2
		switch q.Type {
		case "single", "hotspot":
			v.Choices = []int{len(q.Choices) - 1}
		case "multiple":
			v.Choices = []int{0, 2}
		case "truefalse":
			v.Judged = []*bool{&no, nil}
		case "matching":
			v.Matched = []*int{&two, nil, &zero}
		case "ordering":
			v.Places = []*int{nil, &two, &zero}
		case "cloze":
			v.Gaps = []GapAnswer{{}, {Text: "14"}, {Text: "Zalo"}}
		default:
			v.Text = "5.000"
		}
		path := fmt.Sprintf("/attempts/%s/answers/%d", sit.ID, q.Position)
		got := into[Saved](c.do(http.MethodPut, path, map[string]any{"answer": v, "flagged": yes}).want(http.StatusOK))
		if got.Sequence != 1 || got.At == nil {
			t.Errorf("%+v", got)
		}
		q2 := into[Attempt](c.get("/attempts/" + sit.ID.String()).want(http.StatusOK)).Questions[q.Position-1]
		if fmt.Sprint(q2.Answer.Choices) != fmt.Sprint(v.Choices) || q2.Answer.Text != v.Text || !q2.Flagged || q2.Saved == nil {
			t.Errorf("%s: sent %+v, came back %+v", q.Type, v, q2.Answer)
		}
		if len(v.Judged) > 0 && (*q2.Answer.Judged[0] != no || q2.Answer.Judged[1] != nil) {
			t.Errorf("judged %v", q2.Answer.Judged)
		}
		if d := cmp.Diff(v.Matched, q2.Answer.Matched) + cmp.Diff(v.Places, q2.Answer.Places) + cmp.Diff(v.Gaps, q2.Answer.Gaps); d != "" {
			t.Errorf("%s (-sent +came back):\n%s", q.Type, d)
		}
		if d := cmp.Diff(q.Choices, q2.Choices); d != "" {
			t.Errorf("the order of display changed:\n%s", d)
		}
	}
}

func TestSavesThatAreRefused(t *testing.T) {
	s := newSite(t)
	c := s.as(learner)
	sit := c.sit()
	path := "/attempts/" + sit.ID.String() + "/answers/"
	for _, tt := range []struct {
		position, body string
		status         int
		at             string
	}{
		{"0", `{"answer":{}}`, 404, ""},
		{"99", `{"answer":{}}`, 404, ""},
		{"x", `{"answer":{}}`, 422, "position"},
		{"1", `{"answer":{"choices":[99]}}`, 422, "#/answer"},
		{"1", `{"answer":{"choices":[-1]}}`, 422, "#/answer"},
		{"1", `{"answer":{"choices":["0"]}}`, 422, "#/answer/choices/0"},
		{"1", `{"answer":null}`, 422, "#/answer"},
		{"1", `{"answer":{"places":[-1]}}`, 422, "#/answer"},
		{"1", `{"answer":{"matched":[77]}}`, 422, "#/answer"},
		{"1", `{"answer":{"gaps":[{"option":7}]}}`, 422, "#/answer"},
		{"1", `{"answer":{"c":[0]}}`, 422, "#/answer/c"},
		{"1", `{"answer":{},"share":1}`, 422, "#/share"},
		{"1", `{"answer":{},"sequence":-1}`, 422, "#/sequence"},
		{"1", `{}`, 422, "#/answer"},
		{"1", `null`, 422, "#"},
		{"1", `{`, 400, ""},
		{"1", ``, 400, ""},
		{"1", `{"answer":{"text":"` + strings.Repeat("a", 2001) + `"}}`, 422, "#/answer/text"},
	} {
		p := c.do(http.MethodPut, path+tt.position, tt.body).want(tt.status)
		v := into[Problem](p)
		if tt.at != "" && (len(v.Errors) != 1 || v.Errors[0].Pointer+v.Errors[0].Parameter != tt.at) {
			t.Errorf("%s %s: %s", tt.position, tt.body, p.body)
		}
	}
	for _, q := range into[Attempt](c.get("/attempts/" + sit.ID.String())).Questions {
		if q.Saved != nil {
			t.Errorf("question %d was saved", q.Position)
		}
	}
}

// TestLateAnswers: after the deadline and its grace nothing is taken, and the attempt was submitted with what it had.
func TestLateAnswers(t *testing.T) {
	s := newSite(t)
	c := s.as(learner)
	sit := c.sit()
	path := "/attempts/" + sit.ID.String() + "/answers/1"
	right := s.rightAnswer(sit.ID, c, 1)
	c.do(http.MethodPut, path, saveBody(right, 1)).want(http.StatusOK)
	s.clock.Advance(20*time.Minute + assess.Grace + time.Second)
	c = s.as(learner)
	if p := c.do(http.MethodPut, path, saveBody(assess.Answer{}, 2)); p.status != http.StatusConflict {
		t.Fatalf("%d: %s", p.status, p.body)
	}
	got := into[Attempt](c.get("/attempts/" + sit.ID.String()).want(http.StatusOK))
	if got.EndedBy != "time" || got.Answered != 1 {
		t.Errorf("%+v", got)
	}
	r := into[Result](c.get("/attempts/" + sit.ID.String() + "/result").want(http.StatusOK))
	if r.Points != 1 || *r.Passed {
		t.Errorf("%v of %v", r.Points, r.Max)
	}
}

// TestClientKeys: the same key and body store once; another body or place is refused; another person's key is free.
func TestClientKeys(t *testing.T) {
	s := newSite(t)
	c := s.as(learner)
	sit := c.sit()
	path := "/attempts/" + sit.ID.String() + "/answers/"
	k := c.with("Idempotency-Key", "khoa-1")
	body := saveBody(s.rightAnswer(sit.ID, c, 1), 0)
	first := into[Saved](k.do(http.MethodPut, path+"1", body).want(http.StatusOK))
	s.clock.Advance(time.Second)
	if again := into[Saved](k.do(http.MethodPut, path+"1", body).want(http.StatusOK)); again.Sequence != first.Sequence || !again.At.Equal(*first.At) {
		t.Errorf("stored twice: %+v, %+v", first, again)
	}
	k.do(http.MethodPut, path+"1", saveBody(assess.Answer{}, 0)).problem(http.StatusUnprocessableEntity, "error.key-reused")
	k.do(http.MethodPut, path+"2", saveBody(assess.Answer{}, 0)).problem(http.StatusUnprocessableEntity, "error.key-reused")
	k.post("/courses/"+testCourse+"/enrolment", nil).problem(http.StatusUnprocessableEntity, "error.key-reused")
	theirs := s.as(other)
	sit2 := theirs.sit()
	theirs.with("Idempotency-Key", "khoa-1").do(http.MethodPut, "/attempts/"+sit2.ID.String()+"/answers/1", saveBody(assess.Answer{}, 0)).want(http.StatusOK)
	for _, bad := range []string{strings.Repeat("k", 129), "khóa", "a\x01"} {
		p := c.with("Idempotency-Key", bad).do(http.MethodPut, path+"1", body).problem(http.StatusUnprocessableEntity, "error.invalid")
		if len(p.Errors) != 1 || p.Errors[0].Parameter != "Idempotency-Key" {
			t.Errorf("%q: %+v", bad, p.Errors)
		}
	}
}

// TestRepeatsDoNoHarm: pressing twice and lost replies lead to the same attempt, receipt and enrolment.
func TestRepeatsDoNoHarm(t *testing.T) {
	s := newSite(t)
	c := s.as(learner)
	one, two := c.sit(), c.sit()
	if one.ID != two.ID {
		t.Error("a second attempt was begun beside the open one")
	}
	submit := "/attempts/" + one.ID.String() + "/submission"
	a, b := into[Attempt](c.post(submit, nil).want(http.StatusOK)), into[Attempt](c.post(submit, nil).want(http.StatusOK))
	if a.Receipt == "" || a.Receipt != b.Receipt {
		t.Errorf("receipts %q, %q", a.Receipt, b.Receipt)
	}
	c.do(http.MethodPut, "/attempts/"+one.ID.String()+"/answers/1", saveBody(assess.Answer{}, 0)).problem(http.StatusConflict, "exam.submitted")
	c.sit()
	c.get("/attempts/"+one.ID.String()+"/review").problem(http.StatusNotFound, "api.not-found") // another one is open
	lobby := into[Lobby](c.get("/courses/" + testCourse + "/exam").want(http.StatusOK))
	if lobby.TriesLeft != 0 || lobby.Open == "" || lobby.Ready || len(lobby.Past) != 2 {
		t.Errorf("%+v", lobby)
	}
	c.post("/attempts/"+lobby.Open+"/submission", nil).want(http.StatusOK)
	c.post("/courses/"+testCourse+"/attempts", nil).problem(http.StatusConflict, "exam.no-tries")
	if lobby := into[Lobby](c.get("/courses/" + testCourse + "/exam")); lobby.Reason == "" || lobby.Ready {
		t.Errorf("%+v", lobby)
	}
}

// TestNoKeyLeaves: no payload before submission holds a key, a feedback, an explanation, a title or an accepted entry.
func TestNoKeyLeaves(t *testing.T) {
	s := newSite(t)
	c := s.as(learner)
	sit := c.sit()
	p, err := s.Catalog.Current(t.Context(), testCourse)
	if err != nil {
		t.Fatal(err)
	}
	bank, err := s.Catalog.Bank(t.Context(), p.Version)
	if err != nil {
		t.Fatal(err)
	}
	secrets := secretsOf(p.Course, bank)
	paths := []string{
		"/courses/" + testCourse + "/tasks/" + taskID,
		"/courses", "/courses/" + testCourse, "/courses/" + testCourse + "/exam", "/courses/" + testCourse + "/glossary",
		"/attempts/" + sit.ID.String(), "/me/attempts", "/me/enrolments", "/attempts/" + sit.ID.String() + "/result",
		"/attempts/" + sit.ID.String() + "/review", "/openapi.json", "/me/data",
	}
	for _, pl := range p.Course.Places() {
		paths = append(paths, "/courses/"+testCourse+"/lessons/"+pl.Key())
	}
	var payloads []*answer
	for _, path := range paths {
		payloads = append(payloads, c.get(path), s.public().get(path))
	}
	for i := range sit.Questions {
		path := fmt.Sprintf("/attempts/%s/answers/%d", sit.ID, i+1)
		payloads = append(payloads, c.do(http.MethodPut, path, saveBody(s.rightAnswer(sit.ID, c, i+1), 0)), c.do(http.MethodPut, path, `{"answer":{"choices":[77]}}`))
	}
	payloads = append(payloads, c.get("/attempts/"+sit.ID.String()), c.get("/me/data"), c.post("/courses/"+testCourse+"/attempts", nil))
	for _, v := range payloads {
		for _, secret := range secrets {
			if v.what == "GET /openapi.json" && strings.HasPrefix(secret, `"`) {
				continue // the document names the fields
			}
			if strings.Contains(v.body+fmt.Sprint(v.header), secret) {
				t.Errorf("%s gives %q away", v.what, secret)
			}
		}
	}
	c.post("/attempts/"+sit.ID.String()+"/submission", nil).want(http.StatusOK)
	if v := c.get("/attempts/" + sit.ID.String() + "/review").want(http.StatusOK); !strings.Contains(v.body, "KHOA-GIAITHICH") {
		t.Error("the scan would not see a leak: the review has no explanation")
	}
}

// secretsOf is what no learner may see before submission: texts of the test course and names of fields.
func secretsOf(c *course.Course, bank []course.Question) []string {
	out := []string{"KHOA-PHANHOI", "KHOA-GIAITHICH", `"right"`, `"correct"`, `"feedback"`, `"explanation"`, `"accepted"`, `"share"`}
	open := c.Title
	for _, pl := range c.Places() {
		open += pl.Lesson.Title + pl.Lesson.Summary
		for _, q := range pl.Lesson.Questions {
			out = append(out, q.Explanation)
			for _, p := range q.Pairs {
				if p.Feedback != "" {
					out = append(out, p.Feedback)
				}
			}
			for _, g := range q.Gaps {
				for _, choice := range g.Choices {
					if choice.Feedback != "" {
						out = append(out, choice.Feedback)
					}
				}
			}
			for _, choice := range q.Choices {
				if choice.Feedback != "" {
					out = append(out, choice.Feedback)
				}
			}
		}
	}
	for _, q := range bank {
		out = append(out, q.ID)
		if !strings.Contains(open, q.Title) {
			out = append(out, q.Title)
		}
	}
	return out
}
