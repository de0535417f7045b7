package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/pprof"
	"sync"
	"syscall"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"hocso/assets"
	"hocso/docs"
	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/httpx"
	"hocso/internal/job"
	"hocso/internal/web"
)

// shutdownTime bounds how long requests in flight may take to end.
const shutdownTime = 10 * time.Second

// serve runs the pages, the API and the background work until ctx ends; ready is called once requests are taken.
func (a *App) serve(ctx context.Context, demo []web.DemoPerson, ready func(addr string)) error {
	if err := a.embedded(ctx); err != nil {
		return err
	}
	engine, err := a.engine(demo)
	if err != nil {
		return err
	}
	listener, err := listen(ctx, a.config.Addr)
	if err != nil {
		return err
	}
	admin, err := a.adminListener(ctx)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	var wg sync.WaitGroup
	runner := &job.Runner{Store: a.store, Holder: a.ids.New(), Log: a.log}
	wg.Go(func() { runner.Run(background, append(a.tasks(), a.watchTask()...)) })
	wg.Go(func() { a.syncLoop(background) })
	wg.Go(func() { a.mail.Run(background) })
	defer wg.Wait()
	defer stop()

	server := newServer(engine)
	failed := make(chan error, 2)
	go func() { failed <- server.Serve(listener) }()
	var adminServer *http.Server
	if admin != nil {
		adminServer = newServer(a.adminMux())
		adminServer.WriteTimeout = 0 // profiles take as long as they are asked to
		go func() { failed <- adminServer.Serve(admin) }()
	}
	ready(listener.Addr().String())
	select {
	case err := <-failed:
		return fmt.Errorf("app: %w", err)
	case <-ctx.Done():
	}
	return a.shutdown(ctx, server, adminServer)
}

// shutdown takes no new requests and finishes what was begun: what was acknowledged is on the disk already.
func (a *App) shutdown(ctx context.Context, servers ...*http.Server) error {
	a.log.Info("shutting down")
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTime)
	defer cancel()
	var errs []error
	for _, s := range servers {
		if s != nil {
			errs = append(errs, s.Shutdown(ctx))
		}
	}
	return errors.Join(errs...)
}

// newServer has a time-out for everything that a slow or hostile client can draw out.
func newServer(h http.Handler) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: 60 * time.Second,
		IdleTimeout: 120 * time.Second, MaxHeaderBytes: 32 << 10,
	}
}

// engine builds the router of everything that people reach.
func (a *App) engine(demo []web.DemoPerson) (*gin.Engine, error) {
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	e.HandleMethodNotAllowed = true
	if err := e.SetTrustedProxies(a.config.Proxies); err != nil {
		return nil, fmt.Errorf("app: %w", err)
	}
	e.Use(httpx.Metrics(a.metrics))
	e.Use(httpx.Base(httpx.Options{Log: a.log, IDs: a.ids, Secure: a.config.Secure(), Large: web.LargeBodies()})...)
	e.GET("/livez", func(c *gin.Context) { c.String(http.StatusOK, "ok\n") })
	e.GET("/readyz", a.readyz)
	w, err := a.web(demo)
	if err != nil {
		return nil, err
	}
	w.Mount(e)
	if a.hook != nil {
		e.POST("/hook/git", gin.WrapH(a.hook))
	}
	api := a.api(w)
	api.Mount(e)
	missing := func(c *gin.Context) { httpx.Locale(c); w.Fail(c, fault.Missing()) }
	e.NoRoute(api.Unrouted(http.StatusNotFound, missing))
	e.NoMethod(api.Unrouted(http.StatusMethodNotAllowed, w.WrongMethod))
	return e, nil
}

func (a *App) web(demo []web.DemoPerson) (*web.Web, error) {
	return web.New(web.Deps{
		Accounts: a.accounts, Org: a.org, Sites: a.sites, Catalog: a.catalog, Desk: a.desk, Learning: a.learning, Assess: a.assess,
		Credentials: a.credentials, Authoring: a.authoring, Privacy: a.privacy,
		Standards: a.standards, I18n: a.i18n, IDs: a.ids, Clock: a.clock, Log: a.log,
		Assets: assets.FS, Secure: a.config.Secure(), Demo: demo != nil, DemoPeople: demo,
		Guides: docs.FS, Mail: a.mail, BaseURL: a.base(a.config.Addr),
	})
}

// base is the address that people are given; addr is where the server listens. A server that listens everywhere is
// reached by an address of its machine.
func (a *App) base(addr string) string {
	if a.config.BaseURL != "" {
		return a.config.BaseURL
	}
	host, port, err := net.SplitHostPort(addr)
	if ip := net.ParseIP(host); err == nil && (host == "" || ip.IsUnspecified()) {
		addr = net.JoinHostPort(ownAddress(), port)
	}
	return "http://" + addr
}

// ownAddress is the machine's first address on a network, localhost when it has none.
func ownAddress() string {
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		return "localhost"
	}
	for _, a := range addresses {
		if n, ok := a.(*net.IPNet); ok && n.IP.IsGlobalUnicast() && n.IP.To4() != nil {
			return n.IP.String()
		}
	}
	return "localhost"
}

// readyz says whether a write could be taken now.
func (a *App) readyz(c *gin.Context) {
	ctx, cancel := context.WithTimeout(c.Request.Context(), time.Second)
	defer cancel()
	if err := a.store.Ping(ctx); err != nil {
		e := httpx.Explain(c.Request.Context(), a.log, err)
		httpx.SetRetryAfter(c.Writer.Header(), e)
		c.String(httpx.Status(e.Kind), "%s", "not ready\n")
		return
	}
	c.String(http.StatusOK, "ready\n")
}

func (a *App) adminListener(ctx context.Context) (net.Listener, error) {
	if a.config.Admin == "" {
		return nil, nil
	}
	return listen(ctx, a.config.Admin)
}

// listen takes an address. Error kind: Conflict when another program has it.
func listen(ctx context.Context, addr string) (net.Listener, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fault.New(fault.Conflict, "cli.port-taken").With(fault.Args{"addr": addr})
	}
	if err != nil {
		return nil, fmt.Errorf("app: %w", err)
	}
	return l, nil
}

// adminMux serves metrics and profiles, on loopback only.
func (a *App) adminMux() http.Handler {
	m := http.NewServeMux()
	m.Handle("/metrics", promhttp.HandlerFor(a.metrics, promhttp.HandlerOpts{}))
	m.HandleFunc("/debug/pprof/", pprof.Index)
	m.HandleFunc("/debug/pprof/profile", pprof.Profile)
	m.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
	m.HandleFunc("/debug/pprof/trace", pprof.Trace)
	return m
}

// tasks is the background work. Each is safe to repeat and does what is due.
func (a *App) tasks() []job.Task {
	return []job.Task{
		{Name: "close-expired", Every: 5 * time.Second, Run: func(ctx context.Context) error {
			_, err := a.assess.CloseExpired(ctx)
			return err
		}},
		{Name: "settle", Every: time.Minute, Run: func(ctx context.Context) error {
			return a.learning.Sweep(ctx, clock.Now(a.clock).Add(-sweepBack))
		}},
		{Name: "confirm", Every: time.Minute, Run: a.credentials.Sweep},
		{Name: "fold", Every: 10 * time.Second, Run: func(ctx context.Context) error {
			_, err := a.store.Fold(ctx)
			return err
		}},
		{Name: "seal", Every: time.Second, Run: func(ctx context.Context) error {
			_, err := a.store.Seal(ctx)
			return err
		}},
		{Name: "erasures", Every: time.Minute, Run: a.privacy.Tidy},
		{Name: "sign-head", Every: time.Minute, Run: a.store.SignHead},
		{Name: "purge", Every: time.Hour, Run: func(ctx context.Context) error {
			return a.store.Purge(ctx, clock.Now(a.clock).Add(-7*24*time.Hour))
		}},
	}
}

// health asks a running server whether it is ready: the container's health check.
func health(ctx context.Context, addr string, out io.Writer) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+addr+"/readyz", http.NoBody)
	if err != nil {
		return fmt.Errorf("app: %w", err)
	}
	res, err := (&http.Client{Timeout: 5 * time.Second}).Do(req)
	if err != nil {
		return fault.New(fault.Unavailable, "cli.no-server").With(fault.Args{"addr": addr}).Because(err)
	}
	defer res.Body.Close() //nolint:errcheck // only the status counts
	fmt.Fprintln(out, res.Status)
	if res.StatusCode != http.StatusOK {
		return fault.New(fault.Unavailable, "cli.not-ready").With(fault.Args{"addr": addr, "status": res.Status})
	}
	return nil
}
