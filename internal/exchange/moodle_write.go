package exchange

import (
	"encoding/base64"
	"html"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"hocso/internal/content"
	"hocso/internal/course"
	"hocso/internal/fault"
)

// MoodleXML writes the questions of a course, which was loaded with URLs, for Moodle's question bank.
func MoodleXML(b *content.Bundle) ([]byte, Report) {
	var report Report
	c := newCourse(b, &report)
	w := &moodleWriter{course: c}
	w.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n<quiz>\n")
	for _, s := range c.sections() {
		c.section = s.file
		w.WriteString("<question type=\"category\">\n<category><text>$course$/top/" + escapeXML(s.name) + "</text></category>\n</question>\n")
		for _, q := range s.questions {
			pieces := 1
			if q.Type == course.TrueFalse {
				pieces = len(q.Choices)
			}
			c.each(q, func(q course.Question, tags []string) bool { return w.question(q, tags, pieces) })
		}
	}
	w.WriteString("</quiz>\n")
	return []byte(w.String()), report
}

// moodleWriter writes one question after another.
type moodleWriter struct {
	strings.Builder
	course *Course
	q      course.Question
	shown  []content.Media // pictures of the text at hand
}

// escapeXML leaves out what XML cannot hold.
func escapeXML(s string) string {
	return html.EscapeString(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, s))
}

func (w *moodleWriter) put(parts ...string) {
	for _, p := range parts {
		w.WriteString(p)
	}
}

func (w *moodleWriter) tag(name, text string) {
	w.put("<", name, ">", escapeXML(text), "</", name, ">\n")
}

// rich writes an HTML text with its pictures.
func (w *moodleWriter) rich(open, closing, h string) {
	h = w.withFiles(h)
	w.put("<", open, " format=\"html\"><text>", escapeXML(h), "</text>")
	for _, m := range w.shown {
		w.put("<file name=\"", escapeXML(pictureName(m)), "\" path=\"/\" encoding=\"base64\">", base64.StdEncoding.EncodeToString(m.Data), "</file>")
	}
	w.shown = nil
	w.put(closing)
}

// withFiles is HTML whose pictures are files of the text that is written next.
func (w *moodleWriter) withFiles(h string) string {
	return w.course.portable(w.q, h, func(m content.Media) string {
		if !slices.ContainsFunc(w.shown, func(o content.Media) bool { return o.Path == m.Path }) {
			w.shown = append(w.shown, m)
		}
		return "@@PLUGINFILE@@/" + pictureName(m)
	})
}

// question writes a question. pieces is how many it was cut into, which share its points.
func (w *moodleWriter) question(q course.Question, tags []string, pieces int) bool {
	kind, ok := map[course.Type]string{
		course.Single: "multichoice", course.Multiple: "multichoice", course.TrueFalse: "truefalse", course.Short: "shortanswer", course.Numeric: "numerical", course.Matching: "matching", course.Ordering: "ordering", course.Cloze: "cloze",
	}[q.Type]
	if !ok {
		return false
	}
	w.q = q
	w.put("<question type=\"", kind, "\">\n<name><text>", escapeXML(q.Title), "</text></name>\n")
	stem := q.Stem
	if q.Type == course.Cloze {
		stem, tags = w.clozeStem(), append(tags, gapTags(q)...)
	}
	w.rich("questiontext", "</questiontext>\n", stem)
	w.rich("generalfeedback", "</generalfeedback>\n", q.Explanation)
	grade := q.Points.Rat()
	grade.Quo(grade, big.NewRat(int64(pieces), 1))
	w.tag("defaultgrade", grade.FloatString(7))
	w.tag("penalty", "0")
	w.tag("hidden", "0")
	w.tag("idnumber", q.ID)
	w.answers()
	w.put("<tags>")
	for _, t := range tags {
		w.put("<tag><text>", escapeXML(t), "</text></tag>")
	}
	w.put("</tags>\n</question>\n")
	return true
}

func (w *moodleWriter) answers() {
	q := w.q
	switch q.Type {
	case course.Single, course.Multiple:
		w.tag("single", yes(q.Type == course.Single))
		w.tag("shuffleanswers", yes(q.Shuffle))
		w.tag("answernumbering", "abc")
		for i, c := range q.Choices {
			w.rich(`answer fraction="`+fraction(q, i)+`"`, "\n", c.HTML)
			w.rich("feedback", "</feedback></answer>\n", c.Feedback)
		}
	case course.TrueFalse:
		for _, verdict := range []bool{true, false} {
			f := map[bool]string{true: "100", false: "0"}[verdict == q.Choices[0].Right]
			w.put(`<answer fraction="`, f, `" format="moodle_auto_format"><text>`, yes(verdict), "</text>\n")
			w.rich("feedback", "</feedback></answer>\n", q.Choices[0].Feedback)
		}
	case course.Short:
		usecase := "0"
		if q.Match == "exact" {
			usecase = "1"
		}
		w.tag("usecase", usecase)
		for i, c := range q.Choices {
			w.put(`<answer fraction="`, fraction(q, i), `" format="moodle_auto_format"><text>`, escapeXML(strings.ReplaceAll(c.Text, "*", `\*`)), "</text>\n")
			w.rich("feedback", "</feedback></answer>\n", c.Feedback)
		}
	case course.Numeric:
		w.numeric()
	case course.Matching:
		w.tag("shuffleanswers", "true")
		for _, row := range w.course.pairRows(q) {
			left := ""
			if row.left != nil {
				left = row.left.HTML
			}
			w.rich("subquestion", "\n", left)
			w.put("<answer><text>", escapeXML(row.right.Text), "</text></answer></subquestion>\n")
		}
	case course.Ordering:
		w.ordering()
	default: // refused before
	}
}

func (w *moodleWriter) numeric() {
	for i, c := range w.q.Choices {
		k, ok := keyOf(w.q, c)
		if !ok {
			continue
		}
		k = k.around()
		w.put(`<answer fraction="`, fraction(w.q, i), `" format="moodle_auto_format"><text>`, exact(k.a), "</text>\n")
		w.rich("feedback", "</feedback>", c.Feedback)
		w.put("<tolerance>", exact(k.b), "</tolerance></answer>\n")
	}
	if w.q.Unit != "" {
		w.put("<unitgradingtype>0</unitgradingtype><units><unit><multiplier>1</multiplier><unit_name>", escapeXML(w.q.Unit), "</unit_name></unit></units>\n")
	}
}

func yes(b bool) string {
	if b {
		return "true"
	}
	return "false"
}

// ordering writes the items in their right order, each by its number.
func (w *moodleWriter) ordering() {
	w.put("<layouttype>VERTICAL</layouttype>\n<selecttype>ALL</selecttype>\n<selectcount>0</selectcount>\n",
		"<gradingtype>RELATIVE_ALL_PREVIOUS_AND_NEXT</gradingtype>\n<showgrading>SHOW</showgrading>\n")
	said := false
	for i, c := range w.q.Choices {
		said = said || c.Feedback != ""
		w.rich(`answer fraction="`+strconv.Itoa(i+1)+`.0000000"`, "</answer>\n", c.HTML)
	}
	if said {
		w.course.note(Lost, "answer-feedback", fault.Args{"id": w.q.ID})
	}
}
