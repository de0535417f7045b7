-- +goose Up
-- What was handed in of practical tasks that another person judges: one row a round. Until it is judged a learner may
-- replace it; after one that did not pass comes the next round. Text, picture and comments stand in evidence.
CREATE TABLE hand_in (
    id           BYTEA   NOT NULL PRIMARY KEY,
    enrolment_id BYTEA   NOT NULL REFERENCES enrolment (id),
    person_id    BYTEA   NOT NULL REFERENCES person (id),
    course_id    BYTEA   NOT NULL REFERENCES course (id),
    version_id   BYTEA   NOT NULL REFERENCES course_version (id),
    question     TEXT    NOT NULL,
    number       INTEGER NOT NULL, -- of the round, from 1
    handed_at    BIGINT  NOT NULL,
    changed_at   BIGINT  NOT NULL, -- when it was replaced last
    changes      INTEGER NOT NULL, -- how often it came, from 1: a judgement names what it judges
    record_id    BYTEA   NOT NULL, -- the fact whose evidence is the text
    picture_id   BYTEA,            -- the fact whose evidence is the picture
    counted      BOOLEAN NOT NULL, -- handed in where nobody judges: done without a judgement
    judged_at    BIGINT  NOT NULL DEFAULT 0,
    judged_by    BYTEA,            -- account
    judgement_id BYTEA,            -- the fact whose evidence are the comments
    grades       TEXT    NOT NULL DEFAULT '', -- JSON: the column for each criterion, from 1
    points       INTEGER NOT NULL DEFAULT 0,
    passed       BOOLEAN NOT NULL DEFAULT FALSE,
    UNIQUE (enrolment_id, question, number)
);
CREATE INDEX hand_in_waiting ON hand_in (handed_at, id) WHERE judged_at = 0;

-- +goose Down
DROP TABLE hand_in;
