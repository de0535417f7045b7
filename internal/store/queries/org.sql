-- name: AddUnit :exec
INSERT INTO unit (id, parent_id, name, kind, path, valid_from) VALUES ($1, $2, $3, $4, $5, $6);

-- name: Unit :one
SELECT id, parent_id, name, kind, path, valid_from, valid_to FROM unit WHERE id = $1;

-- name: RootUnit :one
SELECT id, parent_id, name, kind, path, valid_from, valid_to FROM unit WHERE parent_id IS NULL AND valid_to = 0 ORDER BY valid_from, id LIMIT 1;

-- name: UnitsUnder :many
SELECT id, parent_id, name, kind, path, valid_from, valid_to FROM unit
WHERE path >= sqlc.arg(low) AND path < sqlc.arg(high) AND valid_to = 0 ORDER BY path LIMIT 20000;
