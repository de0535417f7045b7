package web

func (w *Web) accountRoutes() []Route { return nil }
