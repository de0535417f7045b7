package store

import (
	"context"
	"time"

	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/job"
	"hocso/internal/store/db"
)

var _ job.Store = (*Store)(nil)

// TakeLease gives or prolongs a lease; false when another holder has it.
func (s *Store) TakeLease(ctx context.Context, name string, holder id.ID, length time.Duration) (ok bool, err error) {
	err = s.writeLow(ctx, func(tx *Tx) error {
		_, err := tx.TakeLease(ctx, db.TakeLeaseParams{Name: name, Holder: holder[:], UntilAt: tx.Now.Add(length), UntilAt_2: tx.Now})
		switch {
		case err == nil:
			ok = true
			return nil
		case fault.Is(readErr(err), fault.NotFound):
			return nil
		}
		return err
	})
	return ok, err
}

// DropLease gives a lease back.
func (s *Store) DropLease(ctx context.Context, name string, holder id.ID) error {
	return s.writeLow(ctx, func(tx *Tx) error { return tx.DropLease(ctx, name, holder[:]) })
}

// Purge deletes client keys and throttles that are past their use.
func (s *Store) Purge(ctx context.Context, before clock.Micro) error {
	return s.writeLow(ctx, func(tx *Tx) error {
		if _, err := tx.PurgeClientKeys(ctx, before); err != nil {
			return err
		}
		_, err := tx.PurgeThrottles(ctx, before)
		return err
	})
}

// Fold moves deltas into their summaries, a bounded batch at a time, and returns how many it folded.
func (s *Store) Fold(ctx context.Context) (folded int, err error) {
	for {
		n := 0
		err := s.writeLow(ctx, func(tx *Tx) error {
			rows, err := tx.Deltas(ctx)
			if err != nil {
				return err
			}
			n = len(rows)
			return tx.fold(ctx, rows)
		})
		folded += n
		if err != nil || n == 0 {
			return folded, err
		}
	}
}

func (tx *Tx) fold(ctx context.Context, rows []db.Deltum) error {
	for _, d := range rows {
		dropped, err := tx.DropDelta(ctx, d.ID)
		if err != nil {
			return err
		}
		if dropped == 0 { // another copy folded it
			continue
		}
		err = tx.FoldSummary(ctx, db.FoldSummaryParams{
			Metric: d.Metric, UnitID: d.UnitID, CourseID: d.CourseID, Year: d.Year, Detail: d.Detail, Amount: d.Amount,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Secret is a deployment's own random bytes for a purpose, made when they are first asked for. They live in the
// database, so that every replica has the same.
func (s *Store) Secret(ctx context.Context, purpose string, length int) ([]byte, error) {
	k, err := get(s.q.SigningKey(ctx, purpose))
	if err == nil {
		return k.Private, nil
	}
	if !fault.Is(err, fault.NotFound) {
		return nil, err
	}
	made := s.ids.Bytes(length)
	err = s.write(ctx, func(tx *Tx) error {
		k, err := tx.SigningKey(ctx, purpose)
		if err == nil {
			made = k.Private
			return nil
		}
		return tx.AddSigningKey(ctx, db.AddSigningKeyParams{ID: purpose, Purpose: purpose, Private: made, CreatedAt: tx.Now})
	})
	return made, err
}
