package assess

import (
	"cmp"
	"math"
	"slices"

	"hocso/internal/course"
)

// none is the cost of a group that a row may not draw, and the distance of a row that no path reaches.
const none = math.MaxInt32

// poorest looks for the draw with the fewest good questions: a complete matching of least cost, where a row pays for a
// group the fewest good questions that it may draw there. It is found by successive shortest paths. A path goes over
// rows only: the first takes a group from the second, and so on, and the last takes a free one. Of the free groups
// the cheapest of a row is enough, and what one row may take from another changes only when one of the two
// is on a path; so a path costs the square of the rows, whatever the size of the bank.
type poorest struct {
	open   []int     // row → groups that it still lacks
	cost   [][]int32 // row → group → good questions, or none
	offers [][]int   // row → groups that it may draw, cheapest first; those before the first free one are cut off
	held   [][]int   // row → groups that it has
	taken  []bool    // group → held by a row; once held it stays so
	steps  [][]step  // row, other row → the best group to take from it
	total  int       // good questions of all that is held
}

type step struct{ group, cost int }

// least is the smallest number of questions that are good over every possible draw. It wants rows that can be filled
// and looks at nothing that fill or pick change.
func (s *supply) least(e *course.Exam, good func(*course.Question) bool) int {
	p := newPoorest(e, s, s.goodWith(good))
	for p.serve() {
	}
	return p.total
}

// goodWith counts, for each question, the good ones among all that is drawn with it.
func (s *supply) goodWith(good func(*course.Question) bool) []int32 {
	out := make([]int32, len(s.bank))
	for q := range s.bank {
		if scenario := s.bank[q].Scenario; scenario != nil && scenario.Part != 1 {
			continue // drawn with its first part
		}
		for _, part := range s.whole(q) {
			if good(part) {
				out[q]++
			}
		}
	}
	return out
}

func newPoorest(e *course.Exam, s *supply, good []int32) *poorest {
	rows := len(s.fits)
	p := &poorest{
		open: make([]int, rows), cost: make([][]int32, rows), offers: make([][]int, rows),
		held: make([][]int, rows), taken: make([]bool, len(s.owner)), steps: make([][]step, rows),
	}
	for row, r := range e.Draw {
		p.open[row] = r.Count
		p.cost[row] = slices.Repeat([]int32{none}, len(s.owner))
		p.steps[row] = slices.Repeat([]step{{group: free, cost: none}}, rows)
		for _, q := range s.fits[row] {
			g := s.group[q]
			if p.cost[row][g] == none {
				p.offers[row] = append(p.offers[row], g)
			}
			p.cost[row][g] = min(p.cost[row][g], good[q])
		}
		slices.SortStableFunc(p.offers[row], func(a, b int) int { return cmp.Compare(p.cost[row][a], p.cost[row][b]) })
	}
	return p
}

// serve gives one more group to a row that lacks one, by the path of least cost, and reports false when there is none.
// Costs of steps may be negative (a row gives up a dear group for a cheap one), rounds of them never are, since
// what is held is always the cheapest of its size: Bellman–Ford ends.
func (p *poorest) serve() bool {
	distance, from := make([]int, len(p.open)), slices.Repeat([]int{free}, len(p.open))
	for row, open := range p.open {
		if open <= 0 {
			distance[row] = none
		}
	}
	for changed := true; changed; {
		changed = false
		for row, steps := range p.steps {
			for other, way := range steps {
				if distance[row] == none || way.cost == none || distance[row]+way.cost >= distance[other] {
					continue
				}
				distance[other], from[other], changed = distance[row]+way.cost, row, true
			}
		}
	}
	end, least := free, none
	for row := range p.open {
		g := p.cheapestFree(row)
		if g == free || distance[row] == none {
			continue
		}
		if d := distance[row] + int(p.cost[row][g]); d < least {
			end, least = row, d
		}
	}
	if end == free {
		return false
	}
	p.total += least
	p.move(end, from)
	return true
}

// cheapestFree is the cheapest group that a row may draw and no row holds.
func (p *poorest) cheapestFree(row int) int {
	for len(p.offers[row]) > 0 && p.taken[p.offers[row][0]] {
		p.offers[row] = p.offers[row][1:]
	}
	if len(p.offers[row]) == 0 {
		return free
	}
	return p.offers[row][0]
}

// move gives the last row of a path its free group, and each row before it the group that the next gives up.
func (p *poorest) move(end int, from []int) {
	g := p.cheapestFree(end)
	p.taken[g] = true
	for row := end; ; row = from[row] {
		p.held[row] = append(p.held[row], g)
		if from[row] == free {
			p.open[row]--
			break
		}
		g = p.steps[from[row]][row].group
		p.held[row] = slices.DeleteFunc(p.held[row], func(h int) bool { return h == g })
	}
	for row := end; row != free; row = from[row] {
		p.renew(row)
	}
}

// renew finds again what every other row may take from one whose groups have changed.
func (p *poorest) renew(holder int) {
	for row := range p.steps {
		best := step{group: free, cost: none}
		for _, g := range p.held[holder] {
			if c := p.cost[row][g]; row != holder && c != none && int(c-p.cost[holder][g]) < best.cost {
				best = step{group: g, cost: int(c - p.cost[holder][g])}
			}
		}
		p.steps[row][holder] = best
	}
}
