package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"hocso/internal/content"
	"hocso/internal/exchange"
	"hocso/internal/fault"
	"hocso/internal/store"
)

type exportCmd struct {
	placed `embed:""`

	GIFT    exportFile `cmd:"" name:"gift" help:"Câu hỏi sang GIFT của Moodle / questions as GIFT."`
	Moodle  exportFile `cmd:"" name:"moodle-xml" help:"Câu hỏi sang Moodle XML, kèm hình / questions as Moodle XML, with pictures."`
	Folder  exportFile `cmd:"" help:"Đúng thư mục của bản đã xuất bản / the very folder of the published version."`
	Booklet booklet    `cmd:"" help:"Cả khóa trong một trang để in / the whole course as one page to print."`
}

type exportFile struct {
	Source string `arg:"" name:"dir|slug" help:"Thư mục khóa học, hoặc mã khóa đã xuất bản / folder of a course, or slug of a published one."`
	To     string `required:"" help:"Tệp hoặc thư mục mới / new file or folder." type:"path"`
	Format string `help:"Dạng báo cáo / form of the report." enum:"text,json" default:"text"`
}

type booklet struct {
	exportFile
	Keys bool `help:"In cả đáp án và giải thích / print keys and explanations too."`
}

// takeOut exports a course.
func (r *run) takeOut(ctx context.Context, name string) error {
	kind := strings.Fields(name)[1]
	c := map[string]exportFile{"gift": r.Export.GIFT, "moodle-xml": r.Export.Moodle, "folder": r.Export.Folder, "booklet": r.Export.Booklet.exportFile}[kind]
	dir, end, err := r.sourceOf(ctx, c.Source)
	if err != nil {
		return errors.Join(err, end())
	}
	report, err := r.exported(kind, dir, c.To)
	if errors.Is(err, errFailed) {
		return errors.Join(err, end())
	}
	return errors.Join(r.report(report, c.Format), err, end())
}

// exported makes and writes one kind of export of the course in a folder.
func (r *run) exported(kind, dir, to string) (exchange.Report, error) {
	std, err := content.Standards(standardsFS())
	if err != nil {
		return exchange.Report{}, err
	}
	fsys, slug, err := folder(dir)
	if err != nil {
		return exchange.Report{}, err
	}
	if kind == "folder" {
		var report exchange.Report
		sources, err := content.Sources(fsys, slug)
		if err != nil {
			return report, err
		}
		err = writeNew(to, sources, &report)
		return report, err
	}
	bundle, found := content.Load(fsys, slug, std, exchange.URLs())
	if found.HasErrors() {
		return exchange.Report{}, errors.Join(errFailed, found.Write(r.out, r.Lang))
	}
	var data []byte
	var report exchange.Report
	switch kind {
	case "gift":
		data, report = exchange.GIFT(bundle)
	case "moodle-xml":
		data, report = exchange.MoodleXML(bundle)
	default:
		data, report = exchange.Booklet(bundle, exchange.BookletOptions{Keys: r.Export.Booklet.Keys, Lang: r.Lang})
	}
	err = writeNew(filepath.Dir(to), []exchange.File{{Path: filepath.Base(to), Data: data}}, &report)
	return report, err
}

// sourceOf is the folder of a course: the one that is named, or a copy of the published version of that slug, which end removes.
func (r *run) sourceOf(ctx context.Context, source string) (dir string, end func() error, err error) {
	end = func() error { return nil }
	if _, err := os.Stat(filepath.Join(source, "course.md")); err == nil {
		return source, end, nil
	}
	if strings.ContainsAny(source, `/\.`) {
		return "", end, fault.New(fault.NotFound, "exchange.no-course").With(fault.Args{"source": source})
	}
	a, err := open(ctx, r.config, r.log(), func(o *store.Options) { o.MustExist = true })
	if err != nil {
		return "", end, err
	}
	defer a.store.Close()
	v, err := a.catalog.CurrentVersion(ctx, source)
	if fault.Is(err, fault.NotFound) {
		return "", end, fault.New(fault.NotFound, "exchange.no-course").With(fault.Args{"source": source})
	}
	if err != nil {
		return "", end, err
	}
	files, err := a.catalog.Files(ctx, v.ID)
	if err != nil {
		return "", end, err
	}
	temp, err := os.MkdirTemp("", "hocso-export-")
	if err != nil {
		return "", end, fmt.Errorf("app: %w", err)
	}
	end = func() error { return os.RemoveAll(temp) }
	dir = filepath.Join(temp, v.Slug)
	return dir, end, writeNew(dir, files, &exchange.Report{})
}
