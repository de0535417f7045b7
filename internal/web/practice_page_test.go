package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
)

// TestSpotsLieOverThePicture: each area is drawn in the picture's pixels and leads to its field; before an answer none is
// told from another.
func TestSpotsLieOverThePicture(t *testing.T) {
	s := newSite(t)
	p := s.public().get(lessonTwo)
	if svg := p.one("#kt-hinh .spot svg"); attrOf(svg, "viewBox") != "0 0 640 400" || attrOf(svg, "data-for") != "kt-hinh_3" {
		t.Errorf("drawn in %q, elsewhere leads to %q", attrOf(svg, "viewBox"), attrOf(svg, "data-for"))
	}
	var got []string
	for _, n := range append(p.all("#kt-hinh .spot rect"), p.all("#kt-hinh .spot circle")...) {
		p.one("#" + attrOf(n, "data-for"))
		got = append(got, strings.Join([]string{attrOf(n, "data-for"), attrOf(n, "x") + attrOf(n, "cx"), attrOf(n, "width") + attrOf(n, "r"), attrOf(n, "class")}, " "))
	}
	if d := cmp.Diff([]string{"kt-hinh_0 0.0 128.0 ", "kt-hinh_2 512.0 128.0 ", "kt-hinh_1 320.0 64.0 "}, got); d != "" {
		t.Error(d)
	}
	p = s.public().post(lessonTwo+"/hoi/kt-hinh", url.Values{"a": {"2"}}).want(http.StatusOK)
	if marked := p.all("#kt-hinh .spot [class]"); len(marked) != 1 || attrOf(marked[0], "class") != "bad" {
		t.Errorf("%d areas are marked after the answer", len(marked))
	}
}

func TestSplitStemGivesTheLegendOneParagraph(t *testing.T) {
	for in, want := range map[string][2]string{
		"<p>Một?</p>": {"", "Một?"},
		"<p>Chuyện.</p>\n<p>Hỏi <b>gì</b>?</p>": {"<p>Chuyện.</p>", "Hỏi <b>gì</b>?"},
		"<p>Xem hình.</p>\n<figure></figure>":   {"<p>Xem hình.</p>\n<figure></figure>", ""},
		"<ul><li><p>a</p></li></ul>":            {"<ul><li><p>a</p></li></ul>", ""},
	} {
		if before, ask := splitStem(in); before != want[0] || ask != want[1] {
			t.Errorf("%q: %q, %q", in, before, ask)
		}
	}
}

func TestLeadOpensWithTheVerdictOnce(t *testing.T) {
	for _, tt := range []struct {
		word, html string
		skip       bool
		want       string
	}{
		{"Đúng.", "<p>Đúng. Hay.</p>", true, "<p>Đúng. Hay.</p>"},
		{"Đúng.", "<p>Đúng hạn thì tốt.</p>", true, "<p><b>Đúng.</b> Đúng hạn thì tốt.</p>"},
		{"Chưa đúng.", "<p>Mở nhầm.</p>", true, "<p><b>Chưa đúng.</b> Mở nhầm.</p>"},
		{"Bạn xét đúng.", "<p>Sai. Ai cũng biết.</p>", false, "<p><b>Bạn xét đúng.</b> Sai. Ai cũng biết.</p>"},
		{"Đúng.", "", true, "<p><b>Đúng.</b></p>"},
	} {
		if got := lead(tt.word, tt.html, tt.skip); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.html, got, tt.want)
		}
	}
}

// TestEveryControlHasAName walks the questions of every type in every state.
func TestEveryControlHasAName(t *testing.T) {
	s := newSite(t)
	c := s.public()
	for _, p := range []*reply{
		c.get(lessonOne), c.get(lessonTwo), c.post(lessonOne+"/hoi/kt-tung-y", url.Values{"j0": {"2"}}), c.post(lessonTwo+"/hoi/kt-tinh-tien", url.Values{}),
	} {
		ids := map[string]int{}
		for _, n := range p.all("[id]") {
			ids[attrOf(n, "id")]++
		}
		for id, n := range ids {
			if n > 1 {
				t.Errorf("%s: id %q stands %d times", p.path, id, n)
			}
		}
		for _, n := range append(p.all("form.ask input"), p.all("form.ask select")...) {
			if attrOf(n, "type") != "hidden" && !labelled(p, n) {
				t.Errorf("%s: %s has no label", p.path, attrOf(n, "id"))
			}
		}
		for _, n := range p.all("form.ask fieldset") {
			if l := findAll(n, "legend"); len(l) == 0 || textOf(l[0]) == "" {
				t.Errorf("%s: a group without a legend", p.path)
			}
		}
	}
}

func labelled(p *reply, input *html.Node) bool {
	if attrOf(input, "aria-label") != "" {
		return true
	}
	for n := input.Parent; n != nil; n = n.Parent {
		if n.Data == "label" && textOf(n) != "" {
			return true
		}
	}
	return len(p.all("label[for="+attrOf(input, "id")+"]")) == 1
}
