package api

import (
	"context"
	"time"

	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/id"
)

// NewerVersion is what somebody on an older version of a course is offered.
type NewerVersion struct {
	Offered   bool           `json:"offered"`
	ID        *id.ID         `json:"id,omitempty"`
	Version   int            `json:"version,omitempty"`
	Published *time.Time     `json:"published,omitempty"`
	Lessons   []LessonChange `json:"lessons" nullable:"false"`
	Aspects   []PartChange   `json:"aspects" nullable:"false"`
	Bank      bool           `json:"bank"`
}

// LessonChange is a lesson that came, went or changed.
type LessonChange struct {
	Change string `json:"change" enum:"added,removed,renamed,mended,changed"`
	Lesson string `json:"lesson,omitempty"`
	Was    string `json:"was,omitempty"`
	Title  string `json:"title"`
}

// PartChange is a change of the course as a whole.
type PartChange struct {
	Part string `json:"aspect"`
	From string `json:"before,omitempty"`
	To   string `json:"after,omitempty"`
}

type moveOnInput struct {
	Keyed
	SlugInput
	Body struct {
		ID string `json:"id" maxLength:"36"`
	}
}

func (a *API) newerVersion(ctx context.Context, in *SlugInput) (*reply[NewerVersion], error) {
	st, err := a.Learning.Study(ctx, caller(ctx), in.Slug)
	if err != nil {
		return nil, err
	}
	if st.Progress == nil {
		return nil, fault.Missing()
	}
	out := NewerVersion{Lessons: []LessonChange{}, Aspects: []PartChange{}}
	n, err := a.Learning.Newer(ctx, st)
	if err != nil || n == nil {
		return ok(out, err)
	}
	out.Offered, out.ID, out.Version, out.Published, out.Bank = true, &n.ID, n.Number, when(n.Published), n.Bank
	out.Lessons = append(out.Lessons, each(n.Changes.Lessons, func(l course.LessonChange) LessonChange {
		return LessonChange{string(l.Kind), l.Key, l.Was, l.Title}
	})...)
	out.Aspects = append(out.Aspects, each(n.Changes.Parts, func(p course.PartChange) PartChange {
		return PartChange{string(p.Part), p.From, p.To}
	})...)
	return ok(out, nil)
}

func (a *API) moveOn(ctx context.Context, in *moveOnInput) (*reply[Progress], error) {
	if _, err := a.Catalog.CurrentVersion(ctx, in.Slug); err != nil {
		return nil, err
	}
	version, err := id.Parse(in.Body.ID)
	if err != nil {
		return nil, fault.New(fault.Conflict, "course.move-stale")
	}
	if err := a.Learning.MoveOn(ctx, caller(ctx), in.Slug, version, in.key(ctx)); err != nil {
		return nil, err
	}
	return a.progressOf(ctx, in.Slug)
}
