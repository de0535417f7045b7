package authoring_test

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"hocso/courses"
	"hocso/internal/account"
	"hocso/internal/authoring"
	"hocso/internal/clock"
	"hocso/internal/content"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/org"
	"hocso/internal/source"
	"hocso/internal/store"
	"hocso/internal/testpg"
)

const slug = "khoa-thu"

// world is the service of drafts over a real database, with the press that reads Markdown. Two communes lie below a
// province, to which the published course belongs.
type world struct {
	*authoring.Service
	t       testing.TB
	db      *store.Store
	catalog *course.Catalog
	clock   *clock.Fake
	people  int

	province, commune, other org.Unit
	first                    course.Version // of the published course
}

// forEachEngine runs a test on SQLite and, where a server is named, on PostgreSQL.
func forEachEngine(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) { test(t, newWorld(t, store.Options{Dir: t.TempDir()})) })
	t.Run("postgres", func(t *testing.T) { test(t, newWorld(t, store.Options{DB: testpg.Database(t)})) })
}

func newWorld(t testing.TB, o store.Options) *world {
	t.Helper()
	w := &world{t: t, clock: clock.NewFake()}
	ids := id.NewSource(nil)
	log := slog.New(slog.DiscardHandler)
	o.Clock, o.IDs, o.Log = w.clock, ids, log
	std, err := content.Standards(courses.FS)
	w.must(err)
	w.db, err = store.Open(t.Context(), o)
	w.must(err)
	t.Cleanup(w.db.Close)
	w.catalog = course.NewCatalog(w.db)
	desk := &source.Desk{Catalog: w.catalog, Proposals: w.db, Standards: std, Release: "thử", Log: log}
	w.Service = &authoring.Service{Store: w.db, Press: source.Press{Desk: desk}, Sources: w.catalog.Files, IDs: ids, Clock: w.clock}
	unit := func(parent org.Unit, name, kind string) org.Unit {
		u, err := org.New(ids, parent, name, kind)
		w.must(err)
		w.must(w.db.AddUnit(t.Context(), u, id.Zero))
		return u
	}
	w.province = unit(org.Unit{}, "Tỉnh Sông Lam", org.Province)
	w.commune, w.other = unit(w.province, "Xã Bản Mây", org.Commune), unit(w.province, "Xã Tân Hòa", org.Commune)
	w.first, err = w.Press.Publish(t.Context(), slug, files("Chữ đầu tiên."), id.Zero)
	w.must(err)
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// person is somebody with a role in a unit.
func (w *world) person(role account.Role, u org.Unit) *account.Caller {
	w.t.Helper()
	w.people++
	n := account.NewAccount{
		Account: account.Account{
			ID: w.IDs.New(), Person: w.IDs.New(), Name: fmt.Sprint("Lò Thị Ánh ", w.people), Unit: u.ID, Audience: "nguoi-dan", PasswordHash: "$argon2id$",
		},
		Contact: account.Contact{Kind: account.Phone, Value: fmt.Sprintf("+849%08d", w.people)},
	}
	w.must(w.db.Register(w.t.Context(), n))
	c := &account.Caller{Account: n.ID, Person: n.Person, Name: n.Name, Unit: u.ID, UnitPath: u.Path}
	if role != account.Learner {
		c.Grants = []account.Grant{{Role: role, Unit: u.ID, Path: u.Path}}
	}
	return c
}

func (w *world) author(u org.Unit) *account.Caller {
	w.t.Helper()
	return w.person(account.Author, u)
}

// draft is the draft of the course, read by somebody who may write it.
func (w *world) draft(c *account.Caller, slug string) authoring.Draft {
	w.t.Helper()
	d, err := w.Draft(w.t.Context(), c, slug)
	w.must(err)
	return d
}

// submitted is a draft of the course with another lesson, in review.
func (w *world) submitted(c *account.Caller, words string) authoring.Draft {
	w.t.Helper()
	w.must(w.Begin(w.t.Context(), c, slug, w.first))
	w.must(w.Save(w.t.Context(), c, slug, lesson(words), 1))
	w.must(w.Submit(w.t.Context(), c, slug, ""))
	return w.draft(c, slug)
}

// words is the lesson of what is published.
func (w *world) words(slug string) string {
	w.t.Helper()
	v, err := w.catalog.CurrentVersion(w.t.Context(), slug)
	w.must(err)
	sources, err := w.catalog.Files(w.t.Context(), v.ID)
	w.must(err)
	for _, f := range sources {
		if f.Path == lessonPath {
			_, text, _ := strings.Cut(string(f.Data), "# Bài\n\n")
			return strings.TrimSpace(text)
		}
	}
	return ""
}

// history lists the numbers of the published versions of the course.
func (w *world) history() []int {
	w.t.Helper()
	all, err := w.catalog.History(w.t.Context(), w.first.CourseID)
	w.must(err)
	out := make([]int, len(all))
	for i, v := range all {
		out[i] = v.Number
	}
	return out
}

const lessonPath = "01-phan/01-bai.md"

func file(path, text string) course.File { return course.File{Path: path, Data: []byte(text)} }

func lesson(words string) course.File {
	return file(lessonPath, "---\ntitle: Bài\nsummary: Tóm tắt.\nminutes: 5\ncompetences: [{ code: \"4.2\", level: 1 }]\n---\n\n# Bài\n\n"+words+"\n")
}

// broken is a lesson that the check refuses.
func broken() course.File { return lesson("![Hình](khong-co.svg)") }

// files are a course of one lesson.
func files(words string) []course.File {
	return []course.File{
		lesson(words), file("01-phan/module.md", "---\ntitle: Phần\n---\n\n# Phần\n"),
		file("course.md", "---\ntitle: Khóa\nsummary: Tóm tắt.\nlanguage: vi\naudience: [nguoi-dan]\nhours: 1\nstandard: TT02-2025\ncompletion: { lessons: all }\n---\n\n# Khóa\n\nChữ.\n"),
	}
}

// wants fails the test unless an error has a kind and, where one is given, a key: its own or that of a refused field.
func wants(t testing.TB, what string, err error, kind fault.Kind, key string) {
	t.Helper()
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || e.Kind != kind {
		t.Errorf("%s: %v, want %s", what, err, kind)
		return
	}
	keys := []string{e.Key}
	for _, f := range e.Fields {
		keys = append(keys, f.Name+" "+f.Key)
	}
	if all := strings.Join(keys, "; "); !strings.Contains(all, key) {
		t.Errorf("%s: %s, want %s", what, all, key)
	}
}
