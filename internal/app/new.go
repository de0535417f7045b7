package app

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"hocso/internal/authoring"
	"hocso/internal/content"
	"hocso/internal/exchange"
	"hocso/internal/fault"
	"hocso/internal/vntext"
)

type newCmd struct {
	Course newCourseCmd `cmd:"" help:"Khung một khóa học trong thư mục mới / the skeleton of a course in a new folder."`
	Module newPartCmd   `cmd:"" help:"Thêm một phần với một bài / add a module with a lesson."`
	Lesson newPartCmd   `cmd:"" help:"Thêm một bài vào thư mục của một phần / add a lesson to the folder of a module."`
	Bank   newPartCmd   `cmd:"" help:"Thêm một tệp câu hỏi thi / add a file of exam questions."`
}

type newCourseCmd struct {
	Dir      string `arg:"" help:"Thư mục mới, tên là mã khóa học / new folder, named by the course's slug." type:"path"`
	Title    string `help:"Tên khóa học / title."`
	Standard string `help:"Khung năng lực / framework." default:"TT02-2025"`
}

type newPartCmd struct {
	Dir   string `arg:"" help:"Thư mục khóa học; với bài là thư mục của phần / folder of the course; of the module for a lesson." type:"existingdir"`
	Title string `arg:"" help:"Tên / title."`
}

// start writes a skeleton, never over a file that is there.
func (r *run) start(name string) error {
	files, dir, err := r.skeleton(strings.Fields(name)[1])
	if err != nil {
		return err
	}
	var report exchange.Report
	if err := writeNew(dir, files, &report); err != nil {
		return err
	}
	return r.report(report, "text")
}

func (r *run) skeleton(kind string) (files []exchange.File, dir string, err error) {
	std, err := content.Standards(standardsFS())
	if err != nil {
		return nil, "", err
	}
	o := exchange.SkeletonOptions{Lang: r.Lang}
	switch kind {
	case "course":
		c := r.New.Course
		if slug := filepath.Base(c.Dir); !authoring.Slug(slug) {
			return nil, "", fault.New(fault.Invalid, "exchange.course-name").With(fault.Args{"name": slug, "try": vntext.Slug(slug)})
		}
		f, _ := std.Framework(c.Standard) // the check tells of one that is not there
		o.Title, o.Standard, o.Competence = c.Title, c.Standard, exchange.SampleCompetence(f)
		if o.Title == "" {
			o.Title = strings.ReplaceAll(filepath.Base(c.Dir), "-", " ")
		}
		return exchange.NewCourse(o), c.Dir, nil
	case "module":
		dir = r.New.Module.Dir
		o.Title = r.New.Module.Title
	case "lesson":
		dir = filepath.Dir(filepath.Clean(r.New.Lesson.Dir))
		o.Title = r.New.Lesson.Title
	default:
		dir = r.New.Bank.Dir
		o.Title = r.New.Bank.Title
	}
	if _, err := os.Stat(filepath.Join(dir, "course.md")); err != nil {
		return nil, "", fault.New(fault.Invalid, "exchange.no-course").With(fault.Args{"source": dir})
	}
	outline := content.OutlineOf(os.DirFS(dir), std)
	f, _ := std.Framework(outline.Standard)
	o.Taken, o.Competence = outline.IDs, exchange.SampleCompetence(f)
	switch kind {
	case "module":
		return exchange.NewModule(o, next(dir)), dir, nil
	case "lesson":
		return []exchange.File{exchange.NewLesson(o, next(r.New.Lesson.Dir))}, r.New.Lesson.Dir, nil
	}
	return []exchange.File{exchange.NewBank(o, next(filepath.Join(dir, "bank")))}, dir, nil
}

var numberedName = regexp.MustCompile(`^([0-9]{2})-`)

// next is the number behind the highest of a folder's modules, lessons or bank files.
func next(dir string) int {
	highest := 0
	entries, err := os.ReadDir(dir)
	if err != nil { // a folder that is not there yet
		entries = []fs.DirEntry{}
	}
	for _, e := range entries {
		if m := numberedName.FindStringSubmatch(e.Name()); m != nil {
			if n, err := strconv.Atoi(m[1]); err == nil {
				highest = max(highest, n)
			}
		}
	}
	return highest + 1
}
