package highlight

import (
	"html"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var marked = regexp.MustCompile(`<span class="(.)">([^<]*)</span>`)

// shown is what Write marks, with the class before each part in brackets that no code here has.
func shown(t testing.TB, lang, code string) string {
	t.Helper()
	out, known := Write(code, lang)
	if !known {
		t.Fatalf("%s is not known", lang)
	}
	return html.UnescapeString(marked.ReplaceAllString(out, "⟦$1 $2⟧"))
}

// TestEveryLanguage: for each language what its comments, texts, numbers and words are, and what only looks like one.
func TestEveryLanguage(t *testing.T) {
	for _, tt := range []struct{ langs, code, want string }{
		{"sql", "select Count(*) from a", "⟦k select⟧ ⟦k Count⟧(*) ⟦k from⟧ a"},
		{"sql", "selected, from_date, fromđ", "selected, from_date, fromđ"},
		{"sql", "'it''s' \"tên cột\"", "⟦s 'it'⟧⟦s 's'⟧ ⟦s \"tên cột\"⟧"},
		{"sql", `'C:\' and`, `⟦s 'C:\'⟧ ⟦k and⟧`},
		{"sql", "/* a\n'b */ null", "⟦c /* a\n'b */⟧ ⟦k null⟧"},
		{"sql", "a - b --c", "a - b ⟦c --c⟧"},
		{"sql", "1.5e3 x1", "⟦n 1.5e3⟧ x1"},
		{"python py", "for i in range(10):\n    print(f'{i}')  # số", "⟦k for⟧ i ⟦k in⟧ ⟦k range⟧(⟦n 10⟧):\n    ⟦k print⟧(f⟦s '{i}'⟧)  ⟦c # số⟧"},
		{"python py", `'it\'s' + "a`, `⟦s 'it\'s'⟧ + ⟦s "a⟧`},
		{"python py", "\"\"\"a\n\"b\n\"\"\" x", "⟦s \"\"\"a\n\"b\n\"\"\"⟧ x"},
		{"python py", "none True Tru", "none ⟦k True⟧ Tru"},
		{"python py", "a#b", "a#b"},
		{"python py", "'#'", "⟦s '#'⟧"},
		{"javascript js", "let $a = 'x', b=`${c}\n`; // d", "⟦k let⟧ $a = ⟦s 'x'⟧, b=⟦s `${c}\n`⟧; ⟦c // d⟧"},
		{"javascript js", "\"https://a.vn\" /* e\n*/ newer", "⟦s \"https://a.vn\"⟧ ⟦c /* e\n*/⟧ newer"},
		{"javascript js", "if$ 0xff", "if$ ⟦n 0xff⟧"},
		{"bash sh shell", "#!/bin/sh\nsudo apt install x", "⟦c #!/bin/sh⟧\n⟦k sudo⟧ ⟦k apt⟧ install x"},
		{"bash sh shell", "echo $# ${A}b 'a $B'; #c", "⟦k echo⟧ ⟦t $⟧# ⟦t ${A}b⟧ ⟦s 'a $B'⟧; ⟦c #c⟧"},
		{"bash sh shell", "for-each a-if cat", "for-each a-if ⟦k cat⟧"},
		{"bash sh shell", "echo 'a\nb'", "⟦k echo⟧ ⟦s 'a⟧\nb⟦s '⟧"},
		{"json", `{"a" : [1, -2.5, null], "b": "c: d"}`, `{⟦t "a"⟧ : [⟦n 1⟧, -⟦n 2.5⟧, ⟦k null⟧], ⟦t "b"⟧: ⟦s "c: d"⟧}`},
		{"json", `"a\"b": "c\\"`, `⟦t "a\"b"⟧: ⟦s "c\\"⟧`},
		{"json", `"a" "b"`, `⟦s "a"⟧ ⟦s "b"⟧`},
		{"css", "a:hover { margin-top: 2px; /* b */ }", "⟦t a⟧:hover { ⟦t margin-top⟧: ⟦n 2px⟧; ⟦c /* b */⟧ }"},
		{"css", "@media { p { content: \"a\" } }", "@⟦k media⟧ { p { ⟦t content⟧: ⟦s \"a\"⟧ } }"},
		{"css", "color: #0a565e", "⟦t color⟧: #⟦n 0a565e⟧"},
		{"html xml", "<!doctype html>\n<p class='a' hidden>b</p>", "⟦k <!doctype⟧ ⟦t html⟧⟦k >⟧\n⟦k <p⟧ ⟦t class⟧=⟦s 'a'⟧ ⟦t hidden⟧⟦k >⟧b⟦k </p⟧⟦k >⟧"},
		{"html xml", "<br/><a:b c-d=\"1 > 0\">", "⟦k <br/⟧⟦k >⟧⟦k <a:b⟧ ⟦t c-d⟧=⟦s \"1 > 0\"⟧⟦k >⟧"},
		{"html xml", "a < b && c <3 & <", "a < b && c <3 & <"},
		{"html xml", "<!-- a <b> --> c", "⟦c <!-- a <b> -->⟧ c"},
		{"html xml", "<!-- a", "⟦c <!-- a⟧"},
		{"html xml", "<a href=\"b", "⟦k <a⟧ ⟦t href⟧=⟦s \"b⟧"},
		{"markdown md", "## A\nb # c\n  - d\n* e\n*f*", "⟦t ## A⟧\nb # c\n  ⟦k -⟧ d\n⟦k *⟧ e\n*f*"},
		{"markdown md", "> a `b`\n`c` [d](e f) (g)", "⟦c > a `b`⟧\n⟦s `c`⟧ [d]⟦n (e f)⟧ (g)"},
		{"markdown md", "---\n`a\nb`", "⟦k -⟧--\n⟦s `a⟧\nb⟦s `⟧"},
	} {
		for _, lang := range strings.Fields(tt.langs) {
			for _, name := range []string{lang, strings.ToUpper(lang)} {
				if got := shown(t, name, tt.code); got != tt.want {
					t.Errorf("%s:\n got %s\nwant %s", name, got, tt.want)
				}
			}
		}
	}
}

// TestOneLetterMore: a keyword is one only as a whole word, in every language that has any.
func TestOneLetterMore(t *testing.T) {
	for lang, word := range map[string]string{
		"sql": "where", "python": "while", "javascript": "function", "bash": "done", "json": "true", "css": "important",
	} {
		for _, tt := range []struct {
			code string
			want bool
		}{
			{word, true},
			{"(" + word + ")", true},
			{word + "\n", true},
			{word + "x", false},
			{"x" + word, false},
			{word + "_", false},
			{word + "1", false},
			{"đ" + word, false},
			{strings.ToUpper(word), lang == "sql"},
		} {
			if got := strings.Contains(shown(t, lang, tt.code), "⟦k "); got != tt.want {
				t.Errorf("%s: %q marked %v", lang, tt.code, got)
			}
		}
	}
}

// TestUnknownLanguages: the text stays as it is, escaped once, and the caller is told.
func TestUnknownLanguages(t *testing.T) {
	for _, lang := range []string{"", "text", "txt", "cobol", "sql ", "<b>", "py thon"} {
		if got, known := Write(`if <a> & "b" # c`, lang); known || got != "if &lt;a&gt; &amp; &#34;b&#34; # c" {
			t.Errorf("%q: %s, %v", lang, got, known)
		}
	}
}

// TestLinesStandAlone: a text in quotes ends with its line at the latest, so that one forgotten sign spoils one line.
func TestLinesStandAlone(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		lang := rapid.SampledFrom([]string{"sql", "python", "javascript", "bash", "json", "css"}).Draw(rt, "language")
		line := rapid.StringOfN(rapid.RuneFrom([]rune("ab1 =.,'\"(){}:")), 0, 20, -1).Draw(rt, "line")
		if strings.Contains(line, `"""`) || strings.Contains(line, "'''") {
			return // Python's texts of several lines
		}
		const next = "\nx = 1"
		if whole := shown(t, lang, line+next); !strings.HasSuffix(whole, "\nx = ⟦n 1⟧") || whole != shown(t, lang, line)+shown(t, lang, next) {
			rt.Fatalf("%s: %q became %s", lang, line+next, whole)
		}
	})
}
