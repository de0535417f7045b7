package learning

import (
	"testing"

	"pgregory.net/rapid"

	"hocso/internal/course"
)

// sample is a course of lessons with one question each.
func sample(lessons int, rule course.Completion) *course.Course {
	c := &course.Course{Completion: rule, Modules: []course.Module{{Slug: "m"}}}
	for i := range lessons {
		name := string(rune('a' + i))
		c.Modules[0].Lessons = append(c.Modules[0].Lessons, course.Lesson{
			Slug: name, Questions: []course.Question{{ID: "q" + name}},
		})
	}
	return c
}

// done is a progress with so many lessons completed and questions right, from the first on.
func done(c *course.Course, lessons, right, taken, passed int) *Progress {
	p := &Progress{Lessons: map[string]LessonState{}, Practice: map[string]PracticeState{}}
	p.ExamsTaken, p.ExamsPassed = taken, passed
	for i, pl := range c.Places() {
		if i < lessons {
			p.Lessons[pl.Key()] = LessonState{Opened: 1, Completed: 2}
		}
		if i < right {
			p.Practice[pl.Lesson.Questions[0].ID] = PracticeState{Tries: 1, Right: 1}
		}
	}
	return p
}

func TestStandingOf(t *testing.T) {
	for name, tt := range map[string]struct {
		rule                          course.Completion
		lessons, right, taken, passed int
		want                          bool
	}{
		"everything":                   {course.Completion{Lessons: course.All, Practice: 80, Exam: "pass"}, 5, 4, 1, 1, true},
		"a lesson missing":             {course.Completion{Lessons: course.All, Exam: "none"}, 4, 5, 0, 0, false},
		"some lessons are enough":      {course.Completion{Lessons: 3, Exam: "none"}, 3, 0, 0, 0, true},
		"practice is rounded up":       {course.Completion{Practice: 50, Exam: "none"}, 0, 2, 0, 0, false},
		"practice reached":             {course.Completion{Practice: 50, Exam: "none"}, 0, 3, 0, 0, true},
		"exam taken, not passed":       {course.Completion{Exam: "pass"}, 0, 0, 2, 0, false},
		"taking the exam is enough":    {course.Completion{Exam: "taken"}, 0, 0, 1, 0, true},
		"the exam was not taken":       {course.Completion{Exam: "taken"}, 0, 0, 0, 0, false},
		"a passed exam is no practice": {course.Completion{Lessons: course.All, Practice: 100, Exam: "pass"}, 5, 4, 1, 1, false},
	} {
		c := sample(5, tt.rule)
		if got := StandingOf(c, done(c, tt.lessons, tt.right, tt.taken, tt.passed)); got.Reached != tt.want {
			t.Errorf("%s: got %+v", name, got)
		}
	}
}

// TestMoreNeverUndoes: whoever has completed a course and does more stays complete.
func TestMoreNeverUndoes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := func(name string, most int) int { return rapid.IntRange(0, most).Draw(rt, name) }
		rule := course.Completion{
			Lessons: rapid.IntRange(course.All, 6).Draw(rt, "lessons"), Practice: n("practice", 100),
			Exam: rapid.SampledFrom([]string{"pass", "taken", "none"}).Draw(rt, "exam"),
		}
		c := sample(6, rule)
		l, r, taken := n("done", 6), n("right", 6), n("taken", 2)
		passed := n("passed", taken)
		before := StandingOf(c, done(c, l, r, taken, passed))
		after := StandingOf(c, done(c, min(l+n("l+", 2), 6), min(r+n("r+", 2), 6), taken+1, passed+n("p+", 1)))
		if before.Reached && !after.Reached {
			rt.Fatalf("%+v became %+v", before, after)
		}
	})
}

func TestNext(t *testing.T) {
	c := sample(3, course.Completion{})
	for name, tt := range map[string]struct {
		done int
		last string
		want string
	}{
		"nothing done":               {0, "", "m/a"},
		"the first that is not done": {1, "", "m/b"},
		"the one opened last":        {1, "m/c", "m/c"},
		"the last one is done":       {2, "m/a", "m/c"},
		"all done":                   {3, "m/c", ""},
	} {
		p := done(c, tt.done, 0, 0, 0)
		p.LastLesson = tt.last
		next, ok := p.Next(c)
		got := ""
		if ok {
			got = next.Key()
		}
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
}

// TestLessonsOfOtherVersionsDoNotCount: progress in a lesson that this version does not have completes nothing.
func TestLessonsOfOtherVersionsDoNotCount(t *testing.T) {
	c := sample(2, course.Completion{Lessons: course.All, Exam: "none"})
	p := done(c, 1, 0, 0, 0)
	p.Lessons["old/lesson"] = LessonState{Opened: 1, Completed: 1}
	if got := StandingOf(c, p); got.Reached || got.LessonsDone != 1 {
		t.Errorf("got %+v", got)
	}
}
