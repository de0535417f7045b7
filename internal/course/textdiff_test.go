package course

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestDiffLines(t *testing.T) {
	got := DiffLines("một\nhai\nba\nbốn\n", "một\n2\nba\nbốn\nnăm\n")
	want := []Line{
		{Kept, "một", 1, 1},
		{Gone, "hai", 2, 0},
		{Come, "2", 0, 2},
		{Kept, "ba", 3, 3},
		{Kept, "bốn", 4, 4},
		{Come, "năm", 0, 5},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := DiffLines("", ""); len(got) != 0 {
		t.Errorf("nothing differs from nothing: %v", got)
	}
}

// TestDiffIsBothTexts: whatever the texts, the comparison holds each of them whole and in order.
func TestDiffIsBothTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "d", "", "á"}), 0, 12)
		before, after := strings.Join(text.Draw(t, "before"), "\n"), strings.Join(text.Draw(t, "after"), "\n")
		var was, is []string
		for _, l := range DiffLines(before, after) {
			if l.Op != Come {
				was = append(was, l.Text)
				if l.Old != len(was) {
					t.Fatalf("line %d counts as %d", len(was), l.Old)
				}
			}
			if l.Op != Gone {
				is = append(is, l.Text)
				if l.New != len(is) {
					t.Fatalf("line %d counts as %d", len(is), l.New)
				}
			}
		}
		if diff := cmp.Diff(lines(before), was); diff != "" {
			t.Fatal(diff)
		}
		if diff := cmp.Diff(lines(after), is); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestDiffWords(t *testing.T) {
	got := DiffWords("Gọi số 113 ngay", "Gọi số 156 ngay")
	want := []Piece{{Kept, "Gọi số "}, {Gone, "113 "}, {Come, "156 "}, {Kept, "ngay"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestAround: groups neither overlap nor lose a change, and one that is near another joins it.
func TestAround(t *testing.T) {
	all := DiffLines("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n", "1\nx\n3\n4\ny\n6\n7\n8\n9\nz\n")
	var got []string
	for _, g := range Around(all, 1) {
		var b strings.Builder
		for _, l := range g {
			b.WriteString(map[Op]string{Kept: " ", Gone: "-", Come: "+"}[l.Op] + l.Text)
		}
		got = append(got, b.String())
	}
	if diff := cmp.Diff([]string{" 1-2+x 3 4-5+y 6", " 9-10+z"}, got); diff != "" {
		t.Error(diff)
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c"}), 0, 30)
		all := DiffLines(strings.Join(text.Draw(t, "a"), "\n"), strings.Join(text.Draw(t, "b"), "\n"))
		var changed, shown []Line
		for _, l := range all {
			if l.Op != Kept {
				changed = append(changed, l)
			}
		}
		for _, g := range Around(all, rapid.IntRange(0, 3).Draw(t, "context")) {
			for _, l := range g {
				if l.Op != Kept {
					shown = append(shown, l)
				}
			}
		}
		if diff := cmp.Diff(changed, shown); diff != "" {
			t.Fatal(diff)
		}
	})
}

// TestDiffOfLongTexts: two long texts without a common line, and two of one line over and over, are compared at once.
func TestDiffOfLongTexts(t *testing.T) {
	a, b := strings.Repeat("a\n", 100_000), strings.Repeat("b\na\n", 50_000)
	begun := time.Now()
	if n := len(DiffLines(a, b)); n < 100_000 {
		t.Errorf("%d lines", n)
	}
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("it took %v", took)
	}
}

func TestDiffFiles(t *testing.T) {
	got := DiffFiles(
		[]File{{"a.md", []byte("x\n")}, {"b.md", []byte("y\n")}, {"p.png", []byte{0, 1}}, {"same.md", []byte("s")}},
		[]File{{"c.md", []byte("z\n")}, {"b.md", []byte("y\nw\n")}, {"p.png", []byte{0, 2, 3}}, {"same.md", []byte("s")}},
	)
	want := []FileChange{
		{Removed, "a.md", 2, 0, []Line{{Gone, "x", 1, 0}}},
		{Changed, "b.md", 2, 4, []Line{{Kept, "y", 1, 1}, {Come, "w", 0, 2}}},
		{Added, "c.md", 0, 2, []Line{{Come, "z", 0, 1}}},
		{Changed, "p.png", 2, 3, nil},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
