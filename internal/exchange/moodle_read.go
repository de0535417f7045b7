package exchange

import (
	"encoding/base64"
	"errors"
	"path"
	"slices"
	"strings"

	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/vntext"
)

// Moodle XML: https://docs.moodle.org/en/Moodle_XML_format

// moodle reads a file of questions.
func (r *reader) moodle(data []byte) {
	root, line, err := readXML(data)
	if err != nil {
		key := "xml"
		switch {
		case errors.Is(err, errDoctype):
			key = "xml-doctype"
		case errors.Is(err, errDeep):
			key = "xml-deep"
		}
		r.note(Lost, line, key, nil)
		return
	}
	quiz := root.at("quiz")
	if quiz.name == "" {
		r.note(Lost, 0, "xml-quiz", nil)
		return
	}
	for _, q := range quiz.list("question") {
		r.moodleQuestion(q)
	}
}

func (r *reader) moodleQuestion(n *xmlNode) {
	kind := n.attr("type")
	if kind == "category" {
		r.note(Changed, n.line, "category", fault.Args{"name": clip(strings.TrimPrefix(n.says("category", "text"), "$course$/"))})
		return
	}
	m := &moodleReader{reader: r, n: n, it: item{file: r.file, line: n.line}}
	m.it.Title = vntext.Normal(n.says("name", "text"))
	m.it.ID = n.says("idnumber")
	m.it.Stem = m.html(n.at("questiontext"))
	m.it.Explanation = m.html(n.at("generalfeedback"))
	for _, t := range n.at("tags").list("tag") {
		m.it.tags = append(m.it.tags, t.says("text"))
	}
	if grade := n.says("defaultgrade"); grade != "" && !slices.ContainsFunc(m.it.tags, func(t string) bool { return strings.HasPrefix(t, "points=") || strings.HasPrefix(t, "part=") }) {
		m.worth(&m.it, grade)
	}
	if !m.answers(kind) {
		r.note(Lost, n.line, "type", fault.Args{"title": clip(m.it.Title), "type": clip(kind)})
		return
	}
	for _, h := range n.list("hint") {
		if h.says("text") != "" {
			r.note(Lost, h.line, "hint", nil)
		}
	}
	r.items = append(r.items, m.it)
}

// moodleReader reads one question.
type moodleReader struct {
	*reader
	n  *xmlNode
	it item
}

// html is a text with a format attribute; its files become the item's pictures.
func (m *moodleReader) html(n *xmlNode) string {
	format := n.attr("format")
	if format == "" || format == "moodle_auto_format" {
		format = "html"
	}
	for _, f := range n.list("file") {
		data, err := base64.StdEncoding.DecodeString(strings.Map(func(r rune) rune {
			if r <= ' ' {
				return -1
			}
			return r
		}, f.text))
		name := path.Base("/" + f.attr("name"))
		if err != nil || f.attr("encoding") != "base64" {
			m.note(Lost, f.line, "picture", fault.Args{"name": clip(name)})
			continue
		}
		m.it.pictures = append(m.it.pictures, File{Path: name, Data: data})
	}
	return formatted(format, n.says("text"))
}

// answers reads the answers of a type; false when no type of ours can say it.
func (m *moodleReader) answers(kind string) bool {
	answers := m.n.list("answer")
	switch kind {
	case "multichoice":
		m.choices(answers)
	case "truefalse":
		return m.trueFalse(answers)
	case "shortanswer":
		m.it.Type, m.it.Match = course.Short, "loose"
		if m.n.says("usecase") == "1" {
			m.it.Match = "exact"
		}
		for _, a := range answers {
			m.entry(&m.it, a.says("text"), a.attr("fraction"), m.html(a.at("feedback")))
		}
	case "numerical":
		m.numeric(answers)
	case "matching":
		m.it.Type = course.Matching
		for _, sub := range m.n.list("subquestion") {
			m.it.pair(m.html(sub), sub.says("answer", "text"))
		}
		return len(m.it.Pairs) > 0
	case "cloze":
		return m.cloze()
	case "ordering":
		m.it.Type = course.Ordering
		for _, a := range answers {
			h := formatted(m.formatOf(a), a.says("text"))
			m.files(a)
			m.it.Choices = append(m.it.Choices, course.Choice{HTML: h, Text: textOf(h)})
		}
	default:
		return false
	}
	return len(m.it.Choices) > 0
}

func (m *moodleReader) choices(answers []*xmlNode) {
	m.it.Type = course.Single
	if s := m.n.says("single"); s == "false" || s == "0" {
		m.it.Type = course.Multiple
	}
	s := m.n.says("shuffleanswers")
	m.it.Shuffle = s != "0" && s != "false"
	var marks []mark
	for _, a := range answers {
		f := number(a.attr("fraction"))
		right := f > 0
		if m.it.Type == course.Single {
			right = f > 99.999
		}
		marks = append(marks, mark{right, f})
		h := formatted(m.formatOf(a), a.says("text"))
		m.files(a)
		m.it.Choices = append(m.it.Choices, course.Choice{HTML: h, Text: textOf(h), Right: right, Feedback: m.html(a.at("feedback"))})
	}
	m.weights(&m.it, marks)
	for _, name := range []string{"correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"} {
		if n := m.n.at(name); textOf(n.says("text")) != "" && !standardFeedback(textOf(n.says("text"))) {
			m.note(Lost, n.line, "combined-feedback", nil)
		}
	}
}

func (m *moodleReader) formatOf(a *xmlNode) string {
	if f := a.attr("format"); f != "" && f != "moodle_auto_format" {
		return f
	}
	return "html"
}

// files takes the files of an answer, whose text stands in the same element.
func (m *moodleReader) files(a *xmlNode) {
	_ = m.html(&xmlNode{kids: a.list("file")})
}

// standardFeedback is what Moodle writes for everybody, which says nothing.
func standardFeedback(s string) bool {
	return slices.Contains([]string{
		"Your answer is correct.", "Your answer is partially correct.", "Your answer is incorrect.",
		"Câu trả lời của bạn đúng", "Câu trả lời đúng", "Câu trả lời sai", "Câu trả lời đúng một phần",
		"Câu trả lời của bạn là đúng.", "Câu trả lời của bạn đúng một phần.", "Câu trả lời của bạn sai.",
	}, s)
}

func (m *moodleReader) trueFalse(answers []*xmlNode) bool {
	var right bool
	var good, bad string
	for _, a := range answers {
		if number(a.attr("fraction")) > 50 {
			right = strings.EqualFold(a.says("text"), "true")
			good = m.html(a.at("feedback"))
		} else {
			bad = m.html(a.at("feedback"))
		}
	}
	m.statement(&m.it, right, bad, good)
	return len(answers) == 2
}

func (m *moodleReader) numeric(answers []*xmlNode) {
	m.it.Type = course.Numeric
	for _, a := range answers {
		text, tolerance := a.says("text"), a.says("tolerance")
		if text == "*" {
			m.note(Lost, a.line, "other-answers", nil)
			continue
		}
		if tolerance == "" {
			tolerance = "0"
		}
		k, ok := aroundKey(text, tolerance)
		if !ok {
			m.note(Lost, a.line, "number", fault.Args{"text": clip(text)})
			continue
		}
		k.weight, k.feedback = a.attr("fraction"), m.html(a.at("feedback"))
		m.number(&m.it, k)
	}
	units := m.n.at("units").list("unit")
	for i, u := range units {
		if i == 0 && number(u.says("multiplier")) == 1 {
			m.it.Unit = vntext.Normal(u.says("unit_name"))
			continue
		}
		m.note(Lost, u.line, "unit", fault.Args{"name": clip(u.says("unit_name"))})
	}
}
