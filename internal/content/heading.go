package content

import (
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"

	"hocso/internal/fault"
	"hocso/internal/vntext"
)

// heading is a heading with what its braces say.
type heading struct {
	node  *ast.Heading
	pos   int
	level int
	title string
	id    string // explicit, or made of the title
	fixed bool   // the id was written
	attrs map[string]attr
	base  int // offset of the raw text, to which the places of attributes are relative
}

// attributes of questions.
func attributeNames() []string {
	return []string{
		"id", "type", "competence", "level", "points", "shuffle", "scoring", "apart", "unit", "match", "typos", "assess", "evidence", "pass",
	}
}

// question reports whether the attributes make the heading a question.
func (h *heading) question() bool {
	for _, name := range []string{"type", "competence", "level", "points"} {
		if _, ok := h.attrs[name]; ok {
			return true
		}
	}
	return false
}

// outline reads every heading of the page and gives each an id. Ids that pages of the web layer use are taken.
func (p *page) outline() {
	p.heads = map[ast.Node]*heading{}
	p.anchors = map[string]bool{}
	taken := map[string]bool{"noi-dung": true}
	var order []*heading
	_ = ast.Walk(p.doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if h, ok := n.(*ast.Heading); ok && entering {
			read := p.readHeading(h)
			if read.question() && h.Parent() != p.doc {
				p.at(read.pos, "question.place", nil)
			}
			order = append(order, read)
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	for _, h := range order {
		if !h.fixed {
			continue
		}
		if taken[h.id] {
			p.at(h.pos, "heading.id-twice", fault.Args{"id": h.id})
		}
		taken[h.id] = true
	}
	next := map[string]int{}
	for _, h := range order {
		if !h.fixed {
			h.id = unique(vntext.Slug(h.title), taken, next)
			taken[h.id] = true
		}
		p.anchors[h.id] = true
		p.heads[h.node] = h
	}
	p.titleHeading(order)
	p.levels(order)
}

// levels reports headings that skip a level, by which people who cannot see the page find their way. Questions are no
// headings where they are shown.
func (p *page) levels(order []*heading) {
	if p.kind == bankPage || p.kind == glossaryPage {
		return
	}
	above := 1
	for _, h := range order {
		if h.question() {
			continue
		}
		if h.level > above+1 {
			p.at(h.pos, "heading.skip", fault.Args{"level": strings.Repeat("#", h.level), "want": strings.Repeat("#", above+1)})
		}
		above = h.level
	}
}

// unique adds a number to an id that is taken. next remembers where to go on, or many equal headings cost a square.
func unique(id string, taken map[string]bool, next map[string]int) string {
	if id == "" {
		id = "muc"
	}
	if !taken[id] {
		return id
	}
	for n := max(next[id], 2); ; n++ {
		if s := id + "-" + strconv.Itoa(n); !taken[s] {
			next[id] = n + 1
			return s
		}
	}
}

func (p *page) readHeading(n *ast.Heading) *heading {
	h := &heading{node: n, pos: n.Pos(), level: n.Level, title: p.plain(n), attrs: map[string]attr{}}
	if h.title == "" {
		p.at(h.pos, "heading.empty", nil)
	}
	if n.Lines().Len() == 0 {
		return h
	}
	h.base = n.Lines().At(n.Lines().Len() - 1).Start
	raw := string(restOfLine(p.text, h.base))
	b := parseBraces(raw)
	if b.start < 0 {
		return h
	}
	setext := p.text[max(h.pos, 0)] != '#'
	switch {
	case setext:
		p.at(h.base+b.start, "heading.underlined", nil)
		return h
	case b.fault != "":
		p.at(h.base+b.at, b.fault, b.args)
		return h
	}
	p.readAttrs(h, b)
	return h
}

func (p *page) readAttrs(h *heading, b braces) {
	h.id, h.fixed = b.id, b.id != ""
	if h.fixed && !slugLike(h.id) {
		p.at(h.base+b.idAt, "heading.id", fault.Args{"id": clip(h.id, 60), "try": vntext.Slug(h.id)})
	}
	names := attributeNames()
	for _, a := range b.attrs {
		if !slices.Contains(names, a.name) {
			p.at(h.base+a.at, "heading.unknown", fault.Args{"name": clip(a.name, 60), "near": nearest(a.name, names)})
			continue
		}
		a.at += h.base
		h.attrs[a.name] = a
	}
}

// titleHeading wants one "#" that says the title; further ones are shown one level deeper.
func (p *page) titleHeading(order []*heading) {
	first := true
	for _, h := range order {
		if h.level != 1 {
			continue
		}
		switch {
		case !first:
			p.at(h.pos, "heading.second-title", nil)
			h.node.Level = 2
		case p.title != "" && h.title != p.title:
			p.at(h.pos, "heading.title", fault.Args{"title": p.title})
		}
		first = false
	}
	if first {
		p.atLine(len(p.front.lines)+1, 1, "heading.no-title", nil)
	}
}
