package store

import (
	"bytes"
	"testing"

	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/id"
)

func TestPublish(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		again, err := w.catalog.Publish(ctx, draft(1))
		must(t, err)
		if again.ID != w.course.ID || again.Number != 1 {
			t.Errorf("the same sources made version %d", again.Number)
		}
		c := w.person(1, w.hamlet)
		w.enrol(c)
		second, err := w.catalog.Publish(ctx, draft(2))
		must(t, err)
		if second.Number != 2 || second.CourseID != w.course.CourseID {
			t.Errorf("second version: %+v", second)
		}
		e, err := w.Enrolment(ctx, c.Person, w.course.CourseID)
		must(t, err)
		if e.VersionID != w.course.ID {
			t.Error("an enrolment left the version on which it began")
		}
		history, err := w.VersionsOf(ctx, w.course.CourseID)
		must(t, err)
		if len(history) != 2 || history[0].ID != second.ID || history[1].ID != w.course.ID {
			t.Errorf("history: %+v", history)
		}
		files, err := w.Files(ctx, second.ID)
		must(t, err)
		if len(files) == 0 || course.Manifest(files) != second.Manifest {
			t.Errorf("%d files are not what the version was made of", len(files))
		}
		if _, err := w.Files(ctx, id.ID{1}); !fault.Is(err, fault.NotFound) {
			t.Errorf("files of no version: %v", err)
		}
		if known, err := w.KnownManifest(ctx, courseSlug, w.course.Manifest); known != 1 || err != nil {
			t.Errorf("the first version's sources are not known: %v", err)
		}
		if known, err := w.KnownManifest(ctx, courseSlug, course.Hash{1}); known != 0 || err != nil {
			t.Errorf("sources that never were are known: %v", err)
		}

		older := draft(1)
		older.Unasked, older.Base = true, second.ID
		_, err = w.catalog.Publish(ctx, older)
		wantKind(t, "a source that brings version 1 back", err, fault.Conflict)
		late := draft(3)
		late.Unasked, late.Base = true, w.course.ID
		_, err = w.catalog.Publish(ctx, late)
		wantKind(t, "a source that has not seen version 2", err, fault.Conflict)
		if v, err := w.CurrentVersion(ctx, courseSlug); err != nil || v.ID != second.ID {
			t.Errorf("version %d is current, %v", v.Number, err)
		}
		if v, err := w.catalog.Publish(ctx, draft(1)); err != nil || v.ID != w.course.ID {
			t.Errorf("a person took version 1 back and got %d: %v", v.Number, err)
		}
		if n := value[int](w, "SELECT count(*) FROM audit WHERE action = 'course-published'"); n != 3 {
			t.Errorf("%d audit lines of three changes of the current version", n)
		}
		w.healthy()
	})
}

// TestReplicasPublishAtOnce: however many start together, there is one version.
func TestReplicasPublishAtOnce(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		together(t, 6, func(int) error {
			d := draft(7)
			d.Unasked, d.Base = true, w.course.ID
			_, err := w.catalog.Publish(t.Context(), d)
			return err
		})
		if history, err := w.VersionsOf(t.Context(), w.course.CourseID); len(history) != 2 || err != nil {
			t.Errorf("%d versions, %v", len(history), err)
		}
		w.healthy()
	})
}

func TestContent(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		m := draft(1).Media[0]
		got, err := w.Media(ctx, m.Hash)
		must(t, err)
		if got.Type != m.Type || !bytes.Equal(got.Data, m.Data) {
			t.Errorf("medium: %+v", got)
		}
		empty, err := w.Blob(ctx, course.HashOf(nil))
		if err != nil || len(empty) != 0 {
			t.Errorf("an empty file: %q, %v", empty, err)
		}
		p, err := w.catalog.Version(ctx, w.course.ID)
		must(t, err)
		if p.Course.Title != sampleCourse(1).Title || p.Course.Bank != nil {
			t.Errorf("%q with %d bank questions", p.Course.Title, len(p.Course.Bank))
		}
		for query, want := range map[string]int{"": 1, "khóa THỬ": 1, "không có": 0, "%": 1} {
			list, err := w.catalog.List(ctx, course.Filter{Query: query})
			if len(list) != want || err != nil {
				t.Errorf("%q finds %d courses, want %d (%v)", query, len(list), want, err)
			}
		}
		for audience, want := range map[string]int{"nguoi-dan": 1, "nguoi": 0} {
			if list, err := w.catalog.List(ctx, course.Filter{Audience: audience}); len(list) != want || err != nil {
				t.Errorf("%q finds %d courses, want %d (%v)", audience, len(list), want, err)
			}
		}
		_, err = w.CurrentVersion(ctx, "khong-co")
		wantKind(t, "an unknown course", err, fault.NotFound)
		_, err = w.Version(ctx, w.ids.New())
		wantKind(t, "an unknown version", err, fault.NotFound)
		_, err = w.Blob(ctx, course.Hash{1})
		wantKind(t, "an unknown blob", err, fault.NotFound)
		_, err = w.Media(ctx, course.HashOf([]byte("câu hỏi")))
		wantKind(t, "a source file as a picture", err, fault.NotFound)
	})
}

func TestUnitsAndSettings(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		root, err := w.RootUnit(ctx)
		must(t, err)
		if root.ID != w.province.ID || !root.ParentID.IsZero() || root.From == 0 {
			t.Errorf("root: %+v", root)
		}
		for path, want := range map[string][]id.ID{
			string(w.province.Path): {w.province.ID, w.commune.ID, w.hamlet.ID},
			string(w.commune.Path):  {w.commune.ID, w.hamlet.ID},
			string(w.hamlet.Path):   {w.hamlet.ID},
		} {
			list, err := w.UnitsUnder(ctx, []byte(path))
			must(t, err)
			if len(list) != len(want) || list[0].ID != want[0] || list[len(list)-1].ID != want[len(want)-1] {
				t.Errorf("under %x: %+v", path, list)
			}
		}
		u, err := w.Unit(ctx, w.hamlet.ID)
		must(t, err)
		if u.ParentID != w.commune.ID || u.Name != w.hamlet.Name || !bytes.Equal(u.Path, w.hamlet.Path) {
			t.Errorf("unit: %+v", u)
		}
		_, err = w.Unit(ctx, w.ids.New())
		wantKind(t, "an unknown unit", err, fault.NotFound)

		must(t, w.PutSettings(ctx, map[string]string{"a": "1", "b": "2"}, id.Zero))
		must(t, w.PutSettings(ctx, map[string]string{"b": "3"}, id.Zero))
		s, err := w.Settings(ctx)
		must(t, err)
		if len(s) != 2 || s["a"] != "1" || s["b"] != "3" {
			t.Errorf("settings: %v", s)
		}
	})
}
