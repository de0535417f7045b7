package api

import (
	"encoding/base64"
	"reflect"
	"slices"
	"time"

	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/id"
)

// Paging is the input of lists.
type Paging struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"400"`
}

// List is one page of a list.
type List[T any] struct {
	Items []T    `json:"items" nullable:"false"`
	Next  string `json:"next,omitempty"`
}

// page cuts a list that is read whole: key names an item for good, so that what comes or goes elsewhere moves nothing.
func page[T any](items []T, p Paging, key func(T) string) (List[T], error) {
	from := 0
	if p.Cursor != "" {
		name, err := base64.RawURLEncoding.DecodeString(p.Cursor)
		i := slices.IndexFunc(items, func(t T) bool { return key(t) == string(name) })
		if err != nil || i < 0 {
			return List[T]{}, badCursor()
		}
		from = i + 1
	}
	to := min(len(items), from+p.Limit)
	out := List[T]{Items: append([]T{}, items[from:to]...)}
	if to < len(items) {
		out.Next = base64.RawURLEncoding.EncodeToString([]byte(key(items[to-1])))
	}
	return out, nil
}

func badCursor() error {
	var form fault.Form
	form.Refuse("cursor", "api.cursor")
	return form.Err()
}

// each converts a list; the result is never nil, so that JSON has [] and not null.
func each[A, B any](in []A, f func(A) B) []B {
	out := make([]B, len(in))
	for i, v := range in {
		out[i] = f(v)
	}
	return out
}

// when is an instant for JSON, nil for "not yet".
func when(m clock.Micro) *time.Time {
	if m == 0 {
		return nil
	}
	t := m.Time()
	return &t
}

// parseID reads an id of a path; what cannot be one names nothing.
func parseID(s string) (id.ID, error) {
	v, err := id.Parse(s)
	if err != nil {
		return id.Zero, fault.Missing()
	}
	return v, nil
}

// output is what operations answer with: a reply, or done.
type output interface {
	bodyType() reflect.Type // nil: there is no body
	body() any
}

// reply is the output of operations that answer with JSON.
type reply[T any] struct{ Body T }

func (*reply[T]) bodyType() reflect.Type { return reflect.TypeFor[T]() }
func (r *reply[T]) body() any            { return r.Body }

func ok[T any](v T, err error) (*reply[T], error) {
	if err != nil {
		return nil, err
	}
	return &reply[T]{v}, nil
}

// none is the input of operations without any.
type none struct{}

// done is the output of operations that answer 204.
type done struct{}

func (*done) bodyType() reflect.Type { return nil }
func (*done) body() any              { return nil }

func empty(err error) (*done, error) {
	if err != nil {
		return nil, err
	}
	return &done{}, nil
}

// listed is a page of what a query gave, each as the API shows it.
func listed[T, U any](all []T, err error, of func(T) U, p Paging, key func(U) string) (*reply[List[U]], error) {
	if err != nil {
		return nil, err
	}
	return ok(page(each(all, of), p, key))
}
