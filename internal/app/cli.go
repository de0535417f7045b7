package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/alecthomas/kong"

	"hocso/internal/config"
	"hocso/internal/content"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/i18n"
	"hocso/internal/store"
	"hocso/internal/web"
)

// cli is the command line. Help stands in both languages: the people who run hocso read one or the other.
type cli struct {
	Addr string `help:"Địa chỉ lắng nghe / address to listen on (HOCSO_ADDR; 127.0.0.1:8080)." placeholder:"HOST:PORT"`
	Data string `help:"Thư mục dữ liệu / data folder (HOCSO_DATA; hocso-data)." placeholder:"DIR" type:"path"`
	Lang string `help:"Ngôn ngữ thông báo / language of messages." enum:"vi,en" default:"vi"`

	Demo       struct{}      `cmd:"" help:"Chạy thử với tỉnh, người và khóa học mẫu / try it with a made-up province."`
	Serve      struct{}      `cmd:"" help:"Chạy thật / run for real."`
	Migrate    struct{}      `cmd:"" help:"Đưa cơ sở dữ liệu lên phiên bản này / bring the database up to date."`
	Check      checkCmd      `cmd:"" help:"Kiểm tra khóa học, báo mọi lỗi cùng lúc / check courses, every finding at once."`
	Publish    publishCmd    `cmd:"" help:"Xuất bản một khóa học từ thư mục / publish a course from a folder."`
	Credential credentialCmd `cmd:"" help:"Giấy xác nhận / confirmations."`
	User       userCmd       `cmd:"" help:"Quản lý tài khoản / manage accounts."`
	Backup     backupCmd     `cmd:"" help:"Chép cơ sở dữ liệu SQLite ra một tệp, máy chủ vẫn chạy / copy the SQLite database to a file while the server runs."`
	Doctor     struct{}      `cmd:"" help:"Tính lại mọi số liệu từ bản ghi gốc, báo chỗ lệch / recompute everything from the records."`
	Routes     struct{}      `cmd:"" hidden:"" help:"Các đường dẫn của trang, mỗi dòng một JSON / the routes of the pages, a JSON line each."`
	Health     struct{}      `cmd:"" help:"Hỏi máy chủ đang chạy đã sẵn sàng chưa / ask the running server whether it is ready."`
	Version    struct{}      `cmd:"" help:"Phiên bản / version."`
}

type checkCmd struct {
	Dir    []string `arg:"" help:"Thư mục khóa học, hoặc thư mục chứa nhiều khóa / folder of a course, or of courses." type:"existingdir"`
	Format string   `help:"Cách in: ${enum} / how to print: for people, programs, code hosts." enum:"text,json,sarif" default:"text"`
}

type publishCmd struct {
	Dir string `arg:"" help:"Thư mục khóa học / folder of the course." type:"existingdir"`
}

type backupCmd struct {
	File string `arg:"" help:"Tệp mới / new file." type:"path"`
}

// errFailed ends a command whose output has said everything already.
var errFailed = errors.New("failed")

// Main runs the command line and returns the exit code: 0 done, 1 failed, 2 wrong usage.
func Main(ctx context.Context, args []string, getenv func(string) string, stdin io.Reader, stdout, stderr io.Writer) int {
	var c cli
	exit := -1
	parser, err := kong.New(&c, kong.Name("hocso"), kong.Writers(stdout, stderr), kong.Exit(func(code int) { exit = code }),
		kong.Description("Học số: khóa học kỹ năng số, thi và giấy xác nhận / digital-skills courses, exams and confirmations."))
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 2
	}
	parser.Model.HelpFlag.Help = "Xem trợ giúp của lệnh / help of the command."
	if len(args) == 0 {
		args = []string{"--help"}
	}
	k, err := parser.Parse(args)
	if exit >= 0 { // help was shown
		return exit
	}
	if err != nil {
		fmt.Fprintln(stderr, "hocso:", err)
		fmt.Fprintln(stderr, "Xem / see: hocso --help")
		return 2
	}
	conf, err := config.Read(getenv, c.Addr, c.Data)
	if err != nil {
		fmt.Fprintln(stderr, "hocso:", err)
		return 2
	}
	r := &run{cli: &c, config: conf, getenv: getenv, in: stdin, out: stdout, err: stderr}
	if err := r.command(ctx, k.Command()); err != nil {
		r.explain(err)
		return 1
	}
	return 0
}

// run is one command on its way.
type run struct {
	*cli
	config config.Config
	getenv func(string) string
	in     io.Reader
	out    io.Writer
	err    io.Writer
}

func (r *run) log() *slog.Logger {
	return slog.New(slog.NewJSONHandler(r.err, &slog.HandlerOptions{Level: slog.LevelInfo}))
}

func (r *run) command(ctx context.Context, name string) error {
	switch name {
	case "version":
		fmt.Fprintln(r.out, readBuild())
		return nil
	case "health":
		return health(ctx, r.config.Addr, r.out)
	case "check <dir>":
		return r.check()
	}
	a, err := open(ctx, r.config, r.log())
	if err != nil {
		return err
	}
	defer a.store.Close()
	switch verb, _, _ := strings.Cut(name, " "); verb {
	case "demo":
		return r.demo(ctx, a)
	case "serve":
		return r.serve(ctx, a)
	case "migrate": // opening has migrated
		fmt.Fprintln(r.out, r.say(a, "cli.migrated", fault.Args{"engine": a.store.Engine()}))
		if a.replayed > 0 {
			fmt.Fprintln(r.out, r.say(a, "cli.replayed", fault.Args{"count": a.replayed}))
		}
		return nil
	case "publish":
		return r.publish(ctx, a)
	case "backup":
		opts := store.Options{Dir: r.config.Data}
		return r.done(a, a.store.Backup(ctx, opts, r.Backup.File))
	case "routes":
		return r.routes(a)
	case "credential":
		return r.revoke(ctx, a)
	case "user":
		return r.user(ctx, a, name)
	case "doctor":
		return r.doctor(ctx, a)
	}
	return fmt.Errorf("hocso: %s: no such command", name)
}

func (r *run) say(a *App, key string, args fault.Args) string { return a.i18n.T(r.Lang, key, args) }

// explain prints an error in the language asked for, every refused field on its own line.
func (r *run) explain(err error) {
	if errors.Is(err, errFailed) {
		return
	}
	e, ok := errors.AsType[*fault.Error](err)
	catalog, lerr := messages()
	if !ok || lerr != nil {
		fmt.Fprintln(r.err, "hocso:", err)
		return
	}
	fmt.Fprintln(r.err, "hocso:", catalog.T(r.Lang, e.Key, e.Args))
	for _, f := range e.Fields {
		fmt.Fprintf(r.err, "  %s: %s\n", f.Name, catalog.T(r.Lang, f.Key, f.Args))
	}
	if e.Cause != nil {
		fmt.Fprintln(r.err, "  ", e.Cause)
	}
}

func (r *run) demo(ctx context.Context, a *App) error {
	people, err := a.seedDemo(ctx)
	if err != nil {
		return err
	}
	return a.serve(ctx, people, func(addr string) {
		fmt.Fprintln(r.out, r.say(a, "cli.demo", fault.Args{"url": "http://" + addr}))
		for _, p := range people {
			fmt.Fprintf(r.out, "  %-14s %-18s %-12s %s\n", p.Role, p.Name, p.Contact, p.Password)
		}
	})
}

func (r *run) serve(ctx context.Context, a *App) error {
	return a.serve(ctx, nil, func(addr string) {
		base := a.base(addr)
		fmt.Fprintln(r.out, r.say(a, "cli.serving", fault.Args{"url": base}))
		token, err := a.accounts.FirstAdminToken(ctx)
		if err == nil {
			fmt.Fprintln(r.out, r.say(a, "cli.first-admin", fault.Args{"url": base + "/khoi-tao/" + token}))
		}
	})
}

// check prints every finding of all folders together; warnings alone are a success.
func (r *run) check() error {
	std, err := content.Standards(standardsFS())
	if err != nil {
		return err
	}
	var all content.Report
	for _, dir := range r.Check.Dir {
		report := content.Check(os.DirFS(dir), std, web.ContentURLs())
		all.Findings = append(all.Findings, report.Under(filepath.ToSlash(dir)).Findings...)
	}
	switch r.Check.Format {
	case "json":
		err = all.WriteJSON(r.out, r.Lang)
	case "sarif":
		err = all.WriteSARIF(r.out, r.Lang, readBuild().Version)
	default:
		err = all.Write(r.out, r.Lang)
	}
	if err == nil && all.HasErrors() {
		err = errFailed
	}
	return err
}

func (r *run) publish(ctx context.Context, a *App) error {
	fsys, slug, err := folder(r.Publish.Dir)
	if err != nil {
		return err
	}
	bundle, report := content.Load(fsys, slug, a.standards, web.ContentURLs())
	if err := report.Write(r.out, r.Lang); err != nil {
		return err
	}
	if report.HasErrors() {
		return errFailed
	}
	v, err := a.publisher().publish(ctx, bundle, course.Folder)
	if err != nil {
		return err
	}
	for _, fact := range bundle.Course.Verify {
		fmt.Fprintln(r.out, "verify:", fact)
	}
	fmt.Fprintln(r.out, r.say(a, "cli.published", fault.Args{"slug": v.Slug, "number": v.Number}))
	return nil
}

// routes lists the router of the pages: the browser tests walk it, so that no page is forgotten.
func (r *run) routes(a *App) error {
	w, err := a.web(nil)
	if err != nil {
		return err
	}
	enc := json.NewEncoder(r.out)
	for _, route := range w.Routes() {
		err := enc.Encode(map[string]string{"method": route.Method, "path": route.Path, "who": string(route.Who)})
		if err != nil {
			return err
		}
	}
	return nil
}

func messages() (*i18n.Catalog, error) { return i18n.Load(messagesFS(), "i18n") }
