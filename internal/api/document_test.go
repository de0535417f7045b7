package api

import (
	"encoding/json"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"testing"

	"hocso/internal/account"
	"hocso/internal/i18n"
)

// openAPI is what the tests read of the document.
type openAPI struct {
	OpenAPI string
	Servers []struct{ URL string }
	Paths   map[string]map[string]struct {
		OperationID string `json:"operationId"`
		Summary     string
		Tags        []string
		Roles       []string `json:"x-roles"`
		SummaryVI   string   `json:"x-summary-vi"`
		Security    *[]map[string][]string
		Parameters  []struct{ Name, In string }
		Responses   map[string]struct {
			Content map[string]struct {
				Schema struct {
					Ref string `json:"$ref"`
				}
			}
		}
	}
}

func (s *site) document() openAPI {
	s.t.Helper()
	return into[openAPI](s.public().get("/openapi.json").want(http.StatusOK))
}

func TestEveryRouteIsDocumented(t *testing.T) {
	s := newSite(t)
	doc := s.document()
	if doc.OpenAPI != "3.1.0" || len(doc.Servers) != 1 || doc.Servers[0].URL != Prefix {
		t.Fatalf("OpenAPI %q at %v", doc.OpenAPI, doc.Servers)
	}
	routes := 0
	for _, r := range s.engine.Routes() {
		if !strings.HasPrefix(r.Path, "/api/") {
			continue
		}
		routes++
		path := strings.TrimPrefix(r.Path, Prefix)
		for part := range strings.SplitSeq(path, "/") {
			if name, is := strings.CutPrefix(part, ":"); is {
				path = strings.Replace(path, part, "{"+name+"}", 1)
			}
		}
		if _, ok := doc.Paths[path][strings.ToLower(r.Method)]; !ok {
			t.Errorf("%s %s is not in the document", r.Method, path)
		}
	}
	documented := 0
	for _, item := range doc.Paths {
		documented += len(item)
	}
	if routes != documented || routes < 45 {
		t.Errorf("%d routes, %d operations in the document", routes, documented)
	}
}

func TestEveryOperationIsDescribed(t *testing.T) {
	s := newSite(t)
	ids := map[string]bool{}
	for path, item := range s.document().Paths {
		for method, o := range item {
			at := method + " " + path
			if o.OperationID == "" || ids[o.OperationID] {
				t.Errorf("%s: id %q is empty or taken", at, o.OperationID)
			}
			ids[o.OperationID] = true
			if strings.HasPrefix(o.Summary, "api.") || strings.HasPrefix(o.SummaryVI, "api.") || o.Summary == "" || o.SummaryVI == o.Summary {
				t.Errorf("%s: summaries %q, %q", at, o.Summary, o.SummaryVI)
			}
			if len(o.Tags) != 1 || !slices.Contains(tagNames(), o.Tags[0]) {
				t.Errorf("%s: tags %v", at, o.Tags)
			}
			if len(o.Roles) == 0 || o.Security == nil {
				t.Errorf("%s: x-roles %v, security %v", at, o.Roles, o.Security)
			}
			for _, r := range o.Roles {
				if r != "public" && !account.Role(r).Known() {
					t.Errorf("%s: unknown role %q", at, r)
				}
			}
			for status, r := range o.Responses {
				if status >= "400" && r.Content[problemType].Schema.Ref != "#/components/schemas/Problem" {
					t.Errorf("%s: %s is no problem document", at, status)
				}
			}
			if _, ok := o.Responses["default"]; ok || len(o.Responses) < 3 {
				t.Errorf("%s: responses %v", at, o.Responses)
			}
		}
	}
}

// TestEverythingIsExplained: every property and parameter has words in both languages, and the page has the reader's.
func TestEverythingIsExplained(t *testing.T) {
	s := newSite(t)
	names := map[string]bool{}
	doc := s.huma.OpenAPI()
	for _, schema := range doc.Components.Schemas.Map() {
		for name, p := range schema.Properties {
			if names[name] = true; p.Description == "" {
				t.Errorf("%s is not described in the document", name)
			}
		}
	}
	for _, o := range s.ops {
		for _, p := range operation(doc, o).Parameters {
			names[p.Name] = true
		}
	}
	for name := range names {
		for _, lang := range i18n.Languages() {
			if !slices.Contains(s.I18n.Keys(lang), "api.field-"+name) {
				t.Errorf("%s: api.field-%s has no text", lang, name)
			}
		}
	}
	page := s.public().get("/docs?lang=vi").body
	if strings.Contains(page, "Telephone number") || !strings.Contains(page, "Số điện thoại hoặc địa chỉ thư điện tử.") {
		t.Error("the Vietnamese page explains in English")
	}
}

// TestDocsPage: the page for people has every operation, works without scripts and foreign hosts, in both languages.
func TestDocsPage(t *testing.T) {
	s := newSite(t)
	for _, lang := range i18n.Languages() {
		p := s.public().with("Accept-Language", lang).get("/docs").want(http.StatusOK)
		if got := p.header.Get("Content-Type"); got != "text/html; charset=utf-8" {
			t.Errorf("content type %q", got)
		}
		if !strings.Contains(p.body, `<html lang="`+lang+`">`) || !strings.Contains(p.body, `href="/tinh/hocso.css"`) {
			t.Errorf("%s: language or style is missing", lang)
		}
		for _, o := range s.ops {
			if !strings.Contains(p.body, `id="op-`+o.id+`">`+template.HTMLEscapeString(s.I18n.T(lang, "api.op-"+o.id, nil))) {
				t.Errorf("%s: %s is missing", lang, o.id)
			}
		}
		for _, k := range kinds() {
			if !strings.Contains(p.body, `id="error-`+k+`"`) {
				t.Errorf("%s: the kind %s is missing", lang, k)
			}
		}
		for _, bad := range []string{"<script", "style=", "http://", "https://", ">api.", "<no value>"} {
			if strings.Contains(strings.ReplaceAll(p.body, "#error-", ""), bad) {
				t.Errorf("%s: the page has %q", lang, bad)
			}
		}
	}
	if a, b := s.public().get("/docs?lang=en").body, s.public().get("/docs?lang=vi").body; a == b {
		t.Error("?lang= changes nothing")
	}
}

func TestDocumentIsYAMLToo(t *testing.T) {
	s := newSite(t)
	p := s.public().get("/openapi.yaml").want(http.StatusOK)
	if !strings.Contains(p.body, "openapi: 3.1.0") || json.Valid([]byte(p.body)) {
		t.Errorf("%.80s", p.body)
	}
}

// TestEveryMessageOfTheAPIHasItsTexts: keys are used by name in this package; each must stand in both languages.
func TestEveryMessageOfTheAPIHasItsTexts(t *testing.T) {
	s := newSite(t)
	var keys []string
	for _, v := range shapes() {
		keys = append(keys, v.key)
	}
	for _, k := range kinds() {
		keys = append(keys, "api.title-"+k)
	}
	keys = append(keys, "api.wrong", "api.forbidden", "api.not-found", "api.not-set-up", "api.method", "api.malformed", "api.content-type",
		"error.text", "api.cursor", "api.role-public", "api.role-learner", "api.role-author", "api.role-manager", "api.role-administrator")
	for _, lang := range i18n.Languages() {
		for _, k := range keys {
			if !slices.Contains(s.I18n.Keys(lang), k) {
				t.Errorf("%s: %s has no text", lang, k)
			}
		}
	}
}
