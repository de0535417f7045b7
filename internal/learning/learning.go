// Package learning keeps who takes which course and how far they have come.
package learning

import (
	"context"
	"log/slog"
	"sync"

	"hocso/internal/account"
	"hocso/internal/assess"
	"hocso/internal/clock"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/id"
)

// Enrolment is a person taking a course, on the version on which they began.
type Enrolment struct {
	ID, Person, CourseID, VersionID id.ID
	Course                          string // slug
	Unit                            id.ID  // the person's unit now
	Audience                        string
	Enrolled, LastAt, Completed     clock.Micro // Completed 0: not yet
	LastLesson                      string      // "module/lesson"
	ExamsTaken, ExamsPassed         int
}

// LessonState is what is known of one lesson of an enrolment.
type LessonState struct{ Opened, Completed clock.Micro }

// PracticeState is what is known of one in-lesson question of an enrolment.
type PracticeState struct {
	Tries  int
	Answer assess.Answer // the last one
	At     clock.Micro
	Right  clock.Micro // first time fully right; 0: never
}

// Progress is an enrolment with everything done in it.
type Progress struct {
	Enrolment
	Lessons  map[string]LessonState // by "module/lesson"
	Practice map[string]PracticeState
	Tasks    map[string]TaskState // practical tasks that another person judges
}

// LessonsDone counts completed lessons of the course.
func (p *Progress) LessonsDone(c *course.Course) int {
	n := 0
	for _, pl := range c.Places() {
		if p.Lessons[pl.Key()].Completed != 0 {
			n++
		}
	}
	return n
}

// PracticeRight counts the in-lesson questions that were fully right at least once.
func (p *Progress) PracticeRight(c *course.Course) int {
	n := 0
	for _, pl := range c.Places() {
		for _, q := range pl.Lesson.Questions {
			if q.Type != course.Practical && p.Practice[q.ID].Right != 0 {
				n++
			}
		}
	}
	return n
}

// PracticalDone counts the practical tasks that are done: judged by their learner at least once, or passed before another
// person, or handed in where nobody judges.
func (p *Progress) PracticalDone(c *course.Course) int {
	n := 0
	for _, pl := range c.Places() {
		for _, q := range pl.Lesson.Questions {
			if q.Type == course.Practical && (q.HandIn == nil && p.Practice[q.ID].Tries > 0 || q.HandIn != nil && p.Tasks[q.ID].Done) {
				n++
			}
		}
	}
	return n
}

// Next is the lesson to go on with: the one opened last if it is not done, else the first that is not done.
// ok is false when every lesson is done.
func (p *Progress) Next(c *course.Course) (next course.Place, ok bool) {
	for _, pl := range c.Places() {
		if p.Lessons[pl.Key()].Completed != 0 {
			continue
		}
		if pl.Key() == p.LastLesson {
			return pl, true
		}
		if !ok {
			next, ok = pl, true
		}
	}
	return next, ok
}

// Standing is a course's completion rule held against what was done.
type Standing struct {
	LessonsDone, LessonsNeeded     int
	PracticeRight, PracticeNeeded  int // in-lesson questions
	PracticalDone, PracticalNeeded int
	ExamNeeded                     string
	ExamTaken, ExamPassed, Reached bool
}

// StandingOf applies the rule of the course format: lessons, percent of practice fully right at least once, practical tasks, exam; all must hold.
func StandingOf(c *course.Course, p *Progress) Standing {
	s := Standing{
		LessonsDone: p.LessonsDone(c), LessonsNeeded: c.Completion.Lessons, PracticeRight: p.PracticeRight(c),
		ExamNeeded: c.Completion.Exam, ExamTaken: p.ExamsTaken > 0, ExamPassed: p.ExamsPassed > 0,
	}
	if s.LessonsNeeded == course.All {
		s.LessonsNeeded = c.Lessons()
	}
	s.PracticeNeeded = (c.PracticeCount()*c.Completion.Practice + 99) / 100 // rounded up: 80 % of 41 are 33
	if s.PracticalDone = p.PracticalDone(c); c.Completion.Practical {
		s.PracticalNeeded = c.PracticalCount()
	}
	s.Reached = s.LessonsDone >= s.LessonsNeeded && s.PracticeRight >= s.PracticeNeeded && s.PracticalDone >= s.PracticalNeeded &&
		(s.ExamNeeded != "pass" || s.ExamPassed) && (s.ExamNeeded != "taken" || s.ExamTaken)
	return s
}

// Enrol is an enrolment to be stored.
type Enrol struct {
	Caller  *account.Caller
	Course  id.ID
	Version id.ID
	Key     assess.Key
}

// Step is something done in a lesson.
type Step struct {
	Caller *account.Caller
	Lesson string // "module/lesson"
	Key    assess.Key
}

// Practised is an in-lesson answer and its score.
type Practised struct {
	Step
	Question string
	Answer   assess.Answer
	Right    bool
	Share    string // exact fraction
}

// Store keeps learning. NotFound stands for what is absent.
type Store interface {
	TaskStore
	// Enrol stores an enrolment; a second one of the same course changes nothing.
	Enrol(ctx context.Context, e Enrol) error
	Enrolment(ctx context.Context, person, course id.ID) (Enrolment, error)
	EnrolmentByID(ctx context.Context, enrolment id.ID) (Enrolment, error)
	Enrolments(ctx context.Context, person id.ID) ([]Enrolment, error)
	Progress(ctx context.Context, e Enrolment) (*Progress, error)
	OpenLesson(ctx context.Context, e Enrolment, s Step) error
	CompleteLesson(ctx context.Context, e Enrolment, s Step) error
	Practise(ctx context.Context, e Enrolment, p Practised) error
	// MoveOn puts an enrolment on a newer version. Error kind: Conflict while an attempt is open.
	MoveOn(ctx context.Context, e Enrolment, m MoveOn) error
	// CompleteCourse notes the completion once; false when it was noted before.
	CompleteCourse(ctx context.Context, e Enrolment) (bool, error)
	// CompletedOn is the version on which a completed enrolment was completed.
	CompletedOn(ctx context.Context, e Enrolment) (id.ID, error)
	// WithdrawCompletion takes back the completion that the enrolment was read with, and the confirmation that rests on it.
	WithdrawCompletion(ctx context.Context, e Enrolment) error
	// Overturned pages through completed enrolments that changed since an instant, with a corrected judgement that does not pass.
	Overturned(ctx context.Context, since clock.Micro, after id.ID) ([]id.ID, error)
	// Unsettled pages through enrolments that are not completed and changed since an instant.
	Unsettled(ctx context.Context, since clock.Micro, after id.ID) ([]id.ID, error)
}

// Service is learning.
type Service struct {
	Store   Store
	Catalog *course.Catalog
	Clock   clock.Clock
	Log     *slog.Logger
	// Completed is told after a course was completed; the composition connects it to credentials.
	Completed func(ctx context.Context, e Enrolment)

	photos sync.Mutex // held by the one picture that is decoded
}

// Enrol enrols the caller in a course's current version. Doing it twice changes nothing.
// Error kinds: NotFound for an unknown course, Mismatch, Unavailable, Full.
func (s *Service) Enrol(ctx context.Context, c *account.Caller, slug string, k assess.Key) error {
	v, err := s.Catalog.CurrentVersion(ctx, slug)
	if err != nil {
		return err
	}
	return s.Store.Enrol(ctx, Enrol{Caller: c, Course: v.CourseID, Version: v.ID, Key: k})
}

// Study is a course as the caller sees it: on the version of the enrolment, or the current one without.
type Study struct {
	Published *course.Published
	Progress  *Progress // nil: not enrolled, or nobody is signed in
}

// Study resolves a course for a caller, who may be nil. Error kind: NotFound.
func (s *Service) Study(ctx context.Context, c *account.Caller, slug string) (*Study, error) {
	v, err := s.Catalog.CurrentVersion(ctx, slug)
	if err != nil {
		return nil, err
	}
	if c != nil {
		e, err := s.Store.Enrolment(ctx, c.Person, v.CourseID)
		if err == nil {
			return s.study(ctx, e)
		}
		if !fault.Is(err, fault.NotFound) {
			return nil, err
		}
	}
	p, err := s.Catalog.Version(ctx, v.ID)
	return &Study{Published: p}, err
}

func (s *Service) study(ctx context.Context, e Enrolment) (*Study, error) {
	p, err := s.Catalog.Version(ctx, e.VersionID)
	if err != nil {
		return nil, err
	}
	pr, err := s.Store.Progress(ctx, e)
	if err == nil && p.Course.Judged() {
		err = s.tasks(ctx, pr)
	}
	return &Study{Published: p, Progress: pr}, err
}

// Mine lists the caller's courses with progress, the last used first.
func (s *Service) Mine(ctx context.Context, c *account.Caller) ([]*Study, error) {
	es, err := s.Store.Enrolments(ctx, c.Person)
	if err != nil {
		return nil, err
	}
	out := make([]*Study, len(es))
	for i, e := range es {
		if out[i], err = s.study(ctx, e); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Opened notes that an enrolled caller has a lesson before them. While storage cannot write, reading goes on.
func (s *Service) Opened(ctx context.Context, c *account.Caller, st *Study, lesson course.Place) error {
	if st.Progress == nil || (st.Progress.LastLesson == lesson.Key() && st.Progress.Lessons[lesson.Key()].Opened != 0) {
		return nil
	}
	err := s.Store.OpenLesson(ctx, st.Progress.Enrolment, Step{Caller: c, Lesson: lesson.Key()})
	if fault.Is(err, fault.Unavailable) || fault.Is(err, fault.Full) {
		s.Log.WarnContext(ctx, "a lesson's opening was not noted", "err", err)
		return nil
	}
	return err
}

// enrolled finds the caller's enrolment and a lesson of its version.
func (s *Service) enrolled(ctx context.Context, c *account.Caller, slug, module, lesson string) (*Study, course.Place, error) {
	st, err := s.Study(ctx, c, slug)
	if err != nil {
		return nil, course.Place{}, err
	}
	pl, ok := st.Published.Course.Find(module, lesson)
	if !ok {
		return nil, course.Place{}, fault.Missing()
	}
	if st.Progress == nil {
		return nil, course.Place{}, fault.New(fault.Conflict, "course.enrol-first")
	}
	return st, pl, nil
}

// CompleteLesson notes that the caller is done with a lesson. Error kinds: NotFound, Conflict when not enrolled,
// Mismatch, Unavailable, Full.
func (s *Service) CompleteLesson(ctx context.Context, c *account.Caller, slug, module, lesson string, k assess.Key) error {
	st, pl, err := s.enrolled(ctx, c, slug, module, lesson)
	if err != nil {
		return err
	}
	if err := s.Store.CompleteLesson(ctx, st.Progress.Enrolment, Step{Caller: c, Lesson: pl.Key(), Key: k}); err != nil {
		return err
	}
	return s.Settle(ctx, st.Progress.Enrolment)
}

// Feedback is the server's answer to an in-lesson question.
type Feedback struct {
	Question *course.Question
	Answer   assess.Answer
	Right    bool
	Choices  []assess.ChoiceVerdict
	Saved    bool // progress was kept
}

// Practise checks an in-lesson answer. For the public and for people who are not enrolled nothing is stored.
// Error kinds: NotFound, Invalid (field answer), Conflict for a task that another person judges, Mismatch, Unavailable, Full.
func (s *Service) Practise(ctx context.Context, c *account.Caller, slug, question string, a assess.Answer, k assess.Key) (*Feedback, *Study, course.Place, error) {
	return s.PractiseIn(ctx, c, Asked{Course: slug, Question: question}, a, k)
}

// Asked is a question of a lesson as somebody read it.
type Asked struct {
	Course, Question string
	Language         string // of the translation, "" of the original
}

// PractiseIn is Practise by the keys of a translation: what is typed is judged in the language of the question.
func (s *Service) PractiseIn(ctx context.Context, c *account.Caller, asked Asked, a assess.Answer, k assess.Key) (*Feedback, *Study, course.Place, error) {
	st, err := s.Study(ctx, c, asked.Course)
	if err != nil {
		return nil, nil, course.Place{}, err
	}
	pl, q, ok := st.Published.Course.In(asked.Language).Question(asked.Question)
	if !ok {
		return nil, nil, course.Place{}, fault.Missing()
	}
	if q.HandIn != nil {
		return nil, st, pl, fault.New(fault.Conflict, "task.hand-in")
	}
	if a, err = assess.Accept(q, a); err != nil {
		return nil, st, pl, err
	}
	if a.Blank() {
		var form fault.Form
		form.Refuse("answer", "answer.missing")
		return nil, st, pl, form.Err()
	}
	share := assess.Share(q, a)
	fb := &Feedback{Question: q, Answer: a, Right: assess.Right(share), Choices: assess.Verdict(q, a)}
	if st.Progress == nil {
		return fb, st, pl, nil
	}
	err = s.Store.Practise(ctx, st.Progress.Enrolment, Practised{
		Step: Step{Caller: c, Lesson: pl.Key(), Key: k}, Question: q.ID, Answer: a, Right: fb.Right, Share: share.RatString(),
	})
	if err != nil {
		return nil, st, pl, err
	}
	fb.Saved = true
	return fb, st, pl, s.Settle(ctx, st.Progress.Enrolment)
}

// Settle notes a completion once the rule holds. It is safe to call at any time and any number of times.
func (s *Service) Settle(ctx context.Context, e Enrolment) error {
	if e.Completed != 0 {
		return nil
	}
	e, err := s.Store.EnrolmentByID(ctx, e.ID)
	if err != nil || e.Completed != 0 {
		return err
	}
	st, err := s.study(ctx, e)
	if err != nil || !StandingOf(st.Published.Course, st.Progress).Reached {
		return err
	}
	first, err := s.Store.CompleteCourse(ctx, e)
	if err != nil || !first || s.Completed == nil {
		return err
	}
	if e, err = s.Store.EnrolmentByID(ctx, e.ID); err == nil && e.Completed != 0 {
		s.Completed(ctx, e)
	}
	return err
}

// SettleAttempt settles the enrolment of a submitted attempt; a failure is logged, the sweep repeats it.
func (s *Service) SettleAttempt(ctx context.Context, a *assess.Attempt) {
	if err := s.Settle(ctx, Enrolment{ID: a.Enrolment}); err != nil {
		s.Log.ErrorContext(ctx, "settling after an exam", "attempt", a.ID, "err", err)
	}
}

// Sweep settles what changed since an instant: what a crash between an exam or a judgement and its settling has left.
func (s *Service) Sweep(ctx context.Context, since clock.Micro) error {
	if err := s.unsettleAll(ctx, since); err != nil {
		return err
	}
	after := id.Zero
	for {
		ids, err := s.Store.Unsettled(ctx, since, after)
		if err != nil || len(ids) == 0 {
			return err
		}
		for _, e := range ids {
			if err := s.Settle(ctx, Enrolment{ID: e}); err != nil {
				return err
			}
			after = e
		}
	}
}
