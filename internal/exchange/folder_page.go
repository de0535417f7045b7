package exchange

import (
	"regexp"
	"slices"
	"strings"

	"hocso/internal/fault"
	"hocso/internal/vntext"
)

var (
	heading   = regexp.MustCompile(`^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$`)
	underline = regexp.MustCompile(`^ {0,3}=+\s*$`)
	frontLine = regexp.MustCompile(`^([A-Za-z_][A-Za-z0-9_-]*)\s*[:=]\s*(.*)$`)
	ownID     = regexp.MustCompile(`\s*\{[^{}]*\}\s*$`)
	markup    = regexp.MustCompile("[*_`~]+|!?\\[([^\\]]*)\\]\\([^)]*\\)|<[^>]*>|\\\\")
)

// plainTitle is a heading's text without markup.
func plainTitle(s string) string {
	s = ownID.ReplaceAllString(s, "")
	return vntext.Normal(markup.ReplaceAllString(s, "$1"))
}

// readPage parts front matter, title and body.
func (f *folder) readPage(name, text string) *source {
	s := &source{path: name, front: map[string]string{}, lines: strings.Split(strings.ReplaceAll(text, "\t", "    "), "\n"), first: 1, places: map[string]string{}}
	if mark := strings.TrimRight(s.lines[0], " "); mark == "---" || mark == "+++" {
		end := slices.IndexFunc(s.lines[1:], func(l string) bool { return strings.TrimRight(l, " ") == mark })
		if end >= 0 {
			f.front(s, s.lines[1:1+end])
			s.lines, s.first = s.lines[end+2:], end+3
		}
	}
	f.title(s)
	s.anchors()
	return s
}

// front reads the keys that mean something to us. Others are noted once.
func (f *folder) front(s *source, lines []string) {
	for n, line := range lines {
		m := frontLine.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		key, value := strings.ToLower(m[1]), frontValue(m[2], lines[n+1:])
		s.front[key] = value
		known := []string{"title", "description", "summary", "weight", "order", "nav_order", "sidebar_position", "position", "sidebar_label", "minutes"}
		if !slices.Contains(known, key) {
			f.report.add(Lost, s.path, n+2, "front", fault.Args{"key": key})
		}
	}
}

// frontValue is what a line of front matter says, quoted or not, or the indented lines below it.
func frontValue(s string, below []string) string {
	s = strings.TrimSpace(s)
	switch {
	case foldedValue.MatchString(s):
		var words []string
		for _, l := range below {
			if l != "" && !strings.HasPrefix(l, " ") {
				break
			}
			words = append(words, strings.Fields(l)...)
		}
		return strings.Join(words, " ")
	case strings.HasPrefix(s, `"`):
		if m := doubleQuoted.FindStringSubmatch(s); m != nil {
			return strings.NewReplacer(`\\`, `\`, `\"`, `"`).Replace(m[1])
		}
	case strings.HasPrefix(s, "'"):
		if m := singleQuoted.FindStringSubmatch(s); m != nil {
			return strings.ReplaceAll(m[1], "''", "'")
		}
	}
	s, _, _ = strings.Cut(s, " #") // a remark
	return strings.TrimSpace(s)
}

var (
	foldedValue  = regexp.MustCompile(`^[>|][-+]?$`)
	doubleQuoted = regexp.MustCompile(`^"((?:[^"\\]|\\.)*)"`)
	singleQuoted = regexp.MustCompile(`^'((?:[^']|'')*)'`)
)

// title takes the title of the front matter, else the first heading, else the name; the heading leaves the body.
func (f *folder) title(s *source) {
	s.title = vntext.Normal(s.front["title"])
	for i, line := range s.lines {
		text := ""
		if m := heading.FindStringSubmatch(line); m != nil && len(m[1]) == 1 {
			text = plainTitle(m[2])
			s.lines[i] = ""
		} else if strings.TrimSpace(line) != "" && i+1 < len(s.lines) && underline.MatchString(s.lines[i+1]) {
			text = plainTitle(line)
			s.lines[i], s.lines[i+1] = "", ""
		} else if strings.TrimSpace(line) == "" {
			continue
		}
		if s.title == "" {
			s.title = text
		} else if text != "" && text != s.title {
			f.report.add(Changed, s.path, s.first+i, "title", fault.Args{"title": clip(s.title)})
		}
		break
	}
	if s.title == "" {
		name := s.path[strings.LastIndexByte(s.path, '/')+1:]
		name, _, _ = strings.Cut(name, ".")
		s.title = vntext.Normal(strings.NewReplacer("-", " ", "_", " ").Replace(strings.TrimLeft(name, "0123456789-_. ")))
	}
	if s.title == "" {
		s.title = vntext.Normal(s.path)
	}
}

// anchors learns by which names other tools know the headings of the page.
func (s *source) anchors() {
	seen := map[string]bool{"noi-dung": true}
	for _, line := range s.lines {
		m := heading.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		title := plainTitle(m[2])
		ours := vntext.Slug(title)
		if ours == "" || seen[ours] { // numbered there and here, each in its own way
			continue
		}
		seen[ours] = true
		for _, theirs := range []string{githubID(title), ours, strings.Trim(strings.TrimPrefix(strings.TrimSpace(ownID.FindString(m[2])), "{"), "#:} ")} {
			if theirs != "" {
				s.places[theirs] = ours
			}
		}
	}
}

var notInID = regexp.MustCompile(`[^\p{L}\p{N}\p{M}_ -]+`)

// githubID is the anchor that most tools make of a heading.
func githubID(title string) string {
	return strings.ReplaceAll(notInID.ReplaceAllString(strings.ToLower(title), ""), " ", "-")
}

// summary is the description, else the first sentence of the text.
func (s *source) summary() string {
	for _, key := range []string{"summary", "description"} {
		if v := vntext.Normal(s.front[key]); v != "" {
			return v
		}
	}
	for _, line := range s.lines {
		text := plainTitle(shortcode.ReplaceAllString(line, ""))
		if text == "" || strings.ContainsAny(line[:1], "#>|-*+<!`:[{") || strings.HasPrefix(line, "    ") {
			continue
		}
		if i := strings.Index(text, ". "); i > 0 {
			text = text[:i+1]
		}
		if r := []rune(text); len(r) > 200 {
			text = strings.TrimSpace(string(r[:199])) + "…"
		}
		return text
	}
	return ""
}
