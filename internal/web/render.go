package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"

	"github.com/gin-gonic/gin"
	"github.com/klauspost/compress/gzip"

	"hocso/internal/account"
	"hocso/internal/fault"
	"hocso/internal/httpx"
	"hocso/internal/i18n"
	"hocso/internal/org"
)

// Layout is what every page's struct embeds.
type Layout struct {
	Title, Description string
	Lang, Path         string // Path: where the language link comes back to
	Text               string // language in which the texts of a course are wanted
	Section            string // courses, mine, manage: marks the place in the navigation
	Caller             *account.Caller
	Site               org.Site
	Demo               bool
	NoIndex            bool
	Hero               bool     // the page brings its own band under the header
	Bare               bool     // no navigation: exams
	Slotted            bool     // the personal parts of the frame are slots of a spliced page
	Scripts, Styles    []string // names in assets/static; hocso.css is always there
	Errors             []FieldError
}

// FieldError is a refused field: the summary links to it, the field shows the same words.
type FieldError struct{ ID, Text string }

// HasErrors reports whether the page came back with something to correct.
func (l Layout) HasErrors() bool { return len(l.Errors) > 0 }

// Error is the message beside a field, "" when it was taken.
func (l Layout) Error(id string) string {
	for _, e := range l.Errors {
		if e.ID == id {
			return e.Text
		}
	}
	return ""
}

// renderer holds the parsed templates of every language. It is immutable.
type renderer struct {
	sets    map[string]*template.Template // by language: the layout, the shared parts and every page
	names   map[string]bool               // of the pages
	static  map[string]staticFile         // by hashed name
	hashed  map[string]string             // name → hashed path
	catalog *i18n.Catalog
}

type staticFile struct {
	mime      string
	raw, gzip []byte
}

// newRenderer parses everything at start: a page that cannot be rendered is found here, not by a visitor.
func newRenderer(assets fs.FS, catalog *i18n.Catalog) (*renderer, error) {
	r := &renderer{
		sets: map[string]*template.Template{}, names: map[string]bool{}, static: map[string]staticFile{}, hashed: map[string]string{}, catalog: catalog,
	}
	if err := r.loadStatic(assets); err != nil {
		return nil, err
	}
	files, err := fs.Glob(assets, "templates/page/*.html")
	if err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	for _, lang := range i18n.Languages() {
		set, err := template.New("layout.html").Funcs(r.funcs(lang)).ParseFS(assets, "templates/layout.html", "templates/partial/*.html")
		if err != nil {
			return nil, fmt.Errorf("web: %w", err)
		}
		for _, f := range files {
			name := strings.TrimSuffix(path.Base(f), ".html")
			r.names[name] = true
			if err := addPage(set, assets, f, name, r.funcs(lang)); err != nil {
				return nil, err
			}
		}
		r.sets[lang] = set
	}
	return r, nil
}

// addPage puts a page's templates into the one set of its language: "main" and "hero", which every page may have, under
// the page's name, the others as they are called. A set a page, each with the shared parts in it, took ten times the memory.
func addPage(set *template.Template, assets fs.FS, file, page string, funcs template.FuncMap) error {
	own, err := template.New(page).Funcs(funcs).ParseFS(assets, file)
	if err != nil {
		return fmt.Errorf("web: %w", err)
	}
	for _, t := range own.Templates() {
		name := t.Name()
		switch {
		case t.Tree == nil || name == path.Base(file):
			continue
		case name == "main" || name == "hero":
			name += ":" + page
		case set.Lookup(name) != nil:
			return fmt.Errorf("web: %s: the template %q stands in another file too", file, name)
		}
		if _, err := set.AddParseTree(name, t.Tree); err != nil {
			return fmt.Errorf("web: %s: %w", file, err)
		}
	}
	return nil
}

var mimes = map[string]string{ //nolint:gochecknoglobals // a constant table
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png",
}

// loadStatic names files by their content and compresses what shrinks, once.
func (r *renderer) loadStatic(assets fs.FS) error {
	files, err := fs.Glob(assets, "static/*")
	if err != nil {
		return fmt.Errorf("web: %w", err)
	}
	for _, f := range files {
		b, err := fs.ReadFile(assets, f)
		if err != nil {
			return fmt.Errorf("web: %w", err)
		}
		sum := sha256.Sum256(b)
		name, ext := path.Base(f), path.Ext(f)
		hashed := strings.TrimSuffix(name, ext) + "-" + hex.EncodeToString(sum[:6]) + ext
		sf := staticFile{mime: mimes[ext], raw: b}
		if ext != ".png" {
			if sf.gzip, err = deflated(b); err != nil {
				return err
			}
		}
		r.static[hashed], r.hashed[name] = sf, "/tinh/"+hashed
	}
	return nil
}

// serveStatic answers /tinh/{name}; the name tells the content, so it may be kept for good.
func (r *renderer) serveStatic(c *gin.Context) error {
	f, ok := r.static[c.Param("name")]
	if !ok {
		return fault.Missing()
	}
	h := c.Writer.Header()
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Content-Type", f.mime)
	body := f.raw
	if f.gzip != nil {
		h.Add("Vary", "Accept-Encoding")
		if httpx.AcceptsGzip(c.Request) {
			h.Set("Content-Encoding", "gzip")
			body = f.gzip
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	c.Status(http.StatusOK)
	if c.Request.Method != http.MethodHead {
		c.Writer.Write(body) //nolint:errcheck // the client has gone
	}
	return nil
}

// framed is a page in its frame.
type framed struct {
	Page       any
	Hero, Main template.HTML
}

// execute renders a page into memory: half a page is never sent.
func (r *renderer) execute(lang, page string, data any) ([]byte, error) {
	if !r.names[page] {
		return nil, fmt.Errorf("web: no page %q", page)
	}
	d := framed{Page: data}
	for name, to := range map[string]*template.HTML{"hero:" + page: &d.Hero, "main:" + page: &d.Main} {
		if r.sets[lang].Lookup(name) == nil {
			continue
		}
		b, err := r.partial(lang, name, data)
		if err != nil {
			return nil, err
		}
		*to = template.HTML(b) //nolint:gosec // made by a template
	}
	return r.partial(lang, "layout", d)
}

// partial renders one template, for slots and for answers to scripts.
func (r *renderer) partial(lang, name string, data any) ([]byte, error) {
	var b bytes.Buffer
	if err := r.sets[lang].ExecuteTemplate(&b, name, data); err != nil {
		return nil, fmt.Errorf("web: template %s: %w", name, err)
	}
	return b.Bytes(), nil
}

var gzips = sync.Pool{New: func() any { //nolint:gochecknoglobals // writers are reused: a new one per request costs 50 times as much
	w, _ := gzip.NewWriterLevel(io.Discard, 5)
	return w
}}

// send writes a personal page: never kept by anyone, compressed with a reused writer.
func send(c *gin.Context, status int, body []byte) {
	h := c.Writer.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-store")
	}
	h.Add("Vary", "Accept-Encoding")
	if !httpx.AcceptsGzip(c.Request) || len(body) < 1024 {
		h.Set("Content-Length", strconv.Itoa(len(body)))
		c.Status(status)
		if c.Request.Method != http.MethodHead {
			c.Writer.Write(body) //nolint:errcheck // the client has gone
		}
		return
	}
	h.Set("Content-Encoding", "gzip")
	c.Status(status)
	if c.Request.Method == http.MethodHead {
		return
	}
	w := gzips.Get().(*gzip.Writer)
	defer gzips.Put(w)
	w.Reset(c.Writer)
	w.Write(body) //nolint:errcheck // the client has gone
	w.Close()     //nolint:errcheck // the client has gone
}
