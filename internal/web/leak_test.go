package web

import (
	"bytes"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"hocso/internal/assess"
	"hocso/internal/course"
	"hocso/internal/fault"
)

// secret is something of a bank question that nobody may read before submission.
type secret struct{ what, text string }

// secretsOf lists what a bank must not give away. What stands in a text that is shown anyway is no secret.
func secretsOf(bank []course.Question) []secret {
	var shown strings.Builder
	for _, q := range bank {
		shown.WriteString(q.Stem + "\n")
		if q.Type != course.Numeric && q.Type != course.Short {
			for _, c := range q.Choices {
				shown.WriteString(c.HTML + "\n")
			}
			for _, p := range q.Pairs {
				shown.WriteString(p.HTML + "\n")
			}
		}
	}
	var out []secret
	add := func(what, id, text string) {
		for _, form := range []string{text, plain(text, 1<<20)} {
			if len([]rune(form)) >= 8 && !strings.Contains(shown.String(), form) {
				out = append(out, secret{what + " of " + id, form})
			}
		}
	}
	for _, q := range bank {
		out = append(out, secret{"id of " + q.ID, q.ID})
		add("title", q.ID, q.Title)
		add("explanation", q.ID, q.Explanation)
		for _, p := range q.Pairs {
			add("feedback", q.ID, p.Feedback)
		}
		for _, g := range q.Gaps {
			for _, c := range g.Choices {
				add("feedback", q.ID, c.Feedback)
				if g.Type != course.Single {
					add("accepted entry", q.ID, c.Text)
				}
			}
		}
		for _, c := range q.Choices {
			add("feedback", q.ID, c.Feedback)
			if q.Type == course.Numeric || q.Type == course.Short {
				add("accepted entry", q.ID, c.Text)
			}
		}
	}
	return out
}

// whole is everything of a reply that goes over the wire.
func whole(p *reply) string {
	var b bytes.Buffer
	p.header.Write(&b)
	return b.String() + p.body
}

// sweep collects every payload that a candidate can get while an attempt is open.
func sweep(c *client, slug, attempt string) map[string]string {
	s := c.s
	out := map[string]string{}
	note := func(name string, p *reply) { out[name+" "+strconv.Itoa(p.status)] = whole(p) }
	for _, path := range []string{
		"/", "/cua-toi", "/khoa-hoc/" + slug, "/khoa-hoc/" + slug + "/tu-ngu", "/khoa-hoc/" + slug + "/thi", "/xac-thuc", "/tai-khoan/du-lieu",
		"/khoa-hoc/" + slug + "/bat-dau/bai-hai/nop/" + taskID, worksAt,
	} {
		note("GET "+path, c.get(path))
	}
	for _, path := range []string{"", "/xem-lai", "/bien-nhan", "/ket-qua", "/dap-an"} {
		note("GET "+path, c.get("/bai-thi/"+attempt+path))
	}
	for n := range len(c.sat(attempt).Items) {
		path := questionPath(attempt, n+1)
		note("GET "+path, c.get(path+"?ve=xem-lai&da-luu="+strconv.Itoa(n)))
		form := c.answer(attempt, n+1, n%2 == 0)
		c.header.Set("X-Partial", "1")
		note("script POST "+path, c.post(path, form))
		c.header.Del("X-Partial")
		note("second tab POST "+path, c.post(path, map[string][]string{"sequence": {"1"}, "khoa": {"k" + strconv.Itoa(n)}}))
		note("bad POST "+path, c.post(path, map[string][]string{"chon": {"77"}, "y0": {"7"}, "n0": {"77"}, "x0": {"77"}, "d0": {"77"}, "nhap": {strings.Repeat("x", 300)}}))
		note("signed-out POST "+path, s.public().post(path, form))
		store := s.Assess.Store
		s.Assess.Store = refusing{store, fault.New(fault.Unavailable, "error.unavailable")}
		form.Set("khoa", "r"+strconv.Itoa(n))
		note("refused POST "+path, c.post(path, form))
		s.Assess.Store = store
		note("POST "+path, c.post(path, c.answer(attempt, n+1, true)))
		note("again GET "+path, c.get(path))
	}
	note("own data with the answers", c.get("/tai-khoan/du-lieu"))
	note("GET review", c.get(attemptPath(attempt, "xem-lai")))
	for name, f := range s.r.static {
		out[name] = string(f.raw)
	}
	return out
}

func TestNothingLeaksBeforeSubmission(t *testing.T) {
	s := newSite(t)
	s.examCourse()
	s.mustPublish("ky-nang-so-to-cnscd")
	for _, slug := range []string{examSlug, "ky-nang-so-to-cnscd"} {
		t.Run(slug, func(t *testing.T) {
			c := s.candidate(learnerContact)
			if err := s.Learning.Enrol(t.Context(), c.caller(), slug, assess.Key{}); err != nil {
				t.Fatal(err)
			}
			start := "/khoa-hoc/" + slug + "/thi"
			attempt := strings.TrimPrefix(c.post(start, c.get(start).form(start)).want(http.StatusSeeOther).location(), "/bai-thi/")
			p, err := s.Catalog.Current(t.Context(), slug)
			if err != nil {
				t.Fatal(err)
			}
			bank, err := s.Catalog.Bank(t.Context(), p.Version)
			if err != nil {
				t.Fatal(err)
			}
			secrets := secretsOf(bank)
			if len(secrets) < 3*len(bank) {
				t.Fatalf("only %d secrets of %d questions: the test would find nothing", len(secrets), len(bank))
			}
			payloads := sweep(c, slug, attempt)
			for name, payload := range payloads {
				for _, k := range secrets {
					// What is accepted may be shown back to the person who typed it, and only then.
					typed := strings.HasPrefix(k.what, "accepted entry") && !strings.HasPrefix(name, "GET /")
					if !typed && strings.Contains(payload, k.text) {
						t.Errorf("%s holds the %s", name, k.what)
					}
				}
			}
			for _, status := range []string{" 200", " 303", " 401", " 404", " 409", " 422", " 503"} {
				if !slices.ContainsFunc(slices.Collect(maps.Keys(payloads)), func(n string) bool { return strings.HasSuffix(n, status) }) {
					t.Errorf("the sweep met no answer with status%s", status)
				}
			}
		})
	}
}

func TestChoicesAreNamedByTheirPlace(t *testing.T) {
	s := newSite(t)
	s.examCourse()
	for _, contact := range []string{learnerContact, otherContact} {
		c := s.candidate(contact)
		attempt := c.begin()
		sit := c.sat(attempt)
		for n := 1; n <= len(sit.Items); n++ {
			page := c.get(questionPath(attempt, n)).want(http.StatusOK)
			it, q := sit.Items[n-1], sit.Questions[n-1]
			choices, statements, typed := page.all("input[name=chon]"), page.all("fieldset fieldset"), page.all("input[name=nhap]")
			switch q.Type {
			case course.Single, course.Multiple, course.Hotspot:
				for i, in := range choices {
					if it.Order[i] == len(q.Choices) {
						continue
					}
					if attrOf(in, "value") != strconv.Itoa(i) {
						t.Errorf("question %d: choice %d is named %q", n, i, attrOf(in, "value"))
					}
					if want := plain(q.Choices[it.Order[i]].HTML, 1<<20); textOf(in.Parent) != want {
						t.Errorf("question %d: place %d shows %q, want %q", n, i, textOf(in.Parent), want)
					}
				}
			case course.TrueFalse:
				for i, f := range statements {
					for j, in := range findAll(f, "input") {
						if attrOf(in, "name") != "y"+strconv.Itoa(i) || attrOf(in, "value") != []string{"1", "2", ""}[j] {
							t.Errorf("question %d: statement %d has the field %s=%s", n, i, attrOf(in, "name"), attrOf(in, "value"))
						}
					}
				}
			case course.Matching, course.Ordering:
				partsAreNamed(t, page.all("form#bai select"), q, it)
				continue
			case course.Cloze:
				if n := len(page.all("form#bai .holes input")) + len(page.all("form#bai .holes select")); n != len(q.Gaps) || it.Order != nil {
					t.Errorf("question %d shows %d gaps of %d", n, n, len(q.Gaps))
				}
				continue
			case course.Numeric, course.Short:
			}
			shown := len(choices) + len(statements)
			if len(it.Order) != shown || (it.Order == nil) != (len(typed) == 1) {
				t.Errorf("question %d of type %s shows %d choices and %d fields", n, q.Type, shown, len(typed))
			}
		}
	}
}

// partsAreNamed holds the selects of a question to their places: rows as written, whose order says nothing, right cells
// and items in the order of display.
func partsAreNamed(t *testing.T, selects []*html.Node, q *course.Question, it assess.Item) {
	t.Helper()
	name, n := "n", len(q.Pairs)
	if q.Type == course.Ordering {
		name, n = "x", len(it.Order)
	}
	if len(selects) != n {
		t.Fatalf("%s: %d selects, want %d", q.Type, len(selects), n)
	}
	for i, sel := range selects {
		if attrOf(sel, "name") != name+strconv.Itoa(i) {
			t.Errorf("%s: select %d is named %q", q.Type, i, attrOf(sel, "name"))
		}
		label := textOf(findAll(sel.Parent, "label")[0])
		if q.Type == course.Ordering && label != plain(q.Choices[it.Order[i]].HTML, 1<<20) {
			t.Errorf("%s: place %d shows %q", q.Type, i, label)
		}
		for v, o := range findAll(sel, "option") {
			want := ""
			if v > 0 {
				want = strconv.Itoa(v)
			}
			if attrOf(o, "value") != want {
				t.Errorf("%s: option %d has the value %q", q.Type, v, attrOf(o, "value"))
			}
			if q.Type == course.Matching && v > 0 && textOf(o) != q.Choices[it.Order[v-1]].Text {
				t.Errorf("%s: option %d is %q", q.Type, v, textOf(o))
			}
		}
	}
}

// Keys of an attempt that is over would answer the one that is open: both come from one bank.
func TestKeysAreHiddenWhileAnotherAttemptIsOpen(t *testing.T) {
	s := newSite(t)
	s.examCourse()
	c := s.candidate(learnerContact)
	first := c.begin()
	c.post(attemptPath(first, "nop"), nil).want(http.StatusSeeOther)
	keys := attemptPath(first, "dap-an")
	page := c.get(keys).want(http.StatusOK)
	if !strings.Contains(page.text("main"), "KHOA-GIAITHICH-5") || !strings.Contains(page.text("main"), "KHOA-PHANHOI") {
		t.Error("after submission the page shows no explanation or feedback")
	}
	second := c.begin()
	c.get(keys).want(http.StatusNotFound)
	if result := c.get(attemptPath(first, "ket-qua")).want(http.StatusOK); len(result.all("a[href="+keys+"]")) != 0 {
		t.Error("the result links to keys that are hidden")
	}
	c.get(attemptPath(second, "dap-an")).want(http.StatusNotFound)
	c.post(attemptPath(second, "nop"), nil).want(http.StatusSeeOther)
	c.get(keys).want(http.StatusOK)
}

func TestKeysFollowTheSetting(t *testing.T) {
	for _, tt := range []struct {
		show        string
		first, last int // status after the first and after the last attempt
	}{
		{"after-submit", http.StatusOK, http.StatusOK},
		{"after-close", http.StatusNotFound, http.StatusOK},
		{"score", http.StatusNotFound, http.StatusNotFound},
	} {
		t.Run(tt.show, func(t *testing.T) {
			s := newSite(t)
			s.examCourse("show: after-submit", "show: "+tt.show)
			c := s.candidate(learnerContact)
			attempt := c.begin()
			c.post(attemptPath(attempt, "nop"), nil).want(http.StatusSeeOther)
			c.get(attemptPath(attempt, "dap-an")).want(tt.first)
			last := c.begin()
			c.post(attemptPath(last, "nop"), nil).want(http.StatusSeeOther)
			c.get(attemptPath(attempt, "dap-an")).want(tt.last)
		})
	}
}
