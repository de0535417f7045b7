package web

func (w *Web) examRoutes() []Route { return nil }
