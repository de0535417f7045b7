-- +goose Up
-- Whose authors write a course that is proposed and not published yet; NULL: those of the top. A published course has a
-- unit of its own, which counts then.
ALTER TABLE proposal ADD COLUMN unit_id BYTEA;

-- +goose Down
ALTER TABLE proposal DROP COLUMN unit_id;
