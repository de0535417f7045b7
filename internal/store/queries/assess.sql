-- name: AddAttempt :execrows
INSERT INTO attempt (id, enrolment_id, person_id, course_id, version_id, number, seed, started_at, deadline_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING;

-- name: AddAttemptItem :exec
INSERT INTO attempt_item (attempt_id, position, question, question_hash, choice_order, competence, level, points)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: Attempt :one
SELECT a.id, a.enrolment_id, a.person_id, a.course_id, a.version_id, a.number, a.seed, a.started_at, a.deadline_at, a.submitted_at, a.ended_by,
       a.receipt, a.saves, a.answered, a.points, a.max_points, a.passed, a.rules, c.slug, p.unit_id
FROM attempt a JOIN course c ON c.id = a.course_id JOIN person p ON p.id = a.person_id WHERE a.id = $1;

-- name: Attempts :many
SELECT a.id, a.enrolment_id, a.person_id, a.course_id, a.version_id, a.number, a.seed, a.started_at, a.deadline_at, a.submitted_at, a.ended_by,
       a.receipt, a.saves, a.answered, a.points, a.max_points, a.passed, a.rules, c.slug, p.unit_id
FROM attempt a JOIN course c ON c.id = a.course_id JOIN person p ON p.id = a.person_id
WHERE a.person_id = $1 ORDER BY a.started_at DESC, a.id LIMIT 200;

-- name: AttemptsOf :many
SELECT id, number, started_at, deadline_at, submitted_at, passed FROM attempt WHERE enrolment_id = $1 ORDER BY number;

-- name: OpenAttempt :one
SELECT id FROM attempt WHERE enrolment_id = $1 AND submitted_at = 0;

-- name: AttemptItems :many
SELECT position, question, question_hash, choice_order, competence, level, points, answer, flagged, answered_at, sequence, share
FROM attempt_item WHERE attempt_id = $1 AND position BETWEEN sqlc.arg(first) AND sqlc.arg(last) ORDER BY position;

-- How many questions there are, and how many of those besides one are answered; '{}' is an answer left blank.
-- name: AttemptCounts :one
SELECT count(*) AS questions, CAST(coalesce(sum(CASE WHEN position <> $2 AND answer <> '' AND answer <> '{}' THEN 1 ELSE 0 END), 0) AS BIGINT) AS others
FROM attempt_item WHERE attempt_id = $1;

-- Counts a save and so locks the attempt for this transaction; no row: submitted already.
-- name: CountSave :one
UPDATE attempt SET saves = saves + 1 WHERE id = $1 AND person_id = $2 AND submitted_at = 0
RETURNING deadline_at, course_id, version_id, saves;

-- name: SaveAnswer :exec
UPDATE attempt_item SET answer = $1, flagged = $2, answered_at = $3, sequence = $4 WHERE attempt_id = $5 AND position = $6;

-- name: ItemQuestion :one
SELECT question, answer, flagged, answered_at, sequence FROM attempt_item WHERE attempt_id = $1 AND position = $2;

-- Only when nothing was saved since the answers were read; no row: saved meanwhile, or submitted.
-- name: SubmitAttempt :execrows
UPDATE attempt SET submitted_at = $1, ended_by = $2, receipt = $3, answered = $4, points = $5, max_points = $6, passed = $7, rules = $8
WHERE id = $9 AND submitted_at = 0 AND saves = $10;

-- name: SetShare :exec
UPDATE attempt_item SET share = $1 WHERE attempt_id = $2 AND position = $3;

-- name: AddLevelResult :exec
INSERT INTO level_result (attempt_id, competence, claimed, stated, level, low, high, questions, share)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: CountExam :exec
UPDATE enrolment SET exam_taken = exam_taken + 1, exam_passed = exam_passed + sqlc.arg(passed), last_at = sqlc.arg(last_at)
WHERE id = sqlc.arg(id);

-- name: ExpiredAttempts :many
SELECT id, person_id FROM attempt WHERE submitted_at = 0 AND deadline_at < $1 ORDER BY deadline_at, id LIMIT 100;
