// Package testpg gives a test a PostgreSQL database of its own. Only tests
// import it.
package testpg

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Server is the variable that names the server: a URL
// (postgres://user:password@host:port/database) of a role that may create
// databases. `make test` starts such a server and sets it.
const Server = "HOCSO_TEST_POSTGRES"

// patience bounds each of the two statements. Creating a database copies some
// 7 MB, which a loaded machine with a slow disk does in seconds.
const patience = time.Minute

// Database creates an empty database and returns its URL. The database goes at
// the end of the test, with whatever is still connected to it.
//
// A database, and not a schema, because advisory locks belong to a database:
// with one for all, tests that migrate at the same time would wait for each
// other.
//
// Where no server is named the test is skipped; it fails instead where CI or
// REQUIRE_POSTGRES is set, so that a green run there has seen both engines.
func Database(tb testing.TB) string {
	tb.Helper()
	server := os.Getenv(Server)
	if server == "" {
		if required(os.Getenv) {
			tb.Fatalf("%s is not set, and this run must see PostgreSQL: run `make test`, or name a server", Server)
		}
		tb.Skipf("%s is not set: the PostgreSQL half is left out; `make test` runs it", Server)
	}
	name := nameFor(tb.Name(), rand.Text())
	address, err := inServer(server, name)
	if err != nil {
		tb.Fatal(err)
	}
	if err := statement(server, "CREATE DATABASE "+pgx.Identifier{name}.Sanitize()); err != nil {
		tb.Fatalf("create database: %v", err)
	}
	tb.Cleanup(func() {
		if err := statement(server, "DROP DATABASE "+pgx.Identifier{name}.Sanitize()+" WITH (FORCE)"); err != nil {
			tb.Errorf("drop database: %v", err)
		}
	})
	return address
}

// required says whether a missing server is a failure.
func required(getenv func(string) string) bool {
	return getenv("CI") != "" || getenv("REQUIRE_POSTGRES") != ""
}

// nameFor makes a database name out of a test's name, so that the server's log
// can be read, and of something random, so that runs do not meet. PostgreSQL
// cuts names at 63 bytes; the random end must stay.
func nameFor(test, random string) string {
	const most = 63
	random = strings.ToLower(random)
	kept := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r + ('a' - 'A')
		}
		return '_'
	}, test)
	kept = "test_" + kept
	if room := most - len(random) - 1; len(kept) > room {
		kept = kept[:room]
	}
	return kept + "_" + random
}

// inServer returns the server's URL with another database. Parsing fails
// without a word of the URL in the error, because the URL holds a password.
func inServer(server, database string) (string, error) {
	u, err := url.Parse(server)
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
		return "", fmt.Errorf("%s is not a URL of the form postgres://user:password@host:port/database", Server)
	}
	u.Path = "/" + database
	return u.String(), nil
}

// statement runs one statement on a connection of its own: CREATE and DROP
// DATABASE stand outside of transactions.
func statement(server, sql string) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	_, err = conn.Exec(ctx, sql)
	if closeErr := conn.Close(ctx); err == nil && closeErr != nil {
		err = fmt.Errorf("close: %w", closeErr)
	}
	return err
}
