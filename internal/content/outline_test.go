package content

import (
	"maps"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// TestOutline: what is added to a course, by hand, by import or by "new", finds there every id that is taken: of questions
// in lessons and bank, of scenarios and their parts.
func TestOutline(t *testing.T) {
	_, files := archive(t, "testdata/good.txtar")
	o := OutlineOf(files, testSet())
	if o.Slug != "khoa-mau-du-moi-thu" || o.Title != "Khóa mẫu: đủ mọi thứ" || o.Standard != "TT02-2025" || o.Language != "vi" {
		t.Errorf("%+v", o)
	}
	for _, id := range []string{"cau-mot", "lam-that", "chuyen-ba-hoi", "ba-hoi-1", "so-ngay", "chuyen-chu-bay", "chu-bay-2"} {
		if !o.IDs[id] {
			t.Errorf("%s is not taken", id)
		}
	}
	for _, id := range []string{"", "ma-otp", "cac-buoc", "khong-co"} {
		if o.IDs[id] {
			t.Errorf("%s is no question", id)
		}
	}
}

// TestOutlineOfABrokenCourse: one can add to a course that has errors, or has nothing yet.
func TestOutlineOfABrokenCourse(t *testing.T) {
	if diff := cmp.Diff(Outline{Slug: ".", Language: "vi", IDs: map[string]bool{}}, OutlineOf(fstest.MapFS{}, testSet())); diff != "" {
		t.Error(diff)
	}
	files := fstest.MapFS{
		"course.md":   {Data: []byte("---\ntitle: Đang viết\nlanguage: en\nstandard: KHONG-CO\n---\n\n# Khác\n")},
		"bank/mot.md": {Data: []byte("---\ntitle: a\n---\n\n## Câu {#cau-dau type=lạ}\n\n## Câu {#cau-hai type=single}\n\nHỏi?\n\n- [ ] a\n")},
	}
	o := OutlineOf(files, testSet())
	if o.Title != "Đang viết" || o.Language != "en" || o.Standard != "" {
		t.Errorf("%+v", o)
	}
	if got := slices.Sorted(maps.Keys(o.IDs)); !slices.Equal(got, []string{"cau-dau", "cau-hai"}) {
		t.Errorf("taken: %v", got)
	}
}
