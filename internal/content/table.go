package content

import (
	"html"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"

	"hocso/internal/fault"
)

// maxHeader is the length in characters of a column's name: it stands before every cell on a narrow screen.
const maxHeader = 60

// readTable checks the header row and notes the columns' names on the cells below.
func (p *page) readTable(t *extast.Table) {
	var names []string
	for i, c := range children(t.FirstChild()) {
		name := p.plain(c)
		if name == "" && i > 0 { // the corner may be empty
			p.at(posOf(t), "table.no-header", fault.Args{"n": i + 1})
		}
		if utf8.RuneCountInString(name) > maxHeader {
			p.at(posOf(c), "table.header", fault.Args{"max": maxHeader})
			name = clip(name, maxHeader)
		}
		names = append(names, name)
	}
	for _, row := range children(t)[1:] {
		if pos := posOf(row); cellsIn(restOfLine(p.text, pos)) > len(names) {
			p.at(pos, "table.cells", nil)
		}
		for i, c := range children(row) {
			if i < len(names) {
				c.SetAttributeString(columnAttr, names[i])
			}
		}
	}
}

// cellsIn counts the cells of a row as goldmark does, which drops those behind the last column. Empty ones at the end are
// none.
func cellsIn(row []byte) int {
	s := strings.TrimPrefix(strings.TrimLeft(strings.ReplaceAll(string(row), `\|`, "x"), " "), "|")
	return strings.Count(strings.TrimRight(s, "| "), "|") + 1
}

const columnAttr = "column"

func (w *writer) table(out util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		return put(out, `<div class="scroll"><table class="stack plain">`, "\n")
	}
	return put(out, "</table></div>\n")
}

func (w *writer) tableHeader(out util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		return put(out, "<thead><tr>")
	}
	_, _ = put(out, "</tr></thead>\n")
	if n.NextSibling() != nil {
		return put(out, "<tbody>\n")
	}
	return ast.WalkContinue, nil
}

func (w *writer) tableRow(out util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		return put(out, "<tr>")
	}
	_, _ = put(out, "</tr>\n")
	if n.NextSibling() == nil {
		return put(out, "</tbody>\n")
	}
	return ast.WalkContinue, nil
}

// tableCell writes the first cell of a row as its header, the others with their column's name for narrow screens.
// An empty header would be announced as a header of nothing, so it is an ordinary cell.
func (w *writer) tableCell(out util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	open, tag := "<td>", "td"
	head := n.Parent().Kind() == extast.KindTableHeader
	name, _ := n.AttributeString(columnAttr)
	switch s, _ := name.(string); {
	case head && n.HasChildren():
		open, tag = `<th scope="col">`, "th"
	case head:
	case n.PreviousSibling() == nil && n.HasChildren():
		open, tag = `<th scope="row">`, "th"
	case s != "":
		open = `<td data-th="` + html.EscapeString(s) + `">`
	}
	if entering {
		return put(out, open)
	}
	return put(out, "</", tag, ">")
}
