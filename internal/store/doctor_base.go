package store

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"slices"
	"strings"

	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/store/db"
	"hocso/internal/vntext"
)

// units checks that every path is its parent's and the unit's own id.
func (d *doctor) units(ctx context.Context) error {
	rows, err := d.AllUnits(ctx)
	if err != nil {
		return err
	}
	paths := map[id.ID][]byte{id.Zero: nil}
	for _, u := range rows {
		paths[u.ID] = u.Path
	}
	for _, u := range rows {
		d.same("unit", u.ID.String(), "path", append(bytes.Clone(paths[u.ParentID]), u.ID[:]...), u.Path)
	}
	return nil
}

// people checks what is derived from names and roles.
func (d *doctor) people(ctx context.Context) error {
	err := pages(func(last *db.PeoplePageRow) ([]db.PeoplePageRow, error) {
		if last == nil {
			last = &db.PeoplePageRow{}
		}
		return d.PeoplePage(ctx, from(last.ID))
	}, func(p db.PeoplePageRow) error {
		d.same("person", p.ID.String(), "sort_key", vntext.SortKey(p.Name), p.SortKey)
		d.same("person", p.ID.String(), "folded", vntext.Fold(p.Name), p.Folded)
		d.same("person", p.ID.String(), "has a name", p.ErasedAt == 0, p.Name != "")
		if p.ErasedAt != 0 {
			d.erased[p.ID] = true
		}
		return nil
	})
	if err != nil {
		return err
	}
	left, err := d.LeftOf(ctx)
	if err != nil {
		return err
	}
	for _, l := range left {
		d.report(Difference{"person", l.ID.String(), l.What, "none: the person was erased", "one"})
	}
	wrong, err := d.StaffWrong(ctx)
	for _, a := range wrong {
		d.same("account", a.ID.String(), "staff", !a.Staff, a.Staff)
	}
	return err
}

// content checks that blobs are what their hashes say and that nothing refers to one that is gone.
func (d *doctor) content(ctx context.Context) error {
	err := pages(func(last *db.Blob) ([]db.Blob, error) {
		if last == nil {
			last = &db.Blob{Hash: []byte{}}
		}
		return d.BlobsPage(ctx, last.Hash)
	}, func(b db.Blob) error {
		hash := course.HashOf(b.Bytes)
		d.same("blob", show(b.Hash), "hash", hash[:], b.Hash)
		d.same("blob", show(b.Hash), "size", len(b.Bytes), b.Size)
		return nil
	})
	if err != nil {
		return err
	}
	missing, err := d.BlobsMissing(ctx)
	if err != nil {
		return err
	}
	for _, m := range missing {
		d.report(Difference{"course_version", m.ID.String(), "blob", show(m.Hash), "none"})
	}
	astray, err := d.CoursesAstray(ctx)
	for _, c := range astray {
		d.report(Difference{"course", c.ID.String(), "version_id", "a version of this course", show(c.VersionID)})
	}
	return err
}

// versions checks what is kept of a version beside its files.
func (d *doctor) versions(ctx context.Context) error {
	rows, err := d.AllVersions(ctx)
	if err != nil {
		return err
	}
	for _, v := range rows {
		files, err := d.VersionFiles(ctx, v.ID)
		if err != nil {
			return err
		}
		lines := make([]string, len(files))
		for i, f := range files {
			lines[i] = f.Path + "\x00" + course.Hash(f.Hash).String() + "\n"
		}
		slices.Sort(lines)
		manifest := course.HashOf([]byte(strings.Join(lines, "")))
		d.same("course_version", v.ID.String(), "manifest", manifest[:], v.Manifest)
		p, err := d.version(ctx, v.ID)
		if err != nil {
			return err
		}
		if p == nil {
			d.report(Difference{"course_version", v.ID.String(), "compiled", "a course", "what cannot be read"})
			continue
		}
		minutes, weight := 0, int64(0)
		for _, pl := range p.Course.Places() {
			minutes, weight = minutes+pl.Lesson.Minutes, weight+int64(pl.Lesson.Bytes)
		}
		for _, f := range []struct {
			name            string
			expected, found any
		}{
			{"title", p.Course.Title, v.Title},
			{"summary", p.Course.Summary, v.Summary},
			{"language", p.Course.Language, v.Language},
			{"lessons", p.Course.Lessons(), v.Lessons},
			{"minutes", minutes, v.Minutes},
			{"bytes", weight, v.Bytes},
		} {
			d.same("course_version", v.ID.String(), f.name, f.expected, f.found)
		}
	}
	return nil
}

// version is a published version, nil when it is gone or cannot be read.
func (d *doctor) version(ctx context.Context, version id.ID) (*course.Published, error) {
	p, err := d.catalog.Version(ctx, version)
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Internal) {
		return nil, nil
	}
	return p, err
}

// audit follows the chain from its first line and verifies what was signed.
func (d *doctor) audit(ctx context.Context) error {
	number, hash := int64(0), make([]byte, sha256.Size)
	heads, err := d.AuditHeads(ctx)
	if err != nil {
		return err
	}
	keys, err := d.auditKeys(ctx)
	if err != nil {
		return err
	}
	byNumber := map[int64]db.AuditHead{}
	for _, h := range heads {
		byNumber[h.Number] = h
		key, known := keys[h.KeyID]
		valid := known && ed25519.Verify(key, headBytes(h.Number, h.Hash, h.SignedAt), h.Signature)
		d.same("audit_head", show(h.Number), "signature is valid", true, valid)
	}
	err = pages(func(*db.Audit) ([]db.Audit, error) {
		return d.AuditPage(ctx, number)
	}, func(a db.Audit) error {
		d.same("audit", a.ID.String(), "number", number+1, a.Number)
		number = a.Number
		hash = line{a.Number, a.ID, a.At, a.ActorID, a.TargetID, a.UnitID, a.Action, a.Data}.chain(hash)
		d.same("audit", a.ID.String(), "hash", hash, a.Hash)
		hash = a.Hash // one changed line is one difference
		if h, ok := byNumber[a.Number]; ok {
			d.same("audit_head", show(h.Number), "hash", a.Hash, h.Hash)
			delete(byNumber, a.Number)
		}
		return nil
	})
	for _, h := range byNumber {
		d.report(Difference{"audit", show(h.Number), "line", "the line that was signed", "none"})
	}
	return err
}

func (d *doctor) auditKeys(ctx context.Context) (map[string]ed25519.PublicKey, error) {
	rows, err := d.SigningKeys(ctx, auditPurpose)
	keys := map[string]ed25519.PublicKey{}
	for _, k := range rows {
		if len(k.Private) == ed25519.SeedSize {
			keys[k.ID] = ed25519.NewKeyFromSeed(k.Private).Public().(ed25519.PublicKey) //nolint:forcetypeassert // it is one
		}
	}
	return keys, err
}
