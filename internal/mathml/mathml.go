// Package mathml turns the part of TeX that lessons need into MathML, which browsers draw and screen readers speak
// without a script. What it does not know is an error with its place, never a guess.
package mathml

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Fault is why a formula cannot be written as MathML.
type Fault uint8

// The faults.
const (
	None     Fault = iota
	Empty          // nothing stands in it
	Command        // What is not known
	Open           // What is not closed
	Stray          // What closes or separates nothing
	Argument       // What lacks an argument
	Twice          // a second What on one base
	Deep           // groups within each other, or too much of everything
)

// Error is the first fault of a formula. At is its offset in bytes.
type Error struct {
	Fault Fault
	At    int
	What  string
}

// Limits of one formula.
const (
	maxBytes = 4000
	maxDepth = 24
)

// Convert writes a formula as one math element. display sets it on a line of its own, with limits above and below.
// The formula itself is kept in alttext. err is nil when all of it was understood.
func Convert(tex string, display bool) (element string, err *Error) {
	if len(tex) > maxBytes {
		return "", &Error{Deep, 0, ""}
	}
	p := &parser{lexer: lexer{s: tex}, display: display}
	p.next()
	row := p.row()
	switch {
	case p.err != nil:
		return "", p.err
	case p.tok.kind != end:
		return "", &Error{Stray, p.tok.at, p.tok.text}
	case row == "":
		return "", &Error{Empty, 0, ""}
	}
	var b strings.Builder
	b.WriteString("<math")
	if display {
		b.WriteString(` display="block"`)
	}
	b.WriteString(` alttext="` + html.EscapeString(strings.Join(strings.Fields(tex), " ")) + `">`)
	b.WriteString(row + "</math>")
	return b.String(), nil
}

// The kinds of tokens.
type kind uint8

const (
	end kind = iota
	command
	number
	letter
	sign // any other character
)

type token struct {
	kind kind
	text string
	at   int
}

type lexer struct {
	s   string
	pos int
}

func (l *lexer) scan() token {
	for l.pos < len(l.s) && (l.s[l.pos] == ' ' || l.s[l.pos] == '\n') {
		l.pos++
	}
	at := l.pos
	rest := l.s[at:]
	if rest == "" {
		return token{end, "", at}
	}
	k := sign
	r, n := utf8.DecodeRuneInString(rest)
	switch c := rest[0]; {
	case c == '\\':
		k, n = command, 1
		for n < len(rest) && isLetter(rest[n]) {
			n++
		}
		if n == 1 {
			_, size := utf8.DecodeRuneInString(rest[1:])
			n += size
		}
	case isDigit(c):
		k, n = number, digits(rest)
	case isLetter(c) || c >= 0x80 && !isOperator(r):
		k = letter
	}
	l.pos += n
	return token{k, rest[:n], at}
}

// digits is the length of a number: a comma or dot belongs to it when a digit follows.
func digits(s string) int {
	n := 0
	for n < len(s) && (isDigit(s[n]) || (s[n] == ',' || s[n] == '.') && n+1 < len(s) && isDigit(s[n+1])) {
		n++
	}
	return n
}

// isOperator reports whether a character that people type as it is, such as × and ≤, stands between others.
func isOperator(r rune) bool {
	return unicode.Is(unicode.Sm, r) && !strings.ContainsRune("∞∂∇∅", r)
}

func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }
