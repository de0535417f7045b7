package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hocso/internal/course"
)

// TestEditions: what a new version is held against are all that were published, the current one first even where a person
// took an older one back, and their banks with them; nobody else gets a bank.
func TestEditions(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		for edition := 2; edition <= 4; edition++ {
			d := draft(edition)
			d.Course.Bank[0].Level = edition // what the bank of each says
			_, err := w.catalog.Publish(ctx, d)
			must(t, err)
		}
		told := func() []string {
			editions, err := w.catalog.Editions(ctx, courseSlug)
			must(t, err)
			var out []string
			for _, e := range editions {
				out = append(out, fmt.Sprintf("%d: %s, bank of %d at level %d", e.Number, e.Course.Title, len(e.Course.Bank), e.Course.Bank[0].Level))
			}
			return out
		}
		line := func(n, level int) string {
			return fmt.Sprintf("%d: Khóa thử, lần %d, bank of 10 at level %d", n, n, level)
		}
		if diff := cmp.Diff([]string{line(4, 4), line(3, 3), line(2, 2), line(1, 1)}, told()); diff != "" {
			t.Error(diff)
		}
		back := draft(2)
		back.Course.Bank[0].Level = 2
		v, err := w.catalog.Publish(ctx, back)
		must(t, err)
		if diff := cmp.Diff([]string{line(2, 2), line(4, 4), line(3, 3), line(1, 1)}, told()); diff != "" || v.Number != 2 {
			t.Errorf("version %d was taken back:\n%s", v.Number, diff)
		}
		if editions, err := w.catalog.Editions(ctx, "khong-co"); err != nil || editions != nil {
			t.Errorf("a course that never was has %d editions, %v", len(editions), err)
		}
		current, err := w.catalog.Current(ctx, courseSlug)
		must(t, err)
		whole, err := w.catalog.Whole(ctx, current.Version)
		must(t, err)
		if current.Course.Bank != nil || len(whole.Bank) != 10 {
			t.Errorf("%d questions for everybody, %d for comparisons", len(current.Course.Bank), len(whole.Bank))
		}
		if bare, err := w.CurrentVersion(ctx, courseSlug); err != nil || bare.ID != current.ID || bare.Compiled != current.Compiled {
			t.Errorf("the version without its content is %+v, %v", bare, err)
		}
		w.healthy()
	})
}

// TestComparedVersions: what a version brings against another is the same however often it is asked, from either side, and
// says nothing of the bank, which learners would read.
func TestComparedVersions(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		d := draft(2)
		d.Course.Bank[0].Level, d.Course.Exam.Minutes = 5, 45
		second, err := w.catalog.Publish(ctx, d)
		must(t, err)
		first, err := w.Version(ctx, w.course.ID)
		must(t, err)
		for range 2 {
			there, err := w.catalog.Compare(ctx, first, second)
			must(t, err)
			if slices.ContainsFunc(there.Questions, func(q course.QuestionChange) bool { return q.Bank }) {
				t.Errorf("the bank is told: %+v", there.Questions)
			}
			if !slices.Contains(there.Parts, course.PartChange{Part: course.PartMinutes, From: "20", To: "45"}) {
				t.Errorf("%+v", there.Parts)
			}
			back, err := w.catalog.Compare(ctx, second, first)
			must(t, err)
			if !slices.Contains(back.Parts, course.PartChange{Part: course.PartMinutes, From: "45", To: "20"}) {
				t.Errorf("%+v", back.Parts)
			}
			if none, err := w.catalog.Compare(ctx, second, second); err != nil || !none.Empty() {
				t.Errorf("a version differs from itself: %+v, %v", none, err)
			}
		}
	})
}

// TestSearchedCourses: a course is found by what it is called and by what its lessons and modules are about, without marks
// and case, and signs of patterns are no patterns.
func TestSearchedCourses(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		other := draft(9)
		other.Course.Slug, other.Course.Title, other.Course.Summary, other.Course.Audience = "chu-ky", "Chữ ký số", "Ký 100% trên mạng", []string{"can-bo"}
		other.Course.Modules[0].Title, other.Course.Modules[0].Summary = "Chứng thư", "Đăng ký"
		other.Course.Modules[0].Lessons[0].Title, other.Course.Modules[0].Lessons[1].Summary = "Cắm USB", "Kiểm tra chữ ký"
		_, err := w.catalog.Publish(ctx, other)
		must(t, err)
		for query, want := range map[string]string{
			"": "khoa chu-ky", "chữ ký": "chu-ky", "CHU KY": "chu-ky", "chứng thư": "chu-ky", "dang ky": "chu-ky", "kiểm tra": "chu-ky",
			"lần 9": "", "khóa thử": "khoa", "100%": "chu-ky", "%": "khoa chu-ky", "_": "khoa chu-ky", "\\": "khoa chu-ky", "c_u": "", "  chữ   ký  ": "chu-ky", "'": "",
		} {
			list, err := w.catalog.List(ctx, course.Filter{Query: query})
			must(t, err)
			var got []string
			for _, v := range list {
				got = append(got, strings.Replace(v.Slug, courseSlug, "khoa", 1))
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%q finds %v, want %q", query, got, want)
			}
		}
		for audience, want := range map[string]int{"can-bo": 1, "nguoi-dan": 1, "can": 0, "": 2, "%": 2} {
			if list, err := w.catalog.List(ctx, course.Filter{Audience: audience}); err != nil || len(list) != want {
				t.Errorf("%q: %d courses, %v", audience, len(list), err)
			}
		}
	})
}
