-- +goose Up
-- What people may ask for their data (DESIGN §8): who was erased is listed at every start and held against the list of
-- erasures beside the database; what was done to somebody is part of the copy that they get.
CREATE INDEX person_erased ON person (erased_at) WHERE erased_at > 0;
CREATE INDEX audit_target ON audit (target_id, id) WHERE target_id IS NOT NULL;

-- +goose Down
DROP INDEX audit_target;
DROP INDEX person_erased;
