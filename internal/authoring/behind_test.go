package authoring_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hocso/internal/account"
	"hocso/internal/authoring"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/id"
)

const glossary, modulePath = "glossary.md", "01-phan/module.md"

// published makes the files the current version, as another source would.
func (w *world) published(files []course.File) course.Version {
	w.t.Helper()
	v, err := w.Press.Publish(w.t.Context(), slug, files, id.Zero)
	w.must(err)
	return v
}

// behind is what publishing the draft would take back.
func (w *world) behind(c *account.Caller) authoring.Behind {
	w.t.Helper()
	d := w.draft(c, slug)
	sources, err := w.db.DraftSources(w.t.Context(), d.ID)
	w.must(err)
	b, err := w.Behind(w.t.Context(), c, d, sources)
	w.must(err)
	return b
}

// module is the module's page with another text.
func module(words string) course.File {
	return file(modulePath, "---\ntitle: Phần\n---\n\n# Phần\n\n"+words+"\n")
}

// with are files of which one is replaced or added.
func with(all []course.File, f course.File) []course.File {
	out := slices.DeleteFunc(slices.Clone(all), func(o course.File) bool { return o.Path == f.Path })
	return append(out, f)
}

// TestDraftThatIsBehind: what was published since a draft was begun is named, taken over where the draft says nothing
// else, and given up only by somebody who says so.
func TestDraftThatIsBehind(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		one, two := w.author(w.province), w.author(w.province)
		terms := file(glossary, "---\ntitle: Từ\n---\n\n# Từ\n\n## Mã OTP {#ma-otp}\n\nMã dùng một lần.\n")
		w.published(with(files("Chữ đầu tiên."), terms))
		first, err := w.catalog.CurrentVersion(ctx, slug)
		w.must(err)
		w.must(w.Begin(ctx, one, slug, first))
		w.must(w.Save(ctx, one, slug, lesson("Chữ của bản nháp."), 1))
		if b := w.behind(one); b.Late() {
			t.Errorf("nothing was published since, but %+v", b)
		}
		second := w.published(with(files("Chữ của bản hai."), module("Mới."))) // and no glossary
		want := authoring.Behind{Version: second.ID, Theirs: []string{modulePath, glossary}, Both: []string{lessonPath}}
		if diff := cmp.Diff(want, w.behind(two)); diff != "" {
			t.Errorf("behind (-want +got):\n%s", diff)
		}

		w.must(w.Submit(ctx, one, slug, ""))
		submitted := w.draft(two, slug).Submitted
		for name, over := range map[string]id.ID{"in silence": id.Zero, "over the version it was begun from": first.ID} {
			_, err = w.Approve(ctx, two, slug, authoring.Approval{Submitted: submitted, Over: over})
			wants(t, name, err, fault.Invalid, "tren authoring.behind")
		}
		wants(t, "taking over in review", w.TakeOver(ctx, two, slug, second.ID), fault.Conflict, "authoring.in-review")
		w.must(w.Withdraw(ctx, one, slug))
		wants(t, "taking over what was not seen", w.TakeOver(ctx, one, slug, first.ID), fault.Conflict, "authoring.published-since")
		wants(t, "by an author of a commune", w.TakeOver(ctx, w.author(w.commune), slug, second.ID), fault.NotFound, "")
		w.must(w.TakeOver(ctx, one, slug, second.ID))
		if diff := cmp.Diff(authoring.Behind{Version: second.ID, Both: []string{lessonPath}}, w.behind(two)); diff != "" {
			t.Errorf("after taking over (-want +got):\n%s", diff)
		}
		sources, err := w.db.DraftSources(ctx, w.draft(one, slug).ID)
		w.must(err)
		if len(sources) != 3 || !strings.Contains(string(sources[1].Data), "Mới.") || !strings.Contains(string(sources[0].Data), "của bản nháp") {
			t.Errorf("the draft has %q", sources)
		}
		w.must(w.Submit(ctx, one, slug, ""))
		v, err := w.Approve(ctx, two, slug, authoring.Approval{Submitted: w.draft(two, slug).Submitted, Over: second.ID})
		if err != nil || v.Number != 4 || w.words(slug) != "Chữ của bản nháp." {
			t.Errorf("knowingly: %+v, %v, %q", v, err, w.words(slug))
		}
	})
}

// TestTakenOverWhole: with nothing left to give up the draft stands on the published version.
func TestTakenOverWhole(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		one, two := w.author(w.province), w.author(w.province)
		w.must(w.Begin(ctx, one, slug, w.first))
		w.must(w.Save(ctx, one, slug, module("Của bản nháp."), 1))
		second := w.published(files("Chữ của bản hai."))
		w.must(w.TakeOver(ctx, two, slug, second.ID))
		if d := w.draft(one, slug); d.Base != second.ID || w.behind(one).Late() {
			t.Errorf("it stands on %s, behind %+v", d.Base, w.behind(one))
		}
		wants(t, "twice", w.TakeOver(ctx, two, slug, second.ID), fault.Conflict, "authoring.published-since")
		w.must(w.Submit(ctx, one, slug, ""))
		v, err := w.Approve(ctx, two, slug, authoring.Approval{Submitted: w.draft(two, slug).Submitted})
		if err != nil || v.Number != 3 || w.words(slug) != "Chữ của bản hai." {
			t.Errorf("%+v, %v, %q", v, err, w.words(slug))
		}
	})
}

// TestTakingOverMeetsASave: a file that somebody saves in the same moment is not overwritten.
func TestTakingOverMeetsASave(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		one := w.author(w.province)
		w.must(w.Begin(ctx, one, slug, w.first))
		d := w.draft(one, slug)
		w.must(w.Save(ctx, one, slug, lesson("Vừa lưu."), 1))
		for _, f := range []authoring.File{
			{Path: lessonPath, Revision: 1, Data: []byte("x")}, {Path: lessonPath, Revision: 1}, {Path: modulePath, Data: []byte("x")},
		} {
			taken := []authoring.File{{Path: glossary, Data: []byte("x")}, f}
			wants(t, "a file of another revision", w.db.TakeOver(ctx, d.ID, taken, d.Base, one.Account), fault.Conflict, "authoring.conflict")
		}
		if _, err := w.db.DraftFile(ctx, d.ID, glossary); !fault.Is(err, fault.NotFound) {
			t.Errorf("a part was taken over: %v", err)
		}
	})
}

// hasty does something in the middle of an approval.
type hasty struct {
	authoring.Store
	authoring.Press
	read, published func()
}

func (h *hasty) DraftSources(ctx context.Context, draft id.ID) ([]course.File, error) {
	if h.read != nil {
		h.read()
		h.read = nil
	}
	return h.Store.DraftSources(ctx, draft)
}

func (h *hasty) Publish(ctx context.Context, slug string, files []course.File, actor id.ID) (course.Version, error) {
	v, err := h.Press.Publish(ctx, slug, files, actor)
	h.published()
	return v, err
}

// TestTakenBackDuringApproval: what nobody has reviewed is not published, and what was saved while the reviewed text was
// being published stays, on top of it.
func TestTakenBackDuringApproval(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		one, two := w.author(w.province), w.author(w.province)
		d := w.submitted(one, "Đã duyệt.")
		plain := *w.Service
		changed := func(words string, revision int) func() {
			return func() {
				w.must(plain.Withdraw(ctx, one, slug))
				w.must(plain.Save(ctx, one, slug, lesson(words), revision))
			}
		}
		h := &hasty{Store: plain.Store, Press: plain.Press, read: changed("Chưa ai xem.", 2), published: func() {}}
		w.Store, w.Press = h, h
		_, err := w.Approve(ctx, two, slug, authoring.Approval{Submitted: d.Submitted})
		wants(t, "taken back before it was read", err, fault.Conflict, "authoring.resubmitted")
		if w.words(slug) != "Chữ đầu tiên." {
			t.Fatalf("published is %q", w.words(slug))
		}
		w.must(plain.Submit(ctx, one, slug, ""))
		h.published = changed("Viết tiếp.", 3)
		v, err := w.Approve(ctx, two, slug, authoring.Approval{Submitted: w.draft(two, slug).Submitted})
		if err != nil || v.Number != 2 || w.words(slug) != "Chưa ai xem." {
			t.Errorf("%+v, %v, %q", v, err, w.words(slug))
		}
		left := w.draft(one, slug)
		f, err := w.db.DraftFile(ctx, left.ID, lessonPath)
		if err != nil || left.Base != v.ID || left.State != authoring.Writing || !strings.Contains(string(f.Data), "Viết tiếp.") {
			t.Errorf("left of the draft: %+v, %q, %v", left, f.Data, err)
		}
		if notes, err := w.db.DraftNotes(ctx, left.ID); err != nil || len(notes) == 0 {
			t.Errorf("its notes: %v, %v", notes, err)
		}
	})
}

// TestOlderNamesComeBack: a version from before a lesson and its part were renamed comes back without a fault.
func TestOlderNamesComeBack(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		one, two := w.author(w.province), w.author(w.province)
		named := func(f course.File, path, was string) course.File {
			return file(path, strings.Replace(string(f.Data), "title:", "was: "+was+"\ntitle:", 1))
		}
		all := files("Chữ đầu tiên.")
		second := w.published([]course.File{
			named(all[0], "01-mo-dau/01-bai-mot.md", "bai"), named(all[1], "01-mo-dau/module.md", "phan"), all[2],
		})
		w.must(w.Begin(ctx, one, slug, w.first))
		w.must(w.Submit(ctx, one, slug, "Trả lại bản cũ"))
		v, err := w.Approve(ctx, two, slug, authoring.Approval{Submitted: w.draft(two, slug).Submitted, Over: second.ID})
		if err != nil || v.ID != w.first.ID {
			t.Errorf("%+v, %v", v, err)
		}
	})
}
