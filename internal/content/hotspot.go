package content

import (
	"math"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"

	"hocso/internal/course"
	"hocso/internal/fault"
)

// A finger wants 44 pixels, on a screen that is 320 wide.
const (
	fingerPixels = 44
	screenPixels = 320
)

// hotspot reads a question that is answered on a picture: the one that stands alone in a paragraph, and an answer list
// whose items end in their area.
func (r *questionReader) hotspot(nodes []ast.Node) {
	stem, list, after := r.split(nodes)
	stem = r.picture(stem)
	if list == nil {
		r.stem(stem)
		return
	}
	var areas []*course.Area
	for _, item := range children(list) {
		areas = append(areas, r.area(item))
	}
	r.readAnswers(list)
	for i := range r.q.Choices {
		if !r.unclear {
			r.q.Choices[i].Area = areas[i]
		}
	}
	r.judge()
	r.overlaps()
	r.stem(stem)
	r.explanation(after)
}

// picture takes the picture out of the stem.
func (r *questionReader) picture(stem []ast.Node) []ast.Node {
	var rest []ast.Node
	count := 0
	for _, n := range stem {
		img := (*ast.Image)(nil)
		if n.Kind() == ast.KindParagraph {
			img = alonePicture(n)
		}
		if img == nil {
			rest = append(rest, n)
			continue
		}
		count++
		r.q.Picture = &course.Picture{Src: string(img.Destination), Alt: r.p.plain(img), Caption: unescape(img.Title)}
		if v, _ := img.AttributeString(pictureAttr); v != nil {
			if m, ok := v.(*Media); ok {
				r.q.Picture.Width, r.q.Picture.Height = m.Width, m.Height
			}
		}
	}
	if count != 1 {
		r.fail(r.h.pos, "hotspot.picture", fault.Args{"count": count})
		r.q.Picture = nil
	} else if r.q.Picture.Width == 0 {
		r.q.Picture, r.ok = nil, false // refused with a finding of its own
	}
	return rest
}

// area takes the code behind an answer and reads it. nil: it could not be read.
func (r *questionReader) area(item ast.Node) *course.Area {
	body := item.FirstChild()
	if body == nil {
		return nil
	}
	span, ok := body.LastChild().(*ast.CodeSpan)
	if !ok {
		r.fail(posOf(item), "hotspot.area", fault.Args{"text": ""})
		return nil
	}
	written := r.p.plain(span)
	body.RemoveChild(body, span)
	a := parseArea(written)
	switch {
	case a == nil:
		r.fail(posOf(item), "hotspot.area", fault.Args{"text": clip(written, 40)})
	case r.q.Picture == nil:
	case !r.inside(*a):
		r.fail(posOf(item), "hotspot.outside", fault.Args{"text": clip(written, 40)})
	case r.small(*a):
		r.fail(posOf(item), "hotspot.small", fault.Args{"text": clip(written, 40), "min": fingerPixels, "width": screenPixels})
	}
	return a
}

// parseArea reads "rect x y w h" or "circle x y r", in percent. Where it lies is judged with the picture.
func parseArea(s string) *course.Area {
	words := strings.Fields(s)
	var v []float64
	for _, w := range words[min(1, len(words)):] {
		n, err := strconv.ParseFloat(w, 64)
		if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
			return nil
		}
		v = append(v, n)
	}
	switch {
	case len(v) == 4 && words[0] == "rect" && v[2] > 0 && v[3] > 0:
		return &course.Area{X: v[0], Y: v[1], W: v[2], H: v[3]}
	case len(v) == 3 && words[0] == "circle" && v[2] > 0:
		return &course.Area{X: v[0], Y: v[1], R: v[2]}
	}
	return nil
}

// tall is the picture's height in percent of its width: the measure of circles.
func (r *questionReader) tall() float64 {
	return 100 * float64(r.q.Picture.Height) / float64(r.q.Picture.Width)
}

func (r *questionReader) inside(a course.Area) bool {
	const slack = 1e-9
	if a.X < 0 || a.Y < 0 {
		return false
	}
	y := a.Y * r.tall() / 100
	if a.R > 0 {
		return a.X-a.R >= -slack && a.X+a.R <= 100+slack && y-a.R >= -slack && y+a.R <= r.tall()+slack
	}
	return a.X+a.W <= 100+slack && a.Y+a.H <= 100+slack
}

// small reports whether an area is too small for a finger.
func (r *questionReader) small(a course.Area) bool {
	wide, high := a.W, a.H*r.tall()/100
	if a.R > 0 {
		wide, high = 2*a.R, 2*a.R
	}
	return min(wide, high)*screenPixels/100 < fingerPixels
}

// overlaps reports areas that cover a part of an earlier one.
func (r *questionReader) overlaps() {
	if r.q.Picture == nil || r.unclear {
		return
	}
	for i, a := range r.q.Choices {
		for _, b := range r.q.Choices[:i] {
			if a.Area != nil && b.Area != nil && overlap(*a.Area, *b.Area, r.tall()/100) {
				r.fail(r.answers[i].pos, "hotspot.overlap", fault.Args{"text": clip(b.Text, 60)})
			}
		}
	}
}

// overlap reports whether two areas share more than an edge. A circle is closest to a rectangle at the point of it that
// is nearest to the circle's centre; a circle is nearest to another at its own centre. ratio is height ÷ width.
func overlap(a, b course.Area, ratio float64) bool {
	const slack = 1e-9
	if a.R == 0 && b.R == 0 {
		return a.X+slack < b.X+b.W && b.X+slack < a.X+a.W && a.Y+slack < b.Y+b.H && b.Y+slack < a.Y+a.H
	}
	if a.R == 0 {
		a, b = b, a
	}
	x, y := min(max(a.X, b.X), b.X+b.W), min(max(a.Y, b.Y), b.Y+b.H)
	return math.Hypot(a.X-x, (a.Y-y)*ratio)+slack < a.R+b.R
}
