package content

import (
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// Plain renders a Markdown text of our own, such as a user guide, with the look of lessons: callouts, tables that
// fold, headings with ids. The title is the front matter's or, without one, that of the first heading; it is left out
// of html. Links to neighbouring files lose their ".md". html may hold SpriteMark. The error names every finding.
func Plain(md []byte) (title, html string, err error) {
	p := &page{rel: "page.md", shown: "page.md", kind: lessonPage, raw: md, log: &log{}, used: map[string]bool{}}
	p.parse()
	if p.doc == nil {
		return "", "", plainErr(p.log)
	}
	var quotes []*ast.Blockquote // changed after the walk, which must not lose its place
	err = ast.Walk(p.doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch v := n.(type) {
		case *ast.Link:
			file, anchor, found := strings.Cut(string(v.Destination), "#")
			if found {
				anchor = "#" + anchor
			}
			v.Destination = []byte(strings.TrimSuffix(file, ".md") + anchor)
		case *ast.Blockquote:
			quotes = append(quotes, v)
		case *extast.Table:
			p.readTable(v)
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		return "", "", fmt.Errorf("content: %w", err)
	}
	for _, q := range quotes {
		p.readCallout(q, false)
	}
	var body []ast.Node
	title = p.title
	for _, n := range children(p.doc) {
		if h, ok := n.(*ast.Heading); ok && h.Level == 1 {
			if title == "" {
				title = p.plain(h)
			}
			continue
		}
		body = append(body, n)
	}
	return title, newWriter(p, "").html(body...), plainErr(p.log)
}

// plainErr is every finding that would keep a course from being published, nil when there is none. That a text has no
// front matter is none of them: it is not a course.
func plainErr(l *log) error {
	var out []string
	for _, f := range l.report().Findings {
		if f.Severity == Error && f.Key != "front.missing" {
			out = append(out, fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.Text("en")))
		}
	}
	if out == nil {
		return nil
	}
	return fmt.Errorf("content: %s", strings.Join(out, "; "))
}
