package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"hocso/internal/account"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/org"
)

// peoplePage finds people and counts the caller's scope.
type peoplePage struct {
	managed
	Query                   string
	Units, Audiences, Roles []choice
	Locked, Later           bool
	Narrowed                bool // by anything but the query
	Filtered                bool
	Rows                    []account.PersonRow
	Found                   string // how many the filter finds
	NextPage                string // address of what follows; "" at the end
	Unit                    string // name of the unit that is looked at
	Register                string // link with which people register there
	Totals                  []total
}

// total is a number and what it counts.
type total struct{ Number, Text string }

// peopleFilter reads the filter of an address. Error kind: NotFound for a unit outside the caller's scope.
func (w *Web) peopleFilter(c *gin.Context) (f account.PeopleFilter, unit org.Unit, err error) {
	f = account.PeopleFilter{
		Query: clip(c.Query("tim"), 120), Audience: clip(c.Query("nhom"), 64), Role: account.Role(clip(c.Query("vai-tro"), 32)),
		Locked: c.Query("khoa") != "",
	}
	if text := c.Query("don-vi"); text != "" {
		if unit, err = w.unitOf(c, text, account.SeePeople); err != nil {
			return f, unit, err
		}
		f.Unit = unit.Path
	}
	return f, unit, nil
}

func (w *Web) people(c *gin.Context) error {
	f, unit, err := w.peopleFilter(c)
	if err != nil {
		return err
	}
	after := id.Zero
	if text := c.Query("sau"); text != "" {
		if after, err = parseID(text); err != nil {
			return err
		}
	}
	m, err := w.managed(c, w.t(c, "manage.people.title"), "people")
	if err != nil {
		return err
	}
	p := peoplePage{
		managed: m, Query: f.Query, Locked: f.Locked, Later: !after.IsZero(),
		Narrowed: f.Audience != "" || f.Role != "" || f.Locked || !unit.ID.IsZero(),
	}
	if !unit.ID.IsZero() {
		p.Unit, p.Register = unit.Name, w.address(c, "/dang-ky")+"?noi="+unit.ID.String()
	}
	p.Filtered = p.Narrowed || p.Query != ""
	list, err := w.Accounts.FindPeople(c.Request.Context(), m.Caller, f, after)
	if err != nil {
		return err
	}
	p.Rows, p.NextPage = list.Rows, nextPage(c.Request.URL, list.Next)
	if err := w.peopleNumbers(c, &p, f, list.Found); err != nil {
		return err
	}
	p.Audiences = w.choices(c, "audience.", account.Audiences(), f.Audience)
	roles := []string{string(account.Learner), string(account.Author), string(account.Manager), string(account.Administrator)}
	p.Roles = w.choices(c, "role.", roles, string(f.Role))
	units, err := w.unitsOf(c, account.SeePeople)
	if err != nil {
		return err
	}
	p.Units = unitChoices(upperUnits(units), unit)
	return w.show(c, http.StatusOK, "manage-people", p)
}

// peopleNumbers says how many were found and, on the first page, what the unit or the scope has done.
func (w *Web) peopleNumbers(c *gin.Context, p *peoplePage, f account.PeopleFilter, found int) error {
	p.Found = w.t(c, "manage.people.found", fault.Args{"count": found, "number": number(p.Lang, found)})
	if found >= account.PeopleCounted {
		p.Found = w.t(c, "manage.people.found-over", fault.Args{"number": number(p.Lang, account.PeopleCounted)})
	}
	if p.Later {
		return nil
	}
	t, err := w.Accounts.PeopleTotals(c.Request.Context(), p.Caller, f.Unit)
	if err != nil {
		return err
	}
	p.Totals = []total{
		{number(p.Lang, t.Enrolled), w.t(c, "manage.people.enrolled")},
		{number(p.Lang, t.Completed), w.t(c, "manage.people.completed")},
		{number(p.Lang, t.Trained), w.t(c, "manage.people.trained", fault.Args{"year": t.Year})},
	}
	return nil
}

// nextPage is this address with another cursor.
func nextPage(u *url.URL, after id.ID) string {
	if after.IsZero() {
		return ""
	}
	q := u.Query()
	q.Set("sau", after.String())
	return u.Path + "?" + q.Encode()
}

// FirstPage is this page's filter without the cursor.
func (p peoplePage) FirstPage() string {
	q := url.Values{}
	for name, list := range map[string][]choice{"don-vi": p.Units, "nhom": p.Audiences, "vai-tro": p.Roles} {
		for _, o := range list {
			if o.Selected {
				q.Set(name, o.Value)
			}
		}
	}
	if p.Query != "" {
		q.Set("tim", p.Query)
	}
	if p.Locked {
		q.Set("khoa", "co")
	}
	return "/quan-ly?" + q.Encode()
}

// shownUnits is how many units a filter offers; all of them are on the page of units.
const shownUnits = 200

// upperUnits keeps whole levels of the tree from the top, as many as a select can show.
func upperUnits(units []org.Unit) []org.Unit {
	levels := map[int]int{}
	for _, u := range units {
		levels[u.Depth()]++
	}
	deepest, n := 0, 0
	for d := 0; n < len(units); d++ {
		if n += levels[d]; n > shownUnits && n > levels[d] {
			break
		}
		deepest = d
	}
	var out []org.Unit
	for _, u := range units {
		if u.Depth() <= deepest {
			out = append(out, u)
		}
	}
	return out
}

// unitChoices makes options that show the tree; the selected unit is always among them.
func unitChoices(units []org.Unit, selected org.Unit) []choice {
	var out []choice
	top, found := -1, selected.ID.IsZero()
	for _, u := range units {
		if top < 0 || u.Depth() < top {
			top = u.Depth()
		}
		found = found || u.ID == selected.ID
		text := strings.Repeat("– ", u.Depth()-top) + u.Name
		out = append(out, choice{u.ID.String(), text, u.ID == selected.ID})
	}
	if !found {
		out = append(out, choice{selected.ID.String(), selected.Name, true})
	}
	return out
}
