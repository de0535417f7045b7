package exchange

import (
	"bytes"
	_ "embed"
	"html"
	"html/template"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"hocso/internal/assess"
	"hocso/internal/content"
	"hocso/internal/course"
	"hocso/internal/fault"
)

//go:embed booklet.html
var bookletHTML string

//go:embed booklet.css
var bookletCSS string

// BookletOptions say what a booklet is for.
type BookletOptions struct {
	Keys bool   // keys and explanations behind each lesson
	Lang string // of the words around the course
}

// Booklet is the whole course as one page to print, pictures within it: nothing else need be sent along. Exam questions
// are no part of it, keys only when asked for. The bundle was loaded with URLs.
func Booklet(b *content.Bundle, o BookletOptions) ([]byte, Report) {
	var report Report
	w := &bookWriter{Course: newCourse(b, &report), options: o, say: bookWords(o.Lang)}
	t, err := template.New("booklet").Parse(bookletHTML)
	if err == nil {
		var out bytes.Buffer
		if err = t.Execute(&out, w.book()); err == nil {
			return out.Bytes(), report
		}
	}
	report.add(Lost, "course.md", 0, "booklet", fault.Args{"detail": err.Error()})
	return nil, report
}

func bookWords(lang string) map[string]string {
	if lang == "en" {
		return map[string]string{"contents": "Contents", "glossary": "Words", "keys": "Keys", "true": "True", "false": "False", "statement": "Statement"}
	}
	return map[string]string{"contents": "Mục lục", "glossary": "Từ ngữ", "keys": "Đáp án", "true": "Đúng", "false": "Sai", "statement": "Nhận định"}
}

// book is the page.
type book struct {
	Language, Title, Summary string
	Style                    template.CSS
	Body                     template.HTML
	Say                      map[string]string
	Modules                  []bookModule
	Terms                    []bookTerm
}

type bookModule struct {
	Anchor, Title, Summary string
	Body                   template.HTML
	Lessons                []bookLesson
}

type bookLesson struct {
	Anchor, Title, Summary string
	Parts                  []bookPart
	Keys                   []bookKey
}

// bookPart is HTML or a question.
type bookPart struct {
	HTML     template.HTML
	Question *bookQuestion
}

type bookQuestion struct {
	Number      int
	Title, Unit string
	Stem        template.HTML
	One, Blank  bool
	Boxes       []template.HTML
	Statements  []bookStatement
	Lefts       []template.HTML // to be matched with the letters
	Letters     []template.HTML
	Numbers     []template.HTML // to be put in order
	Rubric      *bookRubric
}

type bookRubric struct {
	Heads []string
	Rows  [][]template.HTML
}

type bookStatement struct {
	HTML              template.HTML
	Head, True, False string
}

type bookKey struct {
	Right       []template.HTML
	Explanation template.HTML
}

type bookTerm struct {
	Anchor, Name string
	HTML         template.HTML
}

// bookWriter makes a booklet of a course.
type bookWriter struct {
	*Course
	options BookletOptions
	say     map[string]string
	prefix  string // of the ids on the page at hand
	deeper  int    // how many levels its headings lie deeper in the booklet
}

func (w *bookWriter) book() book {
	c := w.Course.Course
	out := book{Language: c.Language, Title: c.Title, Summary: c.Summary, Style: template.CSS(bookletCSS), Say: w.say} //nolint:gosec // ours
	w.section, w.prefix, w.deeper = "course.md", "khoa-", 0
	out.Body = w.html(c.Body)
	for _, m := range c.Modules {
		w.section, w.prefix, w.deeper = m.Slug, "p-"+m.Slug+"-", 1
		module := bookModule{Anchor: "p-" + m.Slug, Title: m.Title, Summary: m.Summary, Body: w.html(m.Body)}
		for _, l := range m.Lessons {
			module.Lessons = append(module.Lessons, w.lesson(m, l))
		}
		out.Modules = append(out.Modules, module)
	}
	w.section, w.prefix = "glossary.md", "t-"
	for _, t := range c.Glossary {
		out.Terms = append(out.Terms, bookTerm{"t-" + t.ID, t.Name, w.html(t.HTML)})
	}
	if n := len(c.Bank); n > 0 {
		w.report.add(Lost, "bank", 0, "booklet-bank", fault.Args{"count": n})
	}
	return out
}

func (w *bookWriter) lesson(m course.Module, l course.Lesson) bookLesson {
	anchor := "b-" + m.Slug + "-" + l.Slug
	w.section, w.prefix, w.deeper = m.Slug+"/"+l.Slug, anchor+"-", 2
	out := bookLesson{Anchor: anchor, Title: l.Title, Summary: l.Summary}
	n := 0
	for _, b := range l.Blocks {
		if b.Question == "" {
			out.Parts = append(out.Parts, bookPart{HTML: w.html(b.HTML)})
			continue
		}
		q := l.Questions[n]
		n++
		out.Parts = append(out.Parts, bookPart{Question: w.question(n, q)})
		if w.options.Keys {
			out.Keys = append(out.Keys, w.key(q))
		}
	}
	w.note(Kept, "lesson", fault.Args{"title": clip(l.Title)})
	return out
}

func (w *bookWriter) question(n int, q course.Question) *bookQuestion {
	stem := course.FillGaps(q.Stem, func(i int) string { return w.gap(i+1, q.Gaps[i]) })
	out := &bookQuestion{Number: n, Title: q.Title, Stem: w.html(stem), Unit: q.Unit, One: q.Type == course.Single}
	switch q.Type {
	case course.Single, course.Multiple:
		out.Boxes = w.shown(q)
	case course.TrueFalse:
		for _, c := range q.Choices {
			out.Statements = append(out.Statements, bookStatement{w.html(c.HTML), w.say["statement"], w.say["true"], w.say["false"]})
		}
	case course.Matching:
		for _, p := range q.Pairs {
			out.Lefts = append(out.Lefts, w.html(p.HTML))
		}
		out.Letters = w.shown(q)
	case course.Ordering:
		out.Numbers = w.shown(q)
	case course.Hotspot:
		if p := q.Picture; p != nil {
			out.Stem += w.html(`<figure><img src="` + html.EscapeString(p.Src) + `" alt="` + html.EscapeString(p.Alt) + `"></figure>`)
		}
		out.Boxes = w.shown(q)
	case course.Cloze: // the gaps stand in the text
	case course.Practical:
		out.Rubric = w.rubric(q)
	case course.Short, course.Numeric:
		out.Blank = true
	}
	return out
}

// rubric is the table by which a practical task is judged.
func (w *bookWriter) rubric(q course.Question) *bookRubric {
	if q.Rubric == nil {
		return nil
	}
	out := &bookRubric{}
	for _, c := range q.Rubric.Columns {
		out.Heads = append(out.Heads, c.Name+" ("+strconv.Itoa(c.Points)+")")
	}
	for _, c := range q.Rubric.Criteria {
		row := []template.HTML{w.html(c.HTML)}
		for _, cell := range c.Cells {
			row = append(row, w.html(cell))
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// shown lists answers as lessons do: not in the order in which they are written where that is the key.
func (w *bookWriter) shown(q course.Question) []template.HTML {
	var out []template.HTML
	for _, i := range assess.InLesson(&q).Order {
		if i < len(q.Choices) { // a tap beside every area is a place too
			out = append(out, w.html(q.Choices[i].HTML))
		}
	}
	return out
}

// gap is a gap on paper: a line to write on, or what there is to choose from.
func (w *bookWriter) gap(n int, g course.Gap) string {
	text := "(" + strconv.Itoa(n) + ") …………"
	if g.Type == course.Single {
		var menu []string
		for _, c := range g.Choices {
			menu = append(menu, c.HTML)
		}
		slices.Sort(menu)
		text += " [" + strings.Join(menu, " / ") + "]"
	}
	return text
}

func (w *bookWriter) key(q course.Question) bookKey {
	out := bookKey{Explanation: w.html(q.Explanation)}
	for _, p := range q.Pairs {
		out.Right = append(out.Right, w.html(p.HTML+" → "+q.Choices[p.Choice].HTML))
	}
	for i, g := range q.Gaps {
		for _, c := range g.Choices {
			if c.Right {
				out.Right = append(out.Right, w.html("("+strconv.Itoa(i+1)+") "+c.HTML))
			}
		}
	}
	for i, c := range q.Choices {
		switch {
		case q.Type == course.Ordering:
			out.Right = append(out.Right, w.html(strconv.Itoa(i+1)+". "+c.HTML))
		case q.Type == course.TrueFalse && c.Right:
			out.Right = append(out.Right, w.html(c.HTML+" → "+w.say["true"]))
		case q.Type == course.TrueFalse:
			out.Right = append(out.Right, w.html(c.HTML+" → "+w.say["false"]))
		case c.Right:
			out.Right = append(out.Right, w.html(c.HTML))
		}
	}
	return out
}

// What differs between a page on the web and a part of a booklet.
var (
	icon    = regexp.MustCompile(`<svg class="i"[^>]*>.*?</svg>`)
	idOf    = regexp.MustCompile(`(<[a-z0-9]+\b[^>]*?\sid=")([^"]*)"`)
	headTag = regexp.MustCompile(`(</?h)([2-6])\b`)
	anyLink = regexp.MustCompile(`(?s)<a href="(#|hocso:)([^"]*)"([^>]*)>(.*?)</a>`)
)

// html is compiled HTML within the booklet: ids of its own, links into the course as places of the booklet.
func (w *bookWriter) html(h string) template.HTML {
	h = icon.ReplaceAllString(h, "")
	h = strings.ReplaceAll(h, ` loading="lazy"`, "")
	h = strings.ReplaceAll(h, "<details>", "<details open>") // nobody can open it on paper
	h = idOf.ReplaceAllString(h, "${1}"+w.prefix+`${2}"`)
	h = headTag.ReplaceAllStringFunc(h, func(s string) string {
		n := len(s) - 1
		return s[:n] + strconv.Itoa(min(int(s[n]-'0')+w.deeper, 6))
	})
	h = anyLink.ReplaceAllStringFunc(h, func(s string) string {
		m := anyLink.FindStringSubmatch(s)
		if m[1] == "#" {
			return `<a href="#` + w.prefix + m[2] + `"` + m[3] + ">" + m[4] + "</a>"
		}
		if place := w.place(html.UnescapeString(m[2])); place != "" {
			return `<a href="#` + html.EscapeString(place) + `">` + m[4] + "</a>"
		}
		if strings.HasPrefix(m[2], "/media/") {
			w.note(Lost, "download", fault.Args{"name": clip(textOf(m[4]))})
		}
		return m[4]
	})
	return template.HTML(w.portable(course.Question{}, h, inPlace)) //nolint:gosec // compiled from an allow-list
}

// place is the anchor in the booklet of an address of URLs without its scheme, "" when it is not printed.
func (w *bookWriter) place(address string) string {
	rest, ok := strings.CutPrefix(address, "/"+w.Course.Course.Slug)
	if !ok {
		return ""
	}
	page, anchor, _ := strings.Cut(strings.TrimPrefix(rest, "/"), "#")
	module, lesson, isLesson := strings.Cut(page, "/")
	switch {
	case page == "glossary" && anchor != "":
		return "t-" + anchor
	case page == "glossary":
		return "tu-ngu"
	case isLesson && anchor != "":
		return "b-" + module + "-" + lesson + "-" + anchor
	case isLesson:
		return "b-" + module + "-" + lesson
	}
	return w.onCoursePage(anchor)
}

// onCoursePage is the place of an anchor of the course's page, where the modules stand too: a module, or a heading of one
// of their texts.
func (w *bookWriter) onCoursePage(anchor string) string {
	c := w.Course.Course
	heads := func(h string) bool { return strings.Contains(h, ` id="`+html.EscapeString(anchor)+`"`) }
	for _, m := range c.Modules {
		if m.Slug == anchor {
			return "p-" + anchor
		}
	}
	if heads(c.Body) {
		return "khoa-" + anchor
	}
	for _, m := range c.Modules {
		if heads(m.Body) {
			return "p-" + m.Slug + "-" + anchor
		}
	}
	return ""
}
