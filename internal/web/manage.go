package web

import (
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"hocso/internal/account"
	"hocso/internal/fault"
	"hocso/internal/httpx"
	"hocso/internal/i18n"
	"hocso/internal/id"
	"hocso/internal/learning"
	"hocso/internal/org"
)

func (w *Web) manageRoutes() []Route {
	return []Route{
		{"GET", "/quan-ly", account.SeePeople, w.people},
		{"GET", "/quan-ly/nguoi/:id", account.SeePeople, w.person},
		{"POST", "/quan-ly/nguoi/:id/ma", account.HelpPeople, w.makeCode},
		{"POST", "/quan-ly/nguoi/:id/xac-minh", account.HelpPeople, w.verifyContact},
		{"GET", "/quan-ly/nguoi/:id/don-vi", account.HelpPeople, w.moveForm},
		{"POST", "/quan-ly/nguoi/:id/don-vi", account.HelpPeople, w.move},
		{"GET", "/quan-ly/nguoi/:id/sua", account.HelpPeople, w.mendForm},
		{"POST", "/quan-ly/nguoi/:id/sua", account.HelpPeople, w.mend},
		{"POST", "/quan-ly/nguoi/:id/du-lieu", account.AnswerRequests, w.personData},
		{"GET", "/quan-ly/nguoi/:id/xoa", account.AnswerRequests, w.eraseeForm},
		{"POST", "/quan-ly/nguoi/:id/xoa", account.AnswerRequests, w.erasePerson},
		{"GET", "/quan-ly/nguoi/:id/giay/:serial/thu-hoi", account.RevokePapers, w.revokePaperForm},
		{"POST", "/quan-ly/nguoi/:id/giay/:serial/thu-hoi", account.RevokePapers, w.revokePaper},
		{"GET", "/quan-ly/nguoi/:id/khoa", account.LockPeople, w.lockQuestion},
		{"POST", "/quan-ly/nguoi/:id/khoa", account.LockPeople, w.lock},
		{"POST", "/quan-ly/nguoi/:id/mo", account.LockPeople, w.unlock},
		{"GET", "/quan-ly/nguoi/:id/vai-tro", account.GrantRoles, w.grantForm},
		{"POST", "/quan-ly/nguoi/:id/vai-tro", account.GrantRoles, w.grant},
		{"GET", "/quan-ly/nguoi/:id/vai-tro/thu", account.GrantRoles, w.revokeQuestion},
		{"POST", "/quan-ly/nguoi/:id/vai-tro/thu", account.GrantRoles, w.revoke},

		{"GET", "/quan-ly/don-vi", account.SeePeople, w.units},
		{"POST", "/quan-ly/don-vi", account.ManageUnits, w.addUnit},
		{"GET", "/quan-ly/don-vi/:id", account.ManageUnits, w.unitForm},
		{"POST", "/quan-ly/don-vi/:id", account.ManageUnits, w.changeUnit},
		{"GET", "/quan-ly/don-vi/:id/dong", account.ManageUnits, w.closeUnitQuestion},
		{"POST", "/quan-ly/don-vi/:id/dong", account.ManageUnits, w.closeUnit},
		{"GET", "/quan-ly/cai-dat", account.ManageSite, w.settingsForm},
		{"POST", "/quan-ly/cai-dat", account.ManageSite, w.settings},
		{"GET", "/quan-ly/khoa-hoc", account.ReviewCourses, w.courseVersions},
	}
}

// managed is what pages of the management share: the layout and the row of their titles.
type managed struct {
	Layout
	Tab      string // people, units, courses, settings
	Settings bool   // the caller may change them
	Done     string
	Waiting  int // how much waits for the caller to judge it, at most learning.MaxWaiting
}

func (w *Web) managed(c *gin.Context, title, tab string) (managed, error) {
	l, err := w.layout(c, title)
	if err != nil {
		return managed{}, err
	}
	l.Section, l.NoIndex = "manage", true
	m := managed{Layout: l, Tab: tab, Settings: atTop(l.Caller), Done: w.doneNote(c)}
	if l.Caller.May(account.JudgeTasks) {
		m.Waiting, err = w.Learning.WaitingCount(c.Request.Context(), l.Caller)
	}
	return m, err
}

// WaitingText is the count as the tab shows it: exact below the bound.
func (m managed) WaitingText() string {
	if m.Waiting >= learning.MaxWaiting {
		return strconv.Itoa(learning.MaxWaiting-1) + "+"
	}
	return strconv.Itoa(m.Waiting)
}

// atTop reports whether the caller may change what holds for the whole site: only at the top of the tree.
func atTop(c *account.Caller) bool {
	return slices.ContainsFunc(c.Scopes(account.ManageSite), func(p org.Path) bool { return org.Unit{Path: p}.Depth() == 0 })
}

// parseID reads an id of an address or a form. Error kind: NotFound for anything else.
func parseID(text string) (id.ID, error) {
	v, err := id.Parse(text)
	if err != nil {
		return id.Zero, fault.Missing()
	}
	return v, nil
}

// unitOf finds a unit that a form or an address names, in the subtrees where the caller has a permission.
// Error kind: NotFound.
func (w *Web) unitOf(c *gin.Context, text string, p account.Permission) (org.Unit, error) {
	unit, err := parseID(text)
	if err != nil {
		return org.Unit{}, err
	}
	u, err := w.Org.Unit(c.Request.Context(), unit)
	if err != nil {
		return org.Unit{}, err
	}
	if u.To != 0 || !httpx.Caller(c).MayIn(p, u.Path) {
		return org.Unit{}, fault.Missing()
	}
	return u, nil
}

// unitField is unitOf for a field of a form: without a value the field is refused. Error kinds: NotFound, Invalid.
func (w *Web) unitField(c *gin.Context, field string, p account.Permission) (org.Unit, error) {
	text := c.PostForm(field)
	if text == "" {
		var form fault.Form
		form.Refuse(field, "unit.choose")
		return org.Unit{}, form.Err()
	}
	return w.unitOf(c, text, p)
}

// unitsOf lists the units in which the caller has a permission, in the order of the tree.
func (w *Web) unitsOf(c *gin.Context, p account.Permission) ([]org.Unit, error) {
	var out []org.Unit
	for _, scope := range account.Disjoint(httpx.Caller(c).Scopes(p)) {
		us, err := w.Org.Under(c.Request.Context(), scope)
		if err != nil {
			return nil, err
		}
		out = append(out, us...)
	}
	return out, nil
}

// number writes a count as people of the language do: 1.044 or 1,044.
func number(lang string, n int) string {
	s := strconv.Itoa(n)
	mark := "."
	if lang == i18n.EN {
		mark = ","
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + mark + s[i:]
	}
	return s
}
