package content

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestSources(t *testing.T) {
	file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	root := fstest.MapFS{
		"k/course.md": file("[a](../_shared/a.md \"include\")"), "k/01-a/hinh.svg": file("h"), "k/.git/x": file("x"), "k/.DS_Store": file("x"),
		"_shared/a.md": file("![b](b.svg) [c](https://x.example)"), "_shared/b.svg": file("b"), "_shared/khac.md": file("other courses'"),
		"k/01-a/01-b.md": file("[gone](../../_shared/gone.md \"include\")"),
	}
	paths := func() []string {
		files, err := Sources(root, "k")
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, f := range files {
			out = append(out, f.Path)
		}
		return out
	}
	if diff := cmp.Diff([]string{"../_shared/a.md", "../_shared/b.svg", "01-a/01-b.md", "01-a/hinh.svg", "course.md"}, paths()); diff != "" {
		t.Error(diff)
	}
	for i := range maxFiles {
		root["k/t/"+string(rune('a'+i%26))+string(rune(0x4e00+i))] = file("")
	}
	if _, err := Sources(root, "k"); err == nil {
		t.Error("more files than a course may have were read")
	}
	if _, err := Sources(root, "khong-co"); err == nil {
		t.Error("a course that is not there has sources")
	}
}

// TestBundleSources: what a version is made of is the same before and after the check, pictures and shared passages
// with it. Otherwise a start would publish nothing of a new picture.
func TestBundleSources(t *testing.T) {
	_, files := archive(t, "testdata/pages/include.txtar")
	all := base(t)
	for n, f := range files {
		all[n] = f
	}
	bundle, report := load(all)
	if bundle == nil {
		t.Fatal(lines(report))
	}
	var out []string
	for _, f := range bundle.Sources {
		out = append(out, f.Path)
	}
	want := []string{"../_shared/buoc.svg", "../_shared/khac.md", "../_shared/nhac.md", "01-mo-dau/01-bai.md", "01-mo-dau/module.md", "bank/01-cau-hoi.md", "course.md"}
	if diff := cmp.Diff(want, out); diff != "" {
		t.Error(diff)
	}
}
