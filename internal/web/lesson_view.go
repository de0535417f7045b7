package web

import (
	"html/template"
	"strconv"

	"hocso/internal/content"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/learning"
)

// lessonPage is a lesson with its questions. In a kept page Slotted is set and the personal parts are left open.
type lessonPage struct {
	Layout
	Course   *course.Course
	Place    course.Place
	Count    int
	Size     int64  // bytes, for a reader
	Foreign  string // language of the lesson where it is not the page's
	Fallback string // why it is not in the language that was wanted
	Reads    []textLink
	Blocks   []lessonBlock
	Part     int // number of the module
	Aside    asideView
	End      endView
}

// lessonBlock is a stretch of text or the place of a question.
type lessonBlock struct {
	HTML string
	Ask  *askView
	Keys *keyView // for authors only
}

// step leads to a lesson.
type step struct {
	URL, Title string
	Number     int
}

// asideView lists the lessons of the module that is read, and how far the person has come in the course.
type asideView struct {
	Enrolled bool
	Bar      template.HTML
	Text     string
	Items    []lessonItem
}

// lessonItem is a line of a list of lessons.
type lessonItem struct {
	step
	Minutes              int
	Here, Done, Enrolled bool
}

// How the page of a lesson ends, by who reads it.
const (
	endPublic = "public" // nobody is signed in
	endJoin   = "join"   // signed in, not enrolled
	endTodo   = "todo"
	endDone   = "done"
)

// endView is what stands under a lesson.
type endView struct {
	State      string
	Course     string // slug
	URL, Key   string
	Prev, Next *step
}

// stateOf says how the page ends for a person; pr is nil for people who are not enrolled.
func stateOf(signedIn bool, pr *learning.Progress, lesson string) string {
	switch {
	case !signedIn:
		return endPublic
	case pr == nil:
		return endJoin
	case pr.Lessons[lesson].Completed != 0:
		return endDone
	}
	return endTodo
}

// lessonFrame fills everything of a lesson's page that does not depend on the person.
// The lesson reads in l.Text where it is translated.
func (w *Web) lessonFrame(l Layout, p *course.Published, pl course.Place) lessonPage {
	reads := p.Course.Reads(pl.Key())
	if in := inLanguage(p, l.Text); in != p {
		p = in
		pl, _ = p.Course.Find(pl.Module.Slug, pl.Lesson.Slug)
	}
	shown := lessonLanguage(p.Course, pl.Lesson)
	l.Description, l.Section = pl.Lesson.Summary, "courses"
	l.Title = pl.Lesson.Title
	v := lessonPage{Layout: l, Course: p.Course, Place: pl, Count: p.Course.Lessons()}
	v.Size, v.Foreign = int64(pl.Lesson.Bytes), foreign(l.Lang, shown)
	if len(pl.Lesson.Questions) > 0 {
		v.Scripts = []string{"hoi.js"}
	}
	places := p.Course.Places()
	v.End = endView{Course: p.Slug, URL: lessonURL(p.Slug, pl)}
	v.Fallback, v.Reads = w.fallback(l, shown), textLinks(v.End.URL, shown, reads)
	if i := pl.Number - 1; i > 0 {
		v.End.Prev = stepTo(p.Slug, places[i-1])
		v.End.Prev.URL += l.textQuery()
	}
	if pl.Number < len(places) {
		v.End.Next = stepTo(p.Slug, places[pl.Number])
		v.End.Next.URL += l.textQuery()
	}
	for i := range p.Course.Modules {
		if &p.Course.Modules[i] == pl.Module {
			v.Part = i + 1
		}
	}
	for _, o := range places {
		if o.Module == pl.Module {
			to := stepTo(p.Slug, o)
			to.URL += l.textQuery()
			v.Aside.Items = append(v.Aside.Items, lessonItem{step: *to, Minutes: o.Lesson.Minutes, Here: o.Number == pl.Number})
		}
	}
	asked, count := 0, 0
	for _, q := range pl.Lesson.Questions {
		if q.Type != course.Practical {
			count++
		}
	}
	for _, b := range pl.Lesson.Blocks {
		block := lessonBlock{HTML: b.HTML}
		for i := range pl.Lesson.Questions {
			if q := &pl.Lesson.Questions[i]; q.ID == b.Question {
				block.Ask = newAsk(q, v.End.URL)
				if q.Type != course.Practical {
					asked++
				}
				block.Ask.Number, block.Ask.Count = asked, count
				block.Ask.Slotted = l.Slotted
				if shown != p.Course.Language { // the answer is judged by the question as it was read
					block.Ask.Action += "?" + content.LanguageParam + "=" + shown
					block.Ask.Task.in(shown)
				}
			}
		}
		v.Blocks = append(v.Blocks, block)
	}
	return v
}

// personal fills in what depends on the person: for the answer to a question, which is not put together of kept parts.
func (w *Web) personal(v *lessonPage, st *learning.Study, key string) {
	v.End.State, v.End.Key = stateOf(v.Caller != nil, st.Progress, v.Place.Key()), key
	for _, b := range v.Blocks {
		if b.Ask != nil {
			b.Ask.Key, b.Ask.State = key, askState(st.Progress, b.Ask.ID, b.Ask.Type == course.Practical)
			b.Ask.SignedIn = v.Caller != nil
			if b.Ask.Task != nil {
				b.Ask.Task.State = taskState(v.Caller != nil, st.Progress, b.Ask.ID)
			}
		}
	}
	if st.Progress == nil {
		return
	}
	marks := marksOf(st.Published.Course, st.Progress, v.Place.Number)
	v.Aside.Enrolled = true
	v.Aside.Bar, v.Aside.Text = barHTML(marks), w.doneText(v.Lang, marks)
	first := v.Aside.Items[0].Number
	for i := range v.Aside.Items {
		v.Aside.Items[i].Enrolled, v.Aside.Items[i].Done = true, marks[first+i-1].done
	}
}

// mark is how a lesson stands in a bar of progress.
type mark struct{ done, here bool }

// marksOf gives a mark a lesson, in order; here is the number of the lesson that is current, 0 for none.
func marksOf(c *course.Course, pr *learning.Progress, here int) []mark {
	places := c.Places()
	out := make([]mark, len(places))
	for i, p := range places {
		out[i] = mark{done: pr.Lessons[p.Key()].Completed != 0, here: p.Number == here}
	}
	return out
}

func doneOf(marks []mark) int {
	n := 0
	for _, m := range marks {
		if m.done {
			n++
		}
	}
	return n
}

// maxSegments is how many lessons can be told apart in a bar of a phone's width.
const maxSegments = 12

// barHTML draws progress: a segment a lesson, or one bar where there are many. The words stand beside it.
func barHTML(marks []mark) template.HTML {
	b := make([]byte, 0, 512)
	if len(marks) > maxSegments {
		b = append(b, `<progress aria-hidden="true" value="`...)
		b = strconv.AppendInt(b, int64(doneOf(marks)), 10)
		b = append(b, `" max="`...)
		b = strconv.AppendInt(b, int64(len(marks)), 10)
		return template.HTML(append(b, `"></progress>`...)) //nolint:gosec // numbers only
	}
	b = append(b, `<span class="seg" aria-hidden="true">`...)
	for _, m := range marks {
		switch {
		case m.done:
			b = append(b, `<i class="on"></i>`...)
		case m.here:
			b = append(b, `<i class="now"></i>`...)
		default:
			b = append(b, `<i></i>`...)
		}
	}
	return template.HTML(append(b, `</span>`...)) //nolint:gosec // our own tags only
}

func (w *Web) doneText(lang string, marks []mark) string {
	return w.I18n.T(lang, "course-page.done", fault.Args{"done": doneOf(marks), "all": len(marks)})
}

func lessonURL(slug string, p course.Place) string {
	return "/khoa-hoc/" + slug + "/" + p.Module.Slug + "/" + p.Lesson.Slug
}

func stepTo(slug string, p course.Place) *step {
	return &step{URL: lessonURL(slug, p), Title: p.Lesson.Title, Number: p.Number}
}

// foreign is the language of a text where it differs from the page's, "" where it is the same.
func foreign(page, text string) string {
	if page == text {
		return ""
	}
	return text
}
