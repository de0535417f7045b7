package web

import (
	"archive/zip"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"hocso/internal/account"
	"hocso/internal/course"
	"hocso/internal/id"
)

const (
	studioPath = "/quan-ly/khoa-hoc/khoa-thu/soan"
	lessonFile = "01-bat-dau/01-bai-mot.md"
	openLesson = studioPath + "/tep?ten=" + lessonFile
)

// drafted is a site with a draft of the test course, and its author.
func drafted(t *testing.T) (*site, *client) {
	t.Helper()
	s := newSite(t)
	author := s.as(authorContact)
	author.post(studioPath, url.Values{}).want(http.StatusSeeOther)
	return s, author
}

// typed is the editor's form with another text in it.
func typed(p *reply, change func(string) string) url.Values {
	p.t.Helper()
	f := p.form(studioPath + "/tep")
	area := p.one("textarea#text")
	text := ""
	if area.FirstChild != nil {
		text = area.FirstChild.Data
	}
	f.Set("text", change(text))
	f.Set("viec", "luu")
	return f
}

func add(words string) func(string) string {
	return func(text string) string { return strings.Replace(text, "\n## ", "\n"+words+"\n\n## ", 1) }
}

// TestNewCourseIsClean: what a new course begins with has no findings, and its form offers audiences by name.
func TestNewCourseIsClean(t *testing.T) {
	s := newSite(t)
	author := s.as(authorContact)
	page := author.get("/quan-ly/khoa-hoc/moi").want(http.StatusOK)
	if !strings.Contains(page.text("select[name=audience]"), s.I18n.T("vi", "audience.nguoi-dan", nil)) {
		t.Errorf("audiences: %s", page.text("select[name=audience]"))
	}
	form := page.form("/quan-ly/khoa-hoc/moi")
	form.Set("title", "Gọi video cho con cháu")
	form.Set("summary", "Gọi được")
	author.post("/quan-ly/khoa-hoc/moi", form).want(http.StatusSeeOther)
	again := author.post("/quan-ly/khoa-hoc/moi", form).want(http.StatusUnprocessableEntity)
	if again.errorsOf()["slug"] == "" || attrOf(again.one("#title"), "value") != "Gọi video cho con cháu" {
		t.Errorf("a name that a draft has: %v", again.errorsOf())
	}
	form.Del("unit")
	if lost := author.post("/quan-ly/khoa-hoc/moi", form).want(http.StatusUnprocessableEntity); lost.errorsOf()["unit"] == "" {
		t.Errorf("without a unit: %v", lost.errorsOf())
	}
	const base = "/quan-ly/khoa-hoc/goi-video-cho-con-chau/soan"
	for _, add := range []url.Values{
		{"loai": {"phan"}, "title": {"Phần hai"}}, {"loai": {"bai"}, "phan": {"01-phan-mot"}, "title": {"Bài hai"}},
	} {
		author.post(base+"/them", add).want(http.StatusSeeOther)
	}
	for _, file := range []string{"course.md", "01-phan-mot/module.md", "01-phan-mot/01-bai-mot.md", "01-phan-mot/02-bai-hai.md"} {
		if p := author.get(base + "/tep?ten=" + file).want(http.StatusOK); len(p.all("#xem .loi")) != 0 {
			t.Errorf("%s: %s", file, p.text("#xem .loi"))
		}
	}
}

// TestTranslationIsShownAsItReads: a translated lesson is previewed in its own language.
func TestTranslationIsShownAsItReads(t *testing.T) {
	s, author := drafted(t)
	translated := course.File{Path: "01-bat-dau/02-bai-hai.en.md"}
	original := author.get(studioPath + "/tep?ten=01-bat-dau/02-bai-hai.md").want(http.StatusOK)
	translated.Data = []byte("---\ntitle: Second lesson\nsummary: S.\noriginal: \"0\"\n---\n\n# Second lesson\n\nWords that only the translation has.\n")
	if err := s.Authoring.Save(t.Context(), author.caller(), testCourse, translated, 0); err != nil {
		t.Fatal(err)
	}
	page := author.get(studioPath + "/tep?ten=" + translated.Path).want(http.StatusOK)
	if !strings.Contains(page.text("#xem .pv"), "Words that only the translation has.") || strings.Contains(original.text("#xem .pv"), "only the translation") {
		t.Errorf("shown as %s", page.text("#xem"))
	}
	if page.text("#xem .loi") == "" {
		t.Error("what is wrong with the translation is not told")
	}
	learner := author.get(studioPath + "/trang?ten=" + translated.Path).want(http.StatusOK)
	if !strings.Contains(learner.text("main"), "Words that only the translation has.") {
		t.Errorf("the page of learners: %s", learner.text("main"))
	}
}

// TestReviewerConfirmsFacts: what an author asks to hold against official sources is not published before somebody says so.
func TestReviewerConfirmsFacts(t *testing.T) {
	s, author := drafted(t)
	page := author.get(studioPath + "/tep?ten=course.md").want(http.StatusOK)
	author.post(studioPath+"/tep", typed(page, func(text string) string {
		return strings.Replace(text, "\nlanguage:", "\nverify: [\"Phí là 5.000 đồng\"]\nlanguage:", 1)
	})).want(http.StatusSeeOther)
	author.post(studioPath+"/gui", url.Values{}).want(http.StatusSeeOther)
	admin := s.as(adminContact)
	review := admin.get(studioPath + "/duyet").want(http.StatusOK)
	if !strings.Contains(review.text(".note.warn"), "Phí là 5.000 đồng") {
		t.Errorf("the facts are not listed: %s", review.text(".note"))
	}
	approve := review.form(studioPath + "/duyet")
	approve.Set("viec", "duyet")
	approve.Del("da-doi-chieu")
	refused := admin.post(studioPath+"/duyet", approve).want(http.StatusUnprocessableEntity)
	if refused.errorsOf()["da-doi-chieu"] == "" || len(refused.all("#da-doi-chieu")) != 1 {
		t.Errorf("refused at %v", refused.errorsOf())
	}
	approve.Set("da-doi-chieu", "1")
	admin.post(studioPath+"/duyet", approve).want(http.StatusSeeOther)
	if v, err := s.Catalog.CurrentVersion(t.Context(), testCourse); err != nil || v.Number != 2 {
		t.Errorf("published: %+v, %v", v, err)
	}
}

// TestAuthorsJourney is the way of a change to the learners, without a script: written, mended, reviewed, published.
func TestAuthorsJourney(t *testing.T) {
	s, author := drafted(t)
	page := author.get(openLesson).want(http.StatusOK)
	if !strings.Contains(page.text(".tree [aria-current=page]"), "Bài một") && len(page.all(".tree [aria-current=page]")) != 1 {
		t.Errorf("the tree does not show the open file: %s", page.text(".tree"))
	}
	look := typed(page, add("![](khong-co.svg)"))
	look.Set("viec", "xem")
	seen := author.post(studioPath+"/tep", look).want(http.StatusOK)
	if !strings.Contains(seen.text("#xem"), "Không có tệp") || !strings.Contains(seen.text("textarea"), "khong-co.svg") {
		t.Errorf("looking shows %s", seen.text("#xem"))
	}
	if strings.Contains(author.get(openLesson).text("textarea"), "khong-co.svg") {
		t.Error("looking has stored something")
	}
	script := author.post(studioPath+"/xem", look).want(http.StatusOK)
	if !strings.Contains(script.body, "Không có tệp") || strings.Contains(script.body, "<html") {
		t.Error("the script gets no part of a page")
	}

	to := author.post(studioPath+"/tep", typed(page, add("![](khong-co.svg)"))).want(http.StatusSeeOther).location()
	faulty := author.get(to).want(http.StatusOK)
	if !strings.Contains(faulty.text(".note.ok"), "Đã lưu") || !strings.Contains(faulty.text(".tree .vh"), "có lỗi") {
		t.Errorf("after saving: %s, tree %s", faulty.text(".note"), faulty.text(".tree .vh"))
	}
	if early := author.post(studioPath+"/gui", url.Values{"text": {"Nhờ xem"}}).want(http.StatusUnprocessableEntity); !strings.Contains(early.text("main"), "Không có tệp") || early.text("textarea[name=text]") != "Nhờ xem" {
		t.Errorf("a draft with an error, submitted: %s", early.text("main"))
	}
	mended := typed(faulty, func(text string) string { return strings.Replace(text, "![](khong-co.svg)", "Câu vừa sửa.", 1) })
	author.post(studioPath+"/tep", mended).want(http.StatusSeeOther)
	author.post(studioPath+"/gui", url.Values{"text": {"Xem giúp"}}).want(http.StatusSeeOther)
	if own := author.get(studioPath + "/duyet").want(http.StatusOK); len(own.all("button[value=duyet]")) != 0 {
		t.Error("who submitted a draft is offered to approve it")
	}

	admin := s.as(adminContact)
	review := admin.get(studioPath + "/duyet").want(http.StatusOK)
	if review.text(".chu ins") != "Câu vừa sửa." || !strings.Contains(review.text(".khoi ins"), "Câu vừa sửa.") {
		t.Errorf("the reviewer sees %q and %q", review.text(".chu ins"), review.text(".khoi ins"))
	}
	if n := len(review.all(".doi-chieu")); n != 1 {
		t.Errorf("%d lessons are laid beside each other, one changed", n)
	}
	if !strings.Contains(review.text("ol.loi"), "Xem giúp") {
		t.Error("the note to the reviewer is not there")
	}
	blank := url.Values{"viec": {"tra"}, "luc": {attrOf(review.one("input[name=luc]"), "value")}, "text": {" "}}
	if back := admin.post(studioPath+"/duyet", blank).want(http.StatusUnprocessableEntity); back.errorsOf()["text"] == "" {
		t.Error("sending back without a word is not refused at its field")
	}
	if strings.Contains(s.public().get(previewLessonURL).text("main"), "Câu vừa sửa.") {
		t.Error("learners see a draft")
	}
	approve := review.form(studioPath + "/duyet")
	approve.Set("viec", "duyet")
	approve.Set("text", strings.Repeat("dài ", 5000))
	if back := admin.post(studioPath+"/duyet", approve).want(http.StatusUnprocessableEntity); back.errorsOf()["text"] == "" {
		t.Error("an approval of too many words is not refused at its field")
	}
	approve.Set("text", "Rõ rồi")
	admin.post(studioPath+"/duyet", approve).want(http.StatusSeeOther)
	s.clock.Advance(2 * currentFor)
	if !strings.Contains(s.public().get(previewLessonURL).text("main"), "Câu vừa sửa.") {
		t.Error("learners do not see what was published")
	}
	history := admin.get(studioPath + "/ban").want(http.StatusOK)
	if n := len(history.all("tbody tr")); n != 2 {
		t.Errorf("%d versions", n)
	}
	told := textOf(history.all("tbody tr")[0])
	for _, want := range []string{"Người soạn: " + author.caller().Name, "Người duyệt: " + admin.caller().Name, "Xem giúp", "Rõ rồi", "Thay đổi so với bản 1"} {
		if !strings.Contains(told, want) {
			t.Errorf("the history does not say %q: %s", want, told)
		}
	}
	if d := admin.get(studioPath + "/so-sanh?tu=1&den=2").want(http.StatusOK); d.text(".chu ins") != "Câu vừa sửa." {
		t.Errorf("compared: %s", d.text(".chu"))
	}
	author.post(studioPath, url.Values{"ban": {"1"}}).want(http.StatusSeeOther)
	if strings.Contains(author.get(openLesson).text("textarea"), "Câu vừa sửa.") {
		t.Error("an older version was not brought back")
	}
	author.post(studioPath, url.Values{"ban": {"99"}}).want(http.StatusNotFound)
}

// TestSecondAuthorLosesNothing: who saves a text that somebody else has saved meanwhile is shown both.
func TestSecondAuthorLosesNothing(t *testing.T) {
	s, first := drafted(t)
	second := s.as(adminContact)
	mine, theirs := first.get(openLesson), second.get(openLesson)
	first.post(studioPath+"/tep", typed(mine, add("Của người thứ nhất."))).want(http.StatusSeeOther)
	clash := second.post(studioPath+"/tep", typed(theirs, add("Của người thứ hai."))).want(http.StatusConflict)
	if !strings.Contains(clash.text("textarea"), "Của người thứ hai.") {
		t.Error("what the second typed is gone")
	}
	if !strings.Contains(clash.text(".khoi del"), "Của người thứ nhất.") || !strings.Contains(clash.text(".khoi ins"), "Của người thứ hai.") ||
		!strings.Contains(clash.text(".note.bad"), "Hoàng Văn Dũng") {
		t.Errorf("the difference: %s", clash.text(".note.bad"))
	}
	if !strings.Contains(first.get(openLesson).text("textarea"), "Của người thứ nhất.") {
		t.Error("the second overwrote the first unasked")
	}
	both := typed(clash, add("Của người thứ nhất."))
	second.post(studioPath+"/tep", both).want(http.StatusSeeOther)
	stored := first.get(openLesson).text("textarea")
	if !strings.Contains(stored, "thứ nhất") || !strings.Contains(stored, "thứ hai") {
		t.Error("what was put together was not stored")
	}
}

// TestNewCourseFilesAndQuestions: everything that a course is made of is made with forms.
func TestNewCourseFilesAndQuestions(t *testing.T) {
	s := newSite(t)
	author := s.as(authorContact)
	form := author.get("/quan-ly/khoa-hoc/moi").want(http.StatusOK).form("/quan-ly/khoa-hoc/moi")
	if bad := author.post("/quan-ly/khoa-hoc/moi", form).want(http.StatusUnprocessableEntity); bad.errorsOf()["title"] == "" {
		t.Error("a course without a title")
	}
	form.Set("title", "Khóa của xã: “an toàn”")
	to := author.post("/quan-ly/khoa-hoc/moi", form).want(http.StatusSeeOther).location()
	const base = "/quan-ly/khoa-hoc/khoa-cua-xa-an-toan/soan"
	home := author.get(to).want(http.StatusOK)
	if len(home.all("main .note.bad")) != 0 || !strings.Contains(home.text("h1"), "“an toàn”") {
		t.Errorf("a new course has errors: %s", home.text("main .note"))
	}
	for _, add := range []url.Values{
		{"loai": {"phan"}, "title": {"Phần hai"}},
		{"loai": {"bai"}, "phan": {"02-phan-hai"}, "title": {"Bài mới"}},
		{"loai": {"ngan-hang"}, "title": {"Câu hỏi"}},
		{"loai": {"tu-ngu"}},
	} {
		author.get(author.post(base+"/them", add).want(http.StatusSeeOther).location()).want(http.StatusOK)
	}
	author.post(base+"/them", url.Values{"loai": {"bai"}, "phan": {"09-khong-co"}, "title": {"x"}}).want(http.StatusNotFound)
	if bad := author.post(base+"/them", url.Values{"loai": {"phan"}, "title": {"!!!"}}).want(http.StatusUnprocessableEntity); bad.errorsOf()["title"] == "" {
		t.Error("a title without a letter names a file")
	}

	const lesson = "02-phan-hai/01-bai-moi.md"
	question := url.Values{
		"ten": {lesson}, "loai": {"single"}, "title": {"Ai gọi"}, "stem": {"Số lạ & <gọi> *đến*"}, "competence": {"4.2"}, "level": {"2"},
		"a0": {"Ngắt máy"}, "r": {"0"}, "f0": {"Đúng."}, "a1": {"Đọc mã"}, "f1": {"Không."}, "explanation": {"Không đọc mã."}, "viec": {"chen"},
	}
	for range 2 { // the second gets an id of its own
		author.post(base+"/cau-hoi", question).want(http.StatusSeeOther)
	}
	page := author.get(base + "/tep?ten=" + lesson).want(http.StatusOK)
	if keys := len(page.all("#xem .dap-an")); keys != 2 || len(page.all("#xem .note.bad")) != 0 {
		t.Errorf("%d questions: %s", keys, page.text("#xem"))
	}
	if !strings.Contains(page.text("#xem"), "Số lạ & <gọi> *đến*") {
		t.Errorf("typed words are read as marks: %s", page.text("#xem"))
	}
	question.Set("title", "")
	if bad := author.post(base+"/cau-hoi", question).want(http.StatusUnprocessableEntity); bad.errorsOf()["title"] == "" {
		t.Error("a question without a name")
	}
	author.get(base + "/cau-hoi?ten=course.md").want(http.StatusNotFound)

	author.post(base+"/doi", url.Values{"ten": {"02-phan-hai"}, "path": {"03-phan-ba"}}).want(http.StatusSeeOther)
	author.get(base + "/tep?ten=03-phan-ba/01-bai-moi.md").want(http.StatusOK)
	author.get(base + "/tep?ten=" + lesson).want(http.StatusNotFound)
	author.post(base+"/doi", url.Values{"ten": {"03-phan-ba"}, "path": {"../thoat"}}).want(http.StatusUnprocessableEntity)
	author.post(base+"/xoa", url.Values{"ten": {"bank"}}).want(http.StatusSeeOther)
	author.post(base+"/xoa", url.Values{"ten": {"course.md"}}).want(http.StatusConflict)
	author.post(base+"/bo", url.Values{}).want(http.StatusSeeOther)
	author.get(base).want(http.StatusNotFound)
}

// TestDownloadIsTheFolder: what is downloaded holds the very files.
func TestDownloadIsTheFolder(t *testing.T) {
	_, author := drafted(t)
	for _, path := range []string{"/tai-ve?ban=nhap", "/tai-ve", "/tai-ve?ban=1"} {
		p := author.get(studioPath + path).want(http.StatusOK)
		z, err := zip.NewReader(strings.NewReader(p.body), int64(len(p.body)))
		if err != nil {
			t.Fatal(path, err)
		}
		names := map[string]bool{}
		for _, f := range z.File {
			names[f.Name] = true
		}
		for _, want := range []string{"khoa-thu/course.md", "khoa-thu/01-bat-dau/hinh.svg", "khoa-thu/bank/01-cau-hoi.md"} {
			if !names[want] {
				t.Errorf("%s lacks %s: %v", path, want, names)
			}
		}
	}
	author.get(studioPath + "/tai-ve?ban=7").want(http.StatusNotFound)
}

// TestAuthorsOfOtherUnits see nothing of a course that is not theirs, and write what is.
func TestAuthorsOfOtherUnits(t *testing.T) {
	s, author := drafted(t)
	root, err := s.Org.Root(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	units, err := s.Org.Under(t.Context(), root.Path)
	if err != nil {
		t.Fatal(err)
	}
	commune := units[0]
	for _, u := range units {
		if u.Name == "Xã Tân Hòa" {
			commune = u
		}
	}
	caller := s.as(otherContact).caller()
	if err := s.store.Grant(t.Context(), account.Change{Account: caller.Account, Unit: commune.ID, Actor: id.Zero}, account.Author, commune.ID); err != nil {
		t.Fatal(err)
	}
	other := s.as(otherContact)
	for _, path := range []string{"", "/tep?ten=" + lessonFile, "/duyet", "/them", "/ban", "/tai-ve", "/tai-ve?ban=nhap", "/so-sanh", "/bo", "/trang?ten=" + lessonFile, "/cau-hoi?ten=" + lessonFile, "/dich?ten=" + lessonFile} {
		other.get(studioPath + path).want(http.StatusNotFound)
	}
	for _, path := range []string{"", "/tep", "/xem", "/them", "/doi", "/xoa", "/gui", "/rut", "/lay", "/duyet", "/bo", "/cau-hoi", "/dich"} {
		other.post(studioPath+path, url.Values{"ten": {lessonFile}, "text": {"x"}, "ban": {"1"}, "viec": {"duyet"}}).want(http.StatusNotFound)
	}
	if list := other.get("/quan-ly/khoa-hoc").want(http.StatusOK); len(list.all("a[href="+studioPath+"]")) != 0 {
		t.Error("a draft of the province is listed for a commune")
	}
	form := other.get("/quan-ly/khoa-hoc/moi").want(http.StatusOK).form("/quan-ly/khoa-hoc/moi")
	form.Set("title", "Khóa xã")
	form.Set("unit", root.ID.String())
	other.post("/quan-ly/khoa-hoc/moi", form).want(http.StatusNotFound)
	form.Set("unit", commune.ID.String())
	other.post("/quan-ly/khoa-hoc/moi", form).want(http.StatusSeeOther)
	if list := author.get("/quan-ly/khoa-hoc").want(http.StatusOK); len(list.all("a[href=/quan-ly/khoa-hoc/khoa-xa/soan]")) != 1 {
		t.Error("the province does not see the commune's draft")
	}
}
