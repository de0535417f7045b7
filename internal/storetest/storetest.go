// Package storetest looks into databases behind the store's back. Only tests import it.
package storetest

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Rows are all rows of a SQLite database in a data folder, by table and sorted, as text: for tests that ask whether
// anything was stored. The table that counts guesses is left out. The store brings the driver.
func Rows(tb testing.TB, dir string) map[string][]string {
	tb.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "hocso.db")+"?mode=ro")
	if err != nil {
		tb.Fatal(err)
	}
	defer db.Close()
	out := map[string][]string{}
	for _, t := range read(tb, db, "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'throttle'") {
		name := strings.Trim(t, `["]`)
		out[name] = read(tb, db, "SELECT * FROM "+name)
		slices.Sort(out[name])
	}
	return out
}

// read is a row a line, as Go writes its values.
func read(tb testing.TB, db *sql.DB, query string) (out []string) {
	tb.Helper()
	rows, err := db.QueryContext(tb.Context(), query)
	if err != nil {
		tb.Fatal(err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		tb.Fatal(err)
	}
	for rows.Next() {
		values, into := make([]any, len(names)), make([]any, len(names))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			tb.Fatal(err)
		}
		out = append(out, fmt.Sprintf("%q", values))
	}
	if err := rows.Err(); err != nil {
		tb.Fatal(err)
	}
	return out
}
