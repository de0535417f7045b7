package web

import (
	"io/fs"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hocso/assets"
	"hocso/internal/account"
	"hocso/internal/fault"
	"hocso/internal/i18n"
)

var messageOf = regexp.MustCompile(`\bt "([^"]+)"`)

// TestMessagesAreComplete: every key that a template names has its words in both languages, and both have the same keys.
func TestMessagesAreComplete(t *testing.T) {
	c, err := i18n.Load(assets.FS, "i18n")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(c.Keys(i18n.VI), c.Keys(i18n.EN)); d != "" {
		t.Error("keys of one language only:", d)
	}
	err = fs.WalkDir(assets.FS, "templates", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.Name() == "api" { // not pages: their "t" knows the API's keys only
			return fs.SkipDir
		}
		if d.IsDir() {
			return nil
		}
		b, err := fs.ReadFile(assets.FS, path)
		for _, m := range messageOf.FindAllSubmatch(b, -1) {
			if !slices.Contains(c.Keys(i18n.VI), string(m[1])) {
				t.Errorf("%s: no message %q", path, m[1])
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for k := fault.Internal; k <= fault.Full; k++ {
		if key := "error.title-" + k.String(); !slices.Contains(c.Keys(i18n.VI), key) {
			t.Errorf("no message %q", key)
		}
	}
	for _, code := range account.Audiences() {
		if key := "audience." + code; !slices.Contains(c.Keys(i18n.VI), key) {
			t.Errorf("no message %q", key)
		}
	}
}

// TestCountsAreSaidOfAnyNumber: a plural without one of its forms shows the key.
func TestCountsAreSaidOfAnyNumber(t *testing.T) {
	s := newSite(t)
	for _, lang := range i18n.Languages() {
		for _, key := range s.I18n.Keys(lang) {
			for _, n := range []int{0, 1, 2, 5} {
				if got := s.I18n.T(lang, key, fault.Args{"count": n}); got == key {
					t.Errorf("%s %q says nothing of %d", lang, key, n)
				}
			}
		}
	}
	for n, want := range map[int]string{5: "5 phút", 60: "1 giờ", 174: "2 giờ 54 phút"} {
		if got := s.r.minutes("vi", n); got != want {
			t.Errorf("%d minutes: %q, want %q", n, got, want)
		}
	}
}
