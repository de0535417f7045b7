package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"hocso/internal/account"
	"hocso/internal/fault"
	"hocso/internal/httpx"
	"hocso/internal/org"
	"hocso/internal/vntext"
)

// unitsPage shows the tree of the caller's scope and adds to it.
type unitsPage struct {
	managed
	Tops    []*unitNode
	Count   string
	Parents []choice // none: the caller may not add
	Kinds   []choice
	Name    string
}

// unitNode is a unit with those below it.
type unitNode struct {
	org.Unit
	Below []*unitNode
	May   bool // the caller may change it
}

// tree hangs units, given in the order of the tree, below each other; siblings are sorted by name.
func tree(units []org.Unit, may func(org.Path) bool) []*unitNode {
	var tops []*unitNode
	nodes := map[string]*unitNode{}
	for _, u := range units {
		n := &unitNode{Unit: u, May: may(u.Path)}
		nodes[string(u.Path)] = n
		if above, ok := nodes[string(u.Path[:len(u.Path)-len(u.ID)])]; ok {
			above.Below = append(above.Below, n)
		} else {
			tops = append(tops, n)
		}
	}
	byName := func(a, b *unitNode) int { return strings.Compare(vntext.Fold(a.Name), vntext.Fold(b.Name)) }
	for _, n := range nodes {
		slices.SortFunc(n.Below, byName)
	}
	slices.SortFunc(tops, byName)
	return tops
}

func (w *Web) units(c *gin.Context) error {
	return w.showUnits(c, unitsPage{}, org.Unit{}, org.Commune, nil)
}

func (w *Web) showUnits(c *gin.Context, p unitsPage, parent org.Unit, kind string, refusal error) error {
	m, err := w.managed(c, w.t(c, "manage.units.title"), "units")
	if err != nil {
		return err
	}
	status := http.StatusOK
	if refusal != nil {
		if status, err = w.comeBack(c, &m.Layout, refusal, "name"); err != nil {
			return err
		}
	}
	seen, err := w.unitsOf(c, account.SeePeople)
	if err != nil {
		return err
	}
	own, err := w.unitsOf(c, account.ManageUnits)
	if err != nil {
		return err
	}
	may := func(path org.Path) bool { return m.Caller.MayIn(account.ManageUnits, path) }
	p.managed, p.Tops, p.Parents = m, tree(seen, may), unitChoices(own, parent)
	p.Count = w.t(c, "manage.units.count", fault.Args{"count": len(seen), "number": number(m.Lang, len(seen))})
	p.Kinds = w.choices(c, "unit.kind-", org.Kinds()[1:], kind)
	return w.show(c, status, "manage-units", p)
}

func (w *Web) addUnit(c *gin.Context) error {
	name, kind := c.PostForm("name"), c.PostForm("kind")
	parent, err := w.unitField(c, "parent", account.ManageUnits)
	if fault.Is(err, fault.Invalid) {
		return w.showUnits(c, unitsPage{Name: name}, parent, kind, err)
	}
	if err != nil {
		return err
	}
	if _, err := w.Org.Add(c.Request.Context(), parent, name, kind, httpx.Caller(c).Account); err != nil {
		return w.showUnits(c, unitsPage{Name: name}, parent, kind, err)
	}
	return done(c, "/quan-ly/don-vi", "unit")
}

// unitPage changes one unit, or asks before it is closed.
type unitPage struct {
	managed
	Unit  org.Unit
	Kinds []choice
	Name  string // as typed
}

// URL is the unit's form.
func (p unitPage) URL() string { return "/quan-ly/don-vi/" + p.Unit.ID.String() }

// Top reports whether it is the top of the tree, which cannot be closed.
func (p unitPage) Top() bool { return p.Unit.ParentID.IsZero() }

// unitAt is the unit that the address names, with the layout of its page. Error kind: NotFound.
func (w *Web) unitAt(c *gin.Context, titleKey string) (unitPage, error) {
	u, err := w.unitOf(c, c.Param("id"), account.ManageUnits)
	if err != nil {
		return unitPage{}, err
	}
	m, err := w.managed(c, w.t(c, titleKey, fault.Args{"name": u.Name}), "units")
	return unitPage{managed: m, Unit: u, Name: u.Name}, err
}

func (w *Web) unitForm(c *gin.Context) error {
	p, err := w.unitAt(c, "manage.unit-change.title")
	if err != nil {
		return err
	}
	return w.showUnit(c, p, p.Unit.Kind, nil)
}

func (w *Web) showUnit(c *gin.Context, p unitPage, kind string, refusal error) (err error) {
	status := http.StatusOK
	if refusal != nil {
		if status, err = w.comeBack(c, &p.Layout, refusal, "name"); err != nil {
			return err
		}
	}
	kinds := org.Kinds()
	if !p.Top() {
		kinds = kinds[1:]
	}
	p.Path, p.Kinds = p.URL(), w.choices(c, "unit.kind-", kinds, kind)
	return w.show(c, status, "manage-unit-change", p)
}

func (w *Web) changeUnit(c *gin.Context) error {
	p, err := w.unitAt(c, "manage.unit-change.title")
	if err != nil {
		return err
	}
	p.Name = c.PostForm("name")
	kind := c.PostForm("kind")
	if _, err := w.Org.Change(c.Request.Context(), p.Unit, p.Name, kind, p.Caller.Account); err != nil {
		return w.showUnit(c, p, kind, err)
	}
	return done(c, "/quan-ly/don-vi", "unit-changed")
}

func (w *Web) closeUnitQuestion(c *gin.Context) error {
	p, err := w.unitAt(c, "manage.unit-close.title")
	if err != nil {
		return err
	}
	if p.Top() { // no button that the service refuses
		return fault.New(fault.Conflict, "unit.top")
	}
	return w.show(c, http.StatusOK, "manage-unit-close", p)
}

func (w *Web) closeUnit(c *gin.Context) error {
	p, err := w.unitAt(c, "manage.unit-close.title")
	if err != nil {
		return err
	}
	if err := w.Org.Close(c.Request.Context(), p.Unit, p.Caller.Account); err != nil {
		return err
	}
	return done(c, "/quan-ly/don-vi", "unit-closed")
}
