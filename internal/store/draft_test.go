package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"hocso/internal/account"
	"hocso/internal/authoring"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/org"
)

// desk is the world's own press: a text with "lỗi" in it has a fault, anything else becomes a version.
type desk struct{ w *world }

func (d desk) Faults(_ context.Context, _ string, files []course.File) (int, error) {
	n := 0
	for _, f := range files {
		n += strings.Count(string(f.Data), "lỗi")
	}
	return n, nil
}

func (d desk) Publish(ctx context.Context, slug string, files []course.File, actor id.ID) (course.Version, error) {
	draft := draft(1)
	draft.Course.Slug, draft.Sources, draft.Origin, draft.Actor = slug, files, course.Editor, actor
	return d.w.catalog.Publish(ctx, draft)
}

// writers are the service of drafts and people who may write: two of the province, one of a commune, and a learner.
func writers(w *world) (s *authoring.Service, first, second, communal, learner *account.Caller) {
	author := func(n int, at org.Unit) *account.Caller {
		c := w.person(n, at)
		c.Grants = []account.Grant{{Role: account.Author, Unit: at.ID, Path: at.Path}}
		return c
	}
	s = &authoring.Service{Store: w.Store, Press: desk{w}, Sources: w.catalog.Files, IDs: w.ids, Clock: w.clock}
	return s, author(1, w.province), author(2, w.province), author(3, w.commune), w.person(4, w.hamlet)
}

func textFile(path, text string) course.File { return course.File{Path: path, Data: []byte(text)} }

func TestDraftFromBeginningToVersion(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		s, first, second, communal, learner := writers(w)
		for _, c := range []*account.Caller{communal, learner, nil} { // the course is the province's
			wantKind(t, "a draft by who may not", s.Begin(ctx, c, courseSlug, w.course), fault.NotFound)
		}
		must(t, s.Begin(ctx, first, courseSlug, w.course))
		wantKind(t, "a second draft", s.Begin(ctx, second, courseSlug, w.course), fault.Conflict)
		for _, c := range []*account.Caller{communal, learner, nil} {
			_, err := s.Draft(ctx, c, courseSlug)
			wantKind(t, "another's draft", err, fault.NotFound)
			wantKind(t, "a save in another's draft", s.Save(ctx, c, courseSlug, textFile("course.md", "x"), 1), fault.NotFound)
		}
		d, err := s.Draft(ctx, first, courseSlug)
		must(t, err)
		files, err := w.DraftFiles(ctx, d.ID)
		must(t, err)
		if len(files) != 3 || files[1].Path != "course.md" || files[1].Revision != 1 || files[1].By != "" {
			t.Errorf("a draft begins with %+v", files)
		}

		must(t, s.Save(ctx, first, courseSlug, textFile("course.md", "có lỗi"), 1))
		wantKind(t, "a draft with faults in review", s.Submit(ctx, first, courseSlug, ""), fault.Conflict)
		must(t, s.Save(ctx, first, courseSlug, textFile("course.md", "đã sửa"), 2))
		must(t, s.Submit(ctx, first, courseSlug, " Xem giúp\nđoạn đầu "))
		wantKind(t, "a change in review", s.Save(ctx, second, courseSlug, textFile("course.md", "khác"), 3), fault.Conflict)
		d, err = s.Draft(ctx, second, courseSlug)
		must(t, err)
		_, err = s.Approve(ctx, first, courseSlug, authoring.Approval{Submitted: d.Submitted})
		wantKind(t, "one's own draft approved", err, fault.Forbidden)
		wantKind(t, "sent back without a word", s.Return(ctx, second, courseSlug, " \n"), fault.Invalid)
		must(t, s.Return(ctx, second, courseSlug, "Thiếu ví dụ"))
		must(t, s.Save(ctx, first, courseSlug, textFile("course.md", "có ví dụ"), 3))
		w.clock.Advance(time.Second)
		must(t, s.Submit(ctx, first, courseSlug, ""))
		_, err = s.Approve(ctx, second, courseSlug, authoring.Approval{Submitted: d.Submitted})
		wantKind(t, "approved as it was read before", err, fault.Conflict)
		notes, err := w.DraftNotes(ctx, d.ID)
		must(t, err)
		if len(notes) != 3 || notes[0].Text != "Xem giúp\nđoạn đầu" || notes[1].Kind != authoring.NoteReturned || notes[1].By != second.Name {
			t.Errorf("notes: %+v", notes)
		}
		d, err = s.Draft(ctx, second, courseSlug)
		must(t, err)
		v, err := s.Approve(ctx, second, courseSlug, authoring.Approval{Submitted: d.Submitted, Text: " Tốt "})
		must(t, err)
		if v.Number != 2 || v.Origin != course.Editor {
			t.Errorf("published %+v", v)
		}
		sources, err := w.catalog.Files(ctx, v.ID)
		must(t, err)
		if len(sources) != 3 || string(sources[1].Data) != "có ví dụ" {
			t.Errorf("the version is made of %q", sources)
		}
		_, err = s.Draft(ctx, first, courseSlug)
		wantKind(t, "the draft of a published course", err, fault.NotFound)
		must(t, w.CloseDraft(ctx, d, v.ID, "lần hai", second.Account)) // as after a cut: nothing is said twice
		said, err := w.VersionNotes(ctx, v.CourseID)
		must(t, err)
		var kinds []string
		for _, n := range said[v.ID] {
			kinds = append(kinds, n.Kind+" "+n.By+" "+n.Text)
		}
		if want := []string{
			"submitted " + first.Name + " Xem giúp\nđoạn đầu", "returned " + second.Name + " Thiếu ví dụ", "submitted " + first.Name + " ", "approved " + second.Name + " Tốt",
		}; !slices.Equal(kinds, want) || len(said) != 1 {
			t.Errorf("the version keeps %q", kinds)
		}
		versions, err := w.catalog.History(ctx, v.CourseID)
		must(t, err)
		if len(versions) != 2 || versions[0].By != second.Name || versions[1].By != "" {
			t.Errorf("published by %+v", versions)
		}
		if n := value[int](w, "SELECT count(*) FROM audit WHERE action = 'draft-published'"); n != 1 {
			t.Errorf("%d lines of the audit say who published", n)
		}
		w.healthy()
	})
}

// TestTwoAuthorsSaveTheSameFile: however many save what they read together, one is stored and the others are told.
// TestWordsAboutDraftsAreTheirs: what somebody said about a draft, and about one that became a version, is in the copy of
// their data, and goes when they are erased; that something was said stays for the others.
func TestWordsAboutDraftsAreTheirs(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		s, first, second, _, _ := writers(w)
		must(t, s.Begin(ctx, first, courseSlug, w.course))
		must(t, s.Save(ctx, first, courseSlug, textFile("course.md", "mới"), 1))
		must(t, s.Submit(ctx, first, courseSlug, "Nhờ chị Pủ"))
		d, err := s.Draft(ctx, second, courseSlug)
		must(t, err)
		v, err := s.Approve(ctx, second, courseSlug, authoring.Approval{Submitted: d.Submitted, Text: "Ừ"})
		must(t, err)
		must(t, s.Begin(ctx, first, courseSlug, v))
		must(t, s.Comment(ctx, first, courseSlug, "Gọi tôi số 0912345678"))
		must(t, s.Comment(ctx, second, courseSlug, "Được"))
		notes, err := w.Notes(ctx, first.Account)
		must(t, err)
		if len(notes) != 2 || notes[0].Text != "Nhờ chị Pủ" || notes[1].Course != courseSlug || notes[1].Text != "Gọi tôi số 0912345678" || notes[1].At == 0 {
			t.Errorf("the copy has %+v", notes)
		}
		w.erase(first)
		d, err = s.Draft(ctx, second, courseSlug)
		must(t, err)
		said, err := w.VersionNotes(ctx, v.CourseID)
		must(t, err)
		if n := said[v.ID]; len(n) != 2 || n[0].Text != "" || n[0].By != "" || n[1].Text != "Ừ" {
			t.Errorf("the version keeps %+v", n)
		}
		left, err := w.DraftNotes(ctx, d.ID)
		must(t, err)
		if len(left) != 2 || left[0].Text != "" || left[0].By != "" || left[1].Text != "Được" {
			t.Errorf("left: %+v", left)
		}
	})
}

func TestTwoAuthorsSaveTheSameFile(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		s, first, _, _, _ := writers(w)
		must(t, s.Begin(ctx, first, courseSlug, w.course))
		stored := make([]bool, 6)
		together(t, len(stored), func(n int) error {
			err := s.Save(ctx, first, courseSlug, textFile("course.md", fmt.Sprint("bản của ", n)), 1)
			if stored[n] = err == nil; fault.Is(err, fault.Conflict) {
				return nil
			}
			return err
		})
		d, err := s.Draft(ctx, first, courseSlug)
		must(t, err)
		f, err := w.DraftFile(ctx, d.ID, "course.md")
		must(t, err)
		winners := 0
		for n, ok := range stored {
			if ok {
				winners++
				if string(f.Data) != fmt.Sprint("bản của ", n) || f.Revision != 2 || f.By != first.Name {
					t.Errorf("%d was told that it saved, but stored is %+v", n, f)
				}
			}
		}
		if winners != 1 {
			t.Errorf("%d saved the same revision", winners)
		}
		wantKind(t, "a new file where one is", s.Save(ctx, first, courseSlug, textFile("course.md", "x"), 0), fault.Conflict)
		must(t, s.Delete(ctx, first, courseSlug, []string{"empty.md"}))
		wantKind(t, "a save of what somebody deleted", s.Save(ctx, first, courseSlug, textFile("empty.md", "x"), 1), fault.Conflict)
	})
}

func TestDraftFilesMoveAndGo(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		s, first, _, _, _ := writers(w)
		must(t, s.Begin(ctx, first, courseSlug, w.course))
		for _, bad := range []string{"../khac/x.md", "/x.md", "a/b/c.md", "01-A/x.md", "x", ".an.md", "01-a/../x.md", strings.Repeat("a", 200) + ".md"} {
			wantKind(t, bad, s.Save(ctx, first, courseSlug, textFile(bad, "x"), 0), fault.Invalid)
		}
		wantKind(t, "too large", s.Save(ctx, first, courseSlug, textFile("01-a/01-b.md", strings.Repeat("x", authoring.MaxText+1)), 0), fault.Invalid)
		must(t, s.Save(ctx, first, courseSlug, textFile("01-a/module.md", "x"), 0))
		must(t, s.Save(ctx, first, courseSlug, textFile("01-a/01-b.md", "y"), 0))
		d, err := s.Draft(ctx, first, courseSlug)
		must(t, err)
		wantKind(t, "onto another", s.Rename(ctx, first, courseSlug, []authoring.Move{
			{From: "01-a/module.md", To: "02-c/module.md"}, {From: "01-a/01-b.md", To: "bank/01.md"},
		}), fault.Conflict)
		if _, err := w.DraftFile(ctx, d.ID, "01-a/module.md"); err != nil {
			t.Error("a move that failed moved a part:", err)
		}
		must(t, s.Rename(ctx, first, courseSlug, []authoring.Move{{From: "01-a/module.md", To: "02-c/module.md"}, {From: "01-a/01-b.md", To: "02-c/01-b.md"}}))
		wantKind(t, "what is not there", s.Rename(ctx, first, courseSlug, []authoring.Move{{From: "01-a/01-b.md", To: "02-c/02-b.md"}}), fault.NotFound)
		wantKind(t, "course.md moved", s.Rename(ctx, first, courseSlug, []authoring.Move{{From: "course.md", To: "02-c/02-b.md"}}), fault.Invalid)
		wantKind(t, "course.md deleted", s.Delete(ctx, first, courseSlug, []string{"course.md"}), fault.Conflict)
		must(t, s.Delete(ctx, first, courseSlug, []string{"02-c/01-b.md", "02-c/module.md"}))
		wantKind(t, "deleted twice", s.Delete(ctx, first, courseSlug, []string{"02-c/module.md"}), fault.NotFound)
		f, err := w.DraftBlob(ctx, d.ID, course.HashOf([]byte("câu hỏi")))
		if err != nil || f.Path != "bank/01.md" {
			t.Errorf("by content: %+v, %v", f, err)
		}
		_, err = w.DraftBlob(ctx, d.ID, course.HashOf([]byte("y")))
		wantKind(t, "the content of a deleted file", err, fault.NotFound)
		must(t, s.Discard(ctx, first, courseSlug))
		if v, err := w.catalog.CurrentVersion(ctx, courseSlug); err != nil || v.ID != w.course.ID {
			t.Errorf("discarding a draft changed what is published: %v", err)
		}
		w.healthy()
	})
}

// TestCourseOfACommune: a new course belongs to the unit of its authors, and stays theirs.
func TestCourseOfACommune(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		s, first, second, communal, _ := writers(w)
		begin := []course.File{textFile("course.md", "x")}
		wantKind(t, "for another unit", s.Create(ctx, communal, w.province, "khoa-xa", "Khóa xã", begin), fault.NotFound)
		wantKind(t, "a slug that is taken", s.Create(ctx, communal, w.commune, courseSlug, "Khóa xã", begin), fault.Invalid)
		wantKind(t, "no title, no slug", s.Create(ctx, communal, w.commune, "Khóa xã", " ", begin), fault.Invalid)
		must(t, s.Create(ctx, communal, w.commune, "khoa-xa", "Khóa xã", begin))
		wantKind(t, "twice", s.Create(ctx, first, w.province, "khoa-xa", "Khóa tỉnh", begin), fault.Invalid)
		must(t, s.Submit(ctx, communal, "khoa-xa", ""))
		d, err := s.Draft(ctx, first, "khoa-xa")
		must(t, err)
		v, err := s.Approve(ctx, first, "khoa-xa", authoring.Approval{Submitted: d.Submitted})
		must(t, err)
		must(t, s.Begin(ctx, communal, "khoa-xa", v))
		mine, err := s.Drafts(ctx, communal)
		must(t, err)
		if len(mine) != 1 || mine[0].Unit != w.commune.ID {
			t.Errorf("drafts of the commune: %+v", mine)
		}
		must(t, s.Begin(ctx, second, courseSlug, w.course))
		if mine, err = s.Drafts(ctx, communal); err != nil || len(mine) != 1 {
			t.Errorf("the commune sees %d drafts: %v", len(mine), err)
		}
		wantKind(t, "another course's version", s.Begin(ctx, second, courseSlug, v), fault.NotFound)
	})
}
