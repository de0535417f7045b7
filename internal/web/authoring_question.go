package web

import (
	"net/http"
	"net/url"
	"path"
	"regexp"
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

// authorQuestionPage asks for a question in fields and writes it as Markdown.
type authorQuestionPage struct {
	studio
	triedQuestion
	Form                                *sentForm
	Types, Stories, Competences, Levels []choice
	Named, Stem, StemLabel, StemHint    string
	Explanation, ExplanationHint        string
	Fields                              []fieldView
	Rows                                []rowView
	Full                                bool // no further rows
}

// fieldView is a field of a form as it is shown.
type fieldView struct {
	ID, Kind, Label, Hint, Value string
	Name                         string // of a tick that one row only may have; Value is the row
	Ticked                       bool
	Choices                      []choice
}

type rowView struct {
	Legend string
	Fields []fieldView
}

func (w *Web) questionForm(c *gin.Context) error {
	s, f, err := w.sentQuestion(c, c.Query)
	if err != nil {
		return err
	}
	return w.showQuestionForm(c, s, f, triedQuestion{}, nil)
}

// sentQuestion reads the draft and the form. Error kind: NotFound for files without questions.
func (w *Web) sentQuestion(c *gin.Context, value func(name string) string) (studio, *sentForm, error) {
	s, err := w.studio(c, w.t(c, "editor.question"), nil)
	if err != nil {
		return s, nil, err
	}
	name := value("ten")
	if !s.holdsQuestions(name) {
		return s, nil, fault.Missing()
	}
	s.Here = name
	f := newSentForm(value, name, path.Dir(name) != "bank")
	f.Pictures = s.pictures(path.Dir(name))
	f.All = w.I18n.T(s.bundle.Course.Language, "editor.form-all", nil)
	return s, f, nil
}

// showQuestionForm shows the form as it was sent, or blank.
func (w *Web) showQuestionForm(c *gin.Context, s studio, f *sentForm, tried triedQuestion, refusal error) error {
	status := http.StatusOK
	if refusal != nil {
		var err error
		if status, err = w.comeBack(c, &s.Layout, refusal, "title"); err != nil {
			return err
		}
	}
	p := authorQuestionPage{
		studio: s, triedQuestion: tried, Form: f, Full: f.Rows == mostRows, Named: f.value("title"), Stem: f.value("stem"),
		StemLabel: w.t(c, f.Stem), StemHint: w.hint(c, f.StemHint), Explanation: f.value("explanation"), ExplanationHint: w.hint(c, f.Explanation),
	}
	for _, form := range questionForms() {
		if !form.InLessons || !s.InBank() {
			p.Types = append(p.Types, choice{form.Kind, w.t(c, "question-type."+form.Kind), form.Kind == f.Kind})
		}
	}
	for _, story := range content.Stories(s.Here, []byte(s.textOf(s.Here))) {
		p.Stories = append(p.Stories, choice{story.ID, story.Title, story.ID == f.Under})
	}
	p.Competences, p.Levels = w.aims(s, f)
	blank := c.Request.Method == http.MethodGet
	for _, field := range f.Fields {
		p.Fields = append(p.Fields, w.fieldOf(c, f, field, "", blank))
	}
	for n := range f.Rows {
		if f.Row == "" {
			break
		}
		row := rowView{Legend: w.t(c, f.Row, fault.Args{"n": n + 1})}
		for _, field := range f.Columns {
			row.Fields = append(row.Fields, w.fieldOf(c, f, field, strconv.Itoa(n), blank))
		}
		p.Rows = append(p.Rows, row)
	}
	return w.show(c, status, "editor-question", p)
}

// fieldOf is a field as it is shown, in a row or with "" outside of them.
func (w *Web) fieldOf(c *gin.Context, f *sentForm, field formField, row string, blank bool) fieldView {
	v := fieldView{ID: field.Name + row, Kind: string(field.Kind), Label: w.t(c, field.Words), Value: f.value(field.Name + row)}
	v.Ticked = v.Value != ""
	if field.Kind == oneField {
		v.Name, v.Value, v.Ticked = field.Name, row, f.ticked(field.Name, row)
	}
	if row == "" || row == "0" { // said once
		v.Hint = w.hint(c, field.Hint)
	}
	if field.Given != "" && blank {
		v.Value = w.t(c, field.Given)
	}
	v.Choices = w.choices(c, field.Words+".", field.Options, v.Value)
	if field.Name == pictureName {
		for _, name := range f.Pictures {
			v.Choices = append(v.Choices, choice{name, name, name == v.Value})
		}
	}
	return v
}

// hint is a message that need not be there.
func (w *Web) hint(c *gin.Context, key string) string {
	if key == "" {
		return ""
	}
	return w.t(c, key)
}

// InBank reports whether the file that is open holds exam questions.
func (s studio) InBank() bool { return path.Dir(s.Here) == "bank" }

// aims are the competences and levels that a question may have.
func (w *Web) aims(s studio, f *sentForm) (competences, levels []choice) {
	code, at := f.value("competence"), f.value("level")
	if aim, ok := s.aim(); ok && code == "" { // nothing was chosen yet
		code, at = aim.Code, strconv.Itoa(aim.Level)
	}
	if fw, ok := w.Standards.Framework(s.bundle.Course.Standard); ok {
		for _, a := range fw.Areas {
			for _, k := range a.Competences {
				competences = append(competences, choice{k.Code, w.competence(s.Lang, standard.Ref{Framework: fw.ID, Code: k.Code}), k.Code == code})
			}
		}
	}
	if code == "" { // an exam question aims at what its author says
		choose := choice{Text: w.I18n.T(s.Lang, "question-form.choose", nil), Selected: true}
		competences, levels = append([]choice{choose}, competences...), append(levels, choose)
	}
	for n := 1; n <= 8; n++ {
		level := strconv.Itoa(n)
		levels = append(levels, choice{level, level, level == at})
	}
	return competences, levels
}

// aim is what the lesson that is open aims at first, where its framework is the one that forms offer.
func (s studio) aim() (course.Target, bool) {
	module, lesson, _ := lessonOf(s.Here)
	pl, ok := s.bundle.Course.Find(module, lesson)
	if !ok || len(pl.Lesson.Competences) == 0 || pl.Lesson.Competences[0].Framework != s.bundle.Course.Standard {
		return course.Target{}, false
	}
	return pl.Lesson.Competences[0], true
}

// holdsQuestions reports whether a file of the draft is a lesson or of the bank, and the original.
func (s studio) holdsQuestions(name string) bool {
	_, _, lesson := lessonOf(name)
	_, lang := originalOf(name)
	return len(s.under(name)) == 1 && lang == "" && (lesson || path.Dir(name) == "bank" && strings.HasSuffix(name, ".md"))
}

// pictures are the paths of the draft's pictures, those of a folder first.
func (s studio) pictures(dir string) []string {
	var near, far []string
	for _, f := range s.files {
		switch {
		case !strings.HasPrefix(mediaType(f.Path), "image/"):
		case path.Dir(f.Path) == dir:
			near = append(near, f.Path)
		default:
			far = append(far, f.Path)
		}
	}
	return append(near, far...)
}

// writeQuestion shows the Markdown of what the form says and what it becomes, or puts it into the file.
func (w *Web) writeQuestion(c *gin.Context) error {
	s, f, err := w.sentQuestion(c, c.PostForm)
	if err != nil {
		return err
	}
	if c.PostForm("viec") == "them" {
		f.more()
		return w.showQuestionForm(c, s, f, triedQuestion{}, nil)
	}
	id := s.freeID(vntext.Slug(f.line("title")))
	md, err := s.questionText(f, id)
	tried := triedQuestion{Markdown: md}
	if err == nil {
		tried, err = w.tryQuestion(c, s, f, id, md)
	}
	if err != nil || c.PostForm("viec") == "xem" {
		return w.showQuestionForm(c, s, f, tried, err)
	}
	err = w.addQuestion(c, s, f, md)
	if fault.Is(err, fault.Invalid) {
		return w.showQuestionForm(c, s, f, tried, invalidField("title", "editor.file-large"))
	}
	if err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, s.afterQuestion(f, id))
	return nil
}

// questionText is the Markdown of what was typed. Error kind: Invalid.
func (s studio) questionText(f *sentForm, id string) (string, error) {
	options := content.WriteOptions{Standard: s.bundle.Course.Standard}
	if f.Under != "" {
		story, ok := storyOf(f.File, s.textOf(f.File), f.Under)
		if !ok {
			f.refuse("thuoc", "editor.form-story-gone", nil)
			return "", f.refusal()
		}
		options.Heading = story.Heading
	}
	q, err := f.question(id, s.bundle.Course)
	if err != nil {
		return "", err
	}
	if f.Kind == scenarioForm {
		md, _ := content.WriteScenario(course.Scenario{ID: id, Stem: q.Stem}, q.Title, options)
		return md, nil
	}
	md, _ := content.WriteQuestion(q, options)
	return md, nil
}

// addQuestion puts a question into its file. That others write there meanwhile does not matter: nothing that is there is
// touched. Error kinds: Invalid; NotFound; Conflict.
func (w *Web) addQuestion(c *gin.Context, s studio, f *sentForm, md string) error {
	ctx := c.Request.Context()
	for try := 0; ; try++ {
		stored, err := w.Authoring.Store.DraftFile(ctx, s.Draft.ID, f.File)
		if err != nil {
			return err
		}
		text, _, err := withQuestion(f.File, string(stored.Data), f.Under, md)
		if err != nil {
			return err
		}
		err = w.Authoring.Save(ctx, httpx.Caller(c), s.Slug, course.File{Path: f.File, Data: []byte(text)}, stored.Revision)
		if fault.Is(err, fault.Conflict) && try < 3 && s.Writing() {
			continue
		}
		return err
	}
}

// afterQuestion is where the form leads: to the file, or on to the next part of a scenario.
func (s studio) afterQuestion(f *sentForm, id string) string {
	form := s.Base() + "/cau-hoi?ten=" + url.QueryEscape(f.File)
	switch {
	case f.Kind == scenarioForm:
		return form + "&thuoc=" + id + "&xong=scenario-added"
	case f.Under != "":
		return form + "&thuoc=" + f.Under + "&xong=part-added"
	}
	return fileURL(s.Slug, f.File) + "&xong=question-added"
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
