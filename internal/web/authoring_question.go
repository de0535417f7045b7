package web

import (
	"html"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"hocso/internal/content"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/httpx"
	"hocso/internal/standard"
	"hocso/internal/vntext"
)

// questionID finds the ids of headings.
var questionID = regexp.MustCompile(`(?m)^#+ .*\{#([a-z0-9-]+)[ }]`)

// formTypes are the types of question that a form can ask for; the others are written as text.
func formTypes() []course.Type {
	return []course.Type{course.Single, course.Multiple, course.TrueFalse, course.Short, course.Numeric}
}

// formRows is how many answers a form has room for: more than six are too many to weigh.
const formRows = 6

// authorQuestionPage asks for a question in fields and writes it as Markdown.
type authorQuestionPage struct {
	studio
	Type                              string
	Types, Competences, Levels        []choice
	Named, Stem, Explanation, Measure string
	Rows                              []answerRow
	Markdown                          string
	Typed                             bool // answers are entries: typed words or numbers
	Judged                            bool // answers are statements
}

type answerRow struct {
	N              int
	Text, Feedback string
	Right          bool
}

func (w *Web) questionForm(c *gin.Context) error {
	return w.showQuestionForm(c, c.Query("ten"), c.Query("loai"), "", nil)
}

// showQuestionForm shows the form as it was sent, or blank. Error kind: NotFound for files without questions.
func (w *Web) showQuestionForm(c *gin.Context, name, kind, markdown string, refusal error) error {
	s, err := w.studio(c, w.t(c, "editor.question"), nil)
	if err != nil {
		return err
	}
	if !s.holdsQuestions(name) {
		return fault.Missing()
	}
	status := http.StatusOK
	if refusal != nil {
		if status, err = w.comeBack(c, &s.Layout, refusal, "title"); err != nil {
			return err
		}
	}
	if !slices.Contains(formTypes(), course.Type(kind)) {
		kind = string(course.Single)
	}
	s.Here = name
	p := authorQuestionPage{
		studio: s, Type: kind, Markdown: markdown, Named: c.PostForm("title"), Stem: c.PostForm("stem"), Explanation: c.PostForm("explanation"),
		Measure: c.PostForm("unit"), Typed: kind == string(course.Short) || kind == string(course.Numeric), Judged: kind == string(course.TrueFalse),
	}
	for _, t := range formTypes() {
		p.Types = append(p.Types, choice{string(t), w.t(c, "question-type."+string(t)), string(t) == kind})
	}
	if fw, ok := w.Standards.Framework(s.bundle.Course.Standard); ok {
		for _, a := range fw.Areas {
			for _, k := range a.Competences {
				p.Competences = append(p.Competences, choice{k.Code, w.competence(s.Lang, standard.Ref{Framework: fw.ID, Code: k.Code}), k.Code == c.PostForm("competence")})
			}
		}
	}
	for n := 1; n <= 8; n++ {
		p.Levels = append(p.Levels, choice{strconv.Itoa(n), strconv.Itoa(n), strconv.Itoa(n) == c.PostForm("level")})
	}
	for n := range formRows {
		i := strconv.Itoa(n)
		p.Rows = append(p.Rows, answerRow{n, c.PostForm("a" + i), c.PostForm("f" + i), c.PostForm("r"+i) != ""})
	}
	return w.show(c, status, "editor-question", p)
}

// holdsQuestions reports whether a file of the draft is a lesson or of the bank.
func (s studio) holdsQuestions(name string) bool {
	_, _, lesson := lessonOf(name)
	return len(s.under(name)) == 1 && (lesson || path.Dir(name) == "bank" && strings.HasSuffix(name, ".md"))
}

// writeQuestion shows the Markdown of what the form says, or puts it at the end of the file. That others write in the
// file meanwhile does not matter: nothing that is there is touched.
func (w *Web) writeQuestion(c *gin.Context) error {
	s, err := w.studio(c, "", nil)
	if err != nil {
		return err
	}
	name, kind := c.PostForm("ten"), c.PostForm("loai")
	if !s.holdsQuestions(name) {
		return fault.Missing()
	}
	q, err := w.typedQuestion(c, s, kind)
	if err != nil {
		return w.showQuestionForm(c, name, kind, "", err)
	}
	md, _ := content.WriteQuestion(q, content.WriteOptions{Standard: s.bundle.Course.Standard})
	if c.PostForm("viec") == "xem" {
		return w.showQuestionForm(c, name, kind, md, nil)
	}
	ctx := c.Request.Context()
	for try := 0; ; try++ {
		f, err := w.Authoring.Store.DraftFile(ctx, s.Draft.ID, name)
		if err != nil {
			return err
		}
		text := strings.TrimRight(string(f.Data), "\n") + "\n\n" + md
		err = w.Authoring.Save(ctx, httpx.Caller(c), s.Slug, course.File{Path: name, Data: []byte(text)}, f.Revision)
		if fault.Is(err, fault.Conflict) && try < 3 && s.Writing() {
			continue
		}
		if fault.Is(err, fault.Invalid) {
			return w.showQuestionForm(c, name, kind, md, invalidField("title", "editor.file-large"))
		}
		if err != nil {
			return err
		}
		c.Redirect(http.StatusSeeOther, fileURL(s.Slug, name)+"&xong=question-added")
		return nil
	}
}

// typedQuestion reads the form as a question. Error kind: Invalid (fields title, stem).
func (w *Web) typedQuestion(c *gin.Context, s studio, kind string) (course.Question, error) {
	e := fault.New(fault.Invalid, "error.invalid")
	title := vntext.Normal(c.PostForm("title"))
	for _, field := range []string{"title", "stem"} {
		if vntext.Normal(c.PostForm(field)) == "" {
			e.Fields = append(e.Fields, fault.Field{Name: field, Key: "editor.question-" + field})
		}
	}
	if len(e.Fields) > 0 {
		return course.Question{}, e
	}
	if !slices.Contains(formTypes(), course.Type(kind)) {
		kind = string(course.Single)
	}
	q := course.Question{
		ID: s.freeID(vntext.Slug(title)), Type: course.Type(kind), Title: title, Points: course.One(), Shuffle: true, Language: s.bundle.Course.Language,
		Stem: paragraphs(c.PostForm("stem")), Explanation: paragraphs(c.PostForm("explanation")), Unit: vntext.Normal(c.PostForm("unit")),
		Competence: standard.Ref{Framework: s.bundle.Course.Standard, Code: c.PostForm("competence")},
	}
	q.Level, _ = strconv.Atoi(c.PostForm("level"))
	q.Level = min(max(q.Level, 1), 8)
	for n := range formRows {
		i := strconv.Itoa(n)
		text := vntext.Normal(c.PostForm("a" + i))
		if text == "" {
			continue
		}
		q.Choices = append(q.Choices, course.Choice{
			HTML: html.EscapeString(text), Text: text, Right: c.PostForm("r"+i) != "", Feedback: paragraphs(c.PostForm("f" + i)),
		})
	}
	return q, nil
}

// freeID makes an id that no question of the draft has.
func (s studio) freeID(slug string) string {
	slug = strings.Trim(clip(slug, 48), "-")
	if slug == "" || slug[0] < 'a' || slug[0] > 'z' {
		slug = strings.TrimSuffix("cau-"+slug, "-")
	}
	taken := map[string]bool{}
	for _, f := range s.files {
		for _, m := range questionID.FindAllStringSubmatch(string(f.Data), -1) {
			taken[m[1]] = true
		}
	}
	id := slug
	for n := 2; taken[id]; n++ {
		id = slug + "-" + strconv.Itoa(n)
	}
	return id
}

// paragraphs makes HTML of typed text: an empty line parts paragraphs.
func paragraphs(text string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if p := vntext.Normal(part); p != "" {
			b.WriteString("<p>" + html.EscapeString(p) + "</p>")
		}
	}
	return b.String()
}
