package web

import (
	"cmp"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"hocso/internal/account"
	"hocso/internal/authoring"
	"hocso/internal/content"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/httpx"
	"hocso/internal/source"
	"hocso/internal/vntext"
)

// studioPattern is where the pages of a draft are.
const studioPattern = "/quan-ly/khoa-hoc/:course/soan"

func (w *Web) authoringRoutes() []Route {
	const base, write = studioPattern, account.WriteCourses
	return []Route{
		{"GET", "/quan-ly/khoa-hoc/moi", write, w.newCourse},
		{"POST", "/quan-ly/khoa-hoc/moi", write, w.createCourse},
		{"GET", base, write, w.studioHome},
		{"POST", base, write, w.beginDraft},
		{"GET", base + "/tep", write, w.editFile},
		{"POST", base + "/tep", write, w.saveFile},
		{"POST", base + "/xem", write, w.sketchFile},
		{"GET", base + "/trang", write, w.draftPage},
		{"GET", base + "/tep/:hash/:name", write, w.draftMedium},
		{"GET", base + "/them", write, w.addForm},
		{"POST", base + "/them", write, w.addFile},
		{"POST", base + "/hinh", write, w.uploadFile},
		{"GET", base + "/doi", write, w.changeForm},
		{"POST", base + "/doi", write, w.renameFile},
		{"POST", base + "/xoa", write, w.deleteFile},
		{"GET", base + "/cau-hoi", write, w.questionForm},
		{"POST", base + "/cau-hoi", write, w.writeQuestion},
		{"GET", base + "/dich", write, w.translateForm},
		{"POST", base + "/dich", write, w.beginTranslation},
		{"POST", base + "/gui", write, w.submitDraft},
		{"POST", base + "/rut", write, w.withdrawDraft},
		{"POST", base + "/lay", write, w.takeOver},
		{"GET", base + "/duyet", write, w.reviewDraft},
		{"POST", base + "/duyet", write, w.decideDraft},
		{"GET", base + "/bo", write, w.discardQuestion},
		{"POST", base + "/bo", write, w.discardDraft},
		{"GET", base + "/ban", write, w.history},
		{"GET", base + "/so-sanh", write, w.compare},
		{"GET", base + "/tai-ve", write, w.downloadCourse},
	}
}

// studio is a course's draft as every page of the editor shows it: the tree with what is wrong in each file.
type studio struct {
	managed
	Slug  string
	Name  string // of the course
	Draft authoring.Draft
	Tree  []treeNode
	Here  string // path of the file that is open
	Own   bool   // the caller submitted it
	Bad   int    // findings that forbid publishing
	Late  *late  // nil: nothing that is published would be taken back

	files  []course.File
	bundle *content.Bundle
	report content.Report
}

// treeNode is a file or, with Below, a folder of the draft.
type treeNode struct {
	Path, Title string
	Faults      bool
	Text        bool // can be edited as text
	Below       []treeNode
}

// Base is the address of the course's editor.
func (s studio) Base() string { return studioURL(s.Slug) }

// Writing reports whether files may be changed.
func (s studio) Writing() bool { return s.Draft.State == authoring.Writing }

func studioURL(slug string) string { return "/quan-ly/khoa-hoc/" + slug + "/soan" }

func fileURL(slug, file string) string {
	return studioURL(slug) + "/tep?ten=" + url.QueryEscape(file)
}

// draftURLs are the addresses in a draft's pages: its media are the draft's own until it is published.
func draftURLs(slug string) content.URLs {
	u := ContentURLs()
	u.Media = func(hash, name string) string { return studioURL(slug) + "/tep/" + hash + "/" + name }
	return u
}

// studio reads the draft of the course that the address names, with typed instead of a stored file where it is given.
// Error kind: NotFound.
func (w *Web) studio(c *gin.Context, title string, typed *course.File) (studio, error) {
	ctx, slug, caller := c.Request.Context(), c.Param("course"), httpx.Caller(c)
	d, err := w.Authoring.Draft(ctx, caller, slug)
	if err != nil {
		return studio{}, err
	}
	m, err := w.managed(c, title, "courses")
	if err != nil {
		return studio{}, err
	}
	m.Styles = []string{"soan.css"}
	s := studio{managed: m, Slug: slug, Draft: d, Own: d.SubmittedBy == caller.Account}
	if s.files, err = w.Authoring.Store.DraftSources(ctx, d.ID); err != nil {
		return s, err
	}
	if typed != nil {
		i := slices.IndexFunc(s.files, func(f course.File) bool { return f.Path == typed.Path })
		if i < 0 {
			s.files = append(s.files, *typed)
		} else {
			s.files[i] = *typed
		}
	}
	if s.bundle, s.report, err = w.sketch(c, slug, s.files, draftURLs(slug)); err != nil {
		return s, err
	}
	s.Name = s.bundle.Course.Title
	if s.Name == "" {
		s.Name = slug
	}
	if s.Title == "" {
		s.Title = s.Name
	}
	s.Bad, _ = s.report.Count()
	if s.Late, err = w.lateOf(c, s); err != nil {
		return s, err
	}
	s.Tree = w.treeOf(c, s)
	return s, nil
}

// sketch reads files as far as they can be read, with every finding, also against what was published.
func (w *Web) sketch(c *gin.Context, slug string, files []course.File, urls content.URLs) (*content.Bundle, content.Report, error) {
	b, report, err := w.read(c, slug, files, urls)
	if err != nil || report.HasErrors() {
		return b, report, err
	}
	editions, err := w.Catalog.Editions(c.Request.Context(), slug)
	if err != nil {
		return b, report, err
	}
	b.Sources = files // where findings find their lines
	return b, report.With(content.Against(b, editions)), nil
}

// read is sketch without what was published. Only so many read at once: it is work for the processor, and people type on.
func (w *Web) read(c *gin.Context, slug string, files []course.File, urls content.URLs) (*content.Bundle, content.Report, error) {
	select {
	case w.reading <- struct{}{}:
		defer func() { <-w.reading }()
	case <-c.Request.Context().Done():
		return nil, content.Report{}, fault.New(fault.Unavailable, "error.busy").Because(c.Request.Context().Err())
	}
	folder, err := source.Folder(slug, files)
	if err != nil {
		return nil, content.Report{}, err
	}
	b, report := content.LoadSketch(folder, slug, w.Standards, urls)
	return b, report, nil
}

// findings are those of one file, or of all with "".
func (s studio) findings(file string) findingsView {
	prefix := s.Slug + "/"
	r := content.Report{}
	for _, f := range s.report.Findings {
		if file == "" || strings.TrimPrefix(f.File, prefix) == file {
			r.Findings = append(r.Findings, f)
		}
	}
	return findingsOf(s.Lang, r, func(f string) string { return strings.TrimPrefix(f, prefix) }, func(f string, line int) string {
		switch {
		case !authoring.Path(f):
			return ""
		case line == 0:
			return fileURL(s.Slug, f)
		}
		return fileURL(s.Slug, f) + "&dong=" + strconv.Itoa(line) + "#dong"
	})
}

// treeOf lays the files out as the course has them.
func (w *Web) treeOf(c *gin.Context, s studio) []treeNode {
	bad := map[string]bool{}
	for _, f := range s.report.Findings {
		if f.Severity == content.Error {
			bad[strings.TrimPrefix(f.File, s.Slug+"/")] = true
		}
	}
	var top []treeNode
	folders := map[string]int{}
	for _, f := range s.files {
		n := treeNode{Path: f.Path, Title: withLanguage(f.Path, titleOf(f)), Faults: bad[f.Path], Text: strings.HasSuffix(f.Path, ".md") && authoring.Path(f.Path)}
		dir := path.Dir(f.Path)
		if dir == "." {
			top = append(top, n)
			continue
		}
		i, ok := folders[dir]
		if !ok {
			i = len(top)
			folders[dir] = i
			name := dir
			if dir == "bank" {
				name = w.t(c, "preview.bank")
			}
			top = append(top, treeNode{Path: dir, Title: name})
		}
		if path.Base(f.Path) == "module.md" {
			top[i].Title = n.Title
		}
		top[i].Below = append(top[i].Below, n)
	}
	for _, n := range top {
		slices.SortStableFunc(n.Below, inFolder)
	}
	slices.SortStableFunc(top, func(a, b treeNode) int { return cmp.Compare(placeOf(a.Path), placeOf(b.Path)) })
	return top
}

// inFolder puts a module's page first, and translations behind what they translate.
func inFolder(a, b treeNode) int {
	first := func(n treeNode) int {
		if path.Base(n.Path) == "module.md" {
			return 0
		}
		return 1
	}
	aFrom, aLang := originalOf(a.Path)
	bFrom, bLang := originalOf(b.Path)
	return cmp.Or(first(a)-first(b), strings.Compare(aFrom, bFrom), strings.Compare(aLang, bLang))
}

// placeOf puts the course's page first, then the modules, the glossary, the exam questions, and whatever else there is.
func placeOf(name string) int {
	switch {
	case name == "course.md":
		return 0
	case numberOf(name) > 0:
		return 1
	case name == "glossary.md":
		return 2
	case name == "bank":
		return 3
	}
	return 4
}

// titleOf is the title in a text's front matter, else the file's name.
func titleOf(f course.File) string {
	if strings.HasSuffix(f.Path, ".md") {
		for n, line := range strings.SplitN(string(f.Data), "\n", 40) {
			if t, ok := strings.CutPrefix(line, "title:"); ok {
				return clip(strings.Trim(vntext.Normal(t), `"'`), 200)
			}
			if n > 0 && line == "---" {
				break
			}
		}
	}
	return path.Base(f.Path)
}

// homeStudio is the first page of a draft.
type homeStudio struct {
	studio
	Findings findingsView
	Notes    []authoring.Note
	Verify   []string
	Text     string
}

// beginPage offers to open a draft.
type beginPage struct {
	managed
	Version course.Version
	Slug    string
}

func (w *Web) studioHome(c *gin.Context) error { return w.showStudio(c, nil) }

func (w *Web) showStudio(c *gin.Context, refusal error) error {
	s, err := w.studio(c, "", nil)
	if fault.Is(err, fault.NotFound) {
		return w.offerDraft(c)
	}
	if err != nil {
		return err
	}
	status := http.StatusOK
	if refusal != nil {
		if status, err = w.comeBack(c, &s.Layout, refusal, "text"); err != nil {
			return err
		}
	}
	p := homeStudio{studio: s, Findings: s.findings(""), Verify: verifyOf(s.bundle.Course), Text: c.PostForm("text")}
	if p.Notes, err = w.Authoring.Store.DraftNotes(c.Request.Context(), s.Draft.ID); err != nil {
		return err
	}
	return w.show(c, status, "editor-home", p)
}

// offerDraft is the editor of a course that has no draft. Error kind: NotFound.
func (w *Web) offerDraft(c *gin.Context) error {
	v, err := w.writable(c)
	if err != nil {
		return err
	}
	m, err := w.managed(c, v.Title, "courses")
	if err != nil {
		return err
	}
	return w.show(c, http.StatusOK, "editor-begin", beginPage{m, v, v.Slug})
}

// writable is the published version of a course that the caller may write. Error kind: NotFound.
func (w *Web) writable(c *gin.Context) (course.Version, error) {
	slug := c.Param("course")
	if _, _, err := w.Authoring.Course(c.Request.Context(), httpx.Caller(c), slug); err != nil {
		return course.Version{}, err
	}
	return w.Catalog.CurrentVersion(c.Request.Context(), slug)
}

// beginDraft opens a draft of the current version, or of the older one that the form names.
func (w *Web) beginDraft(c *gin.Context) error {
	v, err := w.versionOf(c, c.PostForm("ban"))
	if err != nil {
		return err
	}
	if err := w.Authoring.Begin(c.Request.Context(), httpx.Caller(c), v.Slug, v); err != nil {
		return err
	}
	return done(c, studioURL(v.Slug), "draft-begun")
}

// versionOf is a version of the address's course by its number, the current one for "". Error kind: NotFound.
func (w *Web) versionOf(c *gin.Context, number string) (course.Version, error) {
	current, err := w.writable(c)
	if err != nil || number == "" {
		return current, err
	}
	all, err := w.Catalog.History(c.Request.Context(), current.CourseID)
	if err != nil {
		return current, err
	}
	for _, v := range all {
		if number == numberText(v.Number) {
			v.Slug, v.CourseID = current.Slug, current.CourseID
			return v, nil
		}
	}
	return current, fault.Missing()
}
