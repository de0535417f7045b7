package content

import (
	"net/url"
	"slices"
	"strings"

	"hocso/internal/mathml"
)

// clean makes of any tree one that Markdown can say: one name for each mark, nothing that only groups or colours,
// addresses as authors write them. What says something and cannot stay is noted.
func (w *mdWriter) clean(kids []*element) []*element {
	var out []*element
	for _, k := range kids {
		if k.tag == "" {
			out = append(out, k)
			continue
		}
		c := *k
		c.tag = plainTag(k.tag)
		switch {
		case c.tag == "math":
			out = append(out, w.cleanFormula(&c)...)
		case refusedElement(c.tag):
			w.lose("<" + c.tag + ">")
		case c.tag == "a":
			out = append(out, w.cleanLink(&c)...)
		case c.tag == "img":
			out = append(out, w.cleanPicture(&c))
		case c.tag == "br" || c.tag == "hr":
			out = append(out, &c)
		case keptElement(c.tag):
			c.kids = w.clean(k.kids)
			out = append(out, &c)
		default:
			if !groupingElement(c.tag) {
				w.lose("<" + c.tag + ">")
			}
			out = append(out, w.clean(k.kids)...)
		}
	}
	return out
}

func plainTag(tag string) string {
	for _, same := range [][]string{
		{"strong", "b"},
		{"em", "i", "cite", "dfn", "var"},
		{"del", "s", "strike"},
		{"code", "tt", "samp"},
		{"p", "center", "address", "summary", "caption", "legend"},
	} {
		if slices.Contains(same, tag) {
			return same[0]
		}
	}
	return tag
}

// keptElement reports elements that have a form in Markdown, or are among the few tags that authors may write.
func keptElement(tag string) bool {
	return slices.Contains(strings.Fields("strong em del code kbd sub sup abbr p ul ol li dl dt dd blockquote pre table thead tbody tfoot tr th td figure figcaption "+
		"h1 h2 h3 h4 h5 h6 div"), tag)
}

// groupingElement reports elements that can be unwrapped without loss of meaning.
func groupingElement(tag string) bool {
	return slices.Contains(strings.Fields("span font small q label big nobr wbr time section article header footer main aside body html nav details fieldset form"), tag)
}

// refusedElement reports elements whose content is no text.
func refusedElement(tag string) bool {
	return slices.Contains(strings.Fields("script style template noscript iframe object embed video audio source track canvas svg input button select textarea "+
		"title head meta link map area frame applet"), tag)
}

// cleanLink keeps a link whose address means something outside of where it came from, else its text.
func (w *mdWriter) cleanLink(a *element) []*element {
	kids := a.kids
	if n := len(kids) - 1; n > 0 && kids[n].tag == "small" { // kind and size of a download, which pages add
		if _, download := a.attrs["download"]; download {
			kids = slices.Clone(kids[:n])
			if last := kids[n-1]; last.tag == "" {
				kids[n-1] = &element{text: strings.TrimSuffix(last.text, " ")}
			}
		}
	}
	kids = w.clean(kids)
	href, ok := w.link(strings.TrimSpace(a.attrs["href"]))
	switch {
	case !ok:
		w.lose("<a>")
		return kids
	case canon(kids) == "":
		return kids
	}
	return []*element{{tag: "a", attrs: map[string]string{"href": string(escapeAddress(href)), "title": a.attrs["title"]}, kids: kids}}
}

// cleanFormula keeps a formula that says itself in TeX: "math" in a line, "formula" in a block of its own.
func (w *mdWriter) cleanFormula(m *element) []*element {
	display := m.attrs["display"] == "block"
	tex := oneLine(m.attrs["alttext"])
	if _, err := mathml.Convert(tex, display); err != nil || display && strings.Contains(tex, "$") {
		w.lose("<math>")
		return nil
	}
	tag := "math"
	if display {
		tag = "formula"
	}
	return []*element{{tag: tag, attrs: map[string]string{"alttext": tex}}}
}

// cleanPicture keeps a picture of the course; one from elsewhere becomes its alternative text, for pages show none.
func (w *mdWriter) cleanPicture(img *element) *element {
	src, ok := w.link(strings.TrimSpace(img.attrs["src"]))
	alt := oneLine(img.attrs["alt"])
	if !ok || src == "" || strings.Contains(src, ":") || strings.HasPrefix(src, "/") {
		w.lose("<img>")
		return &element{text: alt}
	}
	return &element{tag: "img", attrs: map[string]string{"src": string(escapeAddress(src)), "alt": alt}}
}

// KeepAddress lets stand what leads to the web, to a person, or to a neighbouring file.
func KeepAddress(address string) (string, bool) {
	u, err := url.Parse(address)
	if err != nil || address == "" || strings.HasPrefix(address, "/") {
		return "", false
	}
	return address, slices.Contains([]string{"", "http", "https", "mailto", "tel"}, u.Scheme) && !strings.HasPrefix(address, "@@")
}

// flat is a cleaned tree without blocks: their texts follow one another in one line.
func flat(kids []*element) []*element {
	var out []*element
	for _, k := range kids {
		switch {
		case k.tag == "hr":
		case k.tag == "formula":
			out = append(out, &element{tag: "math", attrs: k.attrs})
		case isBlock(k.tag) || k.tag == "figcaption":
			out = append(out, &element{text: " "})
			out = append(out, flat(k.kids)...)
			out = append(out, &element{text: " "})
		default:
			c := *k
			c.kids = flat(k.kids)
			out = append(out, &c)
		}
	}
	return out
}
