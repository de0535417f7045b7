package exchange

import (
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hocso/internal/assess"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/vntext"
)

// rowReader makes a question of one row of a table.
type rowReader struct {
	*reader
	item    item
	cells   map[string]string
	letters string // of the columns with answers, one for each choice: a column may be empty
	unused  string // letters of answers that the type has no place for
	heard   string // letters of feedback that the question shows
}

// row reads one question.
func (r *reader) row(line int, cells map[string]string) {
	w := &rowReader{reader: r, item: item{file: r.file, line: line}, cells: cells}
	w.texts()
	if w.item.Stem == "" || cells["right"] == "" {
		w.lost("no-key", nil)
		return
	}
	kind, known := typeOf(cells["type"])
	if !known {
		w.lost("row-type", fault.Args{"type": clip(cells["type"])})
		return
	}
	if problem := w.answers(kind, cells["right"]); problem != "" {
		w.lost(problem, fault.Args{"key": clip(cells["right"])})
		return
	}
	w.leftOut()
	r.items = append(r.items, w.item)
}

// lost reports that the row is not taken.
func (w *rowReader) lost(key string, args fault.Args) {
	all := fault.Args{"title": clip(w.cells["stem"])}
	maps.Copy(all, args)
	w.note(Lost, w.item.line, key, all)
}

// texts takes what a row says whatever its type.
func (w *rowReader) texts() {
	it, cells := &w.item, w.cells
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
	for c := 'A'; c <= 'J'; c++ {
		if text := cells["answer "+string(c)]; text != "" {
			w.letters += string(c)
			it.Choices = append(it.Choices, course.Choice{HTML: plainHTML(text), Text: vntext.Normal(text), Feedback: plainHTML(cells["feedback "+string(c)])})
		}
	}
}

// anyChoice is asked for by words that do not say how many answers are right.
const anyChoice course.Type = "choice"

// typeOf is the type that a cell names, "" for an empty cell; false when tables have no such type.
func typeOf(s string) (course.Type, bool) {
	if strings.TrimSpace(s) == "" {
		return "", true
	}
	s = strings.TrimSpace(nonWord.ReplaceAllString(vntext.Fold(vntext.Normal(s)), " "))
	for t, says := range map[course.Type][]string{
		anyChoice:        {"trac nghiem", "trac nghiem khach quan", "lua chon", "choice", "multiple choice", "multichoice", "mcq"},
		course.Single:    {"single", "single choice", "mot dap an", "mot dap an dung", "1 dap an", "mot lua chon", "chon mot"},
		course.Multiple:  {"multiple", "multiple answer", "multiple answers", "multiple response", "nhieu dap an", "nhieu dap an dung", "nhieu lua chon", "chon nhieu"},
		course.TrueFalse: {"truefalse", "true false", "dung sai"},
		course.Short:     {"short", "short answer", "shortanswer", "tra loi ngan", "dien", "dien tu"},
		course.Numeric:   {"numeric", "numerical", "number", "so", "dien so"},
		course.Ordering:  {"ordering", "order", "sap xep", "sap thu tu", "thu tu"},
	} {
		if slices.Contains(says, s) {
			return t, true
		}
	}
	return "", false
}

// answers finds what is right, and the type when the table does not say it. It returns the note on a row that says too
// little, "" otherwise.
func (w *rowReader) answers(kind course.Type, key string) string {
	options := len(w.item.Choices) > 0
	switch {
	case kind == course.Short:
		return w.short(key)
	case kind == course.Numeric:
		return w.numeric(key)
	case kind == course.TrueFalse && !options:
		return w.verdict(verdict(key))
	case kind == "" && !options:
		return w.untyped(key)
	case !options:
		return "row-options"
	case kind == course.Ordering:
		return w.order(key)
	}
	return w.choices(key, kind)
}

// untyped reads a key without a type and without answers to choose from.
func (w *rowReader) untyped(key string) string {
	isNumber := func(s string) bool {
		_, ok := w.tableNumber(s)
		return ok && plainNumber.MatchString(strings.TrimSpace(s))
	}
	word := strings.ToLower(vntext.Normal(key))
	letter, size := utf8.DecodeRuneInString(word)
	switch {
	case slices.Contains([]string{"đúng", "dung", "sai", "true", "false"}, word):
		return w.verdict(verdict(key))
	case size == len(word) && unicode.IsLetter(letter) && (oneKey.MatchString(word) || verdict(word) != ""):
		// It names an answer, and there are none, or is short for a verdict.
		return "row-key"
	case !slices.ContainsFunc(strings.Split(key, "|"), func(s string) bool { return !isNumber(s) }):
		return w.numeric(key)
	}
	return w.short(key)
}

// plainNumber begins as numbers do: a zero before other digits is that of a code, such as a telephone number.
var plainNumber = regexp.MustCompile(`^[+−-]?(?:0|0[.,][0-9]+|[1-9][0-9., ]*)$`)

// verdict takes a statement that is "true" or "false".
func (w *rowReader) verdict(says string) string {
	if says == "" {
		return "row-key"
	}
	w.statement(&w.item, says == "true", w.feedback(0), "")
	return ""
}

// feedback is that of the right text of a number from 0, which stands in the column of its letter.
func (w *rowReader) feedback(n int) string {
	if n >= len(alphabet) || w.letters != "" { // with answers in the row it belongs to them
		return ""
	}
	w.heard += alphabet[n : n+1]
	return plainHTML(w.cells["feedback "+alphabet[n:n+1]])
}

func (w *rowReader) short(key string) string {
	if !w.typed(key) {
		return "row-key"
	}
	w.item.Type, w.item.Match = course.Short, "loose"
	for n, part := range strings.Split(key, "|") {
		text := vntext.Normal(part)
		if text == "" {
			return "row-key"
		}
		w.item.Choices = append(w.item.Choices, course.Choice{Text: text, Right: true, Feedback: w.feedback(n)})
	}
	return ""
}

func (w *rowReader) numeric(key string) string {
	if !w.typed(key) {
		return "row-key"
	}
	w.item.Type = course.Numeric
	for n, part := range strings.Split(key, "|") {
		k, ok := w.tableNumber(part)
		if !ok {
			return "row-key"
		}
		k.feedback = w.feedback(n)
		w.number(&w.item, k)
	}
	return ""
}

// typed empties the list for answers that are typed; false when the key may name one of those to choose from.
func (w *rowReader) typed(key string) bool {
	if _, named := w.named(key); named {
		return false
	}
	w.unused, w.item.Choices = w.letters, nil
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

func verdict(s string) string {
	switch vntext.Fold(vntext.Normal(s)) {
	case "dung", "true", "t", "d", "1":
		return "true"
	case "sai", "false", "f", "s", "0":
		return "false"
	}
	return ""
}

var oneKey = regexp.MustCompile(`^([A-Ja-j]|[1-9]|10)$`)

// named are the places of the answers that a key names by letters or numbers, in its order; false when it names something
// else.
func (w *rowReader) named(key string) ([]int, bool) {
	var out []int
	for _, k := range strings.FieldsFunc(key, func(r rune) bool { return strings.ContainsRune(",;|&+ />→", r) }) {
		i := strings.Index(w.letters, letterOf(strings.ToLower(k)))
		if !oneKey.MatchString(k) || i < 0 {
			return nil, false
		}
		out = append(out, i)
	}
	return out, len(out) > 0
}

// choices marks the answers that a key names by letters, numbers or their text.
func (w *rowReader) choices(key string, kind course.Type) string {
	it := &w.item
	right, ok := w.named(key)
	if i := slices.IndexFunc(it.Choices, func(c course.Choice) bool { return strings.EqualFold(c.Text, vntext.Normal(key)) }); i >= 0 {
		right, ok = []int{i}, true
	}
	if !ok {
		return "row-key"
	}
	found := 0
	for _, i := range right {
		if !it.Choices[i].Right {
			it.Choices[i].Right = true
			found++
		}
	}
	it.Type, it.Shuffle, w.heard = course.Single, true, w.letters
	if kind == course.TrueFalse && bothVerdicts(it.Choices) { // it asks about one statement
		if found > 1 {
			return "row-key"
		}
		good, bad := it.Choices[right[0]], it.Choices[1-right[0]]
		it.Shuffle = false
		w.statement(it, verdict(good.Text) == "true", bad.Feedback, good.Feedback)
		return ""
	}
	switch {
	case kind == course.TrueFalse:
		it.Type, it.Shuffle = kind, false
	case found > 1 || kind == course.Multiple:
		it.Type = course.Multiple
	}
	if kind == course.Single && found > 1 {
		w.note(Changed, it.line, "row-many", fault.Args{"key": clip(key), "title": clip(w.cells["stem"])})
	}
	return ""
}

// bothVerdicts reports whether answers are no more than the words true and false.
func bothVerdicts(choices []course.Choice) bool {
	if len(choices) != 2 {
		return false
	}
	a, b := verdict(choices[0].Text), verdict(choices[1].Text)
	return a != "" && b != "" && a != b
}

// order takes the answers in the order in which a key names all of them.
func (w *rowReader) order(key string) string {
	places, ok := w.named(key)
	if !ok || len(places) != len(w.item.Choices) {
		return "row-key"
	}
	var sorted []course.Choice
	for n, i := range places {
		if slices.Contains(places[:n], i) {
			return "row-key"
		}
		sorted = append(sorted, w.item.Choices[i])
	}
	w.item.Type, w.item.Choices, w.heard = course.Ordering, sorted, w.letters
	return ""
}

// leftOut reports what a question that is taken has no place for.
func (w *rowReader) leftOut() {
	line := w.item.line
	if w.unused != "" {
		w.note(Lost, line, "row-answers", fault.Args{"columns": strings.Join(strings.Split(w.unused, ""), ", ")})
	}
	var deaf []string
	for _, c := range strings.Split("ABCDEFGHIJ", "") {
		if w.cells["feedback "+c] != "" && !strings.Contains(w.heard, c) {
			deaf = append(deaf, c)
		}
	}
	if len(deaf) > 0 {
		w.note(Lost, line, "row-feedback", fault.Args{"columns": strings.Join(deaf, ", ")})
	}
	if w.item.Unit != "" && w.item.Type != course.Numeric {
		w.note(Lost, line, "row-unit", fault.Args{"name": clip(w.item.Unit)})
		w.item.Unit = ""
	}
}
