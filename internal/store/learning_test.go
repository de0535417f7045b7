package store

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hocso/internal/account"
	"hocso/internal/assess"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/learning"
)

// key makes a client key whose body is what it is used for.
func key(k, body string) assess.Key { return assess.Key{Key: k, Body: []byte(body)} }

func TestEnrol(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		a, b := w.person(1, w.hamlet), w.person(2, w.hamlet)
		enrol := learning.Enrol{Caller: a, Course: w.course.CourseID, Version: w.course.ID}
		together(t, 8, func(int) error { return w.Enrol(ctx, enrol) })
		if n := value[int](w, "SELECT count(*) FROM record"); n != 1 {
			t.Errorf("%d facts of one enrolment", n)
		}
		e, err := w.Enrolment(ctx, a.Person, w.course.CourseID)
		must(t, err)
		want := learning.Enrolment{
			ID: e.ID, Person: a.Person, CourseID: w.course.CourseID, VersionID: w.course.ID, Course: courseSlug, Unit: a.Unit,
			Audience: a.Audience, Enrolled: e.Enrolled, LastAt: e.Enrolled,
		}
		if diff := cmp.Diff(want, e); diff != "" || e.Enrolled == 0 {
			t.Errorf("enrolment (-want +got):\n%s", diff)
		}
		byID, err := w.EnrolmentByID(ctx, e.ID)
		must(t, err)
		list, err := w.Enrolments(ctx, a.Person)
		must(t, err)
		if diff := cmp.Diff([]learning.Enrolment{e, e}, append(list, byID)); diff != "" {
			t.Errorf("the same enrolment (-want +got):\n%s", diff)
		}
		_, err = w.Enrolment(ctx, b.Person, w.course.CourseID)
		wantKind(t, "another's enrolment", err, fault.NotFound)
		_, err = w.EnrolmentByID(ctx, w.ids.New())
		wantKind(t, "an unknown enrolment", err, fault.NotFound)
		w.healthy()
	})
}

// TestClientKeys: the same key of the same caller does the same once; nobody else's key is in its way.
func TestClientKeys(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		a, b := w.person(1, w.hamlet), w.person(2, w.hamlet)
		for _, c := range []*account.Caller{a, b} {
			e := w.enrol(c)
			p := learning.Practised{
				Step:     learning.Step{Caller: c, Lesson: "01-mo-dau/01-mot", Key: key("k", "một")},
				Question: "p1", Answer: assess.Answer{Choices: []int{0}}, Right: true, Share: "1",
			}
			together(t, 8, func(int) error { return w.Practise(ctx, e, p) })
			p.Key.Body = []byte("hai")
			wantKind(t, "the key with another body", w.Practise(ctx, e, p), fault.Mismatch)
			pr, err := w.Progress(ctx, e)
			must(t, err)
			if pr.Practice["p1"].Tries != 1 {
				t.Errorf("%d tries of one request sent nine times", pr.Practice["p1"].Tries)
			}
			p.Key = key("k2", "một")
			must(t, w.Practise(ctx, e, p))
			must(t, w.Practise(ctx, e, learning.Practised{Step: learning.Step{Caller: c}, Question: "p1", Answer: p.Answer}))
			if pr, err = w.Progress(ctx, e); err != nil || pr.Practice["p1"].Tries != 3 {
				t.Errorf("progress %+v, %v: want three tries", pr, err)
			}
		}
		w.healthy()
	})
}

func TestProgress(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		c := w.person(1, w.hamlet)
		e := w.enrol(c)
		one, two := learning.Step{Caller: c, Lesson: "01-mo-dau/01-mot"}, learning.Step{Caller: c, Lesson: "01-mo-dau/02-hai"}
		must(t, w.OpenLesson(ctx, e, one))
		first, err := w.Progress(ctx, e)
		must(t, err)
		w.clock.Advance(time.Minute)
		must(t, w.OpenLesson(ctx, e, one))
		must(t, w.CompleteLesson(ctx, e, two))
		w.clock.Advance(time.Minute)
		must(t, w.CompleteLesson(ctx, e, two))
		must(t, w.OpenLesson(ctx, e, one))
		e, err = w.EnrolmentByID(ctx, e.ID)
		must(t, err)
		p, err := w.Progress(ctx, e)
		must(t, err)
		if p.Lessons[one.Lesson] != first.Lessons[one.Lesson] || p.Lessons[one.Lesson].Completed != 0 {
			t.Errorf("lesson one: %+v, first %+v", p.Lessons[one.Lesson], first.Lessons[one.Lesson])
		}
		if l := p.Lessons[two.Lesson]; l.Opened == 0 || l.Completed != l.Opened {
			t.Errorf("lesson two: %+v: completing opens it, twice changes nothing", l)
		}
		if e.LastLesson != one.Lesson {
			t.Errorf("to go on with %q", e.LastLesson)
		}
		typed := learning.Practised{Step: one, Question: "p2", Answer: assess.Answer{Text: "bốn mươi hai"}, Share: "0"}
		must(t, w.Practise(ctx, e, typed))
		typed.Answer, typed.Right, typed.Share = assess.Answer{Text: "42"}, true, "1"
		must(t, w.Practise(ctx, e, typed))
		p, err = w.Progress(ctx, e)
		must(t, err)
		if s := p.Practice["p2"]; s.Tries != 2 || s.Answer.Text != "42" || s.Right == 0 {
			t.Errorf("practice: %+v", s)
		}
		if n := value[int](w, "SELECT count(*) FROM record WHERE data LIKE '%mươi%'"); n != 0 {
			t.Error("a record holds typed text, which nobody can delete")
		}
		w.healthy()
	})
}

// TestCompletion: noted once with its counts, and the person counted once per unit, year and audience.
func TestCompletion(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		c := w.person(1, w.hamlet)
		e := w.enrol(c)
		first := together(t, 6, func(int) error {
			ok, err := w.CompleteCourse(ctx, e)
			if err == nil && !ok {
				return fault.New(fault.Conflict, "noted before")
			}
			return err
		}, fault.Conflict)
		if first != 1 {
			t.Errorf("completed %d times", first)
		}
		second := w.course
		second.CourseID = w.secondCourse()
		must(t, w.Enrol(ctx, learning.Enrol{Caller: c, Course: second.CourseID, Version: w.course.ID}))
		e2, err := w.Enrolment(ctx, c.Person, second.CourseID)
		must(t, err)
		if _, err := w.CompleteCourse(ctx, e2); err != nil {
			t.Fatal(err)
		}
		for metric, want := range map[string]int{metricEnrolled: 2, metricCompleted: 2, metricTrained: 1} {
			if n := value[int](w, "SELECT count(*) FROM delta WHERE metric = $1", metric); n != want {
				t.Errorf("%s: %d counted, want %d", metric, n, want)
			}
		}
		due, err := w.WithoutCredential(ctx)
		must(t, err)
		if len(due) != 2 {
			t.Errorf("%d completions wait for their confirmation, want 2", len(due))
		}
	})
}

// secondCourse makes another course without a version of its own.
func (w *world) secondCourse() id.ID {
	course := w.ids.New()
	w.sql("INSERT INTO course (id, slug, version_id, created_at) VALUES ($1, 'khoa-hai', $2, 1)", course, w.course.ID)
	return course
}

func TestUnsettledPages(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		var want, got []id.ID
		for i := range 3 {
			want = append(want, w.enrol(w.person(i, w.hamlet)).ID)
		}
		for after := id.Zero; ; after = got[len(got)-1] {
			page, err := w.Unsettled(ctx, 1, after)
			must(t, err)
			if len(page) == 0 {
				break
			}
			got = append(got, page[0])
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("unsettled (-want +got):\n%s", diff)
		}
		if page, err := w.Unsettled(ctx, 1<<62, id.Zero); len(page) != 0 || err != nil {
			t.Errorf("changed in the far future: %v, %v", page, err)
		}
	})
}

// TestFoldFromManySides: deltas that several fold while others still write come out exact.
func TestFoldFromManySides(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		var people []*account.Caller
		for i := range 24 {
			people = append(people, w.person(i, w.hamlet))
		}
		together(t, 32, func(i int) error {
			if i >= len(people) {
				_, err := w.Fold(ctx)
				return err
			}
			return w.Enrol(ctx, learning.Enrol{Caller: people[i], Course: w.course.CourseID, Version: w.course.ID})
		})
		w.healthy()
		if _, err := w.Fold(ctx); err != nil {
			t.Fatal(err)
		}
		if n := value[int](w, "SELECT count(*) FROM delta"); n != 0 {
			t.Errorf("%d deltas left", n)
		}
		if n := value[int](w, "SELECT amount FROM summary WHERE metric = $1", metricEnrolled); n != len(people) {
			t.Errorf("%d enrolled, want %d", n, len(people))
		}
	})
}

func TestCredentials(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		fullHistory(t, w)
		holder := value[id.ID](w, "SELECT person_id FROM credential")
		list, err := w.CredentialsOf(ctx, holder)
		must(t, err)
		if len(list) != 1 || list[0].Holder == "" || list[0].Attempt.IsZero() || list[0].Course == "" {
			t.Fatalf("credentials: %+v", list)
		}
		k, err := w.CredentialBySerial(ctx, list[0].Serial)
		must(t, err)
		if diff := cmp.Diff(list[0], k); diff != "" {
			t.Errorf("by serial (-list +got):\n%s", diff)
		}
		e, err := w.Enrolment(ctx, holder, w.course.CourseID)
		must(t, err)
		together(t, 6, func(int) error { return w.credential.Issue(ctx, e) })
		if list, err = w.CredentialsOf(ctx, holder); len(list) != 1 || err != nil {
			t.Errorf("%d living confirmations of one course, %v", len(list), err)
		}
		if due, err := w.WithoutCredential(ctx); len(due) != 0 || err != nil {
			t.Errorf("still due: %v, %v", due, err)
		}
		_, err = w.CredentialBySerial(ctx, "0")
		wantKind(t, "an unknown serial", err, fault.NotFound)
		if none, err := w.CredentialsOf(ctx, w.ids.New()); len(none) != 0 || err != nil {
			t.Errorf("a stranger's confirmations: %v, %v", none, err)
		}
		w.healthy()
	})
}

// TestFactsNameTheirDevice: what a person does is recorded with the session that it came through, what the server does
// by itself with none.
func TestFactsNameTheirDevice(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		c := w.person(1, w.hamlet)
		e := w.enrol(c)
		must(t, w.CompleteLesson(ctx, e, learning.Step{Caller: c, Lesson: "01-mo-dau/01-mot"}))
		a := w.start(c)
		_, err := w.save(c, a.ID, 1, w.answer(a.Items[0], true), false, 0, assess.Key{})
		must(t, err)
		_, err = w.assess.Submit(ctx, c, a.ID, assess.Key{})
		must(t, err)
		const counted = "SELECT count(*) FROM record WHERE kind NOT IN ('course-completed', 'confirmed')"
		if own, all := value[int](w, counted+" AND device_id = $1", c.Session), value[int](w, counted); own != all || own != 7 {
			t.Errorf("%d of %d facts name the device", own, all)
		}
	})
}
