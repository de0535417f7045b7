package web

// Static is the address of a file of assets/static, "" when there is none: what stands outside the pages (the API's
// documentation) looks like them.
func (w *Web) Static(name string) string { return w.r.hashed[name] }
