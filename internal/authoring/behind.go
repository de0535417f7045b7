package authoring

import (
	"bytes"
	"context"
	"maps"
	"slices"

	"hocso/internal/account"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/id"
)

// Behind is what was published since a draft was begun and would be taken back by publishing it.
type Behind struct {
	Version id.ID    // the published one
	Theirs  []string // paths that changed there and that the draft has as it began
	Both    []string // paths that changed there and, otherwise, in the draft
}

// Late reports whether publishing the draft would take anything back.
func (b Behind) Late() bool { return len(b.Theirs)+len(b.Both) > 0 }

// Touches reports whether a file is one of those.
func (b Behind) Touches(path string) bool {
	return slices.Contains(b.Theirs, path) || slices.Contains(b.Both, path)
}

// Behind compares a draft, whose files are given, with the version that it was begun from and the published one. Courses
// that the caller may not write are not read.
func (s *Service) Behind(ctx context.Context, c *account.Caller, d Draft, files []course.File) (Behind, error) {
	h, _, err := s.Course(ctx, c, d.Slug)
	if fault.Is(err, fault.NotFound) {
		return Behind{}, nil
	}
	if err != nil || h.Version.IsZero() {
		return Behind{}, err
	}
	return s.Since(ctx, d.Base, h.Version, files)
}

// Since tells what publishing files, which came of one version (zero: of none), would take back of the published one.
func (s *Service) Since(ctx context.Context, from, published id.ID, files []course.File) (Behind, error) {
	if from == published {
		return Behind{}, nil
	}
	base, now, err := s.both(ctx, from, published)
	if err != nil {
		return Behind{}, err
	}
	b, mine := Behind{Version: published}, byPath(files)
	paths := slices.AppendSeq(slices.Collect(maps.Keys(base)), maps.Keys(now))
	slices.Sort(paths)
	for _, p := range slices.Compact(paths) {
		switch {
		case sameFile(now, base, p), sameFile(now, mine, p):
		case sameFile(mine, base, p):
			b.Theirs = append(b.Theirs, p)
		default:
			b.Both = append(b.Both, p)
		}
	}
	return b, nil
}

// both reads the files of the version that a draft was begun from (none for a new course) and of the published one.
func (s *Service) both(ctx context.Context, base, now id.ID) (was, is map[string][]byte, err error) {
	var old []course.File
	if !base.IsZero() {
		if old, err = s.Sources(ctx, base); err != nil {
			return nil, nil, err
		}
	}
	published, err := s.Sources(ctx, now)
	return byPath(old), byPath(published), err
}

func byPath(files []course.File) map[string][]byte {
	out := make(map[string][]byte, len(files))
	for _, f := range files {
		out[f.Path] = f.Data
	}
	return out
}

// sameFile holds for a file that is alike in both sets, or in neither.
func sameFile(a, b map[string][]byte, path string) bool {
	x, in := a[path]
	y, also := b[path]
	return in == also && bytes.Equal(x, y)
}

// TakeOver brings what was published since into a draft, but for the files that the draft changed as well: those are for
// people to bring together. version is the published one that the person has seen. Error kinds: NotFound; Conflict when
// it is another one by now, when the draft is in review, or when somebody saves one of the files at the same moment.
func (s *Service) TakeOver(ctx context.Context, c *account.Caller, slug string, version id.ID) error {
	d, err := s.Draft(ctx, c, slug)
	if err != nil {
		return err
	}
	listed, err := s.Store.DraftFiles(ctx, d.ID) // before their bytes: who saves in between is noticed by the revision
	if err != nil {
		return err
	}
	files, err := s.Store.DraftSources(ctx, d.ID)
	if err != nil {
		return err
	}
	b, err := s.Behind(ctx, c, d, files)
	switch {
	case err != nil:
		return err
	case !b.Late() || b.Version != version:
		return fault.New(fault.Conflict, "authoring.published-since")
	}
	published, err := s.Sources(ctx, b.Version)
	if err != nil {
		return err
	}
	now, revisions := byPath(published), map[string]int{}
	for _, f := range listed {
		revisions[f.Path] = f.Revision
	}
	var taken []File
	for _, p := range b.Theirs {
		f := File{Path: p, Revision: revisions[p]}
		if data, there := now[p]; there {
			f.Data = append([]byte{}, data...) // not nil, which drops the file
		}
		taken = append(taken, f)
	}
	base := d.Base
	if len(b.Both) == 0 {
		base = b.Version
	}
	return s.Store.TakeOver(ctx, d.ID, taken, base, c.Account)
}
