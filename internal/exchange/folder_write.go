package exchange

import (
	"cmp"
	"math"
	"strconv"
	"strings"

	"hocso/internal/content"
	"hocso/internal/fault"
)

// write makes the files of the course.
func (f *folder) write() {
	minutes := 0
	for _, c := range f.chapters {
		for _, s := range c.lessons {
			minutes += minutesOf(s)
		}
	}
	f.coursePage(minutes)
	for _, c := range f.chapters {
		f.modulePage(c)
		for _, s := range c.lessons {
			f.lessonPage(s)
		}
	}
}

func (f *folder) put(to, front, title string, body []string) {
	text := strings.TrimSpace(strings.Join(body, "\n"))
	if text != "" {
		text = "\n" + text + "\n"
	}
	f.out = append(f.out, File{Path: to, Data: []byte("---\n" + front + "---\n\n# " + content.TitleText(title) + "\n" + text)})
}

func (f *folder) coursePage(minutes int) {
	title, summary := f.courseTitle(), ""
	var body []string
	if f.root != nil {
		body = f.body(f.root)
		summary = f.root.summary()
		f.report.add(Kept, f.root.path, 0, "page", fault.Args{"file": f.root.to})
	}
	hours := strconv.FormatFloat(max(math.Ceil(float64(minutes)/30)/2, 0.5), 'f', -1, 64)
	front := "title: " + yamlText(title) + "\n"
	if summary != "" {
		front += "summary: " + yamlText(summary) + "\n"
	}
	front += "language: " + f.options.Language + "\nhours: " + hours + "\nstandard: " + f.options.Standard + "\ncompletion:\n  lessons: all\n"
	f.put("course.md", front, title, body)
	f.report.add(Changed, "course.md", 0, "author-course", nil)
}

func (f *folder) modulePage(c *chapter) {
	title := c.title
	var body []string
	if c.intro != nil {
		title, body = cmp.Or(c.intro.title, title), f.body(c.intro)
		f.report.add(Kept, c.intro.path, 0, "page", fault.Args{"file": c.intro.to})
	}
	f.put(c.dir+"/module.md", "title: "+yamlText(title)+"\n", title, body)
}

func (f *folder) lessonPage(s *source) {
	body := f.body(s)
	front := "title: " + yamlText(s.title) + "\n"
	if sum := s.summary(); sum != "" {
		front += "summary: " + yamlText(sum) + "\n"
	}
	front += "minutes: " + strconv.Itoa(minutesOf(s)) + "\n"
	f.put(s.to, front, s.title, body)
	f.report.add(Kept, s.path, 0, "page", fault.Args{"file": s.to})
	f.report.add(Changed, s.path, 0, "author-lesson", nil)
}

// minutesOf is how long a page takes at 150 syllables a minute, at least 1.
func minutesOf(s *source) int {
	n := 0
	for _, l := range s.lines {
		n += len(strings.Fields(l))
	}
	return min(max((n+149)/150, 1), 600)
}
