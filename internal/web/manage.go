package web

func (w *Web) manageRoutes() []Route { return nil }
