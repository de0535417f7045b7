package content

import (
	"bytes"
	"path"
	"sort"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"hocso/internal/fault"
)

// kind is what a Markdown file is for: it decides which keys and which constructs it may hold.
type kind uint8

const (
	coursePage kind = iota
	modulePage
	lessonPage
	bankPage
	glossaryPage
	sharedPage // a passage that lessons include
)

// page is one Markdown file of a course, with everything that later steps need to report on it.
type page struct {
	rel     string // path in the course
	shown   string // path in findings
	kind    kind
	raw     []byte // as stored
	text    []byte // as parsed: the same lines, LF, without front matter, tabs and byte order mark
	starts  []int  // offset in text of each line
	front   front
	title   string
	doc     ast.Node // nil when the text could not be handed to the parser
	heads   map[ast.Node]*heading
	anchors map[string]bool
	used    map[string]bool     // pictures and downloads that the page shows or offers
	offered map[string]bool     // sound and video, fetched only when they are played
	listen  map[string][]*Media // recordings by the id of their section, "" of the whole page

	lang     string // of a translation, "" of an original
	original *page

	module, slug string   // of a lesson; a module has the first only
	modules      []string // of the course page: anchors that stand on it
	parts        []part
	footnotes    ast.Node
	shared       []*page // passages that are included

	log *log
}

// log collects findings. A file in another encoding could give one a line, so there is a limit a file.
type log struct {
	found   []Finding
	perFile map[string]int
}

const findingsPerFile = 200

func (l *log) add(f Finding) {
	if l.perFile == nil {
		l.perFile = map[string]int{}
	}
	l.perFile[f.File]++
	if l.perFile[f.File] > findingsPerFile {
		return
	}
	f.Severity = messages()[f.Key].severity
	l.found = append(l.found, f)
}

// failed reports whether an error was found so far.
func (l *log) failed() bool { return Report{Findings: l.found}.HasErrors() }

// report is the sorted report, with a closing line for each file that had more to say.
func (l *log) report() Report {
	r := Report{Findings: l.found}
	for file, n := range l.perFile {
		if n > findingsPerFile {
			r.Findings = append(r.Findings, Finding{File: file, Key: "file.more", Args: fault.Args{"count": n - findingsPerFile}})
		}
	}
	r.sort()
	return r
}

// full reports whether the page has had its findings, so that none further need be worked out.
func (p *page) full() bool { return p.log.perFile[p.shown] >= findingsPerFile }

// index notes where the lines begin.
func (p *page) index() {
	p.starts = append(p.starts[:0], 0)
	for i, c := range p.text {
		if c == '\n' {
			p.starts = append(p.starts, i+1)
		}
	}
}

// lineAt is the line (from 0) that holds an offset.
func (p *page) lineAt(pos int) int {
	return max(sort.SearchInts(p.starts, pos+1)-1, 0)
}

// line is the text of a line (from 0) as the author wrote it, without its end.
func (p *page) line(n int) []byte {
	if n < 0 || n >= len(p.starts) {
		return nil
	}
	end := len(p.text)
	if n+1 < len(p.starts) {
		end = p.starts[n+1] - 1
	}
	return p.text[p.starts[n]:end]
}

// at reports a finding at an offset in the text; a negative offset means the whole file.
func (p *page) at(pos int, key string, args fault.Args) {
	if p.full() { // counted only: a file of one fault 30,000 times costs no more than one of 200
		p.log.add(Finding{File: p.shown, Key: key})
		return
	}
	if pos < 0 || pos > len(p.text) {
		p.log.add(Finding{File: p.shown, Key: key, Args: args})
		return
	}
	n := p.lineAt(pos)
	p.atLine(n+1, utf8.RuneCount(p.text[p.starts[n]:pos])+1, key, args)
}

// atLine reports a finding at a line and column, both from 1.
func (p *page) atLine(line, column int, key string, args fault.Args) {
	f := Finding{File: p.shown, Line: line, Column: max(column, 1), Key: key, Args: args}
	f.Quote, f.Caret = window(clip(string(p.quoted(line)), 64<<10), f.Column)
	p.log.add(f)
}

// quoted is a line (from 1) of the file as it stands: the parsed text has its front matter blanked.
func (p *page) quoted(line int) []byte {
	if line-1 < len(p.starts) && p.inFront(line) {
		return p.front.line(line)
	}
	return p.line(line - 1)
}

// inFront reports whether a line (from 1) is of the front matter.
func (p *page) inFront(line int) bool { return line <= len(p.front.lines) }

// blank overwrites the front matter with spaces, so that offsets and lines of the body stay what they are.
func (p *page) blank(end int) {
	p.front.lines = bytes.Split(bytes.TrimSuffix(bytes.Clone(p.text[:end]), []byte("\n")), []byte("\n"))
	for i := range p.text[:end] {
		if p.text[i] != '\n' {
			p.text[i] = ' '
		}
	}
}

// dir is the folder of the page in the course.
func (p *page) dir() string { return path.Dir(p.rel) }
