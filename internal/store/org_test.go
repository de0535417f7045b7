package store

import (
	"bytes"
	"fmt"
	"testing"

	"hocso/internal/account"
	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/org"
)

// TestTheTreeStaysInOrder: names stand once below a parent, kinds fit, and only what is empty is closed.
func TestTheTreeStaysInOrder(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		units := &org.Service{Store: w.Store, IDs: w.ids, Clock: w.clock}
		add := func(parent org.Unit, name, kind string) (org.Unit, error) {
			return units.Add(ctx, parent, name, kind, id.Zero)
		}
		may, err := add(w.province, "Xã Bản Mây", org.Commune)
		must(t, err)
		_, err = add(w.province, "XÃ  BẢN MÂY", org.Commune)
		wantKind(t, "the same name again", err, fault.Invalid)
		_, err = add(w.province, "Xã Bản May", org.Commune)
		must(t, err) // another place: tone marks tell names apart
		_, err = add(w.commune, "Xã Bản Mây", org.Team)
		must(t, err) // below another parent

		_, err = units.Change(ctx, may, "xã bản may", org.Commune, id.Zero)
		wantKind(t, "a sibling's name", err, fault.Invalid)
		_, err = units.Change(ctx, w.commune, w.commune.Name, org.Agency, id.Zero)
		wantKind(t, "a kind that hamlets do not stand below", err, fault.Invalid)
		renamed, err := units.Change(ctx, may, "Phường Bản Mây", org.Agency, id.Zero)
		must(t, err)
		if got, err := w.Unit(ctx, may.ID); err != nil || got.Name != "Phường Bản Mây" || got.Kind != org.Agency || got.Name != renamed.Name {
			t.Errorf("changed to %+v, %v", got, err)
		}
		_, err = units.Change(ctx, w.province, "Tỉnh Sông Lam", org.Province, id.Zero)
		must(t, err) // the top can be named anew

		wantKind(t, "closing the top", units.Close(ctx, w.province, id.Zero), fault.Conflict)
		wantKind(t, "closing over a unit", units.Close(ctx, w.commune, id.Zero), fault.Conflict)
		w.person(1, may)
		wantKind(t, "closing over a person", units.Close(ctx, may, id.Zero), fault.Conflict)
		if got, err := w.Unit(ctx, may.ID); err != nil || got.To != 0 {
			t.Errorf("refused, and yet %+v, %v", got, err)
		}
		free, err := add(w.province, "Sở", org.Agency)
		must(t, err)
		must(t, units.Close(ctx, free, id.Zero))
		wantKind(t, "closing again", units.Close(ctx, free, id.Zero), fault.NotFound)
		_, err = add(free, "Phòng", org.Agency)
		wantKind(t, "below what is closed", err, fault.NotFound)
		_, err = units.Change(ctx, free, "Sở khác", org.Agency, id.Zero)
		wantKind(t, "changing what is closed", err, fault.NotFound)
		_, err = add(w.province, "Sở", org.Agency)
		must(t, err) // the name is free again
		if got, err := w.Unit(ctx, free.ID); err != nil || got.To == clock.Micro(0) {
			t.Errorf("closed as %+v, %v", got, err)
		}
		if n := value[int](w, "SELECT count(*) FROM audit WHERE action IN ('unit-changed', 'unit-closed')"); n != 3 {
			t.Errorf("%d audit lines", n)
		}
		w.healthy()
	})
}

// TestOneOfTwoSiblingsOfAName: who asks at the same moment is told too.
func TestOneOfTwoSiblingsOfAName(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		units := &org.Service{Store: w.Store, IDs: w.ids, Clock: w.clock}
		good := together(t, 6, func(int) error {
			_, err := units.Add(t.Context(), w.province, "Xã Tân Hòa", org.Commune, id.Zero)
			return err
		}, fault.Invalid)
		if good != 1 {
			t.Errorf("%d units of one name", good)
		}
	})
}

// TestNobodyIsLeftInAClosedUnit: who is moved into a unit, registered or given a role there as it is being closed keeps
// it open, or is told that it is closed.
func TestNobodyIsLeftInAClosedUnit(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		units := &org.Service{Store: w.Store, IDs: w.ids, Clock: w.clock}
		c := w.person(1, w.hamlet)
		ch := account.Change{Account: c.Account}
		for i, enter := range []func(u org.Unit, n int) error{
			func(u org.Unit, _ int) error { return w.Move(ctx, ch, c.Person, u.ID, c.Audience) },
			func(u org.Unit, _ int) error { return w.Grant(ctx, ch, account.Author, u.ID) },
			func(u org.Unit, n int) error { return w.Register(ctx, w.newAccount(n, u)) },
		} {
			for round := range 12 {
				u, err := units.Add(ctx, w.province, fmt.Sprintf("Sở %d, lần %d", i, round), org.Agency, id.Zero)
				must(t, err)
				together(t, 2, func(n int) error {
					if n == 0 {
						return units.Close(ctx, u, id.Zero)
					}
					return enter(u, 100*(i+1)+round)
				}, fault.Conflict, fault.NotFound)
				after, err := w.Unit(ctx, u.ID)
				must(t, err)
				if !bytes.Equal(after.Path, u.Path) {
					t.Fatalf("the path %x became %x", u.Path, after.Path)
				}
				things := value[int](w, `SELECT (SELECT count(*) FROM person WHERE unit_id = $1)
					+ (SELECT count(*) FROM role_grant WHERE unit_id = $1 AND revoked_at = 0)`, u.ID)
				if (after.To != 0) == (things != 0) {
					t.Errorf("%d, round %d: closed at %v with %d in it", i, round, after.To, things)
				}
			}
		}
		w.healthy()
	})
}

// TestErasedPeopleKeepNoUnitOpen: their records keep the unit's name, and that is all.
func TestErasedPeopleKeepNoUnitOpen(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		units := &org.Service{Store: w.Store, IDs: w.ids, Clock: w.clock}
		u, err := units.Add(t.Context(), w.province, "Sở", org.Agency, id.Zero)
		must(t, err)
		c := w.person(1, u)
		must(t, w.Grant(t.Context(), account.Change{Account: c.Account}, account.Author, u.ID))
		wantKind(t, "closing over a person", units.Close(t.Context(), u, id.Zero), fault.Conflict)
		w.erase(c)
		must(t, units.Close(t.Context(), u, id.Zero))
		wantKind(t, "moving who was erased", w.Move(t.Context(), account.Change{Account: c.Account}, c.Person, w.hamlet.ID, c.Audience), fault.NotFound)
		w.healthy()
	})
}
