package web

func (w *Web) siteRoutes() []Route { return nil }
