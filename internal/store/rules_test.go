package store

import (
	"context"
	"database/sql"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/pressly/goose/v3"
)

// oneEngineOnly is SQL that one of the two engines does not know, or understands otherwise, or that tells the time.
var oneEngineOnly = regexp.MustCompile(`(?i:\bILIKE\b|::|\bNOW\(|CURRENT_TIME|CURRENT_DATE|AUTOINCREMENT|\bdatetime\(|strftime|= ANY\(|\bGLOB\b|json_each|group_concat|FOR UPDATE)|\b(SERIAL|BLOB)\b`)

// enginesOwn are the files that speak to one engine about itself.
var enginesOwn = []string{"backup.go", "doctor.go", "open.go", "postgres.go", "writer.go"}

// TestOneTextForBothEngines reads every SQL file and every string of the package.
func TestOneTextForBothEngines(t *testing.T) {
	for _, dir := range []string{"queries", "migrations"} {
		files, err := filepath.Glob(dir + "/*.sql")
		must(t, err)
		if len(files) == 0 {
			t.Fatalf("no files in %s", dir)
		}
		for _, f := range files {
			b, err := os.ReadFile(f)
			must(t, err)
			for n, text := range strings.Split(string(b), "\n") {
				text, _, _ = strings.Cut(text, "--")
				if m := oneEngineOnly.FindString(text); m != "" {
					t.Errorf("%s:%d: %s", f, n+1, m)
				}
			}
		}
	}
	eachFile(t, ".", parser.SkipObjectResolution, func(path string, f *ast.File, set *token.FileSet) {
		if strings.HasSuffix(path, "_test.go") || slices.Contains(enginesOwn, path) {
			return
		}
		ast.Inspect(f, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			if m := oneEngineOnly.FindString(lit.Value); m != "" {
				t.Errorf("%s: %s", set.Position(lit.Pos()), m)
			}
			return true
		})
	})
}

// TestTheGuardSees proves that the pattern can find something.
func TestTheGuardSees(t *testing.T) {
	for _, q := range []string{
		"name ILIKE $1", "$1::text", "SELECT now()", "DEFAULT CURRENT_TIMESTAMP", "INTEGER AUTOINCREMENT", "datetime('x')", "id SERIAL", "id = ANY($1)",
	} {
		if !oneEngineOnly.MatchString(q) {
			t.Errorf("%q passes", q)
		}
	}
	if m := oneEngineOnly.FindString("SELECT unknown, nowhere FROM blob WHERE serial = $1"); m != "" {
		t.Errorf("%q is refused", m)
	}
}

// TestIDsAreOurs: a uuid.UUID as an argument matches no row, silently.
func TestIDsAreOurs(t *testing.T) {
	seen := 0
	eachFile(t, "../..", parser.ImportsOnly, func(path string, f *ast.File, _ *token.FileSet) {
		for _, imp := range f.Imports {
			if imp.Path.Value == `"github.com/google/uuid"` {
				seen++
				if !strings.Contains(filepath.ToSlash(path), "internal/id/") {
					t.Errorf("%s imports %s: use id.ID", path, imp.Path.Value)
				}
			}
		}
	})
	if seen == 0 {
		t.Error("package id does not import it any more: this test looks for nothing")
	}
}

func eachFile(t *testing.T, root string, mode parser.Mode, visit func(path string, f *ast.File, set *token.FileSet)) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == "bin" || (strings.HasPrefix(d.Name(), ".") && len(d.Name()) > 2)) {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") {
			return nil
		}
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, path, nil, mode)
		if err != nil {
			return err
		}
		visit(path, f, set)
		return nil
	})
	must(t, err)
}

// queries are sqlc's texts by name.
func queries(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	eachFile(t, "db", parser.SkipObjectResolution, func(path string, f *ast.File, _ *token.FileSet) {
		ast.Inspect(f, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING || !strings.HasPrefix(lit.Value, "`-- name: ") {
				return true
			}
			text, err := strconv.Unquote(lit.Value)
			must(t, err)
			head, body, _ := strings.Cut(text, "\n")
			out[strings.Fields(head)[2]] = body
			return true
		})
	})
	if len(out) < 80 {
		t.Fatalf("only %d queries found", len(out))
	}
	return out
}

// TestEveryQueryOnBothEngines: each engine understands each text, whether a test runs it or not.
func TestEveryQueryOnBothEngines(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		for name, text := range queries(t) {
			st, err := w.readers.PrepareContext(t.Context(), text)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			must(t, st.Close())
		}
	})
}

// TestHotQueriesUseIndexes: what runs in every request reads no table from end to end.
func TestHotQueriesUseIndexes(t *testing.T) {
	w := newWorld(t)
	all := queries(t)
	for _, name := range []string{
		"CallerByToken", "CallerBySession", "Enrolment", "EnrolmentByID", "Enrolments", "LessonProgress", "Practice", "Attempt", "Attempts",
		"AttemptItems", "AttemptsOf", "OpenAttempt", "CountSave", "SaveAnswer", "ItemQuestion", "SubmitAttempt", "ExpiredAttempts", "ClientKey",
		"CredentialBySerial", "CredentialsOf", "CompletedWithout", "CurrentVersion", "Blob", "Media", "Throttle", "RefreshToken", "UnsealedAudit",
		"LastSealed", "Overturned", "PastJudgements", "AuditPage", "RecordsPage", "EnrolmentsPage", "AccountByContact", "Lease", "PurgeClientKeys", "PurgeSessions",
	} {
		text, ok := all[name]
		if !ok {
			t.Errorf("there is no query %s", name)
			continue
		}
		for _, step := range plan(t, w, text) {
			if strings.HasPrefix(step, "SCAN ") && !strings.Contains(step, "USING") {
				t.Errorf("%s: %s", name, step)
			}
		}
	}
	if steps := plan(t, w, "SELECT id FROM account WHERE password_hash = $1"); !strings.HasPrefix(steps[0], "SCAN account") {
		t.Errorf("a query without an index does not show: %v", steps)
	}
}

func plan(t *testing.T, w *world, text string) (steps []string) {
	t.Helper()
	args := make([]any, 0, 12)
	for n := 1; strings.Contains(text, fmt.Sprintf("$%d", n)); n++ {
		args = append(args, nil)
	}
	rows, err := w.readers.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+text, args...)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	defer rows.Close()
	for rows.Next() {
		var id, parent, unused int
		var detail string
		must(t, rows.Scan(&id, &parent, &unused, &detail))
		steps = append(steps, detail)
	}
	must(t, rows.Err())
	return steps
}

// TestSettingsAreInForce asks the connections themselves, in a folder whose name a URI would misread.
func TestSettingsAreInForce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "dữ liệu 100%?#&;")
	w := openWorld(t, Options{Dir: dir})
	if _, err := os.Stat(filepath.Join(dir, "hocso.db")); err != nil {
		t.Errorf("the database is elsewhere: %v", err)
	}
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("others may read the folder: %v, %v", info.Mode(), err)
	}
	ctx := t.Context()
	wr := w.engine.(*writer)
	pragma := func(on interface {
		QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	}, name string,
	) (v string) {
		must(t, on.QueryRowContext(ctx, "PRAGMA "+name).Scan(&v))
		return v
	}
	for name, want := range map[string]string{
		"synchronous": "2", "journal_mode": "wal", "foreign_keys": "1", "secure_delete": "1", "busy_timeout": "5000", "mmap_size": "0",
	} {
		if got := pragma(w.readers, name); got != want {
			t.Errorf("a reader's %s is %s, want %s", name, got, want)
		}
		must(t, w.write(ctx, func(*Tx) error { // in the writer's turn its connection is ours
			if got := pragma(wr.conn, name); got != want {
				t.Errorf("the writer's %s is %s, want %s", name, got, want)
			}
			return nil
		}))
	}
	if _, err := w.readers.ExecContext(ctx, "DELETE FROM setting"); err == nil {
		t.Error("a reader may write")
	}
	if got := pragma(w.readers, "encoding"); got != "UTF-8" {
		t.Errorf("encoding %s", got)
	}
}

func TestOldSQLiteIsRefused(t *testing.T) {
	for v, want := range map[string]bool{
		"3.51.2": true, "3.51.3": false, "3.54.1": false, "3.9.9": true, "4.0.0": false, "3.51": true, "": true,
	} {
		if got := older(v, minSQLite); got != want {
			t.Errorf("%q older than %s: %v", v, minSQLite, got)
		}
	}
	w := newWorld(t)
	if v := value[string](w, "SELECT sqlite_version()"); older(v, minSQLite) {
		t.Errorf("linked with SQLite %s", v)
	}
}

// TestNewerDatabaseIsRefused: an older binary does not guess at what a newer one has written.
func TestNewerDatabaseIsRefused(t *testing.T) {
	forEachEngine(t, func(t *testing.T, w *world) {
		w.sql("INSERT INTO "+goose.DefaultTablename+" (version_id, is_applied) VALUES ($1, $2)", 999, true)
		if s, err := Open(t.Context(), w.opts); err == nil {
			s.Close()
			t.Error("a database of version 999 was opened")
		}
	})
}

func TestOpenRefusesOtherDatabases(t *testing.T) {
	for _, dsn := range []string{"mysql://u:bí-mật@h/d", "postgres://u:bí-mật@127.0.0.1:1/d?connect_timeout=1", "postgres://u:bí-mật@[x/d"} {
		s, err := Open(t.Context(), Options{DB: dsn})
		if err == nil {
			s.Close()
			t.Errorf("%s was opened", dsn)
			continue
		}
		if strings.Contains(err.Error(), "bí-mật") {
			t.Errorf("the password is in the message: %v", err)
		}
	}
}
