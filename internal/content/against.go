package content

import (
	"bytes"
	"path"
	"strings"
	"unicode/utf8"

	"hocso/internal/course"
	"hocso/internal/fault"
)

// Against holds a course against the versions of it that were published, the newest first: what learners' records name
// must not come to mean something else in silence. The report is empty for a first version.
func Against(b *Bundle, editions []course.Edition) Report {
	var l log
	for _, u := range course.CheckAgainst(editions, b.Course) {
		f := b.place(u)
		f.Key = "version." + string(u.Case)
		f.Args = fault.Args{"number": u.Number}
		switch u.Case {
		case course.QuestionChanged, course.QuestionReused, course.QuestionDoubted:
			f.Args["id"], f.Args["try"], f.Args["why"] = u.ID, u.ID+"-2", whyChanged(u.Aspects)
		case course.LessonRenamed, course.ModuleRenamed:
			f.Args["name"], f.Args["was"], f.Args["slug"] = u.ID, u.Was, path.Base(u.Was)
		}
		l.add(f)
	}
	return l.report()
}

// whyChanged names aspects in the language of the finding.
type whyChanged []course.Aspect

func (w whyChanged) in(lang string) string {
	names := make([]string, len(w))
	for i, a := range w {
		names[i] = aspects(lang)[string(a)]
	}
	return strings.Join(names, ", ")
}

// place finds where a finding of Against is mended: the question's heading, or the page whose name changed.
func (b *Bundle) place(u course.Undeclared) Finding {
	for _, s := range b.Sources {
		if _, _, translated := Translated(s.Path); translated || path.Ext(s.Path) != ".md" {
			continue // translations take the ids of their originals
		}
		switch {
		case u.Case == course.ModuleRenamed && s.Path == b.folder(u.ID)+"/module.md", u.Case == course.LessonRenamed && sameKey(s.Path, u.ID):
			return Finding{File: b.Shown(s.Path), Line: 1, Column: 1, Quote: "---"}
		case u.Was == "":
			if f, ok := headingOf(s.Data, u.ID); ok {
				f.File = b.Shown(s.Path)
				return f
			}
		}
	}
	return Finding{File: b.Shown("course.md")}
}

// Shown is a source's path as findings tell it: from the folder that was checked.
func (b *Bundle) Shown(rel string) string {
	if shared, ok := strings.CutPrefix(rel, "../"); ok {
		return shared
	}
	return b.prefix + rel
}

// folder is the folder of a module, with its number.
func (b *Bundle) folder(module string) string {
	for _, s := range b.Sources {
		dir := path.Dir(s.Path)
		if m := numbered.FindStringSubmatch(dir); m != nil && m[1] == module {
			return dir
		}
	}
	return ""
}

// sameKey reports whether a file is the lesson "module/lesson".
func sameKey(file, key string) bool {
	dir, name := path.Split(file)
	m, l := numbered.FindStringSubmatch(path.Clean(dir)), numbered.FindStringSubmatch(name)
	return m != nil && l != nil && m[1]+"/"+l[1] == key
}

// headingOf finds the heading with an id.
func headingOf(text []byte, id string) (Finding, bool) {
	for n, line := range bytes.Split(text, []byte("\n")) {
		i := bytes.Index(line, []byte("{#"+id))
		if i < 0 || !bytes.HasPrefix(line, []byte("#")) {
			continue
		}
		if end := i + 2 + len(id); end < len(line) && line[end] != ' ' && line[end] != '}' {
			continue
		}
		f := Finding{Line: n + 1, Column: utf8.RuneCount(line[:i]) + 2}
		f.Quote, f.Caret = window(clip(string(line), 64<<10), f.Column)
		return f, true
	}
	return Finding{}, false
}
