package exchange

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// printed is a booklet's page without its style, and its notes as "kind file key".
func printed(t *testing.T, files map[string]string, o BookletOptions) (page string, notes string) {
	t.Helper()
	data, report := Booklet(courseWith(t, files), o)
	_, page, found := strings.Cut(string(data), "</style>")
	if !found {
		t.Fatalf("no page, %+v", report.Notes)
	}
	var out []string
	for _, n := range report.Notes {
		if n.Kind != Kept {
			out = append(out, fmt.Sprintf("%s %s %s", n.Kind, n.File, strings.TrimPrefix(n.Key, "exchange.")))
		}
	}
	return page, strings.Join(out, "; ")
}

// TestBookletLinks: every link into the course leads to its place in the booklet, from and to each kind of page.
func TestBookletLinks(t *testing.T) {
	const everywhere = "[a](../course.md) [b](../course.md#muc-khoa) [c](../01-a/module.md) [d](../01-a/module.md#muc-phan) [e](../01-a/02-hai.md) [f](../01-a/02-hai.md#muc-hai) [g](../glossary.md) [h](../glossary.md#tu)\n"
	const want = `a <a href="#khoa-muc-khoa">b</a> <a href="#p-a">c</a> <a href="#p-a-muc-phan">d</a> <a href="#b-a-hai">e</a> <a href="#b-a-hai-muc-hai">f</a> <a href="#tu-ngu">g</a> <a href="#t-tu">h</a>`
	page, _ := printed(t, map[string]string{
		"course.md":      front + "\n## Mục khóa {#muc-khoa}\n\n" + strings.ReplaceAll(everywhere, "../", ""),
		"01-a/module.md": "---\ntitle: A\n---\n\n# A\n\n## Mục phần {#muc-phan}\n\n" + everywhere,
		"01-a/01-b.md":   lessonOf(everywhere + "\n[ở đây](#muc-day) [phần khác](../02-c/module.md)\n\n## Mục đây {#muc-day}\n\nChữ."),
		"01-a/02-hai.md": strings.ReplaceAll(lessonOf("## Mục hai {#muc-hai}\n\nChữ."), "B\n", "Hai\n"),
		"02-c/module.md": "---\ntitle: C\n---\n\n# C\n", "02-c/01-d.md": strings.ReplaceAll(lessonOf("Chữ."), "B\n", "D\n"),
		"glossary.md": "---\ntitle: Từ\n---\n\n# Từ\n\n## Từ {#tu}\n\nNghĩa. " + strings.ReplaceAll(strings.ReplaceAll(everywhere, "../", ""), "glossary.md#tu", "#tu"),
	}, BookletOptions{Lang: "vi"})
	if got := strings.Count(page, want); got != 4 {
		t.Errorf("%d of 4 pages have all their links\n%s", got, page)
	}
	for _, one := range []string{`<a href="#b-a-b-muc-day">ở đây</a>`, `<a href="#p-c">phần khác</a>`} {
		if !strings.Contains(page, one) {
			t.Errorf("no %s", one)
		}
	}
	ids := map[string]bool{}
	for _, m := range regexp.MustCompile(`\sid="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		if ids[m[1]] {
			t.Errorf("the id %s stands twice", m[1])
		}
		ids[m[1]] = true
	}
	for _, m := range regexp.MustCompile(`href="#([^"]*)"`).FindAllStringSubmatch(page, -1) {
		if !ids[m[1]] {
			t.Errorf("a link leads to %s, which is nowhere", m[1])
		}
	}
}

// TestBookletQuestions: each type on paper, without its key, and the key behind the lesson when asked for.
func TestBookletQuestions(t *testing.T) {
	for _, tt := range []struct{ name, attrs, body, shown, key string }{
		{"single", "type=single", "X?\n\n- [x] Một\n- [ ] Hai\n  > Không phải.\n", `<ul class="boxes one"><li>`, "<li><p>Một</p>"},
		{"multiple", "type=multiple", "X? Chọn tất cả ý đúng.\n\n- [x] Một\n- [x] Hai\n- [ ] Ba\n  > Không phải.\n", `<ul class="boxes"><li>`, "<li><p>Một</p><p>Hai</p>"},
		{"truefalse", "type=truefalse", "X?\n\n- [x] Ý một.\n  > Phải.\n- [ ] Ý hai.\n  > Không phải.\n", `<tr><td>Ý một.</td><td>☐</td><td>☐</td></tr><tr><td>Ý hai.</td>`, "<p>Ý một. → Đúng</p><p>Ý hai. → Sai</p>"},
		{"numeric", `type=numeric unit="m²"`, "X?\n\n- [x] 4..6\n- [ ] 7\n  > Không phải.\n", `<p><span class="blank">&nbsp;</span> m²</p>`, "<li><p>4..6</p><p>Vì"},
		{"short", "type=short", "X?\n\n- [x] `mã OTP`\n- [ ] `mã PIN`\n  > Không phải.\n", `<p><span class="blank">&nbsp;</span> </p>`, "<li><p><code>mã OTP</code></p><p>Vì"},
		{"matching", "type=matching", "X?\n\n| a | b |\n|---|---|\n| một | ích |\n| hai | nhì |\n| | thừa |\n| ba | tam |\n", `<li>một <span class="blank short">&nbsp;</span></li>`, "<p>một → ích</p><p>hai → nhì</p><p>ba → tam</p>"},
		{"ordering", "type=ordering", "X?\n\n1. dậy\n2. ăn\n3. ngủ\n", `<ul class="boxes"><li>`, "<p>1. dậy</p><p>2. ăn</p><p>3. ngủ</p>"},
		{"cloze typed", "type=cloze", "Gõ {1} nhé.\n\n1. chỗ\n   - [x] `bí mật`\n", "Gõ (1) ………… nhé.", "<p>(1) <code>bí mật</code></p>"},
		{"cloze chosen", "type=cloze", "Gõ {1} nhé.\n\n1. chỗ\n   - [x] vâng\n   - [ ] dạ\n     > Không phải.\n", "Gõ (1) ………… [dạ / vâng] nhé.", "<p>(1) vâng</p>"},
		{"hotspot", "type=hotspot", "X?\n\n![Hai ô](hinh-a.svg)\n\n- [x] Bên trái `rect 0 0 40 100`\n- [ ] Bên phải `rect 50 0 40 100`\n  > Không phải.\n", `alt="Hai ô"`, "<li><p>Bên trái</p><p>Vì"},
		{"practical", "type=practical assess=self", "1. Làm.\n\n| Tiêu chí | Tốt (2) | Chưa (0) |\n|---|---|---|\n| Gõ | đúng | sai |\n", `<th></th><th scope="col">Tốt (2)</th><th scope="col">Chưa (0)</th></tr></thead>`, "<li><p>Vì"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			files := map[string]string{"01-a/01-b.md": lessonOf("## T {#q " + tt.attrs + " level=1}\n\n" + tt.body + "\n> Vì bí do.\n"), "01-a/hinh-a.svg": picture}
			page, notes := printed(t, files, BookletOptions{Lang: "vi"})
			if !strings.Contains(page, tt.shown) || !strings.Contains(page, "<h4>1. T</h4>") || notes != "lost bank booklet-bank" {
				t.Errorf("no %s, %s\n%s", tt.shown, notes, page)
			}
			for _, secret := range []string{"Vì bí do", "Không phải", "Đáp án", "bí mật"} {
				if strings.Contains(page, secret) {
					t.Errorf("the booklet without keys says %q", secret)
				}
			}
			page, _ = printed(t, files, BookletOptions{Lang: "vi", Keys: true})
			if !strings.Contains(page, tt.key) || !strings.Contains(page, "<h4>Đáp án</h4>") || !strings.Contains(page, "Vì bí do.") {
				t.Errorf("no %s\n%s", tt.key, page)
			}
		})
	}
}

// TestBookletText: what a page of the web has and paper has not, and signs that mean something in HTML.
func TestBookletText(t *testing.T) {
	page, notes := printed(t, map[string]string{
		"course.md":    strings.ReplaceAll(front, "title: Khóa\n", "title: \"Khóa <b> & \\\"c\\\"\"\n") + "\n[Tải](01-a/a.pdf) [ngoài](https://a.vn/?a=1&b=2)\n",
		"01-a/a.pdf":   "%PDF-1.4",
		"01-a/01-b.md": lessonOf("![Nghe](a.mp3)\n\n![Hình](hinh-a.svg \"Hình 1\")\n\n![Hình](hinh-a.svg)\n\n## Một\n\n### Sâu\n\nChữ `</script>` & <kbd>A</kbd>[^1].\n\n[^1]: Chú.\n\n> [!NOTE]\n> Nhớ.\n"),
		"01-a/a.mp3":   "ID3x", "01-a/a.txt": "Lời chép.\n", "01-a/hinh-a.svg": picture,
	}, BookletOptions{Lang: "en"})
	for _, want := range []string{
		"<h1>Khóa &lt;b&gt; &amp; &#34;c&#34;</h1>", `Tải <small>`, `<a href="https://a.vn/?a=1&amp;b=2">ngoài</a>`, "Nghe (MP3", "<details open><summary>", "Lời chép.",
		`src="data:image/svg+xml;base64,`, "<figcaption>Hình 1</figcaption>", `<h4 id="b-a-b-mot">Một</h4>`, `<h5 id="b-a-b-sau">Sâu</h5>`, "<code>&lt;/script&gt;</code>",
		`href="#b-a-b-fn:1"`, `id="b-a-b-fn:1"`, "<strong>Contents</strong>", "Nhớ.",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s in\n%s", want, page)
		}
	}
	for _, never := range []string{"hocso:", "<audio", "loading=", "<svg", "</script>", ".pdf"} {
		if strings.Contains(page, never) {
			t.Errorf("%s is in\n%s", never, page)
		}
	}
	if notes != "lost course.md download; lost a/b recording; lost bank booklet-bank" {
		t.Error(notes)
	}
}

// TestBookletWords: the words around the course are those of the language that was asked for; the course stays as it is.
func TestBookletWords(t *testing.T) {
	files := map[string]string{
		"01-a/01-b.md": lessonOf("## T {#q type=truefalse level=1}\n\nX?\n\n- [x] Ý một.\n  > Phải.\n\n> Vì.\n\n[từ](../glossary.md#tu)\n"),
		"glossary.md":  "---\ntitle: Từ\n---\n\n# Từ\n\n## Từ {#tu}\n\nNghĩa.\n",
	}
	files["01-a/01-b.md"] = strings.Replace(files["01-a/01-b.md"], "\n\n[từ](../glossary.md#tu)", "", 1)
	files["01-a/01-b.md"] = strings.Replace(files["01-a/01-b.md"], "# B\n\n", "# B\n\n[từ](../glossary.md#tu)\n\n", 1)
	for lang, want := range map[string][]string{
		"vi": {"Mục lục", "Từ ngữ", "Đáp án", "Nhận định", "→ Đúng"}, "en": {"Contents", "Words", "Keys", "Statement", "→ True"}, "hmn": {"Mục lục", "Từ ngữ", "Đáp án", "Nhận định", "→ Đúng"},
	} {
		page, _ := printed(t, files, BookletOptions{Lang: lang, Keys: true})
		for _, w := range append(want, "Ý một.", "Nghĩa.") {
			if !strings.Contains(page, w) {
				t.Errorf("%s: no %q", lang, w)
			}
		}
	}
	data, _ := Booklet(courseWith(t, files), BookletOptions{Lang: "en"})
	if !strings.Contains(string(data), `<html lang="vi">`) || !strings.Contains(string(data), "default-src 'none'") {
		t.Error("the page does not say the course's language, or allows more than it needs")
	}
}
