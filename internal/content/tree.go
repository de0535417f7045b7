package content

import (
	"errors"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"hocso/internal/fault"
)

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
	size, text := int64(0), int64(0)
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
		if info, err := d.Info(); err == nil && !d.IsDir() {
			size += info.Size()
			if path.Ext(rel) == ".md" {
				text += info.Size()
			}
		}
		if !fileName.MatchString(d.Name()) {
			l.fileFinding(rel, "file.name", fault.Args{"name": clip(d.Name(), 60)})
		}
		switch {
		case d.IsDir():
		case !d.Type().IsRegular():
			l.fileFinding(rel, "file.link", nil)
		default:
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
	if size > maxCourse {
		l.fileFinding("", "course.bytes", fault.Args{"size": size >> 20, "max": maxCourse >> 20})
	}
	if text > maxText {
		l.fileFinding("", "course.text", fault.Args{"size": text >> 20, "max": maxText >> 20})
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
	l.sharedFiles()
	l.readTranslations()
}

// sharedFiles notes what stands in the shared folder beside the course's own.
func (l *loader) sharedFiles() {
	if l.slug == "." {
		return
	}
	entries, err := fs.ReadDir(l.root, path.Base(sharedDir))
	if err != nil {
		return // most have none
	}
	for _, e := range entries {
		if e.Type().IsRegular() && fileName.MatchString(e.Name()) {
			l.files[sharedDir+"/"+e.Name()] = true
		}
	}
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
		return // read when the originals are
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

// moduleSlugs are the slugs of the folders that hold a module.
func (l *loader) moduleSlugs() []string {
	var out []string
	for _, rel := range l.names() {
		if dir, name := path.Split(rel); name == "module.md" {
			if m := numbered.FindStringSubmatch(path.Clean(dir)); m != nil {
				out = append(out, m[1])
			}
		}
	}
	return out
}

// read reads, checks and parses one Markdown file.
func (l *loader) read(p *page) {
	p.shown, p.log, p.used = l.shown(p.rel), l.log, map[string]bool{}
	if p.kind == coursePage {
		p.modules = l.moduleSlugs()
	}
	p.offered, p.listen = map[string]bool{}, map[string][]*Media{}
	if p.kind != sharedPage && p.lang == "" {
		l.pages[p.rel] = p
	}
	fsys, name := l.open(p.rel)
	if info, err := fs.Stat(fsys, name); err == nil && info.Size() > 16*maxFile {
		p.at(-1, "file.too-large", fault.Args{"size": kib(int(info.Size())), "max": kib(maxFile)})
		return
	}
	raw, err := fs.ReadFile(fsys, name)
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
