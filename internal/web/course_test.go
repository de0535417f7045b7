package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCatalogueListsSearchesAndFilters(t *testing.T) {
	s := newSite(t)
	s.mustPublish("mot-gio-chuyen-doi-so")
	for path, want := range map[string]string{
		"/":                             "Khóa thử một | Một giờ chuyển đổi số cho người lao động",
		"/?q=CHUYEN+DOI":                "Một giờ chuyển đổi số cho người lao động",
		"/?q=nguoi&cho=nguoi-lao-dong":  "Một giờ chuyển đổi số cho người lao động",
		"/?cho=to-cnscd":                "Khóa thử một",
		"/?cho=khong-co":                "Khóa thử một | Một giờ chuyển đổi số cho người lao động",
		"/?q=%25":                       "Khóa thử một | Một giờ chuyển đổi số cho người lao động",
		"/?q=khong+co+khoa+nao+nhu+the": "",
		"/?q=" + url.QueryEscape(strings.Repeat("ờ", 300)): "",
	} {
		p := s.public().get(path).want(http.StatusOK)
		if got := p.text(".course h3"); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
		if want == "" && p.text(".empty b") == "" {
			t.Errorf("%s: nothing found and nothing said", path)
		}
	}
	p := s.public().get("/?q=nguoi&cho=nguoi-lao-dong")
	if attrOf(p.one("#tim"), "value") != "nguoi" || attrOf(p.one("#cho option[selected]"), "value") != "nguoi-lao-dong" {
		t.Error("the search forgets what was asked")
	}
	if len(p.all("form.search input[name=cho]")) != 1 || len(p.all("form.pickbar input[name=q]")) != 1 {
		t.Error("search and filter do not go together")
	}
}

func TestCatalogueNamesTheNextThing(t *testing.T) {
	s := newSite(t)
	p := s.public().get("/").want(http.StatusOK)
	if p.text("h1") != "Học kỹ năng số, miễn phí cho mọi người" || attrOf(p.one(".hero a.btn"), "href") != "/khoa-hoc/khoa-thu" {
		t.Errorf("a visitor is told %q", p.text(".hero"))
	}
	c := enrolled(s, learnerContact)
	c.get(lessonTwo)
	p = c.get("/")
	if p.text("h1") != "Chào bạn Ánh" || p.text(".facts li") != "Đang học 1 khóa" {
		t.Errorf("a learner is told %q", p.text(".hero"))
	}
	if b := p.one(".hero a.btn"); attrOf(b, "href") != lessonTwo || textOf(b) != "Học tiếp bài 2" {
		t.Errorf("next is %q %q", textOf(b), attrOf(b, "href"))
	}
	if got := p.text(".course .tag"); got != "Bạn đã xong 0 trong 3 bài" {
		t.Errorf("card says %q", got)
	}
	for _, n := range p.all(".btn") {
		if cls := attrOf(n, "class"); !strings.Contains(cls, "sec") && !strings.Contains(cls, "quiet") && textOf(n) != "Học tiếp bài 2" {
			t.Errorf("a second main action %q", textOf(n))
		}
	}
}

func TestCoursePageByWhoReads(t *testing.T) {
	s := newSite(t)
	public := s.public().get("/khoa-hoc/khoa-thu").want(http.StatusOK)
	if b := public.all("a.btn")[0]; attrOf(b, "href") != lessonOne {
		t.Errorf("a visitor is led to %q", attrOf(b, "href"))
	}
	if got := public.text("ul.tasks li.lock"); got != "Bài thi cuối khóa Chưa mở: ghi danh trước. 5 câu, 20 phút." {
		t.Errorf("exam %q", got)
	}
	if n := len(public.all(".tasks .tag")); n != 0 {
		t.Errorf("%d states for a visitor", n)
	}
	if got := public.text("details"); got != "Phần này học gì : Bắt đầu Phần này có hai bài." {
		t.Errorf("of the first part it is told %q", got)
	}
	c := enrolled(s, learnerContact)
	c.post(lessonOne+"/xong", url.Values{}).want(http.StatusSeeOther)
	p := c.get("/khoa-hoc/khoa-thu").want(http.StatusOK)
	want := "1. Bài thứ nhất 8 phút Đã xong | 2. Bài thứ hai 12 phút Đang học | 3. Bài thứ ba 5 phút Chưa học"
	if d := cmp.Diff(want, p.text("ol.tasks li")); d != "" {
		t.Error(d)
	}
	if got := p.text("ul.tasks li"); got != "Bài thi cuối khóa 5 câu, 20 phút. Còn 2 lần thi. Đã mở" {
		t.Errorf("exam %q", got)
	}
	if b := p.all("a.btn")[0]; attrOf(b, "href") != lessonTwo || textOf(b) != "Học tiếp bài 2" {
		t.Errorf("next is %q %q", textOf(b), attrOf(b, "href"))
	}
	if p.header.Get("Cache-Control") != "no-store" {
		t.Error("a personal page may be kept")
	}
}

func TestCoursePageTellsWhatItIs(t *testing.T) {
	s := newSite(t)
	p := s.public().get("/khoa-hoc/khoa-thu").want(http.StatusOK)
	about := p.text("aside dl")
	for _, want := range []string{
		"25 phút, học lúc nào cũng được", "Người dân, Thành viên tổ công nghệ số cộng đồng", ", bậc 2", "Theo 02/2025/TT-BGDĐT", "224/2026/NĐ-CP",
		"do so sánh tên và tiêu chí", "3 bài, 3 KB", "Tiếng Việt", "Bản 1, ngày",
	} {
		if !strings.Contains(about, want) {
			t.Errorf("no %q in %q", want, about)
		}
	}
	for _, id := range []string{"bat-dau", "lam-thu", "sau-khoa-hoc"} { // lessons link to the first two
		p.one("#" + id)
	}
}

func TestEnrollingComesBackToTheLesson(t *testing.T) {
	s := newSite(t)
	c := s.as(otherContact)
	form := c.get(lessonTwo).form("/khoa-hoc/khoa-thu/ghi-danh")
	for range 2 {
		if loc := c.post("/khoa-hoc/khoa-thu/ghi-danh", form).want(http.StatusSeeOther).location(); loc != lessonTwo {
			t.Errorf("leads to %q", loc)
		}
	}
	form.Set("ve", "https://example.org/")
	form.Set("khoa", "another")
	if loc := c.post("/khoa-hoc/khoa-thu/ghi-danh", form).want(http.StatusSeeOther).location(); loc != "/khoa-hoc/khoa-thu" {
		t.Errorf("leads to %q", loc)
	}
	c.post("/khoa-hoc/khong-co/ghi-danh", url.Values{}).want(http.StatusNotFound)
}

func TestGlossaryExplainsTheWords(t *testing.T) {
	s := newSite(t)
	p := s.public().get("/khoa-hoc/khoa-thu/tu-ngu").want(http.StatusOK)
	if got := p.text("h2"); got != "Mã OTP | Liên kết" || textOf(p.one("#ma-otp")) != "Mã OTP" {
		t.Errorf("terms %q", got)
	}
}

func TestFormerSlugsLeadToTheLesson(t *testing.T) {
	s := newSite(t)
	files, err := s.changed("01-bat-dau/02-bai-hai.md", "minutes: 12", "minutes: 12\nwas: bai-cu")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.publish(t.Context(), files, testCourse); err != nil {
		t.Fatal(err)
	}
	p := s.public().get("/khoa-hoc/khoa-thu/bat-dau/bai-cu").want(http.StatusMovedPermanently)
	if p.location() != lessonTwo {
		t.Errorf("leads to %q", p.location())
	}
}
