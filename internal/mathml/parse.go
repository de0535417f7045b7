package mathml

import (
	"html"
	"strings"
)

// parser writes what it reads. After the first fault everything reads as the end.
type parser struct {
	lexer
	tok     token
	display bool
	depth   int
	err     *Error
}

func (p *parser) next() {
	if p.err != nil {
		p.tok = token{kind: end, at: len(p.s)}
		return
	}
	p.tok = p.scan()
}

func (p *parser) fail(f Fault, at int, what string) string {
	if p.err == nil {
		p.err = &Error{f, at, what}
	}
	p.tok = token{kind: end, at: len(p.s)}
	return ""
}

func (p *parser) is(text string) bool { return p.tok.kind != end && p.tok.text == text }

// closes reports whether the token ends a row: its opener has to take it.
func (p *parser) closes() bool {
	switch p.tok.text {
	case "}", "&", `\\`, `\right`, `\end`:
		return true
	}
	return p.tok.kind == end
}

// row writes everything up to what closes it.
func (p *parser) row() string {
	if p.depth++; p.depth > maxDepth {
		return p.fail(Deep, p.tok.at, "")
	}
	var b strings.Builder
	for !p.closes() {
		b.WriteString(p.scripted())
	}
	p.depth--
	return b.String()
}

// mrow is a row as one element.
func mrow(s string) string { return "<mrow>" + s + "</mrow>" }

// base is what scripts stand at; limits are written above and below it.
type base struct {
	mml    string
	limits bool
	isOp   bool // a function's name: an invisible sign of application follows
}

// scripted writes one thing with what stands above and below it.
func (p *parser) scripted() string {
	b := p.atom()
	var sub, sup string
	for p.err == nil {
		at := p.tok.at
		switch {
		case p.is("_"):
			if sub != "" {
				return p.fail(Twice, at, "_")
			}
			sub = p.argument("_")
			continue
		case p.is("^"):
			if sup != "" {
				return p.fail(Twice, at, "^")
			}
			sup = p.argument("^")
			continue
		case p.is("'"):
			if sup != "" {
				return p.fail(Twice, at, "'")
			}
			for p.is("'") {
				sup += "<mo>′</mo>"
				p.next()
			}
			sup = mrow(sup)
			continue
		}
		break
	}
	out := scripts(b, sub, sup)
	if b.isOp {
		out += "<mo>\u2061</mo>"
	}
	return out
}

func scripts(b base, sub, sup string) string {
	names := [3]string{"msub", "msup", "msubsup"}
	if b.limits {
		names = [3]string{"munder", "mover", "munderover"}
	}
	switch {
	case sub != "" && sup != "":
		return element(names[2], b.mml+sub+sup)
	case sub != "":
		return element(names[0], b.mml+sub)
	case sup != "":
		return element(names[1], b.mml+sup)
	}
	return b.mml
}

func element(name, inside string) string { return "<" + name + ">" + inside + "</" + name + ">" }

// argument reads what belongs to the token before it: a group or a single thing.
func (p *parser) argument(of string) string {
	at := p.tok.at
	if p.is(of) {
		p.next()
	}
	if p.closes() || p.is("^") || p.is("_") {
		return p.fail(Argument, at, of)
	}
	return p.atom().mml
}

// atom reads one group, number, letter, sign or command.
func (p *parser) atom() base {
	t := p.tok
	switch {
	case p.is("{"):
		return base{mml: mrow(p.group())}
	case p.is("^") || p.is("_"):
		return base{mml: p.fail(Argument, t.at, t.text)}
	case t.kind == number:
		p.next()
		return base{mml: element("mn", t.text)}
	case t.kind == letter:
		p.next()
		return base{mml: element("mi", t.text)}
	case t.kind == command:
		p.next()
		return p.command(t)
	}
	p.next()
	switch t.text {
	case "-":
		return base{mml: "<mo>−</mo>"}
	case "*":
		return base{mml: "<mo>∗</mo>"}
	case "~":
		return base{mml: `<mspace width="0.33em"></mspace>`}
	case "(", ")", "[", "]", "|":
		return base{mml: `<mo stretchy="false">` + t.text + "</mo>"}
	}
	return base{mml: element("mo", html.EscapeString(t.text))}
}

// group reads {…}.
func (p *parser) group() string {
	at := p.tok.at
	p.next()
	s := p.row()
	if !p.is("}") {
		return p.fail(Open, at, "{")
	}
	p.next()
	return s
}

// word reads {…} as it stands, for names and text.
func (p *parser) word(of token) string {
	if !p.is("{") {
		return p.fail(Argument, of.at, of.text)
	}
	from := p.tok.at + 1
	n := strings.IndexByte(p.s[from:], '}')
	if n < 0 {
		return p.fail(Open, p.tok.at, "{")
	}
	p.pos = from + n + 1
	p.next()
	return p.s[from : from+n]
}

// command writes a command and its arguments.
func (p *parser) command(t token) base {
	name := t.text[1:]
	tables := known()
	if mml, ok := tables.symbols[name]; ok {
		return base{mml: mml}
	}
	if s, ok := tables.big[name]; ok {
		return base{mml: element("mo", s), limits: p.display && s != "∫" && s != "∬" && s != "∮"}
	}
	if tables.functions[name] {
		return base{mml: element("mi", name), limits: p.display && (name == "lim" || name == "max" || name == "min"), isOp: true}
	}
	if mark, ok := tables.accents[name]; ok {
		return base{mml: `<mover accent="true">` + p.argument(t.text) + element("mo", mark) + "</mover>"}
	}
	switch name {
	case "frac", "dfrac", "tfrac":
		return base{mml: element("mfrac", p.argument(t.text)+p.argument(t.text))}
	case "binom":
		return base{mml: mrow("<mo>(</mo><mfrac linethickness=\"0\">" + p.argument(t.text) + p.argument(t.text) + "</mfrac><mo>)</mo>")}
	case "sqrt":
		return base{mml: p.root(t)}
	case "underline":
		return base{mml: element("munder", p.argument(t.text)+"<mo>_</mo>")}
	case "text", "textrm":
		return base{mml: element("mtext", html.EscapeString(strings.ReplaceAll(p.word(t), " ", "\u00a0")))}
	case "operatorname", "mathrm":
		return base{mml: `<mi mathvariant="normal">` + html.EscapeString(strings.TrimSpace(p.word(t))) + "</mi>"}
	case "mathbf", "mathbb":
		return base{mml: element("mi", html.EscapeString(lettering(name, p.word(t))))}
	case "left":
		return base{mml: p.fence(t)}
	case "begin":
		return base{mml: p.environment(t)}
	}
	return base{mml: p.fail(Command, t.at, t.text)}
}

// root reads \sqrt{x} and \sqrt[n]{x}.
func (p *parser) root(t token) string {
	if !p.is("[") {
		return element("msqrt", p.argument(t.text))
	}
	at := p.tok.at
	p.next()
	var index strings.Builder
	for !p.is("]") && !p.closes() {
		index.WriteString(p.scripted())
	}
	if !p.is("]") {
		return p.fail(Open, at, "[")
	}
	p.next()
	return element("mroot", p.argument(t.text)+mrow(index.String()))
}

// fence reads \left( … \right): signs that grow with what stands between.
func (p *parser) fence(t token) string {
	open := p.delimiter(t)
	inside := p.row()
	if !p.is(`\right`) {
		return p.fail(Open, t.at, `\left`)
	}
	right := p.tok
	p.next()
	return mrow(open + inside + p.delimiter(right))
}

func (p *parser) delimiter(of token) string {
	t := p.tok
	s, ok := known().delimiters[t.text]
	if !ok {
		return p.fail(Argument, of.at, of.text)
	}
	p.next()
	if s == "" {
		return ""
	}
	return `<mo stretchy="true">` + s + "</mo>"
}

// environment reads \begin{cases} … \end{cases} and its like: rows behind \\, cells behind &.
func (p *parser) environment(t token) string {
	name := p.word(t)
	fences, ok := known().environments[name]
	if p.err == nil && !ok {
		return p.fail(Command, t.at, `\begin{`+name+"}")
	}
	var rows, cells strings.Builder
	for p.err == nil {
		cells.WriteString(element("mtd", p.row()))
		switch {
		case p.is("&"):
			p.next()
			continue
		case p.is(`\\`):
			p.next()
			rows.WriteString(element("mtr", cells.String()))
			cells.Reset()
			continue
		}
		break
	}
	closing := p.tok
	if !p.is(`\end`) {
		return p.fail(Open, t.at, `\begin{`+name+"}")
	}
	p.next()
	if got := p.word(closing); p.err == nil && got != name {
		return p.fail(Open, t.at, `\begin{`+name+"}")
	}
	rows.WriteString(element("mtr", cells.String()))
	out := element("mtable", rows.String())
	if name == "cases" || name == "aligned" { // the stylesheet sets these from the left
		out = `<mtable class="cases">` + rows.String() + "</mtable>"
	}
	if fences[0] != "" {
		out = "<mo>" + fences[0] + "</mo>" + out
	}
	if fences[1] != "" {
		out += "<mo>" + fences[1] + "</mo>"
	}
	return mrow(out)
}
