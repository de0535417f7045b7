package api

import (
	"context"
	"net/http"

	"hocso/internal/account"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/org"
)

// Unit is a node of the organisation's tree.
type Unit struct {
	ID     id.ID  `json:"id"`
	Parent *id.ID `json:"parent,omitempty"`
	Name   string `json:"name"`
	Kind   string `json:"kind" enum:"nation,province,commune,hamlet,agency,team"`
	Depth  int    `json:"depth"`
}

func unitOf(u org.Unit) Unit {
	return Unit{ID: u.ID, Parent: u.ParentID.Ptr(), Name: u.Name, Kind: u.Kind, Depth: u.Depth()}
}

// Site is what a deployment says of itself.
type Site struct {
	Province string `json:"province" maxLength:"1000"`
	Issuer   string `json:"issuer" maxLength:"1000"`
	Help     string `json:"help" maxLength:"100"`
	Cut      int    `json:"cut,omitempty" minimum:"0" maximum:"100"`
}

type unitInput struct {
	Body struct {
		Parent id.ID  `json:"parent" format:"uuid"`
		Name   string `json:"name" maxLength:"1000"`
		Kind   string `json:"kind" maxLength:"60"`
	}
}

type changeUnitInput struct {
	ID   string `path:"id" maxLength:"60"`
	Body struct {
		Name string `json:"name" maxLength:"1000"`
		Kind string `json:"kind" maxLength:"60"`
	}
}

func (a *API) unitOps() {
	units := func(id, method, path string, who account.Permission, status int) op {
		return op{id: id, method: method, path: path, tag: "units", access: signed, who: who, status: status}
	}
	add(a, units("units", http.MethodGet, "/units", account.SeePeople, 0), a.units)
	o := units("add-unit", http.MethodPost, "/units", account.ManageUnits, http.StatusCreated)
	o.errors = []int{http.StatusNotFound}
	add(a, o, a.addUnit)
	add(a, units("change-unit", http.MethodPut, "/units/{id}", account.ManageUnits, 0), a.changeUnit)
	o = units("close-unit", http.MethodDelete, "/units/{id}", account.ManageUnits, 0)
	o.errors = []int{http.StatusConflict}
	add(a, o, a.closeUnit)
	add(a, op{id: "site", method: http.MethodGet, path: "/site", tag: "units"}, a.site)
	o = units("change-site", http.MethodPut, "/site", account.ManageSite, 0)
	o.errors = []int{http.StatusNotFound}
	add(a, o, a.changeSite)
}

// units lists the subtrees in which the caller sees people, each unit once, in the order of the tree.
func (a *API) units(ctx context.Context, in *struct{ Paging }) (*reply[List[Unit]], error) {
	var all []org.Unit
	for _, root := range account.Disjoint(caller(ctx).Scopes(account.SeePeople)) {
		under, err := a.Org.Under(ctx, root)
		if err != nil {
			return nil, err
		}
		all = append(all, under...)
	}
	return ok(page(each(all, unitOf), in.Paging, func(u Unit) string { return u.ID.String() }))
}

func (a *API) addUnit(ctx context.Context, in *unitInput) (*reply[Unit], error) {
	parent, err := a.ownUnit(ctx, in.Body.Parent)
	if err != nil {
		return nil, err
	}
	u, err := a.Org.Add(ctx, parent, in.Body.Name, in.Body.Kind, caller(ctx).Account)
	return ok(unitOf(u), err)
}

// ownUnit is a unit whose tree the caller may change. Error kind: NotFound.
func (a *API) ownUnit(ctx context.Context, unit id.ID) (org.Unit, error) {
	u, err := a.Org.Unit(ctx, unit)
	if err == nil && (u.To != 0 || !caller(ctx).MayIn(account.ManageUnits, u.Path)) {
		return org.Unit{}, fault.Missing()
	}
	return u, err
}

func (a *API) changeUnit(ctx context.Context, in *changeUnitInput) (*reply[Unit], error) {
	k, err := parseID(in.ID)
	if err != nil {
		return nil, err
	}
	u, err := a.ownUnit(ctx, k)
	if err != nil {
		return nil, err
	}
	u, err = a.Org.Change(ctx, u, in.Body.Name, in.Body.Kind, caller(ctx).Account)
	return ok(unitOf(u), err)
}

func (a *API) closeUnit(ctx context.Context, in *idInput) (*done, error) {
	k, err := parseID(in.ID)
	if err != nil {
		return nil, err
	}
	u, err := a.ownUnit(ctx, k)
	if err != nil {
		return nil, err
	}
	return empty(a.Org.Close(ctx, u, caller(ctx).Account))
}

func (a *API) site(ctx context.Context, _ *none) (*reply[Site], error) {
	s, err := a.Sites.Site(ctx)
	return ok(Site(s), err)
}

// changeSite takes the right at the top of the tree: what the site says concerns everyone.
func (a *API) changeSite(ctx context.Context, in *struct{ Body Site }) (*reply[Site], error) {
	c := caller(ctx)
	root, err := a.Org.Root(ctx)
	if err != nil {
		return nil, err
	}
	if !c.MayIn(account.ManageSite, root.Path) {
		return nil, fault.Missing()
	}
	if err := a.Sites.Change(ctx, org.Site(in.Body), c.Account); err != nil {
		return nil, err
	}
	return a.site(ctx, nil)
}
