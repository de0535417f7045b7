package mathml

import (
	"slices"
	"strings"
	"sync"
)

// Names and signs of the symbols, as "name sign" pairs: the first table are letters, the second operators.
const (
	letters = "alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ iota ι kappa κ lambda λ mu μ nu ν xi ξ " +
		"pi π rho ρ sigma σ tau τ upsilon υ phi φ varphi ϕ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ " +
		"Phi Φ Psi Ψ Omega Ω infty ∞ partial ∂ ell ℓ hbar ℏ emptyset ∅ varnothing ∅ degree ° nabla ∇ angle ∠ triangle △ ldots … dots … cdots ⋯ vdots ⋮"
	operators = "times × div ÷ cdot ⋅ pm ± mp ∓ ast ∗ circ ∘ bullet • le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ approx ≈ equiv ≡ sim ∼ " +
		"propto ∝ ll ≪ gg ≫ lt &lt; gt &gt; in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ supset ⊃ supseteq ⊇ cup ∪ cap ∩ setminus ∖ " +
		"to → rightarrow → leftarrow ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ implies ⇒ iff ⇔ mapsto ↦ uparrow ↑ downarrow ↓ " +
		"forall ∀ exists ∃ neg ¬ land ∧ lor ∨ mid ∣ parallel ∥ perp ⟂ colon : % % & &amp; # # $ $ { { } } _ _ " +
		"langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉"
	functions = "sin cos tan cot sec csc arcsin arccos arctan log ln lg exp lim max min gcd det dim deg"
)

// tables are the commands by name, made once.
type tables struct {
	symbols      map[string]string // elements of commands without argument
	big, accents map[string]string // signs
	functions    map[string]bool
	commands     []string             // every name with its backslash, sorted
	delimiters   map[string]string    // by token
	environments map[string][2]string // their fences
}

var known = sync.OnceValue(func() tables {
	t := tables{
		symbols:   map[string]string{},
		big:       map[string]string{"sum": "∑", "prod": "∏", "int": "∫", "iint": "∬", "oint": "∮", "bigcup": "⋃", "bigcap": "⋂"},
		accents:   map[string]string{"bar": "¯", "overline": "¯", "hat": "^", "widehat": "^", "vec": "→", "overrightarrow": "→", "tilde": "~", "dot": "˙"},
		functions: map[string]bool{},
		delimiters: map[string]string{
			"(": "(", ")": ")", "[": "[", "]": "]", "|": "|", ".": "", `\{`: "{", `\}`: "}", "/": "/", "<": "⟨", ">": "⟩",
			`\langle`: "⟨", `\rangle`: "⟩", `\lfloor`: "⌊", `\rfloor`: "⌋", `\lceil`: "⌈", `\rceil`: "⌉",
		},
		environments: map[string][2]string{
			"cases": {"{", ""}, "matrix": {}, "pmatrix": {"(", ")"}, "bmatrix": {"[", "]"}, "vmatrix": {"|", "|"}, "aligned": {},
		},
	}
	for tag, table := range map[string]string{"mi": letters, "mo": operators} {
		words := strings.Fields(table)
		for i := 0; i < len(words); i += 2 {
			t.symbols[words[i]] = element(tag, words[i+1])
		}
	}
	for name, width := range map[string]string{",": "0.17em", ":": "0.22em", ";": "0.28em", " ": "0.33em", "!": "-0.17em", "quad": "1em", "qquad": "2em"} {
		t.symbols[name] = `<mspace width="` + width + `"></mspace>`
	}
	for _, name := range strings.Fields(functions) {
		t.functions[name] = true
	}
	t.commands = t.list()
	return t
})

// lettering writes Latin letters in bold or double-struck form: MathML Core has no attribute for them.
func lettering(style, s string) string {
	if style == "mathbb" {
		return strings.NewReplacer("N", "ℕ", "Z", "ℤ", "Q", "ℚ", "R", "ℝ", "C", "ℂ", "P", "ℙ").Replace(s)
	}
	return strings.Map(func(r rune) rune {
		switch {
		case 'A' <= r && r <= 'Z':
			return r - 'A' + '\U0001d400'
		case 'a' <= r && r <= 'z':
			return r - 'a' + '\U0001d41a'
		case '0' <= r && r <= '9':
			return r - '0' + '\U0001d7ce'
		}
		return r
	}, s)
}

// Commands lists every command that Convert knows, with its backslash: what a mistyped one may have meant.
func Commands() []string { return slices.Clone(known().commands) }

func (t tables) list() []string {
	var out []string
	for _, m := range []map[string]string{t.symbols, t.big, t.accents} {
		for name := range m {
			if isLetter(name[0]) {
				out = append(out, `\`+name)
			}
		}
	}
	for name := range t.functions {
		out = append(out, `\`+name)
	}
	out = append(out, `\frac`, `\dfrac`, `\tfrac`, `\binom`, `\sqrt`, `\underline`, `\text`, `\operatorname`, `\mathrm`, `\mathbf`, `\mathbb`,
		`\left`, `\right`, `\begin`, `\end`, `\quad`, `\qquad`)
	slices.Sort(out)
	return slices.Compact(out)
}
