package store_test

import (
	"strings"
	"testing"
	"time"

	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/org"
	"hocso/internal/store"
)

// newSites is the site's settings over a database of their own, with a clock that stands.
func newSites(t *testing.T) (*org.Sites, *store.Store, *clock.Fake) {
	t.Helper()
	c := clock.NewFrozen(time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC))
	db, err := store.Open(t.Context(), store.Options{Dir: t.TempDir(), Clock: c, IDs: id.NewSource(nil)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	return &org.Sites{Store: db, Clock: c}, db, c
}

// TestSiteOutlivesItsStorage: pages still say whose site it is while the database cannot be read; a server that has never
// read it says so.
func TestSiteOutlivesItsStorage(t *testing.T) {
	sites, db, c := newSites(t)
	ctx := t.Context()
	if err := sites.Change(ctx, org.Site{Province: "Tỉnh Sông Lam", Issuer: "Sở", Help: "1022", Cut: 80}, id.Zero); err != nil {
		t.Fatal(err)
	}
	want, err := sites.Site(ctx)
	if err != nil || want != (org.Site{Province: "Tỉnh Sông Lam", Issuer: "Sở", Help: "1022", Cut: 80}) {
		t.Fatalf("%+v, %v", want, err)
	}
	db.Close()
	c.Advance(time.Hour)
	if got, err := sites.Site(ctx); got != want || err != nil {
		t.Errorf("with the database away: %+v, %v", got, err)
	}
	if issuer, err := sites.Issuer(ctx); issuer != "Sở" || err != nil {
		t.Errorf("the issuer: %q, %v", issuer, err)
	}
	if err := sites.Change(ctx, org.Site{Province: "Tỉnh khác"}, id.Zero); err == nil {
		t.Error("a change that was not stored is said to be")
	}
	if _, err := (&org.Sites{Store: db, Clock: c}).Site(ctx); err == nil {
		t.Error("a server that has read nothing knows the site")
	}
}

// TestAnotherServersChangeIsSeen within two seconds, and one's own at once.
func TestAnotherServersChangeIsSeen(t *testing.T) {
	here, db, c := newSites(t)
	there := &org.Sites{Store: db, Clock: c}
	ctx := t.Context()
	name := func(s *org.Sites) string {
		t.Helper()
		site, err := s.Site(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return site.Province
	}
	if name(here) != "" || name(there) != "" {
		t.Fatal("a new site has a name")
	}
	if err := here.Change(ctx, org.Site{Province: "Tỉnh Sông Lam"}, id.Zero); err != nil {
		t.Fatal(err)
	}
	if name(here) != "Tỉnh Sông Lam" {
		t.Error("one's own change is not seen at once")
	}
	c.Advance(2*time.Second - time.Millisecond)
	if name(there) != "" {
		t.Error("the settings are read at every page")
	}
	c.Advance(time.Millisecond)
	if name(there) != "Tỉnh Sông Lam" {
		t.Error("another server's change is not seen after two seconds")
	}
	c.Advance(-time.Hour) // a clock that was put right
	if err := here.Change(ctx, org.Site{Province: "Tỉnh mới"}, id.Zero); err != nil {
		t.Fatal(err)
	}
	if name(there) != "Tỉnh mới" {
		t.Error("a clock that went back keeps the old settings")
	}
}

// TestSettingsAreHeldToTheirBounds: every field by itself, and nothing is stored with a refusal.
func TestSettingsAreHeldToTheirBounds(t *testing.T) {
	sites, _, _ := newSites(t)
	ctx, good := t.Context(), org.Site{Province: "Tỉnh Sông Lam", Issuer: "Sở", Help: "1022", Cut: 75}
	if err := sites.Change(ctx, good, id.Zero); err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("ấ", 120)
	for _, tt := range []struct {
		name   string
		change func(*org.Site)
		want   string
	}{
		{"no name", func(s *org.Site) { s.Province = " \u200b " }, "province"},
		{"a name that is too long", func(s *org.Site) { s.Province = long + "x" }, "province"},
		{"an issuer that is too long", func(s *org.Site) { s.Issuer = long + "x" }, "issuer"},
		{"words for a number", func(s *org.Site) { s.Help = "gọi 1022" }, "help"},
		{"a number that is too long", func(s *org.Site) { s.Help = strings.Repeat("1", 21) }, "help"},
		{"a cut of half less one", func(s *org.Site) { s.Cut = 49 }, "cut"},
		{"a cut above everything", func(s *org.Site) { s.Cut = 101 }, "cut"},
		{"a cut below nothing", func(s *org.Site) { s.Cut = -1 }, "cut"},
		{"the longest", func(s *org.Site) { s.Province, s.Issuer, s.Help, s.Cut = long, long, "+84 100.000.000", 100 }, ""},
		{"the least", func(s *org.Site) { s.Issuer, s.Help, s.Cut = "", "", 50 }, ""},
		{"no cut is the usual one", func(s *org.Site) { s.Cut = 0 }, ""},
	} {
		before, err := sites.Site(ctx)
		if err != nil {
			t.Fatal(err)
		}
		next := good
		tt.change(&next)
		err = sites.Change(ctx, next, id.Zero)
		if got := refusedFields(err); got != tt.want || err != nil && !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v, want %q refused", tt.name, err, tt.want)
		}
		after, serr := sites.Site(ctx)
		if serr != nil || err != nil && after != before {
			t.Errorf("%s: %+v became %+v, %v", tt.name, before, after, serr)
		}
	}
	if site, err := sites.Site(ctx); err != nil || site.Cut != org.UsualCut {
		t.Errorf("the usual cut is %d, %v", site.Cut, err)
	}
	if issuer, err := sites.Issuer(ctx); err != nil || issuer != "Sở" {
		t.Errorf("the issuer is %q, %v", issuer, err)
	}
}

// refusedFields are the names of the fields that an error refuses.
func refusedFields(err error) string {
	var out []string
	if e, ok := err.(*fault.Error); ok { //nolint:errorlint // the service's own answer, not wrapped
		for _, f := range e.Fields {
			out = append(out, f.Name)
		}
	}
	return strings.Join(out, " ")
}
