package web

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"hocso/internal/assess"
	"hocso/internal/clock"
	"hocso/internal/course"
	"hocso/internal/learning"
	"hocso/internal/standard"
)

// resultPage shows what an exam came to and what that rests on.
type resultPage struct {
	Layout
	Attempt, Slug         string
	CourseTitle, ExamName string
	Number                int
	Passed                bool
	Points, Max, Percent  *big.Rat
	Pass, Cut             int // percent; settings of the course and of this deployment
	Ended                 clock.Micro
	ByTime                bool
	Of, Answered          int
	Minutes               int
	Receipt               string
	Levels                []levelView
	Unstated              int // claims without enough evidence
	Groups                []groupView
	Shared                bool // a question counts in more than one group
	Others                []shareView
	Frameworks            []frameworkView
	Next                  []nextLesson
	Courses               []nextCourse
	Missing               *learning.Standing // what is still to do for the confirmation; nil when completed
	Practice, ExamAsked   bool
	Paper                 *minePaper
	Keys                  bool // own answers with key and feedback may be shown
	KeysLater             bool // once no attempt is left
	Retry                 bool // another attempt may be begun, now or later
	Address               string
	Printed               clock.Micro
}

// levelView is the level in one claimed competence.
type levelView struct {
	Name, Code string
	Claimed    int
	Stated     bool
	Level      int // 0: below Floor
	Floor      int // lowest level with enough questions to be named
	Low, High  int
	Questions  int
	Need       int
	Right      *big.Rat
	Bar        []levelBox
	GoalX      string // path of the mark at the highest level that was asked
	At         []levelShare
}

type levelBox struct {
	X, TextX     string
	N            int
	Class, Label string
}

type levelShare struct {
	Level, Questions int
	Right            *big.Rat
}

// groupView is one of the seven groups of Decree 224/2026/NĐ-CP, art. 77(2).
type groupView struct {
	Label, Name string
	Official    bool
	Questions   int
	Right       *big.Rat
	Percent     int
	Competences []string
}

// shareView is a competence that was asked without a claim to state its level.
type shareView struct {
	Name, Code string
	Questions  int
	Right      *big.Rat
}

type frameworkView struct{ Title, Number, Status string }

type nextLesson struct {
	Href, Title, Why string
	Minutes          int
	Done             bool
}

type nextCourse struct {
	Slug, Title, Summary string
	Minutes              int
}

// score is "24/30".
func score(lang string, points, most *big.Rat) string {
	return decimal(lang, points) + "/" + decimal(lang, most)
}

func (w *Web) levelViews(lang string, levels []assess.Level) []levelView {
	out := make([]levelView, len(levels))
	for i, l := range levels {
		v := levelView{
			Name: w.nameOf(lang, l.Competence), Code: l.Competence.Code, Claimed: l.Claimed, Stated: l.Stated, Level: l.Level,
			Low: l.Low, High: l.High, Questions: l.Questions, Need: l.Need, Right: l.Right,
		}
		for _, e := range l.AtLevels {
			if v.Floor == 0 && e.Questions >= course.MinAtLevel {
				v.Floor = e.Level
			}
			v.At = append(v.At, levelShare(e))
		}
		if l.Stated {
			v.Bar = levelBar(l)
			x := 40*l.Claimed - 20
			v.GoalX = fmt.Sprintf("M%d 35h10l-5-7z", x-5)
		}
		out[i] = v
	}
	return out
}

// levelBar draws the rungs 1 to 8: the level itself, its likely range, the rest.
func levelBar(l assess.Level) []levelBox {
	out := make([]levelBox, standard.MaxLevel)
	for i := range out {
		n := i + 1
		b := levelBox{X: fmt.Sprintf("%d.5", 40*i+1), TextX: fmt.Sprint(40*i + 20), N: n}
		switch {
		case n == l.Level:
			b.Class, b.Label = "me", "t1"
		case max(l.Low, 1) <= n && n <= l.High:
			b.Class = "rg"
		}
		out[i] = b
	}
	return out
}

func (w *Web) nameOf(lang string, r standard.Ref) string {
	if t, ok := w.Standards.Name(r); ok {
		return t.In(lang)
	}
	return r.String()
}

func (w *Web) groupViews(lang string, groups []assess.Group) []groupView {
	out := make([]groupView, len(groups))
	decree, _ := w.Standards.Framework(standard.Decree)
	for i, g := range groups {
		v := groupView{
			Label: g.Ref.Code, Name: w.nameOf(lang, g.Ref), Official: g.Official, Questions: g.Questions, Right: g.Right,
			Percent: percent(g.Right, g.Questions),
		}
		if a := slices.IndexFunc(decree.Areas, func(a standard.Area) bool { return a.Code == g.Ref.Code }); a >= 0 && decree.Areas[a].Label != "" {
			v.Label = decree.Areas[a].Label
		}
		for _, c := range g.Competences {
			v.Competences = append(v.Competences, c.Code+" "+w.nameOf(lang, c))
		}
		out[i] = v
	}
	return out
}

// percent is right ÷ n in whole percent, rounded down: a share is never shown as more than it is.
func percent(right *big.Rat, n int) int {
	if n == 0 {
		return 0
	}
	p := new(big.Rat).Mul(right, big.NewRat(100, int64(n)))
	return int(new(big.Int).Quo(p.Num(), p.Denom()).Int64())
}

// asked sums up an attempt's questions by competence, the weakest first.
type asked struct {
	ref       standard.Ref
	questions int
	right     *big.Rat
}

func (a asked) percent() int { return percent(a.right, a.questions) }

func askedOf(items []assess.Item) []asked {
	var out []asked
	for _, it := range items {
		i := slices.IndexFunc(out, func(a asked) bool { return a.ref == it.Competence })
		if i < 0 {
			i, out = len(out), append(out, asked{ref: it.Competence, right: new(big.Rat)})
		}
		out[i].questions++
		if it.Share != nil {
			out[i].right.Add(out[i].right, it.Share)
		}
	}
	slices.SortStableFunc(out, func(a, b asked) int { return cmp.Compare(a.percent(), b.percent()) })
	return out
}

// mostNext bounds the lists of what to learn next: a short list is followed.
const mostNext = 4

// lessonsFor picks lessons of the course for what went worst: every competence below the cut, the weakest first.
func (w *Web) lessonsFor(lang string, weak []asked, p *course.Published, progress *learning.Progress) []nextLesson {
	var out []nextLesson
	seen := map[string]bool{}
	for _, a := range weak {
		for _, pl := range p.Course.Places() {
			if len(out) == mostNext {
				return out
			}
			if seen[pl.Key()] || !teaches(pl.Lesson, a.ref) {
				continue
			}
			seen[pl.Key()] = true
			out = append(out, nextLesson{
				Href: "/khoa-hoc/" + p.Slug + "/" + pl.Key(), Title: pl.Lesson.Title, Minutes: pl.Lesson.Minutes,
				Why: w.nameOf(lang, a.ref), Done: progress != nil && progress.Lessons[pl.Key()].Completed != 0,
			})
		}
	}
	return out
}

func teaches(l *course.Lesson, r standard.Ref) bool {
	return slices.ContainsFunc(l.Competences, func(t course.Target) bool { return t.Ref == r })
}

// below lists what was asked and stayed under the cut.
func below(all []asked, cut int) []asked {
	return slices.DeleteFunc(slices.Clone(all), func(a asked) bool { return a.percent() >= cut })
}

// frameworksOf says what the frameworks of a result are worth: those of its levels, and the decree of its groups.
func (w *Web) frameworksOf(lang string, exam *course.Exam) []frameworkView {
	ids := []string{}
	for _, c := range exam.Claims {
		if !slices.Contains(ids, c.Framework) {
			ids = append(ids, c.Framework)
		}
	}
	if !slices.Contains(ids, standard.Decree) {
		ids = append(ids, standard.Decree)
	}
	var out []frameworkView
	for _, id := range ids {
		if f, ok := w.Standards.Framework(id); ok {
			out = append(out, frameworkView{Title: f.Title.In(lang), Number: f.Number, Status: f.Status.In(lang)})
		}
	}
	return out
}
