package store

import (
	"context"
	"strings"

	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/store/db"
)

var _ course.Store = (*Store)(nil)

// blobChunk bounds the bytes of one transaction of a publication, so that no turn of the writer is long.
const blobChunk = 256 << 10

// Publish stores a draft by hash and makes it the course's current version. Its files go in transactions of their own
// first; a blob without a version harms nothing.
func (s *Store) Publish(ctx context.Context, d course.Stored) (course.Version, error) {
	blobs := [][]byte{d.Compiled, d.Bank}
	for _, f := range d.Sources {
		blobs = append(blobs, f.Data)
	}
	for _, m := range d.Media {
		blobs = append(blobs, m.Data)
	}
	if err := s.keepBlobs(ctx, blobs); err != nil {
		return course.Version{}, err
	}
	if err := s.write(ctx, func(tx *Tx) error { return tx.publish(ctx, d) }); err != nil {
		return course.Version{}, err
	}
	return s.CurrentVersion(ctx, d.Slug)
}

// keepBlobs stores bytes by their hashes, in transactions of a bounded size.
func (s *Store) keepBlobs(ctx context.Context, blobs [][]byte) error {
	for len(blobs) > 0 {
		n, size := 0, 0
		for n < len(blobs) && (n == 0 || size+len(blobs[n]) <= blobChunk) {
			size += len(blobs[n])
			n++
		}
		if err := s.addBlobs(ctx, blobs[:n]); err != nil {
			return err
		}
		blobs = blobs[n:]
	}
	return nil
}

func (s *Store) addBlobs(ctx context.Context, blobs [][]byte) error {
	hashes := make([]course.Hash, len(blobs))
	for i, b := range blobs {
		hashes[i] = course.HashOf(b)
	}
	return s.writeLow(ctx, func(tx *Tx) error {
		for i, b := range blobs {
			if err := tx.AddBlob(ctx, hashes[i][:], int64(len(b)), append([]byte{}, b...)); err != nil {
				return err
			}
		}
		return nil
	})
}

func (tx *Tx) publish(ctx context.Context, d course.Stored) error {
	c, err := tx.LockCourse(ctx, tx.ids.New(), d.Slug, tx.Now)
	if err != nil {
		return err
	}
	old, err := tx.VersionByManifest(ctx, d.Slug, d.Manifest[:])
	if err == nil {
		switch {
		case old.ID == c.VersionID:
			return nil
		case d.Unasked: // it was replaced meanwhile: what came since stays
			return fault.New(fault.Conflict, "proposal.overtaken")
		}
		return tx.makeCurrent(ctx, d, c.ID, old.ID, old.Number)
	}
	if !absent(err) {
		return err
	}
	if d.Unasked && c.VersionID != d.Base {
		return fault.New(fault.Conflict, "proposal.overtaken")
	}
	number, err := tx.LastVersionNumber(ctx, c.ID)
	if err != nil {
		return err
	}
	version := tx.ids.New()
	compiled, bank := course.HashOf(d.Compiled), course.HashOf(d.Bank)
	err = tx.AddVersion(ctx, db.AddVersionParams{
		ID: version, CourseID: c.ID, Number: number + 1, Manifest: d.Manifest[:], Compiled: compiled[:], Bank: bank[:],
		Title: d.Title, Summary: d.Summary, Language: d.Language, Audiences: "," + strings.Join(d.Audiences, ",") + ",",
		Minutes: int32(d.Minutes), Lessons: int32(d.Lessons), Bytes: d.Bytes, Folded: d.Folded, //nolint:gosec // small numbers
		Origin: d.Origin, Release: d.Release, PublishedAt: tx.Now, PublishedBy: d.Actor,
	})
	if err != nil {
		return err
	}
	if err := tx.addVersionFiles(ctx, version, d); err != nil {
		return err
	}
	if number == 0 && !d.Unit.IsZero() {
		if err := tx.SetCourseUnit(ctx, d.Unit, d.Slug); err != nil {
			return err
		}
	}
	return tx.makeCurrent(ctx, d, c.ID, version, number+1)
}

func (tx *Tx) makeCurrent(ctx context.Context, d course.Stored, courseID, version id.ID, number int32) error {
	if err := tx.SetCourseVersion(ctx, version, courseID); err != nil {
		return err
	}
	return tx.audit(ctx, entry{
		actor: d.Actor, action: "course-published", target: version,
		data: codes{"course": d.Slug, "number": number, "manifest": d.Manifest.String(), "origin": d.Origin},
	})
}

func (tx *Tx) addVersionFiles(ctx context.Context, version id.ID, d course.Stored) error {
	for _, f := range d.Sources {
		hash := course.HashOf(f.Data)
		if err := tx.AddVersionFile(ctx, version, f.Path, hash[:]); err != nil {
			return err
		}
	}
	for _, m := range d.Media {
		if err := tx.AddMedia(ctx, m.Hash[:], m.Type); err != nil {
			return err
		}
	}
	return nil
}

// CurrentVersion finds a course's published version. Error kind: NotFound.
func (s *Store) CurrentVersion(ctx context.Context, slug string) (course.Version, error) {
	r, err := get(s.q.CurrentVersion(ctx, slug))
	if err != nil {
		return course.Version{}, err
	}
	return versionOf(r), nil
}

// Version finds any version. Error kind: NotFound.
func (s *Store) Version(ctx context.Context, version id.ID) (course.Version, error) {
	r, err := get(s.q.Version(ctx, version))
	if err != nil {
		return course.Version{}, err
	}
	return versionOf(db.CurrentVersionRow(r)), nil
}

// CurrentVersions lists the catalogue.
func (s *Store) CurrentVersions(ctx context.Context, folded, audience string) ([]course.Version, error) {
	rows, err := get(s.q.CurrentVersions(ctx, folded, audience))
	return each(rows, func(r db.CurrentVersionsRow) course.Version { return versionOf(db.CurrentVersionRow(r)) }), err
}

// VersionsOf lists a course's versions, the newest first.
func (s *Store) VersionsOf(ctx context.Context, courseID id.ID) ([]course.Version, error) {
	rows, err := get(s.q.VersionsOf(ctx, courseID))
	return each(rows, func(r db.VersionsOfRow) course.Version {
		return course.Version{
			ID: r.ID, CourseID: courseID, Number: int(r.Number), Origin: r.Origin, Release: r.Release, Published: r.PublishedAt,
			Title: r.Title, Lessons: int(r.Lessons), By: r.Name,
		}
	}), err
}

// KnownManifest is the number of the version with these sources, 0 when they were never published.
func (s *Store) KnownManifest(ctx context.Context, slug string, manifest course.Hash) (int, error) {
	r, err := get(s.q.VersionByManifest(ctx, slug, manifest[:]))
	if fault.Is(err, fault.NotFound) {
		return 0, nil
	}
	return int(r.Number), err
}

// Blob reads bytes by their hash. Error kind: NotFound.
func (s *Store) Blob(ctx context.Context, hash course.Hash) ([]byte, error) {
	return get(s.q.Blob(ctx, hash[:]))
}

// Media reads a picture or download. Error kind: NotFound.
func (s *Store) Media(ctx context.Context, hash course.Hash) (course.Medium, error) {
	r, err := get(s.q.Media(ctx, hash[:]))
	return course.Medium{Hash: hash, Type: r.MediaType, Data: r.Bytes}, err
}

func versionOf(r db.CurrentVersionRow) course.Version {
	return course.Version{
		ID: r.ID, CourseID: r.CourseID, Slug: r.Slug, Number: int(r.Number), Title: r.Title, Summary: r.Summary, Language: r.Language,
		Audiences: strings.Split(strings.Trim(r.Audiences, ","), ","), Minutes: int(r.Minutes), Lessons: int(r.Lessons),
		Bytes: r.Bytes, Origin: r.Origin, Release: r.Release, Manifest: course.Hash(r.Manifest), Compiled: course.Hash(r.Compiled), Bank: course.Hash(r.Bank),
		Published: r.PublishedAt,
	}
}

// Files reads the source files of a version, sorted by path. Error kind: NotFound when there is no such version.
func (s *Store) Files(ctx context.Context, version id.ID) ([]course.File, error) {
	rows, err := get(s.q.VersionSources(ctx, version))
	if err == nil && len(rows) == 0 {
		err = fault.Missing()
	}
	return each(rows, func(r db.VersionSourcesRow) course.File { return course.File{Path: r.Path, Data: r.Bytes} }), err
}
