package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/go-cmp/cmp"

	"hocso/internal/assess"
	"hocso/internal/course"
	"hocso/internal/fault"
)

func TestRequestsThatAreNoRequests(t *testing.T) {
	s := newSite(t)
	c := s.public()
	c.get("/khong-co").problem(http.StatusNotFound, "api.not-found")
	c.get("/../../api").want(http.StatusNotFound)
	p := c.do(http.MethodPatch, "/me", nil)
	p.problem(http.StatusMethodNotAllowed, "api.method")
	if got := p.header.Get("Allow"); got != "GET" {
		t.Errorf("Allow %q", got)
	}
	in := `{"contact":"0100000001","password":"x"}`
	c.with("Content-Type", "text/plain").post("/auth/token", in).problem(http.StatusUnsupportedMediaType, "api.content-type")
	c.with("Content-Type", "application/x-www-form-urlencoded").post("/auth/token", "contact=1").problem(http.StatusUnsupportedMediaType, "api.content-type")
	c.with("Content-Type", ";+").post("/auth/token", in).want(http.StatusUnsupportedMediaType)
	c.with("Content-Type", "application/json; charset=utf-8").post("/auth/token", in).problem(http.StatusUnprocessableEntity, "error.invalid")
	c.post("/auth/token", "").problem(http.StatusBadRequest, "api.malformed")
	c.post("/auth/token", `{"contact":`).problem(http.StatusBadRequest, "api.malformed")
	c.post("/auth/token", strings.Repeat("[", 20_000)).problem(http.StatusBadRequest, "api.malformed")
	c.post("/auth/token", strings.Repeat("x", 1<<20+1)).problem(http.StatusRequestEntityTooLarge, "error.too-large")
	c.get("/courses/%00").problem(http.StatusNotFound, "api.not-found")
	c.get("/courses/%ff").problem(http.StatusNotFound, "api.not-found")
	if v := c.get("/courses?q=%00").problem(http.StatusUnprocessableEntity, "error.invalid"); v.Errors[0].Parameter != "q" {
		t.Errorf("%+v", v)
	}
	for query, key := range map[string]string{
		"limit=0": "api.minimum", "limit=201": "api.maximum", "limit=a": "api.not-integer", "sort=x": "api.unknown-parameter",
		"cursor=%20": "api.cursor", "q=" + strings.Repeat("a", 201): "api.long",
	} {
		if v := c.get("/courses?"+query).problem(http.StatusUnprocessableEntity, "error.invalid"); len(v.Errors) != 1 || v.Errors[0].Key != key {
			t.Errorf("%.30s: %+v", query, v.Errors)
		}
	}
}

// TestBodiesOfUnknownLength over the limit are refused too, and read no further than it.
func TestBodiesOfUnknownLength(t *testing.T) {
	s := newSite(t)
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, Prefix+"/auth/token", strings.NewReader(strings.Repeat("x", 1<<20+1)))
	r.ContentLength = -1
	w := httptest.NewRecorder()
	s.engine.ServeHTTP(w, r)
	if w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("%d: %s", w.Code, w.Body)
	}
}

// TestPagesStayPages: what is not below /api is answered by the other front.
func TestPagesStayPages(t *testing.T) {
	s := newSite(t)
	for path, api := range map[string]bool{"/khong-co": false, "/api-docs": false, "/api": true, "/api/v2/me": true} {
		w := httptest.NewRecorder()
		s.engine.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, http.NoBody))
		if got := w.Header().Get("Content-Type") == problemType; got != api || w.Code != http.StatusNotFound {
			t.Errorf("%s: %d, problem %v", path, w.Code, got)
		}
	}
}

func TestPagesOfAList(t *testing.T) {
	s := newSite(t)
	var all, got []CrosswalkRow
	for cursor := ""; ; {
		v := into[List[CrosswalkRow]](s.public().get("/crosswalk?limit=7&cursor=" + url.QueryEscape(cursor)).want(http.StatusOK))
		if len(v.Items) > 7 || len(v.Items) == 0 {
			t.Fatalf("%d items", len(v.Items))
		}
		got = append(got, v.Items...)
		if cursor = v.Next; cursor == "" {
			break
		}
	}
	for _, l := range s.Standards.Links() {
		all = append(all, CrosswalkRow{l.From.String(), l.To.String(), l.Relation, l.Official, l.Note.In("vi")})
	}
	if d := cmp.Diff(all, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if v := into[List[CourseSummary]](s.public().get("/courses?q=KHOA+thu&audience=to-cnscd")); len(v.Items) != 1 || v.Items[0].Slug != testCourse {
		t.Errorf("%+v", v)
	}
	if v := s.public().get("/courses?q=khong-co").want(http.StatusOK); !strings.Contains(v.body, `"items":[]`) {
		t.Errorf("an empty list is %s", v.body)
	}
}

// TestFaults: every kind comes with its status, its headers and no word of its cause.
func TestFaults(t *testing.T) {
	s := newSite(t)
	for _, tt := range []struct {
		err    error
		status int
		retry  string
	}{
		{errors.New("secret detail"), 500, ""},
		{fault.New(fault.Unavailable, "error.busy").Because(errors.New("secret detail")), 503, "1"},
		{fault.New(fault.Full, "error.disk-full").After(time.Minute), 507, "60"},
		{fault.New(fault.RateLimited, "signin.locked").After(1500 * time.Millisecond), 429, "2"},
		{fault.New(fault.Gone, "link.used"), 410, ""},
		{fault.New(fault.Mismatch, "error.key-reused"), 422, ""},
		{fault.Missing(), 404, ""},
		{&http.MaxBytesError{Limit: 1 << 20}, 413, ""},
		{context.Canceled, 500, ""},
	} {
		p := s.problem(t.Context(), tt.err)
		b, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		if p.Status != tt.status || p.GetHeaders().Get("Retry-After") != tt.retry || strings.Contains(string(b), "secret") {
			t.Errorf("%v: %s, %v", tt.err, b, p.GetHeaders())
		}
	}
}

func TestPointers(t *testing.T) {
	for location, want := range map[string]string{
		"": "#", ".items[3].tags": "#/items/3/tags", "[0]": "#/0", ".a/b~c": "#/a~1b~0c", ".ký tự": "#/k%C3%BD%20t%E1%BB%B1",
	} {
		if got := pointer(location); got != want {
			t.Errorf("%q: %q, want %q", location, got, want)
		}
	}
}

// TestHumasOwnWordsNeverShow: an unknown message becomes ours, and no refused value is sent back.
func TestHumasOwnWordsNeverShow(t *testing.T) {
	s := newSite(t)
	got := s.fields("vi", []*huma.ErrorDetail{{Message: "something new", Location: "body.password", Value: "mat-khau-cua-toi"}})
	want := []ProblemField{{Pointer: "#/password", Key: "api.wrong", Detail: s.I18n.T("vi", "api.wrong", nil)}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	p := s.public().post("/auth/token", map[string]any{"contact": learner, "password": []string{"mat-khau-cua-toi"}})
	if strings.Contains(p.body, "mat-khau") || strings.Contains(p.body, "expected") {
		t.Error(p.body)
	}
}

// TestQuestionsShowNoKeys: for every type, only what a learner may see is copied.
func TestQuestionsShowNoKeys(t *testing.T) {
	s := newSite(t)
	for _, kind := range course.Types() {
		q := &course.Question{
			ID: "ID", Type: kind, Title: "TITLE", Stem: "stem", Explanation: "EXPLANATION", Match: "MATCH", Apart: "APART", File: "FILE",
			Choices:  []course.Choice{{HTML: "one", Text: "TEXT", Right: true, Feedback: "FEEDBACK"}, {HTML: "two", Feedback: "FEEDBACK"}},
			Scenario: &course.Scenario{ID: "ID", Stem: "story", Part: 1, Parts: 2},
			Picture:  &course.Picture{Src: "/p", Alt: "alt"},
			Gaps: []course.Gap{
				{Label: "gap", Type: course.Single, Choices: []course.Choice{{Text: "shown", HTML: "KEY", Right: true, Feedback: "FEEDBACK"}}},
				{Label: "gap", Type: course.Short, Choices: []course.Choice{{Text: "KEY", HTML: "KEY", Right: true, Feedback: "FEEDBACK"}}},
			},
			Pairs: []course.Pair{{HTML: "left", Text: "TEXT", Choice: 1, Feedback: "FEEDBACK"}},
		}
		if kind == course.Numeric || kind == course.Short {
			q.Choices[0].HTML, q.Choices[1].HTML = "KEY", "KEY"
		}
		b, err := json.Marshal(s.question(q, assess.Item{Order: []int{1, 0}}))
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"ID", "TITLE", "EXPLANATION", "MATCH", "APART", "FILE", "TEXT", "FEEDBACK", "KEY", "true"} {
			if strings.Contains(strings.Replace(string(b), string(kind), "", 1), secret) {
				t.Errorf("%s: %s is in %s", kind, secret, b)
			}
		}
		if q.Choices[0].HTML == "one" && bytes.Index(b, []byte("two")) > bytes.Index(b, []byte("one")) {
			t.Errorf("%s: not in the order of display: %s", kind, b)
		}
	}
}
