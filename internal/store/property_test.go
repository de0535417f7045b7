package store

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hocso/internal/account"
	"hocso/internal/assess"
	"hocso/internal/credential"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/testpg"
)

// op is one step of a random history. What a number means depends on the kind.
type op struct {
	Kind   string
	Person int
	N      int
	Key    int // 0: none; few others, so that keys come again
	Right  bool
}

// opKinds holds some kinds more than once: they are what people do most.
var opKinds = []string{
	"enrol", "open", "complete", "complete", "practise", "practise", "practise", "practise", "start", "start", "save", "save", "save", "save",
	"flag", "submit", "finish", "finish", "advance", "expire", "fold", "seal", "move", "lock", "publish", "sweep", "upgrade", "upgrade",
	"rename", "revoke", "erase", "tidy",
	"hand-in", "hand-in", "hand-in", "judge", "judge", "correct", "correct", "appoint",
}

func opGen() *rapid.Generator[op] {
	return rapid.Custom(func(t *rapid.T) op {
		return op{
			Kind:   rapid.SampledFrom(opKinds).Draw(t, "kind"),
			Person: rapid.IntRange(0, 2).Draw(t, "person"),
			N:      rapid.IntRange(0, 11).Draw(t, "n"),
			Key:    rapid.IntRange(0, 3).Draw(t, "key"),
			Right:  rapid.Bool().Draw(t, "right"),
		}
	})
}

// history is people doing things in a world.
type history struct {
	*world
	people    []*account.Caller
	edition   int
	newcomers int
	// last is the last attempt that each began.
	last map[id.ID]id.ID
}

func newHistory(w *world) *history {
	h := &history{world: w, last: map[id.ID]id.ID{}, edition: 1}
	for i := range 3 {
		h.people = append(h.people, w.person(i, w.hamlet))
	}
	w.enrol(h.people[0])
	return h
}

func (o op) key() assess.Key {
	if o.Key == 0 {
		return assess.Key{}
	}
	return assess.Key{Key: fmt.Sprint("k", o.Key), Body: []byte(fmt.Sprint(o.Kind, o.N, o.Right))}
}

// expected are the answers that a person may get for doing things in any order.
func expected(err error) bool {
	switch fault.KindOf(err) {
	case fault.NotFound, fault.Conflict, fault.Mismatch, fault.Invalid:
		return true
	}
	return err == nil
}

// do performs one step; an error that nobody should see fails the test.
func (h *history) do(o op) error {
	ctx, c := h.t.Context(), h.people[o.Person]
	lessons := []string{"01-mot", "02-hai"}
	switch o.Kind {
	case "enrol":
		return h.learning.Enrol(ctx, c, courseSlug, o.key())
	case "open":
		st, err := h.learning.Study(ctx, c, courseSlug)
		if err != nil {
			return err
		}
		pl, _ := st.Published.Course.Find("01-mo-dau", lessons[o.N%2])
		return h.learning.Opened(ctx, c, st, pl)
	case "complete":
		return h.learning.CompleteLesson(ctx, c, courseSlug, "01-mo-dau", lessons[o.N%2], o.key())
	case "practise":
		q := fmt.Sprint("p", 1+o.N%4)
		_, question, _ := sampleCourse(1).Question(q)
		_, _, _, err := h.learning.Practise(ctx, c, courseSlug, q, answerTo(question, o.Right), o.key())
		return err
	case "upgrade":
		v, err := h.catalog.CurrentVersion(ctx, courseSlug)
		if err != nil {
			return err
		}
		return h.learning.MoveOn(ctx, c, courseSlug, v.ID, o.key())
	case "hand-in":
		return h.handIn(c, o)
	case "judge":
		return h.judge(c, o)
	case "correct":
		return h.correct(c, o)
	case "start":
		a, err := h.assess.Start(ctx, c, h.course.CourseID, o.key())
		if err == nil {
			h.last[c.Person] = a
		}
		return err
	case "save", "flag", "submit":
		return h.sit(c, o)
	case "finish":
		return h.finish(o)
	}
	return h.background(o)
}

// finish goes through the whole course, well or badly.
func (h *history) finish(o op) error {
	steps := []op{{Kind: "enrol"}, {Kind: "complete"}, {Kind: "complete", N: 1}, {Kind: "hand-in"}, {Kind: "start"}}
	for n := range 4 {
		steps = append(steps, op{Kind: "practise", N: n, Right: o.Right})
	}
	for n := range 6 {
		steps = append(steps, op{Kind: "save", N: n, Right: o.Right})
	}
	for _, s := range append(steps, op{Kind: "submit"}) {
		s.Person = o.Person
		if err := h.do(s); !expected(err) {
			return fmt.Errorf("%+v: %w", s, err)
		}
	}
	return nil
}

// sit does something in the person's last attempt.
func (h *history) sit(c *account.Caller, o op) error {
	ctx := h.t.Context()
	if o.Kind == "submit" {
		_, err := h.assess.Submit(ctx, c, h.last[c.Person], assess.Key{})
		return err
	}
	a, err := h.Attempt(ctx, c.Person, h.last[c.Person])
	if err != nil {
		return err
	}
	it := a.Items[o.N%len(a.Items)]
	answer, sequence := h.answer(it, o.Right), int64(0)
	if o.Kind == "flag" { // with a sequence of the client's own: now and then an old one
		answer, sequence = it.Answer, max(1, it.Sequence+int64(o.N%3)-1)
	}
	_, err = h.save(c, a.ID, it.Position, answer, o.Kind == "flag", sequence, o.key())
	return err
}

// background is what the server and its staff do.
func (h *history) background(o op) (err error) {
	ctx, c := h.t.Context(), h.people[o.Person]
	switch o.Kind {
	case "advance":
		h.clock.Advance(time.Duration(1+o.N) * 3 * time.Minute)
	case "expire":
		_, err = h.assess.CloseExpired(ctx)
	case "fold":
		_, err = h.Fold(ctx)
	case "seal":
		if _, err = h.Seal(ctx); err == nil {
			err = h.SignHead(ctx)
		}
	case "move":
		to := h.commune
		if o.Right {
			to = h.hamlet
		}
		audience := account.Audiences()[o.N%2]
		err = h.Move(ctx, account.Change{Account: c.Account}, c.Person, to.ID, audience)
		c.Unit, c.UnitPath, c.Audience = to.ID, to.Path, audience
	case "lock":
		err = h.SetLocked(ctx, account.Change{Account: c.Account, Unit: c.Unit}, o.Right)
	case "rename":
		err = h.Correct(ctx, account.Change{Account: c.Account, Unit: c.Unit}, account.Corrected{Person: c.Person, Name: fmt.Sprintf("Giàng Thị Đào %d", o.N)})
	case "revoke":
		err = h.revokeOne(c, o)
	case "erase":
		err = h.eraseOne(o)
	case "tidy":
		if _, err = h.privacy.Replay(ctx); err == nil {
			err = h.privacy.Tidy(ctx)
		}
	case "appoint":
		err = h.appoint(c, o.Right)
	case "publish":
		h.edition++
		_, err = h.catalog.Publish(ctx, draft(h.edition))
	case "sweep":
		if err = h.learning.Sweep(ctx, 1); err == nil {
			err = h.credential.Sweep(ctx)
		}
	}
	return err
}

// revokeOne takes one of a person's confirmations back.
func (h *history) revokeOne(c *account.Caller, o op) error {
	ctx := h.t.Context()
	all, err := h.credential.Mine(ctx, c)
	if err != nil || len(all) == 0 {
		return err
	}
	return h.credential.Revoke(ctx, nil, all[o.N%len(all)].Serial, credential.Reasons()[o.N%3], "Cấp nhầm cho người khác")
}

// eraseOne erases a person. Now and then somebody new comes in their place; otherwise they go on as a request does that
// was on its way.
func (h *history) eraseOne(o op) error {
	err := h.privacy.ErasePerson(h.t.Context(), nil, h.people[o.Person].Account, true, o.Right)
	if err == nil && o.N%3 > 0 {
		h.newcomers++
		h.people[o.Person] = h.person(100+h.newcomers, h.hamlet)
	}
	return err
}

// run does every step and then asks the doctor, at once and when everything has settled.
func (h *history) run(ops []op, fail func(format string, args ...any)) {
	for i, o := range ops {
		if err := h.do(o); !expected(err) {
			fail("step %d, %+v: %v", i, o, err)
		}
	}
	for range 2 {
		for _, d := range h.differences() {
			fail("%s", d)
		}
		h.clock.Advance(time.Hour)
		for _, k := range []string{"sweep", "expire", "seal", "fold"} {
			if err := h.background(op{Kind: k}); err != nil {
				fail("%s: %v", k, err)
			}
		}
	}
}

// TestDoctorFindsNothing: whatever people do in whatever order, everything derived follows from the records.
func TestDoctorFindsNothing(t *testing.T) {
	ops := rapid.SliceOfN(opGen(), 10, 80)
	t.Run("sqlite", func(t *testing.T) {
		rapid.Check(t, func(rt *rapid.T) {
			w := newWorld(t)
			defer w.Close()
			newHistory(w).run(ops.Draw(rt, "ops"), rt.Fatalf)
		})
	})
	t.Run("postgres", func(t *testing.T) {
		rounds := 12
		if testing.Short() {
			rounds = 3
		}
		for seed := range rounds {
			w := openWorld(t, Options{DB: testpg.Database(t)})
			newHistory(w).run(ops.Example(seed), func(f string, a ...any) { t.Fatalf("seed %d: %s", seed, fmt.Sprintf(f, a...)) })
			w.Close()
		}
	})
}

// fullHistory is one person through the whole course, one amid an exam and one who failed it.
func fullHistory(t *testing.T, w *world) (passed, open id.ID) {
	t.Helper()
	h := newHistory(w)
	steps := []op{{Kind: "enrol"}, {Kind: "enrol", Person: 1}, {Kind: "enrol", Person: 2}, {Kind: "start", Person: 1}, {Kind: "start", Person: 2}}
	for n := range 6 {
		steps = append(steps, op{Kind: "practise", N: n, Right: true})
	}
	steps = append(steps, op{Kind: "complete"}, op{Kind: "complete", N: 1}, op{Kind: "start"}, op{Kind: "appoint", Person: 1, Right: true}, op{Kind: "hand-in", Right: true}, op{Kind: "hand-in"}, op{Kind: "judge", Person: 1},
		op{Kind: "hand-in", N: 2}, op{Kind: "judge", Person: 1, Right: true}, op{Kind: "hand-in", Person: 2})
	for n := range 6 {
		steps = append(steps, op{Kind: "save", N: n, Right: true}, op{Kind: "save", N: n, Person: 1}, op{Kind: "save", N: n, Person: 2})
	}
	steps = append(steps, op{Kind: "submit"}, op{Kind: "submit", Person: 2}, op{Kind: "fold"}, op{Kind: "lock", Person: 2, Right: true}, op{Kind: "seal"})
	for i, o := range steps {
		if err := h.do(o); err != nil {
			t.Fatalf("step %d, %+v: %v", i, o, err)
		}
	}
	if err := h.learning.Enrol(t.Context(), h.person(9, h.commune), courseSlug, assess.Key{}); err != nil { // one delta that is not folded
		t.Fatal(err)
	}
	w.healthy()
	return h.last[h.people[0].Person], h.last[h.people[1].Person]
}
