package content

import (
	"strconv"
	"strings"
)

// mdWriter writes HTML as Markdown of the course format.
type mdWriter struct {
	link func(address string) (string, bool)
	html *writer
	lost []string // what Markdown could not say, as tags, each once
}

func newMDWriter(link func(string) (string, bool)) *mdWriter {
	if link == nil {
		link = KeepAddress
	}
	return &mdWriter{link: link, html: newWriter(nil, "")}
}

func (w *mdWriter) lose(what string) {
	for _, l := range w.lost {
		if l == what {
			return
		}
	}
	w.lost = append(w.lost, what)
}

// read is the cleaned tree of an HTML text.
func (w *mdWriter) read(html string) []*element { return w.clean(readHTML(html).kids) }

// blocks writes cleaned nodes as blocks, one line an entry, with blank lines between the blocks unless they are tight.
func (w *mdWriter) blocks(kids []*element, tight bool) []string {
	var out []string
	add := func(lines []string) {
		if len(lines) == 0 {
			return
		}
		if len(out) > 0 && !tight {
			out = append(out, "")
		}
		out = append(out, lines...)
	}
	var run []*element
	flush := func() {
		if s := w.inline(run); s != "" {
			add(strings.Split(s, "\n"))
		}
		run = nil
	}
	lists := 0
	for _, k := range kids {
		if !isBlock(k.tag) {
			run = append(run, k)
			continue
		}
		flush()
		if k.tag == "ul" || k.tag == "ol" {
			lists++
		} else {
			lists = 0
		}
		add(w.block(k, lists))
	}
	flush()
	return out
}

// block writes one block. nth counts lists that follow one another, which need different marks to stay apart.
func (w *mdWriter) block(k *element, nth int) []string {
	switch k.tag {
	case "p", "dt", "summary":
		return w.paragraph(k)
	case "ul", "ol":
		return w.list(k, nth)
	case "blockquote":
		return quoted(w.blocks(k.kids, false))
	case "pre":
		return fenced(k)
	case "hr":
		return []string{"***"}
	case "table":
		return w.tableLines(k)
	case "dl":
		return w.meanings(k)
	case "figure":
		return w.figureLine(k)
	case "h1", "h2", "h3", "h4", "h5", "h6":
		w.lose("<" + k.tag + ">")
		return w.paragraph(&element{tag: "p", kids: []*element{{tag: "strong", kids: withoutMarks(flat(k.kids))}}})
	default: // li, div and such: what they hold
		return w.blocks(k.kids, false)
	}
}

func (w *mdWriter) paragraph(k *element) []string {
	for _, kid := range k.kids {
		if isBlock(kid.tag) {
			return w.blocks(k.kids, false)
		}
	}
	s := w.inline(k.kids)
	if s == "" {
		return nil
	}
	return strings.Split(s, "\n")
}

// list writes a list with "*" or "+", never "-", which answers have; numbers with ")" where "." would join another list.
func (w *mdWriter) list(k *element, nth int) []string {
	start, err := strconv.Atoi(k.attrs["start"])
	if err != nil || start < 0 {
		start = 1
	}
	loose := false
	for _, item := range k.kids {
		loose = loose || len(item.all("p")) > 0 && holds(item, "p")
	}
	var out []string
	for _, item := range k.kids {
		if item.tag != "li" {
			continue
		}
		mark := []string{"+ ", "* "}[nth%2]
		if k.tag == "ol" {
			mark = strconv.Itoa(start) + []string{") ", ". "}[nth%2]
			start++
		}
		lines := w.blocks(item.kids, !loose)
		if len(lines) == 0 {
			continue
		}
		if loose && len(out) > 0 {
			out = append(out, "")
		}
		out = append(out, indented(lines, mark)...)
	}
	return out
}

func holds(e *element, tag string) bool {
	for _, k := range e.kids {
		if k.tag == tag {
			return true
		}
	}
	return false
}

// indented puts a mark before the first line and as many spaces before the others.
func indented(lines []string, mark string) []string {
	out := make([]string, len(lines))
	space := strings.Repeat(" ", len(mark))
	for i, l := range lines {
		switch {
		case i == 0:
			out[i] = mark + l
		case l != "":
			out[i] = space + l
		}
	}
	return out
}

func quoted(lines []string) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = strings.TrimRight("> "+l, " ")
	}
	return out
}

// fenced writes code between fences longer than any in it.
func fenced(k *element) []string {
	info := ""
	for _, c := range k.all("code") {
		info = strings.TrimPrefix(c.attrs["class"], "language-")
	}
	fence := "```"
	body := strings.TrimSuffix(k.plainCode(), "\n")
	for strings.Contains(body, fence) {
		fence += "`"
	}
	if !plainValue(info) {
		info = ""
	}
	out := []string{fence + info}
	for line := range strings.SplitSeq(body, "\n") {
		out = append(out, strings.Map(printable, line))
	}
	return append(out, fence)
}

// plainCode is the text of an element as it stands.
func (e *element) plainCode() string {
	if e.tag == "" {
		return e.text
	}
	if e.tag == "br" {
		return "\n"
	}
	var b strings.Builder
	for _, k := range e.kids {
		b.WriteString(k.plainCode())
	}
	return b.String()
}

// tableLines writes a table. Its first row is the header.
func (w *mdWriter) tableLines(k *element) []string {
	var out []string
	columns := 0
	for _, row := range k.all("tr") {
		var cells []string
		for _, c := range row.all("th", "td") {
			cells = append(cells, w.cell(c.kids))
		}
		if len(out) == 0 {
			columns = len(cells)
		}
		if columns == 0 {
			return nil
		}
		for len(cells) < columns {
			cells = append(cells, "")
		}
		if len(cells) > columns {
			w.lose("<td>")
		}
		out = append(out, "| "+strings.Join(cells[:columns], " | ")+" |")
		if len(out) == 1 {
			out = append(out, "|"+strings.Repeat("---|", columns))
		}
	}
	return out
}

// cell writes nodes as one cell of a table: one line, with bars escaped.
func (w *mdWriter) cell(kids []*element) string {
	s := strings.ReplaceAll(w.inline(flat(kids)), "\n", " ")
	if strings.HasPrefix(s, `\|`) { // made safe for the start of a line, which a cell is not
		s = s[1:]
	}
	return strings.ReplaceAll(s, "|", `\|`)
}

// meanings writes a definition list: the term, then ": meaning".
func (w *mdWriter) meanings(k *element) []string {
	var out []string
	for _, item := range k.all("dt", "dd") {
		if item.tag == "dt" {
			if len(out) > 0 {
				out = append(out, "")
			}
			out = append(out, w.cell(item.kids))
			continue
		}
		loose := holds(item, "p")
		if loose {
			out = append(out, "")
		}
		out = append(out, indented(w.blocks(item.kids, !loose), ": ")...)
	}
	return out
}

// figureLine writes a picture with its caption on a line of its own.
func (w *mdWriter) figureLine(k *element) []string {
	pictures := k.all("img")
	if len(pictures) != 1 {
		return w.blocks(k.kids, false)
	}
	caption := ""
	for _, c := range k.all("figcaption") {
		caption = c.plain()
	}
	return []string{picture(pictures[0], caption)}
}
