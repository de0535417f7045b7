package exchange

import (
	"bytes"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"hocso/internal/content"
	"hocso/internal/fault"
	"hocso/internal/standard"
)

func folderOf(files map[string]string) fstest.MapFS {
	out := fstest.MapFS{}
	for name, text := range files {
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

// checker is a test, or one of the many runs of a property.
type checker interface {
	Helper()
	Errorf(format string, args ...any)
	Fatal(args ...any)
}

// courseFrom imports a folder and checks the result: what is left to mend must be the author's to say.
func courseFrom(t checker, std *standard.Set, files fstest.MapFS) (map[string]string, Report) {
	t.Helper()
	made, report, err := Folder(files, FolderOptions{Standard: "TT02-2025", Standards: std, Language: "vi", Title: "Thư mục"})
	if err != nil {
		t.Fatal(err)
	}
	root := fstest.MapFS{}
	out := map[string]string{}
	for _, f := range made {
		if root["k/"+f.Path] != nil {
			t.Errorf("%s was made twice", f.Path)
		}
		root["k/"+f.Path] = &fstest.MapFile{Data: f.Data}
		out[f.Path] = string(f.Data)
	}
	_, found := content.Load(root, "k", std, content.URLs{})
	authors := []string{"front.required", "image.alt", "svg.", "image.broken", "image.heavy", "table.header", "glossary.", "module.empty"}
	for _, f := range found.Findings {
		if f.Severity == content.Error && !slices.ContainsFunc(authors, func(k string) bool { return strings.HasPrefix(f.Key, k) }) {
			t.Errorf("%s:%d %s [%s]\n%s\n%s", f.File, f.Line, f.Text("en"), f.Key, f.Quote, out[strings.TrimPrefix(f.File, "k/")])
		}
	}
	return out, report
}

func notesOf(r Report) string {
	var out []string
	for _, n := range r.Notes {
		if n.Kind != Kept && !strings.HasPrefix(n.Key, "exchange.author-") {
			out = append(out, fmt.Sprintf("%s %s:%d %s", n.Kind, n.File, n.Line, strings.TrimPrefix(n.Key, "exchange.")))
		}
	}
	return strings.Join(out, "\n")
}

func namesOf(files map[string]string) string {
	var out []string
	for name := range files {
		out = append(out, name)
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// TestFolderOrder: every way to say in which order pages come.
func TestFolderOrder(t *testing.T) {
	std := standards(t)
	for _, tt := range []struct {
		name  string
		files map[string]string
		want  string
		notes string
	}{
		{
			"numbers",
			map[string]string{"README.md": "# Khóa\n\nChào.", "2-an-toan/10-ba.md": "# Ba", "2-an-toan/2-hai.md": "# Hai", "1-mo-dau/1-một.md": "# Một", "1-mo-dau/index.md": "# Mở đầu nhé\n\nChữ."},
			"01-mo-dau-nhe/01-mot.md 01-mo-dau-nhe/module.md 02-an-toan/01-hai.md 02-an-toan/02-ba.md 02-an-toan/module.md course.md", "",
		},
		{
			"weights",
			map[string]string{
				"_index.md": "---\ntitle: Khóa\n---\nChào.", "b/_index.md": "+++\ntitle = \"Phần bê\"\nweight = 1\n+++\n", "b/x.md": "---\nweight: 2\n---\n# X", "b/y.md": "---\nweight: 1\ndraft: true\n---\n# Y", "a/z.md": "# Z",
			},
			"01-phan-be/01-y.md 01-phan-be/02-x.md 01-phan-be/module.md 02-a/01-z.md 02-a/module.md course.md", "lost b/y.md:3 front",
		},
		{
			"SUMMARY.md",
			map[string]string{
				"SUMMARY.md": "# Mục lục\n\n[Giới thiệu](README.md)\n\n- [Giới thiệu](README.md)\n- [Phần một](mot/README.md)\n  - [Bài hai](mot/hai.md)\n  - [Bài một](mot/mot.md#x)\n  - [Không có](mot/ba.md)\n\n## Nâng cao\n\n- [Cuối](cuoi.md)\n",
				"README.md":  "# Sách", "mot/README.md": "# Phần một\n\nLời.", "mot/hai.md": "# Hai cũ", "mot/mot.md": "# Một", "cuoi.md": "# Cuối", "bo.md": "# Bỏ quên",
			},
			"01-phan-mot/01-hai.md 01-phan-mot/02-mot.md 01-phan-mot/module.md 02-nang-cao/01-cuoi.md 02-nang-cao/module.md course.md",
			"lost SUMMARY.md:9 nav-missing\nlost bo.md:0 not-listed",
		},
		{
			"_sidebar.md",
			map[string]string{"_sidebar.md": "* Mở đầu\n  * [Bài một](bai-1)\n  * [Bài hai](/bai-2.md)\n", "bai-1.md": "x", "bai-2.md": "y", "README.md": "# Khóa"},
			"01-mo-dau/01-bai-1.md 01-mo-dau/02-bai-2.md 01-mo-dau/module.md course.md", "",
		},
		{
			"pages for finding one's way that are not followed",
			map[string]string{"_sidebar.md": "* [Bài một](bai-1)\n", "_navbar.md": "* [Khác](https://a.vn)", "_coverpage.md": "# Bìa", "bai-1.md": "x"},
			"01-thu-muc/01-bai-1.md 01-thu-muc/module.md course.md", "lost _coverpage.md:0 navigation\nlost _navbar.md:0 navigation",
		},
		{
			"a list of nothing",
			map[string]string{"SUMMARY.md": "# Mục lục\n\nSẽ viết sau.\n", "a.md": "# A"},
			"01-thu-muc/01-a.md 01-thu-muc/module.md course.md", "lost SUMMARY.md:0 navigation",
		},
		{
			"one flat folder",
			map[string]string{"a.md": "# A", "b/c/d.md": "# D"},
			"01-thu-muc/01-a.md 01-thu-muc/module.md 02-b/01-d.md 02-b/module.md course.md", "changed b/c/d.md:0 flattened",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out, report := courseFrom(t, std, folderOf(tt.files))
			if got := namesOf(out); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			if got := notesOf(report); got != tt.notes {
				t.Errorf("notes\n%s\nwant\n%s", got, tt.notes)
			}
		})
	}
}

// TestFolderHome: an address of a folder is the page about it, as docsify and forges have it; the root is that of the site.
// The report says what became of that page.
func TestFolderHome(t *testing.T) {
	for _, tt := range []struct {
		name, dir, nav string
		more           map[string]string
	}{
		{"docsify's home", "", "* [Home](/)\n* [A](a.md)\n* [B](/x/)\n", nil},
		{"home by its folder", "", "* [Home](./)\n* [A](/a)\n* [B](x)\n", nil},
		{"a site within a folder", "docs/", "* [Home](/)\n* [A](/a)\n* [B](/x/)\n", map[string]string{"README.md": "# Kho mã"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			pages := map[string]string{
				tt.dir + "_sidebar.md": tt.nav, tt.dir + "README.md": "# Khóa\n\nChào.", tt.dir + "a.md": "# A\n\n[Về đầu](/) và [B](/x/#y).", tt.dir + "x/README.md": "# B\n\n## Y\n",
			}
			want := ""
			for name, text := range tt.more {
				pages[name] = text
				want = "lost README.md:0 not-listed"
			}
			out, report := courseFrom(t, standards(t), folderOf(pages))
			if got := notesOf(report); got != want {
				t.Errorf("notes %s, want %s", got, want)
			}
			if names := namesOf(out); names != "01-khoa/01-a.md 01-khoa/02-b.md 01-khoa/module.md course.md" {
				t.Error(names)
			}
			if !strings.Contains(out["course.md"], "Chào.") || !strings.Contains(out["01-khoa/01-a.md"], "[Về đầu](../course.md) và [B](02-b.md#y).") {
				t.Errorf("%s\n%s", out["course.md"], out["01-khoa/01-a.md"])
			}
			if !slices.ContainsFunc(report.Notes, func(n Note) bool {
				return n.Kind == Kept && n.File == tt.dir+"README.md" && n.Key == "exchange.page" && n.Args["file"] == "course.md"
			}) {
				t.Errorf("what became of README.md? %+v", report.Notes)
			}
		})
	}
}

// TestFolderText: what other tools write becomes what courses may hold, and each change has its line.
func TestFolderText(t *testing.T) {
	page := "---\ntitle: \"Bài: một\"\ndescription: Tóm tắt.\n---\n# Bài: một\n\nXem [hai](hai.md#cách-làm), [mất](mat.md), [ngoài](https://a.vn) và [[hai|bài hai]].\n" +
		"![Hình](img/Hình A.PNG) không, ![Hình](<img/Hình B.svg> \"Một hình\"), ![xa](https://a.vn/x.png)\n\n" +
		"# Phần nữa {.lớp}\n\n<div class=\"x\">Chữ <b>đậm</b></div> H<sub>2</sub>O `<div>`\n<!-- giấu\nnữa --> còn\n\n" +
		"- [x] việc\n- việc khác\n\n:::danger Coi chừng\nĐừng bấm.\n:::\n\n> [!info] Nên biết\n> Chữ.\n\n{{< hint >}}chữ{{< /hint >}}\n\n" +
		"```html\n<div>[x](y.md)</div>\n# mã\n```\n\n[tải](tep.pdf) [chạy](a.exe) [mục](#phần-nữa) [đâu](#dau)\n\n[n]: hai.md\n\nXem [n].\n"
	files := folderOf(map[string]string{
		"mot.md": page, "hai.md": "Hai\n===\n\n## Cách làm\n\nChữ.\n", "tep.pdf": "%PDF", "img/Hình B.svg": picture,
	})
	out, report := courseFrom(t, standards(t), files)
	got := out["01-thu-muc/02-mot.md"]
	for _, want := range []string{
		"title: \"Bài: một\"\nsummary: Tóm tắt.\nminutes: 1\n---\n\n# Bài: một\n",
		"Xem [hai](01-hai.md#cach-lam), mất, [ngoài](https://a.vn) và [bài hai](01-hai.md).",
		"![Hình](hinh-b.svg \"Một hình\")", "[xa](https://a.vn/x.png)", "\n## Phần nữa\n", "Chữ **đậm** H<sub>2</sub>O `<div>`", "\ncòn\n", "\n- việc\n- việc khác\n",
		"> [!CAUTION]\n> **Coi chừng**\n>\n> Đừng bấm.\n", "> [!NOTE]\n> **Nên biết**\n> Chữ.\n", "\nchữ\n", "```html\n<div>[x](y.md)</div>\n# mã\n```", "[tải](tep.pdf) chạy [mục](#phan-nua) đâu", "[n]: 01-hai.md",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	if out["01-thu-muc/hinh-b.svg"] != picture || out["01-thu-muc/tep.pdf"] != "%PDF" {
		t.Error("the picture or the download was not copied")
	}
	want := `changed mot.md:7 wiki
lost mot.md:7 link
lost mot.md:8 picture-missing
lost mot.md:8 remote-picture
changed mot.md:10 heading
changed mot.md:10 heading-id
lost mot.md:12 page-markup
lost mot.md:13 comment
changed mot.md:16 task
changed mot.md:19 callout
changed mot.md:23 callout
lost mot.md:26 shortcode
lost mot.md:33 link
changed mot.md:33 anchor
lost mot.md:33 link`
	if got := notesOf(report); got != want {
		t.Errorf("notes\n%s\nwant\n%s", got, want)
	}
}

func TestFolderRefuses(t *testing.T) {
	o := FolderOptions{Standard: "TT02-2025", Language: "vi"}
	if _, _, err := Folder(folderOf(map[string]string{"a.txt": "x"}), o); !fault.Is(err, fault.Invalid) {
		t.Errorf("a folder without Markdown: %v", err)
	}
	many := fstest.MapFS{}
	for i := range maxFolder + 1 {
		many[fmt.Sprintf("%d.txt", i)] = &fstest.MapFile{}
	}
	if _, _, err := Folder(many, o); !fault.Is(err, fault.TooLarge) {
		t.Errorf("a huge folder: %v", err)
	}
	link := folderOf(map[string]string{"a.md": "# A\n\n![x](b.png)"})
	link["b.png"] = &fstest.MapFile{Mode: fs.ModeSymlink, Data: []byte("/etc/passwd")}
	if files, _, err := Folder(link, o); err != nil || len(files) != 3 {
		t.Errorf("a symbolic link was followed: %d files, %v", len(files), err)
	}
}

func FuzzFolder(f *testing.F) {
	std := standards(f)
	f.Add("# A\n\n[x](b.md#y) ![z](c.svg) <b>d</b> {{< e >}}\n\n:::tip\nf\n", "---\nweight: 1\n---\n## y\n")
	f.Add("<!-- \n```\n[[b]] [a]: <b.md> \\[x](y)", "+++\n+++\n===\n")
	f.Fuzz(func(t *testing.T, a, b string) {
		made, report, err := Folder(folderOf(map[string]string{"a.md": a, "x/b.md": b, "c.svg": picture}), FolderOptions{Standard: "TT02-2025", Standards: std, Language: "vi", Title: "T"})
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range report.Notes {
			if n.Line < 0 || n.File == "" {
				t.Errorf("odd note %+v", n)
			}
		}
		seen := map[string]bool{}
		for _, file := range made {
			if seen[file.Path] || !fs.ValidPath(file.Path) || strings.HasSuffix(file.Path, ".md") && !bytes.HasPrefix(file.Data, []byte("---\ntitle: ")) {
				t.Errorf("%s: %q", file.Path, file.Data)
			}
			seen[file.Path] = true
		}
	})
}
