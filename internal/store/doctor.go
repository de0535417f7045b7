package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"
	"time"

	"hocso/internal/clock"
	"hocso/internal/course"
	"hocso/internal/id"
	"hocso/internal/standard"
	"hocso/internal/store/db"
)

// Difference is one place where what is stored is not what follows from the records.
type Difference struct {
	Table, Key, Field string
	Expected, Found   string
}

// String is the difference on one line.
func (d Difference) String() string {
	return fmt.Sprintf("%s %s: %s: expected %s, found %s", d.Table, d.Key, d.Field, d.Expected, d.Found)
}

// doctor is one examination of the database as it stood at one moment.
type doctor struct {
	*db.Queries
	tx      *sql.Tx
	engine  string
	now     clock.Micro
	catalog *course.Catalog
	std     *standard.Set
	report  func(Difference)
	sums    map[sum]int64
	// erased are the people whose free texts are gone by right: what rested on them cannot be recomputed.
	erased map[id.ID]bool
}

// settleTime is how long what follows from a fact (a completion, its confirmation) may be on its way.
const settleTime = 5 * time.Minute

// Doctor recomputes everything that is derived from the records, the versions and the grants, verifies hashes and
// signatures, and reports every difference; there must be none. It reads one snapshot page by page, while others go on
// writing, and keeps in memory one person's course and the shared summaries. Error kind: Unavailable.
func (s *Store) Doctor(ctx context.Context, catalog *course.Catalog, std *standard.Set, report func(Difference)) error {
	tx, err := s.readers.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return storageErr(err)
	}
	defer tx.Rollback() //nolint:errcheck // it only read
	d := &doctor{
		Queries: db.New(newPrepared(tx)), tx: tx, engine: s.Engine(), now: clock.Now(s.clock),
		catalog: catalog, std: std, report: report, sums: map[sum]int64{}, erased: map[id.ID]bool{},
	}
	for _, examine := range []func(context.Context) error{
		d.file, d.units, d.people, d.content, d.versions, d.audit, d.learning, d.totals,
	} {
		if err := examine(ctx); err != nil {
			return storageErr(err)
		}
	}
	return nil
}

// file lets SQLite look over its own pages, indexes and references. PostgreSQL has its own tools for that.
func (d *doctor) file(ctx context.Context) error {
	if d.engine != "sqlite" {
		return nil
	}
	if err := d.pragma(ctx, "PRAGMA integrity_check", 1, func(v []any) {
		if v[0] != "ok" {
			d.report(Difference{"database", "file", "integrity_check", "ok", fmt.Sprint(v[0])})
		}
	}); err != nil {
		return err
	}
	return d.pragma(ctx, "PRAGMA foreign_key_check", 4, func(v []any) {
		d.report(Difference{fmt.Sprint(v[0]), fmt.Sprint("row ", v[1]), "reference", fmt.Sprint("a row of ", v[2]), "none"})
	})
}

func (d *doctor) pragma(ctx context.Context, query string, columns int, each func([]any)) error {
	rows, err := d.tx.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	for rows.Next() {
		v, p := make([]any, columns), make([]any, columns)
		for i := range v {
			p[i] = &v[i]
		}
		if err := rows.Scan(p...); err != nil {
			return err
		}
		each(v)
	}
	return rows.Err()
}

// same reports a difference unless both values read alike.
func (d *doctor) same(table, key, field string, expected, found any) {
	if e, f := show(expected), show(found); e != f {
		d.report(Difference{table, key, field, e, f})
	}
}

func show(v any) string {
	switch v := v.(type) {
	case []byte:
		return hex.EncodeToString(v)
	case string:
		return fmt.Sprintf("%q", v)
	case id.ID:
		if v.IsZero() {
			return "none"
		}
	}
	return fmt.Sprint(v)
}

// pages walks through a query page by page: next gives the rows behind the last one, which is nil at the start.
func pages[T any](next func(last *T) ([]T, error), visit func(T) error) error {
	var last *T
	for {
		rows, err := next(last)
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, r := range rows {
			if err := visit(r); err != nil {
				return err
			}
		}
		last = &rows[len(rows)-1]
	}
}

// cursor is pages for two walks side by side.
type cursor[T any] struct {
	rows []T
	last *T
	next func(last *T) ([]T, error)
}

// head is the next row without taking it, nil at the end.
func (c *cursor[T]) head() (*T, error) {
	if len(c.rows) == 0 {
		rows, err := c.next(c.last)
		if err != nil || len(rows) == 0 {
			return nil, err
		}
		c.rows, c.last = rows, &rows[len(rows)-1]
	}
	return &c.rows[0], nil
}

func (c *cursor[T]) drop() { c.rows = c.rows[1:] }
