package mathml

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

func TestConvert(t *testing.T) {
	tests := []struct{ tex, want string }{
		{"x", "<mi>x</mi>"},
		{"1.500,5", "<mn>1.500,5</mn>"},
		{"(1, 2)", `<mo stretchy="false">(</mo><mn>1</mn><mo>,</mo><mn>2</mn><mo stretchy="false">)</mo>`},
		{"a-b", "<mi>a</mi><mo>−</mo><mi>b</mi>"},
		{"a<b", "<mi>a</mi><mo>&lt;</mo><mi>b</mi>"},
		{"x^2", "<msup><mi>x</mi><mn>2</mn></msup>"},
		{"x^12", "<msup><mi>x</mi><mn>12</mn></msup>"},
		{"x_i^{n+1}", "<msubsup><mi>x</mi><mi>i</mi><mrow><mi>n</mi><mo>+</mo><mn>1</mn></mrow></msubsup>"},
		{"f'", "<msup><mi>f</mi><mrow><mo>′</mo></mrow></msup>"},
		{`\frac12`, ""},
		{`\frac{a}{2}`, "<mfrac><mrow><mi>a</mi></mrow><mrow><mn>2</mn></mrow></mfrac>"},
		{`\sqrt{x}`, "<msqrt><mrow><mi>x</mi></mrow></msqrt>"},
		{`\sqrt[3]{x}`, "<mroot><mrow><mi>x</mi></mrow><mrow><mn>3</mn></mrow></mroot>"},
		{`2\times 3\le\pi`, "<mn>2</mn><mo>×</mo><mn>3</mn><mo>≤</mo><mi>π</mi>"},
		{`\text{diện tích}`, "<mtext>diện\u00a0tích</mtext>"},
		{`\sin x`, "<mi>sin</mi><mo>\u2061</mo><mi>x</mi>"},
		{`\vec{a}`, `<mover accent="true"><mrow><mi>a</mi></mrow><mo>→</mo></mover>`},
		{`\left(\frac{1}{2}\right)^2`, `<msup><mrow><mo stretchy="true">(</mo><mfrac><mrow><mn>1</mn></mrow><mrow><mn>2</mn></mrow></mfrac><mo stretchy="true">)</mo></mrow><mn>2</mn></msup>`},
		{`\begin{cases}x & 1\\y\end{cases}`, "<mrow><mo>{</mo><mtable class=\"cases\"><mtr><mtd><mi>x</mi></mtd><mtd><mn>1</mn></mtd></mtr><mtr><mtd><mi>y</mi></mtd></mtr></mtable></mrow>"},
		{`\mathbb{R}\mathbf{v1}`, "<mi>ℝ</mi><mi>𝐯𝟏</mi>"},
		{`50\%`, "<mn>50</mn><mo>%</mo>"},
		{`\$\{\}`, "<mo>$</mo><mo>{</mo><mo>}</mo>"},
		{`H_2O\,đ`, `<msub><mi>H</mi><mn>2</mn></msub><mi>O</mi><mspace width="0.17em"></mspace><mi>đ</mi>`},
		{`\binom{n}{k}`, `<mrow><mo>(</mo><mfrac linethickness="0"><mrow><mi>n</mi></mrow><mrow><mi>k</mi></mrow></mfrac><mo>)</mo></mrow>`},
	}
	for _, tt := range tests {
		got, err := Convert(tt.tex, false)
		if tt.want == "" {
			if err == nil {
				t.Errorf("%s: took %s", tt.tex, got)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %+v", tt.tex, err)
			continue
		}
		_, inside, _ := strings.Cut(got, ">")
		if inside = strings.TrimSuffix(inside, "</math>"); inside != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.tex, inside, tt.want)
		}
	}
}

func TestDisplay(t *testing.T) {
	got, err := Convert(`\sum_{i=1}^n \int_0^1 "x"`, true)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`<math display="block" alttext="\sum_{i=1}^n \int_0^1 &#34;x&#34;">`, "<munderover><mo>∑</mo>", "<msubsup><mo>∫</mo>"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
	if inline, _ := Convert(`\sum_1^2`, false); !strings.Contains(inline, "<msubsup>") {
		t.Errorf("limits in a line of text: %s", inline)
	}
}

func TestFaults(t *testing.T) {
	for tex, want := range map[string]Error{
		"":                      {Empty, 0, ""},
		"  ":                    {Empty, 0, ""},
		`a+\fraq{1}{2}`:         {Command, 2, `\fraq`},
		"{a":                    {Open, 0, "{"},
		"a}":                    {Stray, 1, "}"},
		"a & b":                 {Stray, 2, "&"},
		`a \right)`:             {Stray, 2, `\right`},
		"x^":                    {Argument, 1, "^"},
		"^2":                    {Argument, 0, "^"},
		"x^2^3":                 {Twice, 3, "^"},
		"x_2_3":                 {Twice, 3, "_"},
		`\sqrt`:                 {Argument, 5, `\sqrt`},
		`\frac{1}`:              {Argument, 8, `\frac`},
		`\left(x`:               {Open, 0, `\left`},
		`\left x\right)`:        {Argument, 0, `\left`},
		`\begin{cases}x`:        {Open, 0, `\begin{cases}`},
		`\begin{align}x`:        {Command, 0, `\begin{align}`},
		`\text x`:               {Argument, 0, `\text`},
		`\text{x`:               {Open, 5, "{"},
		`\`:                     {Command, 0, `\`},
		`\sqrt[3{x}`:            {Open, 5, "["},
		strings.Repeat("{", 99): {Deep, 24, ""},
	} {
		_, err := Convert(tex, false)
		if err == nil || *err != want {
			t.Errorf("%q: %+v, want %+v", tex, err, want)
		}
	}
}

// TestCommandsAreKnown: what is suggested to authors works.
func TestCommandsAreKnown(t *testing.T) {
	if n := len(Commands()); n < 150 {
		t.Errorf("only %d commands", n)
	}
	for _, c := range Commands() {
		switch c {
		case `\begin`, `\end`, `\left`, `\right`:
			continue
		}
		if _, err := Convert(c+"{a}{b}", false); err != nil {
			t.Errorf("%s: %+v", c, err)
		}
	}
}

// FuzzConvert: whatever stands in a formula, the result is well-formed and of MathML's elements only.
func FuzzConvert(f *testing.F) {
	for _, s := range []string{`\frac{a}{b}`, `\left(x\right)^{2}_i`, `\begin{cases}x&1\\y\end{cases}`, `\text{a<b}`, "x''_1", `\sqrt[3]{\vec{a}}`, "\\\xff", `\mathbf{"}`} {
		f.Add(s, true)
	}
	f.Fuzz(func(t *testing.T, tex string, display bool) {
		got, fault := Convert(tex, display)
		if fault != nil {
			if fault.At < 0 || fault.At > len(tex) {
				t.Errorf("%q: fault outside: %+v", tex, fault)
			}
			return
		}
		if !strings.HasPrefix(got, "<math") || len(got) > 64*len(tex)+400 {
			t.Errorf("%q: %d bytes", tex, len(got))
		}
		d := xml.NewDecoder(strings.NewReader(strings.ToValidUTF8(got, "?")))
		for {
			tok, err := d.Token()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				if strings.ContainsFunc(tex, func(r rune) bool { return r < ' ' || r >= 0xfffe }) {
					return // characters that XML has not; files with control characters are not our matter
				}
				t.Fatalf("%q: %v in %s", tex, err, got)
			}
			if e, ok := tok.(xml.StartElement); ok && !strings.HasPrefix(e.Name.Local, "m") {
				t.Fatalf("%q: element %s", tex, e.Name.Local)
			}
		}
	})
}
