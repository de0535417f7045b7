package web

import (
	"slices"
	"strconv"

	"hocso/internal/course"
)

// spotsView is a picture of which areas are chosen, and the areas in the order of the list beside it. It holds no key
// unless Mark is filled in. Areas are drawn over the picture in its own pixels; without a script the list alone chooses.
type spotsView struct {
	Picture   *course.Picture
	Areas     []spotView
	Elsewhere string // id of the control for what lies in no area
}

// spotView is an area. Control is the id of the field that chooses it.
type spotView struct {
	Control, Mark string // Mark: "on" chosen, "ok" and "bad" after an answer
	Circle        bool
	X, Y, W, H, R string
}

// spotsOf draws the areas of a question; nil for other types. control gives the id of a choice's field.
func spotsOf(q *course.Question, control func(choice int) string, mark func(choice int) string) *spotsView {
	if q.Type != course.Hotspot {
		return nil
	}
	v := &spotsView{Picture: q.Picture, Elsewhere: control(len(q.Choices))}
	for i, c := range q.Choices {
		w, h := float64(q.Picture.Width)/100, float64(q.Picture.Height)/100
		a := c.Area
		v.Areas = append(v.Areas, spotView{
			Control: control(i), Mark: mark(i), Circle: a.R > 0, X: pixels(a.X * w), Y: pixels(a.Y * h), W: pixels(a.W * w), H: pixels(a.H * h), R: pixels(a.R * w),
		})
	}
	return v
}

func pixels(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }

// onIf marks the choices that are chosen.
func onIf(chosen []int) func(int) string {
	return func(choice int) string {
		if slices.Contains(chosen, choice) {
			return "on"
		}
		return ""
	}
}

// choiceAt is a choice as written; elsewhere tells of one that stands for no area of a picture.
func choiceAt(q *course.Question, written int) (c course.Choice, elsewhere bool) {
	if written == len(q.Choices) {
		return course.Choice{}, true
	}
	return q.Choices[written], false
}
