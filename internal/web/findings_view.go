package web

import (
	"hocso/internal/content"
)

// findingView is a finding as authors read it: what, where, the line with the place marked, and how to mend it.
type findingView struct {
	Bad                 bool // it forbids publishing
	File                string
	Line, Column        int    // from 1; line 0 is the whole file
	What, Remedy        string // neither ends in a full stop
	Before, Mark, After string // of the quoted line; all "" when there is none
	URL                 string // where the line can be mended, "" where that is another program's work
}

// findingsView counts and lists findings.
type findingsView struct {
	Errors, Warnings int
	List             []findingView
}

// Shown reports whether there is anything to tell.
func (v findingsView) Shown() bool { return len(v.List) > 0 }

// findingsOf makes findings readable; file names the file of a finding as it is shown, url leads to it.
func findingsOf(lang string, r content.Report, file func(string) string, url func(file string, line int) string) findingsView {
	var v findingsView
	v.Errors, v.Warnings = r.Count()
	for _, bad := range []bool{true, false} { // errors first: nothing can be published before they are mended
		for _, f := range r.Findings {
			if (f.Severity == content.Error) != bad {
				continue
			}
			one := findingView{Bad: bad, File: file(f.File), Line: f.Line, Column: f.Column}
			one.What, one.Remedy = f.Words(lang)
			one.Before, one.Mark, one.After = atCaret(f.Quote, f.Caret)
			one.URL = url(one.File, f.Line)
			v.List = append(v.List, one)
		}
	}
	return v
}

// reportOf makes findings readable of a course whose files are mended elsewhere.
func reportOf(lang string, r content.Report) findingsView {
	return findingsOf(lang, r, func(f string) string { return f }, func(string, int) string { return "" })
}

// atCaret cuts a line at the word that begins at the caret.
func atCaret(quote string, caret int) (before, mark, after string) {
	line := []rune(quote)
	from := min(max(caret, 0), len(line))
	to := from
	for to < len(line) && line[to] != ' ' {
		to++
	}
	return string(line[:from]), string(line[from:to]), string(line[to:])
}
