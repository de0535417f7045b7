package content

import (
	"cmp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"

	"hocso/internal/course"
	"hocso/internal/fault"
)

// modules compiles the modules and lessons in order of their folders and files.
func (l *loader) modules() {
	for _, p := range l.ordered {
		switch p.kind {
		case modulePage:
			if !slices.ContainsFunc(l.ordered, func(o *page) bool { return o.kind == lessonPage && o.dir() == p.dir() }) {
				p.at(-1, "module.empty", nil)
			}
			p.front.only("title", "summary", "was")
			p.front.require("title")
			m := course.Module{Slug: p.module, Title: p.title, Summary: p.front.text("summary"), Was: p.was(), Body: l.prose(p)}
			l.course.Modules = append(l.course.Modules, m)
		case lessonPage:
			lesson := l.lesson(p)
			if m := l.moduleOf(p); m != nil {
				m.Lessons = append(m.Lessons, lesson)
			}
		case coursePage, bankPage, glossaryPage, sharedPage: // elsewhere
		}
	}
	if len(l.course.Modules) == 0 {
		l.fileFinding("course.md", "course.empty", nil)
	}
}

// writer writes a page of the course in the course's language.
func (l *loader) writer(p *page) *writer {
	w := newWriter(p, l.language())
	w.urls = l.urls
	return w
}

// moduleOf finds a lesson's module; nil when its module.md is missing, which was reported.
func (l *loader) moduleOf(p *page) *course.Module {
	for i := range l.course.Modules {
		if l.course.Modules[i].Slug == p.module {
			return &l.course.Modules[i]
		}
	}
	return nil
}

func (l *loader) lesson(p *page) course.Lesson {
	p.front.only("title", "summary", "minutes", "competences", "verify", "was")
	p.front.require("title", "summary", "minutes", "competences")
	out := course.Lesson{
		Slug: p.slug, Title: p.title, Summary: p.front.text("summary"), Minutes: p.front.integer("minutes", 1, 600, 0),
		Competences: l.targets(p.front.mapping, "competences"), Verify: p.front.texts("verify"), Was: p.was(),
	}
	l.lessonText(p, &out)
	return out
}

// lessonText compiles the body of a lesson.
func (l *loader) lessonText(p *page, out *course.Lesson) {
	if p.doc == nil {
		return
	}
	w := l.writer(p)
	out.Blocks = l.appendHTML(out.Blocks, strings.TrimSpace(w.player("", p.title)))
	var of *scenario
	for _, part := range p.parts {
		if part.story() && part.scenario == nil {
			of = l.readScenario(p, part, w)
			out.Blocks = l.appendHTML(out.Blocks, of.Stem)
			out.Stories = append(out.Stories, course.Story{ID: of.ID, HTML: of.Stem})
			continue
		}
		if part.question == nil {
			out.Blocks = l.appendHTML(out.Blocks, w.html(p.withoutTitle(part.nodes)...))
			continue
		}
		q, ok := l.readQuestion(p, part, w, out.Competences, part.of(of))
		l.inLessons = append(l.inLessons, q)
		if ok {
			out.Blocks = append(out.Blocks, course.Block{Question: q.ID})
			out.Questions = append(out.Questions, q.Question)
			if n := len(out.Stories); n > 0 && part.scenario != nil {
				out.Stories[n-1].Parts = append(out.Stories[n-1].Parts, q.ID)
			}
		} else if l.sketching {
			out.Blocks = append(out.Blocks, course.Block{Question: cmp.Or(q.ID, "?")})
		}
	}
	if p.footnotes != nil {
		out.Blocks = l.appendHTML(out.Blocks, w.html(p.footnotes))
	}
	out.Bytes = l.weigh(p, *out)
	p.length(out)
}

// appendHTML keeps HTML and questions alternating.
func (l *loader) appendHTML(blocks []course.Block, html string) []course.Block {
	if html == "" {
		return blocks
	}
	if n := len(blocks) - 1; n >= 0 && blocks[n].Question == "" {
		blocks[n].HTML += "\n" + html
		return blocks
	}
	return append(blocks, course.Block{HTML: html})
}

// withoutTitle leaves out the first "#": the page shows the title itself.
func (p *page) withoutTitle(nodes []ast.Node) []ast.Node {
	var out []ast.Node
	for _, n := range nodes {
		if h := p.heads[n]; h == nil || !h.isTitle() {
			out = append(out, n)
		}
	}
	return out
}

// prose is the HTML of a page that holds no questions.
func (l *loader) prose(p *page) string {
	if p.doc == nil {
		return ""
	}
	w := l.writer(p)
	var b strings.Builder
	for _, part := range p.parts {
		b.WriteString(w.html(p.withoutTitle(part.nodes)...))
	}
	return b.String()
}

// weigh is about what a reader's phone fetches for the lesson: text zipped, pictures as they are.
func (l *loader) weigh(p *page, lesson course.Lesson) int {
	var b strings.Builder
	for _, block := range lesson.Blocks {
		b.WriteString(block.HTML)
	}
	for _, q := range lesson.Questions {
		b.WriteString(q.Stem)
		for _, c := range q.Choices {
			b.WriteString(c.HTML)
		}
		for _, p := range q.Pairs {
			b.WriteString(p.HTML)
		}
		for _, g := range q.Gaps {
			b.WriteString(g.Label)
		}
	}
	sum := zipped([]byte(b.String()))
	for _, rel := range p.usedMedia() {
		m := l.media[rel]
		switch {
		case m.Type == "image/svg+xml":
			sum += zipped(m.Data)
		case strings.HasPrefix(m.Type, "image/"):
			sum += len(m.onPhone().Data)
		}
	}
	return sum
}

// glossary compiles the terms.
func (l *loader) glossary() {
	p := l.pages["glossary.md"]
	if p == nil {
		return
	}
	p.front.only("title")
	p.front.require("title")
	l.course.Glossary = l.terms(p)
}

// terms reads "## name {#id}" and one paragraph each.
func (l *loader) terms(p *page) []course.Term {
	if p.doc == nil {
		return nil
	}
	w := l.writer(p)
	var out []course.Term
	var term *heading
	paragraphs := 0
	closeTerm := func() {
		if term != nil && paragraphs != 1 {
			p.at(term.pos, "glossary.paragraph", nil)
		}
	}
	for _, n := range children(p.doc) {
		h := p.heads[n]
		switch {
		case h != nil && h.level == 1 || isFootnotes(n):
		case h != nil && h.level == 2:
			closeTerm()
			term, paragraphs = h, 0
			l.checkTerm(p, h)
			out = append(out, course.Term{ID: h.id, Name: h.title})
		case term == nil || h != nil:
			p.at(posOf(n), "glossary.stray", nil)
		default:
			if paragraphs++; n.Kind() != ast.KindParagraph {
				paragraphs++
			}
			out[len(out)-1].HTML += w.html(n)
		}
	}
	closeTerm()
	return out
}

func (l *loader) checkTerm(p *page, h *heading) {
	switch {
	case !h.fixed:
		p.at(h.pos, "glossary.id", fault.Args{"try": h.id})
	case !l.termsUsed[h.id] && p.lang == "":
		p.at(h.pos, "glossary.unused", fault.Args{"term": clip(h.title, 60), "id": h.id})
	}
}
