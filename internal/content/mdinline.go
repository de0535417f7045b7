package content

import (
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// markStyle is which marks emphasis is written with: not every nesting can be said with every pair.
type markStyle struct{ em, strong, del string }

// inline writes cleaned nodes as the Markdown of one paragraph, cell or answer that reads back as the same. What
// Markdown cannot say in this place is left out and noted.
func (w *mdWriter) inline(kids []*element) string {
	want := canon(kids)
	if want == "" {
		return ""
	}
	for _, style := range []markStyle{{"*", "**", "~~"}, {"_", "**", "~~"}, {"*", "__", "~~"}} {
		if s := marked(kids, style); w.reads(s, want) {
			return s
		}
	}
	if words, ok := withoutFormulas(kids); ok { // the signs around one mean nothing in this place
		w.lose("<math>")
		return w.inline(words)
	}
	bare := withoutMarks(kids)
	s := marked(bare, markStyle{})
	if w.reads(s, canon(bare)) {
		w.lose("<em>")
		return s
	}
	w.lose("<…>")
	return safeStart(escapeText(strings.TrimSpace(oneLine(plainOf(kids)))))
}

func plainOf(kids []*element) string { return (&element{tag: "span", kids: kids}).plain() }

// oneLine has white space as single spaces, no-break spaces kept.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '\r' }), " ")
}

// marked writes the nodes with the marks of a style, lines made safe at their starts.
func marked(kids []*element, style markStyle) string {
	var b strings.Builder
	writeMarks(&b, kids, style)
	lines := strings.Split(strings.Trim(b.String(), " \n"), "\n")
	for i, line := range lines {
		lines[i] = safeStart(strings.Trim(line, " "))
	}
	return strings.Join(lines, "\n")
}

func writeMarks(b *strings.Builder, kids []*element, style markStyle) {
	for i, k := range kids {
		switch k.tag {
		case "":
			s := escapeText(k.text)
			if cut, ok := strings.CutSuffix(s, "!"); ok && i+1 < len(kids) && kids[i+1].tag == "a" { // or the link is a picture
				s = cut + `\!`
			}
			b.WriteString(s)
		case "strong":
			between(b, style.strong, k.kids, style)
		case "em":
			between(b, style.em, k.kids, style)
		case "del":
			between(b, style.del, k.kids, style)
		case "code":
			b.WriteString(codeSpan(k.plain()))
		case "br":
			tag := "<br>"
			if allowedTag(k.raw) {
				tag = k.raw
			}
			b.WriteString(tag)
		case "img":
			b.WriteString(picture(k, ""))
		case "math":
			b.WriteString("$" + k.attrs["alttext"] + "$")
		case "a":
			linkMark(b, k, style)
		case "kbd", "sub", "sup", "abbr":
			rawElement(b, k, style)
		default:
			writeMarks(b, k.kids, style)
		}
	}
}

func between(b *strings.Builder, mark string, kids []*element, style markStyle) {
	b.WriteString(mark)
	writeMarks(b, kids, style)
	b.WriteString(mark)
}

// rawElement writes one of the few tags that authors may write.
func rawElement(b *strings.Builder, k *element, style markStyle) {
	tag := "<" + k.tag + ">"
	switch {
	case allowedTag(k.raw):
		tag = k.raw
	case k.tag == "abbr":
		tag = `<abbr title="` + strings.NewReplacer(`"`, "”", "<", "", ">", "").Replace(oneLine(k.attrs["title"])) + `">`
	}
	b.WriteString(tag)
	writeMarks(b, k.kids, style)
	b.WriteString("</" + k.tag + ">")
}

// Addresses that may stand between angle brackets.
var (
	bareLink = regexp.MustCompile(`^https?://[^\s<>"\\]+$`)
	bareMail = regexp.MustCompile(`^[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$`)
)

func linkMark(b *strings.Builder, k *element, style markStyle) {
	href, plain := k.attrs["href"], plainOf(k.kids)
	if plain == href && bareLink.MatchString(href) || href == "mailto:"+plain && bareMail.MatchString(plain) {
		b.WriteString("<" + plain + ">")
		return
	}
	b.WriteString("[")
	writeMarks(b, k.kids, style)
	b.WriteString("](" + destination(href) + titled(k.attrs["title"]) + ")")
}

// picture writes a picture with its caption.
func picture(k *element, caption string) string {
	return "![" + escapeText(k.attrs["alt"]) + "](" + destination(k.attrs["src"]) + titled(caption) + ")"
}

func titled(s string) string {
	if s = oneLine(s); s == "" {
		return ""
	}
	return ` "` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "&", `\&`).Replace(s) + `"`
}

func destination(s string) string {
	if s == "" || strings.ContainsAny(s, " ()<>\\*_[]&!\n") {
		return "<" + strings.NewReplacer(`\`, `\\`, "<", "%3C", ">", "%3E", "&", `\&`, "\n", "").Replace(s) + ">"
	}
	return s
}

// codeSpan is s in backticks, more of them than stand in it.
func codeSpan(s string) string {
	s = strings.Map(printable, norm.NFC.String(s))
	if strings.Trim(s, " ") == "" {
		return ""
	}
	ticks := "`"
	for strings.Contains(s, ticks) {
		ticks += "`"
	}
	if s[0] == '`' || s[len(s)-1] == '`' || s[0] == ' ' && s[len(s)-1] == ' ' {
		return ticks + " " + s + " " + ticks
	}
	return ticks + s + ticks
}

// Signs that goldmark would read as markup wherever they stand, and those that it reads so in company.
var (
	alwaysMark = regexp.MustCompile("[\\\\`*\\[\\]<~$]")
	entityMark = regexp.MustCompile(`&(#|[A-Za-z])`)
	linkMarks  = regexp.MustCompile(`(?i)www\.|(https?|ftp|mailto|xmpp):|[[:graph:]]@`)
)

// escapeText puts backslashes before what would be markup in a line of text.
func escapeText(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t', r == '\r':
			return ' '
		case r < ' ', r == 0x7f, r == '\ufeff', r == '\ufffd':
			return -1
		}
		return r
	}, norm.NFC.String(s))
	s = alwaysMark.ReplaceAllString(s, `\$0`)
	s = entityMark.ReplaceAllString(s, `\&$1`)
	s = linkMarks.ReplaceAllStringFunc(s, func(m string) string { return m[:len(m)-1] + `\` + m[len(m)-1:] })
	return escapeUnderscores(s)
}

// escapeUnderscores leaves those alone that stand within words.
func escapeUnderscores(s string) string {
	if !strings.Contains(s, "_") {
		return s
	}
	word := func(c byte) bool { return isLetter(c) || '0' <= c && c <= '9' }
	var b strings.Builder
	for i := range len(s) {
		if s[i] == '_' && (i == 0 || i == len(s)-1 || !word(s[i-1]) || !word(s[i+1])) {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// Starts of lines that goldmark takes for headings, lists, quotes, rules, underlines, meanings and tables.
var (
	signStart   = regexp.MustCompile(`^(#{1,6}|[-+])( |$)|^[>|]|^:( |$)|^(=+|[-: |]*-[-: |]*)$`)
	numberStart = regexp.MustCompile(`^([0-9]{1,9})([.)])( |$)`)
)

func safeStart(line string) string {
	if signStart.MatchString(line) {
		return `\` + line
	}
	return numberStart.ReplaceAllString(line, `$1\$2$3`)
}

// withoutMarks is the nodes with emphasis unwrapped.
func withoutMarks(kids []*element) []*element {
	var out []*element
	for _, k := range kids {
		switch k.tag {
		case "strong", "em", "del":
			out = append(out, withoutMarks(k.kids)...)
		default:
			c := *k
			c.kids = withoutMarks(k.kids)
			out = append(out, &c)
		}
	}
	return out
}

// withoutFormulas is the nodes with formulas as the text that they are written with. ok is false when there are none.
func withoutFormulas(kids []*element) (out []*element, ok bool) {
	for _, k := range kids {
		c := *k
		if k.tag == "math" {
			c, ok = element{text: k.attrs["alttext"]}, true
		} else {
			var below bool
			c.kids, below = withoutFormulas(k.kids)
			ok = ok || below
		}
		out = append(out, &c)
	}
	return out, ok
}
