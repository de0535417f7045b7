package exchange

import (
	"bytes"
	"embed"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"hocso/internal/content"
	"hocso/internal/standard"
)

//go:embed skeleton/*.md
var skeletons embed.FS

// SkeletonOptions say what to start.
type SkeletonOptions struct {
	Title      string
	Standard   string          // id of the framework, for courses
	Competence string          // code in the framework that lessons and questions begin with
	Lang       string          // of the texts, "vi" or "en"
	Taken      map[string]bool // ids of the course's questions
}

// sample is the competence of Circular 02/2025 that the example questions are about.
const sample = "4.2"

// SampleCompetence is what a skeleton in a framework begins with: what its examples are about or, in a framework that does
// not have it, the first. "" when there is none.
func SampleCompetence(f standard.Framework) string {
	codes := append(f.Assessable(), "")
	if slices.Contains(codes, sample) {
		return sample
	}
	return codes[0]
}

// NewCourse is the skeleton of a course: its page, one module with one lesson, one bank file. It can be seen at once; what
// only the author knows stands under verify, for the reviewer to ask.
func NewCourse(o SkeletonOptions) []File {
	front := o.summary("Viết một câu: khóa này giúp ai làm được việc gì.", "Write one sentence: whom this course helps to do what.") +
		"language: " + o.Lang + "\naudience: [nguoi-dan]\nhours: 1\nstandard: " + o.Standard + "\ncompletion:\n  lessons: all\nverify:\n  - " +
		o.say("Tóm tắt, đối tượng, số giờ, năng lực và câu hỏi của khung mẫu đã được thay.", "Summary, audience, hours, competences and questions of the skeleton are replaced.") + "\n"
	files := []File{o.page("course", "course.md", front)}
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
	front := o.summary("Viết một câu: bài này giúp làm được việc gì.", "Write one sentence: what this lesson helps to do.") + "minutes: 10\n"
	if o.Competence != "" {
		front += fmt.Sprintf("competences:\n  - { code: %q, level: 1 }\n", o.Competence)
	}
	return o.page("lesson", fmt.Sprintf("%02d-%s.md", number, o.slug()), front)
}

// NewBank is a bank file, by its number, with an example question.
func NewBank(o SkeletonOptions, number int) File {
	f := o.page("bank", fmt.Sprintf("bank/%02d-%s.md", number, o.slug()), "")
	if o.Competence != "" {
		f.Data = bytes.ReplaceAll(f.Data, []byte(" type=single}"), fmt.Appendf(nil, " type=single competence=%q level=1}", o.Competence))
	}
	return f
}

func (o SkeletonOptions) say(vi, en string) string {
	if o.Lang == "en" {
		return en
	}
	return vi
}

func (o SkeletonOptions) titled(vi, en string) SkeletonOptions {
	o.Title = o.say(vi, en)
	return o
}

func (o SkeletonOptions) summary(vi, en string) string {
	return "summary: " + yamlText(o.say(vi, en)) + "\n"
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
