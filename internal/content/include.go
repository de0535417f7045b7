package content

import (
	"path"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"

	"hocso/internal/fault"
)

// sharedDir is the folder of passages that several courses include, as seen from a course's folder.
const sharedDir = "../_shared"

// includeAttr marks a paragraph that stands for a shared passage. Its value is an inclusion.
const includeAttr = "include"

// inclusion is a shared passage where it is read: its headings are moved down below the one it stands under.
type inclusion struct {
	page  *page
	shift int
}

// includes finds the paragraphs of a page that are an include and nothing else, and reads what they name.
func (l *loader) includes(p *page) {
	level := 1
	for _, part := range p.parts {
		for _, n := range part.nodes {
			if h := p.heads[n]; h != nil {
				level = h.node.Level
			}
			link := includeLink(n)
			if link == nil || part.question != nil || p.kind == bankPage || p.kind == glossaryPage {
				continue // reported with the other links
			}
			shared := l.shared(p, link)
			n.SetAttributeString(includeAttr, inclusion{shared, 0})
			if shared == nil || shared.doc == nil {
				continue
			}
			n.SetAttributeString(includeAttr, inclusion{shared, max(level+1-shared.top(), 0)})
			for id := range shared.anchors {
				if p.anchors[id] {
					p.at(posOf(n), "include.anchor", fault.Args{"id": id, "file": shared.shown})
				}
				p.anchors[id] = true
			}
			p.shared = append(p.shared, shared)
		}
	}
}

// includeLink is the link of a paragraph that holds an include and nothing else.
func includeLink(n ast.Node) *ast.Link {
	if n.Kind() != ast.KindParagraph || n.ChildCount() != 1 {
		return nil
	}
	link, ok := n.FirstChild().(*ast.Link)
	if !ok || string(link.Title) != "include" {
		return nil
	}
	return link
}

// included is the passage that a paragraph stands for. ok is true also when it could not be read, which was reported.
func included(n ast.Node) (in inclusion, ok bool) {
	v, _ := n.AttributeString(includeAttr)
	in, ok = v.(inclusion)
	return in, ok
}

// shared reads a passage once for the course; nil when it cannot be used.
func (l *loader) shared(p *page, link *ast.Link) *page {
	pos, dest := posOf(link), strings.TrimSpace(unescape(link.Destination))
	switch rel := path.Join(p.dir(), dest); {
	case p.kind == sharedPage:
		p.at(pos, "include.nested", nil)
	case path.Dir(rel) != sharedDir || path.Ext(rel) != ".md":
		p.at(pos, "include.outside", fault.Args{"link": clip(dest, 80)})
	case l.passages[rel] != nil:
		return l.passages[rel]
	default:
		if _, ok := l.local(p, pos, dest); !ok {
			return nil
		}
		s := &page{rel: rel, kind: sharedPage}
		l.passages[rel] = s
		l.read(s)
		s.front.only("title")
		s.front.require("title")
		return s
	}
	return nil
}

// top is the highest level of the page's headings but its title; 7 when it has none.
func (p *page) top() int {
	top := 7
	for _, h := range p.heads {
		if h.level > 1 {
			top = min(top, h.node.Level)
		}
	}
	return top
}

// body is everything of a page but its title.
func (p *page) body() []ast.Node {
	var out []ast.Node
	for _, part := range p.parts {
		out = append(out, p.withoutTitle(part.nodes)...)
	}
	return out
}

// inclusion writes a shared passage in the place of the paragraph that names it.
func (w *writer) inclusion(in inclusion) string {
	if in.page == nil || in.page.doc == nil {
		return ""
	}
	sub := newWriter(in.page, w.lang)
	sub.urls, sub.shift, sub.pictures = w.urls, in.shift, w.pictures
	html := sub.html(in.page.body()...)
	w.pictures = sub.pictures
	return html
}

// usedMedia is what the page and the passages in it show or offer, sorted.
func (p *page) usedMedia() []string {
	var out []string
	for _, q := range append([]*page{p}, p.shared...) {
		for rel := range q.used {
			out = append(out, rel)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
