package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"hocso/internal/fault"
	"hocso/internal/httpx"
)

const problemType = "application/problem+json"

// Problem is an error as RFC 9457 has it.
type Problem struct { //nolint:errname // the name of the type in the document
	Type      string         `json:"type" format:"uri-reference"`
	Title     string         `json:"title"`
	Status    int            `json:"status"`
	Detail    string         `json:"detail"`
	Key       string         `json:"key"`
	RequestID string         `json:"requestId"`
	Errors    []ProblemField `json:"errors,omitempty" nullable:"false"`

	header http.Header
}

// ProblemField is one refused input.
type ProblemField struct {
	Pointer   string `json:"pointer,omitempty"`
	Parameter string `json:"parameter,omitempty"`
	Detail    string `json:"detail"`
	Key       string `json:"key"`
}

// Error is for logs.
func (p *Problem) Error() string { return p.Key }

// GetStatus is the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is that of RFC 9457.
func (p *Problem) ContentType(string) string { return problemType }

// GetHeaders are Retry-After and WWW-Authenticate where they belong.
func (p *Problem) GetHeaders() http.Header { return p.header }

// kinds lists what "type" can name: the kinds of fault, then those that only an API has.
func kinds() []string {
	var out []string
	for k := fault.Internal; k <= fault.Full; k++ {
		out = append(out, k.String())
	}
	return append(out, "malformed", "content-type", "method")
}

// said makes a problem of a kind with a message.
func (a *API) said(ctx context.Context, status int, kind, key string, args fault.Args) *Problem {
	lang := httpx.LangOf(ctx)
	return &Problem{
		Type: Prefix + "/docs#error-" + kind, Title: a.I18n.T(lang, "api.title-"+kind, nil), Status: status,
		Detail: a.I18n.T(lang, key, args), Key: key, RequestID: httpx.RequestIDOf(ctx), header: http.Header{},
	}
}

// problem turns any error into one that can be sent; details of ours are logged, never sent.
func (a *API) problem(ctx context.Context, err error) *Problem {
	if p, ok := errors.AsType[*Problem](err); ok {
		return p
	}
	e := httpx.Explain(ctx, a.Log, err)
	key := e.Key
	if key == "error.not-found" { // the pages' words speak of a page
		key = "api.not-found"
	}
	p := a.said(ctx, httpx.Status(e.Kind), e.Kind.String(), key, e.Args)
	httpx.SetRetryAfter(p.header, e)
	if e.Kind == fault.Unauthenticated {
		p.header.Set("WWW-Authenticate", "Bearer")
	}
	body := askedOf(ctx).body
	for _, f := range e.Fields {
		pf := ProblemField{Detail: a.I18n.T(httpx.LangOf(ctx), f.Key, f.Args), Key: f.Key}
		if body {
			pf.Pointer = "#/" + escapePointer(f.Name)
		} else {
			pf.Parameter = f.Name
		}
		p.Errors = append(p.Errors, pf)
	}
	return p
}

// escapePointer writes a name as a part of a JSON pointer.
func escapePointer(name string) string {
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
}

// Fail answers an error with a problem document.
func (a *API) Fail(c *gin.Context, err error) {
	a.send(c, a.problem(c.Request.Context(), err))
}

func (a *API) send(c *gin.Context, p *Problem) {
	for name, values := range p.header {
		c.Writer.Header()[name] = values
	}
	b, err := json.Marshal(p)
	if err != nil { // texts and numbers only
		a.Log.ErrorContext(c.Request.Context(), "a problem document failed", "err", err)
	}
	c.Data(p.Status, problemType, append(b, '\n'))
	c.Abort()
}

// translated replaces the English answers of huma's own checks by ours; every other body passes.
func (a *API) translated(ctx huma.Context, _ string, v any) (any, error) {
	m, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	kind, key := fault.Invalid.String(), "error.invalid"
	args := fault.Args{"count": len(m.Errors)}
	switch m.Status {
	case http.StatusBadRequest:
		kind, key = "malformed", "api.malformed"
	case http.StatusUnsupportedMediaType:
		kind, key = "content-type", "api.content-type"
	case http.StatusRequestEntityTooLarge:
		kind, key, args = fault.TooLarge.String(), "error.too-large", fault.Args{"limit": httpx.SizeText(httpx.DefaultBody)}
	case http.StatusInternalServerError:
		kind, key = fault.Internal.String(), "error.internal"
	}
	p := a.said(ctx.Context(), m.Status, kind, key, args)
	if m.Status == http.StatusUnprocessableEntity {
		p.Errors = a.fields(httpx.LangOf(ctx.Context()), m.Errors)
	}
	return p, nil
}
