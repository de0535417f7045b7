package web

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"hocso/internal/account"
)

const (
	lessonOne   = "/khoa-hoc/khoa-thu/bat-dau/bai-mot"
	lessonTwo   = "/khoa-hoc/khoa-thu/bat-dau/bai-hai"
	lessonThree = "/khoa-hoc/khoa-thu/lam-thu/bai-ba"
)

// enrolled signs a learner in and enrols them in the test course.
func enrolled(s *site, contact string) *client {
	s.t.Helper()
	c := s.as(contact)
	form := c.get("/khoa-hoc/khoa-thu").want(http.StatusOK).form("/khoa-hoc/khoa-thu/ghi-danh")
	if loc := c.post("/khoa-hoc/khoa-thu/ghi-danh", form).want(http.StatusSeeOther).location(); loc != "/khoa-hoc/khoa-thu" {
		s.t.Fatalf("enrolling leads to %q", loc)
	}
	return c
}

func TestLessonIsReadWithoutAnAccount(t *testing.T) {
	s := newSite(t)
	p := s.public().get(lessonOne).want(http.StatusOK)
	if got := p.text("h1"); got != "Bài thứ nhất" {
		t.Errorf("heading %q", got)
	}
	if got := p.text("article p.mute"); !strings.HasPrefix(got, "Bài 1 trên 3, khoảng 8 phút") {
		t.Errorf("place %q", got)
	}
	if n := len(p.all("form.ask")); n != 3 {
		t.Errorf("%d questions, want 3", n)
	}
	if n := len(p.all("form.ask input[name=khoa]")); n != 0 {
		t.Errorf("%d client keys for a visitor", n)
	}
	if got := attrOf(p.one("nav.pn a.fwd"), "href"); got != lessonTwo {
		t.Errorf("next %q", got)
	}
	if got := attrOf(p.one("aside .here a"), "aria-current"); got != "page" {
		t.Errorf("aria-current %q", got)
	}
	if got, err := url.Parse(attrOf(p.one(".note a"), "href")); err != nil || got.Path != "/dang-nhap" || got.Query().Get("ve") != lessonOne {
		t.Errorf("sign-in link %v %v", got, err)
	}
	if len(p.all(`script[type=module]`)) != 1 {
		t.Error("no script for the questions")
	}
	if p := s.public().get(lessonThree); len(p.all("script")) != 0 {
		t.Error("a script on a lesson without questions")
	}
}

func TestLessonKeepsKeysAndFeedbackBack(t *testing.T) {
	s := newSite(t)
	for name, c := range map[string]*client{"visitor": s.public(), "signed in": s.as(otherContact), "enrolled": enrolled(s, learnerContact)} {
		for _, path := range []string{lessonOne, lessonTwo} {
			body := c.get(path).want(http.StatusOK).body
			for _, secret := range []string{"Liên kết lạ có thể", "Bác tự tìm đến", "Tự tìm đến nơi", "4.500", "Đây mới là một bộ", "VNeID", "Right", "Explanation"} {
				if strings.Contains(body, secret) {
					t.Errorf("%s: %s tells %q before an answer", name, path, secret)
				}
			}
		}
	}
}

func TestLessonShowsThePersonsOwnParts(t *testing.T) {
	s := newSite(t)
	c := enrolled(s, learnerContact)
	p := c.get(lessonOne).want(http.StatusOK)
	if got := p.text(".who"); got != "Lò Thị Ánh" {
		t.Errorf("who %q", got)
	}
	if p.header.Get("Cache-Control") != "no-store" {
		t.Errorf("a personal page may be kept: %q", p.header.Get("Cache-Control"))
	}
	if got := p.text("aside p.small"); !strings.HasPrefix(got, "Bạn đã xong 0 trong 3 bài") {
		t.Errorf("progress %q", got)
	}
	if a, b := p.form(lessonOne + "/xong")["khoa"], c.get(lessonOne).form(lessonOne + "/xong")["khoa"]; slices.Equal(a, b) || a[0] == "" {
		t.Errorf("client keys %q, %q", a, b)
	}
	if loc := c.post(lessonOne+"/xong", p.form(lessonOne+"/xong")).want(http.StatusSeeOther).location(); loc != lessonTwo {
		t.Errorf("after a lesson comes %q", loc)
	}
	p = c.get(lessonTwo)
	if got := p.text("aside p.small"); !strings.HasPrefix(got, "Bạn đã xong 1 trong 3 bài") {
		t.Errorf("progress %q", got)
	}
	if got := p.text("aside .tasks li"); got != "1. Bài thứ nhất Đã xong | 2. Bài thứ hai Đang học" {
		t.Errorf("list %q", got)
	}
	if n := len(p.all("aside .seg .on")); n != 1 {
		t.Errorf("%d segments done", n)
	}
	if got := c.get(lessonOne).text("article .save.ok"); got != "Bạn đã học xong bài này" {
		t.Errorf("a finished lesson says %q", got)
	}
	// Another person's page comes of the same kept parts and shows none of this.
	p = enrolled(s, otherContact).get(lessonTwo)
	if p.text(".who") != "Giàng A Páo" || !strings.HasPrefix(p.text("aside p.small"), "Bạn đã xong 0") {
		t.Errorf("another learner sees %q, %q", p.text(".who"), p.text("aside p.small"))
	}
}

func TestLessonEscapesTheName(t *testing.T) {
	s := newSite(t)
	k := &account.Caller{Name: `<b>"&`, Grants: nil}
	l := Layout{Lang: "vi", Path: lessonOne}
	p, err := s.Catalog.Current(t.Context(), testCourse)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := s.keptLesson(t.Context(), l, p, p.Course.Places()[0])
	if err != nil {
		t.Fatal(err)
	}
	bar := string(kept.slots.fill(k, nil, "x")("bar"))
	if strings.Contains(bar, "<b>") || !strings.Contains(bar, "&lt;b&gt;&#34;&amp;") {
		t.Error(bar)
	}
}

// TestSplicedPageIsTheTemplatesPage compares the two ways in which a lesson is made: put together of kept parts, and
// rendered whole for the answer to a question.
func TestSplicedPageIsTheTemplatesPage(t *testing.T) {
	s := newSite(t)
	s.mustPublish("ky-nang-so-to-cnscd") // more lessons than segments
	const long = "/khoa-hoc/ky-nang-so-to-cnscd/dich-vu-cong-truc-tuyen/nop-ho-so-bang-vneid"
	learner := enrolled(s, learnerContact)
	learner.post("/khoa-hoc/ky-nang-so-to-cnscd/ghi-danh", url.Values{}).want(http.StatusSeeOther)
	learner.post(lessonOne+"/xong", url.Values{}).want(http.StatusSeeOther)
	learner.post(lessonTwo+"/hoi/kt-tinh-tien", url.Values{"t": {"4500"}}).want(http.StatusOK)
	learner.post(lessonTwo+"/hoi/kt-ten-ung-dung", url.Values{"t": {"Zalo"}}).want(http.StatusOK)
	for name, c := range map[string]*client{
		"visitor": s.public(), "not enrolled": s.as(otherContact), "manager": s.as(managerContact), "enrolled": learner,
	} {
		for _, path := range []string{lessonOne, lessonTwo, lessonThree, long} {
			spliced := c.get(path).want(http.StatusOK)
			course := strings.Split(path, "/")[2]
			var caller *account.Caller
			if name != "visitor" {
				caller = c.caller()
			}
			st, err := s.Learning.Study(t.Context(), caller, course)
			if err != nil {
				t.Fatal(err)
			}
			parts := strings.Split(path, "/")
			pl, _ := st.Published.Course.Find(parts[3], parts[4])
			site, err := s.Sites.Site(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			page := s.lessonFrame(Layout{Lang: "vi", Path: path, Caller: caller, Site: site}, st.Published, pl)
			key := ""
			if keys := spliced.all("input[name=khoa]"); len(keys) > 0 {
				key = attrOf(keys[0], "value")
			}
			s.personal(&page, st, key)
			whole, err := s.r.execute("vi", "lesson", page)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := sameForms(spliced.body), sameForms(string(whole)); got != want {
				t.Errorf("%s, %s: the two differ from byte %d:\n%s\n%s", name, path, differ(got, want), near(got, differ(got, want)), near(want, differ(got, want)))
			}
		}
	}
}

// sameForms drops the key of people who are not enrolled: the spliced page has one that nothing is stored under.
func sameForms(s string) string {
	for {
		i := strings.Index(s, `<input type="hidden" name="khoa"`)
		if i < 0 {
			return s
		}
		s = s[:i] + s[i+strings.IndexByte(s[i:], '>')+1:]
	}
}

func differ(a, b string) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	return min(len(a), len(b))
}

func near(s string, i int) string { return s[max(0, i-80):min(len(s), i+120)] }

func TestPublicPagesAreKeptByBrowsersAndAskedFor(t *testing.T) {
	s := newSite(t)
	for _, path := range []string{lessonOne, "/khoa-hoc/khoa-thu"} {
		c := s.public()
		plain := c.get(path).want(http.StatusOK)
		c.header.Set("Accept-Encoding", "gzip")
		p := c.get(path).want(http.StatusOK)
		if p.header.Get("Cache-Control") != "private, no-cache" || !strings.Contains(p.header.Get("Vary"), "Cookie") || p.header.Get("Content-Encoding") != "gzip" {
			t.Errorf("%s: headers %v", path, p.header)
		}
		z, err := gzip.NewReader(strings.NewReader(p.body))
		if err != nil {
			t.Fatal(err)
		}
		if body, err := io.ReadAll(z); err != nil || string(body) != plain.body {
			t.Errorf("%s: the compressed page is another one: %v", path, err)
		}
		if len(p.body) > 10<<10 {
			t.Errorf("%s: %d bytes on the wire", path, len(p.body))
		}
		etag := p.header.Get("Etag")
		c.header.Set("If-None-Match", etag)
		if p = c.get(path).want(http.StatusNotModified); p.body != "" || p.header.Get("Etag") != etag {
			t.Errorf("%s: 304 with %d bytes, etag %q", path, len(p.body), p.header.Get("Etag"))
		}
		in := s.as(learnerContact)
		in.header.Set("If-None-Match", etag)
		in.get(path).want(http.StatusOK)
		c.cookies["lang"] = "en"
		if p = c.get(path).want(http.StatusOK); p.header.Get("Etag") == etag {
			t.Errorf("%s: the English page has the Vietnamese one's name", path)
		}
	}
}

func TestPublicPageFollowsThePublishedVersion(t *testing.T) {
	s := newSite(t)
	before := s.public().get("/khoa-hoc/khoa-thu")
	files, err := s.changed("course.md", "Khóa thử một", "Khóa thử hai")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.publish(t.Context(), files, testCourse); err != nil {
		t.Fatal(err)
	}
	s.clock.Advance(2 * time.Second)
	after := s.public().get("/khoa-hoc/khoa-thu")
	if before.text("h1") != "Khóa thử một" || after.text("h1") != "Khóa thử hai" {
		t.Errorf("%q, then %q", before.text("h1"), after.text("h1"))
	}
	if learner := enrolled(s, learnerContact); learner.get("/khoa-hoc/khoa-thu").text("h1") != "Khóa thử hai" {
		t.Error("a new enrolment is on the old version")
	}
}

func TestPublicPageFollowsTheSite(t *testing.T) {
	s := newSite(t)
	before := s.public().get(lessonOne).text(".brand small")
	site, err := s.Sites.Site(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	site.Province = "Tỉnh Khác"
	if err := s.Sites.Change(t.Context(), site, s.as(adminContact).caller().Account); err != nil {
		t.Fatal(err)
	}
	if after := s.public().get(lessonOne).text(".brand small"); before != "Tỉnh Sông Lam" || after != "Tỉnh Khác" {
		t.Errorf("%q, then %q", before, after)
	}
}

func TestUnknownLessonsAreNotFound(t *testing.T) {
	s := newSite(t)
	for _, c := range []*client{s.public(), s.as(learnerContact)} {
		for _, path := range []string{
			"/khoa-hoc/khong-co", "/khoa-hoc/khong-co/tu-ngu", "/khoa-hoc/khoa-thu/bat-dau/khong-co", "/khoa-hoc/khoa-thu/khong-co/bai-mot",
			"/khoa-hoc/khoa-thu/bat-dau/bai-ba", "/khoa-hoc/khong-co/bat-dau/bai-mot",
		} {
			c.get(path).want(http.StatusNotFound)
		}
		c.post(lessonOne+"/hoi/khong-co", url.Values{"a": {"1"}}).want(http.StatusNotFound)
		c.post(lessonTwo+"/hoi/kt-viec-truoc", url.Values{"a": {"1"}}).want(http.StatusNotFound)
	}
	s.as(learnerContact).post(lessonOne+"/xong", url.Values{}).want(http.StatusConflict) // not enrolled
	enrolled(s, learnerContact).post("/khoa-hoc/khoa-thu/bat-dau/bai-ba/xong", url.Values{}).want(http.StatusNotFound)
}

func TestEnrollingAndFinishingNeedASignIn(t *testing.T) {
	s := newSite(t)
	for _, path := range []string{"/khoa-hoc/khoa-thu/ghi-danh", lessonOne + "/xong"} {
		s.public().post(path, url.Values{}).want(http.StatusUnauthorized)
	}
}

func TestHeadStoresNothing(t *testing.T) {
	s := newSite(t)
	c := enrolled(s, learnerContact)
	if p := c.do(http.MethodHead, lessonTwo, nil).want(http.StatusOK); p.body != "" {
		t.Errorf("HEAD answers %d bytes", len(p.body))
	}
	st, err := s.Learning.Study(t.Context(), c.caller(), testCourse)
	if err != nil || len(st.Progress.Lessons) != 0 {
		t.Errorf("opened by HEAD: %v %v", st.Progress.Lessons, err)
	}
	c.get(lessonTwo)
	if st, err = s.Learning.Study(t.Context(), c.caller(), testCourse); err != nil || st.Progress.LastLesson != "bat-dau/bai-hai" {
		t.Errorf("last lesson %q %v", st.Progress.LastLesson, err)
	}
}

func TestLessonInEnglishMarksTheLanguageOfTheCourse(t *testing.T) {
	s := newSite(t)
	c := s.public()
	c.cookies["lang"] = "en"
	p := c.get(lessonOne).want(http.StatusOK)
	if attrOf(p.one("html"), "lang") != "en" || attrOf(p.one("h1"), "lang") != "vi" {
		t.Errorf("html %q, h1 %q", attrOf(p.one("html"), "lang"), attrOf(p.one("h1"), "lang"))
	}
	for _, n := range p.all(".fig") {
		if attrOf(n.Parent, "lang") != "vi" {
			t.Error("the lesson's text does not say its language")
		}
	}
}

func TestSpliceIsAGzipStreamWithEveryReader(t *testing.T) {
	s := newSite(t)
	c := enrolled(s, learnerContact)
	want := sameForms(c.get(lessonOne).body)
	c.header.Set("Accept-Encoding", "gzip")
	p := c.get(lessonOne).want(http.StatusOK)
	z, err := gzip.NewReader(bytes.NewReader([]byte(p.body)))
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(z)
	if err != nil || sameForms(string(got)) != want {
		t.Errorf("%v: %d bytes, want %d", err, len(got), len(want))
	}
	if len(p.body) > 10<<10 {
		t.Errorf("%d bytes on the wire", len(p.body))
	}
}

func TestLessonRefusesOtherSites(t *testing.T) {
	s := newSite(t)
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, lessonOne+"/hoi/kt-viec-truoc", strings.NewReader("a=1"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	w := httptest.NewRecorder()
	if s.engine.ServeHTTP(w, r); w.Code != http.StatusForbidden {
		t.Errorf("status %d", w.Code)
	}
}
