package assess

import (
	"math/rand/v2"
	"slices"

	"hocso/internal/course"
)

// supply is a blueprint and a bank as a matching: rows on one side, groups on the other. A group is an apart group
// or a question outside of any; one draw takes at most one question of it. That makes "no question twice" and "no two
// apart" one rule, and a matching found by augmenting paths exists exactly when a draw does.
type supply struct {
	bank  []course.Question
	parts map[string][]*course.Question // scenario → its parts, in order
	group []int                         // question → group
	fits  [][]int                       // row → questions that it may draw, in the order of the bank; of a scenario its first part stands for all
	open  []int                         // row → groups that it still lacks
	owner []int                         // group → row that holds it, or free
	fixed []bool                        // group → picked for good
}

const free = -1

// whole is everything that is drawn with a question: itself, or all parts of its scenario in order.
func (s *supply) whole(q int) []*course.Question {
	if scenario := s.bank[q].Scenario; scenario != nil {
		return s.parts[scenario.ID]
	}
	return []*course.Question{&s.bank[q]}
}

// scenarios gathers the parts of each scenario, wherever in the bank they stand.
func scenarios(bank []course.Question) map[string][]*course.Question {
	out := map[string][]*course.Question{}
	for i := range bank {
		if scenario := bank[i].Scenario; scenario != nil {
			out[scenario.ID] = append(out[scenario.ID], &bank[i])
		}
	}
	for _, parts := range out {
		slices.SortStableFunc(parts, func(a, b *course.Question) int { return a.Scenario.Part - b.Scenario.Part })
	}
	return out
}

func newSupply(e *course.Exam, bank []course.Question) *supply {
	s := &supply{
		bank: bank, parts: scenarios(bank), group: make([]int, len(bank)),
		fits: make([][]int, len(e.Draw)), open: make([]int, len(e.Draw)),
	}
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
