// Package api is the JSON front, /api/v1. It is written code-first with huma, so that the OpenAPI document cannot
// drift; rules, limits and rights are those of the services behind the pages.
package api

import (
	"context"
	"io/fs"
	"log/slog"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"hocso/internal/account"
	"hocso/internal/assess"
	"hocso/internal/clock"
	"hocso/internal/content"
	"hocso/internal/course"
	"hocso/internal/credential"
	"hocso/internal/fault"
	"hocso/internal/httpx"
	"hocso/internal/i18n"
	"hocso/internal/learning"
	"hocso/internal/notify"
	"hocso/internal/org"
	"hocso/internal/privacy"
	"hocso/internal/standard"
	"hocso/internal/token"
)

// Prefix is where the API lives; a change that breaks clients gets another number.
const Prefix = "/api/v1"

// Deps is what the API is served from.
type Deps struct {
	Accounts    *account.Service
	Org         *org.Service
	Sites       *org.Sites
	Catalog     *course.Catalog
	Learning    *learning.Service
	Assess      *assess.Service
	Credentials *credential.Service
	Privacy     *privacy.Service
	Standards   *standard.Set
	Tokens      *token.Service
	I18n        *i18n.Catalog
	Mail        *notify.Outbox // used only while Accounts.MailResets is set
	BaseURL     string         // of the pages, for links in mails
	Clock       clock.Clock
	Log         *slog.Logger
	Assets      fs.FS
	// Static is the address of a file of the site (its style sheet, its icons), so that documentation and course
	// texts look as they do on the pages.
	Static  func(name string) string
	Version string // of the program, for the OpenAPI document
}

// API is the JSON front.
type API struct {
	Deps
	huma huma.API
	ops  []op
	docs documents
}

// New makes the front; Mount registers it.
func New(d Deps) *API { return &API{Deps: d} }

// Mount registers every operation on the router.
func (a *API) Mount(e *gin.Engine) {
	g := e.Group(Prefix, httpx.LocaleFromHeader, apiHeaders, httpx.RefuseLarge(a.Fail))
	a.huma = humagin.NewWithGroup(e, g, a.config())
	a.systemOps()
	a.authOps()
	a.linkOps()
	a.meOps()
	a.courseOps()
	a.learningOps()
	a.taskOps()
	a.examOps()
	a.resultOps()
	a.credentialOps()
	a.standardOps()
	a.peopleOps()
	a.unitOps()
	a.rightsOps()
	a.describe()
}

func (a *API) config() huma.Config {
	json := huma.DefaultJSONFormat
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{
				Title: "hocso", Version: a.Version, Description: a.I18n.T(i18n.EN, "api.intro", nil),
				License: &huma.License{Name: "MIT", Identifier: "MIT"},
			},
			Servers: []*huma.Server{{URL: Prefix}},
			Components: &huma.Components{
				Schemas: huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer),
				SecuritySchemes: map[string]*huma.SecurityScheme{
					"bearer": {Type: "http", Scheme: "bearer", BearerFormat: "JWT"},
				},
			},
			Tags: a.tags(),
		},
		Formats:                      map[string]huma.Format{"application/json": json, "json": json},
		DefaultFormat:                "application/json",
		RejectUnknownQueryParameters: true,
		Transformers:                 []huma.Transformer{a.translated},
	}
}

// tagNames are the groups of operations in the order of the documentation.
func tagNames() []string {
	return []string{"auth", "me", "courses", "learning", "exam", "credentials", "standards", "people", "units", "system"}
}

func (a *API) tags() []*huma.Tag {
	var out []*huma.Tag
	for _, name := range tagNames() {
		out = append(out, &huma.Tag{Name: name, Description: a.I18n.T(i18n.EN, "api.tag-"+name, nil)})
	}
	return out
}

// apiHeaders: answers depend on the language and are nobody else's to keep.
func apiHeaders(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("Cache-Control", "no-store")
	h.Add("Vary", "Accept-Language")
	h.Set("Content-Language", httpx.Lang(c))
}

// Unrouted answers requests that no route takes: below /api with a problem document, elsewhere with the page.
func (a *API) Unrouted(status int, page gin.HandlerFunc) gin.HandlerFunc {
	return func(c *gin.Context) {
		if c.Request.URL.Path != "/api" && !strings.HasPrefix(c.Request.URL.Path, "/api/") {
			page(c)
			return
		}
		httpx.LocaleFromHeader(c)
		apiHeaders(c)
		if status == http.StatusMethodNotAllowed {
			a.send(c, a.said(c.Request.Context(), status, "method", "api.method", nil))
			return
		}
		a.Fail(c, fault.Missing())
	}
}

// html is compiled HTML as it goes out: the address of the icons filled in.
func (a *API) html(s string) string {
	return strings.ReplaceAll(s, content.SpriteMark, a.Static("icons.svg"))
}

// caller is who asks, nil for the public.
func caller(ctx context.Context) *account.Caller { return httpx.CallerOf(ctx) }
