package web

import (
	"net/http"
	"net/url"
	"path"
	"strings"
	"testing"

	"hocso/internal/vntext"
)

// TestAnyTitleMakesAGoodFile: whatever people call a course, a part, a lesson or a bank, what the editor writes for them
// is read again as that title, without a finding.
func TestAnyTitleMakesAGoodFile(t *testing.T) {
	s := newSite(t)
	author := s.as(authorContact)
	for n, title := range []string{
		"Câu hỏi: phần 1", "true", "- a", "a # b", `"trích" \ dẫn`, "a {b}", "{#a}", "[a] (b)", "*đậm* và _nghiêng_", "`mã`", "'a'", "A & <b>", "!x", "%x", "@x",
		"1. a", "> a", "--- a", "null", "~a", "a: b: c", "= a", "a\u00a0b", "C:\\thu-muc", "a|b", "$a$", "https://vi.du/a_b_c", "😀 a", marksOfHTML,
	} {
		slug := "khoa-" + string(rune('a'+n/26)) + string(rune('a'+n%26))
		form := url.Values{"title": {title}, "summary": {title}, "slug": {slug}, "audience": {"nguoi-dan"}, "unit": {s.unit("Tỉnh Sông Lam").ID.String()}}
		author.post("/quan-ly/khoa-hoc/moi", form).want(http.StatusSeeOther)
		base := studioURL(slug)
		var made []string
		for _, add := range []url.Values{{"loai": {addModule}}, {"loai": {addLesson}, "phan": {"01-phan-mot"}}, {"loai": {addBank}}} {
			add.Set("title", title)
			file := author.post(base+"/them", add).want(http.StatusSeeOther).location()
			u, err := url.Parse(file)
			if err != nil {
				t.Fatal(err)
			}
			made = append(made, path.Dir(u.Query().Get("ten")))
			if got := author.get(file).want(http.StatusOK).text("h1"); got != strings.Trim(vntext.Normal(title), `"'`) && !strings.Contains(got, "\\") {
				t.Errorf("%s of the title %q is shown as %q", add.Get("loai"), title, got)
			}
		}
		// A part without a lesson and a bank without a question are unfinished, not badly written.
		for _, unfinished := range []string{made[0], made[2]} {
			author.post(base+"/xoa", url.Values{"ten": {unfinished}}).want(http.StatusSeeOther)
		}
		home := author.get(base).want(http.StatusOK)
		if found := home.text("main .loi"); found != "" || home.text("h1") != vntext.Normal(title) {
			t.Errorf("%q is shown as %q: %s", title, home.text("h1"), found)
		}
	}
}
