package exchange

import (
	"html"
	"maps"
	"regexp"
	"strings"

	"hocso/internal/course"
	"hocso/internal/fault"
)

// Aiken: a question, one line an answer, and the letter of the right one. https://docs.moodle.org/en/Aiken_format

// What it cannot say, such as several right answers, is reported and not guessed.

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

var (
	aikenAnswer = regexp.MustCompile(`^\s*([A-Za-z])\s*[.)]\s+(.*)$`)
	aikenKey    = regexp.MustCompile(`(?i)^\s*(?:ANSWER|ĐÁP ÁN)\s*:\s*(.*?)\s*\.?\s*$`)
	aikenLetter = regexp.MustCompile(`^[A-Za-z]$`)
	// aikenLetters are several right answers, for which the format has no words.
	aikenLetters = regexp.MustCompile(`(?i)^[A-Z](?:(?:\s*[,;&+/|]\s*|\s+(?:(?:và|and)\s+)?)[A-Z])+$`)
)

// keyLine is what a line gives as the key: a letter or several. Other words behind the sign are a key only below answers,
// for a question may ask in such words.
func keyLine(line string, below bool) (key string, ok bool) {
	m := aikenKey.FindStringSubmatch(line)
	if m == nil || !below && !aikenLetter.MatchString(m[1]) && !aikenLetters.MatchString(m[1]) {
		return "", false
	}
	return m[1], true
}

// looksAiken reports whether a text has a line with a key, which GIFT never has.
func looksAiken(text string) bool {
	for line := range strings.Lines(text) {
		if _, ok := keyLine(strings.TrimRight(line, "\n"), false); ok {
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
	gap     bool   // an empty line has come since the last answer
	twice   string // the letter that two answers have
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
		a.lost(a.line, "no-key", nil)
	}
}

// lost reports that the question is not taken.
func (a *aikenReader) lost(line int, key string, args fault.Args) {
	all := fault.Args{"title": clip(strings.Join(a.stem, " "))}
	maps.Copy(all, args)
	a.note(Lost, line, key, all)
}

func (a *aikenReader) take(n int, line string) {
	if len(a.stem) == 0 {
		a.line = n
	}
	if key, ok := keyLine(line, len(a.answers) > 0); ok {
		a.key(n, key)
		*a = aikenReader{reader: a.reader}
		return
	}
	letter, text := "", ""
	if m := aikenAnswer.FindStringSubmatch(line); m != nil {
		letter, text = strings.ToUpper(m[1]), strings.TrimSpace(m[2])
	}
	switch {
	case line == "":
		a.gap = len(a.answers) > 0
	case letter != "" && len(a.stem) > 0 && (letter == "A" || a.letters != ""): // the first is A; others may leave one out
		if strings.Contains(a.letters, letter) {
			a.twice = letter
		}
		a.letters += letter
		a.answers = append(a.answers, text)
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

// key ends the question, n being the line of the key.
func (a *aikenReader) key(n int, key string) {
	letter := strings.ToUpper(key)
	right := strings.Index(a.letters, letter)
	switch {
	case len(a.stem) == 0:
		a.lost(n, "stray-key", fault.Args{"key": clip(key)})
	case len(a.answers) == 0:
		a.lost(n, "no-answers", nil)
	case a.twice != "":
		a.lost(n, "letter-twice", fault.Args{"letter": a.twice})
	case aikenLetters.MatchString(key):
		a.lost(n, "many-keys", fault.Args{"key": clip(key)})
	case !aikenLetter.MatchString(key):
		a.lost(n, "row-key", fault.Args{"key": clip(key)})
	case right < 0:
		a.lost(n, "no-option", fault.Args{"letter": letter})
	default:
		a.question(right)
	}
}

// question takes the question; right is the place of its right answer.
func (a *aikenReader) question(right int) {
	it := item{file: a.file, line: a.line}
	it.Type, it.Shuffle = course.Single, true
	it.Stem = html.EscapeString(strings.Join(a.stem, "\n"))
	for k, text := range a.answers {
		it.Choices = append(it.Choices, course.Choice{HTML: html.EscapeString(text), Text: text, Right: k == right})
	}
	a.items = append(a.items, it)
}
