-- +goose Up
-- What was said about a draft stays with the version that was made of it: who submitted it, who asked for what, who approved.
CREATE TABLE version_note (
    id         BYTEA  NOT NULL PRIMARY KEY,
    version_id BYTEA  NOT NULL REFERENCES course_version (id),
    kind       TEXT   NOT NULL CHECK (kind IN ('note', 'submitted', 'withdrawn', 'returned', 'approved')),
    body       TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BYTEA
);
CREATE INDEX version_note_version ON version_note (version_id, id);

-- +goose Down
DROP TABLE version_note;
