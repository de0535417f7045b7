package web

import (
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"hocso/internal/content"
	"hocso/internal/fault"
	"hocso/internal/httpx"
	"hocso/internal/i18n"
)

// guide is a user guide in one language, rendered at start.
type guide struct{ Name, Lang, Title, HTML string }

// guidePair is a guide in Vietnamese and, where there is one, in English.
type guidePair struct{ vi, en guide }

// in is the guide in a language, in Vietnamese where it does not stand in that one.
func (p guidePair) in(lang string) guide {
	if lang == i18n.EN && p.en.HTML != "" {
		return p.en
	}
	return p.vi
}

// english names the file in guides/ that says the same as one of huong-dan/.
func english(name string) string {
	return map[string]string{"nguoi-hoc": "learner", "quan-ly": "manager", "tac-gia": "author", "quan-tri": "administrator"}[name]
}

// readGuides renders huong-dan/*.md and what says the same in English; fsys may be nil. Guides for more people come
// first, by the order in rank.
func readGuides(fsys fs.FS) ([]guidePair, error) {
	if fsys == nil {
		return nil, nil
	}
	files, err := fs.Glob(fsys, "huong-dan/*.md")
	if err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	var out []guidePair
	for _, f := range files {
		name := strings.TrimSuffix(path.Base(f), ".md")
		var p guidePair
		if p.vi, err = renderGuide(fsys, f, name, i18n.VI); err != nil {
			return nil, err
		}
		if en := english(name); en != "" {
			if p.en, err = renderGuide(fsys, "guides/"+en+".md", name, i18n.EN); err != nil {
				return nil, err
			}
		}
		out = append(out, p)
	}
	slices.SortStableFunc(out, func(a, b guidePair) int { return rank(a.vi.Name) - rank(b.vi.Name) })
	return out, nil
}

func renderGuide(fsys fs.FS, file, name, lang string) (guide, error) {
	b, err := fs.ReadFile(fsys, file)
	if err != nil {
		return guide{}, fmt.Errorf("web: %w", err)
	}
	g := guide{Name: name, Lang: lang}
	if g.Title, g.HTML, err = content.Plain(b); err != nil {
		return guide{}, fmt.Errorf("web: guide %s: %w", file, err)
	}
	return g, nil
}

// rank orders the guides that come with hocso; others follow by name.
func rank(name string) int {
	order := []string{"nguoi-hoc", "quan-ly", "tac-gia", "quan-tri"}
	if i := slices.Index(order, name); i >= 0 {
		return i
	}
	return len(order)
}

type guidesPage struct {
	Layout
	Guides []guide
}

func (w *Web) guideList(c *gin.Context) error {
	l, err := w.layout(c, w.t(c, "guide.title"))
	if err != nil {
		return err
	}
	l.Description = w.t(c, "guide.lead")
	p := guidesPage{Layout: l}
	for _, g := range w.guides {
		p.Guides = append(p.Guides, g.in(l.Lang))
	}
	return w.show(c, http.StatusOK, "guides", p)
}

type guidePage struct {
	Layout
	Guide guide
}

// readGuide shows one.
func (w *Web) readGuide(c *gin.Context) error {
	i := slices.IndexFunc(w.guides, func(g guidePair) bool { return g.vi.Name == c.Param("name") })
	if i < 0 {
		return fault.Missing()
	}
	g := w.guides[i].in(httpx.Lang(c))
	l, err := w.layout(c, g.Title)
	if err != nil {
		return err
	}
	return w.show(c, http.StatusOK, "guide", guidePage{l, g})
}
