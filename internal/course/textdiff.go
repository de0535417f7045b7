package course

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// Op says what became of a line or a word.
type Op string

// What can become of a line or a word.
const (
	Kept Op = "kept"
	Gone Op = "gone"
	Come Op = "come"
)

// Line is a line of two texts laid beside each other. Old and New are its numbers from 1; 0 where it does not stand.
type Line struct {
	Op       Op
	Text     string
	Old, New int
}

// Piece is a run of words of two lines laid beside each other.
type Piece struct {
	Op   Op
	Text string
}

// FileChange is a source file that came, went or changed. Lines is nil for what is not text.
type FileChange struct {
	Kind     Kind // Added, Removed or Changed
	Path     string
	Old, New int // bytes
	Lines    []Line
}

// DiffFiles compares two sets of sources, by path. Files that are the same are left out.
func DiffFiles(before, after []File) []FileChange {
	was, is := byPath(before), byPath(after)
	paths := slices.AppendSeq(slices.Collect(maps.Keys(was)), maps.Keys(is))
	slices.Sort(paths)
	var out []FileChange
	for _, path := range slices.Compact(paths) {
		old, there := was[path]
		now, here := is[path]
		switch {
		case !here:
			out = append(out, fileChange(Removed, path, old, nil))
		case !there:
			out = append(out, fileChange(Added, path, nil, now))
		case !bytes.Equal(old, now):
			out = append(out, fileChange(Changed, path, old, now))
		}
	}
	return out
}

func byPath(files []File) map[string][]byte {
	out := make(map[string][]byte, len(files))
	for _, f := range files {
		out[f.Path] = f.Data
	}
	return out
}

func fileChange(k Kind, path string, old, now []byte) FileChange {
	c := FileChange{Kind: k, Path: path, Old: len(old), New: len(now)}
	if isText(old) && isText(now) {
		c.Lines = DiffLines(string(old), string(now))
	}
	return c
}

func isText(b []byte) bool { return utf8.Valid(b) && !bytes.ContainsRune(b, 0) }

// DiffLines lays two texts beside each other, line by line. It takes time in proportion to n log n, whatever the texts.
func DiffLines(before, after string) []Line {
	a, b := lines(before), lines(after)
	var out []Line
	align(a, b, func(op Op, i, j int) {
		switch op {
		case Gone:
			out = append(out, Line{Gone, a[i], i + 1, 0})
		case Come:
			out = append(out, Line{Come, b[j], 0, j + 1})
		case Kept:
			out = append(out, Line{Kept, b[j], i + 1, j + 1})
		}
	})
	return out
}

func lines(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(s, "\n"), "\n")
}

// Around keeps of a comparison what changed with some lines of context, in groups that follow each other in the text.
func Around(all []Line, context int) [][]Line {
	var out [][]Line
	end := 0 // of the last group, in all
	for i, l := range all {
		if l.Op == Kept {
			continue
		}
		from, to := max(i-context, 0), min(i+context+1, len(all))
		if n := len(out); n > 0 && from <= end {
			out[n-1] = append(out[n-1], all[end:max(to, end)]...)
		} else {
			out = append(out, slices.Clone(all[from:to]))
		}
		end = max(to, end)
	}
	return out
}

// DiffWords lays two lines beside each other, word by word. The pieces that are Kept or Gone make the old line, those
// that are Kept or Come the new one.
func DiffWords(before, after string) []Piece {
	a, b := tokens(before), tokens(after)
	var out []Piece
	add := func(op Op, text string) {
		if n := len(out); n > 0 && out[n-1].Op == op {
			out[n-1].Text += text
			return
		}
		out = append(out, Piece{op, text})
	}
	align(a, b, func(op Op, i, j int) {
		if op == Gone {
			add(op, a[i])
		} else {
			add(op, b[j])
		}
	})
	return out
}

// tokens cuts a line behind its spaces.
func tokens(s string) []string {
	out := strings.SplitAfter(s, " ")
	if last := len(out) - 1; out[last] == "" { // behind the last space, or the whole of an empty line
		out = out[:last]
	}
	return out
}

// align tells in order what became of the elements of a and b: equal beginnings and ends are kept, and between them the
// longest run of elements that stand once on either side (as "patience" and "anchored" comparisons do, which people
// read more easily than the shortest one), with what equals around each.
func align(a, b []string, tell func(op Op, i, j int)) {
	i, j := 0, 0
	for _, m := range append(anchors(a, b), [2]int{len(a), len(b)}) {
		if m[0] < i || m[1] < j { // inside what was kept already
			continue
		}
		from := m
		for from[0] > i && from[1] > j && a[from[0]-1] == b[from[1]-1] {
			from[0]--
			from[1]--
		}
		for ; i < from[0] && j < from[1] && a[i] == b[j]; i, j = i+1, j+1 {
			tell(Kept, i, j)
		}
		for ; i < from[0]; i++ {
			tell(Gone, i, j)
		}
		for ; j < from[1]; j++ {
			tell(Come, i, j)
		}
		for ; i < len(a) && j < len(b) && a[i] == b[j]; i, j = i+1, j+1 {
			tell(Kept, i, j)
		}
	}
}

// anchors pairs the elements that stand exactly once in a and once in b, as many as can be without crossing.
func anchors(a, b []string) [][2]int {
	type seen struct{ inA, inB, i, j int }
	count := map[string]*seen{}
	of := func(s string) *seen {
		if count[s] == nil {
			count[s] = &seen{}
		}
		return count[s]
	}
	for i, s := range a {
		c := of(s)
		c.inA, c.i = c.inA+1, i
	}
	for j, s := range b {
		c := of(s)
		c.inB, c.j = c.inB+1, j
	}
	var pairs [][2]int // in the order of a
	for i, s := range a {
		if c := count[s]; c.inA == 1 && c.inB == 1 {
			pairs = append(pairs, [2]int{i, c.j})
		}
	}
	return rising(pairs)
}

// rising is the longest subsequence whose second numbers rise: piles of cards, as in the game.
func rising(pairs [][2]int) [][2]int {
	var tops []int                   // of each pile: position in pairs
	below := make([]int, len(pairs)) // the top of the pile to the left when the card was laid
	for k, p := range pairs {
		n, _ := slices.BinarySearchFunc(tops, p[1], func(top, j int) int { return pairs[top][1] - j })
		below[k] = -1
		if n > 0 {
			below[k] = tops[n-1]
		}
		if n == len(tops) {
			tops = append(tops, k)
		} else {
			tops[n] = k
		}
	}
	if len(tops) == 0 {
		return nil
	}
	out := make([][2]int, 0, len(tops))
	for k := tops[len(tops)-1]; k >= 0; k = below[k] {
		out = append(out, pairs[k])
	}
	slices.Reverse(out)
	return out
}
