package web

import (
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"hocso/internal/course"
)

// differences are what one set of sources changes against another.
type differences struct {
	From, To string // what is compared, in words
	Pages    []pageDiff
	Changes  course.Changes
	Files    []fileDiff
	More     int // files that are not shown
}

// pageDiff is a page before and after, and its words with what came and went.
type pageDiff struct {
	Title, Kind   string
	Before, After []sketchBlock
	Words         [][]course.Piece
}

// sheet is something that a reader or the reviewer sees as a page, in the form of a lesson.
type sheet struct {
	key, title string
	lesson     course.Lesson
}

// compareInto fills in what changed between two courses and their files. shown is the later course with the addresses of
// media under which its pages can be looked at: those of drafts differ.
func (w *Web) compareInto(d *differences, lang string, before, after, shown *course.Course, old, now []course.File) {
	d.Changes = course.Diff(before, after)
	w.sayParts(lang, d.Changes.Parts, before, after)
	was, is, look := lessonsOf(before), lessonsOf(after), lessonsOf(shown)
	for _, l := range d.Changes.Lessons {
		d.Pages = append(d.Pages, w.pageDiff(lang, l.Title, l.Kind, was[l.Was], is[l.Key], look[l.Key]))
	}
	d.Pages = append(d.Pages, w.sheetDiffs(lang, w.sheetsOf(lang, before), w.sheetsOf(lang, after), w.sheetsOf(lang, shown))...)
	d.Files, d.More = fileDiffs(course.DiffFiles(old, now))
}

func lessonsOf(c *course.Course) map[string]*course.Lesson {
	out := map[string]*course.Lesson{}
	for _, pl := range c.Places() {
		out[pl.Key()] = pl.Lesson
	}
	return out
}

// sheetDiffs compares what a course has besides its lessons, sheet by sheet.
func (w *Web) sheetDiffs(lang string, was, is, shown []sheet) []pageDiff {
	find := func(list []sheet, key string) *course.Lesson {
		if i := slices.IndexFunc(list, func(s sheet) bool { return s.key == key }); i >= 0 {
			return &list[i].lesson
		}
		return nil
	}
	var out []pageDiff
	for _, s := range is {
		a, b := find(was, s.key), find(is, s.key)
		switch {
		case a == nil:
			out = append(out, w.pageDiff(lang, s.title, course.Added, nil, b, find(shown, s.key)))
		case !reflect.DeepEqual(w.blocksOf(lang, a), w.blocksOf(lang, b)):
			out = append(out, w.pageDiff(lang, s.title, course.Changed, a, b, find(shown, s.key)))
		}
	}
	for _, s := range was {
		if find(is, s.key) == nil {
			out = append(out, w.pageDiff(lang, s.title, course.Removed, find(was, s.key), nil, nil))
		}
	}
	return out
}

// pageDiff lays a lesson before beside the one after; nil where there is none.
func (w *Web) pageDiff(lang, title string, kind course.Kind, before, after, shown *course.Lesson) pageDiff {
	d := pageDiff{Title: title, Kind: string(kind)}
	var was, becomes []string
	if before != nil {
		d.Before, was = w.blocksOf(lang, before), w.textsOf(lang, before)
	}
	if after != nil {
		d.After, becomes = w.blocksOf(lang, after), w.textsOf(lang, after)
	}
	if shown != nil {
		d.After = w.blocksOf(lang, shown)
	}
	d.Words = wordsOf(was, becomes)
	return d
}

// sheetsOf are the pages of a course besides its lessons: what it says of itself and of its modules, its words, the questions of
// its exam, and whatever is translated.
func (w *Web) sheetsOf(lang string, c *course.Course) []sheet {
	t := func(key string) string { return w.I18n.T(lang, key, nil) }
	out := textSheets(c.Title, "", c.Body, c.Modules, c.Glossary, t("editor.part-glossary"))
	for _, q := range c.Bank {
		title := q.ID
		if q.Title != "" {
			title = q.ID + ": " + q.Title
		}
		out = append(out, sheet{"bank/" + q.ID, title, course.Lesson{
			Blocks: []course.Block{{Question: q.ID}}, Questions: []course.Question{q},
		}})
	}
	for _, tr := range c.Translations {
		modules := slices.SortedFunc(maps.Values(tr.Modules), func(a, b course.Module) int { return strings.Compare(a.Slug, b.Slug) })
		out = append(out, textSheets(tr.Title, tr.Language, tr.Body, modules, tr.Glossary, t("editor.part-glossary"))...)
		for _, key := range slices.Sorted(maps.Keys(tr.Lessons)) {
			l := tr.Lessons[key]
			out = append(out, sheet{tr.Language + "/bai/" + key, titleIn(l.Title, tr.Language), l})
		}
	}
	return out
}

// textSheets are the pages of prose in one language, "" for the course's own.
func textSheets(title, language, body string, modules []course.Module, words []course.Term, wordsTitle string) []sheet {
	var out []sheet
	add := func(key, title, html string) {
		if html != "" {
			out = append(out, sheet{language + "/" + key, titleIn(title, language), course.Lesson{Blocks: []course.Block{{HTML: html}}}})
		}
	}
	add("khoa", title, body)
	for _, m := range modules {
		add("phan/"+m.Slug, m.Title, m.Body)
	}
	for _, term := range words {
		add("tu/"+term.ID, wordsTitle+": "+term.Name, term.HTML)
	}
	return out
}

func titleIn(title, language string) string {
	if language == "" {
		return title
	}
	return title + " (" + language + ")"
}

// blockEnd is where a reader sees a line end in compiled HTML.
var blockEnd = regexp.MustCompile(`</(?:p|li|h[1-6]|tr|dt|dd|figcaption|pre)>`)

// textsOf are the lines that a reader sees of a lesson, questions with it: each answer, whether it is right, its feedback.
func (w *Web) textsOf(lang string, l *course.Lesson) []string {
	var out []string
	add := func(html string) {
		for _, part := range blockEnd.Split(html, -1) {
			if line := strings.Join(course.Words(part), " "); line != "" {
				out = append(out, line)
			}
		}
	}
	for _, b := range l.Blocks {
		add(b.HTML)
		for _, q := range l.Questions {
			if q.ID != b.Question {
				continue
			}
			add(leadOf(&q))
			for _, item := range keyItems(&q) {
				add(w.markOf(lang, item) + " " + item.Label + " " + item.HTML)
				add(item.Feedback)
			}
			add(q.Explanation)
		}
	}
	return out
}

// wordsOf lays two texts beside each other: lines that changed, each with its words. A line that follows the one that it
// replaced is compared with it.
func wordsOf(before, after []string) [][]course.Piece {
	var out [][]course.Piece
	lines := course.DiffLines(strings.Join(before, "\n"), strings.Join(after, "\n"))
	for i := 0; i < len(lines); {
		var gone, come []string
		for ; i < len(lines) && lines[i].Op == course.Gone; i++ {
			gone = append(gone, lines[i].Text)
		}
		for ; i < len(lines) && lines[i].Op == course.Come; i++ {
			come = append(come, lines[i].Text)
		}
		for n := range max(len(gone), len(come)) {
			out = append(out, course.DiffWords(at(gone, n), at(come, n)))
		}
		if len(gone)+len(come) == 0 {
			i++
		}
	}
	return out
}

func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
}
