package store

import (
	"database/sql"
	"io/fs"
	"log/slog"
	"path/filepath"
	"testing"

	"github.com/pressly/goose/v3"

	"hocso/internal/clock"
	"hocso/internal/course"
	"hocso/internal/id"
)

// TestOlderDatabase: what the first schema holds is still there under the newest one, and takes the newer origins.
func TestOlderDatabase(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	ids := id.NewSource(nil)
	pool, err := sql.Open("sqlite", sqliteDSN(filepath.Join(dir, "hocso.db"), false))
	if err != nil {
		t.Fatal(err)
	}
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, pool, files)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Up(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := p.DownTo(ctx, 1); err != nil { // both ways
		t.Fatal(err)
	}
	owner, version, hash := ids.New(), ids.New(), course.HashOf([]byte("x"))
	for _, q := range []struct {
		text string
		args []any
	}{
		{"INSERT INTO blob (hash, bytes, size) VALUES ($1, 'x', 1)", []any{hash[:]}},
		{"INSERT INTO course (id, slug, created_at) VALUES ($1, 'khoa', 0)", []any{owner}},
		{"INSERT INTO course_version (id, course_id, number, manifest, compiled, bank, title, summary, language, audiences, minutes, lessons, " +
			"bytes, folded, origin, release, published_at) VALUES ($1, $2, 1, $3, $3, $3, 'Khóa', '', 'vi', ',', 1, 1, 1, '', 'folder', '', 0)", []any{version, owner, hash[:]}},
		{"INSERT INTO version_file (version_id, path, hash) VALUES ($1, 'course.md', $2)", []any{version, hash[:]}},
		{"UPDATE course SET version_id = $1", []any{version}},
	} {
		if _, err := pool.ExecContext(ctx, q.text, q.args...); err != nil {
			t.Fatalf("%s: %v", q.text, err)
		}
	}
	if err := pool.Close(); err != nil {
		t.Fatal(err)
	}
	now, err := Open(ctx, Options{Dir: dir, Clock: clock.NewFake(), IDs: ids, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer now.Close()
	v, err := now.CurrentVersion(ctx, "khoa")
	if err != nil || v.ID != version || v.Origin != course.Folder {
		t.Errorf("the version became %+v, %v", v, err)
	}
	if files, err := now.Files(ctx, version); err != nil || len(files) != 1 {
		t.Errorf("its files: %v, %v", files, err)
	}
	next, err := now.Publish(ctx, course.Stored{Slug: "khoa", Title: "Khóa", Language: "vi", Manifest: course.HashOf([]byte("y")), Draft: course.Draft{Origin: course.Git}})
	if err != nil || next.Number != 2 || next.Origin != course.Git {
		t.Errorf("a version of another origin: %+v, %v", next, err)
	}
}
