package web

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hocso/internal/account"
)

// TestUnitsOutsideTheSubtree: an administrator of a commune changes, renames and closes what is in it; of the province and
// of another commune they are told nothing.
func TestUnitsOutsideTheSubtree(t *testing.T) {
	s := newSite(t)
	may := s.unit("Xã Bản Mây")
	if err := s.Accounts.Grant(t.Context(), nil, s.person(managerContact).ID, account.Administrator, may); err != nil {
		t.Fatal(err)
	}
	boss := s.as(managerContact)
	form := func(parent string) url.Values {
		return url.Values{"parent": {parent}, "name": {"Tên khác"}, "kind": {"agency"}}
	}
	for _, name := range []string{"Xã Tân Hòa", "Tỉnh Sông Lam"} {
		before := s.unit(name)
		at := "/quan-ly/don-vi/" + before.ID.String()
		boss.get(at).want(http.StatusNotFound)
		boss.post(at, form("")).want(http.StatusNotFound)
		boss.get(at + "/dong").want(http.StatusNotFound)
		boss.post(at+"/dong", url.Values{}).want(http.StatusNotFound)
		boss.post("/quan-ly/don-vi", form(before.ID.String())).want(http.StatusNotFound)
		if after, err := s.Org.Unit(t.Context(), before.ID); err != nil || !cmp.Equal(after, before) {
			t.Errorf("%+v became %+v, %v", before, after, err)
		}
	}
	boss.post("/quan-ly/don-vi", form(may.ID.String())).want(http.StatusSeeOther)
	at := "/quan-ly/don-vi/" + s.unit("Tên khác").ID.String()
	boss.post(at, url.Values{"name": {"Trạm"}, "kind": {"agency"}}).want(http.StatusSeeOther)
	boss.post(at+"/dong", url.Values{}).want(http.StatusSeeOther)
}
