package source

import (
	"context"

	"hocso/internal/authoring"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/id"
)

var _ authoring.Press = Press{}

// Press checks and publishes what authors write in the browser, through the desk as every other source does.
type Press struct{ *Desk }

// Faults counts what forbids publishing, also when held against the versions that were published.
func (p Press) Faults(ctx context.Context, slug string, files []course.File) (int, error) {
	folder, err := Folder(slug, files)
	if err != nil {
		return 0, err
	}
	_, report, err := p.CheckDraft(ctx, folder, slug)
	faults, _ := report.Count()
	return faults, err
}

// asked: whoever approves a draft has said that its facts were held against official sources.
func asked([]course.Fact) bool { return true }

// Publish makes the files the current version of the course. Error kind: Conflict when something forbids it.
func (p Press) Publish(ctx context.Context, slug string, files []course.File, actor id.ID) (course.Version, error) {
	folder, err := Folder(slug, files)
	if err != nil {
		return course.Version{}, err
	}
	out, err := p.Propose(ctx, Offer{FS: folder, Slug: slug, Origin: course.Editor, Actor: actor, Decided: true, Confirmed: asked})
	if err != nil {
		return course.Version{}, err
	}
	if faults, _ := out.Report.Count(); faults > 0 {
		return course.Version{}, fault.New(fault.Conflict, "authoring.faulty").With(fault.Args{"count": faults})
	}
	if out.Published() {
		return out.Version, nil
	}
	return p.Catalog.CurrentVersion(ctx, slug) // the same as what is published
}
