package api

import (
	"context"
	"math/big"
	"net/http"

	"hocso/internal/assess"
	"hocso/internal/course"
	"hocso/internal/fault"
)

// Result is a submitted attempt by competence, level and group.
type Result struct {
	AttemptBrief
	Receipt    string        `json:"receipt"`
	EndedBy    string        `json:"endedBy" enum:"person,time"`
	Points     float64       `json:"points"`
	Max        float64       `json:"max"`
	Percent    float64       `json:"percent"`
	Pass       int           `json:"pass"`
	Answered   int           `json:"answered"`
	Questions  int           `json:"questions"`
	CutPercent int           `json:"cutPercent"`
	Levels     []LevelResult `json:"levels" nullable:"false"`
	Groups     []GroupResult `json:"groups" nullable:"false"`
}

// LevelResult is the level that an attempt shows in a competence, and what that rests on.
type LevelResult struct {
	Competence string     `json:"competence"`
	Name       string     `json:"name"`
	Claimed    int        `json:"claimed"`
	Stated     bool       `json:"stated"`
	Level      *int       `json:"level,omitempty"`
	Low        *int       `json:"low,omitempty"`
	High       *int       `json:"high,omitempty"`
	Questions  int        `json:"questions"`
	Needed     int        `json:"needed"`
	Right      float64    `json:"right"`
	Evidence   []Evidence `json:"evidence" nullable:"false"`
}

// Evidence is how the questions of one level went.
type Evidence struct {
	Level     int     `json:"level"`
	Questions int     `json:"questions"`
	Right     float64 `json:"right"`
}

// GroupResult is how the questions of one group of the decree went.
type GroupResult struct {
	Group       string   `json:"group"`
	Name        string   `json:"name"`
	Official    bool     `json:"official"`
	Questions   int      `json:"questions"`
	Right       float64  `json:"right"`
	Competences []string `json:"competences" nullable:"false"`
}

// Review is a submitted attempt with keys and feedback, where the exam allows it.
type Review struct {
	AttemptBrief
	Questions []ReviewQuestion `json:"questions" nullable:"false"`
}

// ReviewQuestion is one question with its key.
type ReviewQuestion struct {
	Position int `json:"position"`
	Question
	Answer      *Answer   `json:"answer,omitempty"`
	Share       float64   `json:"share"`
	Verdicts    []Verdict `json:"verdicts" nullable:"false"`
	Accepted    []string  `json:"accepted,omitempty" nullable:"false"`
	Explanation string    `json:"explanation,omitempty"`
}

func (a *API) resultOps() {
	add(a, examOp("result", http.MethodGet, "/attempts/{id}/result", http.StatusConflict), a.result)
	add(a, examOp("review", http.MethodGet, "/attempts/{id}/review"), a.review)
}

func (a *API) result(ctx context.Context, in *idInput) (*reply[Result], error) {
	k, err := parseID(in.ID)
	if err != nil {
		return nil, err
	}
	r, sit, err := a.Assess.Result(ctx, caller(ctx), k)
	if err != nil {
		return nil, err
	}
	g := r.Grade
	return ok(Result{
		AttemptBrief: briefOf(sit.Attempt), Receipt: sit.Receipt, EndedBy: sit.EndedBy, Points: number(g.Points), Max: number(g.Max),
		Percent: number(g.Percent), Pass: r.Exam.Pass, Answered: sit.Answered, Questions: len(sit.Items), CutPercent: r.Rules.CutPercent,
		Levels: each(g.Levels, func(l assess.Level) LevelResult { return a.levelOf(ctx, l) }),
		Groups: each(g.Groups, func(v assess.Group) GroupResult {
			return GroupResult{v.Ref.String(), a.name(ctx, v.Ref), v.Official, v.Questions, number(v.Right), each(v.Competences, refText)}
		}),
	}, nil)
}

func (a *API) levelOf(ctx context.Context, l assess.Level) LevelResult {
	out := LevelResult{
		Competence: l.Competence.String(), Name: a.name(ctx, l.Competence), Claimed: l.Claimed, Stated: l.Stated, Questions: l.Questions,
		Needed: l.Need, Right: number(l.Right),
		Evidence: each(l.AtLevels, func(e assess.LevelEvidence) Evidence { return Evidence{e.Level, e.Questions, number(e.Right)} }),
	}
	if l.Stated {
		out.Level, out.Low, out.High = &l.Level, &l.Low, &l.High
	}
	return out
}

func number(r *big.Rat) float64 {
	if r == nil {
		return 0
	}
	f, _ := r.Float64()
	return f
}

func (a *API) review(ctx context.Context, in *idInput) (*reply[Review], error) {
	k, err := parseID(in.ID)
	if err != nil {
		return nil, err
	}
	r, sit, err := a.Assess.Result(ctx, caller(ctx), k)
	if fault.Is(err, fault.Conflict) { // still open: there is no review yet
		return nil, fault.Missing()
	}
	if err != nil {
		return nil, err
	}
	if !r.ShowKeys(r.TriesLeft) {
		return nil, fault.Missing()
	}
	out := Review{AttemptBrief: briefOf(sit.Attempt), Questions: []ReviewQuestion{}}
	for i, it := range sit.Items {
		out.Questions = append(out.Questions, a.reviewed(sit.Questions[i], it))
	}
	return ok(out, nil)
}

func (a *API) reviewed(q *course.Question, it assess.Item) ReviewQuestion {
	out := ReviewQuestion{
		Position: it.Position, Question: a.question(q, it), Answer: answerOf(q, it.ToDisplay(it.Answer)), Share: number(it.Share),
		Verdicts: a.verdicts(q, it, assess.Verdict(q, it.Answer)), Explanation: a.html(q.Explanation),
	}
	if q.Type == course.Numeric || q.Type == course.Short {
		for _, c := range q.Choices {
			if c.Right {
				out.Accepted = append(out.Accepted, c.Text)
			}
		}
	}
	return out
}
