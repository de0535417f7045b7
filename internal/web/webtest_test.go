package web

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/gin-gonic/gin"
	"golang.org/x/net/html"

	"hocso/assets"
	"hocso/courses"
	"hocso/docs"
	"hocso/internal/account"
	"hocso/internal/assess"
	"hocso/internal/authoring"
	"hocso/internal/clock"
	"hocso/internal/content"
	"hocso/internal/course"
	"hocso/internal/credential"
	"hocso/internal/fault"
	"hocso/internal/httpx"
	"hocso/internal/i18n"
	"hocso/internal/id"
	"hocso/internal/learning"
	"hocso/internal/org"
	"hocso/internal/privacy"
	"hocso/internal/source"
	"hocso/internal/store"
)

// Sign-ins of the people of newSite; each signs in with testPassword.
const (
	learnerContact = "0100000001" // Lò Thị Ánh, of the team below the commune Bản Mây
	authorContact  = "0100000002"
	managerContact = "0100000003" // of the commune Bản Mây
	adminContact   = "0100000004" // of the province
	otherContact   = "0100000005" // Giàng A Páo, a learner of the commune Tân Hòa
	testPassword   = "mua-tre-dong-gieng"
	testCourse     = "khoa-thu"
)

// site is the real engine over a real database of its own.
type site struct {
	*Web
	t      testing.TB
	engine *gin.Engine
	store  *store.Store
	clock  *clock.Fake
	logs   *bytes.Buffer
	dir    string // of the database
}

// seeded is a database with units, people and the test course, made once a run: every site begins on a copy.
// The write-ahead log belongs to it: closing need not have emptied it.
var seeded = sync.OnceValues(func() (map[string][]byte, error) {
	dir, err := os.MkdirTemp("", "hocso-web")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	s, err := compose(context.Background(), dir, clock.NewFake(), slog.DiscardHandler)
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
	logs := &bytes.Buffer{}
	s, err := compose(t.Context(), dir, clock.NewFake(), slog.NewJSONHandler(logs, nil))
	if err != nil {
		t.Fatal(err)
	}
	s.t, s.logs, s.dir = t, logs, dir
	t.Cleanup(s.store.Close)
	return s
}

// shared is what every site has alike and nothing changes: made once a run.
var shared = sync.OnceValues(func() (d Deps, err error) {
	if d.I18n, err = i18n.Load(assets.FS, "i18n"); err != nil {
		return d, err
	}
	if d.Standards, err = content.Standards(courses.FS); err != nil {
		return d, err
	}
	d.Accounts = &account.Service{Passwords: account.NewPasswords()}
	return d, nil
})

func compose(ctx context.Context, dir string, c *clock.Fake, h slog.Handler) (*site, error) {
	log, ids := slog.New(h), id.NewSource(nil)
	common, err := shared()
	if err != nil {
		return nil, err
	}
	db, err := store.Open(ctx, store.Options{Dir: dir, Clock: c, IDs: ids, Log: log})
	if err != nil {
		return nil, err
	}
	d := Deps{
		Accounts:  &account.Service{Store: db, IDs: ids, Clock: c, Passwords: common.Accounts.Passwords, Secret: make([]byte, 32)},
		Org:       &org.Service{Store: db, IDs: ids, Clock: c},
		Sites:     &org.Sites{Store: db, Clock: c},
		Catalog:   course.NewCatalog(db),
		Standards: common.Standards, I18n: common.I18n, IDs: ids, Clock: c, Log: log, Assets: assets.FS, Guides: docs.FS,
	}
	d.Desk = &source.Desk{Catalog: d.Catalog, Proposals: db, Standards: common.Standards, URLs: ContentURLs(), Release: "test", Log: log}
	d.Authoring = &authoring.Service{Store: db, Press: source.Press{Desk: d.Desk}, Sources: d.Catalog.Files, IDs: ids, Clock: c}
	d.Credentials = &credential.Service{Store: db, IDs: ids, Log: log, Issuer: d.Sites.Issuer}
	d.Learning = &learning.Service{Store: db, Catalog: d.Catalog, Clock: c, Log: log, Completed: d.Credentials.Completed}
	d.Assess = &assess.Service{
		Store: db, Catalog: d.Catalog, Standards: common.Standards, IDs: ids, Clock: c, Log: log, Submitted: d.Learning.SettleAttempt,
	}
	d.Privacy = &privacy.Service{
		Store: db, List: store.NewErasureList(dir), Accounts: d.Accounts, Learning: d.Learning, Assess: d.Assess,
		Credentials: d.Credentials, Clock: c, Log: log,
	}
	w, err := New(d)
	if err != nil {
		return nil, err
	}
	return &site{Web: w, engine: newEngine(w), store: db, clock: c}, nil
}

func newEngine(w *Web) *gin.Engine {
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	e.HandleMethodNotAllowed = true
	e.Use(httpx.Base(httpx.Options{Log: w.Log, IDs: w.IDs, Large: LargeBodies()})...)
	w.Mount(e)
	e.NoRoute(httpx.Locale, func(c *gin.Context) { w.Fail(c, fault.Missing()) })
	e.NoMethod(w.WrongMethod)
	return e
}

// seed makes a small province with one person of each role, and publishes the test course.
func (s *site) seed(ctx context.Context) error {
	units := map[string]org.Unit{}
	for _, u := range [][3]string{
		{"Tỉnh Sông Lam", org.Province, ""},
		{"Sở Khoa học và Công nghệ", org.Agency, "Tỉnh Sông Lam"},
		{"Xã Bản Mây", org.Commune, "Tỉnh Sông Lam"},
		{"Xã Tân Hòa", org.Commune, "Tỉnh Sông Lam"},
		{"Tổ công nghệ số cộng đồng thôn Nà Pục", org.Team, "Xã Bản Mây"},
	} {
		made, err := s.Org.Add(ctx, units[u[2]], u[0], u[1], id.Zero)
		if err != nil {
			return err
		}
		units[u[0]] = made
	}
	root := units["Tỉnh Sông Lam"]
	if err := s.Sites.Change(ctx, org.Site{Province: root.Name, Issuer: "Sở Khoa học và Công nghệ", Help: "1022"}, id.Zero); err != nil {
		return err
	}
	for _, p := range []struct {
		name, contact, unit, roleUnit string
		role                          account.Role
	}{
		{"Lò Thị Ánh", learnerContact, "Tổ công nghệ số cộng đồng thôn Nà Pục", "", account.Learner},
		{"Hoàng Văn Dũng", authorContact, "Sở Khoa học và Công nghệ", "Tỉnh Sông Lam", account.Author},
		{"Nguyễn Thị Hạnh", managerContact, "Xã Bản Mây", "Xã Bản Mây", account.Manager},
		{"Trần Quốc Bình", adminContact, "Sở Khoa học và Công nghệ", "Tỉnh Sông Lam", account.Administrator},
		{"Giàng A Páo", otherContact, "Xã Tân Hòa", "", account.Learner},
	} {
		r := account.Registration{Name: p.name, Contact: p.contact, Password: testPassword, Unit: units[p.unit].ID}
		if _, err := s.Accounts.Create(ctx, r, root, p.role, units[p.roleUnit].ID); err != nil {
			return err
		}
	}
	_, err := s.publish(ctx, os.DirFS("testdata"), testCourse)
	return err
}

// mustPublish publishes a course of another file system, for example courses.FS.
func (s *site) mustPublish(slug string) course.Version {
	s.t.Helper()
	v, err := s.publish(s.t.Context(), courses.FS, slug)
	if err != nil {
		s.t.Fatal(err)
	}
	return v
}

// client is a browser: it keeps cookies and follows nothing by itself.
type client struct {
	s       *site
	cookies map[string]string
	header  http.Header // sent with every request
}

// public is a visitor.
func (s *site) public() *client {
	return &client{s: s, cookies: map[string]string{}, header: http.Header{}}
}

// as is a person who has signed in; no password is hashed for it.
func (s *site) as(contact string) *client {
	s.t.Helper()
	c := s.public()
	k, err := account.ParseContact("contact", contact)
	if err != nil {
		s.t.Fatal(err)
	}
	a, err := s.store.AccountByContact(s.t.Context(), k)
	if err != nil {
		s.t.Fatal(err)
	}
	tokens, err := s.Accounts.StartSession(s.t.Context(), a, account.Device{Label: "test"}, false)
	if err != nil {
		s.t.Fatal(err)
	}
	c.cookies[httpx.CookieName(false)] = tokens.Token
	return c
}

// caller is the person behind a client, as services take it.
func (c *client) caller() *account.Caller {
	c.s.t.Helper()
	caller, err := c.s.Accounts.Caller(c.s.t.Context(), c.cookies[httpx.CookieName(false)])
	if err != nil {
		c.s.t.Fatal(err)
	}
	return caller
}

func (c *client) get(path string) *reply { return c.do(http.MethodGet, path, nil) }

func (c *client) post(path string, form url.Values) *reply { return c.do(http.MethodPost, path, form) }

func (c *client) do(method, path string, form url.Values) *reply {
	c.s.t.Helper()
	path, _, _ = strings.Cut(path, "#") // browsers keep the fragment to themselves
	r := httptest.NewRequestWithContext(c.s.t.Context(), method, path, strings.NewReader(form.Encode()))
	r.Header = c.header.Clone()
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return c.send(r)
}

// raw posts a body as it is, of a length that is not announced.
func (c *client) raw(path, contentType, body string) *reply {
	c.s.t.Helper()
	r := httptest.NewRequestWithContext(c.s.t.Context(), http.MethodPost, path, io.MultiReader(strings.NewReader(body)))
	r.ContentLength = -1
	r.Header = c.header.Clone()
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	return c.send(r)
}

func (c *client) send(r *http.Request) *reply {
	c.s.t.Helper()
	path := r.URL.Path
	for name, value := range c.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	c.s.engine.ServeHTTP(w, r)
	res := w.Result()
	for _, k := range res.Cookies() {
		if k.MaxAge < 0 {
			delete(c.cookies, k.Name)
			continue
		}
		c.cookies[k.Name] = k.Value
	}
	p := &reply{t: c.s.t, path: path, status: res.StatusCode, header: res.Header, body: w.Body.String()}
	if strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") && res.Header.Get("Content-Encoding") == "" {
		var err error
		if p.doc, err = html.Parse(strings.NewReader(p.body)); err != nil {
			c.s.t.Fatal(err)
		}
	}
	return p
}
