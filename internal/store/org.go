package store

import (
	"context"
	"maps"
	"slices"

	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/org"
	"hocso/internal/store/db"
)

var _ org.Store = (*Store)(nil)

func addUnit(ctx context.Context, tx *Tx, u org.Unit, actor id.ID) error {
	if err := tx.distinct(ctx, u); err != nil {
		return err
	}
	err := tx.AddUnit(ctx, db.AddUnitParams{
		ID: u.ID, ParentID: u.ParentID, Name: u.Name, Kind: u.Kind, Path: u.Path, ValidFrom: tx.Now,
	})
	if err != nil {
		return err
	}
	return tx.audit(ctx, entry{actor: actor, action: "unit-added", target: u.ID, unit: u.ID, data: codes{"kind": u.Kind}})
}

// distinct holds a unit's name against its siblings'. The parent is locked: no other sibling comes meanwhile.
func (tx *Tx) distinct(ctx context.Context, u org.Unit) error {
	if u.ParentID.IsZero() {
		return nil
	}
	if err := changed(tx.LockUnit(ctx, u.ParentID)); err != nil {
		return err
	}
	siblings, err := tx.UnitsBelow(ctx, u.ParentID)
	if err != nil {
		return err
	}
	return org.Distinct(u, each(siblings, unitOf))
}

// ChangeUnit stores a unit's name and kind. Error kinds: Invalid, NotFound.
func (s *Store) ChangeUnit(ctx context.Context, u org.Unit, actor id.ID) error {
	return s.write(ctx, func(tx *Tx) error {
		if err := tx.distinct(ctx, u); err != nil {
			return err
		}
		if err := changed(tx.Queries.ChangeUnit(ctx, u.Name, u.Kind, u.ID)); err != nil {
			return err
		}
		below, err := tx.UnitsBelow(ctx, u.ID)
		if err != nil {
			return err
		}
		if err := org.Holds(u, each(below, unitOf)); err != nil {
			return err
		}
		return tx.audit(ctx, entry{actor: actor, action: "unit-changed", target: u.ID, unit: u.ID, data: codes{"kind": u.Kind}})
	})
}

// CloseUnit ends a unit in which nothing is left. Error kinds: Conflict, NotFound.
func (s *Store) CloseUnit(ctx context.Context, unit, actor id.ID) error {
	return s.write(ctx, func(tx *Tx) error {
		u, err := tx.Unit(ctx, unit)
		if err != nil {
			return readErr(err)
		}
		if err := changed(tx.Queries.CloseUnit(ctx, tx.Now, unit)); err != nil {
			return err
		}
		if err := tx.RestorePath(ctx, u.Path, unit); err != nil {
			return err
		}
		things, err := tx.InUnit(ctx, unit)
		if err != nil {
			return err
		}
		if things > 0 {
			return fault.New(fault.Conflict, "unit.not-empty")
		}
		return tx.audit(ctx, entry{actor: actor, action: "unit-closed", target: unit, unit: unit})
	})
}

// stillOpen is asked right after somebody was put into a unit or given a role in it: CloseUnit then either waits and
// finds them, or was first. Error kind: NotFound.
func (tx *Tx) stillOpen(ctx context.Context, unit id.ID) error {
	u, err := tx.Unit(ctx, unit)
	if err == nil && u.ValidTo != 0 {
		return fault.Missing()
	}
	return readErr(err)
}

// AddUnit stores a unit. Error kinds: Invalid, NotFound.
func (s *Store) AddUnit(ctx context.Context, u org.Unit, actor id.ID) error {
	return s.write(ctx, func(tx *Tx) error { return addUnit(ctx, tx, u, actor) })
}

// Unit finds a unit. Error kind: NotFound.
func (s *Store) Unit(ctx context.Context, unit id.ID) (org.Unit, error) {
	r, err := get(s.q.Unit(ctx, unit))
	return unitOf(r), err
}

// RootUnit is the top of today's tree. Error kind: NotFound.
func (s *Store) RootUnit(ctx context.Context) (org.Unit, error) {
	r, err := get(s.q.RootUnit(ctx))
	return unitOf(r), err
}

// UnitsUnder lists a subtree.
func (s *Store) UnitsUnder(ctx context.Context, root org.Path) ([]org.Unit, error) {
	low, high := root.Range()
	rows, err := get(s.q.UnitsUnder(ctx, low, high))
	return each(rows, unitOf), err
}

func unitOf(r db.Unit) org.Unit {
	return org.Unit{
		ID: r.ID, ParentID: r.ParentID, Name: r.Name, Kind: r.Kind, Path: r.Path,
		From: r.ValidFrom, To: r.ValidTo,
	}
}

var _ org.SettingStore = (*Store)(nil)

// Settings reads every setting.
func (s *Store) Settings(ctx context.Context) (map[string]string, error) {
	rows, err := get(s.q.Settings(ctx))
	if err != nil {
		return nil, err
	}
	out := make(map[string]string, len(rows))
	for _, r := range rows {
		out[r.Key] = r.Value
	}
	return out, nil
}

// PutSettings stores settings in one step.
func (s *Store) PutSettings(ctx context.Context, values map[string]string, actor id.ID) error {
	return s.write(ctx, func(tx *Tx) error {
		for _, key := range slices.Sorted(maps.Keys(values)) { // one order: replicas never lock each other out
			if err := tx.PutSetting(ctx, key, values[key], tx.Now); err != nil {
				return err
			}
		}
		return tx.audit(ctx, entry{actor: actor, action: "settings-changed"})
	})
}
