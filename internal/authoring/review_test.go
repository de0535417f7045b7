package authoring_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hocso/internal/account"
	"hocso/internal/authoring"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/org"
)

// TestWhoMayDecide: any other author above the course, while it is in review, and nobody else.
func TestWhoMayDecide(t *testing.T) {
	ids := id.NewSource(nil)
	unit := func(parent org.Unit, kind string) org.Unit {
		u, err := org.New(ids, parent, kind, kind)
		if err != nil {
			t.Fatal(err)
		}
		return u
	}
	province := unit(org.Unit{}, org.Province)
	commune, other := unit(province, org.Commune), unit(province, org.Commune)
	who := func(role account.Role, u org.Unit) *account.Caller {
		return &account.Caller{Account: ids.New(), Grants: []account.Grant{{Role: role, Unit: u.ID, Path: u.Path}}}
	}
	submitter, second := who(account.Author, commune), who(account.Author, commune)
	for _, tt := range []struct {
		name   string
		caller *account.Caller
		state  authoring.State
		at     org.Unit
		want   bool
	}{
		{"another author of the unit", second, authoring.Review, commune, true},
		{"an author above", who(account.Author, province), authoring.Review, commune, true},
		{"an administrator above", who(account.Administrator, province), authoring.Review, commune, true},
		{"who submitted it", submitter, authoring.Review, commune, false},
		{"while it is written", second, authoring.Writing, commune, false},
		{"an author of another commune", who(account.Author, other), authoring.Review, commune, false},
		{"an author below", second, authoring.Review, province, false},
		{"a manager above", who(account.Manager, province), authoring.Review, commune, false},
		{"somebody without a role", &account.Caller{Account: ids.New()}, authoring.Review, commune, false},
		{"the public", nil, authoring.Review, commune, false},
	} {
		d := authoring.Draft{State: tt.state, UnitPath: tt.at.Path, SubmittedBy: submitter.Account}
		if got := authoring.MayDecide(tt.caller, d); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

// TestDecidingNeedsAnother: the service holds to it whatever its callers showed, and a refusal changes nothing.
func TestDecidingNeedsAnother(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		admin := w.person(account.Administrator, w.province) // the right to publish is not the right to do it alone
		d := w.submitted(admin, "Chữ mới.")
		for _, tt := range []struct {
			name string
			c    *account.Caller
			kind fault.Kind
			key  string
		}{
			{"who submitted it", admin, fault.Forbidden, "authoring.second-person"},
			{"an author of a commune", w.author(w.commune), fault.NotFound, ""},
			{"a manager", w.person(account.Manager, w.province), fault.NotFound, ""},
			{"a learner", w.person(account.Learner, w.province), fault.NotFound, ""},
			{"the public", nil, fault.NotFound, ""},
		} {
			_, err := w.Approve(ctx, tt.c, slug, authoring.Approval{Submitted: d.Submitted})
			wants(t, tt.name+" approves", err, tt.kind, tt.key)
			wants(t, tt.name+" sends back", w.Return(ctx, tt.c, slug, "Sửa lại."), tt.kind, tt.key)
		}
		second := w.author(w.province)
		_, err := w.Approve(ctx, second, slug, authoring.Approval{Submitted: d.Submitted - 1})
		wants(t, "approving what was submitted before", err, fault.Conflict, "authoring.resubmitted")
		if now := w.draft(second, slug); !cmp.Equal(now, d) || w.words(slug) != "Chữ đầu tiên." {
			t.Errorf("what was refused changed %+v to %+v; published is %q", d, now, w.words(slug))
		}
		v, err := w.Approve(ctx, second, slug, authoring.Approval{Submitted: d.Submitted})
		if err != nil || v.Number != 2 || w.words(slug) != "Chữ mới." {
			t.Errorf("%+v, %v, %q", v, err, w.words(slug))
		}
		_, err = w.Approve(ctx, second, slug, authoring.Approval{Submitted: d.Submitted})
		wants(t, "pressed twice", err, fault.NotFound, "")
	})
}

// TestStatesOfADraft: what may be done while it is written and what while it is in review, and where that leads.
func TestStatesOfADraft(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		one, two := w.author(w.province), w.author(w.province)
		w.must(w.Begin(ctx, one, slug, w.first))
		wants(t, "withdrawing what is written", w.Withdraw(ctx, one, slug), fault.Conflict, "authoring.state")
		wants(t, "returning what is written", w.Return(ctx, two, slug, "Sửa."), fault.Conflict, "authoring.not-in-review")
		_, err := w.Approve(ctx, two, slug, authoring.Approval{Submitted: 0})
		wants(t, "approving what is written", err, fault.Conflict, "authoring.not-in-review")

		w.must(w.Submit(ctx, one, slug, "Nhờ xem"))
		wants(t, "submitting twice", w.Submit(ctx, two, slug, ""), fault.Conflict, "authoring.state")
		if d := w.draft(one, slug); d.State != authoring.Review || d.SubmittedBy != one.Account || d.Submitted == 0 {
			t.Errorf("in review: %+v", d)
		}
		for what, err := range map[string]error{
			"saving":   w.Save(ctx, one, slug, lesson("x"), 1),
			"adding":   w.Save(ctx, one, slug, file("glossary.md", "x"), 0),
			"renaming": w.Rename(ctx, one, slug, []authoring.Move{{From: lessonPath, To: "01-phan/02-bai.md"}}),
			"deleting": w.Delete(ctx, one, slug, []string{lessonPath}),
		} {
			wants(t, what+" in review", err, fault.Conflict, "authoring.in-review")
		}
		w.must(w.Comment(ctx, two, slug, "Đang xem")) // talking goes on

		w.must(w.Withdraw(ctx, two, slug)) // by anybody who writes the course: the submitter may be away
		if d := w.draft(one, slug); d.State != authoring.Writing || d.Submitted != 0 || !d.SubmittedBy.IsZero() {
			t.Errorf("withdrawn: %+v", d)
		}
		w.must(w.Save(ctx, two, slug, lesson("Người thứ hai sửa."), 1))
		w.must(w.Submit(ctx, two, slug, ""))
		w.must(w.Return(ctx, one, slug, "Thiếu ví dụ"))
		w.must(w.Save(ctx, one, slug, lesson("Có ví dụ."), 2))

		notes, err := w.db.DraftNotes(ctx, w.draft(one, slug).ID)
		w.must(err)
		var said []string
		for _, n := range notes {
			said = append(said, n.Kind+" "+n.Text+" "+n.By)
		}
		want := []string{
			"submitted Nhờ xem " + one.Name, "note Đang xem " + two.Name, "withdrawn  " + two.Name, "submitted  " + two.Name, "returned Thiếu ví dụ " + one.Name,
		}
		if !slices.Equal(said, want) {
			t.Errorf("noted %q, want %q", said, want)
		}
	})
}

// TestFaultsKeepADraftFromReview: how many is said; what is published meanwhile counts when it is approved.
func TestFaultsKeepADraftFromReview(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		one, two := w.author(w.province), w.author(w.province)
		w.must(w.Begin(ctx, one, slug, w.first))
		w.must(w.Save(ctx, one, slug, broken(), 1))
		wants(t, "a draft with a fault", w.Submit(ctx, one, slug, ""), fault.Conflict, "authoring.faulty")
		w.must(w.Delete(ctx, one, slug, []string{lessonPath, "01-phan/module.md"}))
		wants(t, "a course of nothing", w.Submit(ctx, one, slug, ""), fault.Conflict, "authoring.faulty")
		if d := w.draft(two, slug); d.State != authoring.Writing {
			t.Errorf("it is %s", d.State)
		}
		if notes, err := w.db.DraftNotes(ctx, w.draft(one, slug).ID); err != nil || len(notes) != 0 {
			t.Errorf("refused, but noted %+v, %v", notes, err)
		}
		w.must(w.Save(ctx, one, slug, file("01-phan/module.md", "---\ntitle: Phần\n---\n\n# Phần\n"), 0))
		w.must(w.Save(ctx, one, slug, lesson("Đã sửa."), 0))
		w.must(w.Submit(ctx, one, slug, ""))
		v, err := w.Approve(ctx, two, slug, authoring.Approval{Submitted: w.draft(two, slug).Submitted})
		if err != nil || v.Number != 2 || w.words(slug) != "Đã sửa." {
			t.Errorf("%+v, %v", v, err)
		}
	})
}

// TestWhatIsSaid: notes are kept in normal form, lines and all; those that must say something do, within their bound.
func TestWhatIsSaid(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		one, two := w.author(w.province), w.author(w.province)
		d := w.submitted(one, "Chữ mới.")
		full, over := strings.Repeat("x", authoring.MaxNote), strings.Repeat("x", authoring.MaxNote+1)
		for _, blank := range []string{"", " ", "\r\n \t\n", "\u200b"} {
			wants(t, "a comment of nothing", w.Comment(ctx, two, slug, blank), fault.Invalid, "text authoring.note-missing")
			wants(t, "sent back without a word", w.Return(ctx, two, slug, blank), fault.Invalid, "text authoring.note-missing")
		}
		wants(t, "a comment that is too long", w.Comment(ctx, two, slug, over), fault.Invalid, "text authoring.note-long")
		wants(t, "sent back at too great length", w.Return(ctx, two, slug, over), fault.Invalid, "text authoring.note-long")
		w.must(w.Comment(ctx, two, slug, full))
		w.must(w.Comment(ctx, two, slug, "  Đo\u0323c  lại \r\n\r\n đoạn\thai\r\n\r\n"))
		w.must(w.Withdraw(ctx, one, slug))
		wants(t, "submitted at too great length", w.Submit(ctx, one, slug, over), fault.Invalid, "text authoring.note-long")
		if now := w.draft(one, slug); now.State != authoring.Writing {
			t.Errorf("a refused note left the draft %s", now.State)
		}
		notes, err := w.db.DraftNotes(ctx, d.ID)
		w.must(err)
		if len(notes) != 4 || notes[1].Text != full || notes[2].Text != "Đọc lại\n\nđoạn hai" || notes[2].Kind != authoring.NoteComment || notes[2].By != two.Name || notes[2].At == 0 {
			t.Errorf("noted %+v", notes)
		}
	})
}

// TestOlderVersionComesBack: a draft begun from an older version brings it back, through review as everything else.
func TestOlderVersionComesBack(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		one, two := w.author(w.province), w.author(w.province)
		d := w.submitted(one, "Chữ nhầm.")
		second, err := w.Approve(ctx, two, slug, authoring.Approval{Submitted: d.Submitted})
		w.must(err)
		w.must(w.Begin(ctx, two, slug, w.first))
		if d = w.draft(two, slug); d.Base != w.first.ID || d.State != authoring.Writing {
			t.Errorf("begun from %s, want %s", d.Base, w.first.ID)
		}
		w.must(w.Submit(ctx, two, slug, "Trả lại bản cũ"))
		back, err := w.Approve(ctx, one, slug, authoring.Approval{Submitted: w.draft(one, slug).Submitted, Over: second.ID})
		if err != nil || back.ID != w.first.ID || w.words(slug) != "Chữ đầu tiên." {
			t.Errorf("brought back %+v, %v; published is %q", back, err, w.words(slug))
		}
		if got := w.history(); !slices.Equal(got, []int{2, 1}) {
			t.Errorf("versions %v: bringing one back makes no new one", got)
		}
		w.clock.Advance(time.Minute)
		w.must(w.Begin(ctx, one, slug, second)) // and forth again
		w.must(w.Save(ctx, one, slug, lesson("Chữ nhầm, nay đúng."), 1))
		w.must(w.Submit(ctx, one, slug, ""))
		third, err := w.Approve(ctx, two, slug, authoring.Approval{Submitted: w.draft(two, slug).Submitted, Over: w.first.ID})
		if err != nil || third.Number != 3 || w.words(slug) != "Chữ nhầm, nay đúng." {
			t.Errorf("%+v, %v", third, err)
		}
	})
}

// TestApprovalThatWasCutOff: the version was published, the draft is still there. Approving once more ends it, also where
// only the authors of a commune may, to whom the new course does not belong yet.
func TestApprovalThatWasCutOff(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		one, two := w.author(w.province), w.author(w.province)
		d := w.submitted(one, "Chữ mới.")
		_, err := w.Press.Publish(ctx, slug, files("Chữ mới."), two.Account)
		w.must(err)
		v, err := w.Approve(ctx, two, slug, authoring.Approval{Submitted: d.Submitted})
		if err != nil || v.Number != 2 || !slices.Equal(w.history(), []int{2, 1}) {
			t.Errorf("%+v, %v, versions %v", v, err, w.history())
		}

		here, there := w.author(w.commune), w.author(w.commune)
		w.must(w.Create(ctx, here, w.commune, "khoa-xa", "Khóa", files("Của xã.")))
		w.must(w.Submit(ctx, here, "khoa-xa", ""))
		_, err = w.Press.Publish(ctx, "khoa-xa", files("Của xã."), there.Account)
		w.must(err)
		v, err = w.Approve(ctx, there, "khoa-xa", authoring.Approval{Submitted: w.draft(there, "khoa-xa").Submitted})
		if err != nil || v.Number != 1 {
			t.Errorf("a new course of a commune: %+v, %v", v, err)
		}
		if _, u, err := w.Course(ctx, here, "khoa-xa"); err != nil || u.ID != w.commune.ID {
			t.Errorf("it belongs to %s, %v", u.Name, err)
		}
	})
}

// TestCourseThatCameMeanwhile: a course of the same name that came from elsewhere is not overwritten by those who may not
// write it; and where others publish the draft over it, it stays with the unit whose it was.
func TestCourseThatCameMeanwhile(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		here, there, above := w.author(w.commune), w.author(w.commune), w.author(w.province)
		w.must(w.Create(ctx, here, w.commune, "khoa-xa", "Khóa", files("Của xã.")))
		w.must(w.Submit(ctx, here, "khoa-xa", ""))
		_, err := w.Press.Publish(ctx, "khoa-xa", files("Của tỉnh."), id.Zero)
		w.must(err)
		submitted := w.draft(there, "khoa-xa").Submitted
		_, err = w.Approve(ctx, there, "khoa-xa", authoring.Approval{Submitted: submitted})
		wants(t, "over the province's course", err, fault.NotFound, "")
		if got := w.words("khoa-xa"); got != "Của tỉnh." {
			t.Fatalf("published is %q", got)
		}
		_, err = w.Approve(ctx, above, "khoa-xa", authoring.Approval{Submitted: submitted})
		wants(t, "in silence over what came", err, fault.Invalid, "tren authoring.behind")
		came, err := w.catalog.CurrentVersion(ctx, "khoa-xa")
		w.must(err)
		v, err := w.Approve(ctx, above, "khoa-xa", authoring.Approval{Submitted: submitted, Over: came.ID})
		if err != nil || v.Number != 2 || w.words("khoa-xa") != "Của xã." {
			t.Errorf("by an author of the province: %+v, %v", v, err)
		}
		_, _, err = w.Course(ctx, here, "khoa-xa")
		wants(t, "the course of the province, to an author of the commune", err, fault.NotFound, "")
	})
}

// interrupted is a press at which something happens while a draft is being published.
type interrupted struct {
	authoring.Press
	during func()
}

func (p interrupted) Publish(ctx context.Context, slug string, files []course.File, actor id.ID) (course.Version, error) {
	p.during()
	return p.Press.Publish(ctx, slug, files, actor)
}

// TestWritingOnWhileItIsApproved: what was read is published, and what its author writes on meanwhile is not thrown away
// with the draft.
func TestWritingOnWhileItIsApproved(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx, press := t.Context(), w.Press
		one, two := w.author(w.commune), w.author(w.commune)
		for n, tt := range []struct {
			name   string
			during func(slug string)
			state  authoring.State // "": the draft is gone
			words  string
		}{
			{"nothing", func(string) {}, "", ""},
			{"withdrawn", func(slug string) { w.must(w.Withdraw(ctx, one, slug)) }, authoring.Writing, "Đã đọc."},
			{"written on", func(slug string) {
				w.must(w.Withdraw(ctx, one, slug))
				w.must(w.Save(ctx, one, slug, lesson("Viết tiếp."), 1))
			}, authoring.Writing, "Viết tiếp."},
			{"written on and submitted", func(slug string) {
				w.must(w.Withdraw(ctx, one, slug))
				w.must(w.Save(ctx, one, slug, lesson("Viết tiếp."), 1))
				w.clock.Advance(time.Second)
				w.must(w.Submit(ctx, one, slug, ""))
			}, authoring.Review, "Viết tiếp."},
			{"discarded", func(slug string) { w.must(w.Discard(ctx, one, slug)) }, "", ""},
		} {
			slug := fmt.Sprint("khoa-", n)
			w.must(w.Create(ctx, one, w.commune, slug, "Khóa", files("Đã đọc.")))
			w.must(w.Submit(ctx, one, slug, "Nhờ xem"))
			submitted := w.draft(two, slug).Submitted
			w.Press = interrupted{press, func() { tt.during(slug) }}
			v, err := w.Approve(ctx, two, slug, authoring.Approval{Submitted: submitted})
			w.Press = press
			if err != nil || v.Number != 1 || w.words(slug) != "Đã đọc." {
				t.Errorf("%s: %+v, %v, published %q", tt.name, v, err, w.words(slug))
			}
			if _, u, err := w.Course(ctx, two, slug); err != nil || u.ID != w.commune.ID {
				t.Errorf("%s: the course belongs to %q, %v", tt.name, u.Name, err)
			}
			d, err := w.Draft(ctx, one, slug)
			if tt.state == "" {
				wants(t, tt.name, err, fault.NotFound, "")
				continue
			}
			if err != nil || d.State != tt.state {
				t.Errorf("%s: the draft is %+v, %v", tt.name, d, err)
				continue
			}
			f, err := w.db.DraftFile(ctx, d.ID, lessonPath)
			if err != nil || !strings.Contains(string(f.Data), tt.words) {
				t.Errorf("%s: the draft holds %q, %v", tt.name, f.Data, err)
			}
			if notes, err := w.db.DraftNotes(ctx, d.ID); err != nil || len(notes) == 0 || notes[0].Text != "Nhờ xem" {
				t.Errorf("%s: what was said: %+v, %v", tt.name, notes, err)
			}
		}
	})
}
