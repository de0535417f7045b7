// Package app puts hocso together by hand and runs it: configuration, services, fronts, background work, shutdown.
package app

import (
	"context"
	"io/fs"
	"log/slog"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"hocso/assets"
	"hocso/courses"
	"hocso/internal/account"
	"hocso/internal/assess"
	"hocso/internal/authoring"
	"hocso/internal/clock"
	"hocso/internal/config"
	"hocso/internal/content"
	"hocso/internal/course"
	"hocso/internal/credential"
	"hocso/internal/i18n"
	"hocso/internal/id"
	"hocso/internal/learning"
	"hocso/internal/notify"
	"hocso/internal/org"
	"hocso/internal/privacy"
	"hocso/internal/source"
	"hocso/internal/standard"
	"hocso/internal/store"
	"hocso/internal/web"
)

// App is the composed program.
type App struct {
	config    config.Config
	log       *slog.Logger
	clock     clock.Clock
	ids       *id.Source
	build     build
	store     *store.Store
	i18n      *i18n.Catalog
	standards *standard.Set
	courses   fs.FS

	accounts    *account.Service
	org         *org.Service
	sites       *org.Sites
	catalog     *course.Catalog
	desk        *source.Desk
	authoring   *authoring.Service
	assess      *assess.Service
	learning    *learning.Service
	credentials *credential.Service
	privacy     *privacy.Service
	mail        *notify.Outbox
	metrics     *prometheus.Registry
	replayed    int // how many people the list of erasures has erased again as this was opened

	syncs chan struct{} // asks for a synchronisation with the repository
	hook  *source.Hook  // through which the code host asks; nil without a secret
}

// open composes everything that needs no network: commands use it as well as the server. Benchmarks tune the store.
func open(ctx context.Context, conf config.Config, log *slog.Logger, tune ...func(*store.Options)) (*App, error) {
	a := &App{config: conf, log: log, clock: clock.System{}, ids: id.NewSource(nil), build: readBuild(), courses: courses.FS, syncs: make(chan struct{}, 1)}
	a.hook = a.newHook()
	var err error
	if a.i18n, err = i18n.Load(assets.FS, "i18n"); err != nil {
		return nil, err
	}
	if a.standards, err = content.Standards(a.courses); err != nil {
		return nil, err
	}
	o := store.Options{DB: conf.DB, Dir: conf.Data, Clock: a.clock, IDs: a.ids, Log: log}
	for _, t := range tune {
		t(&o)
	}
	if a.store, err = store.Open(ctx, o); err != nil {
		return nil, err
	}
	secret, err := a.store.Secret(ctx, "names", 32)
	if err != nil {
		a.store.Close()
		return nil, err
	}
	a.compose(secret)
	if err := a.replay(ctx); err != nil {
		a.store.Close()
		return nil, err
	}
	a.metrics = prometheus.NewRegistry()
	a.metrics.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	a.metrics.MustRegister(a.store.Metrics()...)
	return a, nil
}

func (a *App) compose(secret []byte) {
	a.accounts = &account.Service{
		Store: a.store, IDs: a.ids, Clock: a.clock, Passwords: account.NewPasswords(), Secret: secret,
		MailResets: a.config.SMTP.Host != "",
	}
	smtp := a.config.SMTP
	a.mail = notify.NewOutbox(notify.Mail{
		Host: smtp.Host, Port: smtp.Port, User: smtp.User, Password: smtp.Password, From: smtp.From,
	}.Send, a.log)
	a.org = &org.Service{Store: a.store, IDs: a.ids, Clock: a.clock}
	a.sites = &org.Sites{Store: a.store, Clock: a.clock}
	a.catalog = course.NewCatalog(a.store)
	a.desk = &source.Desk{
		Catalog: a.catalog, Proposals: a.store, Standards: a.standards, URLs: web.ContentURLs(),
		Release: strings.TrimSpace(a.build.Version + " " + a.build.Time), Log: a.log,
	}
	a.authoring = &authoring.Service{Store: a.store, Press: source.Press{Desk: a.desk}, Sources: a.catalog.Files, IDs: a.ids, Clock: a.clock}
	a.credentials = &credential.Service{Store: a.store, IDs: a.ids, Log: a.log, Issuer: a.sites.Issuer}
	a.learning = &learning.Service{
		Store: a.store, Catalog: a.catalog, Clock: a.clock, Log: a.log, Completed: a.credentials.Completed,
	}
	a.assess = &assess.Service{
		Store: a.store, Catalog: a.catalog, Standards: a.standards, IDs: a.ids, Clock: a.clock, Log: a.log,
		Submitted: a.learning.SettleAttempt, Cut: a.sites.Cut,
	}
	a.privacy = &privacy.Service{
		Store: a.store, List: store.NewErasureList(a.config.Data), Accounts: a.accounts, Learning: a.learning, Assess: a.assess,
		Credentials: a.credentials, Clock: a.clock, Log: a.log,
	}
}

// replay erases again whom an older database, restored, still knows. Nothing else happens before.
func (a *App) replay(ctx context.Context) error {
	var err error
	if a.replayed, err = a.privacy.Replay(ctx); a.replayed > 0 {
		a.log.Info("the list of erasures was replayed", "erased", a.replayed)
	}
	return err
}

// sweepBack is how far the sweeps look back: longer than any plausible outage of the background work.
const sweepBack = 48 * time.Hour
