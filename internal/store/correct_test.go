package store

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hocso/internal/account"
	"hocso/internal/assess"
	"hocso/internal/clock"
	"hocso/internal/credential"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/learning"
)

// corrects puts a judgement in the place of the last one of the learner's last round, as the page shows it.
func (j *judging) corrects(c *account.Caller, grades ...int) error {
	j.t.Helper()
	w := j.task(j.learner).Works[0]
	return j.learning.Correct(j.t.Context(), c, w.ID, learning.Correction{
		Judgement: learning.Judgement{Grades: grades}, Corrections: w.Corrections, Reason: "Đọc sót",
	})
}

// finished is a learner who completed the course by a task that was judged as passed.
func finished(t *testing.T, w *world) (*judging, learning.Enrolment) {
	t.Helper()
	w.course = must1(w.catalog.Publish(t.Context(), draft(2)))
	j := newJudging(w)
	e := w.enrol(j.learner)
	must(t, (&history{world: w, people: []*account.Caller{j.learner}, last: map[id.ID]id.ID{}}).finish(op{Right: true}))
	must(t, j.learning.Judge(t.Context(), j.judge, j.task(j.learner).Works[0].ID, learning.Judgement{Changes: 1, Grades: []int{1, 1}, Comments: []string{"Tốt"}}))
	return j, must1(w.EnrolmentByID(t.Context(), e.ID))
}

// TestJudgementIsCorrected: another judgement stands, the old one stays in the history with the reason, and an audit line tells.
func TestJudgementIsCorrected(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx, j := t.Context(), newJudging(w)
		must(t, j.hands(j.learner, "Xong"))
		work := j.task(j.learner).Works[0]
		wants(t, j.corrects(j.judge, 1, 1), fault.Conflict, "task.not-judged")
		must(t, j.learning.Judge(ctx, j.judge, work.ID, learning.Judgement{Changes: 1, Grades: []int{2, 3}, Comments: []string{"Chưa rõ"}}))
		w.clock.Advance(time.Minute)
		above := w.person(9, w.hamlet)
		j.appoint(above, w.province)
		must(t, j.corrects(above, 1, 2))
		got := j.task(j.learner).Works[0]
		if !got.Passed || got.Corrections != 1 || got.Judge != above.Account || got.Comments != nil || got.Judged <= work.Judged {
			t.Errorf("%+v", got)
		}
		past := got.Past[0]
		past.Judged = 0
		want := learning.PastJudgement{Judge: j.judge.Account, Grades: []int{2, 3}, Comments: []string{"Chưa rõ", ""}, Points: 1, Reason: "Đọc sót"}
		if d := cmp.Diff(want, past); d != "" {
			t.Error(d)
		}
		wants(t, j.hands(j.learner, "Nữa"), fault.Conflict, "task.passed")
		must(t, j.corrects(j.judge, 3, 3))
		got = j.task(j.learner).Works[0]
		if got.Passed || got.Points != 0 || len(got.Past) != 2 || !got.Past[1].Passed || got.Past[1].Judge != above.Account {
			t.Errorf("%+v", got)
		}
		if n := value[int](w, "SELECT count(*) FROM audit WHERE action = 'judgement-corrected' AND target_id = $1", got.ID); n != 2 {
			t.Errorf("%d audit lines", n)
		}
		stale := learning.Correction{Judgement: learning.Judgement{Grades: []int{1, 1}}, Corrections: 1, Reason: "Cũ"}
		wants(t, j.learning.Correct(ctx, j.judge, got.ID, stale), fault.Conflict, "task.corrected-meanwhile")
		must(t, j.hands(j.learner, "Lần hai"))
		stale.Corrections = 2
		wants(t, j.learning.Correct(ctx, j.judge, got.ID, stale), fault.Conflict, "task.handed-in-again")
		w.healthy()
	})
}

// TestWhoCorrects: whoever may judge, with a reason, and nobody else.
func TestWhoCorrects(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx, j := t.Context(), newJudging(w)
		must(t, j.hands(j.learner, "Xong"))
		work := j.task(j.learner).Works[0]
		must(t, j.learning.Judge(ctx, j.judge, work.ID, learning.Judgement{Changes: 1, Grades: []int{1, 1}}))
		beside := w.person(3, w.commune)
		for name, c := range map[string]*account.Caller{"the learner": j.learner, "a colleague": beside} {
			if err := j.corrects(c, 2, 2); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		for reason, key := range map[string]string{"": "task.reason-missing", strings.Repeat("ă ", learning.MaxReason): "task.long"} {
			cor := learning.Correction{Judgement: learning.Judgement{Grades: []int{1, 1}}, Reason: reason}
			wants(t, j.learning.Correct(ctx, j.judge, work.ID, cor), fault.Invalid, key)
		}
		wants(t, j.corrects(j.judge, 1, 9), fault.Invalid, "task.grade-missing")
		if n := value[int](w, "SELECT count(*) FROM past_judgement"); n != 0 {
			t.Errorf("%d corrections were kept", n)
		}
		w.healthy()
	})
}

// TestTwoCorrectAtOnce: one of them corrects, the others are told.
func TestTwoCorrectAtOnce(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		j := newJudging(w)
		must(t, j.hands(j.learner, "Xong"))
		work := j.task(j.learner).Works[0]
		must(t, j.learning.Judge(t.Context(), j.judge, work.ID, learning.Judgement{Changes: 1, Grades: []int{1, 1}}))
		errs := make([]error, 4)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() {
				errs[i] = j.learning.Correct(context.WithoutCancel(t.Context()), j.judge, work.ID,
					learning.Correction{Judgement: learning.Judgement{Grades: []int{1 + i%3, 1}}, Reason: "Đọc lại"})
			})
		}
		wg.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
				continue
			}
			wants(t, err, fault.Conflict, "task.corrected-meanwhile")
		}
		if got := j.task(j.learner).Works[0]; won != 1 || len(got.Past) != 1 {
			t.Errorf("%d corrected: %+v", won, got)
		}
		w.healthy()
	})
}

// TestCorrectionTakesCompletionBack: the completion, the summaries and the confirmation follow a judgement that passes no
// more, and come anew when another one does.
func TestCorrectionTakesCompletionBack(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		j, e := finished(t, w)
		must(t, w.credential.Sweep(ctx))
		if e.Completed == 0 {
			t.Fatal("not completed before")
		}
		first := must1(w.CredentialsOf(ctx, j.learner.Person))[0]
		must(t, j.corrects(j.judge, 3, 3))
		if got := must1(w.EnrolmentByID(ctx, e.ID)); got.Completed != 0 {
			t.Error("the completion stands on a task that did not pass")
		}
		again := must1(w.CredentialBySerial(ctx, first.Serial))
		if again.State() != credential.Revoked || again.Why != credential.WhyMistake {
			t.Errorf("%+v", again)
		}
		if n := value[int](w, "SELECT count(*) FROM distinct_person WHERE person_id = $1", j.learner.Person); n != 0 {
			t.Error("still counted as trained")
		}
		w.healthy()
		w.clock.Advance(time.Hour)
		w.healthy()
		must(t, j.corrects(j.judge, 1, 1))
		must(t, w.credential.Sweep(ctx))
		if got := must1(w.EnrolmentByID(ctx, e.ID)); got.Completed <= e.Completed {
			t.Error("not completed anew")
		}
		papers := must1(w.CredentialsOf(ctx, j.learner.Person))
		if len(papers) != 2 || papers[0].State() != credential.Valid {
			t.Errorf("%+v", papers)
		}
		w.healthy()
	})
}

// TestRevokedStaysRevoked: whose confirmation was taken back before does not get another by a correction and its correction.
func TestRevokedStaysRevoked(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		j, _ := finished(t, w)
		must(t, w.credential.Sweep(ctx))
		must(t, w.credential.Revoke(ctx, nil, must1(w.CredentialsOf(ctx, j.learner.Person))[0].Serial, credential.WhyFraud, "Thi hộ"))
		must(t, j.corrects(j.judge, 3, 3))
		must(t, j.corrects(j.judge, 1, 1))
		must(t, w.credential.Sweep(ctx))
		if papers := must1(w.CredentialsOf(ctx, j.learner.Person)); len(papers) != 1 || papers[0].Why != credential.WhyFraud {
			t.Errorf("%+v", papers)
		}
		w.healthy()
	})
}

// TestCompletionOfAnotherVersionStands: a task that the version of the completion does not ask for takes nothing back.
func TestCompletionOfAnotherVersionStands(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		j := newJudging(w)
		e := w.enrol(j.learner) // the first edition asks for no task
		must(t, (&history{world: w, people: []*account.Caller{j.learner}, last: map[id.ID]id.ID{}}).finish(op{Right: true}))
		must(t, w.credential.Sweep(ctx))
		v := must1(w.catalog.Publish(ctx, draft(2)))
		must(t, w.learning.MoveOn(ctx, j.learner, courseSlug, v.ID, assess.Key{}))
		must(t, j.learning.Judge(ctx, j.judge, j.task(j.learner).Works[0].ID, learning.Judgement{Changes: 1, Grades: []int{1, 1}}))
		must(t, j.corrects(j.judge, 3, 3))
		if got := must1(w.EnrolmentByID(ctx, e.ID)); got.Completed == 0 {
			t.Error("taken back by a task that was not asked for")
		}
		w.healthy()
	})
}

// TestSweepTakesCompletionBack: what a crash after a correction has left.
func TestSweepTakesCompletionBack(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		j, e := finished(t, w)
		must(t, w.credential.Sweep(ctx))
		w.clock.Advance(time.Hour)
		since := clock.Micro(value[int64](w, "SELECT max(last_at) FROM enrolment"))
		work := j.task(j.learner).Works[0]
		must(t, w.CorrectJudgement(ctx, learning.Corrected{
			Judged: learning.Judged{Caller: j.judge, Work: work, Grades: []int{3, 3}}, Reason: "Đọc sót",
		}))
		must(t, w.WithdrawCompletion(ctx, learning.Enrolment{ID: e.ID, Person: e.Person, CourseID: e.CourseID, Completed: e.Completed - 1}))
		if got := must1(w.EnrolmentByID(ctx, e.ID)); got.Completed != e.Completed {
			t.Fatal("a completion of another moment was taken back")
		}
		must(t, w.learning.Sweep(ctx, since))
		if got := must1(w.EnrolmentByID(ctx, e.ID)); got.Completed != 0 {
			t.Error("the sweep did not find it")
		}
		must(t, w.credential.Issue(ctx, e)) // on its way since before
		w.healthy()
	})
}

// TestWaitingIsCounted: as much as the list holds, for whoever looks, up to a bound.
func TestWaitingIsCounted(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx, j := t.Context(), newJudging(w)
		counts := func(c *account.Caller, want int) {
			t.Helper()
			if n := must1(j.learning.WaitingCount(ctx, c)); n != want {
				t.Errorf("%d wait, want %d", n, want)
			}
		}
		counts(j.judge, 0)
		w.enrol(j.judge)
		must(t, j.hands(j.learner, "Xong"))
		must(t, j.hands(j.judge, "Của tôi"))
		counts(j.judge, 1) // not one's own
		counts(j.learner, 0)
		must(t, j.learning.Judge(ctx, j.judge, j.task(j.learner).Works[0].ID, learning.Judgement{Changes: 1, Grades: []int{1, 1}}))
		counts(j.judge, 0)
		for n := range learning.MaxWaiting + 1 {
			c := w.person(200+n, w.hamlet)
			w.enrol(c)
			must(t, j.hands(c, "Xong"))
		}
		counts(j.judge, learning.MaxWaiting)
	})
}

// TestCountOfWaitingUsesItsIndex: it runs with every page of the management.
func TestCountOfWaitingUsesItsIndex(t *testing.T) {
	w := newWorld(t)
	l := workListing(itWaits).list()
	steps := strings.Join(plan(t, w, "SELECT 1"+l.filtered()+" LIMIT 100"), "; ")
	if !strings.Contains(steps, "INDEX hand_in_waiting") {
		t.Error(steps)
	}
}
