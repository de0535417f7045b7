package content

import (
	"bytes"
	"errors"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"hocso/internal/assess"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/vntext"
)

// nearBox is what people write for a checkbox that goldmark does not take for one: [], [ x], [x ], a no-break space.
var nearBox = regexp.MustCompile(`^\[(|[ \x{00a0}]*[xX]?[ \x{00a0}]*)\]`)

// More choices than a person weighs, and more items than the pairwise comparison below is meant for.
const (
	manyAnswers  = 6
	answersLimit = 40
)

// answer is one item of an answer list.
type answer struct {
	pos      int
	right    bool
	text     string // plain
	html     string
	feedback string
}

// box is the checkbox of a list item, nil when it has none.
func box(item ast.Node) *extast.TaskCheckBox {
	if item.FirstChild() == nil {
		return nil
	}
	b, _ := item.FirstChild().FirstChild().(*extast.TaskCheckBox)
	return b
}

// nearly reports whether an item begins with something that was meant as a checkbox.
func (r *questionReader) nearly(item ast.Node) bool {
	first := item.FirstChild()
	return first != nil && first.Lines() != nil && first.Lines().Len() > 0 &&
		nearBox.Match(restOfLine(r.p.text, first.Lines().At(0).Start))
}

// boxed reports whether a list has a checkbox, or something meant as one.
func (r *questionReader) boxed(l *ast.List) bool {
	for _, item := range children(l) {
		if box(item) != nil || r.nearly(item) {
			return true
		}
	}
	return false
}

func (r *questionReader) readAnswers(l *ast.List) {
	for _, item := range children(l) {
		b := box(item)
		r.unclear = r.unclear || b == nil
		switch {
		case b != nil:
			r.answers = append(r.answers, r.readAnswer(item, b))
		case r.nearly(item):
			r.fail(posOf(item), "answer.box", nil)
		default:
			r.fail(posOf(item), "answers.mixed", nil)
		}
	}
	for _, a := range r.answers {
		r.q.Choices = append(r.q.Choices, course.Choice{HTML: a.html, Text: a.text, Right: a.right, Feedback: a.feedback})
	}
}

// readAnswer reads an item with a checkbox.
func (r *questionReader) readAnswer(item ast.Node, b *extast.TaskCheckBox) *answer {
	a := r.readItem(item)
	a.right = b.IsChecked
	raw := restOfLine(r.p.text, a.pos)
	if len(raw) > 3 && raw[3] != ' ' {
		r.fail(a.pos, "answer.space", nil)
	}
	if a.html == "" {
		r.fail(a.pos, "answer.empty", nil)
	}
	return a
}

// readItem reads an item: one paragraph, and quotes as feedback. The item is not empty.
func (r *questionReader) readItem(item ast.Node) *answer {
	body := item.FirstChild()
	a := &answer{pos: posOf(body)}
	if k := body.Kind(); k != ast.KindTextBlock && k != ast.KindParagraph {
		r.fail(a.pos, "answer.blocks", nil)
	}
	for i := 1; body.Lines() != nil && i < body.Lines().Len(); i++ {
		line := body.Lines().At(i)
		if bytes.HasPrefix(bytes.TrimLeft(line.Value(r.p.text), " "), []byte(">")) {
			r.fail(line.Start, "answer.indent", nil)
			continue
		}
		r.fail(line.Start, "answer.joined", nil)
	}
	a.text = r.p.plain(body)
	a.html = r.w.html(children(body)...)
	a.feedback = r.feedback(children(item)[1:])
	return a
}

// feedback renders the quotes of an item; nothing else may stand there.
func (r *questionReader) feedback(nodes []ast.Node) string {
	var out []string
	for _, n := range nodes {
		q, ok := n.(*ast.Blockquote)
		if !ok {
			r.fail(posOf(n), "answer.blocks", nil)
			continue
		}
		r.lazy(q)
		out = append(out, r.w.html(children(q)...))
	}
	return strings.Join(out, "\n")
}

// lazy reports lines that joined a quote without a ">" of their own.
func (r *questionReader) lazy(q ast.Node) {
	_ = ast.Walk(q, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if _, ok := n.(*ast.Paragraph); !ok || !entering {
			return ast.WalkContinue, nil
		}
		for i := 1; i < n.Lines().Len(); i++ {
			at := n.Lines().At(i).Start
			if start := r.p.starts[r.p.lineAt(at)]; !bytes.Contains(r.p.text[start:at], []byte(">")) {
				r.fail(at, "answer.joined", nil)
			}
		}
		return ast.WalkSkipChildren, nil
	})
}

// judge checks number, kind and feedback of the answers against the type.
func (r *questionReader) judge() {
	if r.unclear { // what else is wrong follows from it
		return
	}
	right, all := r.right(), len(r.answers)
	args := fault.Args{"right": right, "wrong": all - right, "all": all}
	switch r.q.Type {
	case course.Single:
		if right != 1 || all < 2 {
			r.fail(r.h.pos, "single.count", args)
		}
	case course.Multiple:
		if right == 0 || right == all || all < 3 {
			r.fail(r.h.pos, "multiple.count", args)
		}
	case course.Numeric, course.Short:
		if right == 0 {
			r.fail(r.h.pos, "entry.count", args)
		}
	case course.Hotspot:
		if right == 0 || all < 2 {
			r.fail(r.h.pos, "hotspot.count", args)
		}
	case course.TrueFalse: // any number of either
	default:
		return
	}
	choice := r.q.Type == course.Single || r.q.Type == course.Multiple
	if all > answersLimit {
		r.fail(r.h.pos, "answers.limit", fault.Args{"all": all, "max": answersLimit})
		return
	}
	if all > manyAnswers && choice {
		r.fail(r.h.pos, "answers.many", fault.Args{"all": all, "max": manyAnswers})
	}
	for i, a := range r.answers {
		r.judgeOne(a)
		r.compare(a, r.answers[:i])
	}
}

func (r *questionReader) judgeOne(a *answer) {
	switch {
	case a.feedback != "":
	case r.q.Type == course.TrueFalse:
		r.fail(a.pos, "answer.feedback-each", nil)
	case !a.right:
		r.fail(a.pos, "answer.feedback", nil)
	}
	folded := vntext.Fold(a.text)
	switch r.q.Type {
	case course.TrueFalse:
		if onlyVerdict.MatchString(folded) {
			r.fail(a.pos, "truefalse.verdict", nil)
		}
	case course.Numeric:
		r.number(a)
	case course.Short:
		if strings.Contains(a.html, "<a ") {
			r.fail(a.pos, "short.link", nil)
		}
	case course.Single, course.Multiple:
		if allOfThem.MatchString(folded) {
			r.fail(a.pos, "answer.all-of-them", nil)
		}
	case course.Matching, course.Ordering, course.Cloze, course.Hotspot, course.Practical: // no more than feedback
	}
}

func (r *questionReader) number(a *answer) {
	_, err := assess.NumericKey(r.q.Language, a.text)
	if e := (*fault.Error)(nil); errors.As(err, &e) {
		r.fail(a.pos, e.Key, e.Args)
	}
}

// compare reports an answer that says the same as an earlier one.
func (r *questionReader) compare(a *answer, earlier []*answer) {
	for _, b := range earlier {
		switch {
		case r.q.Type == course.Short && a.right != b.right && assess.ShortEqual(r.h.attrs["match"].value, a.text, b.text):
			r.fail(a.pos, "short.same", fault.Args{"text": clip(b.text, 60)})
			return
		case a.html == b.html && a.html != "":
			r.fail(a.pos, "answer.equal", nil)
			return
		}
	}
}
