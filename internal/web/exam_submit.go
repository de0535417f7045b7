package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hocso/internal/assess"
	"hocso/internal/fault"
	"hocso/internal/httpx"
	"hocso/internal/id"
)

// examReview lists every question before submission.
func (w *Web) examReview(c *gin.Context) error {
	sit, err := w.sitting(c)
	if err != nil {
		return err
	}
	if sit.Submitted != 0 {
		return seeOther(c, attemptPath(sit.ID.String(), "bien-nhan"))
	}
	l, err := w.layout(c, w.t(c, "exam.review"))
	if err != nil {
		return err
	}
	l.Scripts = []string{"exam.js"}
	return w.show(c, http.StatusOK, "exam-review", w.reviewPageOf(l, sit))
}

// examSubmit closes the attempt. Sent twice it leads to the same receipt.
func (w *Web) examSubmit(c *gin.Context) error {
	caller, err := httpx.Need(c)
	if err != nil {
		return err
	}
	attempt, err := id.Parse(c.Param("id"))
	if err != nil {
		return fault.Missing()
	}
	a, err := w.Assess.Submit(c.Request.Context(), caller, attempt, assess.Key{})
	if err != nil {
		return err
	}
	return seeOther(c, attemptPath(a.ID.String(), "bien-nhan"))
}

// examReceipt confirms a submission; it may be kept, printed and opened again.
func (w *Web) examReceipt(c *gin.Context) error {
	sit, err := w.sitting(c)
	if err != nil {
		return err
	}
	if sit.Submitted == 0 {
		return seeOther(c, attemptPath(sit.ID.String(), "xem-lai"))
	}
	title := "exam.receipt"
	if sit.EndedBy == assess.ByTime {
		title = "exam.receipt-time"
	}
	l, err := w.layout(c, w.t(c, title))
	if err != nil {
		return err
	}
	l.NoIndex, l.Section = true, "mine"
	return w.show(c, http.StatusOK, "exam-receipt", &receiptPage{
		Layout: l, Attempt: sit.ID.String(), Slug: sit.Course, CourseTitle: sit.Published.Course.Title,
		ExamName: sit.Published.Course.Exam.Title, Receipt: sit.Receipt, Ended: endOf(sit.Attempt),
		ByTime: sit.EndedBy == assess.ByTime, Of: len(sit.Items), Answered: sit.Attempt.Answered,
	})
}
