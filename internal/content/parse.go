package content

import "github.com/yuin/goldmark/text"

// parse goes from bytes to the page's parts. Nothing is handed to goldmark that it could take long over.
func (p *page) parse() {
	if !p.clean() {
		return
	}
	p.splitFront()
	p.title = p.front.text("title")
	if !p.bounded() {
		return
	}
	p.doc = newWriter(p, "").md.Parser().Parse(text.NewReader(p.text))
	p.outline()
	if p.original != nil {
		p.inherit()
	}
	p.places()
	p.cut()
}
