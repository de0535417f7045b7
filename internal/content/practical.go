package content

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"hocso/internal/course"
	"hocso/internal/fault"
)

// gradePoints is how the heading of a grade ends.
var gradePoints = regexp.MustCompile(`^(.+?)\s*\(([0-9]{1,3})\)$`)

// practical reads a task: steps, and a table of criteria whose other headings are grades.
func (r *questionReader) practical(nodes []ast.Node) {
	r.noBoxes(nodes)
	if r.p.kind == bankPage {
		r.fail(r.h.pos, "practical.bank", nil)
	}
	r.judgedBy()
	last := -1
	for i, n := range nodes {
		if n.Kind() == extast.KindTable {
			last = i
		}
	}
	stem, n, after := around(nodes, last)
	r.stem(stem)
	if n == nil {
		r.fail(r.h.pos, "practical.none", nil)
		return
	}
	r.explanation(after)
	r.rubric(n)
}

// judgedBy reads who judges the task and what is handed in.
func (r *questionReader) judgedBy() {
	switch a, ok := r.h.attrs["assess"]; {
	case !ok:
		r.fail(r.h.pos, "practical.assess-missing", nil)
	case a.value == "peer" || a.value == "teacher":
		r.fail(a.at, "practical.assess", fault.Args{"value": a.value})
	default:
		r.word(a, "self", "peer", "teacher")
	}
	a, ok := r.h.attrs["evidence"]
	switch {
	case !ok:
	case a.value == "text" || a.value == "photo" || a.value == "file":
		r.fail(a.at, "practical.evidence", fault.Args{"value": a.value})
	default:
		r.word(a, "none", "text", "photo", "file")
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
