package content

import (
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"

	"hocso/internal/fault"
)

const downloadAttr = "download"

// resolveLink checks where a link leads and writes the address that it has on the web.
func (l *loader) resolveLink(p *page, n *ast.Link) {
	pos := posOf(n)
	dest := strings.TrimSpace(unescape(n.Destination))
	u, err := url.Parse(dest)
	switch {
	case err != nil || dest == "":
		p.at(pos, "link.malformed", fault.Args{"link": clip(dest, 80)})
		n.Destination = []byte("#") // a sketch is shown all the same, and browsers read what cannot be read here
	case string(n.Title) == "include":
		if _, ok := included(n.Parent()); !ok {
			p.at(pos, "include.place", nil)
		}
	case u.Scheme != "" || strings.HasPrefix(dest, "/"):
		p.checkScheme(pos, u, dest)
		n.Destination = util.URLEscape([]byte(dest), false)
	case u.Path == "":
		l.checkAnchor(p, pos, p, u.Fragment)
		n.Destination = []byte("#" + u.Fragment)
	default:
		l.resolveLocal(p, n, pos, u)
	}
}

// checkAutoLink checks a bare address; goldmark adds the scheme of those that begin with "www.".
func (p *page) checkAutoLink(n *ast.AutoLink) {
	if n.AutoLinkType == ast.AutoLinkEmail {
		return
	}
	dest := string(n.URL(p.text))
	u, err := url.Parse(dest)
	if err != nil {
		p.at(posOf(n), "link.malformed", fault.Args{"link": clip(dest, 80)})
		return
	}
	p.checkScheme(posOf(n), u, dest)
}

func (p *page) checkScheme(pos int, u *url.URL, dest string) {
	known := slices.Contains([]string{"http", "https"}, u.Scheme) && u.Host != "" ||
		slices.Contains([]string{"mailto", "tel"}, u.Scheme)
	if !known {
		p.at(pos, "link.scheme", fault.Args{"link": clip(dest, 80)})
	}
}

// local is the path in the course that an address of a page names; false when it lies outside or does not exist.
func (l *loader) local(p *page, pos int, address string) (string, bool) {
	rel := path.Join(p.dir(), address)
	if rel == ".." || strings.HasPrefix(rel, "../") && path.Dir(rel) != sharedDir {
		p.at(pos, "link.outside", fault.Args{"link": clip(address, 80)})
		return "", false
	}
	if !l.files[rel] {
		near := ""
		if !p.full() {
			names := slices.DeleteFunc(l.names(), func(n string) bool { return path.Ext(n) != path.Ext(rel) || !l.linkable(rel, n) })
			near = relative(p.dir(), nearestFile(rel, names))
		}
		p.at(pos, "link.missing", fault.Args{"link": clip(address, 80), "near": nearOr(near)})
		return "", false
	}
	return rel, true
}

// linkable reports whether a file may stand where one is missing: a page that learners open for a page, a passage for
// a passage that is included, and media for media.
func (l *loader) linkable(missing, name string) bool {
	switch {
	case path.Dir(missing) == sharedDir && path.Ext(missing) == ".md":
		return path.Dir(name) == sharedDir
	case path.Ext(name) == ".md":
		return l.pages[name] != nil && l.pages[name].kind != bankPage
	}
	return types(strings.ToLower(path.Ext(name))) != ""
}

func (l *loader) resolveLocal(p *page, n *ast.Link, pos int, u *url.URL) {
	rel, ok := l.local(p, pos, u.Path)
	if !ok {
		return
	}
	if path.Ext(rel) != ".md" {
		if m := l.file(p, pos, rel); m != nil {
			n.Destination = []byte(l.urls.Media(m.Hash, m.Name))
			n.SetAttributeString(downloadAttr, m)
			p.used[rel] = true
		}
		return
	}
	to := l.pages[rel]
	if to == nil || to.kind == bankPage {
		p.at(pos, "link.not-shown", fault.Args{"link": clip(u.Path, 80)})
		return
	}
	address := l.address(to)
	if u.Fragment != "" {
		same := to // in the language of the page that links
		if t := l.translations[strings.TrimSuffix(rel, ".md")+"."+p.lang+".md"]; t != nil {
			same = t
		}
		l.checkAnchor(p, pos, same, u.Fragment)
		address = strings.SplitN(address, "#", 2)[0] + "#" + u.Fragment
	}
	if p.lang != "" {
		before, anchor, found := strings.Cut(address, "#")
		if address = before + "?" + LanguageParam + "=" + p.lang; found {
			address += "#" + anchor
		}
	}
	n.Destination = []byte(address)
}

// LanguageParam is the parameter by which an address asks for the text in another language than the page's.
const LanguageParam = "tieng"

// address is where a page is read. Modules are parts of the course page, under their slug.
func (l *loader) address(p *page) string {
	switch p.kind {
	case lessonPage:
		return l.urls.Lesson(l.slug, p.module, p.slug)
	case modulePage:
		return l.urls.Course(l.slug) + "#" + p.module
	case glossaryPage:
		return l.urls.Glossary(l.slug)
	default:
		return l.urls.Course(l.slug)
	}
}

func (l *loader) checkAnchor(p *page, pos int, to *page, anchor string) {
	if to.kind == glossaryPage && p != to {
		l.termsUsed[anchor] = true
	}
	if anchor == "" || to.doc == nil || to.anchors[anchor] {
		return
	}
	near := ""
	if !p.full() {
		near = nearest(anchor, slices.Sorted(maps.Keys(to.anchors)))
	}
	p.at(pos, "link.anchor", fault.Args{"anchor": clip(anchor, 60), "file": to.rel, "near": nearOr(hash(near))})
}

// hash writes an anchor as an address does.
func hash(anchor string) string {
	if anchor == "" {
		return ""
	}
	return "#" + anchor
}

// relative is a path of the course as seen from one of its folders.
func relative(dir, to string) string {
	if dir == "." || to == "" {
		return to
	}
	if rest, ok := strings.CutPrefix(to, dir+"/"); ok {
		return rest
	}
	return "../" + relative(path.Dir(dir), to)
}
