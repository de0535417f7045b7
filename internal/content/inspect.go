package content

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"hocso/internal/fault"
)

// Where a footnote is defined, and the tags that authors may write.
var (
	footnoteLine = regexp.MustCompile(`^ {0,3}\[\^([^\]\s]+)\]:`)
	tagLike      = regexp.MustCompile(`^(<(?:kbd|sub|sup)>|</(?:kbd|sub|sup|abbr)>|<br ?/?>|<abbr title="[^"<>]*">)$`)
)

// inspect checks every construct of the page and resolves what leads elsewhere.
func (l *loader) inspect(p *page) {
	if p.doc == nil {
		return
	}
	for _, part := range p.parts {
		for _, n := range part.nodes {
			l.inspectNode(p, n, part.question != nil)
		}
	}
	if p.footnotes != nil {
		l.inspectNode(p, p.footnotes, false)
	}
	p.unusedFootnotes()
}

func (l *loader) inspectNode(p *page, top ast.Node, inQuestion bool) {
	var quotes []*ast.Blockquote // changed after the walk, which must not lose its place
	_ = ast.Walk(top, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch v := n.(type) {
		case *ast.HTMLBlock:
			p.at(posOf(n), "html.block", nil)
		case *ast.Link:
			l.resolveLink(p, v)
		case *ast.AutoLink:
			p.checkAutoLink(v)
		case *ast.Image:
			l.resolveImage(p, v)
		case *ast.FencedCodeBlock:
			p.checkCode(v)
		case *formula, *formulaBlock:
			p.checkFormula(n)
		case *ast.Blockquote:
			quotes = append(quotes, v)
		case *extast.Table:
			p.readTable(v)
		case *extast.FootnoteLink:
			if inQuestion || p.kind != lessonPage {
				p.at(posOf(n), "footnote.place", nil)
			}
		case *extast.TaskCheckBox:
			if _, list := top.(*ast.List); !list || !inQuestion { // answers are judged with their question
				p.at(posOf(n), "list.checkbox", nil)
			}
		}
		p.inspectInline(n)
		return ast.WalkContinue, nil
	})
	for _, q := range quotes {
		p.readCallout(q, inQuestion)
	}
}

// inspectInline checks the inline text of one node: its tags must be allowed and paired, and no markup be left over.
func (p *page) inspectInline(parent ast.Node) {
	var open []string
	var openAt int
	var text inlineText
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch v := n.(type) {
		case *ast.RawHTML:
			tag := rawTag(v, p.text)
			if !allowedTag(tag) {
				p.at(posOf(n), "html.refused", fault.Args{"tag": clip(tag, 40)})
				continue
			}
			var ok bool
			if len(open) == 0 {
				openAt = posOf(n)
			}
			if open, ok = pair(open, tag); !ok {
				p.at(posOf(n), "html.unpaired", fault.Args{"tag": tag})
			}
		case *ast.Text:
			text.add(v, p.text)
		case *ast.CodeSpan:
			text.text.WriteByte(' ')
		}
	}
	if len(open) > 0 {
		p.at(openAt, "html.unpaired", fault.Args{"tag": "<" + open[0] + ">"})
	}
	if _, code := parent.(*ast.CodeSpan); !code && len(text.runs) > 0 {
		p.leftOver(&text)
	}
}

func rawTag(n *ast.RawHTML, source []byte) string { return string(n.Segments.Value(source)) }

func allowedTag(tag string) bool { return tagLike.MatchString(tag) }

// pair opens or closes a tag. ok is false when what it closes is not open.
func pair(open []string, tag string) (_ []string, ok bool) {
	name := strings.Trim(tag, "<>/ ")
	name, _, _ = strings.Cut(name, " ")
	switch {
	case name == "br":
		return open, true
	case !strings.HasPrefix(tag, "</"):
		return append(open, name), true
	case len(open) > 0 && open[len(open)-1] == name:
		return open[:len(open)-1], true
	}
	return open, false
}

// unusedFootnotes reports definitions that goldmark dropped because nothing refers to them.
func (p *page) unusedFootnotes() {
	kept := map[string]bool{}
	if p.footnotes != nil {
		for _, n := range children(p.footnotes) {
			if f, ok := n.(*extast.Footnote); ok {
				kept[string(f.Ref)] = true
			}
		}
	}
	fenced := false
	for n := range p.starts {
		line := p.line(n)
		if s := strings.TrimSpace(string(line)); strings.HasPrefix(s, "```") || strings.HasPrefix(s, "~~~") {
			fenced = !fenced
		}
		if m := footnoteLine.FindSubmatch(line); m != nil && !fenced && !kept[string(m[1])] {
			p.at(p.starts[n], "footnote.unused", fault.Args{"name": clip(string(m[1]), 40)})
		}
	}
}
