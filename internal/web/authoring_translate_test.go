package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"hocso/internal/course"
)

const translationPath = studioPath + "/dich"

// beginIn sends the form for a translation.
func beginIn(author *client, file, lang string) *reply {
	return author.post(translationPath, url.Values{"ten": {file}, languageField: {lang}})
}

// TestTranslationBegunInTheBrowser: it opens with the words of its original, has no findings, and learners can be shown it.
func TestTranslationBegunInTheBrowser(t *testing.T) {
	_, author := drafted(t)
	link := author.get(openLesson).want(http.StatusOK).one("a[href=" + translationPath + "?ten=01-bat-dau%2f01-bai-mot.md]")
	form := author.get(attrOf(link, "href")).want(http.StatusOK)
	if offered := form.text("select[name=tieng]"); !strings.Contains(offered, "English") || strings.Contains(offered, "Tiếng Việt") {
		t.Errorf("languages: %s", offered)
	}
	sent := form.form(translationPath)
	sent.Set(languageField, "en")
	to := author.post(translationPath, sent).want(http.StatusSeeOther).location()
	page := author.get(to).want(http.StatusOK)
	text := page.text("textarea#text")
	if !strings.HasPrefix(text, `--- title: "Bài thứ nhất" summary: "Đọc và trả lời các câu hỏi." original: "`) || !strings.Contains(text, "# Bài thứ nhất Bác Páo nhận") {
		t.Errorf("begins with %s", text)
	}
	if len(page.all("#xem .loi")) != 0 || !strings.Contains(page.text(".note.ok"), "Viết đè") {
		t.Errorf("findings %s, note %s", page.text("#xem .loi"), page.text(".note.ok"))
	}
	if here, tree := page.text(".tree [aria-current=page]"), page.text(".tree"); here != "Bài thứ nhất (English)" ||
		strings.Index(tree, "Bài thứ nhất") == strings.Index(tree, "Bài thứ nhất (English)") { // behind its original
		t.Errorf("in the tree as %q of %s", here, tree)
	}
	if len(page.all("a[href="+studioPath+"/tep?ten=01-bat-dau%2f01-bai-mot.md]")) < 2 { // in the tree, and as the original
		t.Error("no way back to the original")
	}
	if len(page.all("a[href="+translationPath+"?ten=01-bat-dau%2f01-bai-mot.en.md]")) != 0 || strings.Contains(page.text("form"), "Thêm câu hỏi") {
		t.Error("a translation is offered to be translated, or to get questions of its own")
	}
	for _, file := range []string{"course.md", "glossary.md", "01-bat-dau/module.md", "01-bat-dau/02-bai-hai.md", "bank/01-cau-hoi.md", "bank/03-tinh-huong.md"} {
		author.get(beginIn(author, file, "hmn").want(http.StatusSeeOther).location()).want(http.StatusOK)
	}
	home := author.get(studioPath).want(http.StatusOK)
	for _, found := range home.all(".loi li") { // numbers of the original are not written as the other language writes them
		if words := textOf(found); strings.Contains(words, "Lỗi") && !strings.Contains(words, "không theo cách viết") {
			t.Errorf("begun with %s", words)
		}
	}
}

// TestTranslationRefused: what is there, the course's own language, what is none, an original that cannot be read.
func TestTranslationRefused(t *testing.T) {
	s, author := drafted(t)
	beginIn(author, lessonFile, "en").want(http.StatusSeeOther)
	for lang, words := range map[string]string{"en": "Đã có bản dịch", "vi": "Chọn một ngôn ngữ", "xx": "Chọn một ngôn ngữ", "": "Chọn một ngôn ngữ", "../en": "Chọn một ngôn ngữ"} {
		page := beginIn(author, lessonFile, lang).want(http.StatusUnprocessableEntity)
		if got := page.errorsOf()[languageField]; !strings.Contains(got, words) {
			t.Errorf("%q: %q", lang, got)
		}
		if !strings.Contains(page.text("main ul"), "English") || strings.Contains(page.text("select[name=tieng]"), "English") {
			t.Errorf("%q: what is there: %s", lang, page.text("main"))
		}
	}
	f, err := s.Authoring.Store.DraftFile(t.Context(), s.draft(author), "glossary.md")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Authoring.Save(t.Context(), author.caller(), testCourse, course.File{Path: f.Path, Data: []byte("# Không có phần đầu\n")}, f.Revision); err != nil {
		t.Fatal(err)
	}
	if got := beginIn(author, "glossary.md", "en").want(http.StatusUnprocessableEntity).errorsOf()[languageField]; !strings.Contains(got, "Sửa lỗi của bản gốc") {
		t.Errorf("unread: %q", got)
	}
	for _, file := range []string{"01-bat-dau/01-bai-mot.en.md", "01-bat-dau/hinh.svg", "khong-co.md", "01-bat-dau", ""} {
		author.get(translationPath + "?ten=" + url.QueryEscape(file)).want(http.StatusNotFound)
		beginIn(author, file, "fr").want(http.StatusNotFound)
	}
	author.get(studioPath + "/cau-hoi?ten=01-bat-dau/01-bai-mot.en.md").want(http.StatusNotFound)
}
