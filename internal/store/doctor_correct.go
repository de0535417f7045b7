package store

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"hocso/internal/id"
	"hocso/internal/store/db"
)

// corrected checks the judgements of a round that stood before; it puts all of them into their order.
func (d *doctor) corrected(ctx context.Context, key string, f *taskFacts, r db.HandInFactsRow) error {
	byNumber := func(a, b told) int { return cmp.Compare(a.data.Corrects, b.data.Corrects) }
	slices.SortFunc(f.judged, byNumber)
	slices.SortFunc(f.corrected, byNumber)
	d.same("hand_in", key, "corrected facts", len(f.judged)-1, len(f.corrected))
	if len(f.judged) == 1 && r.Corrections == 0 {
		return nil
	}
	rows, err := d.PastFacts(ctx, r.ID)
	if err != nil {
		return err
	}
	d.same("past_judgement", key, "rows", len(f.judged)-1, len(rows))
	for i := range min(len(rows), len(f.judged)-1, len(f.corrected)) {
		if err := d.past(ctx, fmt.Sprintf("%s %d", key, i+1), f.judged[i], f.corrected[i].ID, rows[i]); err != nil {
			return err
		}
	}
	return nil
}

func (d *doctor) past(ctx context.Context, key string, f told, reason id.ID, r db.PastFactsRow) error {
	actor, err := d.ActorOf(ctx, f.ID)
	if err != nil {
		return err
	}
	grades, err := json.Marshal(f.data.Grades)
	if err != nil {
		return err
	}
	d.same("past_judgement", key, "number", f.data.Corrects+1, r.Number)
	d.same("past_judgement", key, "judged_at", f.StoredAt, r.JudgedAt)
	d.same("past_judgement", key, "judged_by", actor, r.JudgedBy)
	d.same("past_judgement", key, "judgement_id", f.ID, r.JudgementID)
	d.same("past_judgement", key, "grades", string(grades), r.Grades)
	d.same("past_judgement", key, "points", f.data.Earned, r.Points)
	d.same("past_judgement", key, "passed", f.data.Passed, r.Passed)
	d.same("past_judgement", key, "reason_id", reason, r.ReasonID)
	return nil
}
