package app

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"hocso/assets"
	"hocso/courses"
	"hocso/internal/account"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/org"
)

type userCmd struct {
	placed `embed:""`

	Add struct {
		Contact string `arg:"" help:"Số điện thoại hoặc thư điện tử / phone or mail."`
		Name    string `help:"Họ và tên / full name." required:""`
		Role    string `help:"Vai trò / role: ${enum}." enum:"learner,author,manager,administrator" default:"learner"`
		Unit    string `help:"Mã đơn vị, mặc định là đơn vị gốc / unit id, the root by default."`
		Root    string `help:"Tên đơn vị gốc khi chưa có đơn vị nào / name of the root while there is no unit."`
	} `cmd:"" help:"Tạo tài khoản; mật khẩu đọc từ dòng đầu của đầu vào / create an account; the password is the first line of standard input."`
	Lock struct {
		Contact string `arg:"" help:"Số điện thoại hoặc thư điện tử / phone or mail."`
		Open    bool   `help:"Mở khóa / unlock instead."`
	} `cmd:"" help:"Khóa tài khoản, mọi phiên kết thúc ngay / lock an account, its sessions end at once."`
	Role struct {
		Contact string `arg:"" help:"Số điện thoại hoặc thư điện tử / phone or mail."`
		Role    string `arg:"" enum:"author,manager,administrator" help:"Vai trò / role: ${enum}."`
		Unit    string `help:"Mã đơn vị / unit id."`
		Revoke  bool   `help:"Thu vai trò / take the role away."`
	} `cmd:"" help:"Giao hoặc thu vai trò / give or take a role."`
	Reset struct {
		Contact string `arg:"" help:"Số điện thoại hoặc thư điện tử / phone or mail."`
	} `cmd:"" help:"Tạo mã đặt lại mật khẩu, dùng một lần trong 24 giờ / make a one-time reset code, good for 24 hours."`
	Correct struct {
		Contact string `arg:"" help:"Số điện thoại hoặc thư điện tử / phone or mail."`
		Name    string `help:"Họ và tên đúng / the correct full name."`
		New     string `help:"Số điện thoại hoặc thư điện tử đúng / the correct phone or mail." placeholder:"CONTACT"`
	} `cmd:"" help:"Sửa họ tên, số điện thoại hoặc thư điện tử / correct a name, phone or mail."`
	Export struct {
		Contact string `arg:"" help:"Số điện thoại hoặc thư điện tử / phone or mail."`
	} `cmd:"" help:"In mọi dữ liệu về một người, dạng JSON, khi người đó yêu cầu / print everything about a person as JSON, at their request."`
	Erase struct {
		Contact string `arg:"" help:"Số điện thoại hoặc thư điện tử / phone or mail."`
		Yes     bool   `help:"Đã chắc chắn, không hỏi lại / sure, do not ask."`
		EndExam bool   `help:"Nộp bài thi đang làm dở / end an exam that is under way."`
	} `cmd:"" help:"Xóa hẳn tài khoản và dữ liệu của một người, khi người đó yêu cầu; không lấy lại được / erase a person for good, at their request."`
}

type credentialCmd struct {
	placed `embed:""`

	Revoke struct {
		Serial string `arg:"" help:"Mã trên giấy / serial."`
		Why    string `required:"" enum:"mistake,fraud,holder" help:"Vì sao / why: ${enum} (cấp nhầm, gian lận, người nhận yêu cầu)."`
		Reason string `required:"" help:"Lý do, bằng lời / the reason in words."`
	} `cmd:"" help:"Thu hồi một giấy xác nhận, không hoàn tác được / revoke a confirmation for good."`
}

func messagesFS() fs.FS  { return assets.FS }
func standardsFS() fs.FS { return courses.FS }

func (r *run) user(ctx context.Context, a *App, name string) error {
	switch {
	case strings.HasPrefix(name, "user add"):
		return r.userAdd(ctx, a)
	case strings.HasPrefix(name, "user lock"):
		acc, err := a.byContact(ctx, r.User.Lock.Contact)
		if err != nil {
			return err
		}
		return r.done(a, a.accounts.SetLocked(ctx, nil, acc.ID, !r.User.Lock.Open))
	case strings.HasPrefix(name, "user role"):
		return r.userRole(ctx, a)
	case strings.HasPrefix(name, "user correct"), strings.HasPrefix(name, "user export"), strings.HasPrefix(name, "user erase"):
		return r.userData(ctx, a, name)
	}
	acc, err := a.byContact(ctx, r.User.Reset.Contact)
	if err != nil {
		return err
	}
	code, err := a.accounts.MakeResetCode(ctx, nil, acc.ID)
	if err != nil {
		return err
	}
	fmt.Fprintln(r.out, code)
	return nil
}

func (r *run) done(a *App, err error) error {
	if err == nil {
		fmt.Fprintln(r.out, r.say(a, "cli.done", nil))
	}
	return err
}

func (a *App) byContact(ctx context.Context, contact string) (account.Account, error) {
	acc, err := a.accounts.ByContact(ctx, contact)
	if fault.Is(err, fault.NotFound) {
		return acc, fault.New(fault.NotFound, "cli.no-account")
	}
	return acc, err
}

// unit is the unit of an id, or the root.
func (a *App) unit(ctx context.Context, text string) (org.Unit, error) {
	if text == "" {
		return a.org.Root(ctx)
	}
	u, err := id.Parse(text)
	if err != nil {
		return org.Unit{}, fault.New(fault.NotFound, "unit.unknown")
	}
	found, err := a.org.Unit(ctx, u)
	if fault.Is(err, fault.NotFound) {
		err = fault.New(fault.NotFound, "unit.unknown")
	}
	return found, err
}

func (r *run) userAdd(ctx context.Context, a *App) error {
	line, err := bufio.NewReader(r.in).ReadString('\n') // not an argument: those are seen by everyone on the machine
	if err != nil && line == "" {
		return fault.New(fault.Invalid, "password.missing")
	}
	if err := a.claim(ctx); err != nil {
		return err
	}
	unit, err := a.unit(ctx, r.User.Add.Unit)
	if fault.Is(err, fault.NotFound) && r.User.Add.Unit == "" {
		unit, err = a.firstUnit(ctx, r.User.Add.Root)
	}
	if err != nil {
		return err
	}
	_, err = a.accounts.Create(ctx, account.Registration{
		Name: r.User.Add.Name, Contact: r.User.Add.Contact, Password: strings.TrimRight(line, "\r\n"), Unit: unit.ID,
	}, unit, account.Role(r.User.Add.Role), unit.ID)
	return r.done(a, err)
}

// firstUnit makes the root of a fresh database: a province unless an administrator says otherwise on the page of units.
func (a *App) firstUnit(ctx context.Context, name string) (org.Unit, error) {
	if name == "" {
		return org.Unit{}, fault.New(fault.Invalid, "cli.no-unit")
	}
	return a.org.AddRoot(ctx, name, org.Province, id.Zero)
}

func (r *run) userRole(ctx context.Context, a *App) error {
	acc, err := a.byContact(ctx, r.User.Role.Contact)
	if err != nil {
		return err
	}
	unit, err := a.unit(ctx, r.User.Role.Unit)
	if err != nil {
		return err
	}
	role := account.Role(r.User.Role.Role)
	if r.User.Role.Revoke {
		err := a.accounts.Revoke(ctx, nil, acc.ID, role, unit)
		if fault.Is(err, fault.NotFound) {
			err = fault.New(fault.NotFound, "cli.no-role").With(fault.Args{"name": acc.Name, "unit": unit.Name})
		}
		return r.done(a, err)
	}
	return r.done(a, a.accounts.Grant(ctx, nil, acc.ID, role, unit))
}

// userData does what a person may ask for with their data.
func (r *run) userData(ctx context.Context, a *App, name string) error {
	contact := r.User.Correct.Contact + r.User.Export.Contact + r.User.Erase.Contact // one of them was given
	acc, err := a.byContact(ctx, contact)
	if err != nil {
		return err
	}
	switch {
	case strings.HasPrefix(name, "user correct"):
		if r.User.Correct.Name+r.User.Correct.New == "" {
			return fault.New(fault.Invalid, "cli.nothing-to-correct")
		}
		return r.done(a, a.accounts.Correct(ctx, nil, acc.ID, account.Correction{Name: r.User.Correct.Name, Contact: r.User.Correct.New}))
	case strings.HasPrefix(name, "user erase"):
		if !r.User.Erase.Yes && !r.typedAgain(a, acc.Name, contact) {
			return fault.New(fault.Conflict, "cli.not-erased")
		}
		return r.done(a, a.privacy.ErasePerson(ctx, nil, acc.ID, true, r.User.Erase.EndExam))
	}
	c, err := a.privacy.Of(ctx, nil, acc.ID)
	if err != nil {
		return err
	}
	file, err := c.JSON()
	if err != nil {
		return err
	}
	_, err = r.out.Write(file)
	return err
}

// typedAgain names who is going to be erased and asks for the contact once more: nothing brings them back.
func (r *run) typedAgain(a *App, name, contact string) bool {
	fmt.Fprint(r.out, r.say(a, "cli.confirm-erase", fault.Args{"name": name, "contact": contact}), " ")
	line, err := bufio.NewReader(r.in).ReadString('\n')
	return (err == nil || errors.Is(err, io.EOF)) && strings.TrimSpace(line) == contact
}

func (r *run) revoke(ctx context.Context, a *App) error {
	v := r.Credential.Revoke
	return r.done(a, a.credentials.Revoke(ctx, nil, v.Serial, v.Why, v.Reason))
}
