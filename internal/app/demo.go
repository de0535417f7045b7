package app

import (
	"context"

	"hocso/internal/account"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/org"
	"hocso/internal/web"
)

// demoUnits is a small province; ours, so that nobody's real commune is in it.
func demoUnits() []struct{ name, kind, parent string } {
	return []struct{ name, kind, parent string }{
		{"Tỉnh Sông Lam", org.Province, ""},
		{"Sở Khoa học và Công nghệ", org.Agency, "Tỉnh Sông Lam"},
		{"Xã Bản Mây", org.Commune, "Tỉnh Sông Lam"},
		{"Xã Tân Hòa", org.Commune, "Tỉnh Sông Lam"},
		{"Thôn Nà Pục", org.Hamlet, "Xã Bản Mây"},
		{"Tổ công nghệ số cộng đồng thôn Nà Pục", org.Team, "Thôn Nà Pục"},
	}
}

// demoPassword is the same for everybody: it is printed, and the banner says that all is for trial.
const demoPassword = "mua-tre-dong-gieng" //nolint:gosec // printed on purpose

// demoPeople are made-up people, one of each role and some more to see. The numbers are of no operator's range.
func demoPeople() []struct {
	web.DemoPerson
	unit, audience string
	role           account.Role
	roleUnit       string
} {
	type person = struct {
		web.DemoPerson
		unit, audience string
		role           account.Role
		roleUnit       string
	}
	p := func(name, contact, unit, audience string, role account.Role, roleUnit string) person {
		return person{web.DemoPerson{Role: string(role), Name: name, Contact: contact, Password: demoPassword}, unit, audience, role, roleUnit}
	}
	return []person{
		p("Lò Thị Ánh", "0100000001", "Tổ công nghệ số cộng đồng thôn Nà Pục", "to-cnscd", account.Learner, ""),
		p("Hoàng Văn Dũng", "0100000002", "Sở Khoa học và Công nghệ", "can-bo-cong-chuc-vien-chuc", account.Author, "Tỉnh Sông Lam"),
		p("Nguyễn Thị Hạnh", "0100000003", "Xã Bản Mây", "can-bo-cong-chuc-vien-chuc", account.Manager, "Xã Bản Mây"),
		p("Trần Quốc Bình", "0100000004", "Sở Khoa học và Công nghệ", "chuyen-trach", account.Administrator, "Tỉnh Sông Lam"),
		p("Giàng A Páo", "0100000005", "Thôn Nà Pục", "nguoi-dan", account.Learner, ""),
		p("Đinh Thị Mai", "0100000006", "Xã Tân Hòa", "nguoi-lao-dong", account.Learner, ""),
	}
}

// keyPurpose marks a database: whose sign-ins are printed on every start must never serve real people.
const (
	keyPurpose = "purpose"
	forTrial   = "demo"
	forReal    = "real"
)

// purpose tells whether the database is a demonstration's, and whether it is anybody's at all.
func (a *App) purpose(ctx context.Context) (demo, used bool, err error) {
	settings, err := a.store.Settings(ctx)
	if err != nil {
		return false, false, err
	}
	if p := settings[keyPurpose]; p != "" {
		return p == forTrial, true, nil
	}
	_, err = a.org.Root(ctx)
	if fault.Is(err, fault.NotFound) {
		return false, false, nil
	}
	return false, true, err
}

// claim marks a database that is nobody's yet as a real one, before anybody is in it.
func (a *App) claim(ctx context.Context) error {
	settings, err := a.store.Settings(ctx)
	if err != nil || settings[keyPurpose] != "" {
		return err
	}
	return a.store.PutSettings(ctx, map[string]string{keyPurpose: forReal}, id.Zero)
}

// seedDemo creates the demonstration's province and people once and returns the sign-ins.
func (a *App) seedDemo(ctx context.Context) ([]web.DemoPerson, error) {
	people := demoPeople()
	out := make([]web.DemoPerson, len(people))
	for i, p := range people {
		out[i] = p.DemoPerson
	}
	_, err := a.org.Root(ctx)
	if err == nil || !fault.Is(err, fault.NotFound) {
		return out, err
	}
	if err := a.store.PutSettings(ctx, map[string]string{keyPurpose: forTrial}, id.Zero); err != nil {
		return nil, err
	}
	units := map[string]org.Unit{}
	for _, u := range demoUnits() {
		made, err := a.org.Add(ctx, units[u.parent], u.name, u.kind, id.Zero)
		if err != nil {
			return nil, err
		}
		units[u.name] = made
	}
	root := units[demoUnits()[0].name]
	err = a.sites.Change(ctx, org.Site{Province: root.Name, Issuer: "Sở Khoa học và Công nghệ tỉnh Sông Lam", Help: "1022"}, id.Zero)
	if err != nil {
		return nil, err
	}
	for _, p := range people {
		r := account.Registration{
			Name: p.Name, Contact: p.Contact, Password: p.Password, Audience: p.audience, Unit: units[p.unit].ID,
		}
		if _, err := a.accounts.Create(ctx, r, root, p.role, units[p.roleUnit].ID); err != nil {
			return nil, err
		}
	}
	return out, nil
}
