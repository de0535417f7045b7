package web

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"hocso/internal/assess"
	"hocso/internal/clock"
	"hocso/internal/course"
	"hocso/internal/learning"
)

// lobbyPage is the page from which an exam is begun.
type lobbyPage struct {
	Layout
	Slug, CourseTitle string
	Exam              *course.Exam
	Size              int
	Enrolled          bool
	Multiple, Judging bool // the exam may ask questions in which a wrong choice counts against right ones
	Ordering          bool
	Key               string
	Open              string // id of the attempt to go on with
	OpenUntil         clock.Micro
	TriesLeft         int
	NotBefore         clock.Micro // 0: now
	NoTries           bool
	Passed            bool
	Past              []pastRow
}

// pastRow is one attempt that is over.
type pastRow struct {
	ID     string
	Number int
	Ended  clock.Micro
	Score  string
	Passed bool
}

// sitPage is what the pages of an attempt that is under way have in common.
type sitPage struct {
	Layout
	Attempt               string
	Slug                  string
	CourseTitle, ExamName string
	Of                    int
	Clock                 examClock
	Cells                 []cell
	Answered, Blank       int
	Flagged               int
}

// examClock is the time that is left, as the server sees it. A script counts on from Now, on its own clock.
type examClock struct {
	Deadline clock.Micro
	Minutes  int   // begun minutes that are left; 0: less than one
	EndMs    int64 // for the script
	NowMs    int64
}

// cell is one question in the list of questions.
type cell struct {
	N          int
	Icon, Word string // word: the last part of the message's key
	Class      string
	Partly     string // how much of it is answered, where that is not all
	Here       bool
}

// questionPage asks one question. It holds what a learner may see before submission and nothing else.
type questionPage struct {
	sitPage
	N          int
	Type       course.Type
	Scenario   *course.Scenario // the story that the question is a part of
	Context    string           // HTML before the sentence that asks
	Ask        string           // HTML of that sentence; phrasing only
	Choices    []shownChoice
	Several    bool // more than one may be chosen
	Spots      *spotsView
	Parts      []partView
	Text       string
	Unit       string
	Understood *numberRead
	Flag       bool
	SavedAt    clock.Micro
	Sequence   int64
	Key        string
	ToReview   bool // came from the review and goes back to it
	Notice     *notice
	Just       *justSaved
}

// shownChoice is a choice or statement. Its place in the display is its only name.
type shownChoice struct {
	Place     int
	HTML      string
	Elsewhere bool // on a picture, in no area
	Picked    bool
	Judged    int8
}

// numberRead is how a typed number was read.
type numberRead struct {
	Number string // with the unit; "" when it could not be read
	Typed  string
}

// notice stands above a question whose answer was not stored.
type notice struct{ Kind, Title, Text string }

// justSaved tells on the next page what became of the answer before.
type justSaved struct {
	N          int
	At         clock.Micro
	Understood *numberRead
}

func newClock(deadline, now clock.Micro) examClock {
	left := max(0, deadline.Sub(now))
	c := examClock{Deadline: deadline, EndMs: int64(deadline) / 1000, NowMs: int64(now) / 1000}
	if left >= time.Minute {
		c.Minutes = int((left + time.Minute - 1) / time.Minute)
	}
	return c
}

// sitPageOf fills what the pages of an attempt share; here is the question that is shown, 0 for none.
func (w *Web) sitPageOf(l Layout, sit *assess.Sitting, here int) sitPage {
	l.Bare, l.NoIndex = true, true
	p := sitPage{
		Layout: l, Attempt: sit.ID.String(), Slug: sit.Course, CourseTitle: sit.Published.Course.Title,
		ExamName: sit.Published.Course.Exam.Title, Of: len(sit.Items), Clock: newClock(sit.Deadline, clock.Now(w.Clock)),
	}
	for i, it := range sit.Items {
		c := cell{N: it.Position, Icon: "todo", Word: "blank", Class: "todo", Here: it.Position == here}
		if it.Answered {
			c.Icon, c.Word, c.Class = "ok", "answered", "done"
			p.Answered++
			if c.Partly = w.partly(l.Lang, sit.Questions[i], it.Answer); c.Partly != "" {
				c.Icon, c.Word, c.Class = "doing", "partly", "some"
			}
		} else {
			p.Blank++
		}
		if it.Flagged {
			p.Flagged++
			c.Icon, c.Class = "flag", "flag"
			c.Word += "-flagged"
		}
		p.Cells = append(p.Cells, c)
	}
	return p
}

// questionPageOf shows question n with an answer given by display positions: the stored one, or one that came back.
func (w *Web) questionPageOf(l Layout, sit *assess.Sitting, n int, shown assess.Answer, flagged bool) *questionPage {
	it, q := sit.Items[n-1], sit.Questions[n-1].Read(l.Lang)
	p := &questionPage{
		sitPage: w.sitPageOf(l, sit, n), N: n, Type: q.Type, Text: shown.Text, Unit: q.Unit, Flag: flagged,
		Scenario: q.Scenario, SavedAt: it.At, Sequence: it.Sequence + 1, Key: w.key(), Understood: understoodOf(q, shown.Text),
	}
	if q.Type != course.Cloze { // whose stem is where the answers go
		p.Context, p.Ask = splitStem(q.Stem)
	}
	if p.Parts = partsOf(q, it, shown, ""); p.Parts != nil {
		return p
	}
	p.Several = assess.Several(q)
	p.Spots = spotsOf(q, func(choice int) string { return "chon-" + strconv.Itoa(slices.Index(it.Order, choice)) }, onIf(written(it, shown.Choices)))
	for place, written := range it.Order { // nil for typed answers: how many entries there are stays here
		choice, elsewhere := choiceAt(q, written)
		c := shownChoice{Place: place, HTML: choice.HTML, Elsewhere: elsewhere, Picked: slices.Contains(shown.Choices, place)}
		if place < len(shown.Judged) {
			c.Judged = shown.Judged[place]
		}
		p.Choices = append(p.Choices, c)
	}
	return p
}

// written gives places of the display as the question refers to its choices; places that are not shown are left out.
func written(it assess.Item, places []int) []int {
	var out []int
	for _, p := range places {
		if p >= 0 && p < len(it.Order) {
			out = append(out, it.Order[p])
		}
	}
	return out
}

// understoodOf repeats a typed number, so that a person sees before submitting what will be scored.
func understoodOf(q *course.Question, text string) *numberRead {
	if q.Type != course.Numeric || text == "" {
		return nil
	}
	u := &numberRead{Typed: text}
	if n, ok := assess.Understood(q, text); ok {
		u.Number = strings.TrimSpace(n + " " + q.Unit)
	}
	return u
}

// reviewPage lists every question before submission.
type reviewPage struct {
	sitPage
	Rows     []reviewRow
	Unread   []int // numbers that could not be read
	Blanks   []int
	Flags    []int
	Minutes  int
	LastSave clock.Micro
}

type reviewRow struct {
	N          int
	Stem       string
	Answer     []string // plain text of what was chosen; empty when blank
	Understood *numberRead
	Partly     string // how much of it is answered, where that is not all
	Open       int    // parts that were given nothing
	Shared     bool   // two items are given one place
	Flagged    bool
	Answered   bool
}

func (w *Web) reviewPageOf(l Layout, sit *assess.Sitting) *reviewPage {
	p := &reviewPage{sitPage: w.sitPageOf(l, sit, 0)}
	for i, it := range sit.Items {
		q := sit.Questions[i].Read(l.Lang)
		r := reviewRow{N: it.Position, Stem: plain(stemOf(q), 70), Partly: p.Cells[i].Partly, Flagged: it.Flagged, Answered: it.Answered}
		r.Answer = answerWords(q, it, func(key string) string { return w.I18n.T(l.Lang, key, nil) })
		r.Understood = understoodOf(q, it.Answer.Text)
		r.Open, r.Shared = openParts(q, it.Answer)
		if !it.Answered {
			p.Blanks = append(p.Blanks, it.Position)
		}
		if it.Flagged {
			p.Flags = append(p.Flags, it.Position)
		}
		if r.Understood != nil && r.Understood.Number == "" {
			p.Unread = append(p.Unread, it.Position)
		}
		p.LastSave = max(p.LastSave, it.At)
		p.Rows = append(p.Rows, r)
	}
	return p
}

// answerWords says in plain text what was answered, in the order of display.
func answerWords(q *course.Question, it assess.Item, t func(string) string) []string {
	var out []string
	shown := it.ToDisplay(it.Answer)
	for _, place := range shown.Choices {
		c, elsewhere := choiceAt(q, it.Order[place])
		if elsewhere {
			c.HTML = t("ask.elsewhere")
		}
		out = append(out, plain(c.HTML, 80))
	}
	for place, j := range shown.Judged {
		word := "exam.unjudged"
		switch j {
		case assess.JudgedTrue:
			word = "exam.true"
		case assess.JudgedFalse:
			word = "exam.false"
		}
		out = append(out, plain(q.Choices[it.Order[place]].HTML, 60)+": "+t(word))
	}
	out = append(out, partWords(partsOf(q, it, shown, ""))...)
	if shown.Text != "" {
		out = append(out, strings.TrimSpace(shown.Text+" "+q.Unit))
	}
	return out
}

// receiptPage confirms a submission.
type receiptPage struct {
	Layout
	Attempt, Slug         string
	CourseTitle, ExamName string
	Receipt               string
	Ended                 clock.Micro
	ByTime                bool
	Of, Answered          int
}

// closedPage says that an answer came too late to be stored.
type closedPage struct {
	Layout
	Attempt string
	ByTime  bool
	At      clock.Micro
}

// unsavedPage carries an answer that could not be stored yet, so that nothing of it is lost.
type unsavedPage struct {
	Layout
	Action  string
	SignIn  bool
	Message string
	Contact string
	Fields  []keptField
}

type keptField struct{ Name, Value string }

// minePage lists the caller's courses, results and confirmations.
type minePage struct {
	Layout
	Given    string // the name by which a person is called
	Underway []mineCourse
	Finished []mineCourse
	Results  []mineResult
	Papers   []minePaper
}

type mineCourse struct {
	Slug, Title string
	Done, Of    int
	Standing    learning.Standing
	Practice    bool // the course asks for in-lesson questions
	Completed   clock.Micro
	NextHref    string
	NextTitle   string // of the lesson to go on with; "" when lessons are done
	NextMinutes int
	Exam        bool // the exam is the next step
	Open        string
	OpenUntil   clock.Micro
}

type mineResult struct {
	ID, Title string
	Number    int
	Ended     clock.Micro
	Score     string
	Passed    bool
	Open      bool
}

type minePaper struct {
	Serial, Shown, Course, State string
	Issued                       clock.Micro
}
