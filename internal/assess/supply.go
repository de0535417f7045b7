package assess

import (
	"math"
	"math/rand/v2"
	"slices"

	"hocso/internal/course"
)

// supply is a blueprint and a bank as a matching: rows on one side, groups on the other. A group is an apart group
// or a question outside of any; one draw takes at most one question of it. That makes "no question twice" and "no two
// apart" one rule, and a matching found by augmenting paths exists exactly when a draw does.
type supply struct {
	bank  []course.Question
	group []int   // question → group
	fits  [][]int // row → questions that it may draw, in the order of the bank; of a scenario its first part stands for all
	open  []int   // row → groups that it still lacks
	owner []int   // group → row that holds it, or free
	fixed []bool  // group → picked for good
}

const free = -1

// whole is everything that is drawn with a question: itself, or all parts of its scenario in order.
func (s *supply) whole(q int) []*course.Question {
	scenario := s.bank[q].Scenario
	if scenario == nil {
		return []*course.Question{&s.bank[q]}
	}
	out := make([]*course.Question, 0, scenario.Parts)
	for i := range s.bank {
		if other := s.bank[i].Scenario; other != nil && other.ID == scenario.ID {
			out = append(out, &s.bank[i])
		}
	}
	slices.SortStableFunc(out, func(a, b *course.Question) int { return a.Scenario.Part - b.Scenario.Part })
	return out
}

func newSupply(e *course.Exam, bank []course.Question) *supply {
	s := &supply{bank: bank, group: make([]int, len(bank)), fits: make([][]int, len(e.Draw)), open: make([]int, len(e.Draw))}
	apart := map[string]int{}
	groups := 0
	for i := range bank {
		g, seen := apart[bank[i].Apart]
		if !seen || bank[i].Apart == "" {
			g, groups = groups, groups+1
			apart[bank[i].Apart] = g
		}
		s.group[i] = g
	}
	for row, r := range e.Draw {
		s.open[row] = r.Count
		for i := range bank {
			if r.Fits(&bank[i]) && (bank[i].Scenario == nil || bank[i].Scenario.Part == 1) {
				s.fits[row] = append(s.fits[row], i)
			}
		}
	}
	s.owner = slices.Repeat([]int{free}, groups)
	s.fixed = make([]bool, groups)
	return s
}

// fill gives every row as many groups as it needs, and returns how many are missing over all rows.
func (s *supply) fill() int {
	missing := 0
	for row := range s.open {
		for s.open[row] > 0 && s.augment(row) {
			s.open[row]--
		}
		missing += max(s.open[row], 0)
	}
	return missing
}

// augment finds one more group for a row, moving groups between rows where that helps; what is fixed stays.
func (s *supply) augment(row int) bool { return s.search(row, make([]bool, len(s.owner))) }

func (s *supply) search(row int, seen []bool) bool {
	for _, q := range s.fits[row] {
		g := s.group[q]
		if seen[g] || s.fixed[g] || s.owner[g] == row {
			continue
		}
		seen[g] = true
		if s.owner[g] == free || s.search(s.owner[g], seen) {
			s.owner[g] = row
			return true
		}
	}
	return false
}

// pick fixes a random question for a row of a filled supply: the first, in random order, whose group the row
// can have without leaving another row short. One always exists: a group that the row already holds.
func (s *supply) pick(row int, rng *rand.Rand) int {
	candidates := s.fits[row]
	for _, i := range rng.Perm(len(candidates)) {
		g := s.group[candidates[i]]
		if !s.fixed[g] && s.take(row, g) {
			s.fixed[g] = true
			return candidates[i]
		}
	}
	return free // not reached on a filled supply
}

// take makes row the owner of g in exchange for one of the groups that it holds, if the row that loses g finds another.
func (s *supply) take(row, g int) bool {
	loser := s.owner[g]
	if loser == row {
		return true
	}
	given := free
	for h, o := range s.owner {
		if o == row && !s.fixed[h] {
			given = h
			break
		}
	}
	s.owner[given], s.owner[g] = free, row
	if loser == free {
		return true
	}
	s.fixed[g] = true
	found := s.augment(loser)
	s.fixed[g] = false
	if !found {
		s.owner[given], s.owner[g] = row, loser
	}
	return found
}

// least is the smallest number of questions that are good over every possible draw: a complete matching of least
// cost, where a row pays for a group the fewest good questions that it may draw there. It wants an empty supply that can be filled.
func (s *supply) least(good func(*course.Question) bool) int {
	cost := make([]map[int]int, len(s.fits))
	for row, qs := range s.fits {
		cost[row] = map[int]int{}
		for _, q := range qs {
			c, seen := cost[row][s.group[q]]
			own := 0
			for _, part := range s.whole(q) {
				own += count(good(part))
			}
			if !seen || own < c {
				cost[row][s.group[q]] = own
			}
		}
	}
	total := 0
	for s.cheapest(cost) {
	}
	for g, row := range s.owner {
		if row != free {
			total += cost[row][g]
		}
	}
	return total
}

// cheapest augments once along a path of least cost (successive shortest paths with Bellman–Ford: a step back over
// a group that a row gives up earns its cost again). It reports false when every row is served.
func (s *supply) cheapest(cost []map[int]int) bool {
	toRow := make([]int, len(s.fits))
	via := slices.Repeat([]int{free}, len(s.fits)) // row → the group that it gives up
	for row := range toRow {
		if s.open[row] <= 0 {
			toRow[row] = math.MaxInt32
		}
	}
	toGroup := slices.Repeat([]int{math.MaxInt32}, len(s.owner))
	from := slices.Repeat([]int{free}, len(s.owner))
	for changed := true; changed; {
		changed = false
		for row := range s.fits {
			for g, c := range cost[row] {
				d := toRow[row] + c
				if toRow[row] == math.MaxInt32 || s.owner[g] == row || d >= toGroup[g] {
					continue
				}
				toGroup[g], from[g], changed = d, row, true
				if t := s.owner[g]; t != free && d-cost[t][g] < toRow[t] {
					toRow[t], via[t] = d-cost[t][g], g
				}
			}
		}
	}
	end := free
	for g, o := range s.owner {
		if o == free && from[g] != free && (end == free || toGroup[g] < toGroup[end]) {
			end = g
		}
	}
	for g := end; g != free; {
		row := from[g]
		s.owner[g] = row
		g = via[row]
		if g == free {
			s.open[row]--
		}
	}
	return end != free
}
