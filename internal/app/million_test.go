package app

import (
	"context"
	"database/sql"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"hocso/internal/account"
	"hocso/internal/config"
)

// crowd fills a database with n people: each with an account, a contact, an enrolment, an opened lesson and two records;
// every tenth has sat the exam and holds a confirmation. Ids are random bytes, so that index pages are met at random.
func crowd(b *testing.B, dir string, n int) {
	b.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "hocso.db")+"?_pragma=synchronous(0)&_pragma=cache_size(-262144)&_pragma=temp_store(2)")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	const numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1) "
	steps := []string{
		"CREATE TEMP TABLE here AS SELECT (SELECT id FROM unit WHERE parent_id IS NULL) AS root, c.id AS course, c.version_id AS version FROM course c ORDER BY c.created_at LIMIT 1",
		"CREATE TEMP TABLE place (i INTEGER PRIMARY KEY, id BLOB)",
		"WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 3320) INSERT INTO place SELECT i, randomblob(16) FROM n",
		"INSERT INTO unit (id, parent_id, name, kind, path, valid_from) SELECT p.id, h.root, 'Xã ' || p.i, 'commune', CAST(h.root || p.id AS BLOB), 1 FROM place p, here h",
		"CREATE TEMP TABLE crowd (i INTEGER PRIMARY KEY, person BLOB, account BLOB, enrolment BLOB, attempt BLOB)",
		numbers + "INSERT INTO crowd SELECT i, randomblob(16), randomblob(16), randomblob(16), randomblob(16) FROM n",
		"INSERT INTO person (id, name, sort_key, folded, unit_id, audience, created_at) SELECT c.person, 'Người ' || c.i, randomblob(12), 'nguoi ' || c.i, p.id, 'nguoi-dan', 1 FROM crowd c JOIN place p ON p.i = c.i % 3321",
		"INSERT INTO account (id, person_id, password_hash, created_at) SELECT account, person, '$argon2id$', 1 FROM crowd",
		"INSERT INTO contact (kind, value, account_id, created_at) SELECT 'phone', printf('+845%08d', i), account, 1 FROM crowd",
		"INSERT INTO enrolment (id, person_id, course_id, version_id, enrolled_at, last_at) SELECT c.enrolment, c.person, h.course, h.version, 1, 1 FROM crowd c, here h",
		"INSERT INTO lesson_progress (enrolment_id, lesson, opened_at) SELECT enrolment, 'a/b', 1 FROM crowd",
		"INSERT INTO record (id, kind, person_id, course_id, version_id, subject, data, happened_at, stored_at, unit_id, client_key) SELECT randomblob(16), k.kind, c.person, h.course, h.version, '', '{}', 1, 1, h.root, '' FROM crowd c, here h, (SELECT 'enrolled' AS kind UNION ALL SELECT 'opened') k",
		"INSERT INTO attempt (id, enrolment_id, person_id, course_id, version_id, number, seed, started_at, deadline_at, submitted_at, points, max_points) SELECT c.attempt, c.enrolment, c.person, h.course, h.version, 1, zeroblob(32), 1, 2, 2, '1', '1' FROM crowd c, here h WHERE c.i % 10 = 0",
		"INSERT INTO credential (id, serial, person_id, course_id, version_id, issuer, issued_at) SELECT randomblob(16), printf('CR0WD%015d', c.i), c.person, h.course, h.version, 'x', 1 FROM crowd c, here h WHERE c.i % 10 = 0",
		"INSERT INTO summary (metric, unit_id, course_id, year, detail, amount) SELECT 'enrolled', p.id, h.course, 2026, '', 1 FROM place p, here h",
		"ANALYZE",
	}
	for _, s := range steps {
		args := []any{}
		if strings.Contains(s, "$1") {
			args = append(args, n)
		}
		if _, err := db.ExecContext(b.Context(), s, args...); err != nil {
			b.Fatalf("%.60s: %v", s, err)
		}
	}
}

// town is a site with n people and the requests whose time must not depend on n.
type town struct {
	engine *gin.Engine
	pages  []request
}

type request struct{ name, path, cookie string }

func newTown(b *testing.B, n int) *town {
	b.Helper()
	dir, log := b.TempDir(), slog.New(slog.DiscardHandler)
	a, err := open(b.Context(), config.Config{Data: dir, Addr: "127.0.0.1:0"}, log)
	if err != nil {
		b.Fatal(err)
	}
	people, err := a.seedDemo(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	if err := a.embedded(b.Context()); err != nil {
		b.Fatal(err)
	}
	a.store.Close()
	crowd(b, dir, n)
	if a, err = open(b.Context(), config.Config{Data: dir, Addr: "127.0.0.1:0"}, log); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(a.store.Close)
	t := &town{}
	if t.engine, err = a.engine(people); err != nil {
		b.Fatal(err)
	}
	t.visit(b, a, people[0].Contact, people[3].Contact)
	return t
}

// visit signs a learner and the administrator in and walks to the pages that are compared.
func (t *town) visit(b *testing.B, a *App, learner, administrator string) {
	b.Helper()
	reader, staff := cookieOf(b, a, learner), cookieOf(b, a, administrator)
	p, err := a.catalog.Current(b.Context(), "mot-gio-chuyen-doi-so")
	if err != nil {
		b.Fatal(err)
	}
	course, place := "/khoa-hoc/"+p.Slug, p.Course.Places()[0]
	lesson := course + "/" + place.Key()
	t.do(b, http.MethodPost, course+"/ghi-danh", reader)
	exam := t.do(b, http.MethodPost, course+"/thi", reader).Header().Get("Location")
	t.pages = []request{
		{"catalogue", "/", ""},
		{"catalogue signed in", "/", reader},
		{"course", course, ""},
		{"course signed in", course, reader},
		{"lesson", lesson, ""},
		{"lesson signed in", lesson, reader},
		{"my page", "/cua-toi", reader},
		{"exam question", exam, reader},
		{"check", "/xac-thuc/CR0WD000000000000010", ""},
		{"people of the province", "/quan-ly", staff},
	}
}

func cookieOf(b *testing.B, a *App, contact string) string {
	b.Helper()
	acc, err := a.accounts.ByContact(b.Context(), contact)
	if err != nil {
		b.Fatal(err)
	}
	tokens, err := a.accounts.StartSession(b.Context(), acc, account.Device{Label: "bench"}, false)
	if err != nil {
		b.Fatal(err)
	}
	return "hocso=" + tokens.Token
}

func (t *town) do(b *testing.B, method, path, cookie string) *httptest.ResponseRecorder {
	b.Helper()
	r := httptest.NewRequestWithContext(context.Background(), method, path, strings.NewReader(url.Values{}.Encode()))
	r.Header.Set("Accept-Encoding", "gzip")
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if cookie != "" {
		r.Header.Set("Cookie", cookie)
	}
	w := httptest.NewRecorder()
	t.engine.ServeHTTP(w, r)
	if w.Code >= http.StatusBadRequest {
		b.Fatalf("%s %s: status %d", method, path, w.Code)
	}
	return w
}

// BenchmarkMillionPeople prints for each page the ratio of its time with a million people to that with ten thousand,
// the median of pairs measured in turn (goal: ≤ 1.1), and the time with a million.
func BenchmarkMillionPeople(b *testing.B) {
	small, large := newTown(b, 10_000), newTown(b, 1_000_000)
	for i := range small.pages {
		b.Run(strings.ReplaceAll(small.pages[i].name, " ", "-"), func(b *testing.B) {
			compareTowns(b, small, large, i)
		})
	}
}

func compareTowns(b *testing.B, small, large *town, page int) {
	b.Helper()
	const pairs, batch = 41, 20
	timed := func(t *town) time.Duration {
		begin := time.Now()
		for range batch {
			t.do(b, http.MethodGet, t.pages[page].path, t.pages[page].cookie)
		}
		return time.Since(begin)
	}
	timed(small)
	timed(large)
	ratios, times := make([]float64, pairs), make([]time.Duration, pairs)
	for b.Loop() {
		for i := range pairs {
			s, l := timed(small), timed(large)
			ratios[i], times[i] = float64(l)/float64(s), l/batch
		}
	}
	slices.Sort(ratios)
	slices.Sort(times)
	b.ReportMetric(ratios[pairs/2], "×-of-10k")
	b.ReportMetric(float64(times[pairs/2].Microseconds()), "µs-at-1M")
	b.ReportMetric(0, "ns/op")
}
