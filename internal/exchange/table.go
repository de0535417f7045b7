package exchange

import (
	"encoding/csv"
	"errors"
	"html"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"hocso/internal/fault"
	"hocso/internal/vntext"
)

// Tables of questions: a header row in Vietnamese or English, one question a row. Columns: question, type, title, id,
// answers A to J, the right ones ("B", "A,C", or the text), feedback A to J, explanation, competence, level, points, unit.

// maxRows bounds a table.
const maxRows = 20_000

// columnOf is what a header names, "" when it names nothing known. Answers and feedback end in their letter.
func columnOf(header string) string {
	h := strings.TrimSpace(nonWord.ReplaceAllString(vntext.Fold(vntext.Normal(header)), " "))
	for name, says := range map[string][]string{
		"stem":        {"cau hoi", "noi dung", "noi dung cau hoi", "de bai", "question", "question text", "stem"},
		"type":        {"loai", "loai cau hoi", "type", "question type"},
		"title":       {"ten", "tieu de", "ten cau hoi", "title", "name"},
		"id":          {"ma", "ma cau hoi", "id"},
		"right":       {"dap an", "dap an dung", "tra loi dung", "answer", "correct", "correct answer", "key", "right"},
		"explanation": {"giai thich", "loi giai", "explanation", "general feedback"},
		"competence":  {"nang luc", "ma nang luc", "competence"},
		"level":       {"bac", "muc", "muc do", "level"},
		"points":      {"diem", "points", "mark", "marks"},
		"unit":        {"don vi", "unit"},
	} {
		if slices.Contains(says, h) {
			return name
		}
	}
	if m := answerHeader.FindStringSubmatch(h); m != nil {
		return "answer " + letterOf(m[1])
	}
	if m := feedbackHeader.FindStringSubmatch(h); m != nil {
		return "feedback " + letterOf(m[1])
	}
	return ""
}

var (
	nonWord        = regexp.MustCompile(`[^a-z0-9]+`)
	answerHeader   = regexp.MustCompile(`^(?:(?:phuong an|lua chon|dap an|tra loi|option|answer|choice) ?)?([a-j]|[1-9]|10)$`)
	feedbackHeader = regexp.MustCompile(`^(?:phan hoi|nhan xet|feedback) ?([a-j]|[1-9]|10)$`)
)

// letterOf is A for "a" and for "1".
func letterOf(s string) string {
	if n, err := strconv.Atoi(s); err == nil && 1 <= n && n <= len(alphabet) {
		return alphabet[n-1 : n]
	}
	return strings.ToUpper(s)
}

// csv reads a table whose cells are parted by commas, semicolons or tabs.
func (r *reader) csv(text string) {
	comma := separator(text)
	if m := saidSeparator.FindStringSubmatch(text); m != nil {
		comma, text = rune(m[1][0]), "\n"+text[len(m[0]):] // the lines keep their numbers
	}
	c := csv.NewReader(strings.NewReader(text))
	c.Comma, c.FieldsPerRecord, c.LazyQuotes = comma, -1, true
	var rows [][]string
	var lines []int
	for {
		row, err := c.Read()
		if errors.Is(err, io.EOF) || len(rows) > maxRows {
			break
		}
		if err != nil {
			line := 0
			if e, ok := errors.AsType[*csv.ParseError](err); ok {
				line = e.Line
			}
			r.note(Lost, line, "row", nil)
			continue
		}
		line, _ := c.FieldPos(0)
		rows, lines = append(rows, row), append(lines, line)
	}
	r.table(rows, lines)
}

// saidSeparator is the first line by which Excel is told how cells are parted.
var saidSeparator = regexp.MustCompile(`^(?i:sep=)([,;\t|])[,;]*\n`)

// separator is the sign that parts the cells of the first line, outside of quotes.
func separator(text string) rune {
	counts := map[rune]int{}
	quoted := false
	for _, c := range text {
		if c == '\n' && !quoted {
			break
		}
		if c == '"' {
			quoted = !quoted
		}
		if !quoted {
			counts[c]++
		}
	}
	best := ','
	for _, c := range []rune{';', '\t'} {
		if counts[c] > counts[best] {
			best = c
		}
	}
	return best
}

// table reads rows below a header. lines are where they stand in their file.
func (r *reader) table(rows [][]string, lines []int) {
	if len(rows) == 0 {
		r.note(Lost, 0, "empty", nil)
		return
	}
	if len(rows) > maxRows {
		r.note(Lost, lines[maxRows], "rows", fault.Args{"max": maxRows})
		rows = rows[:maxRows]
	}
	var columns []string
	for _, h := range rows[0] {
		name := columnOf(h)
		if name == "" && strings.TrimSpace(h) != "" {
			r.note(Lost, lines[0], "column", fault.Args{"name": clip(h)})
		}
		if slices.Contains(columns, name) && name != "" {
			r.note(Lost, lines[0], "column", fault.Args{"name": clip(h)})
			name = ""
		}
		columns = append(columns, name)
	}
	if !slices.Contains(columns, "stem") {
		r.note(Lost, lines[0], "no-stem", nil)
		return
	}
	for n, row := range rows[1:] {
		cells := map[string]string{}
		for i, cell := range row {
			if i < len(columns) && columns[i] != "" {
				cells[columns[i]] = strings.TrimSpace(cell)
			}
		}
		if stray := strayCells(rows[0], row); stray != "" {
			r.note(Lost, lines[n+1], "row-cells", fault.Args{"text": clip(stray)})
		}
		if strings.TrimSpace(strings.Join(row, "")) != "" {
			r.row(lines[n+1], cells)
		}
	}
}

// strayCells is what a row says in columns without a name; those of unknown names have been reported as columns.
func strayCells(head, row []string) string {
	var out []string
	for i, cell := range row {
		if cell = strings.TrimSpace(cell); cell != "" && (i >= len(head) || strings.TrimSpace(head[i]) == "") {
			out = append(out, cell)
		}
	}
	return strings.Join(out, ", ")
}

// plainHTML is a cell as HTML: its lines are paragraphs.
func plainHTML(s string) string {
	var out []string
	for line := range strings.SplitSeq(strings.TrimSpace(s), "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, html.EscapeString(line))
		}
	}
	if len(out) < 2 {
		return strings.Join(out, "")
	}
	return "<p>" + strings.Join(out, "</p>\n<p>") + "</p>"
}
