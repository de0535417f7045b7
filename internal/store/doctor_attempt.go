package store

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"slices"
	"time"

	"hocso/internal/assess"
	"hocso/internal/clock"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/store/db"
)

// sittings are the attempts of one person's course as they were recomputed.
type sittings struct {
	taken  int
	passed map[id.ID]bool
}

// attempts checks every attempt of an enrolment.
func (d *doctor) attempts(ctx context.Context, t *taken, e db.EnrolmentsPageRow, p *course.Published) (sittings, error) {
	out := sittings{passed: map[id.ID]bool{}}
	rows, err := d.AttemptsIn(ctx, e.ID)
	if err != nil {
		return out, err
	}
	for _, a := range rows {
		f := entryOf(t.attempts, a.ID)
		delete(t.attempts, a.ID)
		d.same("attempt", a.ID.String(), "person and course", t.key, a.PersonID.String()+"/"+a.CourseID.String())
		d.same("attempt", a.ID.String(), "started facts", 1, len(f.started))
		if len(f.started) != 1 {
			continue
		}
		passed, err := d.attempt(ctx, a, f, p)
		if err != nil {
			return out, err
		}
		if len(f.submitted) > 0 {
			out.taken++
		}
		if passed {
			out.passed[a.ID] = true
		}
	}
	for a := range t.attempts {
		d.report(Difference{"attempt", a.String(), "row", "one", "none"})
	}
	return out, nil
}

// attempt checks a row, its items and its result, and reports whether the answers pass.
func (d *doctor) attempt(ctx context.Context, a db.AttemptsInRow, f *attemptFacts, p *course.Published) (bool, error) {
	key, started := a.ID.String(), f.started[0]
	d.same("attempt", key, "version_id", started.VersionID, a.VersionID)
	d.same("attempt", key, "number", started.data.Number, a.Number)
	d.same("attempt", key, "started_at", started.StoredAt, a.StartedAt)
	d.same("attempt", key, "saves at least its answers", true, a.Saves >= int64(f.answered))
	if started.VersionID != p.ID {
		var err error
		if p, err = d.version(ctx, started.VersionID); err != nil {
			return false, err
		}
	}
	if p == nil || p.Course.Exam == nil {
		d.report(Difference{"attempt", key, "version_id", "a version with an exam", show(started.VersionID)})
		return false, nil
	}
	exam := p.Course.Exam
	d.same("attempt", key, "deadline_at", a.StartedAt.Add(time.Duration(exam.Minutes)*time.Minute), a.DeadlineAt)
	bank, err := d.catalog.Bank(ctx, p.Version)
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Internal) {
		d.report(Difference{"course_version", p.ID.String(), "bank", "what can be read", err.Error()})
		return false, nil
	}
	if err != nil {
		return false, err
	}
	scored, answered, err := d.items(ctx, key, a, f, bank)
	if err != nil {
		return false, err
	}
	return d.result(ctx, a, f, exam, scored, answered)
}

// items checks every question of an attempt against the bank and the answers that were recorded, and scores it again.
func (d *doctor) items(ctx context.Context, key string, a db.AttemptsInRow, f *attemptFacts, bank []course.Question) ([]assess.Scored, int, error) {
	rows, err := d.AttemptItems(ctx, a.ID, 1, math.MaxInt32)
	if err != nil {
		return nil, 0, err
	}
	d.same("attempt_item", key, "questions", f.started[0].data.Questions, len(rows))
	scored, answered := make([]assess.Scored, 0, len(rows)), 0
	for i, r := range rows {
		it, err := itemOf(r)
		if err != nil {
			d.report(Difference{"attempt_item", fmt.Sprint(key, "/", r.Position), "row", "what can be read", err.Error()})
			continue
		}
		itemKey := fmt.Sprint(key, "/", r.Position)
		d.same("attempt_item", itemKey, "position", i+1, r.Position)
		q := d.question(itemKey, it, bank)
		known, err := d.lastAnswer(ctx, itemKey, r, it, f.last[it.Position])
		if err != nil {
			return nil, 0, err
		}
		share := new(big.Rat)
		switch {
		case !known: // what the deleted text earned is known from the row only; the recorded points hold their sum
			if it.Share != nil {
				share = it.Share
			}
		case q != nil:
			share = assess.Share(q, it.Answer)
		}
		if !known || !it.Answer.Blank() {
			answered++
		}
		if len(f.submitted) > 0 {
			d.same("attempt_item", itemKey, "share", share.RatString(), r.Share)
		} else {
			d.same("attempt_item", itemKey, "share", "", r.Share)
		}
		scored = append(scored, assess.Scored{Question: it.Question, Competence: it.Competence, Level: it.Level, Points: it.Points, Share: share})
	}
	return scored, answered, nil
}

// question checks what is kept of a question with an item, and finds it in the bank.
func (d *doctor) question(key string, it assess.Item, bank []course.Question) *course.Question {
	i := slices.IndexFunc(bank, func(q course.Question) bool { return q.ID == it.Question })
	if i < 0 {
		d.report(Difference{"attempt_item", key, "question", "one of the version's bank", fmt.Sprintf("%q", it.Question)})
		return nil
	}
	q := &bank[i]
	d.same("attempt_item", key, "question_hash", course.HashOf(q.Canonical()), it.Hash)
	d.same("attempt_item", key, "competence", q.Competence, it.Competence)
	d.same("attempt_item", key, "level", q.Level, it.Level)
	d.same("attempt_item", key, "points", q.Points.Rat().RatString(), it.Points.Rat().RatString())
	order := slices.Sorted(slices.Values(it.Order))
	for n, choice := range order {
		if n != choice || len(order) != assess.Places(q) {
			d.report(Difference{"attempt_item", key, "choice_order", fmt.Sprintf("a permutation of %d", assess.Places(q)), fmt.Sprint(it.Order)})
			break
		}
	}
	return q
}

// lastAnswer checks an item against the last answer that was recorded for it; none leaves it blank. known is false when
// its text was deleted.
func (d *doctor) lastAnswer(ctx context.Context, key string, r db.AttemptItemsRow, it assess.Item, f told) (known bool, err error) {
	d.same("attempt_item", key, "sequence", f.data.Sequence, r.Sequence)
	d.same("attempt_item", key, "flagged", f.data.Flagged, r.Flagged)
	d.same("attempt_item", key, "answered_at", f.StoredAt, r.AnsweredAt)
	if f.ID.IsZero() {
		d.same("attempt_item", key, "answer", "", r.Answer)
		return true, nil
	}
	d.same("attempt_item", key, "question", f.Subject, it.Question)
	a, known, err := d.answer(ctx, f)
	if err != nil {
		return known, err
	}
	kept, err := json.Marshal(a) // of a deleted text: blank
	d.same("attempt_item", key, "answer", string(kept), r.Answer)
	return known, err
}

// result checks what a submission came to. The rules are those that were kept with it.
func (d *doctor) result(ctx context.Context, a db.AttemptsInRow, f *attemptFacts, exam *course.Exam, scored []assess.Scored, answered int) (bool, error) {
	key := a.ID.String()
	d.same("attempt", key, "submitted facts", min(1, len(f.submitted)), len(f.submitted))
	d.same("attempt", key, "scored facts", min(1, len(f.submitted)), len(f.scored))
	levels, err := d.LevelResults(ctx, a.ID)
	if err != nil {
		return false, err
	}
	if len(f.submitted) == 0 || len(f.scored) == 0 {
		d.same("attempt", key, "submitted_at", clock.Micro(0), a.SubmittedAt)
		d.same("level_result", key, "rows", 0, len(levels))
		return false, nil
	}
	submitted, told := f.submitted[0], f.scored[0].data
	rules := assess.DefaultRules()
	if err := json.Unmarshal([]byte(a.Rules), &rules); err != nil {
		d.report(Difference{"attempt", key, "rules", "JSON", fmt.Sprintf("%q", a.Rules)})
		return false, nil //nolint:nilerr // reported: the check goes on
	}
	g := assess.GradeOf(exam, scored, answered, d.std, rules)
	for _, c := range []struct {
		field           string
		expected, found any
	}{
		{"submitted_at", submitted.StoredAt, a.SubmittedAt},
		{"ended_by", submitted.data.By, a.EndedBy},
		{"receipt", submitted.Subject, a.Receipt},
		{"answered", answered, a.Answered},
		{"points", g.Points.RatString(), a.Points},
		{"max_points", g.Max.RatString(), a.MaxPoints},
		{"passed", g.Passed, a.Passed},
		{"recorded points", g.Points.RatString(), told.Points},
		{"recorded maximum", g.Max.RatString(), told.Max},
		{"recorded passed", g.Passed, told.Passed},
	} {
		d.same("attempt", key, c.field, c.expected, c.found)
	}
	d.levels(key, g.Levels, levels)
	return g.Passed, nil
}

func (d *doctor) levels(key string, expected []assess.Level, rows []db.LevelResultsRow) {
	d.same("level_result", key, "rows", len(expected), len(rows))
	for _, l := range expected {
		name := l.Competence.String()
		i := slices.IndexFunc(rows, func(r db.LevelResultsRow) bool { return r.Competence == name })
		if i < 0 {
			d.report(Difference{"level_result", key + " " + name, "row", "one", "none"})
			continue
		}
		r := rows[i]
		d.same("level_result", key+" "+name, "claimed, stated, level, low, high, questions, share",
			fmt.Sprint(l.Claimed, l.Stated, l.Level, l.Low, l.High, l.Questions, l.Right.RatString()),
			fmt.Sprint(r.Claimed, r.Stated, r.Level, r.Low, r.High, r.Questions, r.Share))
	}
}
