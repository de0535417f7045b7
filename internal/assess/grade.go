package assess

import (
	"math/big"
	"slices"

	"hocso/internal/course"
	"hocso/internal/standard"
)

// Group is how the questions went that belong to one of the seven groups of Decree 224/2026/NĐ-CP, art. 77(2).
type Group struct {
	Ref         standard.Ref
	Official    bool // every mapping into the group is set by a legal text; else derived by comparison
	Questions   int
	Right       *big.Rat       // sum of their shares
	Competences []standard.Ref // what was asked of the group, in the order of the exam
}

// Grade is the result of an attempt.
type Grade struct {
	Points, Max *big.Rat
	Percent     *big.Rat // 0 to 100, exact; 0 when nothing was asked
	Passed      bool     // Points are at least the exam's percentage of Max, exactly
	Answered    int      // questions not left blank
	Levels      []Level  // one a claim, in the order of the claims; none without claims
	Groups      []Group  // in the decree's order; only groups of which something was asked
}

// GradeOf sums up an attempt. items are all questions of the draw in order, the blank ones with share 0.
func GradeOf(e *course.Exam, items []Scored, answered int, std *standard.Set, r Rules) Grade {
	g := Grade{Points: new(big.Rat), Max: new(big.Rat), Percent: new(big.Rat), Answered: answered}
	for _, it := range items {
		points := it.Points.Rat()
		g.Max.Add(g.Max, points)
		g.Points.Add(g.Points, points.Mul(points, it.Share))
	}
	if g.Max.Sign() > 0 {
		g.Percent.Mul(g.Percent.Quo(g.Points, g.Max), big.NewRat(100, 1))
		g.Passed = g.Percent.Cmp(big.NewRat(int64(e.Pass), 1)) >= 0
	}
	for _, c := range e.Claims {
		g.Levels = append(g.Levels, LevelOf(c, items, r))
	}
	g.Groups = groupsOf(items, std)
	return g
}

// groupsOf tells the items by the decree's groups, through the crosswalk. A competence that serves two groups
// counts in both, so the groups do not add up to the exam.
func groupsOf(items []Scored, std *standard.Set) []Group {
	decree, ok := std.Framework(standard.Decree)
	if !ok {
		return nil
	}
	mapped := make([][]standard.Mapped, len(items))
	for i, it := range items {
		mapped[i] = std.To(standard.Decree, it.Competence)
	}
	var out []Group
	for _, area := range decree.Areas {
		ref := standard.Ref{Framework: standard.Decree, Code: area.Code}
		g := Group{Ref: ref, Official: true, Right: new(big.Rat)}
		for i, it := range items {
			g.add(it, mapped[i])
		}
		if g.Questions > 0 {
			out = append(out, g)
		}
	}
	return out
}

// add counts an item once if any row of the crosswalk leads it to the group.
func (g *Group) add(it Scored, mapped []standard.Mapped) {
	i := slices.IndexFunc(mapped, func(m standard.Mapped) bool { return m.Ref == g.Ref })
	if i < 0 {
		return
	}
	g.Official = g.Official && mapped[i].Official
	g.Questions++
	g.Right.Add(g.Right, it.Share)
	if !slices.Contains(g.Competences, it.Competence) {
		g.Competences = append(g.Competences, it.Competence)
	}
}
