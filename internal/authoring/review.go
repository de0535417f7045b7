package authoring

import (
	"context"
	"strings"

	"hocso/internal/account"
	"hocso/internal/clock"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/vntext"
)

// Submit hands a draft to a second person. Error kinds: NotFound; Conflict (authoring.faulty) while it has errors, or when
// it is in review already.
func (s *Service) Submit(ctx context.Context, c *account.Caller, slug, text string) error {
	d, err := s.Draft(ctx, c, slug)
	if err != nil {
		return err
	}
	files, err := s.Store.DraftSources(ctx, d.ID)
	if err != nil {
		return err
	}
	faults, err := s.Press.Faults(ctx, slug, files)
	if err != nil {
		return err
	}
	if faults > 0 {
		return faulty(faults)
	}
	if text, err = noteText(text, false); err != nil {
		return err
	}
	return s.Store.SetDraftState(ctx, d.ID, Review, NoteSubmitted, text, c.Account)
}

func faulty(n int) error {
	return fault.New(fault.Conflict, "authoring.faulty").With(fault.Args{"count": n})
}

// Withdraw takes a draft back from review to be written on. Error kinds: NotFound, Conflict.
func (s *Service) Withdraw(ctx context.Context, c *account.Caller, slug string) error {
	d, err := s.Draft(ctx, c, slug)
	if err != nil {
		return err
	}
	return s.Store.SetDraftState(ctx, d.ID, Writing, NoteWithdrawn, "", c.Account)
}

// MayDecide reports whether a person may decide on a draft: any author in whose scope it lies but the one who submitted
// it. Four eyes see more.
func MayDecide(c *account.Caller, d Draft) bool {
	return d.State == Review && c.MayIn(account.WriteCourses, d.UnitPath) && c.Account != d.SubmittedBy
}

// Return sends a draft back with what is to be mended. Error kinds: NotFound; Invalid (field text) without words;
// Forbidden for the person who submitted it; Conflict when it is not in review.
func (s *Service) Return(ctx context.Context, c *account.Caller, slug, text string) error {
	d, err := s.decidable(ctx, c, slug)
	if err != nil {
		return err
	}
	if text, err = noteText(text, true); err != nil {
		return err
	}
	return s.Store.SetDraftState(ctx, d.ID, Writing, NoteReturned, text, c.Account)
}

// Comment notes something about a draft. Error kinds: NotFound; Invalid (field text).
func (s *Service) Comment(ctx context.Context, c *account.Caller, slug, text string) error {
	d, err := s.Draft(ctx, c, slug)
	if err != nil {
		return err
	}
	if text, err = noteText(text, true); err != nil {
		return err
	}
	return s.Store.AddDraftNote(ctx, d.ID, text, c.Account)
}

// Approval is what a person who approves has read and says.
type Approval struct {
	Submitted clock.Micro // when the draft that they have read was submitted
	Over      id.ID       // the version of which they know that the draft takes changes back; zero: none
	Text      string      // stays with the version; may be empty
}

// Approve publishes a draft as a new version. It is checked again: what was published since counts. Should the end be cut off, approving once more publishes nothing twice. Error kinds: NotFound; Forbidden for the
// person who submitted it; Invalid (field tren) when it takes back changes of another version, (field text) when it says too
// much; Conflict when it has errors, is not in review, or is another than the one that was read.
func (s *Service) Approve(ctx context.Context, c *account.Caller, slug string, a Approval) (course.Version, error) {
	d, err := s.decidable(ctx, c, slug)
	if err != nil {
		return course.Version{}, err
	}
	if d.Submitted != a.Submitted {
		return course.Version{}, fault.New(fault.Conflict, "authoring.resubmitted")
	}
	text, err := noteText(a.Text, false)
	if err != nil {
		return course.Version{}, err
	}
	files, err := s.submitted(ctx, d)
	if err != nil {
		return course.Version{}, err
	}
	if err := s.knowingly(ctx, c, d, files, a.Over); err != nil {
		return course.Version{}, err
	}
	if d, err = s.meanwhile(ctx, c, d, files); err != nil {
		return course.Version{}, err
	}
	v, err := s.Press.Publish(ctx, slug, files, c.Account)
	if err != nil {
		return v, err
	}
	return v, s.Store.CloseDraft(ctx, d, v.ID, text, c.Account)
}

// submitted reads the files of a draft as it was submitted. Error kind: Conflict when it was taken back meanwhile: what
// nobody has reviewed is not published.
func (s *Service) submitted(ctx context.Context, d Draft) ([]course.File, error) {
	files, err := s.Store.DraftSources(ctx, d.ID)
	if err != nil {
		return nil, err
	}
	now, err := s.Store.Draft(ctx, d.Slug)
	if err != nil {
		return nil, err
	}
	if now.ID != d.ID || now.State != Review || now.Submitted != d.Submitted {
		return nil, fault.New(fault.Conflict, "authoring.resubmitted")
	}
	return files, nil
}

// knowingly refuses a draft that takes changes back which were published since it was begun, unless the person knows.
// Error kind: Invalid (field tren).
func (s *Service) knowingly(ctx context.Context, c *account.Caller, d Draft, files []course.File, over id.ID) error {
	b, err := s.Behind(ctx, c, d, files)
	if err != nil || !b.Late() || b.Version == over {
		return err
	}
	e := fault.New(fault.Invalid, "error.invalid")
	e.Fields = []fault.Field{{Name: "tren", Key: "authoring.behind"}}
	return e
}

// meanwhile looks for a course of the same name that came while a draft was written: it is not overwritten by who may not
// write it, and it stays its unit's. The version that an approval which was cut off has published is no other course.
// Error kind: NotFound.
func (s *Service) meanwhile(ctx context.Context, c *account.Caller, d Draft, files []course.File) (Draft, error) {
	h, _, err := s.Course(ctx, c, d.Slug)
	if !d.Base.IsZero() || err != nil && !fault.Is(err, fault.NotFound) {
		return d, err
	}
	if h.Version.IsZero() {
		return d, nil
	}
	published, serr := s.Sources(ctx, h.Version)
	if serr != nil {
		return d, serr
	}
	if course.Manifest(published) == course.Manifest(files) {
		return d, nil
	}
	d.Base = h.Version
	return d, err
}

// Discard throws a draft away. Error kinds: NotFound.
func (s *Service) Discard(ctx context.Context, c *account.Caller, slug string) error {
	d, err := s.Draft(ctx, c, slug)
	if err != nil {
		return err
	}
	return s.Store.DropDraft(ctx, d, c.Account)
}

func (s *Service) decidable(ctx context.Context, c *account.Caller, slug string) (Draft, error) {
	d, err := s.Draft(ctx, c, slug)
	switch {
	case err != nil:
		return d, err
	case d.State != Review:
		return d, fault.New(fault.Conflict, "authoring.not-in-review")
	case !MayDecide(c, d):
		return d, fault.New(fault.Forbidden, "authoring.second-person")
	}
	return d, nil
}

// noteText is a note as it is kept. Error kind: Invalid (field text).
func noteText(text string, needed bool) (string, error) {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i, l := range lines {
		lines[i] = vntext.Normal(l)
	}
	text = strings.TrimSpace(strings.Join(lines, "\n"))
	e := fault.New(fault.Invalid, "error.invalid")
	switch {
	case needed && text == "":
		e.Fields = []fault.Field{{Name: "text", Key: "authoring.note-missing"}}
		return "", e
	case len(text) > MaxNote:
		e.Fields = []fault.Field{{Name: "text", Key: "authoring.note-long", Args: fault.Args{"max": MaxNote}}}
		return "", e
	}
	return text, nil
}
