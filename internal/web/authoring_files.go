package web

import (
	"archive/zip"
	"fmt"
	"net/http"
	"path"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"hocso/internal/account"
	"hocso/internal/authoring"
	"hocso/internal/content"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/httpx"
	"hocso/internal/org"
	"hocso/internal/source"
	"hocso/internal/vntext"
)

// newCoursePage asks for what a course begins with.
type newCoursePage struct {
	managed
	Name, Slug, Summary string
	Audiences, Units    []choice
}

func (w *Web) newCourse(c *gin.Context) error { return w.showNewCourse(c, nil) }

func (w *Web) showNewCourse(c *gin.Context, refusal error) error {
	m, err := w.managed(c, w.t(c, "editor.new-course"), "courses")
	if err != nil {
		return err
	}
	status := http.StatusOK
	if refusal != nil {
		if status, err = w.comeBack(c, &m.Layout, refusal, "title"); err != nil {
			return err
		}
	}
	units, err := w.unitsOf(c, account.WriteCourses)
	if err != nil {
		return err
	}
	p := newCoursePage{managed: m, Name: c.PostForm("title"), Slug: c.PostForm("slug"), Summary: c.PostForm("summary")}
	p.Audiences = w.choices(c, "audience.", account.Audiences(), c.PostForm("audience"))
	var selected org.Unit
	if u, err := w.unitOf(c, c.PostForm("unit"), account.WriteCourses); err == nil {
		selected = u
	}
	p.Units = unitChoices(units, selected)
	return w.show(c, status, "editor-new", p)
}

func (w *Web) createCourse(c *gin.Context) error {
	unit, err := w.unitField(c, "unit", account.WriteCourses)
	if fault.Is(err, fault.Invalid) {
		return w.showNewCourse(c, err)
	}
	if err != nil {
		return err
	}
	title, slug := vntext.Normal(c.PostForm("title")), c.PostForm("slug")
	if slug == "" {
		slug = vntext.Slug(title)
	}
	audience := c.PostForm("audience")
	if !slices.Contains(account.Audiences(), audience) {
		audience = account.Audiences()[0]
	}
	files := beginning(w, httpx.Lang(c), title, vntext.Normal(c.PostForm("summary")), audience)
	err = w.Authoring.Create(c.Request.Context(), httpx.Caller(c), unit, slug, title, files)
	if fault.Is(err, fault.Invalid) {
		return w.showNewCourse(c, err)
	}
	if err != nil {
		return err
	}
	return done(c, studioURL(slug), "course-begun")
}

// beginning is a course that can be read at once: a module with a lesson to be written over.
func beginning(w *Web, lang, title, summary, audience string) []course.File {
	if summary == "" {
		summary = title
	}
	t := func(key string) string { return w.I18n.T(lang, key, nil) }
	text := func(name, body string) course.File { return course.File{Path: name, Data: []byte(body)} }
	return []course.File{
		text("course.md", fmt.Sprintf("---\ntitle: %q\nsummary: %q\nlanguage: vi\naudience: [%s]\nhours: 1\nstandard: TT02-2025\ncompletion: { lessons: all }\n---\n\n# %s\n\n%s\n",
			title, summary, audience, content.TitleText(title), t("editor.begin-course"))),
		text("01-phan-mot/module.md", titled(t("editor.begin-module"))),
		text("01-phan-mot/01-bai-mot.md", lessonText(t("editor.begin-lesson"), t("editor.begin-summary"), t("editor.begin-text"))),
	}
}

func lessonText(title, summary, body string) string {
	return fmt.Sprintf("---\ntitle: %q\nsummary: %q\nminutes: 5\ncompetences:\n  - { code: \"1.1\", level: 1 }\n---\n\n# %s\n\n%s\n", title, summary, content.TitleText(title), body)
}

// titled is a file with nothing but its title.
func titled(title string) string {
	return fmt.Sprintf("---\ntitle: %q\n---\n\n# %s\n", title, content.TitleText(title))
}

// Kinds of files that people add.
const (
	addLesson   = "bai"
	addModule   = "phan"
	addBank     = "ngan-hang"
	addGlossary = "tu-ngu"
)

// addFilePage adds a lesson, a module, a bank file, the glossary, or a picture.
type addFilePage struct {
	studio
	Kinds, Folders []choice
	Named          string
	Limit          int // KiB of a picture or download
	Photo          int // MiB of a photo before it is made smaller
}

func (w *Web) addForm(c *gin.Context) error { return w.showAdd(c, nil) }

func (w *Web) showAdd(c *gin.Context, refusal error) error {
	s, err := w.studio(c, w.t(c, "editor.add"), nil)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if refusal != nil {
		if status, err = w.comeBack(c, &s.Layout, refusal, "title"); err != nil {
			return err
		}
	}
	p := addFilePage{studio: s, Named: c.PostForm("title"), Limit: authoring.MaxPicture >> 10, Photo: maxUpload >> 20}
	p.Kinds = w.choices(c, "editor.add-", []string{addLesson, addModule, addBank, addGlossary}, c.PostForm("loai"))
	for _, n := range s.Tree {
		if len(n.Below) > 0 && n.Path != "bank" {
			p.Folders = append(p.Folders, choice{n.Path, n.Title, n.Path == c.PostForm("phan")})
		}
	}
	return w.show(c, status, "editor-add", p)
}

func (w *Web) addFile(c *gin.Context) error {
	s, err := w.studio(c, "", nil)
	if err != nil {
		return err
	}
	title := vntext.Normal(c.PostForm("title"))
	if title == "" && c.PostForm("loai") != addGlossary {
		return w.showAdd(c, invalidField("title", "authoring.title-missing"))
	}
	if title != "" && vntext.Slug(title) == "" { // no letter to name a file by
		return w.showAdd(c, invalidField("title", "authoring.title-form"))
	}
	f, err := w.newFile(c, s, title)
	if err != nil {
		return err
	}
	err = w.Authoring.Save(c.Request.Context(), httpx.Caller(c), s.Slug, f, 0)
	if fault.Is(err, fault.Invalid) {
		return w.showAdd(c, invalidField("title", "authoring.title-form"))
	}
	if err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, fileURL(s.Slug, f.Path)+"&xong=file-added")
	return nil
}

func invalidField(name, key string) error {
	e := fault.New(fault.Invalid, "error.invalid")
	e.Fields = []fault.Field{{Name: name, Key: key}}
	return e
}

// newFile makes the file that a form asks for, behind those that are there. Error kind: NotFound for no such folder.
func (w *Web) newFile(c *gin.Context, s studio, title string) (course.File, error) {
	slug := vntext.Slug(title)
	if slug != "" && slug[0] <= '9' { // names begin with a letter
		slug = c.PostForm("loai") + "-" + slug
	}
	switch c.PostForm("loai") {
	case addModule:
		n := 1
		for _, t := range s.Tree {
			if len(t.Below) > 0 && t.Path != "bank" {
				n = max(n, numberOf(t.Path)+1)
			}
		}
		return course.File{Path: fmt.Sprintf("%02d-%s/module.md", n, slug), Data: []byte(titled(title))}, nil
	case addBank:
		return course.File{Path: fmt.Sprintf("bank/%02d-%s.md", s.next("bank"), slug), Data: []byte(titled(title))}, nil
	case addGlossary:
		return course.File{Path: "glossary.md", Data: []byte(titled(w.t(c, "glossary.title")))}, nil
	}
	folder := c.PostForm("phan")
	if !slices.ContainsFunc(s.Tree, func(n treeNode) bool { return n.Path == folder && len(n.Below) > 0 && folder != "bank" }) {
		return course.File{}, fault.Missing()
	}
	body := lessonText(title, title, w.t(c, "editor.begin-text"))
	return course.File{Path: fmt.Sprintf("%s/%02d-%s.md", folder, s.next(folder), slug), Data: []byte(body)}, nil
}

// next is the number behind the last one of a folder.
func (s studio) next(folder string) int {
	n := 1
	for _, f := range s.files {
		if path.Dir(f.Path) == folder {
			n = max(n, numberOf(path.Base(f.Path))+1)
		}
	}
	return n
}

// numberOf reads the two digits at the start of a name, 0 without.
func numberOf(name string) int {
	if len(name) < 3 || name[2] != '-' || strings.Trim(name[:2], "0123456789") != "" {
		return 0
	}
	return int(name[0]-'0')*10 + int(name[1]-'0')
}

// changePage renames, moves or deletes a file or a folder.
type changePage struct {
	studio
	From, To string
	Count    int // files that move or go with it
}

func (w *Web) changeForm(c *gin.Context) error { return w.showChange(c, c.Query("ten"), nil) }

func (w *Web) showChange(c *gin.Context, from string, refusal error) error {
	s, err := w.studio(c, w.t(c, "editor.change"), nil)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if refusal != nil {
		if status, err = w.comeBack(c, &s.Layout, refusal, "path"); err != nil {
			return err
		}
	}
	p := changePage{studio: s, From: from, To: from, Count: len(s.under(from))}
	if p.Count == 0 || from == "course.md" {
		return fault.Missing()
	}
	if to := c.PostForm("path"); to != "" {
		p.To = to
	}
	return w.show(c, status, "editor-change", p)
}

// under lists the files of a path: the file itself, or those of a folder.
func (s studio) under(name string) []string {
	var out []string
	for _, f := range s.files {
		if f.Path == name || strings.HasPrefix(f.Path, name+"/") {
			out = append(out, f.Path)
		}
	}
	return out
}

func (w *Web) renameFile(c *gin.Context) error {
	s, err := w.studio(c, "", nil)
	if err != nil {
		return err
	}
	from, to := c.PostForm("ten"), c.PostForm("path")
	var moves []authoring.Move
	for _, f := range s.under(from) {
		moves = append(moves, authoring.Move{From: f, To: to + strings.TrimPrefix(f, from)})
	}
	if len(moves) == 0 {
		return fault.Missing()
	}
	if from == to {
		return done(c, studioURL(s.Slug), "file-moved")
	}
	err = w.Authoring.Rename(c.Request.Context(), httpx.Caller(c), s.Slug, moves)
	switch {
	case fault.Is(err, fault.Invalid):
		return w.showChange(c, from, err)
	case fault.Is(err, fault.Conflict) && s.Writing():
		return w.showChange(c, from, invalidField("path", "editor.path-taken"))
	case err != nil:
		return err
	}
	return done(c, studioURL(s.Slug), "file-moved")
}

func (w *Web) deleteFile(c *gin.Context) error {
	s, err := w.studio(c, "", nil)
	if err != nil {
		return err
	}
	gone := s.under(c.PostForm("ten"))
	if len(gone) == 0 {
		return fault.Missing()
	}
	if err := w.Authoring.Delete(c.Request.Context(), httpx.Caller(c), s.Slug, gone); err != nil {
		return err
	}
	return done(c, studioURL(s.Slug), "file-deleted")
}

// downloadCourse gives the draft, or the version that is named, as the folder that it is in git.
func (w *Web) downloadCourse(c *gin.Context) error {
	slug, number := c.Param("course"), c.Query("ban")
	var files []course.File
	name := slug
	if number == "nhap" {
		d, err := w.Authoring.Draft(c.Request.Context(), httpx.Caller(c), slug)
		if err != nil {
			return err
		}
		if files, err = w.Authoring.Store.DraftSources(c.Request.Context(), d.ID); err != nil {
			return err
		}
		name += "-nhap"
	} else {
		v, err := w.versionOf(c, number)
		if err != nil {
			return err
		}
		if files, err = w.Catalog.Files(c.Request.Context(), v.ID); err != nil {
			return err
		}
		name += "-" + numberText(v.Number)
	}
	h := c.Writer.Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Disposition", `attachment; filename="`+fileName(name)+`.zip"`)
	h.Set("Cache-Control", "no-store")
	c.Status(http.StatusOK)
	if c.Request.Method == http.MethodHead {
		return nil
	}
	return source.Pack(c.Writer, slug, files, zip.Deflate)
}
