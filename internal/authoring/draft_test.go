package authoring_test

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"hocso/internal/account"
	"hocso/internal/authoring"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/org"
	"hocso/internal/vntext"
)

func TestPaths(t *testing.T) {
	for _, p := range []string{
		"course.md", "glossary.en.md", "hinh-1.svg", "01-mo-dau/module.md", "01-mo-dau/12-bai.md", "bank/01-cau-hoi.md", "bank/hinh_a.png",
		"01-a/b.c.jpeg", "a.7z", strings.Repeat("a", 157) + ".md",
	} {
		if !authoring.Path(p) {
			t.Errorf("%q is refused", p)
		}
	}
	for _, p := range []string{
		"", "course", ".md", ".git.md", "a.", "a.x", "a.abcdef", strings.Repeat("a", 158) + ".md", // no name, no ending, too long
		"Course.md", "bài.md", "a b.md", "a%2f.md", "a\x00.md", "a.md\n", "a\\b.md", // signs that are read otherwise elsewhere
		"/course.md", "../course.md", "bank/../course.md", "a..md", "./course.md", "bank//a.md", // out of the folder, or round about
		"_shared/a.md", "../_shared/a.md", "banks/a.md", "bank/a/b.md", "01-a/02-b/c.md", // not a course's own folders
		"1-a/b.md", "01_a/b.md", "01-/b.md", "01-a-/b.md", "01-A/b.md",
	} {
		if authoring.Path(p) {
			t.Errorf("%q is taken", p)
		}
	}
}

// FuzzPath: whatever is taken for a path lies within the course's folder, at most one folder deep, and is the same on
// every disk and in every address.
func FuzzPath(f *testing.F) {
	for _, seed := range []string{"course.md", "01-a/01-b.md", "bank/a.svg", "../x.md", "a..md", "/a.md", "bank/../a.md"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, p string) {
		if !authoring.Path(p) {
			return
		}
		if !fs.ValidPath(p) || path.Clean(p) != p || strings.Count(p, "/") > 1 || strings.Contains(p, "..") || p != strings.ToLower(p) || path.Ext(p) == "" {
			t.Errorf("%q was taken", p)
		}
		if strings.Trim(p, "abcdefghijklmnopqrstuvwxyz0123456789-_./") != "" {
			t.Errorf("%q has signs that addresses and disks read otherwise", p)
		}
	})
}

// FuzzSlug: what names a course is what its title's words would be as an address, and nothing needs to be escaped.
func FuzzSlug(f *testing.F) {
	for _, seed := range []string{"khoa-thu", "a", "A", "1a", "a-", "a--b", "khóa", strings.Repeat("a", 65)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if authoring.Slug(s) && (vntext.Slug(s) != s || len(s) > 64 || s[0] < 'a' || s[0] > 'z') {
			t.Errorf("%q was taken", s)
		}
		if made := vntext.Slug(s); made != "" && len(made) <= 64 && made[0] >= 'a' && made[0] <= 'z' && !authoring.Slug(made) {
			t.Errorf("%q, made of %q, was not taken", made, s)
		}
	})
}

// TestNewCourseIsRefused names every field at once and stores nothing.
func TestNewCourseIsRefused(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		communal, above := w.author(w.commune), w.author(w.province)
		for _, tt := range []struct {
			name, slug, title string
			c                 *account.Caller
			unit              org.Unit
			kind              fault.Kind
			keys              []string
		}{
			{"no title", "khoa-xa", " \u200b", communal, w.commune, fault.Invalid, []string{"title authoring.title-missing"}},
			{"no slug", "", "Khóa", communal, w.commune, fault.Invalid, []string{"slug authoring.slug-form"}},
			{"a slug that is none", "Khoa_Xa", "Khóa", communal, w.commune, fault.Invalid, []string{"slug authoring.slug-form"}},
			{"a slug that is too long", strings.Repeat("a", 65), "Khóa", communal, w.commune, fault.Invalid, []string{"slug authoring.slug-form"}},
			{"neither", "-", "", communal, w.commune, fault.Invalid, []string{"title authoring.title-missing", "slug authoring.slug-form"}},
			{"a published course's slug", slug, "Khóa", above, w.province, fault.Invalid, []string{"slug authoring.slug-taken"}},
			{"one that the caller may not write", slug, "", communal, w.commune, fault.Invalid, []string{"title authoring.title-missing", "slug authoring.slug-taken"}},
			{"for the unit above", "khoa-xa", "Khóa", communal, w.province, fault.NotFound, nil},
			{"for the unit beside", "khoa-xa", "Khóa", communal, w.other, fault.NotFound, nil},
			{"by a manager", "khoa-xa", "Khóa", w.person(account.Manager, w.commune), w.commune, fault.NotFound, nil},
			{"by the public", "khoa-xa", "Khóa", nil, w.commune, fault.NotFound, nil},
		} {
			err := w.Create(ctx, tt.c, tt.unit, tt.slug, tt.title, files("x"))
			wants(t, tt.name, err, tt.kind, strings.Join(tt.keys, "; "))
		}
		if drafts, err := w.Drafts(ctx, above); err != nil || len(drafts) != 0 {
			t.Errorf("%d drafts were stored, %v", len(drafts), err)
		}
		w.must(w.Create(ctx, above, w.commune, "khoa-xa", "Khóa", files("x"))) // the province writes for a commune
		wants(t, "a second draft", w.Create(ctx, communal, w.commune, "khoa-xa", "Khóa", files("y")), fault.Invalid, "slug authoring.slug-taken")
		if d := w.draft(communal, "khoa-xa"); d.Unit != w.commune.ID || d.UnitName != w.commune.Name || !d.Base.IsZero() || d.State != authoring.Writing {
			t.Errorf("it begins as %+v", d)
		}
	})
}

// TestDraftsOfAScope: people see the drafts that they may write, the one changed last first.
func TestDraftsOfAScope(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		above, here, beside := w.author(w.province), w.author(w.commune), w.author(w.other)
		listed := func(c *account.Caller) string {
			t.Helper()
			all, err := w.Drafts(ctx, c)
			w.must(err)
			var out []string
			for _, d := range all {
				out = append(out, d.Slug)
			}
			return strings.Join(out, " ")
		}
		for _, begin := range []func() error{
			func() error { return w.Begin(ctx, above, slug, w.first) },
			func() error { return w.Create(ctx, here, w.commune, "cua-xa", "Khóa", files("x")) },
			func() error { return w.Create(ctx, beside, w.other, "cua-xa-khac", "Khóa", files("x")) },
		} {
			w.must(begin())
			w.clock.Advance(time.Minute)
		}
		both := &account.Caller{Account: here.Account, Grants: slices.Concat(here.Grants, beside.Grants)}
		for _, tt := range []struct {
			who  string
			c    *account.Caller
			want string
		}{
			{"the province", above, "cua-xa-khac cua-xa khoa-thu"},
			{"a commune", here, "cua-xa"},
			{"the other", beside, "cua-xa-khac"},
			{"both communes", both, "cua-xa-khac cua-xa"},
			{"a manager", w.person(account.Manager, w.province), ""},
			{"the public", nil, ""},
		} {
			if got := listed(tt.c); got != tt.want {
				t.Errorf("%s: %q, want %q", tt.who, got, tt.want)
			}
		}
		w.must(w.Save(ctx, above, slug, lesson("mới"), 1))
		if got := listed(above); got != "khoa-thu cua-xa-khac cua-xa" {
			t.Errorf("after a save: %q", got)
		}
	})
}

// TestDiscarding throws away the draft and nothing else: not what is published, and not the course's next draft.
func TestDiscarding(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		one, two := w.author(w.province), w.author(w.province)
		old := w.submitted(one, "Bỏ đi.")
		w.must(w.Comment(ctx, two, slug, "Không cần nữa"))
		wants(t, "by an author of a commune", w.Discard(ctx, w.author(w.commune), slug), fault.NotFound, "")
		w.must(w.Discard(ctx, two, slug))
		wants(t, "twice", w.Discard(ctx, one, slug), fault.NotFound, "")
		_, err := w.db.DraftFile(ctx, old.ID, lessonPath)
		wants(t, "a file of it", err, fault.NotFound, "")
		if notes, err := w.db.DraftNotes(ctx, old.ID); err != nil || len(notes) != 0 {
			t.Errorf("left: %+v, %v", notes, err)
		}
		if w.words(slug) != "Chữ đầu tiên." || len(w.history()) != 1 {
			t.Errorf("published is %q, versions %v", w.words(slug), w.history())
		}
		w.must(w.Begin(ctx, one, slug, w.first))
		if d := w.draft(one, slug); d.ID == old.ID || d.State != authoring.Writing {
			t.Errorf("begun again: %+v", d)
		}
		f, err := w.db.DraftFile(ctx, w.draft(one, slug).ID, lessonPath)
		if err != nil || f.Revision != 1 || strings.Contains(string(f.Data), "Bỏ đi.") {
			t.Errorf("it begins with revision %d, %q, %v", f.Revision, f.Data, err)
		}
	})
}

// TestWhatADraftHolds: single files and their number are bounded; what is there can be saved all the same.
func TestWhatADraftHolds(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		one := w.author(w.commune)
		many := files("x")
		for n := len(many); n < authoring.MaxFiles-1; n++ {
			many = append(many, file(fmt.Sprintf("bank/%d.md", n), "x"))
		}
		w.must(w.Create(ctx, one, w.commune, "khoa-xa", "Khóa", many))
		save := func(f course.File, revision int) error { return w.Save(ctx, one, "khoa-xa", f, revision) }
		sized := func(path string, size int) course.File { return course.File{Path: path, Data: make([]byte, size)} }
		for _, tt := range []struct {
			name string
			f    course.File
			key  string
		}{
			{"a text that is too large", sized("glossary.md", authoring.MaxText+1), "text authoring.too-large"},
			{"a picture that is too large", sized("a.png", authoring.MaxPicture+1), "text authoring.too-large"},
			{"a recording that is too large", sized("a.mp3", authoring.MaxFile+1), "text authoring.too-large"},
			{"a name that is none", sized("../a.md", 1), "path authoring.path-form"},
		} {
			wants(t, tt.name, save(tt.f, 0), fault.Invalid, tt.key)
		}
		w.must(save(sized("a.png", authoring.MaxPicture), 0)) // the last that has room
		wants(t, "one more file", save(sized("glossary.md", 1), 0), fault.Conflict, "authoring.files")
		w.must(save(sized(lessonPath, authoring.MaxText), 1))
		w.must(w.Rename(ctx, one, "khoa-xa", []authoring.Move{{From: "a.png", To: "01-phan/a.png"}}))
		w.must(w.Delete(ctx, one, "khoa-xa", []string{"bank/9.md"}))
		w.must(save(sized("glossary.md", 1), 0))
		wants(t, "one more file again", save(sized("b.png", 1), 0), fault.Conflict, "authoring.files")
	})
}
