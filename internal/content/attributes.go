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
	fault string // key of what is malformed, "" when nothing is
	at    int    // where
	args  fault.Args
}

func (b braces) refuse(at int, key string, args fault.Args) braces {
	b.fault, b.at, b.args = key, at, args
	return b
}

// parseBraces reads the raw text of a heading. The first brace outside code begins the attributes, which must be
// the last thing on the line.
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
			return b.refuse(b.start, "heading.unclosed", nil)
		}
		if raw[i] == '}' {
			if i+1 < len(raw) {
				return b.refuse(i+1, "heading.after", fault.Args{"text": clip(raw[i+1:], 40)})
			}
			return b
		}
		a, end, ok := readAttr(raw, i)
		switch {
		case !ok:
			return b.refuse(i, "heading.value", fault.Args{"text": clip(raw[i:end], 60), "name": a.name})
		case seen[a.name]:
			return b.refuse(i, "heading.repeated", fault.Args{"name": a.name})
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
			return a, end, false
		}
		a.value, end = rest[1:1+n], i+eq+n+3
		return a, end, end == len(raw) || raw[end] == ' ' || raw[end] == '}'
	}
	a.value = raw[i+eq+1 : end]
	return a, end, a.value != "" && plainValue(a.value)
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
