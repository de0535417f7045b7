package content

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"

	"hocso/internal/fault"
	"hocso/internal/highlight"
)

// plainCode are the names of fenced code that is meant to be shown as it is.
func plainCode(lang string) bool { return lang == "" || lang == "text" || lang == "txt" }

// checkCode warns of a language that is not known: most often its name is mistyped.
func (p *page) checkCode(n *ast.FencedCodeBlock) {
	lang := string(n.Language(p.text))
	if plainCode(lang) || p.full() {
		return
	}
	if _, known := highlight.Write("", lang); !known {
		langs := highlight.Languages()
		p.at(posOf(n.Info), "code.language", fault.Args{"lang": clip(lang, 40), "near": nearOr(nearest(lang, langs)), "langs": strings.Join(langs, ", ")})
	}
}

// fencedCode writes code with its parts in classes; colours are the stylesheet's.
func (w *writer) fencedCode(out util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.FencedCodeBlock)
	code, known := highlight.Write(string(n.Lines().Value(source)), string(n.Language(source)))
	open := "<pre><code>"
	if known {
		open = `<pre class="hl"><code class="language-` + string(n.Language(source)) + `">` // known, so it is a plain word
	}
	return put(out, open, code, "</code></pre>\n")
}
