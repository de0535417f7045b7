-- +goose Up
-- A judgement that was corrected, as it stood before. The row of the round holds the one that stands. Comments and reasons
-- stand in evidence.
ALTER TABLE hand_in ADD COLUMN corrections INTEGER NOT NULL DEFAULT 0; -- how often its judgement was corrected
CREATE TABLE past_judgement (
    hand_in_id   BYTEA   NOT NULL REFERENCES hand_in (id),
    number       INTEGER NOT NULL, -- from 1
    judged_at    BIGINT  NOT NULL,
    judged_by    BYTEA   NOT NULL, -- account
    judgement_id BYTEA   NOT NULL, -- the fact whose evidence are the comments
    grades       TEXT    NOT NULL,
    points       INTEGER NOT NULL,
    passed       BOOLEAN NOT NULL,
    reason_id    BYTEA   NOT NULL, -- the fact of the correction, whose evidence is the reason
    PRIMARY KEY (hand_in_id, number)
);
CREATE INDEX hand_in_judged ON hand_in ((-judged_at), id) WHERE judged_at > 0;
CREATE INDEX hand_in_corrected ON hand_in (enrolment_id) WHERE corrections > 0;

-- +goose Down
DROP INDEX hand_in_corrected;
DROP INDEX hand_in_judged;
DROP TABLE past_judgement;
ALTER TABLE hand_in DROP COLUMN corrections;
