package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestDiscardingNamesWhatGoes: whoever discards reads whose saved files go, and is offered the zip before the button.
func TestDiscardingNamesWhatGoes(t *testing.T) {
	s, author := drafted(t)
	if fresh := author.get(studioPath + "/bo").want(http.StatusOK); len(fresh.all("main ul li")) != 0 {
		t.Errorf("nobody saved anything: %s", fresh.text("main"))
	}
	author.post(studioPath+"/tep", typed(author.get(openLesson), add("Chữ của tác giả."))).want(http.StatusSeeOther)
	name := author.caller().Name
	page := s.as(adminContact).get(studioPath + "/bo").want(http.StatusOK)
	if saved := page.text("main ul li"); len(page.all("main ul li")) != 1 || !strings.Contains(saved, lessonFile) || !strings.Contains(saved, name) {
		t.Errorf("what goes: %q of %q", saved, name)
	}
	if zip := strings.Index(page.body, "/tai-ve?ban=nhap"); zip < 0 || zip > strings.Index(page.body, `class="btn danger"`) {
		t.Error("the zip is not offered before the button")
	}
}

// TestTypedFormsOutlive: what was typed into the other forms comes back as well, and is sent again whole by one button.
func TestTypedFormsOutlive(t *testing.T) {
	for name, tt := range map[string]struct {
		path string
		form url.Values
	}{
		"a note to the reviewer": {"/gui", url.Values{"text": {"Nhờ xem giúp đoạn đầu."}}},
		"a word about a draft":   {"/duyet", url.Values{"text": {"Đoạn này khó đọc quá."}, "viec": {"noi"}}},
		"a question":             {"/cau-hoi", url.Values{"ten": {lessonFile}, "loai": {"single"}, "stem": {"Mã gửi về để làm gì?"}, "a0": {"Xác nhận là bạn"}, "a1": {"Khoe hàng xóm"}, "r": {"0"}}},
	} {
		t.Run(name, func(t *testing.T) {
			s, author := drafted(t)
			kept := author.cookies
			author.cookies = map[string]string{}
			p := author.post(studioPath+tt.path, tt.form).want(http.StatusUnauthorized)
			for field, values := range tt.form {
				if got := attrOf(p.one("input[name="+field+"]"), "value"); got != values[0] {
					t.Errorf("%s comes back as %q", field, got)
				}
				if v := values[0]; strings.Contains(v, " ") && !strings.Contains(p.text("textarea"), v) {
					t.Errorf("%q cannot be copied from %q", v, p.text("textarea"))
				}
			}
			author.cookies = kept
			if got := author.post(studioPath+tt.path, p.form(studioPath+tt.path)); got.status >= http.StatusInternalServerError || got.status == http.StatusUnauthorized {
				t.Errorf("sent again: %d", got.status)
			}
			s.as(adminContact).post(studioPath+"/bo", url.Values{}).want(http.StatusSeeOther)
			if gone := author.post(studioPath+tt.path, tt.form).want(http.StatusNotFound); !strings.Contains(gone.text("main"), "Chép ra một nơi khác") || len(gone.all("main button")) != 0 {
				t.Errorf("when there is no draft any more: %s", gone.text("main"))
			}
		})
	}
}

// TestFormsOfOtherSitesAreNotKept: a form that another site sent is refused, not laid out to be sent again.
func TestFormsOfOtherSitesAreNotKept(t *testing.T) {
	_, author := drafted(t)
	author.header.Set("Sec-Fetch-Site", "cross-site")
	p := author.post(studioPath+"/gui", url.Values{"text": {"Chữ của một trang khác."}}).want(http.StatusForbidden)
	if strings.Contains(p.body, "Chữ của một trang khác.") {
		t.Error("it is laid out to be sent again")
	}
}

// TestTypedTextOutlives: whatever happened to the draft since a lesson was opened, the answer to a save that fails holds
// what was typed, and says what to do with it.
func TestTypedTextOutlives(t *testing.T) {
	const words = "Chữ mới gõ, chưa lưu."
	for _, tt := range []struct {
		name   string
		during func(s *site, author, other *client)
		status int
		says   string
		again  int // what saving once more answers; 0: there is no button
	}{
		{"the file was deleted", func(_ *site, _, other *client) {
			other.post(studioPath+"/xoa", url.Values{"ten": {lessonFile}}).want(http.StatusSeeOther)
		}, http.StatusConflict, "đã bị xóa hoặc đổi tên", http.StatusSeeOther},
		{"the draft was submitted", func(_ *site, _, other *client) {
			other.post(studioPath+"/gui", url.Values{"text": {"Nhờ xem"}}).want(http.StatusSeeOther)
		}, http.StatusConflict, "đang chờ duyệt", http.StatusConflict},
		{"the draft was discarded", func(_ *site, _, other *client) {
			other.post(studioPath+"/bo", url.Values{}).want(http.StatusSeeOther)
		}, http.StatusNotFound, "không còn ở đây", 0},
		{"the session ended", func(_ *site, author, _ *client) {
			clear(author.cookies)
		}, http.StatusUnauthorized, "đã bị đăng xuất", http.StatusUnauthorized},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, author := drafted(t)
			form := typed(author.get(openLesson), add(words))
			tt.during(s, author, s.as(adminContact))
			p := author.post(studioPath+"/tep", form).want(tt.status)
			if !strings.Contains(p.text("main"), tt.says) || !strings.Contains(p.text("textarea#text"), words) {
				t.Fatalf("%s", p.text("main"))
			}
			if strings.Contains(p.text("main"), "0001") {
				t.Errorf("somebody saved it before the flood: %s", p.text("main"))
			}
			if tt.again == 0 {
				if n := len(p.all("main button")); n != 0 {
					t.Errorf("%d buttons to save it nowhere", n)
				}
				return
			}
			again := typed(p, func(text string) string { return text })
			author.post(studioPath+"/tep", again).want(tt.again)
			if tt.again == http.StatusSeeOther && !strings.Contains(author.get(openLesson).want(http.StatusOK).text("textarea#text"), words) {
				t.Error("saved again, it is not there")
			}
		})
	}
}
