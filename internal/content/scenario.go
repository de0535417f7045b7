package content

import (
	"slices"

	"github.com/yuin/goldmark/ast"

	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/vntext"
)

// fewestParts is what makes a story of questions.
const fewestParts = 2

// scenario is the shared stem of questions, and what its heading says for all of them.
type scenario struct {
	course.Scenario
	head      *heading
	text      string // plain
	allOrNone bool
	apart     string
	read      int // parts that were read
}

// readScenario reads the story of a scenario; its parts are read one by one.
func (l *loader) readScenario(p *page, pt part, w *writer) *scenario {
	r := &questionReader{l: l, p: p, h: pt.question, w: w, ok: true}
	out := &scenario{head: r.h}
	if !r.h.fixed {
		r.fail(r.h.pos, "question.id", fault.Args{"try": vntext.Slug(r.h.title)})
	}
	for name, a := range r.h.attrs {
		if !slices.Contains([]string{"id", "type", "scoring", "apart"}, name) {
			r.fail(a.at, "scenario.attr", fault.Args{"name": name})
		}
	}
	r.grouping()
	for _, n := range pt.nodes {
		if list, ok := n.(*ast.List); ok && r.boxed(list) {
			r.fail(posOf(n), "scenario.answers", nil)
		}
	}
	r.stem(pt.nodes)
	for _, other := range p.parts {
		if other.scenario == r.h {
			out.Parts++
		}
	}
	if out.Parts < fewestParts {
		r.fail(r.h.pos, "scenario.parts", fault.Args{"parts": out.Parts, "min": fewestParts})
	}
	out.ID, out.Stem, out.text = r.h.id, r.q.Stem, r.asked
	out.allOrNone, out.apart = r.q.AllOrNone, r.q.Apart
	l.scenarios = append(l.scenarios, placed{Question: course.Question{ID: r.h.id, Scenario: &out.Scenario}, page: p, pos: r.h.pos})
	return out
}

// of is the scenario that was read last if the question is a part of it.
func (pt part) of(last *scenario) *scenario {
	if pt.scenario == nil {
		return nil
	}
	return last
}

// within gives a question what its scenario says for all of its parts.
func (r *questionReader) within(s *scenario) {
	if a, ok := r.h.attrs["apart"]; ok {
		r.fail(a.at, "scenario.part-attr", fault.Args{"name": "apart"})
	}
	if r.q.Apart = s.apart; r.h.attrs["scoring"].value == "" {
		r.q.AllOrNone = s.allOrNone
	}
	s.read++
	own := s.Scenario
	own.Part = s.read
	if r.p.kind == bankPage {
		r.q.Scenario = &own
	}
	r.asked = s.text + " " + r.asked
}
