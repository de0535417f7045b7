package exchange

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strings"

	"hocso/internal/fault"
)

// An item of a list, with a bullet or a number, and a line that is only a link: a chapter before or after the numbered
// ones. A link may have a title and stand in angle brackets.
const navLink = `\[(.*?)\]\(\s*(<[^>]*>|[^)>\s]*)(?:\s+["'(][^)]*)?\s*\)`

var (
	listItem = regexp.MustCompile(`^(\s*)(?:[-*+]|\d{1,9}[.)])\s+(?:` + navLink + `|(.+?))\s*$`)
	bareLink = regexp.MustCompile(`^` + navLink + `\s*$`)
)

// navEntry is a line of a list of pages.
type navEntry struct {
	line          int // from 0, in the body
	indent        int // columns
	title, target string
	link          bool
	part          bool // a heading: the title of a part
	parent        bool // an item with items below it
}

// navEntries reads the lines that name pages or parts.
func navEntries(lines []string) []navEntry {
	var out []navEntry
	for n, line := range lines {
		e := navEntry{line: n}
		h, m, bare := heading.FindStringSubmatch(line), listItem.FindStringSubmatch(line), bareLink.FindStringSubmatch(line)
		switch {
		case h != nil && n == 0:
			continue
		case h != nil:
			e.title, e.part = plainTitle(h[2]), true
		case m != nil:
			e.indent, e.title, e.target, e.link = len(m[1]), plainTitle(m[2]+m[4]), strings.Trim(m[3], "<>"), m[4] == ""
		case bare != nil:
			e.title, e.target, e.link = plainTitle(bare[1]), strings.Trim(bare[2], "<>"), true
		default:
			continue
		}
		if last := len(out) - 1; last >= 0 && !out[last].part && !e.part && e.indent >= out[last].indent+2 {
			out[last].parent = true
		}
		out = append(out, e)
	}
	return out
}

// chaptersAt reports, for each entry, whether items at the margin of its part are chapters: in a list that has items below
// others they are; in a flat one they are lessons.
func chaptersAt(entries []navEntry) []bool {
	out := make([]bool, len(entries))
	from, nested := 0, false
	for i := 0; i <= len(entries); i++ {
		if i == len(entries) || entries[i].part {
			for k := from; k < i; k++ {
				out[k] = nested
			}
			from, nested = i, false
			continue
		}
		nested = nested || entries[i].parent
	}
	return out
}

// listed takes the order of SUMMARY.md or _sidebar.md: headings, and items at the margin where some have items below them,
// are modules.
func (f *folder) listed() {
	f.nav = f.findNavigation()
	if f.nav == "" {
		return
	}
	name := f.nav
	nav := f.pages[name]
	seen := map[*source]bool{}
	var c *chapter
	inner := 0 // columns of the first item below the margin of this chapter
	open := func(title string) {
		c, inner = &chapter{title: title}, 0
		f.chapters = append(f.chapters, c)
	}
	entries := navEntries(nav.lines)
	nested := chaptersAt(entries)
	for i, e := range entries {
		note := func(kind Kind, key string, args fault.Args) { f.report.add(kind, name, nav.first+e.line, key, args) }
		target, _, _ := strings.Cut(e.target, "#")
		page := f.pages[f.resolve(name, target)]
		top := e.indent < 2
		switch {
		case e.part:
			open(e.title)
			continue
		case page == nil && e.link && (e.target != "" || !e.parent): // a chapter still to be written has no address
			note(Lost, "nav-missing", fault.Args{"link": clip(cmp.Or(e.target, e.title))})
			continue
		case top && (page == nil || e.parent):
			open(e.title)
			if page != nil && !seen[page] {
				c.intro, seen[page] = page, true
			}
			continue
		case page == nil || seen[page]:
			continue
		}
		if f.root == nil && c == nil && isIndex(page.path) && path.Dir(page.path) == path.Dir(name) {
			f.root, seen[page] = page, true
			continue
		}
		switch {
		case top && nested[i]:
			open(e.title)
		case c == nil:
			open(f.courseTitle())
		case !top && inner == 0:
			inner = e.indent
		case !top && e.indent > inner:
			note(Changed, "flattened", fault.Args{"dir": clip(c.title)})
		}
		seen[page] = true
		if e.title != "" {
			page.title = e.title
		}
		c.lessons = append(c.lessons, page)
	}
	f.chapters = slices.DeleteFunc(f.chapters, func(c *chapter) bool { return c.intro == nil && len(c.lessons) == 0 })
	if len(f.chapters) == 0 { // it lists nothing: the names say
		return
	}
	for _, p := range sortedNames(f.pages) {
		if s := f.pages[p]; !seen[s] && !navigation(p) && s != f.root {
			if f.root == nil && isIndex(p) && path.Dir(p) == path.Dir(name) {
				f.root = s
				continue
			}
			f.report.add(Lost, p, 0, "not-listed", fault.Args{"nav": name})
		}
	}
}

func (f *folder) findNavigation() string {
	for _, base := range []string{"summary.md", "_sidebar.md"} {
		for _, name := range sortedNames(f.pages) {
			if strings.ToLower(path.Base(name)) == base && strings.Count(name, "/") < 2 {
				return name
			}
		}
	}
	return ""
}
