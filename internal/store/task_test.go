package store

import (
	"bytes"
	"context"
	"errors"
	"image/jpeg"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hocso/internal/account"
	"hocso/internal/assess"
	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/learning"
	"hocso/internal/org"
)

// judging is a learner of the hamlet, and a manager of the commune who judges.
type judging struct {
	*world
	learner, judge *account.Caller
}

func newJudging(w *world) *judging {
	w.t.Helper()
	j := &judging{world: w, learner: w.person(1, w.hamlet), judge: w.person(2, w.commune)}
	w.enrol(j.learner)
	j.appoint(j.judge, w.commune)
	return j
}

func (j *judging) appoint(c *account.Caller, u org.Unit) {
	j.t.Helper()
	must(j.t, j.Grant(j.t.Context(), account.Change{Account: c.Account, Unit: c.Unit}, account.Manager, u.ID))
	c.Grants = append(c.Grants, account.Grant{Role: account.Manager, Unit: u.ID, Path: u.Path})
}

func (j *judging) hands(c *account.Caller, text string, more ...func(*learning.Handing)) error {
	j.t.Helper()
	h := learning.Handing{Asked: learning.Asked{Course: courseSlug, Question: "t1"}, Text: text}
	for _, f := range more {
		f(&h)
	}
	return j.learning.HandIn(j.t.Context(), c, h)
}

func (j *judging) task(c *account.Caller) *learning.Task {
	j.t.Helper()
	t, err := j.learning.Task(j.t.Context(), c, learning.Asked{Course: courseSlug, Question: "t1"})
	must(j.t, err)
	return t
}

func (j *judging) waiting(c *account.Caller) []string {
	j.t.Helper()
	var out []string
	lines, _, err := j.learning.Waiting(j.t.Context(), c, id.Zero)
	must(j.t, err)
	for _, l := range lines {
		out = append(out, l.Name+": "+l.Published.Course.Title+", "+l.Task.Title)
	}
	return out
}

// must1 is the value of a call that does not fail.
func must1[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func wants(t *testing.T, err error, kind fault.Kind, key string) {
	t.Helper()
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || e.Kind != kind {
		t.Fatalf("%v, want %s %s", err, kind, key)
	}
	if e.Key == key {
		return
	}
	for _, f := range e.Fields {
		if f.Key == key {
			return
		}
	}
	t.Fatalf("%v, want %s %s", err, kind, key)
}

// TestTaskIsJudged goes through two rounds: handed in, replaced, failed, handed in again, passed.
func TestTaskIsJudged(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx, j := t.Context(), newJudging(w)
		must(t, j.hands(j.learner, "  Tôi đã\r\n\r\n\r\nlàm xong ", func(h *learning.Handing) { h.Picture = bytes.NewReader(picture()) }))
		if d := cmp.Diff([]string{"Lò Thị Ánh 1: Khóa thử, lần 1, t1"}, j.waiting(j.judge)); d != "" {
			t.Error(d)
		}
		first := j.task(j.learner)
		work := first.Works[0]
		if n, open := first.Round(); n != 1 || !open || !first.Judges || work.Text != "Tôi đã\n\nlàm xong" || !work.Picture || work.Judged != 0 {
			t.Fatalf("round %d, open %v: %+v", n, open, work)
		}
		j.picturesOf(work.ID)
		must(t, j.hands(j.learner, "Bản sau", func(h *learning.Handing) { h.DropPicture, h.Number = true, 1 }))
		stale := learning.Judgement{Changes: 1, Grades: []int{1, 1}}
		wants(t, j.learning.Judge(ctx, j.judge, work.ID, stale), fault.Conflict, "task.replaced")
		if _, err := j.Picture(ctx, work.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("the picture that was taken away: %v", err)
		}
		if n := value[int](w, "SELECT count(*) FROM evidence WHERE deleted_at > 0 AND length(body) = 0 AND length(salt) = 0"); n != 2 {
			t.Errorf("%d of the replaced text and picture are deleted", n)
		}
		must(t, j.learning.Judge(ctx, j.judge, work.ID, learning.Judgement{Changes: 2, Grades: []int{2, 3}, Comments: []string{"Nói rõ hơn"}}))
		if got := j.task(j.learner).Works[0]; got.Passed || got.Points != 1 || cmp.Diff([]string{"Nói rõ hơn", ""}, got.Comments) != "" || got.Judge != j.judge.Account {
			t.Errorf("%+v", got)
		}
		wants(t, j.hands(j.learner, "Muộn", func(h *learning.Handing) { h.Number = 1 }), fault.Conflict, "task.judged-meanwhile")
		must(t, j.hands(j.learner, "Lần hai", func(h *learning.Handing) { h.Number = 2 }))
		second := j.task(j.learner).Works[0]
		must(t, j.learning.Judge(ctx, j.judge, second.ID, learning.Judgement{Changes: 1, Grades: []int{1, 2}}))
		done := j.task(j.learner)
		if n, open := done.Round(); n != 3 || open || len(done.Works) != 2 || !done.Works[0].Passed || done.Works[1].Text != "Bản sau" {
			t.Errorf("round %d, open %v: %+v", n, open, done.Works)
		}
		wants(t, j.hands(j.learner, "Nữa"), fault.Conflict, "task.passed")
		if len(j.waiting(j.judge)) != 0 {
			t.Error("what was judged waits")
		}
		w.healthy()
	})
}

// picturesOf: the learner and the judge see the picture, nobody else does, and it was written anew.
func (j *judging) picturesOf(handIn id.ID) {
	j.t.Helper()
	stranger, above := j.person(8, j.hamlet), j.person(9, j.hamlet)
	j.appoint(above, j.province)
	for who, c := range map[string]*account.Caller{"learner": j.learner, "judge": j.judge, "above": above} {
		b, err := j.learning.Picture(j.t.Context(), c, handIn)
		if err != nil {
			j.t.Fatal(who, err)
		}
		if _, err := jpeg.Decode(bytes.NewReader(b)); err != nil || bytes.Equal(b, picture()) {
			j.t.Errorf("%s: %v", who, err)
		}
	}
	if _, err := j.learning.Picture(j.t.Context(), stranger, handIn); !fault.Is(err, fault.NotFound) {
		j.t.Errorf("a stranger: %v", err)
	}
}

// TestTwoJudgesAtOnce: one of them judges, the other is told; nothing of the first is touched.
func TestTwoJudgesAtOnce(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		j := newJudging(w)
		must(t, j.hands(j.learner, "Xong"))
		work := j.task(j.learner).Works[0]
		judges := []*account.Caller{j.judge}
		for n := range 3 {
			c := w.person(20+n, w.hamlet)
			j.appoint(c, w.province)
			judges = append(judges, c)
		}
		errs := make([]error, len(judges))
		var wg sync.WaitGroup
		for i, c := range judges {
			wg.Go(func() {
				errs[i] = j.learning.Judge(context.WithoutCancel(t.Context()), c, work.ID, learning.Judgement{Changes: 1, Grades: []int{1 + i%3, 1}})
			})
		}
		wg.Wait()
		won := -1
		for i, err := range errs {
			if err == nil && won < 0 {
				won = i
				continue
			}
			wants(t, err, fault.Conflict, "task.judged-already")
		}
		if got := j.task(j.learner).Works[0]; won < 0 || got.Judge != judges[won].Account || got.Grades[0] != 1+won%3 {
			t.Errorf("judge %d of %v: %+v", won, errs, got)
		}
		w.healthy()
	})
}

// TestWhoJudges: the right holds below the judge's unit, and never for oneself.
func TestWhoJudges(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx, j := t.Context(), newJudging(w)
		other := unitOfWorld(7, w.province, org.Commune)
		must(t, w.AddUnit(ctx, other, id.Zero))
		beside := w.person(3, other)
		j.appoint(beside, other)
		w.enrol(j.judge)
		must(t, j.hands(j.learner, "Xong"))
		must(t, j.hands(j.judge, "Xong"))
		theirs, own := j.task(j.learner).Works[0], j.task(j.judge).Works[0]
		for name, err := range map[string]error{
			"the learner":              j.learning.Judge(ctx, j.learner, theirs.ID, learning.Judgement{}),
			"the manager of elsewhere": j.learning.Judge(ctx, beside, theirs.ID, learning.Judgement{}),
			"one's own":                j.learning.Judge(ctx, j.judge, own.ID, learning.Judgement{}),
			"what is not there":        j.learning.Judge(ctx, j.judge, w.ids.New(), learning.Judgement{}),
		} {
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if len(j.waiting(beside)) != 0 || len(j.waiting(j.judge)) != 1 || len(j.waiting(j.learner)) != 0 {
			t.Error(j.waiting(beside), j.waiting(j.judge), j.waiting(j.learner))
		}
		if theirs.Counted || !own.Counted {
			t.Errorf("counted without a judge: the learner's %v, the only judge's own %v", theirs.Counted, own.Counted)
		}
		must(t, w.Move(ctx, account.Change{Account: j.learner.Account}, j.learner.Person, other.ID, "nguoi-dan"))
		if len(j.waiting(beside)) != 1 || len(j.waiting(j.judge)) != 0 {
			t.Error("what waits does not follow its learner")
		}
		w.healthy()
	})
}

// TestTaskWithoutJudges: where nobody sits, or nobody any more, what is handed in is done, and the course is completed by it.
func TestTaskWithoutJudges(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx, v := t.Context(), must1(w.catalog.Publish(t.Context(), draft(2)))
		w.course = v
		j := newJudging(w)
		e := w.enrol(j.learner)
		for _, o := range []op{{Kind: "complete"}, {Kind: "complete", N: 1}, {Kind: "practise", Right: true}, {Kind: "practise", N: 1, Right: true}} {
			must(t, (&history{world: w, people: []*account.Caller{j.learner}}).do(o))
		}
		a := w.start(j.learner)
		for _, it := range a.Items {
			must1(w.save(j.learner, a.ID, it.Position, w.answer(it, true), false, 0, assess.Key{}))
		}
		must1(w.assess.Submit(ctx, j.learner, a.ID, assess.Key{}))
		must(t, j.hands(j.learner, "Chờ chấm"))
		pr := must1(w.learning.Study(ctx, j.learner, courseSlug)).Progress
		if waiting, failed := pr.PracticalOpen(); pr.Completed != 0 || waiting != 1 || failed != 0 {
			t.Fatalf("completed before it was judged: %+v", pr.Tasks)
		}
		must(t, w.Revoke(ctx, account.Change{Account: j.judge.Account}, account.Manager, w.commune.ID))
		admin := w.person(30, w.province) // may judge, and is nobody to wait for
		must(t, w.Grant(ctx, account.Change{Account: admin.Account}, account.Administrator, w.province.ID))
		must(t, j.hands(j.learner, "Gửi lại"))
		if got := must1(w.EnrolmentByID(ctx, e.ID)); got.Completed == 0 {
			t.Error("nobody judges, and the course cannot be completed")
		}
		if work := j.task(j.learner).Works[0]; !work.Counted || work.Judged != 0 {
			t.Errorf("%+v", work)
		}
		w.healthy()
	})
}

// TestJudgementCompletesTheCourse, also when the process dies between the two.
func TestJudgementCompletesTheCourse(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.course = must1(w.catalog.Publish(ctx, draft(2)))
		j := newJudging(w)
		e := w.enrol(j.learner)
		must(t, (&history{world: w, people: []*account.Caller{j.learner}, last: map[id.ID]id.ID{}}).finish(op{Right: true}))
		w.clock.Advance(time.Hour)
		work := j.task(j.learner).Works[0]
		sub := must1(w.learning.Submission(ctx, j.judge, work.ID, "vi"))
		since := clock.Micro(value[int64](w, "SELECT max(last_at) FROM enrolment"))
		must(t, w.Judge(ctx, learning.Judged{Caller: j.judge, Work: sub.Work, Changes: work.Changes, Grades: []int{1, 1}, Points: 4, Passed: true}))
		if got := must1(w.EnrolmentByID(ctx, e.ID)); got.Completed != 0 {
			t.Fatal("the store settles by itself")
		}
		must(t, w.learning.Sweep(ctx, since))
		if got := must1(w.EnrolmentByID(ctx, e.ID)); got.Completed == 0 {
			t.Error("the sweep did not find it")
		}
		w.healthy()
	})
}

// TestWaitingIsPaged: the oldest first, each once, whatever comes or goes between the pages.
func TestWaitingIsPaged(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx, j := t.Context(), newJudging(w)
		want := map[string]bool{}
		for n := range learning.WaitingPage + 5 {
			c := w.person(100+n, w.hamlet)
			w.enrol(c)
			must(t, j.hands(c, "Xong"))
			want[c.Name] = true
			if n%3 == 0 {
				w.clock.Advance(time.Second)
			}
		}
		var after id.ID
		var last, pages int64
		for {
			lines, next, err := j.learning.Waiting(ctx, j.judge, after)
			must(t, err)
			pages++
			for _, l := range lines {
				if int64(l.Handed) < last || !want[l.Name] {
					t.Errorf("%s came at %d, after %d", l.Name, l.Handed, last)
				}
				last = int64(l.Handed)
				delete(want, l.Name)
			}
			if after = next; next.IsZero() {
				break
			}
		}
		if pages != 2 || len(want) != 0 {
			t.Errorf("%d pages, left out: %v", pages, want)
		}
		if _, _, err := j.learning.Waiting(ctx, j.judge, w.ids.New()); !fault.Is(err, fault.NotFound) {
			t.Errorf("a page after nothing: %v", err)
		}
	})
}

// TestHandInTwice: a repeated request changes nothing, another body under its key is refused.
func TestHandInTwice(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		j := newJudging(w)
		key := func(body string) func(*learning.Handing) {
			return func(h *learning.Handing) { h.Key = assess.Key{Key: "k", Body: []byte(body)} }
		}
		must(t, j.hands(j.learner, "Xong", key("a")))
		must(t, j.hands(j.learner, "Xong", key("a")))
		wants(t, j.hands(j.learner, "Khác", key("b")), fault.Mismatch, "error.key-reused")
		if work := j.task(j.learner).Works[0]; work.Changes != 1 || work.Text != "Xong" {
			t.Errorf("%+v", work)
		}
		for name, c := range map[string]struct {
			h   learning.Handing
			key string
		}{
			"nothing":      {learning.Handing{Text: " \n\u200b "}, ""},
			"too long":     {learning.Handing{Text: strings.Repeat("ă ", learning.MaxWork)}, "task.long"},
			"no picture":   {learning.Handing{Text: "a", Picture: strings.NewReader("GIF89a")}, "task.picture-format"},
			"a large file": {learning.Handing{Text: "a", Picture: bytes.NewReader(make([]byte, learning.MaxPicture+1))}, "task.picture-large"},
		} {
			err := j.hands(j.learner, c.h.Text, func(h *learning.Handing) { h.Picture = c.h.Picture })
			if c.key == "" {
				c.key = "task.empty"
			}
			t.Log(name)
			wants(t, err, fault.Invalid, c.key)
		}
		w.healthy()
	})
}
