package course

import (
	"slices"
	"strings"
)

// sameKey holds while the same answers are right.
func sameKey(a, b *Question) bool {
	switch a.Type {
	case Numeric:
		return slices.Equal(entries(a, true), entries(b, true))
	case Short:
		return sameAccepted(a, b)
	case Matching:
		return samePairs(a, b)
	case Ordering:
		return sameRow(choiceTexts(a), choiceTexts(b))
	case Cloze:
		return slices.EqualFunc(a.Gaps, b.Gaps, func(g, h Gap) bool {
			return g.Type == h.Type && sameKey(&Question{Type: g.Type, Choices: g.Choices}, &Question{Type: h.Type, Choices: h.Choices})
		})
	case Practical:
		return sameRubric(a.Rubric, b.Rubric) && samePass(a.HandIn, b.HandIn)
	case Single, Multiple, TrueFalse, Hotspot:
	}
	return sameRight(a.Choices, b.Choices, a.Type == TrueFalse)
}

// samePass holds when the same kind of judge passes the same work.
func samePass(a, b *HandIn) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Pass == b.Pass
}

// samePairs holds when every left cell that stands in both belongs to the same right one, reworded or not, and as many
// pairs are left that are near in words.
func samePairs(a, b *Question) bool {
	known, left := choiceTexts(a), slices.Clone(b.Pairs)
	var gone []Pair
	for _, p := range a.Pairs {
		i := slices.IndexFunc(left, func(o Pair) bool { return plainText(o.HTML) == plainText(p.HTML) })
		if i < 0 {
			gone = append(gone, p)
			continue
		}
		if !reworded(choiceText(a.Choices[p.Choice]), choiceText(b.Choices[left[i].Choice]), known) {
			return false
		}
		left = slices.Delete(left, i, i+1)
	}
	if len(gone) != len(left) {
		return false
	}
	for _, p := range gone {
		i := slices.IndexFunc(left, func(o Pair) bool {
			return near(plainText(p.HTML), plainText(o.HTML)) > 0 && reworded(choiceText(a.Choices[p.Choice]), choiceText(b.Choices[o.Choice]), known)
		})
		if i < 0 {
			return false
		}
		left = slices.Delete(left, i, i+1)
	}
	return true
}

// sameRubric holds when the grades count the same and each criterion asks for the same, reworded or not.
func sameRubric(a, b *Rubric) bool {
	if a == nil || b == nil {
		return a == b
	}
	texts := func(r *Rubric) []string {
		out := make([]string, len(r.Criteria))
		for i, c := range r.Criteria {
			out[i] = plainText(c.HTML)
		}
		return out
	}
	return slices.EqualFunc(a.Columns, b.Columns, func(c, d RubricColumn) bool { return c.Points == d.Points }) && sameRow(texts(a), texts(b))
}

// sameRow holds when two rows say the same in the same order, reworded or not.
func sameRow(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !reworded(a[i], b[i], a) {
			return false
		}
	}
	return true
}

// reworded holds for the same text, and for one near it that is not another one of those that were known before.
func reworded(was, is string, known []string) bool {
	return was == is || (near(was, is) > 0 && !slices.Contains(known, is))
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

// sameRight holds when every answer that stands in both is right or wrong in both, and the right ones that remain (all
// that remain, where each is judged by itself) are the same in number and near in words.
func sameRight(a, b []Choice, each bool) bool {
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
			return false
		}
		left = slices.Delete(left, i, i+1)
	}
	come := slices.DeleteFunc(left, func(c Choice) bool { return !c.Right && !each })
	if len(gone) != len(come) {
		return false
	}
	for _, c := range gone {
		i := nearest(c, come)
		if i < 0 {
			return false
		}
		come = slices.Delete(come, i, i+1)
	}
	return true
}

// nearest is the answer that shares the most words with c, at least half of those of both; -1 when none does.
func nearest(c Choice, among []Choice) int {
	best, most := -1, 0
	for i, o := range among {
		if o.Right != c.Right {
			continue
		}
		if shared := near(choiceText(c), choiceText(o)); shared > most {
			best, most = i, shared
		}
	}
	return best
}

// near counts the words that two texts share, on both sides; 0 when they are less than half of all.
func near(a, b string) int {
	w, v := strings.Fields(a), strings.Fields(b)
	all := len(w) + len(v)
	shared := all - wordsApart(w, v)
	if 2*shared < all {
		return 0
	}
	return shared
}

// choiceText is an answer as a reader takes it in: without case and punctuation, so that a mended slip is none.
func choiceText(c Choice) string { return plainText(c.HTML) }

func choiceTexts(q *Question) []string {
	out := make([]string, len(q.Choices))
	for i, c := range q.Choices {
		out[i] = choiceText(c)
	}
	return out
}

func plainText(html string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(strings.Join(Words(html), " ")), func(r rune) bool {
		return strings.ContainsRune(" .,;:!?…“”\"'’()", r)
	}), " ")
}
