package learning

import (
	"context"
	"strconv"
	"strings"
	"unicode/utf8"

	"hocso/internal/account"
	"hocso/internal/assess"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/org"
)

// WaitingPage is how many rounds a list shows at once.
const WaitingPage = 50

// MaxComment is the longest comment on a criterion, in runes.
const MaxComment = 1_000

// Waiting is a line of the list of what waits to be judged, or was.
type Waiting struct {
	Work
	Published *course.Published
	Task      *course.Question
}

// Waiting lists what the caller may judge and nobody has, the oldest first; next continues the list, zero at the end.
// Error kind: NotFound for a round to go on from that is not there.
func (s *Service) Waiting(ctx context.Context, c *account.Caller, after id.ID) (lines []Waiting, next id.ID, err error) {
	return s.lines(ctx, c, after, s.Store.Waiting)
}

// MaxWaiting is how far what waits is counted.
const MaxWaiting = 100

// WaitingCount is how much the caller may judge and nobody has; MaxWaiting says that many or more.
func (s *Service) WaitingCount(ctx context.Context, c *account.Caller) (int, error) {
	return s.Store.CountWaiting(ctx, account.Disjoint(c.Scopes(account.JudgeTasks)), c.Person)
}

// JudgedWorks lists what the caller may judge and somebody has, what was judged last first, as Waiting does.
func (s *Service) JudgedWorks(ctx context.Context, c *account.Caller, after id.ID) (lines []Waiting, next id.ID, err error) {
	return s.lines(ctx, c, after, s.Store.JudgedWorks)
}

// worksOf is a list of rounds in the store.
type worksOf func(ctx context.Context, scopes []org.Path, not, after id.ID) (works []Work, more bool, err error)

func (s *Service) lines(ctx context.Context, c *account.Caller, after id.ID, list worksOf) (lines []Waiting, next id.ID, err error) {
	works, more, err := list(ctx, account.Disjoint(c.Scopes(account.JudgeTasks)), c.Person, after)
	if err != nil {
		return nil, id.Zero, err
	}
	for _, w := range works {
		p, q, err := s.taskOf(ctx, w, "")
		if err != nil {
			return nil, id.Zero, err
		}
		lines = append(lines, Waiting{w, p, q})
	}
	if more {
		next = works[len(works)-1].ID
	}
	return lines, next, nil
}

// taskOf is the task that a round was handed in for, on the version of that time.
func (s *Service) taskOf(ctx context.Context, w Work, lang string) (*course.Published, *course.Question, error) {
	p, err := s.Catalog.Version(ctx, w.VersionID)
	if err != nil {
		return nil, nil, err
	}
	_, q, ok := p.Course.In(lang).Question(w.Question)
	if !ok || q.HandIn == nil {
		return nil, nil, fault.Missing()
	}
	return p, q, nil
}

// Submission is a round as those see it who judge: with its task.
type Submission struct {
	Work
	Published *course.Published
	Task      *course.Question
}

// Submission shows what somebody in the caller's scope has handed in, judged or not, with its task in a language where it
// is translated. Error kind: NotFound, also for one's own.
func (s *Service) Submission(ctx context.Context, c *account.Caller, handIn id.ID, lang string) (*Submission, error) {
	w, err := s.Store.Work(ctx, handIn)
	if err != nil {
		return nil, err
	}
	if !mayJudge(c, w) {
		return nil, fault.Missing()
	}
	out := &Submission{Work: w}
	out.Published, out.Task, err = s.taskOf(ctx, w, lang)
	return out, err
}

// Judgement is what somebody finds of a round.
type Judgement struct {
	Changes  int      // of the round as it was read: how often it had come
	Grades   []int    // by criterion, the column of the rubric from 1
	Comments []string // by criterion; shorter lists are filled with none
	Key      assess.Key
}

// Judged is a judgement to be stored.
type Judged struct {
	Caller   *account.Caller
	Work     Work
	Changes  int
	Grades   []int
	Comments []string // nil without any
	Points   int
	Passed   bool
	Key      assess.Key
}

// Judge stores a judgement, once: whoever judges second is told. What passes counts for the course at once.
// Error kinds: NotFound, Invalid (fields grade-1, comment-1 …), Conflict (judged before, or replaced since it was read),
// Mismatch, Unavailable, Full.
func (s *Service) Judge(ctx context.Context, c *account.Caller, handIn id.ID, j Judgement) error {
	sub, err := s.Submission(ctx, c, handIn, "")
	if err != nil {
		return err
	}
	var form fault.Form
	out := judged(&form, sub, j)
	if err := form.Err(); err != nil {
		return err
	}
	out.Caller = c
	if err := s.Store.Judge(ctx, out); err != nil {
		return err
	}
	return s.Settle(ctx, Enrolment{ID: sub.Enrolment})
}

// judged holds a judgement against the rubric; what it lacks is refused in the form.
func judged(form *fault.Form, sub *Submission, j Judgement) Judged {
	out := Judged{Work: sub.Work, Changes: j.Changes, Grades: j.Grades, Key: j.Key}
	criteria := len(sub.Task.Rubric.Criteria)
	for i := range criteria {
		if i >= len(j.Grades) || j.Grades[i] < 1 || j.Grades[i] > len(sub.Task.Rubric.Columns) {
			form.Refuse("grade-"+strconv.Itoa(i+1), "task.grade-missing", fault.Args{"n": i + 1})
		}
	}
	comments := make([]string, criteria)
	for i := range min(criteria, len(j.Comments)) {
		if comments[i] = paragraphs(j.Comments[i]); utf8.RuneCountInString(comments[i]) > MaxComment {
			form.Refuse("comment-"+strconv.Itoa(i+1), "task.long", fault.Args{"max": MaxComment})
		}
	}
	if len(j.Grades) > criteria || len(j.Comments) > criteria {
		form.Refuse("grade-1", "task.grade-other")
	}
	if form.Err() != nil {
		return out
	}
	if strings.Join(comments, "") != "" {
		out.Comments = comments
	}
	out.Points, _ = assess.RubricPoints(sub.Task, assess.Answer{Picks: j.Grades})
	out.Passed = out.Points >= sub.Task.HandIn.Pass
	return out
}
