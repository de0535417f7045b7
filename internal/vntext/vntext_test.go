package vntext

import (
	"bytes"
	"slices"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestNormal(t *testing.T) {
	for in, want := range map[string]string{
		"  Lò  Thị\tÁnh \n":           "Lò Thị Ánh",
		norm.NFD.String("Nguyễn Ước"): "Nguyễn Ước",
		"a\u200bb\u00a0c\ufeff":       "ab c",
		"a\u200d\u0300":               "à",
		"\x00Páo\u202e":               "Páo",
		"":                            "",
	} {
		if got := Normal(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestNormalIsNormal(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := Normal(rapid.String().Draw(rt, "s"))
		if Normal(s) != s || !norm.NFC.IsNormalString(s) {
			rt.Fatalf("%q is not its own normal form", s)
		}
	})
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Chuyển đổi số": "chuyen doi so", "ĐẮK LẮK": "dak lak", "ước mơ": "uoc mo", "Hoà": "hoa", "hòa": "hoa", "Ñ": "n",
	} {
		if got := Fold(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestSlug(t *testing.T) {
	for in, want := range map[string]string{
		"Chuyển đổi số là gì?": "chuyen-doi-so-la-gi", "  Đúng – sai ": "dung-sai", "…": "", "Bài 3: 70%": "bai-3-70",
	} {
		if got := Slug(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
	if got := Slug("mot hai ba bon nam sau bay tam chin muoi mot hai ba bon nam sau bay tam"); len(got) > 64 {
		t.Errorf("%d bytes: %q", len(got), got)
	}
}

// TestNamesSortByGivenName: as lists of people do in Vietnam, in the order of the Vietnamese alphabet.
func TestNamesSortByGivenName(t *testing.T) {
	want := []string{
		"Lò Thị An", "Trần Ảnh", "Lò Thị Ánh", "Nguyễn Văn Ánh", "Phạm Ân", "Lê Dương", "Bùi Đà", "Vũ Đào", "Giàng A Páo", "Ước",
	}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, func(a, b string) int { return bytes.Compare(SortKey(a), SortKey(b)) })
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}
