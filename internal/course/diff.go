package course

import (
	"html"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Kind is a kind of change between two versions.
type Kind string

// The kinds of changes.
const (
	Added   Kind = "added"
	Removed Kind = "removed"
	Renamed Kind = "renamed" // nothing but its name or place
	Mended  Kind = "mended"  // a few words; who read it need not read it again
	Changed Kind = "changed" // a lesson to read again; a question that asks something else
)

// Changes is what one version of a course brings against another, in the terms of its readers and its authors.
type Changes struct {
	Parts     []PartChange
	Lessons   []LessonChange
	Questions []QuestionChange // those of the bank only where both courses hold their bank
}

// Empty reports that the two say the same.
func (c Changes) Empty() bool { return len(c.Parts)+len(c.Lessons)+len(c.Questions) == 0 }

// PartChange is a change of the course as a whole: see the Part constants.
type PartChange struct {
	Part     Part
	From, To string // figures of the exam; empty where the part is a text or a list
}

// Part is something that a course says about itself.
type Part string

// The parts of a course besides lessons and questions.
const (
	PartTitle      Part = "title"
	PartSummary    Part = "summary"
	PartBody       Part = "body"
	PartLanguage   Part = "language"
	PartAudience   Part = "audience"
	PartHours      Part = "hours"
	PartStandard   Part = "standard"
	PartMapping    Part = "mapping"
	PartModules    Part = "modules" // their titles, summaries, texts and order
	PartGlossary   Part = "glossary"
	PartLanguages  Part = "translations" // a text of the course in another language
	PartCompletion Part = "completion"
	PartExam       Part = "exam" // came or went
	PartMinutes    Part = "exam-minutes"
	PartPass       Part = "exam-pass"
	PartAttempts   Part = "exam-attempts"
	PartWait       Part = "exam-wait"
	PartSize       Part = "exam-size"
	PartDraw       Part = "exam-draw"
	PartClaims     Part = "exam-claims"
	PartShow       Part = "exam-show"
)

// LessonChange is a lesson that came, went or changed.
type LessonChange struct {
	Kind        Kind
	Key, Was    string // "module/lesson" now and before; "" where it is not
	Title       string // now; before when it went
	Words       int    // that came or went
	Competences bool   // what the lesson aims at changed
}

// Diff compares two compiled courses. Banks count only where both hold one.
func Diff(before, after *Course) Changes {
	pairs := pairLessons(before, after)
	questions := diffQuestions(before, after, pairs)
	return Changes{Parts: diffParts(before, after), Lessons: diffLessons(pairs, questions), Questions: questions}
}

// Kept maps the lessons of before ("module/lesson") to what they are called after, for those whose reading still counts:
// all that neither went nor changed so much that they are to be read again.
func (c Changes) Kept(before *Course) map[string]string {
	out := map[string]string{}
	for _, p := range before.Places() {
		out[p.Key()] = p.Key()
	}
	for _, l := range c.Lessons {
		switch l.Kind {
		case Removed, Changed:
			delete(out, l.Was)
		case Renamed, Mended:
			out[l.Was] = l.Key
		case Added:
		}
	}
	return out
}

// lessonPair is a lesson before and after; nil where it is not.
type lessonPair struct {
	was, is       *Lesson
	wasKey, isKey string
}

// pairLessons finds each lesson's former self: by its place, by the slugs that "was" declares for it, for its module or for
// both, and else by a slug that stands once in either course, which is a lesson that moved to another module.
func pairLessons(before, after *Course) []lessonPair {
	old := map[string]*Lesson{}
	var left []Place
	for _, p := range before.Places() {
		old[p.Key()] = p.Lesson
		left = append(left, p)
	}
	var out []lessonPair
	taken := map[string]bool{}
	take := func(pair *lessonPair, key string) {
		if old[key] != nil && !taken[key] {
			taken[key] = true
			pair.was, pair.wasKey = old[key], key
		}
	}
	places := after.Places()
	for _, p := range places {
		pair := lessonPair{is: p.Lesson, isKey: p.Key()}
		take(&pair, p.Key())
		out = append(out, pair)
	}
	for _, former := range []func(p Place) string{ // what an earlier renaming declared may still stand beside a new one
		func(p Place) string { return p.Module.Was + "/" + p.Lesson.Was },
		func(p Place) string { return p.Module.Slug + "/" + p.Lesson.Was },
		func(p Place) string { return p.Module.Was + "/" + p.Lesson.Slug },
		func(p Place) string { return moved(left, places, p, p.Lesson.Was) },
		func(p Place) string { return moved(left, places, p, p.Lesson.Slug) },
	} {
		for i, p := range places {
			if out[i].was == nil {
				take(&out[i], former(p))
			}
		}
	}
	for _, p := range left {
		if !taken[p.Key()] {
			out = append(out, lessonPair{was: p.Lesson, wasKey: p.Key()})
		}
	}
	return out
}

// moved is the key that a lesson had in another module under a slug; "" when the slug does not tell whose it was.
func moved(before, after []Place, p Place, slug string) string {
	if onlyBySlug(after, p.Lesson.Slug) == "" {
		return ""
	}
	return onlyBySlug(before, slug)
}

// onlyBySlug is the key of the one lesson with a slug; "" when there is none or several.
func onlyBySlug(places []Place, slug string) string {
	key := ""
	for _, p := range places {
		if p.Lesson.Slug == slug {
			if key != "" {
				return ""
			}
			key = p.Key()
		}
	}
	return key
}

func diffLessons(pairs []lessonPair, questions []QuestionChange) []LessonChange {
	touched := map[string]bool{}
	for _, q := range questions {
		touched[q.Lesson] = true
	}
	var out []LessonChange
	for _, p := range pairs {
		switch {
		case p.was == nil:
			out = append(out, LessonChange{Kind: Added, Key: p.isKey, Title: p.is.Title})
		case p.is == nil:
			out = append(out, LessonChange{Kind: Removed, Was: p.wasKey, Title: p.was.Title})
		default:
			if c := p.change(touched[p.isKey]); c.Kind != "" {
				out = append(out, c)
			}
		}
	}
	return out
}

// A lesson counts as mended, not changed, while at most this many words came or went, or this part of all of them.
const (
	mendedWords = 8
	mendedPart  = 50 // one in so many
)

func (p lessonPair) change(questions bool) LessonChange {
	c := LessonChange{Key: p.isKey, Was: p.wasKey, Title: p.is.Title, Competences: !sameTargets(p.was.Competences, p.is.Competences)}
	was, is := lessonWords(p.was), lessonWords(p.is)
	c.Words = wordsApart(was, is)
	switch same := slices.Equal(was, is); {
	case c.Competences, c.Words > max(mendedWords, len(was)/mendedPart):
		c.Kind = Changed
	case !same, questions, p.was.Title != p.is.Title, p.was.Summary != p.is.Summary:
		c.Kind = Mended
	case p.wasKey != p.isKey:
		c.Kind = Renamed
	}
	return c
}

func sameTargets(a, b []Target) bool { return slices.Equal(a, b) }

func lessonWords(l *Lesson) []string {
	var out []string
	for _, b := range l.Blocks {
		out = append(out, Words(b.HTML)...)
	}
	return out
}

var (
	sourced = regexp.MustCompile(`\s(?:src|alt)="([^"]*)"`)
	tagged  = regexp.MustCompile(`<[^>]*>`)
)

// Words are what a reader sees of compiled HTML, and the pictures in it by their names: what does not depend on how a
// release of the program writes its tags.
func Words(h string) []string {
	text := tagged.ReplaceAllStringFunc(h, func(tag string) string {
		var seen strings.Builder
		for _, m := range sourced.FindAllStringSubmatch(tag, -1) {
			seen.WriteString(" " + m[1])
		}
		return seen.String() + " "
	})
	return strings.Fields(html.UnescapeString(text))
}

// wordsApart counts the words that stand in one of two texts only.
func wordsApart(a, b []string) int {
	count := map[string]int{}
	for _, w := range a {
		count[w]++
	}
	for _, w := range b {
		count[w]--
	}
	n := 0
	for _, c := range count {
		n += max(c, -c)
	}
	return n
}

func diffParts(a, b *Course) []PartChange {
	var out []PartChange
	note := func(p Part, same bool) {
		if !same {
			out = append(out, PartChange{Part: p})
		}
	}
	note(PartTitle, a.Title == b.Title)
	note(PartSummary, a.Summary == b.Summary)
	note(PartBody, sameWords(a.Body, b.Body))
	note(PartLanguage, a.Language == b.Language)
	note(PartAudience, slices.Equal(a.Audience, b.Audience))
	note(PartHours, a.Hours == b.Hours)
	note(PartStandard, a.Standard == b.Standard)
	note(PartMapping, alike(a.Mapping, b.Mapping))
	note(PartModules, slices.EqualFunc(a.Modules, b.Modules, func(m, n Module) bool {
		return m.Slug == n.Slug && m.Title == n.Title && m.Summary == n.Summary && sameWords(m.Body, n.Body)
	}))
	note(PartGlossary, slices.EqualFunc(a.Glossary, b.Glossary, sameTerm))
	note(PartLanguages, slices.EqualFunc(a.Translations, b.Translations, sameTranslation))
	note(PartCompletion, a.Completion == b.Completion)
	return append(out, diffExam(a.Exam, b.Exam)...)
}

func diffExam(a, b *Exam) []PartChange {
	switch {
	case a == nil && b == nil:
		return nil
	case a == nil:
		return []PartChange{{Part: PartExam, To: b.Title}}
	case b == nil:
		return []PartChange{{Part: PartExam, From: a.Title}}
	}
	var out []PartChange
	for _, f := range []struct {
		part     Part
		from, to int
	}{
		{PartMinutes, a.Minutes, b.Minutes},
		{PartPass, a.Pass, b.Pass},
		{PartAttempts, a.Attempts, b.Attempts},
		{PartWait, a.WaitHours, b.WaitHours},
		{PartSize, a.Size(), b.Size()},
	} {
		if f.from != f.to {
			out = append(out, PartChange{f.part, strconv.Itoa(f.from), strconv.Itoa(f.to)})
		}
	}
	if !alike(a.Draw, b.Draw) {
		out = append(out, PartChange{Part: PartDraw})
	}
	if !alike(a.Claims, b.Claims) {
		out = append(out, PartChange{Part: PartClaims})
	}
	if a.Show != b.Show {
		out = append(out, PartChange{Part: PartShow, From: a.Show, To: b.Show})
	}
	return out
}

func sameWords(a, b string) bool { return a == b || slices.Equal(Words(a), Words(b)) }

// alike compares lists; none and an empty one are the same, as JSON keeps them apart and authors do not.
func alike[T any](a, b []T) bool { return (len(a) == 0 && len(b) == 0) || reflect.DeepEqual(a, b) }

// OfExam reports whether a part is what a learner plans by: the completion rule and the exam.
func (p Part) OfExam() bool {
	return p == PartCompletion || strings.HasPrefix(string(p), string(PartExam))
}
