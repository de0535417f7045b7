package web

import (
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"hocso/internal/account"
	"hocso/internal/fault"
	"hocso/internal/org"
)

// movePage puts a person into another unit or group.
type movePage struct {
	personPage
	Units, Audiences []choice
}

func (w *Web) moveForm(c *gin.Context) error { return w.showMove(c, "", nil) }

func (w *Web) showMove(c *gin.Context, audience string, refusal error) error {
	p, err := w.found(c, "manage.move.title")
	if err != nil {
		return err
	}
	status := http.StatusOK
	if refusal != nil {
		if status, err = w.comeBack(c, &p.Layout, refusal, "don-vi"); err != nil {
			return err
		}
	}
	units, err := w.unitsOf(c, account.HelpPeople)
	if err != nil {
		return err
	}
	if audience == "" {
		audience = p.P.Audience
	}
	selected := org.Unit{ID: p.P.Unit, Name: p.P.UnitName}
	if u, err := w.unitOf(c, c.PostForm("don-vi"), account.HelpPeople); err == nil {
		selected = u
	}
	return w.show(c, status, "manage-move", movePage{p, unitChoices(units, selected), w.choices(c, "audience.", account.Audiences(), audience)})
}

func (w *Web) move(c *gin.Context) error {
	p, err := w.found(c, "")
	if err != nil {
		return err
	}
	unit, err := w.unitField(c, "don-vi", account.HelpPeople)
	if fault.Is(err, fault.Invalid) {
		return w.showMove(c, c.PostForm("audience"), err)
	}
	if err != nil {
		return err
	}
	if err := w.Accounts.Move(c.Request.Context(), p.Caller, p.P.ID, unit, c.PostForm("audience")); err != nil {
		return w.showMove(c, c.PostForm("audience"), err)
	}
	return done(c, p.URL(), "moved")
}

// grantPage gives a role.
type grantPage struct {
	personPage
	Roles, Units []choice
}

func (w *Web) grantForm(c *gin.Context) error { return w.showGrant(c, nil) }

func (w *Web) showGrant(c *gin.Context, refusal error) error {
	p, err := w.found(c, "manage.grant.title")
	if err != nil {
		return err
	}
	status := http.StatusOK
	if refusal != nil {
		if status, err = w.comeBack(c, &p.Layout, refusal, "role"); err != nil {
			return err
		}
	}
	units, err := w.unitsOf(c, account.GrantRoles)
	if err != nil {
		return err
	}
	selected := org.Unit{ID: p.P.Unit, Name: p.P.UnitName}
	if u, err := w.unitOf(c, c.PostForm("don-vi"), account.GrantRoles); err == nil {
		selected = u
	}
	roles := []string{string(account.Manager), string(account.Author), string(account.Administrator)}
	return w.show(c, status, "manage-grant", grantPage{p, w.choices(c, "role.", roles, c.PostForm("role")), unitChoices(units, selected)})
}

func (w *Web) grant(c *gin.Context) error {
	p, err := w.found(c, "")
	if err != nil {
		return err
	}
	unit, err := w.unitField(c, "don-vi", account.GrantRoles)
	if fault.Is(err, fault.Invalid) {
		return w.showGrant(c, err)
	}
	if err != nil {
		return err
	}
	if err := w.Accounts.Grant(c.Request.Context(), p.Caller, p.P.ID, account.Role(c.PostForm("role")), unit); err != nil {
		return w.showGrant(c, err)
	}
	return done(c, p.URL(), "granted")
}

// held is the person and the role of theirs that a question or a form names. Error kind: NotFound.
func (w *Web) held(c *gin.Context, role, unit string) (personPage, account.Grant, error) {
	p, err := w.found(c, "")
	if err != nil {
		return p, account.Grant{}, err
	}
	for _, g := range p.P.Grants {
		if string(g.Role) == role && g.Unit.String() == unit {
			return p, g, nil
		}
	}
	return p, account.Grant{}, fault.Missing()
}

func (w *Web) revokeQuestion(c *gin.Context) error {
	p, g, err := w.held(c, c.Query("vai-tro"), c.Query("don-vi"))
	if err != nil {
		return err
	}
	role := w.t(c, "role."+string(g.Role)) + ": " + g.Name
	p.Title = w.t(c, "manage.revoke.title", fault.Args{"role": role, "name": p.P.Name})
	return w.show(c, http.StatusOK, "manage-question", askPage{
		p, w.t(c, "manage.revoke.effect"), w.t(c, "manage.revoke.button"), p.URL() + "/vai-tro/thu",
		url.Values{"role": {string(g.Role)}, "don-vi": {g.Unit.String()}},
	})
}

func (w *Web) revoke(c *gin.Context) error {
	p, g, err := w.held(c, c.PostForm("role"), c.PostForm("don-vi"))
	if err != nil {
		return err
	}
	unit := org.Unit{ID: g.Unit, Name: g.Name, Path: g.Path}
	if err := w.Accounts.Revoke(c.Request.Context(), p.Caller, p.P.ID, g.Role, unit); err != nil {
		return err
	}
	return done(c, p.URL(), "revoked")
}
