package exchange

import (
	"embed"
	"fmt"
	"regexp"
	"strings"

	"hocso/internal/content"
)

//go:embed skeleton/*.md
var skeletons embed.FS

// SkeletonOptions say what to start.
type SkeletonOptions struct {
	Title    string
	Standard string          // id of the framework, for courses
	Lang     string          // of the texts, "vi" or "en"
	Taken    map[string]bool // ids of the course's questions
}

// NewCourse is the skeleton of a course: its page, one module with one lesson, one bank file. The check asks for what only
// the author knows.
func NewCourse(o SkeletonOptions) []File {
	files := []File{o.page("course", "course.md", "language: "+o.Lang+"\nhours: 1\nstandard: "+o.Standard+"\ncompletion:\n  lessons: all\n")}
	module := o.titled("Mở đầu", "Getting started")
	files = append(files, NewModule(module, 1)...)
	return append(files, NewBank(o.titled("Câu hỏi thi", "Exam questions"), 1))
}

// NewModule is the folder of a module, by its number, with one lesson.
func NewModule(o SkeletonOptions, number int) []File {
	dir := fmt.Sprintf("%02d-%s/", number, o.slug())
	module := o.page("module", dir+"module.md", "")
	lesson := NewLesson(o.titled("Bài thứ nhất", "First lesson"), 1)
	lesson.Path = dir + lesson.Path
	return []File{module, lesson}
}

// NewLesson is a lesson, by its number in its module, with an example question.
func NewLesson(o SkeletonOptions, number int) File {
	return o.page("lesson", fmt.Sprintf("%02d-%s.md", number, o.slug()), "minutes: 10\n")
}

// NewBank is a bank file, by its number, with an example question.
func NewBank(o SkeletonOptions, number int) File {
	return o.page("bank", fmt.Sprintf("bank/%02d-%s.md", number, o.slug()), "")
}

func (o SkeletonOptions) titled(vi, en string) SkeletonOptions {
	if o.Title = vi; o.Lang == "en" {
		o.Title = en
	}
	return o
}

func (o SkeletonOptions) slug() string { return freeSlug(o.Title, "bai", map[string]bool{}) }

var exampleID = regexp.MustCompile(`\{#([a-z-]+)`)

// page is a file with front matter, title and the text of its kind. Its example question gets an id that is free.
func (o SkeletonOptions) page(kind, name, front string) File {
	lang := o.Lang
	if lang != "en" {
		lang = "vi"
	}
	body, err := skeletons.ReadFile("skeleton/" + kind + "." + lang + ".md")
	if err != nil { // only if the file is not embedded, which tests would see
		body = nil
	}
	text := exampleID.ReplaceAllStringFunc(string(body), func(s string) string {
		taken := map[string]bool{}
		for id := range o.Taken {
			taken[id] = true
		}
		return "{#" + freeSlug(strings.TrimPrefix(s, "{#"), "cau", taken)
	})
	return File{Path: name, Data: []byte("---\ntitle: " + yamlText(o.Title) + "\n" + front + "---\n\n# " + content.TitleText(o.Title) + "\n\n" + text)}
}
