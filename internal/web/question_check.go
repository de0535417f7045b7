package web

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"hocso/internal/content"
	"hocso/internal/course"
	"hocso/internal/fault"
)

// triedQuestion is a question as it would stand in its file: its Markdown, what it becomes, and what a reviewer will ask.
type triedQuestion struct {
	Markdown string
	Block    *sketchBlock
	Warnings findingsView
}

// withQuestion is the text of a file with a question in it: at its end, or behind the last part of a scenario. first is
// the line (from 1) on which the question begins. Error kind: NotFound for a scenario that the file does not have.
func withQuestion(file, text, under, md string) (out string, first int, err error) {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	at := len(lines)
	if under != "" {
		story, ok := storyOf(file, text, under)
		if !ok {
			return "", 0, fault.Missing()
		}
		at = min(story.End, len(lines))
	}
	before := strings.TrimRight(strings.Join(lines[:at], "\n"), "\n") + "\n\n"
	after := strings.Join(lines[at:], "\n")
	if after != "" {
		after = "\n" + after + "\n"
	}
	return before + md + after, strings.Count(before, "\n") + 1, nil
}

func storyOf(file, text, id string) (content.Story, bool) {
	for _, s := range content.Stories(file, []byte(text)) {
		if s.ID == id {
			return s, true
		}
	}
	return content.Story{}, false
}

// tryQuestion reads the file as it would be with a question in it, and refuses what the check would. Error kinds: Invalid;
// NotFound.
func (w *Web) tryQuestion(c *gin.Context, s studio, f *sentForm, id, md string) (triedQuestion, error) {
	tried := triedQuestion{Markdown: md}
	text, first, err := withQuestion(f.File, s.textOf(f.File), f.Under, md)
	if err != nil {
		return tried, err
	}
	bundle, report, err := w.read(c, s.Slug, s.beside(course.File{Path: f.File, Data: []byte(text)}), draftURLs(s.Slug))
	if err != nil {
		return tried, err
	}
	lines := strings.Split(md, "\n")
	var warnings content.Report
	for _, found := range report.Findings {
		line := found.Line - first
		switch {
		case found.File != s.Slug+"/"+f.File || line < 0 || line >= len(lines):
		case found.Severity != content.Error:
			warnings.Findings = append(warnings.Findings, found)
		case found.Key != "scenario.parts": // which are written next
			f.tell(s.Lang, found, lines[:line+1])
		}
	}
	tried.Warnings = findingsOf(s.Lang, warnings, func(string) string { return f.File }, func(string, int) string { return "" })
	if q, ok := questionIn(bundle.Course, id); ok {
		block := w.asked(s.Lang, q)
		tried.Block = &block
	}
	return tried, f.refusal()
}

// tell puts a finding to the field that it is about. before are the lines of the question down to the one of the finding.
func (f *sentForm) tell(lang string, found content.Finding, before []string) {
	place, known := formPlaces()[found.Key]
	if !known {
		place.Field = "stem"
	}
	if column, ok := strings.CutSuffix(place.Field, "*"); ok {
		place.Field = column + strconv.Itoa(f.rowAt(before))
	}
	if place.Words == "" {
		what, remedy := found.Words(lang)
		f.refuse(place.Field, "editor.form-finding", fault.Args{"what": what, "remedy": remedy})
		return
	}
	f.refuse(place.Field, place.Words, found.Args)
}

// rowAt is the row that the last item of some lines was made of.
func (f *sentForm) rowAt(lines []string) int {
	items := 0
	for _, l := range lines {
		if f.Item == boxItem && strings.HasPrefix(l, boxItem) || f.Item == numberItem && l != "" && '0' <= l[0] && l[0] <= '9' {
			items++
		}
	}
	if items == 0 || items > len(f.items) {
		return 0
	}
	return f.items[items-1]
}

// textOf is the stored text of a file, "" when it is not there.
func (s studio) textOf(name string) string {
	for _, f := range s.files {
		if f.Path == name {
			return string(f.Data)
		}
	}
	return ""
}

// beside is a file with what it takes to read it alone: the course's page, its module's, the glossary, and everything that
// is no text.
func (s studio) beside(file course.File) []course.File {
	out := []course.File{file}
	for _, f := range s.files {
		needed := slices.Contains([]string{"course.md", "glossary.md", path.Dir(file.Path) + "/module.md"}, f.Path)
		if f.Path != file.Path && (needed || path.Ext(f.Path) != ".md") {
			out = append(out, f)
		}
	}
	return out
}

// questionIn finds a question of a course, in lessons and bank.
func questionIn(co *course.Course, id string) (*course.Question, bool) {
	lists := [][]course.Question{co.Bank}
	for _, pl := range co.Places() {
		lists = append(lists, pl.Lesson.Questions)
	}
	for _, list := range lists {
		for i := range list {
			if list[i].ID == id {
				return &list[i], true
			}
		}
	}
	return nil, false
}
