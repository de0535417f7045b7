// Package content reads courses: a folder of Markdown becomes checked findings and a compiled course.Course.
// The format, its limits and what is an error stand in docs; every finding says how to mend it in two languages.
package content

import (
	"errors"
	"io/fs"
	"strings"

	"hocso/internal/standard"
)

// Courses lists the slugs of the courses in a folder: its folders that hold course.md.
func Courses(fsys fs.FS) []string {
	var out []string
	for _, name := range folders(fsys) {
		if _, err := fs.Stat(fsys, name+"/course.md"); err == nil {
			out = append(out, name)
		}
	}
	return out
}

// folders lists the folders that courses may be in: not those of frameworks, shared passages and tools.
func folders(fsys fs.FS) []string {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil
	}
	var out []string
	for _, e := range entries {
		if e.IsDir() && e.Name() != "standards" && !strings.HasPrefix(e.Name(), "_") && !strings.HasPrefix(e.Name(), ".") {
			out = append(out, e.Name())
		}
	}
	return out
}

// Check checks every course of a folder, or the one course whose folder it is.
func Check(fsys fs.FS, std *standard.Set, urls URLs) Report {
	if _, err := fs.Stat(fsys, "course.md"); err == nil {
		return newLoader(".", std, urls).load(fsys)
	}
	var all log
	slugs := map[string]bool{}
	for _, slug := range Courses(fsys) {
		slugs[slug] = true
	}
	if len(slugs) == 0 {
		all.add(Finding{File: ".", Key: "courses.none"})
	}
	report := Report{}
	for _, name := range folders(fsys) {
		if !slugs[name] {
			if hasMarkdown(fsys, name) {
				all.add(Finding{File: name + "/course.md", Key: "course.missing"})
			}
			continue
		}
		l := newLoader(name, std, urls)
		one := l.load(fsys)
		report.Findings = append(report.Findings, one.Findings...)
	}
	report.Findings = append(report.Findings, all.found...)
	report.sort()
	return report
}

var errFound = errors.New("content: found")

func hasMarkdown(fsys fs.FS, folder string) bool {
	seen := 0
	err := fs.WalkDir(fsys, folder, func(rel string, _ fs.DirEntry, err error) error {
		if seen++; err != nil || seen > maxFiles {
			return fs.SkipAll
		}
		if strings.HasSuffix(rel, ".md") {
			return errFound
		}
		return nil
	})
	return errors.Is(err, errFound)
}
