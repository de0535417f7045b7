package content

import (
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// TestSharedFilesInEveryForm: however a page names a shared file, a version holds it with everything that it needs in
// turn. A version that lacked one could not be read again, and a change of the shared file would make no new version.
func TestSharedFilesInEveryForm(t *testing.T) {
	const passage = "---\ntitle: Nhắc lại\n---\n\n# Nhắc lại\n\n"
	svg := `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>a</title><desc>b</desc></svg>`
	for name, tt := range map[string]struct {
		lesson string
		shared map[string]string
		want   string
	}{
		"as authors do":               {`[Nhắc](../../_shared/nhac.md "include")`, map[string]string{"nhac.md": passage + "Chữ."}, "nhac.md"},
		"between angle brackets":      {`[Nhắc](<../../_shared/nhac.md> "include")`, map[string]string{"nhac.md": passage + "Chữ."}, "nhac.md"},
		"with a space":                {`[Nhắc]( ../../_shared/nhac.md "include")`, map[string]string{"nhac.md": passage + "Chữ."}, "nhac.md"},
		"by a reference":              {"[Nhắc][n]\n\n[n]: ../../_shared/nhac.md \"include\"", map[string]string{"nhac.md": passage + "Chữ."}, "nhac.md"},
		"by a longer way":             {`[Nhắc](./../../_shared/nhac.md "include")`, map[string]string{"nhac.md": passage + "Chữ."}, "nhac.md"},
		"a picture":                   {"![Hình](../../_shared/hinh.svg)", map[string]string{"hinh.svg": svg}, "hinh.svg"},
		"a picture by a reference":    {"![Hình][h]\n\n[h]: <../../_shared/hinh.svg>", map[string]string{"hinh.svg": svg}, "hinh.svg"},
		"a video with its captions":   {"![Phim](../../_shared/phim.mp4)", map[string]string{"phim.mp4": "____ftypisom", "phim.vtt": "WEBVTT\n\n00:00.000 --> 00:01.000\nChào.\n"}, "phim.mp4 phim.vtt"},
		"a recording with its words":  {"![Lời](../../_shared/loi.mp3)", map[string]string{"loi.mp3": "ID3", "loi.txt": "Chào."}, "loi.mp3 loi.txt"},
		"a passage's picture":         {`[Nhắc](../../_shared/nhac.md "include")`, map[string]string{"nhac.md": passage + "![Hình](hinh.svg)", "hinh.svg": svg}, "hinh.svg nhac.md"},
		"a passage's, in brackets":    {`[Nhắc](../../_shared/nhac.md "include")`, map[string]string{"nhac.md": passage + "![Hình](<hinh.svg>)", "hinh.svg": svg}, "hinh.svg nhac.md"},
		"a passage's, by a reference": {`[Nhắc](../../_shared/nhac.md "include")`, map[string]string{"nhac.md": passage + "![Hình][h]\n\n[h]: ./hinh.svg", "hinh.svg": svg}, "hinh.svg nhac.md"},
		"a passage's video":           {`[Nhắc](../../_shared/nhac.md "include")`, map[string]string{"nhac.md": passage + "![Phim](phim.mp4)", "phim.mp4": "____ftypisom", "phim.vtt": "WEBVTT\n\n00:00.000 --> 00:01.000\nChào.\n"}, "nhac.md phim.mp4 phim.vtt"},
		"a folder that is only named": {"Xem `_shared/muc` trong kho.", map[string]string{"muc/a.txt": "x"}, ""},
		"another course's passage":    {"Chữ.", map[string]string{"nhac.md": passage + "Chữ."}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			all := base(t)
			all["01-mo-dau/01-bai.md"] = &fstest.MapFile{Data: []byte(lessonFront + tt.lesson + "\n")}
			for file, text := range tt.shared {
				all["../_shared/"+file] = &fstest.MapFile{Data: []byte(text)}
			}
			b, report := load(all)
			if b == nil {
				t.Fatal(lines(report))
			}
			got := []string{}
			for _, f := range b.Sources {
				if dir, file := path.Split(f.Path); dir == sharedDir+"/" {
					got = append(got, file)
				}
			}
			if diff := cmp.Diff(strings.Fields(tt.want), got); diff != "" {
				t.Fatal(diff)
			}
			again, report := Load(folderOf(b), "khoa-hoc", testSet(), URLs{})
			if again == nil || len(report.Findings) > 0 {
				t.Fatalf("a version cannot be read again: %v", lines(report))
			}
			if a, b := lessonsHTML(b), lessonsHTML(again); a != b {
				t.Errorf("read again it says %s, not %s", b, a)
			}
		})
	}
}

// folderOf is the folder that a version gives back, with the shared one beside it.
func folderOf(b *Bundle) fs.FS {
	root := fstest.MapFS{}
	for _, f := range b.Sources {
		root[path.Join(b.Course.Slug, f.Path)] = &fstest.MapFile{Data: f.Data}
	}
	return root
}

// TestVersionsGiveBackTheirCourse: the files of a version, read again, are the same version: for all that is shipped this
// is what makes an export, a restore and a moving server safe.
func TestVersionsGiveBackTheirCourse(t *testing.T) {
	for _, name := range []string{"good", "pages/text", "pages/sound", "pages/include"} {
		_, files := archive(t, "testdata/"+name+".txtar")
		all := base(t)
		if name == "good" {
			all = fstest.MapFS{"01-mo-dau/mau.pdf": &fstest.MapFile{Data: []byte("x")}}
		}
		for n, f := range files {
			all[n] = f
		}
		b, report := load(all)
		if b == nil {
			t.Fatal(name, lines(report))
		}
		again, report := Load(folderOf(b), "khoa-hoc", testSet(), URLs{})
		if again == nil {
			t.Fatal(name, lines(report))
		}
		if diff := cmp.Diff(dump(b), dump(again)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if !slices.EqualFunc(b.Media, again.Media, func(x, y Media) bool { return x.Path == y.Path && x.Hash == y.Hash }) {
			t.Errorf("%s: other pictures", name)
		}
	}
}
