package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"hocso/internal/content"
	"hocso/internal/exchange"
	"hocso/internal/fault"
	"hocso/internal/standard"
)

type importCmd struct {
	Questions importQuestionsCmd `cmd:"" help:"Câu hỏi từ GIFT, Moodle XML, Aiken, CSV, XLSX vào một tệp ngân hàng mới / questions into a new bank file."`
	Folder    importFolderCmd    `cmd:"" help:"Một thư mục Markdown bất kỳ thành khung khóa học / any folder of Markdown into the skeleton of a course."`
}

type importQuestionsCmd struct {
	File       []string `arg:"" help:"Tệp .gift, .txt, .xml, .csv, .xlsx / files." type:"existingfile"`
	Course     string   `required:"" help:"Thư mục khóa học / folder of the course." type:"existingdir"`
	Bank       string   `required:"" help:"Tên tệp ngân hàng mới, ví dụ 05-cau-hoi / name of the new bank file." placeholder:"NAME"`
	Title      string   `help:"Tiêu đề của tệp / its title."`
	Competence string   `help:"Năng lực của câu hỏi chưa ghi năng lực / competence of questions that name none." placeholder:"2.3"`
	Level      int      `help:"Bậc của câu hỏi chưa ghi bậc, 1 đến 8 / level of questions that name none." placeholder:"2"`
	Format     string   `help:"Dạng báo cáo / form of the report." enum:"text,json" default:"text"`
}

type importFolderCmd struct {
	Dir      string `arg:"" help:"Thư mục có tệp .md / folder of .md files." type:"existingdir"`
	To       string `required:"" help:"Thư mục mới của khóa học / new folder of the course." type:"path"`
	Standard string `help:"Khung năng lực / framework." default:"TT02-2025"`
	Format   string `help:"Dạng báo cáo / form of the report." enum:"text,json" default:"text"`
}

func (r *run) bringIn(name string) error {
	std, err := content.Standards(standardsFS())
	if err != nil {
		return err
	}
	if strings.HasPrefix(name, "import questions") {
		return r.importQuestions(std)
	}
	return r.importFolder(std)
}

// importQuestions writes a bank file, with its pictures beside it, and reports what became of each question.
func (r *run) importQuestions(std *standard.Set) error {
	c := r.Import.Questions
	name := strings.TrimSuffix(filepath.Base(c.Bank), ".md")
	outline := content.OutlineOf(os.DirFS(c.Course), std)
	o := exchange.Options{
		Standard: outline.Standard, Language: outline.Language, Level: c.Level, Taken: outline.IDs, Name: name, Title: c.Title,
	}
	if o.Title == "" {
		o.Title = strings.TrimSpace(strings.ReplaceAll(strings.TrimLeft(name, "0123456789-"), "-", " "))
	}
	if c.Level < 0 || c.Level > standard.MaxLevel {
		return fault.New(fault.Invalid, "exchange.level").With(fault.Args{"max": standard.MaxLevel})
	}
	if c.Competence != "" {
		ref, _ := std.Parse(outline.Standard, c.Competence)
		if !std.Assessable(ref) {
			return fault.New(fault.Invalid, "exchange.competence").With(fault.Args{"code": c.Competence, "standard": outline.Standard})
		}
		o.Competence = ref
	}
	if !content.FileName(name + ".md") {
		return fault.New(fault.Invalid, "exchange.name").With(fault.Args{"name": name})
	}
	var sources []exchange.Source
	for _, f := range c.File {
		data, err := readAtMost(f, exchange.MaxFile)
		if err != nil {
			return err
		}
		sources = append(sources, exchange.Source{Name: f, Data: data})
	}
	files, report := exchange.Bank(sources, o)
	err := writeNew(filepath.Join(c.Course, "bank"), files, &report)
	return errors.Join(r.report(report, c.Format), err, nothing(files))
}

// nothing is the failure of an import that found nothing to import; its report has said why.
func nothing(files []exchange.File) error {
	if len(files) == 0 {
		return errFailed
	}
	return nil
}

func (r *run) importFolder(std *standard.Set) error {
	c := r.Import.Folder
	if err := newFolder(c.To); err != nil {
		return err
	}
	files, report, err := exchange.Folder(os.DirFS(c.Dir), exchange.FolderOptions{
		Standard: c.Standard, Language: r.Lang, Standards: std, Title: filepath.Base(c.Dir),
	})
	if err == nil {
		err = writeNew(c.To, files, &report)
	}
	return errors.Join(r.report(report, c.Format), err)
}

// newFolder is the failure of a folder that is to be new and holds something, or is none. Error kind: Conflict
// (exchange.not-empty, exchange.exists).
func newFolder(dir string) error {
	info, err := os.Stat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil && !info.IsDir() {
		return fault.New(fault.Conflict, "exchange.exists").With(fault.Args{"file": dir})
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	if len(entries) > 0 {
		return fault.New(fault.Conflict, "exchange.not-empty").With(fault.Args{"dir": dir})
	}
	return nil
}

// readAtMost reads a file, one byte more than the limit at most, so that what is too large can be told.
func readAtMost(name string, limit int64) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	return data, errors.Join(err, f.Close())
}

// writeNew writes files into a folder and never over another: it looks at all of them before it writes the first.
func writeNew(dir string, files []exchange.File, report *exchange.Report) error {
	for _, f := range files {
		if _, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(f.Path))); !errors.Is(err, fs.ErrNotExist) {
			return fault.New(fault.Conflict, "exchange.exists").With(fault.Args{"file": filepath.Join(dir, f.Path)})
		}
	}
	for _, f := range files {
		path := filepath.Join(dir, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil { //nolint:gosec // course folders are for everybody to read
			return err
		}
		out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644) //nolint:gosec // as above
		if err != nil {
			return err
		}
		_, err = out.Write(f.Data)
		if err := errors.Join(err, out.Close()); err != nil {
			return err
		}
		report.Written = append(report.Written, path)
	}
	return nil
}

// noteJSON is a note of a report in JSON.
type noteJSON struct {
	Kind string     `json:"kind"`
	File string     `json:"file"`
	Line int        `json:"line,omitempty"`
	Key  string     `json:"key"`
	Args fault.Args `json:"args,omitempty"`
	Text string     `json:"text"`
}

// report prints what an import or export did, in text or as one JSON object.
func (r *run) report(report exchange.Report, format string) error {
	catalog, err := messages()
	if err != nil {
		return err
	}
	say := func(key string, args fault.Args) string { return catalog.T(r.Lang, key, args) }
	if format != "json" {
		return report.Write(r.out, say)
	}
	out := struct {
		Notes   []noteJSON `json:"notes"`
		Written []string   `json:"written"`
		Kept    int        `json:"kept"`
		Changed int        `json:"changed"`
		Lost    int        `json:"lost"`
	}{[]noteJSON{}, append([]string{}, report.Written...), report.Count(exchange.Kept), report.Count(exchange.Changed), report.Count(exchange.Lost)}
	for _, n := range report.Notes {
		out.Notes = append(out.Notes, noteJSON{string(n.Kind), n.File, n.Line, n.Key, n.Args, say(n.Key, n.Args)})
	}
	enc := json.NewEncoder(r.out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	if err := enc.Encode(out); err != nil {
		return fmt.Errorf("app: %w", err)
	}
	return nil
}
