package api

import (
	"cmp"
	"context"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"hocso/internal/account"
	"hocso/internal/i18n"
)

// access says who an operation looks at.
type access int

const (
	allowed access = iota // the public too; a token, where there is one, must be good
	blind                 // no token is read: signing in must work beside an expired one
	signed                // a caller with the permission
)

// op is one operation. Its summary is the message "api.op-<id>" in both languages.
type op struct {
	id, method, path, tag string
	access                access
	who                   account.Permission // with signed
	status                int                // of success; 0: 200, or 204 without a body
	errors                []int              // beside those that follow from the rest
	mime                  string             // of success, when it is no JSON data
}

// roles are those that may call the operation, from the account's role table.
func (o op) roles() []string {
	if o.access != signed {
		return []string{"public"}
	}
	var out []string
	for _, r := range account.Roles() {
		if r.May(o.who) {
			out = append(out, string(r))
		}
	}
	return out
}

func (o op) writes() bool { return o.method != http.MethodGet }

// erased is what operations give huma in place of their own output: its code for an operation is large and made anew
// for each pair of input and output, half a megabyte for a hundred of them.
type erased struct{ Body any }

// add registers an operation that answers with JSON data, or with 204 and nothing: document, rights, errors, handler.
func add[I any, O output](a *API, o op, h func(context.Context, *I) (O, error)) {
	body := (*new(O)).bodyType()
	if body == nil {
		o.status = http.StatusNoContent
	}
	d := describe[I](a, o)
	answer := &huma.Response{Description: http.StatusText(cmp.Or(o.status, http.StatusOK))}
	if body != nil {
		schema := a.huma.OpenAPI().Components.Schemas.Schema(body, true, o.id+"Response")
		answer.Content = map[string]*huma.MediaType{"application/json": {Schema: schema}}
	}
	d.Responses[strconv.Itoa(cmp.Or(o.status, http.StatusOK))] = answer
	huma.Register(a.huma, d, func(ctx context.Context, in *I) (*erased, error) {
		out, err := h(ctx, in)
		if err != nil {
			return nil, a.problem(ctx, err)
		}
		if body == nil {
			return nil, nil //nolint:nilnil // nothing is the answer; huma sends the status alone
		}
		return &erased{out.body()}, nil
	})
	if body == nil {
		answer.Content = nil
	}
}

// addFile registers an operation that answers with a document.
func addFile[I any](a *API, o op, h func(context.Context, *I) (*file, error)) {
	huma.Register(a.huma, describe[I](a, o), func(ctx context.Context, in *I) (*file, error) {
		out, err := h(ctx, in)
		if err != nil {
			return nil, a.problem(ctx, err)
		}
		return out, nil
	})
}

// describe is what the document says of an operation, and who may call it.
func describe[I any](a *API, o op) huma.Operation {
	a.ops = append(a.ops, o)
	_, hasBody := reflect.TypeFor[I]().FieldByName("Body")
	return huma.Operation{
		OperationID: o.id, Method: o.method, Path: o.path, Tags: []string{o.tag}, DefaultStatus: o.status,
		Summary: a.I18n.T(i18n.EN, "api.op-"+o.id, nil), Security: o.security(),
		Extensions:      map[string]any{"x-roles": o.roles(), "x-summary-vi": a.I18n.T(i18n.VI, "api.op-"+o.id, nil)},
		Responses:       a.responses(o, hasBody, reflect.TypeFor[I]().NumField() > 0),
		Middlewares:     huma.Middlewares{a.guard(o)},
		BodyReadTimeout: -1, // guard has read the body by then
	}
}

func (o op) security() []map[string][]string {
	switch o.access {
	case signed:
		return []map[string][]string{{"bearer": {}}}
	case allowed:
		return []map[string][]string{{}, {"bearer": {}}}
	case blind:
	}
	return []map[string][]string{}
}

// responses documents every error status that the operation can answer with, and a success that is no JSON.
func (a *API) responses(o op, hasBody, hasInput bool) map[string]*huma.Response {
	codes := append([]int{http.StatusInternalServerError, http.StatusServiceUnavailable}, o.errors...)
	if o.access != blind {
		codes = append(codes, http.StatusUnauthorized)
	}
	if o.access == signed && o.who != account.Learn {
		codes = append(codes, http.StatusForbidden)
	}
	if strings.Contains(o.path, "{") {
		codes = append(codes, http.StatusNotFound)
	}
	if hasInput {
		codes = append(codes, http.StatusUnprocessableEntity)
	}
	if hasBody {
		codes = append(codes, http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	}
	if o.writes() {
		codes = append(codes, http.StatusInsufficientStorage)
	}
	out := map[string]*huma.Response{}
	if o.mime != "" {
		out["200"] = &huma.Response{Content: map[string]*huma.MediaType{o.mime: {Schema: &huma.Schema{Type: huma.TypeString}}}}
	}
	schema := a.huma.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[Problem](), true, "Problem")
	for _, code := range slices.Compact(slices.Sorted(slices.Values(codes))) {
		out[strconv.Itoa(code)] = &huma.Response{
			Description: http.StatusText(code), Content: map[string]*huma.MediaType{problemType: {Schema: schema}},
		}
	}
	return out
}
