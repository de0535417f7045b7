package web

import (
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"hocso/internal/assess"
	"hocso/internal/course"
	"hocso/internal/id"
)

// examSlug is a course like the test course whose exam asks the whole bank, so that every type is there.
const examSlug = "khoa-thi"

// How much of the bank there is at each of the two levels, and in all.
const (
	examLow  = 7
	examHigh = 7
	examSize = examLow + examHigh
)

// underway is a site, somebody on it, and an exam of all types that they have begun.
func underway(t *testing.T) (s *site, c *client, attempt string) {
	t.Helper()
	s = newSite(t)
	s.examCourse()
	c = s.candidate(learnerContact)
	attempt = c.begin()
	return s, c, attempt
}

// examCourse publishes it; edits are pairs of old and new text of its course.md.
func (s *site) examCourse(edits ...string) {
	s.t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(os.DirFS("testdata/"+testCourse), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile("testdata/" + testCourse + "/" + path)
		if path == "course.md" {
			text := strings.NewReplacer("level: 1, count: 2", fmt.Sprint("level: 1, count: ", examLow-1), "level: 2, count: 3", fmt.Sprintf("level: 2, count: %d }\n    - { scenario: de-chuyen", examHigh-1)).Replace(string(b))
			for i := 0; i < len(edits); i += 2 {
				if !strings.Contains(text, edits[i]) {
					s.t.Fatalf("course.md has no %q", edits[i])
				}
				text = strings.ReplaceAll(text, edits[i], edits[i+1])
			}
			b = []byte(text)
		}
		files[examSlug+"/"+path] = &fstest.MapFile{Data: b}
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := s.publish(s.t.Context(), files, examSlug); err != nil {
		s.t.Fatal(err)
	}
}

// candidate is a person who is enrolled in the course with the exam.
func (s *site) candidate(contact string) *client {
	s.t.Helper()
	c := s.as(contact)
	if err := s.Learning.Enrol(s.t.Context(), c.caller(), examSlug, assess.Key{}); err != nil {
		s.t.Fatal(err)
	}
	return c
}

const startPath = "/khoa-hoc/" + examSlug + "/thi"

// begin presses "start" and returns the attempt.
func (c *client) begin() string {
	c.s.t.Helper()
	page := c.get(startPath).want(http.StatusOK)
	to := c.post(startPath, page.form(startPath)).want(http.StatusSeeOther).location()
	attempt, ok := strings.CutPrefix(to, "/bai-thi/")
	if !ok {
		c.s.t.Fatalf("start leads to %q", to)
	}
	return attempt
}

// sat is the attempt as the server knows it, keys and all.
func (c *client) sat(attempt string) *assess.Sitting {
	c.s.t.Helper()
	i, err := id.Parse(attempt)
	if err != nil {
		c.s.t.Fatal(err)
	}
	sit, err := c.s.Assess.Sitting(c.s.t.Context(), c.caller(), i)
	if err != nil {
		c.s.t.Fatal(err)
	}
	return sit
}

// find is the number of the first question of a type.
func (c *client) find(attempt string, t course.Type) int {
	c.s.t.Helper()
	sit := c.sat(attempt)
	i := slices.IndexFunc(sit.Questions, func(q *course.Question) bool { return q.Type == t })
	if i < 0 {
		c.s.t.Fatalf("no question of type %s was drawn", t)
	}
	return i + 1
}

// answer fills the form of a question, fully right or fully wrong.
func (c *client) answer(attempt string, n int, right bool) url.Values {
	c.s.t.Helper()
	sit := c.sat(attempt)
	q, it := sit.Questions[n-1], sit.Items[n-1]
	form := c.get(questionPath(attempt, n)).want(http.StatusOK).form(questionPath(attempt, n))
	form.Del("chon")
	for place, written := range it.Order {
		switch {
		case q.Type == course.Matching, q.Type == course.Ordering, written == len(q.Choices):
		case q.Type == course.TrueFalse:
			v := "2"
			if q.Choices[written].Right == right {
				v = "1"
			}
			form.Set("y"+strconv.Itoa(place), v)
		case q.Choices[written].Right == right && (q.Type == course.Multiple || form.Get("chon") == ""):
			form.Add("chon", strconv.Itoa(place))
		}
	}
	c.answerParts(form, q, it, right)
	if it.Order == nil && q.Type != course.Cloze {
		form.Set("nhap", "77")
		if right {
			form.Set("nhap", q.Choices[0].Text)
		}
	}
	return form
}

// answerParts fills the parts of a question, all right or all wrong.
func (c *client) answerParts(form url.Values, q *course.Question, it assess.Item, right bool) {
	for i, p := range q.Pairs {
		choice := p.Choice
		if !right {
			choice = (choice + 1) % len(q.Choices)
		}
		form.Set("n"+strconv.Itoa(i), strconv.Itoa(slices.Index(it.Order, choice)+1))
	}
	for i, g := range q.Gaps {
		field := "d" + strconv.Itoa(i)
		key := slices.IndexFunc(g.Choices, func(c course.Choice) bool { return c.Right == right })
		switch {
		case g.Type == course.Single:
			form.Set(field, strconv.Itoa(key+1))
		case right:
			form.Set(field, g.Choices[key].Text)
		default:
			form.Set(field, "77")
		}
	}
	for place, written := range it.Order {
		if q.Type != course.Ordering {
			continue
		}
		rank := written + 1
		if !right {
			rank = len(it.Order) - written
		}
		form.Set("x"+strconv.Itoa(place), strconv.Itoa(rank))
	}
}

func (c *client) answerAll(attempt string, right bool) {
	c.s.t.Helper()
	for n := range len(c.sat(attempt).Items) {
		c.post(questionPath(attempt, n+1), c.answer(attempt, n+1, right)).want(http.StatusSeeOther)
	}
}

func TestExamFromStartToReceipt(t *testing.T) {
	s := newSite(t)
	s.examCourse()
	c := s.candidate(learnerContact)
	start := c.get(startPath).want(http.StatusOK)
	for _, fact := range []string{fmt.Sprint(examSize, " câu"), "20 phút", "60% số điểm, do khóa học đặt", "Còn 2 trên 2 lần"} {
		if !strings.Contains(start.text("dl.kv"), fact) {
			t.Errorf("the start page does not say %q: %s", fact, start.text("dl.kv"))
		}
	}
	if warned := start.text("main li"); !strings.Contains(warned, "câu chọn nhiều ý") || !strings.Contains(warned, "câu Đúng/Sai") || !strings.Contains(warned, "câu sắp xếp") {
		t.Errorf("the start page does not warn that wrong choices count: %s", warned)
	}
	attempt := c.begin()
	if to := c.get("/bai-thi/" + attempt).want(http.StatusSeeOther).location(); to != questionPath(attempt, 1) {
		t.Errorf("going on leads to %q", to)
	}
	for n := 1; n <= examSize; n++ {
		form := c.answer(attempt, n, true)
		if n == 2 {
			form.Set("danh-dau", "1")
		}
		if n == 3 {
			continue
		}
		to := c.post(questionPath(attempt, n), form).want(http.StatusSeeOther).location()
		want := questionPath(attempt, n+1) + "?da-luu=" + strconv.Itoa(n)
		if n == examSize {
			want = attemptPath(attempt, "xem-lai")
		}
		if to != want {
			t.Errorf("saving question %d leads to %q, want %q", n, to, want)
		}
	}
	next := c.get(questionPath(attempt, 3) + "?da-luu=2").want(http.StatusOK)
	if said := next.text("[role=status]"); !strings.Contains(said, "Câu 2 đã lưu lúc") {
		t.Errorf("the next page says %q of the question before", said)
	}
	if got := next.text("#dem"); got != fmt.Sprintf("Đã trả lời %d, còn trống 1", examSize-1) {
		t.Errorf("counts: %q", got)
	}
	if n := len(next.all(".cells a.flag")); n != 1 {
		t.Errorf("%d questions are flagged in the list, want 1", n)
	}
	review := c.get(attemptPath(attempt, "xem-lai")).want(http.StatusOK)
	if first := textOf(review.all(".note")[0]); !strings.HasPrefix(first, "Còn 1 câu chưa trả lời Câu 3") {
		t.Errorf("the review begins with %q", first)
	}
	if n := len(review.all("tbody tr")); n != examSize {
		t.Errorf("the review lists %d questions, want %d", n, examSize)
	}
	edited := c.get(questionPath(attempt, 3) + "?ve=xem-lai").want(http.StatusOK).form(questionPath(attempt, 3))
	if to := c.post(questionPath(attempt, 3), edited).want(http.StatusSeeOther).location(); to != attemptPath(attempt, "xem-lai") {
		t.Errorf("an edit from the review leads to %q", to)
	}
	for range 2 { // pressed twice
		if to := c.post(attemptPath(attempt, "nop"), nil).want(http.StatusSeeOther).location(); to != attemptPath(attempt, "bien-nhan") {
			t.Errorf("submitting leads to %q", to)
		}
	}
	receipt := c.get(attemptPath(attempt, "bien-nhan")).want(http.StatusOK)
	if code := c.sat(attempt).Receipt; code == "" || !strings.Contains(receipt.text("dl.kv"), code) {
		t.Errorf("the receipt %q is not on its page: %s", code, receipt.text("dl.kv"))
	}
	if !strings.Contains(receipt.text("dl.kv"), fmt.Sprintf("trả lời %d trên %d câu", examSize-1, examSize)) {
		t.Errorf("counts of the receipt: %s", receipt.text("dl.kv"))
	}
	if c.get("/bai-thi/"+attempt).want(http.StatusSeeOther).location() != attemptPath(attempt, "bien-nhan") {
		t.Error("a submitted attempt is not shown by its receipt")
	}
}

func TestStartPressedTwice(t *testing.T) {
	s := newSite(t)
	s.examCourse()
	c := s.candidate(learnerContact)
	page, second := c.get(startPath), c.get(startPath)
	first := c.post(startPath, page.form(startPath)).want(http.StatusSeeOther).location()
	for name, form := range map[string]url.Values{"the same form": page.form(startPath), "a second tab": second.form(startPath)} {
		if again := c.post(startPath, form).want(http.StatusSeeOther).location(); again != first {
			t.Errorf("%s begins %q, want %q", name, again, first)
		}
	}
	if link := attrOf(c.get(startPath).want(http.StatusOK).one("a.btn.big"), "href"); link != first {
		t.Errorf("the start page offers to go on at %q, want %q", link, first)
	}
}

func TestStartNeedsAnEnrolment(t *testing.T) {
	s := newSite(t)
	s.examCourse()
	c := s.as(otherContact)
	page := c.get(startPath).want(http.StatusOK)
	enrol := "/khoa-hoc/" + examSlug + "/ghi-danh"
	if to := c.post(startPath, url.Values{"khoa": {"x"}}).want(http.StatusSeeOther).location(); to != startPath {
		t.Errorf("starting without an enrolment leads to %q", to)
	}
	if to := c.post(enrol, page.form(enrol)).want(http.StatusSeeOther).location(); to != startPath {
		t.Errorf("enrolling leads to %q", to)
	}
	c.begin()
	c.get("/khoa-hoc/khong-co/thi").want(http.StatusNotFound)
	c.post("/khoa-hoc/khong-co/thi", url.Values{}).want(http.StatusNotFound)
}

func TestStartKeepsToTriesAndWait(t *testing.T) {
	s := newSite(t)
	s.examCourse("wait_hours: 0", "wait_hours: 5")
	c := s.candidate(learnerContact)
	first := c.begin()
	s.clock.Advance(20*time.Minute + time.Hour) // the time runs out; the server comes an hour late
	page := c.get(startPath).want(http.StatusOK)
	if c.sat(first).EndedBy != assess.ByTime || len(page.all("form button.big")) != 0 {
		t.Error("an attempt whose time is over still blocks or does not count")
	}
	if !strings.Contains(page.text(".note"), "Bạn thi lại được từ") {
		t.Errorf("no wait is told: %s", page.text("main"))
	}
	if to := c.post(startPath, url.Values{"khoa": {"w"}}).want(http.StatusSeeOther).location(); to != startPath {
		t.Errorf("starting within the wait leads to %q", to)
	}
	s.clock.Advance(4 * time.Hour) // five hours after the deadline, though only four after the server closed it
	c.begin()
	s.clock.Advance(24 * time.Hour)
	if page := c.get(startPath).want(http.StatusOK); !strings.Contains(page.text(".note"), "Bạn đã thi đủ 2 lần") {
		t.Errorf("no tries are left, and the page says: %s", page.text("main"))
	}
	if n := len(c.get(startPath).all("ul.tasks li")); n != 2 {
		t.Errorf("%d past attempts are listed, want 2", n)
	}
}

func TestOthersAttempts(t *testing.T) {
	s := newSite(t)
	s.examCourse()
	attempt := s.candidate(learnerContact).begin()
	other := s.candidate(otherContact)
	for _, r := range s.examRoutes() {
		path := strings.NewReplacer(":id", attempt, ":n", "1").Replace(r.Path)
		if path == r.Path || strings.HasSuffix(path, "/dang-nhap") {
			continue
		}
		form := url.Values{}
		if r.Method == http.MethodGet {
			form = nil
		}
		if got := other.do(r.Method, path, form); got.status != http.StatusNotFound {
			t.Errorf("%s %s of somebody else: status %d", r.Method, r.Path, got.status)
		}
	}
}

// TestScenarioIsAskedWhole: the parts follow each other, each with the story they share, and come by no other row.
func TestScenarioIsAskedWhole(t *testing.T) {
	_, c, attempt := underway(t)
	sit := c.sat(attempt)
	at := slices.IndexFunc(sit.Questions, func(q *course.Question) bool { return q.Scenario != nil })
	if at != examSize-2 || sit.Questions[at].ID != "de-chuyen-dau" || sit.Questions[at+1].ID != "de-chuyen-cuoi" {
		t.Fatalf("the scenario begins at %d of %d", at, len(sit.Questions))
	}
	for part := 1; part <= 2; part++ {
		story := c.get(questionPath(attempt, at+part)).want(http.StatusOK).text("section.card")
		if story != fmt.Sprintf("Tình huống Bác Páo nhận giấy hẹn ghi ngày mười lăm. Câu %d trên 2 của tình huống này.", part) {
			t.Errorf("part %d tells %q", part, story)
		}
	}
	if n := len(c.get(questionPath(attempt, at)).all("section.card")); n != 0 {
		t.Error("another question tells the story")
	}
	c.post(attemptPath(attempt, "nop"), nil).want(http.StatusSeeOther)
	if n := len(c.get(attemptPath(attempt, "dap-an")).want(http.StatusOK).all("section.card")); n != 1 {
		t.Errorf("the key tells the story %d times", n)
	}
}
