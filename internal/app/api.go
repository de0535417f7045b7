package app

import (
	"hocso/assets"
	"hocso/internal/api"
	"hocso/internal/token"
	"hocso/internal/web"
)

// api is the JSON front over the services of the pages; w lends it the look of its documentation.
func (a *App) api(w *web.Web) *api.API {
	return api.New(api.Deps{
		Accounts: a.accounts, Org: a.org, Sites: a.sites, Catalog: a.catalog, Learning: a.learning, Assess: a.assess,
		Credentials: a.credentials, Privacy: a.privacy, Standards: a.standards, Tokens: &token.Service{Store: a.store, IDs: a.ids, Clock: a.clock},
		I18n: a.i18n, Clock: a.clock, Log: a.log, Assets: assets.FS, Static: w.Static, Version: a.build.Version,
		Mail: a.mail, BaseURL: a.base(a.config.Addr),
	})
}
