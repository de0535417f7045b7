-- +goose Up
-- Where versions come from: courses of folders, git and zips that wait for a person, and drafts written in the browser.

-- More origins than at first. A check cannot be changed on both engines; a column can be replaced.
ALTER TABLE course_version ADD COLUMN brought_by TEXT NOT NULL DEFAULT 'embedded' CHECK (brought_by IN ('embedded', 'folder', 'git', 'zip', 'editor'));
UPDATE course_version SET brought_by = origin;
ALTER TABLE course_version DROP COLUMN origin;
ALTER TABLE course_version RENAME COLUMN brought_by TO origin;

-- What a source brings and nobody has published yet: to be decided by a person, or to be mended.
CREATE TABLE proposal (
    id         BYTEA  NOT NULL PRIMARY KEY,
    slug       TEXT   NOT NULL,
    title      TEXT   NOT NULL,
    manifest   BYTEA  NOT NULL,
    origin     TEXT   NOT NULL CHECK (origin IN ('embedded', 'folder', 'git', 'zip', 'editor')),
    came_from  TEXT   NOT NULL, -- the folder, address or file, as people know it
    release    TEXT   NOT NULL,
    state      TEXT   NOT NULL CHECK (state IN ('waiting', 'faulty', 'accepted', 'rejected', 'replaced')),
    created_at BIGINT NOT NULL,
    created_by BYTEA,
    decided_at BIGINT NOT NULL DEFAULT 0,
    decided_by BYTEA,
    UNIQUE (slug, origin, manifest) -- what was rejected once is not offered again
);
CREATE INDEX proposal_open ON proposal (created_at) WHERE state IN ('waiting', 'faulty');

CREATE TABLE proposal_file (
    proposal_id BYTEA NOT NULL REFERENCES proposal (id),
    path        TEXT  NOT NULL,
    hash        BYTEA NOT NULL REFERENCES blob (hash),
    PRIMARY KEY (proposal_id, path)
);

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

-- +goose Down
DROP TABLE draft_note;
DROP TABLE draft_file;
DROP TABLE draft;
ALTER TABLE course DROP COLUMN unit_id;
DROP TABLE proposal_file;
DROP TABLE proposal;
ALTER TABLE course_version ADD COLUMN brought_by TEXT NOT NULL DEFAULT 'embedded' CHECK (brought_by IN ('embedded', 'folder'));
UPDATE course_version SET brought_by = CASE WHEN origin = 'embedded' THEN 'embedded' ELSE 'folder' END;
ALTER TABLE course_version DROP COLUMN origin;
ALTER TABLE course_version RENAME COLUMN brought_by TO origin;
