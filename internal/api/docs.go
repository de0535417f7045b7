package api

import (
	"bytes"
	"fmt"
	"html/template"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// docsPage is the documentation for people: rendered from the OpenAPI document, complete without scripts or other hosts.
type docsPage struct {
	Lang, Style, Icon, Prefix string
	Tags                      []docsTag
	Types                     []docsType
	Kinds                     []string
}

type docsTag struct {
	Name string
	Ops  []docsOp
}

type docsOp struct {
	ID, Method, Path, Summary string
	Roles                     []string
	Params                    []docsField
	Body                      []docsField
	Result                    docsField
	Status                    string
	Errors                    []string
}

type docsType struct {
	Name   string
	Fields []docsField
}

// docsField is one parameter or property. Ref names the type that it holds, "" for plain ones.
type docsField struct {
	Name, In, Type, Ref, Text string
	Required                  bool
}

// docsHTML renders the page in a language.
func (a *API) docsHTML(lang string) ([]byte, error) {
	t, err := template.New("docs.html").Funcs(template.FuncMap{
		"t": func(key string) string { return a.I18n.T(lang, "api."+key, nil) },
	}).ParseFS(a.Assets, "templates/api/docs.html")
	if err != nil {
		return nil, fmt.Errorf("api: %w", err)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, a.docsView(lang)); err != nil {
		return nil, fmt.Errorf("api: %w", err)
	}
	return b.Bytes(), nil
}

func (a *API) docsView(lang string) docsPage {
	p := docsPage{Lang: lang, Style: a.Static("hocso.css"), Icon: a.Static("icon.svg"), Prefix: Prefix, Kinds: kinds()}
	doc := a.huma.OpenAPI()
	for _, tag := range tagNames() {
		t := docsTag{Name: tag}
		for _, o := range a.ops {
			if o.tag == tag {
				t.Ops = append(t.Ops, a.docsOp(lang, o, operation(doc, o)))
			}
		}
		p.Tags = append(p.Tags, t)
	}
	schemas := doc.Components.Schemas.Map()
	for _, name := range slices.Sorted(maps.Keys(schemas)) {
		p.Types = append(p.Types, docsType{name, a.meanings(lang, fieldsOf(schemas[name]))})
	}
	return p
}

// operation finds an operation in the document.
func operation(doc *huma.OpenAPI, o op) *huma.Operation {
	item := doc.Paths[o.path]
	switch o.method {
	case http.MethodGet:
		return item.Get
	case http.MethodPost:
		return item.Post
	case http.MethodPut:
		return item.Put
	}
	return item.Delete
}

func (a *API) docsOp(lang string, o op, d *huma.Operation) docsOp {
	out := docsOp{ID: o.id, Method: o.method, Path: o.path, Summary: a.I18n.T(lang, "api.op-"+o.id, nil), Roles: o.roles()}
	for _, p := range d.Parameters {
		f := fieldOf(p.Name, p.Schema)
		f.In, f.Required, f.Text = p.In, p.Required, a.meaning(lang, p.Name)
		out.Params = append(out.Params, f)
	}
	if d.RequestBody != nil {
		out.Body = a.meanings(lang, fieldsOf(a.inline(d.RequestBody.Content["application/json"].Schema)))
	}
	for _, status := range slices.Sorted(maps.Keys(d.Responses)) {
		if status >= "400" {
			out.Errors = append(out.Errors, status)
			continue
		}
		out.Status = status
		for mime, media := range d.Responses[status].Content {
			out.Result = fieldOf("", media.Schema)
			out.Result.In = mime
		}
	}
	return out
}

func fieldsOf(s *huma.Schema) []docsField {
	var out []docsField
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		f := fieldOf(name, s.Properties[name])
		f.Required = slices.Contains(s.Required, name)
		out = append(out, f)
	}
	return out
}

// fieldOf says a property's type in a few words.
func fieldOf(name string, s *huma.Schema) docsField {
	f := docsField{Name: name, Type: s.Type, Text: s.Description}
	if s.Items != nil {
		inner := fieldOf("", s.Items)
		f.Type, f.Ref = strings.TrimSpace(s.Type+" of "+inner.Type), inner.Ref
	}
	if s.Ref != "" {
		f.Ref = s.Ref[strings.LastIndexByte(s.Ref, '/')+1:]
		f.Type = ""
	}
	switch {
	case s.Format != "" && s.Type == huma.TypeString:
		f.Type += " (" + s.Format + ")"
	case len(s.Enum) > 0:
		f.Type = strings.ReplaceAll(strings.Trim(fmt.Sprint(s.Enum), "[]"), " ", " | ")
	}
	return f
}
