package content

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/vntext"
)

// gradePoints is how the heading of a grade ends.
var gradePoints = regexp.MustCompile(`^(.+?)\s*\(([0-9]{1,3})\)$`)

// hidesData finds in a folded task the word that says what a picture must not show.
var hidesData = regexp.MustCompile(`\b(che|giau|lam mo|boi den|xoa|hide|blur|cover|black out)\b`)

// practical reads a task: steps, and a table of criteria whose other headings are grades.
func (r *questionReader) practical(nodes []ast.Node) {
	r.noBoxes(nodes)
	if r.p.kind == bankPage {
		r.fail(r.h.pos, "practical.bank", nil)
	}
	last := -1
	for i, n := range nodes {
		if n.Kind() == extast.KindTable {
			last = i
		}
	}
	stem, n, after := around(nodes, last)
	r.judgedBy()
	r.stem(stem)
	if n == nil {
		r.fail(r.h.pos, "practical.none", nil)
		return
	}
	r.explanation(after)
	r.rubric(n)
	r.handIn()
}

// judgedBy reads who judges the task and what is handed in; by another person HandIn says so.
func (r *questionReader) judgedBy() {
	switch a, ok := r.h.attrs["assess"]; {
	case !ok:
		r.fail(r.h.pos, "practical.assess-missing", nil)
	case a.value == "peer":
		r.fail(a.at, "practical.peer", nil)
	case a.value == "teacher":
		r.q.HandIn = &course.HandIn{}
	default:
		r.word(a, "self", "teacher")
	}
	a, ok := r.h.attrs["evidence"]
	switch {
	case ok && a.value == "file":
		r.fail(a.at, "practical.file", nil)
	case ok && !slices.Contains(evidences(), a.value):
		r.word(a, evidences()...)
	case r.q.HandIn == nil && ok && a.value != "none":
		r.fail(a.at, "practical.for-teacher", fault.Args{"name": a.name})
	case r.q.HandIn != nil && (!ok || a.value == "none"):
		r.fail(r.h.pos, "practical.evidence", nil)
	case r.q.HandIn != nil:
		r.q.HandIn.Photo = a.value == "photo"
	}
}

func evidences() []string { return []string{"none", "text", "photo"} }

// handIn reads what another person's judgement needs beside the rubric: the points that pass, and for pictures the words
// that keep other people's data out of them.
func (r *questionReader) handIn() {
	a, ok := r.h.attrs["pass"]
	switch {
	case r.q.HandIn == nil && ok:
		r.fail(a.at, "practical.for-teacher", fault.Args{"name": a.name})
		return
	case r.q.HandIn == nil || r.q.Rubric == nil:
		return
	}
	at, most := r.h.pos, r.q.Rubric.Most()
	if ok {
		at = a.at
	}
	pass, err := strconv.Atoi(a.value)
	if err != nil || pass < 1 || pass > most {
		r.fail(at, "practical.pass", fault.Args{"max": most})
		return
	}
	r.q.HandIn.Pass = pass
	if r.q.HandIn.Photo && understood(r.q.Language) && !hidesData.MatchString(vntext.Fold(r.asked)) {
		r.fail(r.h.pos, "practical.hide", nil)
	}
}

// rubric reads the table.
func (r *questionReader) rubric(table ast.Node) {
	rows := children(table)
	if len(rows)-1 > answersLimit {
		r.fail(posOf(table), "answers.limit", fault.Args{"all": len(rows) - 1, "max": answersLimit})
		return
	}
	out := &course.Rubric{}
	for _, cell := range children(rows[0])[1:] {
		m := gradePoints.FindStringSubmatch(r.p.plain(cell))
		if m == nil {
			r.fail(posOf(table), "practical.grade", fault.Args{"text": clip(r.p.plain(cell), 60)})
			return
		}
		points, err := strconv.Atoi(m[2])
		if n := len(out.Columns); err != nil || n > 0 && points >= out.Columns[n-1].Points {
			r.fail(posOf(table), "practical.falling", nil)
			return
		}
		out.Columns = append(out.Columns, course.RubricColumn{Name: m[1], Points: points})
	}
	if n := len(out.Columns); n < 2 || out.Columns[n-1].Points != 0 || len(rows) < 2 {
		r.fail(posOf(table), "practical.falling", nil)
		return
	}
	for _, row := range rows[1:] {
		r.criterion(out, row)
	}
	r.q.Rubric = out
}

func (r *questionReader) criterion(rubric *course.Rubric, row ast.Node) {
	var cells []string
	for _, cell := range children(row) {
		text := r.w.html(children(cell)...)
		if strings.TrimSpace(text) == "" {
			r.fail(posOf(row), "practical.cell", nil)
			return
		}
		cells = append(cells, text)
	}
	rubric.Criteria = append(rubric.Criteria, course.Criterion{HTML: cells[0], Cells: cells[1:]})
}
