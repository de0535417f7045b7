package content

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/vntext"
)

// placed is a question with the place of its heading, for checks that compare questions.
type placed struct {
	course.Question
	page *page
	pos  int
	stem string // folded letters and digits of what is asked
}

// bank reads the bank's files in the order of their names.
func (l *loader) bank() {
	for _, p := range l.ordered {
		if p.kind != bankPage || p.doc == nil {
			continue
		}
		w := l.writer(p)
		var file []placed
		var of *scenario
		for _, part := range p.parts {
			if part.question == nil {
				continue
			}
			if part.story() && part.scenario == nil {
				of = l.readScenario(p, part, w)
				continue
			}
			q, ok := l.readQuestion(p, part, w, nil, part.of(of))
			file = append(file, q)
			if ok {
				l.course.Bank = append(l.course.Bank, q.Question)
			}
		}
		l.inBank = append(l.inBank, file...)
		p.patterns(file)
	}
}

// place notes where a question stands and what it asks. "Judge each of these" asks nothing by itself, so what is judged,
// matched or put in order belongs to what is asked.
func (l *loader) place(r *questionReader) placed {
	words := []string{r.asked}
	switch r.q.Type {
	case course.TrueFalse, course.Matching, course.Ordering, course.Hotspot:
		for _, c := range r.q.Choices {
			words = append(words, c.Text)
		}
		for _, p := range r.q.Pairs {
			words = append(words, p.Text)
		}
	case course.Single, course.Multiple, course.Numeric, course.Short, course.Cloze, course.Practical: // the stem says it
	}
	stem := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, vntext.Fold(strings.Join(words, " ")))
	return placed{Question: r.q, page: r.p, pos: r.h.pos, stem: stem}
}

// together checks what only the whole course shows: ids that stand twice, and bank questions that a lesson gives away.
func (l *loader) together() {
	first := map[string]placed{}
	stems := map[string]placed{}
	for _, q := range l.inLessons {
		if q.stem != "" {
			stems[q.stem] = q
		}
	}
	for i, q := range slices.Concat(l.inLessons, l.inBank, l.scenarios) {
		if other, twice := first[q.ID]; twice && q.ID != "" {
			l.idTwice(q, other)
			continue
		}
		first[q.ID] = q
		if other, same := stems[q.stem]; same && i >= len(l.inLessons) {
			q.page.at(q.pos, "question.in-lesson", fault.Args{"file": other.page.rel, "line": other.page.lineAt(other.pos) + 1})
		}
	}
}

func (l *loader) idTwice(q, other placed) {
	if q.page == other.page {
		return // said with the headings
	}
	q.page.at(q.pos, "question.id-twice", fault.Args{
		"id": clip(q.ID, 60), "file": other.page.rel, "line": other.page.lineAt(other.pos) + 1,
	})
}

// Patterns are told from this many single questions in a file on.
const patternFrom = 6

// patterns warns when learners could find keys without knowing: the key is the longest answer in more than a third of
// the single questions, or stands at one place in more than half of them.
func (p *page) patterns(file []placed) {
	single, longest := 0, 0
	at := map[int]int{}
	for _, q := range file {
		key := slices.IndexFunc(q.Choices, func(c course.Choice) bool { return c.Right })
		if q.Type != course.Single || key < 0 {
			continue
		}
		single++
		at[key]++
		if longer(q.Choices, key) {
			longest++
		}
	}
	if single < patternFrom {
		return
	}
	if longest*3 > single {
		p.at(-1, "bank.longest", fault.Args{"count": longest, "all": single})
	}
	for key := range 10 {
		if at[key]*2 > single {
			p.at(-1, "bank.position", fault.Args{"count": at[key], "all": single, "place": key + 1})
		}
	}
}

func longer(choices []course.Choice, key int) bool {
	for i, c := range choices {
		if i != key && utf8.RuneCountInString(c.Text) >= utf8.RuneCountInString(choices[key].Text) {
			return false
		}
	}
	return true
}
