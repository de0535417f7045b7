package web

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hocso/internal/account"
	"hocso/internal/assess"
	"hocso/internal/org"
)

func (s *site) personPage(contact string) string {
	return "/quan-ly/nguoi/" + s.person(contact).ID.String()
}

// names are the people of a list, in its order.
func names(p *reply) []string {
	var out []string
	for _, n := range p.all("main tbody th a") {
		out = append(out, textOf(n))
	}
	return out
}

// Every page of the management answers 404 to those who have no business there, and asks the public to sign in.
func TestManagementIsClosed(t *testing.T) {
	s := newSite(t)
	learner := s.as(learnerContact)
	for _, r := range s.manageRoutes() {
		path := strings.Replace(r.Path, ":id", s.person(otherContact).ID.String(), 1)
		learner.do(r.Method, path, url.Values{}).want(http.StatusNotFound)
		want := http.StatusUnauthorized
		if r.Method == http.MethodGet {
			want = http.StatusSeeOther
		}
		s.public().do(r.Method, path, url.Values{}).want(want)
	}
}

// A manager of one commune finds nobody of another one, and can do nothing to them.
func TestManagementStaysInItsUnit(t *testing.T) {
	s := newSite(t)
	manager := s.as(managerContact)
	if got := names(manager.get("/quan-ly").want(http.StatusOK)); !cmp.Equal(got, []string{"Lò Thị Ánh", "Nguyễn Thị Hạnh"}) {
		t.Errorf("sees %v", got)
	}
	tan := s.unit("Xã Tân Hòa")
	manager.get("/quan-ly?don-vi=" + tan.ID.String()).want(http.StatusNotFound)
	manager.get("/quan-ly?tim=P%C3%A1o").want(http.StatusOK)
	other := s.personPage(otherContact)
	for _, r := range s.manageRoutes() {
		if strings.Contains(r.Path, ":id") {
			path := strings.Replace(r.Path, "/quan-ly/nguoi/:id", other, 1)
			manager.do(r.Method, path, url.Values{"don-vi": {tan.ID.String()}, "audience": {"nguoi-dan"}}).want(http.StatusNotFound)
		}
	}
	// Their own people cannot be moved out of sight either.
	learner := s.personPage(learnerContact)
	manager.post(learner+"/don-vi", url.Values{"don-vi": {tan.ID.String()}, "audience": {"nguoi-dan"}}).want(http.StatusNotFound)
	manager.get("/quan-ly/nguoi/x").want(http.StatusNotFound)
	manager.get("/quan-ly?sau=x").want(http.StatusNotFound)
}

// unit finds a unit of the test province by its name.
func (s *site) unit(name string) org.Unit {
	s.t.Helper()
	root, err := s.Org.Root(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	units, err := s.Org.Under(s.t.Context(), root.Path)
	if err != nil {
		s.t.Fatal(err)
	}
	i := slices.IndexFunc(units, func(u org.Unit) bool { return u.Name == name })
	if i < 0 {
		s.t.Fatalf("no unit %q", name)
	}
	return units[i]
}

func TestPeopleAreFound(t *testing.T) {
	s := newSite(t)
	admin := s.as(adminContact)
	everyone := []string{"Lò Thị Ánh", "Trần Quốc Bình", "Hoàng Văn Dũng", "Nguyễn Thị Hạnh", "Giàng A Páo"}
	may := s.unit("Xã Bản Mây").ID.String()
	for query, want := range map[string][]string{
		"":                                      everyone,
		"tim=ANH":                               {"Lò Thị Ánh", "Nguyễn Thị Hạnh"}, // folded: Ánh, Hạnh
		"tim=%C3%A1nh+":                         {"Lò Thị Ánh", "Nguyễn Thị Hạnh"},
		"tim=thi":                               {"Lò Thị Ánh", "Nguyễn Thị Hạnh"},
		"tim=0100+000+002":                      {"Hoàng Văn Dũng"},
		"tim=0002":                              {"Hoàng Văn Dũng"},
		"tim=ai@example.vn":                     nil,
		"tim=%25":                               nil, // no pattern
		"tim=_":                                 nil,
		"tim=+":                                 everyone,
		"don-vi=" + may:                         {"Lò Thị Ánh", "Nguyễn Thị Hạnh"},
		"vai-tro=learner":                       {"Lò Thị Ánh", "Giàng A Páo"},
		"vai-tro=manager":                       {"Nguyễn Thị Hạnh"},
		"vai-tro=emperor":                       nil,
		"nhom=nguoi-dan":                        everyone,
		"nhom=lanh-dao":                         nil,
		"khoa=co":                               nil,
		"tim=thi&vai-tro=manager&don-vi=" + may: {"Nguyễn Thị Hạnh"},
	} {
		page := admin.get("/quan-ly?" + query).want(http.StatusOK)
		if got := names(page); !cmp.Equal(got, want) {
			t.Errorf("%q finds %v, want %v", query, got, want)
		}
		if want == nil && len(page.all(".empty")) != 1 {
			t.Errorf("%q: no words about finding nobody", query)
		}
	}
}

func TestPeopleArePaged(t *testing.T) {
	s := newSite(t)
	root := s.unit("Tỉnh Sông Lam")
	hash := s.person(learnerContact).PasswordHash
	for i := range 2*account.PeoplePage + 3 {
		n := account.NewAccount{Contact: account.Contact{Kind: account.Phone, Value: "+8490" + strconv.Itoa(1000000+i)}}
		n.ID, n.Person, n.Unit, n.Name, n.PasswordHash, n.Audience = s.IDs.New(), s.IDs.New(), root.ID, "Lý Thông "+strconv.Itoa(i%7), hash, "nguoi-dan"
		if err := s.store.Register(t.Context(), n); err != nil {
			t.Fatal(err)
		}
	}
	c := s.as(adminContact)
	seen := map[string]int{}
	path, pages := "/quan-ly?tim=thong", 0
	for path != "" {
		page := c.get(path).want(http.StatusOK)
		if pages++; pages > 3 {
			t.Fatal("the pages do not end")
		}
		if got := page.text("caption"); got != "103 người, xếp theo tên" {
			t.Errorf("caption %q", got)
		}
		for _, a := range page.all("main tbody th a") {
			seen[attrOf(a, "href")]++
		}
		path = ""
		for _, a := range page.all(".pager a") {
			if strings.Contains(attrOf(a, "href"), "sau=") {
				path = attrOf(a, "href")
			}
		}
		if strings.Contains(path, "Th%C3%B4ng") {
			t.Errorf("a name stands in the address %q", path)
		}
	}
	if len(seen) != 103 || pages != 3 {
		t.Errorf("%d people on %d pages", len(seen), pages)
	}
}

func TestPersonPage(t *testing.T) {
	s := newSite(t)
	manager := s.as(managerContact)
	if got := manager.get(s.personPage(learnerContact)).want(http.StatusOK).text("main ul.tasks"); got != "" {
		t.Errorf("courses %q before any", got)
	}
	if err := s.Learning.Enrol(t.Context(), s.as(learnerContact).caller(), testCourse, assess.Key{}); err != nil {
		t.Fatal(err)
	}
	page := manager.get(s.personPage(learnerContact)).want(http.StatusOK)
	if got := page.text("main ul.tasks small"); !strings.HasPrefix(got, "xong 0 trên ") {
		t.Errorf("courses %q", got)
	}
	for _, want := range []string{"0100 000 001", "Tổ công nghệ số cộng đồng thôn Nà Pục", "Người học"} {
		if !strings.Contains(page.text("main dl"), want) {
			t.Errorf("no %q in %q", want, page.text("main dl"))
		}
	}
	for action, shown := range map[string]bool{"/ma": true, "/khoa": false, "/vai-tro": false} {
		path := s.personPage(learnerContact) + action
		if got := len(page.all("a[href="+path+"]"))+len(page.all("form[action="+path+"]")) > 0; got != shown {
			t.Errorf("a manager is offered %s: %v", action, got)
		}
	}
	// What the page does not offer is refused all the same.
	above := s.personPage(adminContact)
	manager.get(above).want(http.StatusNotFound)
	own := manager.get(s.personPage(managerContact)).want(http.StatusOK)
	if len(own.all("main form")) != 0 {
		t.Error("a manager is offered to act on themselves")
	}
	manager.post(s.personPage(managerContact)+"/ma", url.Values{}).want(http.StatusForbidden)
}

func TestContactIsVerified(t *testing.T) {
	s := newSite(t)
	s.public().post("/dang-ky", goodRegistration()).want(http.StatusSeeOther)
	admin := s.as(adminContact)
	path := s.personPage("0987654321")
	page := admin.get(path).want(http.StatusOK)
	admin.post(path+"/xac-minh", url.Values{"loai": {"email"}}).want(http.StatusNotFound)
	done := admin.post(path+"/xac-minh", page.form(path+"/xac-minh")).want(http.StatusSeeOther)
	if got := admin.get(done.location()).text("main dl .tag"); got != "Đã xác nhận" {
		t.Errorf("the contact is %q", got)
	}
}

func TestCodePage(t *testing.T) {
	s := newSite(t)
	manager := s.as(managerContact)
	path := s.personPage(learnerContact)
	first := manager.post(path+"/ma", url.Values{}).want(http.StatusOK)
	if code := first.text("#ma"); !regexp.MustCompile(`^\d{4} \d{4}$`).MatchString(code) {
		t.Errorf("code %q", code)
	}
	if got := first.header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("a page with a secret is %q", got)
	}
	if got := first.text("main"); !strings.Contains(got, "Lò Thị Ánh") || !strings.Contains(got, "24 giờ") {
		t.Errorf("page %q", got)
	}
	manager.get(path + "/ma").want(http.StatusMethodNotAllowed)
	if strings.Contains(s.logs.String(), first.text("#ma")) || strings.Contains(s.logs.String(), strings.ReplaceAll(first.text("#ma"), " ", "")) {
		t.Error("the code stands in the log")
	}
}

func TestLockAndOpen(t *testing.T) {
	s := newSite(t)
	admin, other := s.as(adminContact), s.as(otherContact)
	path := s.personPage(otherContact)
	ask := admin.get(path + "/khoa").want(http.StatusOK)
	other.get("/tai-khoan").want(http.StatusOK)
	admin.post(path+"/khoa", ask.form(path+"/khoa")).want(http.StatusSeeOther)
	other.get("/tai-khoan").want(http.StatusSeeOther)
	if got := names(admin.get("/quan-ly?khoa=co")); !cmp.Equal(got, []string{"Giàng A Páo"}) {
		t.Errorf("locked are %v", got)
	}
	open := admin.get(path).want(http.StatusOK).form(path + "/mo")
	admin.post(path+"/mo", open).want(http.StatusSeeOther)
	s.public().post("/dang-nhap", url.Values{"contact": {otherContact}, "password": {testPassword}}).want(http.StatusSeeOther)
	admin.post(s.personPage(adminContact)+"/khoa", url.Values{}).want(http.StatusConflict)
	admin.get(s.personPage(adminContact) + "/khoa").want(http.StatusConflict) // no button that cannot work
	s.as(managerContact).post(s.personPage(learnerContact)+"/khoa", url.Values{}).want(http.StatusNotFound)
}

// Roles that are given and taken act on sessions that are open.
func TestGrantAndRevoke(t *testing.T) {
	s := newSite(t)
	admin, learner := s.as(adminContact), s.as(learnerContact)
	path, unit := s.personPage(learnerContact), s.unit("Xã Bản Mây").ID.String()
	learner.get("/quan-ly").want(http.StatusNotFound)
	if got := fields(admin.post(path+"/vai-tro", url.Values{"don-vi": {unit}}).want(http.StatusUnprocessableEntity)); !cmp.Equal(got, []string{"role"}) {
		t.Errorf("refused %v", got)
	}
	admin.post(path+"/vai-tro", url.Values{"don-vi": {unit}, "role": {"learner"}}).want(http.StatusUnprocessableEntity)
	admin.post(path+"/vai-tro", url.Values{"don-vi": {"x"}, "role": {"manager"}}).want(http.StatusNotFound)
	if got := fields(admin.post(path+"/vai-tro", url.Values{"role": {"manager"}}).want(http.StatusUnprocessableEntity)); !cmp.Equal(got, []string{"don-vi"}) {
		t.Errorf("a form without its unit: refused %v", got)
	}
	form := admin.get(path + "/vai-tro").want(http.StatusOK).form(path + "/vai-tro")
	form.Set("role", "manager")
	form.Set("don-vi", unit)
	admin.post(path+"/vai-tro", form).want(http.StatusSeeOther)
	learner.get("/quan-ly").want(http.StatusOK)

	query := "?vai-tro=manager&don-vi=" + unit
	ask := admin.get(path + "/vai-tro/thu" + query).want(http.StatusOK)
	admin.post(path+"/vai-tro/thu", ask.form(path+"/vai-tro/thu")).want(http.StatusSeeOther)
	learner.get("/quan-ly").want(http.StatusNotFound)
	admin.get(path + "/vai-tro/thu" + query).want(http.StatusNotFound)

	// Nobody takes the administrator's role from themselves.
	self, root := s.personPage(adminContact), s.unit("Tỉnh Sông Lam").ID.String()
	admin.post(self+"/vai-tro/thu", url.Values{"role": {"administrator"}, "don-vi": {root}}).want(http.StatusConflict)
	admin.get("/quan-ly/cai-dat").want(http.StatusOK)
}

func TestMove(t *testing.T) {
	s := newSite(t)
	admin := s.as(adminContact)
	path := s.personPage(otherContact)
	form := admin.get(path + "/don-vi").want(http.StatusOK).form(path + "/don-vi")
	if form.Get("don-vi") != s.unit("Xã Tân Hòa").ID.String() {
		t.Errorf("the form begins with %v", form)
	}
	form.Set("don-vi", s.unit("Xã Bản Mây").ID.String())
	form.Set("audience", "vua-chua")
	if got := fields(admin.post(path+"/don-vi", form).want(http.StatusUnprocessableEntity)); !cmp.Equal(got, []string{"audience"}) {
		t.Errorf("refused %v", got)
	}
	form.Set("audience", "nguoi-lao-dong")
	empty := url.Values{"audience": {"nguoi-lao-dong"}}
	if got := fields(admin.post(path+"/don-vi", empty).want(http.StatusUnprocessableEntity)); !cmp.Equal(got, []string{"don-vi"}) {
		t.Errorf("a form without its unit: refused %v", got)
	}
	admin.post(path+"/don-vi", form).want(http.StatusSeeOther)
	if a := s.person(otherContact); a.UnitName != "Xã Bản Mây" || a.Audience != "nguoi-lao-dong" {
		t.Errorf("moved to %+v", a)
	}
	s.as(managerContact).get(path).want(http.StatusOK) // the new manager sees them at once
}

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

func TestCourseVersions(t *testing.T) {
	s := newSite(t)
	author := s.as(authorContact)
	page := author.get("/quan-ly/khoa-hoc").want(http.StatusOK)
	if rows := page.all("main tbody tr"); len(rows) != 1 || !strings.Contains(textOf(rows[0]), "Đang dùng") {
		t.Errorf("%d versions: %s", len(rows), page.text("main"))
	}
	s.as(managerContact).get("/quan-ly/khoa-hoc").want(http.StatusNotFound)
	author.get("/quan-ly").want(http.StatusNotFound)
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

func TestNumber(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1044: "1.044", 812422: "812.422", 1000000: "1.000.000"} {
		if got := number("vi", n); got != want {
			t.Errorf("%d is %q, want %q", n, got, want)
		}
	}
	if got := number("en", 6000000); got != "6,000,000" {
		t.Errorf("%q", got)
	}
}
