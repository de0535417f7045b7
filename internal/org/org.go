// Package org holds the tree of units: nation, province, commune, hamlet, agencies and teams.
package org

import (
	"bytes"
	"context"

	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/vntext"
)

// Kinds of units.
const (
	Nation   = "nation"
	Province = "province"
	Commune  = "commune"
	Hamlet   = "hamlet"
	Agency   = "agency"
	Team     = "team"
)

// Kinds lists every kind, from the top.
func Kinds() []string { return []string{Nation, Province, Commune, Hamlet, Agency, Team} }

// Path names a unit by its line of ancestors: 16-byte ids one after another. A subtree is a prefix.
type Path []byte

// Under reports whether p is the unit at root or below it. An empty root is above nothing.
func (p Path) Under(root Path) bool { return len(root) > 0 && bytes.HasPrefix(p, root) }

// Range bounds the bytes of a subtree: low ≤ path < high.
func (p Path) Range() (low, high []byte) {
	high = bytes.Clone(p)
	for i := len(high) - 1; i >= 0; i-- {
		if high[i]++; high[i] != 0 {
			return p, high[:i+1]
		}
	}
	return p, bytes.Repeat([]byte{0xff}, len(p)+1)
}

// Unit is a node of the tree.
type Unit struct {
	ID, ParentID id.ID
	Name         string
	Kind         string
	Path         Path
	From, To     clock.Micro // To 0: it exists today
}

// Depth is 0 for the root.
func (u Unit) Depth() int { return len(u.Path)/16 - 1 }

// Store keeps units. Unit returns NotFound for what is absent.
type Store interface {
	AddUnit(ctx context.Context, u Unit, actor id.ID) error
	Unit(ctx context.Context, unit id.ID) (Unit, error)
	RootUnit(ctx context.Context) (Unit, error)
	UnitsUnder(ctx context.Context, root Path) ([]Unit, error)
}

// Service is the tree.
type Service struct {
	Store Store
	IDs   *id.Source
	Clock clock.Clock
}

// Root is the top of the tree. Error kind: NotFound before the first administrator was created.
func (s *Service) Root(ctx context.Context) (Unit, error) { return s.Store.RootUnit(ctx) }

// Unit finds one by id. Error kind: NotFound.
func (s *Service) Unit(ctx context.Context, unit id.ID) (Unit, error) { return s.Store.Unit(ctx, unit) }

// Under lists a subtree in the order of the tree, today's units only.
func (s *Service) Under(ctx context.Context, root Path) ([]Unit, error) {
	return s.Store.UnitsUnder(ctx, root)
}

// AddRoot creates the top of the tree.
func (s *Service) AddRoot(ctx context.Context, name, kind string, actor id.ID) (Unit, error) {
	return s.add(ctx, Unit{}, name, kind, actor)
}

// Add creates a unit below parent, which the caller has found within its scope.
// Error kind: Invalid for an empty or long name or an unknown kind.
func (s *Service) Add(ctx context.Context, parent Unit, name, kind string, actor id.ID) (Unit, error) {
	return s.add(ctx, parent, name, kind, actor)
}

func (s *Service) add(ctx context.Context, parent Unit, name, kind string, actor id.ID) (Unit, error) {
	u, err := New(s.IDs, parent, name, kind)
	if err != nil {
		return Unit{}, err
	}
	u.From = clock.Now(s.Clock)
	return u, s.Store.AddUnit(ctx, u, actor)
}

// New makes a unit value below parent (the zero Unit for the root). Error kind: Invalid.
func New(ids *id.Source, parent Unit, name, kind string) (Unit, error) {
	name = vntext.Normal(name)
	var form fault.Form
	switch n := len([]rune(name)); {
	case n == 0:
		form.Refuse("name", "unit.name-missing")
	case n > 120:
		form.Refuse("name", "unit.name-long", fault.Args{"max": 120})
	}
	known := false
	for _, k := range Kinds() {
		known = known || k == kind
	}
	if !known {
		form.Refuse("kind", "unit.kind-unknown")
	}
	if err := form.Err(); err != nil {
		return Unit{}, err
	}
	u := Unit{ID: ids.New(), ParentID: parent.ID, Name: name, Kind: kind}
	u.Path = append(bytes.Clone(parent.Path), u.ID[:]...)
	return u, nil
}
