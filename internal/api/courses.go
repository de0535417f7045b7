package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"hocso/internal/account"
	"hocso/internal/assess"
	"hocso/internal/course"
	"hocso/internal/fault"
)

// CourseSummary is a course as the catalogue lists it.
type CourseSummary struct {
	Slug      string     `json:"slug"`
	Title     string     `json:"title"`
	Summary   string     `json:"summary"`
	Language  string     `json:"language"`
	Audiences []string   `json:"audiences" nullable:"false"`
	Version   int        `json:"version"`
	Published *time.Time `json:"published"`
	Lessons   int        `json:"lessons"`
	Minutes   int        `json:"minutes"`
	Bytes     int64      `json:"bytes"`
}

// Course is a course with its outline.
type Course struct {
	CourseSummary
	HTML        string         `json:"html"`
	Hours       float64        `json:"hours"`
	Standard    string         `json:"standard,omitempty"`
	Completion  Completion     `json:"completion"`
	HasExam     bool           `json:"hasExam"`
	HasGlossary bool           `json:"hasGlossary"`
	Enrolled    bool           `json:"enrolled"`
	Modules     []CourseModule `json:"modules" nullable:"false"`
}

// Completion is what it takes to complete a course; everything must hold.
type Completion struct {
	Lessons  int    `json:"lessons"`
	Practice int    `json:"practice"`
	Exam     string `json:"exam" enum:"pass,taken,none"`

	Practical bool `json:"practical"`
}

// CourseModule is a part of a course.
type CourseModule struct {
	Slug    string          `json:"slug"`
	Title   string          `json:"title"`
	Summary string          `json:"summary,omitempty"`
	HTML    string          `json:"html,omitempty"`
	Lessons []LessonSummary `json:"lessons" nullable:"false"`
}

// LessonSummary is a lesson in an outline.
type LessonSummary struct {
	Slug        string   `json:"slug"`
	Title       string   `json:"title"`
	Summary     string   `json:"summary,omitempty"`
	Number      int      `json:"number"`
	Minutes     int      `json:"minutes"`
	Questions   int      `json:"questions"`
	Competences []Target `json:"competences" nullable:"false"`
}

// Target is a competence and the level aimed at.
type Target struct {
	Competence string `json:"competence"`
	Level      int    `json:"level" minimum:"1" maximum:"8"`
}

// Lesson is a lesson to read.
type Lesson struct {
	LessonSummary
	Course string  `json:"course"`
	Module string  `json:"module"`
	Blocks []Block `json:"blocks" nullable:"false"`
}

// Block is a stretch of a lesson.
type Block struct {
	HTML     string    `json:"html,omitempty"`
	Question *Question `json:"question,omitempty"`
}

// GlossaryTerm is an entry of the glossary.
type GlossaryTerm struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	HTML string `json:"html"`
}

// CourseVersion is one of a course's published versions.
type CourseVersion struct {
	Number    int        `json:"number"`
	Published *time.Time `json:"published"`
	Origin    string     `json:"origin" enum:"embedded,folder"`
	Title     string     `json:"title"`
	Lessons   int        `json:"lessons"`
}

type catalogueInput struct {
	Paging
	Query    string `query:"q" maxLength:"200"`
	Audience string `query:"audience" maxLength:"60"`
}

// SlugInput names a course; it is exported for huma to see it within other inputs.
type SlugInput struct {
	Slug string `path:"slug" maxLength:"100"`
}

// LessonInput names a lesson.
type LessonInput struct {
	Slug   string `path:"slug" maxLength:"100"`
	Module string `path:"module" maxLength:"100"`
	Lesson string `path:"lesson" maxLength:"100"`
}

func (a *API) courseOps() {
	get := func(id, path string) op { return op{id: id, method: http.MethodGet, path: path, tag: "courses"} }
	add(a, get("courses", "/courses"), a.courses)
	add(a, get("course", "/courses/{slug}"), a.course)
	add(a, get("lesson", "/courses/{slug}/lessons/{module}/{lesson}"), a.lesson)
	add(a, get("glossary", "/courses/{slug}/glossary"), a.glossary)
	versions := get("course-versions", "/courses/{slug}/versions")
	versions.access, versions.who = signed, account.ReviewCourses
	add(a, versions, a.courseVersions)
}

func (a *API) courses(ctx context.Context, in *catalogueInput) (*reply[List[CourseSummary]], error) {
	all, err := a.Catalog.List(ctx, course.Filter{Query: in.Query, Audience: in.Audience})
	return listed(all, err, courseSummary, in.Paging, func(c CourseSummary) string { return c.Slug })
}

func (a *API) courseVersions(ctx context.Context, in *struct {
	Paging
	SlugInput
},
) (*reply[List[CourseVersion]], error) {
	current, err := a.Catalog.CurrentVersion(ctx, in.Slug)
	if err != nil {
		return nil, err
	}
	all, err := a.Catalog.History(ctx, current.CourseID)
	return listed(all, err, courseVersion, in.Paging, func(v CourseVersion) string { return strconv.Itoa(v.Number) })
}

func courseVersion(v course.Version) CourseVersion {
	return CourseVersion{v.Number, when(v.Published), v.Origin, v.Title, v.Lessons}
}

func courseSummary(v course.Version) CourseSummary {
	return CourseSummary{
		Slug: v.Slug, Title: v.Title, Summary: v.Summary, Language: v.Language, Audiences: append([]string{}, v.Audiences...), Version: v.Number,
		Published: when(v.Published), Lessons: v.Lessons, Minutes: v.Minutes, Bytes: v.Bytes,
	}
}

func (a *API) course(ctx context.Context, in *SlugInput) (*reply[Course], error) {
	st, err := a.Learning.Study(ctx, caller(ctx), in.Slug)
	if err != nil {
		return nil, err
	}
	c := st.Published.Course
	out := Course{
		CourseSummary: courseSummary(st.Published.Version), HTML: a.html(c.Body), Hours: c.Hours, Standard: c.Standard,
		Completion: completionOf(c), HasExam: c.Exam != nil, HasGlossary: len(c.Glossary) > 0, Enrolled: st.Progress != nil,
		Modules: each(c.Modules, func(m course.Module) CourseModule {
			return CourseModule{Slug: m.Slug, Title: m.Title, Summary: m.Summary, HTML: a.html(m.Body), Lessons: []LessonSummary{}}
		}),
	}
	at := 0
	for i, m := range c.Modules {
		for l := range m.Lessons {
			at++
			out.Modules[i].Lessons = append(out.Modules[i].Lessons, lessonSummary(course.Place{Module: &m, Lesson: &m.Lessons[l], Number: at}))
		}
	}
	return ok(out, nil)
}

func completionOf(c *course.Course) Completion {
	out := Completion{Lessons: c.Completion.Lessons, Practice: c.Completion.Practice, Exam: c.Completion.Exam, Practical: c.Completion.Practical}
	if out.Lessons == course.All {
		out.Lessons = c.Lessons()
	}
	return out
}

func lessonSummary(p course.Place) LessonSummary {
	l := p.Lesson
	return LessonSummary{
		Slug: l.Slug, Title: l.Title, Summary: l.Summary, Number: p.Number, Minutes: l.Minutes, Questions: len(l.Questions),
		Competences: each(l.Competences, targetOf),
	}
}

func targetOf(t course.Target) Target { return Target{t.Ref.String(), t.Level} }

func (a *API) lesson(ctx context.Context, in *LessonInput) (*reply[Lesson], error) {
	st, err := a.Learning.Study(ctx, caller(ctx), in.Slug)
	if err != nil {
		return nil, err
	}
	pl, found := st.Published.Course.Find(in.Module, in.Lesson)
	if !found {
		return nil, fault.Missing()
	}
	if err := a.Learning.Opened(ctx, caller(ctx), st, pl); err != nil {
		return nil, err
	}
	questions := map[string]*course.Question{}
	for i := range pl.Lesson.Questions {
		questions[pl.Lesson.Questions[i].ID] = &pl.Lesson.Questions[i]
	}
	out := Lesson{LessonSummary: lessonSummary(pl), Course: in.Slug, Module: in.Module}
	out.Blocks = each(pl.Lesson.Blocks, func(b course.Block) Block {
		if q, is := questions[b.Question]; is {
			v := a.question(q, assess.InLesson(q))
			v.ID = q.ID
			return Block{Question: &v}
		}
		return Block{HTML: a.html(b.HTML)}
	})
	return ok(out, nil)
}

func (a *API) glossary(ctx context.Context, in *struct {
	SlugInput
	Paging
},
) (*reply[List[GlossaryTerm]], error) {
	st, err := a.Learning.Study(ctx, caller(ctx), in.Slug)
	if err != nil {
		return nil, err
	}
	terms := each(st.Published.Course.Glossary, func(t course.Term) GlossaryTerm { return GlossaryTerm{t.ID, t.Name, a.html(t.HTML)} })
	return ok(page(terms, in.Paging, func(t GlossaryTerm) string { return t.ID }))
}
