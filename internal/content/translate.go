package content

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"hocso/internal/course"
	"hocso/internal/fault"
)

// Translated is the path of the original that a file translates and the language; ok is false for other files.
func Translated(rel string) (original, lang string, ok bool) {
	m := translation.FindString(rel)
	if m == "" {
		return "", "", false
	}
	return strings.TrimSuffix(rel, m) + ".md", strings.TrimSuffix(m[1:], ".md"), true
}

// readTranslations reads the translations when every original has been read: they take the attributes of its questions.
func (l *loader) readTranslations() {
	for _, rel := range l.names() {
		original, lang, ok := Translated(rel)
		if !ok {
			continue
		}
		from := l.pages[original]
		_, err := language.Parse(lang)
		switch {
		case from == nil:
			l.fileFinding(rel, "translation.orphan", fault.Args{"file": original})
			continue
		case err != nil:
			l.fileFinding(rel, "translation.language", fault.Args{"lang": lang})
			continue
		}
		p := &page{rel: rel, kind: from.kind, module: from.module, slug: from.slug, lang: lang, original: from}
		l.translations[rel] = p
		l.read(p)
	}
}

// mark names the content of a page: a translation notes which one it was made from.
func (p *page) mark() string {
	sum := sha256.Sum256(p.raw)
	return hex.EncodeToString(sum[:6])
}

// inherit gives the headings of a translation the attributes of the questions that they translate.
func (p *page) inherit() {
	from := map[string]*heading{}
	for _, h := range p.original.heads {
		if h.fixed {
			from[h.id] = h
		}
	}
	for _, h := range p.heads {
		o := from[h.id]
		if !h.fixed || o == nil {
			continue
		}
		for name, a := range h.attrs {
			if b := o.attrs[name]; name != "unit" && b.value != a.value {
				p.at(a.at, "translation.attribute", fault.Args{"name": name, "value": clip(b.value, 60)})
			}
		}
		for name, a := range o.attrs {
			if _, own := h.attrs[name]; !own {
				a.at = max(h.pos, 0)
				h.attrs[name] = a
			}
		}
	}
}

// translationFront checks the front matter and says when the original has changed since.
func (l *loader) translationFront(p *page) (stale bool) {
	f := &p.front
	f.only("title", "summary", "original")
	f.require("title")
	if p.kind == lessonPage || p.kind == coursePage {
		f.require("summary")
	}
	mark := p.original.mark()
	switch n := f.get("original"); {
	case !f.read:
	case n == nil:
		p.atLine(1, 1, "translation.unmarked", fault.Args{"mark": mark})
	case tokenText(n) != mark:
		f.report(n, "translation.stale", fault.Args{"mark": mark, "file": p.original.rel})
		return true
	}
	return false
}

// sameHeadings holds the ids that are written in a translation to those of its original.
func (p *page) sameHeadings() {
	mine, its := p.fixedIDs(), p.original.fixedIDs()
	same := true
	for _, id := range its {
		if !slices.Contains(mine, id) {
			p.at(-1, "translation.missing", fault.Args{"id": id, "file": p.original.rel})
			same = false
		}
	}
	for _, h := range p.heads {
		if h.fixed && !slices.Contains(its, h.id) {
			p.at(h.pos, "translation.extra", fault.Args{"id": clip(h.id, 64), "file": p.original.rel})
			same = false
		}
	}
	if same && !slices.Equal(mine, its) {
		p.at(-1, "translation.order", fault.Args{"file": p.original.rel})
	}
}

// fixedIDs are the ids that the author wrote, in order.
func (p *page) fixedIDs() []string {
	var heads []*heading
	for _, h := range p.heads {
		if h.fixed {
			heads = append(heads, h)
		}
	}
	slices.SortFunc(heads, func(a, b *heading) int { return a.pos - b.pos })
	out := make([]string, len(heads))
	for i, h := range heads {
		out[i] = h.id
	}
	return out
}

// translate compiles the translations, language by language.
func (l *loader) translate() {
	byLang := map[string]*course.Translation{}
	for _, rel := range slices.Sorted(maps.Keys(l.translations)) {
		p := l.translations[rel]
		if p.lang == l.language() {
			p.at(-1, "translation.language", fault.Args{"lang": p.lang})
			continue
		}
		t := byLang[p.lang]
		if t == nil {
			t = &course.Translation{Language: p.lang, Modules: map[string]course.Module{}, Lessons: map[string]course.Lesson{}}
			byLang[p.lang] = t
		}
		l.speaking = p.lang
		if l.translationFront(p) && p.kind != bankPage {
			t.Stale = append(t.Stale, p.key())
		}
		if p.doc != nil && p.original.doc != nil {
			p.sameHeadings()
		}
		l.translatePage(p, t)
		l.speaking = ""
	}
	for _, lang := range slices.Sorted(maps.Keys(byLang)) {
		l.course.Translations = append(l.course.Translations, *byLang[lang])
	}
}

// key is a lesson's or module's name in its course; "" for the course itself.
func (p *page) key() string {
	if p.kind == lessonPage {
		return p.module + "/" + p.slug
	}
	return p.module
}

func (l *loader) translatePage(p *page, t *course.Translation) {
	switch p.kind {
	case coursePage:
		t.Title, t.Summary, t.Body = p.title, p.front.text("summary"), l.prose(p)
	case modulePage:
		t.Modules[p.module] = course.Module{Slug: p.module, Title: p.title, Summary: p.front.text("summary"), Body: l.prose(p)}
	case glossaryPage:
		t.Glossary = l.terms(p)
	case lessonPage:
		at, found := l.course.Find(p.module, p.slug)
		if !found {
			return // the original has no module, which was reported
		}
		lesson := *at.Lesson
		lesson.Language, lesson.Title, lesson.Summary, lesson.Blocks, lesson.Questions = p.lang, p.title, p.front.text("summary"), nil, nil
		kept, stories := l.inLessons, l.scenarios // the same questions once more
		l.lessonText(p, &lesson)
		l.inLessons, l.scenarios = kept, stories
		for i := range lesson.Questions {
			j := slices.IndexFunc(at.Lesson.Questions, func(q course.Question) bool { return q.ID == lesson.Questions[i].ID })
			if j >= 0 {
				p.sameAnswers(lesson.Questions[i], at.Lesson.Questions[j])
			}
		}
		t.Lessons[p.key()] = lesson
	case bankPage:
		l.translateBank(p)
	case sharedPage: // has no translations
	}
}

// translateBank puts translated questions beside those that they translate.
func (l *loader) translateBank(p *page) {
	w, stories := l.writer(p), l.scenarios // the same once more
	defer func() { l.scenarios = stories }()
	var of *scenario
	for _, part := range p.parts {
		if part.question == nil {
			continue
		}
		if part.story() && part.scenario == nil {
			of = l.readScenario(p, part, w)
			continue
		}
		read, ok := l.readQuestion(p, part, w, nil, part.of(of))
		q := read.Question
		j := slices.IndexFunc(l.course.Bank, func(o course.Question) bool { return o.ID == q.ID })
		if !ok || j < 0 {
			continue
		}
		original := &l.course.Bank[j]
		p.sameAnswers(q, *original)
		q.File = original.File
		if original.In == nil {
			original.In = map[string]course.Question{}
		}
		original.In[p.lang] = q
	}
}

// sameAnswers holds a question to its original: an attempt stores the places of answers, which must mean the same in both.
// The keys of what is typed are the language's own.
func (p *page) sameAnswers(q, original course.Question) {
	if q.Type == original.Type && sameChoices(q.Type, q.Choices, original.Choices) &&
		slices.EqualFunc(q.Pairs, original.Pairs, func(a, b course.Pair) bool { return a.Choice == b.Choice }) &&
		slices.EqualFunc(q.Gaps, original.Gaps, func(a, b course.Gap) bool {
			return a.Type == b.Type && sameChoices(a.Type, a.Choices, b.Choices)
		}) && sameRubric(q.Rubric, original.Rubric) {
		return
	}
	for _, h := range p.heads {
		if h.id == q.ID {
			p.at(h.pos, "translation.answers", fault.Args{"id": q.ID, "file": p.original.rel})
		}
	}
}

// sameChoices compares what choosing each would mean; what is typed is compared with nothing.
func sameChoices(t course.Type, a, b []course.Choice) bool {
	if t == course.Numeric || t == course.Short {
		return true
	}
	return slices.EqualFunc(a, b, func(x, y course.Choice) bool {
		return x.Right == y.Right && (x.Area == nil) == (y.Area == nil) && (x.Area == nil || *x.Area == *y.Area)
	})
}

// sameRubric compares what a grade by its place would mean.
func sameRubric(a, b *course.Rubric) bool {
	if a == nil || b == nil {
		return a == b
	}
	return len(a.Criteria) == len(b.Criteria) &&
		slices.EqualFunc(a.Columns, b.Columns, func(x, y course.RubricColumn) bool { return x.Points == y.Points })
}
