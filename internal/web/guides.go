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
)

// guide is a user guide, rendered at start.
type guide struct{ Name, Title, HTML string }

// readGuides renders huong-dan/*.md; fsys may be nil. Guides for more people come first, by the order in first.
func readGuides(fsys fs.FS) ([]guide, error) {
	if fsys == nil {
		return nil, nil
	}
	files, err := fs.Glob(fsys, "huong-dan/*.md")
	if err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	var out []guide
	for _, f := range files {
		b, err := fs.ReadFile(fsys, f)
		if err != nil {
			return nil, fmt.Errorf("web: %w", err)
		}
		g := guide{Name: strings.TrimSuffix(path.Base(f), ".md")}
		if g.Title, g.HTML, err = content.Plain(b); err != nil {
			return nil, fmt.Errorf("web: guide %s: %w", f, err)
		}
		out = append(out, g)
	}
	slices.SortStableFunc(out, func(a, b guide) int { return rank(a.Name) - rank(b.Name) })
	return out, nil
}

// rank orders the guides that come with hocso; others follow by name.
func rank(name string) int {
	order := []string{"nguoi-hoc", "quan-ly", "quan-tri"}
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
	return w.show(c, http.StatusOK, "guides", guidesPage{l, w.guides})
}

type guidePage struct {
	Layout
	Guide guide
}

// readGuide shows one.
func (w *Web) readGuide(c *gin.Context) error {
	i := slices.IndexFunc(w.guides, func(g guide) bool { return g.Name == c.Param("name") })
	if i < 0 {
		return fault.Missing()
	}
	l, err := w.layout(c, w.guides[i].Title)
	if err != nil {
		return err
	}
	return w.show(c, http.StatusOK, "guide", guidePage{l, w.guides[i]})
}
