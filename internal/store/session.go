package store

import (
	"context"
	"time"

	"hocso/internal/account"
	"hocso/internal/clock"
	"hocso/internal/fault"
	"hocso/internal/id"
	"hocso/internal/store/db"
)

// AddSession stores a session and, for the API, its first refresh token.
func (s *Store) AddSession(ctx context.Context, n account.NewSession) error {
	return s.write(ctx, func(tx *Tx) error {
		kind := "browser"
		if n.API {
			kind = "api"
		}
		err := tx.AddSession(ctx, db.AddSessionParams{
			ID: n.ID, TokenHash: n.TokenHash, AccountID: n.Account, Kind: kind, Device: n.Device,
			CreatedAt: tx.Now, SeenAt: tx.Now, ExpiresAt: tx.Now.Add(n.Life),
		})
		if err != nil || n.Refresh == nil {
			return err
		}
		return tx.AddRefreshToken(ctx, db.AddRefreshTokenParams{
			TokenHash: n.Refresh, SessionID: n.ID, CreatedAt: tx.Now, ExpiresAt: tx.Now.Add(n.Life),
		})
	})
}

// CallerByToken reads session, lock state, person and rights in one indexed SELECT. Error kind: NotFound.
func (s *Store) CallerByToken(ctx context.Context, tokenHash []byte, now clock.Micro) (*account.Caller, error) {
	rows, err := s.q.CallerByToken(ctx, tokenHash, now)
	return callerOf(rows, err)
}

// CallerBySession is CallerByToken for an access token's session. Error kind: NotFound.
func (s *Store) CallerBySession(ctx context.Context, session id.ID, now clock.Micro) (*account.Caller, error) {
	rows, err := s.q.CallerBySession(ctx, session, now)
	return callerOf(each(rows, func(r db.CallerBySessionRow) db.CallerByTokenRow { return db.CallerByTokenRow(r) }), err)
}

func callerOf(rows []db.CallerByTokenRow, err error) (*account.Caller, error) {
	if err != nil {
		return nil, readErr(err)
	}
	if len(rows) == 0 {
		return nil, fault.Missing()
	}
	r := rows[0]
	c := &account.Caller{
		Account: r.AccountID, Person: r.PersonID, Session: r.SessionID, Name: r.Name, Audience: r.Audience,
		Unit: r.UnitID, UnitPath: r.UnitPath, Staff: r.Staff, API: r.Kind == "api", Seen: r.SeenAt, Expires: r.ExpiresAt,
	}
	for _, g := range rows {
		if g.Role.Valid {
			c.Grants = append(c.Grants, account.Grant{Role: account.Role(g.Role.String), Unit: g.GrantUnitID, Path: g.GrantPath})
		}
	}
	return c, nil
}

// Touch slides a session forward.
func (s *Store) Touch(ctx context.Context, session id.ID, life time.Duration) error {
	return s.write(ctx, func(tx *Tx) error { return tx.TouchSession(ctx, tx.Now, tx.Now.Add(life), session) })
}

// Sessions lists an account's living sessions.
func (s *Store) Sessions(ctx context.Context, accountID id.ID, now clock.Micro) ([]account.Session, error) {
	rows, err := get(s.q.Sessions(ctx, accountID, now))
	return each(rows, func(r db.SessionsRow) account.Session {
		return account.Session{
			ID: r.ID, API: r.Kind == "api", Device: r.Device, Created: r.CreatedAt, Seen: r.SeenAt, Expires: r.ExpiresAt,
		}
	}), err
}

// RevokeSession ends one session of an account. Error kind: NotFound.
func (s *Store) RevokeSession(ctx context.Context, accountID, session id.ID) error {
	return s.write(ctx, func(tx *Tx) error {
		return changed(tx.RevokeSession(ctx, tx.Now, session, accountID))
	})
}

// RevokeSessions ends every session of an account but one.
func (s *Store) RevokeSessions(ctx context.Context, accountID, except id.ID) error {
	return s.write(ctx, func(tx *Tx) error {
		_, err := tx.RevokeSessions(ctx, tx.Now, accountID, except)
		return err
	})
}

// RefreshToken finds a refresh token. Error kind: NotFound.
func (s *Store) RefreshToken(ctx context.Context, hash []byte) (account.Refresh, error) {
	r, err := get(s.q.RefreshToken(ctx, hash))
	if err != nil {
		return account.Refresh{}, err
	}
	out := account.Refresh{
		Session: r.SessionID, Account: r.AccountID, Expires: r.ExpiresAt, Replaced: r.ReplacedAt, Successor: r.Successor,
		Dead: r.RevokedAt != 0 || r.LockedAt != 0,
	}
	if len(r.SuccessorHash) > 0 {
		at, err := get(s.q.RefreshTokenUsed(ctx, r.SuccessorHash))
		if err != nil {
			return account.Refresh{}, err
		}
		out.SuccessorUsed = at != 0
	}
	return out, nil
}

// ReplaceRefresh stores a successor unless there is one already.
func (s *Store) ReplaceRefresh(ctx context.Context, hash, successorHash []byte, sealed string, session id.ID, life time.Duration) (first bool, err error) {
	err = s.write(ctx, func(tx *Tx) error {
		n, err := tx.ReplaceRefreshToken(ctx, db.ReplaceRefreshTokenParams{
			ReplacedAt: tx.Now, Successor: sealed, SuccessorHash: successorHash, TokenHash: hash,
		})
		first = n > 0
		if err != nil || !first {
			return err
		}
		err = tx.AddRefreshToken(ctx, db.AddRefreshTokenParams{
			TokenHash: successorHash, SessionID: session, CreatedAt: tx.Now, ExpiresAt: tx.Now.Add(life),
		})
		if err != nil {
			return err
		}
		return tx.TouchSession(ctx, tx.Now, tx.Now.Add(life), session)
	})
	return first, err
}

// AddCode stores a one-time code; codes of the same purpose before it are void.
func (s *Store) AddCode(ctx context.Context, c account.Code) error {
	return s.write(ctx, func(tx *Tx) error {
		var err error
		if c.Account.IsZero() {
			err = tx.VoidCodesOf(ctx, tx.Now, c.Purpose)
		} else {
			err = tx.VoidCodes(ctx, tx.Now, c.Account, c.Purpose)
		}
		if err != nil {
			return err
		}
		err = tx.AddCode(ctx, db.AddCodeParams{
			ID: c.ID, AccountID: c.Account, Purpose: c.Purpose, CodeHash: c.Hash, CreatedAt: tx.Now, CreatedBy: c.Actor,
			ExpiresAt: tx.Now.Add(c.Life), TriesLeft: int32(c.Tries), //nolint:gosec // a handful
		})
		if err != nil {
			return err
		}
		return tx.audit(ctx, entry{actor: c.Actor, action: "code-made", target: c.Account, data: codes{"purpose": c.Purpose}})
	})
}

// TryCode takes one try of the newest living code. Error kind: NotFound when none is left.
func (s *Store) TryCode(ctx context.Context, accountID id.ID, purpose string) (code id.ID, hash []byte, left int, err error) {
	err = s.write(ctx, func(tx *Tx) error {
		r, err := tx.TryCode(ctx, accountID, purpose, tx.Now)
		if err != nil {
			return readErr(err)
		}
		code, hash, left = r.ID, r.CodeHash, int(r.TriesLeft)
		return nil
	})
	return code, hash, left, err
}

// CodeByHash finds a living code by its hash. Error kind: NotFound.
func (s *Store) CodeByHash(ctx context.Context, hash []byte, purpose string, now clock.Micro) (code, accountID id.ID, err error) {
	r, err := get(s.q.CodeByHash(ctx, hash, purpose, now))
	return r.ID, r.AccountID, err
}
