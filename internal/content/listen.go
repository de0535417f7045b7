package content

import (
	"html"
	"maps"
	"path"
	"slices"
	"strings"

	"hocso/internal/fault"
)

// listens finds the recordings that lie beside a lesson: "NN-lesson.opus" reads all of it, "NN-lesson.NAME.opus" the
// section whose heading has the id NAME. Opus and MP3 of one recording may both be there; the browser chooses.
func (l *loader) listens(p *page) {
	base := strings.TrimSuffix(p.rel, ".md")
	sections := map[string]bool{}
	for _, part := range p.parts {
		for _, n := range part.nodes {
			if h := p.heads[n]; h != nil && part.question == nil && h.level > 1 {
				sections[h.id] = true
			}
		}
	}
	for _, rel := range l.recordings {
		rest, ok := strings.CutPrefix(rel, base+".")
		first, _, named := strings.Cut(rest, ".")
		name := strings.TrimSuffix(rest, path.Ext(rel))
		switch {
		case !ok:
			continue
		case !named: // "NN-lesson.opus"
			name = ""
		case l.translations[base+"."+first+".md"] != nil:
			continue // of a translation
		case !sections[name]:
			l.fileFinding(rel, "listen.section", fault.Args{"name": clip(name, 60), "file": p.rel, "near": nearOr(nearest(name, slices.Sorted(maps.Keys(sections))))})
			continue
		}
		if m := l.file(p, -1, rel); m != nil {
			p.listen[name] = append(p.listen[name], m)
			slices.SortFunc(p.listen[name], func(a, b *Media) int { return strings.Compare(b.Type, a.Type) }) // Opus first
			p.offered[rel] = true
		}
	}
}

// recorded lists the recordings of the course, sorted.
func (l *loader) recorded() []string {
	return slices.DeleteFunc(l.names(), func(rel string) bool {
		return path.Ext(rel) != ".opus" && path.Ext(rel) != ".mp3"
	})
}

// player is the recording of a section, "" for the whole lesson; nothing where there is none.
func (w *writer) player(section, title string) string {
	files := w.page.listen[section]
	if len(files) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString(`<p class="listen"><audio controls preload="none" aria-label="` + w.say("Nghe: ", "Listen: ") + html.EscapeString(title) + `">`)
	for _, m := range files {
		b.WriteString(`<source src="` + html.EscapeString(w.urls.Media(m.Hash, m.Name)) + `" type="` + m.Type + `">`)
	}
	b.WriteString("</audio> <small>" + w.say("Nghe", "Listen") + " (" + describe(files[0], w.lang) + ")</small></p>\n")
	return b.String()
}
