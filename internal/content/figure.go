package content

import (
	"html"
	"path"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"

	"hocso/internal/fault"
)

const pictureAttr = "picture"

// resolveImage checks a picture and notes the file that it shows.
func (l *loader) resolveImage(p *page, n *ast.Image) {
	pos := posOf(n)
	if p.plain(n) == "" {
		p.at(pos, "image.alt", nil)
	}
	dest := strings.TrimSpace(unescape(n.Destination))
	switch ext := strings.ToLower(path.Ext(dest)); {
	case strings.Contains(dest, ":") || strings.HasPrefix(dest, "/"):
		p.at(pos, "image.remote", fault.Args{"link": clip(dest, 80)})
	case isSound(ext):
		l.resolveSound(p, n, pos, dest)
	case !isPicture(ext):
		p.at(pos, "image.type", fault.Args{"link": clip(dest, 80)})
	default:
		rel, ok := l.local(p, pos, dest)
		if !ok {
			return
		}
		if m := l.file(p, pos, rel); m != nil {
			n.SetAttributeString(pictureAttr, m)
			p.used[rel] = true
			m.shown = true
			n.Destination = []byte(l.urls.Media(m.Hash, m.Name))
		}
	}
}

// alonePicture is the picture of a paragraph that holds nothing else: a figure.
func alonePicture(n ast.Node) *ast.Image {
	if n.ChildCount() != 1 {
		return nil
	}
	img, _ := n.FirstChild().(*ast.Image)
	return img
}

func (w *writer) image(out util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.Image)
	if s, ok := n.AttributeString(soundAttr); ok && entering {
		return w.sound(out, n, s.(*playable))
	}
	v, _ := n.AttributeString(pictureAttr)
	m, ok := v.(*Media)
	if !entering || !ok {
		return ast.WalkSkipChildren, nil
	}
	_, figure := n.Parent().(*ast.Paragraph)
	figure = figure && alonePicture(n.Parent()) != nil
	if figure {
		_, _ = put(out, `<figure class="fig">`)
	}
	_, _ = put(out, `<img src="`, html.EscapeString(string(n.Destination)), `" width="`, strconv.Itoa(m.Width),
		`" height="`, strconv.Itoa(m.Height), `" alt="`, html.EscapeString(w.page.plain(n)), `"`)
	if figure && len(m.variants) > 0 {
		_, _ = put(out, ` srcset="`)
		for _, v := range m.variants {
			_, _ = put(out, html.EscapeString(w.urls.Media(v.Hash, v.Name)), " ", strconv.Itoa(v.Width), "w, ")
		}
		_, _ = put(out, html.EscapeString(string(n.Destination)), " ", strconv.Itoa(m.Width), `w" sizes="(min-width: 48em) 42rem, 100vw"`)
	}
	if w.pictures++; w.pictures > 1 {
		_, _ = put(out, ` loading="lazy"`)
	}
	_, _ = put(out, ">")
	if figure {
		if len(n.Title) > 0 {
			_, _ = put(out, "<figcaption>", html.EscapeString(unescape(n.Title)), "</figcaption>")
		}
		_, _ = put(out, "</figure>\n")
	}
	return ast.WalkSkipChildren, nil
}
