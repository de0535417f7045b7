package highlight

import "testing"

// TestBackslashesInQuotes: where a backslash takes the next sign along, a text ends later; where it is a sign like any
// other, as between single quotes of a shell, the text ends with its quote and the rest keeps its marks.
func TestBackslashesInQuotes(t *testing.T) {
	for _, tt := range []struct{ lang, code, want string }{
		{"bash", `cd 'C:\' # về`, `⟦k cd⟧ ⟦s 'C:\'⟧ ⟦c # về⟧`},
		{"bash", `echo "a\"b" # c`, `⟦k echo⟧ ⟦s "a\"b"⟧ ⟦c # c⟧`},
		{"bash", `grep '\.md$' | cat`, `⟦k grep⟧ ⟦s '\.md$'⟧ | ⟦k cat⟧`},
		{"sh", `echo 'it'\''s'`, `⟦k echo⟧ ⟦s 'it'⟧\⟦s ''⟧s⟦s '⟧`}, // what stands outside of quotes is not read
		{"sql", `'C:\' and "a\" or`, `⟦s 'C:\'⟧ ⟦k and⟧ ⟦s "a\"⟧ ⟦k or⟧`},
		{"python", `'a\'b' in "c\\"`, `⟦s 'a\'b'⟧ ⟦k in⟧ ⟦s "c\\"⟧`},
		{"javascript", `'a\'b' in "c\\"`, `⟦s 'a\'b'⟧ ⟦k in⟧ ⟦s "c\\"⟧`},
		{"json", `{"a\\": "b\""}`, `{⟦t "a\\"⟧: ⟦s "b\""⟧}`},
		{"css", `a { content: "\"" } /* b */`, `a { ⟦t content⟧: ⟦s "\""⟧ } ⟦c /* b */⟧`},
		{"html", `<a b="\" c='\'>`, `⟦k <a⟧ ⟦t b⟧=⟦s "\"⟧ ⟦t c⟧=⟦s '\'⟧⟦k >⟧`},
	} {
		if got := shown(t, tt.lang, tt.code); got != tt.want {
			t.Errorf("%s: %s\n got %s\nwant %s", tt.lang, tt.code, got, tt.want)
		}
	}
}
