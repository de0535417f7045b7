package account

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hocso/internal/id"
	"hocso/internal/org"
)

// The whole table, written out once more by hand: whoever changes what a role may do says so twice.
func TestRolesAndPermissions(t *testing.T) {
	want := map[Role][]Permission{
		Learner:       {Learn},
		Author:        {Learn, ReviewCourses, WriteCourses},
		Manager:       {Learn, SeePeople, HelpPeople, JudgeTasks},
		Administrator: Permissions(),
		"emperor":     nil,
	}
	for role, may := range want {
		for _, p := range Permissions() {
			if got := role.May(p); got != slices.Contains(may, p) {
				t.Errorf("%s may %s: %v", role, p, got)
			}
		}
		if role.Known() != (role != "emperor") {
			t.Errorf("%s is known: %v", role, role.Known())
		}
	}
	if len(want)-1 != len(Roles()) {
		t.Errorf("the table has %d roles, Roles %d", len(want)-1, len(Roles()))
	}
}

// units makes province > commune > hamlet, and another commune.
func units(t *testing.T) (province, commune, hamlet, other org.Unit) {
	t.Helper()
	ids := id.NewSource(nil)
	add := func(parent org.Unit, kind string) org.Unit {
		u, err := org.New(ids, parent, kind, kind)
		if err != nil {
			t.Fatal(err)
		}
		return u
	}
	province = add(org.Unit{}, org.Province)
	commune, other = add(province, org.Commune), add(province, org.Commune)
	return province, commune, add(commune, org.Hamlet), other
}

func holding(role Role, u org.Unit) *Caller {
	return &Caller{Grants: []Grant{{Role: role, Unit: u.ID, Path: u.Path}}}
}

func TestRightsHoldInTheSubtree(t *testing.T) {
	province, commune, hamlet, other := units(t)
	manager := holding(Manager, commune)
	for _, tc := range []struct {
		name string
		at   org.Unit
		want bool
	}{
		{"own unit", commune, true}, {"below", hamlet, true}, {"above", province, false}, {"beside", other, false},
	} {
		if got := manager.MayIn(SeePeople, tc.at.Path); got != tc.want {
			t.Errorf("a manager sees people of the %s: %v", tc.name, got)
		}
		if manager.MayIn(LockPeople, tc.at.Path) {
			t.Errorf("a manager locks people of the %s", tc.name)
		}
	}
	if manager.MayIn(SeePeople, nil) {
		t.Error("a manager sees people of no unit")
	}
	if !manager.May(Learn) || manager.May(GrantRoles) || !(&Caller{}).May(Learn) {
		t.Error("everyone who is signed in learns, and a manager gives no roles")
	}
	var public *Caller
	if public.May(Learn) || public.MayIn(SeePeople, province.Path) || public.Holds(Learner) || public.Scopes(SeePeople) != nil {
		t.Error("the public has a right")
	}
	if !manager.Holds(Learner) || !manager.Holds(Manager) || manager.Holds(Author) {
		t.Error("a manager holds the manager's and the learner's role")
	}
}

func TestOutranks(t *testing.T) {
	province, commune, hamlet, other := units(t)
	for _, tc := range []struct {
		name   string
		caller *Caller
		others []Grant
		want   bool
	}{
		{"a manager over a learner", holding(Manager, commune), nil, true},
		{"a manager over another manager", holding(Manager, commune), holding(Manager, hamlet).Grants, false},
		{"the province over a manager", holding(Administrator, province), holding(Manager, hamlet).Grants, true},
		{"the province over its own", holding(Administrator, province), holding(Administrator, province).Grants, true},
		{"a commune over the province", holding(Administrator, commune), holding(Administrator, province).Grants, false},
		{"a commune over a neighbour", holding(Administrator, commune), holding(Author, other).Grants, false},
		{
			"a commune over one who also holds a role above", holding(Administrator, commune),
			append(holding(Author, hamlet).Grants, holding(Author, province).Grants...), false,
		},
	} {
		if got := tc.caller.Outranks(tc.others); got != tc.want {
			t.Errorf("%s: %v", tc.name, got)
		}
	}
}

func TestDisjoint(t *testing.T) {
	province, commune, hamlet, other := units(t)
	for _, tc := range []struct{ in, want []org.Path }{
		{nil, nil},
		{[]org.Path{hamlet.Path, province.Path, commune.Path}, []org.Path{province.Path}},
		{[]org.Path{commune.Path, commune.Path}, []org.Path{commune.Path}},
		{[]org.Path{hamlet.Path, other.Path}, []org.Path{hamlet.Path, other.Path}},
	} {
		got := Disjoint(tc.in)
		if len(got) != len(tc.want) {
			t.Errorf("Disjoint(%x) = %x", tc.in, got)
			continue
		}
		for _, p := range tc.want {
			if !slices.ContainsFunc(got, func(q org.Path) bool { return cmp.Equal(p, q) }) {
				t.Errorf("Disjoint(%x) has no %x", tc.in, p)
			}
		}
	}
}
