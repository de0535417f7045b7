package store

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/big"

	"hocso/internal/assess"
	"hocso/internal/clock"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/standard"
	"hocso/internal/store/db"
)

// Expired lists attempts whose time had run out before an instant.
func (s *Store) Expired(ctx context.Context, before clock.Micro) ([]assess.Due, error) {
	rows, err := get(s.q.ExpiredAttempts(ctx, before))
	return each(rows, func(r db.ExpiredAttemptsRow) assess.Due { return assess.Due{Attempt: r.ID, Person: r.PersonID} }), err
}

// Attempt reads a person's attempt with its items. Error kind: NotFound, also for another person's.
func (s *Store) Attempt(ctx context.Context, person, attempt id.ID) (*assess.Attempt, error) {
	a, err := s.head(ctx, person, attempt)
	if err != nil {
		return nil, err
	}
	a.Items, err = s.items(ctx, attempt, 1, math.MaxInt32)
	return a, err
}

// Asked reads one question of a person's attempt, and of the other ones only how many there are.
func (s *Store) Asked(ctx context.Context, person, attempt id.ID, position int32) (*assess.Attempt, assess.Asked, error) {
	a, err := s.head(ctx, person, attempt)
	if err != nil {
		return nil, assess.Asked{}, err
	}
	items, err := s.items(ctx, attempt, position, position)
	if err != nil {
		return nil, assess.Asked{}, err
	}
	if len(items) == 0 {
		return nil, assess.Asked{}, fault.Missing()
	}
	n, err := get(s.q.AttemptCounts(ctx, attempt, position))
	return a, assess.Asked{Item: items[0], Of: int(n.Questions), Others: int(n.Others)}, err
}

// head is an attempt without its items.
func (s *Store) head(ctx context.Context, person, attempt id.ID) (*assess.Attempt, error) {
	r, err := get(s.q.Attempt(ctx, attempt))
	if err != nil {
		return nil, err
	}
	if r.PersonID != person {
		return nil, fault.Missing()
	}
	return attemptOf(r), nil
}

func (s *Store) items(ctx context.Context, attempt id.ID, first, last int32) ([]assess.Item, error) {
	rows, err := get(s.q.AttemptItems(ctx, attempt, first, last))
	if err != nil {
		return nil, err
	}
	items := make([]assess.Item, len(rows))
	for i, row := range rows {
		if items[i], err = itemOf(row); err != nil {
			return nil, fmt.Errorf("store: attempt %s, question %d: %w", attempt, row.Position, err)
		}
	}
	return items, nil
}

// Attempts lists a person's attempts without their items, the newest first.
func (s *Store) Attempts(ctx context.Context, person id.ID) ([]*assess.Attempt, error) {
	rows, err := get(s.q.Attempts(ctx, person))
	return each(rows, func(r db.AttemptsRow) *assess.Attempt { return attemptOf(db.AttemptRow(r)) }), err
}

func attemptOf(r db.AttemptRow) *assess.Attempt {
	return &assess.Attempt{
		ID: r.ID, Enrolment: r.EnrolmentID, Person: r.PersonID, CourseID: r.CourseID, VersionID: r.VersionID, Course: r.Slug, Unit: r.UnitID,
		Number: int(r.Number), Started: r.StartedAt, Deadline: r.DeadlineAt, Submitted: r.SubmittedAt, EndedBy: r.EndedBy,
		Receipt: r.Receipt, Saves: r.Saves, Answered: int(r.Answered), Points: rat(r.Points), Max: rat(r.MaxPoints),
		Passed: r.Passed, Rules: r.Rules,
	}
}

func itemOf(r db.AttemptItemsRow) (assess.Item, error) {
	it := assess.Item{
		Position: int(r.Position), Question: r.Question, Level: int(r.Level), Flagged: r.Flagged,
		At: r.AnsweredAt, Sequence: r.Sequence, Share: rat(r.Share),
	}
	it.Hash = course.Hash(r.QuestionHash)
	var err error
	if it.Competence, err = standard.ParseRef(r.Competence); err != nil {
		return it, err
	}
	if it.Points, err = course.ParsePoints(r.Points); err != nil {
		return it, err
	}
	if err := json.Unmarshal([]byte(r.ChoiceOrder), &it.Order); err != nil {
		return it, err
	}
	if r.Answer != "" {
		if err := json.Unmarshal([]byte(r.Answer), &it.Answer); err != nil {
			return it, err
		}
	}
	it.Answered = !it.Answer.Blank()
	return it, nil
}

// Levels reads what a submitted attempt stated for each claim.
func (s *Store) Levels(ctx context.Context, attempt id.ID) ([]assess.Level, error) {
	rows, err := get(s.q.LevelResults(ctx, attempt))
	if err != nil {
		return nil, err
	}
	out := make([]assess.Level, len(rows))
	for i, r := range rows {
		ref, err := standard.ParseRef(r.Competence)
		if err != nil {
			return nil, fmt.Errorf("store: levels of attempt %s: %w", attempt, err)
		}
		out[i] = assess.Level{
			Competence: ref, Claimed: int(r.Claimed), Stated: r.Stated, Level: int(r.Level), Low: int(r.Low), High: int(r.High),
			Questions: int(r.Questions), Right: rat(r.Share), Need: course.MinScored,
		}
	}
	return out, nil
}

// rat reads an exact fraction; "" is nil: not scored yet.
func rat(s string) *big.Rat {
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return nil
	}
	return r
}
