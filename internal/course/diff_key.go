package course

import (
	"slices"
	"strings"
)

// keyLikeness tells whether the same answers are right.
func keyLikeness(a, b *Question) likeness {
	switch a.Type {
	case Numeric:
		return sure(slices.Equal(entries(a, true), entries(b, true)))
	case Short:
		return sure(sameAccepted(a, b))
	case Matching:
		return pairsLikeness(a, b)
	case Ordering:
		return rowLikeness(readable(a.Choices), readable(b.Choices))
	case Cloze:
		return gapsLikeness(a.Gaps, b.Gaps)
	case Practical:
		return max(rubricLikeness(a.Rubric, b.Rubric), sure(samePass(a.HandIn, b.HandIn)))
	case Single, Multiple, TrueFalse, Hotspot:
	}
	return rightLikeness(a.Choices, b.Choices, a.Type == TrueFalse)
}

// sure is for what cannot be nearly the same.
func sure(same bool) likeness {
	if same {
		return sameSense
	}
	return anotherSense
}

func gapsLikeness(a, b []Gap) likeness {
	if len(a) != len(b) {
		return anotherSense
	}
	worst := sameSense
	for i, g := range a {
		h := b[i]
		worst = max(worst, sure(g.Type == h.Type), keyLikeness(&Question{Type: g.Type, Choices: g.Choices}, &Question{Type: g.Type, Choices: h.Choices}))
	}
	return worst
}

// samePass holds when the same kind of judge passes the same work.
func samePass(a, b *HandIn) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Pass == b.Pass
}

// pairsLikeness compares what belongs to each left cell: of those that stand in both, and of as many that are left and
// are near in words.
func pairsLikeness(a, b *Question) likeness {
	known, left := readable(a.Choices), slices.Clone(b.Pairs)
	right := func(p, o Pair) likeness {
		return reworded(readText(a.Choices[p.Choice].HTML), readText(b.Choices[o.Choice].HTML), known)
	}
	var gone []Pair
	worst := sameSense
	for _, p := range a.Pairs {
		i := slices.IndexFunc(left, func(o Pair) bool { return plainText(o.HTML) == plainText(p.HTML) })
		if i < 0 {
			gone = append(gone, p)
			continue
		}
		worst = max(worst, right(p, left[i]))
		left = slices.Delete(left, i, i+1)
	}
	if len(gone) != len(left) {
		return anotherSense
	}
	for _, p := range gone {
		best, at := anotherSense, -1
		for i, o := range left {
			if l := max(likely(readText(p.HTML), readText(o.HTML)), right(p, o)); l < best {
				best, at = l, i
			}
		}
		if at < 0 {
			return anotherSense
		}
		worst = max(worst, best)
		left = slices.Delete(left, at, at+1)
	}
	return worst
}

// rubricLikeness compares what the grades count and what each criterion asks for.
func rubricLikeness(a, b *Rubric) likeness {
	if a == nil || b == nil {
		return sure(a == b)
	}
	texts := func(r *Rubric) []string {
		out := make([]string, len(r.Criteria))
		for i, c := range r.Criteria {
			out[i] = readText(c.HTML)
		}
		return out
	}
	points := slices.EqualFunc(a.Columns, b.Columns, func(c, d RubricColumn) bool { return c.Points == d.Points })
	return max(sure(points), rowLikeness(texts(a), texts(b)))
}

// rowLikeness tells whether two rows say the same in the same order.
func rowLikeness(a, b []string) likeness {
	if len(a) != len(b) {
		return anotherSense
	}
	worst := sameSense
	for i := range a {
		worst = max(worst, reworded(a[i], b[i], a))
	}
	return worst
}

// reworded is likely but for what becomes another one of those that were known before.
func reworded(was, is string, known []string) likeness {
	if bare(was) != bare(is) && slices.ContainsFunc(known, func(k string) bool { return bare(k) == bare(is) }) {
		return anotherSense
	}
	return likely(was, is)
}

// entries are the accepted (or known wrong) entries, sorted.
func entries(q *Question, right bool) []string {
	var out []string
	for _, c := range q.Choices {
		if c.Right == right {
			out = append(out, strings.Join(strings.Fields(c.Text), " "))
		}
	}
	slices.Sort(out)
	return out
}

// sameAccepted holds while nothing that was accepted is refused now, nor the reverse; more variants are a mending.
func sameAccepted(a, b *Question) bool {
	if b.Typos < a.Typos {
		return false
	}
	now, wrong := entries(b, true), entries(a, false)
	for _, e := range entries(a, true) {
		if !slices.Contains(now, e) {
			return false
		}
	}
	return !slices.ContainsFunc(now, func(e string) bool { return slices.Contains(wrong, e) })
}

// rightLikeness compares the right answers (all answers, where each is judged by itself). Those that stand in both are right
// or wrong in both, and those that remain are the same in number and near in words.
func rightLikeness(a, b []Choice, each bool) likeness {
	left := slices.Clone(b)
	var gone []Choice
	for _, c := range a {
		i := slices.IndexFunc(left, func(o Choice) bool { return choiceText(o) == choiceText(c) })
		if i < 0 {
			if c.Right || each {
				gone = append(gone, c)
			}
			continue
		}
		if left[i].Right != c.Right {
			return anotherSense
		}
		left = slices.Delete(left, i, i+1)
	}
	come := slices.DeleteFunc(left, func(c Choice) bool { return !c.Right && !each })
	if len(gone) != len(come) {
		return anotherSense
	}
	worst := sameSense
	for _, c := range gone {
		i := nearest(c, come)
		if i < 0 {
			return anotherSense
		}
		worst = max(worst, likely(readText(c.HTML), readText(come[i].HTML)))
		come = slices.Delete(come, i, i+1)
	}
	return worst
}

// nearest is the answer of the same worth that c is most like, and of several the one that shares the most words with it;
// -1 when all say something else.
func nearest(c Choice, among []Choice) int {
	best, least, most := -1, anotherSense, -1
	for i, o := range among {
		if o.Right != c.Right {
			continue
		}
		l := likely(readText(c.HTML), readText(o.HTML))
		shared := near(strings.Fields(choiceText(c)), strings.Fields(choiceText(o)))
		if l < least || l == least && best >= 0 && shared > most {
			best, least, most = i, l, shared
		}
	}
	return best
}

// near counts the words that two texts share, on both sides; 0 when they are less than half of all.
func near(w, v []string) int {
	all := len(w) + len(v)
	shared := all - wordsApart(w, v)
	if 2*shared < all {
		return 0
	}
	return shared
}

// choiceText is an answer as a reader takes it in: without case and punctuation, so that a mended slip is none.
func choiceText(c Choice) string { return plainText(c.HTML) }

func readable(choices []Choice) []string {
	out := make([]string, len(choices))
	for i, c := range choices {
		out[i] = readText(c.HTML)
	}
	return out
}

func readText(html string) string { return strings.Join(Words(html), " ") }

func plainText(html string) string { return bare(readText(html)) }

// bare is a text without case and punctuation.
func bare(text string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return strings.ContainsRune(" .,;:!?…“”\"’'()", r)
	}), " ")
}
