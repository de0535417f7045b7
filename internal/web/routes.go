package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hocso/internal/account"
	"hocso/internal/fault"
	"hocso/internal/httpx"
	"hocso/internal/learning"
	"hocso/internal/source"
)

// Route is one line of the router. Who is the permission it takes; "" is everyone, signed in or not.
type Route struct {
	Method, Path string
	Who          account.Permission
	Handler      httpx.Handler
}

// Routes is the whole router of the pages: tests walk it.
func (w *Web) Routes() []Route {
	var all []Route
	all = append(all, w.siteRoutes()...)
	all = append(all, w.learnRoutes()...)
	all = append(all, w.accountRoutes()...)
	all = append(all, w.examRoutes()...)
	all = append(all, w.manageRoutes()...)
	all = append(all, w.authoringRoutes()...)
	all = append(all, w.proposalRoutes()...)
	all = append(all, w.uploadRoutes()...)
	all = append(all, w.taskRoutes()...)
	return all
}

// Mount registers the pages.
func (w *Web) Mount(e *gin.Engine) { w.mount(e, w.Routes()) }

func (w *Web) mount(e *gin.Engine, routes []Route) {
	fail := w.Fail
	g := e.Group("", httpx.Locale, httpx.RefuseLarge(fail), httpx.PlainText(fail), httpx.SameOrigin(fail), httpx.ReadForm(fail))
	for _, r := range routes {
		chain := []gin.HandlerFunc{httpx.BrowserSession(w.Accounts, w.Secure, fail), httpx.Wrap(allowed(r), fail)}
		if r.Path == "/tinh/:name" || r.Path == "/tep/:hash/:name" { // the same for everyone: no session is read
			chain = []gin.HandlerFunc{httpx.Wrap(r.Handler, fail)}
		}
		g.Handle(r.Method, r.Path, chain...)
		if r.Method == http.MethodGet {
			g.Handle(http.MethodHead, r.Path, chain...)
		}
	}
}

// allowed keeps a route to those who may: the public is asked to sign in, others do not learn that it exists.
func allowed(r Route) httpx.Handler {
	if r.Who == "" {
		return r.Handler
	}
	return func(c *gin.Context) error {
		caller, err := httpx.Need(c)
		if err != nil {
			return err
		}
		if !caller.May(r.Who) {
			return fault.Missing()
		}
		return r.Handler(c)
	}
}

// LargeBodies are the limits in bytes of the routes that take more than a form: a zip, or a picture and the text beside it.
func LargeBodies() map[string]int64 {
	return map[string]int64{uploadPath: source.MaxZip + 64<<10, handInPath: learning.MaxPicture + 256<<10, studioPattern + "/hinh": maxUpload + 64<<10}
}
