package content

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"hocso/internal/course"
	"hocso/internal/vntext"
)

// newMarkdown is CommonMark with GFM, footnotes and definition lists, and our own headings and output.
func newMarkdown(w *writer) goldmark.Markdown {
	return goldmark.New(
		goldmark.WithExtensions(
			extension.GFM,
			extension.NewFootnote(extension.WithFootnoteBacklinkTitle(w.say("Về chỗ đang đọc", "Back to the text"))),
			extension.DefinitionList,
		),
		goldmark.WithParserOptions(
			parser.WithBlockParsers(
				util.Prioritized(headingParser{parser.NewATXHeadingParser()}, 590), // before goldmark's own, at 600
				util.Prioritized(formulaBlockParser{}, 690),
			),
			parser.WithInlineParsers(util.Prioritized(formulaParser{}, 150)), // after code, at 100
		),
		goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(w, 50))),
	)
}

// headingParser leaves the braces out of a heading's text.
type headingParser struct{ parser.BlockParser }

func (h headingParser) Open(parent ast.Node, r text.Reader, pc parser.Context) (ast.Node, parser.State) {
	node, state := h.BlockParser.Open(parent, r, pc)
	if node == nil || node.Lines().Len() == 0 {
		return node, state
	}
	segment := node.Lines().At(0)
	b := parseBraces(string(restOfLine(r.Source(), segment.Start)))
	if b.whole {
		segment.Stop = min(segment.Stop, segment.Start+b.start)
		node.Lines().Set(0, segment.TrimRightSpace(r.Source()))
	}
	return node, state
}

func restOfLine(source []byte, from int) []byte {
	if i := bytes.IndexByte(source[from:], '\n'); i >= 0 {
		return source[from : from+i]
	}
	return source[from:]
}

// plain is the text of a node as a reader sees it, images by their alternative text.
func (p *page) plain(n ast.Node) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			if n.Type() == ast.TypeBlock {
				b.WriteByte(' ')
			}
			return ast.WalkContinue, nil
		}
		switch v := n.(type) {
		case *ast.Text:
			b.Write(p.literal(v))
			if v.SoftLineBreak() || v.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.WriteString(strings.ReplaceAll(string(v.Value), course.GapMark, "…"))
		case *ast.AutoLink:
			b.Write(v.Label(p.text))
		case *formula:
			b.Write(v.segment.Value(p.text))
		case *ast.FencedCodeBlock, *ast.CodeBlock, *formulaBlock:
			b.Write(n.Lines().Value(p.text))
		}
		return ast.WalkContinue, nil
	})
	return vntext.Normal(b.String())
}

// literal is a text node without backslashes and character references, except in code.
func (p *page) literal(t *ast.Text) []byte {
	value := t.Segment.Value(p.text)
	if _, code := t.Parent().(*ast.CodeSpan); code || t.IsRaw() {
		return value
	}
	return []byte(unescape(value))
}

// unescape undoes backslashes and character references, each once: what a backslash stands before begins no reference.
func unescape(b []byte) string {
	var out bytes.Buffer
	refs := func(b []byte) { out.Write(util.ResolveEntityNames(util.ResolveNumericReferences(b))) }
	from := 0
	for i := 0; i+1 < len(b); i++ {
		if b[i] == '\\' && util.IsPunct(b[i+1]) {
			refs(b[from:i])
			out.WriteByte(b[i+1])
			i++
			from = i + 1
		}
	}
	refs(b[from:])
	return out.String()
}

// children lists the direct children of a node.
func children(n ast.Node) []ast.Node {
	var out []ast.Node
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		out = append(out, c)
	}
	return out
}

// isFootnotes reports whether n is the list into which goldmark moves every footnote, behind the last section.
func isFootnotes(n ast.Node) bool { return n.Kind() == extast.KindFootnoteList }

// posOf is where a node stands, by its first descendant that knows; -1 when none does.
func posOf(n ast.Node) int {
	if n == nil {
		return -1
	}
	if n.Pos() >= 0 {
		return n.Pos()
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if at := posOf(c); at >= 0 {
			return at
		}
	}
	return -1
}
