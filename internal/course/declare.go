package course

import (
	"strings"

	"hocso/internal/vntext"
)

// Edition is a version that was published, its bank included.
type Edition struct {
	Number int
	Course *Course
}

// Undeclared is a change that breaks what was published before, unless the author declares it: a question that asks
// something else under its id, a lesson or a module under another name.
type Undeclared struct {
	Case    UndeclaredCase
	ID      string   // of the question; the new key of the lesson ("module/lesson"), the new slug of the module
	Was     string   // what the lesson or module was called
	Lesson  string   // where the question stands; "" in the bank
	Number  int      // of the version that it contradicts
	Aspects []Aspect // of questions
}

// UndeclaredCase says what an Undeclared is about.
type UndeclaredCase string

// The cases.
const (
	QuestionChanged UndeclaredCase = "question-changed" // against the published version
	QuestionReused  UndeclaredCase = "question-reused"  // an id that an older version had, and the published one has not
	QuestionDoubted UndeclaredCase = "question-doubted" // it may ask something else: its author must say
	LessonRenamed   UndeclaredCase = "lesson-renamed"
	ModuleRenamed   UndeclaredCase = "module-renamed"
)

// CheckAgainst lists what a course changes in silence. The editions are those that were published, the newest first; an
// id is compared with the newest that has it, so that a question may come back as it was.
func CheckAgainst(editions []Edition, next *Course) []Undeclared {
	if len(editions) == 0 {
		return nil
	}
	return append(undeclaredQuestions(editions, next), undeclaredNames(editions[0], next)...)
}

func undeclaredQuestions(editions []Edition, next *Course) []Undeclared {
	order, questions := questionsOf(next, true)
	var out []Undeclared
	known := map[string]bool{}
	for i, e := range editions {
		_, old := questionsOf(e.Course, true)
		for _, id := range order {
			was, ok := old[id]
			if !ok || known[id] {
				continue
			}
			known[id] = true
			u := Undeclared{Case: QuestionReused, ID: id, Lesson: questions[id].lesson, Number: e.Number, Aspects: Meaning(was.Question, questions[id].Question)}
			if i == 0 {
				u.Case = QuestionChanged
			}
			if len(u.Aspects) == 0 {
				u.Case, u.Aspects = QuestionDoubted, Doubts(was.Question, questions[id].Question)
			}
			if len(u.Aspects) > 0 {
				out = append(out, u)
			}
		}
	}
	return out
}

func undeclaredNames(e Edition, next *Course) []Undeclared {
	pairs := pairLessons(e.Course, next)
	out := undeclaredModules(e, next, pairs)
	var gone, come []lessonPair
	for _, p := range pairs {
		if p.is == nil {
			gone = append(gone, p)
		} else if p.was == nil {
			come = append(come, p)
		}
	}
	for _, g := range gone {
		for i, c := range come {
			if c.is != nil && sameLesson(g.was, c.is) {
				out = append(out, Undeclared{Case: LessonRenamed, ID: c.isKey, Was: g.wasKey, Number: e.Number})
				come[i].is = nil
				break
			}
		}
	}
	return out
}

// undeclaredModules finds modules that are gone while lessons of theirs stand in a new one that does not name them.
func undeclaredModules(e Edition, next *Course, pairs []lessonPair) []Undeclared {
	is, was := map[string]bool{}, map[string]bool{}
	for _, m := range next.Modules {
		is[m.Slug], is[m.Was] = true, true
	}
	for _, m := range e.Course.Modules {
		was[m.Slug] = true
	}
	var out []Undeclared
	for _, p := range pairs {
		if p.was == nil || p.is == nil {
			continue
		}
		from, _, _ := strings.Cut(p.wasKey, "/")
		to, _, _ := strings.Cut(p.isKey, "/")
		if !is[from] && !was[to] {
			is[from] = true // told once
			out = append(out, Undeclared{Case: ModuleRenamed, ID: to, Was: from, Number: e.Number})
		}
	}
	return out
}

// sameLesson holds for lessons that a reader would take for one: the same title, or half of their words.
func sameLesson(a, b *Lesson) bool {
	if vntext.Fold(a.Title) == vntext.Fold(b.Title) {
		return true
	}
	w, v := lessonWords(a), lessonWords(b)
	return len(w) > 0 && 2*wordsApart(w, v) <= len(w)+len(v)
}
