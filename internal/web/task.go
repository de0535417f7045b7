package web

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"hocso/internal/account"
	"hocso/internal/assess"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/httpx"
	"hocso/internal/learning"
)

// handInPath takes what is handed in of a task, with a picture.
const handInPath = "/khoa-hoc/:course/:module/:lesson/nop/:question"

// handInTime is how long a picture may take to arrive over a weak line.
const handInTime = 5 * time.Minute

func (w *Web) taskRoutes() []Route {
	return []Route{
		{http.MethodGet, handInPath, account.Learn, w.task},
		{http.MethodPost, handInPath, account.Learn, w.handIn},
		{http.MethodGet, "/bai-nop/:id/anh", account.Learn, w.handedPicture},
		{http.MethodGet, "/quan-ly/bai-nop", account.JudgeTasks, w.waitingWorks},
		{http.MethodGet, "/quan-ly/bai-nop/:id", account.JudgeTasks, w.submission},
		{http.MethodPost, "/quan-ly/bai-nop/:id", account.JudgeTasks, w.judgeWork},
		{http.MethodGet, "/quan-ly/bai-nop/:id/sua", account.JudgeTasks, w.correction},
		{http.MethodPost, "/quan-ly/bai-nop/:id/sua", account.JudgeTasks, w.correctWork},
	}
}

// taskPage is a task that another person judges, for its learner.
type taskPage struct {
	Layout
	URL, LessonURL, Lesson string
	Question               *course.Question
	Foreign                string
	Judges                 bool
	Works                  []workView // the newest first
	State                  string     // as in the lesson
	Open                   bool       // something may be handed in now
	Round, Version         int
	Written                string // in the form
	Waits                  bool   // the form replaces what waits
	Key                    string
	Note                   string // what came in between
	Done                   string
}

// Rubric is what the task is judged by.
func (p taskPage) Rubric() rubricView { return rubricOf(p.Question) }

// HasPicture reports whether a picture came with what waits.
func (p taskPage) HasPicture() bool { return p.Waits && p.Works[0].Picture }

// MaxPicture is the largest file, in megabytes.
func (p taskPage) MaxPicture() int { return learning.MaxPicture >> 20 }

// workView is a round as it is shown.
type workView struct {
	learning.Work
	Most   int
	Grades []gradeView // nil until it is judged
	Past   []pastView  // judgements that were corrected, the last one first
}

// pastView is a judgement that was corrected.
type pastView struct {
	learning.PastJudgement
	Most   int
	Grades []gradeView
}

// gradeView is what was found of a criterion.
type gradeView struct {
	HTML, Grade, Comment string // Grade is the name of the column
	Points               int
}

func viewOf(q *course.Question, work learning.Work) workView {
	v := workView{Work: work, Most: q.Rubric.Most()}
	if work.Judged != 0 {
		v.Grades = gradesOf(q.Rubric, work.Grades, work.Comments)
	}
	for _, j := range slices.Backward(work.Past) {
		v.Past = append(v.Past, pastView{j, v.Most, gradesOf(q.Rubric, j.Grades, j.Comments)})
	}
	return v
}

// gradesOf says in words what was found of each criterion; 0 is nothing yet.
func gradesOf(r *course.Rubric, grades []int, comments []string) []gradeView {
	out := make([]gradeView, len(r.Criteria))
	for i, c := range r.Criteria {
		out[i] = gradeView{HTML: c.HTML, Comment: given(comments, i)}
		if n := given(grades, i); n > 0 && n <= len(r.Columns) {
			out[i].Grade, out[i].Points = r.Columns[n-1].Name, r.Columns[n-1].Points
		}
	}
	return out
}

// taskOf is the caller's task that the address names. Error kinds: NotFound, Conflict when not enrolled.
func (w *Web) taskOf(c *gin.Context) (taskPage, error) {
	caller := httpx.Caller(c)
	st, err := w.Learning.Study(c.Request.Context(), caller, c.Param("course"))
	if err != nil {
		return taskPage{}, err
	}
	lang := textLang(c, st.Published.Course)
	asked := learning.Asked{Course: c.Param("course"), Question: c.Param("question"), Language: lang}
	t, err := w.Learning.Task(c.Request.Context(), caller, asked)
	if err != nil {
		return taskPage{}, err
	}
	if t.Place.Module.Slug != c.Param("module") || t.Place.Lesson.Slug != c.Param("lesson") {
		return taskPage{}, fault.Missing()
	}
	l, err := w.layout(c, t.Question.Title)
	if err != nil {
		return taskPage{}, err
	}
	l.Section, l.NoIndex, l.Text = "courses", true, lang
	lesson := lessonURL(t.Study.Published.Slug, t.Place)
	p := taskPage{
		Layout: l, URL: lesson + "/nop/" + t.Question.ID + l.textQuery(), LessonURL: lesson + l.textQuery() + "#" + t.Question.ID,
		Lesson: t.Place.Lesson.Title, Question: t.Question, Foreign: foreign(l.Lang, lessonLanguage(t.Study.Published.Course, t.Place.Lesson)),
		Judges: t.Judges, State: taskState(true, t.Study.Progress, t.Question.ID), Key: w.key(), Done: w.doneNote(c),
		Version: t.Study.Published.Number,
	}
	for _, work := range t.Works {
		p.Works = append(p.Works, viewOf(t.Question, work))
	}
	p.Round, p.Open = t.Round()
	if p.Waits = p.State == taskWaiting || p.State == taskCounted; p.Waits {
		p.Written = p.Works[0].Text
	}
	if p.Open && t.Question.HandIn.Photo {
		p.Scripts = []string{"anh.js"}
	}
	return p, nil
}

func (w *Web) task(c *gin.Context) error {
	p, err := w.taskOf(c)
	if err != nil {
		return err
	}
	return w.show(c, http.StatusOK, "task", p)
}

// handIn keeps what was handed in. What cannot be taken comes back with the text; so does what came too late, on the page
// as it is now.
func (w *Web) handIn(c *gin.Context) error {
	file, _, cleanup, err := w.received(c, "picture")
	if err != nil {
		return err
	}
	defer cleanup()
	p, err := w.taskOf(c)
	if err != nil {
		return w.taskGone(c, err)
	}
	round, err := strconv.Atoi(c.PostForm("lan"))
	if err != nil || round < 1 {
		round = p.Round
	}
	h := learning.Handing{
		Asked:   learning.Asked{Course: c.Param("course"), Question: p.Question.ID, Language: p.Text},
		Version: readVersion(c), Number: round, Text: c.PostForm("text"), DropPicture: c.PostForm("drop") != "",
	}
	sum, err := sumOf(file)
	if err != nil {
		return err
	}
	if file != nil {
		h.Picture = file
	}
	h.Key = contentKey(c, "hand-in", p.URL, h.Text, sum, c.PostForm("drop"), c.PostForm("lan"))
	if err = w.Learning.HandIn(c.Request.Context(), p.Caller, h); err == nil {
		return done(c, strings.SplitN(p.URL, "?", 2)[0], "handed")
	}
	return w.notTaken(c, h, err)
}

// contentKey makes a form's key one of what is sent with it: sending it twice stores once, and something else from the same
// page, as after going back, is another write and not a misuse of the key.
func contentKey(c *gin.Context, what string, content ...string) assess.Key {
	k := assess.Key{Body: bodyHash(what, content)}
	if given := clip(c.PostForm("khoa"), 64); given != "" {
		k.Key = given + "-" + hex.EncodeToString(k.Body[:8])
	}
	return k
}

// sumOf names a file by its content and leaves it at its beginning.
func sumOf(file multipart.File) (string, error) {
	if file == nil {
		return "", nil
	}
	h := sha256.New()
	if _, err := io.Copy(h, file); err != nil {
		return "", err
	}
	_, err := file.Seek(0, io.SeekStart)
	return hex.EncodeToString(h.Sum(nil)), err
}

// notTaken shows the task as it is now, with what the learner wrote.
func (w *Web) notTaken(c *gin.Context, h learning.Handing, refusal error) error {
	p, err := w.taskOf(c)
	if err != nil {
		return w.taskGone(c, err)
	}
	p.Written = h.Text
	if e, ok := errors.AsType[*fault.Error](refusal); ok && e.Kind == fault.Conflict {
		p.Note = w.t(c, e.Key, e.Args)
		return w.show(c, http.StatusConflict, "task", p)
	}
	if err := w.refused(c, &p.Layout, refusal, nil); err != nil {
		return err
	}
	return w.show(c, http.StatusUnprocessableEntity, "task", p)
}

// received reads a form with a file in a field; it waits on the disk until cleanup. nil: none was chosen.
// Error kinds: TooLarge, Invalid.
func (w *Web) received(c *gin.Context, field string) (file multipart.File, name string, cleanup func(), err error) {
	extend, deadline := http.NewResponseController(c.Writer), w.Clock.Now().Add(handInTime)
	err = errors.Join(extend.SetReadDeadline(deadline), extend.SetWriteDeadline(deadline))
	if err != nil && !errors.Is(err, http.ErrNotSupported) {
		return nil, "", nil, err
	}
	if err := httpx.ReadLargeForm(c.Writer, c.Request); err != nil {
		return nil, "", nil, err
	}
	form := c.Request.MultipartForm
	if form == nil {
		return nil, "", func() {}, nil
	}
	remove := func() { form.RemoveAll() } //nolint:errcheck // temporary files
	heads := form.File[field]
	if len(heads) == 0 || heads[0].Size == 0 { // browsers send an empty file where none was chosen
		return nil, "", remove, nil
	}
	if file, err = heads[0].Open(); err != nil {
		remove()
		return nil, "", nil, err
	}
	return file, heads[0].Filename, func() { file.Close(); remove() }, nil //nolint:errcheck // it was only read
}

// handedPicture serves the picture of a round to its learner and to those who may judge it.
func (w *Web) handedPicture(c *gin.Context) error {
	handIn, err := parseID(c.Param("id"))
	if err != nil {
		return err
	}
	b, err := w.Learning.Picture(c.Request.Context(), httpx.Caller(c), handIn)
	if err != nil {
		return err
	}
	h := c.Writer.Header()
	h.Set("Cache-Control", "private, no-store")
	h.Set("Content-Disposition", `inline; filename="anh.jpg"`)
	c.Data(http.StatusOK, "image/jpeg", b)
	return nil
}
