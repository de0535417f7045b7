package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/gin-gonic/gin"

	"hocso/assets"
	"hocso/courses"
	"hocso/internal/account"
	"hocso/internal/assess"
	"hocso/internal/clock"
	"hocso/internal/content"
	"hocso/internal/course"
	"hocso/internal/credential"
	"hocso/internal/httpx"
	"hocso/internal/i18n"
	"hocso/internal/id"
	"hocso/internal/learning"
	"hocso/internal/org"
	"hocso/internal/privacy"
	"hocso/internal/store"
	"hocso/internal/token"
)

// People of newSite by name; each signs in with testPassword.
const (
	learner      = "0100000001" // of the team below the commune
	author       = "0100000002"
	manager      = "0100000003" // of the commune
	admin        = "0100000004" // of the province
	other        = "0100000005" // a learner of another commune
	testPassword = "mua-tre-dong-gieng"
	testCourse   = "khoa-thu"
)

// site is the API on the real router over a real database of its own.
type site struct {
	*API
	t      testing.TB
	engine *gin.Engine
	store  *store.Store
	clock  *clock.Fake
	units  map[string]org.Unit
}

// seeded is a database with units, people and the test course, made once a run: every site begins on a copy.
var seeded = sync.OnceValues(func() (map[string][]byte, error) {
	dir, err := os.MkdirTemp("", "hocso-api")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	s, err := compose(context.Background(), dir)
	if err != nil {
		return nil, err
	}
	err = s.seed(context.Background())
	s.store.Close()
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, name := range []string{"hocso.db", "hocso.db-wal"} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		files[name] = b
	}
	return files, nil
})

func newSite(t testing.TB) *site {
	t.Helper()
	db, err := seeded()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, b := range db {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s, err := compose(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	s.t = t
	t.Cleanup(s.store.Close)
	root, err := s.Org.Root(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	all, err := s.Org.Under(t.Context(), root.Path)
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range all {
		s.units[u.Name] = u
	}
	return s
}

func compose(ctx context.Context, dir string) (*site, error) {
	log, ids, c := slog.New(slog.DiscardHandler), id.NewSource(nil), clock.NewFake()
	messages, err := i18n.Load(assets.FS, "i18n")
	if err != nil {
		return nil, err
	}
	std, err := content.Standards(courses.FS)
	if err != nil {
		return nil, err
	}
	db, err := store.Open(ctx, store.Options{Dir: dir, Clock: c, IDs: ids, Log: log})
	if err != nil {
		return nil, err
	}
	d := Deps{
		Accounts:  &account.Service{Store: db, IDs: ids, Clock: c, Passwords: account.NewPasswords(), Secret: make([]byte, 32)},
		Org:       &org.Service{Store: db, IDs: ids, Clock: c},
		Sites:     &org.Sites{Store: db, Clock: c},
		Catalog:   course.NewCatalog(db),
		Standards: std, I18n: messages, Clock: c, Log: log, Assets: assets.FS,
		Tokens: &token.Service{Store: db, IDs: ids, Clock: c},
		Static: func(name string) string { return "/tinh/" + name }, Version: "test",
	}
	d.Credentials = &credential.Service{Store: db, IDs: ids, Log: log, Issuer: d.Sites.Issuer}
	d.Learning = &learning.Service{Store: db, Catalog: d.Catalog, Clock: c, Log: log, Completed: d.Credentials.Completed}
	d.Assess = &assess.Service{
		Store: db, Catalog: d.Catalog, Standards: std, IDs: ids, Clock: c, Log: log, Submitted: d.Learning.SettleAttempt,
	}
	d.Privacy = &privacy.Service{
		Store: db, List: store.NewErasureList(dir), Accounts: d.Accounts, Learning: d.Learning, Assess: d.Assess,
		Credentials: d.Credentials, Clock: c, Log: log,
	}
	a := New(d)
	return &site{API: a, engine: newEngine(a, ids), store: db, clock: c, units: map[string]org.Unit{}}, nil
}

func newEngine(a *API, ids *id.Source) *gin.Engine {
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	e.HandleMethodNotAllowed = true
	e.Use(httpx.Base(httpx.Options{Log: a.Log, IDs: ids})...)
	a.Mount(e)
	page := func(c *gin.Context) { c.String(http.StatusNotFound, "a page") }
	e.NoRoute(a.Unrouted(http.StatusNotFound, page))
	e.NoMethod(a.Unrouted(http.StatusMethodNotAllowed, page))
	return e
}

// seed makes a small province with one person of each role, and publishes the test course of the pages.
func (s *site) seed(ctx context.Context) error {
	for _, u := range [][3]string{
		{"tỉnh", org.Province, ""},
		{"xã", org.Commune, "tỉnh"},
		{"xã khác", org.Commune, "tỉnh"},
		{"tổ", org.Team, "xã"},
	} {
		made, err := s.Org.Add(ctx, s.units[u[2]], u[0], u[1], id.Zero)
		if err != nil {
			return err
		}
		s.units[u[0]] = made
	}
	if err := s.Sites.Change(ctx, org.Site{Province: "Tỉnh Sông Lam", Issuer: "Sở", Help: "1022"}, id.Zero); err != nil {
		return err
	}
	for _, p := range []struct {
		name, contact, unit, roleUnit string
		role                          account.Role
	}{
		{"Lò Thị Ánh", learner, "tổ", "", account.Learner},
		{"Hoàng Văn Dũng", author, "tỉnh", "tỉnh", account.Author},
		{"Nguyễn Thị Hạnh", manager, "xã", "xã", account.Manager},
		{"Trần Quốc Bình", admin, "tỉnh", "tỉnh", account.Administrator},
		{"Giàng A Páo", other, "xã khác", "", account.Learner},
	} {
		r := account.Registration{Name: p.name, Contact: p.contact, Password: testPassword, Unit: s.units[p.unit].ID}
		if _, err := s.Accounts.Create(ctx, r, s.units["tỉnh"], p.role, s.units[p.roleUnit].ID); err != nil {
			return err
		}
	}
	b, report := content.Load(os.DirFS("../web/testdata"), testCourse, s.Standards, content.URLs{})
	if report.HasErrors() {
		return errors.New("the test course has errors")
	}
	d := course.Draft{Course: b.Course, Sources: b.Sources, Origin: course.Embedded}
	for _, m := range b.Media {
		d.Media = append(d.Media, course.Medium{Hash: course.HashOf(m.Data), Type: m.Type, Data: m.Data})
	}
	_, err := s.Catalog.Publish(ctx, d)
	return err
}

// client is a program that speaks to the API.
type client struct {
	s                *site
	access, refreshT string
	account          id.ID
	header           http.Header
}

func (s *site) public() *client { return &client{s: s, header: http.Header{}} }

// as is a program of a person who has signed in; no password is hashed for it.
func (s *site) as(contact string) *client {
	s.t.Helper()
	t, err := s.Accounts.StartSession(s.t.Context(), s.account(contact), account.Device{Label: "test"}, true)
	if err != nil {
		s.t.Fatal(err)
	}
	tokens, err := s.tokens(s.t.Context(), t)
	if err != nil {
		s.t.Fatal(err)
	}
	return &client{s: s, access: tokens.AccessToken, refreshT: tokens.RefreshToken, account: tokens.Account, header: http.Header{}}
}

func (s *site) account(contact string) account.Account {
	s.t.Helper()
	a, err := s.Accounts.ByContact(s.t.Context(), contact)
	if err != nil {
		s.t.Fatal(err)
	}
	return a
}

// with is the client with one more header.
func (c *client) with(name, value string) *client {
	d := *c
	d.header = c.header.Clone()
	d.header.Set(name, value)
	return &d
}

// reply is an answer.
type answer struct {
	t      testing.TB
	what   string
	status int
	header http.Header
	body   string
}

func (c *client) get(path string) *answer { c.s.t.Helper(); return c.do(http.MethodGet, path, nil) }

func (c *client) post(path string, body any) *answer {
	c.s.t.Helper()
	return c.do(http.MethodPost, path, body)
}

// do calls the API: body is sent as JSON, a string or bytes as they are.
func (c *client) do(method, path string, body any) *answer {
	c.s.t.Helper()
	var raw []byte
	switch b := body.(type) {
	case nil:
	case string:
		raw = []byte(b)
	case []byte:
		raw = b
	default:
		var err error
		if raw, err = json.Marshal(b); err != nil {
			c.s.t.Fatal(err)
		}
	}
	r := httptest.NewRequestWithContext(c.s.t.Context(), method, Prefix, bytes.NewReader(raw))
	u, err := r.URL.Parse(Prefix + path)
	if err != nil {
		c.s.t.Fatal(err)
	}
	r.URL = u
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if c.access != "" {
		r.Header.Set("Authorization", "Bearer "+c.access)
	}
	for name, values := range c.header {
		r.Header[name] = values
	}
	w := httptest.NewRecorder()
	c.s.engine.ServeHTTP(w, r)
	return &answer{t: c.s.t, what: method + " " + path, status: w.Code, header: w.Result().Header, body: w.Body.String()}
}

// want fails the test when the status is another one.
func (p *answer) want(status int) *answer {
	p.t.Helper()
	if p.status != status {
		p.t.Fatalf("%s: status %d, want %d: %s", p.what, p.status, status, p.body)
	}
	return p
}

// into reads the body.
func into[T any](p *answer) T {
	p.t.Helper()
	var v T
	if err := json.Unmarshal([]byte(p.body), &v); err != nil {
		p.t.Fatalf("%s: %v: %s", p.what, err, p.body)
	}
	return v
}

// problem fails the test unless the answer is a problem of that status and key.
func (p *answer) problem(status int, key string) Problem {
	p.t.Helper()
	p.want(status)
	if got := p.header.Get("Content-Type"); got != problemType {
		p.t.Fatalf("%s: content type %q", p.what, got)
	}
	v := into[Problem](p)
	if v.Key != key || v.Status != status || v.Title == "" || v.Detail == "" || v.RequestID != p.header.Get("X-Request-Id") {
		p.t.Fatalf("%s: key %q, want %q: %s", p.what, v.Key, key, p.body)
	}
	return v
}

// sit enrols the client and begins its exam.
func (c *client) sit() Attempt {
	c.s.t.Helper()
	c.post("/courses/"+testCourse+"/enrolment", nil).want(http.StatusOK)
	return into[Attempt](c.post("/courses/"+testCourse+"/attempts", nil).want(http.StatusOK))
}
