package content

import (
	"path"
	"strings"
)

// Written gives, for pages in one folder of the course, the addresses of compiled HTML as authors write them: the way
// back from URLs. Other addresses of the web stay. It is for WriteOptions.Link.
func (b *Bundle) Written(urls URLs, dir string) func(address string) (string, bool) {
	urls = urls.orPaths()
	files := map[string]string{}
	for _, m := range b.Media {
		files[urls.Media(m.Hash, m.Name)] = m.Path
	}
	slug := b.Course.Slug
	files[urls.Course(slug)], files[urls.Glossary(slug)] = "course.md", "glossary.md"
	for _, s := range b.Sources {
		folder, name := path.Split(s.Path)
		module := numbered.FindStringSubmatch(strings.TrimSuffix(folder, "/"))
		lesson := numbered.FindStringSubmatch(name)
		switch {
		case module == nil:
		case name == "module.md":
			files[urls.Course(slug)+"#"+module[1]] = s.Path
		case lesson != nil:
			files[urls.Lesson(slug, module[1], lesson[1])] = s.Path
		}
	}
	return func(address string) (string, bool) {
		if file, ok := files[address]; ok {
			return relative(dir, file), true
		}
		page, anchor, found := strings.Cut(address, "#")
		if file, ok := files[page]; ok && found {
			return relative(dir, file) + "#" + anchor, true
		}
		return KeepAddress(address)
	}
}
