package content

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"hocso/internal/assess"
	"hocso/internal/course"
	"hocso/internal/fault"
)

// gapText is how an author writes a gap in a stem.
var gapText = regexp.MustCompile(`\{[0-9]{1,3}\}`)

// cloze reads a question with gaps: {1} to {n} in the paragraphs of the stem, and the last ordered list, which names
// each gap and holds its answers.
func (r *questionReader) cloze(nodes []ast.Node) {
	for _, n := range nodes {
		if l, ok := n.(*ast.List); ok && r.boxed(l) {
			r.fail(posOf(n), "cloze.indent", nil)
			return
		}
	}
	stem, n, after := around(nodes, lastNumbered(nodes))
	gaps := r.markGaps(stem)
	r.stem(stem)
	if n == nil {
		r.fail(r.h.pos, "cloze.none", nil)
		return
	}
	r.explanation(after)
	items := children(n)
	switch {
	case gaps != len(items) || gaps == 0:
		r.fail(posOf(n), "cloze.count", fault.Args{"gaps": gaps, "items": len(items)})
		return
	case gaps > answersLimit:
		r.fail(posOf(n), "answers.limit", fault.Args{"all": gaps, "max": answersLimit})
		return
	}
	for i, item := range items {
		r.gap(n, item, i+1)
	}
}

// markGaps puts a mark into the place of each gap of the stem's paragraphs and returns how many there are.
func (r *questionReader) markGaps(stem []ast.Node) int {
	count := 0
	var texts []*ast.Text // changed after the walk, which must not lose its place
	for _, top := range stem {
		_ = ast.Walk(top, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if !entering {
				return ast.WalkContinue, nil
			}
			t, ok := n.(*ast.Text)
			if ok && gapText.Match(t.Segment.Value(r.p.text)) && r.mayGap(t) {
				texts = append(texts, t)
			}
			return ast.WalkContinue, nil
		})
	}
	for _, t := range texts {
		count = r.markText(t, count)
	}
	return count
}

// mayGap reports whether gaps may stand in a text; those elsewhere than in a paragraph are reported.
func (r *questionReader) mayGap(t *ast.Text) bool {
	at := t.Segment.Start + gapText.FindIndex(t.Segment.Value(r.p.text))[0]
	for n := t.Parent(); n != nil; n = n.Parent() {
		switch n.Kind() {
		case ast.KindParagraph, ast.KindTextBlock:
			return true
		case ast.KindCodeSpan, ast.KindLink, ast.KindImage:
			r.fail(at, "cloze.place", nil)
			return false
		}
	}
	r.fail(at, "cloze.place", nil)
	return false
}

// markText cuts a text at its gaps. count is the number of the last gap before it.
func (r *questionReader) markText(t *ast.Text, count int) int {
	parent, from := t.Parent(), t.Segment.Start
	for _, at := range gapText.FindAllIndex(t.Segment.Value(r.p.text), -1) {
		start, stop := t.Segment.Start+at[0], t.Segment.Start+at[1]
		count++
		if name := string(r.p.text[start:stop]); name != "{"+strconv.Itoa(count)+"}" {
			r.fail(start, "cloze.order", fault.Args{"gap": name, "try": "{" + strconv.Itoa(count) + "}"})
		}
		mark := ast.NewString([]byte(course.GapMark))
		mark.SetCode(true) // written as it is
		parent.InsertBefore(parent, t, ast.NewTextSegment(text.NewSegment(from, start)))
		parent.InsertBefore(parent, t, mark)
		from = stop
	}
	t.Segment = t.Segment.WithStart(from)
	return count
}

// gap reads an item of the list of gaps: its label and an answer list.
func (r *questionReader) gap(list, item ast.Node, number int) {
	parts := children(item)
	if len(parts) != 2 || parts[1].Kind() != ast.KindList || r.p.plain(parts[0]) == "" {
		r.fail(max(posOf(item), posOf(list)), "cloze.item", fault.Args{"gap": number})
		return
	}
	sub := &questionReader{l: r.l, p: r.p, h: r.h, w: r.w, ok: true}
	sub.readAnswers(parts[1].(*ast.List))
	g := course.Gap{Label: r.p.plain(parts[0]), Choices: sub.q.Choices}
	if !sub.unclear {
		sub.q.Type, sub.q.Language = r.gapType(sub.answers), r.q.Language
		g.Type = sub.q.Type
		sub.judgeGap(posOf(parts[0]), number)
	}
	r.q.Gaps = append(r.q.Gaps, g)
	r.ok = r.ok && sub.ok
}

// gapType is a menu with any wrong answer, else typed: a number if every key is one.
func (r *questionReader) gapType(answers []*answer) course.Type {
	if slices.ContainsFunc(answers, func(a *answer) bool { return !a.right }) {
		return course.Single
	}
	if slices.ContainsFunc(answers, func(a *answer) bool { _, err := assess.NumericKey(r.q.Language, a.text); return err != nil }) {
		return course.Short
	}
	return course.Numeric
}

func (r *questionReader) judgeGap(pos, number int) {
	if len(r.answers) > answersLimit {
		r.fail(pos, "answers.limit", fault.Args{"all": len(r.answers), "max": answersLimit})
		return
	}
	if right := r.right(); r.q.Type == course.Single && right != 1 {
		r.fail(pos, "cloze.menu", fault.Args{"gap": number, "right": right})
	}
	for i, a := range r.answers {
		if a.feedback == "" && !a.right {
			r.fail(a.pos, "answer.feedback", nil)
		}
		if r.q.Type == course.Short && strings.Contains(a.html, "<a ") {
			r.fail(a.pos, "short.link", nil)
		}
		r.compare(a, r.answers[:i])
	}
}
