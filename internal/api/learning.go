package api

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"time"

	"hocso/internal/account"
	"hocso/internal/assess"
	"hocso/internal/fault"
	"hocso/internal/learning"
)

// Enrolment is a person's taking of a course.
type Enrolment struct {
	Course     string     `json:"course"`
	Title      string     `json:"title"`
	Version    int        `json:"version"`
	Enrolled   *time.Time `json:"enrolled"`
	LastUse    *time.Time `json:"lastUse"`
	Completed  *time.Time `json:"completed,omitempty"`
	LastLesson string     `json:"lastLesson,omitempty"`
	Next       string     `json:"next,omitempty"`
	Standing   Standing   `json:"standing"`
}

// Standing is the completion rule held against what was done.
type Standing struct {
	LessonsDone    int `json:"lessonsDone"`
	LessonsNeeded  int `json:"lessonsNeeded"`
	PracticeRight  int `json:"practiceRight"`
	PracticeNeeded int `json:"practiceNeeded"`

	PracticalDone   int `json:"practicalDone"`
	PracticalNeeded int `json:"practicalNeeded"`

	ExamNeeded string `json:"examNeeded" enum:"pass,taken,none"`
	ExamTaken  bool   `json:"examTaken"`
	ExamPassed bool   `json:"examPassed"`
	Reached    bool   `json:"reached"`
}

// Progress is an enrolment with everything done in it.
type Progress struct {
	Enrolment
	Lessons  []LessonProgress   `json:"lessons" nullable:"false"`
	Practice []PracticeProgress `json:"practice" nullable:"false"`
}

// LessonProgress is what is known of one lesson.
type LessonProgress struct {
	Lesson    string     `json:"lesson"`
	Opened    *time.Time `json:"opened"`
	Completed *time.Time `json:"completed,omitempty"`
}

// PracticeProgress is what is known of one in-lesson question.
type PracticeProgress struct {
	Question string     `json:"question"`
	Tries    int        `json:"tries"`
	At       *time.Time `json:"at"`
	Right    *time.Time `json:"right,omitempty"`
	Answer   *Answer    `json:"answer,omitempty"`
}

// Checked is the server's answer to an in-lesson answer.
type Checked struct {
	Right       bool      `json:"right"`
	Saved       bool      `json:"saved"`
	Choices     []Verdict `json:"choices" nullable:"false"`
	Explanation string    `json:"explanation,omitempty"`
}

type enrolInput struct {
	Keyed
	SlugInput
}

type completeInput struct {
	Keyed
	LessonInput
}

type practiceInput struct {
	Keyed
	Slug string `path:"slug" maxLength:"100"`
	ID   string `path:"id" maxLength:"100"`
	Body struct {
		Answer Answer `json:"answer"`
	}
}

func (a *API) learningOps() {
	mine := func(id, method, path string, errors ...int) op {
		return op{id: id, method: method, path: path, tag: "learning", access: signed, who: account.Learn, errors: errors}
	}
	add(a, mine("enrol", http.MethodPost, "/courses/{slug}/enrolment"), a.enrol)
	add(a, mine("enrolments", http.MethodGet, "/me/enrolments"), a.enrolments)
	add(a, mine("progress", http.MethodGet, "/courses/{slug}/progress"), a.progress)
	add(a, mine("newer-version", http.MethodGet, "/courses/{slug}/newer-version"), a.newerVersion)
	add(a, mine("move-on", http.MethodPost, "/courses/{slug}/newer-version", http.StatusConflict), a.moveOn)
	add(a, mine("complete-lesson", http.MethodPost, "/courses/{slug}/lessons/{module}/{lesson}/completion", http.StatusConflict), a.completeLesson)
	add(a, op{id: "practise", method: http.MethodPost, path: "/courses/{slug}/questions/{id}/answers", tag: "learning", errors: []int{http.StatusConflict}}, a.practise)
}

func (a *API) enrol(ctx context.Context, in *enrolInput) (*reply[Progress], error) {
	if err := a.Learning.Enrol(ctx, caller(ctx), in.Slug, in.key(ctx)); err != nil {
		return nil, err
	}
	return a.progressOf(ctx, in.Slug)
}

func (a *API) enrolments(ctx context.Context, in *struct{ Paging }) (*reply[List[Enrolment]], error) {
	all, err := a.Learning.Mine(ctx, caller(ctx))
	if err != nil {
		return nil, err
	}
	return ok(page(each(all, enrolmentOf), in.Paging, func(e Enrolment) string { return e.Course }))
}

func (a *API) progress(ctx context.Context, in *SlugInput) (*reply[Progress], error) {
	return a.progressOf(ctx, in.Slug)
}

func (a *API) completeLesson(ctx context.Context, in *completeInput) (*reply[Progress], error) {
	if err := a.Learning.CompleteLesson(ctx, caller(ctx), in.Slug, in.Module, in.Lesson, in.key(ctx)); err != nil {
		return nil, err
	}
	return a.progressOf(ctx, in.Slug)
}

func (a *API) practise(ctx context.Context, in *practiceInput) (*reply[Checked], error) {
	st, err := a.Learning.Study(ctx, caller(ctx), in.Slug)
	if err != nil {
		return nil, err
	}
	_, q, found := st.Published.Course.Question(in.ID)
	if !found {
		return nil, fault.Missing()
	}
	answer, err := assess.InLesson(q).FromDisplay(in.Body.Answer.domain())
	if err != nil {
		return nil, err
	}
	fb, _, _, err := a.Learning.Practise(ctx, caller(ctx), in.Slug, in.ID, answer, in.key(ctx))
	if err != nil {
		return nil, err
	}
	return ok(Checked{
		Right: fb.Right, Saved: fb.Saved, Choices: a.verdicts(fb.Question, assess.InLesson(fb.Question), fb.Choices), Explanation: a.html(fb.Question.Explanation),
	}, nil)
}

// progressOf shows the caller's progress; without an enrolment there is none.
func (a *API) progressOf(ctx context.Context, slug string) (*reply[Progress], error) {
	st, err := a.Learning.Study(ctx, caller(ctx), slug)
	if err != nil {
		return nil, err
	}
	if st.Progress == nil {
		return nil, fault.Missing()
	}
	out := Progress{Enrolment: enrolmentOf(st), Lessons: []LessonProgress{}, Practice: []PracticeProgress{}}
	for _, pl := range st.Published.Course.Places() {
		if l, is := st.Progress.Lessons[pl.Key()]; is {
			out.Lessons = append(out.Lessons, LessonProgress{pl.Key(), when(l.Opened), when(l.Completed)})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(st.Progress.Practice)) {
		p := st.Progress.Practice[name]
		v := PracticeProgress{Question: name, Tries: p.Tries, At: when(p.At), Right: when(p.Right)}
		if _, q, is := st.Published.Course.Question(name); is {
			v.Answer = answerOf(q, assess.InLesson(q).ToDisplay(p.Answer))
		}
		out.Practice = append(out.Practice, v)
	}
	return ok(out, nil)
}

func enrolmentOf(st *learning.Study) Enrolment {
	p, c := st.Progress, st.Published.Course
	s := learning.StandingOf(c, p)
	out := Enrolment{
		Course: p.Course, Title: c.Title, Version: st.Published.Number, Enrolled: when(p.Enrolled), LastUse: when(p.LastAt),
		Completed: when(p.Completed), LastLesson: p.LastLesson,
		Standing: Standing{
			s.LessonsDone, s.LessonsNeeded, s.PracticeRight, s.PracticeNeeded, s.PracticalDone, s.PracticalNeeded, s.ExamNeeded, s.ExamTaken, s.ExamPassed, s.Reached,
		},
	}
	if next, more := p.Next(c); more {
		out.Next = next.Key()
	}
	return out
}
