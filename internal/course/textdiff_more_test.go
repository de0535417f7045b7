package course

import (
	"maps"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestDiffWordsIsBothLines: what is kept and gone is the old line, what is kept and came the new one, byte by byte, and no
// two pieces beside each other say the same of their words.
func TestDiffWordsIsBothLines(t *testing.T) {
	line := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"gọi", "156", "ngay", " ", "  ", "", "\u00a0", "đừng"}), 0, 8).Draw(t, "words"), " ")
	})
	rapid.Check(t, func(t *rapid.T) {
		before, after := line.Draw(t, "before"), line.Draw(t, "after")
		old, now := "", ""
		last := Op("")
		for _, p := range DiffWords(before, after) {
			if p.Text == "" || p.Op == last {
				t.Fatalf("%q to %q: a piece %+v behind %s", before, after, p, last)
			}
			last = p.Op
			if p.Op != Come {
				old += p.Text
			}
			if p.Op != Gone {
				now += p.Text
			}
		}
		if old != before || now != after {
			t.Fatalf("%q to %q reads as %q to %q", before, after, old, now)
		}
		if before == after && last != Kept && before != "" {
			t.Fatalf("%q differs from itself", before)
		}
	})
}

// TestDiffFilesIsBothFolders: the files that came, went or changed lead from one folder to the other, and those that are the
// same are not told.
func TestDiffFilesIsBothFolders(t *testing.T) {
	data := rapid.SampledFrom([]string{"", "a\n", "a\nb\n", "b", "\x00", "\xff\xfe", "a\r\n"})
	folder := rapid.MapOfN(rapid.SampledFrom([]string{"course.md", "bank/a.md", "bank/b.md", "hinh.png"}), data, 0, 4)
	list := func(m map[string]string) (out []File) {
		for path, s := range m {
			out = append(out, File{path, []byte(s)})
		}
		return out
	}
	rapid.Check(t, func(t *rapid.T) {
		before, after := folder.Draw(t, "before"), folder.Draw(t, "after")
		got := before
		at := ""
		for _, c := range DiffFiles(list(before), list(after)) {
			was, had := before[c.Path]
			is, has := after[c.Path]
			if c.Path <= at {
				t.Fatalf("%s stands behind %s", c.Path, at)
			}
			at = c.Path
			want := map[[2]bool]Kind{{true, true}: Changed, {true, false}: Removed, {false, true}: Added}[[2]bool{had, has}]
			if c.Kind != want || had && has && was == is || c.Old != len(was) || c.New != len(is) {
				t.Fatalf("%s: %+v, from %q to %q", c.Path, c, was, is)
			}
			if binary := strings.Contains(was+is, "\x00") || !utf8.ValidString(was+is); binary != (c.Lines == nil) && was+is != "" {
				t.Fatalf("%s binary %v: %+v", c.Path, binary, c.Lines)
			}
			if got = maps.Clone(got); has {
				got[c.Path] = is
			} else {
				delete(got, c.Path)
			}
		}
		if diff := cmp.Diff(after, got); diff != "" {
			t.Fatal(diff)
		}
	})
	if got := DiffFiles([]File{{"a", nil}}, []File{{"a", []byte{}}}); len(got) > 0 {
		t.Errorf("nothing and nothing differ: %+v", got)
	}
}
