package exchange

import (
	"strings"
	"testing"
	"testing/fstest"

	"hocso/internal/fault"
)

// TestFolderFront: what a page's front matter says, in the notations of the tools that write it.
func TestFolderFront(t *testing.T) {
	std := standards(t)
	for _, tt := range []struct{ name, front, title, summary string }{
		{"plain", "title: Bài một\ndescription: Tóm tắt.", "Bài một", "Tóm tắt."},
		{"double quotes", "title: \"Nói: 'không'\"", `"Nói: 'không'"`, "Chữ"},
		{"double quotes with signs", `title: "Nói \"có\" \\ không"`, `"Nói \"có\" \\ không"`, "Chữ"},
		{"single quotes", "title: 'Mùa ''xuân'''", `"Mùa 'xuân'"`, "Chữ"},
		{"quotes within", `title: Nói "có"`, `"Nói \"có\""`, "Chữ"},
		{"a remark", "title: Bài một # cũ", "Bài một", "Chữ"},
		{"a number sign within", "title: Bài#1", `"Bài#1"`, "Chữ"},
		{"a folded text", "description: >-\n  Một đoạn\n  dài.\ntitle: Bài một", "Bài một", "Một đoạn dài."},
		{"a text of lines", "summary: |\n  Một\n\n  hai.\ntitle: Bài một", "Bài một", "Một hai."},
		{"TOML", "title = \"Bài một\"\ndescription = 'Tóm \"tắt\".'", "Bài một", `"Tóm \"tắt\"."`},
		{"capitals", "Title: Bài một", "Bài một", "Chữ"},
		{"nothing", "", "a", "Chữ"},
		{"nothing said", "title:\n", "a", "Chữ"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			mark := "---"
			if tt.name == "TOML" {
				mark = "+++"
			}
			out, report := courseFrom(t, std, folderOf(map[string]string{"a.md": mark + "\n" + tt.front + "\n" + mark + "\nChữ\n"}))
			var got string
			for name, text := range out {
				if strings.HasPrefix(name, "01-thu-muc/01-") {
					got, _, _ = strings.Cut(text, "minutes:")
				}
			}
			if want := "---\ntitle: " + tt.title + "\nsummary: " + tt.summary + "\n"; got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
			if notes := notesOf(report); notes != "" {
				t.Error(notes)
			}
		})
	}
}

// TestFolderTitles: where a page's title comes from when its front matter has none, and that it stands only once.
func TestFolderTitles(t *testing.T) {
	std := standards(t)
	for _, tt := range []struct{ name, file, text, want, notes string }{
		{"a heading", "a.md", "# Một *hai* `ba`\n\nChữ.", "Một hai ba", ""},
		{"a heading with signs behind", "a.md", "# Một #\n\nChữ.", "Một", ""},
		{"a heading with an id", "a.md", "# Một {#mot .lop}\n\nChữ.", "Một", ""},
		{"a heading with a link", "a.md", "# [Một](b.md) ![x](y.png)\n\nChữ.", "Một x", ""},
		{"a line that is underlined", "a.md", "\n\nMột\n===\n\nChữ.", "Một", ""},
		{"the name", "03-bai_mot-hai.md", "Chữ.", "bai mot hai", ""},
		{"a name of digits", "03.md", "Chữ.", "03.md", ""},
		{"a heading of the second level stays", "a.md", "## Một\n\nChữ.", "a", ""},
		{"front matter and the same heading", "a.md", "---\ntitle: Một\n---\n# Một\n\nChữ.", "Một", ""},
		{"front matter and another heading", "a.md", "---\ntitle: Một\n---\n\n# Hai\n\nChữ.", "Một", "changed a.md:5 title"},
		{"front matter that never ends", "a.md", "---\ntitle: Một\n\nChữ.", "a", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out, report := courseFrom(t, std, folderOf(map[string]string{tt.file: tt.text}))
			var got string
			for name, text := range out {
				if strings.Contains(name, "/01-") {
					got = text
				}
			}
			if !strings.Contains(got, "\n# "+tt.want+"\n") || strings.Count(got, "\n# ") != 1 {
				t.Errorf("no title %q in\n%s", tt.want, got)
			}
			if notes := notesOf(report); notes != tt.notes {
				t.Errorf("notes %q, want %q", notes, tt.notes)
			}
		})
	}
}

// TestFolderPlaces: which pages become lessons, and under which names.
func TestFolderPlaces(t *testing.T) {
	std := standards(t)
	for _, tt := range []struct {
		name  string
		files map[string]string
		want  string
		notes string
	}{
		{
			"numbers of any length",
			map[string]string{"10-b/1.md": "# X", "9-a/100-y.md": "# Y", "9-a/20-z.md": "# Z"},
			"01-a/01-z.md 01-a/02-y.md 01-a/module.md 02-b/01-bai.md 02-b/module.md course.md", "",
		},
		{
			"two of one name",
			map[string]string{"a/1-bai.md": "# X", "a/2-bai.md": "# Y", "b/bai.md": "# Z"},
			"01-a/01-bai.md 01-a/02-bai-2.md 01-a/module.md 02-b/01-bai.md 02-b/module.md course.md", "",
		},
		{
			"two modules of one name",
			map[string]string{"1-a/x.md": "# X", "2-a/y.md": "# Y"},
			"01-a/01-x.md 01-a/module.md 02-a-2/01-y.md 02-a-2/module.md course.md", "",
		},
		{
			"what is hidden or installed",
			map[string]string{"a.md": "# A", ".git/b.md": "# B", "node_modules/c/d.md": "# D", ".e.md": "# E", "x/.f/g.md": "# G"},
			"01-thu-muc/01-a.md 01-thu-muc/module.md course.md", "",
		},
		{
			"other endings",
			map[string]string{"a.MD": "# A", "b.markdown": "# B", "c.mdx": "# C", "d.txt": "d", "e.rst": "e"},
			"01-thu-muc/01-a.md 01-thu-muc/02-b.md 01-thu-muc/03-c.md 01-thu-muc/module.md course.md", "",
		},
		{
			"a folder with its index only",
			map[string]string{"a/index.md": "# Một mình\n\nChữ.", "b.md": "# B"},
			"01-thu-muc/01-b.md 01-thu-muc/module.md 02-mot-minh/01-mot-minh.md 02-mot-minh/module.md course.md", "",
		},
		{
			"a page that is too large",
			map[string]string{"a.md": "# A", "b.md": strings.Repeat("chữ\n", maxPage)},
			"01-thu-muc/01-a.md 01-thu-muc/module.md course.md", "lost b.md:0 page-too-large",
		},
		{
			"weights before names",
			map[string]string{"a.md": "---\nweight: 20\n---\n# A", "b.md": "---\nnav_order: 3\n---\n# B", "c.md": "# C", "d.md": "---\nsidebar_position: 3.5\n---\n# D", "e.md": "---\norder: x\n---\n# E"},
			"01-thu-muc/01-b.md 01-thu-muc/02-d.md 01-thu-muc/03-a.md 01-thu-muc/04-c.md 01-thu-muc/05-e.md 01-thu-muc/module.md course.md", "",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out, report := courseFrom(t, std, folderOf(tt.files))
			if got := namesOf(out); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			if got := notesOf(report); got != tt.notes {
				t.Errorf("notes %q, want %q", got, tt.notes)
			}
		})
	}
}

// TestFolderLists: the forms of SUMMARY.md and _sidebar.md that mdBook, GitBook and docsify write.
func TestFolderLists(t *testing.T) {
	std := standards(t)
	pages := map[string]string{"a.md": "# A", "b.md": "# B", "x/c.md": "# C", "x/README.md": "# Phần X\n\nLời."}
	for _, tt := range []struct{ name, file, list, want, notes string }{
		{"one level", "SUMMARY.md", "# Summary\n\n- [A](a.md)\n- [B](./b.md)\n* [C](x/c.md)\n+ [X](x/README.md)\n", "01-thu-muc/01-a.md 01-thu-muc/02-b.md 01-thu-muc/03-c.md 01-thu-muc/04-x.md 01-thu-muc/module.md course.md", ""},
		{"a folder's page with pages below", "SUMMARY.md", "- [X](x/README.md)\n    - [C](x/c.md)\n    - [A](a.md)\n- [B](b.md)\n", "01-x/01-c.md 01-x/02-a.md 01-x/module.md 02-b/01-b.md 02-b/module.md course.md", ""},
		{"headings as parts", "summary.md", "# Mục lục\n\n## Một\n\n- [A](a.md)\n\n## Hai\n\n- [B](b.md)\n- [C](x/c.md)\n- [X](x/)\n", "01-mot/01-a.md 01-mot/module.md 02-hai/01-b.md 02-hai/02-c.md 02-hai/03-x.md 02-hai/module.md course.md", ""},
		{"a draft without a page", "SUMMARY.md", "- [A](a.md)\n- [Sắp có]()\n- [B](b.md)\n", "01-thu-muc/01-a.md 01-thu-muc/02-b.md 01-thu-muc/module.md course.md", "lost SUMMARY.md:2 nav-missing\nlost x/README.md:0 not-listed\nlost x/c.md:0 not-listed"},
		{"before and after the numbered chapters", "SUMMARY.md", "# Summary\n\n[Lời nói đầu](a.md)\n\n- [Chương 1](x/README.md)\n  - [Bài](x/c.md)\n\n---\n\n[Phụ lục](b.md)\n", "01-loi-noi-dau/01-a.md 01-loi-noi-dau/module.md 02-chuong-1/01-c.md 02-chuong-1/module.md 03-phu-luc/01-b.md 03-phu-luc/module.md course.md", ""},
		{"a link with a title, numbers for bullets", "_sidebar.md", "1. [A](a.md \"Trang một\")\n2) [B](b.md 'Trang hai')\n3. [C](x/c.md)\n4. [X](x/README.md)\n", "01-thu-muc/01-a.md 01-thu-muc/02-b.md 01-thu-muc/03-c.md 01-thu-muc/04-x.md 01-thu-muc/module.md course.md", ""},
		{"three levels", "SUMMARY.md", "- [X](x/README.md)\n  - [C](x/c.md)\n    - [A](a.md)\n  - [B](b.md)\n", "01-x/01-c.md 01-x/02-a.md 01-x/03-b.md 01-x/module.md course.md", "changed SUMMARY.md:3 flattened"},
		{"a page twice", "SUMMARY.md", "- [A](a.md)\n- [A nữa](a.md#x)\n- [B](b.md)\n- [C](x/c.md)\n- [X](x/README.md)\n", "01-thu-muc/01-a.md 01-thu-muc/02-b.md 01-thu-muc/03-c.md 01-thu-muc/04-x.md 01-thu-muc/module.md course.md", ""},
		{"another site", "SUMMARY.md", "- [A](a.md)\n- [B](b.md)\n- [C](x/c.md)\n- [X](x/README.md)\n- [Trang](https://a.vn)\n", "01-thu-muc/01-a.md 01-thu-muc/02-b.md 01-thu-muc/03-c.md 01-thu-muc/04-x.md 01-thu-muc/module.md course.md", "lost SUMMARY.md:5 nav-missing"},
		{"above the folder", "SUMMARY.md", "- [A](a.md)\n- [B](b.md)\n- [C](x/c.md)\n- [X](x/README.md)\n- [?](../../etc/passwd)\n", "01-thu-muc/01-a.md 01-thu-muc/02-b.md 01-thu-muc/03-c.md 01-thu-muc/04-x.md 01-thu-muc/module.md course.md", "lost SUMMARY.md:5 nav-missing"},
		{"in angle brackets, with percent signs", "_sidebar.md", "* [A](<a.md>)\n* [B](%62.md)\n* [C](/x/c.md)\n* [X](x/README)\n", "01-thu-muc/01-a.md 01-thu-muc/02-b.md 01-thu-muc/03-c.md 01-thu-muc/04-x.md 01-thu-muc/module.md course.md", ""},
		{"nothing in it", "SUMMARY.md", "# Mục lục\n", "01-thu-muc/01-a.md 01-thu-muc/02-b.md 01-thu-muc/module.md 02-phan-x/01-c.md 02-phan-x/module.md course.md", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			files := folderOf(pages)
			files[tt.file] = &fstest.MapFile{Data: []byte(tt.list)}
			out, report := courseFrom(t, std, files)
			if got := namesOf(out); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			if got := notesOf(report); got != tt.notes {
				t.Errorf("notes\n%s\nwant\n%s", got, tt.notes)
			}
		})
	}
}

// TestFolderSummaries: a sentence for the front matter, without what only the other tool understands.
func TestFolderSummaries(t *testing.T) {
	std := standards(t)
	for text, want := range map[string]string{
		"Câu một. Câu hai.": "Câu một.", "{{< tab >}}\n\nCâu một.": "Câu một.", "Mở {{% tab %}} ra.": "Mở ra.", "- danh sách\n\nCâu một.": "Câu một.",
	} {
		out, _ := courseFrom(t, std, folderOf(map[string]string{"a.md": "# A\n\n" + text}))
		if md := out["01-thu-muc/01-a.md"]; !strings.Contains(md, "summary: "+want+"\n") {
			t.Errorf("%q: %s", text, md)
		}
	}
}

// TestFolderLines: one line of a foreign page each, what it becomes, and what is said of it.
func TestFolderLines(t *testing.T) {
	std := standards(t)
	for _, tt := range []struct{ line, want, notes string }{
		{"Chữ <u>gạch</u>.", "Chữ gạch.", "lost a.md:3 page-markup"},
		{"Chữ <I>nghiêng</I> <strong>đậm</strong>.", "Chữ *nghiêng* **đậm**.", ""},
		{"a<br/>b<BR>c", "a<br/>b<br>c", ""},
		{`<img src="h.svg" alt="Hình A">`, "![Hình A](h.svg)", ""},
		{`<img alt=Hình src=h.svg width=3>`, "![Hình](h.svg)", ""},
		{`<img src="mat.png">`, "", "lost a.md:3 picture-missing"},
		{`<abbr title="Mã">OTP</abbr> <kbd>A</kbd>`, `<abbr title="Mã">OTP</abbr> <kbd>A</kbd>`, ""},
		{"a < b và c > d", "a < b và c > d", ""},
		{"`<div>` và ``x ` <b>``", "`<div>` và ``x ` <b>``", ""},
		{"Dấu ` lẻ <b>x</b>", "Dấu ` lẻ **x**", ""},
		{"a <!-- b --> c <!-- d -->", "a  c", "lost a.md:3 comment\nlost a.md:3 comment"},
		{"`<!-- mã -->`", "`<!-- mã -->`", ""},
		{"[B](b.md)", "[B](02-b.md)", ""},
		{"[B](./b)", "[B](02-b.md)", ""},
		{"[B](/b.md)", "[B](02-b.md)", ""},
		{"[B](b.md#Mục-Một)", "[B](02-b.md)", "changed a.md:3 anchor"},
		{"[B](b.md#mục-một)", "[B](02-b.md#muc-mot)", ""},
		{"[B](b.md#m%E1%BB%A5c-m%E1%BB%99t)", "[B](02-b.md#muc-mot)", ""},
		{"[B](b.md \"Tên\")", "[B](02-b.md \"Tên\")", ""},
		{"[B](<b.md>)", "[B](02-b.md)", ""},
		{"[B](../b.md)", "B", "lost a.md:3 link"},
		{"[B](../../etc/passwd)", "B", "lost a.md:3 link"},
		{"[B](javascript:alert(1))", "B", "lost a.md:3 link"},
		{"[thư](mailto:a@b.vn) [gọi](tel:113)", "[thư](mailto:a@b.vn) [gọi](tel:113)", ""},
		{"[[b]] [[b#Mục Một|tên]] [[mat]]", "[b](02-b.md) [tên](02-b.md#muc-mot) mat", "changed a.md:3 wiki\nchanged a.md:3 wiki\nlost a.md:3 link"},
		{"![[h.svg]]", "![h.svg](h.svg)", "changed a.md:3 wiki"},
		{"![x](h.svg?raw=1)", "x", "lost a.md:3 picture-missing"},
		{"![x](https://a.vn/h.png)", "[x](https://a.vn/h.png)", "lost a.md:3 remote-picture"},
		{"[![x](h.svg)](b.md)", "[![x](h.svg)](02-b.md)", ""},
		{"- [ ] việc\n- [X] xong", "- việc\n- xong", "changed a.md:3 task\nchanged a.md:4 task"},
		{"{% include x %} chữ {{% y %}}", " chữ", "lost a.md:3 shortcode"},
		{"## Mục {#rieng}", "## Mục", "changed a.md:3 heading-id"},
		{"# Nữa", "## Nữa", "changed a.md:3 heading"},
		{"> [!tip]- Mở ra\n> chữ", "> [!TIP]\n> **Mở ra**\n> chữ", "changed a.md:3 callout"},
		{"> [!Success]\n> chữ", "> [!TIP]\n> chữ", "changed a.md:3 callout"},
		{"> [!WARNING]\n> chữ", "> [!WARNING]\n> chữ", ""},
		{":::warning\nchữ\n:::\nsau", "> [!WARNING]\n> chữ\n\nsau", "changed a.md:3 callout"},
		{":::note[Tên]\nchữ\n:::", "> [!NOTE]\n> **Tên**\n>\n> chữ", "changed a.md:3 callout"},
		{"```sh\n# [x](y) <b> {{< z >}}\n:::tip\n```", "```sh\n# [x](y) <b> {{< z >}}\n:::tip\n```", ""},
		{"~~~\n```\n[x](y)\n~~~", "~~~\n```\n[x](y)\n~~~", ""},
		{"[n]: b.md\n\n[n] [m]", "[n]: 02-b.md\n\n[n] [m]", ""},
	} {
		out, report, err := Folder(folderOf(map[string]string{"a.md": "# A\n\n" + tt.line + "\n", "b.md": "# B\n\n## Mục Một\n\nChữ.\n", "h.svg": picture}),
			FolderOptions{Standard: "TT02-2025", Standards: std, Language: "vi", Title: "Thư mục"})
		if err != nil {
			t.Fatal(err)
		}
		var got string
		for _, f := range out {
			if f.Path == "01-thu-muc/01-a.md" {
				_, got, _ = strings.Cut(string(f.Data), "# A\n")
			}
		}
		if strings.TrimSpace(got) != strings.TrimSpace(tt.want) {
			t.Errorf("%q became\n%q, want\n%q", tt.line, strings.TrimSpace(got), strings.TrimSpace(tt.want))
		}
		if notes := notesOf(report); notes != tt.notes {
			t.Errorf("%q: notes\n%s\nwant\n%s", tt.line, notes, tt.notes)
		}
	}
}

// TestFolderMedia: a picture or download is copied once, under a name of its own, beside the first page that shows it.
func TestFolderMedia(t *testing.T) {
	std := standards(t)
	large := folderOf(map[string]string{"a/x.md": "# X\n\n![h](../Ảnh 1.svg) ![h](<../Ảnh 1.svg>) ![h](b/anh-1.svg) [t](../t.pdf) [n](../n.html) ![l](../l.png)\n", "a/b/anh-1.svg": picture, "c/y.md": "# Y\n\n![h](<../Ảnh 1.svg>) [t](../t.pdf)\n", "Ảnh 1.svg": picture, "t.pdf": "%PDF", "n.html": "<p>"})
	large["l.png"] = &fstest.MapFile{Data: make([]byte, maxPicture+1)}
	out, report := courseFrom(t, std, large)
	if got := namesOf(out); got != "01-a/01-x.md 01-a/anh-1-2.svg 01-a/anh-1.svg 01-a/module.md 01-a/t.pdf 02-c/01-y.md 02-c/module.md course.md" {
		t.Error(got)
	}
	if x := out["01-a/01-x.md"]; !strings.Contains(x, "![h](anh-1.svg) ![h](anh-1-2.svg) [t](t.pdf) n l") {
		t.Error(x)
	}
	if y := out["02-c/01-y.md"]; !strings.Contains(y, "![h](../01-a/anh-1.svg) [t](../01-a/t.pdf)") {
		t.Error(y)
	}
	if got := notesOf(report); got != "lost a/x.md:3 link\nlost a/x.md:3 picture-missing" {
		t.Error(got)
	}
	if report.Count(Kept) != 5 { // two pages, three files
		t.Errorf("%d kept", report.Count(Kept))
	}
}

// TestFolderBounds: a folder with more than a course can have says so and keeps what fits.
func TestFolderBounds(t *testing.T) {
	many := fstest.MapFS{}
	for i := range maxEach + 2 {
		many["a/"+strings.Repeat("x", i+1)+".md"] = &fstest.MapFile{Data: []byte("# X")}
		many[strings.Repeat("y", i+1)+"/a.md"] = &fstest.MapFile{Data: []byte("# Y")}
	}
	out, report, err := Folder(many, FolderOptions{Standard: "TT02-2025", Language: "vi"})
	if err != nil {
		t.Fatal(err)
	}
	lessons, modules := 0, 0
	for _, f := range out {
		switch {
		case strings.HasSuffix(f.Path, "/module.md"):
			modules++
		case strings.HasPrefix(f.Path, "01-a/"):
			lessons++
		}
	}
	if notes := notesOf(report); lessons != maxEach || modules != maxEach || !strings.Contains(notes, " chapters") || !strings.Contains(notes, " lessons") {
		t.Errorf("%d lessons, %d modules\n%s", lessons, modules, notes)
	}
	if _, _, err := Folder(folderOf(map[string]string{".x/a.md": "# A"}), FolderOptions{}); !fault.Is(err, fault.Invalid) {
		t.Errorf("a folder of hidden pages: %v", err)
	}
}
