package web

import (
	"encoding/base64"
	"fmt"
	"html"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"hocso/internal/course"
)

// beat keeps a quiet connection from being taken for a dead one.
const beat = 20 * time.Second

// events tells the browser the number of each new reading, as server-sent events.
func (p *Preview) events(c *gin.Context) error {
	out := http.NewResponseController(c.Writer)
	h := c.Writer.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	c.Status(http.StatusOK)
	told, err := strconv.Atoi(c.Query("ban"))
	if err != nil {
		told = -1
	}
	tick := time.NewTicker(beat)
	defer tick.Stop()
	for {
		r := p.seen.Load()
		line := ": \n\n"
		if r.number != told {
			told, line = r.number, fmt.Sprintf("data: %d\n\n", r.number)
		}
		// A server's write deadline is for pages; this answer lasts as long as the page is open.
		if err := out.SetWriteDeadline(time.Now().Add(2 * beat)); err != nil { //nolint:forbidigo // a deadline of the machine
			return err
		}
		if _, err := c.Writer.WriteString(line); err != nil {
			return nil // the page was closed
		}
		c.Writer.Flush()
		select {
		case <-c.Request.Context().Done():
			return nil
		case <-r.next:
		case <-tick.C:
		}
	}
}

// What of a page would have to be fetched: our own writer made these tags, so they look like this and no other way.
var (
	imageTag  = regexp.MustCompile(`<img src="/tep/([0-9a-f]{64})/[^"]*"[^>]*>`)
	soundTag  = regexp.MustCompile(`(?s)<(audio|video) [^>]*>.*?</(?:audio|video)>`)
	altOf     = regexp.MustCompile(` alt="([^"]*)"`)
	sourceOf  = regexp.MustCompile(` (?:src|srcset|sizes|loading)="[^"]*"`)
	scriptTag = regexp.MustCompile(`<script [^>]*></script>\n?`)
)

// offline makes of a page what a learner has of it without a network: no scripts, no sound or video, and the pictures
// that fit into the budget of a lesson with its text. What is missing is said in its place.
func (r *reading) offline(page []byte, noPicture, noSound string) []byte {
	s := scriptTag.ReplaceAllString(string(page), "")
	s = soundTag.ReplaceAllString(s, `<p class="note">`+html.EscapeString(noSound)+`</p>`)
	left := course.LessonBudget - len(s)
	s = imageTag.ReplaceAllStringFunc(s, func(tag string) string {
		m, ok := r.media[imageTag.FindStringSubmatch(tag)[1]]
		if !ok || len(m.Data) > left {
			alt := ""
			if a := altOf.FindStringSubmatch(tag); a != nil {
				alt = a[1] // escaped already
			}
			return `<span class="note">` + html.EscapeString(noPicture) + " " + alt + `</span>`
		}
		left -= len(m.Data)
		rest := sourceOf.ReplaceAllString(strings.TrimPrefix(tag, "<img"), "")
		return `<img src="data:` + html.EscapeString(m.Type) + ";base64," + base64.StdEncoding.EncodeToString(m.Data) + `"` + rest
	})
	return []byte(s)
}
