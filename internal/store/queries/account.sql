-- name: AddPerson :exec
INSERT INTO person (id, name, sort_key, folded, unit_id, audience, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: MovePerson :execrows
UPDATE person SET unit_id = $1, audience = $2 WHERE id = $3 AND erased_at = 0;

-- name: AddAccount :exec
INSERT INTO account (id, person_id, password_hash, created_at, created_by) VALUES ($1, $2, $3, $4, $5);

-- name: AddContact :execrows
INSERT INTO contact (kind, value, account_id, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (kind, value) DO NOTHING;

-- name: AddConsent :exec
INSERT INTO consent (id, person_id, text_version, given_at) VALUES ($1, $2, $3, $4);

-- name: Account :one
SELECT a.id, a.person_id, a.password_hash, a.locked_at, a.staff, a.created_at, p.name, p.unit_id, u.path, u.name AS unit_name, p.audience
FROM account a JOIN person p ON p.id = a.person_id JOIN unit u ON u.id = p.unit_id WHERE a.id = $1;

-- name: AccountByContact :one
SELECT a.id, a.password_hash, a.locked_at, a.staff FROM contact c JOIN account a ON a.id = c.account_id
WHERE c.kind = $1 AND c.value = $2;

-- name: Contacts :many
SELECT kind, value, verified_at, verified_by FROM contact WHERE account_id = $1 ORDER BY kind DESC, value;

-- name: VerifyContact :execrows
UPDATE contact SET verified_at = $1, verified_by = $2 WHERE account_id = $3 AND kind = $4 AND value = $5 AND verified_at = 0;

-- name: SetPassword :execrows
UPDATE account SET password_hash = $1 WHERE id = $2;

-- name: LockAccount :execrows
UPDATE account SET locked_at = $1 WHERE id = $2;

-- name: AddGrant :execrows
INSERT INTO role_grant (id, account_id, role, unit_id, granted_at, granted_by) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (account_id, role, unit_id) WHERE revoked_at = 0 DO NOTHING;

-- name: RevokeGrant :execrows
UPDATE role_grant SET revoked_at = $1 WHERE account_id = $2 AND role = $3 AND unit_id = $4 AND revoked_at = 0;

-- name: Grants :many
SELECT g.role, g.unit_id, u.path, u.name AS unit_name, g.granted_at FROM role_grant g JOIN unit u ON u.id = g.unit_id
WHERE g.account_id = $1 AND g.revoked_at = 0 ORDER BY g.role, u.path;

-- name: SetStaff :exec
UPDATE account SET staff = EXISTS (SELECT 1 FROM role_grant g WHERE g.account_id = account.id AND g.revoked_at = 0 AND g.role <> 'learner')
WHERE account.id = $1;

-- Two administrators who take the role from each other at once wait here for one another.
-- name: LockAdministrators :exec
UPDATE role_grant SET role = role WHERE role = 'administrator' AND revoked_at = 0;

-- Those who can act for the whole deployment: not locked, and of the top unit.
-- name: CountAdministrators :one
SELECT count(*) FROM role_grant g JOIN account a ON a.id = g.account_id JOIN unit u ON u.id = g.unit_id
WHERE g.role = 'administrator' AND g.revoked_at = 0 AND a.locked_at = 0 AND u.parent_id IS NULL;

-- name: AddSession :exec
INSERT INTO session (id, token_hash, account_id, kind, device, created_at, seen_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- The one SELECT of every signed-in request: session, lock state, person and rights; a row per grant.
-- name: CallerByToken :many
SELECT s.id AS session_id, s.kind, s.seen_at, s.expires_at, a.id AS account_id, a.staff, p.id AS person_id, p.name, p.audience,
       p.unit_id, u.path AS unit_path, g.role, gu.id AS grant_unit_id, gu.path AS grant_path
FROM session s
JOIN account a ON a.id = s.account_id
JOIN person p ON p.id = a.person_id
JOIN unit u ON u.id = p.unit_id
LEFT JOIN role_grant g ON g.account_id = a.id AND g.revoked_at = 0
LEFT JOIN unit gu ON gu.id = g.unit_id
WHERE s.token_hash = $1 AND s.revoked_at = 0 AND s.expires_at > $2 AND a.locked_at = 0;

-- The same by the session's id, for access tokens of the API.
-- name: CallerBySession :many
SELECT s.id AS session_id, s.kind, s.seen_at, s.expires_at, a.id AS account_id, a.staff, p.id AS person_id, p.name, p.audience,
       p.unit_id, u.path AS unit_path, g.role, gu.id AS grant_unit_id, gu.path AS grant_path
FROM session s
JOIN account a ON a.id = s.account_id
JOIN person p ON p.id = a.person_id
JOIN unit u ON u.id = p.unit_id
LEFT JOIN role_grant g ON g.account_id = a.id AND g.revoked_at = 0
LEFT JOIN unit gu ON gu.id = g.unit_id
WHERE s.id = $1 AND s.kind = 'api' AND s.revoked_at = 0 AND s.expires_at > $2 AND a.locked_at = 0;

-- name: TouchSession :exec
UPDATE session SET seen_at = $1, expires_at = $2 WHERE id = $3 AND revoked_at = 0;

-- name: Sessions :many
SELECT id, kind, device, created_at, seen_at, expires_at FROM session
WHERE account_id = $1 AND revoked_at = 0 AND expires_at > $2 ORDER BY seen_at DESC;

-- name: RevokeSession :execrows
UPDATE session SET revoked_at = $1 WHERE id = $2 AND account_id = $3 AND revoked_at = 0;

-- name: RevokeSessions :execrows
UPDATE session SET revoked_at = sqlc.arg(revoked_at)
WHERE account_id = sqlc.arg(account_id) AND revoked_at = 0 AND id IS DISTINCT FROM sqlc.arg(except_id); -- no exception is NULL, which differs from every id

-- name: ShortenSessions :exec
UPDATE session SET expires_at = sqlc.arg(expires_at)
WHERE account_id = sqlc.arg(account_id) AND revoked_at = 0 AND expires_at > sqlc.arg(expires_at);

-- name: AddRefreshToken :exec
INSERT INTO refresh_token (token_hash, session_id, created_at, expires_at) VALUES ($1, $2, $3, $4);

-- name: RefreshToken :one
SELECT r.token_hash, r.session_id, r.expires_at, r.replaced_at, r.successor, r.successor_hash, s.revoked_at, s.account_id, a.locked_at
FROM refresh_token r JOIN session s ON s.id = r.session_id JOIN account a ON a.id = s.account_id WHERE r.token_hash = $1;

-- name: ReplaceRefreshToken :execrows
UPDATE refresh_token SET replaced_at = $1, successor = $2, successor_hash = $3 WHERE token_hash = $4 AND replaced_at = 0;

-- name: RefreshTokenUsed :one
SELECT replaced_at FROM refresh_token WHERE token_hash = $1;

-- name: AddCode :exec
INSERT INTO one_time_code (id, account_id, purpose, code_hash, created_at, created_by, expires_at, tries_left)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: VoidCodes :exec
UPDATE one_time_code SET used_at = $1 WHERE account_id = $2 AND purpose = $3 AND used_at = 0;

-- name: VoidCodesOf :exec
UPDATE one_time_code SET used_at = $1 WHERE purpose = $2 AND used_at = 0;

-- Takes one try of the newest live code of an account.
-- name: TryCode :one
UPDATE one_time_code SET tries_left = tries_left - 1
WHERE one_time_code.id = (SELECT c.id FROM one_time_code c WHERE c.account_id = sqlc.arg(account_id) AND c.purpose = sqlc.arg(purpose)
            AND c.used_at = 0 AND c.expires_at > sqlc.arg(now_at) AND c.tries_left > 0 ORDER BY c.id DESC LIMIT 1)
RETURNING id, code_hash, tries_left;

-- name: CodeByHash :one
SELECT id, account_id, purpose, expires_at FROM one_time_code WHERE code_hash = $1 AND purpose = $2 AND used_at = 0 AND expires_at > $3;

-- name: UseCode :execrows
UPDATE one_time_code SET used_at = $1 WHERE id = $2 AND used_at = 0;

-- name: Throttle :one
SELECT failures, first_at, locked_until FROM throttle WHERE key = $1;

-- name: CountFailure :one
INSERT INTO throttle (key, failures, first_at, locked_until) VALUES (sqlc.arg(key), 1, sqlc.arg(now_at), 0)
ON CONFLICT (key) DO UPDATE SET
    failures = CASE WHEN throttle.first_at < sqlc.arg(window_at) THEN 1 ELSE throttle.failures + 1 END,
    first_at = CASE WHEN throttle.first_at < sqlc.arg(window_at) THEN excluded.first_at ELSE throttle.first_at END
RETURNING failures, locked_until;

-- name: LockThrottle :exec
UPDATE throttle SET locked_until = $1, failures = 0, first_at = $2 WHERE key = $3;

-- name: ClearThrottle :exec
DELETE FROM throttle WHERE key = $1;

-- name: PurgeThrottles :execrows
DELETE FROM throttle WHERE key IN (SELECT t.key FROM throttle t WHERE t.first_at < sqlc.arg(before) AND t.locked_until < sqlc.arg(before) LIMIT 500);

-- name: PurgeRefreshTokens :execrows
DELETE FROM refresh_token WHERE session_id IN (SELECT s.id FROM session s WHERE s.expires_at < $1 ORDER BY s.expires_at, s.id LIMIT 100);

-- In the order of PurgeRefreshTokens, in the same transaction: a session goes after its tokens.
-- name: PurgeSessions :execrows
DELETE FROM session WHERE id IN (SELECT s.id FROM session s WHERE s.expires_at < $1 ORDER BY s.expires_at, s.id LIMIT 100);

-- name: PurgeCodes :execrows
DELETE FROM one_time_code WHERE id IN (SELECT c.id FROM one_time_code c WHERE c.expires_at < $1 LIMIT 100);
