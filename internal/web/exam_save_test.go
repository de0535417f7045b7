package web

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"hocso/internal/assess"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/id"
)

func TestSecondTabIsNeverPassedOffAsSaved(t *testing.T) {
	_, c, attempt := underway(t)
	n := c.find(attempt, course.Single)
	path := questionPath(attempt, n)
	one, two := c.answer(attempt, n, true), c.answer(attempt, n, false)
	c.post(path, one).want(http.StatusSeeOther)
	stored := c.sat(attempt).Items[n-1]

	page := c.post(path, two).want(http.StatusConflict)
	if !strings.Contains(page.text(".note[role=alert]"), "Chưa lưu") {
		t.Errorf("the page does not say that nothing was stored: %s", page.text(".note"))
	}
	if got := c.sat(attempt).Items[n-1]; !slices.Equal(got.Answer.Choices, stored.Answer.Choices) {
		t.Errorf("the stored answer became %v", got.Answer)
	}
	kept := page.form(path)
	if kept.Get("chon") != two.Get("chon") {
		t.Errorf("the page holds choice %q, sent was %q", kept.Get("chon"), two.Get("chon"))
	}
	c.post(path, kept).want(http.StatusSeeOther)
	if got := c.sat(attempt).Items[n-1]; slices.Equal(got.Answer.Choices, stored.Answer.Choices) || got.Sequence != 2 {
		t.Errorf("the answer that was sent again did not replace the other one: %+v", got)
	}
	c.post(path, one).want(http.StatusSeeOther) // a late repeat of the first request: its own reply, and nothing changes
	if got := c.sat(attempt).Items[n-1]; got.Sequence != 2 {
		t.Errorf("a repeat was stored: %+v", got)
	}
	same := c.answer(attempt, n, false)
	same.Set("sequence", "1")
	c.post(path, same).want(http.StatusSeeOther) // another tab with the very answer that is stored
}

// TestWhatIsNoFormStoresNothing: a request that cannot be read as one of our forms never blanks what is stored.
func TestWhatIsNoFormStoresNothing(t *testing.T) {
	_, c, attempt := underway(t)
	n := c.find(attempt, course.Single)
	path := questionPath(attempt, n)
	c.post(path, c.answer(attempt, n, true)).want(http.StatusSeeOther)
	stored := c.sat(attempt).Items[n-1]
	const form = "application/x-www-form-urlencoded"
	for name, r := range map[string]struct {
		contentType, body string
		status            int
	}{
		"escapes that are none": {form, "khoa=%zz&chon=%", http.StatusUnprocessableEntity},
		"JSON":                  {"application/json", `{"chon":1}`, http.StatusUnprocessableEntity},
		"no type":               {"", "chon=1&khoa=x", http.StatusUnprocessableEntity},
		"another type":          {"text/plain", "chon=1&khoa=x", http.StatusUnprocessableEntity},
		"nothing":               {form, "", http.StatusUnprocessableEntity},
		"no key":                {form, "chon=1", http.StatusUnprocessableEntity},
		"a sequence of letters": {form, "chon=1&khoa=x&sequence=abc", http.StatusUnprocessableEntity},
		"1.5 MB in chunks":      {form, "khoa=x&chon=1&x=" + strings.Repeat("x", 3<<19), http.StatusRequestEntityTooLarge},
	} {
		if got := c.raw(path, r.contentType, r.body).status; got != r.status {
			t.Errorf("%s: status %d, want %d", name, got, r.status)
		}
		if got := c.sat(attempt).Items[n-1]; !slices.Equal(got.Answer.Choices, stored.Answer.Choices) || got.Sequence != stored.Sequence {
			t.Errorf("%s: the stored answer became %+v", name, got)
		}
	}
}

// TestTooLargeEverywhere: a body over the limit is refused as that by every page, whether its length was announced or not.
func TestTooLargeEverywhere(t *testing.T) {
	s := newSite(t)
	c := s.as(adminContact)
	for _, r := range s.Routes() {
		if r.Method != http.MethodPost {
			continue
		}
		path := strings.NewReplacer(":course", "x", ":module", "x", ":lesson", "x", ":n", "1", ":id", id.Zero.String()).Replace(r.Path)
		c.raw(path, "application/x-www-form-urlencoded", "x="+strings.Repeat("x", 3<<19)).want(http.StatusRequestEntityTooLarge)
	}
}

// TestSignInLeadsBack: whoever is asked to sign in when a form is sent comes back to a page that can be opened.
func TestSignInLeadsBack(t *testing.T) {
	s, _, attempt := underway(t)
	for path, back := range map[string]string{
		attemptPath(attempt, "nop"):           "/bai-thi/" + attempt,
		"/khoa-hoc/" + examSlug + "/ghi-danh": "/khoa-hoc/" + examSlug,
		"/khoa-hoc/" + examSlug + "/thi":      "/khoa-hoc/" + examSlug + "/thi",
		"/tai-khoan/thiet-bi/thoat-het":       "/tai-khoan/thiet-bi",
	} {
		page := s.public().post(path, url.Values{}).want(http.StatusUnauthorized)
		if !strings.Contains(strings.ToLower(page.body), `class="btn" href="/dang-nhap?ve=`+strings.ToLower(url.QueryEscape(back))+`"`) {
			t.Errorf("%s: no link that leads to %s: %s", path, back, page.text("main"))
		}
		signedIn := s.public()
		to := signedIn.post("/dang-nhap", url.Values{"contact": {learnerContact}, "password": {testPassword}, "ve": {back}}).want(http.StatusSeeOther).location()
		if p := signedIn.get(to); p.status >= http.StatusBadRequest {
			t.Errorf("%s: %s answers %d", path, to, p.status)
		}
	}
}

func TestSaveAfterSubmission(t *testing.T) {
	_, c, attempt := underway(t)
	n := c.find(attempt, course.Single)
	path := questionPath(attempt, n)
	stored, other := c.answer(attempt, n, true), c.answer(attempt, n, false)
	c.post(path, stored).want(http.StatusSeeOther)
	c.post(attemptPath(attempt, "nop"), nil).want(http.StatusSeeOther)

	page := c.post(path, other).want(http.StatusConflict)
	if !strings.Contains(page.text("h1"), "chưa được lưu") || len(page.all("a[href="+attemptPath(attempt, "ket-qua")+"]")) != 1 {
		t.Errorf("the page does not say it and lead on: %s", page.text("main"))
	}
	if to := c.post(path, stored).want(http.StatusSeeOther).location(); to != attemptPath(attempt, "bien-nhan") {
		t.Errorf("a repeat of what is stored leads to %q", to) // its reply was lost; it is stored
	}
	for _, back := range []string{path, attemptPath(attempt, "xem-lai")} {
		if to := c.get(back).want(http.StatusSeeOther).location(); to != attemptPath(attempt, "bien-nhan") {
			t.Errorf("%s after submission leads to %q", back, to)
		}
	}
}

func TestTimeRunsOut(t *testing.T) {
	s, c, attempt := underway(t)
	n := c.find(attempt, course.Single)
	path := questionPath(attempt, n)
	inTime, late := c.answer(attempt, n, true), c.answer(attempt, n, false)
	s.clock.Advance(20*time.Minute + 2*time.Second) // past what is shown, within the grace
	c.post(path, inTime).want(http.StatusSeeOther)
	s.clock.Advance(10 * time.Second)
	late.Set("sequence", "2")
	page := c.post(path, late).want(http.StatusConflict)
	if !strings.Contains(page.text("main"), "đến sau giờ") {
		t.Errorf("the page does not say that it was late: %s", page.text("main"))
	}
	sit := c.sat(attempt)
	if sit.EndedBy != assess.ByTime || !assess.Right(sit.Items[n-1].Share) {
		t.Errorf("ended by %q, share %v: the answer in time counts, the late one does not", sit.EndedBy, sit.Items[n-1].Share)
	}
	for _, p := range []string{"", "/cau/1", "/xem-lai"} {
		if to := c.get("/bai-thi/" + attempt + p).want(http.StatusSeeOther).location(); to != attemptPath(attempt, "bien-nhan") {
			t.Errorf("%s after the time leads to %q", p, to)
		}
	}
	receipt := c.get(attemptPath(attempt, "bien-nhan")).want(http.StatusOK)
	if !strings.Contains(receipt.text("h1"), "Hết giờ") {
		t.Errorf("the receipt does not say that time ended it: %s", receipt.text("h1"))
	}
	c.post(attemptPath(attempt, "nop"), nil).want(http.StatusSeeOther)
}

func TestNobodyComesBack(t *testing.T) {
	s, c, attempt := underway(t)
	c.post(questionPath(attempt, 1), c.answer(attempt, 1, true)).want(http.StatusSeeOther)
	s.clock.Advance(20*time.Minute + 6*time.Second)
	if n, err := s.Assess.CloseExpired(t.Context()); n != 1 || err != nil {
		t.Fatalf("closed %d attempts: %v", n, err)
	}
	if sit := c.sat(attempt); sit.Submitted == 0 || sit.Attempt.Answered != 1 {
		t.Errorf("submitted %d with %d answers, want one answer", sit.Submitted, sit.Attempt.Answered)
	}
}

func TestSignInEndsDuringTheExam(t *testing.T) {
	s, c, attempt := underway(t)
	n := c.find(attempt, course.Multiple)
	path := questionPath(attempt, n)
	form := c.answer(attempt, n, true)
	form.Set("danh-dau", "1")
	signedOut := s.public()
	page := signedOut.post(path, form).want(http.StatusUnauthorized)
	again := page.form(path + "/dang-nhap")
	for name, values := range form {
		if !slices.Equal(again[name], values) {
			t.Errorf("the sign-in form carries %s=%q, sent was %q", name, again[name], values)
		}
	}
	again.Set("contact", learnerContact)
	again.Set("password", "khong-phai-mat-khau")
	wrong := signedOut.post(path+"/dang-nhap", again).want(http.StatusUnprocessableEntity)
	if len(wrong.errorsOf()) != 1 {
		t.Errorf("a wrong password gives %v", wrong.errorsOf())
	}
	again = wrong.form(path + "/dang-nhap")
	if again.Get("contact") != learnerContact || again.Get("password") != "" {
		t.Errorf("after a wrong password the form holds %q and password %q", again.Get("contact"), again.Get("password"))
	}
	again.Set("password", testPassword)
	if to := signedOut.post(path+"/dang-nhap", again).want(http.StatusSeeOther).location(); !strings.HasPrefix(to, "/bai-thi/"+attempt) {
		t.Errorf("signing in leads to %q", to)
	}
	if it := c.sat(attempt).Items[n-1]; !it.Answered || !it.Flagged {
		t.Errorf("the answer was lost: %+v", it)
	}
	signedOut.get(path).want(http.StatusOK) // the session holds
}

func TestAnothersSignInDoesNotSave(t *testing.T) {
	s, c, attempt := underway(t)
	form := c.answer(attempt, 1, true)
	form.Set("contact", otherContact)
	form.Set("password", testPassword)
	s.public().post(questionPath(attempt, 1)+"/dang-nhap", form).want(http.StatusNotFound)
	if c.sat(attempt).Items[0].At != 0 {
		t.Error("somebody else's answer was stored")
	}
}

// refusing takes no answers.
type refusing struct {
	assess.Store
	err error
}

func (r refusing) SaveAnswer(context.Context, assess.Save) (assess.Saved, error) {
	return assess.Saved{}, r.err
}

func TestStorageRefusesWrites(t *testing.T) {
	s, c, attempt := underway(t)
	whole := s.Assess.Store
	for _, tt := range []struct {
		kind   fault.Kind
		key    string
		status int
	}{
		{fault.Unavailable, "error.unavailable", http.StatusServiceUnavailable},
		{fault.Full, "error.disk-full", http.StatusInsufficientStorage},
	} {
		for _, kind := range course.Types() {
			n := c.find(attempt, kind)
			path := questionPath(attempt, n)
			form := c.answer(attempt, n, true)
			s.Assess.Store = refusing{whole, fault.New(tt.kind, tt.key).After(7 * time.Second)}
			page := c.post(path, form).want(tt.status)
			s.Assess.Store = whole
			if !strings.Contains(page.text(".note[role=alert]"), "Chưa lưu") || page.header.Get("Retry-After") != "7" {
				t.Errorf("%s: notice %q, Retry-After %q", kind, page.text(".note"), page.header.Get("Retry-After"))
			}
			kept := page.form(path)
			kept.Set("khoa", form.Get("khoa")) // only the key is fresh
			if !maps.EqualFunc(kept, form, slices.Equal) {
				t.Errorf("%s: the page holds %v, sent was %v", kind, kept, form)
			}
			if c.sat(attempt).Items[n-1].Answered {
				t.Errorf("%s: stored after all", kind)
			}
		}
	}
}

func TestStorageCannotEvenBeRead(t *testing.T) {
	s, c, attempt := underway(t)
	path := questionPath(attempt, 1)
	form := c.answer(attempt, 1, true)
	s.store.Close()
	page := c.post(path, form)
	if page.status < 500 {
		t.Fatalf("status %d with a closed database", page.status)
	}
	if kept := page.form(path); !maps.EqualFunc(kept, form, slices.Equal) {
		t.Errorf("the page carries %v, sent was %v", kept, form)
	}
}

func TestBadAnswers(t *testing.T) {
	_, c, attempt := underway(t)
	for _, tt := range []struct {
		name  string
		kind  course.Type
		edit  url.Values
		field string
	}{
		{"a place that is not shown", course.Single, url.Values{"chon": {"9"}}, "chon-0"},
		{"no number", course.Multiple, url.Values{"chon": {"de-nhieu"}}, "chon-0"},
		{"two for one", course.Single, url.Values{"chon": {"0", "1"}}, "chon-0"},
		{"neither true nor false", course.TrueFalse, url.Values{"y0": {"3"}}, "y0-1"},
		{"a right cell that is not shown", course.Matching, url.Values{"n0": {"9"}}, "n0"},
		{"a right cell by its words", course.Matching, url.Values{"n1": {"Trang cá nhân"}}, "n0"},
		{"a place behind the last", course.Ordering, url.Values{"x2": {"4"}}, "x0"},
		{"an option that is not shown", course.Cloze, url.Values{"d0": {"3"}}, "d0"},
		{"a menu by its words", course.Cloze, url.Values{"d0": {"Cổng"}}, "d0"},
		{"too long for a gap", course.Cloze, url.Values{"d2": {strings.Repeat("đ", assess.MaxText+1)}}, "d0"},
		{"a spot behind the last", course.Hotspot, url.Values{"chon": {"4"}}, "chon-0"},
		{"two spots for one", course.Hotspot, url.Values{"chon": {"0", "3"}}, "chon-0"},
		{"too long", course.Short, url.Values{"nhap": {strings.Repeat("đ", assess.MaxText+1)}}, "nhap"},
		{"a sequence out of range", course.Numeric, url.Values{"sequence": {"9223372036854775807"}}, "nhap"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n := c.find(attempt, tt.kind)
			path := questionPath(attempt, n)
			form := c.answer(attempt, n, true)
			maps.Copy(form, tt.edit)
			page := c.post(path, form).want(http.StatusUnprocessableEntity)
			if _, ok := page.errorsOf()[tt.field]; !ok || !strings.HasPrefix(page.text("title"), "Lỗi:") {
				t.Errorf("errors %v, title %q", page.errorsOf(), page.text("title"))
			}
			if tt.kind == course.Short && page.form(path).Get("nhap") != form.Get("nhap") {
				t.Error("what was typed is gone")
			}
			if c.sat(attempt).Items[n-1].Answered {
				t.Error("it was stored")
			}
		})
	}
	for _, n := range []string{"0", fmt.Sprint(examSize + 1), "-1", "x"} {
		c.get("/bai-thi/" + attempt + "/cau/" + n).want(http.StatusNotFound)
	}
	c.get("/bai-thi/khong-phai-ma").want(http.StatusNotFound)
}

func TestNumbersAreRepeatedBeforeSubmission(t *testing.T) {
	_, c, attempt := underway(t)
	n := c.find(attempt, course.Numeric)
	path := questionPath(attempt, n)
	form := c.answer(attempt, n, true)
	form.Set("nhap", "năm nghìn")
	to := c.post(path, form).want(http.StatusSeeOther).location()
	if to != path+"?da-luu="+strconv.Itoa(n) {
		t.Fatalf("what is no number leads to %q", to)
	}
	page := c.get(to).want(http.StatusOK)
	if !strings.Contains(page.text("#hieu"), "Chưa đọc được “năm nghìn” thành số") {
		t.Errorf("hint: %q", page.text("#hieu"))
	}
	if to := c.post(path, page.form(path)).want(http.StatusSeeOther).location(); strings.HasPrefix(to, path+"?") {
		t.Error("insisting on it leads nowhere")
	}
	if !strings.Contains(c.get(attemptPath(attempt, "xem-lai")).text(".note"), "1 câu chưa đọc được thành số") {
		t.Error("the review does not say that a number could not be read")
	}
	form = c.get(path).form(path)
	form.Set("nhap", "5000 đ")
	c.post(path, form).want(http.StatusSeeOther)
	form = c.get(path).form(path)
	form.Set("nhap", "5.000")
	c.post(path, form).want(http.StatusSeeOther)
	if got := c.get(path).text("#hieu"); got != "Hiểu là 5.000 đồng." {
		t.Errorf("understood: %q", got)
	}
}

func TestScriptSavesWithoutLeavingThePage(t *testing.T) {
	_, c, attempt := underway(t)
	n := c.find(attempt, course.Numeric)
	form := c.answer(attempt, n, true)
	c.header.Set("X-Partial", "1")
	for range 2 { // the reply is lost, the same request comes again
		reply := c.post(questionPath(attempt, n), form).want(http.StatusOK)
		var d savedData
		if err := json.Unmarshal([]byte(reply.body), &d); err != nil {
			t.Fatal(err)
		}
		if d.Sequence != 1 || d.Blank || d.Counts != fmt.Sprint("Đã trả lời 1, còn trống ", examSize-1) || d.Understood != "Hiểu là 5.000 đồng." ||
			!strings.HasPrefix(d.Text, "Đã gửi lúc ") {
			t.Errorf("answer to the script: %+v", d)
		}
		if left := time.Duration(d.End-d.Now) * time.Millisecond; left < 19*time.Minute || left > 20*time.Minute {
			t.Errorf("the clock says %s", left)
		}
	}
	form.Set("nhap", "6.000")
	c.post(questionPath(attempt, n), form).want(http.StatusUnprocessableEntity) // the same key with another answer
}
