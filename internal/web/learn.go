package web

func (w *Web) learnRoutes() []Route { return nil }
