package store

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"hocso/internal/account"
	"hocso/internal/assess"
	"hocso/internal/clock"
	"hocso/internal/course"
	"hocso/internal/credential"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/learning"
	"hocso/internal/org"
	"hocso/internal/privacy"
	"hocso/internal/standard"
	"hocso/internal/testpg"
)

// world is a small province over a real database, with the real services and a published course.
type world struct {
	*Store
	t       testing.TB
	clock   *clock.Fake
	ids     *id.Source
	opts    Options
	catalog *course.Catalog
	std     *standard.Set

	learning   *learning.Service
	assess     *assess.Service
	credential *credential.Service
	privacy    *privacy.Service
	list       *memoryList

	province, commune, hamlet org.Unit
	course                    course.Version
}

// Units of the world have fixed ids, so that a copied database is found again.
func unitOfWorld(n byte, parent org.Unit, kind string) org.Unit {
	u := org.Unit{ID: id.ID{0: 1, 15: n}, ParentID: parent.ID, Name: "Đơn vị " + string('0'+n), Kind: kind}
	u.Path = append(bytes.Clone(parent.Path), u.ID[:]...)
	return u
}

// compose opens a store and puts the services over it.
func compose(ctx context.Context, o Options) (*world, error) {
	w := &world{ids: id.NewSource(nil), std: standard.NewSet(nil, nil)}
	if o.Clock == nil {
		o.Clock = clock.NewFake()
	}
	w.clock = o.Clock.(*clock.Fake)
	o.IDs = w.ids
	w.opts = o
	var err error
	if w.Store, err = Open(ctx, o); err != nil {
		return nil, err
	}
	w.province = unitOfWorld(1, org.Unit{}, org.Province)
	w.commune = unitOfWorld(2, w.province, org.Commune)
	w.hamlet = unitOfWorld(3, w.commune, org.Hamlet)
	log := slog.New(slog.DiscardHandler)
	w.catalog = course.NewCatalog(w.Store)
	w.credential = &credential.Service{
		Store: w.Store, IDs: w.ids, Log: log, Issuer: func(context.Context) (string, error) { return "Sở Khoa học và Công nghệ", nil },
	}
	w.learning = &learning.Service{Store: w.Store, Catalog: w.catalog, Clock: w.clock, Log: log, Completed: w.credential.Completed}
	w.assess = &assess.Service{
		Store: w.Store, Catalog: w.catalog, Standards: w.std, IDs: w.ids, Clock: w.clock, Log: log, Submitted: w.learning.SettleAttempt,
	}
	w.list = &memoryList{}
	w.privacy = &privacy.Service{
		Store: w.Store, List: w.list, Learning: w.learning, Assess: w.assess, Credentials: w.credential, Clock: w.clock, Log: log,
		Accounts: &account.Service{Store: w.Store, IDs: w.ids, Clock: w.clock},
	}
	w.course, err = w.catalog.CurrentVersion(ctx, courseSlug)
	if fault.Is(err, fault.NotFound) {
		err = w.seed(ctx)
	}
	return w, err
}

// memoryList is a list of erasures that outlives a world's database.
type memoryList struct {
	lines []privacy.Erased
	full  error // what readying and adding answer
	late  error // what adding answers
}

func (l *memoryList) Read() ([]privacy.Erased, error) { return l.lines, nil }

func (l *memoryList) Ready() error { return l.full }

func (l *memoryList) Add(lines []privacy.Erased) error {
	if err := cmp.Or(l.full, l.late); err != nil {
		return err
	}
	l.lines = append(l.lines, lines...)
	return nil
}

// seed makes the units and publishes the course.
func (w *world) seed(ctx context.Context) (err error) {
	for _, u := range []org.Unit{w.province, w.commune, w.hamlet} {
		if err := w.AddUnit(ctx, u, id.Zero); err != nil {
			return err
		}
	}
	w.course, err = w.catalog.Publish(ctx, draft(1))
	return err
}

// seeded is a SQLite database as seed leaves it, made once a run. The log belongs to it: closing need not empty it.
var seeded = sync.OnceValues(func() (map[string][]byte, error) {
	dir, err := os.MkdirTemp("", "hocso-store")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	w, err := compose(context.Background(), Options{Dir: dir})
	if err != nil {
		return nil, err
	}
	w.Close()
	return databaseIn(dir)
})

// databaseIn reads the files of a closed database.
func databaseIn(dir string) (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, name := range []string{"hocso.db", "hocso.db-wal"} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		files[name] = b
	}
	return files, nil
}

// copySeeded puts the seeded database into a folder.
func copySeeded(t testing.TB, dir string) {
	t.Helper()
	files, err := seeded()
	if err != nil {
		t.Fatal(err)
	}
	writeFiles(t, dir, files)
}

func writeFiles(t testing.TB, dir string, files map[string][]byte) {
	t.Helper()
	for name, b := range files {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// newWorld is a world on SQLite, in a folder of its own.
func newWorld(t testing.TB) *world {
	t.Helper()
	dir := t.TempDir()
	copySeeded(t, dir)
	return openWorld(t, Options{Dir: dir})
}

func openWorld(t testing.TB, o Options) *world {
	t.Helper()
	w, err := compose(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	w.t = t
	t.Cleanup(w.Close)
	return w
}

// forEachEngine runs a test on SQLite and, where a server is named, on PostgreSQL.
func forEachEngine(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) { test(t, newWorld(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, openWorld(t, Options{DB: testpg.Database(t)})) })
}

// person is somebody with an account and no password that anyone checks.
func (w *world) person(n int, unit org.Unit) *account.Caller {
	w.t.Helper()
	a := w.newAccount(n, unit)
	if err := w.Register(w.t.Context(), a); err != nil {
		w.t.Fatal(err)
	}
	return &account.Caller{
		Account: a.ID, Person: a.Person, Session: w.ids.New(), Name: a.Name, Audience: a.Audience, Unit: unit.ID, UnitPath: unit.Path,
	}
}

func (w *world) newAccount(n int, unit org.Unit) account.NewAccount {
	return account.NewAccount{
		Account: account.Account{
			ID: w.ids.New(), Person: w.ids.New(), Name: fmt.Sprintf("Lò Thị Ánh %d", n), Unit: unit.ID, Audience: "nguoi-dan",
			PasswordHash: "$argon2id$",
		},
		Contact: account.Contact{Kind: account.Phone, Value: fmt.Sprintf("+849%08d", n)}, Consent: account.ConsentVersion,
	}
}

// enrol enrols a person in the world's course.
func (w *world) enrol(c *account.Caller) learning.Enrolment {
	w.t.Helper()
	if err := w.learning.Enrol(w.t.Context(), c, courseSlug, assess.Key{}); err != nil {
		w.t.Fatal(err)
	}
	e, err := w.Enrolment(w.t.Context(), c.Person, w.course.CourseID)
	if err != nil {
		w.t.Fatal(err)
	}
	return e
}

// start begins an attempt of an enrolled person.
func (w *world) start(c *account.Caller) *assess.Attempt {
	w.t.Helper()
	a, err := w.assess.Start(w.t.Context(), c, w.course.CourseID, assess.Key{})
	if err != nil {
		w.t.Fatal(err)
	}
	return w.attempt(c, a)
}

func (w *world) attempt(c *account.Caller, a id.ID) *assess.Attempt {
	w.t.Helper()
	out, err := w.Attempt(w.t.Context(), c.Person, a)
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

// save keeps an answer as a front does: with the question as it was read before.
func (w *world) save(c *account.Caller, attempt id.ID, position int, answer assess.Answer, flagged bool, sequence int64, k assess.Key) (assess.Saved, error) {
	seat, err := w.assess.Seat(w.t.Context(), c, attempt, position)
	if err != nil {
		return assess.Saved{}, err
	}
	return w.assess.Save(w.t.Context(), c, seat, answer, flagged, sequence, k)
}

// answer is an answer to an item, right or wrong.
func (w *world) answer(it assess.Item, right bool) assess.Answer {
	w.t.Helper()
	bank, err := w.catalog.Bank(w.t.Context(), w.course)
	if err != nil {
		w.t.Fatal(err)
	}
	for i := range bank {
		if bank[i].ID == it.Question {
			return answerTo(&bank[i], right)
		}
	}
	w.t.Fatalf("%s is not in the bank", it.Question)
	return assess.Answer{}
}

// healthy fails the test when the doctor finds anything.
func (w *world) healthy() {
	w.t.Helper()
	for _, d := range w.differences() {
		w.t.Error(d)
	}
}

func (w *world) differences() []Difference {
	w.t.Helper()
	var out []Difference
	// A catalogue of its own: nothing that was read before is believed.
	err := w.Doctor(w.t.Context(), course.NewCatalog(w.Store), w.std, func(d Difference) { out = append(out, d) })
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

// sql runs a statement behind the store's back. It must change something.
func (w *world) sql(query string, args ...any) {
	w.t.Helper()
	driver, dsn := "sqlite", sqliteDSN(filepath.Join(w.opts.Dir, "hocso.db"), false)
	if w.opts.DB != "" {
		driver, dsn = "pgx", w.opts.DB
	}
	pool, err := sql.Open(driver, dsn)
	if err != nil {
		w.t.Fatal(err)
	}
	defer pool.Close()
	res, err := pool.ExecContext(w.t.Context(), query, args...)
	if err != nil {
		w.t.Fatalf("%s: %v", query, err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		w.t.Fatalf("%s: %d rows changed, %v", query, n, err)
	}
}

// value reads one value behind the store's back.
func value[T any](w *world, query string, args ...any) (v T) {
	w.t.Helper()
	if err := w.reads.QueryRowContext(w.t.Context(), query, args...).Scan(&v); err != nil {
		w.t.Fatalf("%s: %v", query, err)
	}
	return v
}
