package course

import (
	"cmp"
	"slices"
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
	olds := make([]map[string]placedQuestion, len(editions))
	for i, e := range editions {
		_, olds[i] = questionsOf(e.Course, true)
	}
	for i, e := range editions {
		for _, id := range order {
			was, ok := olds[i][id]
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
			if len(u.Aspects) > 0 && !cameBack(olds[i+1:], questions[id].Question) {
				out = append(out, u)
			}
		}
	}
	return out
}

// cameBack holds for a question that an older version had just so: its records are of it already.
func cameBack(older []map[string]placedQuestion, q *Question) bool {
	return slices.ContainsFunc(older, func(old map[string]placedQuestion) bool {
		was, ok := old[q.ID]
		return ok && len(Meaning(was.Question, q))+len(Doubts(was.Question, q)) == 0 && sameText(was.Question, q)
	})
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
	for _, r := range renamed(gone, come) {
		out = append(out, Undeclared{Case: LessonRenamed, ID: r.isKey, Was: r.wasKey, Number: e.Number})
	}
	return out
}

// renamed pairs lessons that are gone with new ones that a reader would take for them: of the same title first, then those
// that share the most words. Each stands in one pair.
func renamed(gone, come []lessonPair) []lessonPair {
	type likelyPair struct {
		lessonPair
		title bool
		words float64 // the part that both share
	}
	var all []likelyPair
	for _, g := range gone {
		for _, c := range come {
			p := likelyPair{lessonPair{g.was, c.is, g.wasKey, c.isKey}, vntext.Fold(g.was.Title) == vntext.Fold(c.is.Title), shared(g.was, c.is)}
			if p.title || p.words >= 0.5 {
				all = append(all, p)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b likelyPair) int {
		return cmp.Or(boolInt(b.title)-boolInt(a.title), cmp.Compare(b.words, a.words))
	})
	var out []lessonPair
	taken := map[*Lesson]bool{}
	for _, p := range all {
		if !taken[p.was] && !taken[p.is] {
			taken[p.was], taken[p.is] = true, true
			out = append(out, p.lessonPair)
		}
	}
	return out
}

// shared is the part of the words of two lessons that stand in both, 0 to 1.
func shared(a, b *Lesson) float64 {
	w, v := lessonWords(a), lessonWords(b)
	if len(w)+len(v) == 0 {
		return 0
	}
	return 1 - float64(wordsApart(w, v))/float64(len(w)+len(v))
}

// undeclaredModules finds modules that are gone while lessons of theirs stand in a new one that does not name them.
func undeclaredModules(e Edition, next *Course, pairs []lessonPair) []Undeclared {
	is, was := map[string]bool{}, map[string]bool{}
	for _, m := range next.Modules {
		is[m.Slug], is[m.Was] = true, true
	}
	for _, m := range e.Course.Modules {
		was[m.Slug], was[m.Was] = true, true // a name that a module had before comes back without a word
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
