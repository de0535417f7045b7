package course

import (
	"cmp"
	"maps"
	"slices"
)

// Translation is the text of a course in another language. What it lacks is read in the course's own.
type Translation struct {
	Language             string            // BCP 47
	Title, Summary, Body string            `json:",omitempty"`
	Modules              map[string]Module `json:",omitempty"` // by slug, without lessons
	Lessons              map[string]Lesson `json:",omitempty"` // by "module/lesson"
	Glossary             []Term            `json:",omitempty"`
	Stale                []string          `json:",omitempty"` // lessons, modules or "" whose original has changed since
}

// Languages lists the course's own language and those that any of it is translated into.
func (c *Course) Languages() []string {
	out := []string{c.Language}
	for _, t := range c.Translations {
		out = append(out, t.Language)
	}
	return out
}

// In is the course as it reads in a language: translated where it is, the original elsewhere. Lessons tell which in
// Language, the course in TextLanguage. Slugs, order, numbers and ids are the same. It is c itself when nothing is
// translated into lang.
func (c *Course) In(lang string) *Course {
	i := slices.IndexFunc(c.Translations, func(t Translation) bool { return t.Language == lang })
	if i < 0 {
		return c
	}
	t := c.Translations[i]
	out := *c
	if t.Title != "" {
		out.Title, out.Summary, out.Body, out.text = t.Title, t.Summary, t.Body, lang
	}
	out.Modules = make([]Module, len(c.Modules))
	for i, m := range c.Modules {
		if tm, ok := t.Modules[m.Slug]; ok {
			m.Title, m.Summary, m.Body = tm.Title, tm.Summary, tm.Body
		}
		lessons := make([]Lesson, len(m.Lessons))
		for j, l := range m.Lessons {
			l.Language = c.Language
			if tl, ok := t.Lessons[m.Slug+"/"+l.Slug]; ok {
				l = tl
			}
			lessons[j] = l
		}
		m.Lessons = lessons
		out.Modules[i] = m
	}
	if len(t.Glossary) > 0 {
		out.Glossary = t.Glossary
	}
	return &out
}

// TextLanguage is the language that title, summary and body read in.
func (c *Course) TextLanguage() string { return cmp.Or(c.text, c.Language) }

// Reads lists the languages that a lesson can be read in, by "module/lesson": the course's own first.
func (c *Course) Reads(lesson string) []string {
	out := []string{c.Language}
	for _, t := range c.Translations {
		if _, ok := t.Lessons[lesson]; ok {
			out = append(out, t.Language)
		}
	}
	return out
}

// Read is a bank question as it reads in a language, q itself where it is not translated. Questions that are answered by
// typing are asked in the original: what is typed is held against its keys.
func (q *Question) Read(lang string) *Question {
	in, ok := q.In[lang]
	if !ok || q.Type == Numeric || q.Type == Short || slices.ContainsFunc(q.Gaps, func(g Gap) bool { return g.Type != Single }) {
		return q
	}
	return &in
}

// The states of a translated text.
const (
	Untranslated = "missing"
	Outdated     = "stale" // the original has changed since
	Fresh        = "fresh"
)

// State is how a lesson, by "module/lesson", stands in the translation.
func (t Translation) State(lesson string) string {
	if _, ok := t.Lessons[lesson]; !ok {
		return Untranslated
	}
	if slices.Contains(t.Stale, lesson) {
		return Outdated
	}
	return Fresh
}

// sameTranslation holds when a reader sees no difference.
func sameTranslation(a, b Translation) bool {
	return a.Language == b.Language && a.Title == b.Title && a.Summary == b.Summary && sameWords(a.Body, b.Body) &&
		maps.EqualFunc(a.Modules, b.Modules, func(m, n Module) bool {
			return m.Title == n.Title && m.Summary == n.Summary && sameWords(m.Body, n.Body)
		}) &&
		maps.EqualFunc(a.Lessons, b.Lessons, func(l, m Lesson) bool {
			return l.Title == m.Title && l.Summary == m.Summary && slices.Equal(lessonWords(&l), lessonWords(&m)) &&
				slices.EqualFunc(l.Questions, m.Questions, func(p, q Question) bool { return sameText(&p, &q) })
		}) &&
		slices.EqualFunc(a.Glossary, b.Glossary, sameTerm)
}

func sameTerm(s, t Term) bool { return s.ID == t.ID && s.Name == t.Name && sameWords(s.HTML, t.HTML) }
