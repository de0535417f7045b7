// Package store keeps everything in SQLite or PostgreSQL. It is the only package that knows SQL:
// one text of every query runs on both engines.
package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	_ "modernc.org/sqlite" // the "sqlite" driver

	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/store/db"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Options say where the data are. DB empty means SQLite in Dir; otherwise a postgres:// address.
type Options struct {
	DB    string
	Dir   string
	Clock clock.Clock
	IDs   *id.Source
	Log   *slog.Logger
	// Readers is the number of SQLite read connections; 0 means 4.
	Readers int
	// MustExist refuses to make a database where there is none: a command in the wrong folder must not report that all is well.
	MustExist bool
	// Batch is the most requests that share one commit of SQLite; 0 means 256. Benchmarks compare with 1.
	Batch int
	// BeforeCommit is called before each commit of SQLite: the latency of a slower disk, in benchmarks.
	BeforeCommit func()
}

// Store is the open database. It is safe for concurrent use.
type Store struct {
	reads   db.DBTX     // any statement that does not write
	q       *db.Queries // the same, as sqlc's queries
	readers *sql.DB     // for snapshots
	engine  engine
	metrics *metrics
	clock   clock.Clock
	ids     *id.Source
	log     *slog.Logger
	dir     string   // of SQLite's file
	held    *os.File // see Hold; nil without
	pools   []*sql.DB
}

// engine is what differs between the two databases: how a transaction is had.
type engine interface {
	// write runs fn in a transaction that is durable when write returns nil.
	write(ctx context.Context, low bool, fn func(*Tx) error) error
	name() string
	// ping takes a write.
	ping(ctx context.Context) error
	close()
}

// minSQLite is the first library without the WAL-reset bug that can corrupt a file (sqlite.org, 13 March 2026).
const minSQLite = "3.51.3"

// Open connects, checks the engine's version and brings the schema up to date.
// It fails when the database was written by a newer hocso. Error kind: NotFound when there is none and there must be.
func Open(ctx context.Context, o Options) (*Store, error) {
	if o.Clock == nil {
		o.Clock = clock.System{}
	}
	if o.IDs == nil {
		o.IDs = id.NewSource(nil)
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	s := &Store{clock: o.Clock, ids: o.IDs, log: o.Log, dir: o.Dir, metrics: newMetrics()}
	open := s.openSQLite
	if strings.HasPrefix(o.DB, "postgres://") || strings.HasPrefix(o.DB, "postgresql://") {
		open = s.openPostgres
	} else if o.DB != "" {
		return nil, fmt.Errorf("store: HOCSO_DB must begin with postgres://, not %q", strings.SplitN(o.DB, ":", 2)[0])
	}
	if err := open(ctx, o); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// Close finishes what was taken, then closes the database.
func (s *Store) Close() {
	if s.engine != nil {
		s.engine.close()
	}
	for _, p := range s.pools {
		if err := p.Close(); err != nil {
			s.log.Error("closing the database", "err", err)
		}
	}
	if s.held != nil {
		if err := s.held.Close(); err != nil {
			s.log.Error("releasing the folder", "err", err)
		}
	}
}

// Engine is "sqlite" or "postgres".
func (s *Store) Engine() string { return s.engine.name() }

// Ping reports whether a write can be taken now, by writing. Error kinds: Unavailable, Full.
func (s *Store) Ping(ctx context.Context) error { return s.engine.ping(ctx) }

// touch writes a row: a transaction that changes nothing commits on a full disk too.
func touch(ctx context.Context) func(*Tx) error {
	return func(tx *Tx) error { return tx.PutSetting(ctx, "store.touched", "", tx.Now) }
}

// sqliteDSN holds the settings of DESIGN §5: every commit is on the disk before it is acknowledged.
func sqliteDSN(path string, readOnly bool) string {
	q := url.Values{"_pragma": {
		"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(2)", "foreign_keys(1)",
		"secure_delete(1)", "cache_size(-2048)", "mmap_size(0)", "temp_store(2)", "journal_size_limit(67108864)",
	}}
	q.Set("_txlock", "immediate")
	if readOnly {
		q["_pragma"] = append(q["_pragma"], "query_only(1)")
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}

func (s *Store) openSQLite(ctx context.Context, o Options) error {
	path := filepath.Join(o.Dir, "hocso.db")
	if _, err := os.Stat(path); o.MustExist && errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.NotFound, "cli.no-database").With(fault.Args{"place": path})
	}
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	if err := createSQLite(path); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	writeDB, err := s.pool("sqlite", sqliteDSN(path, false), 1)
	if err != nil {
		return err
	}
	if err := checkSQLite(ctx, writeDB); err != nil {
		return err
	}
	if err := migrate(ctx, goose.DialectSQLite3, writeDB); err != nil {
		return err
	}
	readers := o.Readers
	if readers == 0 {
		readers = 4
	}
	readDB, err := s.pool("sqlite", sqliteDSN(path, true), readers)
	if err != nil {
		return err
	}
	s.readers = readDB
	s.reads = newPrepared(readDB)
	s.q = db.New(s.reads)
	w, err := newWriter(ctx, s, writeDB, o)
	if err != nil {
		return err
	}
	s.engine = w
	return nil
}

func (s *Store) openPostgres(ctx context.Context, o Options) error {
	const conns = 16
	config, err := pgx.ParseConfig(o.DB)
	if err != nil {
		return errors.New("store: HOCSO_DB is not an address like postgres://user:password@host/database")
	}
	p := &postgres{store: s}
	config.OnNotice = p.notice
	p.pool = s.keep(stdlib.OpenDB(*config), conns)
	p.pool.SetConnMaxIdleTime(5 * time.Minute)
	if err := existing(ctx, o, p.pool); err != nil {
		return err
	}
	if err := migrate(ctx, goose.DialectPostgres, p.pool); err != nil {
		return err
	}
	if err := s.warnOfRisks(ctx, p.pool); err != nil {
		return err
	}
	s.reads, s.readers, s.q = p.pool, p.pool, db.New(p.pool) // pgx keeps prepared statements by itself
	s.engine = p
	return nil
}

// existing refuses an empty database where there must be one of hocso. Error kind: NotFound.
func existing(ctx context.Context, o Options, pool *sql.DB) error {
	if !o.MustExist {
		return nil
	}
	var name string
	var there bool
	err := pool.QueryRowContext(ctx, "SELECT current_database(), to_regclass('goose_db_version') IS NOT NULL").Scan(&name, &there)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	if !there {
		return fault.New(fault.NotFound, "cli.no-database").With(fault.Args{"place": name})
	}
	return nil
}

// warnOfRisks says which of the server's settings let it acknowledge what it can lose.
func (s *Store) warnOfRisks(ctx context.Context, pool *sql.DB) error {
	var fsync, pages, wait string
	const q = "SELECT current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit')"
	if err := pool.QueryRowContext(ctx, q).Scan(&fsync, &pages, &wait); err != nil {
		return fmt.Errorf("store: reading the server's settings: %w", err)
	}
	if fsync == "off" || pages == "off" || wait == "off" {
		s.log.Warn("PostgreSQL can lose acknowledged answers at a power cut",
			"fsync", fsync, "full_page_writes", pages, "synchronous_commit", wait)
	}
	return nil
}

func (s *Store) pool(driver, dsn string, conns int) (*sql.DB, error) {
	pool, err := sql.Open(driver, dsn)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	return s.keep(pool, conns), nil
}

// keep bounds a pool and closes it with the store.
func (s *Store) keep(pool *sql.DB, conns int) *sql.DB {
	pool.SetMaxOpenConns(conns)
	pool.SetMaxIdleConns(conns)
	s.pools = append(s.pools, pool)
	return pool
}

func checkSQLite(ctx context.Context, pool *sql.DB) error {
	var v string
	if err := pool.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(&v); err != nil {
		return fmt.Errorf("store: opening SQLite: %w", err)
	}
	if older(v, minSQLite) {
		return fmt.Errorf("store: SQLite %s can corrupt a database under load; %s or newer is needed", v, minSQLite)
	}
	return nil
}

// older compares dotted versions by number.
func older(a, b string) bool {
	var x, y [3]int
	fmt.Sscanf(a, "%d.%d.%d", &x[0], &x[1], &x[2]) //nolint:errcheck // missing parts count 0
	fmt.Sscanf(b, "%d.%d.%d", &y[0], &y[1], &y[2]) //nolint:errcheck // missing parts count 0
	for i := range x {
		if x[i] != y[i] {
			return x[i] < y[i]
		}
	}
	return false
}

func migrate(ctx context.Context, dialect goose.Dialect, pool *sql.DB) error {
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	var opts []goose.ProviderOption
	if dialect == goose.DialectPostgres { // several copies may start at once
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return fmt.Errorf("store: %w", err)
		}
		opts = append(opts, goose.WithSessionLocker(locker))
	}
	p, err := goose.NewProvider(dialect, pool, dir, opts...)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	current, target, err := p.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("store: reading the schema's version: %w", err)
	}
	if current > target {
		return fmt.Errorf("store: the database is of version %d, this hocso knows %d: use the newer hocso", current, target)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("store: migrating: %w", err)
	}
	return nil
}
