-- name: ClientKey :one
SELECT body_hash, reply FROM client_key WHERE caller = $1 AND key = $2;

-- name: AddClientKey :exec
INSERT INTO client_key (caller, key, body_hash, reply, created_at) VALUES ($1, $2, $3, $4, $5);

-- name: PurgeClientKeys :execrows
DELETE FROM client_key WHERE created_at < $1;

-- name: AddAudit :exec
INSERT INTO audit (id, at, actor_id, action, target_id, unit_id, data) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: UnsealedAudit :many
SELECT id, at, actor_id, action, target_id, unit_id, data FROM audit WHERE number = 0 ORDER BY id LIMIT 200;

-- name: LastSealed :one
SELECT number, hash FROM audit WHERE number > 0 ORDER BY number DESC LIMIT 1;

-- name: SealAudit :exec
UPDATE audit SET number = $1, hash = $2 WHERE id = $3 AND number = 0;

-- name: AuditFrom :many
SELECT id, at, actor_id, action, target_id, unit_id, data, number, hash FROM audit
WHERE number > $1 ORDER BY number LIMIT 500;

-- name: AddAuditHead :exec
INSERT INTO audit_head (number, hash, signed_at, key_id, signature) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (number) DO NOTHING;

-- name: AuditHeads :many
SELECT number, hash, signed_at, key_id, signature FROM audit_head ORDER BY number;

-- name: LastAuditHead :one
SELECT number, signed_at FROM audit_head ORDER BY number DESC LIMIT 1;

-- name: SigningKey :one
SELECT id, private, created_at FROM signing_key WHERE purpose = $1 ORDER BY created_at DESC LIMIT 1;

-- name: SigningKeys :many
SELECT id, private, created_at FROM signing_key WHERE purpose = $1 ORDER BY created_at;

-- name: AddSigningKey :exec
INSERT INTO signing_key (id, purpose, private, created_at) VALUES ($1, $2, $3, $4);

-- name: TakeLease :one
INSERT INTO lease (name, holder, until_at) VALUES ($1, $2, $3)
ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until_at = excluded.until_at
WHERE lease.holder = excluded.holder OR lease.until_at < $4
RETURNING name;

-- name: DropLease :exec
DELETE FROM lease WHERE name = $1 AND holder = $2;

-- name: AddJob :exec
INSERT INTO job (id, kind, payload, run_at) VALUES ($1, $2, $3, $4);

-- name: ClaimJob :one
UPDATE job SET lease_until = sqlc.arg(lease_until), tries = tries + 1
WHERE id = (SELECT j.id FROM job j
            WHERE j.done_at = 0 AND j.failed_at = 0 AND j.run_at <= sqlc.arg(now_at) AND j.lease_until < sqlc.arg(now_at)
            ORDER BY j.run_at, j.id LIMIT 1)
  AND lease_until < sqlc.arg(now_at)
RETURNING id, kind, payload, tries;

-- name: FinishJob :exec
UPDATE job SET done_at = $1 WHERE id = $2;

-- name: RetryJob :exec
UPDATE job SET run_at = $1, lease_until = 0 WHERE id = $2;

-- name: FailJob :exec
UPDATE job SET failed_at = $1 WHERE id = $2;

-- name: Setting :one
SELECT value FROM setting WHERE key = $1;

-- name: Settings :many
SELECT key, value FROM setting ORDER BY key;

-- name: PutSetting :exec
INSERT INTO setting (key, value, updated_at) VALUES ($1, $2, $3)
ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at;
