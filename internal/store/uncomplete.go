package store

import (
	"context"
	"encoding/json"
	"fmt"

	"hocso/internal/clock"
	"hocso/internal/credential"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/learning"
	"hocso/internal/store/db"
)

// completions are a person's as their records tell them.
type completions struct {
	standing map[id.ID]db.CompletionsOfRow // by course
	data     map[id.ID]factData            // of those
	counted  map[counted]id.ID             // the course by whose completion the person was counted
}

// completionsOf reads the completions of a person, without those that were taken back.
func completionsOf(ctx context.Context, q *db.Queries, person id.ID) (completions, error) {
	all := completions{map[id.ID]db.CompletionsOfRow{}, map[id.ID]factData{}, map[counted]id.ID{}}
	rows, err := get(q.CompletionsOf(ctx, person))
	for _, r := range rows {
		var data factData
		if err := json.Unmarshal([]byte(r.Data), &data); err != nil {
			return all, fmt.Errorf("store: record %s: %w", r.ID, err)
		}
		switch {
		case r.Kind == factWithdrawn:
			delete(all.standing, r.CourseID)
			if data.Counted {
				delete(all.counted, counted{r.UnitID, int32(data.Year), data.Audience}) //nolint:gosec // a year
			}
			continue
		case data.Trained:
			all.counted[countedBy(r.UnitID, r.StoredAt, data.Audience)] = r.CourseID
		}
		all.standing[r.CourseID], all.data[r.CourseID] = r, data
	}
	return all, err
}

// countedBy is what a completion counts a person by.
func countedBy(unit id.ID, at clock.Micro, audience string) counted {
	return counted{unit, int32(at.Year()), audience} //nolint:gosec // a year
}

// others reports whether another standing completion counts the person alike.
func (all completions) others(course id.ID, k counted) bool {
	for other, r := range all.standing {
		if other != course && countedBy(r.UnitID, r.StoredAt, all.data[other].Audience) == k {
			return true
		}
	}
	return false
}

// CompletedOn is the version on which a completed enrolment was completed. Error kind: NotFound.
func (s *Store) CompletedOn(ctx context.Context, e learning.Enrolment) (id.ID, error) {
	all, err := completionsOf(ctx, s.q, e.Person)
	if err != nil {
		return id.Zero, err
	}
	done, ok := all.standing[e.CourseID]
	if !ok {
		return id.Zero, fault.Missing()
	}
	return done.VersionID, nil
}

// WithdrawCompletion takes back the completion that the enrolment was read with: a fact more, the summaries of its unit and
// year less by it, and the confirmation that rests on it revoked. A completion of another moment is left alone.
func (s *Store) WithdrawCompletion(ctx context.Context, e learning.Enrolment) error {
	return s.write(ctx, func(tx *Tx) error {
		n, err := tx.UncompleteCourse(ctx, tx.Now, e.ID, e.Completed)
		if err != nil || n == 0 {
			return err
		}
		all, err := completionsOf(ctx, tx.Queries, e.Person)
		if err != nil {
			return err
		}
		done, ok := all.standing[e.CourseID]
		if !ok {
			return fmt.Errorf("store: enrolment %s is completed without a fact", e.ID)
		}
		k := countedBy(done.UnitID, done.StoredAt, all.data[e.CourseID].Audience)
		if err := tx.change(ctx, sum{metricCompleted, k.unit, e.CourseID, k.year, ""}, -1); err != nil {
			return err
		}
		data := codes{"audience": k.category, "year": k.year}
		if err := tx.uncount(ctx, e, k, data); err != nil {
			return err
		}
		if data["revoked"], err = tx.unconfirm(ctx, e); err != nil {
			return err
		}
		return tx.record(ctx, fact{
			kind: factWithdrawn, person: e.Person, course: e.CourseID, version: done.VersionID, unit: k.unit, data: data,
		})
	})
}

// uncount takes the person out of the distinct people unless another completion counts them alike. The summary of the
// course by which they were counted becomes less; the data of the fact name it.
func (tx *Tx) uncount(ctx context.Context, e learning.Enrolment, k counted, data codes) error {
	held, err := tx.HoldDistinct(ctx, db.HoldDistinctParams{PersonID: e.Person, UnitID: k.unit, Year: k.year, Category: k.category})
	if err != nil || held == 0 {
		return err
	}
	all, err := completionsOf(ctx, tx.Queries, e.Person) // once more: others of the person wait from here on
	if err != nil || all.others(e.CourseID, k) {
		return err
	}
	by, ok := all.counted[k]
	if !ok {
		return fmt.Errorf("store: person %s is counted without a completion", e.Person)
	}
	err = tx.DropDistinct(ctx, db.DropDistinctParams{PersonID: e.Person, UnitID: k.unit, Year: k.year, Category: k.category})
	if err != nil {
		return err
	}
	data["counted"], data["by"] = true, by.String()
	return tx.change(ctx, sum{metricTrained, k.unit, by, k.year, k.category}, -1)
}

// unconfirm revokes the living confirmation of an enrolment, so that another completion is confirmed anew. One that was
// revoked before stays the last.
func (tx *Tx) unconfirm(ctx context.Context, e learning.Enrolment) (revoked bool, err error) {
	live, err := tx.LiveCredentialsOf(ctx, e.Person)
	if err != nil {
		return false, err
	}
	for _, k := range live {
		if k.CourseID != e.CourseID {
			continue
		}
		revoked, err = tx.revoke(ctx, credential.Revocation{
			ID: k.ID, Person: e.Person, Course: k.CourseID, Version: k.VersionID, Attempt: k.AttemptID, Unit: e.Unit, Why: credential.WhyMistake,
		})
		if err != nil {
			return false, err
		}
		return revoked, tx.Unconfirm(ctx, e.ID)
	}
	return false, nil
}

// Overturned pages through completed enrolments that changed since an instant, with a corrected judgement that does not pass.
func (s *Store) Overturned(ctx context.Context, since clock.Micro, after id.ID) ([]id.ID, error) {
	return get(s.q.Overturned(ctx, since, from(after)))
}
