package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"hocso/internal/assess"
	"hocso/internal/clock"
	"hocso/internal/content"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/httpx"
	"hocso/internal/learning"
)

// partialHeader asks for the changed part of a page only: our script sends it.
const partialHeader = "X-Partial"

// practise checks an answer to a question of a lesson, for everyone; only for people who are enrolled it is kept.
// The page comes back with the feedback in place.
func (w *Web) practise(c *gin.Context) error {
	page, q, err := w.practicePage(c)
	if err != nil {
		return err
	}
	ask, given := page.ask(q.ID), givenAnswer(c, q)
	ask.typed(given)
	fb, err := w.judge(c, q, given)
	if err != nil {
		if err := w.refusedAnswer(page.Lang, ask, err); err != nil {
			return err
		}
		page.Errors = []FieldError{{ID: ask.ErrorID, Text: ask.Error}}
		return w.showPractice(c, http.StatusUnprocessableEntity, page, ask)
	}
	ask.typed(assess.InLesson(q).ToDisplay(fb.Answer))
	w.answered(page.Lang, ask, fb, w.savedAt(fb))
	return w.showPractice(c, http.StatusOK, page, ask)
}

// practicePage is the lesson in whose address the question was answered, for the person who answers.
// Error kind: NotFound when the question is not in the lesson.
func (w *Web) practicePage(c *gin.Context) (lessonPage, *course.Question, error) {
	st, err := w.Learning.Study(c.Request.Context(), httpx.Caller(c), c.Param("course"))
	if err != nil {
		return lessonPage{}, nil, err
	}
	text := textLang(c, st.Published.Course)
	pl, q, ok := st.Published.Course.In(text).Question(c.Param("question"))
	if !ok || pl.Module.Slug != c.Param("module") || pl.Lesson.Slug != c.Param("lesson") {
		return lessonPage{}, nil, fault.Missing()
	}
	l, err := w.layout(c, "")
	if err != nil {
		return lessonPage{}, nil, err
	}
	l.Path = lessonURL(st.Published.Slug, pl)
	l.Text = text
	page := w.lessonFrame(l, st.Published, pl)
	w.personal(&page, st, w.key())
	return page, q, nil
}

// judge has the answer judged. An entry in which no number can be read, and two items at one place, are not wrong but
// come back to be mended.
func (w *Web) judge(c *gin.Context, q *course.Question, given assess.Answer) (*learning.Feedback, error) {
	if unread(q, given) {
		var form fault.Form
		form.Refuse("answer", "ask.unread", fault.Args{"example": example(q.Language)})
		return nil, form.Err()
	}
	if key := begun(q, given); key != "" {
		var form fault.Form
		form.Refuse("answer", key)
		return nil, form.Err()
	}
	key := practiceKey(c, q.ID, given)
	given, err := assess.InLesson(q).FromDisplay(given)
	if err != nil {
		return nil, err
	}
	asked := learning.Asked{Course: c.Param("course"), Question: q.ID, Language: c.Query(content.LanguageParam)}
	fb, _, _, err := w.Learning.PractiseIn(c.Request.Context(), httpx.Caller(c), asked, given, key)
	return fb, err
}

// begun is the key of what an answer still wants before it can be judged, "" for nothing: two items at one place are no
// order, and a task is judged by all of its criteria.
func begun(q *course.Question, a assess.Answer) string {
	open, shared := openParts(q, a)
	switch {
	case shared:
		return "answer.place-twice"
	case q.Type == course.Practical && open > 0:
		return "ask.rate-all"
	}
	return ""
}

// unread reports whether something was typed where a number is wanted that cannot be read as one. What is too long for an
// answer is refused as such.
func unread(q *course.Question, a assess.Answer) bool {
	odd := func(text string) bool {
		_, ok := assess.Understood(q, text)
		return !ok && strings.TrimSpace(text) != "" && len(text) <= assess.MaxText
	}
	for i, g := range q.Gaps {
		if g.Type == course.Numeric && odd(given(a.Texts, i)) {
			return true
		}
	}
	return q.Type == course.Numeric && odd(a.Text)
}

func (w *Web) savedAt(fb *learning.Feedback) string {
	if !fb.Saved {
		return ""
	}
	return clock.Now(w.Clock).Local().Format("15:04")
}

// showPractice sends the whole page, or only the question to a script.
func (w *Web) showPractice(c *gin.Context, status int, page lessonPage, ask *askView) error {
	c.Writer.Header().Add("Vary", partialHeader)
	if c.GetHeader(partialHeader) == "" {
		return w.show(c, status, "lesson", page)
	}
	b, err := w.r.partial(page.Lang, "ask", ask)
	if err != nil {
		return err
	}
	send(c, status, b)
	return nil
}

// ask is the question of the page with this id; it exists, for it was answered.
func (v *lessonPage) ask(id string) *askView {
	for _, b := range v.Blocks {
		if b.Ask != nil && b.Ask.ID == id {
			return b.Ask
		}
	}
	return &askView{ID: id}
}

// practised leads from the address of an answer, which a browser may keep, back to the question.
func (w *Web) practised(c *gin.Context) error {
	c.Redirect(http.StatusSeeOther, fmt.Sprintf("/khoa-hoc/%s/%s/%s#%s", c.Param("course"), c.Param("module"), c.Param("lesson"), c.Param("question")))
	return nil
}

// maxStatements bounds what is read of a form; courses have far fewer choices in a question.
const maxStatements = 64

// givenAnswer reads the fields of a question: "a" what was chosen, "j0", "j1" … how statements were judged, "t" what was
// typed, and those of the parts. What is no number becomes -1, which no question takes.
func givenAnswer(c *gin.Context, q *course.Question) assess.Answer {
	a := assess.Answer{Text: clip(c.PostForm("t"), 4*assess.MaxText+1)}
	readParts(&a, q, c.PostForm)
	for _, v := range c.PostFormArray("a") {
		n, err := strconv.Atoi(v)
		if err != nil {
			n = -1
		}
		if len(a.Choices) < maxStatements {
			a.Choices = append(a.Choices, n)
		}
	}
	for i := range maxStatements {
		v := c.PostForm("j" + strconv.Itoa(i))
		if v == "" {
			continue
		}
		n, err := strconv.ParseInt(v, 10, 8)
		if err != nil {
			n = -1
		}
		a.Judged = append(a.Judged, make([]int8, i+1-len(a.Judged))...)
		a.Judged[i] = int8(n)
	}
	return a
}

// practiceKey makes the form's key one of this answer.
func practiceKey(c *gin.Context, question string, a assess.Answer) assess.Key {
	return contentKey(c, "practice", question, fmt.Sprintf("%v", a))
}

// completeLesson notes that a lesson is done and goes on to the next one, after the last one to the course.
func (w *Web) completeLesson(c *gin.Context) error {
	slug, module, lesson := c.Param("course"), c.Param("module"), c.Param("lesson")
	caller, err := httpx.Need(c)
	if err != nil {
		return err
	}
	key := formKey(c, slug, module, lesson)
	if err := w.Learning.CompleteLesson(c.Request.Context(), caller, slug, module, lesson, key); err != nil {
		return err
	}
	st, err := w.Learning.Study(c.Request.Context(), caller, slug)
	if err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, nextAfter(st.Published, module, lesson))
	return nil
}

// nextAfter is where a person goes from a lesson that is done.
func nextAfter(p *course.Published, module, lesson string) string {
	places := p.Course.Places()
	for i, pl := range places {
		if pl.Module.Slug == module && pl.Lesson.Slug == lesson && i+1 < len(places) {
			return lessonURL(p.Slug, places[i+1])
		}
	}
	return "/khoa-hoc/" + p.Slug
}
