package api

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func names(v List[PersonBrief]) []string {
	return each(v.Items, func(p PersonBrief) string { return p.Name })
}

// TestPeopleAreBoundedByScope: a manager's list holds the commune and nobody else, also by search and by unit.
func TestPeopleAreBoundedByScope(t *testing.T) {
	s := newSite(t)
	m, boss := s.as(manager), s.as(admin)
	mine := []string{"Lò Thị Ánh", "Nguyễn Thị Hạnh"}
	all := []string{"Lò Thị Ánh", "Trần Quốc Bình", "Hoàng Văn Dũng", "Nguyễn Thị Hạnh", "Giàng A Páo"} // by given name
	for _, tt := range []struct {
		c     *client
		query string
		want  []string
	}{
		{m, "", mine},
		{boss, "", all},
		{m, "q=" + url.QueryEscape("páo"), []string{}},
		{boss, "q=" + url.QueryEscape("pao"), []string{"Giàng A Páo"}},
		{boss, "q=0100000005", []string{"Giàng A Páo"}},
		{boss, "unit=" + s.units["xã"].ID.String(), mine},
		{boss, "role=manager", []string{"Nguyễn Thị Hạnh"}},
		{boss, "role=learner&audience=nguoi-dan", []string{"Lò Thị Ánh", "Giàng A Páo"}},
		{boss, "locked=true", []string{}},
		{m, "limit=1", mine[:1]},
	} {
		got := into[List[PersonBrief]](tt.c.get("/people?" + tt.query).want(http.StatusOK))
		if d := cmp.Diff(tt.want, names(got)); d != "" {
			t.Errorf("%s (-want +got):\n%s", tt.query, d)
		}
	}
	m.get("/people?unit="+s.units["xã khác"].ID.String()).problem(http.StatusNotFound, "api.not-found")
	m.get("/people?unit=x").problem(http.StatusNotFound, "api.not-found")
	m.get("/people?cursor=x").problem(http.StatusUnprocessableEntity, "error.invalid")
	var walked []string
	for next := ""; ; {
		v := into[List[PersonBrief]](boss.get("/people?limit=2&cursor=" + next).want(http.StatusOK))
		walked = append(walked, names(v)...)
		if next = v.Next; next == "" {
			break
		}
	}
	if d := cmp.Diff(all, walked); d != "" {
		t.Errorf("page by page (-want +got):\n%s", d)
	}
}

func TestPersonAndHelp(t *testing.T) {
	s := newSite(t)
	m := s.as(manager)
	subject := "/people/" + s.account(learner).ID.String()
	p := into[Person](m.get(subject).want(http.StatusOK))
	if p.Name != "Lò Thị Ánh" || len(p.Contacts) != 1 || p.Contacts[0].Value != "0100 000 001" || p.UnitName != "tổ" {
		t.Errorf("%+v", p)
	}
	m.post(subject+"/verification", map[string]any{"contact": "0100000005"}).problem(http.StatusNotFound, "api.not-found") // somebody else's
	m.post(subject+"/verification", map[string]any{"contact": learner}).want(http.StatusNoContent)
	m.do(http.MethodPut, subject+"/unit", map[string]any{"unit": s.units["xã"].ID, "audience": "to-cnscd"}).want(http.StatusNoContent)
	m.do(http.MethodPut, subject+"/unit", map[string]any{"unit": s.units["xã khác"].ID, "audience": "to-cnscd"}).want(http.StatusNotFound)
	v := m.do(http.MethodPut, subject+"/unit", map[string]any{"unit": s.units["xã"].ID, "audience": "x"}).problem(http.StatusUnprocessableEntity, "error.invalid")
	if len(v.Errors) != 1 || v.Errors[0].Pointer != "#/audience" {
		t.Errorf("%+v", v.Errors)
	}
	if p := into[Person](m.get(subject)); p.Unit != s.units["xã"].ID || p.Audience != "to-cnscd" {
		t.Errorf("%+v", p)
	}
	boss := "/people/" + s.account(admin).ID.String()
	m.post(boss+"/reset-code", nil).want(http.StatusNotFound) // outside the commune
	s.as(admin).post(boss+"/lock", nil).problem(http.StatusConflict, "people.not-yourself")
	s.as(admin).post(subject+"/lock", nil).want(http.StatusNoContent)
	s.public().post("/auth/token", map[string]any{"contact": learner, "password": testPassword}).want(http.StatusUnprocessableEntity)
	s.as(admin).post(subject+"/unlock", nil).want(http.StatusNoContent)
	s.public().post("/auth/token", map[string]any{"contact": learner, "password": testPassword}).want(http.StatusOK)
}

// TestNobodyRaisesThemselves: giving roles takes the right in the subtree, and knows the roles that there are.
func TestNobodyRaisesThemselves(t *testing.T) {
	s := newSite(t)
	for _, who := range []string{learner, author, manager} {
		c := s.as(who)
		roles := "/people/" + c.account.String() + "/roles"
		c.post(roles, map[string]any{"role": "administrator", "unit": s.units["tỉnh"].ID}).problem(http.StatusForbidden, "api.forbidden")
	}
	boss := s.as(admin)
	boss.post("/people/"+s.account(manager).ID.String()+"/roles", map[string]any{"role": "administrator", "unit": s.units["xã"].ID}).want(http.StatusNoContent)
	m := s.as(manager) // now an administrator, of the commune only
	for path, body := range map[string]any{
		"/people/" + m.account.String() + "/roles": map[string]any{"role": "administrator", "unit": s.units["tỉnh"].ID},
		"/units": map[string]any{"parent": s.units["tỉnh"].ID, "name": "Xã mới", "kind": "commune"},
	} {
		m.post(path, body).problem(http.StatusNotFound, "api.not-found")
	}
	m.do(http.MethodPut, "/site", Site{Province: "Của tôi"}).problem(http.StatusNotFound, "api.not-found")
	for _, role := range []string{"learner", "root", ""} {
		v := boss.post("/people/"+m.account.String()+"/roles", map[string]any{"role": role, "unit": s.units["xã"].ID})
		if e := v.problem(http.StatusUnprocessableEntity, "error.invalid").Errors; len(e) != 1 || e[0].Pointer != "#/role" {
			t.Errorf("%q: %+v", role, e)
		}
	}
}

func TestUnits(t *testing.T) {
	s := newSite(t)
	m, boss := s.as(manager), s.as(admin)
	got := into[List[Unit]](m.get("/units").want(http.StatusOK))
	if d := cmp.Diff([]string{"xã", "tổ"}, each(got.Items, func(u Unit) string { return u.Name })); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	v := boss.post("/units", map[string]any{"parent": s.units["xã"].ID, "name": " ", "kind": "làng"}).problem(http.StatusUnprocessableEntity, "error.invalid")
	if len(v.Errors) != 2 || v.Errors[0].Pointer != "#/name" || v.Errors[1].Pointer != "#/kind" {
		t.Errorf("%+v", v.Errors)
	}
	boss.post("/units", map[string]any{"parent": "x", "name": "a", "kind": "team"}).want(http.StatusUnprocessableEntity)
	u := into[Unit](boss.post("/units", map[string]any{"parent": s.units["xã"].ID, "name": "Tổ hai", "kind": "team"}).want(http.StatusCreated))
	if u.Depth != 2 || u.Parent == nil || *u.Parent != s.units["xã"].ID {
		t.Errorf("%+v", u)
	}
	for _, again := range []map[string]any{
		{"parent": s.units["xã"].ID, "name": "TỔ HAI", "kind": "team"},
		{"parent": s.units["tỉnh"].ID, "name": "Cả nước", "kind": "nation"},
	} {
		boss.post("/units", again).problem(http.StatusUnprocessableEntity, "error.invalid")
	}
	renamed := into[Unit](boss.do(http.MethodPut, "/units/"+u.ID.String(), map[string]any{"name": "Tổ ba", "kind": "agency"}).want(http.StatusOK))
	if renamed.Name != "Tổ ba" || renamed.Kind != "agency" || renamed.ID != u.ID {
		t.Errorf("%+v", renamed)
	}
	boss.do(http.MethodDelete, "/units/"+s.units["xã"].ID.String(), nil).problem(http.StatusConflict, "unit.not-empty")
	gone := into[Unit](boss.post("/units", map[string]any{"parent": s.units["xã"].ID, "name": "Nhầm", "kind": "team"}).want(http.StatusCreated))
	boss.do(http.MethodDelete, "/units/"+gone.ID.String(), nil).want(http.StatusNoContent)
	boss.do(http.MethodDelete, "/units/"+gone.ID.String(), nil).problem(http.StatusNotFound, "api.not-found")
	all := into[List[Unit]](boss.get("/units?limit=200"))
	if !slices.ContainsFunc(all.Items, func(v Unit) bool { return v.ID == u.ID }) || len(all.Items) != 5 {
		t.Errorf("%+v", all.Items)
	}
}

// TestUnitsOutsideTheSubtree: an administrator of a commune changes, renames and closes what is in it, and nothing else.
func TestUnitsOutsideTheSubtree(t *testing.T) {
	s := newSite(t)
	s.as(admin).post("/people/"+s.account(manager).ID.String()+"/roles", map[string]any{"role": "administrator", "unit": s.units["xã"].ID}).want(http.StatusNoContent)
	boss := s.as(manager)
	for _, name := range []string{"xã khác", "tỉnh"} {
		u := s.units[name]
		path := "/units/" + u.ID.String()
		boss.do(http.MethodPut, path, map[string]any{"name": "Tên khác", "kind": u.Kind}).problem(http.StatusNotFound, "api.not-found")
		boss.do(http.MethodDelete, path, nil).problem(http.StatusNotFound, "api.not-found")
		boss.post("/units", map[string]any{"parent": u.ID, "name": "Tên khác", "kind": "agency"}).problem(http.StatusNotFound, "api.not-found")
		if after, err := s.Org.Unit(t.Context(), u.ID); err != nil || !cmp.Equal(after, u) {
			t.Errorf("%+v became %+v, %v", u, after, err)
		}
	}
	own := into[Unit](boss.post("/units", map[string]any{"parent": s.units["xã"].ID, "name": "Tổ hai", "kind": "team"}).want(http.StatusCreated))
	path := "/units/" + own.ID.String()
	boss.do(http.MethodPut, path, map[string]any{"name": "Tổ mới", "kind": "team"}).want(http.StatusOK)
	boss.do(http.MethodDelete, path, nil).want(http.StatusNoContent)
}

func TestSite(t *testing.T) {
	s := newSite(t)
	boss := s.as(admin)
	if got := into[Site](s.public().get("/site").want(http.StatusOK)); got.Province != "Tỉnh Sông Lam" || got.Help != "1022" {
		t.Errorf("%+v", got)
	}
	want := Site{Province: "Tỉnh Mới", Issuer: "Sở", Help: "1023", Cut: 80}
	if got := into[Site](boss.do(http.MethodPut, "/site", want).want(http.StatusOK)); got != want {
		t.Errorf("%+v", got)
	}
	v := boss.do(http.MethodPut, "/site", Site{Province: strings.Repeat("a", 121), Help: "gọi tôi"}).problem(http.StatusUnprocessableEntity, "error.invalid")
	if len(v.Errors) != 2 {
		t.Errorf("%+v", v.Errors)
	}
}
