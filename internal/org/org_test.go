package org

import (
	"bytes"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"hocso/internal/fault"
	"hocso/internal/id"
)

// TestRangeIsTheSubtree: the bytes between low and high are exactly the paths that begin with the root's.
func TestRangeIsTheSubtree(t *testing.T) {
	segment := rapid.Custom(func(rt *rapid.T) id.ID {
		var i id.ID
		for k := range i { // many 0x00 and 0xff: where carrying goes wrong
			i[k] = rapid.SampledFrom([]byte{0, 1, 0x7f, 0xfe, 0xff}).Draw(rt, "b")
		}
		return i
	})
	path := func(rt *rapid.T, name string) Path {
		var p Path
		for _, s := range rapid.SliceOfN(segment, 1, 3).Draw(rt, name) {
			p = append(p, s[:]...)
		}
		return p
	}
	rapid.Check(t, func(rt *rapid.T) {
		root, other := path(rt, "root"), path(rt, "other")
		if rapid.Bool().Draw(rt, "below") {
			other = append(bytes.Clone(root), other...)
		}
		low, high := root.Range()
		in := bytes.Compare(low, other) <= 0 && bytes.Compare(other, high) < 0
		if in != other.Under(root) {
			rt.Fatalf("root %x, other %x: in range %v, under %v", root, other, in, other.Under(root))
		}
	})
}

func TestNothingIsUnderNothing(t *testing.T) {
	if (Path{1}).Under(nil) {
		t.Error("an empty scope must hold nobody")
	}
}

func TestNewUnit(t *testing.T) {
	ids := id.NewSource(nil)
	root, err := New(ids, Unit{}, "  Tỉnh  Sông Lam ", Province)
	if err != nil || root.Name != "Tỉnh Sông Lam" || root.Depth() != 0 {
		t.Fatalf("got %+v, %v", root, err)
	}
	commune, err := New(ids, root, "Xã Bản Mây", Commune)
	if err != nil || commune.Depth() != 1 || !commune.Path.Under(root.Path) || commune.ParentID != root.ID {
		t.Fatalf("got %+v, %v", commune, err)
	}
	for _, tt := range []struct{ name, kind string }{{"", Commune}, {" \u200b ", Commune}, {"Huyện", "district"}} {
		if _, err := New(ids, root, tt.name, tt.kind); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q of kind %q: got %v", tt.name, tt.kind, err)
		}
	}
}

// TestKindsHaveTheirPlace: levels stand below the next one up, a nation below nothing, and nothing below a team.
func TestKindsHaveTheirPlace(t *testing.T) {
	ids := id.NewSource(nil)
	above := map[string][]string{
		Nation: nil, Province: {Nation}, Commune: {Province}, Hamlet: {Commune},
		Agency: {Nation, Province, Commune, Agency}, Team: {Nation, Province, Commune, Hamlet, Agency},
	}
	for _, kind := range Kinds() {
		if _, err := New(ids, Unit{}, "Đỉnh", kind); err != nil {
			t.Errorf("a tree whose top is a %s: %v", kind, err)
		}
		for _, parent := range Kinds() {
			_, err := New(ids, Unit{ID: ids.New(), Path: make(Path, 16), Kind: parent, Name: "Cha"}, "Con", kind)
			if want := slices.Contains(above[kind], parent); (err == nil) != want || err != nil && !fault.Is(err, fault.Invalid) {
				t.Errorf("a %s below a %s: %v, want %v", kind, parent, err, want)
			}
		}
	}
}
