package content

import (
	"strings"

	"hocso/internal/fault"
)

// attr is one name=value of a heading's braces. at is its offset in the heading's raw text.
type attr struct {
	name, value string
	at          int
}

// braces is what stands in the braces behind a heading's text. They are read here and not by goldmark, which takes
// 4.10 for the number 4.1 and drops every attribute when one of them is malformed.
type braces struct {
	start int // offset of "{", -1 when there are none
	id    string
	idAt  int
	attrs []attr
	whole bool         // they are closed, and nothing stands behind them
	wrong []wrongBrace // in the order of the text
}

// wrongBrace is something in braces that cannot be read. name is the attribute's, "" of what is none.
type wrongBrace struct {
	at   int
	key  string
	args fault.Args
	name string
}

func (b *braces) refuse(at int, key string, args fault.Args) {
	b.wrong = append(b.wrong, wrongBrace{at: at, key: key, args: args})
}

// parseBraces reads the raw text of a heading. The first brace outside code begins the attributes, which must be
// the last thing on the line. What is malformed does not hide the rest.
func parseBraces(raw string) braces {
	raw = strings.TrimRight(raw, " \n")
	b := braces{start: openBrace(raw)}
	if b.start < 0 {
		return b
	}
	seen := map[string]bool{}
	i := b.start + 1
	for {
		for i < len(raw) && raw[i] == ' ' {
			i++
		}
		if i == len(raw) {
			b.refuse(b.start, "heading.unclosed", nil)
			return b
		}
		if raw[i] == '}' {
			if i+1 < len(raw) && len(b.wrong) == 0 { // else the brace was most likely a literal one
				b.refuse(i+1, "heading.after", fault.Args{"text": clip(raw[i+1:], 40)})
			}
			b.whole = i+1 == len(raw)
			return b
		}
		a, end, ok := readAttr(raw, i)
		switch {
		case !ok:
			b.refuse(i, "heading.value", fault.Args{"text": clip(raw[i:end], 60), "name": a.name})
			b.wrong[len(b.wrong)-1].name = a.name
			if end == len(raw) { // an open quote takes in all that follows
				return b
			}
		case seen[a.name]:
			b.refuse(i, "heading.repeated", fault.Args{"name": a.name})
		case a.name == "id":
			b.id, b.idAt = a.value, i
		default:
			b.attrs = append(b.attrs, a)
		}
		seen[a.name] = true
		i = end
	}
}

// readAttr reads #id, name=value or name="value" at i. end is where reading went to, also when it failed.
func readAttr(raw string, i int) (a attr, end int, ok bool) {
	a = attr{name: "id", at: i}
	end = i + strings.IndexAny(raw[i:]+" ", " }")
	if raw[i] == '#' {
		a.value = raw[i+1 : end]
		return a, end, a.value != "" && plainValue(a.value)
	}
	eq := strings.IndexByte(raw[i:end], '=')
	if eq <= 0 || !plainValue(raw[i:i+eq]) {
		a.name = "…"
		return a, end, false
	}
	a.name = raw[i : i+eq]
	if rest := raw[i+eq+1:]; strings.HasPrefix(rest, `"`) {
		n := strings.IndexByte(rest[1:], '"')
		if n < 0 {
			return a, len(raw), false
		}
		a.value, end = rest[1:1+n], i+eq+n+3
		after := strings.IndexAny(raw[end:]+" ", " }")
		return a, end + after, after == 0
	}
	if n := curlyQuoted(raw[i+eq+1:]); n > 0 {
		return a, i + eq + 1 + n, false
	}
	a.value = raw[i+eq+1 : end]
	return a, end, a.value != "" && plainValue(a.value)
}

// curlyQuoted is the length of a value between typographic quotes, which stand for straight ones that an editor changed; 0
// when s begins with none.
func curlyQuoted(s string) int {
	if !strings.HasPrefix(s, "“") && !strings.HasPrefix(s, "”") {
		return 0
	}
	const quote = len("”")
	end := strings.IndexAny(s[quote:], "“”")
	if end < 0 {
		return 0
	}
	return 2*quote + end
}

// openBrace is the offset of the first "{" outside code and not behind a backslash, or -1.
func openBrace(s string) int {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '{':
			return i
		case '`':
			run := len(s[i:]) - len(strings.TrimLeft(s[i:], "`"))
			i += run - 1
			if n := closingTicks(s[i+1:], run); n >= 0 {
				i += n + run
			}
		}
	}
	return -1
}

// closingTicks is the offset in s of a run of exactly n backticks, or -1.
func closingTicks(s string, n int) int {
	for i := 0; i < len(s); i++ {
		if s[i] != '`' {
			continue
		}
		run := len(s[i:]) - len(strings.TrimLeft(s[i:], "`"))
		if run == n {
			return i
		}
		i += run - 1
	}
	return -1
}

// plainValue reports whether s may stand without quotes.
func plainValue(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("_.:-", r)
	}) < 0
}

// slugLike reports whether s is a slug or an id: [a-z][a-z0-9]*(-[a-z0-9]+)*, at most 64 bytes.
func slugLike(s string) bool {
	if s == "" || len(s) > 64 || s[0] < 'a' || s[0] > 'z' {
		return false
	}
	for i := range len(s) {
		c := s[i]
		dash := c == '-' && s[i-1] != '-' && i+1 < len(s)
		if !dash && (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}
