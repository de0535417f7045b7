package content

import (
	"errors"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/standard"
	"hocso/internal/vntext"
)

// URLs are the addresses that the web layer gives to what courses refer to.
type URLs struct {
	Media    func(hash, name string) string
	Lesson   func(course, module, lesson string) string
	Course   func(course string) string // modules are anchors in it, by their slug
	Glossary func(course string) string // terms are anchors in it, by their id
}

// File is a source file of a course, as stored. Path is relative to the course's folder.
type File struct {
	Path string
	Data []byte
}

// Media is a picture or a download that a course refers to. Path is relative to the course's folder, Hash the hex
// SHA-256 of Data, Type its MIME type; Width and Height are CSS pixels, 0 for downloads.
type Media struct {
	Path, Hash, Name, Type string
	Data                   []byte
	Width, Height          int
}

// Bundle is a course ready to be published. Its HTML is safe and holds SpriteMark. Sources are all files that it is made
// of, pictures and downloads too: they are the folder that an export gives back.
type Bundle struct {
	Course  *course.Course
	Sources []File
	Media   []Media
}

// loader reads one course.
type loader struct {
	log       *log
	fsys      fs.FS  // the course's folder
	prefix    string // of paths in findings
	slug      string
	std       *standard.Set
	urls      URLs
	course    *course.Course
	rule      mapping         // completion, as written
	files     map[string]bool // every file by path
	pages     map[string]*page
	ordered   []*page           // as read: course, glossary, modules with their lessons, bank
	folders   map[string]string // of modules, by slug
	media     map[string]*Media // nil: refused
	termsUsed map[string]bool
	inLessons []placed
	inBank    []placed
	scenarios []placed // by their own ids, of lessons and bank
}

// Load reads and checks the course in folder slug of fsys ("." when fsys is the course's own folder, whose slug is then made
// of the title). Bundle is nil when the report has errors. It never fails otherwise: what cannot be read is a finding.
func Load(fsys fs.FS, slug string, std *standard.Set, urls URLs) (*Bundle, Report) {
	return newLoader(slug, std, urls).load(fsys)
}

func (l *loader) load(fsys fs.FS) (*Bundle, Report) {
	slug := l.slug
	sub, err := fs.Sub(fsys, slug)
	if err != nil {
		l.log.add(Finding{File: slug, Key: "file.unreadable", Args: fault.Args{"file": slug}})
		return nil, l.log.report()
	}
	l.fsys = sub
	if slug != "." && !slugLike(slug) {
		l.log.add(Finding{File: slug, Key: "course.slug", Args: fault.Args{"slug": clip(slug, 80), "try": vntext.Slug(slug)}})
	}
	l.tree()
	if front := l.pages["course.md"]; front != nil {
		l.courseFront(front)
		if slug == "." {
			l.slug = vntext.Slug(l.course.Title)
		}
		l.course.Slug = l.slug
		l.compile(front)
	}
	report := l.log.report()
	if report.HasErrors() {
		return nil, report
	}
	return l.bundle(), report
}

func newLoader(slug string, std *standard.Set, urls URLs) *loader {
	if std == nil {
		std = standard.NewSet(nil, nil)
	}
	l := &loader{
		log: &log{}, slug: slug, std: std, urls: urls.orPaths(), course: &course.Course{}, files: map[string]bool{},
		pages: map[string]*page{}, folders: map[string]string{}, media: map[string]*Media{}, termsUsed: map[string]bool{},
	}
	if slug != "." {
		l.prefix = slug + "/"
	}
	return l
}

// orPaths fills in plain paths, so that a check needs no web layer.
func (u URLs) orPaths() URLs {
	if u.Media == nil {
		u.Media = func(hash, name string) string { return "/" + hash + "/" + name }
	}
	if u.Lesson == nil {
		u.Lesson = func(course, module, lesson string) string { return "/" + course + "/" + module + "/" + lesson }
	}
	if u.Course == nil {
		u.Course = func(course string) string { return "/" + course }
	}
	if u.Glossary == nil {
		u.Glossary = func(course string) string { return "/" + course + "/glossary" }
	}
	return u
}

// compile goes from pages to the course: what leads elsewhere first, the parts next, then what only the whole shows.
func (l *loader) compile(front *page) {
	for _, p := range l.ordered {
		if p.doc != nil {
			l.inspect(p)
		}
	}
	l.course.Body = l.prose(front)
	l.modules()
	l.glossary()
	for _, p := range l.ordered {
		if p.kind == bankPage {
			p.front.only("title")
			p.front.require("title")
		}
	}
	l.bank()
	l.together()
	l.exam(front.front.mapping)
	l.completable(front.front.mapping)
}

func (l *loader) bundle() *Bundle {
	b := &Bundle{Course: l.course}
	for _, p := range l.ordered {
		b.Sources = append(b.Sources, File{Path: p.rel, Data: p.raw})
	}
	for _, m := range l.media {
		b.Media = append(b.Media, *m)
		b.Sources = append(b.Sources, File{Path: m.Path, Data: m.Data})
	}
	slices.SortFunc(b.Sources, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	slices.SortFunc(b.Media, func(a, b Media) int { return strings.Compare(a.Path, b.Path) })
	return b
}

func (l *loader) shown(rel string) string { return l.prefix + rel }

// fileFinding reports a finding about a whole file.
func (l *loader) fileFinding(rel, key string, args fault.Args) {
	l.log.add(Finding{File: l.shown(rel), Key: key, Args: args})
}

// names lists every file, sorted.
func (l *loader) names() []string {
	return slices.Sorted(maps.Keys(l.files))
}

// The names that files and folders of a course may have.
var (
	fileName    = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]*$`)
	numbered    = regexp.MustCompile(`^[0-9]{2}-([a-z0-9-]+)(\.md)?$`)
	translation = regexp.MustCompile(`\.[a-z]{2,3}(-[A-Za-z]+)?\.md$`)
)

// maxFiles bounds how much of a folder is read: pointing at a home folder must not read it all.
const maxFiles = 5000

// tree notes every file and reads every Markdown file where the format has one.
func (l *loader) tree() {
	err := fs.WalkDir(l.fsys, ".", func(rel string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case rel == ".":
			return nil
		case strings.HasPrefix(d.Name(), ".") && d.IsDir():
			return fs.SkipDir
		case strings.HasPrefix(d.Name(), "."):
			return nil
		case len(l.files) >= maxFiles:
			return errTooMany
		}
		if !fileName.MatchString(d.Name()) {
			l.fileFinding(rel, "file.name", fault.Args{"name": clip(d.Name(), 60)})
		}
		if !d.IsDir() {
			l.files[rel] = true
		}
		return nil
	})
	if errors.Is(err, errTooMany) {
		l.fileFinding("", "course.files", fault.Args{"max": maxFiles})
	} else if err != nil && len(l.files) == 0 {
		l.fileFinding("course.md", "course.missing", nil)
		return
	}
	if !l.files["course.md"] {
		l.fileFinding("course.md", "course.missing", nil)
	}
	for _, rel := range l.names() {
		if path.Ext(rel) == ".md" {
			l.markdown(rel)
		}
	}
	l.order()
}

var errTooMany = errors.New("content: too many files")

// markdown reads a Markdown file as what its place says it is.
func (l *loader) markdown(rel string) {
	dir, name := path.Split(rel)
	dir = strings.TrimSuffix(dir, "/")
	p := &page{rel: rel}
	m := numbered.FindStringSubmatch(dir)
	switch {
	case translation.MatchString(name):
		l.fileFinding(rel, "file.translation", nil)
		return
	case rel == "course.md":
		p.kind = coursePage
	case rel == "glossary.md":
		p.kind = glossaryPage
	case dir == "bank":
		p.kind = bankPage
	case m != nil && slugLike(m[1]) && name == "module.md":
		p.kind, p.module = modulePage, m[1]
	case m != nil && slugLike(m[1]):
		n := numbered.FindStringSubmatch(name)
		if n == nil || !slugLike(n[1]) {
			l.fileFinding(rel, "file.lesson-name", nil)
			return
		}
		p.kind, p.module, p.slug = lessonPage, m[1], n[1]
	default:
		l.fileFinding(rel, "file.unexpected", nil)
		return
	}
	l.read(p)
}

// read reads, checks and parses one Markdown file.
func (l *loader) read(p *page) {
	p.shown, p.log, p.used = l.shown(p.rel), l.log, map[string]bool{}
	l.pages[p.rel] = p
	if info, err := fs.Stat(l.fsys, p.rel); err == nil && info.Size() > 16*maxFile {
		p.at(-1, "file.too-large", fault.Args{"size": kib(int(info.Size())), "max": kib(maxFile)})
		return
	}
	raw, err := fs.ReadFile(l.fsys, p.rel)
	if err != nil {
		p.at(-1, "file.unreadable", fault.Args{"file": p.rel})
		return
	}
	p.raw = raw
	p.parse()
}

// order puts pages in the order of reading and reports modules and lessons that stand twice or lack their page.
func (l *loader) order() {
	var names []string
	for rel := range l.pages {
		names = append(names, rel)
	}
	slices.SortFunc(names, func(a, b string) int { // module.md before its lessons
		a, b = strings.Replace(a, "/module.md", "/", 1), strings.Replace(b, "/module.md", "/", 1)
		return strings.Compare(a, b)
	})
	lessons := map[string]string{}
	for _, rel := range names {
		p := l.pages[rel]
		l.ordered = append(l.ordered, p)
		if p.module == "" {
			continue
		}
		if folder, ok := l.folders[p.module]; ok && folder != p.dir() {
			p.at(-1, "course.slug-twice", fault.Args{"slug": p.module, "file": folder})
		} else if !ok {
			l.folders[p.module] = p.dir()
			if !l.files[p.dir()+"/module.md"] {
				l.fileFinding(p.dir()+"/module.md", "module.missing", nil)
			}
		}
		key := p.dir() + "/" + p.slug
		if other, ok := lessons[key]; ok && p.kind == lessonPage {
			p.at(-1, "course.slug-twice", fault.Args{"slug": p.slug, "file": other})
		}
		lessons[key] = rel
	}
}
