package content

import (
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"hocso/internal/assess"
	"hocso/internal/course"
	"hocso/internal/fault"
	"hocso/internal/standard"
)

// exam reads the blueprint of course.md and has it checked against the bank.
func (l *loader) exam(f mapping) {
	n := f.get("exam")
	m, ok := f.sub("exam")
	if !ok {
		return
	}
	m.only("title", "minutes", "pass", "draw", "attempts", "wait_hours", "show", "claims")
	m.require("title", "minutes", "pass", "draw")
	e := &course.Exam{
		Title:     m.text("title"),
		Minutes:   m.integer("minutes", 1, 24*60, 0),
		Attempts:  m.integer("attempts", 0, 100, 3),
		WaitHours: m.integer("wait_hours", 0, 24*365, 24),
		Pass:      m.integer("pass", 1, 100, 0),
		Show:      m.oneOf("show", course.ShowAfterSubmit, course.ShowScore, course.ShowAfterSubmit, course.ShowAfterClose),
		Claims:    l.targets(m, "claims"),
	}
	l.course.Exam = e
	rows := m.maps("draw")
	whole := len(rows) > 0
	for _, row := range rows {
		r, ok := l.row(row)
		e.Draw = append(e.Draw, r)
		whole = whole && ok
	}
	if m.get("draw") != nil && len(rows) == 0 {
		m.report(m.get("draw"), "exam.no-rows", nil)
	}
	if whole {
		l.problems(m, n, rows, e)
	}
}

// row reads one row of the draw. ok is false when it cannot be checked against the bank.
func (l *loader) row(m mapping) (r course.Row, ok bool) {
	if m.get("scenario") != nil || m.get("parts") != nil {
		return l.scenarioRow(m)
	}
	m.only("competence", "level", "count", "from", "type")
	m.require("competence", "level", "count")
	ok = m.get("competence") != nil && m.get("level") != nil && m.get("count") != nil
	for _, n := range oneOrMany(m.get("competence")) {
		ref, known := l.competence(m.code(n), func(key string, args fault.Args) { m.report(n, key, args) })
		r.Competences = append(r.Competences, ref)
		ok = ok && known
	}
	r.Low, r.High = m.levels()
	r.Count = m.integer("count", 1, 200, 0)
	if r.From = m.text("from"); r.From != "" && l.pages["bank/"+r.From] == nil {
		m.report(m.get("from"), "exam.from", fault.Args{"file": clip(r.From, 60), "near": nearOr(strings.TrimPrefix(nearestFile("bank/"+r.From, l.bankFiles()), "bank/"))})
		ok = false
	}
	for _, n := range oneOrMany(m.get("type")) {
		t := course.Type(m.scalar(n, "type"))
		if !slices.Contains(course.Types(), t) {
			m.report(n, "exam.type", fault.Args{"type": clip(string(t), 40), "types": strings.Join(drawnNames(), ", ")})
			ok = false
		}
		r.Types = append(r.Types, t)
	}
	return r, ok && r.Low > 0 && r.Count > 0
}

// scenarioRow reads a row that draws whole scenarios: any with so many parts, or one by its id.
func (l *loader) scenarioRow(m mapping) (r course.Row, ok bool) {
	m.only("scenario", "parts", "count")
	m.require("scenario")
	r.Scenario = m.text("scenario")
	r.Parts = m.integer("parts", fewestParts, 50, 0)
	r.Count = m.integer("count", 1, 50, 1)
	if r.Scenario == course.AnyScenario {
		m.require("parts")
		return r, r.Parts > 0
	}
	var ids []string
	for _, s := range l.scenarios {
		if s.page.kind != bankPage {
			continue
		}
		ids = append(ids, s.ID)
		if s.ID == r.Scenario && r.Parts == 0 {
			r.Parts = s.Scenario.Parts
		}
	}
	if r.Scenario != "" && !slices.Contains(ids, r.Scenario) {
		m.report(m.get("scenario"), "exam.scenario", fault.Args{"id": clip(r.Scenario, 60), "near": nearOr(nearest(r.Scenario, ids))})
		return r, false
	}
	return r, r.Scenario != ""
}

// oneOrMany is the items of a list, or the one thing that is not a list.
func oneOrMany(n ast.Node) []ast.Node {
	if n == nil {
		return nil
	}
	if s, ok := n.(*ast.SequenceNode); ok {
		return s.Values
	}
	return []ast.Node{n}
}

// levels reads a level or [low, high]; 0, 0 when it is neither.
func (m mapping) levels() (low, high int) {
	n := m.get("level")
	if n == nil {
		return 0, 0
	}
	ends := oneOrMany(n)
	if s, list := n.(*ast.SequenceNode); list && len(s.Values) != 2 {
		m.report(n, "exam.levels", nil)
		return 0, 0
	}
	low, ok := m.whole(ends[0], "level", 1, standard.MaxLevel)
	high, ok2 := low, true
	if len(ends) == 2 {
		high, ok2 = m.whole(ends[1], "level", 1, standard.MaxLevel)
	}
	if !ok || !ok2 {
		return 0, 0
	}
	if low > high {
		m.report(n, "exam.levels", nil)
		return 0, 0
	}
	return low, high
}

func (l *loader) bankFiles() []string {
	var out []string
	for _, p := range l.ordered {
		if p.kind == bankPage {
			out = append(out, p.rel)
		}
	}
	return out
}

// problems places what assess finds at the row it is about, else at the exam.
//
// Questions with findings of their own count, lest each mistake in the bank be told twice.
func (l *loader) problems(m mapping, exam ast.Node, rows []mapping, e *course.Exam) {
	bank := make([]course.Question, 0, len(l.inBank))
	for _, q := range l.inBank {
		bank = append(bank, q.Question)
	}
	for _, p := range assess.Problems(e, bank) {
		line, column := place(exam)
		if claim, ok := l.claimed(m, p); ok {
			line, column = claim.line, claim.column
		}
		if p.Row >= 0 && p.Row < len(rows) {
			line, column = rows[p.Row].line, rows[p.Row].column
		}
		m.page.atLine(line, column, p.Key, p.Args)
	}
}

// claimed finds the row of the claims that a problem is about: the one with its competence.
func (l *loader) claimed(m mapping, p assess.Problem) (mapping, bool) {
	if !strings.HasPrefix(p.Key, "exam.claim-") {
		return mapping{}, false
	}
	for _, claim := range m.maps("claims") {
		n := claim.get("competence")
		if n == nil {
			continue
		}
		ref, _ := l.competence(claim.code(n), func(string, fault.Args) {}) // told already, when the claims were read
		if ref.String() == p.Args["competence"] {
			return claim, true
		}
	}
	return mapping{}, false
}
