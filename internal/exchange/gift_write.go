package exchange

import (
	"strings"

	"hocso/internal/content"
	"hocso/internal/course"
)

// GIFT writes the questions of a course, which was loaded with URLs, for Moodle and others.
func GIFT(b *content.Bundle) ([]byte, Report) {
	var report Report
	c := newCourse(b, &report)
	var out strings.Builder
	for _, s := range c.sections() {
		c.section = s.file
		out.WriteString("$CATEGORY: " + s.name + "\n\n")
		for _, q := range s.questions {
			c.each(q, func(q course.Question, tags []string) bool {
				text, ok := c.giftQuestion(q, tags)
				out.WriteString(text)
				return ok
			})
		}
	}
	return []byte(out.String()), report
}

// giftWriter writes one question. rich: its texts are HTML, which the reader must be told.
type giftWriter struct {
	strings.Builder
	course *Course
	q      course.Question
	rich   bool
}

func (c *Course) giftQuestion(q course.Question, tags []string) (string, bool) {
	w := &giftWriter{course: c, q: q}
	texts := []string{q.Stem, q.Explanation}
	for _, choice := range q.Choices {
		texts = append(texts, choice.Feedback)
		if q.Type == course.Single || q.Type == course.Multiple {
			texts = append(texts, choice.HTML)
		}
	}
	for _, p := range q.Pairs {
		texts = append(texts, p.HTML)
	}
	for _, t := range texts {
		if _, plain := simple(t); !plain && t != "" {
			w.rich = true
		}
	}
	w.WriteString("// [id:" + q.ID + "]")
	for _, t := range tags {
		w.WriteString(" [tag:" + strings.ReplaceAll(t, "]", `\]`) + "]")
	}
	w.WriteString("\n::" + giftEscape(q.Title) + "::")
	if w.rich {
		w.WriteString("[html]")
	}
	w.WriteString(w.text(q.Stem) + " {")
	if !w.answers() {
		return "", false
	}
	if q.Explanation != "" {
		w.WriteString("\n\t####" + w.text(q.Explanation))
	}
	w.WriteString("\n}\n\n")
	return w.String(), true
}

// text is an HTML text in the question's format.
func (w *giftWriter) text(h string) string {
	if plain, ok := simple(h); ok && !w.rich {
		return giftEscape(plain)
	}
	return giftEscape(squeezed(w.course.portable(w.q, h, inPlace)))
}

// giftEscape puts backslashes before the signs of GIFT.
func giftEscape(s string) string {
	return strings.NewReplacer(`\`, `\\`, "~", `\~`, "=", `\=`, "#", `\#`, "{", `\{`, "}", `\}`, ":", `\:`, "\n", `\n`).Replace(strings.TrimSpace(s))
}

func (w *giftWriter) feedback(c course.Choice) string {
	if c.Feedback == "" {
		return ""
	}
	return "#" + w.text(c.Feedback)
}

func (w *giftWriter) answers() bool {
	q := w.q
	switch q.Type {
	case course.TrueFalse:
		verdict := "FALSE"
		if q.Choices[0].Right {
			verdict = "TRUE"
		}
		f := w.feedback(q.Choices[0])
		w.WriteString(verdict + f + f) // for the wrong answer and for the right one
	case course.Single, course.Multiple:
		for i, c := range q.Choices {
			sign := "~"
			if q.Type == course.Single && c.Right {
				sign = "="
			}
			text := w.text(c.HTML)
			if q.Type == course.Multiple || strings.HasPrefix(text, "%") {
				sign += "%" + fraction(q, i) + "%"
			}
			w.WriteString("\n\t" + sign + text + w.feedback(c))
		}
	case course.Short:
		for _, c := range q.Choices {
			if strings.Contains(c.Text, "->") { // which GIFT reads as a pair
				return false
			}
			w.entry(c, giftEscape(strings.ReplaceAll(c.Text, "*", `\*`)))
		}
	case course.Numeric:
		w.WriteString("#")
		for _, c := range q.Choices {
			k, ok := keyOf(q, c)
			if !ok {
				return false
			}
			text := exact(k.a) + ":" + exact(k.b)
			if k.ends {
				text = exact(k.a) + ".." + exact(k.b)
			}
			w.entry(c, text)
		}
	case course.Matching:
		for _, row := range w.course.pairRows(q) {
			if strings.Contains(row.right.Text, "->") {
				return false
			}
			left := ""
			if row.left != nil {
				left = w.text(row.left.HTML)
			}
			w.WriteString("\n\t=" + left + " -> " + giftEscape(row.right.Text))
		}
	default: // GIFT has no such type
		return false
	}
	return true
}

// entry writes an accepted text or number, or a known wrong one.
func (w *giftWriter) entry(c course.Choice, text string) {
	weight := ""
	switch {
	case !c.Right:
		weight = "%0%"
	case strings.HasPrefix(text, "%"):
		weight = "%100%"
	}
	w.WriteString("\n\t=" + weight + text + w.feedback(c))
}
