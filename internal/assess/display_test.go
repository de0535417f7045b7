package assess

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hocso/internal/fault"
)

func TestDisplay(t *testing.T) {
	shuffled := Item{Order: []int{2, 0, 1}}
	for _, tt := range []struct {
		name           string
		item           Item
		shown, written Answer
	}{
		{"single", shuffled, Answer{Choices: []int{0}}, Answer{Choices: []int{2}}},
		{"multiple", shuffled, Answer{Choices: []int{0, 1}}, Answer{Choices: []int{2, 0}}},
		{"statements", shuffled, Answer{Judged: []int8{1, 2, 0}}, Answer{Judged: []int8{2, 0, 1}}},
		{"right cells", shuffled, Answer{Picks: []int{1, 0, 3}}, Answer{Picks: []int{3, 0, 2}}},
		{"places", shuffled, Answer{Ranks: []int{1, 0, 3}}, Answer{Ranks: []int{0, 3, 1}}},
		{"typed", Item{}, Answer{Text: "5"}, Answer{Text: "5"}},
		{"blank", shuffled, Answer{}, Answer{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.item.FromDisplay(tt.shown)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.written, got); d != "" {
				t.Errorf("FromDisplay (-want +got):\n%s", d)
			}
			if d := cmp.Diff(tt.shown, tt.item.ToDisplay(got)); d != "" {
				t.Errorf("ToDisplay (-want +got):\n%s", d)
			}
		})
	}
}

func TestDisplayRefusesPlacesThatAreNotShown(t *testing.T) {
	it := Item{Order: []int{1, 0}}
	for _, a := range []Answer{{Choices: []int{2}}, {Choices: []int{-1}}, {Judged: []int8{1, 1, 1}}, {Picks: []int{3}}, {Picks: []int{-1}}, {Ranks: []int{1, 1, 1}}} {
		if _, err := it.FromDisplay(a); !fault.Is(err, fault.Invalid) {
			t.Errorf("%+v: %v, want invalid", a, err)
		}
	}
}

func TestDisplayRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "n")
		order := make([]int, n)
		for i := range order {
			order[i] = i
		}
		it := Item{Order: rapid.Permutation(order).Draw(t, "order")}
		chosen := rapid.SliceOfDistinct(rapid.IntRange(0, n-1), rapid.ID[int]).Draw(t, "chosen")
		a := Answer{Judged: rapid.SliceOfN(rapid.Int8Range(0, 2), n, n).Draw(t, "judged")}
		if len(chosen) > 0 {
			slices.Sort(chosen)
			a.Choices = chosen
		}
		back, err := it.FromDisplay(it.ToDisplay(a))
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(back.Choices)
		if d := cmp.Diff(a, back); d != "" {
			t.Fatal(d)
		}
	})
}
