package store

import (
	"context"
	"database/sql"
	"errors"
	"sync"
)

// preparer is a *sql.DB or a *sql.Conn.
type preparer interface {
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
}

// prepared gives sqlc's queries statements that were parsed once: parsing costs SQLite as much as a short query.
// The set of texts is finite, because only constants and the list builder's shapes come here.
type prepared struct {
	on    preparer
	mu    sync.RWMutex
	stmts map[string]*sql.Stmt
}

func newPrepared(on preparer) *prepared { return &prepared{on: on, stmts: map[string]*sql.Stmt{}} }

// PrepareContext gives the kept statement of a text.
func (p *prepared) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	p.mu.RLock()
	st, ok := p.stmts[query]
	p.mu.RUnlock()
	if ok {
		return st, nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if st, ok := p.stmts[query]; ok {
		return st, nil
	}
	st, err := p.on.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	p.stmts[query] = st
	return st, nil
}

// close frees the statements. On a *sql.Conn nobody else does, and SQLite keeps a connection that is closed before its
// statements alive, with its files and locks.
func (p *prepared) close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	var errs []error
	for _, st := range p.stmts {
		errs = append(errs, st.Close())
	}
	clear(p.stmts)
	return errors.Join(errs...)
}

// ExecContext runs a statement.
func (p *prepared) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	st, err := p.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	return st.ExecContext(ctx, args...)
}

// QueryContext runs a query.
func (p *prepared) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	st, err := p.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	return st.QueryContext(ctx, args...)
}

// QueryRowContext runs a query of one row. A statement that cannot be prepared fails at Scan.
func (p *prepared) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	st, err := p.PrepareContext(ctx, query)
	if err != nil { // *sql.Row carries its error only from a query: let the unprepared one fail alike
		return p.on.(interface {
			QueryRowContext(context.Context, string, ...any) *sql.Row
		}).QueryRowContext(ctx, query, args...)
	}
	return st.QueryRowContext(ctx, args...)
}
