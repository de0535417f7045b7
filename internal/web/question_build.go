package web

import (
	"html"
	"math"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"hocso/internal/assess"
	"hocso/internal/content"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/standard"
	"hocso/internal/vntext"
)

// How many rows a form begins with, gets when more are asked for, and has at most.
const (
	firstRows = 4
	moreRows  = 4
	mostRows  = 40
)

// pictureName is the field that names the picture of a question.
const pictureName = "hinh"

// sentForm is a form as somebody sent it, and the question that is made of it.
type sentForm struct {
	questionForm
	File     string // path of the file that the question is written into
	Under    string // id of the scenario of which it becomes a part, or ""
	Rows     int
	All      string   // what a question says that wants all right answers, in the language of the course
	Pictures []string // paths of the pictures that may be asked about

	value func(name string) string
	q     course.Question
	items []int // the row of each item, in their order
	wrong []fault.Field
}

// newSentForm reads what kind of question is asked for, and where. inLesson forbids no kind.
func newSentForm(value func(name string) string, file string, inLesson bool) *sentForm {
	forms := questionForms()
	f := &sentForm{questionForm: forms[0], File: file, value: value}
	for _, form := range forms {
		if form.Kind == value("loai") && (inLesson || !form.InLessons) {
			f.questionForm = form
		}
	}
	if f.MayBePart() {
		f.Under = value("thuoc")
	}
	rows, _ := strconv.Atoi(value("hang"))
	f.Rows = min(max(rows, firstRows), mostRows)
	return f
}

// MayBePart reports whether the question may belong to a scenario.
func (f *sentForm) MayBePart() bool { return f.Kind != scenarioForm && !f.InLessons }

// more makes room for further rows.
func (f *sentForm) more() { f.Rows = min(f.Rows+moreRows, mostRows) }

// line is a value of one line.
func (f *sentForm) line(name string) string { return vntext.Normal(f.value(name)) }

// lines are the lines of a value that hold something.
func (f *sentForm) lines(name string) []string {
	var out []string
	for l := range strings.Lines(f.value(name)) {
		if l = vntext.Normal(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// refuse says what is wrong with a field; only the first thing is told.
func (f *sentForm) refuse(field, key string, args fault.Args) {
	if slices.ContainsFunc(f.wrong, func(w fault.Field) bool { return w.Name == field }) {
		return
	}
	f.wrong = append(f.wrong, fault.Field{Name: field, Key: key, Args: args})
}

// refusal is an error with every field that was refused, nil when none was.
func (f *sentForm) refusal() error {
	if len(f.wrong) == 0 {
		return nil
	}
	e := fault.New(fault.Invalid, "error.invalid")
	e.Fields = f.wrong
	return e
}

// question makes the question of what was typed. Only what the check could not tell is refused here. Error kind: Invalid.
func (f *sentForm) question(id string, own *course.Course) (course.Question, error) {
	for _, field := range []string{"title", "stem"} {
		if f.line(field) == "" {
			f.refuse(field, "editor.question-"+field, nil)
		}
	}
	f.q = course.Question{
		ID: id, Type: course.Type(f.Kind), Title: f.line("title"), Points: course.One(), Shuffle: true, Language: own.Language,
		Stem: paragraphs(f.value("stem")), Explanation: paragraphs(f.value("explanation")),
		Competence: standard.Ref{Framework: own.Standard, Code: f.line("competence")},
	}
	if f.Kind == string(course.Numeric) {
		f.q.Unit = f.line("unit")
	}
	f.q.Level, _ = strconv.Atoi(f.value("level"))
	f.q.Level = min(max(f.q.Level, 1), 8)
	if f.Build != nil {
		f.Build(f)
	}
	if assess.Several(&f.q) && f.q.Stem != "" && !content.AsksForAll(f.q.Language, f.line("stem")) {
		f.q.Stem = strings.TrimSuffix(f.q.Stem, "</p>") + " " + html.EscapeString(f.All) + "</p>"
	}
	return f.q, f.refusal()
}

// each calls do with the number of every row in which something was typed.
func (f *sentForm) each(do func(row string)) {
	for n := range f.Rows {
		row := strconv.Itoa(n)
		if !f.blank(row) {
			f.items = append(f.items, n)
			do(row)
		}
	}
}

// blank reports whether nothing was typed in a row. A tick alone is nothing typed.
func (f *sentForm) blank(row string) bool {
	return !slices.ContainsFunc(f.Columns, func(c formField) bool { return c.Kind != tickField && c.Kind != oneField && f.line(c.Name+row) != "" })
}

// item reads what most rows are: words, whether they are right, what is said to them.
func (f *sentForm) item(row string) course.Choice {
	text := f.line("a" + row)
	if text == "" {
		f.refuse("a"+row, "editor.form-words", nil)
	}
	return course.Choice{HTML: html.EscapeString(text), Text: text, Right: f.ticked("r", row), Feedback: paragraphs(f.value("f" + row))}
}

// ticked reports whether a row is marked, by a tick of its own or as the one of all rows.
func (f *sentForm) ticked(name, row string) bool {
	if slices.ContainsFunc(f.Columns, func(c formField) bool { return c.Name == name && c.Kind == oneField }) {
		return f.value(name) == row
	}
	return f.value(name+row) != ""
}

func (f *sentForm) choices() {
	f.each(func(row string) { f.q.Choices = append(f.q.Choices, f.item(row)) })
}

// entries are choices, and how exactly they must be typed.
func (f *sentForm) entries() {
	f.choices()
	f.q.Match = "loose"
	if match := f.value("khop"); match == "marks" || match == "exact" {
		f.q.Match = match
	}
	f.q.Typos = max(0, slices.Index([]string{"0", "1", "2"}, f.value("sai")))
}

// steps are choices in their right order; none is more right than another.
func (f *sentForm) steps() {
	f.choices()
	for i := range f.q.Choices {
		f.q.Choices[i].Right = false
	}
}

// pairs reads rows with a left and a right side. One without a left side adds a right side that belongs to nothing.
func (f *sentForm) pairs() {
	f.each(func(row string) {
		left, right := f.line("a"+row), f.line("b"+row)
		if right == "" {
			f.refuse("b"+row, "editor.form-right-missing", nil)
			return
		}
		at := slices.IndexFunc(f.q.Choices, func(c course.Choice) bool { return c.Text == right })
		if at < 0 {
			at = len(f.q.Choices)
			f.q.Choices = append(f.q.Choices, course.Choice{HTML: html.EscapeString(right), Text: right})
		}
		feedback := paragraphs(f.value("f" + row))
		switch {
		case left == "":
			f.q.Choices[at].Feedback = feedback
		case slices.ContainsFunc(f.q.Pairs, func(p course.Pair) bool { return p.Text == left }):
			f.refuse("a"+row, "editor.form-left-twice", nil)
		default:
			f.q.Pairs = append(f.q.Pairs, course.Pair{HTML: html.EscapeString(left), Text: left, Choice: at, Feedback: feedback})
		}
	})
}

// typedGap is how a gap is typed into a text.
var typedGap = regexp.MustCompile(`\{[0-9]{1,3}\}`)

// gaps reads a text with {1}, {2} … and a row for each of them. What kind of gap one is, its answers tell.
func (f *sentForm) gaps() {
	count := 0
	f.q.Stem = typedGap.ReplaceAllStringFunc(f.q.Stem, func(written string) string {
		count++
		if want := gapName(count); written != want {
			f.refuse("stem", "editor.form-gap-order", fault.Args{"gap": written, "want": want})
		}
		return course.GapMark
	})
	for n := range max(count, f.Rows) {
		row := strconv.Itoa(n)
		switch blank := n >= f.Rows || f.blank(row); {
		case blank && n < f.Rows && n < count:
			f.refuse("a"+row, "editor.form-gap-empty", fault.Args{"gap": gapName(n + 1)})
		case blank && n < count:
			f.refuse("stem", "editor.form-gap-empty", fault.Args{"gap": gapName(n + 1)})
		case !blank && n >= count:
			f.refuse("a"+row, "editor.form-gap-nowhere", fault.Args{"gap": gapName(n + 1)})
		case !blank:
			f.items = append(f.items, n)
			f.q.Gaps = append(f.q.Gaps, f.gap(row))
		}
	}
}

func gapName(n int) string { return "{" + strconv.Itoa(n) + "}" }

// gap reads a row of a text with gaps. With any wrong answer it is a menu.
func (f *sentForm) gap(row string) course.Gap {
	g := course.Gap{Label: f.line("a" + row)}
	if g.Label == "" {
		f.refuse("a"+row, "editor.form-gap-unnamed", nil)
	}
	rights, wrongs := f.reasoned("b"+row, true), f.reasoned("d"+row, false)
	switch {
	case len(rights) == 0:
		f.refuse("b"+row, "editor.form-gap-right", nil)
	case len(wrongs) > 0 && len(rights) > 1:
		f.refuse("b"+row, "editor.form-gap-menu", nil)
	}
	g.Choices = slices.Concat(rights, wrongs)
	return g
}

// reasoned reads answers a line each, with what is said to one behind a ">". Wrong ones need it.
func (f *sentForm) reasoned(name string, right bool) []course.Choice {
	var out []course.Choice
	for _, l := range f.lines(name) {
		text, reason, _ := strings.Cut(l+" ", " > ")
		text, reason = vntext.Normal(text), vntext.Normal(reason)
		switch {
		case text == "":
			f.refuse(name, "editor.form-words", nil)
		case !right && reason == "":
			f.refuse(name, "editor.form-reason", fault.Args{"text": clip(text, 60)})
		}
		out = append(out, course.Choice{HTML: html.EscapeString(text), Text: text, Right: right, Feedback: paragraphs(reason)})
	}
	return out
}

// areas reads a picture of the draft and rows with places in it.
func (f *sentForm) areas() {
	name := f.value(pictureName)
	if slices.Contains(f.Pictures, name) {
		src, err := filepath.Rel(path.Dir(f.File), name)
		if err != nil {
			src = name
		}
		f.q.Picture = &course.Picture{Src: filepath.ToSlash(src), Alt: f.line("alt")}
	}
	f.each(func(row string) {
		c := f.item(row)
		if c.Area = typedArea(f.line("b" + row)); c.Area == nil {
			f.refuse("b"+row, "editor.form-area-unread", nil)
		}
		f.q.Choices = append(f.q.Choices, c)
	})
}

// typedArea reads "x y width height" of a rectangle or "x y radius" of a circle, in percent, nil when it is neither. The
// words of the course format may stand before them, and decimals may have a comma.
func typedArea(s string) *course.Area {
	words := strings.Fields(strings.NewReplacer(",", ".", ";", " ", "%", "", "rect", "", "circle", "").Replace(strings.ToLower(s)))
	var v []float64
	for _, w := range words {
		n, err := strconv.ParseFloat(w, 64)
		if err != nil || !(n >= 0 && n <= 100) {
			return nil
		}
		v = append(v, math.Round(n*100)/100)
	}
	switch {
	case len(v) == 4 && v[2] > 0 && v[3] > 0:
		return &course.Area{X: v[0], Y: v[1], W: v[2], H: v[3]}
	case len(v) == 3 && v[2] > 0:
		return &course.Area{X: v[0], Y: v[1], R: v[2]}
	}
	return nil
}

// rubric reads a task: its steps, who judges it, and the rows of what it is judged by. The last grade gives no point, each
// one before it a point more.
func (f *sentForm) rubric() {
	if steps := f.lines("buoc"); len(steps) > 0 {
		f.q.Stem += "<ol>"
		for _, s := range steps {
			f.q.Stem += "<li>" + html.EscapeString(s) + "</li>"
		}
		f.q.Stem += "</ol>"
	}
	if by := f.value("cham"); by == judgedByText || by == judgedByPhoto {
		f.q.HandIn = &course.HandIn{Photo: by == judgedByPhoto}
		f.q.HandIn.Pass, _ = strconv.Atoi(f.line("dat"))
	}
	var columns []int
	r := &course.Rubric{}
	for n := range grades {
		if name := f.line(gradeName(n)); name != "" {
			columns = append(columns, n)
			r.Columns = append(r.Columns, course.RubricColumn{Name: name})
		}
	}
	if len(columns) < 2 {
		f.refuse(gradeName(0), "editor.form-grades-few", nil)
		return
	}
	for i := range r.Columns {
		r.Columns[i].Points = len(columns) - 1 - i
	}
	f.each(func(row string) { r.Criteria = append(r.Criteria, f.criterion(row, columns)) })
	f.q.Rubric = r
}

// criterion reads a row of a rubric: what is judged, and what each grade of it looks like.
func (f *sentForm) criterion(row string, columns []int) course.Criterion {
	c := course.Criterion{HTML: html.EscapeString(f.line("a" + row))}
	if c.HTML == "" {
		f.refuse("a"+row, "editor.form-words", nil)
	}
	for _, n := range columns {
		cell := f.line(cellName(n) + row)
		if cell == "" {
			f.refuse(cellName(n)+row, "editor.form-cell", fault.Args{"grade": f.line(gradeName(n))})
		}
		c.Cells = append(c.Cells, html.EscapeString(cell))
	}
	return c
}

// paragraphs makes HTML of typed text: an empty line parts paragraphs.
func paragraphs(text string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if p := vntext.Normal(part); p != "" {
			b.WriteString("<p>" + html.EscapeString(p) + "</p>")
		}
	}
	return b.String()
}
