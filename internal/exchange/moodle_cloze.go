package exchange

import (
	"html"
	"regexp"
	"strconv"
	"strings"

	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/vntext"
)

// Gaps stand in the text of a question: {weight:TYPE:answers}. https://docs.moodle.org/en/Embedded_Answers_(Cloze)_question_type

var (
	embedded  = regexp.MustCompile(`\{(\d*):([A-Z_]+):((?:\\.|[^\\}])*)\}`)
	gapWeight = regexp.MustCompile(`^%(-?[0-9]+(?:\.[0-9]+)?)%`)
	gapLooks  = regexp.MustCompile(`\{(\d*:[A-Z])`)
)

// gapEscape keeps the signs that end an answer, its comment or the gap.
func gapEscape(s string) string {
	return strings.NewReplacer(`\`, `\\`, "}", `\}`, "#", `\#`, "~", `\~`, "/", `\/`, `"`, `\"`).Replace(s)
}

// clozeStem is the stem of a question with its gaps as Moodle writes them.
func (w *moodleWriter) clozeStem() string {
	q := w.q
	stem := gapLooks.ReplaceAllString(q.Stem, "&#123;$1")
	return course.FillGaps(stem, func(i int) string { return w.embed(q.Gaps[i]) })
}

// embed writes one gap: its type, its answers with what they are worth and what is said to them.
func (w *moodleWriter) embed(g course.Gap) string {
	kind := map[course.Type]string{course.Single: "MULTICHOICE", course.Numeric: "NUMERICAL"}[g.Type]
	if kind == "" {
		kind = "SHORTANSWER"
	}
	var answers []string
	for _, c := range g.Choices {
		text := html.EscapeString(c.Text)
		if g.Type == course.Numeric {
			k, ok := keyOf(course.Question{Language: w.q.Language}, c)
			if !ok {
				continue
			}
			k = k.around()
			text = exact(k.a) + ":" + exact(k.b)
		}
		a := "%0%"
		if c.Right {
			a = "="
		}
		a += gapEscape(text)
		if c.Feedback != "" {
			a += "#" + gapEscape(w.withFiles(c.Feedback))
		}
		answers = append(answers, a)
	}
	return "{1:" + kind + ":" + strings.Join(answers, "~") + "}"
}

// gapTags name the gaps, which Moodle has no words for.
func gapTags(q course.Question) []string {
	var out []string
	for i, g := range q.Gaps {
		out = append(out, "gap-"+strconv.Itoa(i+1)+"="+g.Label)
	}
	return out
}

// gapLabel is what the tags call a gap, by its number from 1; else its number says which it is.
func (m *moodleReader) gapLabel(n int) string {
	prefix := "gap-" + strconv.Itoa(n) + "="
	for i, t := range m.it.tags {
		if label, ok := strings.CutPrefix(t, prefix); ok {
			m.it.tags = append(m.it.tags[:i:i], m.it.tags[i+1:]...)
			return vntext.Normal(label)
		}
	}
	if m.options.Language == "en" {
		return "gap " + strconv.Itoa(n)
	}
	return "chỗ trống " + strconv.Itoa(n)
}

// cloze reads a text with gaps; false when one of them is of a kind that we have not.
func (m *moodleReader) cloze() bool {
	m.it.Type = course.Cloze
	known, weights := true, map[string]bool{}
	m.it.Stem = embedded.ReplaceAllStringFunc(m.it.Stem, func(s string) string {
		g := embedded.FindStringSubmatch(s)
		weights[strings.TrimLeft(g[1], "0")] = true
		n := len(m.it.Gaps) + 1
		gap, ok := m.gap(n, g[2], g[3])
		known = known && ok
		m.it.Gaps = append(m.it.Gaps, gap)
		return course.GapMark
	})
	if len(weights) > 1 {
		m.note(Changed, m.it.line, "marks", nil)
	}
	return known && len(m.it.Gaps) > 0
}

// gap reads the answers of one gap.
func (m *moodleReader) gap(n int, kind, text string) (course.Gap, bool) {
	g := course.Gap{Label: m.gapLabel(n), Type: course.Short}
	kind = strings.TrimSuffix(kind, "_S")
	switch kind {
	case "SHORTANSWER", "SA", "MW":
	case "SHORTANSWER_C", "SAC", "MWC":
		m.note(Changed, m.it.line, "gap-case", fault.Args{"n": n})
	case "NUMERICAL", "NM":
		g.Type = course.Numeric
	case "MULTICHOICE", "MC", "MCS", "MCV", "MCVS", "MCH", "MCHS", "MULTICHOICE_V", "MULTICHOICE_VS", "MULTICHOICE_H", "MULTICHOICE_HS":
		g.Type = course.Single
	default:
		return g, false
	}
	it := item{file: m.it.file, line: m.it.line} // takes the answers
	for _, part := range splitUnescaped(text, "~") {
		m.gapAnswer(&it, g.Type, part)
	}
	right := 0
	for _, c := range it.Choices {
		switch {
		case c.Right:
			right++
		case g.Type != course.Single: // ours would show a menu
			m.note(Lost, m.it.line, "gap-answer", fault.Args{"n": n, "text": clip(c.Text)})
			continue
		}
		g.Choices = append(g.Choices, c)
	}
	return g, right > 0 && (g.Type != course.Single || right == 1 && len(g.Choices) > 1)
}

// gapAnswer reads "=text#feedback" or "%50%text#feedback".
func (m *moodleReader) gapAnswer(it *item, kind course.Type, part string) {
	part = strings.TrimSpace(part)
	weight := "0"
	if rest, ok := strings.CutPrefix(part, "="); ok {
		part, weight = rest, "100"
	} else if w := gapWeight.FindStringSubmatch(part); w != nil {
		part, weight = part[len(w[0]):], w[1]
	}
	pieces := splitUnescaped(part, "#")
	text := vntext.Normal(html.UnescapeString(bared(pieces[0])))
	feedback := strings.TrimSpace(bared(strings.Join(pieces[1:], "#")))
	if kind != course.Numeric {
		if text == "" {
			return
		}
		m.entry(it, text, weight, feedback)
		if last := len(it.Choices) - 1; kind == course.Single && last >= 0 {
			it.Choices[last].HTML = html.EscapeString(it.Choices[last].Text)
		}
		return
	}
	value, tolerance, found := strings.Cut(text, ":")
	if !found {
		tolerance = "0"
	}
	k, ok := aroundKey(value, tolerance)
	if !ok {
		m.note(Lost, m.it.line, "number", fault.Args{"text": clip(text)})
		return
	}
	k.weight, k.feedback = weight, feedback
	m.number(it, k)
}

// splitUnescaped cuts at a sign that no backslash stands before.
func splitUnescaped(s, sign string) []string {
	var out []string
	for {
		i := unescaped(s, sign)
		if i < 0 {
			return append(out, s)
		}
		out, s = append(out, s[:i]), s[i+1:]
	}
}

// bared drops the backslashes that keep signs.
func bared(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
