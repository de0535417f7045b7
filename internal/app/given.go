package app

import (
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/alecthomas/kong"

	"hocso/internal/content"
)

// givenDir is an existing folder by the name that was given, which kong would make absolute: findings are to name files
// from where the command was started.
type givenDir string

// Decode reads the name. The errors are worded like kong's, which complaint translates.
func (d *givenDir) Decode(ctx *kong.DecodeContext) error {
	var name string
	if err := ctx.Scan.PopValueInto("dir", &name); err != nil {
		return err
	}
	*d = givenDir(name)
	info, err := os.Stat(name)
	if err == nil && !info.IsDir() {
		err = fmt.Errorf("%s exists but is not a directory", name)
	}
	return err
}

// courseFiles names the files of findings about a course, which begin with its slug, as seen from where the command
// was started; dir is the course's folder. A passage that courses share stands beside that.
func courseFiles(r content.Report, dir, slug string) content.Report {
	out := content.Report{Findings: make([]content.Finding, len(r.Findings))}
	for i, f := range r.Findings {
		if own, ok := strings.CutPrefix(f.File+"/", slug+"/"); ok {
			f.File = path.Join(filepath.ToSlash(dir), own)
		} else {
			f.File = path.Join(filepath.ToSlash(dir), "..", f.File)
		}
		out.Findings[i] = f
	}
	return out
}

// addresses makes the files of findings addresses: relative to the working folder where they are in it, however the
// folder was named, for a code host has no other root.
func addresses(r content.Report) content.Report {
	wd, _ := os.Getwd() // "" where it is gone: files then keep their names
	out := content.Report{Findings: make([]content.Finding, len(r.Findings))}
	for i, f := range r.Findings {
		f.File = address(wd, f.File)
		out.Findings[i] = f
	}
	return out
}

func address(wd, file string) string {
	if abs, err := filepath.Abs(filepath.FromSlash(file)); err == nil && wd != "" {
		if rel, err := filepath.Rel(wd, abs); err == nil && filepath.IsLocal(rel) {
			file = filepath.ToSlash(rel)
		}
	}
	u := url.URL{Path: file}
	if path.IsAbs(file) {
		u.Scheme = "file"
	}
	return u.String()
}

// within reports whether a folder holds a file.
func within(fsys fs.FS, name string) bool {
	_, err := fs.Stat(fsys, name)
	return err == nil
}
