package vntext

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// syllables draws what Vietnamese names and those of the peoples of Vietnam are made of: an onset, a rhyme with its
// tone, an ending; often a capital at the beginning, now and then all capitals, also in decomposed form.
func syllables() *rapid.Generator[string] {
	onsets := []string{"", "b", "c", "ch", "d", "đ", "g", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x", "j", "w", "z", "f", "y"}
	vowels := []string{"a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y", "iê", "oa", "uô", "ươ", "uyê"}
	tones := []string{"", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"}
	endings := []string{"", "", "c", "ch", "i", "m", "n", "ng", "nh", "o", "p", "t", "u", "y"}
	return rapid.Custom(func(t *rapid.T) string {
		s := rapid.SampledFrom(onsets).Draw(t, "onset") + rapid.SampledFrom(vowels).Draw(t, "vowel") +
			rapid.SampledFrom(tones).Draw(t, "tone") + rapid.SampledFrom(endings).Draw(t, "ending")
		switch rapid.IntRange(0, 5).Draw(t, "case") {
		case 0:
			s = strings.ToUpper(s)
		case 1, 2, 3:
			first := []rune(s)
			s = strings.ToUpper(string(first[:1])) + string(first[1:])
		}
		if rapid.Bool().Draw(t, "composed") {
			return norm.NFC.String(s)
		}
		return norm.NFD.String(s)
	})
}

// names draws one to four syllables, seldom with a figure, a hyphen or another mark of ASCII between them.
func names() *rapid.Generator[string] {
	between := rapid.SampledFrom([]string{" ", " ", " ", " ", "-", "'", ". ", ", ", " (", "2 "})
	return rapid.Custom(func(t *rapid.T) string {
		s := syllables().Draw(t, "first")
		for range rapid.IntRange(0, 3).Draw(t, "more") {
			s += between.Draw(t, "between") + syllables().Draw(t, "next")
		}
		return s
	})
}

// changed draws a name that differs a little from another one, where the lower levels decide.
func changed(name string) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		runes := []rune(norm.NFD.String(name))
		i := rapid.IntRange(0, len(runes)-1).Draw(t, "place")
		switch rapid.IntRange(0, 3).Draw(t, "change") {
		case 0:
			runes[i] = unicode.ToUpper(runes[i])
		case 1:
			runes[i] = unicode.ToLower(runes[i])
		case 2:
			runes = slices.Insert(runes, i+1, rapid.SampledFrom([]rune("\u0300\u0309\u0303\u0301\u0323")).Draw(t, "tone"))
		case 3:
			runes = slices.Delete(runes, i, i+1)
		}
		return norm.NFC.String(string(runes))
	})
}

// TestKeysCompareAsCLDR holds our keys to the collation of CLDR for Vietnamese, over names and over pairs that
// differ in a tone or a capital only.
func TestKeysCompareAsCLDR(t *testing.T) {
	c := collate.New(language.Vietnamese)
	rapid.Check(t, func(rt *rapid.T) {
		a := names().Draw(rt, "a")
		b := rapid.OneOf(names(), changed(a)).Draw(rt, "b")
		got, want := bytes.Compare(collationKey(a), collationKey(b)), c.CompareString(a, b)
		if got != want {
			rt.Fatalf("%q and %q compare as %d, want %d: % x, % x", a, b, got, want, collationKey(a), collationKey(b))
		}
	})
}

// TestLettersCompareAsCLDR compares every two of the letters with and without tones, small and capital, and the
// characters of ASCII.
func TestLettersCompareAsCLDR(t *testing.T) {
	var all []string
	for r := range rune(unicode.MaxASCII) {
		if unicode.IsPrint(r) && !unicode.IsLetter(r) {
			all = append(all, string(r))
		}
	}
	for _, r := range letters[len("0123456789"):] {
		for _, tone := range []string{"", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"} {
			s := norm.NFC.String(string(r) + tone)
			all = append(all, s, strings.ToUpper(s))
		}
	}
	c := collate.New(language.Vietnamese)
	for _, a := range all {
		for _, b := range all {
			if got, want := bytes.Compare(collationKey(a), collationKey(b)), c.CompareString(a, b); got != want {
				t.Fatalf("%q and %q compare as %d, want %d", a, b, got, want)
			}
		}
	}
}

// TestKeysAreAnOrder is about any text: no key is the beginning of another, and both forms of a text have one key.
func TestKeysAreAnOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		a, b := rapid.String().Draw(rt, "a"), rapid.String().Draw(rt, "b")
		ka, kb := collationKey(a), collationKey(b)
		if !bytes.Equal(ka, kb) && (bytes.HasPrefix(ka, kb) || bytes.HasPrefix(kb, ka)) {
			rt.Fatalf("the key of one of %q, %q begins the other: % x, % x", a, b, ka, kb)
		}
		if !bytes.Equal(ka, collationKey(norm.NFD.String(a))) {
			rt.Fatalf("%q has another key when it is decomposed", a)
		}
	})
}

// TestOtherLetters states the order where it is our own. CLDR has the letters of other alphabets that are written
// with a stroke or as two beside their relatives (ł, ø, æ), and orders marks that Vietnamese does not know, signs
// beyond ASCII and digits of other scripts in its own way.
func TestOtherLetters(t *testing.T) {
	want := []string{"–", "…", "0", "an", "c", "ĉ", "č", "ca", "ča", "Ča", "dê", "zê", "æ", "ø", "ł", "ж", "Ж", "东"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, func(a, b string) int { return bytes.Compare(collationKey(a), collationKey(b)) })
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func BenchmarkSortKey(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		SortKey("Nguyễn Thị Ánh Tuyết")
	}
}
