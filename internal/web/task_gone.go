package web

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"hocso/internal/fault"
	"hocso/internal/httpx"
)

// taskGonePage keeps what was written for a task that the learner's present version does not have there.
type taskGonePage struct {
	Layout
	CourseURL, Course string
	TaskURL           string // where the task is now; "" if nowhere
	Written           string
}

// readVersion is the version on which a form of a task was read; 0 when it does not say.
func readVersion(c *gin.Context) int {
	n, err := strconv.Atoi(c.PostForm("ban"))
	if err != nil {
		return 0
	}
	return n
}

// taskGone answers a form of a task that is not there: whoever has moved to another version meanwhile, in another window,
// gets what they wrote back. Anything else stays what it is.
func (w *Web) taskGone(c *gin.Context, refusal error) error {
	read := readVersion(c)
	if !fault.Is(refusal, fault.NotFound) || read == 0 {
		return refusal
	}
	st, err := w.Learning.Study(c.Request.Context(), httpx.Caller(c), c.Param("course"))
	if err != nil {
		return err
	}
	if st.Progress == nil || st.Published.Number == read {
		return refusal
	}
	l, err := w.layout(c, w.t(c, "task.gone-title"))
	if err != nil {
		return err
	}
	l.Section, l.NoIndex = "courses", true
	p := taskGonePage{
		Layout: l, CourseURL: "/khoa-hoc/" + st.Published.Slug, Course: st.Published.Course.Title, Written: c.PostForm("text"),
	}
	if place, q, ok := st.Published.Course.Question(c.Param("question")); ok && q.HandIn != nil {
		p.TaskURL = lessonURL(st.Published.Slug, place) + "/nop/" + q.ID
	}
	return w.show(c, http.StatusConflict, "task-gone", p)
}
