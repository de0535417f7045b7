package highlight

import (
	"html"
	"regexp"
	"strings"
	"testing"
)

func TestWrite(t *testing.T) {
	tests := []struct{ lang, code, want string }{
		{"sql", "SELECT ten -- chú thích\nFROM dan WHERE tuoi > 18 AND xa = 'Ea Kar'", "[k SELECT] ten [c -- chú thích]\n[k FROM] dan [k WHERE] tuoi > [n 18] [k AND] xa = [s 'Ea Kar']"},
		{"python", "def f(x):  # đổi\n    return \"a\\\"b\" + '''dài\nhơn''' + 1.5", "[k def] f(x):  [c # đổi]\n    [k return] [s \"a\\\"b\"] + [s '''dài\nhơn'''] + [n 1.5]"},
		{"js", "const a = `b\nc` // d\nif (a) { /* e */ }", "[k const] a = [s `b\nc`] [c // d]\n[k if] (a) { [c /* e */] }"},
		{"bash", "echo \"$HOME\" ${a} $1 # xem\ncurl -s https://a.example/#b", "[k echo] [s \"$HOME\"] [t ${a}] [t $1] [c # xem]\n[k curl] -s https://a.example/#b"},
		{"json", `{"ten": "A", "tuoi": 3, "b": true}`, `{[t "ten"]: [s "A"], [t "tuoi"]: [n 3], [t "b"]: [k true]}`},
		{"css", "/* a */ .b { color: red }", "[c /* a */] .b { [t color]: red }"},
		{"html", `<a href="x">A &amp; B</a><!-- c --> 1 < 2`, `[k <a] [t href]=[s "x"][k >]A &amp; B[k </a][k >][c <!-- c -->] 1 < 2`},
		{"md", "# Tiêu đề\n- xem [a](b) và `mã`\n> trích", "[t # Tiêu đề]\n[k -] xem [a][n (b)] và [s `mã`]\n[c > trích]"},
		{"PYTHON", "x", "x"},
	}
	span := regexp.MustCompile(`<span class="(.)">([^<]*)</span>`)
	for _, tt := range tests {
		got, known := Write(tt.code, tt.lang)
		if got = html.UnescapeString(span.ReplaceAllString(got, "[$1 $2]")); got != tt.want || !known {
			t.Errorf("%s:\n got %s\nwant %s", tt.lang, got, tt.want)
		}
	}
	if got, known := Write("<b>", "cobol"); known || got != "&lt;b&gt;" {
		t.Errorf("an unknown language: %q, %v", got, known)
	}
}

func TestLanguages(t *testing.T) {
	for _, lang := range Languages() {
		if _, known := Write("x", lang); !known {
			t.Errorf("%s is listed but not known", lang)
		}
	}
}

// FuzzWrite: no character is lost, added or left unescaped.
func FuzzWrite(f *testing.F) {
	for i, s := range []string{"a 'b", "<a b=\"", "```", "# `a", "$x{", "\"a\": 1", "/* \xff"} {
		f.Add(s, i)
	}
	spans := regexp.MustCompile(`<span class="[cknst]">|</span>`)
	f.Fuzz(func(t *testing.T, code string, n int) {
		langs := Languages()
		out, _ := Write(code, langs[max(n, 0)%len(langs)])
		bare := spans.ReplaceAllString(out, "")
		if strings.ContainsAny(bare, "<>") || html.UnescapeString(bare) != code {
			t.Errorf("%q became %q", code, out)
		}
	})
}
