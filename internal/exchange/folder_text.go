package exchange

import (
	"html"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"hocso/internal/fault"
	"hocso/internal/vntext"
)

// bodyWriter rewrites the text of one page, line by line, so that every note has its line.
type bodyWriter struct {
	*folder
	s      *source
	out    []string
	fence  string // of the code block that is open
	aside  bool   // within ":::"
	remark bool   // within a comment
	line   int    // of the file
}

func (f *folder) body(s *source) []string {
	w := &bodyWriter{folder: f, s: s}
	for i, line := range s.lines {
		w.line = s.first + i
		w.take(strings.TrimRight(line, " "))
	}
	return w.out
}

func (w *bodyWriter) note(kind Kind, key string, args fault.Args) {
	w.report.add(kind, w.s.path, w.line, key, args)
}

var (
	fenceLine = regexp.MustCompile("^\\s*(?:>\\s*)*(?:[-*+]\\s+|[0-9]+[.)]\\s+)?(`{3,}|~{3,})")
	asideLine = regexp.MustCompile(`^:::+\s*([A-Za-z]*)\s*(.*)$`)
	callout   = regexp.MustCompile(`^(\s*>\s*)\[!([A-Za-z]+)\][-+]?\s*(.*)$`)
	taskItem  = regexp.MustCompile(`^(\s*(?:[-*+]|[0-9]+[.)])\s+)\[[ xX]\]\s+`)
	shortcode = regexp.MustCompile(`\{\{[<%].*?[%>]\}\}|\{%.*?%\}`)
)

func (w *bodyWriter) take(line string) {
	if m := fenceLine.FindStringSubmatch(line); m != nil && !w.remark && (w.fence == "" || strings.HasPrefix(m[1], w.fence)) {
		if w.fence == "" {
			w.fence = m[1]
		} else {
			w.fence = ""
		}
		w.put(line)
		return
	}
	if w.fence != "" {
		w.put(line)
		return
	}
	if m := asideLine.FindStringSubmatch(line); m != nil {
		w.asideStart(m[1], m[2])
		return
	}
	line = w.comments(line)
	if m := callout.FindStringSubmatch(line); m != nil {
		kind, known := calloutKind(m[2])
		if !known || m[3] != "" {
			w.note(Changed, "callout", fault.Args{"kind": kind})
		}
		w.put(m[1] + "[!" + kind + "]")
		if m[3] == "" {
			return
		}
		line = m[1] + "**" + strings.Trim(m[3], "* ") + "**"
	}
	if m := heading.FindStringSubmatch(line); m != nil {
		line = w.headingLine(m[1], m[2])
	}
	if m := taskItem.FindStringSubmatch(line); m != nil {
		w.note(Changed, "task", nil)
		line = m[1] + line[len(m[0]):]
	}
	if m := shortcode.FindString(line); m != "" {
		w.note(Lost, "shortcode", fault.Args{"text": clip(m)})
		line = shortcode.ReplaceAllString(line, "")
	}
	w.put(w.inline(line))
}

func (w *bodyWriter) put(line string) {
	if w.aside {
		line = strings.TrimRight("> "+line, " ")
	}
	w.out = append(w.out, line)
}

// asideStart begins or ends a ":::" block, which becomes a callout.
func (w *bodyWriter) asideStart(kind, title string) {
	if kind == "" || w.aside {
		w.aside = false
		w.out = append(w.out, "")
		return
	}
	name, _ := calloutKind(kind)
	w.note(Changed, "callout", fault.Args{"kind": name})
	w.out = append(w.out, "")
	w.aside = true
	w.put("[!" + name + "]")
	if title = strings.Trim(title, "[]* "); title != "" {
		w.put("**" + title + "**")
		w.put("")
	}
}

// calloutKind is one of ours that is nearest in meaning.
func calloutKind(kind string) (string, bool) {
	kind = strings.ToUpper(kind)
	if slices.Contains([]string{"NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"}, kind) {
		return kind, true
	}
	for ours, theirs := range map[string][]string{
		"TIP": {"HINT", "SUCCESS", "CHECK", "DONE", "EXAMPLE"}, "CAUTION": {"DANGER", "ERROR", "FAILURE", "BUG"}, "WARNING": {"ATTENTION", "WARN"},
	} {
		if slices.Contains(theirs, kind) {
			return ours, false
		}
	}
	return "NOTE", false
}

// comments takes "<!-- -->" out, also over lines.
func (w *bodyWriter) comments(line string) string {
	for {
		if w.remark {
			_, rest, closed := strings.Cut(line, "-->")
			if !closed {
				return ""
			}
			w.remark, line = false, strings.TrimLeft(rest, " ")
		}
		before, rest, opened := cutOutsideCode(line, "<!--")
		if !opened {
			return line
		}
		w.note(Lost, "comment", nil)
		w.remark = true
		if _, after, closed := strings.Cut(rest, "-->"); closed {
			w.remark, line = false, before+after
			continue
		}
		return before
	}
}

func cutOutsideCode(line, what string) (before, after string, found bool) {
	i := strings.Index(line, what)
	if i < 0 || strings.Count(line[:i], "`")%2 == 1 {
		return line, "", false
	}
	return line[:i], line[i+len(what):], true
}

// headingLine is a heading that courses may have: the title is the only one of the first level, braces hold an id at most.
func (w *bodyWriter) headingLine(marks, text string) string {
	if marks == "#" {
		marks = "##"
		w.note(Changed, "heading", nil)
	}
	if own := ownID.FindString(text); own != "" {
		w.note(Changed, "heading-id", fault.Args{"text": clip(own)})
		text = ownID.ReplaceAllString(text, "")
	}
	return marks + " " + strings.ReplaceAll(text, "{", `\{`)
}

// Inline markup outside of code.
var (
	htmlTag   = regexp.MustCompile(`</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>`)
	goodTag   = regexp.MustCompile(`^(<(?:kbd|sub|sup)>|</(?:kbd|sub|sup|abbr)>|<br ?/?>|<abbr title="[^"<>]*">)$`)
	inlineRef = regexp.MustCompile(`(!?)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*(<[^<>]*>|[^()<>"]*?(?:\([^()\s]*\)[^()<>"]*?)*?)(\s+(?:"[^"]*"|'[^']*'))?\s*\)`)
	refLine   = regexp.MustCompile(`^( {0,3}\[[^\]^][^\]]*\]:\s*)(<[^<>]*>|\S+)(.*)$`)
	wikiRef   = regexp.MustCompile(`(!?)\[\[([^\[\]|]+)(?:\|([^\[\]]*))?\]\]`)
	attrValue = regexp.MustCompile(`(?i)\b(src|alt|href|title)\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)`)
)

// inline rewrites what a line says outside of its code spans.
func (w *bodyWriter) inline(line string) string {
	if strings.HasPrefix(line, "    ") && (len(w.out) == 0 || w.out[len(w.out)-1] == "") { // code by indent, or a list that goes on
		return line
	}
	var b strings.Builder
	for line != "" {
		i := strings.IndexByte(line, '`')
		if i < 0 {
			b.WriteString(w.prose(line))
			break
		}
		ticks := len(line[i:]) - len(strings.TrimLeft(line[i:], "`"))
		end := strings.Index(line[i+ticks:], strings.Repeat("`", ticks))
		if end < 0 {
			b.WriteString(w.prose(line))
			break
		}
		stop := i + ticks + end + ticks
		b.WriteString(w.prose(line[:i]) + line[i:stop])
		line = line[stop:]
	}
	return strings.TrimRight(b.String(), " ")
}

func (w *bodyWriter) prose(s string) string {
	if m := refLine.FindStringSubmatch(s); m != nil {
		if to, ok := w.target(strings.Trim(m[2], "<>"), false); ok {
			return m[1] + to + m[3]
		}
	}
	s = htmlTag.ReplaceAllStringFunc(s, w.tag)
	s = wikiRef.ReplaceAllStringFunc(s, w.wiki)
	return inlineRef.ReplaceAllStringFunc(s, w.reference)
}

// tag keeps the few tags that courses may have, says others in Markdown, or leaves them out.
func (w *bodyWriter) tag(tag string) string {
	name := strings.ToLower(strings.Trim(strings.Fields(strings.Trim(tag, "</>") + " ")[0], "/"))
	attrs := map[string]string{}
	for _, m := range attrValue.FindAllStringSubmatch(tag, -1) {
		attrs[strings.ToLower(m[1])] = html.UnescapeString(strings.Trim(m[2], `"'`))
	}
	switch {
	case goodTag.MatchString(tag):
		return tag
	case name == "b" || name == "strong":
		return "**"
	case name == "i" || name == "em":
		return "*"
	case name == "img" && attrs["src"] != "":
		return "![" + vntext.Normal(attrs["alt"]) + "](<" + attrs["src"] + ">)"
	case name == "br":
		return "<br>"
	case !strings.HasPrefix(tag, "</"):
		w.note(Lost, "page-markup", fault.Args{"tag": "<" + name + ">"})
	}
	return ""
}

// wiki makes an ordinary link of [[page|text]].
func (w *bodyWriter) wiki(s string) string {
	m := wikiRef.FindStringSubmatch(s)
	name, anchor, _ := strings.Cut(strings.TrimSpace(m[2]), "#")
	text := m[3]
	if text == "" {
		text = name
	}
	for _, p := range sortedNames(w.files) {
		base := path.Base(p)
		if p == name || base == name || strings.TrimSuffix(base, path.Ext(base)) == name && isPage(p) {
			if anchor != "" {
				p += "#" + githubID(anchor)
			}
			w.note(Changed, "wiki", fault.Args{"link": clip(m[2])})
			return m[1] + "[" + text + "](</" + p + ">)"
		}
	}
	w.note(Lost, "link", fault.Args{"link": clip(m[2])})
	return text
}

// reference gives a link or picture its address in the course, or leaves its text.
func (w *bodyWriter) reference(s string) string {
	m := inlineRef.FindStringSubmatch(s)
	address := strings.Trim(m[3], "<>")
	shown := m[1] == "!"
	to, ok := w.target(address, shown)
	switch {
	case ok:
		return m[1] + "[" + m[2] + "](" + to + m[4] + ")"
	case shown && remote(address):
		w.note(Lost, "remote-picture", fault.Args{"link": clip(address)})
		return "[" + m[2] + "](" + m[3] + ")"
	case shown:
		w.note(Lost, "picture-missing", fault.Args{"link": clip(address)})
		return m[2]
	}
	w.note(Lost, "link", fault.Args{"link": clip(address)})
	return m[2]
}

func remote(address string) bool {
	return strings.HasPrefix(address, "http://") || strings.HasPrefix(address, "https://")
}

// target is an address as it is in the course; false when nothing there has it.
func (w *bodyWriter) target(address string, shown bool) (string, bool) {
	if remote(address) || strings.HasPrefix(address, "mailto:") || strings.HasPrefix(address, "tel:") {
		return address, !shown
	}
	file, anchor, _ := strings.Cut(address, "#")
	page := w.s
	if file != "" {
		name := w.resolve(w.s.path, file)
		if p := w.pages[name]; p != nil && !shown {
			page = p
		} else {
			return w.medium(name, shown)
		}
	}
	if page.to == "" {
		return "", false
	}
	to := relative(path.Dir(w.s.to), page.to)
	if file == "" {
		to = ""
	}
	if anchor != "" {
		place, ok := page.places[unescapedPath(anchor)]
		if !ok {
			w.note(Changed, "anchor", fault.Args{"anchor": clip(anchor)})
			if to == "" {
				return "", false
			}
			return to, true
		}
		to += "#" + place
	}
	return to, to != ""
}

// medium copies a picture or a download into the course, once, and says where it is from the page at hand.
func (w *bodyWriter) medium(name string, shown bool) (string, bool) {
	if to, done := w.media[name]; done {
		return relative(path.Dir(w.s.to), to), true
	}
	size, there := w.files[name]
	ext := strings.ToLower(path.Ext(name))
	pictures := []string{".svg", ".png", ".jpg", ".jpeg", ".webp"}
	downloads := []string{".pdf", ".zip", ".txt", ".csv", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"}
	good := slices.Contains(pictures, ext) || !shown && slices.Contains(downloads, ext)
	if !there || !good || size > maxPicture {
		return "", false
	}
	data, err := fs.ReadFile(w.fsys, name)
	if err != nil {
		return "", false
	}
	to := ""
	for n := 1; to == "" || w.used[to]; n++ {
		base := vntext.Slug(strings.TrimSuffix(path.Base(name), path.Ext(name)))
		if base == "" {
			base = "hinh"
		}
		if n > 1 {
			base += "-" + strconv.Itoa(n)
		}
		to = path.Join(path.Dir(w.s.to), base+ext)
	}
	w.used[to], w.media[name] = true, to
	w.folder.out = append(w.folder.out, File{Path: to, Data: data})
	w.report.add(Kept, name, 0, "medium", fault.Args{"file": to})
	return relative(path.Dir(w.s.to), to), true
}

// relative is a path of the course as seen from one of its folders.
func relative(dir, to string) string {
	if dir == "." {
		return to
	}
	if rest, ok := strings.CutPrefix(to, dir+"/"); ok {
		return rest
	}
	return "../" + relative(path.Dir(dir), to)
}
