package content

import (
	"io/fs"
	"maps"
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

// File is a source file of a course. Path is relative to the course's folder.
type File = course.File

// Media is a picture or a download that a course refers to. Path is relative to the course's folder, Hash the hex
// SHA-256 of Data, Type its MIME type; Width and Height are CSS pixels, 0 for downloads. Smaller forms of a picture have
// a path of their own, with "@" and their width, at which no file lies.
type Media struct {
	Path, Hash, Name, Type string
	Data                   []byte
	Width, Height          int

	shown    bool // as a picture, not only offered
	turn     int  // of a photo, as its EXIF data say: 1 is upright
	variants []*Media
}

// Bundle is a course ready to be published. Its HTML is safe and holds SpriteMark. Sources are all files that it is made
// of, pictures and downloads too: they are the folder that an export gives back.
type Bundle struct {
	Course  *course.Course
	Sources []File // what it was made of: every file of its folder
	Media   []Media

	prefix string // of paths in findings
}

// loader reads one course.
type loader struct {
	log          *log
	root         fs.FS  // the folder that the course's folder and the shared one stand in
	fsys         fs.FS  // the course's folder
	prefix       string // of paths in findings
	slug         string
	std          *standard.Set
	urls         URLs
	course       *course.Course
	rule         mapping         // completion, as written
	files        map[string]bool // every file by path
	pages        map[string]*page
	ordered      []*page           // as read: course, glossary, modules with their lessons, bank
	folders      map[string]string // of modules, by slug
	translations map[string]*page  // by path
	speaking     string            // language of the translation that is compiled
	publishing   bool
	sketching    bool              // what cannot be published is wanted too
	recordings   []string          // sound files, sorted
	passages     map[string]*page  // shared, by path
	media        map[string]*Media // nil: refused
	termsUsed    map[string]bool
	inLessons    []placed
	inBank       []placed
	scenarios    []placed // by their own ids, of lessons and bank
}

// Load reads and checks the course in folder slug of fsys ("." when fsys is the course's own folder, whose slug is then made
// of the title). Bundle is nil when the report has errors. It never fails otherwise: what cannot be read is a finding.
func Load(fsys fs.FS, slug string, std *standard.Set, urls URLs) (*Bundle, Report) {
	l := newLoader(slug, std, urls)
	l.publishing = true
	return l.bundled(fsys)
}

// LoadDraft is Load without what takes long and only readers need: smaller forms of pictures. It is for checks and previews.
func LoadDraft(fsys fs.FS, slug string, std *standard.Set, urls URLs) (*Bundle, Report) {
	return newLoader(slug, std, urls).bundled(fsys)
}

// LoadSketch is LoadDraft for somebody who is still writing: the bundle holds what could be read whatever the report says,
// without its sources, and with the place of a question that could not be read kept empty. It must never be published.
func LoadSketch(fsys fs.FS, slug string, std *standard.Set, urls URLs) (*Bundle, Report) {
	l := newLoader(slug, std, urls)
	l.sketching = true
	report := l.load(fsys)
	return l.bundle(nil), report
}

// bundled is load with everything that a version is made of.
func (l *loader) bundled(fsys fs.FS) (*Bundle, Report) {
	slug := l.slug
	report := l.load(fsys)
	if report.HasErrors() {
		return nil, report
	}
	sources, err := Sources(fsys, slug)
	if err != nil { // it was read a moment ago
		l.log.add(Finding{File: slug, Key: "file.unreadable", Args: fault.Args{"file": slug}})
		return nil, l.log.report()
	}
	return l.bundle(sources), report
}

// load reads and checks everything.
func (l *loader) load(fsys fs.FS) Report {
	slug := l.slug
	sub, err := fs.Sub(fsys, slug)
	if err != nil {
		l.log.add(Finding{File: slug, Key: "file.unreadable", Args: fault.Args{"file": slug}})
		return l.log.report()
	}
	l.root, l.fsys = fsys, sub
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
	return l.log.report()
}

func newLoader(slug string, std *standard.Set, urls URLs) *loader {
	if std == nil {
		std = standard.NewSet(nil, nil)
	}
	l := &loader{
		log: &log{}, slug: slug, std: std, urls: urls.orPaths(), course: &course.Course{}, files: map[string]bool{},
		pages: map[string]*page{}, folders: map[string]string{}, media: map[string]*Media{}, passages: map[string]*page{}, translations: map[string]*page{}, termsUsed: map[string]bool{},
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
	l.recordings = l.recorded()
	all := slices.Clone(l.ordered)
	for _, rel := range slices.Sorted(maps.Keys(l.translations)) {
		all = append(all, l.translations[rel])
	}
	for _, p := range all {
		l.includes(p)
		if p.kind == lessonPage {
			l.listens(p)
		}
	}
	for _, rel := range slices.Sorted(maps.Keys(l.passages)) {
		l.includes(l.passages[rel])
		l.inspect(l.passages[rel])
	}
	for _, p := range all {
		l.inspect(p)
	}
	if l.publishing && !l.log.failed() {
		l.shrinkAll()
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
	l.translate()
	l.together()
	l.exam(front.front.mapping)
	l.completable(front.front.mapping)
}

func (l *loader) bundle(sources []File) *Bundle {
	b := &Bundle{Course: l.course, Sources: sources, prefix: l.prefix}
	for _, s := range sources {
		if m := l.media[s.Path]; m != nil {
			m.Data = s.Data // the same bytes once
		}
	}
	for _, m := range l.media {
		if m != nil { // refused ones are in a sketch's
			b.Media = append(b.Media, *m)
		}
	}
	slices.SortFunc(b.Media, func(a, b Media) int { return strings.Compare(a.Path, b.Path) })
	return b
}

// shown is a path as findings tell it: from the folder that was checked.
func (l *loader) shown(rel string) string {
	if shared, ok := strings.CutPrefix(rel, "../"); ok {
		return shared
	}
	return l.prefix + rel
}

// open says where a file of the course or of the shared folder is read.
func (l *loader) open(rel string) (fs.FS, string) {
	if shared, ok := strings.CutPrefix(rel, "../"); ok {
		return l.root, shared
	}
	return l.fsys, rel
}

// fileFinding reports a finding about a whole file.
func (l *loader) fileFinding(rel, key string, args fault.Args) {
	l.log.add(Finding{File: l.shown(rel), Key: key, Args: args})
}
