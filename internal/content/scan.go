package content

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"hocso/internal/fault"
)

// Limits of one Markdown file. The first three are the course format's. The others bound the work of
// goldmark, which cannot be cancelled and is quadratic in places: they were set so that whatever passes
// is parsed and rendered in less than 250 ms, and lie far above what people write.
const (
	maxFile    = 256 << 10 // bytes
	maxLine    = 64 << 10  // bytes
	maxNesting = 16        // quotes and lists within each other
	maxLines   = 8000
	maxBlock   = 16 << 10  // bytes between two blank lines
	maxWord    = 2000      // bytes without a space: bounds addresses, which references repeat
	maxColumns = 12        // of a table: short rows are filled up to its width
	blockWork  = 3_000_000 // marks × bytes of a block
	fileWork   = 24_000_000
	fileMarks  = 40_000 // marks of a file: each may become a node
)

// clean checks the bytes of a file and makes the text that is parsed. ok is false when the parser must not see it.
func (p *page) clean() (ok bool) {
	p.text = bytes.TrimPrefix(p.raw, []byte("\ufeff"))
	if len(p.raw) > maxFile {
		p.at(-1, "file.too-large", fault.Args{"size": kib(len(p.raw)), "max": kib(maxFile)})
		return false
	}
	marked := len(p.text) != len(p.raw)
	p.text = bytes.Clone(p.text)
	p.index()
	if marked {
		p.atLine(1, 1, "file.bom", nil)
	}
	if i := firstInvalid(p.text); i >= 0 {
		p.at(i, "file.encoding", nil)
		return false
	}
	if i := bytes.IndexByte(p.text, 0); i >= 0 {
		p.at(i, "file.nul", nil)
		return false
	}
	if i := bytes.IndexByte(p.text, '\r'); i >= 0 {
		p.at(i, "file.crlf", nil)
		p.text = bytes.ReplaceAll(p.text, []byte("\r\n"), []byte("\n"))
		p.text = bytes.ReplaceAll(p.text, []byte("\r"), []byte(" "))
		p.index()
	}
	return p.cleanLines()
}

func (p *page) cleanLines() (ok bool) {
	ok = true
	if len(p.starts) > maxLines+1 {
		p.atLine(maxLines+1, 1, "file.lines", fault.Args{"max": maxLines})
		ok = false
	}
	for n := range p.starts {
		line := p.line(n)
		if len(line) > maxLine {
			p.atLine(n+1, 1, "file.line", fault.Args{"size": kib(len(line)), "max": kib(maxLine)})
			ok = false
			continue
		}
		if i := bytes.IndexByte(line, '\t'); i >= 0 {
			p.at(p.starts[n]+i, "file.tab", nil)
		}
		if !norm.NFC.IsNormal(line) {
			p.at(p.starts[n]+norm.NFC.QuickSpan(line), "file.nfc", nil)
		}
	}
	for i, c := range p.text {
		if c == '\t' {
			p.text[i] = ' '
		}
	}
	return ok
}

// bounded refuses, in one pass over the lines, the shapes on which goldmark spends quadratic time or space.
// Where the body begins need not be known: front matter is blank by now.
func (p *page) bounded() (ok bool) {
	ok = true
	refuse := func(line int, key string, args fault.Args) {
		p.atLine(line, 1, key, args)
		ok = false
	}
	work, marks := 0, 0
	var b block
	for n := range p.starts {
		line := p.line(n)
		if nesting(line) > maxNesting {
			refuse(n+1, "scan.nesting", fault.Args{"max": maxNesting})
		}
		if len(bytes.TrimLeft(line, " >")) == 0 { // blank, also within a quote
			b = block{}
			continue
		}
		work, marks = work-b.work(), marks-b.marks
		b.take(line)
		work, marks = work+b.work(), marks+b.marks
		switch {
		case b.refused: // once a block is enough
		case b.bytes > maxBlock:
			b.refused = true
			refuse(n+1, "scan.block", fault.Args{"max": kib(maxBlock)})
		case b.work() > blockWork, work > fileWork, marks > fileMarks:
			b.refused = true
			refuse(n+1, "scan.marks", nil)
		}
		if bytes.Count(line, []byte("|")) > maxColumns+1 {
			refuse(n+1, "scan.columns", fault.Args{"max": maxColumns})
		}
		if longWord(line) {
			refuse(n+1, "scan.word", fault.Args{"max": maxWord})
		}
	}
	return ok
}

// block is a run of lines without a blank one: goldmark reads the inline text of at most this much together.
type block struct {
	bytes, marks int
	refused      bool
}

func (b *block) take(line []byte) {
	b.bytes += len(line) + 1
	b.marks += 4 * (bytes.Count(line, []byte("www.")) + bytes.Count(line, []byte("://"))) // links without a mark
	for _, c := range line {
		switch c {
		case '[', ']', '*', '_', '`', '~', '<', '{', '&', '@', ':', '(', '"', '\'', '$':
			b.marks++
		}
	}
}

func (b *block) work() int { return b.marks * b.bytes }

// nesting bounds how deep a line lies in quotes and lists: each marker before its text opens one, and each
// two columns of indent before a marker may continue one of the lines above.
func nesting(line []byte) int {
	depth, indent := 0, 0
	for i := 0; i < len(line); {
		if line[i] == ' ' {
			indent++
			i++
			continue
		}
		n := marker(line[i:])
		if n == 0 {
			return depth
		}
		depth, indent, i = depth+1+indent/2, 0, i+n
	}
	return depth
}

// marker is the length of the mark of a quote, a list item, a meaning or a footnote at the start of s, with
// the space that belongs to it; 0 when s starts otherwise.
func marker(s []byte) int {
	n := 0
	switch s[0] {
	case '>':
		n = 1
	case '-', '*', '+', ':':
		n = 1
		if len(s) > 1 && s[1] != ' ' {
			return 0
		}
	case '[':
		if n = bytes.Index(s[:min(len(s), 100)], []byte("]:")) + 2; n < 2 || s[1] != '^' {
			return 0
		}
	default:
		for n < len(s) && s[n] >= '0' && s[n] <= '9' {
			n++
		}
		if n == 0 || n == len(s) || s[n] != '.' && s[n] != ')' {
			return 0
		}
		n++
	}
	if n < len(s) && s[n] == ' ' {
		n++
	}
	return n
}

// longWord reports a run of more than maxWord bytes without a space.
func longWord(line []byte) bool {
	run := 0
	for _, c := range line {
		if run++; c == ' ' {
			run = 0
		} else if run > maxWord {
			return true
		}
	}
	return false
}

// firstInvalid is the offset of the first byte that is not UTF-8, or -1.
func firstInvalid(b []byte) int {
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// kib is a size for people: KiB, rounded up.
func kib(n int) int { return (n + 1023) >> 10 }
