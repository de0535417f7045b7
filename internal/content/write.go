package content

import (
	"slices"
	"strconv"
	"strings"

	"hocso/internal/course"
	"hocso/internal/standard"
	"hocso/internal/vntext"
)

// WriteOptions say where a question will stand.
type WriteOptions struct {
	Standard string // id of the framework whose codes stand bare: the course's
	Heading  int    // number of "#", 2 to 4; 0 counts as 2, which banks have
	// Link gives the address of a page or picture as an author writes it, false when it means nothing there. Without
	// it, addresses of the web, of people and of neighbouring files stay.
	Link func(address string) (string, bool)
}

// WriteQuestion writes a question as Markdown of the course format. Reading it back gives the same question but for what
// its place gives it: Language, File, Scenario. The question's HTML may come from anywhere: lost names, as tags, what
// Markdown has no form for. Parts that are empty are left out, for the check to ask for.
func WriteQuestion(q course.Question, o WriteOptions) (md string, lost []string) {
	w := newMDWriter(o.Link)
	lines := []string{w.headingLine(q, o), ""}
	section := func(part []string) {
		if len(part) > 0 {
			lines = append(append(lines, part...), "")
		}
	}
	stem, answers := w.body(q)
	section(stem)
	section(answers)
	section(quoted(w.blocks(w.read(q.Explanation), false)))
	return strings.Join(lines[:len(lines)-1], "\n") + "\n", w.lost
}

// TitleText writes a plain text as the text of a heading.
func TitleText(s string) string {
	return strings.NewReplacer("{", `\{`, "#", `\#`).Replace(escapeText(vntext.Normal(s)))
}

// headingLine writes title and attributes.
func (w *mdWriter) headingLine(q course.Question, o WriteOptions) string {
	attrs := []string{"#" + q.ID, "type=" + string(q.Type)}
	add := func(name, value string) {
		if value != "" && !plainValue(value) {
			value = `"` + strings.ReplaceAll(value, `"`, "”") + `"`
		}
		if value != "" {
			attrs = append(attrs, name+"="+value)
		}
	}
	if q.ID == "" {
		attrs = attrs[1:]
	}
	add("competence", code(q.Competence, o.Standard))
	if q.Type == course.Practical {
		assessed(q, add)
	}
	if q.Level > 0 {
		add("level", strconv.Itoa(q.Level))
	}
	if p := q.Points.Decimal(); p != "1" {
		add("points", p)
	}
	if !q.Shuffle && (q.Type == course.Single || q.Type == course.Multiple) {
		add("shuffle", "no")
	}
	if q.AllOrNone {
		add("scoring", "all")
	}
	level := max(o.Heading, 2)
	if q.Scenario == nil {
		add("apart", q.Apart)
	} else {
		level++ // below its story, which says what it must not stand beside
	}
	add("unit", vntext.Normal(q.Unit))
	if q.Match != "loose" {
		add("match", q.Match)
	}
	if q.Typos > 0 {
		add("typos", strconv.Itoa(q.Typos))
	}
	return strings.Repeat("#", level) + " " + TitleText(q.Title) + " {" + strings.Join(attrs, " ") + "}"
}

// code is a competence as an attribute: bare in the course's own framework.
func code(ref standard.Ref, own string) string {
	if ref.Code == "" || ref.Framework == own || ref.Framework == "" {
		return ref.Code
	}
	return ref.Framework + ":" + ref.Code
}

// answers writes a list with checkboxes.
func (w *mdWriter) answers(choices []course.Choice) []string {
	var out []string
	for _, c := range choices {
		mark := "- [ ] "
		if c.Right {
			mark = "- [x] "
		}
		lines := w.entry(c)
		if c.Area != nil {
			lines[len(lines)-1] += " " + areaCode(c.Area)
		}
		lines[0] = mark + lines[0]
		for i := range lines[1:] {
			lines[i+1] = "  " + lines[i+1]
		}
		out = append(out, lines...)
		for _, l := range quoted(w.blocks(w.read(c.Feedback), false)) {
			out = append(out, "  "+l)
		}
	}
	return out
}

// entry is the text of an answer; one that has no HTML is an entry to be taken literally.
func (w *mdWriter) entry(c course.Choice) []string {
	if c.HTML == "" {
		return []string{codeSpan(vntext.Normal(c.Text))}
	}
	kids := w.read(c.HTML)
	if len(kids) == 1 && kids[0].tag == "p" {
		kids = kids[0].kids
	}
	if slices.ContainsFunc(kids, func(k *element) bool { return isBlock(k.tag) }) {
		kids = flat(kids)
	}
	return strings.Split(w.inline(kids), "\n")
}
