package content

import (
	"github.com/yuin/goldmark/ast"

	"hocso/internal/fault"
)

// part is a stretch of a page: prose, or one question with the nodes below its heading.
type part struct {
	question *heading // nil: prose
	scenario *heading // of a question that is a part of a scenario
	nodes    []ast.Node
}

// story reports whether the part is the shared stem of a scenario.
func (pt part) story() bool { return pt.question != nil && isScenario(pt.question) }

func isScenario(h *heading) bool { return h.attrs["type"].value == "scenario" }

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
	var scenario *heading
	begin := func(question, of *heading) {
		p.parts = append(p.parts, part{question: question, scenario: of})
		open = &p.parts[len(p.parts)-1]
	}
	begin(nil, nil)
	for _, n := range children(p.doc) {
		h := p.heads[n]
		if h != nil && scenario != nil && h.level <= scenario.level {
			scenario = nil
		}
		switch {
		case isFootnotes(n):
			p.footnotes = n
			continue
		case h == nil:
		case scenario != nil && h.level == scenario.level+1 && s.partOf(h):
			begin(h, scenario)
			continue
		case open != nil && open.question != nil && (h.level > open.question.level || scenario != nil):
			s.inside(h)
			continue
		case s.starts(h):
			begin(h, nil)
			if isScenario(h) {
				scenario = h
			}
			continue
		case s.skipped:
			open = nil
		case open == nil || open.question != nil:
			begin(nil, nil)
		}
		if open != nil {
			open.nodes = append(open.nodes, n)
		}
	}
}

// partOf reports whether a heading within a scenario begins a part of it. In a bank an id is enough: it is a question that
// forgot its attributes.
func (s *sectioner) partOf(h *heading) bool {
	if !h.question() && (s.page.kind != bankPage || !h.fixed) {
		return false
	}
	if s.page.kind == lessonPage && h.level > 4 {
		s.page.at(h.pos, "question.level-of-heading", nil)
	}
	return true
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

// inside reports a deeper heading in a question.
func (s *sectioner) inside(h *heading) {
	s.page.at(h.pos, "question.heading", fault.Args{"title": clip(h.title, 60)})
}
