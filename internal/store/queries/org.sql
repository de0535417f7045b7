-- name: AddUnit :exec
INSERT INTO unit (id, parent_id, name, kind, path, valid_from) VALUES ($1, $2, $3, $4, $5, $6);

-- name: Unit :one
SELECT id, parent_id, name, kind, path, valid_from, valid_to FROM unit WHERE id = $1;

-- name: RootUnit :one
SELECT id, parent_id, name, kind, path, valid_from, valid_to FROM unit WHERE parent_id IS NULL AND valid_to = 0 ORDER BY valid_from, id LIMIT 1;

-- name: UnitsUnder :many
SELECT id, parent_id, name, kind, path, valid_from, valid_to FROM unit
WHERE path >= sqlc.arg(low) AND path < sqlc.arg(high) AND valid_to = 0 ORDER BY path LIMIT 20000;

-- name: LockUnit :execrows
UPDATE unit SET valid_to = 0 WHERE id = $1 AND valid_to = 0;

-- name: UnitsBelow :many
SELECT id, parent_id, name, kind, path, valid_from, valid_to FROM unit WHERE parent_id = $1 AND valid_to = 0 ORDER BY id;

-- name: ChangeUnit :execrows
UPDATE unit SET name = $1, kind = $2 WHERE id = $3 AND valid_to = 0;

-- Whoever puts somebody into a unit holds its keys by the reference. Only a change of a key waits for them and they for
-- it, and so the path is changed, and put back by RestorePath.
-- name: CloseUnit :execrows
UPDATE unit SET valid_to = $1, path = path || path WHERE id = $2 AND valid_to = 0;

-- name: RestorePath :exec
UPDATE unit SET path = $1 WHERE id = $2;

-- name: InUnit :one
SELECT (SELECT count(*) FROM unit u WHERE u.parent_id = sqlc.arg(unit_id) AND u.valid_to = 0)
  + (SELECT count(*) FROM person p WHERE p.unit_id = sqlc.arg(unit_id) AND p.erased_at = 0)
  + (SELECT count(*) FROM role_grant g WHERE g.unit_id = sqlc.arg(unit_id) AND g.revoked_at = 0) AS things;
