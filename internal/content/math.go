package content

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"hocso/internal/fault"
	"hocso/internal/mathml"
)

// mathLike is text between dollar signs that looks like TeX but is no formula, for a space stands at one of the signs.
var mathLike = regexp.MustCompile(`\$[^$\n]*[\\^_][^$\n]*\$`)

// formula is TeX between dollar signs, in a line of text or, as display, in a block of its own.
type formula struct {
	ast.BaseInline
	segment text.Segment
}

var kindFormula = ast.NewNodeKind("Formula") //nolint:gochecknoglobals // goldmark numbers kinds of nodes as they are made

// Kind implements ast.Node.
func (*formula) Kind() ast.NodeKind { return kindFormula }

// Dump implements ast.Node.
func (f *formula) Dump(source []byte, level int) { ast.DumpHelper(f, source, level, nil, nil) }

// formulaBlock is a formula between lines of two dollar signs.
type formulaBlock struct {
	ast.BaseBlock
	closed bool
}

var kindFormulaBlock = ast.NewNodeKind("FormulaBlock") //nolint:gochecknoglobals // as above

// Kind implements ast.Node.
func (*formulaBlock) Kind() ast.NodeKind { return kindFormulaBlock }

// Dump implements ast.Node.
func (f *formulaBlock) Dump(source []byte, level int) { ast.DumpHelper(f, source, level, nil, nil) }

// IsRaw implements ast.Node: goldmark does not look for markup in it.
func (*formulaBlock) IsRaw() bool { return true }

// formulaParser reads $…$ in a line. So that sums of money stay text, the first sign must not follow a letter or digit nor
// precede a space, the last one must not follow a space nor precede a digit (Pandoc's rule).
type formulaParser struct{}

// Trigger implements parser.InlineParser.
func (formulaParser) Trigger() []byte { return []byte{'$'} }

// Parse implements parser.InlineParser.
func (formulaParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	before := block.PrecendingCharacter()
	line, segment := block.PeekLine()
	if len(line) < 3 || line[1] == '$' || line[1] == ' ' || before == '$' || isWord(before) {
		return nil
	}
	for i := 1; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case '`': // code comes first
			return nil
		case '$':
			if line[i-1] == ' ' || i+1 < len(line) && '0' <= line[i+1] && line[i+1] <= '9' || proseLike(line[1:i]) {
				return nil
			}
			f := &formula{segment: text.NewSegment(segment.Start+1, segment.Start+i)}
			f.SetPos(segment.Start)
			block.Advance(i + 1)
			return f
		}
	}
	return nil
}

// proseLike reports whether a word stands between spaces outside of braces, as in "$5 hay 10$". Formulas have no words but
// in \text{…}.
func proseLike(tex []byte) bool {
	depth, word := 0, 0
	spaced := false
	for _, c := range tex {
		switch {
		case c == '{':
			depth++
		case c == '}':
			depth--
		case c == ' ' && word >= 3 && spaced && depth == 0:
			return true
		}
		switch {
		case c == ' ':
			spaced, word = true, 0
		case 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c >= 0x80:
			word++
		default:
			spaced, word = false, 0
		}
	}
	return false
}

func isWord(r rune) bool {
	return '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || r >= 0x80
}

// formulaBlockParser reads $$…$$: on one line, or with the signs on lines of their own. A blank line ends it.
type formulaBlockParser struct{}

// Trigger implements parser.BlockParser.
func (formulaBlockParser) Trigger() []byte { return []byte{'$'} }

// Open implements parser.BlockParser.
func (formulaBlockParser) Open(_ ast.Node, r text.Reader, _ parser.Context) (ast.Node, parser.State) {
	line, segment := r.PeekLine()
	from := len(line) - len(bytes.TrimLeft(line, " "))
	if !bytes.HasPrefix(line[from:], []byte("$$")) {
		return nil, parser.NoChildren
	}
	f := &formulaBlock{}
	f.SetPos(segment.Start + from)
	f.take(line, segment, from+2)
	r.Advance(segment.Len() - 1)
	return f, parser.NoChildren
}

// take adds a line from an offset on, up to the closing signs.
func (f *formulaBlock) take(line []byte, segment text.Segment, from int) {
	to := len(bytes.TrimRight(line, " \n"))
	if to-2 >= from && bytes.HasSuffix(line[:to], []byte("$$")) {
		f.closed, to = true, to-2
	}
	if to > from {
		f.Lines().Append(text.NewSegment(segment.Start+from, segment.Start+to))
	}
}

// Continue implements parser.BlockParser.
func (formulaBlockParser) Continue(node ast.Node, r text.Reader, _ parser.Context) parser.State {
	f, ok := node.(*formulaBlock)
	line, segment := r.PeekLine()
	if !ok || f.closed || util.IsBlank(line) {
		return parser.Close
	}
	f.take(line, segment, 0)
	r.Advance(segment.Len() - 1)
	return parser.Continue | parser.NoChildren
}

// Close implements parser.BlockParser.
func (formulaBlockParser) Close(ast.Node, text.Reader, parser.Context) {}

// CanInterruptParagraph implements parser.BlockParser.
func (formulaBlockParser) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine implements parser.BlockParser.
func (formulaBlockParser) CanAcceptIndentedLine() bool { return false }

// tex is the text of a formula; at gives the place in the file of an offset in it.
func (p *page) tex(n ast.Node) (s string, at func(offset int) int, display bool) {
	if f, ok := n.(*formula); ok {
		return string(f.segment.Value(p.text)), func(offset int) int { return f.segment.Start + offset }, false
	}
	var b strings.Builder
	lines := n.Lines()
	for i := range lines.Len() {
		segment := lines.At(i)
		b.Write(segment.Value(p.text))
		b.WriteByte('\n')
	}
	return b.String(), func(offset int) int {
		for i := range lines.Len() {
			line := lines.At(i)
			if offset <= line.Len() {
				return line.Start + offset
			}
			offset -= line.Len() + 1
		}
		return n.Pos()
	}, true
}

// checkFormula reports what keeps a formula from being written as MathML.
func (p *page) checkFormula(n ast.Node) {
	if b, ok := n.(*formulaBlock); ok && !b.closed {
		p.at(posOf(n), "math.unclosed", nil)
		return
	}
	tex, at, display := p.tex(n)
	_, err := mathml.Convert(tex, display)
	if err == nil {
		return
	}
	if p.full() {
		p.at(-1, "math.empty", nil) // only counted
		return
	}
	args := fault.Args{"what": clip(err.What, 40)}
	switch err.Fault {
	case mathml.Empty, mathml.None:
		p.at(posOf(n), "math.empty", nil)
	case mathml.Command:
		args["near"] = nearOr(nearest(err.What, mathml.Commands()))
		p.at(at(err.At), "math.command", args)
	case mathml.Open:
		p.at(at(err.At), "math.open", args)
	case mathml.Stray:
		p.at(at(err.At), "math.stray", args)
	case mathml.Argument:
		p.at(at(err.At), "math.argument", args)
	case mathml.Twice:
		p.at(at(err.At), "math.twice", args)
	case mathml.Deep:
		p.at(posOf(n), "math.deep", nil)
	}
}

func (w *writer) formula(out util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	tex, _, display := w.page.tex(n)
	element, _ := mathml.Convert(tex, display) // a fault was reported; the page is not published
	if display {
		element = `<div class="scroll">` + element + "</div>\n"
	}
	_, _ = put(out, element)
	return ast.WalkSkipChildren, nil
}
