package content

import (
	"errors"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// sharedName finds the files of the shared folder that a text names, ownName what a shared passage names beside itself, in
// whatever form links and pictures are written. Names of files that are not there are none.
var (
	sharedName = regexp.MustCompile(`_shared/([a-z0-9][a-z0-9._-]*)`)
	ownName    = regexp.MustCompile(`([a-z0-9][a-z0-9._-]*\.[a-z0-9]+)`)
)

// maxCourse bounds the bytes of a course's folder: all of it is stored with every version that changes it.
const maxCourse = 64 << 20

// maxText bounds the bytes of a course's Markdown files: several times a course of 1,000 lessons and 10,000 questions.
const maxText = 32 << 20

// Sources are the files that a version of a course is made of, by their paths within its folder: the whole folder but
// hidden files, and what the course takes from the shared folder beside it ("../_shared/…"). Errors are those of reading.
func Sources(fsys fs.FS, slug string) ([]File, error) {
	sub, err := fs.Sub(fsys, slug)
	if err != nil {
		return nil, err
	}
	var out []File
	size := 0
	err = fs.WalkDir(sub, ".", func(rel string, d fs.DirEntry, err error) error {
		switch {
		case err != nil || rel == ".":
			return err
		case strings.HasPrefix(d.Name(), ".") && d.IsDir():
			return fs.SkipDir
		case strings.HasPrefix(d.Name(), ".") || !d.Type().IsRegular():
			return nil
		}
		b, err := fs.ReadFile(sub, rel)
		out = append(out, File{Path: rel, Data: b})
		if size += len(b); size > maxCourse || len(out) > maxFiles {
			return errTooMany
		}
		return err
	})
	if err != nil || slug == "." {
		return out, err
	}
	shared, err := sharedSources(fsys, out)
	return append(shared, out...), err
}

// sharedSources are the shared files that the texts of a course name, and those that these name in turn, sorted.
func sharedSources(fsys fs.FS, texts []File) ([]File, error) {
	var out []File
	names := map[string]bool{}
	var add func(name string) error
	add = func(name string) error {
		if names[name] {
			return nil
		}
		names[name] = true
		file := path.Base(sharedDir) + "/" + name
		if info, err := fs.Stat(fsys, file); errors.Is(err, fs.ErrNotExist) || err == nil && !info.Mode().IsRegular() {
			return nil // the check says so
		}
		b, err := fs.ReadFile(fsys, file)
		out = append(out, File{Path: sharedDir + "/" + name, Data: b})
		if ext := path.Ext(name); err == nil && isSound(ext) { // its words have its name
			base := strings.TrimSuffix(name, ext)
			return errors.Join(add(base+".vtt"), add(base+".txt"))
		}
		return err
	}
	each := func(f File, links *regexp.Regexp) error {
		if path.Ext(f.Path) != ".md" {
			return nil
		}
		for _, m := range links.FindAllSubmatch(f.Data, -1) {
			if err := add(string(m[1])); err != nil {
				return err
			}
		}
		return nil
	}
	for _, f := range texts {
		if err := each(f, sharedName); err != nil {
			return nil, err
		}
	}
	for i := 0; i < len(out); i++ { // what is found is looked through as well
		if err := each(out[i], ownName); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(out, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return out, nil
}
