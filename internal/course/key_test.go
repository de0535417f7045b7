package course

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestMeaningOfComparisons: what is typed and was accepted stays so under the same id; a comparison that takes more is a
// mending, one that takes less asks for something else.
func TestMeaningOfComparisons(t *testing.T) {
	asked := func(match string) *Question {
		return &Question{Type: Short, Match: match, Choices: []Choice{{Text: "Mã OTP", Right: true}}}
	}
	for _, tt := range []struct {
		before, after string
		same          bool
	}{
		{"loose", "loose", true},
		{"loose", "marks", false},
		{"loose", "exact", false},
		{"marks", "loose", true},
		{"marks", "exact", false},
		{"exact", "marks", true},
		{"exact", "loose", true},
		{"", "loose", true},
		{"loose", "", true},
		{"", "exact", false},
	} {
		if got := Meaning(asked(tt.before), asked(tt.after)); (len(got) == 0) != tt.same {
			t.Errorf("%q to %q: %v", tt.before, tt.after, got)
		}
	}
}

// keyed are any questions of a type whose key is what is right among distinct answers.
func keyed(typ Type) *rapid.Generator[*Question] {
	return rapid.Custom(func(t *rapid.T) *Question {
		q := &Question{Type: typ, Level: 2}
		n := rapid.IntRange(3, 6).Draw(t, "answers")
		for i := range n {
			text := fmt.Sprintf("%s%d %s", rapid.SampledFrom([]string{"gọi", "hỏi", "chờ"}).Draw(t, "word"), i, rapid.SampledFrom([]string{"ngay", "sau", "trước"}).Draw(t, "when"))
			q.Choices = append(q.Choices, Choice{HTML: "<p>" + text + "</p>", Text: text, Right: i == 0 || typ != Single && rapid.Bool().Draw(t, "right")})
		}
		return q
	})
}

// TestKeysOfAnyQuestion: a question asks the same as itself, in whatever order its answers stand, and something else as
// soon as one answer is right that was wrong.
func TestKeysOfAnyQuestion(t *testing.T) {
	for _, typ := range []Type{Single, Multiple, TrueFalse, Hotspot, Numeric, Short} {
		rapid.Check(t, func(t *rapid.T) {
			q := keyed(typ).Draw(t, "question")
			turned := *q
			turned.Choices = rapid.Permutation(q.Choices).Draw(t, "order")
			for name, same := range map[string]*Question{"itself": q, "another order": &turned} {
				if got := Meaning(q, same); len(got) > 0 {
					t.Fatalf("%s against %s: %v", typ, name, got)
				}
			}
			other := *q
			other.Choices = slices.Clone(q.Choices)
			i := rapid.IntRange(0, len(q.Choices)-1).Draw(t, "answer")
			other.Choices[i].Right = !other.Choices[i].Right
			if got := Meaning(q, &other); !slices.Equal(got, []Aspect{AspectKey}) {
				t.Fatalf("%s with answer %d turned: %v", typ, i, got)
			}
			for _, change := range []func(*Question){
				func(q *Question) { q.Stem = "khác" },
				func(q *Question) { q.Title = "khác" },
				func(q *Question) { q.Explanation = "khác" },
				func(q *Question) { q.Points, _ = ParsePoints("3") },
				func(q *Question) { q.Shuffle = !q.Shuffle },
				func(q *Question) { q.Apart = "nhom" },
				func(q *Question) { q.Choices[0].Feedback = "khác" },
			} {
				mended := *q
				mended.Choices = slices.Clone(q.Choices)
				change(&mended)
				if got := Meaning(q, &mended); len(got) > 0 {
					t.Fatalf("%s, mended: %v", typ, got)
				}
				if sameText(q, &mended) {
					t.Fatalf("%s, mended, reads the same", typ)
				}
			}
		})
	}
}
