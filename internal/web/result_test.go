package web

import (
	"context"
	"fmt"
	"math/big"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"hocso/internal/assess"
	"hocso/internal/clock"
	"hocso/internal/course"
	"hocso/internal/credential"
	"hocso/internal/standard"
)

// finish does everything that the course asks for but the exam.
func (c *client) finish() {
	c.s.t.Helper()
	ctx, caller := c.s.t.Context(), c.caller()
	p, err := c.s.Catalog.Current(ctx, examSlug)
	if err != nil {
		c.s.t.Fatal(err)
	}
	for _, pl := range p.Course.Places() {
		for _, q := range pl.Lesson.Questions {
			if q.HandIn != nil {
				continue
			}
			if _, _, _, err := c.s.Learning.Practise(ctx, caller, examSlug, q.ID, rightAnswer(&q), assess.Key{}); err != nil {
				c.s.t.Fatal(err)
			}
		}
		if err := c.s.Learning.CompleteLesson(ctx, caller, examSlug, pl.Module.Slug, pl.Lesson.Slug, assess.Key{}); err != nil {
			c.s.t.Fatal(err)
		}
	}
}

func rightAnswer(q *course.Question) assess.Answer {
	var a assess.Answer
	for i, ch := range q.Choices {
		switch q.Type {
		case course.Single, course.Multiple, course.Hotspot:
			if ch.Right {
				a.Choices = append(a.Choices, i)
			}
		case course.TrueFalse:
			a.Judged = append(a.Judged, assess.JudgedFalse)
			if ch.Right {
				a.Judged[i] = assess.JudgedTrue
			}
		case course.Numeric, course.Short:
			if ch.Right && a.Text == "" {
				a.Text = ch.Text
			}
		case course.Ordering:
			a.Ranks = append(a.Ranks, i+1)
		case course.Matching, course.Cloze, course.Practical:
		}
	}
	if q.Rubric != nil {
		a.Picks = slices.Repeat([]int{1}, len(q.Rubric.Criteria))
	}
	for _, g := range q.Gaps {
		pick, text := 0, g.Choices[0].Text
		if g.Type == course.Single {
			pick, text = slices.IndexFunc(g.Choices, func(c course.Choice) bool { return c.Right })+1, ""
		}
		a.Picks, a.Texts = append(a.Picks, pick), append(a.Texts, text)
	}
	for _, p := range q.Pairs {
		a.Picks = append(a.Picks, p.Choice+1)
	}
	return a
}

// pass sits the exam, everything right, and returns the attempt.
func (c *client) pass() string {
	c.s.t.Helper()
	attempt := c.begin()
	c.answerAll(attempt, true)
	c.post(attemptPath(attempt, "nop"), nil).want(http.StatusSeeOther)
	return attempt
}

func TestResultPassed(t *testing.T) {
	s := newSite(t)
	s.examCourse()
	c := s.candidate(learnerContact)
	attempt := c.pass()
	page := c.get(attemptPath(attempt, "ket-qua")).want(http.StatusOK)
	if got := page.text(".note.ok h2"); got != fmt.Sprintf("Đạt: %d/%d điểm (100%%)", examSize, examSize) {
		t.Errorf("score: %q", got)
	}
	if !strings.Contains(page.text(".note.ok p"), "Mức này do khóa học đặt") {
		t.Errorf("the pass mark is not called the course's setting: %q", page.text(".note.ok p"))
	}
	level := textOf(page.one("ul.lvs li"))
	for _, want := range []string{"Bậc 2", "Nhiều khả năng", fmt.Sprintf("bậc 1 đúng %[1]d/%[1]d; bậc 2 đúng %[2]d/%[2]d", examLow, examHigh)} {
		if !strings.Contains(level, want) {
			t.Errorf("the level does not say %q: %s", want, level)
		}
	}
	if me := textOf(page.one("svg.lv[role=img] text.t1")); me != "2" {
		t.Errorf("the bar marks level %q", me)
	}
	groups := page.text("table tbody tr")
	if !strings.Contains(groups, "Suy ra") || !strings.Contains(groups, fmt.Sprintf("%d/%d", examSize, examSize)) {
		t.Errorf("the decree's groups: %s", groups)
	}
	if frameworks := page.text("ul.bare li"); !strings.Contains(frameworks, "02/2025/TT-BGDĐT") || !strings.Contains(frameworks, "224/2026/NĐ-CP") {
		t.Errorf("frameworks: %s", frameworks)
	}
	if missing := page.text(".card"); !strings.Contains(missing, "Học xong bài: 0 trên 3") {
		t.Errorf("what is missing for the confirmation: %s", missing)
	}
	c.finish()
	page = c.get(attemptPath(attempt, "ket-qua")).want(http.StatusOK)
	link := attrOf(page.one(".card a.btn"), "href")
	c.get(link).want(http.StatusOK)
	if !strings.HasPrefix(link, "/giay/") {
		t.Errorf("the confirmation is at %q", link)
	}
}

func TestResultNotPassed(t *testing.T) {
	_, c, attempt := underway(t)
	c.get(attemptPath(attempt, "ket-qua")).want(http.StatusSeeOther) // still open
	c.answerAll(attempt, false)
	c.post(attemptPath(attempt, "nop"), nil).want(http.StatusSeeOther)
	page := c.get(attemptPath(attempt, "ket-qua")).want(http.StatusOK)
	if got := page.text(".note.warn h2"); got != fmt.Sprintf("Chưa đạt: 0/%d điểm (0%%)", examSize) {
		t.Errorf("score: %q", got)
	}
	if level := textOf(page.one("ul.lvs li")); !strings.Contains(level, "Dưới bậc 1") || !strings.Contains(level, "dưới bậc 1") {
		t.Errorf("level: %s", level)
	}
	if n := len(page.all("ol.tasks a")); n == 0 {
		t.Error("no lesson is named to learn next")
	}
	for _, a := range page.all("ol.tasks a") {
		c.get(attrOf(a, "href")).want(http.StatusOK)
	}
	keys := c.get(attemptPath(attempt, "dap-an")).want(http.StatusOK)
	if n := len(keys.all("section .tag.bad")); n != examSize {
		t.Errorf("%d answers are marked wrong, want %d: %s", n, examSize, keys.text("section .tag"))
	}
}

func TestKeyRows(t *testing.T) {
	_, c, attempt := underway(t)
	pairs, order, gaps := c.find(attempt, course.Matching), c.find(attempt, course.Ordering), c.find(attempt, course.Cloze)
	multiple, judge, number, short := c.find(attempt, course.Multiple), c.find(attempt, course.TrueFalse), c.find(attempt, course.Numeric), c.find(attempt, course.Short)
	part := c.answer(attempt, multiple, true)
	part["chon"] = part["chon"][:1] // one of two right ones
	c.post(questionPath(attempt, multiple), part).want(http.StatusSeeOther)
	c.post(questionPath(attempt, judge), c.answer(attempt, judge, true)).want(http.StatusSeeOther)
	c.post(questionPath(attempt, number), c.answer(attempt, number, true)).want(http.StatusSeeOther)
	c.post(questionPath(attempt, order), c.answer(attempt, order, true)).want(http.StatusSeeOther)
	spot := c.find(attempt, course.Hotspot)
	elsewhere := c.answer(attempt, spot, true)
	elsewhere.Set("chon", "3")
	c.post(questionPath(attempt, spot), elsewhere).want(http.StatusSeeOther)
	if words := textOf(c.get(attemptPath(attempt, "xem-lai")).all("tbody tr")[spot-1]); !strings.Contains(words, "Chỗ khác trên hình") {
		t.Errorf("the review says %q of a tap in no area", words)
	}
	holes := c.answer(attempt, gaps, true)
	holes.Set("d0", "2")
	holes.Set("d2", "")
	c.post(questionPath(attempt, gaps), holes).want(http.StatusSeeOther)
	begun := c.answer(attempt, pairs, true)
	begun.Set("n0", "")
	begun.Set("n1", strconv.Itoa(slices.Index(c.sat(attempt).Items[pairs-1].Order, 2)+1)) // the distractor
	c.post(questionPath(attempt, pairs), begun).want(http.StatusSeeOther)
	c.post(attemptPath(attempt, "nop"), nil).want(http.StatusSeeOther)
	key := c.get(attemptPath(attempt, "dap-an")).all(".spot svg rect.ok")
	if len(key) != 1 || attrOf(key[0], "x") != "160.0" {
		t.Errorf("the area of the key is marked %d times", len(key))
	}
	rows := c.get(attemptPath(attempt, "dap-an")).want(http.StatusOK).all("section")
	for n, want := range map[int][]string{
		multiple: {"Đúng một phần (0,5)", "Bạn chọn. Đáp án đúng.", "KHOA-PHANHOI-DUNG-5", "KHOA-GIAITHICH-5"},
		judge:    {"Bạn chọn Đúng", "Bạn chọn Sai", "KHOA-GIAITHICH-6"},
		number:   {"Hiểu là 5.000 đồng.", "Đáp án 5.000"},
		order:    {"Bước chọn thủ tục Bạn trả lời 2 . Đáp án: 2 .", "KHOA-PHANHOI-XEP-2", "KHOA-GIAITHICH-10"},
		spot:     {"Chưa đúng", "Phần giữa Đáp án đúng.", "Chỗ khác trên hình Bạn chọn. Chưa đúng.", "KHOA-GIAITHICH-12"},
		gaps: {
			"Đúng một phần (0,33)", "Hồ sơ nộp tại (1) …, xong trong (2) … ngày", "(1) nơi nộp hồ sơ Bạn trả lời chợ . Đáp án: Cổng . KHOA-PHANHOI-DIEN-2",
			"(2) số ngày Bạn trả lời 15 . Đáp án: 15 . KHOA-PHANHOI-DIEN-3", "(3) tên ứng dụng Bạn chưa làm. Đáp án: định danh VNeID .", "KHOA-GIAITHICH-11",
		},
		pairs: {
			"Đúng một phần (0,33)", "Nộp hồ sơ Bạn chưa làm. Đáp án: Cổng Dịch vụ công . KHOA-PHANHOI-GHEP-1",
			"Tra hồ sơ Bạn trả lời Trang cá nhân . Đáp án: Cổng Dịch vụ công . KHOA-PHANHOI-NHIEU", "KHOA-PHANHOI-GHEP-2", "KHOA-GIAITHICH-9",
		},
		short: {"Để trống", "Chưa trả lời", ".gov.vn"},
	} {
		for _, w := range want {
			if !strings.Contains(textOf(rows[n-1]), w) {
				t.Errorf("question %d does not say %q: %s", n, w, textOf(rows[n-1]))
			}
		}
	}
}

func TestNotEnoughEvidenceIsSaid(t *testing.T) {
	s := newSite(t)
	ref := standard.Ref{Framework: standard.TT02, Code: "2.3"}
	two := []assess.LevelEvidence{{Level: 1, Questions: 2, Right: big.NewRat(2, 1)}}
	for _, lang := range []string{"vi", "en"} {
		p := &resultPage{Layout: Layout{Lang: lang, Caller: s.as(learnerContact).caller()}, Points: new(big.Rat), Max: big.NewRat(2, 1), Percent: new(big.Rat)}
		p.Levels = s.levelViews(lang, []assess.Level{{Competence: ref, Claimed: 3, Questions: 2, Need: course.MinScored, Right: big.NewRat(2, 1), AtLevels: two}})
		b, err := s.r.execute(lang, "result", p)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := html.Parse(strings.NewReader(string(b)))
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]string{"vi": "Chưa đủ bằng chứng (2/4 câu)", "en": "Not enough evidence (2/4 questions)"}[lang]
		level := findAll(doc, "ul.lvs li")[0]
		if !strings.Contains(textOf(level), want) || len(findAll(level, "svg.lv")) != 0 {
			t.Errorf("%s: %s", lang, textOf(level))
		}
	}
}

func TestLevelBarShowsTheRange(t *testing.T) {
	for _, tt := range []struct {
		level, low, high int
		want             string
	}{
		{2, 1, 3, "rmr....."},
		{3, 3, 3, "..m....."},
		{0, 0, 1, "r......."},
		{0, 0, 0, "........"},
		{6, 5, 6, "....rm.."},
	} {
		got := ""
		for _, b := range levelBar(assess.Level{Level: tt.level, Low: tt.low, High: tt.high}) {
			got += map[string]string{"": ".", "rg": "r", "me": "m"}[b.Class]
		}
		if got != tt.want {
			t.Errorf("level %d from %d to %d: %s, want %s", tt.level, tt.low, tt.high, got, tt.want)
		}
	}
}

func TestMine(t *testing.T) {
	s := newSite(t)
	s.examCourse()
	empty := s.as(otherContact).get("/cua-toi").want(http.StatusOK)
	if len(empty.all(".empty a.btn")) != 1 {
		t.Error("without a course nothing leads to the catalogue")
	}
	c := s.candidate(learnerContact)
	page := c.get("/cua-toi").want(http.StatusOK)
	if got := page.text("a.btn.big"); got != "Học tiếp: Bài thứ nhất" {
		t.Errorf("next: %q", got)
	}
	attempt := c.begin()
	if next := attrOf(c.get("/cua-toi").one("a.btn.big"), "href"); next != "/bai-thi/"+attempt {
		t.Errorf("with an open exam next is %q", next)
	}
	c.post(attemptPath(attempt, "nop"), nil).want(http.StatusSeeOther)
	c.finish()
	if next := attrOf(c.get("/cua-toi").one("a.btn.big"), "href"); next != startPath {
		t.Errorf("with the lessons done next is %q", next)
	}
	c.pass()
	page = c.get("/cua-toi").want(http.StatusOK)
	if !strings.Contains(page.text(".grid .tag.ok"), "Hoàn thành ngày") {
		t.Errorf("a completed course: %s", page.text(".grid"))
	}
	if results := page.text("ul.tasks"); !strings.Contains(results, "Lần thi 1") || !strings.Contains(results, fmt.Sprintf("%d/%d điểm", examSize, examSize)) || !strings.Contains(results, "Còn giá trị") {
		t.Errorf("results and confirmations: %s", results)
	}
	s.public().get("/cua-toi").want(http.StatusSeeOther)
}

// marked changes the state of every confirmation that is looked up.
type marked struct {
	credential.Store
	why string
}

func (m marked) CredentialBySerial(ctx context.Context, serial string) (*credential.Credential, error) {
	k, err := m.Store.CredentialBySerial(ctx, serial)
	if err == nil {
		k.Revoked, k.Why = clock.Micro(1_800_000_000_000_000), m.why
	}
	return k, err
}

// confirmed is a site, somebody who has completed the course, and the serial of their confirmation.
func confirmed(t *testing.T) (s *site, c *client, serial string) {
	t.Helper()
	s = newSite(t)
	s.examCourse()
	c = s.candidate(learnerContact)
	c.finish()
	c.pass()
	mine, err := s.Credentials.Mine(t.Context(), c.caller())
	if err != nil || len(mine) != 1 {
		t.Fatalf("confirmations: %v, %v", mine, err)
	}
	return s, c, mine[0].Serial
}

func TestConfirmationAndItsPublicCheck(t *testing.T) {
	s, c, serial := confirmed(t)
	paper := c.get("/giay/" + serial).want(http.StatusOK)
	text := paper.text("article.cert")
	for _, want := range []string{"Lò Thị Ánh", "Khóa thử một", "Sở Khoa học và Công nghệ", credential.Display(serial), "http://example.com/xac-thuc/" + serial, "không phải văn bằng hay chứng chỉ"} {
		if !strings.Contains(text, want) {
			t.Errorf("the paper lacks %q: %s", want, text)
		}
	}
	if paper.text("article.cert h1") != "Giấy xác nhận hoàn thành" || len(paper.all("svg.qr path")) != 1 {
		t.Error("title or code of the paper")
	}
	s.as(otherContact).get("/giay/" + serial).want(http.StatusNotFound)

	public := s.public()
	for _, typed := range []string{serial, strings.ToLower(credential.Display(serial)), strings.ReplaceAll(strings.ReplaceAll(serial, "0", "O"), "1", "l")} {
		page := public.get("/xac-thuc/" + typed).want(http.StatusOK)
		if h := page.header; h.Get("Cache-Control") != "no-store" || h.Get("X-Robots-Tag") != "noindex" {
			t.Errorf("headers: %v", h)
		}
		var labels []string
		for _, dt := range page.all("dl.kv dt") {
			labels = append(labels, textOf(dt))
		}
		if got := strings.Join(labels, ", "); got != "Người nhận, Nội dung, Bậc năng lực, Nơi cấp, Ngày cấp, Mã giấy" {
			t.Errorf("%s: the page tells %s", typed, got)
		}
		if got := page.text("dl.kv dd"); !strings.Contains(got, "Lò Thị Ánh") || !strings.Contains(got, "bậc 2") || strings.Contains(got, "10/10") {
			t.Errorf("%s: %s", typed, got)
		}
		if attrOf(page.one("meta[name=robots]"), "content") != "noindex" {
			t.Error("the page may be indexed")
		}
	}
	if to := public.get("/xac-thuc?ma=" + strings.ToLower(credential.Display(serial))).want(http.StatusSeeOther).location(); to != "/xac-thuc/"+serial {
		t.Errorf("the form leads to %q", to)
	}
	if !strings.Contains(s.logs.String(), "/xac-thuc/:serial") || strings.Contains(s.logs.String(), serial) {
		t.Error("the log names the serial")
	}

	whole := s.Credentials.Store
	s.Credentials.Store = marked{whole, "mistake"}
	if page := public.get("/xac-thuc/" + serial).want(http.StatusOK); !strings.Contains(page.text(".verdict.bad"), "đã bị thu hồi") {
		t.Errorf("revoked: %s", page.text("main"))
	}
	s.Credentials.Store = marked{whole, "holder"}
	if page := public.get("/xac-thuc/" + serial).want(http.StatusOK); !strings.Contains(page.text(".verdict.bad"), "rút lại") || strings.Contains(page.body, "Ánh") || strings.Contains(page.body, "Khóa thử") {
		t.Errorf("withdrawn: %s", page.text("main"))
	}
}

func TestCheckOfUnknownCodes(t *testing.T) {
	s := newSite(t)
	public := s.public()
	page := public.get("/xac-thuc/7K3M9-2QDXA-B1C2D-3E4F5").want(http.StatusNotFound)
	if !strings.Contains(page.text(".verdict.bad h1"), "Không có giấy nào") || attrOf(page.one("input[name=ma]"), "value") != "7K3M9-2QDXA-B1C2D-3E4F5" {
		t.Errorf("unknown: %s", page.text("main"))
	}
	public.get("/xac-thuc").want(http.StatusOK)
	if e := public.get("/xac-thuc?ma=+-+").want(http.StatusUnprocessableEntity).errorsOf(); e["ma"] == "" {
		t.Errorf("an empty code gives %v", e)
	}
	if to := public.get("/xac-thuc?ma=%2F%2Fx%3Fy").want(http.StatusSeeOther).location(); !strings.HasPrefix(to, "/xac-thuc/%2F%2FX") {
		t.Errorf("a strange code leads to %q", to)
	}
}

func TestAddressOfTheCode(t *testing.T) {
	s, c, serial := confirmed(t)
	for base, want := range map[string]string{
		"": "http://example.com/", "http://127.0.0.1:8080": "http://example.com/", "http://0.0.0.0:8080": "http://example.com/",
		"http://localhost": "http://example.com/", "https://hocso.songlam.gov.vn": "https://hocso.songlam.gov.vn/",
	} {
		s.BaseURL = base
		if got := c.get("/giay/" + serial).text("article.cert"); !strings.Contains(got, want+"xac-thuc/") {
			t.Errorf("with the setting %q the paper does not name %q", base, want)
		}
	}
}
