package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"hocso/internal/fault"
)

// When it is worth trying again.
const (
	retryAfter     = 5 * time.Second
	retryAfterFull = time.Minute
)

// get runs a query that reads one row and maps the absence of the row to NotFound.
func get[T any](v T, err error) (T, error) { return v, readErr(err) }

// readErr turns what a driver says into the words of fault.
func readErr(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return fault.Missing().Because(err)
	}
	return storageErr(err)
}

func absent(err error) bool { return errors.Is(err, sql.ErrNoRows) }

// changed maps "no row changed" to NotFound.
func changed(rows int64, err error) error {
	if err == nil && rows == 0 {
		return fault.Missing()
	}
	return err
}

// storageErr tells a full disk and a database that cannot be reached from bugs in queries.
func storageErr(err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*fault.Error](err); ok {
		return err
	}
	switch kind, ok := trouble(err); {
	case !ok:
		return fmt.Errorf("store: %w", err)
	case kind == fault.Full:
		return fault.New(fault.Full, "error.disk-full").After(retryAfterFull).Because(err)
	}
	return fault.New(fault.Unavailable, "error.unavailable").After(retryAfter).Because(err)
}

// busy is the answer of a full queue: nothing was begun.
func busy() *fault.Error { return fault.New(fault.Unavailable, "error.busy").After(retryAfter) }

// trouble reports an error of the storage itself, not of the query: fault.Full or fault.Unavailable. SQLite may
// have rolled the whole transaction back by itself.
func trouble(err error) (fault.Kind, bool) {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		switch e.Code() & 0xff {
		case sqlite3.SQLITE_FULL:
			return fault.Full, true
		case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_CORRUPT,
			sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_INTERRUPT:
			return fault.Unavailable, true
		}
		return 0, false
	}
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		switch e.SQLState()[:min(2, len(e.SQLState()))] {
		case "53": // insufficient resources; 53100 is a full disk
			if e.SQLState() == "53100" {
				return fault.Full, true
			}
			return fault.Unavailable, true
		case "57", "58", "08", "25", "40", "55": // shut-down, I/O, connection, read-only replica, rollback, lock
			return fault.Unavailable, true
		}
		return 0, false
	}
	return fault.Unavailable, disconnected(err)
}

// disconnected reports a connection that could not be had or was lost, and a caller who went away.
func disconnected(err error) bool {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return true
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return true
	}
	if _, ok := errors.AsType[net.Error](err); ok {
		return true
	}
	for _, lost := range []error{sql.ErrConnDone, sql.ErrTxDone, driver.ErrBadConn, io.EOF, io.ErrUnexpectedEOF, net.ErrClosed} {
		if errors.Is(err, lost) {
			return true
		}
	}
	return pgconn.SafeToRetry(err)
}

// isUnique reports a violated unique index, by code and never by text.
func isUnique(err error) bool {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || e.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
	}
	e, ok := errors.AsType[*pgconn.PgError](err)
	return ok && e.Code == "23505"
}

// isRetryable reports a PostgreSQL transaction that may succeed when run again.
func isRetryable(err error) bool {
	e, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (e.Code == "40001" || e.Code == "40P01")
}
