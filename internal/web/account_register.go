package web

import (
	"cmp"
	"net/http"

	"github.com/gin-gonic/gin"

	"hocso/internal/account"
	"hocso/internal/fault"
	"hocso/internal/httpx"
	"hocso/internal/id"
	"hocso/internal/org"
)

// registerPage asks for what keeps a person's progress; the password is never sent back.
type registerPage struct {
	Layout
	Next, Name, Contact string
	Consent             bool
	Place               org.Unit // that the link names
	Placed, PlaceLost   bool     // the person belongs there; the link names none that is open
	Audiences           []choice
	Min                 int // of the password
}

func (w *Web) registerForm(c *gin.Context) error {
	if httpx.Caller(c) != nil {
		c.Redirect(http.StatusSeeOther, next(c.Query("ve")))
		return nil
	}
	if _, err := w.root(c); err != nil {
		return err
	}
	p := registerPage{Next: c.Query("ve")}
	if text := c.Query("noi"); text != "" {
		var err error
		if p.Place, err = w.placeOf(c, text); err != nil {
			return err
		}
		p.Placed, p.PlaceLost = true, p.Place.ID.IsZero()
	}
	return w.showRegister(c, http.StatusOK, p, "", nil)
}

// placeOf is the unit that a link to register names, the zero Unit when it names none of today's.
func (w *Web) placeOf(c *gin.Context, text string) (org.Unit, error) {
	unit, err := id.Parse(text)
	if err != nil {
		return org.Unit{}, nil //nolint:nilerr // links are copied by hand: the form works without
	}
	u, err := w.Org.Today(c.Request.Context(), unit)
	if fault.Is(err, fault.NotFound) {
		return org.Unit{}, nil
	}
	return u, err
}

func (w *Web) showRegister(c *gin.Context, status int, p registerPage, audience string, refusal error) error {
	l, err := w.layout(c, w.t(c, "account.register.title"))
	if err != nil {
		return err
	}
	l.Scripts = []string{"password.js"}
	if refusal != nil {
		if status, err = w.comeBack(c, &l, refusal, "contact"); err != nil {
			return err
		}
	}
	p.Layout, p.Audiences, p.Min = l, w.choices(c, "audience.", account.Audiences(), audience), account.MinPassword
	return w.show(c, status, "account-register", p)
}

func (w *Web) register(c *gin.Context) error {
	root, err := w.root(c)
	if err != nil {
		return err
	}
	r := registration(c)
	place, err := w.placeOf(c, c.PostForm("noi"))
	if err != nil {
		return err
	}
	placed := c.PostForm("thuoc") == agreed
	if placed {
		r.Unit = place.ID
	}
	t, err := w.Accounts.Register(c.Request.Context(), r, root, httpx.DeviceOf(c.Request.Context()), false)
	if err != nil {
		p := registerPage{Next: c.PostForm("ve"), Name: r.Name, Contact: r.Contact, Consent: r.Consent, Place: place, Placed: placed}
		return w.showRegister(c, http.StatusOK, p, r.Audience, err)
	}
	return w.enter(c, t, next(c.PostForm("ve")))
}

// agreed is what the box of the form sends when it is ticked.
const agreed = "co"

func registration(c *gin.Context) account.Registration {
	return account.Registration{
		Name: c.PostForm("name"), Contact: c.PostForm("contact"), Password: c.PostForm("password"),
		Consent: c.PostForm("consent") == agreed, Audience: c.PostForm("audience"),
	}
}

// firstAdminPage sets a deployment up: its top unit and its first administrator.
type firstAdminPage struct {
	Layout
	Root                string // the top unit's name when there is one already
	Unit, Name, Contact string
	Consent             bool
	Kinds               []choice
	Min                 int
}

func (w *Web) firstAdminForm(c *gin.Context) error {
	if err := w.Accounts.FirstAdminOpen(c.Request.Context(), c.Param("token")); err != nil {
		return err
	}
	return w.showFirstAdmin(c, firstAdminPage{}, org.Province, nil)
}

func (w *Web) showFirstAdmin(c *gin.Context, p firstAdminPage, kind string, refusal error) error {
	l, err := w.own(c, "account.first.title")
	if err != nil {
		return err
	}
	root, err := w.Org.Root(c.Request.Context())
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	status := http.StatusOK
	if refusal != nil {
		if status, err = w.comeBack(c, &l, refusal, "contact"); err != nil {
			return err
		}
	}
	l.Scripts, l.Path = []string{"password.js"}, "/" // the link's secret goes into no other address
	p.Layout, p.Root, p.Kinds, p.Min = l, root.Name, w.choices(c, "unit.kind-", org.Kinds(), kind), account.MinPassword
	return w.show(c, status, "account-first", p)
}

func (w *Web) firstAdmin(c *gin.Context) error {
	ctx := c.Request.Context()
	root, err := w.Org.Root(ctx)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	f := account.FirstAdmin{Registration: registration(c), Root: root, UnitName: c.PostForm("unit"), UnitKind: c.PostForm("kind")}
	f.Audience = "can-bo-cong-chuc-vien-chuc"
	t, err := w.Accounts.CreateFirstAdmin(ctx, c.Param("token"), f, httpx.DeviceOf(ctx), false)
	if err != nil {
		return w.showFirstAdmin(c, firstAdminPage{Unit: f.UnitName, Name: f.Name, Contact: f.Contact, Consent: f.Consent}, f.UnitKind, err)
	}
	// The administrator exists by now and can name the site by hand: a failure is only noted.
	if err := w.Sites.NameAfter(ctx, cmp.Or(f.Root.Name, f.UnitName), t.Caller.Account); err != nil {
		w.Log.WarnContext(ctx, "the site's name was not set", "err", err)
	}
	return w.enter(c, t, "/quan-ly/cai-dat")
}
