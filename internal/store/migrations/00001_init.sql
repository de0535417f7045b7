-- +goose Up
-- One text for both engines: BYTEA ids and hashes, BIGINT microseconds UTC, TEXT, BOOLEAN.
-- No defaults that tell the time: every instant comes from the application.

CREATE TABLE setting (
    key        TEXT   NOT NULL PRIMARY KEY,
    value      TEXT   NOT NULL,
    updated_at BIGINT NOT NULL
);

-- ---- organisation -------------------------------------------------------------------------

CREATE TABLE unit (
    id         BYTEA  NOT NULL PRIMARY KEY,
    parent_id  BYTEA  REFERENCES unit (id),
    name       TEXT   NOT NULL,
    kind       TEXT   NOT NULL CHECK (kind IN ('nation', 'province', 'commune', 'hamlet', 'agency', 'team')),
    path       BYTEA  NOT NULL UNIQUE, -- the 16-byte ids of its ancestors and itself: a subtree is a range of bytes
    valid_from BIGINT NOT NULL,
    valid_to   BIGINT NOT NULL DEFAULT 0 -- 0: today's
);
CREATE INDEX unit_parent ON unit (parent_id);

CREATE TABLE person (
    id         BYTEA  NOT NULL PRIMARY KEY,
    name       TEXT   NOT NULL, -- '' once erased
    sort_key   BYTEA  NOT NULL,
    folded     TEXT   NOT NULL,
    unit_id    BYTEA  NOT NULL REFERENCES unit (id),
    audience   TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    erased_at  BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX person_unit ON person (unit_id, sort_key, id);
CREATE INDEX person_sort ON person (sort_key, id);

CREATE TABLE consent (
    id           BYTEA  NOT NULL PRIMARY KEY,
    person_id    BYTEA  NOT NULL REFERENCES person (id),
    text_version TEXT   NOT NULL,
    given_at     BIGINT NOT NULL,
    withdrawn_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX consent_person ON consent (person_id);

CREATE TABLE account (
    id            BYTEA   NOT NULL PRIMARY KEY,
    person_id     BYTEA   NOT NULL UNIQUE REFERENCES person (id),
    password_hash TEXT    NOT NULL, -- PHC string
    locked_at     BIGINT  NOT NULL DEFAULT 0,
    staff         BOOLEAN NOT NULL DEFAULT FALSE, -- holds any role but learner: sessions are short
    created_at    BIGINT  NOT NULL,
    created_by    BYTEA
);

CREATE TABLE contact (
    kind        TEXT   NOT NULL CHECK (kind IN ('phone', 'email')),
    value       TEXT   NOT NULL, -- normal form: +84…, lower-case mail
    account_id  BYTEA  NOT NULL REFERENCES account (id),
    created_at  BIGINT NOT NULL,
    verified_at BIGINT NOT NULL DEFAULT 0,
    verified_by BYTEA,
    PRIMARY KEY (kind, value)
);
CREATE INDEX contact_account ON contact (account_id);

CREATE TABLE role_grant (
    id         BYTEA  NOT NULL PRIMARY KEY,
    account_id BYTEA  NOT NULL REFERENCES account (id),
    role       TEXT   NOT NULL CHECK (role IN ('learner', 'author', 'manager', 'administrator')),
    unit_id    BYTEA  NOT NULL REFERENCES unit (id),
    granted_at BIGINT NOT NULL,
    granted_by BYTEA,
    revoked_at BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX role_grant_live ON role_grant (account_id, role, unit_id) WHERE revoked_at = 0;

CREATE TABLE session (
    id         BYTEA  NOT NULL PRIMARY KEY,
    token_hash BYTEA  NOT NULL UNIQUE,
    account_id BYTEA  NOT NULL REFERENCES account (id),
    kind       TEXT   NOT NULL CHECK (kind IN ('browser', 'api')),
    device     TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX session_account ON session (account_id);
CREATE INDEX session_age ON session (expires_at);

CREATE TABLE refresh_token (
    token_hash BYTEA  NOT NULL PRIMARY KEY,
    session_id BYTEA  NOT NULL REFERENCES session (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    replaced_at BIGINT NOT NULL DEFAULT 0,
    successor   TEXT NOT NULL DEFAULT '', -- the successor token, sealed with a key derived from this token; '' when none
    successor_hash BYTEA
);
CREATE INDEX refresh_token_session ON refresh_token (session_id);

CREATE TABLE one_time_code (
    id         BYTEA   NOT NULL PRIMARY KEY,
    account_id BYTEA   REFERENCES account (id),
    purpose    TEXT    NOT NULL CHECK (purpose IN ('reset', 'mail-reset', 'mail-verify', 'first-admin')),
    code_hash  BYTEA   NOT NULL,
    created_at BIGINT  NOT NULL,
    created_by BYTEA,
    expires_at BIGINT  NOT NULL,
    tries_left INTEGER NOT NULL,
    used_at    BIGINT  NOT NULL DEFAULT 0
);
CREATE INDEX one_time_code_account ON one_time_code (account_id, purpose);
CREATE INDEX one_time_code_hash ON one_time_code (code_hash);

CREATE TABLE throttle (
    key          TEXT    NOT NULL PRIMARY KEY, -- a keyed hash of what is protected, never the thing itself
    failures     INTEGER NOT NULL,
    first_at     BIGINT  NOT NULL,
    locked_until BIGINT  NOT NULL
);
CREATE INDEX throttle_age ON throttle (first_at);

-- ---- content ------------------------------------------------------------------------------

CREATE TABLE blob (
    hash  BYTEA  NOT NULL PRIMARY KEY, -- SHA-256 of bytes
    size  BIGINT NOT NULL,
    bytes BYTEA  NOT NULL
);

CREATE TABLE course (
    id         BYTEA   NOT NULL PRIMARY KEY,
    slug       TEXT    NOT NULL UNIQUE,
    version_id BYTEA, -- the published one
    created_at BIGINT  NOT NULL
);

CREATE TABLE course_version (
    id            BYTEA   NOT NULL PRIMARY KEY,
    course_id     BYTEA   NOT NULL REFERENCES course (id),
    number        INTEGER NOT NULL,
    manifest      BYTEA   NOT NULL, -- SHA-256 over the sorted (path, hash) lines of the sources
    compiled      BYTEA   NOT NULL, -- blob: the compiled course as JSON, bank left out
    bank          BYTEA   NOT NULL, -- blob: the compiled bank as JSON
    title         TEXT    NOT NULL,
    summary       TEXT    NOT NULL,
    language      TEXT    NOT NULL,
    audiences     TEXT    NOT NULL, -- ",a,b,"
    minutes       INTEGER NOT NULL,
    lessons       INTEGER NOT NULL,
    bytes         BIGINT  NOT NULL,
    folded        TEXT    NOT NULL,
    origin        TEXT    NOT NULL CHECK (origin IN ('embedded', 'folder')),
    release       TEXT    NOT NULL, -- of the binary that embedded it; an older binary never replaces a newer version
    published_at  BIGINT  NOT NULL,
    published_by  BYTEA,
    UNIQUE (course_id, number),
    UNIQUE (course_id, manifest)
);

CREATE TABLE version_file (
    version_id BYTEA NOT NULL REFERENCES course_version (id),
    path       TEXT  NOT NULL,
    hash       BYTEA NOT NULL REFERENCES blob (hash),
    PRIMARY KEY (version_id, path)
);

CREATE TABLE media (
    hash       BYTEA NOT NULL PRIMARY KEY REFERENCES blob (hash),
    media_type TEXT  NOT NULL
);

-- ---- learning: facts, then what is derived from them ---------------------------------------

CREATE TABLE record (
    id          BYTEA  NOT NULL PRIMARY KEY,
    kind        TEXT   NOT NULL,
    person_id   BYTEA  NOT NULL,
    actor_id    BYTEA,           -- account that caused it; NULL: the server or the command line
    course_id   BYTEA  NOT NULL,
    version_id  BYTEA  NOT NULL,
    attempt_id  BYTEA,
    subject     TEXT   NOT NULL, -- lesson key, question id, credential serial; codes only
    data        TEXT   NOT NULL, -- JSON of ids, codes and numbers only
    happened_at BIGINT NOT NULL,
    stored_at   BIGINT NOT NULL,
    unit_id     BYTEA  NOT NULL, -- the person's unit at that time
    device_id   BYTEA,
    client_key  TEXT   NOT NULL
);
CREATE INDEX record_person ON record (person_id, course_id, id);
CREATE INDEX record_attempt ON record (attempt_id, id);

CREATE TABLE evidence (
    id         BYTEA  NOT NULL PRIMARY KEY,
    record_id  BYTEA  NOT NULL,
    salt       BYTEA  NOT NULL,
    body       BYTEA  NOT NULL, -- free text or file; deletable, the record keeps SHA-256(salt + body)
    stored_at  BIGINT NOT NULL,
    deleted_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX evidence_record ON evidence (record_id);

CREATE TABLE enrolment (
    id           BYTEA  NOT NULL PRIMARY KEY,
    person_id    BYTEA  NOT NULL REFERENCES person (id),
    course_id    BYTEA  NOT NULL REFERENCES course (id),
    version_id   BYTEA  NOT NULL REFERENCES course_version (id),
    enrolled_at  BIGINT NOT NULL,
    last_lesson  TEXT   NOT NULL DEFAULT '',
    last_at      BIGINT NOT NULL,
    completed_at BIGINT NOT NULL DEFAULT 0,
    exam_taken   INTEGER NOT NULL DEFAULT 0,
    exam_passed  INTEGER NOT NULL DEFAULT 0,
    confirmed_at BIGINT NOT NULL DEFAULT 0, -- the confirmation was issued
    UNIQUE (person_id, course_id)
);
CREATE INDEX enrolment_due ON enrolment (completed_at) WHERE completed_at > 0 AND confirmed_at = 0;

CREATE TABLE lesson_progress (
    enrolment_id BYTEA  NOT NULL REFERENCES enrolment (id),
    lesson       TEXT   NOT NULL,
    opened_at    BIGINT NOT NULL,
    completed_at BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (enrolment_id, lesson)
);

CREATE TABLE practice (
    enrolment_id BYTEA   NOT NULL REFERENCES enrolment (id),
    question     TEXT    NOT NULL,
    tries        INTEGER NOT NULL,
    last_answer  TEXT    NOT NULL,
    last_at      BIGINT  NOT NULL,
    right_at     BIGINT  NOT NULL DEFAULT 0, -- first time fully right
    PRIMARY KEY (enrolment_id, question)
);

CREATE TABLE attempt (
    id           BYTEA   NOT NULL PRIMARY KEY,
    enrolment_id BYTEA   NOT NULL REFERENCES enrolment (id),
    person_id    BYTEA   NOT NULL REFERENCES person (id),
    course_id    BYTEA   NOT NULL REFERENCES course (id),
    version_id   BYTEA   NOT NULL REFERENCES course_version (id),
    number       INTEGER NOT NULL,
    seed         BYTEA   NOT NULL,
    started_at   BIGINT  NOT NULL,
    deadline_at  BIGINT  NOT NULL,
    submitted_at BIGINT  NOT NULL DEFAULT 0,
    ended_by     TEXT    NOT NULL DEFAULT '', -- '', 'person', 'time'
    receipt      TEXT    NOT NULL DEFAULT '',
    saves        BIGINT  NOT NULL DEFAULT 0, -- counts writes to its items: scoring rests on the answers it read
    answered     INTEGER NOT NULL DEFAULT 0,
    points       TEXT    NOT NULL DEFAULT '', -- exact fraction
    max_points   TEXT    NOT NULL DEFAULT '',
    passed       BOOLEAN NOT NULL DEFAULT FALSE,
    rules        TEXT    NOT NULL DEFAULT '', -- JSON of the settings the result rests on
    UNIQUE (enrolment_id, number)
);
CREATE UNIQUE INDEX attempt_open ON attempt (enrolment_id) WHERE submitted_at = 0;
CREATE INDEX attempt_deadline ON attempt (deadline_at) WHERE submitted_at = 0;
CREATE INDEX attempt_person ON attempt (person_id, started_at);

CREATE TABLE attempt_item (
    attempt_id    BYTEA   NOT NULL REFERENCES attempt (id),
    position      INTEGER NOT NULL, -- from 1
    question      TEXT    NOT NULL,
    question_hash BYTEA   NOT NULL,
    choice_order  TEXT    NOT NULL, -- JSON permutation
    competence    TEXT    NOT NULL, -- framework:code
    level         INTEGER NOT NULL,
    points        TEXT    NOT NULL,
    answer        TEXT    NOT NULL DEFAULT '', -- JSON; '' while unanswered
    flagged       BOOLEAN NOT NULL DEFAULT FALSE,
    answered_at   BIGINT  NOT NULL DEFAULT 0,
    sequence      BIGINT  NOT NULL DEFAULT 0, -- the last write's client sequence: an older one never wins
    share         TEXT    NOT NULL DEFAULT '', -- exact fraction, after submission
    PRIMARY KEY (attempt_id, position)
);

CREATE TABLE level_result (
    attempt_id BYTEA   NOT NULL REFERENCES attempt (id),
    competence TEXT    NOT NULL,
    claimed    INTEGER NOT NULL,
    stated     BOOLEAN NOT NULL,
    level      INTEGER NOT NULL,
    low        INTEGER NOT NULL,
    high       INTEGER NOT NULL,
    questions  INTEGER NOT NULL,
    share      TEXT    NOT NULL, -- sum of shares, exact
    PRIMARY KEY (attempt_id, competence)
);

CREATE TABLE credential (
    id           BYTEA  NOT NULL PRIMARY KEY,
    serial       TEXT   NOT NULL UNIQUE,
    person_id    BYTEA  NOT NULL REFERENCES person (id),
    course_id    BYTEA  NOT NULL REFERENCES course (id),
    version_id   BYTEA  NOT NULL REFERENCES course_version (id),
    attempt_id   BYTEA, -- the passed attempt, when the course asks for one
    issuer       TEXT   NOT NULL,
    issued_at    BIGINT NOT NULL,
    revoked_at   BIGINT NOT NULL DEFAULT 0,
    revoked_why  TEXT   NOT NULL DEFAULT '' -- '', 'mistake', 'fraud', 'holder': a code, never free text
);
CREATE INDEX credential_person ON credential (person_id, course_id);
CREATE UNIQUE INDEX credential_live ON credential (person_id, course_id) WHERE revoked_at = 0;

-- ---- shared summaries: facts append deltas, a leased job folds them --------------------------

CREATE TABLE delta (
    id         BYTEA  NOT NULL PRIMARY KEY,
    metric     TEXT   NOT NULL,
    unit_id    BYTEA  NOT NULL,
    course_id  BYTEA  NOT NULL,
    year       INTEGER NOT NULL,
    detail     TEXT   NOT NULL, -- the audience; '' when none
    amount     BIGINT NOT NULL
);
CREATE TABLE summary (
    metric     TEXT    NOT NULL,
    unit_id    BYTEA   NOT NULL,
    course_id  BYTEA   NOT NULL,
    year       INTEGER NOT NULL,
    detail     TEXT    NOT NULL,
    amount     BIGINT  NOT NULL,
    PRIMARY KEY (metric, year, course_id, unit_id, detail)
);
CREATE TABLE distinct_person (
    person_id BYTEA   NOT NULL,
    unit_id   BYTEA   NOT NULL,
    year      INTEGER NOT NULL,
    category  TEXT    NOT NULL,
    PRIMARY KEY (person_id, unit_id, year, category)
);

-- ---- plumbing -------------------------------------------------------------------------------

CREATE TABLE client_key (
    caller     BYTEA  NOT NULL,
    key        TEXT   NOT NULL,
    body_hash  BYTEA  NOT NULL,
    reply      TEXT   NOT NULL, -- JSON
    created_at BIGINT NOT NULL,
    PRIMARY KEY (caller, key)
);
CREATE INDEX client_key_age ON client_key (created_at);

CREATE TABLE audit (
    id        BYTEA  NOT NULL PRIMARY KEY,
    at        BIGINT NOT NULL,
    actor_id  BYTEA, -- NULL: the server or the command line
    action    TEXT   NOT NULL,
    target_id BYTEA,
    unit_id   BYTEA,
    data      TEXT   NOT NULL, -- JSON of ids, codes and numbers only
    number    BIGINT NOT NULL DEFAULT 0, -- given by the sealer; 0: not sealed yet
    hash      BYTEA
);
CREATE UNIQUE INDEX audit_sealed ON audit (number) WHERE number > 0; -- two sealers at once: one of them loses
CREATE INDEX audit_unsealed ON audit (id) WHERE number = 0;

CREATE TABLE audit_head (
    number    BIGINT NOT NULL PRIMARY KEY,
    hash      BYTEA  NOT NULL,
    signed_at BIGINT NOT NULL,
    key_id    TEXT   NOT NULL,
    signature BYTEA  NOT NULL
);

CREATE TABLE signing_key (
    id         TEXT   NOT NULL PRIMARY KEY,
    purpose    TEXT   NOT NULL,
    private    BYTEA  NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE lease (
    name        TEXT   NOT NULL PRIMARY KEY,
    holder      BYTEA  NOT NULL,
    until_at    BIGINT NOT NULL
);

-- +goose Down
SELECT 1;
