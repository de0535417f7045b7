package app

import (
	"log/slog"
	"strings"
	"testing"

	"hocso/internal/config"
	"hocso/internal/content"
	"hocso/internal/course"
)

// TestEmbeddedCoursesAreKnown: a second start compiles nothing, for what the binary brings is recognised by its files.
func TestEmbeddedCoursesAreKnown(t *testing.T) {
	ctx := t.Context()
	a, err := open(ctx, config.Config{Data: t.TempDir(), Addr: "127.0.0.1:0"}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer a.store.Close()
	if err := a.publisher().embedded(ctx, a.courses); err != nil {
		t.Fatal(err)
	}
	for _, slug := range content.Courses(a.courses) {
		sources, err := content.Sources(a.courses, slug)
		if err != nil {
			t.Fatal(err)
		}
		if known, err := a.catalog.Known(ctx, slug, course.Manifest(sources)); !known || err != nil {
			t.Errorf("%s is compiled at every start: %v", slug, err)
		}
		v, err := a.catalog.CurrentVersion(ctx, slug)
		if err != nil {
			t.Fatal(err)
		}
		if p, err := a.catalog.Version(ctx, v.ID); err != nil || p.Course.Slug != slug {
			t.Errorf("%s: %v", slug, err)
		}
	}
}

// TestSearchFindsItsOwnExample: what the search box and the guide suggest leads to a course.
func TestSearchFindsItsOwnExample(t *testing.T) {
	ctx := t.Context()
	a, err := open(ctx, config.Config{Data: t.TempDir(), Addr: "127.0.0.1:0"}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer a.store.Close()
	if err := a.publisher().embedded(ctx, a.courses); err != nil {
		t.Fatal(err)
	}
	_, example, ok := strings.Cut(a.i18n.T("vi", "home.search-hint", nil), "Ví dụ: ")
	if !ok {
		t.Fatal("the search box has no example")
	}
	for _, query := range []string{example, "VNeID", "dich vu cong", "mã otp"} {
		found, err := a.catalog.List(ctx, course.Filter{Query: query})
		if len(found) == 0 || err != nil {
			t.Errorf("%q finds nothing: %v", query, err)
		}
	}
}
