package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"

	"hocso/internal/httpx"
	"hocso/internal/i18n"
	"hocso/internal/token"
)

// documents are what the API says of itself, rendered once.
type documents struct {
	json func() ([]byte, error)
	yaml func() ([]byte, error)
	page map[string]func() ([]byte, error) // by language
}

// JWKS is the set of public keys (RFC 7517).
type JWKS struct {
	Keys []token.JWK `json:"keys" nullable:"false"`
}

// file is the output of operations that answer with something else than JSON data.
type file struct {
	ContentType  string `header:"Content-Type"`
	CacheControl string `header:"Cache-Control"`
	Body         []byte
}

func (a *API) systemOps() {
	a.docs = documents{
		json: sync.OnceValues(func() ([]byte, error) { return json.Marshal(a.huma.OpenAPI()) }),
		yaml: sync.OnceValues(func() ([]byte, error) { return a.huma.OpenAPI().YAML() }),
		page: map[string]func() ([]byte, error){},
	}
	for _, lang := range i18n.Languages() {
		a.docs.page[lang] = sync.OnceValues(func() ([]byte, error) { return a.docsHTML(lang) })
	}
	const inJSON, inYAML, inHTML = "application/openapi+json", "application/openapi+yaml", "text/html; charset=utf-8"
	get := func(id, path, mime string) op {
		return op{id: id, method: http.MethodGet, path: path, tag: "system", access: blind, mime: mime}
	}
	add(a, get("jwks", "/jwks", ""), a.jwks)
	addFile(a, get("openapi-json", "/openapi.json", inJSON), func(context.Context, *none) (*file, error) {
		return document(inJSON, a.docs.json)
	})
	addFile(a, get("openapi-yaml", "/openapi.yaml", inYAML), func(context.Context, *none) (*file, error) {
		return document(inYAML, a.docs.yaml)
	})
	addFile(a, get("docs", "/docs", "text/html"), func(ctx context.Context, in *struct {
		Lang string `query:"lang" enum:"vi,en"`
	},
	) (*file, error) {
		lang := in.Lang
		if lang == "" {
			lang = httpx.LangOf(ctx)
		}
		return document(inHTML, a.docs.page[lang])
	})
}

func (a *API) jwks(ctx context.Context, _ *none) (*reply[JWKS], error) {
	keys, err := a.Tokens.JWKS(ctx)
	return ok(JWKS{keys}, err)
}

func document(mime string, made func() ([]byte, error)) (*file, error) {
	b, err := made()
	if err != nil {
		return nil, fmt.Errorf("api: %w", err)
	}
	return &file{mime, "no-cache", b}, nil
}
