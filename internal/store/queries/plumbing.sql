-- name: ClientKey :one
SELECT body_hash, reply FROM client_key WHERE caller = $1 AND key = $2;

-- name: AddClientKey :exec
INSERT INTO client_key (caller, key, body_hash, reply, created_at) VALUES ($1, $2, $3, $4, $5);

-- name: PurgeClientKeys :execrows
DELETE FROM client_key WHERE (caller, key) IN (SELECT k.caller, k.key FROM client_key k WHERE k.created_at < $1 LIMIT 500);

-- name: AddAudit :exec
INSERT INTO audit (id, at, actor_id, action, target_id, unit_id, data) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: UnsealedAudit :many
SELECT id, at, actor_id, action, target_id, unit_id, data FROM audit WHERE number = 0 ORDER BY id LIMIT 100;

-- name: LastSealed :one
SELECT number, hash FROM audit WHERE number > 0 ORDER BY number DESC LIMIT 1;

-- name: SealAudit :execrows
UPDATE audit SET number = $1, hash = $2 WHERE id = $3 AND number = 0;

-- name: AddAuditHead :exec
INSERT INTO audit_head (number, hash, signed_at, key_id, signature) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (number) DO NOTHING;

-- name: LastAuditHead :one
SELECT number, signed_at FROM audit_head ORDER BY number DESC LIMIT 1;

-- name: SigningKey :one
SELECT id, private, created_at FROM signing_key WHERE purpose = $1 ORDER BY created_at DESC LIMIT 1;

-- name: SigningKeys :many
SELECT id, private, created_at FROM signing_key WHERE purpose = $1 ORDER BY created_at, id;

-- name: AddSigningKey :exec
INSERT INTO signing_key (id, purpose, private, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING;

-- name: Lease :one
SELECT holder, until_at FROM lease WHERE name = $1;

-- name: TakeLease :execrows
INSERT INTO lease (name, holder, until_at) VALUES (sqlc.arg(name), sqlc.arg(holder), sqlc.arg(until_at))
ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until_at = excluded.until_at
WHERE lease.holder = excluded.holder OR lease.until_at < sqlc.arg(now_at);

-- name: DropLease :exec
DELETE FROM lease WHERE name = $1 AND holder = $2;

-- name: Settings :many
SELECT key, value FROM setting ORDER BY key;

-- name: PutSetting :exec
INSERT INTO setting (key, value, updated_at) VALUES ($1, $2, $3)
ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at;
