package web

import (
	"strconv"

	"hocso/internal/course"
)

// fieldKind is how a value is asked for.
type fieldKind string

const (
	lineField fieldKind = "line"
	areaField fieldKind = "area" // several lines
	tickField fieldKind = "tick"
	oneField  fieldKind = "one"  // a tick that one row only may have
	pickField fieldKind = "pick" // one of a few
)

// formField is one value that a form asks for. Words, Hint and Given are keys of messages; Hint and Given may be "".
type formField struct {
	Name    string // in rows, the number of the row follows
	Kind    fieldKind
	Words   string
	Hint    string
	Given   string   // what stands there before anything was typed
	Options []string // of a pick: codes, whose words stand under Words and a dot
}

// questionForm is a type of question as a form asks for it: name and text first, then Fields, as many rows as there are
// answers, and the explanation. Build makes the question of what was typed.
type questionForm struct {
	Kind        string // type of the question, or scenarioForm
	Stem        string // key of the words for its text
	StemHint    string
	Explanation string // key of the hint; "": the form asks for no explanation, competence and level
	Fields      []formField
	Row         string // key of the words for row n; "": there are none
	Columns     []formField
	Item        string // what the first line of a row's item begins with in Markdown: a bullet, a number or nothing that tells
	InLessons   bool   // it stands in lessons only
	Build       func(*sentForm)
}

// scenarioForm is the form of a story that several questions share; they are written below it.
const scenarioForm = "scenario"

// What the first line of an item begins with.
const (
	boxItem    = "- ["
	numberItem = "1"
)

// questionForms are the forms, in the order in which they are offered.
func questionForms() []questionForm {
	return []questionForm{
		choiceForm(course.Single, "editor.answer", "editor.answer-right").oneRight(),
		choiceForm(course.Multiple, "editor.answer", "editor.answer-right").hinted("editor.form-multiple-hint"),
		choiceForm(course.TrueFalse, "editor.statement", "editor.statement-right"),
		shortForm(),
		choiceForm(course.Numeric, "editor.entry", "editor.answer-right", formField{Name: "unit", Kind: lineField, Words: "editor.unit"}).hinted("editor.form-number-hint"),
		matchingForm(),
		orderingForm(),
		clozeForm(),
		hotspotForm(),
		practicalForm(),
		{Kind: scenarioForm, Stem: "editor.form-story", StemHint: "editor.form-story-hint"},
	}
}

// feedbackColumn is what is said to a row.
func feedbackColumn(words string) formField {
	return formField{Name: "f", Kind: lineField, Words: words}
}

// choiceForm is of the types whose answers are marked as right or not.
func choiceForm(t course.Type, row, right string, fields ...formField) questionForm {
	return questionForm{
		Kind: string(t), Stem: "editor.question-words", Explanation: "editor.explanation-hint", Fields: fields, Row: row, Item: boxItem,
		Columns: []formField{
			{Name: "a", Kind: lineField, Words: "editor.answer-words"},
			{Name: "r", Kind: tickField, Words: right},
			feedbackColumn("editor.answer-feedback"),
		},
		Build: (*sentForm).choices,
	}
}

// oneRight lets one row only be the right one.
func (f questionForm) oneRight() questionForm {
	for i := range f.Columns {
		if f.Columns[i].Kind == tickField {
			f.Columns[i].Kind = oneField
		}
	}
	return f
}

func (f questionForm) hinted(key string) questionForm {
	f.StemHint = key
	return f
}

func shortForm() questionForm {
	f := choiceForm(course.Short, "editor.entry", "editor.answer-right",
		formField{Name: "khop", Kind: pickField, Words: "editor.form-match", Options: []string{"loose", "marks", "exact"}},
		formField{Name: "sai", Kind: pickField, Words: "editor.form-typos", Options: []string{"0", "1", "2"}}).hinted("editor.form-entry-hint")
	f.Build = (*sentForm).entries
	return f
}

func matchingForm() questionForm {
	return questionForm{
		Kind: string(course.Matching), Stem: "editor.question-words", StemHint: "editor.form-matching-hint", Explanation: "editor.explanation-hint", Row: "editor.form-pair",
		Columns: []formField{
			{Name: "a", Kind: lineField, Words: "editor.form-left"},
			{Name: "b", Kind: lineField, Words: "editor.form-right"},
			feedbackColumn("editor.form-feedback"),
		},
		Build: (*sentForm).pairs,
	}
}

func orderingForm() questionForm {
	return questionForm{
		Kind: string(course.Ordering), Stem: "editor.question-words", StemHint: "editor.form-ordering-hint", Explanation: "editor.explanation-hint", Row: "editor.form-step", Item: numberItem,
		Columns: []formField{{Name: "a", Kind: lineField, Words: "editor.answer-words"}, feedbackColumn("editor.form-feedback")},
		Build:   (*sentForm).steps,
	}
}

func clozeForm() questionForm {
	return questionForm{
		Kind: string(course.Cloze), Stem: "editor.form-cloze", StemHint: "editor.form-cloze-hint", Explanation: "editor.explanation-hint", Row: "editor.form-gap", Item: numberItem,
		Columns: []formField{
			{Name: "a", Kind: lineField, Words: "editor.form-gap-label", Hint: "editor.form-gap-label-hint"},
			{Name: "b", Kind: areaField, Words: "editor.form-gap-rights", Hint: "editor.form-gap-rights-hint"},
			{Name: "d", Kind: areaField, Words: "editor.form-gap-wrongs", Hint: "editor.form-gap-wrongs-hint"},
		},
		Build: (*sentForm).gaps,
	}
}

func hotspotForm() questionForm {
	return questionForm{
		Kind: string(course.Hotspot), Stem: "editor.question-words", StemHint: "editor.form-hotspot-hint", Explanation: "editor.explanation-hint", Row: "editor.form-area", Item: boxItem,
		Fields: []formField{
			{Name: pictureName, Kind: pickField, Words: "editor.form-picture", Hint: "editor.form-picture-hint"},
			{Name: "alt", Kind: lineField, Words: "editor.form-alt", Hint: "editor.form-alt-hint"},
		},
		Columns: []formField{
			{Name: "a", Kind: lineField, Words: "editor.form-area-name"},
			{Name: "b", Kind: lineField, Words: "editor.form-area-place", Hint: "editor.form-area-hint"},
			{Name: "r", Kind: tickField, Words: "editor.answer-right"},
			feedbackColumn("editor.answer-feedback"),
		},
		Build: (*sentForm).areas,
	}
}

// Who judges a practical task and what is handed in, as a form asks it.
const (
	judgedBySelf  = "self"
	judgedByText  = "text"
	judgedByPhoto = "photo"
)

// grades is how many grades a rubric has room for; gradeName and cellName are the fields of the one with a number.
const grades = 4

func gradeName(n int) string { return "muc" + strconv.Itoa(n) }

func cellName(n int) string { return "bcde"[n : n+1] }

func practicalForm() questionForm {
	f := questionForm{
		Kind: string(course.Practical), Stem: "editor.form-task", StemHint: "editor.form-task-hint", Explanation: "editor.form-passes-hint", Row: "editor.form-criterion", InLessons: true,
		Fields: []formField{
			{Name: "buoc", Kind: areaField, Words: "editor.form-steps", Hint: "editor.form-steps-hint"},
			{Name: "cham", Kind: pickField, Words: "editor.form-judged", Options: []string{judgedBySelf, judgedByText, judgedByPhoto}},
			{Name: "dat", Kind: lineField, Words: "editor.form-pass", Hint: "editor.form-pass-hint"},
		},
		Columns: []formField{{Name: "a", Kind: lineField, Words: "editor.form-judge-what"}},
		Build:   (*sentForm).rubric,
	}
	for n, given := range [grades]string{"editor.form-grade-good", "editor.form-grade-fair", "editor.form-grade-not", ""} {
		grade := formField{Name: gradeName(n), Kind: lineField, Words: "editor.form-grade-" + strconv.Itoa(n+1), Given: given}
		if n == 0 {
			grade.Hint = "editor.form-grades-hint"
		}
		f.Fields = append(f.Fields, grade)
		f.Columns = append(f.Columns, formField{Name: cellName(n), Kind: lineField, Words: "editor.form-cell-" + strconv.Itoa(n+1)})
	}
	return f
}

// formPlace is where a form tells of a finding of the check, and the key of the words for people who see no Markdown. A
// field that ends in "*" is that of the row; without words the finding says it in its own.
type formPlace struct{ Field, Words string }

// formPlaces are the findings that a form can make, by their keys. What is not listed stands at the text.
func formPlaces() map[string]formPlace {
	return map[string]formPlace{
		"question.stem":        {"stem", "editor.question-stem"},
		"question.explanation": {"explanation", "editor.form-explanation"},
		"question.required":    {"competence", "editor.form-competence"},
		"course.competence":    {"competence", "editor.form-competence"},
		"course.framework":     {"competence", "editor.form-competence"},
		"answers.none":         {"a0", "editor.form-none"},
		"answers.limit":        {"a0", ""},
		"answer.feedback":      {"f*", "editor.form-why-not"},
		"answer.feedback-each": {"f*", "editor.form-why"},
		"answer.equal":         {"a*", "editor.form-equal"},
		"single.count":         {"r0", "editor.form-single"},
		"multiple.count":       {"r0", "editor.form-multiple"},
		"entry.count":          {"r0", "editor.form-entries"},
		"truefalse.verdict":    {"a*", "editor.form-verdict"},
		"short.typos":          {"a*", "editor.form-typos-many"},
		"short.same":           {"a*", "editor.form-short-same"},
		"numeric.key":          {"a*", ""},
		"numeric.key-notation": {"a*", ""},
		"numeric.key-range":    {"a*", ""},
		"matching.none":        {"a0", "editor.form-pairs"},
		"matching.rows":        {"a0", "editor.form-pairs"},
		"ordering.none":        {"a0", "editor.form-steps-few"},
		"ordering.count":       {"a0", "editor.form-steps-few"},
		"cloze.none":           {"stem", "editor.form-gaps-none"},
		"cloze.count":          {"stem", "editor.form-gaps-none"},
		"hotspot.count":        {"r0", "editor.form-areas"},
		"hotspot.picture":      {pictureName, "editor.form-picture-missing"},
		"hotspot.outside":      {"b*", ""},
		"hotspot.overlap":      {"b*", ""},
		"image.alt":            {"alt", "editor.form-alt-missing"},
		"practical.none":       {"a0", "editor.form-criteria"},
		"practical.falling":    {"a0", "editor.form-criteria"},
		"practical.pass":       {"dat", "editor.form-pass-missing"},
	}
}
