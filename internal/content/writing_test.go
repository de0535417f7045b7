package content

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"hocso/internal/course"
)

// writeQuestions writes questions one after another, the parts of a scenario under its story. Scenarios have no title
// once they are compiled: the first words of the story stand for it.
func writeQuestions(questions []course.Question, o WriteOptions) (md string, lost []string) {
	var b strings.Builder
	story := ""
	for i, q := range questions {
		if i > 0 {
			b.WriteString("\n")
		}
		switch {
		case q.Scenario == nil:
			story = ""
		case q.Scenario.ID != story:
			w := newMDWriter(o.Link)
			story = q.Scenario.ID
			b.WriteString(storyOf(w, q, o) + "\n")
			lost = append(lost, w.lost...)
		}
		text, left := WriteQuestion(q, o)
		b.WriteString(text)
		lost = append(lost, left...)
	}
	slices.Sort(lost)
	return b.String(), slices.Compact(lost)
}

// storyOf writes the heading and the text that the parts of a scenario share.
func storyOf(w *mdWriter, q course.Question, o WriteOptions) string {
	kids := w.read(q.Scenario.Stem)
	words := strings.Fields(plainOf(kids))
	title := TitleText(cmp.Or(strings.Join(words[:min(len(words), 6)], " "), q.Scenario.ID))
	attrs := "#" + q.Scenario.ID + " type=scenario"
	if q.Apart != "" {
		attrs += " apart=" + q.Apart
	}
	return strings.Repeat("#", max(o.Heading, 2)) + " " + title + " {" + attrs + "}\n\n" + strings.Join(w.blocks(kids, false), "\n") + "\n"
}

// written gives, for pages in one folder of the course, the addresses of compiled HTML as authors write them: the way
// back from URLs. Other addresses of the web stay. It is for WriteOptions.Link.
func written(b *Bundle, urls URLs, dir string) func(address string) (string, bool) {
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
