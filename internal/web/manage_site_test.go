package web

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hocso/internal/account"
)

func TestSettings(t *testing.T) {
	s := newSite(t)
	admin := s.as(adminContact)
	form := admin.get("/quan-ly/cai-dat").want(http.StatusOK).form("/quan-ly/cai-dat")
	form.Set("province", "")
	form.Set("help", "gọi anh Bình")
	page := admin.post("/quan-ly/cai-dat", form).want(http.StatusUnprocessableEntity)
	if got := fields(page); !cmp.Equal(got, []string{"help", "province"}) || page.form("/quan-ly/cai-dat").Get("help") != "gọi anh Bình" {
		t.Errorf("refused %v, came back with %v", got, page.form("/quan-ly/cai-dat"))
	}
	form.Set("province", "Tỉnh Sông Lam mới")
	form.Set("help", "0100 000 000")
	admin.post("/quan-ly/cai-dat", form).want(http.StatusSeeOther)
	if got := admin.get("/quan-ly/cai-dat").text(".brand"); !strings.Contains(got, "Tỉnh Sông Lam mới") {
		t.Errorf("the header says %q", got)
	}
	// An administrator of a commune does not change what holds for everyone.
	a := s.person(managerContact)
	if err := s.Accounts.Grant(t.Context(), nil, a.ID, account.Administrator, s.unit("Xã Bản Mây")); err != nil {
		t.Fatal(err)
	}
	commune := s.as(managerContact)
	commune.get("/quan-ly/cai-dat").want(http.StatusNotFound)
	commune.post("/quan-ly/cai-dat", form).want(http.StatusNotFound)
	if len(commune.get("/quan-ly").all("a[href=/quan-ly/cai-dat]")) != 0 {
		t.Error("the settings are offered to an administrator of a commune")
	}
}

// TestCutSetting: what is typed stays, nonsense is refused, and a good number is in force.
func TestCutSetting(t *testing.T) {
	s := newSite(t)
	admin := s.as(adminContact)
	for _, cut := range []string{"", "0", "49", "101", "bảy mươi", "7e1"} {
		form := admin.get("/quan-ly/cai-dat").want(http.StatusOK).form("/quan-ly/cai-dat")
		form.Set("cut", cut)
		page := admin.post("/quan-ly/cai-dat", form).want(http.StatusUnprocessableEntity)
		if got := fields(page); !cmp.Equal(got, []string{"cut"}) || page.form("/quan-ly/cai-dat").Get("cut") != cut {
			t.Errorf("%q: refused %v, came back with %v", cut, got, page.form("/quan-ly/cai-dat"))
		}
	}
	form := admin.get("/quan-ly/cai-dat").want(http.StatusOK).form("/quan-ly/cai-dat")
	if form.Get("cut") != "75" {
		t.Errorf("the usual cut is %q", form.Get("cut"))
	}
	form.Set("cut", " 80 %")
	admin.post("/quan-ly/cai-dat", form).want(http.StatusSeeOther)
	if cut, err := s.Sites.Cut(t.Context()); cut != 80 || err != nil {
		t.Errorf("the cut is %d, %v", cut, err)
	}
}
