package web

import (
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hocso/internal/account"
	"hocso/internal/clock"
	"hocso/internal/id"
	"hocso/internal/org"
)

// emptySite is a deployment that nobody has set up yet.
func emptySite(t *testing.T) *site {
	t.Helper()
	s, err := compose(t.Context(), t.TempDir(), clock.NewFake(), slog.DiscardHandler)
	if err != nil {
		t.Fatal(err)
	}
	s.t = t
	t.Cleanup(s.store.Close)
	return s
}

func (s *site) firstLink() string {
	s.t.Helper()
	token, err := s.Accounts.FirstAdminToken(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	return "/khoi-tao/" + token
}

func TestFirstAdministrator(t *testing.T) {
	s := emptySite(t)
	s.public().get("/dang-ky").want(http.StatusConflict)
	s.public().post("/dang-ky", goodRegistration()).want(http.StatusConflict)
	s.public().get("/dang-nhap").want(http.StatusOK)
	s.public().get("/khoi-tao/xxxx").want(http.StatusGone)
	old := s.firstLink()
	link := s.firstLink()
	s.public().get(old).want(http.StatusGone) // starting the server again makes a new link
	c := s.public()
	c.get(link).want(http.StatusOK)

	refused := c.post(link, url.Values{"kind": {"kingdom"}}).want(http.StatusUnprocessableEntity)
	if got := fields(refused); !cmp.Equal(got, []string{"consent", "contact", "kind", "name", "password", "unit"}) {
		t.Errorf("refused %v", got)
	}
	form := goodRegistration()
	maps.Copy(form, url.Values{"unit": {"Tỉnh Sông Lam"}, "kind": {"province"}})
	if got := c.post(link, form).want(http.StatusSeeOther).location(); got != "/quan-ly/cai-dat" {
		t.Errorf("leads to %q", got)
	}
	page := c.get("/quan-ly/cai-dat").want(http.StatusOK)
	if page.form("/quan-ly/cai-dat").Get("province") != "Tỉnh Sông Lam" || !strings.Contains(page.text(".brand"), "Tỉnh Sông Lam") {
		t.Errorf("the site is called %q", page.text(".brand"))
	}
	c.get("/quan-ly").want(http.StatusOK)
	s.public().get(link).want(http.StatusGone)
	other := goodRegistration()
	other.Set("contact", "0987654322")
	s.public().post(link, other).want(http.StatusGone)
	s.public().post("/dang-ky", other).want(http.StatusSeeOther)
}

// An administrator who came by the command line meanwhile makes the link void; a tree that is there already is used.
func TestFirstAdministratorMeetsTheCommandLine(t *testing.T) {
	s := emptySite(t)
	root, err := s.Org.AddRoot(t.Context(), "Tỉnh Cũ", org.Province, id.Zero)
	if err != nil {
		t.Fatal(err)
	}
	link := s.firstLink()
	if page := s.public().get(link).want(http.StatusOK); len(page.all("#unit")) != 0 || !strings.Contains(page.text("main"), "Tỉnh Cũ") {
		t.Error("the unit is asked for although there is one")
	}
	c := s.public()
	c.post(link, goodRegistration()).want(http.StatusSeeOther)
	if got := c.caller(); got.Unit != root.ID || !got.MayIn(account.ManageSite, root.Path) {
		t.Errorf("the administrator is %+v", got)
	}

	s = emptySite(t)
	link = s.firstLink()
	root, err = s.Org.AddRoot(t.Context(), "Tỉnh Cũ", org.Province, id.Zero)
	if err != nil {
		t.Fatal(err)
	}
	r := account.Registration{Name: "Trần Quốc Bình", Contact: adminContact, Password: testPassword, Unit: root.ID}
	if _, err := s.Accounts.Create(t.Context(), r, root, account.Administrator, root.ID); err != nil {
		t.Fatal(err)
	}
	s.public().get(link).want(http.StatusGone)
	s.public().post(link, goodRegistration()).want(http.StatusGone)
}
