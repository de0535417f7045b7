package web

import (
	"bytes"
	"context"
	"html"
	"strings"

	"hocso/internal/account"
	"hocso/internal/course"
	"hocso/internal/learning"
)

// Places in a personal part where a value of the person goes. Templates never print these characters otherwise:
// they are private use, and the parts hold titles and our own words only.
const (
	nameMark = "\ue000name\ue001"
	keyMark  = "\ue000key\ue001"
)

// cut is a text with gaps for one value.
type cut [][]byte

func cutAt(text []byte, mark string) cut {
	return bytes.Split(text, []byte(mark))
}

func (c cut) fill(value string) []byte { return bytes.Join(c, []byte(value)) }

// lessonSlots are the personal parts of a lesson's page in every form that they take, rendered once. A request only
// chooses among them and puts name, key and progress in.
type lessonSlots struct {
	keys  []string // of all lessons, in order
	place course.Place
	first int // number of the first lesson in the list beside the text

	bars   [3]cut                       // without the way to management, with it, and with the way to writing only
	asks   map[string][3]cut            // by question: never answered, right, not right; of a task the last two: judged
	tasks  map[string]map[string][]byte // by question and state: those that another person judges
	ends   map[string]cut               // by state
	texts  [][]byte                     // how far, by lessons done
	items  [][2][]byte                  // of the list: not done, done
	joins  []byte                       // the list for people who are not enrolled
	public map[string][]byte            // every slot for visitors
}

// size is roughly what it holds, in bytes.
func (s *lessonSlots) size() int {
	if s == nil {
		return 0
	}
	n := len(s.joins)
	for _, c := range s.bars {
		n += len(c.fill(""))
	}
	for _, a := range s.asks {
		n += len(a[0].fill("")) + len(a[1].fill("")) + len(a[2].fill(""))
	}
	for _, t := range s.tasks {
		for _, form := range t {
			n += len(form)
		}
	}
	for _, c := range s.ends {
		n += len(c.fill(""))
	}
	for _, i := range s.items {
		n += len(i[0]) + len(i[1])
	}
	for _, p := range s.public {
		n += len(p)
	}
	return n
}

// keptLesson gives the shared page of a lesson, from memory or rendered.
func (w *Web) keptLesson(ctx context.Context, l Layout, p *course.Published, pl course.Place) (*keptPage, error) {
	k := pageKey{version: p.ID, page: pl.Key(), lang: l.Lang, text: l.Text, site: l.Site}
	return w.keep(ctx, k, func(context.Context) (*keptPage, error) {
		l.Caller, l.Slotted = nil, true
		v := w.lessonFrame(l, p, pl)
		slots, err := w.lessonSlots(v, p) // slugs and numbers are the same in every language
		if err != nil {
			return nil, err
		}
		b, err := w.r.execute(l.Lang, "lesson", v)
		if err != nil {
			return nil, err
		}
		kept, err := newKeptPage(b, func(slot string) []byte { return slots.public[slot] })
		if err == nil {
			kept.slots = slots
		}
		return kept, err
	})
}

// lessonSlots renders every form of every personal part.
func (w *Web) lessonSlots(v lessonPage, p *course.Published) (*lessonSlots, error) {
	s := &lessonSlots{
		place: v.Place, first: v.Aside.Items[0].Number, asks: map[string][3]cut{}, tasks: map[string]map[string][]byte{}, ends: map[string]cut{}, public: map[string][]byte{},
	}
	r := partRenderer{w: w, lang: v.Lang}
	for i, role := range []account.Role{account.Learner, account.Manager, account.Author} {
		l := v.Layout
		l.Caller = &account.Caller{Name: nameMark, Grants: []account.Grant{{Role: role, Path: make([]byte, 16)}}}
		s.bars[i] = cutAt(r.part("bar", l), nameMark)
	}
	s.public["bar"] = r.part("bar", v.Layout)
	for _, b := range v.Blocks {
		if b.Ask == nil {
			continue
		}
		if b.Ask.Task != nil {
			s.tasks[b.Ask.ID] = taskForms(&r, *b.Ask.Task)
			s.public[b.Ask.Slot()] = s.tasks[b.Ask.ID][taskPublic]
			continue
		}
		var forms [3]cut
		states := []string{"", askRight, askWrong}
		if b.Ask.Type == course.Practical {
			states = []string{"", askRated, askRated}
		}
		for i, state := range states {
			forms[i] = cutAt(r.part("ask-state", askView{Key: keyMark, State: state}), keyMark)
		}
		s.asks[b.Ask.ID] = forms
	}
	for _, state := range []string{endJoin, endTodo, endDone} {
		end := v.End
		end.State, end.Key = state, keyMark
		s.ends[state] = cutAt(r.part("lesson-end", end), keyMark)
	}
	v.End.State = endPublic
	s.public["end"] = r.part("lesson-end", v.End)
	s.joins = r.part("lesson-aside", v.Aside)
	s.public["aside"] = s.joins
	for _, i := range v.Aside.Items {
		i.Enrolled = true
		todo := r.part("lesson-item", i)
		i.Done = true
		s.items = append(s.items, [2][]byte{todo, r.part("lesson-item", i)})
	}
	marks := make([]mark, v.Count)
	for n := range v.Count + 1 {
		if n > 0 {
			marks[n-1].done = true
		}
		s.texts = append(s.texts, []byte(html.EscapeString(w.doneText(v.Lang, marks))))
	}
	for _, pl := range p.Course.Places() {
		s.keys = append(s.keys, pl.Key())
	}
	return s, r.err
}

// partRenderer renders parts one after another and remembers the first error.
type partRenderer struct {
	w    *Web
	lang string
	err  error
}

func (r *partRenderer) part(name string, data any) []byte {
	b, err := r.w.r.partial(r.lang, name, data)
	if r.err == nil {
		r.err = err
	}
	return b
}

// fill gives the personal parts for a signed-in person; pr is nil for people who are not enrolled.
func (s *lessonSlots) fill(caller *account.Caller, pr *learning.Progress, key string) func(slot string) []byte {
	return func(slot string) []byte {
		switch slot {
		case "bar":
			bar := s.bars[0]
			switch {
			case caller.May(account.SeePeople):
				bar = s.bars[1]
			case caller.May(account.WriteCourses):
				bar = s.bars[2]
			}
			return bar.fill(html.EscapeString(caller.Name))
		case "end":
			return s.ends[stateOf(true, pr, s.place.Key())].fill(key)
		case "aside":
			return s.aside(pr)
		}
		id := strings.TrimPrefix(slot, "ask:")
		if forms, ok := s.tasks[id]; ok {
			return forms[taskState(true, pr, id)]
		}
		switch askState(pr, id, false) {
		case askRight:
			return s.asks[id][1].fill(key)
		case askWrong:
			return s.asks[id][2].fill(key)
		}
		return s.asks[id][0].fill(key)
	}
}

// aside is what the template "lesson-aside" makes, of parts.
func (s *lessonSlots) aside(pr *learning.Progress) []byte {
	if pr == nil {
		return s.joins
	}
	marks := make([]mark, len(s.keys))
	for i, k := range s.keys {
		marks[i] = mark{done: pr.Lessons[k].Completed != 0, here: i+1 == s.place.Number}
	}
	b := make([]byte, 0, 2048)
	b = append(b, "<div>"...)
	b = append(b, barHTML(marks)...)
	b = append(b, `<p class="small mute">`...)
	b = append(b, s.texts[doneOf(marks)]...)
	b = append(b, `</p></div><ol class="tasks">`...)
	for i, item := range s.items {
		if marks[s.first+i-1].done {
			b = append(b, item[1]...)
		} else {
			b = append(b, item[0]...)
		}
	}
	return append(b, "</ol>"...)
}
