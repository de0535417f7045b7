package content

import (
	"github.com/yuin/goldmark/ast"

	"hocso/internal/course"
	"hocso/internal/fault"
)

// fewestItems is what makes an order: two items are a choice of one in two.
const fewestItems = 3

// lastNumbered is the place of the last ordered list among the nodes, -1 without one.
func lastNumbered(nodes []ast.Node) int {
	for i := len(nodes) - 1; i >= 0; i-- {
		if l, ok := nodes[i].(*ast.List); ok && l.IsOrdered() {
			return i
		}
	}
	return -1
}

// ordering reads a question whose answer is the last ordered list, written in its right order.
func (r *questionReader) ordering(nodes []ast.Node) {
	r.noBoxes(nodes)
	stem, n, after := around(nodes, lastNumbered(nodes))
	r.stem(stem)
	if n == nil {
		r.fail(r.h.pos, "ordering.none", nil)
		return
	}
	r.explanation(after)
	items := children(n)
	switch {
	case len(items) < fewestItems:
		r.fail(posOf(n), "ordering.count", fault.Args{"all": len(items), "min": fewestItems})
		return
	case len(items) > answersLimit:
		r.fail(posOf(n), "answers.limit", fault.Args{"all": len(items), "max": answersLimit})
		return
	}
	for _, item := range items {
		if item.FirstChild() == nil || r.p.plain(item.FirstChild()) == "" {
			r.fail(posOf(n), "ordering.empty", nil)
			continue
		}
		a := r.readItem(item)
		r.compare(a, r.answers)
		r.answers = append(r.answers, a)
		r.q.Choices = append(r.q.Choices, course.Choice{HTML: a.html, Text: a.text, Feedback: a.feedback})
	}
}
