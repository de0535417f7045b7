package api

import (
	"context"
	"net/http"
	"time"

	"hocso/internal/account"
	"hocso/internal/assess"
	"hocso/internal/clock"
	"hocso/internal/id"
)

// Lobby is what one knows before an exam.
type Lobby struct {
	Course    string         `json:"course"`
	Title     string         `json:"title"`
	Minutes   int            `json:"minutes"`
	Questions int            `json:"questions"`
	Pass      int            `json:"pass"`
	Attempts  int            `json:"attempts"`
	WaitHours int            `json:"waitHours"`
	TriesLeft int            `json:"triesLeft"`
	Claims    []Target       `json:"claims" nullable:"false"`
	Open      string         `json:"open,omitempty"`
	NotBefore *time.Time     `json:"notBefore,omitempty"`
	Ready     bool           `json:"ready"`
	Reason    string         `json:"reason,omitempty"`
	Past      []AttemptBrief `json:"past" nullable:"false"`
}

// AttemptBrief is an attempt in a list.
type AttemptBrief struct {
	ID        id.ID      `json:"id"`
	Course    string     `json:"course"`
	Number    int        `json:"number"`
	Started   *time.Time `json:"started"`
	Deadline  *time.Time `json:"deadline"`
	Submitted *time.Time `json:"submitted,omitempty"`
	Passed    *bool      `json:"passed,omitempty"`
}

// Attempt is one sitting of an exam. Its questions are there while it is open.
type Attempt struct {
	AttemptBrief
	Title      string            `json:"title"`
	ServerTime *time.Time        `json:"serverTime"`
	EndedBy    string            `json:"endedBy,omitempty" enum:"person,time"`
	Receipt    string            `json:"receipt,omitempty"`
	Answered   int               `json:"answered"`
	Questions  []AttemptQuestion `json:"questions" nullable:"false"`
}

// AttemptQuestion is one question of an attempt with the caller's own answer.
type AttemptQuestion struct {
	Position int `json:"position"`
	Question
	Answer   *Answer    `json:"answer,omitempty"`
	Flagged  bool       `json:"flagged"`
	Saved    *time.Time `json:"saved,omitempty"`
	Sequence int64      `json:"sequence"`
}

// Saved is the server's word that an answer is on the disk.
type Saved struct {
	At       *time.Time `json:"at"`
	Sequence int64      `json:"sequence"`
}

type startInput struct {
	Keyed
	SlugInput
}

type submitInput struct {
	Keyed
	ID string `path:"id" maxLength:"60"`
}

type saveInput struct {
	Keyed
	ID       string `path:"id" maxLength:"60"`
	Position int    `path:"position"`
	Body     struct {
		Answer   Answer `json:"answer"`
		Flagged  bool   `json:"flagged,omitempty"`
		Sequence int64  `json:"sequence,omitempty" minimum:"0"`
	}
}

func examOp(id, method, path string, errors ...int) op {
	return op{id: id, method: method, path: path, tag: "exam", access: signed, who: account.Learn, errors: errors}
}

func (a *API) examOps() {
	add(a, examOp("exam", http.MethodGet, "/courses/{slug}/exam"), a.lobby)
	add(a, examOp("start-attempt", http.MethodPost, "/courses/{slug}/attempts", http.StatusConflict), a.start)
	add(a, examOp("attempts", http.MethodGet, "/me/attempts"), a.attempts)
	add(a, examOp("attempt", http.MethodGet, "/attempts/{id}"), a.attempt)
	add(a, examOp("save-answer", http.MethodPut, "/attempts/{id}/answers/{position}", http.StatusConflict), a.save)
	add(a, examOp("submit-attempt", http.MethodPost, "/attempts/{id}/submission"), a.submit)
}

func (a *API) lobby(ctx context.Context, in *SlugInput) (*reply[Lobby], error) {
	v, err := a.Catalog.CurrentVersion(ctx, in.Slug)
	if err != nil {
		return nil, err
	}
	l, err := a.Assess.Lobby(ctx, caller(ctx), v.CourseID)
	if err != nil {
		return nil, err
	}
	e := l.Published.Course.Exam
	out := Lobby{
		Course: in.Slug, Title: e.Title, Minutes: e.Minutes, Questions: e.Size(), Pass: e.Pass, Attempts: e.Attempts, WaitHours: e.WaitHours,
		TriesLeft: l.TriesLeft, Claims: each(e.Claims, targetOf), NotBefore: when(l.NotBefore), Ready: l.Open.IsZero() && l.Ready == nil,
		Past: each(l.Past, func(p assess.Past) AttemptBrief {
			return brief(p.ID, in.Slug, p.Number, p.Started, p.Deadline, p.Submitted, p.Passed)
		}),
	}
	if !l.Open.IsZero() {
		out.Open = l.Open.String()
	}
	if l.Ready != nil {
		out.Reason = a.problem(ctx, l.Ready).Detail
	}
	return ok(out, nil)
}

func brief(attempt id.ID, slug string, number int, started, deadline, submitted clock.Micro, passed bool) AttemptBrief {
	out := AttemptBrief{
		ID: attempt, Course: slug, Number: number, Started: when(started), Deadline: when(deadline), Submitted: when(submitted),
	}
	if submitted != 0 {
		out.Passed = &passed
	}
	return out
}

func briefOf(t *assess.Attempt) AttemptBrief {
	return brief(t.ID, t.Course, t.Number, t.Started, t.Deadline, t.Submitted, t.Passed)
}

func (a *API) start(ctx context.Context, in *startInput) (*reply[Attempt], error) {
	v, err := a.Catalog.CurrentVersion(ctx, in.Slug)
	if err != nil {
		return nil, err
	}
	attempt, err := a.Assess.Start(ctx, caller(ctx), v.CourseID, in.key(ctx))
	if err != nil {
		return nil, err
	}
	sit, err := a.Assess.Sitting(ctx, caller(ctx), attempt)
	if err != nil {
		return nil, err
	}
	return ok(a.attemptOf(sit), nil)
}

func (a *API) attempts(ctx context.Context, in *struct{ Paging }) (*reply[List[AttemptBrief]], error) {
	all, err := a.Assess.Attempts(ctx, caller(ctx))
	return listed(all, err, briefOf, in.Paging, func(t AttemptBrief) string { return t.ID.String() })
}

func (a *API) attempt(ctx context.Context, in *idInput) (*reply[Attempt], error) {
	sit, err := a.sitting(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return ok(a.attemptOf(sit), nil)
}

func (a *API) sitting(ctx context.Context, attempt string) (*assess.Sitting, error) {
	k, err := parseID(attempt)
	if err != nil {
		return nil, err
	}
	return a.Assess.Sitting(ctx, caller(ctx), k)
}

// attemptOf shows a sitting without anything of the key. A submitted one has its questions in the review, if anywhere.
func (a *API) attemptOf(sit *assess.Sitting) Attempt {
	now := clock.Now(a.Clock)
	out := Attempt{
		AttemptBrief: briefOf(sit.Attempt), Title: sit.Published.Course.Exam.Title, ServerTime: when(now), EndedBy: sit.EndedBy,
		Receipt: sit.Receipt, Answered: sit.Answered, Questions: []AttemptQuestion{},
	}
	if sit.Submitted != 0 {
		return out
	}
	for i, it := range sit.Items {
		if !it.Answer.Blank() {
			out.Answered++
		}
		out.Questions = append(out.Questions, AttemptQuestion{
			Position: it.Position, Question: a.question(sit.Questions[i], it), Answer: answerOf(sit.Questions[i], it.ToDisplay(it.Answer)),
			Flagged: it.Flagged, Saved: when(it.At), Sequence: it.Sequence,
		})
	}
	return out
}

func (a *API) save(ctx context.Context, in *saveInput) (*reply[Saved], error) {
	attempt, err := parseID(in.ID)
	if err != nil {
		return nil, err
	}
	seat, err := a.Assess.Seat(ctx, caller(ctx), attempt, in.Position)
	if err != nil {
		return nil, err
	}
	answer, err := seat.Item.FromDisplay(in.Body.Answer.domain())
	if err != nil {
		return nil, err
	}
	s, err := a.Assess.Save(ctx, caller(ctx), seat, answer, in.Body.Flagged, in.Body.Sequence, in.key(ctx))
	if err != nil {
		return nil, err
	}
	return ok(Saved{when(s.At), s.Sequence}, nil)
}

func (a *API) submit(ctx context.Context, in *submitInput) (*reply[Attempt], error) {
	k, err := parseID(in.ID)
	if err != nil {
		return nil, err
	}
	if _, err := a.Assess.Submit(ctx, caller(ctx), k, in.key(ctx)); err != nil {
		return nil, err
	}
	sit, err := a.Assess.Sitting(ctx, caller(ctx), k)
	if err != nil {
		return nil, err
	}
	return ok(a.attemptOf(sit), nil)
}
