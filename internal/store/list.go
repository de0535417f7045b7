package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"hocso/internal/org"
)

// listing is what lists of one kind may be made of. Its texts are constants of this package; only names that stand
// in columns and orders can be asked for, so that nothing from a request ever becomes SQL.
type listing struct {
	from    string              // the joined tables
	key     string              // the column that names a row: every order ends with it, so that no two rows are alike
	columns map[string]string   // what may be filtered by
	orders  map[string][]string // what may be sorted by: columns that an index holds in this order, without the key
}

// list is one question: filters, then page or count. The zero value of a filter's argument is never left out by
// itself; who does not want a filter does not call it. The first wrong name is reported by the query.
type list struct {
	listing
	where []string
	args  []any
	err   error
}

func (l listing) list() *list { return &list{listing: l} }

// arg adds an argument and gives its placeholder.
func (l *list) arg(v any) string {
	l.args = append(l.args, v)
	return "$" + strconv.Itoa(len(l.args))
}

func (l *list) column(name string) string {
	c, ok := l.columns[name]
	if !ok && l.err == nil {
		l.err = fmt.Errorf("store: lists have no column %q", name)
	}
	return c
}

// is keeps rows whose column compares so with a value: "=", "<>", "<", ">" or "LIKE".
func (l *list) is(column, op string, value any) {
	switch op {
	case "=", "<>", "<", ">", "LIKE":
		l.where = append(l.where, l.column(column)+" "+op+" "+l.arg(value))
	default:
		l.err = fmt.Errorf("store: lists do not compare by %q", op)
	}
}

// has keeps rows for which one of the listing's conditions holds: a column whose SQL is a predicate, with its one
// argument written as ?.
func (l *list) has(column string, value any) {
	l.where = append(l.where, strings.Replace(l.column(column), "?", l.arg(value), 1))
}

// under keeps rows whose path lies in one of the subtrees; no subtree keeps none. For a whole tree (a root's path)
// the index of paths is hidden from the planner: reading in the list's order and stopping at the page's end is
// better then than gathering everybody and sorting them.
func (l *list) under(column string, scopes []org.Path) {
	c := l.column(column)
	var either []string
	for _, s := range scopes {
		by := c
		if len(s) <= 16 {
			by = "coalesce(" + c + ", " + c + ")"
		}
		low, high := s.Range()
		either = append(either, "("+by+" >= "+l.arg(low)+" AND "+by+" < "+l.arg(high)+")")
	}
	if len(either) == 0 {
		either = []string{"1 = 0"}
	}
	l.where = append(l.where, "("+strings.Join(either, " OR ")+")")
}

// after keeps the rows behind a row of the order: its values, the key's last. Rows that come or go between two
// pages shift nothing, as they would with an offset.
func (l *list) after(order string, values ...any) {
	cols := append(append([]string(nil), l.orders[order]...), l.key)
	if len(cols) != len(values) {
		l.err = fmt.Errorf("store: order %q has %d values, not %d", order, len(cols), len(values))
		return
	}
	marks := make([]string, len(values))
	for i, v := range values {
		marks[i] = l.arg(v)
	}
	l.where = append(l.where, "("+strings.Join(cols, ", ")+") > ("+strings.Join(marks, ", ")+")")
}

// filtered is the text from FROM to the end of WHERE.
func (l *list) filtered() string {
	if len(l.where) == 0 {
		return " FROM " + l.from
	}
	return " FROM " + l.from + " WHERE " + strings.Join(l.where, " AND ")
}

// page is the query of one page's keys in an order. What a line shows besides is read around it, for these keys only.
func (l *list) page(order string, limit int) (string, error) {
	cols, ok := l.orders[order]
	if !ok && l.err == nil {
		l.err = fmt.Errorf("store: lists have no order %q", order)
	}
	by := strings.Join(append(append([]string(nil), cols...), l.key), ", ")
	return "SELECT " + l.key + l.filtered() + " ORDER BY " + by + " LIMIT " + strconv.Itoa(limit), l.err
}

// count runs the list as a count that stops at limit: nobody waits for a million.
func (l *list) count(ctx context.Context, s *Store, limit int) (n int, err error) {
	if l.err != nil {
		return 0, l.err
	}
	q := "SELECT count(*) FROM (SELECT 1 AS one" + l.filtered() + " LIMIT " + strconv.Itoa(limit) + ") counted"
	err = s.reads.QueryRowContext(ctx, q, l.args...).Scan(&n)
	return n, readErr(err)
}
