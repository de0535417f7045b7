package assess_test

import (
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hocso/internal/assess"
	"hocso/internal/course"
)

// scored makes one item of 2.3 for each share at a level.
func scored(level int, shares ...*big.Rat) []assess.Scored {
	var out []assess.Scored
	for _, s := range shares {
		out = append(out, assess.Scored{Competence: code("2.3"), Level: level, Points: course.One(), Share: s})
	}
	return out
}

// marks makes items of 2.3 from "1" right, "0" wrong, "h" half right.
func marks(level int, s string) []assess.Scored {
	var out []assess.Scored
	for _, m := range s {
		out = append(out, scored(level, map[rune]*big.Rat{'1': rat(1, 1), '0': rat(0, 1), 'h': rat(1, 2)}[m])...)
	}
	return out
}

func join(parts ...[]assess.Scored) []assess.Scored {
	var out []assess.Scored
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}

func TestLevelOf(t *testing.T) {
	other := marks(2, "1111")
	for i := range other {
		other[i].Competence = code("4.2")
	}
	type level struct {
		Stated           bool
		Level, Low, High int
		Questions        int
	}
	tests := []struct {
		name  string
		claim int
		items []assess.Scored
		want  level
	}{
		{"nothing asked", 2, nil, level{}},
		{"three questions are too few", 1, marks(1, "111"), level{Questions: 3}},
		{"four right: reached, but the range reaches below", 1, marks(1, "1111"), level{true, 1, 0, 1, 4}},
		{"five right: the range is narrow", 1, marks(1, "11111"), level{true, 1, 1, 1, 5}},
		{"exactly at the cut", 1, marks(1, "1110"), level{true, 1, 0, 1, 4}},
		{"half points count as halves", 1, marks(1, "11hh"), level{true, 1, 0, 1, 4}},
		{"just under the cut", 1, join(marks(1, "110"), scored(1, rat(999, 1000))), level{true, 0, 0, 1, 4}},
		{"all wrong", 1, marks(1, "0000"), level{true, 0, 0, 0, 4}},
		{"both levels", 2, join(marks(1, "111"), marks(2, "111")), level{true, 2, 2, 2, 6}},
		{"the lower only", 2, join(marks(1, "1111"), marks(2, "0000")), level{true, 1, 0, 1, 8}},
		{"a failed lower level stops the higher one", 2, join(marks(1, "1000"), marks(2, "1111111111")), level{true, 0, 0, 0, 14}},
		{"one question names no level but counts below", 2, join(marks(1, "0"), marks(2, "1111111")), level{true, 2, 0, 2, 8}},
		{"above the claim counts for nothing", 1, join(marks(1, "1111"), marks(2, "0000")), level{true, 1, 0, 1, 4}},
		{"above the claim is no evidence", 1, join(marks(1, "11"), marks(2, "11")), level{Questions: 2}},
		{"no level with two questions", 4, join(marks(1, "1"), marks(2, "1"), marks(3, "1"), marks(4, "1")), level{Questions: 4}},
		{"level 7 is never named", 8, join(marks(6, "1111"), marks(7, "1111")), level{true, 6, 0, 6, 8}},
		{"only level 7", 7, marks(7, "1111"), level{Questions: 4}},
		{"another competence counts for nothing", 2, other, level{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := assess.LevelOf(claim("2.3", tt.claim), tt.items, assess.DefaultRules())
			if diff := cmp.Diff(tt.want, level{got.Stated, got.Level, got.Low, got.High, got.Questions}); diff != "" {
				t.Errorf("level (-want +got):\n%s", diff)
			}
			if got.Need != 4 || got.Claimed != tt.claim || got.Competence != code("2.3") {
				t.Errorf("need %d, claimed %d, %s", got.Need, got.Claimed, got.Competence)
			}
		})
	}
}

func TestLevelOfShowsItsEvidence(t *testing.T) {
	got := assess.LevelOf(claim("2.3", 3), join(marks(3, "1h"), marks(1, "10"), marks(4, "1")), assess.DefaultRules())
	want := []assess.LevelEvidence{{Level: 1, Questions: 2, Right: rat(1, 1)}, {Level: 3, Questions: 2, Right: rat(3, 2)}}
	if diff := cmp.Diff(want, got.AtLevels, sameRat()); diff != "" {
		t.Errorf("evidence (-want +got):\n%s", diff)
	}
	if got.Right.Cmp(rat(5, 2)) != 0 {
		t.Errorf("right %s, want 5/2", got.Right)
	}
}

func sameRat() cmp.Option {
	return cmp.Comparer(func(a, b *big.Rat) bool { return a.Cmp(b) == 0 })
}

// A cut of 100 % is reached by a perfect share, whatever the floats of the interval say.
func TestLevelOfPerfectAtFullCut(t *testing.T) {
	for n := 4; n <= 60; n++ {
		got := assess.LevelOf(claim("2.3", 1), marks(1, strings.Repeat("1", n)), assess.Rules{CutPercent: 100, Z: 1.2816})
		if !got.Stated || got.Level != 1 || got.High != 1 || got.Low != 0 {
			t.Errorf("%d right of %d: %+v", n, n, got)
		}
	}
}

func anyItems(t *rapid.T) []assess.Scored {
	var out []assess.Scored
	for range rapid.IntRange(0, 24).Draw(t, "items") {
		share := rat(int64(rapid.IntRange(0, 6).Draw(t, "sixths")), 6)
		out = append(out, scored(rapid.IntRange(1, 8).Draw(t, "level"), share)...)
	}
	return out
}

func anyRules(t *rapid.T) assess.Rules {
	return assess.Rules{CutPercent: rapid.IntRange(1, 100).Draw(t, "cut"), Z: rapid.Float64Range(0, 3).Draw(t, "z")}
}

func TestLevelLiesInItsRange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := claim("2.3", rapid.IntRange(1, 8).Draw(t, "claim"))
		got := assess.LevelOf(c, anyItems(t), anyRules(t))
		if got.Low > got.Level || got.Level > got.High || got.High > min(c.Level, course.MaxByItems) {
			t.Fatalf("%d..%d..%d of a claim of %d", got.Low, got.Level, got.High, c.Level)
		}
		if !got.Stated && got.High != 0 {
			t.Fatalf("not stated, but %+v", got)
		}
	})
}

func TestABetterAnswerNeverLowersTheLevel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items, r := anyItems(t), anyRules(t)
		if len(items) == 0 {
			return
		}
		c := claim("2.3", rapid.IntRange(1, 8).Draw(t, "claim"))
		before := assess.LevelOf(c, items, r)
		items[rapid.IntRange(0, len(items)-1).Draw(t, "better")].Share = rat(1, 1)
		after := assess.LevelOf(c, items, r)
		if after.Stated != before.Stated || after.Level < before.Level || after.Low < before.Low || after.High < before.High {
			t.Fatalf("before %+v, after %+v", before, after)
		}
	})
}

func TestAFailedLowerLevelStopsHigherOnes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items, r := anyItems(t), anyRules(t)
		got := assess.LevelOf(claim("2.3", 8), items, r)
		if !got.Stated {
			return
		}
		want, n, right := 0, 0, new(big.Rat)
		for _, at := range got.AtLevels {
			n += at.Questions
			right.Add(right, at.Right)
			if at.Questions < course.MinAtLevel || at.Level > course.MaxByItems {
				continue
			}
			share := new(big.Rat).Quo(right, rat(int64(n), 1))
			if share.Cmp(rat(int64(r.CutPercent), 100)) < 0 {
				break
			}
			want = at.Level
		}
		if got.Level != want {
			t.Fatalf("level %d, want %d of %+v", got.Level, want, got)
		}
	})
}
