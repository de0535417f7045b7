package account

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/org"
	"hocso/internal/vntext"
)

// PeoplePage is how many people a list shows at once.
const PeoplePage = 50

// PeopleFilter narrows a list of people; the zero value takes everyone.
type PeopleFilter struct {
	Query    string   // part of a name, a telephone number or some of its digits (at least 3), or a mail address
	Unit     org.Path // this unit and everything below it
	Audience string
	Role     Role // Learner: those without any other role
	Locked   bool // only locked accounts
}

// Names is the folded part of a name to look for; "" when the query asks for a contact.
func (f PeopleFilter) Names() string {
	if _, ok := f.Contact(); ok {
		return ""
	}
	return likeText(vntext.Fold(vntext.Normal(f.Query)))
}

// Nobody reports a query of nothing but signs that no name and no contact has.
func (f PeopleFilter) Nobody() bool {
	_, contact := f.Contact()
	return !contact && f.Names() == "" && vntext.Normal(f.Query) != ""
}

// Contact is what the query asks for among contacts: a whole contact (Kind set) or some digits of a number.
func (f PeopleFilter) Contact() (Contact, bool) {
	typed := vntext.Normal(f.Query)
	if c, err := ParseContact("", typed); err == nil {
		return c, true
	}
	if strings.Contains(typed, "@") {
		return Contact{Email, strings.ToLower(typed)}, true // not an address yet: it finds nobody
	}
	digits := strings.NewReplacer(" ", "", ".", "", "-", "", "+", "").Replace(typed)
	if len(digits) < 3 || strings.Trim(digits, "0123456789") != "" {
		return Contact{}, false
	}
	return Contact{Value: strings.TrimPrefix(digits, "0")}, true
}

// likeText drops what LIKE would read as a pattern; no name needs it to be found.
func likeText(s string) string { return strings.NewReplacer("%", "", "_", "", `\`, "").Replace(s) }

// PersonRow is a line of a list of people.
type PersonRow struct {
	Account, Person    id.ID
	Name               string
	Unit               id.ID
	UnitName, Audience string
	Locked             clock.Micro
	Staff              bool
	Contact            ContactState // the first one, phones first
	Courses, Completed int
}

// PeopleTotals counts what the people of a scope have done, exact at once.
type PeopleTotals struct {
	Enrolled, Completed int // enrolments and completions, of all years
	Trained             int // distinct people who completed a course this year
	Year                int
}

// PeopleCounted is the highest number of people that is counted one by one: a page never waits for more.
const PeopleCounted = 5_000

// PeopleList is a page of a list. Next continues it; it is zero at the end.
type PeopleList struct {
	Rows  []PersonRow
	Next  id.ID
	Found int // how many the filter finds, at most PeopleCounted
}

// PeopleStore lists people.
type PeopleStore interface {
	// CountPeople counts, but not beyond limit.
	CountPeople(ctx context.Context, scopes []org.Path, f PeopleFilter, limit int) (int, error)
	// People lists up to PeoplePage people in the order of their given names, after the person "after" (zero: from
	// the first). found is what CountPeople said: few are gathered and sorted, many are read in order. more tells
	// whether the list goes on.
	People(ctx context.Context, scopes []org.Path, f PeopleFilter, found int, after id.ID) (rows []PersonRow, more bool, err error)
	// PeopleTotals sums the scopes' summaries.
	PeopleTotals(ctx context.Context, scopes []org.Path, year int) (PeopleTotals, error)
}

// People is FindPeople without the count.
func (s *Service) People(ctx context.Context, c *Caller, f PeopleFilter, after id.ID) (rows []PersonRow, next id.ID, err error) {
	l, err := s.FindPeople(ctx, c, f, after)
	return l.Rows, l.Next, err
}

// FindPeople lists those whom the caller may see, sorted by given name.
// Error kind: NotFound for a unit outside the caller's scope and for a cursor that names nobody.
func (s *Service) FindPeople(ctx context.Context, c *Caller, f PeopleFilter, after id.ID) (PeopleList, error) {
	scopes, err := peopleScopes(c, f.Unit)
	if err != nil || f.Nobody() {
		return PeopleList{}, err
	}
	var l PeopleList
	if l.Found, err = s.Store.CountPeople(ctx, scopes, f, PeopleCounted); err != nil || l.Found == 0 {
		return l, err
	}
	rows, more, err := s.Store.People(ctx, scopes, f, l.Found, after)
	l.Rows = rows
	if more && len(rows) > 0 {
		l.Next = rows[len(rows)-1].Person
	}
	return l, err
}

// PeopleTotals counts the caller's scope, or a unit of it. Error kind: NotFound as in People.
func (s *Service) PeopleTotals(ctx context.Context, c *Caller, unit org.Path) (PeopleTotals, error) {
	scopes, err := peopleScopes(c, unit)
	if err != nil {
		return PeopleTotals{}, err
	}
	return s.Store.PeopleTotals(ctx, scopes, clock.Now(s.Clock).Year())
}

// peopleScopes are the subtrees to look in: the unit asked for, or all the caller may see.
func peopleScopes(c *Caller, unit org.Path) ([]org.Path, error) {
	if len(unit) == 0 {
		return Disjoint(c.Scopes(SeePeople)), nil
	}
	if !c.MayIn(SeePeople, unit) {
		return nil, fault.Missing()
	}
	return []org.Path{unit}, nil
}

// Disjoint drops subtrees that lie within another one, so that nobody is counted twice.
func Disjoint(scopes []org.Path) []org.Path {
	sorted := slices.SortedFunc(slices.Values(scopes), func(a, b org.Path) int { return bytes.Compare(a, b) })
	var out []org.Path
	for _, p := range sorted { // a subtree follows the unit above it
		if len(out) == 0 || !p.Under(out[len(out)-1]) {
			out = append(out, p)
		}
	}
	return out
}
