package store

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hocso/internal/account"
	"hocso/internal/assess"
	"hocso/internal/clock"
	"hocso/internal/course"
	"hocso/internal/credential"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/learning"
	"hocso/internal/org"
)

// completeCourse does everything that the world's course asks for, and gives the submitted attempt.
func (w *world) completeCourse(c *account.Caller) {
	w.t.Helper()
	ctx := w.t.Context()
	for _, lesson := range []string{"01-mot", "02-hai"} {
		must2(w.t, w.learning.CompleteLesson(ctx, c, courseSlug, "01-mo-dau", lesson, assess.Key{}))
	}
	for _, name := range []string{"p1", "p2"} {
		st, err := w.learning.Study(ctx, c, courseSlug)
		must2(w.t, err)
		_, q, _ := st.Published.Course.Question(name)
		_, _, _, err = w.learning.Practise(ctx, c, courseSlug, name, answerTo(q, true), assess.Key{})
		must2(w.t, err)
	}
	a := w.start(c)
	for i, it := range a.Items {
		_, err := w.save(c, a.ID, i+1, w.answer(it, true), false, int64(i+1), assess.Key{})
		must2(w.t, err)
	}
	_, err := w.assess.Submit(ctx, c, a.ID, assess.Key{})
	must2(w.t, err)
}

func must2(t rapid.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestStudying: what the public, those who are enrolled and those who are not may do with a course.
func TestStudying(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		c, guest := w.person(1, w.hamlet), w.person(2, w.hamlet)
		w.enrol(c)
		right, wrong := assess.Answer{Choices: []int{0}}, assess.Answer{Choices: []int{3}}

		for name, err := range map[string]error{
			"an unknown course":            second(w.learning.Study(ctx, c, "khong-co")),
			"enrolling in it":              w.learning.Enrol(ctx, c, "khong-co", assess.Key{}),
			"an unknown lesson":            w.learning.CompleteLesson(ctx, c, courseSlug, "01-mo-dau", "03-ba", assess.Key{}),
			"a lesson of another module":   w.learning.CompleteLesson(ctx, c, courseSlug, "02-khac", "01-mot", assess.Key{}),
			"an unknown question":          practised(w.learning.Practise(ctx, c, courseSlug, "p9", right, assess.Key{})),
			"an exam question as practice": practised(w.learning.Practise(ctx, c, courseSlug, "q0", right, assess.Key{})),
		} {
			wantKind(t, name, err, fault.NotFound)
		}
		wantKind(t, "a lesson without enrolling", w.learning.CompleteLesson(ctx, guest, courseSlug, "01-mo-dau", "01-mot", assess.Key{}), fault.Conflict)
		wantKind(t, "an answer of nothing", practised(w.learning.Practise(ctx, c, courseSlug, "p1", assess.Answer{}, assess.Key{})), fault.Invalid)
		wantKind(t, "a choice that is none", practised(w.learning.Practise(ctx, c, courseSlug, "p1", assess.Answer{Choices: []int{9}}, assess.Key{})), fault.Invalid)

		for _, who := range []*account.Caller{nil, guest} {
			fb, st, _, err := w.learning.Practise(ctx, who, courseSlug, "p1", right, assess.Key{})
			if err != nil || !fb.Right || fb.Saved || st.Progress != nil {
				t.Errorf("without enrolling: %+v, %v", fb, err)
			}
		}
		for i, a := range []assess.Answer{wrong, right, wrong} {
			fb, _, place, err := w.learning.Practise(ctx, c, courseSlug, "p1", a, assess.Key{})
			if err != nil || fb.Right != (i == 1) || !fb.Saved || place.Key() != "01-mo-dau/01-mot" {
				t.Errorf("try %d: %+v, %v", i, fb, err)
			}
		}
		st, err := w.learning.Study(ctx, c, courseSlug)
		must(t, err)
		if p := st.Progress.Practice["p1"]; p.Tries != 3 || p.Right == 0 || !slices.Equal(p.Answer.Choices, []int{3}) {
			t.Errorf("right once stays right, the last answer is kept: %+v", p)
		}
		if mine, err := w.learning.Mine(ctx, guest); len(mine) != 0 || err != nil {
			t.Errorf("%v, %v", mine, err)
		}
		w.healthy()
	})
}

func practised(_ *learning.Feedback, _ *learning.Study, _ course.Place, err error) error { return err }

// TestVersionsArePinned: who has begun goes on with the version they began; others get the new one.
func TestVersionsArePinned(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		old, fresh := w.person(1, w.hamlet), w.person(2, w.hamlet)
		w.enrol(old)
		next, err := w.catalog.Publish(ctx, draft(2))
		must(t, err)
		must(t, w.learning.Enrol(ctx, old, courseSlug, assess.Key{})) // again: changes nothing
		must(t, w.learning.Enrol(ctx, fresh, courseSlug, assess.Key{}))
		for name, tt := range map[string]struct {
			who  *account.Caller
			want string
		}{"who had begun": {old, "Khóa thử, lần 1"}, "who began later": {fresh, "Khóa thử, lần 2"}, "the public": {nil, "Khóa thử, lần 2"}} {
			st, err := w.learning.Study(ctx, tt.who, courseSlug)
			if err != nil || st.Published.Course.Title != tt.want {
				t.Errorf("%s: %+v, %v", name, st.Published.Course.Title, err)
			}
		}
		if mine, err := w.learning.Mine(ctx, fresh); err != nil || len(mine) != 1 || mine[0].Progress.VersionID != next.ID {
			t.Errorf("%+v, %v", mine, err)
		}
	})
}

// TestOpeningIsNotedOnce: the lesson to go on with is the one opened last; opening it again writes nothing.
func TestOpeningIsNotedOnce(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		c := w.person(1, w.hamlet)
		e := w.enrol(c)
		open := func(lesson string) *learning.Study {
			st, err := w.learning.Study(ctx, c, courseSlug)
			must(t, err)
			place, _ := st.Published.Course.Find("01-mo-dau", lesson)
			must(t, w.learning.Opened(ctx, c, st, place))
			return st
		}
		open("02-hai")
		before, err := w.EnrolmentByID(ctx, e.ID)
		must(t, err)
		w.clock.Advance(time.Hour)
		open("02-hai")
		if after, err := w.EnrolmentByID(ctx, e.ID); err != nil || after != before || after.LastLesson != "01-mo-dau/02-hai" {
			t.Errorf("%+v, want %+v, %v", after, before, err)
		}
		open("01-mot")
		st := open("02-hai")
		if next, ok := st.Progress.Next(st.Published.Course); !ok || next.Key() != "01-mo-dau/01-mot" {
			t.Errorf("to go on with %s", next.Key())
		}
		nobody, err := w.learning.Study(ctx, nil, courseSlug)
		must(t, err)
		must(t, w.learning.Opened(ctx, nil, nobody, st.Published.Course.Places()[0]))
	})
}

// TestCompletionIsToldOnce: the course is completed when the last thing is done, whoever settles it and how often.
func TestCompletionIsToldOnce(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		c := w.person(1, w.hamlet)
		e := w.enrol(c)
		told := make(chan id.ID, 16)
		w.learning.Completed = func(_ context.Context, e learning.Enrolment) { told <- e.ID }
		must(t, w.learning.Settle(ctx, e)) // nothing is done yet
		if got, err := w.EnrolmentByID(ctx, e.ID); err != nil || got.Completed != 0 {
			t.Errorf("%+v, %v", got, err)
		}
		w.assess.Submitted = func(context.Context, *assess.Attempt) {} // the server stops between exam and settling
		w.completeCourse(c)
		if len(told) != 0 {
			t.Error("completed without its exam")
		}
		together(t, 6, func(int) error { return w.learning.Sweep(ctx, 1) })
		must(t, w.learning.Settle(ctx, e))
		if len(told) != 1 || <-told != e.ID {
			t.Errorf("told %d times", len(told)+1)
		}
		if got, err := w.EnrolmentByID(ctx, e.ID); err != nil || got.Completed == 0 || got.ExamsPassed != 1 {
			t.Errorf("%+v, %v", got, err)
		}
		w.healthy()
	})
}

// TestSweepLooksBackOnly: what did not change since the instant is left alone.
func TestSweepLooksBackOnly(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		c := w.person(1, w.hamlet)
		e := w.enrol(c)
		w.assess.Submitted = func(context.Context, *assess.Attempt) {}
		w.completeCourse(c)
		w.clock.Advance(48 * time.Hour)
		for _, tt := range []struct {
			since clock.Micro
			want  bool
		}{{clock.Now(w.clock), false}, {clock.Now(w.clock).Add(-72 * time.Hour), true}} {
			must(t, w.learning.Sweep(ctx, tt.since))
			if got, err := w.EnrolmentByID(ctx, e.ID); err != nil || (got.Completed != 0) != tt.want {
				t.Errorf("since %d: %+v, %v", tt.since, got, err)
			}
		}
	})
}

// TestConfirmationsAreIssuedOnce: what a crash left is issued by the sweep, once, and can be checked by anyone who holds it.
func TestConfirmationsAreIssuedOnce(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		c, other := w.person(1, w.hamlet), w.person(2, w.hamlet)
		w.enrol(c)
		w.enrol(other)
		w.learning.Completed = nil // the server stops between completion and confirmation
		w.completeCourse(c)
		if list, err := w.credential.Mine(ctx, c); len(list) != 0 || err != nil {
			t.Fatalf("%v, %v", list, err)
		}
		broken := *w.credential
		broken.Issuer = func(context.Context) (string, error) { return "", fault.New(fault.Unavailable, "error.busy") }
		wantKind(t, "a sweep without the issuer's name", broken.Sweep(ctx), fault.Unavailable)
		broken.Completed(ctx, learning.Enrolment{}) // logged, not fatal
		for range 2 {
			must(t, w.credential.Sweep(ctx))
		}
		together(t, 4, func(int) error { return w.credential.Sweep(ctx) })
		list, err := w.credential.Mine(ctx, c)
		if err != nil || len(list) != 1 {
			t.Fatalf("%d confirmations, %v", len(list), err)
		}
		k := list[0]
		if k.State() != credential.Valid || k.Holder != c.Name || k.Issuer != "Sở Khoa học và Công nghệ" || k.Course != "Khóa thử, lần 1" || k.Version != 1 || len(k.Serial) != 20 {
			t.Errorf("%+v", k)
		}
		shown := credential.Display(k.Serial)
		for _, typed := range []string{k.Serial, shown, strings.ToLower(shown), " " + strings.ReplaceAll(shown, "-", " ") + "\n"} {
			if got, err := w.credential.Check(ctx, typed); err != nil || got.ID != k.ID {
				t.Errorf("%q: %+v, %v", typed, got, err)
			}
		}
		for _, typed := range []string{"", "x", shown[:len(shown)-1], shown + "0", strings.Repeat("0", 20), "'; DROP TABLE credential; --"} {
			_, err := w.credential.Check(ctx, typed)
			wantKind(t, typed, err, fault.NotFound)
		}
		if own, err := w.credential.Own(ctx, c, shown); err != nil || own.ID != k.ID {
			t.Errorf("%+v, %v", own, err)
		}
		_, err = w.credential.Own(ctx, other, shown)
		wantKind(t, "another's page", err, fault.NotFound)
		w.healthy()
	})
}

// TestTheTreeIsListedByPath: whatever is added and closed, a subtree lists its living units, parents before children.
func TestTheTreeIsListedByPath(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		units := &org.Service{Store: w.Store, IDs: w.ids, Clock: w.clock}
		n := 0
		rapid.Check(t, func(rt *rapid.T) {
			if n++; n > 12 {
				return // each adds to one tree, and the database is a real one
			}
			living, err := units.Under(ctx, w.province.Path)
			must2(rt, err)
			parent := living[rapid.IntRange(0, len(living)-1).Draw(rt, "parent")]
			kinds := slices.DeleteFunc(org.Kinds(), func(k string) bool { return !org.Fits(k, parent.Kind) })
			if len(kinds) == 0 || rapid.IntRange(0, 3).Draw(rt, "close") == 0 {
				err := units.Close(ctx, parent, id.Zero)
				if err != nil && !fault.Is(err, fault.Conflict) {
					rt.Fatal(err)
				}
				again, listErr := units.Under(ctx, w.province.Path)
				must2(rt, listErr)
				gone := !slices.ContainsFunc(again, func(u org.Unit) bool { return u.ID == parent.ID })
				if gone != (err == nil) {
					rt.Fatalf("closing %s: %v, gone %v", parent.Name, err, gone)
				}
				return
			}
			u, err := units.Add(ctx, parent, "Đơn vị mới "+w.ids.Code(8), rapid.SampledFrom(kinds).Draw(rt, "kind"), id.Zero)
			must2(rt, err)
			for _, root := range living {
				list, err := units.Under(ctx, root.Path)
				must2(rt, err)
				if in := slices.ContainsFunc(list, func(l org.Unit) bool { return l.ID == u.ID }); in != u.Path.Under(root.Path) {
					rt.Fatalf("%x is listed below %x: %v", u.Path, root.Path, in)
				}
				if !slices.IsSortedFunc(list, func(a, b org.Unit) int { return bytes.Compare(a.Path, b.Path) }) {
					rt.Fatal("children before their parents")
				}
			}
		})
	})
}

// TestSites: what a deployment says of itself, with what stands when nothing was said, and every fault at once.
func TestSites(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		one, two := &org.Sites{Store: w.Store, Clock: w.clock}, &org.Sites{Store: w.Store, Clock: w.clock}
		if site, err := two.Site(ctx); err != nil || site != (org.Site{Cut: org.UsualCut}) {
			t.Errorf("%+v, %v", site, err)
		}
		must(t, one.NameAfter(ctx, "Tỉnh Sông Lam", id.Zero))
		must(t, one.NameAfter(ctx, "Tỉnh khác", id.Zero)) // it has a name
		if site, err := one.Site(ctx); err != nil || site.Province != "Tỉnh Sông Lam" {
			t.Errorf("%+v, %v", site, err)
		}
		w.clock.Advance(3 * time.Second)
		if issuer, err := two.Issuer(ctx); err != nil || issuer != "Tỉnh Sông Lam" {
			t.Errorf("another replica after three seconds: %q, %v", issuer, err)
		}
		for want, n := range map[string]org.Site{
			"province unit.name-missing; cut site.cut":       {Province: " \u200b ", Cut: 49},
			"help site.help-number":                          {Province: "A", Help: "gọi 113"},
			"help site.help-number; cut site.cut":            {Province: "A", Help: strings.Repeat("1", 21), Cut: 101},
			"province unit.name-long; issuer unit.name-long": {Province: strings.Repeat("ộ", 121), Issuer: strings.Repeat("ộ", 121)},
		} {
			if err := one.Change(ctx, n, id.Zero); fieldsOf(err) != want {
				t.Errorf("%+v: %v, want %s", n, err, want)
			}
		}
		must(t, one.Change(ctx, org.Site{Province: " Tỉnh  Sông Lam", Issuer: "Sở", Help: "1900 9095", Cut: 50}, id.Zero))
		site, err := one.Site(ctx)
		if err != nil || site != (org.Site{Province: "Tỉnh Sông Lam", Issuer: "Sở", Help: "1900 9095", Cut: 50}) {
			t.Errorf("%+v, %v", site, err)
		}
		if issuer, err := one.Issuer(ctx); err != nil || issuer != "Sở" {
			t.Errorf("%q, %v", issuer, err)
		}
		must(t, w.PutSettings(ctx, map[string]string{"assess.cut": "nhiều"}, id.Zero))
		w.clock.Advance(3 * time.Second)
		if cut, err := one.Cut(ctx); err != nil || cut != org.UsualCut {
			t.Errorf("a cut that is no number: %d, %v", cut, err)
		}
	})
}
