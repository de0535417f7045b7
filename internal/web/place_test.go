package web

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"hocso/internal/id"
	"hocso/internal/org"
)

// TestRegistrationByTheLinkOfAUnit: who registers by it is found by the manager of that unit.
func TestRegistrationByTheLinkOfAUnit(t *testing.T) {
	s := newSite(t)
	manager := s.as(managerContact)
	unit := manager.caller().Unit.String()
	page := manager.get("/quan-ly?don-vi=" + unit).want(http.StatusOK)
	const at = "http://example.com"
	link := at + "/dang-ky?noi=" + unit
	if got := page.text("main"); !strings.Contains(got, "Liên kết đăng ký cho đơn vị này") || !strings.Contains(got, link) {
		t.Fatalf("the manager reads %q", got)
	}
	for _, leave := range []bool{false, true} {
		c := s.public()
		page := c.get(strings.TrimPrefix(link, at)).want(http.StatusOK)
		if got := page.text("label.pick"); !strings.Contains(got, "Nơi đăng ký: Xã Bản Mây") {
			t.Fatalf("the form says %q", got)
		}
		form := page.form("/dang-ky")
		maps.Copy(form, goodRegistration())
		form.Set("name", "")
		want := "Xã Bản Mây"
		if leave {
			want = "Tỉnh Sông Lam"
			form.Set("contact", "0987654322")
			form.Del("thuoc")
		}
		form = c.post("/dang-ky", form).want(http.StatusUnprocessableEntity).form("/dang-ky") // comes back with it
		form.Set("name", "Vừ Bá Chư")
		form.Set("password", goodRegistration().Get("password"))
		c.post("/dang-ky", form).want(http.StatusSeeOther)
		if got := c.get("/tai-khoan").text("main dl"); !strings.Contains(got, want) || !strings.Contains(got, "đơn vị ghi dưới đây") {
			t.Errorf("left out: %v; the account says %q", leave, got)
		}
	}
	if got := manager.get("/quan-ly?tim=vu+ba+chu").text("tbody th"); got != "Vừ Bá Chư" {
		t.Errorf("the manager finds %q", got)
	}
}

// TestLinkOfNoUnit: a link of a unit that is unknown, closed or miswritten registers as the form without one.
func TestLinkOfNoUnit(t *testing.T) {
	s := newSite(t)
	root, err := s.Org.Root(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	closed, err := s.Org.Add(t.Context(), root, "Xã Đã Nhập", org.Commune, id.Zero)
	if err == nil {
		err = s.Org.Close(t.Context(), closed, id.Zero)
	}
	if err != nil {
		t.Fatal(err)
	}
	for i, noi := range []string{"x", id.NewSource(nil).New().String(), closed.ID.String()} {
		c := s.public()
		page := c.get("/dang-ky?noi=" + noi).want(http.StatusOK)
		if got := page.text("form .note"); !strings.Contains(got, "vẫn tạo tài khoản được") {
			t.Errorf("%s: the note says %q", noi, got)
		}
		form := page.form("/dang-ky")
		maps.Copy(form, goodRegistration())
		maps.Copy(form, url.Values{"contact": {"098765432" + string(rune('0'+i))}, "noi": {noi}, "thuoc": {"co"}})
		c.post("/dang-ky", form).want(http.StatusSeeOther)
		if got := c.caller().Unit; got != root.ID {
			t.Errorf("%s: registered in %v", noi, got)
		}
	}
}
