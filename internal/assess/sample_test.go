package assess_test

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"hocso/internal/assess"
	"hocso/internal/course"
	"hocso/internal/standard"
)

// question makes a question whose choices are right where key has an "x": "x--" is a choice of three, the first right.
func question(t course.Type, key string) *course.Question {
	q := &course.Question{ID: "q", Type: t, Language: "vi", Points: course.One(), Shuffle: true, Competence: code("2.3"), Level: 1}
	for i, k := range key {
		text := fmt.Sprintf("ý %d", i)
		q.Choices = append(q.Choices, course.Choice{HTML: text, Text: text, Right: k == 'x', Feedback: fmt.Sprintf("f%d", i)})
	}
	return q
}

// typed makes a numeric or short question from its items, "+text" accepted and "-text" a known slip.
func typed(t course.Type, items ...string) *course.Question {
	q := question(t, "")
	for _, s := range items {
		q.Choices = append(q.Choices, course.Choice{HTML: s[1:], Text: s[1:], Right: s[0] == '+', Feedback: "về " + s[1:]})
	}
	return q
}

// match makes a matching question with n right cells; keys are those of the left cells, from 0.
func match(n int, keys ...int) *course.Question {
	q := question(course.Matching, strings.Repeat("-", n))
	for i, k := range keys {
		text := fmt.Sprintf("vế %d", i)
		q.Pairs = append(q.Pairs, course.Pair{HTML: text, Text: text, Choice: k, Feedback: fmt.Sprintf("p%d", i)})
	}
	for i := range q.Choices {
		q.Choices[i].Feedback = ""
	}
	return q
}

func matchingQuestion(t *rapid.T) *course.Question {
	n := rapid.IntRange(1, 6).Draw(t, "right cells")
	q := match(n, rapid.SliceOfN(rapid.IntRange(0, n-1), 2, 6).Draw(t, "keys")...)
	q.AllOrNone = rapid.Bool().Draw(t, "scoring=all")
	return q
}

// cloze makes a question with gaps: "+-" is a menu of two whose first is right, "=text" is typed.
func cloze(gaps ...string) *course.Question {
	q := question(course.Cloze, "")
	for i, spec := range gaps {
		g := course.Gap{Label: fmt.Sprintf("chỗ %d", i), Type: course.Single}
		if text, typed := strings.CutPrefix(spec, "="); typed {
			g.Type = course.Short
			if _, err := assess.NumericKey("vi", text); err == nil {
				g.Type = course.Numeric
			}
			g.Choices = []course.Choice{{HTML: text, Text: text, Right: true, Feedback: "gõ " + text}}
		}
		for j, k := range strings.TrimPrefix(spec, "=") {
			if g.Type == course.Single {
				g.Choices = append(g.Choices, course.Choice{Text: fmt.Sprint(j), Right: k == '+', Feedback: fmt.Sprintf("g%d%d", i, j)})
			}
		}
		q.Gaps = append(q.Gaps, g)
	}
	return q
}

func clozeQuestion(t *rapid.T) *course.Question {
	q := cloze(rapid.SliceOfN(rapid.SampledFrom([]string{"+-", "-+-", "=Hà Nội", "=1.500", "=2..4"}), 1, 5).Draw(t, "gaps")...)
	q.AllOrNone = rapid.Bool().Draw(t, "scoring=all")
	return q
}

func orderingQuestion(t *rapid.T) *course.Question {
	q := question(course.Ordering, strings.Repeat("-", rapid.IntRange(3, 7).Draw(t, "items")))
	q.AllOrNone = rapid.Bool().Draw(t, "scoring=all")
	return q
}

func code(c string) standard.Ref { return standard.Ref{Framework: standard.TT02, Code: c} }

func rat(a, b int64) *big.Rat { return big.NewRat(a, b) }

func points(s string) course.Points {
	p, err := course.ParsePoints(s)
	if err != nil {
		panic(err)
	}
	return p
}

// choiceQuestion draws a well-formed question whose answers are chosen or judged.
func choiceQuestion(t *rapid.T) *course.Question {
	kind := rapid.SampledFrom([]course.Type{course.Single, course.Multiple, course.TrueFalse, course.Hotspot}).Draw(t, "type")
	n := rapid.IntRange(3, 7).Draw(t, "choices")
	key := []byte(rapid.StringOfN(rapid.SampledFrom([]rune("x-")), n, n, -1).Draw(t, "key"))
	switch kind {
	case course.Single:
		for i := range key {
			key[i] = '-'
		}
		key[rapid.IntRange(0, n-1).Draw(t, "right")] = 'x'
	case course.Multiple:
		key[0], key[1] = 'x', '-'
	case course.Hotspot:
		key[0] = 'x'
	}
	q := question(kind, string(key))
	q.AllOrNone = rapid.Bool().Draw(t, "scoring=all")
	return q
}

// bankQuestion draws a bank question in few competences, levels, files and apart groups, so that rows overlap.
func bankQuestion(t *rapid.T, i int) course.Question {
	q := *question(rapid.SampledFrom([]course.Type{course.Single, course.Multiple, course.TrueFalse, course.Short}).Draw(t, "type"), "x--")
	q.ID = fmt.Sprintf("q%d", i)
	q.Competence = code(rapid.SampledFrom([]string{"1.1", "2.3", "4.2"}).Draw(t, "competence"))
	q.Level = rapid.IntRange(1, 3).Draw(t, "level")
	q.File = rapid.SampledFrom([]string{"01-a.md", "02-b.md"}).Draw(t, "file")
	q.Shuffle = rapid.Bool().Draw(t, "shuffle")
	q.Apart = rapid.SampledFrom([]string{"", "", "", "g1", "g2", "g3"}).Draw(t, "apart")
	return q
}

func blueprintRow(t *rapid.T, maxCount int) course.Row {
	r := course.Row{Count: rapid.IntRange(1, maxCount).Draw(t, "count")}
	for _, c := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"1.1", "2.3", "4.2"}), 1, 2, rapid.ID).Draw(t, "competences") {
		r.Competences = append(r.Competences, code(c))
	}
	r.Low = rapid.IntRange(1, 3).Draw(t, "low")
	r.High = rapid.IntRange(r.Low, 3).Draw(t, "high")
	r.From = rapid.SampledFrom([]string{"", "", "01-a.md"}).Draw(t, "from")
	r.Types = rapid.SampledFrom([][]course.Type{nil, nil, {course.Single, course.Short}}).Draw(t, "types")
	return r
}

// story draws the parts of a scenario. Their order in the bank and their competences do not matter.
func story(t *rapid.T, i, parts int) []course.Question {
	out := make([]course.Question, parts)
	for n := range out {
		out[n] = bankQuestion(t, i+n)
		out[n].Apart = ""
		out[n].Scenario = &course.Scenario{ID: fmt.Sprintf("s%d", i), Stem: "chuyện", Part: n + 1, Parts: parts}
	}
	return out
}

// feasible draws a blueprint and a bank that can meet it: for each place in the exam the bank gets a question of its own.
func feasible(t *rapid.T) (*course.Exam, []course.Question) {
	e := &course.Exam{Pass: 70}
	var bank []course.Question
	for range rapid.IntRange(1, 4).Draw(t, "rows") {
		if rapid.IntRange(0, 3).Draw(t, "scenarios") == 0 {
			r := course.Row{Scenario: course.AnyScenario, Parts: rapid.IntRange(2, 3).Draw(t, "parts"), Count: rapid.IntRange(1, 2).Draw(t, "count")}
			for range r.Count {
				bank = append(bank, story(t, len(bank), r.Parts)...)
			}
			if r.Count == 1 && rapid.Bool().Draw(t, "by id") {
				r.Scenario = bank[len(bank)-1].Scenario.ID
			}
			e.Draw = append(e.Draw, r)
			continue
		}
		r := blueprintRow(t, 3)
		e.Draw = append(e.Draw, r)
		for range r.Count {
			q := bankQuestion(t, len(bank))
			q.Competence, q.Level, q.File, q.Type = r.Competences[0], r.Low, "01-a.md", course.Single
			if q.Apart != "" {
				q.Apart = fmt.Sprintf("own%d", len(bank))
			}
			bank = append(bank, q)
		}
	}
	for range rapid.IntRange(0, 1).Draw(t, "other scenarios") {
		bank = append(bank, story(t, len(bank), rapid.IntRange(2, 3).Draw(t, "parts"))...)
	}
	for range rapid.IntRange(0, 8).Draw(t, "others") {
		q := bankQuestion(t, len(bank))
		if own := bank[rapid.IntRange(0, len(bank)-1).Draw(t, "sibling")]; own.Apart != "" && own.Scenario == nil {
			q.Apart = own.Apart
		}
		bank = append(bank, q)
	}
	return e, rapid.Permutation(bank).Draw(t, "bank")
}

// everyDraw calls yield with each set of questions that a blueprint can draw, one entry a place of the exam. It is the
// slow, obvious definition that the rules are tested against.
func everyDraw(e *course.Exam, bank []course.Question, yield func([]*course.Question)) {
	var places []course.Row
	for _, r := range e.Draw {
		places = append(places, slices.Repeat([]course.Row{r}, r.Count)...)
	}
	var drawn []*course.Question // one a place; of a scenario the first part
	var next func()
	next = func() {
		if len(drawn) == len(places) {
			yield(withParts(drawn, bank))
			return
		}
		for i := range bank {
			q := &bank[i]
			taken := slices.ContainsFunc(drawn, func(d *course.Question) bool {
				return d.ID == q.ID || (q.Apart != "" && d.Apart == q.Apart)
			})
			if taken || !places[len(drawn)].Fits(q) || (q.Scenario != nil && q.Scenario.Part != 1) {
				continue
			}
			drawn = append(drawn, q)
			next()
			drawn = drawn[:len(drawn)-1]
		}
	}
	next()
}

// withParts puts all parts of a scenario into the place of its first one.
func withParts(drawn []*course.Question, bank []course.Question) []*course.Question {
	var out []*course.Question
	for _, d := range drawn {
		out = append(out, d)
		for n := 2; d.Scenario != nil && n <= d.Scenario.Parts; n++ {
			i := slices.IndexFunc(bank, func(q course.Question) bool {
				return q.Scenario != nil && q.Scenario.ID == d.Scenario.ID && q.Scenario.Part == n
			})
			out = append(out, &bank[i])
		}
	}
	return out
}
