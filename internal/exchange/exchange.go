// Package exchange brings questions and lessons in from other systems and takes courses out to them: GIFT, Moodle XML,
// Aiken, CSV, XLSX, folders of Markdown, a printable booklet. What one side cannot say is never dropped in silence:
// every import and export ends with a report by file and line.
package exchange

import (
	"cmp"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/standard"
)

// Kind is what became of one thing.
type Kind string

// The kinds, from good to bad.
const (
	Kept    Kind = "kept"
	Changed Kind = "changed" // it is there, but says or does something a little different
	Lost    Kind = "lost"    // the other side has no words for it
)

// Note says what became of one thing of a file. Line is from 1, 0 when the note is about the whole file.
type Note struct {
	Kind Kind
	File string
	Line int
	Key  string // message of i18n
	Args fault.Args
}

// Report is what an import or export did.
type Report struct {
	Notes   []Note
	Written []string // files that came of it
}

func (r *Report) add(kind Kind, file string, line int, key string, args fault.Args) {
	r.Notes = append(r.Notes, Note{kind, file, line, "exchange." + key, args})
}

// Count is the number of notes of each kind.
func (r *Report) Count(kind Kind) int {
	n := 0
	for _, note := range r.Notes {
		if note.Kind == kind {
			n++
		}
	}
	return n
}

// sort puts the notes in the order of files and lines.
func (r *Report) sort() {
	slices.SortStableFunc(r.Notes, func(a, b Note) int { return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line)) })
}

// Write prints the report as text, one note a line, in the language of say. The error is the writer's.
func (r *Report) Write(w io.Writer, say func(key string, args fault.Args) string) error {
	var b strings.Builder
	for _, n := range r.Notes {
		place := n.File
		if n.Line > 0 {
			place += fmt.Sprintf(":%d", n.Line)
		}
		fmt.Fprintf(&b, "%s: %s: %s\n", place, say("exchange."+string(n.Kind), nil), say(n.Key, n.Args))
	}
	for _, f := range r.Written {
		fmt.Fprintln(&b, say("exchange.written", fault.Args{"file": f}))
	}
	if len(r.Notes) > 0 {
		fmt.Fprintln(&b, say("exchange.tally", fault.Args{"kept": r.Count(Kept), "changed": r.Count(Changed), "lost": r.Count(Lost)}))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Source is a file to import.
type Source struct {
	Name string
	Data []byte
}

// File is a file to write. Path is slash-separated and relative.
type File = course.File

// Options say what the place is like where imported questions will stand, and what they are about when they do not say.
type Options struct {
	Standard   string // id of the course's framework
	Language   string // of the course
	Competence standard.Ref
	Level      int             // 0: not said
	Taken      map[string]bool // ids of the course's questions
	Title      string          // of the bank file
	Name       string          // of the bank file, without ".md"
}

// MaxFile is how much one imported file may hold, in bytes.
const MaxFile = 32 << 20

// item is a question on its way in.
type item struct {
	course.Question
	file     string
	line     int
	tags     []string
	pictures []File // by the address that the question's HTML has for them
}

// reader reads the questions of one file.
type reader struct {
	file    string
	options Options
	report  *Report
	items   []item
}

func (r *reader) note(kind Kind, line int, key string, args fault.Args) {
	r.report.add(kind, r.file, line, key, args)
}

// readFile reads the questions of a file, by its name and content.
func readFile(s Source, o Options, report *Report) []item {
	r := &reader{file: s.Name, options: o, report: report}
	if len(s.Data) > MaxFile {
		r.note(Lost, 0, "too-large", fault.Args{"max": MaxFile >> 20})
		return nil
	}
	switch ext := strings.ToLower(path.Ext(s.Name)); ext {
	case ".xlsx":
		r.xlsx(s.Data)
	case ".xml":
		r.moodle(s.Data)
	case ".csv", ".tsv":
		r.csv(decode(s.Data))
	case ".gift", ".txt", ".aiken":
		if text := decode(s.Data); ext != ".gift" && looksAiken(text) {
			r.aiken(text)
		} else {
			r.gift(text)
		}
	default:
		r.note(Lost, 0, "format", fault.Args{"ext": ext})
	}
	return r.items
}
