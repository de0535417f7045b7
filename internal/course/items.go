package course

import "strings"

// Pair is a left cell of a matching question with what belongs to it. Several may belong to one right cell.
type Pair struct {
	HTML     string // the left cell
	Text     string // plain text of it
	Choice   int    // position of the right cell in Question.Choices
	Feedback string // HTML
}

// Gap is a gap of a cloze question: a menu (Single), or typed (Numeric, Short).
type Gap struct {
	Label   string // plain text: its name for people who do not see where it stands
	Type    Type
	Choices []Choice
}

// GapMark stands in a stem where a gap belongs. No author can write it, because files with NUL are refused.
const GapMark = "\x00GAP"

// FillGaps puts a text, by the number of the gap from 0, into the place of each gap of a stem.
func FillGaps(stem string, text func(i int) string) string {
	parts := strings.Split(stem, GapMark)
	var b strings.Builder
	for i, p := range parts {
		b.WriteString(p)
		if i+1 < len(parts) {
			b.WriteString(text(i))
		}
	}
	return b.String()
}

// Picture is a picture of which an area is chosen. Src is an address of this site, Alt and Caption plain text, Width and
// Height CSS pixels.
type Picture struct {
	Src, Alt, Caption string
	Width, Height     int
}

// Area is a part of a picture: a circle where R is not 0, else a rectangle. X and Y are of its centre or its top left
// corner, all in percent: X, W and R of the picture's width, Y and H of its height.
type Area struct {
	X, Y float64
	W, H float64 `json:",omitempty"`
	R    float64 `json:",omitempty"`
}

// Scenario is the stem that several questions share, and which of them a question is. Its parts are drawn together.
type Scenario struct {
	ID, Stem    string // Stem is HTML
	Part, Parts int    // Part from 1
}

// Rubric is what a practical task is judged by: for each criterion one of the columns, the best first.
type Rubric struct {
	Columns  []RubricColumn
	Criteria []Criterion
}

// Most is the most points that the rubric gives.
func (r *Rubric) Most() int { return len(r.Criteria) * r.Columns[0].Points }

// HandIn is what is handed in of a practical task that another person judges.
type HandIn struct {
	Photo bool `json:",omitempty"` // a picture may come with the text
	Pass  int  // points of the rubric from which the task is passed, 1 to the most that there are
}

// RubricColumn is a grade; the points fall strictly, down to 0.
type RubricColumn struct {
	Name   string // plain text
	Points int
}

// Criterion is one thing that is judged, and what each grade of it looks like.
type Criterion struct {
	HTML  string
	Cells []string // HTML, one a column
}
