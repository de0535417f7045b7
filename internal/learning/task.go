package learning

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"hocso/internal/account"
	"hocso/internal/assess"
	"hocso/internal/clock"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/org"
	"hocso/internal/photo"
	"hocso/internal/vntext"
)

// MaxWork is the longest text that is handed in, in runes.
const MaxWork = 5_000

// MaxPicture is the largest file of a picture that is taken, in bytes: what phones make.
const MaxPicture = 8 << 20

// HandIn is one round of a practical task that another person judges. Until it is judged its learner may replace it.
type HandIn struct {
	ID              id.ID
	Question        string
	Number          int // of the round, from 1
	Handed, Changed clock.Micro
	Changes         int  // how often it came, from 1
	Picture         bool // one came with it
	Counted         bool // handed in where nobody judges: done without a judgement
	Judged          clock.Micro
	Judge           id.ID // account
	Points          int
	Passed          bool
	Corrections     int // how often the judgement was corrected
}

// Work is a round with what was written, by whom, and how it was judged.
type Work struct {
	HandIn
	Enrolment, Person, CourseID, VersionID id.ID

	Name, UnitName string          // of the person, now
	UnitPath       org.Path        // the same
	Text           string          // "" also when it was deleted
	Grades         []int           // by criterion, the column of the rubric from 1; nil until it is judged
	Comments       []string        // by criterion; nil without any
	Past           []PastJudgement // those that were corrected, the first first
}

// TaskState is where a person stands with a task that another person judges.
type TaskState struct {
	Last HandIn
	Done bool // passed in any round, or handed in where nobody judges
}

// Handed is a round to be stored.
type Handed struct {
	Step
	Question    string
	Number      int // 0: the round that is open
	Text        string
	Picture     []byte // nil: none new
	DropPicture bool   // the one that came before
	Counted     bool
}

// TaskStore keeps what is handed in. NotFound stands for what is absent.
type TaskStore interface {
	// HandIns lists every round of an enrolment, by question and number, and Works those of one task, the newest first.
	HandIns(ctx context.Context, enrolment id.ID) ([]HandIn, error)
	Works(ctx context.Context, enrolment id.ID, question string) ([]Work, error)
	Work(ctx context.Context, handIn id.ID) (Work, error)
	// Picture is the JPEG of a round.
	Picture(ctx context.Context, handIn id.ID) ([]byte, error)
	// HandIn begins a round or replaces the one that waits. Conflict: it has been judged meanwhile, or is not the open one.
	HandIn(ctx context.Context, e Enrolment, h Handed) error
	// JudgesOver counts accounts other than the person's own that hold one of the roles above their unit.
	JudgesOver(ctx context.Context, person id.ID, roles []account.Role) (int, error)
	// Waiting lists up to WaitingPage rounds that wait, of people in the scopes and not of one person, the oldest
	// first, after the round "after" (zero: from the first). more tells whether the list goes on.
	Waiting(ctx context.Context, scopes []org.Path, not, after id.ID) (works []Work, more bool, err error)
	// CountWaiting counts what Waiting lists, and stops at MaxWaiting.
	CountWaiting(ctx context.Context, scopes []org.Path, not id.ID) (int, error)
	// JudgedWorks lists the same of those that were judged, what was judged last first.
	JudgedWorks(ctx context.Context, scopes []org.Path, not, after id.ID) (works []Work, more bool, err error)
	// Judge stores a judgement. Conflict: judged before, or replaced since.
	Judge(ctx context.Context, j Judged) error
	// CorrectJudgement puts a judgement in the place of the one that stands. Conflict: another round follows, or corrected since.
	CorrectJudgement(ctx context.Context, c Corrected) error
}

// tasks reads what was handed in into a progress.
func (s *Service) tasks(ctx context.Context, p *Progress) error {
	all, err := s.Store.HandIns(ctx, p.ID)
	if err != nil {
		return err
	}
	p.Tasks = TasksOf(all)
	return nil
}

// TasksOf folds rounds, in the order of their numbers, into where the person stands with each task.
func TasksOf(rounds []HandIn) map[string]TaskState {
	out := map[string]TaskState{}
	for _, h := range rounds {
		out[h.Question] = TaskState{Last: h, Done: out[h.Question].Done || h.Passed || h.Counted}
	}
	return out
}

// PracticalOpen counts the tasks that are handed in and not done: those that wait to be judged, and those that did not pass.
func (p *Progress) PracticalOpen() (waiting, failed int) {
	for _, t := range p.Tasks {
		switch {
		case t.Done:
		case t.Last.Judged == 0:
			waiting++
		default:
			failed++
		}
	}
	return waiting, failed
}

// Task is a practical task that another person judges, as its learner sees it.
type Task struct {
	Study    *Study
	Place    course.Place
	Question *course.Question
	Works    []Work // the newest first
	Judges   bool   // somebody sits who judges the caller's work
}

// Round is the number of the round that the learner may hand in now; open is false once the task is passed.
func (t *Task) Round() (number int, open bool) {
	switch {
	case len(t.Works) == 0:
		return 1, true
	case t.Works[0].Judged == 0:
		return t.Works[0].Number, true
	}
	return t.Works[0].Number + 1, !t.Works[0].Passed
}

// Task shows the caller a task of a course that they are enrolled in, and every round of theirs.
// Error kinds: NotFound, also for questions that nobody else judges; Conflict when not enrolled.
func (s *Service) Task(ctx context.Context, c *account.Caller, asked Asked) (*Task, error) {
	st, err := s.Study(ctx, c, asked.Course)
	if err != nil {
		return nil, err
	}
	pl, q, ok := st.Published.Course.In(asked.Language).Question(asked.Question)
	if !ok || q.HandIn == nil {
		return nil, fault.Missing()
	}
	if st.Progress == nil {
		return nil, fault.New(fault.Conflict, "course.enrol-first")
	}
	t := &Task{Study: st, Place: pl, Question: q}
	if t.Works, err = s.Store.Works(ctx, st.Progress.ID, q.ID); err != nil {
		return nil, err
	}
	judges, err := s.Store.JudgesOver(ctx, c.Person, account.Judges())
	t.Judges = judges > 0
	return t, err
}

// Handing is what a learner hands in. Picture is a file as the learner chose it, nil for none; it is read when its turn
// has come, so that memory holds one at a time.
type Handing struct {
	Asked
	Version     int // the number of the version on which the learner read the task; 0: whichever theirs is
	Number      int // the round that the learner saw open; 0: whichever is
	Text        string
	Picture     io.Reader
	DropPicture bool
	Key         assess.Key
}

// HandIn begins a round of a task or replaces the one that waits. Of a picture only what is to be seen is kept. Where
// nobody judges, what is handed in is done. Error kinds: NotFound, Conflict (not enrolled, passed, judged meanwhile,
// moved to another version), Invalid (fields text, picture), Mismatch, Unavailable, Full.
func (s *Service) HandIn(ctx context.Context, c *account.Caller, h Handing) error {
	t, err := s.Task(ctx, c, h.Asked)
	if err != nil {
		return err
	}
	if h.Version != 0 && h.Version != t.Study.Published.Number {
		return fault.New(fault.Conflict, "task.moved-on")
	}
	text := paragraphs(h.Text)
	var form fault.Form
	kept := len(t.Works) > 0 && t.Works[0].Judged == 0 && t.Works[0].Picture && !h.DropPicture
	switch {
	case text == "" && h.Picture == nil && !kept:
		form.Refuse("text", "task.empty")
	case utf8.RuneCountInString(text) > MaxWork:
		form.Refuse("text", "task.long", fault.Args{"max": MaxWork})
	}
	picture, err := s.picture(&form, t.Question, h.Picture)
	if err != nil {
		return err
	}
	if err := form.Err(); err != nil {
		return err
	}
	err = s.Store.HandIn(ctx, t.Study.Progress.Enrolment, Handed{
		Step: Step{Caller: c, Lesson: t.Place.Key(), Key: h.Key}, Question: t.Question.ID, Number: h.Number, Text: text,
		Picture: picture, DropPicture: h.DropPicture, Counted: !t.Judges,
	})
	if err != nil {
		return err
	}
	return s.Settle(ctx, t.Study.Progress.Enrolment)
}

// picture is what is kept of a file, nil without one.
func (s *Service) picture(form *fault.Form, q *course.Question, file io.Reader) ([]byte, error) {
	if file == nil {
		return nil, nil
	}
	if !q.HandIn.Photo {
		form.Refuse("picture", "task.no-picture")
		return nil, nil
	}
	s.photos.Lock()
	defer s.photos.Unlock()
	b, err := io.ReadAll(io.LimitReader(file, MaxPicture+1))
	if err != nil {
		return nil, fmt.Errorf("learning: a picture: %w", err)
	}
	if len(b) > MaxPicture {
		form.Refuse("picture", "task.picture-large", fault.Args{"max": MaxPicture >> 20})
		return nil, nil
	}
	clean, err := photo.Clean(b)
	switch {
	case errors.Is(err, photo.ErrPixels):
		form.Refuse("picture", "task.picture-pixels")
	case err != nil:
		form.Refuse("picture", "task.picture-format")
	}
	return clean, nil
}

// paragraphs is a text as it is kept: NFC, no invisible characters, at most one empty line between others.
func paragraphs(s string) string {
	var out []string
	for line := range strings.SplitSeq(strings.ReplaceAll(s, "\r\n", "\n"), "\n") {
		if line = vntext.Normal(line); line != "" || len(out) > 0 && out[len(out)-1] != "" {
			out = append(out, line)
		}
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}

// Picture is the picture of a round, for its learner and for those who may judge it. Error kind: NotFound.
func (s *Service) Picture(ctx context.Context, c *account.Caller, handIn id.ID) ([]byte, error) {
	w, err := s.Store.Work(ctx, handIn)
	if err != nil {
		return nil, err
	}
	if w.Person != c.Person && !mayJudge(c, w) {
		return nil, fault.Missing()
	}
	return s.Store.Picture(ctx, handIn)
}

// mayJudge reports whether the caller may judge a round: of somebody in scope, never their own.
func mayJudge(c *account.Caller, w Work) bool {
	return w.Person != c.Person && c.MayIn(account.JudgeTasks, w.UnitPath)
}
