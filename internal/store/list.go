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
	where  []string
	args   []any
	gather bool // find the rows first and sort them then; otherwise read along the order's index until the page is full
	err    error
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

// under keeps rows whose path lies in one of the subtrees; no subtree keeps none. A whole tree (a root's path) is
// written so that SQLite does not go unit by unit for it, which is right for a commune and slow for everybody;
// PostgreSQL takes both writings alike and decides by its statistics.
func (l *list) under(column string, scopes []org.Path) {
	c := l.column(column)
	var either []string
	for _, s := range scopes {
		low, high := s.Range()
		if len(s) <= 16 {
			either = append(either, "NOT ("+c+" < "+l.arg(low)+" OR "+c+" >= "+l.arg(high)+")")
			continue
		}
		either = append(either, "("+c+" >= "+l.arg(low)+" AND "+c+" < "+l.arg(high)+")")
	}
	if len(either) == 0 {
		either = []string{"1 = 0"}
	}
	l.where = append(l.where, "("+strings.Join(either, " OR ")+")")
}

// by lists the columns of an order, the key last. Gathering hides the order's index from the planner.
func (l *list) by(order string) []string {
	cols, ok := l.orders[order]
	if !ok && l.err == nil {
		l.err = fmt.Errorf("store: lists have no order %q", order)
	}
	out := make([]string, 0, len(cols)+1)
	for _, c := range cols {
		if l.gather {
			c = hidden(c)
		}
		out = append(out, c)
	}
	return append(out, l.key)
}

// hidden is a column that no index is used for: the same value on both engines, and none of their own notations.
func hidden(column string) string { return "coalesce(" + column + ", " + column + ")" }

// after keeps the rows behind a row of the order: its values, the key's last. Rows that come or go between two
// pages shift nothing, as they would with an offset.
func (l *list) after(order string, values ...any) {
	cols := l.by(order)
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
	by := strings.Join(l.by(order), ", ")
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
