package exchange

import (
	"html"
	"regexp"
	"strings"

	"hocso/internal/course"
	"hocso/internal/fault"
)

// Aiken: a question, one line an answer, and the letter of the right one. https://docs.moodle.org/en/Aiken_format

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

var (
	aikenAnswer = regexp.MustCompile(`^\s*([A-Za-z])\s*[.)]\s+(.*)$`)
	aikenKey    = regexp.MustCompile(`(?i)^\s*(?:ANSWER|ĐÁP ÁN)\s*:\s*([A-Za-z])\b\s*\.?\s*$`)
)

// looksAiken reports whether a text has a line with a key, which GIFT never has.
func looksAiken(text string) bool {
	for line := range strings.Lines(text) {
		if aikenKey.MatchString(strings.TrimRight(line, "\n")) {
			return true
		}
	}
	return false
}

// aikenReader gathers one question.
type aikenReader struct {
	*reader
	line    int
	stem    []string
	letters string
	answers []string
	gap     bool // an empty line has come since the last answer
}

func (r *reader) aiken(text string) {
	a := &aikenReader{reader: r}
	for n, line := range strings.Split(text, "\n") {
		a.take(n+1, strings.TrimSpace(line))
	}
	a.unanswered()
}

// unanswered reports a question that ended without a key.
func (a *aikenReader) unanswered() {
	if len(a.stem) > 0 {
		a.note(Lost, a.line, "no-key", fault.Args{"title": clip(strings.Join(a.stem, " "))})
	}
}

func (a *aikenReader) take(n int, line string) {
	if len(a.stem) == 0 {
		a.line = n
	}
	if m := aikenKey.FindStringSubmatch(line); m != nil {
		a.key(n, strings.ToUpper(m[1]))
		*a = aikenReader{reader: a.reader}
		return
	}
	m := aikenAnswer.FindStringSubmatch(line)
	switch {
	case line == "":
		a.gap = len(a.answers) > 0
	case m != nil && len(a.stem) > 0 && a.follows(strings.ToUpper(m[1])):
		a.letters += strings.ToUpper(m[1])
		a.answers = append(a.answers, strings.TrimSpace(m[2]))
		a.gap = false
	case a.gap: // the next question: the key of this one is missing
		a.unanswered()
		*a = aikenReader{reader: a.reader, line: n, stem: []string{line}}
	case len(a.answers) > 0: // the answer goes on
		a.answers[len(a.answers)-1] += " " + line
	default:
		a.stem = append(a.stem, line)
	}
}

// follows reports whether an answer may have the letter: the first is A, and others may leave one out.
func (a *aikenReader) follows(letter string) bool {
	if a.letters == "" {
		return letter == "A"
	}
	return letter > a.letters[len(a.letters)-1:]
}

func (a *aikenReader) key(n int, letter string) {
	i := strings.Index(a.letters, letter)
	if len(a.stem) == 0 || i < 0 {
		a.note(Lost, n, "no-answers", fault.Args{"title": clip(strings.Join(a.stem, " "))})
		return
	}
	it := item{file: a.file, line: a.line}
	it.Type, it.Shuffle = course.Single, true
	it.Stem = html.EscapeString(strings.Join(a.stem, "\n"))
	for k, text := range a.answers {
		it.Choices = append(it.Choices, course.Choice{HTML: html.EscapeString(text), Text: text, Right: k == i})
	}
	a.items = append(a.items, it)
}
