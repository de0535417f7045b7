package content

import (
	"github.com/yuin/goldmark/ast"

	"hocso/internal/fault"
)

// part is a stretch of a page: prose, or one question with the nodes below its heading.
type part struct {
	question *heading // nil: prose
	nodes    []ast.Node
}

// sectioner cuts a page into parts.
type sectioner struct {
	page    *page
	skipped bool // in a bank, below a heading that is no question: reported once
}

// cut splits the page at the headings of questions. Footnotes, which goldmark moves behind the last section, are no
// part of any.
func (p *page) cut() {
	s := sectioner{page: p}
	var open *part // the part that nodes go to; nil below a heading of a bank that is no question
	begin := func(question *heading) {
		p.parts = append(p.parts, part{question: question})
		open = &p.parts[len(p.parts)-1]
	}
	begin(nil)
	for _, n := range children(p.doc) {
		h := p.heads[n]
		switch {
		case isFootnotes(n):
			p.footnotes = n
			continue
		case h == nil:
		case open != nil && open.question != nil && h.level > open.question.level:
			s.inside(open.question, h)
			continue
		case s.starts(h):
			begin(h)
			continue
		case s.skipped:
			open = nil
		case open == nil || open.question != nil:
			begin(nil)
		}
		if open != nil {
			open.nodes = append(open.nodes, n)
		}
	}
}

// starts reports whether a heading begins a question, and what is wrong when it half does.
func (s *sectioner) starts(h *heading) bool {
	s.skipped = false
	p := s.page
	switch p.kind {
	case bankPage:
		if h.level == 2 && !h.question() && len(h.attrs) == 0 && !h.fixed {
			s.skipped = true
			p.at(h.pos, "bank.heading", nil)
			return false
		}
		if h.level == 2 {
			return true
		}
	case lessonPage:
		if h.question() && h.level >= 2 && h.level <= 4 {
			return true
		}
	default:
		if h.question() {
			p.at(h.pos, "question.place", nil)
		}
		return false
	}
	if h.question() {
		p.at(h.pos, "question.level-of-heading", nil)
	}
	return false
}

// inside reports a deeper heading in a question. Types that have parts are refused as a whole, so theirs are not.
func (s *sectioner) inside(q, h *heading) {
	if t, ok := q.attrs["type"]; ok && unsupported(t.value) {
		return
	}
	s.page.at(h.pos, "question.heading", fault.Args{"title": clip(h.title, 60)})
}
