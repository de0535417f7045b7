package app

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"github.com/alecthomas/kong"
)

// help prints kong's help with its headings in both languages, as the rest of it is.
func help(options kong.HelpOptions, ctx *kong.Context) error {
	var b bytes.Buffer
	out := ctx.Stdout
	ctx.Stdout = &b
	err := kong.DefaultHelpPrinter(options, ctx)
	ctx.Stdout = out
	if err != nil {
		return err
	}
	text := strings.NewReplacer(
		"Usage: ", "Cách gọi / usage: ", "\nArguments:", "\nTham số / arguments:", "\nFlags:", "\nTùy chọn / flags:",
		"\nCommands:", "\nLệnh / commands:", "<command> [flags]", "<lệnh / command> [tùy chọn / flags]",
	).Replace(b.String())
	_, err = fmt.Fprint(out, moreHelp.ReplaceAllString(text, "Xem thêm về một lệnh / more about a command: $1"))
	return err
}

var moreHelp = regexp.MustCompile(`Run "([^"]+)" for more information on a command\.`)

// misused says what is wrong with a command line in both languages: the flag for the language may be what is wrong.
func (r *run) misused(err error) {
	text := err.Error()
	for _, m := range []struct{ en, vi string }{
		{`^unknown flag (\S+?)(?:, did you mean (.+)\?)?$`, "không có tùy chọn $1; gần nhất: $2"},
		{`^unexpected argument (.+?)(?:, did you mean (.+)\?)?$`, "không hiểu $1; gần nhất: $2"},
		{`^expected one of (.+)$`, "thiếu lệnh; chọn một trong: $1"},
		{`^expected (.+)$`, "thiếu $1"},
		{`^missing flags: (.+)$`, "thiếu tùy chọn $1"},
		{`^(.+) must be one of (.+) but got (.+)$`, "$1 là một trong $2, không phải $3"},
		{`^(.+?): stat (.+): no such file or directory$`, "$1: không có $2"},
		{`^(.+?): (.+) exists but is not a directory$`, "$1: $2 không phải thư mục"},
	} {
		if p := regexp.MustCompile(m.en); p.MatchString(text) {
			fmt.Fprintln(r.err, "hocso:", strings.TrimSuffix(p.ReplaceAllString(text, m.vi), "; gần nhất: "))
			break
		}
	}
	fmt.Fprintln(r.err, "hocso:", text)
	fmt.Fprintln(r.err, "Xem / see: hocso --help")
}
