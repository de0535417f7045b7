package content

import (
	"strings"
	"testing"
)

func TestPlainRendersAGuide(t *testing.T) {
	title, html, err := Plain([]byte("# Cho người học\n\nXem [quản lý](quan-ly.md#ma) và <b>x</b>.\n\n## Bắt đầu\n\n> [!NOTE]\n> Nhớ mã.\n\n| A | B |\n|---|---|\n| 1 | 2 |\n"))
	if err != nil {
		t.Fatal(err)
	}
	if title != "Cho người học" {
		t.Errorf("title %q", title)
	}
	for _, want := range []string{`<a href="quan-ly#ma">quản lý</a>`, `<h2 id="bat-dau">Bắt đầu</h2>`, `<div class="note">`, `<td data-th="B">2</td>`} {
		if !strings.Contains(html, want) {
			t.Errorf("no %s in %s", want, html)
		}
	}
	for _, bad := range []string{"<h1", "<b>", "[!NOTE]"} {
		if strings.Contains(html, bad) {
			t.Errorf("%s in %s", bad, html)
		}
	}
}

func TestPlainPrefersTheFrontMatter(t *testing.T) {
	title, html, err := Plain([]byte("---\ntitle: Một\n---\n\n# Một\n\nHai.\n"))
	if err != nil || title != "Một" || html != "<p>Hai.</p>" {
		t.Errorf("%q %q %v", title, html, err)
	}
}

func TestPlainRefusesWhatCoursesRefuse(t *testing.T) {
	for name, md := range map[string]string{
		"NUL": "# a\n\n\x00\n", "not UTF-8": "# a\n\n\xff\n", "deep": "# a\n\n" + strings.Repeat("> ", 40) + "x\n",
	} {
		if _, _, err := Plain([]byte(md)); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}
