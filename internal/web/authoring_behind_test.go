package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestDraftBehindThePublishedVersion: editor and review say what was published since a draft was begun; it is taken over
// at a press, and given up only where a tick says so.
func TestDraftBehindThePublishedVersion(t *testing.T) {
	s, author := drafted(t)
	const moduleFile = "01-bat-dau/module.md"
	page := author.get(studioPath + "/tep?ten=" + moduleFile).want(http.StatusOK)
	author.post(studioPath+"/tep", typed(page, func(text string) string { return text + "\nChữ của bản nháp.\n" })).want(http.StatusSeeOther)
	if home := author.get(studioPath).want(http.StatusOK); len(home.all("#cu-hon")) != 0 {
		t.Fatal("a draft of the published version is called behind it")
	}
	s.publishNewer()

	home := author.get(studioPath).want(http.StatusOK)
	told := home.text("#cu-hon")
	if !strings.Contains(told, "bắt đầu từ bản 1, nay đang dùng bản 2") || !strings.Contains(told, lessonFile) || strings.Contains(told, moduleFile) {
		t.Errorf("the editor says %q", told)
	}
	author.get(attrOf(home.one("#cu-hon a"), "href")).want(http.StatusOK)
	if file := author.get(openLesson).want(http.StatusOK); !strings.Contains(file.text(".note.warn"), "bản 2") {
		t.Error("the page of the file does not say so")
	}
	if file := author.get(studioPath + "/tep?ten=" + moduleFile).want(http.StatusOK); len(file.all(".note.warn")) != 0 {
		t.Error("the page of another file says so")
	}

	send := home.form(studioPath + "/gui")
	send.Del("tren")
	refused := author.post(studioPath+"/gui", send).want(http.StatusUnprocessableEntity)
	if !strings.Contains(refused.errorsOf()["tren"], "Đánh dấu là bạn biết") {
		t.Errorf("submitted in silence: %v", refused.errorsOf())
	}
	known := attrOf(home.one("input[name=tren][type=checkbox]"), "value")
	send.Set("tren", known)
	author.post(studioPath+"/gui", send).want(http.StatusSeeOther)

	admin := s.as(adminContact)
	review := admin.get(studioPath + "/duyet").want(http.StatusOK)
	if !strings.Contains(review.text("#cu-hon"), lessonFile) || len(review.all("#cu-hon form")) != 0 {
		t.Errorf("the review says %q", review.text("#cu-hon"))
	}
	approve := review.form(studioPath + "/duyet")
	approve.Set("viec", "duyet")
	approve.Del("tren")
	refused = admin.post(studioPath+"/duyet", approve).want(http.StatusUnprocessableEntity)
	if refused.errorsOf()["tren"] == "" {
		t.Errorf("approved in silence: %v", refused.errorsOf())
	}

	author.post(studioPath+"/rut", url.Values{}).want(http.StatusSeeOther)
	home = author.get(studioPath).want(http.StatusOK)
	author.post(studioPath+"/lay", url.Values{"tren": {"x"}}).want(http.StatusConflict)
	to := author.post(studioPath+"/lay", home.form(studioPath+"/lay")).want(http.StatusSeeOther).location()
	if home = author.get(to).want(http.StatusOK); len(home.all("#cu-hon")) != 0 || home.text(".note.ok") == "" {
		t.Errorf("taken over: %s, %s", home.text("#cu-hon"), home.text(".note.ok"))
	}
	if file := author.get(openLesson).want(http.StatusOK); !strings.Contains(file.text("textarea#text"), "Câu này mới viết thêm.") {
		t.Error("the draft has not what was published")
	}
	author.post(studioPath+"/gui", url.Values{}).want(http.StatusSeeOther)
	review = admin.get(studioPath + "/duyet").want(http.StatusOK)
	approve = review.form(studioPath + "/duyet")
	approve.Set("viec", "duyet")
	admin.post(studioPath+"/duyet", approve).want(http.StatusSeeOther)
	if n := len(admin.get(studioPath + "/ban").want(http.StatusOK).all("tbody tr")); n != 3 {
		t.Errorf("%d versions", n)
	}
}

// TestContradictionHasItsPlace: what the draft says against the published version is told at the file and the line where
// it is mended, on every page of the editor.
func TestContradictionHasItsPlace(t *testing.T) {
	_, author := drafted(t)
	const bankFile = "bank/01-cau-hoi.md"
	page := author.get(studioPath + "/tep?ten=" + bankFile).want(http.StatusOK)
	change := func(text string) string {
		return strings.Replace(text, "Tra mã hồ sơ số 1.", "Không tra mã hồ sơ số 1.", 1)
	}
	sketch := author.post(studioPath+"/xem", typed(page, change)).want(http.StatusOK)
	to := author.post(studioPath+"/tep", typed(page, change)).want(http.StatusSeeOther).location()
	for where, text := range map[string]string{
		"beside the text": sketch.body, "the file's page": author.get(to).text("#xem .loi"), "the draft's page": author.get(studioPath).text("main .loi"),
	} {
		if !strings.Contains(text, "nay hỏi điều khác bản 1") || where != "beside the text" && !strings.Contains(text, bankFile+", dòng 7, cột 24") {
			t.Errorf("%s: %q", where, text)
		}
	}
	home := author.get(studioPath).want(http.StatusOK)
	if !strings.Contains(home.text("main .loi"), bankFile) {
		t.Errorf("the draft's page: %q", home.text("main .loi"))
	}
	var marked []string
	for _, a := range home.all(".tree a") {
		if strings.Contains(textOf(a), "có lỗi") {
			marked = append(marked, attrOf(a, "href"))
		}
	}
	if len(marked) != 1 || !strings.HasSuffix(marked[0], "01-cau-hoi.md") {
		t.Errorf("marked in the tree: %q", marked)
	}
}
