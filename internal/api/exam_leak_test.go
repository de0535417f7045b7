package api

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"hocso/internal/course"
)

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
