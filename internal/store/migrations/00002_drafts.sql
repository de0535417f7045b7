-- +goose Up
-- Courses that authors write in the browser: at most one draft a course, file by file, until a second person publishes it.

ALTER TABLE course ADD COLUMN unit_id BYTEA; -- whose authors write it; NULL: those of the top

CREATE TABLE draft (
    id           BYTEA  NOT NULL PRIMARY KEY,
    slug         TEXT   NOT NULL UNIQUE,
    unit_id      BYTEA  NOT NULL REFERENCES unit (id),
    base_id      BYTEA  REFERENCES course_version (id), -- the version it was begun from; NULL: a new course
    state        TEXT   NOT NULL CHECK (state IN ('writing', 'review')),
    created_at   BIGINT NOT NULL,
    created_by   BYTEA,
    changed_at   BIGINT NOT NULL,
    changed_by   BYTEA,
    submitted_at BIGINT NOT NULL DEFAULT 0,
    submitted_by BYTEA
);

CREATE TABLE draft_file (
    draft_id   BYTEA   NOT NULL REFERENCES draft (id),
    path       TEXT    NOT NULL,
    hash       BYTEA   NOT NULL REFERENCES blob (hash),
    revision   INTEGER NOT NULL, -- of the file: whoever saves names the one that was read
    changed_at BIGINT  NOT NULL,
    changed_by BYTEA,
    PRIMARY KEY (draft_id, path)
);

-- What people say to each other about a draft; it goes with the draft.
CREATE TABLE draft_note (
    id         BYTEA  NOT NULL PRIMARY KEY,
    draft_id   BYTEA  NOT NULL REFERENCES draft (id),
    kind       TEXT   NOT NULL CHECK (kind IN ('note', 'submitted', 'withdrawn', 'returned')),
    body       TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BYTEA
);
CREATE INDEX draft_note_draft ON draft_note (draft_id, id);
