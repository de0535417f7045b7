package api

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"hocso/internal/account"
	"hocso/internal/assess"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/learning"
)

// HandInRule is what is handed in of a practical task that another person judges.
type HandInRule struct {
	TakesPhoto bool `json:"takesPhoto"`
	PassPoints int  `json:"passPoints"`
}

// Task is a practical task that another person judges, with what the caller has handed in of it.
type Task struct {
	Question    Question `json:"question"`
	Explanation string   `json:"explanation,omitempty"`
	Version     int      `json:"version"`
	HasJudges   bool     `json:"hasJudges"`
	OpenRound   int      `json:"openRound,omitempty"`
	HandIns     []HandIn `json:"handIns" nullable:"false"`
}

// HandIn is one round of a task.
type HandIn struct {
	ID       id.ID      `json:"id"`
	Round    int        `json:"round"`
	Text     string     `json:"text"`
	HasPhoto bool       `json:"hasPhoto"`
	HandedIn *time.Time `json:"handedIn"`
	Replaced *time.Time `json:"replaced"`
	Changes  int        `json:"changes"`
	Counted  bool       `json:"counted"`
	JudgedAt *time.Time `json:"judgedAt,omitempty"`
	Points   int        `json:"points"`
	Passed   bool       `json:"passed"`
	Grades   []int      `json:"grades,omitempty" nullable:"false"`
	Comments []string   `json:"comments,omitempty" nullable:"false"`

	Corrections int                  `json:"corrections"`
	Earlier     []CorrectedJudgement `json:"earlierJudgements,omitempty" nullable:"false"`
}

// CorrectedJudgement is a judgement as it stood before it was corrected.
type CorrectedJudgement struct {
	JudgedAt *time.Time `json:"judgedAt"`
	Points   int        `json:"points"`
	Passed   bool       `json:"passed"`
	Grades   []int      `json:"grades" nullable:"false"`
	Comments []string   `json:"comments,omitempty" nullable:"false"`
	Reason   string     `json:"reason"`
}

// WaitingWork is a line of the list of what waits to be judged, or was.
type WaitingWork struct {
	ID       id.ID      `json:"id"`
	Name     string     `json:"name"`
	UnitName string     `json:"unitName"`
	Course   string     `json:"course"`
	Title    string     `json:"title"`
	Round    int        `json:"round"`
	HandedIn *time.Time `json:"handedIn"`
	JudgedAt *time.Time `json:"judgedAt,omitempty"`
	Passed   bool       `json:"passed"`
}

// Submission is a round as those see it who judge.
type Submission struct {
	HandIn
	Name        string   `json:"name"`
	UnitName    string   `json:"unitName"`
	Course      string   `json:"course"`
	Version     int      `json:"version"`
	Question    Question `json:"question"`
	Explanation string   `json:"explanation"`
}

// TaskInput names a task; it is exported for huma to see it within other inputs.
type TaskInput struct {
	Slug string `path:"slug" maxLength:"100"`
	ID   string `path:"id" maxLength:"100"`
}

type handInInput struct {
	Keyed
	TaskInput
	Body struct {
		Text      string `json:"text" maxLength:"20000"`
		Photo     []byte `json:"photo,omitempty"`
		DropPhoto bool   `json:"dropPhoto,omitempty"`
		Round     int    `json:"round,omitempty" minimum:"0"`
		Version   int    `json:"version,omitempty" minimum:"0"`
	}
}

// WaitingCount is how much waits to be judged.
type WaitingCount struct {
	Count int  `json:"count"`
	More  bool `json:"more"`
}

type waitingInput struct {
	Cursor string `query:"cursor" maxLength:"60"`
	Judged bool   `query:"judged"`
}

type judgeInput struct {
	Keyed
	ID   string `path:"id" maxLength:"60"`
	Body struct {
		Changes  int      `json:"changes" minimum:"1"`
		Grades   []int    `json:"grades" nullable:"false" maxItems:"100"`
		Comments []string `json:"comments,omitempty" nullable:"false" maxItems:"100"`
	}
}

type rejudgeInput struct {
	Keyed
	ID   string `path:"id" maxLength:"60"`
	Body struct {
		Corrections int      `json:"corrections" minimum:"0"`
		Grades      []int    `json:"grades" nullable:"false" maxItems:"100"`
		Comments    []string `json:"comments,omitempty" nullable:"false" maxItems:"100"`
		Reason      string   `json:"reason" maxLength:"4000"`
	}
}

func (a *API) taskOps() {
	tasks := func(id, method, path string, who account.Permission, errors ...int) op {
		return op{id: id, method: method, path: path, tag: "learning", access: signed, who: who, errors: errors}
	}
	add(a, tasks("task", http.MethodGet, "/courses/{slug}/tasks/{id}", account.Learn, http.StatusConflict), a.task)
	add(a, tasks("hand-in", http.MethodPost, "/courses/{slug}/tasks/{id}/hand-ins", account.Learn, http.StatusConflict), a.handIn)
	picture := tasks("hand-in-photo", http.MethodGet, "/hand-ins/{id}/photo", account.Learn)
	picture.mime = "image/jpeg"
	addFile(a, picture, a.handInPhoto)
	add(a, tasks("waiting-work", http.MethodGet, "/hand-ins", account.JudgeTasks, http.StatusNotFound), a.waitingWork)
	add(a, tasks("waiting-count", http.MethodGet, "/hand-ins/count", account.JudgeTasks), a.waitingCount)
	add(a, tasks("submission", http.MethodGet, "/hand-ins/{id}", account.JudgeTasks), a.submission)
	add(a, tasks("judge", http.MethodPost, "/hand-ins/{id}/judgement", account.JudgeTasks, http.StatusConflict), a.judge)
	add(a, tasks("correct-judgement", http.MethodPost, "/hand-ins/{id}/correction", account.JudgeTasks, http.StatusConflict), a.correctJudgement)
}

// handInRule is nil for tasks that learners judge themselves.
func handInRule(q *course.Question) *HandInRule {
	if q.HandIn == nil {
		return nil
	}
	return &HandInRule{q.HandIn.Photo, q.HandIn.Pass}
}

func (a *API) task(ctx context.Context, in *TaskInput) (*reply[Task], error) {
	t, err := a.Learning.Task(ctx, caller(ctx), learning.Asked{Course: in.Slug, Question: in.ID})
	if err != nil {
		return nil, err
	}
	out := Task{Question: a.taskQuestion(t.Question), Version: t.Study.Published.Number, HasJudges: t.Judges, HandIns: each(t.Works, handInOf)}
	if len(t.Works) > 0 {
		out.Explanation = a.html(t.Question.Explanation)
	}
	if n, open := t.Round(); open {
		out.OpenRound = n
	}
	return ok(out, nil)
}

func (a *API) handIn(ctx context.Context, in *handInInput) (*reply[Task], error) {
	h := learning.Handing{
		Asked: learning.Asked{Course: in.Slug, Question: in.ID}, Version: in.Body.Version, Number: in.Body.Round, Text: in.Body.Text,
		DropPicture: in.Body.DropPhoto,
		Key:         in.key(ctx),
	}
	if in.Body.Photo != nil {
		h.Picture = bytes.NewReader(in.Body.Photo)
	}
	if err := a.Learning.HandIn(ctx, caller(ctx), h); err != nil {
		return nil, named(err, "picture", "photo")
	}
	return a.task(ctx, &in.TaskInput)
}

func (a *API) handInPhoto(ctx context.Context, in *idInput) (*file, error) {
	k, err := parseID(in.ID)
	if err != nil {
		return nil, err
	}
	b, err := a.Learning.Picture(ctx, caller(ctx), k)
	if err != nil {
		return nil, err
	}
	return &file{ContentType: "image/jpeg", CacheControl: "private, no-store", Body: b}, nil
}

// waitingWork lists what the caller may judge, the oldest first; or what was judged, the last first. The cursor is the last round's id.
func (a *API) waitingWork(ctx context.Context, in *waitingInput) (*reply[List[WaitingWork]], error) {
	after := id.Zero
	if in.Cursor != "" {
		var err error
		if after, err = id.Parse(in.Cursor); err != nil {
			return nil, badCursor()
		}
	}
	list := a.Learning.Waiting
	if in.Judged {
		list = a.Learning.JudgedWorks
	}
	lines, next, err := list(ctx, caller(ctx), after)
	if err != nil {
		return nil, err
	}
	out := List[WaitingWork]{Items: each(lines, func(w learning.Waiting) WaitingWork {
		return WaitingWork{w.ID, w.Name, w.UnitName, w.Published.Slug, w.Task.Title, w.Number, when(w.Handed), when(w.Judged), w.Passed}
	})}
	if !next.IsZero() {
		out.Next = next.String()
	}
	return ok(out, nil)
}

func (a *API) waitingCount(ctx context.Context, _ *struct{}) (*reply[WaitingCount], error) {
	n, err := a.Learning.WaitingCount(ctx, caller(ctx))
	return ok(WaitingCount{Count: n, More: n == learning.MaxWaiting}, err)
}

func (a *API) submission(ctx context.Context, in *idInput) (*reply[Submission], error) {
	k, err := parseID(in.ID)
	if err != nil {
		return nil, err
	}
	s, err := a.Learning.Submission(ctx, caller(ctx), k, "")
	if err != nil {
		return nil, err
	}
	return ok(Submission{
		HandIn: handInOf(s.Work), Name: s.Name, UnitName: s.UnitName, Course: s.Published.Slug, Version: s.Published.Number,
		Question: a.taskQuestion(s.Task), Explanation: a.html(s.Task.Explanation),
	}, nil)
}

func (a *API) judge(ctx context.Context, in *judgeInput) (*reply[Submission], error) {
	k, err := parseID(in.ID)
	if err != nil {
		return nil, err
	}
	j := learning.Judgement{Changes: in.Body.Changes, Grades: columnsOf(in.Body.Grades), Comments: in.Body.Comments, Key: in.key(ctx)}
	if err := a.Learning.Judge(ctx, caller(ctx), k, j); err != nil {
		return nil, named(named(err, "grade-", "grades"), "comment-", "comments")
	}
	return a.submission(ctx, &idInput{in.ID})
}

func (a *API) correctJudgement(ctx context.Context, in *rejudgeInput) (*reply[Submission], error) {
	k, err := parseID(in.ID)
	if err != nil {
		return nil, err
	}
	c := learning.Correction{
		Judgement:   learning.Judgement{Grades: columnsOf(in.Body.Grades), Comments: in.Body.Comments, Key: in.key(ctx)},
		Corrections: in.Body.Corrections, Reason: in.Body.Reason,
	}
	if err := a.Learning.Correct(ctx, caller(ctx), k, c); err != nil {
		return nil, named(named(err, "grade-", "grades"), "comment-", "comments")
	}
	return a.submission(ctx, &idInput{in.ID})
}

// columnsOf are grades as the domain counts them; in the API positions begin at 0 everywhere.
func columnsOf(positions []int) (grades []int) {
	for _, p := range positions {
		grades = append(grades, p+1)
	}
	return grades
}

// positionsOf is the way back.
func positionsOf(grades []int) (positions []int) {
	for _, g := range grades {
		positions = append(positions, g-1)
	}
	return positions
}

// named gives the refused fields whose names begin so the name that they have here.
func named(err error, prefix, name string) error {
	e, is := errors.AsType[*fault.Error](err)
	if !is {
		return err
	}
	out := *e
	out.Fields = nil
	for _, f := range e.Fields {
		if strings.HasPrefix(f.Name, prefix) {
			f.Name = name
		}
		out.Fields = append(out.Fields, f)
	}
	return &out
}

func (a *API) taskQuestion(q *course.Question) Question {
	v := a.question(q, assess.InLesson(q))
	v.ID = q.ID
	return v
}

func handInOf(w learning.Work) HandIn {
	out := HandIn{
		ID: w.ID, Round: w.Number, Text: w.Text, HasPhoto: w.Picture, HandedIn: when(w.Handed), Replaced: when(w.Changed), Changes: w.Changes,
		Counted: w.Counted, JudgedAt: when(w.Judged), Points: w.Points, Passed: w.Passed, Comments: w.Comments,
		Grades: positionsOf(w.Grades), Corrections: w.Corrections,
	}
	for _, j := range w.Past {
		out.Earlier = append(out.Earlier, CorrectedJudgement{when(j.Judged), j.Points, j.Passed, positionsOf(j.Grades), j.Comments, j.Reason})
	}
	return out
}
