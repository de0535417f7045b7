package exchange

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"hocso/internal/content"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/vntext"
)

// Bank makes a bank file of the questions of some files, in their order, with the pictures they show. Without a
// question there are no files. Nothing is written anywhere.
func Bank(sources []Source, o Options) ([]File, Report) {
	var report Report
	b := &bank{options: o, report: &report, taken: map[string]bool{}, numbers: map[string]int{}}
	for id := range o.Taken {
		b.taken[id] = true
	}
	for _, s := range sources {
		r := &reader{file: s.Name, options: o, report: &report}
		b.reader = r
		b.add(r.joined(readFile(s, o, &report)))
	}
	report.sort()
	if b.count == 0 {
		return nil, report
	}
	head := "---\ntitle: " + yamlText(o.Title) + "\n---\n\n# " + content.TitleText(o.Title) + "\n"
	return append([]File{{Path: o.Name + ".md", Data: []byte(head + b.text.String())}}, b.files...), report
}

// bank is a bank file in the making.
type bank struct {
	options Options
	report  *Report
	reader  *reader
	taken   map[string]bool // ids
	numbers map[string]int  // by id: how many were given with a number behind it, so that thousands alike are no search
	text    strings.Builder
	files   []File
	count   int
}

// joined gives every item what its tags say, and makes one question again of those that were cut in parts.
func (r *reader) joined(items []item) []item {
	var out []item
	open := ""
	for _, it := range items {
		piece := r.attributes(&it)
		id, rest, _ := strings.Cut(piece, ":")
		number, of, _ := strings.Cut(rest, "/")
		n := len(out) - 1
		switch {
		case piece == "":
		case number == "1":
			it.ID = id
			if part := strings.LastIndex(it.Title, " ("); part > 0 && strings.HasSuffix(it.Title, "/"+of+")") {
				it.Title = it.Title[:part]
			}
			open = id
		case n >= 0 && open == id && out[n].Type == it.Type && out[n].Stem == it.Stem && number == fmt.Sprint(len(out[n].Choices)+1):
			out[n].Choices = append(out[n].Choices, it.Choices...)
			out[n].pictures = append(out[n].pictures, it.pictures...)
			continue
		}
		out = append(out, it)
	}
	return out
}

func (b *bank) add(items []item) {
	for i := range items {
		it := &items[i]
		b.name(it)
		links := b.pictures(it)
		md, lost := content.WriteQuestion(it.Question, content.WriteOptions{Standard: b.options.Standard, Link: links})
		b.reader.note(Kept, it.line, "question", fault.Args{"title": clip(it.Title), "id": it.ID})
		for _, tag := range lost {
			b.reader.note(Lost, it.line, "markup", fault.Args{"tag": tag, "id": it.ID})
		}
		b.missing(it)
		b.text.WriteString("\n" + md)
		b.count++
	}
}

// missing notes what the other system did not ask for and ours does.
func (b *bank) missing(it *item) {
	if it.Competence.Code == "" || it.Level == 0 {
		b.reader.note(Changed, it.line, "no-competence", fault.Args{"id": it.ID})
	}
	if strings.TrimSpace(it.Explanation) == "" {
		b.reader.note(Changed, it.line, "no-explanation", fault.Args{"id": it.ID})
	}
	chosen := it.Type != course.Matching && it.Type != course.Ordering // those two ask for no feedback
	if chosen && slices.ContainsFunc(it.Choices, func(c course.Choice) bool { return c.Feedback == "" && (!c.Right || it.Type == course.TrueFalse) }) {
		b.reader.note(Changed, it.line, "no-feedback", fault.Args{"id": it.ID})
	}
}

var slug = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// name gives an item a title and an id that is free.
func (b *bank) name(it *item) {
	words := textOf(it.Stem)
	if it.Type == course.TrueFalse && len(it.Choices) == 1 {
		words = it.Choices[0].Text
	}
	it.Title = vntext.Normal(it.Title)
	if it.Title == "" {
		it.Title = firstWords(words, 8)
	}
	id := it.ID
	if !slug.MatchString(id) || len(id) > 64 {
		if id != "" {
			b.reader.note(Changed, it.line, "id", fault.Args{"id": clip(id)})
		}
		id = vntext.Slug(firstWords(it.Title, 6))
		if it.ID != "" && vntext.Slug(it.ID) != "" {
			id = vntext.Slug(it.ID)
		}
		if !slug.MatchString(id) {
			id = strings.TrimRight("cau-"+id, "-")
		}
		id = strings.TrimRight(id[:min(len(id), 56)], "-")
	}
	base := id
	for b.taken[id] {
		b.numbers[base]++
		id = fmt.Sprintf("%s-%d", base[:min(len(base), 58)], b.numbers[base]+1)
	}
	if base != id && it.ID == base {
		b.reader.note(Changed, it.line, "id-taken", fault.Args{"id": base, "new": id})
	}
	b.taken[id] = true
	if it.ID = id; it.Title == "" {
		it.Title = id
	}
}

func firstWords(s string, n int) string {
	words := strings.Fields(s)
	if len(words) <= n {
		return strings.Join(words, " ")
	}
	return strings.Join(words[:n], " ") + "…"
}

var dataPicture = regexp.MustCompile(`src="(data:(image/[a-z+]+);base64,([A-Za-z0-9+/=\s]+))"`)

// pictures gives the pictures of an item names of their own and says by which address each is shown.
func (b *bank) pictures(it *item) func(string) (string, bool) {
	names := map[string]string{}
	put := func(address, name string, data []byte) {
		if _, done := names[address]; done {
			return
		}
		ext := strings.ToLower(path.Ext(name))
		file := vntext.Slug(strings.TrimSuffix(name, path.Ext(name)))
		if file == "" || len(file) > 40 {
			file = "hinh"
		}
		file = it.ID + "-" + file
		for n := 2; slices.ContainsFunc(b.files, func(f File) bool { return f.Path == file+ext }); n++ {
			file = fmt.Sprintf("%s-%d", strings.TrimRight(file, "-0123456789"), n)
		}
		names[address] = file + ext
		b.files = append(b.files, File{Path: file + ext, Data: data})
	}
	for _, p := range it.pictures {
		put("@@PLUGINFILE@@/"+p.Path, p.Path, p.Data)
	}
	texts := []string{it.Stem, it.Explanation}
	for _, c := range it.Choices {
		texts = append(texts, c.HTML, c.Feedback)
	}
	for _, p := range it.Pairs {
		texts = append(texts, p.HTML)
	}
	for _, t := range texts {
		for _, m := range dataPicture.FindAllStringSubmatch(t, -1) {
			data, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(m[3]), ""))
			if err == nil {
				put(m[1], "hinh"+extensionOf(m[2]), data)
			}
		}
	}
	return func(address string) (string, bool) {
		for _, form := range []string{address, unescapedPath(address)} {
			if name, ok := names[form]; ok {
				return name, true
			}
		}
		return content.KeepAddress(address)
	}
}

// extensionOf is the usual one of a type of picture.
func extensionOf(kind string) string {
	switch kind {
	case "image/svg+xml":
		return ".svg"
	case "image/jpeg":
		return ".jpg"
	}
	return "." + strings.TrimPrefix(kind, "image/")
}

// unescapedPath undoes percent signs in an address; what is malformed stays.
func unescapedPath(address string) string {
	if s, err := url.PathUnescape(address); err == nil {
		return s
	}
	return address
}

// safeYAML is text that needs no quotes as a value.
var safeYAML = regexp.MustCompile(`^\p{L}[\p{L}\p{N}\p{M} ,.…()/–-]*$`)

// yamlText writes a text as a value of front matter.
func yamlText(s string) string {
	s = vntext.Normal(s)
	if safeYAML.MatchString(s) && !slices.Contains([]string{"true", "false", "null", "yes", "no", "on", "off", "y", "n"}, strings.ToLower(s)) {
		return s
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}
