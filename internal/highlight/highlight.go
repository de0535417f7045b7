// Package highlight marks the parts of program text with classes, for the few languages that lessons on digital skills
// show. It knows words, not grammars: whatever it cannot name stays as it is, and no text is ever lost.
package highlight

import (
	"html"
	"slices"
	"strings"
	"sync"
)

// The classes of parts. What has none is plain.
const (
	keyword = "k"
	text    = "s"
	comment = "c"
	number  = "n"
	name    = "t" // tags, keys, commands, headings
)

// grammar is what is known of a language.
type grammar struct {
	words    string    // keywords, in lower case when fold is set
	fold     bool      // keywords are the same in capitals
	line     []string  // signs that begin a comment to the end of the line
	block    [2]string // signs around a comment
	quotes   string    // signs around text
	long     []string  // signs around text over several lines
	escape   bool      // a backslash takes the next character along
	raw      string    // quotes between which it does not
	keys     bool      // text before a colon is a name
	inWord   string    // signs that belong to words
	variable bool      // $NAME is a name
}

var grammars = sync.OnceValue(func() map[string]grammar {
	sql := grammar{
		words: "select from where and or not null is in like between join left right full inner outer cross on as group by having order asc desc limit offset " +
			"insert into values update set delete create table view index drop alter add column primary key foreign references unique check default " +
			"distinct union all exists case when then else end with begin commit rollback integer text real boolean date timestamp count sum avg min max",
		fold: true, line: []string{"--"}, block: [2]string{"/*", "*/"}, quotes: `'"`,
	}
	python := grammar{
		words: "and as assert async await break class continue def del elif else except False finally for from global if import in is lambda None nonlocal not or " +
			"pass raise return True try while with yield match case print len range str int float list dict set open input",
		line: []string{"#"}, quotes: `'"`, long: []string{`"""`, "'''"}, escape: true,
	}
	script := grammar{
		words: "async await break case catch class const continue default delete do else export extends false finally for function if import in instanceof let new " +
			"null of return static super switch this throw true try typeof undefined var void while yield",
		line: []string{"//"}, block: [2]string{"/*", "*/"}, quotes: `'"`, long: []string{"`"}, escape: true, inWord: "$",
	}
	bash := grammar{
		words: "if then else elif fi for while until do done case esac in function return exit export local read echo cd ls cp mv rm mkdir cat grep sudo apt git curl",
		line:  []string{"#"}, quotes: `'"`, escape: true, raw: "'", inWord: "-", variable: true,
	}
	json := grammar{words: "true false null", quotes: `"`, escape: true, keys: true}
	css := grammar{words: "important media supports import from to root", block: [2]string{"/*", "*/"}, quotes: `'"`, escape: true, keys: true, inWord: "-"}
	return map[string]grammar{
		"sql": sql, "python": python, "py": python, "javascript": script, "js": script, "bash": bash, "sh": bash, "shell": bash, "json": json, "css": css,
	}
})

// Languages lists the names that Write knows.
func Languages() []string {
	out := []string{"html", "xml", "markdown", "md"}
	for lang := range grammars() {
		out = append(out, lang)
	}
	slices.Sort(out)
	return out
}

// Write is the text as HTML, its parts in span elements with one class of "c k n s t". known is false for a language that
// has no grammar: the text is then only escaped. The work grows with the length of the text alone.
func Write(code, lang string) (out string, known bool) {
	w := &writer{s: code}
	switch lang = strings.ToLower(lang); lang {
	case "html", "xml":
		w.markup()
	case "markdown", "md":
		w.markdown()
	default:
		g, ok := grammars()[lang]
		if !ok {
			return html.EscapeString(code), false
		}
		w.program(g)
	}
	w.plain(len(w.s))
	return w.out.String(), true
}

// writer goes through the text once. Everything before done is written.
type writer struct {
	s    string
	pos  int
	done int
	out  strings.Builder
}

// plain writes up to an offset without a class.
func (w *writer) plain(to int) {
	w.out.WriteString(html.EscapeString(w.s[w.done:to]))
	w.done = to
}

// mark writes what lies before pos as plain and up to an offset with a class, and goes on there.
func (w *writer) mark(class string, to int) {
	w.plain(w.pos)
	w.out.WriteString(`<span class="` + class + `">` + html.EscapeString(w.s[w.pos:to]) + "</span>")
	w.done, w.pos = to, to
}

// until is the offset behind the next sign from an offset on, or the end of the text.
func until(s string, from int, sign string) int {
	if i := strings.Index(s[from:], sign); i >= 0 {
		return from + i + len(sign)
	}
	return len(s)
}

// lineEnd is the offset of the end of the line.
func (w *writer) lineEnd(from int) int {
	if i := strings.IndexByte(w.s[from:], '\n'); i >= 0 {
		return from + i
	}
	return len(w.s)
}

// quoted is the offset behind a text that begins at an offset with a sign; it ends with its line at the latest.
func (w *writer) quoted(from int, escape bool) int {
	for i := from + 1; i < len(w.s); i++ {
		switch c := w.s[i]; {
		case c == '\\' && escape:
			i++
		case c == '\n':
			return i
		case c == w.s[from]:
			return i + 1
		}
	}
	return len(w.s)
}

func startsWith(s string, signs []string) string {
	for _, sign := range signs {
		if strings.HasPrefix(s, sign) {
			return sign
		}
	}
	return ""
}

// program marks a language of words.
func (w *writer) program(g grammar) {
	words := map[string]bool{}
	for _, word := range strings.Fields(g.words) {
		words[word] = true
	}
	for w.pos < len(w.s) {
		rest, c := w.s[w.pos:], w.s[w.pos]
		switch {
		case startsWith(rest, g.line) != "" && (c != '#' || w.pos == 0 || strings.ContainsRune(" \n;", rune(w.s[w.pos-1]))):
			w.mark(comment, w.lineEnd(w.pos))
		case g.block[0] != "" && strings.HasPrefix(rest, g.block[0]):
			w.mark(comment, until(w.s, w.pos+len(g.block[0]), g.block[1]))
		case startsWith(rest, g.long) != "":
			sign := startsWith(rest, g.long)
			w.mark(text, until(w.s, w.pos+len(sign), sign))
		case strings.IndexByte(g.quotes, c) >= 0:
			w.markKey(g, text, w.quoted(w.pos, g.escape && strings.IndexByte(g.raw, c) < 0))
		case isDigit(c):
			end := w.pos
			for end < len(w.s) && (isDigit(w.s[end]) || isLetter(w.s[end]) || w.s[end] == '.') {
				end++
			}
			w.mark(number, end)
		case isLetter(c) || g.variable && c == '$':
			end := w.pos + 1
			for end < len(w.s) && (isLetter(w.s[end]) || isDigit(w.s[end]) || strings.IndexByte(g.inWord, w.s[end]) >= 0 || c == '$' && strings.IndexByte("{}", w.s[end]) >= 0) {
				end++
			}
			word := w.s[w.pos:end]
			if g.fold {
				word = strings.ToLower(word)
			}
			switch {
			case c == '$':
				w.mark(name, end)
			case words[word]:
				w.mark(keyword, end)
			default:
				w.markKey(g, "", end)
			}
		default:
			w.pos++
		}
	}
}

// markKey marks up to an offset as a name where a colon follows and the language has keys, else with the class.
func (w *writer) markKey(g grammar, class string, to int) {
	if after := strings.TrimLeft(w.s[to:min(to+8, len(w.s))], " "); g.keys && strings.HasPrefix(after, ":") {
		class = name
	}
	if class == "" {
		w.pos = to
		return
	}
	w.mark(class, to)
}

// markup marks tags, the values of their attributes and comments.
func (w *writer) markup() {
	for w.pos < len(w.s) {
		rest := w.s[w.pos:]
		switch {
		case strings.HasPrefix(rest, "<!--"):
			w.mark(comment, until(w.s, w.pos+4, "-->"))
		case len(rest) > 1 && rest[0] == '<' && (isLetter(rest[1]) || rest[1] == '/' || rest[1] == '!' || rest[1] == '?'):
			w.tag()
		default:
			w.pos++
		}
	}
}

// tag marks from "<" to ">".
func (w *writer) tag() {
	end := w.pos + 1
	for end < len(w.s) && strings.IndexByte(" \n>", w.s[end]) < 0 {
		end++
	}
	w.mark(keyword, end)
	for w.pos < len(w.s) && w.s[w.pos] != '>' {
		switch c := w.s[w.pos]; {
		case c == '"' || c == '\'':
			w.mark(text, w.quoted(w.pos, false))
		case isLetter(c):
			end := w.pos
			for end < len(w.s) && (isLetter(w.s[end]) || isDigit(w.s[end]) || w.s[end] == '-' || w.s[end] == ':') {
				end++
			}
			w.mark(name, end)
		default:
			w.pos++
		}
	}
	if w.pos < len(w.s) {
		w.mark(keyword, w.pos+1)
	}
}

// markdown marks headings, quotes, the signs of lists, code and addresses.
func (w *writer) markdown() {
	for w.pos < len(w.s) {
		end := w.lineEnd(w.pos)
		line := w.s[w.pos:end]
		indent := len(line) - len(strings.TrimLeft(line, " "))
		w.pos += indent
		switch line = line[indent:]; {
		case strings.HasPrefix(line, "#"):
			w.mark(name, end)
		case strings.HasPrefix(line, ">"):
			w.mark(comment, end)
		case strings.HasPrefix(line, "- ") || strings.HasPrefix(line, "* ") || strings.HasPrefix(line, "---"):
			w.mark(keyword, w.pos+1)
		}
		for w.pos < end {
			switch w.s[w.pos] {
			case '`':
				w.mark(text, until(w.s[:end], w.pos+1, "`"))
			case '(':
				if w.pos > 0 && w.s[w.pos-1] == ']' {
					w.mark(number, until(w.s[:end], w.pos, ")"))
					continue
				}
				w.pos++
			default:
				w.pos++
			}
		}
		w.pos = min(end+1, len(w.s))
	}
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
func isLetter(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' || c >= 0x80
}
