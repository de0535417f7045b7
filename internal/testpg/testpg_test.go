package testpg

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
)

func TestDatabaseIsOnesOwn(t *testing.T) {
	first, second := Database(t), Database(t)
	if first == second {
		t.Fatal("two calls gave the same database")
	}
	ctx := t.Context()
	exec(ctx, t, first, "CREATE TABLE thing (id BIGINT)")
	// It would fail if the two were one.
	exec(ctx, t, second, "CREATE TABLE thing (id BIGINT)")
}

func TestDatabaseGoesWithItsTest(t *testing.T) {
	var address string
	t.Run("inner", func(t *testing.T) {
		address = Database(t)
		// Left open on purpose: the database must go all the same.
		if _, err := pgx.Connect(t.Context(), address); err != nil {
			t.Fatal(err)
		}
	})
	if address == "" {
		t.Skip("no server")
	}
	if conn, err := pgx.Connect(t.Context(), address); err == nil {
		_ = conn.Close(t.Context())
		t.Fatal("the database is still there after its test")
	}
}

func exec(ctx context.Context, t *testing.T, address, sql string) {
	t.Helper()
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(ctx) }()
	if _, err := conn.Exec(ctx, sql); err != nil {
		t.Fatal(err)
	}
}

func TestRequired(t *testing.T) {
	tests := map[string]struct {
		set  string
		want bool
	}{
		"a developer's machine": {set: "", want: false},
		"a build machine":       {set: "CI", want: true},
		"make test":             {set: "REQUIRE_POSTGRES", want: true},
		"something else":        {set: "HOME", want: false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := required(func(key string) string {
				if key == test.set {
					return "1"
				}
				return ""
			})
			if got != test.want {
				t.Errorf("required = %v, want %v", got, test.want)
			}
		})
	}
}

func TestNameFor(t *testing.T) {
	tests := map[string]struct{ test, random, want string }{
		"plain":          {"TestSubmit", "ABCD", "test_testsubmit_abcd"},
		"a table's case": {"TestSubmit/two tabs", "ABCD", "test_testsubmit_two_tabs_abcd"},
		"marks":          {"TestHọc", "ABCD", "test_testh_c_abcd"},
		"long":           {"Test" + strings.Repeat("x", 100), "ABCD", "test_test" + strings.Repeat("x", 49) + "_abcd"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := nameFor(test.test, test.random)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if len(got) > 63 {
				t.Errorf("%d bytes; PostgreSQL would cut the random end", len(got))
			}
		})
	}
}

func TestInServer(t *testing.T) {
	got, err := inServer("postgres://u:p@127.0.0.1:5433/postgres?sslmode=disable", "test_a")
	if err != nil {
		t.Fatal(err)
	}
	if want := "postgres://u:p@127.0.0.1:5433/test_a?sslmode=disable"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for _, wrong := range []string{"", "host=localhost password=secret", "postgres://u:secret@host:port/x", "mysql://u:secret@h/x"} {
		_, err := inServer(wrong, "x")
		if err == nil {
			t.Errorf("%q was taken for a server", wrong)
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("the error shows the password: %v", err)
		}
	}
}
