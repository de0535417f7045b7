package web

import (
	"bytes"
	"html/template"
	"net/http"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"hocso/internal/authoring"
	"hocso/internal/content"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/httpx"
)

// filePage edits one file: the text, what is wrong with it, and what it becomes.
type filePage struct {
	studio
	Text     string
	Revision int
	Saved    string // when, and by whom
	Clash    *clash
	At       lineAt
	Gone     bool // it was deleted or renamed since it was read
	Shown    sketchView
	Size     int64
	IsText   bool
	Lesson   bool   // it has a page of its own
	Asks     bool   // it may hold questions
	Original string // path of what it translates; "": it is an original
}

// lineAt is the line that a finding led to; Number 0: none did.
type lineAt struct {
	Number int // from 1
	Text   string
}

// lineIn is the line of a text with a number (from 1), nothing when it has none.
func lineIn(text, number string) lineAt {
	n, err := strconv.Atoi(number)
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if err != nil || n < 1 || n > len(lines) {
		return lineAt{}
	}
	return lineAt{n, lines[n-1]}
}

// clash is what somebody else has stored since the text was read.
type clash struct {
	By, Time string
	Groups   [][]course.Line
}

// sketchView is the preview of a file, also sent alone to the editor's script.
type sketchView struct {
	Findings findingsView
	Blocks   []sketchBlock
	Weight   int64
	Minutes  int
	Budget   int64
}

// sketchBlock is a stretch of text, a question with its key, or the place of a question that cannot be read yet.
type sketchBlock struct {
	HTML   string
	Lead   string // HTML of a question's stem
	Spots  *spotsView
	Key    *keyView
	Broken string
}

func (w *Web) editFile(c *gin.Context) error {
	return w.showFile(c, http.StatusOK, c.Query("ten"), nil, nil)
}

// showFile shows a file as it is stored or, with typed, as somebody has typed it. Error kind: NotFound.
func (w *Web) showFile(c *gin.Context, status int, name string, typed *course.File, refusal error) error {
	s, err := w.studio(c, "", typed)
	if err != nil {
		return err
	}
	f, err := w.Authoring.Store.DraftFile(c.Request.Context(), s.Draft.ID, name)
	if err != nil && (typed == nil || !fault.Is(err, fault.NotFound)) {
		return err
	}
	s.Here, s.Title = name, titleOf(course.File{Path: name, Data: f.Data})
	if s.Late != nil {
		s.Late.Here = s.Late.Touches(name)
	}
	p := filePage{studio: s, Text: string(f.Data), Revision: f.Revision, Size: f.Size, IsText: strings.HasSuffix(name, ".md") && authoring.Path(name)}
	if f.Revision > 0 && f.By != "" {
		p.Saved = w.t(c, "editor.saved-by", fault.Args{"name": f.By, "time": moment(s.Lang, f.Changed)})
	}
	p.Gone = f.Revision == 0
	switch {
	case fault.Is(refusal, fault.Conflict) && s.Writing() && p.Gone:
		status = http.StatusConflict
	case fault.Is(refusal, fault.Conflict) && s.Writing():
		status = http.StatusConflict
		p.Clash = &clash{By: f.By, Time: moment(s.Lang, f.Changed), Groups: course.Around(course.DiffLines(string(f.Data), string(typed.Data)), 2)}
	case refusal != nil:
		if status, err = w.comeBack(c, &p.Layout, refusal, "text"); err != nil {
			return err
		}
	}
	if typed != nil {
		p.Text = string(typed.Data)
	}
	if typed != nil && p.Clash == nil && !p.Gone { // what was read stays what the next save names
		p.Revision, _ = strconv.Atoi(c.PostForm("ban"))
	}
	if p.IsText {
		p.Shown, p.At = w.sketchOf(s, name), lineIn(p.Text, c.Query("dong"))
		p.Scripts = []string{"soan.js"}
		original, lang := originalOf(name)
		_, _, p.Lesson = lessonOf(original)
		if p.Asks = s.holdsQuestions(name); lang != "" {
			p.Original = original
		}
	}
	return w.show(c, status, "editor-file", p)
}

// typedFile is the file that a form brings: LF, one line end at the end.
func typedFile(c *gin.Context) *course.File {
	text := strings.ReplaceAll(c.PostForm("text"), "\r\n", "\n")
	text = strings.TrimRight(text, "\n") + "\n"
	return &course.File{Path: c.PostForm("ten"), Data: []byte(text)}
}

// saveFile stores what was typed, or only shows what it becomes. When somebody stored the file meanwhile, both are shown
// and nothing is lost.
func (w *Web) saveFile(c *gin.Context) error {
	f := typedFile(c)
	slug, caller := c.Param("course"), httpx.Caller(c)
	if c.PostForm("viec") == "xem" {
		return w.showFile(c, http.StatusOK, f.Path, f, nil)
	}
	revision, err := strconv.Atoi(c.PostForm("ban"))
	if err != nil || revision < 0 { // 0: a file that was deleted meanwhile
		if _, err := w.Authoring.Draft(c.Request.Context(), caller, slug); err != nil {
			return err
		}
		return fault.New(fault.Invalid, "error.invalid")
	}
	err = w.Authoring.Save(c.Request.Context(), caller, slug, *f, revision)
	if fault.Is(err, fault.Conflict) || fault.Is(err, fault.Invalid) {
		return w.showFile(c, http.StatusUnprocessableEntity, f.Path, f, err)
	}
	if err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, fileURL(slug, f.Path)+"&xong=file-saved")
	return nil
}

// sketchFile answers the editor's script with the preview of what was typed.
func (w *Web) sketchFile(c *gin.Context) error {
	f := typedFile(c)
	s, err := w.studio(c, "", f)
	if err != nil {
		return err
	}
	b, err := w.r.partial(s.Lang, "editor-sketch", w.sketchOf(s, f.Path))
	if err != nil {
		return err
	}
	send(c, http.StatusOK, b)
	return nil
}

// sketchOf shows what a file of a studio becomes.
func (w *Web) sketchOf(s studio, name string) sketchView {
	v := sketchView{Findings: s.findings(name), Budget: course.LessonBudget}
	name, lang := originalOf(name)
	co := s.bundle.Course.In(lang)
	html := func(h string) {
		if h != "" {
			v.Blocks = append(v.Blocks, sketchBlock{HTML: h})
		}
	}
	module, lesson, isLesson := lessonOf(name)
	switch {
	case isLesson:
		if pl, ok := co.Find(module, lesson); ok {
			v.Blocks, v.Weight, v.Minutes = w.blocksOf(s.Lang, pl.Lesson), int64(pl.Lesson.Bytes), pl.Lesson.Minutes
		}
	case name == "course.md":
		html(co.Body)
	case name == "glossary.md":
		for _, t := range co.Glossary {
			html("<h3>" + template.HTMLEscapeString(t.Name) + "</h3>" + t.HTML)
		}
	case path.Dir(name) == "bank":
		for i := range co.Bank {
			q := co.Bank[i]
			if q.File != path.Base(name) {
				continue
			}
			if in, ok := q.In[lang]; ok {
				q = in
			}
			v.Blocks = append(v.Blocks, w.asked(s.Lang, &q))
		}
	default:
		for _, m := range co.Modules {
			if module == m.Slug {
				html(m.Body)
			}
		}
	}
	return v
}

func (w *Web) blocksOf(lang string, l *course.Lesson) []sketchBlock {
	var out []sketchBlock
	for _, b := range l.Blocks {
		if b.Question == "" {
			out = append(out, sketchBlock{HTML: b.HTML})
			continue
		}
		one := sketchBlock{Broken: b.Question}
		for i := range l.Questions {
			if l.Questions[i].ID == b.Question {
				one = w.asked(lang, &l.Questions[i])
			}
		}
		out = append(out, one)
	}
	return out
}

// asked is a question with its key; of one about a picture the areas are drawn, as nobody else sees them.
func (w *Web) asked(lang string, q *course.Question) sketchBlock {
	b := sketchBlock{Lead: leadOf(q), Key: w.keyOf(lang, q)}
	if q.Type == course.Hotspot {
		b.Lead = stemOf(q)
		b.Spots = spotsOf(q, func(int) string { return "" }, func(i int) string {
			if q.Choices[i].Right {
				return "ok"
			}
			return "bad"
		})
	}
	return b
}

var numberedPath = regexp.MustCompile(`^[0-9]{2}-([a-z0-9-]+)/(?:[0-9]{2}-([a-z0-9-]+)|module)\.md$`)

// lessonOf gives the slugs of a lesson's path; of module.md the module's only.
func lessonOf(name string) (module, lesson string, ok bool) {
	m := numberedPath.FindStringSubmatch(name)
	if m == nil {
		return "", "", false
	}
	return m[1], m[2], m[2] != ""
}

// originalOf is the file that a translation is of, with its language; any other file with "".
func originalOf(name string) (original, lang string) {
	if original, lang, ok := content.Translated(name); ok {
		return original, lang
	}
	return name, ""
}

// draftPage is a lesson of the draft as learners will get it.
func (w *Web) draftPage(c *gin.Context) error {
	s, err := w.studio(c, "", nil)
	if err != nil {
		return err
	}
	name, lang := originalOf(c.Query("ten"))
	s.Text = lang
	module, lesson, ok := lessonOf(name)
	if !ok {
		return fault.Missing()
	}
	pub := publishedOf(s.bundle)
	pl, ok := pub.Course.Find(module, lesson)
	if !ok {
		return fault.Missing()
	}
	v := w.lessonFrame(s.Layout, pub, pl)
	v.Title = w.t(c, "editor.as-learner") + ": " + v.Title // the editor has the lesson's
	v.Scripts, v.End.State = nil, endPublic
	return w.show(c, http.StatusOK, "lesson", v)
}

// draftMedium serves a picture or download of a draft.
func (w *Web) draftMedium(c *gin.Context) error {
	d, err := w.Authoring.Draft(c.Request.Context(), httpx.Caller(c), c.Param("course"))
	if err != nil {
		return err
	}
	hash, ok := course.ParseHash(c.Param("hash"))
	if !ok {
		return fault.Missing()
	}
	f, err := w.Authoring.Store.DraftBlob(c.Request.Context(), d.ID, hash)
	if err != nil {
		return err
	}
	sendMedium(c, f)
	return nil
}

// sendMedium answers with a file that is not published: for the caller only, and as nothing that acts.
func sendMedium(c *gin.Context, f course.File) {
	mime := mediaType(f.Path)
	h := c.Writer.Header()
	h.Set("Cache-Control", "private, max-age=86400, immutable")
	h.Set("Content-Type", mime)
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'")
	if !strings.HasPrefix(mime, "image/") && !strings.HasPrefix(mime, "audio/") && !strings.HasPrefix(mime, "video/") {
		h.Set("Content-Disposition", `attachment; filename="`+fileName(f.Path)+`"`)
	}
	http.ServeContent(c.Writer, c.Request, "", time.Time{}, bytes.NewReader(f.Data))
}
