package course

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// named is a course of lessons by "module/lesson". A part of a name may say what it was: "mot<hai/b<a" is lesson b, once
// a, of module mot, once hai.
func named(lessons ...string) *Course {
	c := &Course{Slug: "khoa"}
	for _, l := range lessons {
		m, s := split(l, '/')
		module, was := split(m, '<')
		lesson, once := split(s, '<')
		i := slices.IndexFunc(c.Modules, func(m Module) bool { return m.Slug == module })
		if i < 0 {
			i = len(c.Modules)
			c.Modules = append(c.Modules, Module{Slug: module, Was: was})
		}
		c.Modules[i].Lessons = append(c.Modules[i].Lessons, Lesson{Slug: lesson, Was: once})
	}
	return c
}

func split(s string, at rune) (before, after string) {
	for i, r := range s {
		if r == at {
			return s[:i], s[i+1:]
		}
	}
	return s, ""
}

// TestFormerNames: people's reading follows a lesson through every way in which authors rename and move, also where the
// declaration of an earlier renaming still stands beside a new one.
func TestFormerNames(t *testing.T) {
	for name, tt := range map[string]struct {
		before, after []string
		want          map[string]string
	}{
		"nothing":                    {[]string{"m/a", "m/b"}, []string{"m/a", "m/b"}, map[string]string{"m/a": "m/a", "m/b": "m/b"}},
		"another order":              {[]string{"m/a", "m/b"}, []string{"m/b", "m/a"}, map[string]string{"m/a": "m/a", "m/b": "m/b"}},
		"a lesson renamed":           {[]string{"m/a"}, []string{"m/b<a"}, map[string]string{"m/a": "m/b"}},
		"a module renamed":           {[]string{"m/a"}, []string{"n<m/a"}, map[string]string{"m/a": "n/a"}},
		"both at once":               {[]string{"m/a"}, []string{"n<m/b<a"}, map[string]string{"m/a": "n/b"}},
		"a lesson moved":             {[]string{"m/a", "m/b", "n/c"}, []string{"m/a", "n/c", "n/b"}, map[string]string{"m/a": "m/a", "m/b": "n/b", "n/c": "n/c"}},
		"moved and renamed":          {[]string{"m/a", "n/c"}, []string{"n/c", "n/b<a"}, map[string]string{"m/a": "n/b", "n/c": "n/c"}},
		"names exchanged":            {[]string{"m/a", "m/b"}, []string{"m/a<b", "m/b<a"}, map[string]string{"m/a": "m/a", "m/b": "m/b"}}, // a name that stands is the lesson's
		"an old lesson's name taken": {[]string{"m/a"}, []string{"m/b<a", "m/a"}, map[string]string{"m/a": "m/a"}},
		"renamed in silence":         {[]string{"m/a"}, []string{"m/b"}, map[string]string{}},
		"gone":                       {[]string{"m/a", "m/b"}, []string{"m/b"}, map[string]string{"m/b": "m/b"}},
		"two lessons say the same":   {[]string{"m/a"}, []string{"m/b<a", "m/c<a"}, map[string]string{"m/a": "m/b"}},
		"an old renaming stays":      {[]string{"m/b<a"}, []string{"m/b<a"}, map[string]string{"m/b": "m/b"}},
		"a module, after a lesson":   {[]string{"m/b<a"}, []string{"n<m/b<a"}, map[string]string{"m/b": "n/b"}},
		"moved, after a renaming":    {[]string{"m/b<a", "n/c"}, []string{"n/c", "n/b<a"}, map[string]string{"m/b": "n/b", "n/c": "n/c"}},
		"a lesson, after a module": {
			[]string{"m/a", "n<o/a"}, []string{"m/a", "n<o/b<a"}, map[string]string{"m/a": "m/a", "n/a": "n/b"},
		},
		"same slugs in two modules": {[]string{"m/a", "n/a"}, []string{"m/b<a", "n/a"}, map[string]string{"m/a": "m/b", "n/a": "n/a"}},
		"a slug of two modules moved": { // whose it was cannot be known
			[]string{"m/a", "n/a"}, []string{"o/a"}, map[string]string{},
		},
	} {
		before, after := named(tt.before...), named(tt.after...)
		if diff := cmp.Diff(tt.want, Diff(before, after).Kept(before)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestKeptIsOneToOne: whatever authors do to a course, no reading is counted for two lessons, none is invented, and what
// is neither kept nor told as gone or changed does not exist.
func TestKeptIsOneToOne(t *testing.T) {
	slug := rapid.SampledFrom([]string{"a", "b", "c", "d"})
	courses := rapid.Custom(func(t *rapid.T) *Course {
		var lessons []string
		for _, m := range rapid.SliceOfNDistinct(slug, 1, 3, rapid.ID[string]).Draw(t, "modules") {
			module := m
			if rapid.Bool().Draw(t, "was") {
				module += "<" + slug.Draw(t, "former")
			}
			for _, l := range rapid.SliceOfNDistinct(slug, 1, 3, rapid.ID[string]).Draw(t, "lessons") {
				if rapid.Bool().Draw(t, "was") {
					l += "<" + slug.Draw(t, "former")
				}
				lessons = append(lessons, module+"/"+l)
			}
		}
		c := named(lessons...)
		for _, p := range c.Places() {
			text := rapid.SampledFrom([]string{"", "gần đây", strings.Repeat("chuyển tiền ", 20), strings.Repeat("gọi điện ", 20)}).Draw(t, "text")
			p.Lesson.Blocks = []Block{{HTML: "<p>" + text + "</p>"}}
		}
		return c
	})
	rapid.Check(t, func(t *rapid.T) {
		before, after := courses.Draw(t, "before"), courses.Draw(t, "after")
		changes := Diff(before, after)
		kept := changes.Kept(before)
		seen := map[string]string{}
		for was, is := range kept {
			if other, twice := seen[is]; twice {
				t.Fatalf("%s counts for %s and for %s", is, was, other)
			}
			seen[is] = was
			if _, ok := after.Find(split(is, '/')); !ok {
				t.Fatalf("%s became %s, which is not there", was, is)
			}
			if _, ok := before.Find(split(was, '/')); !ok {
				t.Fatalf("%s was never there", was)
			}
		}
		told := maps.Clone(seen)
		for _, l := range changes.Lessons {
			switch l.Kind {
			case Added, Changed:
				told[l.Key] = l.Was
			case Removed:
				if kept[l.Was] != "" {
					t.Fatalf("%s went and is kept", l.Was)
				}
			case Renamed, Mended:
			}
		}
		for _, p := range after.Places() {
			if _, ok := told[p.Key()]; !ok {
				t.Fatalf("nothing is said of %s: %+v", p.Key(), changes)
			}
		}
	})
}

// TestCourseAgainstItself: nothing differs from itself, and every lesson stays what it is called.
func TestCourseAgainstItself(t *testing.T) {
	for _, c := range []*Course{taught(), reading(), sample(), named("m<n/b<a", "n/b", "o<m/a<b"), {}} {
		changes := Diff(c, c)
		if !changes.Empty() {
			t.Errorf("%s differs from itself: %+v", c.Slug, changes)
		}
		for was, is := range changes.Kept(c) {
			if was != is {
				t.Errorf("%s became %s", was, is)
			}
		}
		if got := CheckAgainst([]Edition{{1, c}}, c); got != nil {
			t.Errorf("%s contradicts itself: %s", c.Slug, fmt.Sprint(got))
		}
	}
}
