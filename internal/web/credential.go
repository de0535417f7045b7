package web

import (
	"net"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"hocso/internal/assess"
	"hocso/internal/clock"
	"hocso/internal/credential"
	"hocso/internal/document"
	"hocso/internal/fault"
	"hocso/internal/httpx"
	"hocso/internal/id"
)

// address is a path of this site as people reach it from outside: by the deployment's setting, or where that names
// only this machine, by the host that the caller's own request came to.
func (w *Web) address(c *gin.Context, path string) string {
	if base, err := url.Parse(w.BaseURL); err == nil && base.Host != "" && !onlyHere(base.Hostname()) {
		return w.BaseURL + path
	}
	u := url.URL{Scheme: "http", Host: c.Request.Host, Path: path}
	if w.Secure {
		u.Scheme = "https"
	}
	return u.String()
}

// onlyHere reports whether a host names the machine itself, so that no other could follow an address with it.
func onlyHere(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && (ip.IsLoopback() || ip.IsUnspecified()))
}

// paperPage is the printable confirmation.
type paperPage struct {
	Layout
	minePaper
	Holder, Issuer   string
	Course           string
	Version          int
	Lessons, Minutes int
	State            string
	Ended            clock.Micro // when it lost its value
	Levels           []paperLevel
	Day, Month, Year int
	Exam             bool // the confirmation rests on a passed exam
	QR               document.QR
	Address          string
}

// paperLevel is a level as the public sees it: which competence, which level, of which framework.
type paperLevel struct {
	Name, Code, Framework string
	Level                 int
}

func paperRow(k *credential.Credential) *minePaper {
	return &minePaper{Serial: k.Serial, Shown: credential.Display(k.Serial), Course: k.Course, State: k.State(), Issued: k.Issued}
}

// levelsOf are the levels that the attempt behind a confirmation states; none where it rests on no exam.
func (w *Web) levelsOf(c *gin.Context, lang string, k *credential.Credential) ([]paperLevel, error) {
	if k.Attempt.IsZero() {
		return nil, nil
	}
	stated, err := w.Assess.Stated(c.Request.Context(), k.Attempt)
	if err != nil {
		return nil, err
	}
	return w.paperLevels(lang, stated), nil
}

func (w *Web) paperLevels(lang string, stated []assess.Level) []paperLevel {
	var out []paperLevel
	for _, s := range stated {
		p := paperLevel{Name: w.nameOf(lang, s.Competence), Code: s.Competence.Code, Level: s.Level}
		if f, ok := w.Standards.Framework(s.Competence.Framework); ok {
			p.Framework = f.Number
			if f.Number == "" {
				p.Framework = f.Title.In(lang)
			}
		}
		out = append(out, p)
	}
	return out
}

// paper is the caller's own confirmation, ready to be printed on A4.
func (w *Web) paper(c *gin.Context) error {
	caller, err := httpx.Need(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	k, err := w.Credentials.Own(ctx, caller, c.Param("serial"))
	if err != nil {
		return err
	}
	v, err := w.Catalog.Version(ctx, k.VersionID)
	if err != nil {
		return err
	}
	l, err := w.layout(c, w.t(c, "credential.paper"))
	if err != nil {
		return err
	}
	l.NoIndex, l.Section = true, "mine"
	p := &paperPage{
		Layout: l, minePaper: *paperRow(k), Holder: k.Holder, Issuer: k.Issuer, Course: k.Course, Version: k.Version,
		Lessons: v.Lessons, Minutes: v.Minutes, State: k.State(), Ended: k.Revoked, Exam: !k.Attempt.IsZero(),
		Address: w.address(c, "/xac-thuc/"+k.Serial),
	}
	day := k.Issued.Local()
	p.Day, p.Month, p.Year = day.Day(), int(day.Month()), day.Year()
	if p.Levels, err = w.levelsOf(c, l.Lang, k); err != nil {
		return err
	}
	if p.QR, err = document.NewQR(p.Address); err != nil {
		return err
	}
	return w.show(c, http.StatusOK, "confirmation", p)
}

// checkPage is the public check of a confirmation. It shows name, course, level, date, issuer and state; nothing else.
type checkPage struct {
	Layout
	Typed   string
	Found   bool
	Unknown bool
	State   string
	Holder  string
	Course  string
	Issuer  string
	Shown   string
	Issued  clock.Micro
	Ended   clock.Micro
	Checked clock.Micro
	Levels  []paperLevel
}

// checkForm takes what is printed on a confirmation and leads to its page.
func (w *Web) checkForm(c *gin.Context) error {
	typed, asked := c.GetQuery("ma")
	if serial := id.NormalCode(typed); serial != "" {
		return seeOther(c, "/xac-thuc/"+url.PathEscape(clip(serial, 60)))
	}
	l, err := w.layout(c, w.t(c, "credential.check"))
	if err != nil {
		return err
	}
	p := &checkPage{Layout: l}
	if !asked {
		return w.show(c, http.StatusOK, "check", p)
	}
	var form fault.Form
	form.Refuse("ma", "credential.code-missing")
	if err := w.refused(c, &p.Layout, form.Err(), nil); err != nil {
		return err
	}
	return w.show(c, http.StatusUnprocessableEntity, "check", p)
}

// check answers anyone who holds a serial. Neither the answer nor the fact that it was asked for is kept anywhere.
func (w *Web) check(c *gin.Context) error {
	c.Header("Cache-Control", "no-store")
	c.Header("X-Robots-Tag", "noindex")
	typed := c.Param("serial")
	k, err := w.Credentials.Check(c.Request.Context(), typed)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	title := "credential.unknown"
	if err == nil {
		title = "credential.is-" + k.State()
	}
	l, lerr := w.layout(c, w.t(c, title))
	if lerr != nil {
		return lerr
	}
	l.NoIndex = true
	l.Path = "/xac-thuc" // the language link carries no serial
	p := &checkPage{Layout: l, Checked: clock.Now(w.Clock)}
	if err != nil {
		p.Unknown, p.Typed = true, clip(typed, 60)
		return w.show(c, http.StatusNotFound, "check", p)
	}
	p.Found, p.State, p.Shown, p.Ended = true, k.State(), credential.Display(k.Serial), k.Revoked
	if k.Told() {
		p.Holder, p.Course, p.Issuer, p.Issued = k.Holder, k.Course, k.Issuer, k.Issued
		if p.Levels, err = w.levelsOf(c, l.Lang, k); err != nil {
			return err
		}
	}
	return w.show(c, http.StatusOK, "check", p)
}
