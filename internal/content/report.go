package content

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"hocso/internal/fault"
)

// Severity says whether a finding forbids publishing.
type Severity uint8

// The severities.
const (
	Error   Severity = iota // the course cannot be published
	Warning                 // it can; a reviewer answers it
)

// Finding is one thing to mend in a file of a course.
type Finding struct {
	Severity Severity
	File     string // slash-separated, from the folder that was checked
	Line     int    // from 1, in the file as it stands; 0 when the finding is about the whole file
	Column   int    // from 1, in characters
	Quote    string // the line, or the part of it around the column
	Caret    int    // column within Quote, from 0, in characters
	Key      string // message: see Text
	Args     fault.Args
}

// Text is what is wrong and how to mend it, in "vi" or "en".
func (f Finding) Text(lang string) string {
	what, remedy := f.words(lang)
	return what + ". " + remedy + "."
}

// Place is file:line:column; only the file for a finding about all of it.
func (f Finding) Place() string {
	if f.Line == 0 {
		return f.File
	}
	return fmt.Sprintf("%s:%d:%d", f.File, f.Line, f.Column)
}

func (f Finding) words(lang string) (what, remedy string) {
	m := messages()[f.Key]
	what, remedy = m.vi, m.viRemedy
	if lang == "en" {
		what, remedy = m.en, m.enRemedy
	}
	pairs := make([]string, 0, 2*len(f.Args))
	for k, v := range f.Args {
		if w, ok := v.(interface{ in(lang string) string }); ok {
			v = w.in(lang)
		}
		pairs = append(pairs, "{"+k+"}", fmt.Sprint(v))
	}
	r := strings.NewReplacer(pairs...)
	return r.Replace(what), r.Replace(remedy)
}

// Report is every finding of one check, by file, line and column.
type Report struct{ Findings []Finding }

// HasErrors reports whether anything forbids publishing.
func (r Report) HasErrors() bool {
	return slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Severity == Error })
}

// Count is the number of errors and of warnings.
func (r Report) Count() (errors, warnings int) {
	for _, f := range r.Findings {
		if f.Severity == Error {
			errors++
		} else {
			warnings++
		}
	}
	return errors, warnings
}

// Write prints each finding as file:line:column, severity, message, remedy, and the line with a caret;
// then the counts. The error is the writer's.
func (r Report) Write(w io.Writer, lang string) error {
	names, tally := [2]string{"lỗi", "cảnh báo"}, "%d lỗi, %d cảnh báo\n"
	if lang == "en" {
		names, tally = [2]string{"error", "warning"}, "errors: %d, warnings: %d\n"
	}
	var b strings.Builder
	for _, f := range r.Findings {
		what, remedy := f.words(lang)
		fmt.Fprintf(&b, "%s:%d:%d: %s: %s [%s]\n    → %s\n", f.File, f.Line, f.Column, names[f.Severity], what, f.Key, remedy)
		if f.Quote != "" {
			fmt.Fprintf(&b, "    | %s\n    | %s^\n", f.Quote, strings.Repeat(" ", f.Caret))
		}
	}
	errors, warnings := r.Count()
	fmt.Fprintf(&b, tally, errors, warnings)
	_, err := io.WriteString(w, b.String())
	return err
}

func (r *Report) sort() {
	slices.SortStableFunc(r.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Key, b.Key))
	})
}

// window is the part of a line that a person is shown, and where the column falls in it.
func window(line string, column int) (quote string, caret int) {
	const before, width = 90, 150
	runes := []rune(strings.Map(printable, line))
	column = min(max(column-1, 0), len(runes))
	from := 0
	if len(runes) > width && column > before {
		from = column - before
	}
	return string(runes[from:min(from+width, len(runes))]), column - from
}

// printable keeps control characters of a quoted line from acting on a terminal.
func printable(r rune) rune {
	if r < ' ' || r == 0x7f {
		return ' '
	}
	return r
}
