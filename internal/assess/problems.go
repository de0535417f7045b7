package assess

import (
	"math/big"
	"slices"

	"hocso/internal/course"
	"hocso/internal/fault"
)

// Problem is a finding about a blueprint and its bank. An error keeps the course from being published.
type Problem struct {
	Row     int // of the blueprint, from 0; -1: the blueprint as a whole
	Warning bool
	Key     string // exam.* of assets/i18n; Args of a row name it as "row", from 1
	Args    fault.Args
}

// candidatesPerQuestion is how many candidates a row wants for each question drawn, lest they are soon known by heart.
const candidatesPerQuestion = 3

// Problems lists everything that is wrong with a blueprint, rows first. Errors: exam.row-too-few (row, need, have:
// the most it can draw, one of each apart group); exam.row-too-few-scenarios (the same, and parts); exam.draw-impossible (need, have: rows that can be met one
// by one but not together); exam.claim-unsupported (competence, level, have, need, at_level, need_at_level: what
// the poorest of all possible draws has); exam.claim-too-high (competence, level, max). Warnings:
// exam.row-unequal-points (row), exam.row-few-candidates and exam.row-few-scenarios (row, have, want). What a claim rests on is only
// told of a blueprint that can be drawn.
func Problems(e *course.Exam, bank []course.Question) []Problem {
	s := newSupply(e, bank)
	out := rowProblems(e, s)
	drawable := !slices.ContainsFunc(out, func(p Problem) bool { return !p.Warning })
	if drawable {
		if missing := s.fill(); missing > 0 {
			drawable = false
			need := 0 // a scenario is one
			for _, r := range e.Draw {
				need += r.Count
			}
			args := fault.Args{"need": need, "have": need - missing}
			out = append(out, Problem{Row: -1, Key: "exam.draw-impossible", Args: args})
		}
	}
	for _, c := range e.Claims {
		if p, ok := claimProblem(e, s, c, drawable); ok {
			out = append(out, p)
		}
	}
	return out
}

func rowProblems(e *course.Exam, s *supply) []Problem {
	var out []Problem
	worth := s.worth()
	for i, r := range e.Draw {
		add := func(warning bool, key string, args fault.Args) {
			args["row"] = i + 1
			out = append(out, Problem{Row: i, Warning: warning, Key: key, Args: args})
		}
		have := s.most(i)
		switch {
		case have < r.Count && r.Scenario != "":
			add(false, "exam.row-too-few-scenarios", fault.Args{"need": r.Count, "have": have, "parts": r.Parts})
		case have < r.Count:
			add(false, "exam.row-too-few", fault.Args{"need": r.Count, "have": have})
		case r.Scenario != "" && r.Scenario != course.AnyScenario: // the author chose it
		case len(s.fits[i]) < candidatesPerQuestion*r.Count && r.Scenario != "":
			add(true, "exam.row-few-scenarios", fault.Args{"have": len(s.fits[i]), "want": candidatesPerQuestion * r.Count})
		case len(s.fits[i]) < candidatesPerQuestion*r.Count:
			add(true, "exam.row-few-candidates", fault.Args{"have": len(s.fits[i]), "want": candidatesPerQuestion * r.Count})
		}
		if unequal(s.fits[i], worth) {
			add(true, "exam.row-unequal-points", fault.Args{})
		}
	}
	return out
}

// most is the largest number of questions that one draw could take for a row if it had the bank to itself.
func (s *supply) most(row int) int {
	groups := map[int]bool{}
	for _, q := range s.fits[row] {
		groups[s.group[q]] = true
	}
	return len(groups)
}

// unequal reports whether the candidates of a row differ in points, so that two exams would have unequal sums.
func unequal(candidates []int, worth []*big.Rat) bool {
	return slices.ContainsFunc(candidates, func(q int) bool { return worth[q].Cmp(worth[candidates[0]]) != 0 })
}

// worth is, for each question, the points of everything that is drawn with it. Of a scenario its first part stands for all.
func (s *supply) worth() []*big.Rat {
	out := make([]*big.Rat, len(s.bank))
	for q := range s.bank {
		if scenario := s.bank[q].Scenario; scenario != nil && scenario.Part != 1 {
			continue
		}
		out[q] = new(big.Rat)
		for _, part := range s.whole(q) {
			out[q].Add(out[q], part.Points.Rat())
		}
	}
	return out
}

// claimProblem compares a claim with the poorest draw. Questions above the claimed level do not support it (LevelOf).
func claimProblem(e *course.Exam, s *supply, c course.Target, drawable bool) (Problem, bool) {
	args := fault.Args{"competence": c.Ref.String(), "level": c.Level}
	if c.Level > course.MaxByItems {
		args["max"] = course.MaxByItems
		return Problem{Row: -1, Key: "exam.claim-too-high", Args: args}, true
	}
	if !drawable {
		return Problem{}, false
	}
	have := s.least(e, func(q *course.Question) bool {
		return q.Competence == c.Ref && q.Level <= c.Level
	})
	atLevel := s.least(e, func(q *course.Question) bool {
		return q.Competence == c.Ref && q.Level == c.Level
	})
	if have >= course.MinScored && atLevel >= course.MinAtLevel {
		return Problem{}, false
	}
	args["have"], args["need"] = have, course.MinScored
	args["at_level"], args["need_at_level"] = atLevel, course.MinAtLevel
	return Problem{Row: -1, Key: "exam.claim-unsupported", Args: args}, true
}
