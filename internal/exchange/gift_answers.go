package exchange

import (
	"html"
	"slices"
	"strings"

	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/vntext"
)

// answers reads what stands between the braces; false when no type of ours can say it.
func (g *giftReader) answers(s string) bool {
	if i := strings.LastIndex(s, "####"); i >= 0 && !escapedAt(s, i) {
		g.it.Explanation = g.html(s[i+4:])
		s = strings.TrimSpace(s[:i])
	}
	verdict, _, _ := strings.Cut(s, "#")
	switch v := strings.ToUpper(strings.TrimSpace(verdict)); {
	case slices.Contains([]string{"T", "TRUE", "F", "FALSE"}, v):
		g.trueFalse(v[0] == 'T', s)
		return true
	case strings.HasPrefix(s, "#"):
		return g.numeric(strings.TrimSpace(s[1:]))
	}
	parts := giftParts(s)
	if len(parts) == 0 {
		return false
	}
	equal, tilde, arrow := 0, 0, 0
	for _, p := range parts {
		if p[0] == '~' {
			tilde++
			continue
		}
		equal++
		if strings.Contains(p, "->") {
			arrow++
		}
	}
	switch {
	case tilde == 0 && arrow == equal:
		return g.matching(parts)
	case tilde == 0:
		return g.short(parts)
	}
	return g.choices(parts, equal > 0)
}

// giftParts cuts answers at "=" and "~", which stay at their fronts.
func giftParts(s string) []string {
	var out []string
	for {
		i := unescaped(s, "=~")
		if i < 0 {
			return out
		}
		next := unescaped(s[i+1:], "=~")
		if next < 0 {
			return append(out, s[i:])
		}
		out = append(out, s[i:i+1+next])
		s = s[i+1+next:]
	}
}

// weighed splits an answer into weight in percent ("" when none is written), text and feedback.
func weighed(part string) (weight, text, feedback string) {
	text = part[1:]
	if m := giftWeight.FindStringSubmatch(text); m != nil {
		weight, text = strings.ReplaceAll(m[1], ",", "."), text[len(m[0]):]
	}
	if i := unescaped(text, "#"); i >= 0 {
		text, feedback = text[:i], text[i+1:]
	}
	return weight, text, feedback
}

func (g *giftReader) trueFalse(right bool, s string) {
	_, rest, _ := strings.Cut(s, "#")
	wrong, good := rest, ""
	if i := unescaped(rest, "#"); i >= 0 {
		wrong, good = rest[:i], rest[i+1:]
	}
	g.statement(&g.it, right, g.html(wrong), g.html(good))
}

// statement makes a question of one statement: ours ask for it apart from what is to be done with it.
func (r *reader) statement(it *item, right bool, wrongFeedback, rightFeedback string) {
	it.Type = course.TrueFalse
	stem, text := lastParagraph(it.Stem)
	if stem == "" {
		stem = "Nhận định sau đúng hay sai?"
		if strings.HasPrefix(r.options.Language, "en") {
			stem = "Is this statement true or false?"
		}
	}
	feedback := wrongFeedback
	switch {
	case feedback == "":
		feedback = rightFeedback
	case rightFeedback != "" && rightFeedback != feedback:
		feedback = "<p>" + feedback + "</p><p>" + rightFeedback + "</p>"
		r.note(Changed, it.line, "feedback-joined", nil)
	}
	it.Stem, it.Choices = stem, []course.Choice{{HTML: text, Text: textOf(text), Right: right, Feedback: feedback}}
}

func (g *giftReader) choices(parts []string, single bool) bool {
	g.it.Type, g.it.Shuffle = course.Multiple, true
	if single {
		g.it.Type = course.Single
	}
	var marks []mark
	for _, p := range parts {
		weight, text, feedback := weighed(p)
		m := mark{right: p[0] == '='}
		if m.right {
			m.fraction = 100
		}
		if weight != "" {
			m.fraction = number(weight)
		}
		if !single {
			m.right = m.fraction > 0
		}
		marks = append(marks, m)
		h := g.html(text)
		g.it.Choices = append(g.it.Choices, course.Choice{HTML: h, Text: textOf(h), Right: m.right, Feedback: g.html(feedback)})
	}
	g.weights(&g.it, marks)
	return true
}

func (g *giftReader) short(parts []string) bool {
	g.it.Type, g.it.Match = course.Short, "loose"
	for _, p := range parts {
		weight, text, feedback := weighed(p)
		g.entry(&g.it, giftPlain(text), weight, g.html(feedback))
	}
	return true
}

func (g *giftReader) numeric(s string) bool {
	g.it.Type = course.Numeric
	parts := giftParts(s)
	if i := unescaped(s, "=~"); i != 0 { // one number without "="
		first := s
		if i > 0 {
			first = s[:i]
		}
		parts = append([]string{"=" + first}, parts...)
	}
	for _, p := range parts {
		weight, text, feedback := weighed(p)
		if text = strings.TrimSpace(text); p[0] == '~' && text == "" {
			g.note(Lost, g.it.line, "other-answers", nil)
			continue
		}
		key, ok := giftNumber(text)
		if !ok {
			g.note(Lost, g.it.line, "number", fault.Args{"text": clip(text)})
			continue
		}
		key.weight, key.feedback = weight, g.html(feedback)
		if p[0] == '~' && weight == "" {
			key.weight = "0"
		}
		g.number(&g.it, key)
	}
	return len(g.it.Choices) > 0
}

// giftNumber reads a number, "number:tolerance" or "low..high".
func giftNumber(s string) (numberKey, bool) {
	if low, high, ok := strings.Cut(s, ".."); ok {
		return rangeKey(low, high)
	}
	value, tolerance, ok := strings.Cut(s, ":")
	if !ok {
		tolerance = "0"
	}
	return aroundKey(value, tolerance)
}

// matching reads pairs; one without a left side only adds a right one to choose from.
func (g *giftReader) matching(parts []string) bool {
	g.it.Type = course.Matching
	for _, p := range parts {
		_, text, feedback := weighed(p)
		if feedback != "" {
			g.note(Lost, g.it.line, "answer-feedback", fault.Args{"id": clip(g.it.Title)})
		}
		left, right, _ := strings.Cut(text, "->")
		g.it.pair(g.html(left), giftPlain(right))
	}
	return len(g.it.Pairs) > 0
}

// pair adds a row of a matching question. Equal right sides are one.
func (it *item) pair(left, right string) {
	right = vntext.Normal(right)
	i := slices.IndexFunc(it.Choices, func(c course.Choice) bool { return c.Text == right })
	if i < 0 {
		i = len(it.Choices)
		it.Choices = append(it.Choices, course.Choice{HTML: html.EscapeString(right), Text: right})
	}
	if strings.TrimSpace(left) != "" {
		it.Pairs = append(it.Pairs, course.Pair{HTML: left, Text: textOf(left), Choice: i})
	}
}
