package content

import (
	"slices"
	"strconv"
	"strings"

	"hocso/internal/course"
)

// body writes stem and answers as the type has them.
func (w *mdWriter) body(q course.Question) (stem, answers []string) {
	switch q.Type {
	case course.Matching:
		return w.blocks(withoutTables(w, w.read(q.Stem)), false), w.pairs(q)
	case course.Ordering:
		kids := w.read(q.Stem)
		return w.blocks(kids, false), w.steps(q, delimiter(kids))
	case course.Cloze:
		kids := w.read(course.FillGaps(q.Stem, func(i int) string { return gapOpen + strconv.Itoa(i+1) + gapClose }))
		lines := w.blocks(kids, false)
		for i, l := range lines {
			lines[i] = strings.NewReplacer(gapOpen, "{", gapClose, "}").Replace(l)
		}
		return lines, w.gaps(q, delimiter(kids))
	case course.Practical:
		return w.blocks(w.read(q.Stem), false), w.rubric(q)
	case course.Hotspot:
		lines := w.blocks(w.read(q.Stem), false)
		if p := q.Picture; p != nil {
			if src, ok := w.link(p.Src); ok {
				lines = append(lines, "", picture(&element{attrs: map[string]string{"src": src, "alt": p.Alt}}, p.Caption))
			} else {
				w.lose("<img>")
			}
		}
		return lines, w.answers(q.Choices)
	default: // one list with checkboxes
		return w.blocks(w.read(q.Stem), false), w.answers(q.Choices)
	}
}

// What stands for the braces of a gap until the text around it has been escaped: two signs of nobody's alphabet.
const (
	gapOpen  = "\ue000"
	gapClose = "\ue001"
)

// delimiter is what numbers are written with so that a list does not join one that ends the stem.
func delimiter(stem []*element) string {
	lists := 0
	for _, k := range slices.Backward(stem) {
		if k.tag == "" && strings.TrimSpace(k.text) == "" {
			continue
		}
		if k.tag != "ol" && k.tag != "ul" {
			break
		}
		lists++
	}
	return []string{". ", ") "}[lists%2]
}

// steps writes the items of an ordering question in their right order.
func (w *mdWriter) steps(q course.Question, end string) []string {
	var out []string
	for i, c := range q.Choices {
		lines := append(w.entry(c), quoted(w.blocks(w.read(c.Feedback), false))...)
		out = append(out, indented(lines, strconv.Itoa(i+1)+end)...)
	}
	return out
}

// gaps writes the list that names each gap and holds its answers.
func (w *mdWriter) gaps(q course.Question, end string) []string {
	var out []string
	for i, g := range q.Gaps {
		lines := append([]string{safeStart(escapeText(g.Label))}, w.answers(g.Choices)...)
		out = append(out, indented(lines, strconv.Itoa(i+1)+end)...)
	}
	return out
}

// pairs writes the table of a matching question. A right cell that belongs to nothing stands in a row of its own, there
// where the right cells come in their order.
func (w *mdWriter) pairs(q course.Question) []string {
	feedback := slices.ContainsFunc(q.Pairs, func(p course.Pair) bool { return p.Feedback != "" }) ||
		slices.ContainsFunc(q.Choices, func(c course.Choice) bool { return c.Feedback != "" })
	names := []string{"Vế trái", "Vế phải", "Phản hồi"}
	if english(q.Language) {
		names = []string{"Left", "Right", "Feedback"}
	}
	columns := 2
	if feedback {
		columns = 3
	}
	out := []string{"| " + strings.Join(names[:columns], " | ") + " |", "|" + strings.Repeat("---|", columns)}
	row := func(cells ...string) {
		out = append(out, "| "+strings.Join(cells[:columns], " | ")+" |")
	}
	used := map[int]bool{}
	for _, p := range q.Pairs {
		used[p.Choice] = true
	}
	next := 0
	alone := func(before int) {
		for ; next < before; next++ {
			if c := q.Choices[next]; !used[next] || c.Feedback != "" {
				row("", w.choiceCell(c), w.cell(w.read(c.Feedback)))
			}
		}
	}
	for _, p := range q.Pairs {
		alone(min(p.Choice, len(q.Choices)))
		if p.Choice < len(q.Choices) {
			row(w.htmlCell(p.HTML, p.Text), w.choiceCell(q.Choices[p.Choice]), w.cell(w.read(p.Feedback)))
		}
	}
	alone(len(q.Choices))
	return out
}

func (w *mdWriter) choiceCell(c course.Choice) string { return w.htmlCell(c.HTML, c.Text) }

func (w *mdWriter) htmlCell(html, text string) string {
	if html == "" {
		return strings.ReplaceAll(escapeText(text), "|", `\|`)
	}
	return w.cell(w.read(html))
}

// withoutTables has tables as paragraphs: the first table of a matching question is its answers.
func withoutTables(w *mdWriter, kids []*element) []*element {
	out := slices.Clone(kids)
	for i, k := range out {
		if k.tag == "table" {
			w.lose("<table>")
			out[i] = &element{tag: "p", kids: flat(k.kids)}
		}
	}
	return out
}

// assessed writes who judges a practical task, and what is handed in.
func assessed(q course.Question, add func(name, value string)) {
	if q.HandIn == nil {
		add("assess", "self")
		return
	}
	add("assess", "teacher")
	evidence := "text"
	if q.HandIn.Photo {
		evidence = "photo"
	}
	add("evidence", evidence)
	add("pass", strconv.Itoa(q.HandIn.Pass))
}

// rubric writes what a practical task is judged by.
func (w *mdWriter) rubric(q course.Question) []string {
	if q.Rubric == nil {
		return nil
	}
	name := "Tiêu chí"
	if english(q.Language) {
		name = "Criterion"
	}
	head := []string{name}
	for _, c := range q.Rubric.Columns {
		head = append(head, strings.ReplaceAll(escapeText(c.Name), "|", `\|`)+" ("+strconv.Itoa(c.Points)+")")
	}
	out := []string{"| " + strings.Join(head, " | ") + " |", "|" + strings.Repeat("---|", len(head))}
	for _, c := range q.Rubric.Criteria {
		cells := []string{w.cell(w.read(c.HTML))}
		for _, text := range c.Cells {
			cells = append(cells, w.cell(w.read(text)))
		}
		out = append(out, "| "+strings.Join(cells, " | ")+" |")
	}
	return out
}

// areaCode is an area as authors write it.
func areaCode(a *course.Area) string {
	f := func(v float64) string { return " " + strconv.FormatFloat(v, 'f', -1, 64) }
	if a.R > 0 {
		return "`circle" + f(a.X) + f(a.Y) + f(a.R) + "`"
	}
	return "`rect" + f(a.X) + f(a.Y) + f(a.W) + f(a.H) + "`"
}
