package store

import (
	"context"
	"maps"

	"hocso/internal/course"
	"hocso/internal/id"
	"hocso/internal/learning"
)

// journey is the way of an enrolment through the versions of its course, as the records tell it. It does not depend on
// the order of the records: each names the version that it was done on, and nobody comes back to one.
type journey struct {
	version id.ID                  // on which it is now
	lessons map[string]lessonFacts // by the names in that version
	at      map[id.ID]map[string]lessonFacts
}

// journey follows the moves from the version of the enrolment, and reports facts that lie beside the way.
func (d *doctor) journey(t *taken) journey {
	w := journey{lessons: map[string]lessonFacts{}, at: map[id.ID]map[string]lessonFacts{}}
	for _, f := range t.enrolled {
		w.version = f.VersionID
	}
	left := map[string]told{} // moves by the version that they left
	for _, m := range t.moved {
		left[m.Subject] = m
	}
	for {
		for k, f := range t.lessons {
			if k.version == w.version {
				w.lessons[k.lesson] = w.lessons[k.lesson].with(*f)
			}
		}
		w.at[w.version] = maps.Clone(w.lessons)
		m, ok := left[w.version.String()]
		if !ok || w.at[m.VersionID] != nil {
			break
		}
		w.version, w.lessons = m.VersionID, carried(w.lessons, m.data)
	}
	d.same("enrolment", t.key, "moves to other versions", len(w.at)-1, len(t.moved))
	for k := range t.lessons {
		if w.at[k.version] == nil {
			d.report(Difference{"record", t.key + " " + k.lesson, "version_id", "one that the person was on", k.version.String()})
		}
	}
	return w
}

// with joins what two records tell of a lesson.
func (f lessonFacts) with(o lessonFacts) lessonFacts {
	if o.opened != 0 {
		first(&f.opened, o.opened)
	}
	if o.completed != 0 {
		first(&f.completed, o.completed)
	}
	return f
}

// carried is what a move left of the progress, under the new names.
func carried(lessons map[string]lessonFacts, move factData) map[string]lessonFacts {
	out := map[string]lessonFacts{}
	for lesson, f := range lessons {
		out[lesson] = f
	}
	for _, lesson := range move.Dropped {
		delete(out, lesson)
	}
	for from := range move.Renamed {
		delete(out, from)
	}
	for from, to := range move.Renamed {
		out[to] = lessons[from]
	}
	return out
}

// practised checks that a question stands in the versions on which it was answered.
func (d *doctor) practised(ctx context.Context, key, question string, versions map[id.ID]bool) error {
	for v := range versions {
		p, err := d.version(ctx, v)
		if err != nil {
			return err
		}
		if p == nil {
			d.report(Difference{"practice", key, "version_id", "a version that can be read", v.String()})
		} else if _, _, ok := p.Course.Question(question); !ok {
			d.report(Difference{"practice", key, "question", "one of the version's", "none"})
		}
	}
	return nil
}

// rule holds the completion rules against the facts: no completion without that of the version on which it was reached,
// and none missing on the present one, except that it may still be on its way, and that nothing is completed any more for
// who was erased.
func (d *doctor) rule(ctx context.Context, t *taken, c *course.Course, now *learning.Progress, w journey) error {
	done := t.standing()
	if done == nil {
		if !d.erased[t.person] && d.now.Sub(t.last) >= settleTime {
			d.same("enrolment", t.key, "completed by the course's rule", learning.StandingOf(c, now).Reached, false)
		}
		return nil
	}
	on := done.VersionID
	p, err := d.version(ctx, on)
	if err != nil || p == nil {
		d.same("enrolment", t.key, "completed on a version that can be read", true, p != nil || err != nil)
		return err
	}
	then := *now
	then.Lessons = map[string]learning.LessonState{}
	for lesson, f := range w.at[on] {
		then.Lessons[lesson] = learning.LessonState{Opened: f.opened, Completed: f.completed}
	}
	d.same("enrolment", t.key, "completed by the course's rule", learning.StandingOf(p.Course, &then).Reached, true)
	return nil
}
