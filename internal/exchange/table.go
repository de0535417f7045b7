package exchange

import (
	"encoding/csv"
	"errors"
	"html"
	"io"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"hocso/internal/assess"
	"hocso/internal/course"
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
		if strings.TrimSpace(strings.Join(row, "")) != "" {
			r.row(lines[n+1], cells)
		}
	}
}

// row reads one question.
func (r *reader) row(line int, cells map[string]string) {
	it := item{file: r.file, line: line}
	it.Title, it.ID, it.Unit = vntext.Normal(cells["title"]), cells["id"], cells["unit"]
	it.Stem, it.Explanation = plainHTML(cells["stem"]), plainHTML(cells["explanation"])
	for _, name := range []string{"competence", "level", "points"} {
		if v := cells[name]; v != "" {
			if name != "competence" {
				v = strings.ReplaceAll(v, ",", ".")
			}
			it.tags = append(it.tags, name+"="+v)
		}
	}
	letters := "" // of the answers: a column may be empty
	for c := 'A'; c <= 'J'; c++ {
		if text := cells["answer "+string(c)]; text != "" {
			letters += string(c)
			it.Choices = append(it.Choices, course.Choice{HTML: plainHTML(text), Text: vntext.Normal(text), Feedback: plainHTML(cells["feedback "+string(c)])})
		}
	}
	if it.Stem == "" || cells["right"] == "" {
		r.note(Lost, line, "no-key", fault.Args{"title": clip(cells["stem"])})
		return
	}
	if !r.rowKeys(&it, letters, cells["right"], typeOf(cells["type"])) {
		r.note(Lost, line, "row-key", fault.Args{"key": clip(cells["right"]), "title": clip(cells["stem"])})
		return
	}
	r.items = append(r.items, it)
}

// rowKeys finds which answers are right, and the type when the table does not say it. letters are the answers' columns.
func (r *reader) rowKeys(it *item, letters, key string, kind course.Type) bool {
	switch {
	case len(it.Choices) > 0 && (kind == "" || kind == course.Single || kind == course.Multiple || kind == course.TrueFalse):
		return rightChoices(it, letters, key, kind)
	case kind == course.TrueFalse || kind == "" && verdict(key) != "":
		if verdict(key) == "" {
			return false
		}
		r.statement(it, verdict(key) == "true", "", "")
		return true
	case kind == course.Numeric:
		it.Choices = nil
		for part := range strings.SplitSeq(key, "|") {
			k, ok := r.tableNumber(part)
			if !ok {
				return false
			}
			r.number(it, k)
		}
	case kind == "" && oneLetter.MatchString(key): // it names an answer, and there are none
		return false
	default:
		it.Type, it.Match, it.Unit, it.Choices = course.Short, "loose", "", nil
		for part := range strings.SplitSeq(key, "|") {
			it.Choices = append(it.Choices, course.Choice{Text: vntext.Normal(part), Right: true})
		}
		return true
	}
	it.Type = course.Numeric
	return true
}

// tableNumber reads "3", "3..5" or "7 ± 1" as people of the course's language write numbers, 1.500 in Vietnamese being
// 1500. Cells of workbooks are written by machines, with a dot.
func (r *reader) tableNumber(s string) (numberKey, bool) {
	if strings.EqualFold(path.Ext(r.file), ".xlsx") {
		if k, ok := giftNumber(strings.ReplaceAll(s, "±", ":")); ok {
			return k, true
		}
	}
	if low, high, ok := strings.Cut(s, ".."); ok {
		a, ok1 := assess.ParseNumber(r.options.Language, low, "")
		b, ok2 := assess.ParseNumber(r.options.Language, high, "")
		return numberKey{a: a, b: b, ends: true}, ok1 && ok2 && a.Cmp(b) <= 0
	}
	value, off, ok := strings.Cut(strings.ReplaceAll(s, ":", "±"), "±")
	if !ok {
		off = "0"
	}
	a, ok1 := assess.ParseNumber(r.options.Language, value, "")
	b, ok2 := assess.ParseNumber(r.options.Language, off, "")
	return numberKey{a: a, b: b}, ok1 && ok2 && b.Sign() >= 0
}

func typeOf(s string) course.Type {
	s = strings.ReplaceAll(vntext.Fold(vntext.Normal(s)), "/", " ")
	for t, says := range map[course.Type][]string{
		course.Single:    {"single", "mot dap an", "mot lua chon", "trac nghiem"},
		course.Multiple:  {"multiple", "nhieu dap an", "nhieu lua chon"},
		course.TrueFalse: {"truefalse", "true false", "dung sai"},
		course.Short:     {"short", "tra loi ngan", "dien"},
		course.Numeric:   {"numeric", "so", "dien so"},
	} {
		if slices.Contains(says, s) {
			return t
		}
	}
	return ""
}

func verdict(s string) string {
	switch vntext.Fold(vntext.Normal(s)) {
	case "dung", "true", "t", "d", "1":
		return "true"
	case "sai", "false", "f", "s", "0":
		return "false"
	}
	return ""
}

// rightChoices marks the answers that a key names by letters, numbers or their text.
func rightChoices(it *item, letters, key string, kind course.Type) bool {
	found := 0
	mark := func(i int) {
		if !it.Choices[i].Right {
			it.Choices[i].Right = true
			found++
		}
	}
	if i := slices.IndexFunc(it.Choices, func(c course.Choice) bool { return strings.EqualFold(c.Text, vntext.Normal(key)) }); i >= 0 {
		mark(i)
	} else {
		for _, k := range strings.FieldsFunc(key, func(r rune) bool { return strings.ContainsRune(",;|&+ /", r) }) {
			i := strings.Index(letters, letterOf(strings.ToLower(k)))
			if !oneKey.MatchString(k) || i < 0 {
				return false
			}
			mark(i)
		}
	}
	it.Type, it.Shuffle, it.Unit = course.Single, true, ""
	if found > 1 || kind == course.Multiple {
		it.Type = course.Multiple
	}
	if kind == course.TrueFalse {
		it.Type, it.Shuffle = kind, false
	}
	return found > 0
}

var (
	oneKey    = regexp.MustCompile(`^([A-Ja-j]|[1-9]|10)$`)
	oneLetter = regexp.MustCompile(`^[A-Ja-j]$`)
)

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
