package app

import (
	"cmp"
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
	"hocso/internal/fault"
	"hocso/internal/i18n"
	"hocso/internal/store"
)

// cli is the command line. Help stands in both languages: the people who run hocso read one or the other.
type cli struct {
	Lang string `help:"Ngôn ngữ thông báo / language of messages." enum:"vi,en" default:"vi"`

	Demo       serverCmd     `cmd:"" help:"Chạy thử với tỉnh, người và khóa học mẫu / try it with a made-up province."`
	Serve      serverCmd     `cmd:"" help:"Chạy thật / run for real."`
	Migrate    placed        `cmd:"" help:"Đưa cơ sở dữ liệu lên phiên bản này / bring the database up to date."`
	Check      checkCmd      `cmd:"" help:"Kiểm tra khóa học, báo mọi lỗi cùng lúc / check courses, every finding at once."`
	Preview    previewCmd    `cmd:"" help:"Xem trước một khóa học, lưu tệp là thấy ngay / see a course as it is written, at every save."`
	Publish    publishCmd    `cmd:"" help:"Xuất bản một khóa học từ thư mục / publish a course from a folder."`
	Sync       syncCmd       `cmd:"" help:"Lấy khóa học từ một kho git rồi xuất bản / publish the courses of a git repository."`
	New        newCmd        `cmd:"" help:"Tạo khung khóa học, phần, bài, ngân hàng câu hỏi / start a course, module, lesson or bank."`
	Import     importCmd     `cmd:"" help:"Nhập câu hỏi hoặc bài học từ nơi khác / bring in questions or lessons from elsewhere."`
	Export     exportCmd     `cmd:"" help:"Xuất khóa học sang dạng khác / take a course out in other forms."`
	Credential credentialCmd `cmd:"" help:"Giấy xác nhận / confirmations."`
	User       userCmd       `cmd:"" help:"Quản lý tài khoản / manage accounts."`
	Backup     backupCmd     `cmd:"" help:"Chép cơ sở dữ liệu SQLite ra một tệp, máy chủ vẫn chạy / copy the SQLite database to a file while the server runs."`
	Doctor     placed        `cmd:"" help:"Tính lại mọi số liệu từ bản ghi gốc, báo chỗ lệch / recompute everything from the records."`
	Routes     placed        `cmd:"" hidden:"" help:"Các đường dẫn của trang, mỗi dòng một JSON / the routes of the pages, a JSON line each."`
	Health     listening     `cmd:"" help:"Hỏi máy chủ đang chạy đã sẵn sàng chưa / ask the running server whether it is ready."`
	Version    struct{}      `cmd:"" help:"Phiên bản / version."`
}

// placed is the flag of commands that need the data.
type placed struct {
	Data string `help:"Thư mục dữ liệu / data folder (HOCSO_DATA; hocso-data, hocso-demo)." placeholder:"DIR" type:"path"`
}

type listening struct {
	Addr string `help:"Địa chỉ lắng nghe / address to listen on (HOCSO_ADDR; 127.0.0.1:8080)." placeholder:"HOST:PORT"`
}

type serverCmd struct {
	listening `embed:""`
	placed    `embed:""`

	Courses string `help:"Thư mục khóa học được theo dõi: có tệp thay đổi là kiểm tra và xuất bản / watched folder of courses (HOCSO_COURSES)." placeholder:"DIR" type:"existingdir"`
}

// Help is what a server takes from its environment besides the flags.
func (serverCmd) Help() string {
	return `Biến môi trường / environment:

HOCSO_URL: địa chỉ mọi người mở, ví dụ https://hocso.example / address that people open.

HOCSO_DB: postgres://… thay cho SQLite / instead of SQLite.

HOCSO_PROXIES: địa chỉ máy chủ chuyển tiếp / addresses of reverse proxies.

HOCSO_ADMIN_ADDR: số liệu và hồ sơ hiệu năng, chỉ trên máy này / metrics and profiles, loopback only.

HOCSO_GIT, HOCSO_GIT_BRANCH: kho git của các khóa học / git repository of courses.

HOCSO_HOOK_SECRET: khóa ký của lời gọi tới /hook/git, từ 16 ký tự / secret of signed calls to /hook/git, 16 characters or more.

HOCSO_SMTP_HOST, _PORT, _USER, _PASSWORD, _FROM: máy chủ thư / mail server.`
}

// where gives the flags of the command that was chosen.
func (c *cli) where() (addr, data string) {
	addr = cmp.Or(c.Demo.Addr, c.Serve.Addr, c.Health.Addr)
	data = cmp.Or(c.Demo.Data, c.Serve.Data, c.Migrate.Data, c.Check.Data, c.Publish.Data, c.Sync.Data, c.Credential.Data, c.User.Data,
		c.Backup.Data, c.Doctor.Data, c.Routes.Data, c.Export.Data)
	return addr, data
}

type publishCmd struct {
	placed `embed:""`

	Dir   string `arg:"" help:"Thư mục khóa học / folder of the course." type:"existingdir"`
	Yes   bool   `help:"Các điều cần kiểm chứng đã được đối chiếu / the facts to verify were checked."`
	Watch bool   `help:"Chờ, và xuất bản lại mỗi khi có tệp thay đổi / wait, and publish again whenever a file changes."`
}

type syncCmd struct {
	placed `embed:""`

	URL    string `arg:"" help:"https://…, ssh://…, git@host:path, hoặc thư mục / or a folder."`
	Branch string `help:"Nhánh; không ghi thì theo kho / branch; the repository's own by default." placeholder:"NAME"`
}

type backupCmd struct {
	placed `embed:""`

	File string `arg:"" help:"Tệp mới / new file." type:"path"`
}

// errFailed ends a command whose output has said everything already.
var errFailed = errors.New("failed")

// Main runs the command line and returns the exit code: 0 done, 1 failed, 2 wrong usage.
func Main(ctx context.Context, args []string, getenv func(string) string, stdin io.Reader, stdout, stderr io.Writer) int {
	var c cli
	exit := -1
	parser, err := kong.New(&c, kong.Name("hocso"), kong.Writers(stdout, stderr), kong.Exit(func(code int) { exit = code }), kong.Help(help),
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
	r := &run{cli: &c, getenv: getenv, in: stdin, out: stdout, err: stderr}
	if err != nil {
		r.misused(err)
		return 2
	}
	addr, data := c.where()
	if r.config, err = config.Read(getenv, addr, data, usualFolder(k.Command())); err != nil {
		r.explain(err)
		return 2
	}
	r.config.Sources.Folder = cmp.Or(c.Serve.Courses, c.Demo.Courses, r.config.Sources.Folder)
	if err := r.command(ctx, k.Command()); err != nil {
		r.explain(err)
		return 1
	}
	return 0
}

// usualFolder keeps what is tried apart from what is real.
func usualFolder(command string) string {
	if command == "demo" {
		return "hocso-demo"
	}
	return "hocso-data"
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
		if r.Check.Against == "" {
			return r.check(ctx, nil)
		}
	case "preview <dir>":
		return r.preview(ctx)
	}
	verb, _, _ := strings.Cut(name, " ")
	switch verb {
	case "new":
		return r.start(name)
	case "import":
		return r.bringIn(name)
	case "export":
		return r.takeOut(ctx, name)
	}
	a, err := open(ctx, r.config, r.log(), func(o *store.Options) { o.MustExist = !creates(name) })
	if err != nil {
		return r.elsewhere(err)
	}
	defer a.store.Close()
	if verb == "demo" || verb == "serve" {
		if err := a.store.Hold(); err != nil {
			return err
		}
	}
	switch verb {
	case "demo":
		return r.demo(ctx, a)
	case "serve":
		return r.serve(ctx, a)
	case "migrate": // opening has migrated
		if err := a.claim(ctx); err != nil {
			return err
		}
		fmt.Fprintln(r.out, r.say(a, "cli.migrated", fault.Args{"engine": a.store.Engine()}))
		if a.replayed > 0 {
			fmt.Fprintln(r.out, r.say(a, "cli.replayed", fault.Args{"count": a.replayed}))
		}
		return nil
	case "check":
		return r.check(ctx, a)
	case "publish":
		if r.Publish.Watch {
			return r.watch(ctx, a)
		}
		return r.publish(ctx, a)
	case "sync":
		return r.sync(ctx, a)
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

// elsewhere adds to "there are no data" where a trial's are: whoever tries hocso looks for them with the next command.
func (r *run) elsewhere(err error) error {
	const trial = "hocso-demo"
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || e.Key != "cli.no-database" || r.config.Data != "hocso-data" {
		return err
	}
	if _, missing := os.Stat(filepath.Join(trial, "hocso.db")); missing != nil {
		return err
	}
	return fault.New(fault.NotFound, "cli.only-trial").With(fault.Args{"place": e.Args["place"], "trial": trial})
}

// creates reports whether a command may make the database. Others in a wrong folder would say that all is well.
func creates(name string) bool {
	return name == "demo" || name == "serve" || name == "migrate" || name == "routes" || strings.HasPrefix(name, "user add")
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
	if demo, used, err := a.purpose(ctx); err != nil || used && !demo {
		return cmp.Or(err, error(fault.New(fault.Conflict, "cli.real-database")))
	}
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
	if demo, _, err := a.purpose(ctx); err != nil || demo {
		return cmp.Or(err, error(fault.New(fault.Conflict, "cli.demo-database")))
	}
	if err := a.claim(ctx); err != nil {
		return err
	}
	return a.serve(ctx, nil, func(addr string) {
		base := a.base(addr)
		fmt.Fprintln(r.out, r.say(a, "cli.serving", fault.Args{"url": base}))
		token, err := a.accounts.FirstAdminToken(ctx)
		if err == nil {
			fmt.Fprintln(r.out, r.say(a, "cli.first-admin", fault.Args{"url": base + "/khoi-tao/" + token}))
		}
	})
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
