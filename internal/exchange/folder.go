package exchange

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"hocso/internal/fault"
	"hocso/internal/standard"
	"hocso/internal/vntext"
)

// FolderOptions say what kind of course a folder becomes.
type FolderOptions struct {
	Standard  string // id of the framework
	Standards *standard.Set
	Language  string
	Title     string // when the folder does not say
}

// Bounds of a folder to import: pointing at a home folder must not read it all.
const (
	maxFolder  = 5000      // files
	maxPage    = 240 << 10 // bytes of a page; the course format takes 256 KiB
	maxPicture = 10 << 20  // bytes
	maxEach    = 99        // modules, and lessons of a module: their numbers have two digits
)

// Folder makes the skeleton of a course from a folder of Markdown: its order is that of SUMMARY.md or _sidebar.md, else
// of weights in the front matter, else of the names. What only the author can know, such as competences, is left out for
// the check to ask for. Error kinds: Invalid (exchange.no-markdown), TooLarge (exchange.too-many).
func Folder(fsys fs.FS, o FolderOptions) ([]File, Report, error) {
	f := &folder{fsys: fsys, options: o, files: map[string]int64{}, pages: map[string]*source{}, homes: map[string]string{}, media: map[string]string{}, used: map[string]bool{}}
	if err := f.list(); err != nil {
		return nil, f.report, err
	}
	f.plan()
	f.write()
	f.report.sort()
	return f.out, f.report, nil
}

// source is a Markdown file of the folder.
type source struct {
	path   string
	front  map[string]string
	lines  []string // body, without front matter
	first  int      // line of the file (from 1) at which the body begins
	title  string
	to     string            // path in the course, "" when it goes nowhere
	places map[string]string // anchors that other tools make of its headings, to ours
}

// part of a course in the making.
type chapter struct {
	title, dir string
	intro      *source
	lessons    []*source
}

type folder struct {
	fsys     fs.FS
	options  FolderOptions
	files    map[string]int64 // size of every file by path
	pages    map[string]*source
	homes    map[string]string // the page about a folder, by the folder
	nav      string            // the page that lists the others, "" without one
	media    map[string]string // path in the folder → path in the course
	used     map[string]bool   // paths of the course
	root     *source           // text of the course's page
	chapters []*chapter
	out      []File
	report   Report
}

// list finds every file and reads the pages.
func (f *folder) list() error {
	err := fs.WalkDir(f.fsys, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name != "." && d.IsDir() && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules"):
			return fs.SkipDir
		case d.IsDir() || strings.HasPrefix(d.Name(), ".") || !d.Type().IsRegular():
			return nil
		case len(f.files) >= maxFolder:
			return errTooMany
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		f.files[name] = info.Size()
		return nil
	})
	if errors.Is(err, errTooMany) {
		return fault.New(fault.TooLarge, "exchange.too-many").With(fault.Args{"max": maxFolder})
	}
	if err != nil {
		return fmt.Errorf("exchange: %w", err)
	}
	for _, name := range sortedNames(f.files) {
		if !isPage(name) {
			continue
		}
		if f.files[name] > maxPage {
			f.report.add(Lost, name, 0, "page-too-large", fault.Args{"max": maxPage >> 10})
			continue
		}
		data, err := fs.ReadFile(f.fsys, name)
		if err != nil {
			return fmt.Errorf("exchange: %w", err)
		}
		f.pages[name] = f.readPage(name, decode(data))
		if rank, now := homeRank(name), f.homes[path.Dir(name)]; rank >= 0 && (now == "" || rank < homeRank(now)) {
			f.homes[path.Dir(name)] = name
		}
	}
	if len(f.pages) == 0 {
		return fault.New(fault.Invalid, "exchange.no-markdown")
	}
	return nil
}

var errTooMany = errors.New("exchange: too many files")

func isPage(name string) bool {
	return slices.Contains([]string{".md", ".markdown", ".mdx"}, strings.ToLower(path.Ext(name)))
}

// sortedNames is in the order in which people number: 2 before 10.
func sortedNames[V any](m map[string]V) []string {
	var out []string
	for name := range m {
		out = append(out, name)
	}
	slices.SortFunc(out, func(a, b string) int { return cmp.Or(strings.Compare(natural(a), natural(b)), strings.Compare(a, b)) })
	return out
}

var digits = regexp.MustCompile(`[0-9]+`)

// natural is a name with its numbers filled up with zeros.
func natural(s string) string {
	return digits.ReplaceAllStringFunc(strings.ToLower(s), func(n string) string { return fmt.Sprintf("%012s", n) })
}

// navigation is a file that lists the others.
func navigation(name string) bool {
	return slices.Contains([]string{"summary.md", "_sidebar.md", "_navbar.md", "_coverpage.md"}, strings.ToLower(path.Base(name)))
}

// isIndex is a page about its folder.
func isIndex(name string) bool {
	base := strings.ToLower(strings.TrimSuffix(path.Base(name), path.Ext(name)))
	return slices.Contains([]string{"index", "readme", "_index", "module"}, base)
}

// plan decides which page goes where.
func (f *folder) plan() {
	f.listed()
	listed := len(f.chapters) > 0
	if !listed {
		f.byNames()
	}
	for _, name := range sortedNames(f.pages) {
		text := strings.TrimSpace(strings.Join(f.pages[name].lines, ""))
		if navigation(name) && (name != f.nav || !listed && text != "") {
			f.report.add(Lost, name, 0, "navigation", nil)
		}
	}
	taken := map[string]bool{}
	kept := f.chapters[:0]
	for _, c := range f.chapters {
		if len(c.lessons) == 0 && c.intro != nil {
			c.lessons, c.intro = []*source{c.intro}, nil
		}
		if len(c.lessons) > 0 {
			kept = append(kept, c)
		}
	}
	f.chapters = kept
	if len(f.chapters) > maxEach {
		f.report.add(Lost, ".", 0, "chapters", fault.Args{"max": maxEach})
		f.chapters = f.chapters[:maxEach]
	}
	for i, c := range f.chapters {
		c.dir = fmt.Sprintf("%02d-%s", i+1, freeSlug(c.title, "phan", taken))
		if c.intro != nil {
			c.intro.to = c.dir + "/module.md"
		}
		if len(c.lessons) > maxEach {
			f.report.add(Lost, c.lessons[maxEach].path, 0, "lessons", fault.Args{"max": maxEach})
			c.lessons = c.lessons[:maxEach]
		}
		inside := map[string]bool{}
		for k, s := range c.lessons {
			name := strings.TrimSuffix(path.Base(s.path), path.Ext(s.path))
			if isIndex(s.path) {
				name = s.title
			}
			s.to = fmt.Sprintf("%s/%02d-%s.md", c.dir, k+1, freeSlug(strings.TrimLeft(name, "0123456789-_. "), "bai", inside))
		}
	}
	if f.root != nil {
		f.root.to = "course.md"
	}
}

// freeSlug is a slug made of a name that is not taken.
func freeSlug(name, otherwise string, taken map[string]bool) string {
	s := vntext.Slug(name)
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		s = strings.TrimRight(otherwise+"-"+s, "-")
	}
	s = strings.TrimRight(s[:min(len(s), 50)], "-")
	base := s
	for n := 2; taken[s]; n++ {
		s = base + "-" + strconv.Itoa(n)
	}
	taken[s] = true
	return s
}

// byNames makes a module of each folder below the top, in the order of weights and names.
func (f *folder) byNames() {
	dirs := map[string]*chapter{}
	var order []string
	names := sortedNames(f.pages)
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(f.weight(a), f.weight(b)) })
	for _, name := range names {
		s := f.pages[name]
		top, _, nested := strings.Cut(name, "/")
		if !nested {
			top = ""
		}
		switch {
		case navigation(name), s == f.root:
			continue
		case !nested && (isIndex(name) || name == "course.md") && f.root == nil:
			f.root = s
			continue
		case dirs[top] == nil:
			dirs[top] = &chapter{title: strings.TrimLeft(top, "0123456789-_. ")}
			order = append(order, top)
		}
		c := dirs[top]
		if nested && isIndex(name) && path.Dir(name) == top && c.intro == nil {
			c.intro, c.title = s, s.title
			continue
		}
		if strings.Count(name, "/") > 1 {
			f.report.add(Changed, name, 0, "flattened", fault.Args{"dir": top})
		}
		c.lessons = append(c.lessons, s)
	}
	slices.SortStableFunc(order, func(a, b string) int {
		return cmp.Or(cmp.Compare(f.chapterWeight(dirs[a]), f.chapterWeight(dirs[b])), strings.Compare(natural(a), natural(b)))
	})
	for _, top := range order {
		if dirs[top].title == "" {
			dirs[top].title = f.courseTitle()
		}
		f.chapters = append(f.chapters, dirs[top])
	}
}

// weight is the place that a page's front matter asks for; pages without one come last, by name.
func (f *folder) weight(name string) float64 { return weightOf(f.pages[name].front) }

func weightOf(front map[string]string) float64 {
	for _, key := range []string{"weight", "order", "nav_order", "sidebar_position", "position"} {
		if v, err := strconv.ParseFloat(front[key], 64); err == nil && !math.IsNaN(v) {
			return v
		}
	}
	return math.Inf(1)
}

func (f *folder) chapterWeight(c *chapter) float64 {
	if c.intro == nil {
		return math.Inf(1)
	}
	return weightOf(c.intro.front)
}

func (f *folder) courseTitle() string {
	if f.root != nil && f.root.title != "" {
		return f.root.title
	}
	return cmp.Or(vntext.Normal(f.options.Title), "hocso")
}

// resolve is the path in the folder that an address of a page names; "" when it leads out of it or says nothing. An
// address from the root is one of the site, which begins where its list of pages stands. Where the address is that of a
// folder, the page about that folder is meant.
func (f *folder) resolve(from, address string) string {
	address = unescapedPath(strings.TrimSpace(address))
	bases := []string{path.Dir(from)}
	if strings.HasPrefix(address, "/") {
		bases = []string{path.Dir(f.nav), "."}
	}
	p := ""
	if address == "" {
		return p
	}
	for _, base := range bases {
		p = path.Join(base, address)
		if p == ".." || strings.HasPrefix(p, "../") {
			return ""
		}
		for _, name := range []string{p, p + ".md", f.homes[p]} {
			if _, ok := f.files[name]; ok {
				return name
			}
		}
	}
	return p
}

// homeRank is how good a page is as the one about its folder, from 0; -1 when it is none.
func homeRank(name string) int {
	return slices.Index([]string{"readme", "index", "_index"}, strings.ToLower(strings.TrimSuffix(path.Base(name), path.Ext(name))))
}
