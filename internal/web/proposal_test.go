package web

import (
	"io/fs"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"

	"hocso/internal/account"
	"hocso/internal/course"
	"hocso/internal/org"
	"hocso/internal/source"
)

const proposals = "/quan-ly/khoa-hoc/de-xuat/"

// offer brings the test course with one word changed, as a watched folder does: over the course that came embedded.
func (s *site) offer(file, from, to string) course.Proposal {
	s.t.Helper()
	fsys, err := s.changed(file, from, to)
	if err != nil {
		s.t.Fatal(err)
	}
	out, err := s.Desk.Propose(s.t.Context(), source.Offer{FS: fsys, Slug: testCourse, Origin: course.Folder, From: "/srv/khoa-thu"})
	if err != nil || out.Proposal.ID.IsZero() {
		s.t.Fatalf("%+v, %v", out, err)
	}
	return out.Proposal
}

// proposed is a proposal that waits.
func (s *site) proposed() course.Proposal {
	s.t.Helper()
	return s.offer("01-bat-dau/01-bai-mot.md", "chưa biết làm gì", "chưa biết nên làm gì")
}

// TestProposalIsDecided: the administrator of the top sees what changes, line by line, and publishes it once.
func TestProposalIsDecided(t *testing.T) {
	s := newSite(t)
	before, err := s.Catalog.CurrentVersion(t.Context(), testCourse)
	if err != nil {
		t.Fatal(err)
	}
	p := s.proposed()
	address := proposals + p.ID.String()
	admin := s.as(adminContact)
	if list := admin.get("/quan-ly/khoa-hoc").want(http.StatusOK); len(list.all("a[href="+address+"]")) != 1 {
		t.Errorf("the list does not lead to the proposal: %s", list.text("main"))
	}
	page := admin.get(address).want(http.StatusOK)
	if page.text("ins") == "" || page.text("del") == "" || !strings.Contains(page.text("main"), "/srv/khoa-thu") {
		t.Errorf("the page does not show what changes: %s", page.text("main"))
	}
	author := s.as(authorContact)
	if got := author.get(address).want(http.StatusOK); len(got.all("form[method=post]")) != len(author.get("/").all("form[method=post]")) {
		t.Error("an author is offered a decision")
	}
	author.post(address+"/chap-nhan", url.Values{}).want(http.StatusNotFound)
	s.as(managerContact).get(address).want(http.StatusNotFound)

	form := page.form(address + "/chap-nhan")
	if len(page.all("input[name=da-doi-chieu]")) > 0 {
		admin.post(address+"/chap-nhan", form).want(http.StatusConflict)
		form.Set("da-doi-chieu", "1")
	}
	to := admin.post(address+"/chap-nhan", form).want(http.StatusSeeOther).location()
	if note := admin.get(to).text(".note"); !strings.Contains(note, "Đã xuất bản") {
		t.Errorf("nothing says that it was published: %q", note)
	}
	after, err := s.Catalog.CurrentVersion(t.Context(), testCourse)
	if err != nil || after.Number != before.Number+1 || after.Origin != course.Folder {
		t.Errorf("published: %+v, %v", after, err)
	}
	admin.post(address+"/chap-nhan", form).want(http.StatusConflict)
	admin.post(address+"/tu-choi", form).want(http.StatusConflict)
}

func TestProposalIsRejected(t *testing.T) {
	s := newSite(t)
	address := proposals + s.proposed().ID.String()
	admin := s.as(adminContact)
	to := admin.post(address+"/tu-choi", url.Values{}).want(http.StatusSeeOther).location()
	if note := admin.get(to).text(".note"); !strings.Contains(note, "Đã từ chối") {
		t.Errorf("nothing says that it was rejected: %q", note)
	}
	if page := admin.get(address).want(http.StatusOK); len(page.all("form[action="+address+"/chap-nhan]")) != 0 {
		t.Error("a closed proposal asks for a decision")
	}
}

// TestFaultyProposal: findings are shown with place and remedy, and nothing can be published.
func TestFaultyProposal(t *testing.T) {
	s := newSite(t)
	p := s.offer("course.md", "summary:", "tomtat:")
	admin, address := s.as(adminContact), proposals+p.ID.String()
	page := admin.get(address).want(http.StatusOK)
	if p.State != course.Faulty || !strings.Contains(page.text("main"), "khoa-thu/course.md, dòng 3, cột 1") || len(page.all("form[action="+address+"/chap-nhan]")) != 0 {
		t.Errorf("%s: %s", p.State, page.text("main"))
	}
	admin.post(address+"/chap-nhan", url.Values{"da-doi-chieu": {"1"}}).want(http.StatusConflict)
}

// authorOf makes an account an author of a unit of the test tree, and signs in.
func (s *site) authorOf(contact, unit string) (*client, org.Unit) {
	s.t.Helper()
	root, err := s.Org.Root(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	units, err := s.Org.Under(s.t.Context(), root.Path)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, u := range units {
		if u.Name != unit {
			continue
		}
		if err := s.store.Grant(s.t.Context(), account.Change{Account: s.as(contact).caller().Account, Unit: u.ID}, account.Author, u.ID); err != nil {
			s.t.Fatal(err)
		}
		return s.as(contact), u
	}
	s.t.Fatalf("no unit %s", unit)
	return nil, org.Unit{}
}

// named is the test course under another name: a new one.
func (s *site) named(slug string) fs.FS {
	s.t.Helper()
	files, err := s.changed("", "", "")
	if err != nil {
		s.t.Fatal(err)
	}
	out := fstest.MapFS{}
	for path, f := range files {
		if rest, ok := strings.CutPrefix(path, testCourse+"/"); ok {
			out[slug+"/"+rest] = f
		}
	}
	return out
}

// TestProposalsOfOtherUnits: whoever may not write a course sees nothing of what is proposed for it, uploads nothing over
// it, and learns nothing of its exam questions; what a unit brings is its own, before and after it is published.
func TestProposalsOfOtherUnits(t *testing.T) {
	s := newSite(t)
	const list = "/quan-ly/khoa-hoc"
	commune, unit := s.authorOf(otherContact, "Xã Tân Hòa")
	author, admin := s.as(authorContact), s.as(adminContact)
	foreign := proposals + s.proposed().ID.String()
	for _, c := range []struct {
		who  *client
		want int
	}{{author, http.StatusOK}, {admin, http.StatusOK}, {commune, http.StatusNotFound}, {s.as(managerContact), http.StatusNotFound}, {s.as(learnerContact), http.StatusNotFound}} {
		c.who.get(foreign).want(c.want)
	}
	commune.post(foreign+"/chap-nhan", url.Values{}).want(http.StatusNotFound)
	commune.post(foreign+"/tu-choi", url.Values{}).want(http.StatusNotFound)
	author.post(foreign+"/tu-choi", url.Values{}).want(http.StatusNotFound)
	if page := commune.get(list).want(http.StatusOK); strings.Contains(page.body, proposals) {
		t.Error("a proposal for the province's course is listed for a commune")
	}
	bare := fstest.MapFS{testCourse + "/course.md": {Data: []byte("x")}}
	if p := commune.upload(uploadPath, "a.zip", zipOf(t, bare), nil).want(http.StatusNotFound); strings.Contains(p.body, "[x]") {
		t.Error("the refusal shows keys")
	}

	own := commune.upload(uploadPath, "khoa-xa.zip", zipOf(t, s.named("khoa-xa")), nil).want(http.StatusSeeOther).location()
	neighbour, _ := s.authorOf(learnerContact, "Xã Bản Mây")
	commune.get(own).want(http.StatusOK)
	author.get(own).want(http.StatusOK)
	neighbour.get(own).want(http.StatusNotFound)
	if page := commune.get(list); len(page.all("a[href="+own+"]")) != 1 {
		t.Error("an author does not find what they have uploaded")
	}
	form := admin.get(own).form(own + "/chap-nhan")
	form.Set("da-doi-chieu", "1")
	admin.post(own+"/chap-nhan", form).want(http.StatusSeeOther)
	if h, err := s.store.CourseHome(t.Context(), "khoa-xa"); err != nil || h.Unit != unit.ID {
		t.Errorf("the new course belongs to %s, %v; want %s", h.Unit, err, unit.ID)
	}
	commune.get("/quan-ly/khoa-hoc/khoa-xa/soan").want(http.StatusOK)
	commune.get(own).want(http.StatusOK)
	neighbour.get(own).want(http.StatusNotFound)
	neighbour.get("/quan-ly/khoa-hoc/khoa-xa/soan").want(http.StatusNotFound)
}

// TestNewCourseIsRead: who decides on a course that is not there yet reads it first, page by page, with its pictures, the
// questions of lessons and exams, and their keys.
func TestNewCourseIsRead(t *testing.T) {
	s := newSite(t)
	author, admin := s.as(authorContact), s.as(adminContact)
	address := author.upload(uploadPath, "khoa-moi.zip", zipOf(t, s.named("khoa-moi")), nil).want(http.StatusSeeOther).location()
	commune, _ := s.authorOf(otherContact, "Xã Tân Hòa")
	page := admin.get(address).want(http.StatusOK)
	links := page.all("nav .tree a")
	if len(links) < 5 || attrOf(page.one("nav .tree a[aria-current=page]"), "href") != "?ten=course.md#trang" {
		t.Errorf("%d files: %s", len(links), page.text("nav .tree"))
	}
	if len(page.all("form[action="+address+"/chap-nhan]")) != 1 {
		t.Error("nobody is asked to decide")
	}
	keys, pictures := 0, 0
	for _, a := range links {
		at, _, _ := strings.Cut(attrOf(a, "href"), "#")
		one := admin.get(address + at).want(http.StatusOK)
		if strings.TrimSpace(one.text(".pv")) == "" || one.text("details pre") == "" {
			t.Errorf("%s shows nothing", at)
		}
		if in := len(one.all("#trang .dap-an")); strings.Contains(at, "bank") && in == 0 {
			t.Errorf("%s has no questions", at)
		} else {
			keys += in
		}
		for _, img := range one.all("#trang img") {
			pictures++
			src := attrOf(img, "src")
			pic := admin.get(src).want(http.StatusOK)
			if !strings.HasPrefix(pic.header.Get("Content-Type"), "image/") || !strings.Contains(pic.header.Get("Content-Security-Policy"), "sandbox") {
				t.Errorf("a picture of a proposal: %v", pic.header)
			}
			commune.get(src).want(http.StatusNotFound)
		}
	}
	if keys < 5 || pictures == 0 {
		t.Errorf("%d questions and %d pictures are shown", keys, pictures)
	}
	for _, bad := range []string{"?ten=khong-co.md", "?ten=../course.md", "?ten=01-bat-dau/hinh.svg", "/tep/xyz/a.svg", "/tep/" + strings.Repeat("0", 64) + "/a.svg"} {
		admin.get(address + bad).want(http.StatusNotFound)
	}
}

// TestFaultyCourseIsRead: what can be read of a course with errors is shown to whoever brought it.
func TestFaultyCourseIsRead(t *testing.T) {
	s := newSite(t)
	broken, err := s.changed("01-bat-dau/01-bai-mot.md", "summary:", "tomtat:")
	if err != nil {
		t.Fatal(err)
	}
	author := s.as(authorContact)
	address := author.upload(uploadPath, "khoa-thu.zip", zipOf(t, broken), nil).want(http.StatusSeeOther).location()
	page := author.get(address + "?ten=01-bat-dau/01-bai-mot.md").want(http.StatusOK)
	if len(page.all("#trang .dap-an")) == 0 || page.text("#trang .note.bad") == "" || len(page.all(".tree .vh")) != 1 {
		t.Errorf("shown: %s", page.text("#trang"))
	}
}
