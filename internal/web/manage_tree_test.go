package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hocso/internal/org"
)

func TestUnits(t *testing.T) {
	s := newSite(t)
	admin, manager := s.as(adminContact), s.as(managerContact)
	page := manager.get("/quan-ly/don-vi").want(http.StatusOK)
	if got := len(page.all(".tree li")); got != 2 {
		t.Errorf("a manager of a commune sees %d units", got)
	}
	if len(page.all("main form")) != 0 {
		t.Error("a manager is offered to add units")
	}
	form := admin.get("/quan-ly/don-vi").want(http.StatusOK).form("/quan-ly/don-vi")
	form.Set("parent", s.unit("Xã Bản Mây").ID.String())
	form.Set("kind", "hamlet")
	refused := admin.post("/quan-ly/don-vi", form).want(http.StatusUnprocessableEntity)
	if got := fields(refused); !cmp.Equal(got, []string{"name"}) {
		t.Errorf("refused %v", got)
	}
	if back := refused.form("/quan-ly/don-vi"); back.Get("parent") != form.Get("parent") || back.Get("kind") != "hamlet" {
		t.Errorf("came back with %v", back)
	}
	form.Set("name", "Cả nước")
	form.Set("kind", "nation")
	if got := fields(admin.post("/quan-ly/don-vi", form).want(http.StatusUnprocessableEntity)); !cmp.Equal(got, []string{"kind"}) {
		t.Errorf("a nation below a commune: refused %v", got)
	}
	form.Set("kind", "hamlet")
	form.Set("name", "Thôn Nà Pục")
	manager.post("/quan-ly/don-vi", form).want(http.StatusNotFound)
	admin.post("/quan-ly/don-vi", form).want(http.StatusSeeOther)
	if s.unit("Thôn Nà Pục").Depth() != 2 {
		t.Errorf("added as %+v", s.unit("Thôn Nà Pục"))
	}
	if got := fields(admin.post("/quan-ly/don-vi", form).want(http.StatusUnprocessableEntity)); !cmp.Equal(got, []string{"name"}) {
		t.Errorf("the same name again: refused %v", got)
	}
	form.Set("parent", "x")
	admin.post("/quan-ly/don-vi", form).want(http.StatusNotFound)
	form.Del("parent")
	if got := fields(admin.post("/quan-ly/don-vi", form).want(http.StatusUnprocessableEntity)); !cmp.Equal(got, []string{"parent"}) {
		t.Errorf("a form without its unit: refused %v", got)
	}
}

// TestUnitsAreMended: what was entered by mistake is renamed, or closed when it is empty.
func TestUnitsAreMended(t *testing.T) {
	s := newSite(t)
	admin, manager := s.as(adminContact), s.as(managerContact)
	at := func(name string) string { return "/quan-ly/don-vi/" + s.unit(name).ID.String() }
	tan := at("Xã Tân Hòa")
	if links := admin.get("/quan-ly/don-vi").all("a[href=" + tan + "]"); len(links) != 1 {
		t.Errorf("%d ways to change a unit", len(links))
	}
	form := admin.get(tan).want(http.StatusOK).form(tan)
	form.Set("name", "xã bản mây")
	if got := fields(admin.post(tan, form).want(http.StatusUnprocessableEntity)); !cmp.Equal(got, []string{"name"}) {
		t.Errorf("a sibling's name: refused %v", got)
	}
	form.Set("name", "Phường Tân Hòa")
	manager.post(tan, form).want(http.StatusNotFound)
	admin.post(tan, form).want(http.StatusSeeOther)
	if s.unit("Phường Tân Hòa").Kind != org.Commune {
		t.Errorf("%+v", s.unit("Phường Tân Hòa"))
	}
	admin.post(tan+"/dong", url.Values{}).want(http.StatusConflict) // Giàng A Páo is in it
	admin.get(at("Tỉnh Sông Lam") + "/dong").want(http.StatusConflict)
	admin.post("/quan-ly/don-vi", url.Values{"parent": {s.unit("Xã Bản Mây").ID.String()}, "kind": {"hamlet"}, "name": {"Thôn Nhầm"}}).want(http.StatusSeeOther)
	wrong := at("Thôn Nhầm")
	ask := admin.get(wrong + "/dong").want(http.StatusOK)
	admin.post(wrong+"/dong", ask.form(wrong+"/dong")).want(http.StatusSeeOther)
	admin.get(wrong).want(http.StatusNotFound)
	if strings.Contains(admin.get("/quan-ly/don-vi").text("main"), "Thôn Nhầm") {
		t.Error("a closed unit stands in the tree")
	}
}

func TestUpperUnits(t *testing.T) {
	level := func(levels ...int) []org.Unit {
		var out []org.Unit
		for depth, n := range levels {
			for range n {
				out = append(out, org.Unit{Path: org.Path(strings.Repeat("x", 16*(depth+1)))})
			}
		}
		return out
	}
	for _, tc := range []struct {
		levels []int
		want   int
	}{
		{nil, 0}, {[]int{1}, 1}, {[]int{1, 20, 30}, 51}, {[]int{1, 100, 3000}, 101}, {[]int{500}, 500}, {[]int{0, 0, 1, 250}, 1},
	} {
		if got := len(upperUnits(level(tc.levels...))); got != tc.want {
			t.Errorf("%v: %d units, want %d", tc.levels, got, tc.want)
		}
	}
}
