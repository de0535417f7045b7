// Package org holds the tree of units: nation, province, commune, hamlet, agencies and teams.
package org

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

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

// Fits reports whether a unit of a kind may stand below one of the parent's kind: the levels of administration below
// each other, agencies below levels and other agencies, teams below anything but teams. Nothing stands below a team.
func Fits(kind, parent string) bool {
	above := map[string][]string{
		Province: {Nation},
		Commune:  {Province},
		Hamlet:   {Commune},
		Agency:   {Nation, Province, Commune, Agency},
		Team:     {Nation, Province, Commune, Hamlet, Agency},
	}
	return slices.Contains(above[kind], parent)
}

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
	// AddUnit stores a unit if Distinct finds nothing among its siblings. NotFound when its parent has been closed.
	AddUnit(ctx context.Context, u Unit, actor id.ID) error
	// ChangeUnit stores a unit's name and kind if Distinct and Holds find nothing. NotFound when it has been closed.
	ChangeUnit(ctx context.Context, u Unit, actor id.ID) error
	// CloseUnit ends a unit today. Conflict while a unit, a person or a role is in it; NotFound when it has been closed.
	CloseUnit(ctx context.Context, unit id.ID, actor id.ID) error
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

// Today finds a unit that has not been closed. Error kind: NotFound.
func (s *Service) Today(ctx context.Context, unit id.ID) (Unit, error) {
	u, err := s.Store.Unit(ctx, unit)
	if err == nil && u.To != 0 {
		return Unit{}, fault.Missing()
	}
	return u, err
}

// Under lists a subtree in the order of the tree, today's units only.
func (s *Service) Under(ctx context.Context, root Path) ([]Unit, error) {
	return s.Store.UnitsUnder(ctx, root)
}

// AddRoot creates the top of the tree.
func (s *Service) AddRoot(ctx context.Context, name, kind string, actor id.ID) (Unit, error) {
	return s.add(ctx, Unit{}, name, kind, actor)
}

// Add creates a unit below parent, which the caller has found within its scope.
// Error kinds: Invalid for an empty or long name, one that a sibling has, and a kind that is unknown or cannot stand
// below the parent (fields name, kind); NotFound when the parent has been closed.
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

// Change gives a unit, which the caller has found within its scope, another name and kind.
// Error kinds: Invalid as in Add, also for a kind that cannot stand above what is below the unit; NotFound.
func (s *Service) Change(ctx context.Context, u Unit, name, kind string, actor id.ID) (Unit, error) {
	var parent Unit
	if !u.ParentID.IsZero() {
		var err error
		if parent, err = s.Store.Unit(ctx, u.ParentID); err != nil {
			return Unit{}, err
		}
	}
	u.Name, u.Kind = vntext.Normal(name), kind
	if err := check(u, parent); err != nil {
		return Unit{}, err
	}
	return u, s.Store.ChangeUnit(ctx, u, actor)
}

// Close ends a unit, which the caller has found within its scope: it is offered and listed no more, what happened in it
// keeps its name. Error kinds: Conflict for the top of the tree and while anything is in the unit; NotFound.
func (s *Service) Close(ctx context.Context, u Unit, actor id.ID) error {
	if u.ParentID.IsZero() {
		return fault.New(fault.Conflict, "unit.top")
	}
	return s.Store.CloseUnit(ctx, u.ID, actor)
}

// New makes a unit value below parent (the zero Unit for the root). Error kind: Invalid.
func New(ids *id.Source, parent Unit, name, kind string) (Unit, error) {
	u := Unit{ID: ids.New(), ParentID: parent.ID, Name: vntext.Normal(name), Kind: kind}
	u.Path = append(bytes.Clone(parent.Path), u.ID[:]...)
	if err := check(u, parent); err != nil {
		return Unit{}, err
	}
	return u, nil
}

// check refuses what a unit cannot be, whatever stands beside it.
func check(u, parent Unit) error {
	var form fault.Form
	switch n := utf8.RuneCountInString(u.Name); {
	case n == 0:
		form.Refuse("name", "unit.name-missing")
	case n > 120:
		form.Refuse("name", "unit.name-long", fault.Args{"max": 120})
	}
	switch {
	case !slices.Contains(Kinds(), u.Kind):
		form.Refuse("kind", "unit.kind-unknown")
	case !parent.ID.IsZero() && !Fits(u.Kind, parent.Kind):
		form.Refuse("kind", "unit.kind-place", fault.Args{"parent": parent.Name})
	}
	return form.Err()
}

// Distinct refuses a name that a sibling has: two communes of one name under one province are one that was entered
// twice. Upper and lower case do not tell units apart, tone marks do. Error kind: Invalid (field name).
func Distinct(u Unit, siblings []Unit) error {
	var form fault.Form
	for _, s := range siblings {
		if s.ID != u.ID && strings.EqualFold(s.Name, u.Name) {
			form.Refuse("name", "unit.name-taken", fault.Args{"name": s.Name})
			break
		}
	}
	return form.Err()
}

// Holds refuses a kind that cannot stand above the units below. Error kind: Invalid (field kind).
func Holds(u Unit, below []Unit) error {
	var form fault.Form
	for _, b := range below {
		if !Fits(b.Kind, u.Kind) {
			form.Refuse("kind", "unit.kind-above", fault.Args{"name": b.Name})
			break
		}
	}
	return form.Err()
}
