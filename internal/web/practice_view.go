package web

import (
	"html"
	"slices"
	"strconv"
	"strings"

	"hocso/internal/assess"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/i18n"
	"hocso/internal/learning"
)

// What is known of a person's last answer to a question.
const (
	askRight = "right"
	askWrong = "wrong"
	askRated = "rated" // a practical task: judged by its rubric
)

// askView is a question in a lesson. Keys and feedback are in it only after an answer.
type askView struct {
	ID, Action    string
	Number, Count int // "Câu 1 trên 3"
	Type          course.Type
	Lead, Legend  string // HTML: what leads up to the question, the question itself
	Choices       []askChoice
	Several       bool // more than one may be chosen
	Spots         *spotsView
	Parts         []partView
	Text, Unit    string
	Wide          bool // typed words, not a number
	Task          *taskLink

	Slotted    bool // Key and State are left open
	Key, State string
	SignedIn   bool
	Error      string // why the answer was not taken
	ErrorID    string // of the control to go to
	Verdict    *askVerdict

	question *course.Question // with the key: not for display
}

// Slot is the name of the question's personal part.
func (a *askView) Slot() string { return "ask:" + a.ID }

// askChoice is a choice or a statement.
type askChoice struct {
	Index     int
	HTML      string
	Chosen    bool
	Elsewhere bool // on a picture, in no area
	Judged    int8
	Mark      string // "ok", "bad", "missed"; "" before an answer and for what needs no word
	Feedback  string // HTML, opening with the verdict in words
}

// askVerdict is what the server says to an answer.
type askVerdict struct {
	Right, Partly bool
	Understood    string // how a typed number was read
	Spelled       string // the accepted entry, where a typing slip was forgiven
	Rated         string // of a practical task: the points it came to
	Explanation   string // HTML
	Feedback      string // HTML, of a typed entry that the author foresaw
	Saved         string // the time at which it was stored, "" when nothing was
}

// newAsk is a question that nobody has answered yet.
func newAsk(q *course.Question, lesson string) *askView {
	a := &askView{ID: q.ID, Action: lesson + "/hoi/" + q.ID, Type: q.Type, Unit: q.Unit, Wide: q.Type == course.Short, question: q}
	switch q.Type {
	case course.Cloze: // whose stem is where the answers go
	case course.Practical:
		a.Lead = q.Stem
	default:
		a.Lead, a.Legend = splitStem(q.Stem)
	}
	a.ErrorID = q.ID + "_0"
	switch q.Type {
	case course.TrueFalse:
		a.ErrorID += "_1"
	case course.Numeric, course.Short:
		return a // the entries are the key
	case course.Practical:
		if q.HandIn != nil {
			a.Task = newTaskLink(q, lesson)
			return a
		}
		a.typed(assess.Answer{})
		a.ErrorID = a.Parts[0].ID + "_1"
		return a
	case course.Matching, course.Ordering, course.Cloze:
		a.typed(assess.Answer{})
		a.ErrorID = a.Parts[0].ID
		return a
	case course.Single, course.Multiple, course.Hotspot:
	}
	a.Several = assess.Several(q)
	for i := range assess.Places(q) {
		c, elsewhere := choiceAt(q, i)
		a.Choices = append(a.Choices, askChoice{Index: i, HTML: c.HTML, Elsewhere: elsewhere})
	}
	a.Spots = spotsOf(q, a.control, onIf(nil))
	return a
}

// control is the id of a choice's field.
func (a *askView) control(choice int) string { return a.ID + "_" + strconv.Itoa(choice) }

// askState is how the person's last answer fared; a question that was ever right stays so.
func askState(pr *learning.Progress, question string, task bool) string {
	if pr == nil {
		return ""
	}
	switch s := pr.Practice[question]; {
	case task && s.Tries > 0:
		return askRated
	case s.Right != 0:
		return askRight
	case s.Tries > 0:
		return askWrong
	}
	return ""
}

// typed keeps what the person chose or typed, by positions of the display, whether it was taken or not.
func (a *askView) typed(answer assess.Answer) {
	a.Text = answer.Text
	a.Spots = spotsOf(a.question, a.control, onIf(answer.Choices))
	a.Parts = partsOf(a.question, assess.InLesson(a.question), answer, a.ID+"_")
	for i := range a.Choices {
		a.Choices[i].Chosen = slices.Contains(answer.Choices, i)
		if i < len(answer.Judged) {
			a.Choices[i].Judged = answer.Judged[i]
		}
	}
}

// spelled is the accepted entry that a short answer missed by a slip of the keys, "" when it did not.
func spelled(fb *learning.Feedback) string {
	q := fb.Question
	if q.Type != course.Short || !fb.Right || len(fb.Choices) == 0 {
		return ""
	}
	if met := q.Choices[fb.Choices[0].Choice].Text; !assess.ShortEqual(q.Match, met, fb.Answer.Text) {
		return met
	}
	return ""
}

// answered puts the server's verdict in.
func (w *Web) answered(lang string, a *askView, fb *learning.Feedback, saved string) {
	v := &askVerdict{Right: fb.Right, Explanation: fb.Question.Explanation, Saved: saved}
	if fb.Question.Type == course.Numeric {
		v.Understood, _ = assess.Understood(fb.Question, fb.Answer.Text)
	}
	v.Spelled = spelled(fb)
	if fb.Question.Type == course.Practical {
		got, most := assess.RubricPoints(fb.Question, fb.Answer)
		v.Rated = w.I18n.T(lang, "ask.rated", fault.Args{"points": got, "max": most})
	}
	for _, c := range fb.Choices {
		v.Partly = v.Partly || (c.Chosen && c.Correct && !fb.Right)
		if a.Parts != nil {
			w.answeredPart(lang, a, c)
			continue
		}
		if c.Choice >= len(a.Choices) {
			v.Feedback = c.Feedback
			continue
		}
		choice := &a.Choices[c.Choice]
		mark, word := verdictOf(fb.Question, c)
		choice.Mark = mark
		if a.Spots != nil && c.Chosen && !choice.Elsewhere {
			a.Spots.Areas[c.Choice].Mark = mark
		}
		if choice.Mark != "" {
			choice.Feedback = lead(w.I18n.T(lang, word, nil), c.Feedback, choice.Mark != "missed" && fb.Question.Type != course.TrueFalse)
		}
	}
	a.Verdict = v
}

// answeredPart marks the part that a verdict is about.
func (w *Web) answeredPart(lang string, a *askView, c assess.ChoiceVerdict) {
	i := slices.IndexFunc(a.Parts, func(p partView) bool { return p.Written == c.Choice })
	key := "ask.part-open"
	a.Parts[i].Mark = "missed"
	switch {
	case c.Correct:
		a.Parts[i].Mark, key = "ok", "ask.right"
	case c.Chosen:
		a.Parts[i].Mark, key = "bad", "ask.wrong"
	}
	switch {
	case a.Parts[i].Rank:
		key += "-place"
	case a.Parts[i].Label != "" && !c.Chosen:
		key += "-gap"
	}
	word := w.I18n.T(lang, key, nil)
	if label := a.Parts[i].Label; label != "" {
		word = html.EscapeString(label) + ": " + word
	}
	a.Parts[i].Feedback = lead(word, c.Feedback, false)
}

// verdictOf is how a choice is marked and the key of the words that say it.
func verdictOf(q *course.Question, c assess.ChoiceVerdict) (mark, key string) {
	switch t := q.Type; {
	case t == course.TrueFalse && c.Correct:
		return "ok", "ask.judged-right"
	case t == course.TrueFalse && c.Chosen:
		return "bad", "ask.judged-wrong"
	case t == course.TrueFalse:
		return "missed", "ask.unjudged"
	case c.Chosen && c.Correct:
		return "ok", "ask.right"
	case c.Chosen:
		return "bad", "ask.wrong"
	case !c.Correct && assess.Several(q):
		return "missed", "ask.missed"
	}
	return "", ""
}

// lead opens an author's feedback with the verdict in words. Authors often begin with the verdict themselves: with
// skip theirs stands alone.
func lead(word, html string, skip bool) string {
	text := strings.TrimPrefix(strings.TrimSpace(html), "<p>")
	if skip {
		for _, own := range []string{"Đúng", "Sai", "Chưa đúng", "Không đúng", "Right", "Correct", "Wrong", "Not quite"} {
			if rest, ok := strings.CutPrefix(text, own); ok && (rest == "" || strings.ContainsAny(rest[:1], ".,:!<")) {
				return html
			}
		}
	}
	if text == "" {
		return "<p><b>" + word + "</b></p>"
	}
	return "<p><b>" + word + "</b> " + text
}

// example is a number as questions in a language write it.
func example(lang string) string {
	if strings.HasPrefix(lang, i18n.EN) {
		return "1,500.5"
	}
	return "1.500,5"
}

// refusedAnswer says why an answer was not taken, or hands any other error on.
func (w *Web) refusedAnswer(lang string, a *askView, err error) error {
	e, ok := err.(*fault.Error) //nolint:errorlint // an Invalid error comes as it was made
	if !ok || e.Kind != fault.Invalid || len(e.Fields) == 0 {
		return err
	}
	a.Error = w.I18n.T(lang, e.Fields[0].Key, e.Fields[0].Args)
	return nil
}
