package store

import (
	"bytes"
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"hocso/internal/clock"
	"hocso/internal/id"
	"hocso/internal/job"
	"hocso/internal/store/db"
)

var _ job.Store = (*Store)(nil)

// TakeLease gives or prolongs a lease; false when another holder has it. One that has more than half of its length
// left is not written again: an idle deployment would commit every second for nothing.
func (s *Store) TakeLease(ctx context.Context, name string, holder id.ID, length time.Duration) (ok bool, err error) {
	held, err := s.q.Lease(ctx, name)
	if err != nil && !absent(err) {
		return false, storageErr(err)
	}
	if held.Holder == holder && held.UntilAt > clock.Now(s.clock).Add(length/2) {
		return true, nil
	}
	err = s.writeLow(ctx, func(tx *Tx) error {
		n, err := tx.TakeLease(ctx, db.TakeLeaseParams{Name: name, Holder: holder, UntilAt: tx.Now.Add(length), NowAt: tx.Now})
		ok = n > 0
		return err
	})
	return ok, err
}

// DropLease gives a lease back.
func (s *Store) DropLease(ctx context.Context, name string, holder id.ID) error {
	return s.writeLow(ctx, func(tx *Tx) error { return tx.DropLease(ctx, name, holder) })
}

// Purge deletes client keys, throttles, codes and ended sessions that are past their use, a bounded batch at a time.
func (s *Store) Purge(ctx context.Context, before clock.Micro) error {
	for _, purge := range []func(*Tx) (int64, error){
		func(tx *Tx) (int64, error) { return tx.PurgeClientKeys(ctx, before) },
		func(tx *Tx) (int64, error) { return tx.PurgeThrottles(ctx, before) },
		func(tx *Tx) (int64, error) { return tx.PurgeCodes(ctx, before) },
		func(tx *Tx) (int64, error) {
			if _, err := tx.PurgeRefreshTokens(ctx, before); err != nil {
				return 0, err
			}
			return tx.PurgeSessions(ctx, before)
		},
	} {
		for n := int64(1); n > 0; {
			err := s.writeLow(ctx, func(tx *Tx) (err error) {
				n, err = purge(tx)
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// Fold moves deltas into their summaries, a bounded batch at a time, and returns how many it folded.
func (s *Store) Fold(ctx context.Context) (folded int, err error) {
	for {
		n := 0
		err := s.writeLow(ctx, func(tx *Tx) error {
			rows, err := tx.TakeDeltas(ctx)
			if err != nil {
				return err
			}
			n = len(rows)
			return tx.fold(ctx, rows)
		})
		if err != nil || n == 0 {
			return folded, err
		}
		folded += n
	}
}

// sum names one row of the summaries.
type sum struct {
	metric       string
	unit, course id.ID
	year         int32
	detail       string
}

func (a sum) compare(b sum) int {
	return cmp.Or(
		cmp.Compare(a.metric, b.metric), cmp.Compare(a.year, b.year), bytes.Compare(a.course[:], b.course[:]),
		bytes.Compare(a.unit[:], b.unit[:]), cmp.Compare(a.detail, b.detail),
	)
}

// fold adds rows up before it writes, in the order of the keys: two who fold at once never wait crosswise.
func (tx *Tx) fold(ctx context.Context, rows []db.TakeDeltasRow) error {
	sums := map[sum]int64{}
	for _, d := range rows {
		sums[sum{d.Metric, d.UnitID, d.CourseID, d.Year, d.Detail}] += d.Amount
	}
	for _, k := range slices.SortedFunc(maps.Keys(sums), sum.compare) {
		err := tx.FoldSummary(ctx, db.FoldSummaryParams{
			Metric: k.metric, UnitID: k.unit, CourseID: k.course, Year: k.year, Detail: k.detail, Amount: sums[k],
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
	k, err := s.q.SigningKey(ctx, purpose)
	if err == nil || !absent(err) {
		return k.Private, storageErr(err)
	}
	made := s.ids.Bytes(length)
	err = s.write(ctx, func(tx *Tx) error {
		err := tx.AddSigningKey(ctx, db.AddSigningKeyParams{ID: purpose, Purpose: purpose, Private: made, CreatedAt: tx.Now})
		if err != nil {
			return err
		}
		k, err = tx.SigningKey(ctx, purpose) // another replica may have been first
		return err
	})
	return k.Private, err
}
