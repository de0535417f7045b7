package learning

import (
	"context"

	"hocso/internal/account"
	"hocso/internal/assess"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/id"
)

// MoveOn is the move of an enrolment to a newer version, to be stored.
type MoveOn struct {
	Caller  *account.Caller
	Version id.ID
	Kept    map[string]string // lessons whose reading counts on ("module/lesson"), by their names before
	Key     assess.Key
}

// Newer is a version that somebody who learns an older one is offered.
type Newer struct {
	course.Version
	Changes course.Changes // without the bank, which learners do not see
	Bank    bool           // exam questions changed
}

// Newer is the version that an enrolled person is offered; nil when theirs is the newest, or when nobody could tell the
// difference. An older version that was published again is not offered.
func (s *Service) Newer(ctx context.Context, st *Study) (*Newer, error) {
	if st.Progress == nil {
		return nil, nil
	}
	v, err := s.Catalog.CurrentVersion(ctx, st.Published.Slug)
	if err != nil || v.Number <= st.Published.Number {
		return nil, err
	}
	changes, err := s.Catalog.Compare(ctx, st.Published.Version, v)
	if err != nil {
		return nil, err
	}
	n := &Newer{Version: v, Changes: changes, Bank: v.Bank != st.Published.Bank}
	if changes.Empty() && !n.Bank {
		return nil, nil
	}
	return n, nil
}

// MoveOn puts the caller's enrolment on the course's current version, whose id says what they were shown. Reading of
// unchanged lessons counts on; attempts, results and confirmations keep naming their version. Doing it twice changes
// nothing. Error kinds: NotFound, Conflict (not enrolled, an open attempt, or a version that is not the current one),
// Mismatch, Unavailable, Full.
func (s *Service) MoveOn(ctx context.Context, c *account.Caller, slug string, version id.ID, k assess.Key) error {
	st, err := s.Study(ctx, c, slug)
	if err != nil {
		return err
	}
	if st.Progress == nil {
		return fault.New(fault.Conflict, "course.enrol-first")
	}
	e := st.Progress.Enrolment
	if e.VersionID == version {
		return nil
	}
	v, err := s.Catalog.CurrentVersion(ctx, slug)
	if err != nil {
		return err
	}
	if v.ID != version || v.Number < st.Published.Number {
		return fault.New(fault.Conflict, "course.move-stale")
	}
	changes, err := s.Catalog.Compare(ctx, st.Published.Version, v)
	if err != nil {
		return err
	}
	if e.Completed != 0 && s.Completed != nil { // confirmed on the version on which it was completed
		s.Completed(ctx, e)
	}
	err = s.Store.MoveOn(ctx, e, MoveOn{Caller: c, Version: v.ID, Kept: changes.Kept(st.Published.Course), Key: k})
	if err != nil {
		return err
	}
	return s.Settle(ctx, e)
}
