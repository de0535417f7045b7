package web

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/klauspost/compress/gzip"

	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/httpx"
	"hocso/internal/i18n"
)

func (w *Web) siteRoutes() []Route {
	return []Route{
		{http.MethodGet, "/", "", w.home},
		{http.MethodGet, "/tinh/:name", "", w.r.serveStatic},
		{http.MethodGet, "/tep/:hash/:name", "", w.medium},
		{http.MethodGet, "/khung-nang-luc", "", w.frameworks},
		{http.MethodGet, "/khung-nang-luc/:id", "", w.framework},
		{http.MethodGet, "/doi-chieu", "", w.crosswalk},
		{http.MethodGet, "/huong-dan", "", w.guideList},
		{http.MethodGet, "/huong-dan/:name", "", w.readGuide},
		{http.MethodGet, "/rieng-tu", "", w.privacy},
		{http.MethodGet, "/thiet-ke", "", w.design},
		{http.MethodGet, "/ngon-ngu/:lang", "", w.language},
		{http.MethodGet, "/robots.txt", "", w.robots},
		{http.MethodGet, "/favicon.ico", "", w.favicon},
	}
}

// keptMedium is a picture or download with its compressed form; gzip is nil for what does not shrink.
type keptMedium struct {
	mime      string
	raw, gzip []byte
}

// medium answers /tep/{hash}/{name}. The hash names the bytes, so they may be kept for good.
func (w *Web) medium(c *gin.Context) error {
	hash, ok := course.ParseHash(c.Param("hash"))
	if !ok {
		return fault.Missing()
	}
	m, err := w.readMedium(c.Request.Context(), hash)
	if err != nil {
		return err
	}
	h := c.Writer.Header()
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Content-Type", m.mime)
	// A drawing opened by its own address is a document: it may style itself and do nothing else.
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'")
	switch kind, _, _ := strings.Cut(m.mime, "/"); {
	case kind == "audio" || kind == "video": // players ask for parts
		h.Set("Etag", `"`+hash.String()[:24]+`"`)
		http.ServeContent(c.Writer, c.Request, "", time.Time{}, bytes.NewReader(m.raw))
		return nil
	case kind != "image" && !strings.HasPrefix(m.mime, "text/vtt"):
		h.Set("Content-Disposition", `attachment; filename="`+fileName(c.Param("name"))+`"`)
	}
	body := m.raw
	if m.gzip != nil {
		h.Add("Vary", "Accept-Encoding")
		if httpx.AcceptsGzip(c.Request) {
			h.Set("Content-Encoding", "gzip")
			body = m.gzip
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	c.Status(http.StatusOK)
	if c.Request.Method != http.MethodHead {
		c.Writer.Write(body) //nolint:errcheck // the client has gone
	}
	return nil
}

// fileName keeps of a name what may stand in a header and on every disk.
func fileName(name string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789.-_", r) {
			return r
		}
		return '-'
	}, strings.ToLower(path.Base(name)))
}

// readMedium reads a file of any published version, small ones from memory. Error kind: NotFound.
func (w *Web) readMedium(ctx context.Context, hash course.Hash) (*keptMedium, error) {
	if m, ok := w.kept.media.Peek(hash); ok {
		return m, nil
	}
	m, err := w.Catalog.Media(ctx, hash)
	if err != nil {
		return nil, err
	}
	if len(m.Data) > maxMedium {
		return &keptMedium{mime: m.Type, raw: m.Data}, nil
	}
	return w.kept.media.Get(ctx, hash, func(context.Context) (*keptMedium, error) {
		k := &keptMedium{mime: m.Type, raw: m.Data}
		if m.Type == "image/svg+xml" || strings.HasPrefix(m.Type, "text/") {
			var err error
			if k.gzip, err = deflated(m.Data); err != nil {
				return nil, err
			}
		}
		return k, nil
	})
}

// deflated is b as a gzip stream, as small as it gets: this happens once for each file.
func deflated(b []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err == nil {
		_, err = w.Write(b)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	return out.Bytes(), nil
}

// language remembers the language and comes back to where the visitor was.
func (w *Web) language(c *gin.Context) error {
	lang := c.Param("lang")
	if !slices.Contains(i18n.Languages(), lang) {
		return fault.Missing()
	}
	http.SetCookie(c.Writer, &http.Cookie{ //nolint:gosec // Secure follows the deployment: plain http on a local network is allowed
		Name: "lang", Value: lang, Path: "/", MaxAge: int((365 * 24 * time.Hour).Seconds()),
		HttpOnly: true, Secure: w.Secure, SameSite: http.SameSiteLaxMode,
	})
	c.Header("Cache-Control", "no-store")
	c.Redirect(http.StatusSeeOther, local(c.Query("ve")))
	return nil
}

// robots keeps crawlers from pages that show nothing without a sign-in. Pages that must not be found say noindex
// themselves, which a crawler can only read if it may fetch them.
func (w *Web) robots(c *gin.Context) error {
	c.Header("Cache-Control", "public, max-age=86400")
	c.String(http.StatusOK, "%s", "User-agent: *\nDisallow: /tai-khoan\nDisallow: /cua-toi\nDisallow: /quan-ly\nDisallow: /ngon-ngu/\n")
	return nil
}

func (w *Web) favicon(c *gin.Context) error {
	p, err := w.r.staticPath("icon.svg")
	if err != nil {
		return err
	}
	c.Header("Cache-Control", "public, max-age=86400")
	c.Redirect(http.StatusFound, p)
	return nil
}

// plainPage is a page without anything of its own but its template.
type plainPage struct{ Layout }

// privacyPage names what is kept and which rights there are; the words are messages.
type privacyPage struct {
	Layout
	Done         string
	Issuer       string
	Kept, Rights []string
}

// privacy tells what is kept, why, how long, and which rights people have (Law 91/2025/QH15, Decree 356/2025/NĐ-CP).
func (w *Web) privacy(c *gin.Context) error {
	l, err := w.layout(c, w.t(c, "privacy.title"))
	if err != nil {
		return err
	}
	l.Description = w.t(c, "privacy.lead")
	p := privacyPage{
		Layout: l, Done: w.doneNote(c), Issuer: l.Site.Issuer,
		Kept:   []string{"name", "password", "unit", "progress", "work", "device"},
		Rights: []string{"know", "consent", "withdraw", "access", "rectify", "erase", "complain"},
	}
	if p.Issuer == "" {
		p.Issuer = l.Site.Province
	}
	return w.show(c, http.StatusOK, "privacy", p)
}

// design is the living component page: every part and state with the styles that the site has now.
func (w *Web) design(c *gin.Context) error {
	l, err := w.layout(c, "Bảng thành phần")
	if err != nil {
		return err
	}
	l.NoIndex, l.Styles = true, []string{"thiet-ke.css"}
	return w.show(c, http.StatusOK, "design", plainPage{l})
}
