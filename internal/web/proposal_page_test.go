package web

import (
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"

	"hocso/internal/account"
	"hocso/internal/course"
	"hocso/internal/id"
	"hocso/internal/source"
)

// with is the test course with some files more or others in their place, by their paths in it.
func (s *site) with(files map[string]string) fstest.MapFS {
	s.t.Helper()
	out := fstest.MapFS{}
	fsys, err := s.changed("", "", "")
	if err == nil {
		err = fs.WalkDir(fsys, testCourse, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			b, err := fs.ReadFile(fsys, path)
			out[path] = &fstest.MapFile{Data: b}
			return err
		})
	}
	if err != nil {
		s.t.Fatal(err)
	}
	for name, text := range files {
		out[testCourse+"/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

// bring offers a whole course as a watched folder does.
func (s *site) bring(fsys fs.FS) string {
	s.t.Helper()
	out, err := s.Desk.Propose(s.t.Context(), source.Offer{FS: fsys, Slug: testCourse, Origin: course.Folder, From: "/srv/khoa-thu"})
	if err != nil || out.Proposal.ID.IsZero() {
		s.t.Fatalf("%+v, %v", out, err)
	}
	return proposals + out.Proposal.ID.String()
}

// TestProposalSaysWhatChanges in the words of people who learn, beside the lines of the files.
func TestProposalSaysWhatChanges(t *testing.T) {
	for _, tt := range []struct {
		name, file, from, to string
		want                 []string
	}{
		{"the mark that passes", "course.md", "pass: 60", "pass: 70", []string{"Mức đạt của bài thi: từ 60 thành 70 phần trăm số điểm."}},
		{"the time", "course.md", "minutes: 20", "minutes: 30", []string{"Thời gian làm bài thi: từ 20 thành 30 phút."}},
		{"the tries", "course.md", "attempts: 2", "attempts: 3", []string{"Số lượt thi: từ 2 thành 3"}},
		{"the wait", "course.md", "wait_hours: 0", "wait_hours: 24", []string{"Thời gian chờ giữa hai lượt thi: từ 0 thành 24 giờ."}},
		{"when keys are shown", "course.md", "show: after-submit", "show: after-close", []string{"Lúc được xem đáp án thay đổi."}},
		{"the audience", "course.md", "audience: [nguoi-dan, to-cnscd]", "audience: [nguoi-dan]", []string{"Đối tượng học thay đổi."}},
		{"the rule of completion", "course.md", "practice: 50", "practice: 60", []string{"Điều kiện hoàn thành khóa học thay đổi."}},
		{"a word of the glossary", "glossary.md", "Dãy số dùng một lần", "Dãy số chỉ dùng một lần", []string{"Bảng từ ngữ thay đổi."}},
		{"a few words of a lesson", "01-bat-dau/01-bai-mot.md", "1. Dừng lại.", "1. Dừng lại đã.", []string{"Sửa vài chỗ, không cần đọc lại", "Bài thứ nhất"}},
		{"the words of a question", "bank/01-cau-hoi.md", "Câu số 1: muốn", "Câu số một: muốn", []string{"Câu hỏi sửa lời văn", "de-mot-1"}},
		{"what nobody sees", "course.md", "# Khóa thử một\n", "# Khóa thử một\n\n", []string{"Người học không thấy gì khác."}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newSite(t)
			page := s.as(authorContact).get(proposals + s.offer(tt.file, tt.from, tt.to).ID.String()).want(http.StatusOK)
			main := page.text("main section")
			for _, want := range append(tt.want, tt.file) {
				if !strings.Contains(main, want) {
					t.Errorf("no %q in %s", want, main)
				}
			}
			if others := strings.Contains(main, "Người học không thấy gì khác."); others != (tt.name == "what nobody sees") {
				t.Errorf("learners are said to see nothing else: %v", others)
			}
		})
	}
}

// TestFactsOfALessonAreConfirmed: nothing is published before somebody says that its facts were held against official sources.
func TestFactsOfALessonAreConfirmed(t *testing.T) {
	s := newSite(t)
	address := proposals + s.offer("01-bat-dau/01-bai-mot.md", "minutes: 8\n", "minutes: 8\nverify: [\"Phí là 5.000 đồng\"]\n").ID.String()
	admin := s.as(adminContact)
	page := admin.get(address).want(http.StatusOK)
	if !strings.Contains(page.text("main section li"), "Bài thứ nhất: Phí là 5.000 đồng") {
		t.Errorf("the fact is not told: %s", page.text("main section"))
	}
	form := page.form(address + "/chap-nhan")
	if form.Has("da-doi-chieu") {
		t.Error("it is confirmed before anybody has looked")
	}
	before := s.database()
	admin.post(address+"/chap-nhan", form).want(http.StatusConflict)
	if after := s.database(); len(after["course_version"]) != len(before["course_version"]) {
		t.Error("it was published all the same")
	}
	form.Set("da-doi-chieu", "1")
	admin.post(address+"/chap-nhan", form).want(http.StatusSeeOther)
	if v, err := s.Catalog.CurrentVersion(t.Context(), testCourse); err != nil || v.Number != 2 {
		t.Errorf("published: %+v, %v", v, err)
	}
}

// TestOnlyTheTopDecides: what everybody learns is not for an administrator of a commune, nor for an author.
func TestOnlyTheTopDecides(t *testing.T) {
	s := newSite(t)
	address := proposals + s.proposed().ID.String()
	if err := s.Accounts.Grant(t.Context(), nil, s.person(managerContact).ID, account.Administrator, s.unit("Xã Bản Mây")); err != nil {
		t.Fatal(err)
	}
	for who, tt := range map[string]struct {
		c      *client
		status int
	}{"an administrator of a commune": {s.as(managerContact), http.StatusNotFound}, "an author": {s.as(authorContact), http.StatusOK}} {
		c := tt.c
		if page := c.get(address).want(tt.status); len(page.all("main form")) != 0 {
			t.Errorf("%s is offered to decide", who)
		}
		for _, what := range []string{"/chap-nhan", "/tu-choi"} {
			c.post(address+what, url.Values{"da-doi-chieu": {"1"}}).want(http.StatusNotFound)
		}
	}
	admin := s.as(adminContact)
	for _, bad := range []string{"x", id.NewSource(nil).New().String()} {
		admin.get(proposals + bad).want(http.StatusNotFound)
		admin.post(proposals+bad+"/chap-nhan", url.Values{}).want(http.StatusNotFound)
		admin.post(proposals+bad+"/tu-choi", url.Values{}).want(http.StatusNotFound)
	}
	if page := admin.get(address).want(http.StatusOK); len(page.all("form[action="+address+"/tu-choi]")) != 1 {
		t.Error("the proposal does not wait any more")
	}
}

// TestLongDifferencesAreCut: a page stays one that a browser shows, and says what it leaves out.
func TestLongDifferencesAreCut(t *testing.T) {
	s := newSite(t)
	var long strings.Builder
	for n := range shownLines + 50 {
		fmt.Fprintf(&long, "\nDòng số %d.\n", n)
	}
	files := map[string]string{"glossary.md": "---\ntitle: Từ ngữ\n---\n\n# Từ ngữ\n\n## Mã OTP {#ma-otp}\n\nDãy số.\n\n## Liên kết {#lien-ket}\n" + long.String()}
	for n := range shownFiles + 5 {
		files[fmt.Sprintf("01-bat-dau/%02d-them.md", 3+n)] = fmt.Sprintf("---\ntitle: Bài thêm %[1]d\nsummary: Tóm tắt.\nminutes: 5\ncompetences: [{ code: \"2.3\", level: 1 }]\n---\n\n# Bài thêm %[1]d\n\nChữ.\n", n)
	}
	page := s.as(adminContact).get(s.bring(s.with(files))).want(http.StatusOK)
	if n := len(page.all("main details")) - 1; n != shownFiles { // one more is the source of the page that is open
		t.Errorf("%d files are shown", n)
	}
	main := page.text("main .mute")
	if !strings.Contains(main, "Còn 6 tệp khác.") { // the glossary is one more
		t.Errorf("what is left out is said as %q", main)
	}
	page = s.as(adminContact).get(s.bring(s.with(map[string]string{"glossary.md": files["glossary.md"]}))).want(http.StatusOK)
	shown := len(page.all("main details ins")) + len(page.all("main details del"))
	if left := page.text("main .mute"); shown > shownLines || shown < shownLines/2 || !strings.Contains(left, "dòng khác.") {
		t.Errorf("%d lines are shown, left out %q", shown, left)
	}
}

// TestProposalOverChangesMadeHere: a newer binary's course names what accepting it would take back of what was published
// here since, and can be opened as a draft in which both come together.
func TestProposalOverChangesMadeHere(t *testing.T) {
	s := newSite(t)
	publish := func(o source.Offer, change map[string]string) source.Outcome {
		t.Helper()
		o.FS, o.Slug = s.with(change), testCourse
		out, err := s.Desk.Propose(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	words := func(otp string) string {
		return "---\ntitle: Từ ngữ\n---\n\n# Từ ngữ\n\n## Mã OTP {#ma-otp}\n\n" + otp + "\n\n## Liên kết {#lien-ket}\n\nDòng chữ.\n"
	}
	module := "---\ntitle: Bắt đầu\nsummary: Hai bài.\n---\n\n# Bắt đầu\n\n"
	publish(source.Offer{Origin: course.Editor, Decided: true}, map[string]string{"glossary.md": words("Sửa ở đây."), "01-bat-dau/module.md": module + "Sửa ở đây.\n"})
	out := publish(source.Offer{Origin: course.Embedded}, map[string]string{"glossary.md": words("Bản mới sửa.")})
	if out.Proposal.ID.IsZero() {
		t.Fatalf("it is not asked: %+v", out)
	}
	address := proposals + out.Proposal.ID.String()
	admin := s.as(adminContact)
	page := admin.get(address).want(http.StatusOK)
	if lost := page.text("#mat"); !strings.Contains(lost, "01-bat-dau/module.md") || !strings.Contains(lost, "glossary.md (nguồn này cũng sửa)") || strings.Contains(lost, "course.md") {
		t.Errorf("what would be lost: %s", lost)
	}
	if page := s.as(managerContact).get(address); page.status == http.StatusOK {
		t.Error("a manager sees the proposal")
	}
	s.as(managerContact).post(address+"/nhap", url.Values{}).want(http.StatusNotFound)
	admin.post(address+"/nhap", url.Values{}).want(http.StatusSeeOther)
	draft := admin.get(studioPath).want(http.StatusOK)
	take := draft.form(studioPath + "/lay")
	admin.post(studioPath+"/lay", take).want(http.StatusSeeOther)
	if text := admin.get(studioPath + "/tep?ten=01-bat-dau/module.md").want(http.StatusOK).text("#text"); !strings.Contains(text, "Sửa ở đây.") {
		t.Errorf("the change made here was not taken over: %s", text)
	}
	if text := admin.get(studioPath + "/tep?ten=glossary.md").want(http.StatusOK).text("#text"); !strings.Contains(text, "Bản mới sửa.") {
		t.Errorf("the draft does not hold what the source brings: %s", text)
	}
	admin.post(address+"/nhap", url.Values{}).want(http.StatusConflict) // the course has a draft now
	s.clock.Advance(2 * currentFor)
	if v, err := s.Catalog.CurrentVersion(t.Context(), testCourse); err != nil || v.Number != 2 {
		t.Errorf("opening a draft has published: %+v, %v", v, err)
	}
}
