package content

import (
	"path"
	"strings"

	"hocso/internal/course"
)

// Story is a scenario of a file, and where a further part of it is written.
type Story struct {
	ID, Title string
	Heading   int // number of "#" of its parts
	End       int // line (from 0) before which a part is written: the one behind the last part
}

// Stories lists the scenarios of a lesson or bank file in their order; none of a text that cannot be read.
func Stories(rel string, md []byte) []Story {
	p := &page{rel: rel, shown: rel, kind: lessonPage, raw: md, log: &log{}}
	if path.Dir(rel) == "bank" {
		p.kind = bankPage
	}
	p.parse()
	if p.doc == nil {
		return nil
	}
	var out []Story
	open := -1 // the last one while its parts go on
	for _, n := range children(p.doc) {
		h := p.heads[n]
		if h == nil {
			continue
		}
		if open >= 0 && h.level < out[open].Heading {
			out[open].End, open = p.lineAt(h.pos), -1
		}
		if isScenario(h) && h.fixed && open < 0 {
			open = len(out)
			out = append(out, Story{ID: h.id, Title: h.title, Heading: h.level + 1, End: len(p.starts)})
		}
	}
	return out
}

// WriteScenario writes heading and stem of a scenario as Markdown of the course format; its parts are written below it, one
// heading level deeper. lost names, as tags, what of the stem Markdown has no form for.
func WriteScenario(s course.Scenario, title string, o WriteOptions) (md string, lost []string) {
	w := newMDWriter(o.Link)
	stem := strings.Join(w.blocks(w.read(s.Stem), false), "\n")
	heading := strings.Repeat("#", max(o.Heading, 2)) + " " + TitleText(title) + " {#" + s.ID + " type=scenario}"
	return heading + "\n\n" + stem + "\n", w.lost
}
