package exchange

import (
	"fmt"
	"path"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var mdLink = regexp.MustCompile(`\]\(([^)#:]+\.(?:md|svg))(?:#[^)]*)?\)`)

// relativeTo is how a page of a folder links to another file of it.
func relativeTo(from, to string) string {
	up := strings.Repeat("../", strings.Count(from, "/"))
	return up + to
}

// TestFolderOfAnyShape: however pages lie in folders, are listed or are not, and link to each other: each is in the course
// once, or the report says that it is not; every link of the course leads to a file of it; and the course can be read.
func TestFolderOfAnyShape(t *testing.T) {
	std := standards(t)
	rapid.Check(t, func(rt *rapid.T) {
		names := rapid.Custom(func(rt *rapid.T) string {
			dir := rapid.SampledFrom([]string{"", "", "1-mot/", "2-hai/", "Phần Ba/", "2-hai/sâu/"}).Draw(rt, "dir")
			return dir + rapid.SampledFrom([]string{"README", "index", "1-a", "2-b", "10-c", "bài đẹp", "x_y", "Z"}).Draw(rt, "name") + ".md"
		})
		pages := append(rapid.SliceOfNDistinct(names, 0, 7, strings.ToLower).Draw(rt, "pages"), "luôn có.md") // a page about the folder alone is no lesson
		files := map[string]string{"hinh/a.svg": picture}
		for n, p := range pages {
			var b strings.Builder
			if rapid.Bool().Draw(rt, "front") {
				fmt.Fprintf(&b, "---\ntitle: Trang %d\nweight: %d\n---\n", n, rapid.IntRange(0, 5).Draw(rt, "weight"))
			}
			fmt.Fprintf(&b, "# Trang %d\n\nCâu riêng số %d.\n\n## Mục\n\n", n, n)
			for _, to := range rapid.SliceOfN(rapid.SampledFrom(append(pages, "khong-co.md", "hinh/a.svg")), 0, 3).Draw(rt, "links") {
				fmt.Fprintf(&b, "- [nối](<%s>)\n", relativeTo(p, to)+rapid.SampledFrom([]string{"", "", "#muc", "#khong-co"}).Draw(rt, "anchor"))
			}
			if rapid.Bool().Draw(rt, "picture") {
				fmt.Fprintf(&b, "\n![Hình](%s)\n", relativeTo(p, "hinh/a.svg"))
			}
			files[p] = b.String()
		}
		if rapid.Bool().Draw(rt, "listed") {
			list := "# Mục lục\n\n"
			for _, p := range rapid.SliceOf(rapid.SampledFrom(pages)).Draw(rt, "list") {
				list += rapid.SampledFrom([]string{"", "  "}).Draw(rt, "indent") + "- [Tên](<" + p + ">)\n"
			}
			files["SUMMARY.md"] = list
		}

		made, report := courseFrom(rt, std, folderOf(files))
		all := ""
		for name, text := range made {
			all += text
			for _, m := range mdLink.FindAllStringSubmatch(text, -1) {
				if _, ok := made[path.Join(path.Dir(name), m[1])]; !ok && strings.HasSuffix(name, ".md") {
					rt.Errorf("%s links to %s, which is not there\n%s", name, m[1], text)
				}
			}
		}
		for n, p := range pages {
			left := 0
			for _, note := range report.Notes {
				if note.File == p && note.Key == "exchange.not-listed" {
					left++
				}
			}
			got := strings.Count(all, fmt.Sprintf("Câu riêng số %d.", n))
			if left > 1 || left == 1 && got > 0 || left == 0 && got != 1 && got != 2 { // a lesson's summary says it again
				rt.Errorf("%s stands in the course %d times, reported as left out %d times", p, got, left)
			}
		}
	})
}

// TestListsThatListNothing: a list without a page of its own, or with the page about the folder alone, is no list.
func TestListsThatListNothing(t *testing.T) {
	std := standards(t)
	for name, list := range map[string]string{
		"empty": "# Mục lục\n", "only what is not there": "- [x](khong-co.md)\n", "the page about the folder": "- [x](README.md)\n",
		"the same page again, deeper": "- [x](README.md)\n- [x](README.md)\n  - [x](README.md)\n",
	} {
		made, report := courseFrom(t, std, folderOf(map[string]string{"SUMMARY.md": list, "README.md": "# Khóa\n\nVề khóa.\n", "bai.md": "# Bài\n\nChữ của bài.\n"}))
		if got := namesOf(made); got != "01-khoa/01-bai.md 01-khoa/module.md course.md" || !strings.Contains(made["course.md"], "Về khóa.") {
			t.Errorf("%s: made %s", name, got)
		}
		if notes := notesOf(report); strings.Contains(notes, "not-listed") {
			t.Errorf("%s: %s", name, notes)
		}
	}
}

// TestListedNamesWithBlanks: a name in angle brackets may have blanks in it, and a title behind it.
func TestListedNamesWithBlanks(t *testing.T) {
	std := standards(t)
	for _, link := range []string{"[Tên](<bài đẹp.md>)", `[Tên](<bài đẹp.md> "Chú thích")`, "[Tên]( <bài đẹp.md> )", "[Tên](b%C3%A0i%20%C4%91%E1%BA%B9p.md)"} {
		made, report := courseFrom(t, std, folderOf(map[string]string{"SUMMARY.md": "- [Z](z.md)\n- " + link + "\n", "z.md": "# Z\n", "bài đẹp.md": "# Bài\n\nChữ.\n"}))
		if got := namesOf(made); got != "01-thu-muc/01-z.md 01-thu-muc/02-bai-dep.md 01-thu-muc/module.md course.md" || notesOf(report) != "" {
			t.Errorf("%s: made %s\n%s", link, got, notesOf(report))
		}
	}
}
