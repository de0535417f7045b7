package content

import (
	"slices"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"hocso/internal/course"
	"hocso/internal/fault"
)

// What a matching question needs: rows with both cells, and right cells to choose from before a warning.
const (
	fewestPairs   = 2
	fewestChoices = 3
)

// around splits the nodes of a question before and behind one of them. at is -1 when there is none.
func around(nodes []ast.Node, at int) (stem []ast.Node, n ast.Node, after []ast.Node) {
	if at < 0 {
		return nodes, nil, nil
	}
	return nodes[:at], nodes[at], nodes[at+1:]
}

// noBoxes reports answer lists in a question whose answers are written otherwise.
func (r *questionReader) noBoxes(nodes []ast.Node) {
	for _, n := range nodes {
		if l, ok := n.(*ast.List); ok && r.boxed(l) {
			r.fail(posOf(n), "question.boxes", fault.Args{"type": string(r.q.Type)})
		}
	}
}

// matching reads a question whose answers are the first table: left cell, right cell, feedback. Equal right cells
// become one choice.
func (r *questionReader) matching(nodes []ast.Node) {
	r.noBoxes(nodes)
	stem, n, after := around(nodes, slices.IndexFunc(nodes, func(n ast.Node) bool { return n.Kind() == extast.KindTable }))
	r.stem(stem)
	if n == nil {
		r.fail(r.h.pos, "matching.none", nil)
		return
	}
	r.explanation(after)
	rows := children(n)
	if columns := len(children(rows[0])); columns != 2 && columns != 3 {
		r.fail(posOf(n), "matching.columns", fault.Args{"columns": columns})
		return
	}
	if len(rows)-1 > answersLimit {
		r.fail(posOf(n), "answers.limit", fault.Args{"all": len(rows) - 1, "max": answersLimit})
		return
	}
	for _, row := range rows[1:] {
		r.pair(row, children(row))
	}
	if len(r.q.Pairs) < fewestPairs {
		r.fail(posOf(n), "matching.rows", fault.Args{"rows": len(r.q.Pairs), "min": fewestPairs})
	} else if len(r.q.Choices) < fewestChoices {
		r.fail(posOf(n), "matching.few", fault.Args{"all": len(r.q.Choices), "min": fewestChoices})
	}
}

// pair reads one row. One with an empty left cell only adds its right cell to the choices.
func (r *questionReader) pair(row ast.Node, cells []ast.Node) {
	p := course.Pair{HTML: r.w.html(children(cells[0])...), Text: r.p.plain(cells[0])}
	right := course.Choice{HTML: r.w.html(children(cells[1])...), Text: r.p.plain(cells[1])}
	if len(cells) > 2 && cells[2].HasChildren() {
		p.Feedback = "<p>" + r.w.html(children(cells[2])...) + "</p>"
	}
	pos := posOf(row)
	if right.Text == "" {
		r.fail(pos, "matching.right-empty", nil)
		return
	}
	p.Choice = slices.IndexFunc(r.q.Choices, func(c course.Choice) bool { return c.Text == right.Text })
	if p.Choice < 0 {
		p.Choice = len(r.q.Choices)
		r.q.Choices = append(r.q.Choices, right)
	}
	switch {
	case p.Text == "":
		r.q.Choices[p.Choice].Feedback = p.Feedback
	case slices.ContainsFunc(r.q.Pairs, func(o course.Pair) bool { return o.Text == p.Text }):
		r.fail(pos, "matching.left-equal", fault.Args{"text": clip(p.Text, 60)})
	default:
		r.q.Pairs = append(r.q.Pairs, p)
	}
}
