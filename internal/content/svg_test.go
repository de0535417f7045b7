package content

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

const svgOpen = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:h="http://www.w3.org/1999/xhtml" viewBox="0 0 9 9"><title>a</title><desc>b</desc>`

// drawn is what a check says of a lesson that shows a drawing, as keys, and the size that the page tells of it.
func drawn(t *testing.T, svg string) (keys []string, width, height int) {
	t.Helper()
	all := base(t)
	all["01-mo-dau/01-bai.md"] = &fstest.MapFile{Data: []byte(lessonFront + "![Hình](a.svg)\n")}
	all["01-mo-dau/a.svg"] = &fstest.MapFile{Data: []byte(svg)}
	b, report := load(all)
	if b != nil {
		for _, m := range b.Media {
			width, height = m.Width, m.Height
		}
	}
	return keysOf(report), width, height
}

// TestDrawingsCannotAct: a drawing may be opened by its own address, so whatever runs, fetches or leads away is refused,
// however it is written; what only draws is taken.
func TestDrawingsCannotAct(t *testing.T) {
	for name, tt := range map[string]struct{ inside, want string }{
		"shapes":                        {`<g transform="scale(2)"><path d="M0 0h1" style="fill:#0a0;stroke:none"/><text x="1">Chữ</text></g>`, ""},
		"a gradient of its own":         {`<defs><linearGradient id="g"/></defs><rect fill="url(#g)" style="fill: url( '#g' )"/>`, ""},
		"a part used again":             {`<g id="p"/><use href="#p"/><use xlink:href=" #p"/>`, ""},
		"a style sheet of its own":      {`<style>.a{fill:red} @media print{.a{fill:none}}</style>`, ""},
		"what drawing programs add":     {`<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""/></metadata>`, ""},
		"a comment":                     {`<!-- url(http://a.example) -->`, ""},
		"a script":                      {`<script>x()</script>`, "svg.forbidden"},
		"a script in capitals":          {`<SCRIPT/>`, "svg.forbidden"},
		"a script by a prefix":          {`<s:script xmlns:s="http://www.w3.org/2000/svg"/>`, "svg.forbidden"},
		"a handler":                     {`<rect onclick="x()"/>`, "svg.forbidden"},
		"a handler in capitals":         {`<rect OnLoad="x()"/>`, "svg.forbidden"},
		"a link":                        {`<a href="#p"/>`, "svg.forbidden"},
		"a picture":                     {`<image href="#p"/>`, "svg.forbidden"},
		"a filter's picture":            {`<filter><feImage href="#p"/></filter>`, "svg.forbidden"},
		"another page within":           {`<foreignObject/>`, "svg.forbidden"},
		"an animation":                  {`<rect><animate attributeName="href" to="javascript:x()"/></rect>`, "svg.forbidden"},
		"an animation by set":           {`<rect><set attributeName="href" to="x"/></rect>`, "svg.forbidden"},
		"a page's way to lead away":     {`<h:meta http-equiv="refresh" content="0;url=https://a.example"/>`, "svg.forbidden"},
		"a page's picture":              {`<h:img srcset="https://a.example/x.png 1x"/>`, "svg.forbidden"},
		"a page's form":                 {`<form xmlns="http://www.w3.org/1999/xhtml" action="https://a.example"/>`, "svg.forbidden"},
		"a document type":               {`<!DOCTYPE svg [<!ENTITY a "b">]>`, "svg.forbidden"},
		"a style sheet from elsewhere":  {`<?xml-stylesheet href="https://a.example/x.css"?>`, "svg.forbidden"},
		"an address of data":            {`<use href="data:image/svg+xml,x"/>`, "svg.external"},
		"a script's address":            {`<use xlink:href="javascript:x()"/>`, "svg.external"},
		"a neighbour's part":            {`<use href="b.svg#p"/>`, "svg.external"},
		"an address in a style":         {`<rect style="fill:url(https://a.example/x)"/>`, "svg.external"},
		"an address behind one's own":   {`<rect style="fill:url(#g);mask:url(//a.example)"/>`, "svg.external"},
		"an address in capitals":        {`<rect fill="URL(https://a.example)"/>`, "svg.external"},
		"an address by references":      {`<rect fill="&#117;rl(https://a.example)"/>`, "svg.external"},
		"an address behind a backslash": {`<rect style="fill:u\72l(https://a.example)"/>`, "svg.external"},
		"an import":                     {`<style>@IMPORT "x.css";</style>`, "svg.external"},
		"an import in a section":        {`<style><![CDATA[@import "x.css";]]></style>`, "svg.external"},
		"a set of pictures":             {`<rect style="mask-image:image-set('https://a.example/x.png' 1x)"/>`, "svg.external"},
		"a set of pictures, as Chrome":  {`<style>svg{background:-webkit-image-set("x.png" 1x)}</style>`, "svg.external"},
	} {
		keys, _, _ := drawn(t, svgOpen+tt.inside+"</svg>")
		if got := strings.Join(keys, " "); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

// TestDrawingsTellTheirSize: pages keep the place of a picture before it is there, from viewBox, else from width and height.
func TestDrawingsTellTheirSize(t *testing.T) {
	const words = "<title>a</title><desc>b</desc></svg>"
	for attrs, want := range map[string][2]int{
		`viewBox="0 0 320 200"`:                       {320, 200},
		`viewBox="-10,-10,32.4,20.6"`:                 {32, 21},
		`viewBox="0 0 320 200" width="16" height="9"`: {320, 200},
		`width="16" height="9" viewBox="0 0 320 200"`: {320, 200},
		`width="16" height="9"`:                       {16, 9},
		`width="16px" height=" 9.5px "`:               {16, 10},
		`width="10000" height="1"`:                    {10000, 1},
		`width="100%" height="9"`:                     {},
		`width="16"`:                                  {},
		`viewBox="0 0 0 200"`:                         {},
		`viewBox="0 0 -5 200"`:                        {},
		`viewBox="0 0 10001 200"`:                     {},
		`viewBox="0 0 NaN 200"`:                       {},
		`viewBox="0 0 Infinity 200"`:                  {},
		`viewBox="1 2 3"`:                             {},
	} {
		keys, w, h := drawn(t, `<svg xmlns="http://www.w3.org/2000/svg" `+attrs+">"+words)
		if refused := slices.Contains(keys, "svg.size"); refused != (want == [2]int{}) || [2]int{w, h} != want {
			t.Errorf("%s: %d×%d, %v, want %v", attrs, w, h, keys, want)
		}
	}
}

// TestDrawingsSayWhatTheyShow: title and description are for the drawing as a whole, and not empty.
func TestDrawingsSayWhatTheyShow(t *testing.T) {
	for inside, want := range map[string]string{
		"<title>a</title><desc>b</desc>":                 "",
		"<g/><desc>b</desc><title>a</title>":             "",
		"<title>a<tspan>b</tspan></title><desc>c</desc>": "",
		"<title>a</title>":                               "svg.words",
		"<desc>b</desc>":                                 "svg.words",
		"<title> </title><desc>b</desc>":                 "svg.words",
		"<g><title>a</title></g><desc>b</desc>":          "svg.words",
		"<title/><desc/>":                                "svg.words",
	} {
		keys, _, _ := drawn(t, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">`+inside+"</svg>")
		if got := strings.Join(keys, " "); got != want {
			t.Errorf("%s: %q, want %q", inside, got, want)
		}
	}
}

// TestManyFaultsOfADrawing: one drawing does not bury everything else that is to be said.
func TestManyFaultsOfADrawing(t *testing.T) {
	all := base(t)
	all["01-mo-dau/01-bai.md"] = &fstest.MapFile{Data: []byte(lessonFront + "![Hình](a.svg)\n")}
	all["01-mo-dau/a.svg"] = &fstest.MapFile{Data: []byte(svgOpen + strings.Repeat("\n<script/>", 100) + "</svg>")}
	_, report := load(all)
	var want []string
	for line := 2; line < 2+svgFindings; line++ {
		want = append(want, "E 01-mo-dau/a.svg:"+strconv.Itoa(line)+":10 svg.forbidden")
	}
	if diff := cmp.Diff(want, lines(report)); diff != "" {
		t.Error(diff)
	}
}

// FuzzSVG: what is accepted as a drawing has, by another reading of it, nothing that acts, fetches or leads away.
func FuzzSVG(f *testing.F) {
	for _, s := range []string{
		`<g/>`, `<use href="#a"/>`, `<style>.a{fill:url(#b)}</style>`, `<h:meta content="0;url=x"/>`, `<rect fill="&#117;rl(#a)"/>`, `<![CDATA[x]]>`,
		`<a xmlns:xlink="x" xlink:href="y"/>`, `<?a b?>`, "<text>\xff</text>", `<g><g></g>`, `<animate/>`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, inside string) {
		svg := svgOpen + inside + "</svg>"
		m, lg := &Media{Data: []byte(svg)}, &log{}
		checkSVG(m, "a.svg", lg)
		for _, finding := range lg.found {
			if _, known := messages()[finding.Key]; !known || finding.Caret < 0 || finding.Caret > len([]rune(finding.Quote)) {
				t.Errorf("%+v", finding)
			}
		}
		if len(lg.found) > 0 {
			return
		}
		for d := xml.NewDecoder(bytes.NewReader(m.Data)); ; {
			tok, err := d.Token()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				t.Fatalf("%q: %v", svg, err)
			}
			switch v := tok.(type) {
			case xml.StartElement:
				if strings.Contains(v.Name.Space, "xhtml") || slices.Contains(strings.Fields("script a image foreignobject iframe animate set"), strings.ToLower(v.Name.Local)) {
					t.Errorf("%q: <%s>", svg, v.Name.Local)
				}
				for _, a := range v.Attr {
					value := strings.ToLower(strings.Join(strings.Fields(a.Value), ""))
					if strings.HasPrefix(strings.ToLower(a.Name.Local), "on") || a.Name.Local == "href" && !strings.HasPrefix(value, "#") ||
						a.Name.Space != "xmlns" && a.Name.Local != "xmlns" && strings.Contains(value, "url(h") {
						t.Errorf("%q: %s=%q", svg, a.Name.Local, a.Value)
					}
				}
			case xml.ProcInst, xml.Directive:
				t.Errorf("%q: %v", svg, v)
			}
		}
	})
}
