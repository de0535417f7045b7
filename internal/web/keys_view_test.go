package web

import (
	"io/fs"
	"os"
	"strings"
	"testing"

	"hocso/courses"
	"hocso/internal/content"
	"hocso/internal/course"
	"hocso/internal/i18n"
)

// TestKeysOfEveryType: authors see what is right in every type of question, and what is asked without marks of ours.
func TestKeysOfEveryType(t *testing.T) {
	common, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	w, seen := &Web{Deps: Deps{Standards: common.Standards, I18n: common.I18n}}, map[course.Type]bool{}
	look := func(q *course.Question) {
		seen[q.Type] = true
		k := w.keyOf(i18n.VI, q)
		right := 0
		for _, item := range k.Items {
			if item.Right || item.Plain {
				right++
			}
			if strings.TrimSpace(item.HTML) == "" {
				t.Errorf("%s (%s): an empty line in the key: %+v", q.ID, q.Type, k.Items)
			}
		}
		if right == 0 && q.Type != course.TrueFalse {
			t.Errorf("%s (%s): nothing is right in %+v", q.ID, q.Type, k.Items)
		}
		lead := leadOf(q)
		if strings.Contains(lead, "\x00") || (q.Type == course.Hotspot && !strings.Contains(lead, "<img")) {
			t.Errorf("%s (%s): asked as %q", q.ID, q.Type, lead)
		}
		if name := "question-type." + string(q.Type); w.I18n.T(i18n.VI, name, nil) == name {
			t.Errorf("%s has no name", q.Type)
		}
	}
	for _, fsys := range []fs.FS{courses.FS, os.DirFS("testdata")} {
		for _, slug := range content.Courses(fsys) {
			b, report := content.LoadDraft(fsys, slug, common.Standards, ContentURLs())
			if b == nil {
				t.Fatalf("%s: %v", slug, report.Findings)
			}
			for i := range b.Course.Bank {
				look(&b.Course.Bank[i])
			}
			for _, pl := range b.Course.Places() {
				for i := range pl.Lesson.Questions {
					look(&pl.Lesson.Questions[i])
				}
			}
		}
	}
	for _, typ := range append(course.Types(), course.Practical) {
		if !seen[typ] {
			t.Errorf("no course asks a question of type %s", typ)
		}
	}
}
