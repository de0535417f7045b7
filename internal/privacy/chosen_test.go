package privacy

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"hocso/internal/assess"
	"hocso/internal/course"
)

// TestChosen: whatever the type of a question, the copy has in words what the person took.
func TestChosen(t *testing.T) {
	four := []course.Choice{{HTML: "a"}, {HTML: "b"}, {HTML: "c"}, {HTML: "d"}}
	menu := []course.Choice{{Text: "1 < 2"}, {Text: "2 < 1"}}
	rubric := &course.Rubric{
		Columns: []course.RubricColumn{{Name: "Tốt"}, {Name: "Đạt"}}, Criteria: []course.Criterion{{HTML: "Đúng"}, {HTML: "Đủ"}},
	}
	for _, tt := range []struct {
		q    course.Question
		a    assess.Answer
		want []string
	}{
		{course.Question{Type: course.Multiple, Choices: four}, assess.Answer{Choices: []int{0, 3}}, []string{"a", "d"}},
		{course.Question{Type: course.Hotspot, Choices: four}, assess.Answer{Choices: []int{1, 4}}, []string{"b"}},
		{course.Question{Type: course.TrueFalse, Choices: four}, assess.Answer{Judged: []int8{1, 2, 0, 0}}, nil},
		{course.Question{Type: course.Short}, assess.Answer{Text: "x"}, nil},
		{
			course.Question{Type: course.Matching, Choices: four, Pairs: []course.Pair{{HTML: "x"}, {HTML: "y"}}},
			assess.Answer{Picks: []int{0, 2}},
			[]string{"y → b"},
		},
		{course.Question{Type: course.Ordering, Choices: four}, assess.Answer{Ranks: []int{3, 1, 0, 2}}, []string{"b", "d", "a"}},
		{
			course.Question{Type: course.Cloze, Gaps: []course.Gap{{Label: "Chỗ 1", Type: course.Single, Choices: menu}, {Type: course.Short}}},
			assess.Answer{Picks: []int{1, 0}, Texts: []string{"", "x"}},
			[]string{"Chỗ 1 → 1 &lt; 2"},
		},
		{course.Question{Type: course.Practical, Rubric: rubric}, assess.Answer{Picks: []int{2, 1}}, []string{"Đúng → Đạt", "Đủ → Tốt"}},
	} {
		if d := cmp.Diff(tt.want, chosen(&tt.q, tt.a)); d != "" {
			t.Errorf("%s (-want +got):\n%s", tt.q.Type, d)
		}
	}
}
