package store

import (
	"context"
	"fmt"

	"hocso/internal/id"
)

// totals holds the shared summaries, with the deltas that are not folded yet, against the counts of the walk.
func (d *doctor) totals(ctx context.Context) error {
	rows, err := d.AllTotals(ctx)
	if err != nil {
		return err
	}
	for _, r := range rows {
		k := sum{r.Metric, r.UnitID, r.CourseID, r.Year, r.Detail}
		d.same("summary", k.String(), "amount", d.sums[k], r.Amount)
		delete(d.sums, k)
	}
	for k, n := range d.sums {
		d.same("summary", k.String(), "amount", n, 0)
	}
	return nil
}

// String names the row in reports.
func (a sum) String() string {
	return fmt.Sprintf("%s %d course %s unit %s %q", a.metric, a.year, a.course, a.unit, a.detail)
}

// person counted once: in a unit, a year, a category.
type counted struct {
	unit     id.ID
	year     int32
	category string
}

// trainedWalk recomputes the distinct people, person by person.
type trainedWalk struct {
	d        *doctor
	person   id.ID
	told     map[counted]int  // how many completions say that they were the first, without those that were taken back
	standing map[counted]bool // some completion stands
}

func newTrained(d *doctor) *trainedWalk {
	return &trainedWalk{d: d, told: map[counted]int{}, standing: map[counted]bool{}}
}

// add takes the completions of one course.
func (w *trainedWalk) add(t *taken) {
	for _, f := range t.completed {
		w.told[countedBy(f.UnitID, f.StoredAt, f.data.Audience)] += map[bool]int{true: 1}[f.data.Trained]
	}
	for _, f := range t.withdrawn {
		w.told[counted{f.UnitID, int32(f.data.Year), f.data.Audience}] -= map[bool]int{true: 1}[f.data.Counted] //nolint:gosec // a year
	}
	if f := t.standing(); f != nil {
		w.standing[countedBy(f.UnitID, f.StoredAt, f.data.Audience)] = true
	}
}

// next closes a person when another begins.
func (w *trainedWalk) next(ctx context.Context, person id.ID) error {
	if person == w.person {
		return nil
	}
	if !w.person.IsZero() {
		if err := w.check(ctx); err != nil {
			return err
		}
	}
	w.person = person
	clear(w.told)
	clear(w.standing)
	return nil
}

func (w *trainedWalk) check(ctx context.Context) error {
	rows, err := w.d.DistinctOf(ctx, w.person)
	if err != nil {
		return err
	}
	found := map[counted]bool{}
	for _, r := range rows {
		found[counted{r.UnitID, r.Year, r.Category}] = true
	}
	for k, n := range w.told {
		key := fmt.Sprintf("%s unit %s %d %q", w.person, k.unit, k.year, k.category)
		w.d.same("distinct_person", key, "completions that count", map[bool]int{true: 1}[w.standing[k]], n)
		w.d.same("distinct_person", key, "row", w.standing[k], found[k])
		delete(found, k)
	}
	for k := range found {
		w.d.report(Difference{"distinct_person", fmt.Sprintf("%s unit %s %d %q", w.person, k.unit, k.year, k.category), "completion", "one", "none"})
	}
	return nil
}
