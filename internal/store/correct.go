package store

import (
	"context"

	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/learning"
	"hocso/internal/store/db"
)

// pastJudgements lists those of a round that were corrected, the first first.
func (s *Store) pastJudgements(ctx context.Context, handIn id.ID) ([]learning.PastJudgement, error) {
	rows, err := get(s.q.PastJudgements(ctx, handIn))
	if err != nil {
		return nil, err
	}
	out := make([]learning.PastJudgement, len(rows))
	for i, r := range rows {
		out[i] = learning.PastJudgement{Judged: r.JudgedAt, Judge: r.JudgedBy, Points: int(r.Points), Passed: r.Passed, Reason: string(r.Reason)}
		if out[i].Grades, out[i].Comments, err = judgementOf(handIn, r.Grades, r.Comments); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// CorrectJudgement puts a judgement in the place of the one that stands, unless another round follows or it was corrected since it
// was read. Both are facts; so is the reason, whose words can be deleted.
func (s *Store) CorrectJudgement(ctx context.Context, c learning.Corrected) error {
	grades, comments, err := keptJudgement(c.Judged)
	if err != nil {
		return err
	}
	return s.write(ctx, func(tx *Tx) error {
		return once(ctx, tx, c.Caller, c.Key, &nothing{}, func() error { return tx.correct(ctx, c, grades, comments) })
	})
}

func (tx *Tx) correct(ctx context.Context, c learning.Corrected, grades string, comments []byte) error {
	if err := tx.BringForward(ctx, tx.Now, c.Work.Enrolment); err != nil {
		return err
	}
	why, record, n := tx.ids.New(), tx.ids.New(), c.Corrections+1
	kept, err := tx.KeepJudgement(ctx, why, c.Work.ID, int32(c.Corrections)) //nolint:gosec // a small count
	if err != nil {
		return err
	}
	if kept == 0 {
		return tx.whyNotCorrected(ctx, c)
	}
	err = tx.CorrectHandIn(ctx, db.CorrectHandInParams{
		JudgedAt: tx.Now, JudgedBy: c.Caller.Account, JudgementID: record, Grades: grades,
		Points: int32(c.Points), Passed: c.Passed, ID: c.Work.ID, //nolint:gosec // a small count
	})
	if err != nil {
		return err
	}
	learner, err := tx.EnrolmentByID(ctx, c.Work.Enrolment)
	if err != nil {
		return err
	}
	f := judgedFact(factCorrected, c.Judged, learner.UnitID)
	f.id, f.evidence, f.data["corrects"] = why, []byte(c.Reason), n
	if err := tx.record(ctx, f); err != nil {
		return err
	}
	f = judgedFact(factJudged, c.Judged, learner.UnitID)
	f.id, f.evidence, f.data["grades"], f.data["earned"], f.data["passed"], f.data["corrects"] = record, comments, c.Grades, c.Points, c.Passed, n
	if err := tx.record(ctx, f); err != nil {
		return err
	}
	return tx.audit(ctx, entry{
		actor: c.Caller.Account, action: "judgement-corrected", target: c.Work.ID, unit: learner.UnitID,
		data: codes{"from": codes{"points": c.Work.Points, "passed": c.Work.Passed}, "to": codes{"points": c.Points, "passed": c.Passed}},
	})
}

func (tx *Tx) whyNotCorrected(ctx context.Context, c learning.Corrected) error {
	now, err := get(tx.Work(ctx, c.Work.ID))
	switch {
	case err != nil:
		return err
	case int(now.Corrections) != c.Corrections:
		return fault.New(fault.Conflict, "task.corrected-meanwhile")
	}
	return fault.New(fault.Conflict, "task.handed-in-again")
}
