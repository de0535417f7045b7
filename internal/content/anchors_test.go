package content

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// TestAnchorsAreShown: a link to a place of a page is taken exactly where the page that a learner opens has that place. The
// title of a page, the story of a scenario and headings without a page of their own have none.
func TestAnchorsAreShown(t *testing.T) {
	const question = "\n\nHỏi gì?\n\n- [x] a\n- [ ] b\n  > Không.\n\n> Vì thế.\n\n"
	body := "# Bài một\n\nLINK\n\n## Mục một\n\n> ### Trong trích\n\n[Nhắc](../../_shared/nhac.md \"include\")\n\n## Câu {#cau type=single}" + question +
		"## Chuyện {#chuyen type=scenario}\n\nKể.\n\n### Phần {#phan-a type=single}" + question + "### Phần {#phan-b type=single}" + question + "## Mục một\n"
	for link, want := range map[string]bool{
		"#mot": true, "#muc-mot": true, "#muc-mot-2": true, "#trong-trich": true, "#cau": true, "#phan-a": true, "#phan-b": true, "#nho-lay": true,
		"#bai-mot": false, "#chuyen": false, "#nhac-lai": false, "#muc-mot-3": false, "#Muc-mot": false,
		"01-bai.md#muc-mot": true, "01-bai.md#bai-mot": false, "../course.md#ve-khoa": true, "../course.md#khoa-mau": false,
		"../glossary.md#ma-otp": true, "../glossary.md#tu-ngu": false,
	} {
		files := base(t)
		put := func(name, text string) { files[name] = &fstest.MapFile{Data: []byte(text)} }
		front, _, _ := strings.Cut(lessonFront, "# ")
		put("01-mo-dau/01-bai.md", front+strings.Replace(body, "LINK", "[x]("+link+")\n\n## Một {#mot}", 1))
		put("../_shared/nhac.md", "---\ntitle: Nhắc lại\n---\n\n# Nhắc lại\n\n## Nhớ lấy\n\nChữ.\n")
		put("glossary.md", "---\ntitle: Từ ngữ\n---\n\n# Từ ngữ\n\n## Mã OTP {#ma-otp}\n\nMã.\n")
		files["course.md"].Data = append(files["course.md"].Data, "\n## Về khóa\n\nChữ.\n"...)
		b, report := load(files)
		if found := slices.Contains(keysOf(report), "link.anchor"); found == want {
			t.Errorf("%s: %v", link, lines(report))
		}
		if b == nil {
			continue
		}
		shown := lessonsHTML(b) + b.Course.Body
		for _, block := range b.Course.Modules[0].Lessons[0].Blocks {
			shown += ` id="` + block.Question + `"`
		}
		for _, term := range b.Course.Glossary {
			shown += ` id="` + term.ID + `"`
		}
		if _, id, _ := strings.Cut(link, "#"); !strings.Contains(shown, ` id="`+id+`"`) {
			t.Errorf("%s is taken, but no page has it", link)
		}
	}
}

// TestPassagesUnderTheirOwnName: a passage may be included under a heading that says its title, which is left out.
func TestPassagesUnderTheirOwnName(t *testing.T) {
	files := base(t)
	files["01-mo-dau/01-bai.md"] = &fstest.MapFile{Data: []byte(lessonFront + "## Nhắc lại\n\n[Nhắc lại](../../_shared/nhac.md \"include\")\n")}
	files["../_shared/nhac.md"] = &fstest.MapFile{Data: []byte("---\ntitle: Nhắc lại\n---\n\n# Nhắc lại\n\nChữ.\n")}
	_, report := load(files)
	if diff := cmp.Diff([]string(nil), lines(report)); diff != "" {
		t.Error(diff)
	}
}

// TestTitleWithinAQuote: the title of a page stands at its top level; one within a quote or a list is no title, and no page
// gets a second heading of the first level by it.
func TestTitleWithinAQuote(t *testing.T) {
	for _, md := range []string{"> # Mở đầu", "- # Mở đầu", "> # Mở đầu\n\n# Mở đầu"} {
		files := base(t)
		files["01-mo-dau/module.md"] = &fstest.MapFile{Data: []byte("---\ntitle: Mở đầu\n---\n\n" + md + "\n\nChữ.\n")}
		b, report := load(files)
		if b == nil {
			t.Fatal(md, lines(report))
		}
		if html := b.Course.Modules[0].Body; strings.Contains(html, "<h1") || !strings.Contains(html, "<h2") {
			t.Errorf("%q became %s", md, html)
		}
		if !slices.Contains(keysOf(report), "heading.second-title") {
			t.Errorf("%q: %v", md, lines(report))
		}
	}
}
