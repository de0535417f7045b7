package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hocso/internal/course"
)

// TestEditorWhileInReview: the text can be read and not be changed, and nothing that a page sends changes it.
func TestEditorWhileInReview(t *testing.T) {
	s, author := drafted(t)
	page := author.get(openLesson).want(http.StatusOK)
	if len(page.all("textarea#text[readonly]")) != 0 || len(page.all("button[value=luu]")) != 1 {
		t.Error("a text that is written cannot be saved")
	}
	form := typed(page, add("Câu đến muộn."))
	author.post(studioPath+"/gui", url.Values{}).want(http.StatusSeeOther)
	page = author.get(openLesson).want(http.StatusOK)
	if len(page.all("textarea#text[readonly]")) != 1 || len(page.all("button[value=luu]"))+len(page.all("main a[href="+studioPath+"/doi?ten="+lessonFile+"]")) != 0 {
		t.Error("a text in review is offered to be changed")
	}
	before := s.database()
	for path, sent := range map[string]url.Values{
		"/tep": form, "/them": {"loai": {addModule}, "title": {"Phần mới"}}, "/doi": {"ten": {lessonFile}, "path": {"01-bat-dau/09-khac.md"}},
		"/xoa": {"ten": {lessonFile}}, "/gui": {},
	} {
		if p := author.post(studioPath+path, sent).want(http.StatusConflict); path != "/gui" && !strings.Contains(p.text("main"), "đang chờ duyệt") {
			t.Errorf("%s: %s", path, p.text("main"))
		}
	}
	svg := []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>a</title><desc>b</desc></svg>`)
	author.upload(studioPath+"/hinh", "moi.svg", svg, url.Values{"phan": {"01-bat-dau"}}).want(http.StatusConflict)
	after := s.database()
	delete(before, "blob") // bytes go first, by their hash, and name nothing
	delete(after, "blob")
	if d := cmp.Diff(before, after); d != "" {
		t.Errorf("what was refused has stored (-before +after):\n%s", d)
	}
	author.post(studioPath+"/rut", url.Values{}).want(http.StatusSeeOther)
	author.post(studioPath+"/tep", form).want(http.StatusSeeOther)
	author.post(studioPath+"/rut", url.Values{}).want(http.StatusConflict)
}

// TestEditorOffersADraft: a course without a draft has no editor but a way to one, and one draft at a time.
func TestEditorOffersADraft(t *testing.T) {
	s := newSite(t)
	author := s.as(authorContact)
	page := author.get(studioPath).want(http.StatusOK)
	if len(page.all("form[action="+studioPath+"] button")) != 1 || len(page.all("textarea")) != 0 {
		t.Errorf("no way to begin: %s", page.text("main"))
	}
	for _, path := range []string{"/tep?ten=" + lessonFile, "/them", "/doi?ten=" + lessonFile, "/duyet", "/bo", "/trang?ten=" + lessonFile, "/tai-ve?ban=nhap"} {
		author.get(studioPath + path).want(http.StatusNotFound)
	}
	author.post(studioPath, page.form(studioPath)).want(http.StatusSeeOther)
	author.post(studioPath, url.Values{}).want(http.StatusConflict)
	author.post(studioPath, url.Values{"ban": {"một"}}).want(http.StatusNotFound)
	for _, path := range []string{"/tep?ten=khong-co.md", "/tep", "/doi?ten=khong-co.md", "/doi?ten=course.md", "/doi", "/trang?ten=course.md", "/trang?ten=bank/01-cau-hoi.md", "/trang?ten=09-x/01-y.md", "/so-sanh?tu=1&den=99", "/so-sanh?tu=x", "/tai-ve?ban=99"} {
		author.get(studioPath + path).want(http.StatusNotFound)
	}
	for _, path := range []string{"/doi", "/xoa"} {
		author.post(studioPath+path, url.Values{"ten": {"khong-co.md"}, "path": {"bank/x.md"}}).want(http.StatusNotFound)
	}
	author.post(studioPath+"/tep", url.Values{"ten": {lessonFile}, "text": {"x"}}).want(http.StatusUnprocessableEntity) // of no revision
}

// TestEditorShowsWhatAFileBecomes: each kind of text beside the page that it makes.
func TestEditorShowsWhatAFileBecomes(t *testing.T) {
	_, author := drafted(t)
	for file, want := range map[string]string{
		"course.md": "Đọc được bài.", "glossary.md": "Dãy số dùng một lần", "bank/01-cau-hoi.md": "KHOA-GIAITHICH-1", lessonFile: "Không đọc mã cho ai.",
	} {
		page := author.get(studioPath + "/tep?ten=" + file).want(http.StatusOK)
		if !strings.Contains(page.text("#xem"), want) {
			t.Errorf("%s shows %s", file, page.text("#xem"))
		}
	}
	bank := author.get(studioPath + "/tep?ten=bank/01-cau-hoi.md")
	if n, own := len(bank.all("#xem .dap-an")), strings.Count(bank.text("textarea"), " type="); n != own || own == 0 {
		t.Errorf("a bank shows %d questions, its own are %d", n, own)
	}
	module := author.post(studioPath+"/tep", url.Values{
		"ten": {"01-bat-dau/module.md"}, "ban": {"1"}, "viec": {"xem"}, "text": {"---\ntitle: Bắt đầu\n---\n\n# Bắt đầu\n\nLời mở đầu của phần.\n"},
	}).want(http.StatusOK)
	if !strings.Contains(module.text("#xem"), "Lời mở đầu của phần.") {
		t.Errorf("a module shows %s", module.text("#xem"))
	}
	learner := author.get(studioPath + "/trang?ten=" + lessonFile).want(http.StatusOK)
	if main := learner.text("main"); !strings.Contains(main, "Không đọc mã cho ai.") || strings.Contains(main, "Bác tự tìm đến nơi đáng tin") || len(learner.all("main script")) != 0 {
		t.Errorf("the page of learners: %s", main)
	}
}

// TestMediaOfADraft: downloads are given as files, pictures are shown; what is not in this draft is not there.
func TestMediaOfADraft(t *testing.T) {
	s, author := drafted(t)
	put := func(path string, data []byte) string {
		t.Helper()
		if err := s.Authoring.Save(t.Context(), author.caller(), testCourse, course.File{Path: path, Data: data}, 0); err != nil {
			t.Fatal(err)
		}
		return studioPath + "/tep/" + course.HashOf(data).String() + "/x"
	}
	pdf, png := put("01-bat-dau/huong-dan.pdf", []byte("%PDF-1.4")), put("01-bat-dau/b.png", []byte("\x89PNG\r\n\x1a\n"))
	got := author.get(pdf).want(http.StatusOK)
	if d := got.header.Get("Content-Disposition"); d != `attachment; filename="huong-dan.pdf"` || got.header.Get("Content-Type") != "application/pdf" || got.body != "%PDF-1.4" {
		t.Errorf("a download: %v %q", got.header, got.body)
	}
	got = author.get(png).want(http.StatusOK)
	if got.header.Get("Content-Disposition") != "" || got.header.Get("Content-Type") != "image/png" || !strings.HasPrefix(got.header.Get("Cache-Control"), "private") {
		t.Errorf("a picture: %v", got.header)
	}
	for _, c := range []*client{s.as(learnerContact), s.as(managerContact)} {
		c.get(png).want(http.StatusNotFound)
	}
	author.get(studioPath + "/tep/" + course.HashOf([]byte("khác")).String() + "/x.png").want(http.StatusNotFound)
	author.get(studioPath + "/tep/x/x.png").want(http.StatusNotFound)
	s.public().get("/tep/" + course.HashOf([]byte("%PDF-1.4")).String() + "/huong-dan.pdf").want(http.StatusNotFound) // nobody has published it
	page := author.get(studioPath + "/tep?ten=01-bat-dau/huong-dan.pdf").want(http.StatusOK)
	if len(page.all("textarea")) != 0 || !strings.Contains(page.text("main"), "huong-dan.pdf") {
		t.Error("a file that is no text is offered as text")
	}
	if head := author.do(http.MethodHead, studioPath+"/tai-ve?ban=nhap", nil).want(http.StatusOK); head.body != "" || !strings.Contains(head.header.Get("Content-Disposition"), `khoa-thu-nhap.zip"`) {
		t.Errorf("asked for its head only: %d bytes, %v", len(head.body), head.header)
	}
}

// TestFoldersMoveWhole: a folder moves with everything in it, a name that is taken is said, and its own name is no mistake.
func TestFoldersMoveWhole(t *testing.T) {
	s, author := drafted(t)
	paths := func() string {
		t.Helper()
		d, err := s.Authoring.Draft(t.Context(), author.caller(), testCourse)
		if err != nil {
			t.Fatal(err)
		}
		files, err := s.store.DraftFiles(t.Context(), d.ID)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, f := range files {
			out = append(out, f.Path)
		}
		slices.Sort(out)
		return strings.Join(out, " ")
	}
	before := paths()
	if page := author.get(studioPath + "/doi?ten=01-bat-dau").want(http.StatusOK); !strings.Contains(page.text("main"), "4 tệp") {
		t.Errorf("how many files go is not said: %s", page.text("main"))
	}
	author.post(studioPath+"/doi", url.Values{"ten": {"01-bat-dau"}, "path": {"01-bat-dau"}}).want(http.StatusSeeOther)
	refused := author.post(studioPath+"/doi", url.Values{"ten": {"01-bat-dau"}, "path": {"02-lam-thu"}}).want(http.StatusUnprocessableEntity)
	if refused.errorsOf()["path"] == "" || paths() != before {
		t.Errorf("onto a folder with a module of its own: %v, %s", refused.errorsOf(), paths())
	}
	author.post(studioPath+"/doi", url.Values{"ten": {"01-bat-dau"}, "path": {"03-bat-dau"}}).want(http.StatusSeeOther)
	want := strings.Fields(strings.ReplaceAll(before, "01-bat-dau/", "03-bat-dau/"))
	if slices.Sort(want); paths() != strings.Join(want, " ") {
		t.Errorf("moved to %s, want %s", paths(), want)
	}
	author.post(studioPath+"/xoa", url.Values{"ten": {"03-bat-dau"}}).want(http.StatusSeeOther)
	if got := paths(); strings.Contains(got, "bat-dau") || !strings.Contains(got, "02-lam-thu/module.md") {
		t.Errorf("after the folder was deleted: %s", got)
	}
}
