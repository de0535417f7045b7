package store

import (
	"context"

	"hocso/internal/authoring"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/store/db"
)

var _ authoring.Store = (*Store)(nil)

// CourseHome finds a course, published or not. Error kind: NotFound.
func (s *Store) CourseHome(ctx context.Context, slug string) (authoring.Home, error) {
	r, err := get(s.q.CourseUnit(ctx, slug))
	return authoring.Home{ID: r.ID, Unit: r.UnitID, Version: r.VersionID}, err
}

// Draft finds the draft of a course. Error kind: NotFound.
func (s *Store) Draft(ctx context.Context, slug string) (authoring.Draft, error) {
	r, err := get(s.q.Draft(ctx, slug))
	return draftOf(db.DraftsRow(r)), err
}

// Drafts lists every draft, the one changed last first.
func (s *Store) Drafts(ctx context.Context) ([]authoring.Draft, error) {
	rows, err := get(s.q.Drafts(ctx))
	return each(rows, draftOf), err
}

func draftOf(r db.DraftsRow) authoring.Draft {
	return authoring.Draft{
		ID: r.ID, Slug: r.Slug, Unit: r.UnitID, UnitPath: r.Path, UnitName: r.UnitName, Base: r.BaseID, State: authoring.State(r.State),
		Created: r.CreatedAt, Changed: r.ChangedAt, ChangedBy: r.ChangedBy, Submitted: r.SubmittedAt, SubmittedBy: r.SubmittedBy,
	}
}

// AddDraft stores a draft with its first files. Their bytes go in transactions of their own first.
func (s *Store) AddDraft(ctx context.Context, d authoring.Draft, files []course.File) error {
	var blobs [][]byte
	for _, f := range files {
		blobs = append(blobs, f.Data)
	}
	if err := s.keepBlobs(ctx, blobs); err != nil {
		return err
	}
	return s.write(ctx, func(tx *Tx) error {
		n, err := tx.AddDraft(ctx, db.AddDraftParams{
			ID: d.ID, Slug: d.Slug, UnitID: d.Unit, BaseID: d.Base, CreatedAt: tx.Now, CreatedBy: d.Creator, ChangedAt: tx.Now, ChangedBy: d.Creator,
		})
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Conflict, "authoring.begun")
		}
		for _, f := range files {
			hash := course.HashOf(f.Data)
			if _, err := tx.AddDraftFile(ctx, db.AddDraftFileParams{DraftID: d.ID, Path: f.Path, Hash: hash[:], Revision: 1, ChangedAt: tx.Now}); err != nil {
				return err
			}
		}
		return tx.audit(ctx, entry{actor: d.Creator, action: "draft-begun", target: d.ID, unit: d.Unit, data: codes{"course": d.Slug, "files": len(files)}})
	})
}

// DraftFiles lists the files of a draft, by path.
func (s *Store) DraftFiles(ctx context.Context, draft id.ID) ([]authoring.File, error) {
	rows, err := get(s.q.DraftFiles(ctx, draft))
	return each(rows, func(r db.DraftFilesRow) authoring.File {
		return authoring.File{Path: r.Path, Size: r.Size, Revision: int(r.Revision), Changed: r.ChangedAt, By: r.Name}
	}), err
}

// DraftFile finds a file with its bytes. Error kind: NotFound.
func (s *Store) DraftFile(ctx context.Context, draft id.ID, path string) (authoring.File, error) {
	r, err := get(s.q.DraftFile(ctx, draft, path))
	return authoring.File{Path: r.Path, Size: r.Size, Revision: int(r.Revision), Changed: r.ChangedAt, By: r.Name, Data: r.Bytes}, err
}

// DraftSources reads every file of a draft.
func (s *Store) DraftSources(ctx context.Context, draft id.ID) ([]course.File, error) {
	rows, err := get(s.q.DraftSources(ctx, draft))
	return each(rows, func(r db.DraftSourcesRow) course.File { return course.File{Path: r.Path, Data: r.Bytes} }), err
}

// DraftBlob finds a file of a draft by its content. Error kind: NotFound.
func (s *Store) DraftBlob(ctx context.Context, draft id.ID, hash course.Hash) (course.File, error) {
	r, err := get(s.q.DraftBlob(ctx, draft, hash[:]))
	return course.File{Path: r.Path, Data: r.Bytes}, err
}

// changing runs a change of a draft's files while the draft is being written. Error kind: Conflict when it is not.
func (s *Store) changing(ctx context.Context, draft, actor id.ID, fn func(*Tx) error) error {
	return s.write(ctx, func(tx *Tx) error {
		n, err := tx.TouchDraft(ctx, tx.Now, actor, draft)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Conflict, "authoring.in-review")
		}
		return fn(tx)
	})
}

// PutDraftFile stores a file when its stored revision is still the one named. Error kind: Conflict.
func (s *Store) PutDraftFile(ctx context.Context, draft id.ID, f course.File, revision int, actor id.ID) error {
	if err := s.keepBlobs(ctx, [][]byte{f.Data}); err != nil {
		return err
	}
	hash := course.HashOf(f.Data)
	return s.changing(ctx, draft, actor, func(tx *Tx) error {
		var n int64
		var err error
		if revision == 0 {
			n, err = tx.AddDraftFile(ctx, db.AddDraftFileParams{
				DraftID: draft, Path: f.Path, Hash: hash[:], Revision: 1, ChangedAt: tx.Now, ChangedBy: actor,
			})
		} else {
			n, err = tx.SetDraftFile(ctx, db.SetDraftFileParams{
				Hash: hash[:], ChangedAt: tx.Now, ChangedBy: actor, DraftID: draft, Path: f.Path, Revision: int32(revision), //nolint:gosec // counts saves
			})
		}
		if err == nil && n == 0 {
			return fault.New(fault.Conflict, "authoring.conflict")
		}
		return err
	})
}

// MoveDraftFiles renames files, all or none. Error kinds: NotFound, Conflict when a target is there.
func (s *Store) MoveDraftFiles(ctx context.Context, draft id.ID, moves []authoring.Move, actor id.ID) error {
	return s.changing(ctx, draft, actor, func(tx *Tx) error {
		for _, m := range moves {
			if _, err := get(tx.DraftFile(ctx, draft, m.To)); err == nil {
				return fault.New(fault.Conflict, "authoring.taken").With(fault.Args{"path": m.To})
			} else if !fault.Is(err, fault.NotFound) {
				return err
			}
			n, err := tx.MoveDraftFile(ctx, db.MoveDraftFileParams{Path: m.To, ChangedAt: tx.Now, ChangedBy: actor, DraftID: draft, Path_2: m.From})
			if err != nil {
				return err
			}
			if n == 0 {
				return fault.Missing()
			}
		}
		return nil
	})
}

// DropDraftFiles removes files from a draft. Error kind: NotFound.
func (s *Store) DropDraftFiles(ctx context.Context, draft id.ID, paths []string, actor id.ID) error {
	return s.changing(ctx, draft, actor, func(tx *Tx) error {
		for _, p := range paths {
			n, err := tx.DropDraftFile(ctx, draft, p)
			if err != nil {
				return err
			}
			if n == 0 {
				return fault.Missing()
			}
		}
		return nil
	})
}

// SetDraftState moves a draft into a state from the other one. Error kind: Conflict when it is there already.
func (s *Store) SetDraftState(ctx context.Context, draft id.ID, to authoring.State, kind, text string, actor id.ID) error {
	return s.write(ctx, func(tx *Tx) error {
		var n int64
		var err error
		if to == authoring.Review {
			n, err = tx.SubmitDraft(ctx, tx.Now, actor, draft)
		} else {
			n, err = tx.ReopenDraft(ctx, draft)
		}
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Conflict, "authoring.state")
		}
		if err := tx.addDraftNote(ctx, draft, kind, text, actor); err != nil {
			return err
		}
		return tx.audit(ctx, entry{actor: actor, action: "draft-" + kind, target: draft})
	})
}

// AddDraftNote keeps what somebody says about a draft.
func (s *Store) AddDraftNote(ctx context.Context, draft id.ID, text string, actor id.ID) error {
	return s.write(ctx, func(tx *Tx) error { return tx.addDraftNote(ctx, draft, authoring.NoteComment, text, actor) })
}

func (tx *Tx) addDraftNote(ctx context.Context, draft id.ID, kind, text string, actor id.ID) error {
	return tx.Queries.AddDraftNote(ctx, db.AddDraftNoteParams{
		ID: tx.ids.New(), DraftID: draft, Kind: kind, Body: text, CreatedAt: tx.Now, CreatedBy: actor,
	})
}

// DraftNotes lists what was said about a draft, the oldest first.
func (s *Store) DraftNotes(ctx context.Context, draft id.ID) ([]authoring.Note, error) {
	rows, err := get(s.q.DraftNotes(ctx, draft))
	return each(rows, func(r db.DraftNotesRow) authoring.Note {
		return authoring.Note{ID: r.ID, Kind: r.Kind, Text: r.Body, At: r.CreatedAt, By: r.Name}
	}), err
}

// VersionNotes lists what was said about the drafts that a course's versions were made of, the oldest first.
func (s *Store) VersionNotes(ctx context.Context, courseID id.ID) (map[id.ID][]authoring.Note, error) {
	rows, err := get(s.q.VersionNotes(ctx, courseID))
	notes := map[id.ID][]authoring.Note{}
	for _, r := range rows {
		notes[r.VersionID] = append(notes[r.VersionID], authoring.Note{ID: r.ID, Kind: r.Kind, Text: r.Body, At: r.CreatedAt, By: r.Name})
	}
	return notes, err
}

// TakeOver replaces files of a draft, all or none, and puts the draft on a base. Their bytes go in transactions of their
// own first. Error kind: Conflict when one of them has another revision.
func (s *Store) TakeOver(ctx context.Context, draft id.ID, files []authoring.File, base, actor id.ID) error {
	var blobs [][]byte
	for _, f := range files {
		if f.Data != nil {
			blobs = append(blobs, f.Data)
		}
	}
	if err := s.keepBlobs(ctx, blobs); err != nil {
		return err
	}
	return s.changing(ctx, draft, actor, func(tx *Tx) error {
		for _, f := range files {
			if n, err := tx.takeOver(ctx, draft, f, actor); err != nil {
				return err
			} else if n == 0 {
				return fault.New(fault.Conflict, "authoring.conflict")
			}
		}
		if _, err := tx.SetDraftBase(ctx, base, draft); err != nil {
			return err
		}
		return tx.audit(ctx, entry{actor: actor, action: "draft-taken-over", target: draft, data: codes{"files": len(files)}})
	})
}

func (tx *Tx) takeOver(ctx context.Context, draft id.ID, f authoring.File, actor id.ID) (int64, error) {
	revision := int32(f.Revision) //nolint:gosec // counts saves
	if f.Data == nil {
		return tx.DropDraftFileRevision(ctx, draft, f.Path, revision)
	}
	hash := course.HashOf(f.Data)
	if revision == 0 {
		return tx.AddDraftFile(ctx, db.AddDraftFileParams{
			DraftID: draft, Path: f.Path, Hash: hash[:], Revision: 1, ChangedAt: tx.Now, ChangedBy: actor,
		})
	}
	return tx.SetDraftFile(ctx, db.SetDraftFileParams{
		Hash: hash[:], ChangedAt: tx.Now, ChangedBy: actor, DraftID: draft, Path: f.Path, Revision: revision,
	})
}

// CloseDraft removes a draft that was published as a version, and keeps with the version what was said about it. A draft
// that is gone already is no error. One that is not the one any more that was submitted stays: it goes on from the version.
func (s *Store) CloseDraft(ctx context.Context, d authoring.Draft, version id.ID, text string, actor id.ID) error {
	return s.write(ctx, func(tx *Tx) error {
		if d.Base.IsZero() {
			if err := tx.SetCourseUnit(ctx, d.Unit, d.Slug); err != nil {
				return err
			}
		}
		if err := tx.KeepDraftNotes(ctx, version, d.ID); err != nil {
			return err
		}
		n, err := tx.endDraft(ctx, d, version)
		if err != nil || n == 0 {
			return err
		}
		err = tx.AddVersionNote(ctx, db.AddVersionNoteParams{
			ID: tx.ids.New(), VersionID: version, Kind: authoring.NoteApproved, Body: text, CreatedAt: tx.Now, CreatedBy: actor,
		})
		if err != nil {
			return err
		}
		return tx.audit(ctx, entry{
			actor: actor, action: "draft-published", target: d.ID, unit: d.Unit,
			data: codes{"course": d.Slug, "version": version.String(), "submitted-by": d.SubmittedBy.String()},
		})
	})
}

// endDraft drops a draft that was published, or puts the one that followed it on the version; 0 when there is none.
func (tx *Tx) endDraft(ctx context.Context, d authoring.Draft, version id.ID) (int64, error) {
	held, err := tx.HoldDraft(ctx, d.ID, d.Submitted)
	switch {
	case err != nil:
		return 0, err
	case held == 0:
		return tx.SetDraftBase(ctx, version, d.ID)
	}
	return tx.dropDraft(ctx, d.ID)
}

// DropDraft removes a draft that is discarded, and what was said about it. One that is gone already is no error.
func (s *Store) DropDraft(ctx context.Context, d authoring.Draft, actor id.ID) error {
	return s.write(ctx, func(tx *Tx) error {
		n, err := tx.dropDraft(ctx, d.ID)
		if err != nil || n == 0 {
			return err
		}
		return tx.audit(ctx, entry{actor: actor, action: "draft-discarded", target: d.ID, unit: d.Unit, data: codes{"course": d.Slug}})
	})
}

func (tx *Tx) dropDraft(ctx context.Context, draft id.ID) (int64, error) {
	for _, drop := range []func(context.Context, id.ID) error{tx.DropDraftNotes, tx.DropDraftFiles} {
		if err := drop(ctx, draft); err != nil {
			return 0, err
		}
	}
	return tx.Queries.DropDraft(ctx, draft)
}
