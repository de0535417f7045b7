package authoring

import (
	"context"
	"path"
	"regexp"
	"strings"

	"hocso/internal/account"
	"hocso/internal/clock"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/org"
	"hocso/internal/vntext"
)

// Service is the rules of drafts. Every method takes the caller and answers NotFound for courses that are not of a
// subtree in which the caller may write.
type Service struct {
	Store   Store
	Press   Press
	Sources func(ctx context.Context, version id.ID) ([]course.File, error) // of a published version
	IDs     *id.Source
	Clock   clock.Clock
}

// Bounds of what people may store, in bytes and numbers.
const (
	MaxFile    = 10 << 20  // of a recording or download: the course format's
	MaxPicture = 900 << 10 // of a picture
	MaxText    = 256 << 10 // of a Markdown file: the course format's
	MaxFiles   = 1000
	MaxNote    = 4000
)

var (
	slugForm = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	pathForm = regexp.MustCompile(`^([0-9]{2}-[a-z0-9]+(-[a-z0-9]+)*/|bank/)?[a-z0-9][a-z0-9._-]*\.[a-z0-9]{2,5}$`)
)

// Slug reports whether a text can name a course, module or lesson.
func Slug(s string) bool { return len(s) <= 64 && slugForm.MatchString(s) }

// Path reports whether a file of a draft may have a path. Passages that courses share are not one course's to write.
func Path(p string) bool {
	return len(p) <= 160 && pathForm.MatchString(p) && !strings.Contains(p, "..")
}

// unitOf is the unit whose authors write a course: its own, or the top of the tree.
func (s *Service) unitOf(ctx context.Context, h Home) (org.Unit, error) {
	if h.Unit.IsZero() {
		return s.Store.RootUnit(ctx)
	}
	return s.Store.Unit(ctx, h.Unit)
}

// Course is the place of a published course that the caller may write. Error kind: NotFound.
func (s *Service) Course(ctx context.Context, c *account.Caller, slug string) (Home, org.Unit, error) {
	h, err := s.Store.CourseHome(ctx, slug)
	if err != nil {
		return h, org.Unit{}, err
	}
	u, err := s.unitOf(ctx, h)
	if err != nil {
		return h, u, err
	}
	if !c.MayIn(account.WriteCourses, u.Path) {
		return h, u, fault.Missing()
	}
	return h, u, nil
}

// Offers is the unit whose authors will write a course that the caller brings, should it be new: the one nearest the top
// of those where they write. Error kind: NotFound for a published course that is not theirs.
func (s *Service) Offers(ctx context.Context, c *account.Caller, slug string) (id.ID, error) {
	h, u, err := s.Course(ctx, c, slug)
	if known := !h.Version.IsZero(); known || err == nil || !fault.Is(err, fault.NotFound) {
		return u.ID, err
	}
	var nearest account.Grant
	for _, g := range c.Grants {
		if g.Role.May(account.WriteCourses) && (nearest.Unit.IsZero() || len(g.Path) < len(nearest.Path)) {
			nearest = g
		}
	}
	if nearest.Unit.IsZero() {
		return id.Zero, fault.Missing()
	}
	return nearest.Unit, nil
}

// Sees lets pass who may write the course of a proposal, or publish in its unit: its page shows the course whole, exam
// questions and keys with it. Error kind: NotFound for everybody else.
func (s *Service) Sees(ctx context.Context, c *account.Caller, p course.Proposal) error {
	h, err := s.Store.CourseHome(ctx, p.Slug)
	if fault.Is(err, fault.NotFound) {
		h, err = Home{Unit: p.Unit}, nil
	}
	if err != nil {
		return err
	}
	u, err := s.unitOf(ctx, h)
	if err != nil {
		return err
	}
	if !c.MayIn(account.WriteCourses, u.Path) && !c.MayIn(account.PublishCourses, u.Path) {
		return fault.Missing()
	}
	return nil
}

// Draft is the draft of a course. Error kind: NotFound.
func (s *Service) Draft(ctx context.Context, c *account.Caller, slug string) (Draft, error) {
	d, err := s.Store.Draft(ctx, slug)
	if err != nil {
		return d, err
	}
	if !c.MayIn(account.WriteCourses, d.UnitPath) {
		return Draft{}, fault.Missing()
	}
	return d, nil
}

// Drafts lists those that the caller may write, the one changed last first.
func (s *Service) Drafts(ctx context.Context, c *account.Caller) ([]Draft, error) {
	all, err := s.Store.Drafts(ctx)
	var out []Draft
	for _, d := range all {
		if c.MayIn(account.WriteCourses, d.UnitPath) {
			out = append(out, d)
		}
	}
	return out, err
}

// Begin opens a draft of a published course with the files of one of its versions: of the current one, or of an older
// one to bring it back. Error kinds: NotFound; Conflict when the course has a draft.
func (s *Service) Begin(ctx context.Context, c *account.Caller, slug string, version course.Version) error {
	files, err := s.Sources(ctx, version.ID)
	if err != nil {
		return err
	}
	return s.BeginWith(ctx, c, slug, version, files)
}

// BeginWith opens a draft of a published course with files that a source brings and that came of a version: what was
// published since can be taken over. Error kinds: NotFound; Conflict when the course has a draft.
func (s *Service) BeginWith(ctx context.Context, c *account.Caller, slug string, base course.Version, files []course.File) error {
	h, u, err := s.Course(ctx, c, slug)
	if err != nil {
		return err
	}
	if h.Version.IsZero() || base.CourseID != h.ID {
		return fault.Missing()
	}
	return s.add(ctx, c, Draft{Slug: slug, Unit: u.ID, Base: base.ID}, files)
}

// Create opens a draft of a new course. Error kinds: Invalid (fields slug, title); NotFound for a unit that is not the
// caller's.
func (s *Service) Create(ctx context.Context, c *account.Caller, unit org.Unit, slug, title string, files []course.File) error {
	if !c.MayIn(account.WriteCourses, unit.Path) {
		return fault.Missing()
	}
	e := fault.New(fault.Invalid, "error.invalid")
	if vntext.Normal(title) == "" {
		e.Fields = append(e.Fields, fault.Field{Name: "title", Key: "authoring.title-missing"})
	}
	taken, err := s.taken(ctx, slug)
	switch {
	case err != nil:
		return err
	case !Slug(slug):
		e.Fields = append(e.Fields, fault.Field{Name: "slug", Key: "authoring.slug-form"})
	case taken:
		e.Fields = append(e.Fields, slugTaken())
	}
	if len(e.Fields) > 0 {
		return e
	}
	if err = s.add(ctx, c, Draft{Slug: slug, Unit: unit.ID}, files); fault.Is(err, fault.Conflict) { // taken at the same moment
		e.Fields = append(e.Fields, slugTaken())
		return e
	}
	return err
}

func slugTaken() fault.Field { return fault.Field{Name: "slug", Key: "authoring.slug-taken"} }

// taken reports whether a published course or a draft has a name, whoever writes it.
func (s *Service) taken(ctx context.Context, slug string) (bool, error) {
	_, err := s.Store.CourseHome(ctx, slug)
	if fault.Is(err, fault.NotFound) {
		_, err = s.Store.Draft(ctx, slug)
	}
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	return err == nil, err
}

func (s *Service) add(ctx context.Context, c *account.Caller, d Draft, files []course.File) error {
	d.ID, d.State, d.Creator = s.IDs.New(), Writing, c.Account
	return s.Store.AddDraft(ctx, d, files)
}

// Save stores a file of a draft. revision is the one that was read; 0 makes a new file. Error kinds: NotFound; Invalid
// (fields path, text); Conflict (authoring.conflict) when somebody saved it since.
func (s *Service) Save(ctx context.Context, c *account.Caller, slug string, f course.File, revision int) error {
	d, err := s.Draft(ctx, c, slug)
	if err != nil {
		return err
	}
	e := fault.New(fault.Invalid, "error.invalid")
	limit := limitOf(f.Path)
	switch {
	case !Path(f.Path):
		e.Fields = []fault.Field{{Name: "path", Key: "authoring.path-form"}}
	case len(f.Data) > limit:
		e.Fields = []fault.Field{{Name: "text", Key: "authoring.too-large", Args: fault.Args{"max": limit >> 10}}}
	}
	if len(e.Fields) > 0 {
		return e
	}
	if revision == 0 {
		if err := s.room(ctx, d); err != nil {
			return err
		}
	}
	return s.Store.PutDraftFile(ctx, d.ID, f, revision, c.Account)
}

// limitOf is what a file may hold by its kind, in bytes.
func limitOf(name string) int {
	switch path.Ext(name) {
	case ".md":
		return MaxText
	case ".png", ".jpg", ".jpeg", ".webp", ".svg", ".gif":
		return MaxPicture
	}
	return MaxFile
}

// room keeps a draft within its number of files.
func (s *Service) room(ctx context.Context, d Draft) error {
	files, err := s.Store.DraftFiles(ctx, d.ID)
	if err == nil && len(files) >= MaxFiles {
		return fault.New(fault.Conflict, "authoring.files").With(fault.Args{"max": MaxFiles})
	}
	return err
}

// Rename moves files of a draft, all or none. Error kinds: NotFound; Invalid (field path); Conflict.
func (s *Service) Rename(ctx context.Context, c *account.Caller, slug string, moves []Move) error {
	d, err := s.Draft(ctx, c, slug)
	if err != nil {
		return err
	}
	for _, m := range moves {
		if !Path(m.To) || m.From == "course.md" {
			e := fault.New(fault.Invalid, "error.invalid")
			e.Fields = []fault.Field{{Name: "path", Key: "authoring.path-form"}}
			return e
		}
	}
	return s.Store.MoveDraftFiles(ctx, d.ID, moves, c.Account)
}

// Delete removes files of a draft; published versions keep theirs. Error kinds: NotFound; Conflict for course.md,
// without which there is no course.
func (s *Service) Delete(ctx context.Context, c *account.Caller, slug string, paths []string) error {
	d, err := s.Draft(ctx, c, slug)
	if err != nil {
		return err
	}
	for _, p := range paths {
		if p == "course.md" {
			return fault.New(fault.Conflict, "authoring.course-needed")
		}
	}
	return s.Store.DropDraftFiles(ctx, d.ID, paths, c.Account)
}
