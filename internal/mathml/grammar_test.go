package mathml

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// inside is what stands in the math element.
func inside(t testing.TB, tex string, display bool) string {
	t.Helper()
	got, err := Convert(tex, display)
	if err != nil {
		t.Errorf("%s: %+v", tex, err)
	}
	_, got, _ = strings.Cut(got, ">")
	return strings.TrimSuffix(got, "</math>")
}

// TestSigns: what people type as it is, and what they write as a command, is the same element.
func TestSigns(t *testing.T) {
	for _, tt := range []struct{ typed, command string }{
		{"×", `\times`},
		{"÷", `\div`},
		{"±", `\pm`},
		{"≤", `\le`},
		{"≥", `\ge`},
		{"≠", `\ne`},
		{"≈", `\approx`},
		{"∈", `\in`},
		{"⊂", `\subset`},
		{"∪", `\cup`},
		{"∩", `\cap`},
		{"→", `\to`},
		{"⇒", `\Rightarrow`},
		{"⇔", `\Leftrightarrow`},
		{"∀", `\forall`},
		{"∃", `\exists`},
		{"∧", `\land`},
		{"¬", `\neg`},
		{"⋅", `\cdot`},
		{"−", "-"},
		{"<", `\lt`},
		{">", `\gt`},
		{"π", `\pi`},
		{"α", `\alpha`},
		{"Ω", `\Omega`},
		{"∞", `\infty`},
		{"∂", `\partial`},
		{"∅", `\emptyset`},
		{"ℝ", `\mathbb{R}`},
		{"°", `\degree`},
		{"∇", `\nabla`},
	} {
		if typed, command := inside(t, "a "+tt.typed+" b", false), inside(t, "a "+tt.command+" b", false); typed != command {
			t.Errorf("%s is %s, %s is %s", tt.typed, typed, tt.command, command)
		}
	}
}

// TestNumbers: a number is one element as people write it here and elsewhere; what is none stays apart.
func TestNumbers(t *testing.T) {
	for tex, want := range map[string]string{
		"3,5": "<mn>3,5</mn>", "1.500.000": "<mn>1.500.000</mn>", "3, 5": "<mn>3</mn><mo>,</mo><mn>5</mn>", "3.": "<mn>3</mn><mo>.</mo>", ",5": "<mo>,</mo><mn>5</mn>",
		"2x": "<mn>2</mn><mi>x</mi>", "x2": "<mi>x</mi><mn>2</mn>", "1..2": "<mn>1</mn><mo>.</mo><mo>.</mo><mn>2</mn>", "12^3": "<msup><mn>12</mn><mn>3</mn></msup>",
		"x^23": "<msup><mi>x</mi><mn>23</mn></msup>", "azAZ": "<mi>a</mi><mi>z</mi><mi>A</mi><mi>Z</mi>", "độ": "<mi>đ</mi><mi>ộ</mi>",
	} {
		if got := inside(t, tex, false); got != want {
			t.Errorf("%s: got %s, want %s", tex, got, want)
		}
	}
}

// TestScripts: what stands above and below, in any order, and where limits go.
func TestScripts(t *testing.T) {
	for _, tt := range []struct {
		tex     string
		display bool
		want    string
	}{
		{"x_1^2", false, "<msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup>"},
		{"x^2_1", false, "<msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup>"},
		{"x''_1", false, "<msubsup><mi>x</mi><mn>1</mn><mrow><mo>′</mo><mo>′</mo></mrow></msubsup>"},
		{"x_{a_b}", false, "<msub><mi>x</mi><mrow><msub><mi>a</mi><mi>b</mi></msub></mrow></msub>"},
		{"2^{-1}", false, "<msup><mn>2</mn><mrow><mo>−</mo><mn>1</mn></mrow></msup>"},
		{`x^\circ`, false, "<msup><mi>x</mi><mo>∘</mo></msup>"},
		{`x^\frac{1}{2}`, false, "<msup><mi>x</mi><mfrac><mrow><mn>1</mn></mrow><mrow><mn>2</mn></mrow></mfrac></msup>"},
		{"{ab}^2", false, "<msup><mrow><mi>a</mi><mi>b</mi></mrow><mn>2</mn></msup>"},
		{`\sin^2 x`, false, "<msup><mi>sin</mi><mn>2</mn></msup><mo>\u2061</mo><mi>x</mi>"},
		{`\log_2 8`, true, "<msub><mi>log</mi><mn>2</mn></msub><mo>\u2061</mo><mn>8</mn>"},
		{`\lim_{x\to 0} f`, true, "<munder><mi>lim</mi><mrow><mi>x</mi><mo>→</mo><mn>0</mn></mrow></munder><mo>\u2061</mo><mi>f</mi>"},
		{`\lim_{x\to 0} f`, false, "<msub><mi>lim</mi><mrow><mi>x</mi><mo>→</mo><mn>0</mn></mrow></msub><mo>\u2061</mo><mi>f</mi>"},
		{`\prod^n`, true, "<mover><mo>∏</mo><mi>n</mi></mover>"},
		{`\int_0^1`, true, "<msubsup><mo>∫</mo><mn>0</mn><mn>1</mn></msubsup>"},
		{`\bigcup_i`, true, "<munder><mo>⋃</mo><mi>i</mi></munder>"},
		{`x_1`, true, "<msub><mi>x</mi><mn>1</mn></msub>"},
	} {
		if got := inside(t, tt.tex, tt.display); got != tt.want {
			t.Errorf("%s, display %v:\n got %s\nwant %s", tt.tex, tt.display, got, tt.want)
		}
	}
}

// TestStructures: fences, tables, words and accents.
func TestStructures(t *testing.T) {
	const cell = "<mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd>"
	for tex, want := range map[string]string{
		`\left[x\right)`:                       `<mrow><mo stretchy="true">[</mo><mi>x</mi><mo stretchy="true">)</mo></mrow>`,
		`\left.x\right|`:                       `<mrow><mi>x</mi><mo stretchy="true">|</mo></mrow>`,
		`\left\{x\right\}`:                     `<mrow><mo stretchy="true">{</mo><mi>x</mi><mo stretchy="true">}</mo></mrow>`,
		`\left\lfloor x\right\rfloor`:          `<mrow><mo stretchy="true">⌊</mo><mi>x</mi><mo stretchy="true">⌋</mo></mrow>`,
		`\left(\left(x\right)\right)`:          `<mrow><mo stretchy="true">(</mo><mrow><mo stretchy="true">(</mo><mi>x</mi><mo stretchy="true">)</mo></mrow><mo stretchy="true">)</mo></mrow>`,
		`\begin{matrix}a&b\end{matrix}`:        "<mrow><mtable><mtr>" + cell + "</mtr></mtable></mrow>",
		`\begin{pmatrix}a&b\\a&b\end{pmatrix}`: "<mrow><mo>(</mo><mtable><mtr>" + cell + "</mtr><mtr>" + cell + "</mtr></mtable><mo>)</mo></mrow>",
		`\begin{bmatrix}a&b\end{bmatrix}`:      "<mrow><mo>[</mo><mtable><mtr>" + cell + "</mtr></mtable><mo>]</mo></mrow>",
		`\begin{vmatrix}a&b\end{vmatrix}`:      "<mrow><mo>|</mo><mtable><mtr>" + cell + "</mtr></mtable><mo>|</mo></mrow>",
		`\begin{aligned}a&b\end{aligned}`:      `<mrow><mtable class="cases"><mtr>` + cell + "</mtr></mtable></mrow>",
		`\begin{matrix}&b\\\end{matrix}`:       "<mrow><mtable><mtr><mtd></mtd><mtd><mi>b</mi></mtd></mtr><mtr><mtd></mtd></mtr></mtable></mrow>",
		`\operatorname{ƯCLN}(a,b)`:             `<mi mathvariant="normal">ƯCLN</mi><mo stretchy="false">(</mo><mi>a</mi><mo>,</mo><mi>b</mi><mo stretchy="false">)</mo>`,
		`5\,\mathrm{kg}`:                       `<mn>5</mn><mspace width="0.17em"></mspace><mi mathvariant="normal">kg</mi>`,
		`\text{a < b & c}`:                     "<mtext>a\u00a0&lt;\u00a0b\u00a0&amp;\u00a0c</mtext>",
		`\text{}x`:                             "<mtext></mtext><mi>x</mi>",
		`\mathbf{Az09+}`:                       "<mi>𝐀𝐳𝟎𝟗+</mi>",
		`\hat{x}\bar x`:                        `<mover accent="true"><mrow><mi>x</mi></mrow><mo>^</mo></mover><mover accent="true"><mi>x</mi><mo>¯</mo></mover>`,
		`\underline{x}`:                        "<munder><mrow><mi>x</mi></mrow><mo>_</mo></munder>",
		`\sqrt x`:                              "<msqrt><mi>x</mi></msqrt>",
		`\sqrt[n+1]{x}`:                        "<mroot><mrow><mi>x</mi></mrow><mrow><mi>n</mi><mo>+</mo><mn>1</mn></mrow></mroot>",
		`\sqrt{\sqrt{x}}`:                      "<msqrt><mrow><msqrt><mrow><mi>x</mi></mrow></msqrt></mrow></msqrt>",
		`\frac{\frac{a}{b}}{c}`:                "<mfrac><mrow><mfrac><mrow><mi>a</mi></mrow><mrow><mi>b</mi></mrow></mfrac></mrow><mrow><mi>c</mi></mrow></mfrac>",
		`a~b\quad c\!d`:                        `<mi>a</mi><mspace width="0.33em"></mspace><mi>b</mi><mspace width="1em"></mspace><mi>c</mi><mspace width="-0.17em"></mspace><mi>d</mi>`,
		`\&\#\_\%`:                             "<mo>&amp;</mo><mo>#</mo><mo>_</mo><mo>%</mo>",
		`|x|*y`:                                `<mo stretchy="false">|</mo><mi>x</mi><mo stretchy="false">|</mo><mo>∗</mo><mi>y</mi>`,
		"{}x":                                  "<mrow></mrow><mi>x</mi>",
	} {
		if got := inside(t, tex, false); got != want {
			t.Errorf("%s:\n got %s\nwant %s", tex, got, want)
		}
	}
}

// TestRefusals: each thing that cannot be written, with the place that the author is shown.
func TestRefusals(t *testing.T) {
	for tex, want := range map[string]Error{
		`x_`:                               {Argument, 1, "_"},
		`x^_1`:                             {Argument, 1, "^"},
		`\frac{a}^2`:                       {Argument, 8, `\frac`},
		`\frac`:                            {Argument, 5, `\frac`},
		`\vec`:                             {Argument, 4, `\vec`},
		`f'^2`:                             {Twice, 2, "^"},
		`f^2'`:                             {Twice, 3, "'"},
		`\left`:                            {Argument, 0, `\left`},
		`\left(x\right`:                    {Argument, 7, `\right`},
		`\left(x}`:                         {Open, 0, `\left`},
		`{x\right)`:                        {Open, 0, "{"},
		`a \\ b`:                           {Stray, 2, `\\`},
		`\end{cases}`:                      {Stray, 0, `\end`},
		`\begin`:                           {Argument, 0, `\begin`},
		`\begin{cases}a\end`:               {Argument, 14, `\end`},
		`\begin{cases}a\end{matrix}`:       {Open, 0, `\begin{cases}`},
		`\begin{cases}a}\end{cases}`:       {Open, 0, `\begin{cases}`},
		`\begin{tabular}a\end{tabular}`:    {Command, 0, `\begin{tabular}`},
		`\operatorname`:                    {Argument, 0, `\operatorname`},
		`\mathbf{x`:                        {Open, 7, "{"},
		`\sqrt[3]`:                         {Argument, 8, `\sqrt`},
		`\sqrt[]`:                          {Argument, 7, `\sqrt`},
		`\href{javascript:x}{y}`:           {Command, 0, `\href`},
		`\def\x{1}`:                        {Command, 0, `\def`},
		`\Frac{a}{b}`:                      {Command, 0, `\Frac`},
		`\é`:                               {Command, 0, `\é`},
		strings.Repeat("x", 4001):          {Deep, 0, ""},
		strings.Repeat(`\left(`, 30) + "x": {Deep, 144, ""},
	} {
		got, err := Convert(tex, false)
		if err == nil || *err != want || got != "" {
			t.Errorf("%.40q: %q, %+v, want %+v", tex, got, err, want)
		}
	}
	if _, err := Convert(strings.Repeat("x", 4000), false); err != nil {
		t.Errorf("a long formula: %+v", err)
	}
}

// formula is some formula that can be written.
func formula(depth int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		if depth == 0 {
			return rapid.SampledFrom([]string{"x", "3,5", `\pi`, "a+b", `\text{ổn}`, "<", `\sum_i^n`, "đ"}).Draw(t, "leaf")
		}
		a, b := formula(depth-1).Draw(t, "a"), formula(depth-1).Draw(t, "b")
		shape := rapid.SampledFrom([]string{`\frac{A}{B}`, `\sqrt{A}`, `\sqrt[B]{A}`, "{A}^{B}", "{A}_{B}^{B}", `\left(A\right]B`, `\begin{cases}A&B\\B\end{cases}`, `\vec{A}B`, "A B", `\lim_{A}B`, "{A}'"}).Draw(t, "shape")
		return strings.NewReplacer("A", a, "B", b).Replace(shape)
	})
}

// TestAnyFormula: whatever is built of what is known is written, well-formed, with the formula itself beside it, and is
// refused as soon as one brace is missing.
func TestAnyFormula(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		tex := formula(rapid.IntRange(0, 3).Draw(rt, "depth")).Draw(rt, "formula")
		display := rapid.Bool().Draw(rt, "display")
		got, fault := Convert(tex, display)
		if fault != nil {
			rt.Fatalf("%s: %+v", tex, fault)
		}
		d := xml.NewDecoder(strings.NewReader(got))
		for first := true; ; first = false {
			tok, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				rt.Fatalf("%s: %v in %s", tex, err, got)
			}
			if e, ok := tok.(xml.StartElement); ok && first {
				for _, a := range e.Attr {
					if a.Name.Local == "alttext" && strings.ReplaceAll(a.Value, " ", "") != strings.ReplaceAll(tex, " ", "") {
						rt.Fatalf("alttext %q of %q", a.Value, tex)
					}
				}
			}
		}
		if strings.Contains(got, `display="block"`) != display {
			rt.Fatalf("%s", got)
		}
		if i := strings.IndexAny(tex, "{}"); i >= 0 {
			if _, fault := Convert(tex[:i]+tex[i+1:], display); fault == nil {
				rt.Fatalf("%q is written without its brace", tex[:i]+tex[i+1:])
			}
		}
		if _, fault := Convert("x+"+tex+`\nope`, display); fault == nil || fault.Fault != Command || fault.At != len(tex)+2 {
			rt.Fatalf("the place behind %q: %+v", tex, fault)
		}
	})
}
