package content

import (
	"bytes"
	"html"
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	goldmarkhtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// SpriteMark stands in compiled HTML where the address of the icon sprite belongs: `<use href="\x00SPRITE#warn"/>`.
// The address holds a hash of the sprite, which the course's version must not depend on. No author can write the
// mark, because files with NUL are refused.
const SpriteMark = "\x00SPRITE"

// writer renders what differs from goldmark's HTML: our headings, callouts, figures, tables, links and the few
// allowed tags. Findings were made before; what was refused is not written.
type writer struct {
	lang     string
	page     *page
	md       goldmark.Markdown
	urls     URLs
	shift    int // how far headings are moved down: of a passage that is included
	pictures int // written so far: all but the first wait until they are scrolled to
}

func newWriter(p *page, lang string) *writer {
	w := &writer{lang: lang, page: p}
	w.md = newMarkdown(w)
	return w
}

// say chooses what the page itself says, by the language of its text.
func (w *writer) say(vi, en string) string {
	if english(w.lang) {
		return en
	}
	return vi
}

// english reports whether a language is English, of whatever country. What the program says itself is Vietnamese elsewhere.
func english(lang string) bool {
	base, _, _ := strings.Cut(lang, "-")
	return strings.EqualFold(base, "en")
}

// html renders nodes one after another.
func (w *writer) html(nodes ...ast.Node) string {
	var b bytes.Buffer
	for _, n := range nodes {
		// The error is the buffer's, which has none.
		_ = w.md.Renderer().Render(&b, w.page.text, n)
	}
	return strings.TrimSpace(b.String())
}

// RegisterFuncs implements renderer.NodeRenderer.
func (w *writer) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindHeading, w.heading)
	r.Register(ast.KindBlockquote, w.quote)
	r.Register(ast.KindParagraph, w.paragraph)
	r.Register(ast.KindImage, w.image)
	r.Register(ast.KindLink, w.link)
	r.Register(ast.KindRawHTML, w.rawHTML)
	r.Register(ast.KindHTMLBlock, nothing)
	r.Register(extast.KindTaskCheckBox, nothing)
	r.Register(ast.KindFencedCodeBlock, w.fencedCode)
	r.Register(kindFormula, w.formula)
	r.Register(kindFormulaBlock, w.formula)
	r.Register(extast.KindTable, w.table)
	r.Register(extast.KindTableHeader, w.tableHeader)
	r.Register(extast.KindTableRow, w.tableRow)
	r.Register(extast.KindTableCell, w.tableCell)
	r.Register(extast.KindFootnoteList, w.footnotes)
}

func nothing(util.BufWriter, []byte, ast.Node, bool) (ast.WalkStatus, error) {
	return ast.WalkSkipChildren, nil
}

func put(w util.BufWriter, parts ...string) (ast.WalkStatus, error) {
	for _, s := range parts {
		if _, err := w.WriteString(s); err != nil {
			return ast.WalkStop, err
		}
	}
	return ast.WalkContinue, nil
}

func (w *writer) heading(out util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	tag := "h" + strconv.Itoa(min(n.(*ast.Heading).Level+w.shift, 6))
	if !entering {
		player := ""
		if h := w.page.heads[n]; h != nil {
			player = w.player(h.id, h.title)
		}
		return put(out, "</", tag, ">\n", player)
	}
	if h := w.page.heads[n]; h != nil {
		return put(out, "<", tag, ` id="`, html.EscapeString(h.id), `">`)
	}
	return put(out, "<", tag, ">")
}

func (w *writer) paragraph(out util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	in, include := included(n)
	switch {
	case include && entering:
		_, _ = put(out, w.inclusion(in), "\n")
		return ast.WalkSkipChildren, nil
	case include || alonePicture(n) != nil:
		return ast.WalkContinue, nil
	case entering:
		return put(out, "<p>")
	}
	return put(out, "</p>\n")
}

func (w *writer) rawHTML(out util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if tag := rawTag(n.(*ast.RawHTML), source); entering && allowedTag(tag) {
		return put(out, tag)
	}
	return ast.WalkSkipChildren, nil
}

func (w *writer) link(out util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.Link)
	download, _ := n.AttributeString(downloadAttr)
	if entering {
		to := string(n.Destination)
		if goldmarkhtml.IsDangerousURL(n.Destination) { // refused by the check; a sketch is shown all the same
			to = "#"
		}
		_, _ = put(out, `<a href="`, html.EscapeString(to), `"`)
		if download != nil {
			_, _ = put(out, " download")
		}
		if len(n.Title) > 0 {
			_, _ = put(out, ` title="`, html.EscapeString(unescape(n.Title)), `"`)
		}
		return put(out, ">")
	}
	if m, ok := download.(*Media); ok {
		_, _ = put(out, " <small>(", describe(m, w.lang), ")</small>")
	}
	return put(out, "</a>")
}

func (w *writer) footnotes(out util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return put(out, "</ol>\n</section>\n")
	}
	return put(out, `<section class="footnotes" role="doc-endnotes" aria-label="`, w.say("Chú thích", "Notes"), "\">\n<ol>\n")
}
