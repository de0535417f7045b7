package exchange

import (
	"html"
	"regexp"
	"strings"

	"hocso/internal/fault"
)

// GIFT: Moodle's text format, https://docs.moodle.org/en/GIFT_format. Blank lines part the questions.

// giftBlock is the text of one question with its comments.
type giftBlock struct {
	line     int // of the first line that is no comment
	text     string
	comments []string
}

// gift reads a file of questions.
func (r *reader) gift(text string) {
	for _, b := range giftBlocks(text) {
		if name, ok := strings.CutPrefix(b.text, "$CATEGORY:"); ok {
			r.note(Changed, b.line, "category", fault.Args{"name": clip(strings.TrimSpace(name))})
			continue
		}
		r.giftQuestion(b)
	}
}

// giftBlocks cuts a file into questions: at blank lines, but not within braces that are closed further down.
func giftBlocks(text string) []giftBlock {
	var out []giftBlock
	var b giftBlock
	var lines []string
	open := false
	end := func() {
		if b.text = strings.TrimSpace(strings.Join(lines, "\n")); b.text != "" {
			out = append(out, b)
			b.comments = nil
		}
		b = giftBlock{comments: b.comments}
		lines, open = nil, false
	}
	all := strings.Split(text, "\n")
	for n, line := range all {
		trimmed := strings.TrimSpace(line)
		if !open && answered(lines) && (strings.HasPrefix(trimmed, "//") || strings.HasPrefix(trimmed, "::")) {
			end() // the next question, without a blank line before it
		}
		switch {
		case strings.HasPrefix(trimmed, "//"):
			b.comments = append(b.comments, trimmed)
			continue
		case trimmed == "" && open && closesLater(all[n+1:]):
			continue
		case trimmed == "", strings.HasPrefix(trimmed, "$CATEGORY:") && len(lines) == 0:
			if trimmed != "" {
				lines, b.line = []string{trimmed}, n+1
			} else if len(lines) == 0 {
				continue
			}
			end()
			continue
		}
		if len(lines) == 0 {
			b.line = n + 1
		}
		lines = append(lines, trimmed)
		for i := range len(trimmed) {
			if (trimmed[i] == '{' || trimmed[i] == '}') && !escapedAt(trimmed, i) {
				open = trimmed[i] == '{'
			}
		}
	}
	end()
	return out
}

// answered reports whether the lines end with answers.
func answered(lines []string) bool {
	if len(lines) == 0 {
		return false
	}
	last := lines[len(lines)-1]
	return strings.HasSuffix(last, "}") && !escapedAt(last, len(last)-1)
}

// closesLater reports whether a "}" comes before the next question could begin. It looks 40 lines ahead.
func closesLater(lines []string) bool {
	for _, line := range lines[:min(len(lines), 40)] {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "::") || strings.HasPrefix(line, "$CATEGORY:") {
			return false
		}
		for i := range len(line) {
			if !escapedAt(line, i) && line[i] == '{' {
				return false
			} else if !escapedAt(line, i) && line[i] == '}' {
				return true
			}
		}
	}
	return false
}

func escapedAt(s string, i int) bool {
	n := 0
	for i > n && s[i-1-n] == '\\' {
		n++
	}
	return n%2 == 1
}

// unescaped is the offset of the first of some signs in s without a backslash before it, or -1.
func unescaped(s, signs string) int {
	for i := range len(s) {
		if strings.IndexByte(signs, s[i]) >= 0 && !escapedAt(s, i) {
			return i
		}
	}
	return -1
}

// Parts of a question.
var (
	giftTitle  = regexp.MustCompile(`(?s)^::(.*?[^\\])::`)
	giftFormat = regexp.MustCompile(`^\s*\[(html|moodle|plain|markdown)\]`)
	giftID     = regexp.MustCompile(`\[id:((?:\\\]|[^\]])+)\]`)
	giftTag    = regexp.MustCompile(`\[tag:((?:\\\]|[^\]])+)\]`)
	giftWeight = regexp.MustCompile(`^\s*%(-?[0-9]+(?:[.,][0-9]+)?)%`)
)

// giftReader reads one question.
type giftReader struct {
	*reader
	it     item
	format string
}

func (r *reader) giftQuestion(b giftBlock) {
	g := &giftReader{reader: r, it: item{file: r.file, line: b.line}, format: "moodle"}
	for _, c := range b.comments {
		if m := giftID.FindStringSubmatch(c); m != nil {
			g.it.ID = strings.ReplaceAll(m[1], `\]`, "]")
		}
		for _, m := range giftTag.FindAllStringSubmatch(c, -1) {
			g.it.tags = append(g.it.tags, strings.ReplaceAll(m[1], `\]`, "]"))
		}
	}
	s := b.text
	if m := giftTitle.FindStringSubmatch(s); m != nil {
		g.it.Title, s = giftPlain(m[1]), s[len(m[0]):]
	}
	if m := giftFormat.FindStringSubmatch(s); m != nil {
		g.format, s = m[1], s[len(m[0]):]
	}
	from := unescaped(s, "{")
	to := lastUnescaped(s, '}')
	if from < 0 || to < from {
		key := "no-answers"
		if from >= 0 {
			key = "broken"
		}
		r.note(Lost, b.line, key, fault.Args{"title": clip(g.name(s))})
		return
	}
	if to+1 < len(s) && strings.TrimSpace(s[to+1:]) != "" { // a word is missing in the middle
		g.it.Stem = g.html(s[:from] + "_____" + s[to+1:])
		r.note(Changed, b.line, "missing-word", nil)
	} else {
		g.it.Stem = g.html(s[:from])
	}
	if !g.answers(strings.TrimSpace(s[from+1 : to])) {
		r.note(Lost, b.line, "type", fault.Args{"title": clip(g.name(s[:from])), "type": g.what(strings.TrimSpace(s[from+1 : to]))})
		return
	}
	r.items = append(r.items, g.it)
}

func (g *giftReader) name(text string) string {
	if g.it.Title != "" {
		return g.it.Title
	}
	return textOf(g.html(text))
}

func (g *giftReader) what(answers string) string {
	if answers == "" {
		return "essay"
	}
	return "?"
}

func lastUnescaped(s string, sign byte) int {
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] == sign && !escapedAt(s, i) {
			return i
		}
	}
	return -1
}

// giftPlain undoes the escapes.
func giftPlain(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s) && s[i+1] == 'n':
			b.WriteByte('\n')
			i++
		case s[i] == '\\' && i+1 < len(s) && strings.IndexByte(`\:#={}~`, s[i+1]) >= 0:
			b.WriteByte(s[i+1])
			i++
		case s[i] == '\n': // the file's own line, not the author's
			b.WriteByte(' ')
		default:
			b.WriteByte(s[i])
		}
	}
	return strings.TrimSpace(b.String())
}

// html is a text of the question in its format as HTML.
func (g *giftReader) html(s string) string {
	format := g.format
	if m := giftFormat.FindStringSubmatch(s); m != nil {
		format, s = m[1], s[len(m[0]):]
	}
	return formatted(format, giftPlain(s))
}

// formatted makes HTML of a text in one of Moodle's formats.
func formatted(format, text string) string {
	text = strings.TrimSpace(text)
	switch format {
	case "html":
		return text
	case "markdown":
		return fromMarkdown(text)
	case "plain", "plain_text":
		text = html.EscapeString(text)
	}
	if !strings.Contains(text, "\n") {
		return text
	}
	var b strings.Builder
	for par := range strings.SplitSeq(text, "\n\n") {
		b.WriteString("<p>" + strings.ReplaceAll(strings.TrimSpace(par), "\n", "<br>\n") + "</p>\n")
	}
	return b.String()
}
